"""How long something takes: distributions of work and of delays, with exact parameters.

Which case takes how long is drawn elsewhere, from `_draws`.
"""

import enum
import re
from collections.abc import Callable, Iterable
from datetime import timedelta
from fractions import Fraction
from math import exp, floor, log, sqrt
from typing import NamedTuple, Self

from attrs import field

from caseflow._typed import frozen, typed
from caseflow.errors import ValueInvalidError
from caseflow.simulation._draws import normal
from caseflow.values import exact

__all__ = ["Distribution", "Sampler", "Shape", "drawer", "sampler_of"]

_MICROSECOND = timedelta(microseconds=1)
#: Longer than any filing takes; sums of so many still are 64-bit numbers.
_LONGEST = timedelta(days=36_525)
_MOST_VARIED = 100


class Shape(enum.Enum):
    """Name the family of a distribution."""

    CONSTANT = "constant"
    EXPONENTIAL = "exponential"
    LOGNORMAL = "lognormal"
    UNIFORM = "uniform"
    EMPIRICAL = "empirical"


class Sampler(NamedTuple):
    """Hold a distribution as numbers in microseconds, ready to draw from.

    *first* and *second* are the mean; the mean and the deviation of the logarithm; or the shortest
    time and what may be added to it.
    """

    shape: Shape
    first: float
    second: float = 0.0
    values: tuple[int, ...] = ()

    def at(self, share: float) -> int:
        """Return the time that *share* of all are shorter than, in whole microseconds."""
        shape = self.shape
        if shape is Shape.EXPONENTIAL:
            return floor(-self.first * log(1.0 - share) + 0.5)
        if shape is Shape.LOGNORMAL:
            return floor(exp(self.first + self.second * normal(share)) + 0.5)
        if shape is Shape.EMPIRICAL:
            return self.values[floor(share * len(self.values))]
        return floor(self.first + self.second * share + 0.5)


def drawer(sampler: Sampler) -> Callable[[float], int]:
    """Return what `Sampler.at` does, without asking for the shape each time."""
    shape, first, second, values = sampler
    if shape is Shape.EXPONENTIAL:
        return lambda share: floor(-first * log(1.0 - share) + 0.5)
    if shape is Shape.LOGNORMAL:
        return lambda share: floor(exp(first + second * normal(share)) + 0.5)
    if shape is Shape.EMPIRICAL:
        return lambda share: values[floor(share * len(values))]
    if not second:
        time = floor(first + 0.5)
        return lambda _: time
    return lambda share: floor(first + second * share + 0.5)


def _cv(value: Fraction | int | str) -> Fraction:
    found = exact(value, name="cv")
    if not 0 <= found <= _MOST_VARIED:
        raise ValueInvalidError("cv", str(value), f"a ratio from 0 to {_MOST_VARIED}, as 1 or 1/2")
    return found


def _times(value: Iterable[timedelta]) -> tuple[timedelta, ...]:
    return tuple(value)


_TEXT = re.compile(
    r"(?P<shape>[a-z]+) +(?P<first>\d+(?:\.\d+)?) *(?P<unit>us|s|min|h|d)"
    r"(?: +cv +(?P<cv>\d+(?:[./]\d+)?)| +to +(?P<last>\d+(?:\.\d+)?) *(?P<last_unit>us|s|min|h|d))?"
)
_UNITS = {
    "us": _MICROSECOND,
    "s": timedelta(seconds=1),
    "min": timedelta(minutes=1),
    "h": timedelta(hours=1),
    "d": timedelta(days=1),
}
_FORM = (
    'a text such as "constant 5 min", "exponential 2 h", "lognormal 10 min cv 1" or '
    '"uniform 5 min to 15 min"'
)


