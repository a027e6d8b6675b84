"""One action on many cases: what is asked, what each case came to, and how a batch goes on.

What a batch is about stands in the store under its key, before the first case is touched, so that
the same key with another request is refused, and a batch that was cut short finds its cases again.
Each case has the record of what was done to it under its own key, so nothing is done twice.
"""

import hashlib
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import datetime
from enum import Enum
from types import NoneType
from typing import Any, NamedTuple, cast

from attrs import fields, has

from caseflow._typed import PERSONAL, short
from caseflow.cases import Case
from caseflow.codec import canonical_json
from caseflow.codec._canonical import parse_json
from caseflow.errors import (
    ActionRefusedError,
    CaseflowError,
    HistoryError,
    KeyReusedError,
    PayloadError,
    StoreBusyError,
    ValueInvalidError,
)
from caseflow.keys import LONGEST_KEY
from caseflow.service._backoffs import described
from caseflow.service._validation import (
    MOST_ROWS,
    checked_instants,
    checked_key,
    checked_number,
    checked_query,
)
from caseflow.service._work import Work
from caseflow.stores import Definition, Ops, Query, StoreUnavailableError
from caseflow.values import Actor
from caseflow.workflow import Action, Refusal

__all__ = ["Batch", "BatchOutcome", "BatchResult", "Batches", "Cases"]

#: Which cases, in the order in which they are worked: their numbers, or the open ones of a query;
#: a mapping gives each its own payload.
Cases = Query | Collection[str] | Mapping[str, object]

_PAGE = 500

#: The kind of what a batch is about begins so; a store keeps one of a kind and name, for good.
_KIND = "batch "


class BatchOutcome(Enum):
    """Say what became of one case of a batch.

    DONE: the action was done, now or by an earlier call with the same key; in a dry run it could
    be. UNCHANGED: there was nothing to do, as in claiming one's own case. REFUSED: the action is
    not open, for the reasons given. FAILED: an error, as of a case that is not kept.
    """

    DONE = "done"
    UNCHANGED = "unchanged"
    REFUSED = "refused"
    FAILED = "failed"


@short(hides=("case",))
class BatchResult(NamedTuple):
    """Hold what became of one case of a batch.

    *case* is the case as it stands, in a dry run as it would; None if it could not be read.
    *was_done* tells that an earlier call with the same key had done it. *error* is what `fire`
    would have raised, None for nothing.
    """

    case_id: str
    outcome: BatchOutcome
    case: Case | None = None
    was_done: bool = False
    error: CaseflowError | None = None

    @property
    def refusals(self) -> tuple[Refusal, ...]:
        """Return every reason why the action is not open."""
        found = self.error.refusals if isinstance(self.error, ActionRefusedError) else ()
        return tuple(each for each in found if isinstance(each, Refusal))


class Batch(NamedTuple):
    """Hold what a batch does, checked: to which cases, what, with what, by whom, when."""

    numbers: tuple[str, ...]
    action: Action[Any]
    payload: object
    payloads: Mapping[str, object]
    by: Actor
    at: datetime
    key: str
    is_dry_run: bool


