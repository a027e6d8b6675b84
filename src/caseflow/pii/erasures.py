"""Erasure: the key of a person is destroyed, and that this was done, and why, is kept.

Nothing of a record is changed, so every chain and every seal still verifies. Whether there is a
ground to erase is for counsel to say, not for this module: the duty of an agency to keep its files
competes with it.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import cast

from attrs import field

from caseflow._typed import frozen, typed
from caseflow.codec._canonical import parse_json
from caseflow.errors import FormatError
from caseflow.pii._reasons import clean_words
from caseflow.stores import (
    ERASURE,
    Definition,
    Operations,
    Ops,
    erasure_act,
    instant,
    micros,
)
from caseflow.values import Actor, clean_text

__all__ = ["ERASURE", "Erasure", "erase", "erasures", "refuse_forged"]


def _ground(value: str) -> str:
    allowed = "the legal ground of the erasure, in words"
    return clean_words(value, name="ground", allowed=allowed)


@typed
@frozen
class Erasure:
    """Say that the key of a subject was destroyed: when, by whom, on which legal ground."""

    subject: str
    at: datetime
    by: str
    ground: str = field(converter=_ground)


@typed
def erase(
    ops: Operations, subject: str, *, at: datetime, by: Actor, ground: str
) -> Ops[Erasure | None]:
    """Destroy the key of *subject* and keep the act; run it as any operation of a store.

    `store.run(erase(store.ops, "case:H1", at=now, by=clerk, ground="..."))`, then
    `service.forget()`, for every service keeps some cases decoded. Done twice it changes nothing.
    On SQLite the key is then in none of the files any more, unless somebody read all the time: once
    it was destroyed, doing it again takes out what is left. On PostgreSQL VACUUM does.

    Returns:
        The act, or the one by which it was destroyed before; None if there never was a key.

    Raises:
        ValueInvalidError: *ground* is empty.
        TextInvalidError: *subject* names nobody, for it could not have been kept.
    """
    subject = clean_text(subject, name="subject", limit=200)
    act = Erasure(subject, instant(micros(at)), by.id, ground)
    secret = yield from ops.secret(subject)
    if secret is None:
        return None
    if secret.secret is None:
        yield from ops.scrub()
        known = [each for each in (yield from erasures(ops)) if each.subject == subject]
        return known[-1] if known else None
    # The act first: a key that is gone without a word would look like a loss.
    yield from ops.keep(erasure_act(subject, micros(at), by.id, act.ground))
    yield from ops.destroy_secret(subject, micros(at), act.ground)
    yield from ops.scrub()
    return act


@typed
def erasures(ops: Operations) -> Ops[tuple[Erasure, ...]]:
    """Return every act of erasure, in order of subject; keep a copy apart from the backups.

    A backup holds the keys of its day: after putting one back, run `erase` for each act again.
    """
    return tuple([_read(kept.text) for kept in (yield from ops.definitions(ERASURE))])


@typed
def refuse_forged(ops: Operations, kept: Definition) -> Ops[None]:
    """Refuse an act of erasure from outside that is none, or of a key that is still kept here.

    Raises:
        FormatError: it is written otherwise than `erase` writes, or the key was not destroyed.
    """
    what = f"{ERASURE} {kept.name}"
    try:
        act = _read(kept.text)
        is_whole = kept == erasure_act(act.subject, micros(act.at), act.by, act.ground)
    except Exception as error:
        # The text may be anything at all, so there is no list of what reading it may raise.
        raise FormatError(what, f"its text cannot be read: {error}") from error
    if not is_whole:
        raise FormatError(what, "its text is not that of an act of erasure of its name")
    secret = yield from ops.secret(act.subject)
    if secret is not None and secret.secret is not None:
        problem = "the key is kept here and was not destroyed; erase it, and import again"
        raise FormatError(what, problem)


def _read(text: str) -> Erasure:
    data = cast("Mapping[str, str]", parse_json(text, ERASURE))
    at = datetime.fromisoformat(data["at"])
    return Erasure(data["subject"], at, data["by"], data["ground"])
