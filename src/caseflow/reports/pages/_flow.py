"""What came in and went out: the numbers a page begins with, months side by side, and units."""

from collections.abc import Iterator
from datetime import date
from typing import cast

import polars as pl

from caseflow.reports.counts import PERIOD, Counts, Period, count, measures_named, stock
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
from caseflow.shares import Share
from caseflow.texts import Message, Text

__all__ = ["MOST_ROWS", "Flow", "flow_of", "flow_section", "tiles_of", "units_part", "within"]

#: So many rows of a table stand on a page, and so many months in a chart.
MOST_ROWS = 30
_MONTHS = 12

_MEASURES = (
    *("received", "online", "assisted", "decided", "early", "on_time", "late"),
    *("withdrawn", "stopped", "returned", "extended", "reappointed", "supplemented_twice"),
)
_JUDGED = ("early", "on_time", "late")
_GONE = ("decided", "withdrawn", "stopped")

_RECEIVED = Message("pages/terms.received")
_DECIDED = Message("pages/terms.decided")
_IN_TIME = Message("pages/terms.in-time")
_ONLINE = Message("pages/terms.online")
_LATE = Message("pages/terms.late")
_OPEN = Message("pages/terms.open")
_OVERDUE = Message("pages/terms.overdue")
_CLEARANCE = Message("pages/terms.clearance")
_EARLY = Message("pages/terms.early")
_ON_TIME = Message("pages/terms.on-the-day")
_FILINGS = Message("pages/terms.filings")
_UNIT = Message("pages/terms.unit")
_NO_UNIT = Message("pages/terms.no-unit")
_MONTH = Message("pages/terms.month")


def within(days: Counts, first: date, last: date) -> Counts:
    """Return the counts of the days from *first* through *last*."""
    frame = days.frame.filter(pl.col(PERIOD).is_between(first, last))
    return Counts(days.by, days.period, days.measures, frame)


class Flow:
    """Hold the counts that several sections need: by unit and day, and what is there by unit."""

    def __init__(self, source: ReportSource, days: Counts, there: Counts) -> None:
        """Take what was counted of *source*."""
        self.source, self.days, self.there = source, days, there
        first, last = source.period.first, source.period.last
        self.within = within(days, first, last)

    def in_time(self, counts: Counts) -> Share:
        """Return the share decided by the legal date, of those that have one."""
        return counts.share(("early", "on_time"), _JUDGED)


def flow_of(source: ReportSource) -> Flow:
    """Count what came in and went out, day by day, and what is there at the end."""
    measures = measures_named(*_MEASURES)
    days = count(source.register, by=("unit",), period=Period.DAY, measures=measures)
    return Flow(source, days, stock(source.register, source.on))


def tiles_of(flow: Flow) -> tuple[tuple[Text, Cell], ...]:
    """Return the numbers that a page begins with."""
    counts = flow.within
    return (
        (_RECEIVED, counts.total("received")),
        (_DECIDED, counts.total("decided")),
        (_IN_TIME, flow.in_time(counts).value),
        (_ONLINE, counts.share("online", "received").value),
        (_OPEN, flow.there.total("open")),
        (_OVERDUE, flow.there.total("overdue")),
    )


# ── months ──────────────────────────────────────────────────────────────────────────────────


def flow_section(flow: Flow) -> Section:
    """Return what came in and went out, beside the months before."""
    counts, there = flow.within, flow.there
    in_time = flow.in_time(counts)
    said = Message(
        "pages/flow.said",
        received=number(counts.total("received")),
        decided=number(counts.total("decided")),
        part=number(in_time.part),
        whole=number(in_time.whole),
        open=number(there.total("open")),
        overdue=number(there.total("overdue")),
    )
    months = flow.days.rolled((), Period.MONTH)
    last = flow.source.period.last
    rows = [*within(months, date.min, last).rows()]
    kept = rows[-_MONTHS:]
    names: list[Cell] = [_month(row[PERIOD]) for row in kept]
    table = Table(
        (_MONTH, _RECEIVED, _DECIDED, _CLEARANCE, _EARLY, _ON_TIME, _LATE),
        tuple(
            (name, *_numbers(months.where(period=row[PERIOD])))
            for name, row in zip(names, kept, strict=True)
        ),
    )
    series = tuple(
        Series(label, tuple(int(str(row[key])) for row in kept))
        for key, label in (("received", _RECEIVED), ("decided", _DECIDED))
    )
    shown = Message(
        "pages/flow.chart",
        received=number(counts.total("received")),
        decided=number(counts.total("decided")),
    )
    chart = Chart(ChartKind.COLUMNS, shown, tuple(names), series, _FILINGS, _MONTH)
    return Section("flow", Message("pages/flow.title"), (said,), (Part(table, chart),))


def _numbers(counts: Counts) -> Iterator[Cell]:
    yield counts.total("received")
    yield counts.total("decided")
    yield counts.share(_GONE, "received").value
    yield from (counts.total(name) for name in _JUDGED)


def _month(on: object) -> str:
    return f"{on.year:04}-{on.month:02}" if isinstance(on, date) else ""


# ── units ───────────────────────────────────────────────────────────────────────────────────


def units_part(flow: Flow) -> Part:
    """Return what each unit received and decided, those with most decisions first."""
    by_unit = flow.within.rolled(("unit",), Period.YEAR)
    every = (*by_unit.rows(), *flow.there.rows())
    names: list[Cell] = [*dict.fromkeys(row["unit"] for row in every)]
    rows = [_UnitRow(name, flow, by_unit.where(unit=cast("str | None", name))) for name in names]
    rows.sort(key=lambda row: (-row.decided, str(row.name or "")))
    kept = rows[:MOST_ROWS]
    head = (_UNIT, _RECEIVED, _DECIDED, _IN_TIME, _LATE, _ONLINE, _OPEN, _OVERDUE)
    return Part(Table(head, tuple(row.cells for row in kept), len(rows) - len(kept)))


class _UnitRow:
    """What one unit has in the period."""

    def __init__(self, name: Cell, flow: Flow, counts: Counts) -> None:
        self.name: Cell = _NO_UNIT if name is None else name
        self.decided = counts.total("decided")
        self.in_time = flow.in_time(counts)
        there = flow.there.where(unit=cast("str | None", name))
        self.cells: tuple[Cell, ...] = (
            self.name,
            counts.total("received"),
            self.decided,
            self.in_time.value,
            counts.total("late"),
            counts.share("online", "received").value,
            there.total("open"),
            there.total("overdue"),
        )
