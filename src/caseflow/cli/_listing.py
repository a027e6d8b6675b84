"""`caseflow store list`: work lists of a store, and how many cases stand how."""

import argparse
from datetime import datetime

from caseflow._date_texts import instant_text
from caseflow.cli._moments import instant_at
from caseflow.cli._opening import instant_of, opened
from caseflow.cli._packs import pack_of
from caseflow.cli._screen import OK, number_text, print_json, table
from caseflow.office.pack import Pack
from caseflow.office.services import open_service
from caseflow.service import CaseService, UnitStandings, WorkItem
from caseflow.stores import ORDERS, Query
from caseflow.stores.schema import LISTS
from caseflow.targets import Standing
from caseflow.texts import Message

__all__ = ["add_list", "fill_in", "run_list"]

_UNIT = Message("commands/store.list-unit")
_UNDATED = Message("commands/store.list-undated")
_TOTAL = Message("commands/store.list-total")
_HEADS = (
    Message("commands/store.list-number"),
    _UNIT,
    Message("commands/store.list-state"),
    Message("commands/store.list-standing"),
    Message("commands/store.list-due"),
    Message("commands/store.list-promised"),
    Message("commands/store.list-next"),
    Message("commands/store.list-assigned-to"),
)
_COUNTED = ("on-track", "at-risk", "due-today", "overdue", "paused")


def add_list(parser: argparse.ArgumentParser) -> None:
    """Add what only this duty takes."""
    parser.add_argument(
        "--order",
        choices=tuple(ORDERS),
        metavar="ORDER",
        help="number, opened, due, promised, next or follow-up (due; number with --text)",
    )
    parser.add_argument("--unit", metavar="NAME", help="the cases of one unit")
    parser.add_argument(
        "--state", action="append", default=[], metavar="NAME", help="a state; may be repeated"
    )
    parser.add_argument("--procedure", metavar="CODE", help="the cases of one procedure")
    parser.add_argument("--assigned-to", metavar="WHO", help="what one person has; '' for nobody")
    parser.add_argument("--due-before", metavar="WHEN", help="the legal date ends before then")
    parser.add_argument(
        "--follow-up-before", metavar="WHEN", help="to be looked at again before then"
    )
    parser.add_argument("--text", default="", metavar="TEXT", help="how the number begins")
    parser.add_argument("--limit", type=int, default=50, metavar="N", help="cases on a page (50)")
    parser.add_argument("--cursor", default="", metavar="TEXT", help="what the page before gave")
    parser.add_argument("--at", metavar="WHEN", help="the instant at which cases stand (now)")
    parser.add_argument("--count", action="store_true", help="count the cases by how they stand")


def run_list(options: argparse.Namespace) -> int:
    """Print a page of a work list, or counts."""
    pack, at = pack_of(options), instant_of(options)
    with opened(options, LISTS) as store:
        service = open_service(store, pack)
        if options.count:
            return _counts(options, service, at)
        query = Query(
            procedure=options.procedure,
            unit=options.unit,
            states=tuple(options.state),
            assigned_to=options.assigned_to,
            due_before=_instant(options, pack, "due_before"),
            follow_up_before=_instant(options, pack, "follow_up_before"),
            text=options.text,
            order=options.order or ("number" if options.text else "due"),
            limit=options.limit,
            cursor=options.cursor,
        )
        page = service.work_list(query, at=at)
    if options.json:
        items = [_item_data(each, pack) for each in page.items]
        print_json({"items": items, "next": page.cursor or None})
        return OK
    print(table([_head(options.lang), *(_row(each, service, options) for each in page.items)]))
    if page.cursor:
        print(Message("commands/store.next-page", cursor=page.cursor).in_(options.lang))
    return OK


def fill_in(options: argparse.Namespace) -> int:
    """Fill in what the open cases of an earlier release are listed by; return how many."""
    with opened(options, LISTS) as store:
        return open_service(store, pack_of(options)).fill_lists()


def _instant(options: argparse.Namespace, pack: Pack, name: str) -> datetime | None:
    text: str | None = getattr(options, name)
    option = f"--{name.replace('_', '-')}"
    return None if text is None else instant_at(text, pack.calendar().zone, option)


# ── pages ───────────────────────────────────────────────────────────────────────────────────


def _head(language: str) -> list[str]:
    return [each.in_(language) for each in _HEADS]


def _row(item: WorkItem, service: CaseService, options: argparse.Namespace) -> list[str]:
    office, language = service.engine.jurisdiction, options.lang
    labels = {
        state.name: state.label(language)
        for workflow in reversed(tuple(office.workflows))
        for state in workflow.states
    }

    def shown(at: datetime | None) -> str:
        return "–" if at is None else instant_text(at.astimezone(office.calendar.zone), language)

    return [
        item.case_id,
        item.unit,
        labels.get(item.state, item.state),
        _standing(item.standing, language),
        shown(item.due_at),
        shown(item.promised_at),
        shown(item.next_at),
        item.assigned_to,
    ]


def _standing(standing: Standing | None, language: str) -> str:
    if standing is None:
        return _UNDATED.in_(language)
    return standing.label(language)


def _item_data(item: WorkItem, pack: Pack) -> dict[str, object]:
    zone = pack.calendar().zone
    data = item._asdict()
    for name, value in data.items():
        if isinstance(value, datetime):
            data[name] = value.astimezone(zone).isoformat()
    return {**data, "standing": None if item.standing is None else item.standing.value}


# ── counts ──────────────────────────────────────────────────────────────────────────────────


def _counts(options: argparse.Namespace, service: CaseService, at: datetime) -> int:
    found = service.standings(at, unit=options.unit, assigned_to=options.assigned_to)
    if options.json:
        print_json({"units": [{**each._asdict(), "total": each.total} for each in found]})
        return OK
    language = options.lang
    heads = [_UNIT.in_(language)]
    heads += [Standing(name).label(language) for name in _COUNTED]
    heads += [_UNDATED.in_(language), _TOTAL.in_(language)]
    print(table([heads, *(_counted(each, language) for each in found)]))
    return OK


def _counted(each: UnitStandings, language: str) -> list[str]:
    counts = [number_text(count, language) for count in (*each[1:], each.total)]
    return [each.unit or "–", *counts]
