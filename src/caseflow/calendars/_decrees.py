"""Decrees: the documents by which a state moves days off and working days, as data.

A decree has an issue date, so that "what was known then" can be asked. How decrees change a
calendar is in `_days`.
"""

from collections.abc import Iterable
from datetime import date

from attrs import field

from caseflow._typed import frozen
from caseflow.errors import DecreeError
from caseflow.law import Basis
from caseflow.values import Text

__all__ = ["DayOff", "Decree", "MakeUp", "in_force"]


@frozen
class DayOff:
    """Name a day on which offices are closed.

    `basis` is the article it rests on when that is not the decree itself.
    """

    on: date
    name: Text
    basis: Basis = ""


@frozen
class MakeUp:
    """Name a rest day that is worked, usually in return for another day off."""

    on: date
    name: Text
    instead_of: date | None = None


def _years(value: Iterable[int]) -> frozenset[int]:
    return frozenset(value)


@frozen
class Decree:
    """Hold one decision on days off and make-up days.

    `settles` names the years whose public holidays this decree lists completely; for those years
    nothing is taken from elsewhere. `replaces` names a decree that loses all effect.

    Raises:
        DecreeError: the decree contradicts itself.
    """

    id: str
    issued_on: date
    citation: Basis
    off: tuple[DayOff, ...] = ()
    work: tuple[MakeUp, ...] = ()
    settles: frozenset[int] = field(converter=_years, default=frozenset[int]())
    replaces: str = ""

    def __attrs_post_init__(self) -> None:
        off = [item.on for item in self.off]
        work = [item.on for item in self.work]
        for days, kind in ((off, "a day off"), (work, "a make-up day")):
            twice = {on for on in days if days.count(on) > 1}
            if twice:
                raise DecreeError(self.id, min(twice), f"is named twice as {kind}; name it once")
        both = set(off) & set(work)
        if both:
            raise DecreeError(
                self.id, min(both), "is both off and worked; it can only be one of them"
            )


def in_force(decrees: Iterable[Decree]) -> tuple[Decree, ...]:
    """Return the decrees that have effect, oldest first, replaced ones left out.

    The order in which they are given does not matter.

    Raises:
        DecreeError: two decrees share an id, or one replaces a decree that is not there.
    """
    ordered = sorted(decrees, key=lambda decree: (decree.issued_on, decree.id))
    ids = [decree.id for decree in ordered]
    for decree in ordered:
        if ids.count(decree.id) > 1:
            raise DecreeError(decree.id, None, "is given twice; give each decree once")
        if decree.replaces and decree.replaces not in ids:
            raise DecreeError(
                decree.id, None, f"replaces {decree.replaces!r}, which is not given; give it too"
            )
    replaced = {decree.replaces for decree in ordered if decree.replaces}
    return tuple(decree for decree in ordered if decree.id not in replaced)
