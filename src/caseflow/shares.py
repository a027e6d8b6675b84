"""Parts of a whole, exactly, and counts of how decisions stood to their dates.

How one decision stands is judged in `targets`.
"""

from collections.abc import Iterable
from fractions import Fraction
from typing import Self

from attrs import evolve

from caseflow._typed import frozen, typed
from caseflow.targets import Timeliness

__all__ = ["Share", "TimelinessCount", "tenths_of_percent"]


@typed
def tenths_of_percent(share: Fraction) -> int:
    """Return *share* in whole tenths of a per cent, halves rounded up.

    >>> tenths_of_percent(Fraction(952, 1329)), tenths_of_percent(Fraction(1, 2000))
    (716, 1)
    """
    return (2_000 * share.numerator + share.denominator) // (2 * share.denominator)


@typed
@frozen
class Share:
    """Hold *part* of *whole* exactly; there is no share of nothing.

    >>> Share(952, 1329).percent(), Share(1, 8).percent(), Share(0, 0).percent()
    ('71.6', '12.5', '')
    """

    part: int
    whole: int

    @property
    def value(self) -> Fraction | None:
        """Return the share as an exact number; None of nothing."""
        return Fraction(self.part, self.whole) if self.whole else None

    def percent(self) -> str:
        """Return the share in per cent to one decimal, halves rounded up; "" of nothing."""
        if self.value is None:
            return ""
        tenths = tenths_of_percent(self.value)
        return f"{tenths // 10}.{tenths % 10}"

    def to_json(self) -> dict[str, object]:
        """Return the share as JSON values."""
        return {"part": self.part, "whole": self.whole, "percent": self.percent() or None}


@typed(late=True)
@frozen
class TimelinessCount:
    """Count decisions by how they stood to their dates; undecided filings are in no count.

    *early_by* counts, besides, those that were early by at least a share of the time allowed, for
    each share that was asked for.

    >>> counted = TimelinessCount.by([Fraction(1, 10)])
    >>> counted = counted.plus(Timeliness.EARLY, Fraction(1, 10)).plus(Timeliness.LATE)
    >>> counted.in_time.percent(), [share.percent() for share in counted.early_enough]
    ('50.0', ['50.0'])
    """

    early: int = 0
    on_time: int = 0
    late: int = 0
    early_by: tuple[tuple[Fraction, int], ...] = ()

    @classmethod
    def by(cls, shares: Iterable[Fraction]) -> Self:
        """Return the count of nothing, which will count those early by each of *shares*."""
        return cls(early_by=tuple((share, 0) for share in shares))

    def plus(self, verdict: Timeliness, early: Fraction | None = None) -> Self:
        """Count one decision; *early* is the share of its time that was left, None if unknown."""
        name = verdict.name.lower()
        counts = {name: getattr(self, name) + 1}
        if early is None or not self.early_by:
            return evolve(self, **counts)
        early_by = tuple((share, count + (early >= share)) for share, count in self.early_by)
        return evolve(self, **counts, early_by=early_by)

    @property
    def judged(self) -> int:
        """Return how many decisions were counted."""
        return self.early + self.on_time + self.late

    @property
    def in_time(self) -> Share:
        """Return those that were not late, of all."""
        return Share(self.early + self.on_time, self.judged)

    @property
    def early_enough(self) -> tuple[Share, ...]:
        """Return those early by at least each share that was asked for, of all."""
        return tuple(Share(count, self.judged) for _, count in self.early_by)
