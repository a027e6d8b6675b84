"""The page for everybody: how long each procedure takes here, what is promised, what the law says.

It tells the past. How the days are counted is in `caseflow.reports.durations`.
"""

import csv
from io import StringIO
from typing import NamedTuple

from caseflow._typed import typed
from caseflow.reports.durations import DayCounts, Durations, Quantile
from caseflow.reports.pages._content import Cell, Content, Part, Section, Table, number
from caseflow.reports.pages._sources import ReportSource, checked
from caseflow.reports.pages._times import days_text, notes_of, taken_by, unit_of_days
from caseflow.texts import Message, Text
from caseflow.values import Channel

__all__ = ["LEAST_FILINGS", "PUBLIC_COLUMNS", "public_csv", "public_report"]

#: Of fewer filings nothing is said: each of them would be told.
LEAST_FILINGS = 10

_MOST_ROWS = 500
_FEW = Message("pages/public.few")


class _Times(NamedTuple):
    """What is known of one procedure by one channel."""

    code: str
    channel: str
    counts: DayCounts
    quantiles: tuple[Quantile, ...]


def _taken(source: ReportSource) -> Durations:
    period = source.period
    last = min(period.last, source.on)
    return taken_by(source, ("procedure", "channel"), period.first, last)


def _times(taken: Durations) -> list[_Times]:
    found = [
        _Times(str(key[0]), str(key[1] or ""), counts, quantiles)
        for key, counts, quantiles in taken.quantiles()
    ]
    return sorted(found, key=lambda each: (-each.counts.filings, each.code, each.channel))


@typed
def public_report(source: ReportSource) -> Content:
    """Return how long procedures took of which filings were received in the period of *source*.

    In working days, or in civil days where the calendar does not know them, by procedure and
    channel, with 95 % intervals; open filings count as well. Of fewer than `LEAST_FILINGS` nothing
    is told but their number.

    Raises:
        ValueInvalidError: the day is not in the period, or no filing is of the period.
        UnknownNameError: there is no such unit.
    """
    found = checked(source)
    taken = _taken(found)
    rows = _times(taken)
    kept = rows[:_MOST_ROWS]
    head = (
        Message("pages/terms.procedure"),
        Message("pages/terms.code"),
        Message("pages/terms.channel"),
        Message("pages/terms.filings"),
        Message("pages/durations.half"),
        Message("pages/durations.four-fifths"),
        Message("pages/durations.nine-tenths"),
        Message("pages/public.promised"),
        Message("pages/public.law"),
    )
    table = Table(head, tuple(_row(found, each) for each in kept), len(rows) - len(kept))
    said = (
        Message(
            "pages/public.said",
            first=found.period.first,
            last=min(found.period.last, found.on),
            on=found.on,
            filings=number(sum(each.counts.filings for each in rows)),
        ),
        *notes_of(taken),
        Message("pages/public.how", least=number(LEAST_FILINGS)),
    )
    section = Section(
        "times", Message("pages/public.times", unit=unit_of_days(taken)), said, (Part(table),)
    )
    title = Message("pages/public.title")
    return Content(title, (), (), (section,))


def _row(source: ReportSource, each: _Times) -> tuple[Cell, ...]:
    known = source.procedures.get(each.code)
    enough = each.counts.filings >= LEAST_FILINGS
    days: list[Cell] = [days_text(found) if enough else _FEW for found in each.quantiles]
    return (
        source.procedure(each.code),
        each.code,
        _channel(each.channel),
        each.counts.filings,
        *days,
        None if known is None else known.promise,
        None if known is None else known.law,
    )


def _channel(name: str) -> Text | None:
    found = next((each for each in Channel if each.value == name), None)
    return None if found is None else found.labels


#: The columns of the same as CSV; days are those of `public_report`, and
#: empty where they are not reached.
PUBLIC_COLUMNS = (
    *("procedure", "channel", "filings", "open"),
    *("days_50", "days_50_low", "days_50_high"),
    *("days_80", "days_80_low", "days_80_high"),
    *("days_90", "days_90_low", "days_90_high"),
    *("promised", "law"),
)


@typed
def public_csv(source: ReportSource, language: str) -> str:
    """Return what `public_report` tells as CSV, with `PUBLIC_COLUMNS`; texts in *language*.

    Raises:
        ValueInvalidError: the day is not in the period, or no filing is of the period.
        UnknownNameError: there is no such unit.
    """
    found = checked(source)
    out = StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(PUBLIC_COLUMNS)
    for each in _times(_taken(found)):
        known = found.procedures.get(each.code)
        enough = each.counts.filings >= LEAST_FILINGS
        days = [
            day
            for quantile in each.quantiles
            for day in (quantile.days, quantile.low, quantile.high)
        ]
        promise = "" if known is None or known.promise is None else known.promise.in_(language)
        law = "" if known is None else known.law.in_(language)
        still_open = sum(each.counts.open.values()) if enough else None
        cells = (each.code, each.channel, each.counts.filings, still_open)
        writer.writerow((*cells, *(days if enough else [None] * len(days)), promise, law))
    return out.getvalue()
