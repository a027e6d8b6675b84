"""One action on many cases, as a portal asks for it and shows what became of each."""

from collections.abc import Iterable
from typing import Any, TypeVar, cast

from attrs import evolve

from caseflow._typed import frozen, typed
from caseflow.codec import Codec
from caseflow.engine import Engine
from caseflow.errors import PayloadInvalidError
from caseflow.service import BatchOutcome, BatchResult
from caseflow.texts import Message, Text, language_code
from caseflow.web._payloads import FieldFault, payload_from_data, read_strictly
from caseflow.web._problems import problem
from caseflow.web._shapes import SHAPES, BatchItemShape, BatchShape
from caseflow.web._words import Words
from caseflow.workflow import Action

__all__ = ["BatchAsked", "batch_data", "batch_from_data"]

P = TypeVar("P")

_OUTCOMES: dict[BatchOutcome, Text] = {
    BatchOutcome.DONE: Message("web.batch-done"),
    BatchOutcome.UNCHANGED: Message("web.batch-unchanged"),
    BatchOutcome.REFUSED: Message("web.batch-refused"),
    BatchOutcome.FAILED: Message("web.batch-failed"),
}
_POSSIBLE = Message("web.batch-possible")


@frozen
class BatchAsked:
    """Say on which cases an action is to be done, and whether only to say what would happen."""

    cases: tuple[str, ...]
    is_dry_run: bool = False


@typed
def batch_from_data(action: Action[P], data: object, codec: Codec) -> tuple[BatchAsked, P]:
    """Return on which cases *action* is to be done and with what, read as strictly as a payload.

    *data* has "cases", at most 500 numbers, "payload" where the action takes one, and "is_dry_run".

    Raises:
        PayloadInvalidError: it has not; each fault is a `FieldFault`.
    """
    given: object = data
    payload: object = None
    if isinstance(data, dict):
        rest = dict(cast("dict[str, object]", data))
        payload = rest.pop("payload", None)
        given = rest
    asked = read_strictly(BatchAsked, given, codec, "batch")
    try:
        return asked, payload_from_data(action, payload, codec)
    except PayloadInvalidError as error:
        faults = (each for each in error.faults if isinstance(each, FieldFault))
        moved = tuple(evolve(each, path=f"/payload{each.path}") for each in faults)
        raise PayloadInvalidError(error.what, moved) from error


@typed
def batch_data(
    results: Iterable[BatchResult],
    engine: Engine,
    *,
    language: str = "en",
    is_dry_run: bool = False,
) -> BatchShape:
    """Return what became of each case of a batch, as `CaseService.fire_many` yields it.

    Nothing personal is in it. Cost: of the cases only the state is looked at.

    Args:
        results: in the order in which they are shown.
        engine: works the cases.
        language: of the texts.
        is_dry_run: nothing was done, only said.

    Raises:
        ValueInvalidError: *language* is no language code.
    """
    code = language_code(language)
    items = [_item(each, engine, code, is_dry_run=is_dry_run) for each in results]
    return {"shape": SHAPES, "is_dry_run": is_dry_run, "items": items}


def _item(
    result: BatchResult, engine: Engine, language: str, *, is_dry_run: bool
) -> BatchItemShape:
    case, outcome = result.case, result.outcome
    is_possible = is_dry_run and outcome is BatchOutcome.DONE and not result.was_done
    text = _POSSIBLE if is_possible else _OUTCOMES[outcome]
    zone = engine.jurisdiction.calendar.zone
    error: Any = result.error
    return {
        "id": result.case_id,
        "outcome": {"code": outcome.value, "text": text.in_(language)},
        "was_done": result.was_done,
        "version": None if case is None else case.version,
        "state": None if case is None else Words.of(case, engine, language).state(case.state),
        "problem": None if error is None else problem(error, language=language, zone=zone).body,
    }
