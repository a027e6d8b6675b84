"""What comes in: how many filings, when, of what, how long they take, and what people do with them.

Who works on them is the office. How often an act is done is a share of those who could; whether it
may be done is for the guards of the workflow.
"""

import enum
from collections.abc import Iterable
from datetime import date
from fractions import Fraction
from typing import Self

from attrs import evolve, field

from caseflow._fields import is_share
from caseflow._typed import frozen, typed
from caseflow.errors import ValueInvalidError
from caseflow.simulation._distributions import Distribution
from caseflow.values import clean_text, exact

__all__ = ["Course", "Demand", "Numbers", "Season", "StageTime", "Topic"]

_MOST = 10_000_000
_WHOLE_DAY = (1,) * 24
_WHOLE_WEEK = (1,) * 7


class Numbers(enum.Enum):
    """Say how the number of filings varies: as a Poisson process, or not at all."""

    POISSON = "poisson"
    EXACT = "exact"


def _exact_share(value: Fraction | int | str) -> Fraction:
    return exact(value, name="share")


@frozen
class Topic:
    """Hold a procedure that is filed for, and its weight among all that are.

    *branch* selects the limit where the procedure has several.

    Raises:
        FloatRefusedError: the weight is a float.
        ValueInvalidError: the weight is not above zero.
    """

    procedure: str
    weight: Fraction = field(default=Fraction(1), converter=_exact_share)
    branch: str | None = None

    def __attrs_post_init__(self) -> None:
        if not 0 < self.weight <= _MOST:
            raise ValueInvalidError("weight", str(self.weight), "a number above zero")


@frozen
class StageTime:
    """Say how long a filing takes in a state: the work of a clerk, or the delay of who must act.

    Work is time on duty. A delay, in a state that waits for somebody else, is clock time.
    *procedure* narrows it to filings of one procedure.
    """

    state: str
    time: Distribution
    procedure: str | None = None


def _names(value: Iterable[str] | str) -> tuple[str, ...]:
    found = (value,) if isinstance(value, str) else tuple(value)
    return tuple(clean_text(each, name="actions") for each in found)


@frozen
class Course:
    """Say by which actions a filing leaves a state, and how often.

    One visit may fire several actions, one after another at one instant; the last one leads out of
    the state. The shares of a state add up to 1. Where a guard refuses what was drawn, the next
    course of the state is taken.

    Raises:
        FloatRefusedError: the share is a float.
        ValueInvalidError: there is no action, or the share is not from 0 to 1.
    """

    state: str
    actions: tuple[str, ...] = field(converter=_names)
    share: Fraction = field(default=Fraction(1), converter=_exact_share, validator=is_share)
    procedure: str | None = None

    def __attrs_post_init__(self) -> None:
        if not self.actions:
            raise ValueInvalidError("actions", 0, "at least one action")


@typed(late=True)
@frozen
class Season:
    """Say that between two civil days, both included, so many times as many filings come in.

    For seasons and bursts alike; the factors of those that overlap are multiplied.

    Raises:
        FloatRefusedError: the factor is a float.
        ValueInvalidError: the factor is below zero, or the last day lies before the first.
    """

    first_on: date
    last_on: date
    factor: Fraction = field(converter=_exact_share)

    def __attrs_post_init__(self) -> None:
        if self.last_on < self.first_on:
            raise ValueInvalidError("last_on", self.last_on, f"a day from {self.first_on}")
        if not 0 <= self.factor <= _MOST:
            raise ValueInvalidError("factor", str(self.factor), "a number from zero")

    def covers(self, on: date) -> bool:
        """Return whether *on* is one of its days."""
        return self.first_on <= on <= self.last_on


def _amount(value: Fraction | int | str) -> Fraction:
    return exact(value, name="per_working_day")


def _growth(value: Fraction | int | str) -> Fraction:
    return exact(value, name="growth")


def _weights(value: Iterable[int]) -> tuple[int, ...]:
    return tuple(value)


