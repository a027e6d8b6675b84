"""How much of their time filings used: all together, and how early by procedure."""

from collections.abc import Sequence
from datetime import date
from fractions import Fraction
from functools import partial

import narwhals as nw

from caseflow.errors import CalendarHorizonError
from caseflow.limits import Unit
from caseflow.reports.counts import Period, count, measures_named
from caseflow.reports.counts._counts import tidy
from caseflow.reports.durations import Durations, Quantile, days_taken
from caseflow.reports.pages._content import (
    Cell,
    Chart,
    ChartKind,
    Part,
    Section,
    Series,
    Table,
    number,
    share,
)
from caseflow.reports.pages._flow import MOST_ROWS, within
from caseflow.reports.pages._sources import ReportSource
from caseflow.texts import Message, Text

__all__ = [
    "days_text",
    "durations_section",
    "early_section",
    "notes_of",
    "taken_by",
    "unit_of_days",
    "used_section",
]

_FILINGS = Message("pages/terms.filings")
_PROCEDURE = Message("pages/terms.procedure")
_CODE = Message("pages/terms.code")
_DECIDED = Message("pages/terms.decided")
_EARLY = Message("pages/terms.early")

_HALF = Message("pages/durations.half-decided")
_MOST = Message("pages/durations.most-decided")

#: Tenths of the time allowed: one column for each up to these, and one for all beyond.
_LAST_TENTH = 15
_MOST_BARS = 10
_MARKS = (Fraction(4, 5), Fraction(9, 10), Fraction(1))
_SHARES = (Fraction(1, 10), Fraction(1, 5))


def _within(source: ReportSource, name: str) -> nw.Expr:
    return (nw.col(name) >= source.period.first) & (nw.col(name) <= source.period.last)


def used_section(source: ReportSource) -> Section | None:
    """Return which part of the time allowed was used by the decisions of the period, in tenths."""
    allowed, used = nw.col("allowed"), nw.col("used")
    is_known = _within(source, "decided_on") & (allowed > 0) & ~used.is_null()
    # The tenth that ends at the share: what is used to the last is in the tenth up to 1.
    tenth = (used * 10 + allowed - 1) // allowed
    frame = source.register.frame.filter(is_known).with_columns(tenth.alias("tenth"))
    found = tidy(frame.group_by("tenth").agg(nw.len().cast(nw.Int64).alias("filings")))
    counted = {int(tenth): int(filings) for tenth, filings in found.iter_rows()}
    whole = sum(counted.values())
    if not whole:
        return None
    columns = [counted.get(tenth, 0) for tenth in range(1, _LAST_TENTH + 1)]
    columns[0] += sum(number for tenth, number in counted.items() if tenth < 1)
    columns.append(sum(number for tenth, number in counted.items() if tenth > _LAST_TENTH))
    within = [Fraction(sum(columns[: int(mark * 10)]), whole) for mark in _MARKS]
    said = Message(
        "pages/used.said",
        whole=number(whole),
        first=share(within[0]),
        second=share(within[1]),
        third=share(within[2]),
        rest=share(1 - within[2]),
    )
    names: list[Cell] = [_span(tenth) for tenth in range(1, _LAST_TENTH + 1)]
    names.append(Message("pages/used.beyond", share=share(Fraction(_LAST_TENTH, 10))))
    rows: list[tuple[Cell, ...]] = []
    so_far = 0
    for name, filings in zip(names, columns, strict=True):
        so_far += filings
        rows.append((name, filings, Fraction(filings, whole), Fraction(so_far, whole)))
    head = (
        Message("pages/used.part"),
        _FILINGS,
        Message("pages/terms.share"),
        Message("pages/used.so-far"),
    )
    chart = Chart(
        ChartKind.COLUMNS,
        said,
        (*(Fraction(tenth, 10) for tenth in range(1, _LAST_TENTH + 1)), f"> {_LAST_TENTH}0 %"),
        (Series(_FILINGS, tuple(columns)),),
        _FILINGS,
        Message("pages/used.part"),
        _MARKS,
    )
    part = Part(Table(head, tuple(rows)), chart)
    return Section("used", Message("pages/used.title"), (said,), (part,))


def _span(tenth: int) -> Text:
    first, last = Fraction(tenth - 1, 10), Fraction(tenth, 10)
    return Message("pages/used.span", first=share(first), last=share(last))


# ── early, by procedure ─────────────────────────────────────────────────────────────────────


