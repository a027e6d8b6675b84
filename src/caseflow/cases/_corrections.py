"""The acts of a case in the order in which they happened, derived from its records.

The records are the chain, in the order of entry, and nothing of it is rewritten. A record that was
entered late takes its place among the acts; one that takes others back leaves them out; what the
later acts do since stands in the record that changed it. Whether that may be is decided in
`engine`.
"""

from collections.abc import Iterable, Sequence
from operator import attrgetter
from typing import TypeVar, cast

from caseflow._typed import typed
from caseflow.cases._changes import ANNUL
from caseflow.cases._records import Record
from caseflow.values import utc

__all__ = ["acts_of", "corrected", "is_correction", "place_of"]

R = TypeVar("R")

_entered = attrgetter("entered")


@typed(late=True)
def place_of(record: Record, acts: Sequence[Record]) -> int:
    """Return the place of *record* among *acts*: behind all that did not happen after it."""
    at = utc(record.at)
    place = len(acts)
    while place and utc(acts[place - 1].at) > at:
        place -= 1
    return place


@typed(late=True)
def is_correction(record: Record, acts: Sequence[Record]) -> bool:
    """Return whether *record*, entered after *acts*, changes more than it adds at their end."""
    entered = record.entered
    if entered is None:
        return False
    return bool(entered.annuls) or utc(record.at) < utc(acts[-1].at)


@typed(late=True)
def corrected(acts: Sequence[Record], record: Record) -> tuple[Record, ...]:
    """Return *acts* as they are once the correction *record* was entered."""
    entered = record.entered
    if entered is None:
        return (*acts, record)
    remade = {each.seq: each for each in entered.remade}
    found: list[Record] = []
    for act in acts:
        again = remade.get(act.seq)
        if act.seq not in entered.annuls:
            found.append(act if again is None else act._replace(move=again.move, facts=again.facts))
    if record.action != ANNUL:
        found.insert(place_of(record, found), record)
    return tuple(found)


@typed(late=True)
def acts_of(records: Iterable[R]) -> tuple[R, ...]:
    """Return the acts behind *records* as they happened, annulled ones left out.

    The acts of a case stay as they are, and so do records of which none was corrected. Cost:
    O(records), and O(records) for each correction.
    """
    chain = tuple(records)
    try:
        is_plain = not any(map(_entered, chain))
    except AttributeError:
        return chain  # records of another kind, which know one instant only
    if is_plain:
        return chain
    acts: tuple[Record, ...] = ()
    for place, each in enumerate(chain):
        if not isinstance(each, Record) or each.seq != place:
            return chain
        acts = corrected(acts, each) if acts and is_correction(each, acts) else (*acts, each)
    return cast("tuple[R, ...]", acts)