class Batches:
    """Work batches, one case at a time."""

    def __init__(self, work: Work) -> None:
        """Take the logic that loads, decides and keeps."""
        self._work = work

    def begun(
        self,
        cases: Cases,
        action: Action[Any],
        payload: object,
        *,
        by: Actor,
        at: datetime,
        key: str,
        is_dry_run: bool,
    ) -> Ops[Batch]:
        """Return the batch that is to be worked; what it is about is kept under its key."""
        if not isinstance(cast("object", action), Action):
            raise ValueInvalidError("action", action, "an Action, as `RECEIVE` of your pack")
        at, _ = checked_instants(at, None)
        key = _checked(key)
        clean = self._work.sealer.clean
        payloads: dict[str, object] = {}
        numbers: tuple[str, ...] = ()
        asked: dict[str, object]
        if isinstance(cases, Query):
            query = checked_query(cases._replace(is_open=True, limit=_PAGE, after=""))
            asked = _asked_of(query)
        else:
            query = None
            numbers = _numbers(cases)
            asked = {"cases": list(numbers)}
        if isinstance(cases, Mapping) and not isinstance(cases, Query):
            if payload is not None:
                raise ValueInvalidError("payload", payload, "None, as each case has its own")
            given = cast("Mapping[str, object]", cases).values()
            payloads = dict(zip(numbers, given, strict=True))
        for each in payloads.values() if payloads else (payload,):
            if not isinstance(each, action.payload):
                kinds = (type(each), action.payload)
                raise PayloadError(
                    action.name,
                    *("nothing" if kind is NoneType else kind.__name__ for kind in kinds),
                )
        payload, payloads = clean(payload), {name: clean(each) for name, each in payloads.items()}
        asked["action"] = action.name
        asked["payload"] = self._digest(list(payloads.values()) if payloads else [payload])
        if query is not None:
            numbers = yield from self._begun_of(query, asked, key, is_dry_run=is_dry_run)
        elif not is_dry_run:
            yield from self._keep(asked, key)
        return Batch(numbers, action, payload, payloads, by, at, key, is_dry_run)

    def one(self, batch: Batch, number: str) -> Ops[BatchResult]:
        """Do the action on one case of *batch*; only a store that does not answer is raised."""
        case: Case | None = None
        payload = batch.payloads.get(number, batch.payload)
        key = case_key(batch.key, number)
        try:
            case = (yield from self._work.load(number)).case
            was_done = case.keyed(key) is not None
            if batch.is_dry_run:
                after = self._work.engine.fire(
                    case, batch.action, payload, by=batch.by, at=batch.at, key=key
                )
            else:
                after = yield from self._work.fire(
                    number,
                    batch.action,
                    payload,
                    by=batch.by,
                    at=batch.at,
                    key=key,
                    expected_version=None,
                )
        except StoreBusyError as busy:
            return BatchResult(number, BatchOutcome.FAILED, case, error=busy)
        except StoreUnavailableError:
            raise
        except ActionRefusedError as refused:
            return BatchResult(number, BatchOutcome.REFUSED, case, error=refused)
        except CaseflowError as error:
            return BatchResult(number, BatchOutcome.FAILED, case, error=error)
        except Exception as error:  # noqa: BLE001 - one poisoned case must not stop the others
            broken = HistoryError(number, 0, described(error))
            return BatchResult(number, BatchOutcome.FAILED, case, error=broken)
        is_done = after.keyed(key) is not None
        outcome = BatchOutcome.DONE if is_done else BatchOutcome.UNCHANGED
        return BatchResult(number, outcome, after, was_done)

    def _begun_of(
        self, query: Query, asked: dict[str, object], key: str, *, is_dry_run: bool
    ) -> Ops[tuple[str, ...]]:
        """Return the cases of *query*: those found when the batch was begun, however often."""
        if not is_dry_run:
            kept = yield from self._work.ops.definitions(_KIND + key)
            if kept:
                return _same(kept[0], asked, key)
        found = yield from self._found(query)
        if is_dry_run:
            return found
        return (yield from self._keep({**asked, "cases": list(found)}, key))

    def _keep(self, asked: Mapping[str, object], key: str) -> Ops[tuple[str, ...]]:
        """Keep what a batch is about, unless its key stands for that already; return its cases."""
        made = Definition(_KIND + key, "", canonical_json(asked))
        if (yield from self._work.ops.keep(made)) != made.hash:
            (kept,) = yield from self._work.ops.definitions(made.kind)
            return _same(kept, asked, key)
        return tuple(cast("Sequence[str]", asked["cases"]))

    def _found(self, query: Query) -> Ops[tuple[str, ...]]:
        found: list[str] = []
        while True:
            summaries = yield from self._work.search(query)
            found += [each.case_id for each in summaries]
            if len(found) > MOST_ROWS:
                raise ValueInvalidError("cases", f"more than {MOST_ROWS} cases", _FEWER)
            if len(summaries) < _PAGE:
                return tuple(found)
            query = query._replace(after=found[-1])

    def _digest(self, payloads: Sequence[object]) -> str:
        """Return a hash of *payloads* without what is personal: it outlives an erasure."""
        hashed = hashlib.sha256()
        for each in payloads:
            plain = None if each is None else _public(each, self._work.sealer.payload_data(each))
            hashed.update(canonical_json(plain).encode() + b"\n")
        return hashed.hexdigest()