@typed(late=True)
@frozen
class Demand:
    """Describe what comes in, in one office.

    The number of filings, the mix and the times do not depend on how filings come in, so that
    `vary(online=...)` changes nothing else.

    Attributes:
        per_working_day: filings for each working day of the office, on average, from all channels;
            those that come in online on days off are among them.
        topics: the procedures that are filed for, with their weights.
        times: how long filings take in each state.
        courses: by which actions they leave a state; a state that one action leads out of needs
            none.
        online: the share that comes in online, at any hour; the others come to the counter while
            the office is open.
        result_online: the share of filings made online whose result goes out online too.
        growth: by what share demand grows in a year, from day to day.
        seasons: days with more filings or fewer.
        hours: weights of the 24 hours of a day for filings made online.
        weekdays: weights of the seven days from Monday for filings made online.
        numbers: how the number of filings varies.

    Raises:
        FloatRefusedError: a number or a share is a float.
        ValueInvalidError: a number is out of its range, a procedure or a state is named twice, or
            the shares of a state do not add up to 1.
    """

    per_working_day: Fraction = field(converter=_amount)
    topics: tuple[Topic, ...]
    times: tuple[StageTime, ...] = ()
    courses: tuple[Course, ...] = ()
    online: Fraction = field(default=Fraction(0), converter=_exact_share, validator=is_share)
    result_online: Fraction = field(default=Fraction(1), converter=_exact_share, validator=is_share)
    growth: Fraction = field(default=Fraction(0), converter=_growth)
    seasons: tuple[Season, ...] = ()
    hours: tuple[int, ...] = field(default=_WHOLE_DAY, converter=_weights)
    weekdays: tuple[int, ...] = field(default=_WHOLE_WEEK, converter=_weights)
    numbers: Numbers = Numbers.POISSON

    def __attrs_post_init__(self) -> None:
        if not 0 < self.per_working_day <= _MOST:
            allowed = f"a number above zero, {_MOST:,} at most"
            raise ValueInvalidError("per_working_day", str(self.per_working_day), allowed)
        if not -1 < self.growth <= 10:
            raise ValueInvalidError("growth", str(self.growth), "a share above -1, 10 at most")
        if not self.topics:
            raise ValueInvalidError("topics", 0, "at least one procedure")
        _refuse_repeated("topics", [(each.procedure, each.branch) for each in self.topics])
        _refuse_repeated("times", [(each.state, each.procedure) for each in self.times])
        for name, weights, number in (("hours", self.hours, 24), ("weekdays", self.weekdays, 7)):
            if len(weights) != number or min(weights) < 0 or not any(weights):
                raise ValueInvalidError(name, weights, f"{number} numbers from zero, not all zero")
        self._refuse_sums()

    def _refuse_sums(self) -> None:
        sums: dict[tuple[str, str | None], Fraction] = {}
        for each in self.courses:
            place = (each.state, each.procedure)
            sums[place] = sums.get(place, Fraction(0)) + each.share
        for (state, procedure), total in sums.items():
            if total != 1:
                of = f"shares of {state}" + (f" for {procedure}" if procedure else "")
                raise ValueInvalidError(of, str(total), "shares that add up to 1")

    @property
    def procedures(self) -> tuple[str, ...]:
        """Return the codes of the procedures that are filed for, each once."""
        return tuple(dict.fromkeys(each.procedure for each in self.topics))

    def time_in(self, state: str, procedure: str) -> Distribution | None:
        """Return how long a filing takes in a state; None if that is not said."""
        found = {each.procedure: each.time for each in self.times if each.state == state}
        return found.get(procedure, found.get(None))

    def courses_from(self, state: str, procedure: str) -> tuple[Course, ...]:
        """Return the courses of a filing from a state, in their order; none if none is given."""
        here = [each for each in self.courses if each.state == state]
        own = tuple(each for each in here if each.procedure == procedure)
        return own or tuple(each for each in here if each.procedure is None)

    def vary(
        self,
        *,
        online: Fraction | int | str | None = None,
        per_working_day: Fraction | int | str | None = None,
        growth: Fraction | int | str | None = None,
    ) -> Self:
        """Return this demand with another share online, another number, or another growth.

        What is not named stays: of two demands that differ in *online* the same filings come in,
        of the same procedures, and take as long; some of them come in another way, at other
        hours.
        """
        return evolve(
            self,
            online=self.online if online is None else online,
            per_working_day=self.per_working_day if per_working_day is None else per_working_day,
            growth=self.growth if growth is None else growth,
        )


def _refuse_repeated(name: str, given: list[tuple[str, str | None]]) -> None:
    for place, each in enumerate(given):
        if each in given[:place]:
            raise ValueInvalidError(name, " ".join(filter(None, each)), "each once")
