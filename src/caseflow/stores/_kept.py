"""What stores keep, as plain rows: texts and whole numbers, no objects of the engine.

Instants are whole microseconds since 1970 in UTC. Named tuples, because thousands are made per
sweep and driver rows become them without a copy by hand.
"""

import hashlib
import json
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from caseflow._typed import short, typed
from caseflow.errors import ValueInvalidError
from caseflow.stores._listing import Listing, ListPlace
from caseflow.values import aware

__all__ = [
    "ERASURE",
    "GENESIS",
    "REWRAPPING",
    "WRAPPED_ANEW",
    "CaseSummary",
    "Change",
    "DeadLetter",
    "Definition",
    "ListPage",
    "ListedCase",
    "Message",
    "Note",
    "Noted",
    "Query",
    "Raised",
    "Retry",
    "Seal",
    "SealLine",
    "Secret",
    "StoredCase",
    "StoredRecord",
    "erasure_act",
    "instant",
    "link",
    "micros",
    "seal_root",
]

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)

#: What stands before a secret that was wrapped anew: a store takes no other change of one.
WRAPPED_ANEW = "caseflow-key/2 "

#: The kind under which acts of re-wrapping stand among the definitions.
REWRAPPING = "rewrapping"

#: The hash that stands before the first record of a case, and before the first seal.
GENESIS = ""


def micros(at: datetime) -> int:
    """Return *at* as whole microseconds since 1970 in UTC.

    >>> micros(datetime(2026, 3, 2, 9, tzinfo=UTC))
    1772442000000000
    """
    since = aware(at, name="at") - _EPOCH
    return (since.days * 86_400 + since.seconds) * 1_000_000 + since.microseconds


@typed(late=True)
def instant(at: int) -> datetime:
    """Return the instant *at* microseconds after 1970, in UTC.

    >>> instant(1772442000000000).isoformat()
    '2026-03-02T09:00:00+00:00'

    Raises:
        ValueInvalidError: the instant is not in the years 1 to 9999.
    """
    try:
        return _EPOCH + at * _MICROSECOND
    except OverflowError:
        allowed = "microseconds that end in the years 1 to 9999"
        raise ValueInvalidError("at", at, allowed) from None


def _written(at: int) -> str:
    """Return the instant *at* as text; a store keeps any number, and a later one must still do."""
    try:
        return instant(at).isoformat()
    except ValueInvalidError:
        return f"{at} µs"


@typed(late=True)
def link(previous: str, text: str) -> str:
    """Return the hash of a record: SHA-256 over the hash before it, a line feed and its text.

    >>> link(GENESIS, "{}")[:12]
    'a062dd4952b9'
    """
    return hashlib.sha256(f"{previous}\n{text}".encode()).hexdigest()


@short(hides=("actor", "text"))
class StoredRecord(NamedTuple):
    """One record as it is kept: its canonical text, its place in the chain, and what is asked for.

    The columns *seq*, *at*, *action*, *actor* and *key* say again what *text* says.
    """

    seq: int
    at: int
    action: str
    actor: str
    key: str | None
    text: str
    hash: str


@short
class CaseSummary(NamedTuple):
    """How a case stands after its last record, for searching and for appending.

    *seq* and *hash* are those of the last record, so the version of the case is seq + 1. *due_at*
    is the last instant of the legal date, *wake_at* the instant of the next expiry; both follow
    from the records. *tries* counts failed sweeps in a row, and *dead_lettered* is the error of the
    last one once the case was given up.
    """

    case_id: str
    procedure: str
    unit: str
    state: str
    is_open: bool
    seq: int
    hash: str
    due_at: int | None = None
    wake_at: int | None = None
    tries: int = 0
    dead_lettered: str | None = None

    @property
    def version(self) -> int:
        """Count the records."""
        return self.seq + 1


@short
class StoredCase(NamedTuple):
    """A case as loaded: its summary, and the records asked for.

    *listing* is for one that is to be kept: what it is listed by while it is open.
    """

    summary: CaseSummary
    records: tuple[StoredRecord, ...]
    listing: Listing | None = None


@short
class ListedCase(NamedTuple):
    """A case in a list: how it stands after its last record, and what it is listed by."""

    summary: CaseSummary
    listing: Listing


@short
class ListPage(NamedTuple):
    """Cases of one page, and after which place the next page begins; None after the last one."""

    cases: tuple[ListedCase, ...]
    following: ListPlace | None


@short(hides=("body",))
class Message(NamedTuple):
    """Something to be sent outside; (case_id, ref) is its own for ever, so receivers know it.

    *seq* is the record that asked for it, *attempts* counts deliveries begun.
    """

    case_id: str
    ref: str
    seq: int
    kind: str
    body: str
    attempts: int = 0
    error: str = ""