_FEWER = f"at most {MOST_ROWS} cases; divide them among several batches"


def case_key(key: str, number: str) -> str:
    """Return the key under which a batch acts on a case: the caller's, and the number behind it.

    >>> case_key("b1", "H1")
    'b1/H1'
    """
    made = f"{key}/{number}"
    if len(made) <= LONGEST_KEY:
        return made
    return f"{key[:100]}/{hashlib.sha256(made.encode()).hexdigest()}"


def _checked(key: object) -> str:
    if not isinstance(key, str):
        raise ValueInvalidError("key", key, "a text that names this batch")
    checked = checked_key(key)
    return str(checked)


def _numbers(cases: Collection[str] | Mapping[str, object]) -> tuple[str, ...]:
    """Return the numbers of *cases* as they are kept; refuses none, too many, and one twice."""
    if isinstance(cases, str) or not isinstance(cast("object", cases), Collection):
        raise ValueInvalidError("cases", cases, "numbers of cases, or a Query")
    if len(cases) > MOST_ROWS:
        raise ValueInvalidError("cases", f"{len(cases)} cases", _FEWER)
    numbers = tuple(checked_number(each) for each in cases)
    if not numbers:
        raise ValueInvalidError("cases", "none", "the number of one case or more")
    if len({*numbers}) < len(numbers):
        twice = next(each for place, each in enumerate(numbers) if each in numbers[:place])
        raise ValueInvalidError("cases", twice, "each case once")
    return numbers


def _asked_of(query: Query) -> dict[str, object]:
    """Return what *query* asks, without what it leaves open: later releases may ask for more."""
    plain = Query()._asdict()
    asked = {
        name: each.isoformat() if isinstance(each, datetime) else each
        for name, each in query._asdict().items()
        if each != plain[name] and name not in ("after", "limit", "is_open")
    }
    return {"query": asked}


def _same(kept: Definition, asked: Mapping[str, object], key: str) -> tuple[str, ...]:
    """Return the cases of the batch that is *kept*.

    Raises:
        KeyReusedError: it is about something else than is *asked* now.
    """
    was = cast("dict[str, object]", parse_json(kept.text, "batch"))
    wanted = {**asked, "cases": was["cases"]} if "query" in asked else asked
    if canonical_json(wanted) != kept.text:
        raise KeyReusedError("", key, str(was["action"]), 0)
    return tuple(cast("Sequence[str]", was["cases"]))


def _public(value: object, data: Mapping[str, object]) -> dict[str, object]:
    """Return *data*, the fields of *value*, without those that are personal."""
    if not has(type(value)):
        return dict(data)
    hidden = [each.name for each in fields(cast("type[Any]", type(value))) if _is_hidden(each)]
    found = {name: each for name, each in data.items() if name not in hidden}
    for name, each in found.items():
        inner = getattr(value, name, None)
        if isinstance(each, Mapping):
            found[name] = _public(inner, cast("Mapping[str, object]", each))
        elif isinstance(each, list) and isinstance(inner, tuple):
            found[name] = list(
                _each_public(cast("tuple[object, ...]", inner), cast("list[object]", each))
            )
    return found


def _each_public(values: Sequence[object], data: Sequence[object]) -> Iterator[object]:
    for value, each in zip(values, data, strict=True):
        is_object = isinstance(each, Mapping)
        yield _public(value, cast("Mapping[str, object]", each)) if is_object else each


def _is_hidden(field: Any) -> bool:  # noqa: ANN401 - an attribute of attrs
    return PERSONAL in field.metadata
