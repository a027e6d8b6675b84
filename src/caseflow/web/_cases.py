"""Cases, what can be done with them, and their records, as plain data."""

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any, cast

from attrs import fields, has

from caseflow._typed import PERSONAL, typed
from caseflow.cases import Case, Record
from caseflow.codec import Codec
from caseflow.engine import Deadlines, Engine, Option, Outcome
from caseflow.law import printed
from caseflow.service import WorkItem
from caseflow.stores import CaseSummary, instant
from caseflow.values import Actor
from caseflow.web._dates import deadline_shape, share_shape
from caseflow.web._shapes import (
    SHAPES,
    CaseShape,
    Json,
    OptionShape,
    OutcomeShape,
    PayloadShape,
    RecordShape,
    RefusalShape,
    SummaryShape,
)
from caseflow.web._words import Words, refusal_shape
from caseflow.workflow import Refusal

__all__ = [
    "case_data",
    "history_data",
    "items_data",
    "option_data",
    "options_data",
    "refusal_data",
    "summaries_data",
]


@typed
def case_data(case: Case, engine: Engine, *, at: datetime, language: str = "en") -> CaseShape:
    """Return *case* as it stands at *at*, with the date of each of its clocks.

    It holds no payload and no fact, so nothing personal. Cost: that of `Engine.deadlines`.

    Args:
        case: the case.
        engine: works it.
        at: the instant; an aware one, in any zone.
        language: of the texts; one without a catalogue is answered by the nearest that has one.

    Raises:
        ValueInvalidError: *language* is no language code.
        HistoryError: the engine does not hold the workflow of the case.
    """
    words = Words.of(case, engine, language)
    dates = engine.deadlines(case, at=at)
    return {
        "shape": SHAPES,
        "id": case.id,
        "version": case.version,
        "procedure": {"code": case.procedure, "text": dates.procedure.name.in_(words.language)},
        "procedure_version": case.procedure_version,
        "state": words.state(case.state),
        "channel": words.code(case.channel),
        "result_by": words.code(case.result_by),
        "branch": case.branch,
        "opened_at": words.instant(case.opened_at),
        "last_at": words.instant(case.last_at),
        "deadlines": [deadline_shape(dates[name], words, name) for name in _started(dates)],
        "outcome": _outcome(engine.timeliness(case), words),
    }


def _started(dates: Deadlines) -> Iterable[str]:
    """Return the names of the clocks that have started, and that of the legal one."""
    legal = dates.legal.clock
    return [name for name in dates if name == legal or dates[name].ledger is not None]


def _outcome(outcome: Outcome | None, words: Words) -> OutcomeShape | None:
    if outcome is None:
        return None
    return {
        "timeliness": words.code(outcome.timeliness),
        "early_share": share_shape(outcome.early_share, words),
        "decided_at": words.instant(outcome.decided_at),
        "is_promise_kept": outcome.is_promise_kept,
    }


@typed
def refusal_data(refusal: Refusal, engine: Engine, *, language: str = "en") -> RefusalShape:
    """Return why an action is not open, its instants in the zone of the office."""
    return refusal_shape(refusal, language, engine.jurisdiction.calendar.zone)


@typed
def option_data(option: Option, case: Case, engine: Engine, *, language: str = "en") -> OptionShape:
    """Return one action of *case*: whether it is open, and if not every reason why."""
    return _option(option, Words.of(case, engine, language))


@typed
def options_data(
    options: Iterable[Option], case: Case, engine: Engine, *, language: str = "en"
) -> list[OptionShape]:
    """Return what can be done with *case* and why the rest cannot, as `Engine.actions` says."""
    words = Words.of(case, engine, language)
    return [_option(each, words) for each in options]


def _option(option: Option, words: Words) -> OptionShape:
    payload = option.action.payload
    return {
        "action": words.action(option.action.name),
        "allowed": option.allowed,
        "refusals": [words.refusal(each) for each in option.refusals],
        "targets": [words.state(name) for name in option.targets],
        "basis": printed(option.basis, words.language),
        "payload": None if payload is type(None) else payload.__name__,
    }


@typed
def summaries_data(
    summaries: Iterable[CaseSummary], engine: Engine, *, language: str = "en"
) -> list[SummaryShape]:
    """Return cases as a list shows them, as `CaseService.search` finds them.

    A state has the name that the first workflow of the office with such a state gives it.
    """
    words_of = _words_by_state(engine, language)
    return [_summary(each, words_of(each.state)) for each in summaries]