@short
class Change(NamedTuple):
    """One record to append, and how the case stands after it.

    *previous* is the hash of the record before it, so that it is appended to no other. With
    *keeps_dates* the dates of the case stay as they are kept: the record moved no clock. With
    *keeps_place* so do its unit, and whether it is open. *listing* is what an open case is listed
    by from now on, None if that stays as it is.
    """

    summary: CaseSummary
    record: StoredRecord
    previous: str
    messages: tuple[Message, ...] = ()
    keeps_dates: bool = False
    keeps_place: bool = False
    listing: Listing | None = None


@short
class Query(NamedTuple):
    """Which cases to find; None asks nothing. Instants are aware ones, in any zone.

    *due_before*: the legal date ends before it. *text* is how the number of a case begins.

    `CaseService.search` finds open and closed cases after the case *after*, by number. What a unit
    has to do is asked for with *unit* and *is_open*: its closed cases, which become ever more, are
    then not looked at.

    `CaseService.work_list` lists open cases in the *order* of "number", "opened", "due",
    "promised", "next" or "follow-up", page by page: *cursor* is what the page before gave. *states*
    is any of several. *assigned_to* is a name, or "" for the cases that nobody has;
    *follow_up_before* asks for those to be looked at again before an instant.
    """

    procedure: str | None = None
    unit: str | None = None
    state: str | None = None
    is_open: bool | None = None
    due_before: datetime | None = None
    after: str = ""
    limit: int = 100
    states: tuple[str, ...] = ()
    assigned_to: str | None = None
    follow_up_before: datetime | None = None
    text: str = ""
    order: str = "number"
    cursor: str = ""


class Raised(NamedTuple):
    """An expiry that was raised for the date that ends at *at*."""

    name: str
    at: int


@short
class Note(NamedTuple):
    """Expiries raised on a case at *at*, the messages about them, and when to look again.

    The message of an expiry has the ref "name@at" of it.
    """

    case_id: str
    seq: int
    at: int
    raised: tuple[Raised, ...]
    messages: tuple[Message, ...]
    wake_at: int | None


class Noted(NamedTuple):
    """How many messages a note posted: what was raised before is not posted again."""

    posted: int


@short
class Retry(NamedTuple):
    """A message that was not taken: try again at *at*, or give it up if that is None."""

    message: Message
    at: int | None
    error: str


@short
class DeadLetter(NamedTuple):
    """A case whose expiries, or a message whose delivery, failed too often."""

    case_id: str
    ref: str | None
    attempts: int
    error: str


@short
class Definition(NamedTuple):
    """A calendar, a workflow or a procedure as cases were worked by; *name* says which version."""

    kind: str
    name: str
    text: str

    @property
    def hash(self) -> str:
        """Return the SHA-256 of the text."""
        return hashlib.sha256(self.text.encode()).hexdigest()


class SealLine(NamedTuple):
    """One case under a seal: its last record then, and that record's hash."""

    case_id: str
    seq: int
    hash: str


@short
class Seal(NamedTuple):
    """All that was kept when the seal was set, in one hash; each seal holds the one before it.

    >>> Seal(1, 1772442000000000, 3, "ab12", GENESIS).text
    'seal 1 of 2026-03-02T09:00:00+00:00: 3 cases, root ab12, after -'
    """

    number: int
    at: int
    cases: int
    root: str
    previous: str

    @property
    def text(self) -> str:
        """Return the line to publish where nobody who writes to the store can change it."""
        when = _written(self.at)
        before = self.previous or "-"
        return f"seal {self.number} of {when}: {self.cases} cases, root {self.root}, after {before}"


@typed
def seal_root(previous: str, lines: Iterable[SealLine]) -> str:
    """Return the root over the cases that changed since the seal before, in order of number.

    *previous* is the whole text of that seal, so that its instant is held too; "" for the first.
    The seals of schema 3 and before held only the root of the one before.
    """
    found = hashlib.sha256(previous.encode())
    for line in lines:
        found.update(f"\n{line.hash} {line.seq} {line.case_id}".encode())
    return found.hexdigest()


#: The kind under which acts of erasure stand among the definitions, which are only ever added.
ERASURE = "erasure"


@typed(late=True)
def erasure_act(subject: str, at: int, by: str, ground: str) -> Definition:
    """Return the act by which the key of a subject is destroyed, as it is kept for good.

    >>> erasure_act("case:H1", 1772442000000000, "u17", "yêu cầu").name
    'case:H1@1772442000000000'
    """
    written = {"at": _written(at), "by": by, "ground": ground, "subject": subject}
    text = json.dumps(written, ensure_ascii=False, separators=(",", ":"))
    return Definition(ERASURE, f"{subject}@{at}", text)


@short(hides=("secret",))
class Secret(NamedTuple):
    """The key of a person's data; None once it was destroyed, and then on which legal ground."""

    subject: str
    secret: str | None
    made_at: int
    destroyed_at: int | None = None
    ground: str = ""