def early_section(source: ReportSource) -> Section | None:
    """Return by procedure how many decisions were a tenth, and a fifth, of the time early."""
    measures = measures_named("decided", "early", "early_10", "early_20")
    days = count(source.register, by=("procedure",), period=Period.DAY, measures=measures)
    ours = within(days, source.period.first, source.period.last)
    counts = ours.rolled(("procedure",), Period.YEAR)
    codes = [*dict.fromkeys(str(row["procedure"]) for row in counts.rows())]
    rows = [(code, counts.where(procedure=code)) for code in codes]
    rows.sort(key=lambda row: (-row[1].total("decided"), row[0]))
    if not counts.total("decided"):
        return None
    kept = rows[:MOST_ROWS]
    columns = [Message("pages/early.by-tenth"), Message("pages/early.by-fifth")]
    table = Table(
        (_CODE, _DECIDED, _EARLY, *columns, _PROCEDURE),
        tuple(
            (
                code,
                found.total("decided"),
                *(found.share(name, "decided").value for name in ("early", "early_10", "early_20")),
                source.procedure(code),
            )
            for code, found in kept
        ),
        len(rows) - len(kept),
    )
    said = Message(
        "pages/early.said",
        decided=number(counts.total("decided")),
        tenth=share(counts.share("early_10", "decided").value),
        fifth=share(counts.share("early_20", "decided").value),
    )
    shown = kept[:_MOST_BARS]
    series = tuple(
        Series(label, tuple(found.share(name, "decided").value for _, found in shown))
        for label, name in zip(columns, ("early_10", "early_20"), strict=True)
    )
    chart = Chart(
        ChartKind.BARS,
        said,
        tuple(code for code, _ in shown),
        series,
        Message("pages/early.axis"),
        _PROCEDURE,
        is_share=True,
    )
    return Section("early", Message("pages/early.title"), (said,), (Part(table, chart),))


# ── how long ────────────────────────────────────────────────────────────────────────────────


def taken_by(source: ReportSource, by: Sequence[str], first: date, last: date) -> Durations:
    """Return the days that filings took; civil days where the calendar does not know them all."""
    ask = partial(days_taken, source.register, first=first, last=last, on=source.on, by=by)
    try:
        return ask(calendar=source.calendar)
    except CalendarHorizonError:
        return ask()


def unit_of_days(taken: Durations) -> Text:
    """Return the name of the days that were counted."""
    return (Unit.WORKING_DAY if taken.in_working_days else Unit.CALENDAR_DAY).texts[0]


def notes_of(taken: Durations) -> tuple[Text, ...]:
    """Return what is to be said of any such days: they are past, and perhaps civil ones."""
    past = Message("pages/durations.past")
    return (past,) if taken.in_working_days else (past, Message("pages/durations.civil"))


def durations_section(source: ReportSource) -> Section | None:
    """Return how many days the filings took that were received in the year before."""
    last = source.on
    first = last.replace(year=last.year - 1, day=min(last.day, 28))
    taken = taken_by(source, ("procedure",), first, last)
    whole = taken.rolled(())
    if not whole.groups:
        return None
    [(_, counts, every)] = whole.quantiles()
    rows = sorted(taken.quantiles(), key=lambda row: (-row[1].filings, str(row[0][0])))
    kept = rows[:MOST_ROWS]
    said = [Message("pages/durations.said", first=first, last=last, filings=number(counts.filings))]
    for text, found in zip((_HALF, _MOST), (every[0], every[2]), strict=True):
        if found.days is not None:
            said.append(text.filled(days=days_text(found), unit=unit_of_days(taken)))
        else:
            said.append(Message("pages/durations.never", share=share(found.share)))
    table = Table(
        (
            _CODE,
            _FILINGS,
            Message("pages/durations.half"),
            Message("pages/durations.four-fifths"),
            Message("pages/durations.nine-tenths"),
            _PROCEDURE,
        ),
        tuple(
            (
                key[0],
                found.filings,
                *(days_text(each) for each in quantiles),
                source.procedure(str(key[0])),
            )
            for key, found, quantiles in kept
        ),
        len(rows) - len(kept),
    )
    return Section(
        "durations", Message("pages/durations.title"), (*said, *notes_of(taken)), (Part(table),)
    )


def days_text(found: Quantile) -> Text:
    """Return the days of a quantile with its interval, or that they are not reached yet."""
    if found.days is None:
        return Message("pages/durations.not-reached")
    low = "…" if found.low is None else number(found.low)
    high = "…" if found.high is None else number(found.high)
    return Message("pages/durations.days", days=number(found.days), low=low, high=high)
