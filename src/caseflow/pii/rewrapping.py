"""Re-wrapping: the keys of persons moved from master keys of before to a new one, on the record.

What wraps is a `PersonalDataEncryption`; nothing of a record is changed, and no personal text is
read. Cut short, it is run again and does the rest.
"""

import hashlib
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import NamedTuple, Protocol, cast

from attrs import field

from caseflow._typed import frozen, typed
from caseflow.codec import canonical_json
from caseflow.codec._canonical import parse_json
from caseflow.errors import StoreRefusedError
from caseflow.pii._reasons import clean_words
from caseflow.stores import REWRAPPING, Definition, Operations, Ops, Secret, instant, micros
from caseflow.values import Actor

__all__ = ["Rewrapped", "Rewrapping", "rewrap", "rewrappings"]

_PAGE = 200


class Wraps(Protocol):
    """What a `PersonalDataEncryption` does for this."""

    @property
    def master_name(self) -> str:
        """Return what tells the master key from others, and nothing of it."""
        ...

    def rewrapped(self, secret: Secret) -> str | None:
        """Return the key of a person under the newest master key; None if it is so already."""
        ...


class Rewrapped(NamedTuple):
    """Say what became of the keys: moved, under the new master key already, destroyed before.

    *lost* are the subjects whose keys none of the master keys opens.
    """

    moved: int = 0
    there: int = 0
    destroyed: int = 0
    lost: tuple[str, ...] = ()

    @property
    def is_complete(self) -> bool:
        """Return whether every key is under the new master key, so that the old one may go."""
        return not self.lost


def _reason(value: str) -> str:
    return clean_words(value, name="reason", allowed="why the keys are moved, in words")


@typed
@frozen
class Rewrapping:
    """Say that keys were moved to the master key *master*: when, by whom, why, and whose.

    *keys* has the SHA-256 of each wrapped key as it was kept then, by subject.
    """

    master: str
    at: datetime
    by: str
    reason: str = field(converter=_reason)
    keys: Mapping[str, str] = field(factory=dict[str, str], hash=False)


@typed(besides=("encryption",))
def rewrap(
    ops: Operations, encryption: Wraps, *, at: datetime, by: Actor, reason: str
) -> Ops[Rewrapped]:
    """Move every key of the agency to the newest master key of *encryption*, and keep the acts.

    `store.run(rewrap(store.ops, encryption, at=now, by=admin, reason="..."))`, where *encryption*
    is `PersonalDataEncryption(new, older=[old], ...)`, with which every service runs by then. Some
    hundred keys and the act of moving them are kept together, so it may stop at any moment and be
    run again. When it `is_complete` and says that none was moved, the old master key is needed no
    more.

    Raises:
        StoreRefusedError: this role may not; on PostgreSQL the owner of the tables does it.
        ValueInvalidError: *reason* is empty.
    """
    act = Rewrapping(encryption.master_name, instant(micros(at)), by.id, reason)
    done, after = Rewrapped(), ""
    while True:
        page = yield from ops.all_secrets(after, _PAGE)
        moved: list[tuple[str, str, str]] = []
        for secret in page:
            if secret.secret is None:
                done = done._replace(destroyed=done.destroyed + 1)
                continue
            try:
                wrapped = encryption.rewrapped(secret)
            except StoreRefusedError:
                done = done._replace(lost=(*done.lost, secret.subject))
                continue
            if wrapped is None:
                done = done._replace(there=done.there + 1)
            else:
                moved.append((secret.subject, secret.secret, wrapped))
        if moved:
            count = yield from ops.rewrap_secrets(moved, _definition(act, moved))
            done = done._replace(moved=done.moved + count)
        if len(page) < _PAGE:
            break
        after = page[-1].subject
    if done.moved:
        yield from ops.scrub()
    return done


@typed
def rewrappings(ops: Operations) -> Ops[tuple[Rewrapping, ...]]:
    """Return every act of re-wrapping, the earliest first."""
    kept = yield from ops.definitions(REWRAPPING)
    return tuple(sorted((_read(each.text) for each in kept), key=lambda act: act.at))


def _definition(act: Rewrapping, moved: Sequence[tuple[str, str, str]]) -> Definition:
    keys = {subject: hashlib.sha256(wrapped.encode()).hexdigest() for subject, _, wrapped in moved}
    text = canonical_json(
        {
            "master": act.master,
            "at": act.at.isoformat(),
            "by": act.by,
            "reason": act.reason,
            "keys": keys,
        }
    )
    digest = hashlib.sha256(text.encode()).hexdigest()[:16]
    return Definition(REWRAPPING, f"{micros(act.at)}@{digest}", text)


def _read(text: str) -> Rewrapping:
    data = cast("Mapping[str, str]", parse_json(text, REWRAPPING))
    keys = cast("Mapping[str, str]", data["keys"])
    at = datetime.fromisoformat(data["at"])
    return Rewrapping(data["master"], at, data["by"], data["reason"], dict(keys))
