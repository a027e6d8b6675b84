"""Indices as values: which filings, what counts, by which date and period, and from which source.

Computing them is for `_results`, reading them from TOML for `_tables`.
"""

import enum
from collections.abc import Sequence
from datetime import date
from fractions import Fraction
from typing import TypeVar

from attrs import field

from caseflow._typed import frozen, typed
from caseflow.errors import UnknownNameError, ValueInvalidError
from caseflow.reports.counts import Reference
from caseflow.reports.indices._terms import (
    TERMS,
    Condition,
    EndEvent,
    Rule,
    Spread,
    is_timed,
    unknown_words,
)
from caseflow.values import Text

__all__ = [
    "Band",
    "Certainty",
    "CountOf",
    "Index",
    "IndexGroup",
    "IndexSet",
    "OfNothing",
    "refuse_decimals",
    "rule_of",
]

#: So many decimals are printed at most.
_MOST_DECIMALS = 6


def refuse_decimals(decimals: int) -> None:
    """Raise `ValueInvalidError` unless a number can be printed with so many decimals."""
    if not 0 <= decimals <= _MOST_DECIMALS:
        allowed = f"a whole number from 0 to {_MOST_DECIMALS}"
        raise ValueInvalidError("decimals", decimals, allowed)


N = TypeVar("N", "Index", "IndexGroup")


class Certainty(enum.Enum):
    """Say how sure it is that this is the official definition."""

    LAW = "law"
    DOCUMENTED = "documented"
    RECONSTRUCTED = "reconstructed"
    DISPUTED = "disputed"


class OfNothing(enum.Enum):
    """Say what an index is where there is nothing to divide by."""

    NONE = "none"
    ZERO = "zero"
    FULL = "full"


class CountOf(enum.Enum):
    """Say what is counted: filings, or procedures with at least one such filing."""

    FILINGS = "filings"
    PROCEDURES = "procedures"


@typed(late=True)
@frozen
class Index:
    """Define an index: the filings *counted*, of those of the *population*.

    Attributes:
        name: what it is called in files and results.
        labels: what people read.
        population: the filings it divides by, as words of `TERMS`.
        counted: those of them that it counts.
        period: which filings belong to a period.
        end: what ends the time of a filing.
        reference: the date the end is compared with.
        of: whether filings or procedures are counted.
        of_nothing: the value where the population is empty.
        points: what the whole is worth; 0 if it gives no points.
        full_at: the share from which all *points* are given; below, points are proportional.
        steps: instead of that, the points from each share on, highest first.
        none_if: one filing of the population of which this holds takes all points.
        threshold: the share that is asked for; None if none is.
        decimals: to which printed numbers are rounded, halves up; values are exact.
        source: the act or document that defines it.
        valid_from: first day of its force, None if not known.
        valid_until: last day of its force, None if not over or not known.
        certainty: how sure the definition is.
        why: for an index that is not computed from a register, why; needed if it is disputed.
        note: what was decided where the source leaves it open.
    """

    name: str
    labels: Text
    population: Condition = ()
    counted: Condition = ()
    period: Spread = Spread.DECIDED
    end: EndEvent = EndEvent.DECISION
    reference: Reference = Reference.LEGAL
    of: CountOf = CountOf.FILINGS
    of_nothing: OfNothing = OfNothing.NONE
    points: Fraction = Fraction(0)
    full_at: Fraction = Fraction(1)
    steps: tuple[tuple[Fraction, Fraction], ...] = ()
    none_if: Condition = ()
    threshold: Fraction | None = None
    decimals: int = 1
    source: str = ""
    valid_from: date | None = None
    valid_until: date | None = None
    certainty: Certainty = Certainty.RECONSTRUCTED
    why: Text = field(factory=Text)
    note: str = ""

    def __attrs_post_init__(self) -> None:
        """Refuse an index that says nothing, or something that cannot be."""
        for condition in (self.population, self.counted, self.none_if):
            for word in unknown_words(condition):
                raise UnknownNameError(word, tuple(TERMS), "term of an index")
        if self.why == Text():
            if self.certainty is Certainty.DISPUTED:
                raise ValueInvalidError("why", "", "why it is not computed, as it is disputed")
            if not self.counted:
                raise ValueInvalidError("counted", "", "the filings that it counts, or why not")
        if not 0 < self.full_at <= 1:
            raise ValueInvalidError("full_at", str(self.full_at), "a share above 0 and at most 1")
        if self.points < 0:
            raise ValueInvalidError("points", str(self.points), "0 or more")
        if [*self.steps] != sorted(self.steps, reverse=True):
            raise ValueInvalidError("steps", str(self.steps), "steps from the highest share down")
        refuse_decimals(self.decimals)

    @property
    def is_computed(self) -> bool:
        """Return whether it can be computed from a register."""
        return bool(self.counted) and self.why == Text()

    @property
    def is_timed(self) -> bool:
        """Return whether it compares with a date, so that a filing without one is left out."""
        return is_timed(self.counted) or is_timed(self.population)

    @property
    def most(self) -> Fraction:
        """Return the most points it can give."""
        return max((points for _, points in self.steps), default=self.points)

    def score(self, value: Fraction, *, is_spoiled: bool = False) -> Fraction:
        """Return the points of *value*.

        >>> words = (("online",),)
        >>> points, full_at = Fraction(2), Fraction(4, 5)
        >>> index = Index("a", Text(en="a"), counted=words, points=points, full_at=full_at)
        >>> index.score(Fraction(2, 5)), index.score(Fraction(9, 10))
        (Fraction(1, 1), Fraction(2, 1))
        """
        if is_spoiled:
            return Fraction(0)
        if self.steps:
            return next((points for share, points in self.steps if value >= share), Fraction(0))
        return self.points * min(Fraction(1), value / self.full_at)


