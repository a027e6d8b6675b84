"""How early filings were, counted: what each would have kept, and what those still open can keep.

Counting them of a register is for `_cohorts`; what can be promised is for `_promises`.
"""

from collections import Counter
from collections.abc import Mapping
from fractions import Fraction
from functools import cached_property
from types import MappingProxyType

from attrs import field

from caseflow._typed import frozen, typed
from caseflow.errors import ValueInvalidError
from caseflow.reports.durations import DayCounts

__all__ = ["LATE", "EarlyCounts"]

#: What a late filing kept: not even the legal limit.
LATE = Fraction(-1)


def _frozen(given: Mapping[Fraction, int]) -> Mapping[Fraction, int]:
    for share, number in given.items():
        if number < 0 or share > 1:
            raise ValueInvalidError("shares", f"{number} of {share}", "counts of shares up to 1")
    return MappingProxyType({share: given[share] for share in sorted(given) if given[share]})


@typed(late=True)
@frozen
class EarlyCounts:
    """Count filings by the largest early share that each kept.

    A filing that used 6 of 10 days kept a promise of 4/10 sooner, and each smaller one; one that
    was just in time kept 0, a late one `LATE`. Counts of parts add up.

    Attributes:
        decided: filings that were decided, by what they kept.
        open: those that went out of sight, open, withdrawn or stopped, by what they could still
            keep then.
        unjudged: those without a limit, or of which it is not known what they used.

    >>> counted = EarlyCounts({Fraction(2, 5): 3, Fraction(0): 1}, {Fraction(1, 5): 1})
    >>> counted.kept(Fraction(2, 5)), counted.kept(Fraction(1, 10)), counted.kept(Fraction(0))
    (Fraction(3, 5), Fraction(3, 5), Fraction(1, 1))
    """

    decided: Mapping[Fraction, int] = field(factory=dict[Fraction, int], converter=_frozen)
    open: Mapping[Fraction, int] = field(factory=dict[Fraction, int], converter=_frozen)
    unjudged: int = 0

    def __add__(self, other: "EarlyCounts") -> "EarlyCounts":
        """Return both together."""
        return EarlyCounts(
            Counter(self.decided) + Counter(other.decided),
            Counter(self.open) + Counter(other.open),
            self.unjudged + other.unjudged,
        )

    def __hash__(self) -> int:
        """Return a hash: of how many filings there are, for speed."""
        return hash((self.filings, self.unjudged))

    @property
    def filings(self) -> int:
        """Return how many filings were judged, those that went out of sight among them."""
        return sum(self.decided.values()) + sum(self.open.values())

    @cached_property
    def _shares(self) -> tuple[Fraction, ...]:
        """Return the shares from the earliest filing to the latest."""
        return tuple(sorted({*self.decided, *self.open}, reverse=True))

    @cached_property
    def steps(self) -> tuple[tuple[Fraction, Fraction], ...]:
        """Return each early share at which filings were decided, largest first, and who kept it.

        Who kept it is the part of all filings, by Kaplan and Meier: those out of sight count as
        long as they were seen, and then go the way of the others. Cost: O(shares).
        """
        places = {share: place for place, share in enumerate(self._shares)}
        counted = DayCounts(
            {places[share]: number for share, number in self.decided.items()},
            open={places[share]: number for share, number in self.open.items()},
        )
        return tuple((self._shares[each.days], each.decided) for each in counted.curve)

    def kept(self, share: Fraction) -> Fraction:
        """Return which part of all filings kept a promise of *share* sooner than the law."""
        found = Fraction(0)
        for early, part in self.steps:
            if early < share:
                break
            found = part
        return found

    def largest(self, part: Fraction) -> Fraction | None:
        """Return the largest early share, 0 or more, that at least *part* of all filings kept.

        None where not even the legal limit was kept by so many, as far as is known.
        """
        for early, kept in self.steps:
            if early < 0:
                break
            if kept >= part:
                return early
        return None

    @property
    def is_known_to_be_late(self) -> bool:
        """Return whether some filing was late, or is open and overdue."""
        return any(share < 0 for share in self._shares)
