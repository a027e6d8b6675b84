"""One made-up filing in about ten lines: what comes first, before any table."""

from collections.abc import Mapping
from typing import Any

from caseflow._date_texts import instant_text
from caseflow.cases import Record
from caseflow.cli._demo.month_page import percent
from caseflow.cli._screen import bold
from caseflow.engine import Engine
from caseflow.limits import Due, weekday_text
from caseflow.office.actions import DECIDE, NOTIFY_EARLY, RECEIVE
from caseflow.office.samples import Story
from caseflow.texts import Message
from caseflow.workflow import Action

__all__ = ["lead_page"]

_TITLE = Message("commands/demo.one-made-up-filing")


def lead_page(engine: Engine, story: Story, language: str) -> list[str]:
    """Return the lines about a filing that was decided and returned before its day."""
    case = story.case
    dates = engine.deadlines(case, at=case.last_at)
    procedure = dates.procedure
    outcome = engine.timeliness(case)
    legal, promised = dates.legal.due, dates.first_promise.due
    records = {record.action: record for record in case.records}
    lines = [bold(_TITLE.in_(language)), f"{procedure.code} – {procedure.name.in_(language)}"]
    facts = [
        (Message("commands/demo.lodged"), _at(case.records[0], language)),
        (Message("commands/demo.accepted"), _act(records, RECEIVE, language)),
        (Message("commands/demo.limit"), _limit(legal, language)),
        (Message("commands/demo.due-by-law"), _day(legal, language)),
        (Message("commands/demo.promised"), _promise(promised, language)),
        (Message("commands/demo.decided"), _act(records, DECIDE, language)),
        (Message("commands/demo.notified-early"), _act(records, NOTIFY_EARLY, language)),
        (Message("commands/demo.returned"), _at(case.last, language)),
    ]
    if outcome is not None:
        share = percent(outcome.early_share, language)
        early = Message("commands/demo.early-by-time-law", share=share)
        facts.append((Message("commands/demo.outcome"), early.in_(language)))
    facts = [(label, value) for label, value in facts if value]
    width = max(len(label.in_(language)) for label, _ in facts)
    lines += [f"  {label.in_(language).ljust(width)}  {said}" for label, said in facts]
    return lines


def _at(record: Record, language: str) -> str:
    return f"{instant_text(record.at, language)}, {record.actor.id}"


def _act(records: Mapping[str, Record], action: Action[Any], language: str) -> str:
    """Say when an act was done and by whom; "" if it was not done."""
    return _at(records[action.name], language) if action.name in records else ""


def _limit(due: Due | None, language: str) -> str:
    return "–" if due is None else due.explain(language).limit


def _day(due: Due | None, language: str) -> str:
    return "–" if due is None else weekday_text(due.on, language)


def _promise(due: Due | None, language: str) -> str:
    if due is None:
        return "–"
    why = Message("commands/demo.lodged-returned-online").in_(language)
    return f"{weekday_text(due.on, language)} ({due.limit.text(language)}: {why})"