@typed(late=True)
@frozen
class Distribution:
    """Say how long something takes: the family, and its parameters.

    Times are working time for what clerks do and clock time for what others do. Means are exact;
    what is drawn is rounded to a microsecond.

    Attributes:
        shape: the family.
        mean: the mean of all but `UNIFORM` and `EMPIRICAL`.
        cv: the deviation as a ratio of the mean, of `LOGNORMAL`.
        least: the shortest time of `UNIFORM`.
        most: the longest time of `UNIFORM`.
        values: the times of `EMPIRICAL`, each as likely as the others.

    >>> Distribution.parse("lognormal 10 min cv 1/2").average
    datetime.timedelta(seconds=600)

    Raises:
        FloatRefusedError: *cv* is a float.
        ValueInvalidError: no such distribution is possible: a time below zero or of a century, a
            longest time below the shortest, no times, or a parameter of another family.
    """

    shape: Shape
    mean: timedelta = timedelta()
    cv: Fraction = field(default=Fraction(0), converter=_cv)
    least: timedelta = timedelta()
    most: timedelta = timedelta()
    values: tuple[timedelta, ...] = field(default=(), converter=_times)

    def __attrs_post_init__(self) -> None:
        for name, time in (("mean", self.mean), ("least", self.least), ("most", self.most)):
            _refuse_time(name, time)
        for time in self.values:
            _refuse_time("values", time)
        shape = self.shape
        if self.least > self.most:
            raise ValueInvalidError("most", self.most, f"a time from {self.least}")
        if (shape is Shape.EMPIRICAL) is not bool(self.values):
            raise ValueInvalidError("values", self.values, "times for an empirical one, else none")
        if self.cv and shape is not Shape.LOGNORMAL:
            raise ValueInvalidError("cv", str(self.cv), f"none for {shape.value}")
        if self.most and shape is not Shape.UNIFORM:
            raise ValueInvalidError("most", self.most, f"none for {shape.value}")
        if self.mean and shape in (Shape.UNIFORM, Shape.EMPIRICAL):
            raise ValueInvalidError("mean", self.mean, f"none for {shape.value}")
        if not self.mean and shape in (Shape.EXPONENTIAL, Shape.LOGNORMAL):
            raise ValueInvalidError("mean", self.mean, "a time above zero")

    @classmethod
    def constant(cls, time: timedelta) -> Self:
        """Return the distribution of what always takes *time*."""
        return cls(Shape.CONSTANT, time)

    @classmethod
    def exponential(cls, mean: timedelta) -> Self:
        """Return the exponential distribution."""
        return cls(Shape.EXPONENTIAL, mean)

    @classmethod
    def lognormal(cls, mean: timedelta, cv: Fraction | int | str = 1) -> Self:
        """Return the lognormal distribution; *cv* is the deviation as a ratio of the mean."""
        return cls(Shape.LOGNORMAL, mean, _cv(cv))

    @classmethod
    def uniform(cls, least: timedelta, most: timedelta) -> Self:
        """Return the distribution of times from *least* to *most*, all as likely."""
        return cls(Shape.UNIFORM, least=least, most=most)

    @classmethod
    def empirical(cls, values: Iterable[timedelta]) -> Self:
        """Return the distribution of *values*, each as likely as the others."""
        return cls(Shape.EMPIRICAL, values=tuple(values))

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read a distribution as "lognormal 10 min cv 1"; units are us, s, min, h and d.

        Raises:
            ValueInvalidError: the text cannot be read.
        """
        match = _TEXT.fullmatch(text.strip()) if len(text) <= 100 else None
        families = {each.value: each for each in Shape if each is not Shape.EMPIRICAL}
        if match is None or match["shape"] not in families:
            raise ValueInvalidError("distribution", text, _FORM)
        shape = families[match["shape"]]
        first = _length(match["first"], match["unit"])
        last = None if match["last"] is None else _length(match["last"], match["last_unit"])
        if (last is not None) is not (shape is Shape.UNIFORM):
            raise ValueInvalidError("distribution", text, _FORM)
        if last is not None:
            return cls.uniform(first, last)
        if shape is Shape.LOGNORMAL:
            return cls.lognormal(first, match["cv"] or 1)
        if match["cv"] is not None:
            raise ValueInvalidError("distribution", text, _FORM)
        return cls(shape, first)

    @property
    def average(self) -> timedelta:
        """Return the mean of any of them, to a microsecond."""
        if self.shape is Shape.UNIFORM:
            return (self.least + self.most) / 2
        if self.shape is Shape.EMPIRICAL:
            return sum(self.values, timedelta()) / len(self.values)
        return self.mean


def sampler_of(distribution: Distribution) -> Sampler:
    """Return a distribution as numbers to draw from."""
    mean = distribution.mean // _MICROSECOND
    if distribution.shape is Shape.EMPIRICAL:
        values = tuple(sorted(time // _MICROSECOND for time in distribution.values))
        return Sampler(distribution.shape, 0.0, values=values)
    if distribution.shape is Shape.UNIFORM:
        least, most = distribution.least // _MICROSECOND, distribution.most // _MICROSECOND
        return Sampler(distribution.shape, float(least), float(most - least))
    if distribution.shape is Shape.LOGNORMAL and distribution.cv:
        variance = log(1.0 + float(distribution.cv * distribution.cv))
        return Sampler(distribution.shape, log(mean) - variance / 2, sqrt(variance))
    shape = Shape.CONSTANT if distribution.shape is Shape.LOGNORMAL else distribution.shape
    return Sampler(shape, float(mean))


def _length(amount: str, unit: str) -> timedelta:
    """Return a time as written, to a microsecond."""
    return _MICROSECOND * round(Fraction(amount) * (_UNITS[unit] // _MICROSECOND))


def _refuse_time(name: str, time: timedelta) -> None:
    if not timedelta() <= time <= _LONGEST:
        raise ValueInvalidError(name, time, f"a time from zero to {_LONGEST.days} days")