def _words_by_state(engine: Engine, language: str) -> Callable[[str], Words]:
    """Return what gives the words of the first workflow of the office that has a state."""
    zone = engine.jurisdiction.calendar.zone
    each_words = [Words.by(each, zone, language) for each in engine.jurisdiction.workflows]
    known = {name: words for words in reversed(each_words) for name in words.states}
    return lambda state: known.get(state, each_words[0])


def _summary(summary: CaseSummary, words: Words) -> SummaryShape:
    return {
        "id": summary.case_id,
        "version": summary.version,
        "procedure": summary.procedure,
        "unit": summary.unit,
        "state": words.state(summary.state),
        "is_open": summary.is_open,
        "due": None if summary.due_at is None else words.instant(instant(summary.due_at)),
    }


@typed
def items_data(
    items: Iterable[WorkItem], engine: Engine, *, by: Actor, language: str = "en"
) -> list[SummaryShape]:
    """Return cases as a work list shows them to *by*, as `CaseService.work_list` gives them.

    Who has a case is not named, and a follow-up date is shown to who has the case. A state has the
    name that the first workflow of the office with such a state gives it.
    """
    words_of = _words_by_state(engine, language)
    return [_item(each, words_of(each.state), by) for each in items]


def _item(item: WorkItem, words: Words, by: Actor) -> SummaryShape:
    is_mine = bool(item.assigned_to) and item.assigned_to == by.id
    return {
        "id": item.case_id,
        "version": item.version,
        "procedure": item.procedure,
        "unit": item.unit,
        "state": words.state(item.state),
        "is_open": True,
        "due": words.maybe(item.due_at),
        "standing": None if item.standing is None else words.code(item.standing),
        "opened": words.instant(item.opened_at),
        "promised": words.maybe(item.promised_at),
        "next": words.maybe(item.next_at),
        "is_assigned": bool(item.assigned_to),
        "is_mine": is_mine,
        "follow_up": words.maybe(item.follow_up_at) if is_mine else None,
    }


@typed
def history_data(
    records: Iterable[Record],
    case: Case,
    engine: Engine,
    codec: Codec,
    *,
    language: str = "en",
    personal: bool = False,
) -> list[RecordShape]:
    """Return *records* of *case*, as `case.records` or a page of `CaseService.history`.

    Args:
        records: some or all of the records.
        case: the case that they are of.
        engine: works it.
        codec: writes the payloads.
        language: of the texts.
        personal: show who acted and personal fields too; without it fields are named in `hidden`.
    """
    words, annulled = Words.of(case, engine, language), case.annulled
    return [
        {
            "shape": SHAPES,
            "seq": each.seq,
            "action": words.action(each.action),
            "source": words.state(each.source) if each.source else None,
            "target": words.state(each.target),
            "actor": each.actor.id if personal else None,
            "at": words.instant(each.at),
            "entered_at": words.instant(each.entered_at),
            "is_annulled": each.seq in annulled,
            "payload": _payload(each.payload, codec, personal=personal),
        }
        for each in records
    ]


def _payload(payload: object, codec: Codec, *, personal: bool) -> PayloadShape | None:
    if payload is None:
        return None
    data, hidden = codec.payload_to_data(payload), list[str]()
    if not personal:
        _hide(payload, data, "", hidden)
    name = codec.payloads.name(type(payload))
    return {"type": name, "data": cast("dict[str, Json]", data), "hidden": hidden}


def _hide(value: object, data: dict[str, object], path: str, hidden: list[str]) -> None:
    """Take the personal fields of *value* out of *data*, and name them in *hidden*."""
    if not has(type(value)):
        return
    for each in fields(cast("type[Any]", type(value))):
        if each.name not in data:
            continue
        if PERSONAL in each.metadata:
            del data[each.name]
            hidden.append(f"{path}/{each.name}")
            continue
        part, inner = data[each.name], getattr(value, each.name)
        if isinstance(part, dict):
            _hide(inner, cast("dict[str, object]", part), f"{path}/{each.name}", hidden)
        elif isinstance(part, list) and isinstance(inner, tuple):
            pairs = zip(cast("tuple[object, ...]", inner), cast("list[object]", part), strict=True)
            for place, (entry, written) in enumerate(pairs):
                if isinstance(written, dict):
                    fields_of = cast("dict[str, object]", written)
                    _hide(entry, fields_of, f"{path}/{each.name}/{place}", hidden)