def rule_of(index: Index, first: date, last: date) -> Rule:
    """Return what the words of *index* mean in the period from *first* through *last*."""
    return Rule(index.reference, index.end, first, last)


@typed(late=True)
@frozen
class Band:
    """Name what a number of points, and more, is called."""

    least: Fraction
    labels: Text


@typed(late=True)
@frozen
class IndexGroup:
    """Add up the points of indices.

    Attributes:
        name: what it is called in files and results.
        labels: what people read.
        members: the names of the indices or groups whose points are added up.
        points: no more than so many are given.
        bands: what a number of points is called, highest first; shown to those who ask for it.
        source: the act or document that defines it.
        certainty: how sure the definition is.
        why: what of it is not documented; a group that lacks members is not computed.
    """

    name: str
    labels: Text
    members: tuple[str, ...]
    points: Fraction
    bands: tuple[Band, ...] = ()
    source: str = ""
    certainty: Certainty = Certainty.RECONSTRUCTED
    why: Text = field(factory=Text)

    def band(self, points: Fraction) -> Band | None:
        """Return the highest band that *points* reach; None if there is none."""
        return next((band for band in self.bands if points >= band.least), None)


@typed(late=True)
@frozen
class IndexSet:
    """Hold indices and the groups they are added up in; a group may hold those before it."""

    indices: tuple[Index, ...]
    groups: tuple[IndexGroup, ...] = ()

    def __attrs_post_init__(self) -> None:
        """Refuse names that stand for two things, and members that there are not."""
        known = [each.name for each in self.indices]
        for group in self.groups:
            for member in group.members:
                if member not in known:
                    raise UnknownNameError(member, tuple(known), "index")
            known.append(group.name)
        if len({*known}) < len(known):
            raise ValueInvalidError("indices", ", ".join(known), "each name once")

    def index(self, name: str) -> Index:
        """Return the index called *name*.

        Raises:
            UnknownNameError: there is none.
        """
        return _found(name, self.indices, "index")

    def group(self, name: str) -> IndexGroup:
        """Return the group called *name*.

        Raises:
            UnknownNameError: there is none.
        """
        return _found(name, self.groups, "group of indices")

    def named(self, *names: str) -> tuple[Index, ...]:
        """Return the indices of those names, in that order."""
        return tuple(self.index(name) for name in names)


def _found(name: str, every: Sequence[N], what: str) -> N:
    for each in every:
        if each.name == name:
            return each
    raise UnknownNameError(name, tuple(each.name for each in every), what)
