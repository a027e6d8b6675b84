"""What a page was made of: filings, those left out, calendars, definitions; how to check it."""

from typing import Any

import narwhals as nw

from caseflow.reports.pages._content import Cell, Part, Section, Table, number
from caseflow.reports.pages._sources import ReportSource
from caseflow.texts import Message, Text

__all__ = ["basis_section"]

#: So many versions, and so many reasons, are listed.
_MOST = 20

_NUMBER = Message("pages/terms.filings")


def basis_section(source: ReportSource) -> Section:
    """Return what the page was made of."""
    total = int(source.register.frame.select(nw.len()).collect("polars").item())
    calendars = _named(source, "calendar")
    said: list[Text] = [
        Message(
            "pages/basis.said",
            filings=number(total),
            on=source.on,
            calendar=source.calendar.version,
        )
    ]
    if len(calendars) > 1:
        said.append(Message("pages/basis.calendars", count=number(len(calendars))))
    if source.units:
        said.append(Message("pages/basis.units", units=source.units))
    parts: list[Part] = []
    if len(calendars) > 1:
        parts.append(Part(_table(Message("pages/basis.calendar"), calendars)))
    left_out = source.register.left_out
    number_left_out = sum(left_out.values())
    if number_left_out:
        said.append(Message("pages/basis.left-out", count=number(number_left_out)))
        reasons = sorted(left_out.items(), key=lambda each: (-each[1], each[0]))
        parts.append(Part(_table(Message("pages/basis.reason"), reasons)))
    else:
        said.append(Message("pages/basis.nothing-left-out"))
    return Section("basis", Message("pages/basis.title"), tuple(said), tuple(parts))


def _table(what: Text, rows: list[tuple[str, int]]) -> Table:
    kept: list[tuple[Cell, ...]] = [(name or None, count) for name, count in rows[:_MOST]]
    return Table((what, _NUMBER), tuple(kept), max(0, len(rows) - _MOST))


def _named(source: ReportSource, name: str) -> list[tuple[str, int]]:
    """Return the values of a column among the filings of the period, each with its filings."""
    first, last = source.period.first, source.period.last
    received, decided = nw.col("received_on"), nw.col("decided_on")
    there: Any = (received <= last) & ((decided >= first) | decided.is_null())
    frame = source.register.frame.filter(there & ~nw.col(name).is_null())
    found = frame.group_by(nw.col(name).cast(nw.String)).agg(nw.len().alias("filings"))
    rows = found.collect("polars").rows()
    return sorted(
        ((str(key), int(count)) for key, count in rows), key=lambda row: (-row[1], row[0])
    )
