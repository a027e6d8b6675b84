"""What is still open: by its age, and the filings that are next to be late."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime

import narwhals as nw

from caseflow._date_texts import instant_text
from caseflow.errors import CalendarHorizonError
from caseflow.reports.counts import ages, is_open, is_overdue, is_paused
from caseflow.reports.pages._content import (
    Cell,
    Chart,
    ChartKind,
    Part,
    Section,
    Series,
    Table,
    number,
)
from caseflow.reports.pages._sources import ReportSource
from caseflow.texts import Message, Text, Written

__all__ = ["backlog_section", "nearest_section"]

#: The last day of each group of ages; the last group has no end.
_LAST_DAYS = (5, 10, 20, 30, 60, 90)
_NEAREST = 10

_FILINGS = Message("pages/terms.filings")
_RUNNING = Message("pages/backlog.running")
_PAUSED = Message("pages/terms.paused")
_AGE = Message("pages/backlog.age")


def backlog_section(source: ReportSource) -> Section:
    """Return the open filings by the days since their receipt."""
    counts = ages(source.register, source.on, by=())
    every, paused = _by_group(counts.rows(), "open"), _by_group(counts.rows(), "paused")
    running = [one - two for one, two in zip(every, paused, strict=True)]
    median, ninth = (counts.quantile(part, "open") for part in ("1/2", "9/10"))
    title = Message("pages/backlog.title")
    if median is None or ninth is None:
        return Section("backlog", title, (Message("pages/backlog.nothing", on=source.on),))
    said = Message(
        "pages/backlog.said",
        on=source.on,
        open=number(sum(every)),
        paused=number(sum(paused)),
        median=number(median),
        most=number(ninth),
    )
    names = _group_names()
    rows = zip(names, running, paused, strict=True)
    table = Table((_AGE, _RUNNING, _PAUSED), tuple((*row,) for row in rows))
    series = (Series(_RUNNING, tuple(running)), Series(_PAUSED, tuple(paused)))
    chart = Chart(ChartKind.COLUMNS, said, names, series, _FILINGS, _AGE)
    return Section("backlog", title, (said,), (Part(table, chart),))


def _group_names() -> tuple[Cell, ...]:
    firsts = (0, *(last + 1 for last in _LAST_DAYS))
    spans = zip(firsts, _LAST_DAYS, strict=False)
    return (*(f"{first}–{last}" for first, last in spans), f"{firsts[-1]}+")


def _by_group(rows: Iterable[Mapping[str, object]], name: str) -> list[int]:
    found = [0] * (len(_LAST_DAYS) + 1)
    for row in rows:
        group = sum(_whole(row["age"]) > last for last in _LAST_DAYS)
        found[group] += _whole(row[name])
    return found


def _whole(value: object) -> int:
    return value if isinstance(value, int) else 0


def nearest_section(source: ReportSource) -> Section:
    """Return the open filings whose legal date comes next, and say how many are over theirs."""
    on = source.on
    is_next = is_open(on) & ~is_paused(on) & ~is_overdue(on) & ~nw.col("legal_due_on").is_null()
    columns = ("number", "procedure", "unit", "received_on", "legal_due_on", "legal_due_at")
    frame = source.register.frame.filter(is_next).select(*columns)
    found = frame.sort("legal_due_on", "number").head(_NEAREST).collect("polars")
    overdue = source.register.frame.filter(is_overdue(on)).select(nw.len()).collect("polars")
    late = int(overdue.item())
    title = Message("pages/nearest.title")
    said = (Message("pages/nearest.overdue", on=on, overdue=number(late)),)
    rows = [_row(source, row) for row in found.iter_rows(named=True)]
    if not rows:
        return Section("nearest", title, (*said, Message("pages/nearest.nothing")))
    head = (
        Message("pages/terms.number"),
        Message("pages/terms.due"),
        Message("pages/nearest.left"),
        Message("pages/terms.received-on"),
        Message("pages/terms.unit"),
        Message("pages/terms.procedure"),
    )
    return Section("nearest", title, said, (Part(Table(head, tuple(rows))),))


def _row(source: ReportSource, row: Mapping[str, object]) -> tuple[Cell, ...]:
    due_on, due_at = row["legal_due_on"], row["legal_due_at"]
    due: Cell = None
    left: Cell = None
    if isinstance(due_on, date):
        due = due_on
        left = _left(source, due_on)
    if isinstance(due_at, datetime):
        due = Written(instant_text, due_at.astimezone(source.calendar.zone))
    received, unit = row["received_on"], row["unit"]
    return (
        str(row["number"]),
        due,
        left,
        received if isinstance(received, date) else None,
        None if unit is None else str(unit),
        source.procedure(str(row["procedure"])),
    )


def _left(source: ReportSource, due_on: date) -> int | Text | None:
    try:
        return source.calendar.count_working_days(source.on, due_on)
    except CalendarHorizonError:
        return None
