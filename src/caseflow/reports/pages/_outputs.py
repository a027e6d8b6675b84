"""A report in other forms than a page: for a terminal, as JSON, as CSV and as Parquet."""

from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from io import BytesIO

import polars as pl

from caseflow._typed import typed
from caseflow.reports.counts import PERIOD, Period, count, stock
from caseflow.reports.pages._content import Cell, Chart, Content, Section, Table, written
from caseflow.reports.pages._flow import within
from caseflow.reports.pages._sources import ReportSource, checked
from caseflow.texts import Text

__all__ = ["counts_csv", "counts_parquet", "json_of", "text_of"]

#: What the numbers of a report are counted by, in files.
_BY = ("unit", "procedure", "channel", "level")

_BAR = 24
_PARTS = " ▏▎▍▌▋▊▉█"
_MOST_ROWS = 12


@typed
def counts_csv(source: ReportSource) -> bytes:
    """Return the counts of the period as CSV: a row for each unit, procedure, channel and level.

    All measures, and what is there on the day of the report.

    Raises:
        ValueInvalidError: the day is not in the period, or no filing is of the period.
        UnknownNameError: there is no such unit.
    """
    return _frame(source).write_csv().encode()


@typed
def counts_parquet(source: ReportSource) -> bytes:
    """Return the same as `counts_csv` as Parquet."""
    out = BytesIO()
    _frame(source).write_parquet(out, compression="zstd")
    return out.getvalue()


def _frame(source: ReportSource) -> pl.DataFrame:
    found = checked(source)
    days = count(found.register, by=_BY, period=Period.DAY)
    flow = within(days, found.period.first, found.period.last).rolled(_BY, Period.YEAR)
    there = stock(found.register, found.on, by=_BY)
    keyed = [each.frame.drop(PERIOD) for each in (flow, there)]
    joined = pl.concat(keyed, how="diagonal").group_by(_BY).agg(pl.all().sum())
    ends = (pl.lit(found.period.text).alias(PERIOD), pl.lit(found.on).alias("on"))
    return joined.with_columns(*ends).select(PERIOD, "on", pl.exclude(PERIOD, "on")).sort(_BY)


# ── JSON ────────────────────────────────────────────────────────────────────────────────────


@typed(late=True)
def json_of(content: Content, language: str) -> dict[str, object]:
    """Return *content* as JSON values; shares are exact, as "31/32", and texts in *language*."""
    return {
        "title": content.title.in_(language),
        "said": [each.in_(language) for each in content.lead],
        "numbers": {label.in_(language): _plain(value, language) for label, value in content.tiles},
        "sections": [_section_data(each, language) for each in content.sections],
    }


def _section_data(section: Section, language: str) -> dict[str, object]:
    return {
        "name": section.name,
        "title": section.title.in_(language),
        "said": [each.in_(language) for each in section.said],
        "tables": [
            {
                "title": None if part.title is None else part.title.in_(language),
                "head": [each.in_(language) for each in part.table.head],
                "rows": [[_plain(cell, language) for cell in row] for row in part.table.rows],
                "more": part.table.more,
            }
            for part in section.parts
            if part.table is not None
        ],
    }


def _plain(cell: Cell, language: str) -> object:
    if isinstance(cell, Text):
        return cell.in_(language)
    if isinstance(cell, date):
        return cell.isoformat()
    return str(cell) if isinstance(cell, Fraction) else cell


# ── for a terminal ──────────────────────────────────────────────────────────────────────────


@typed(late=True)
def text_of(content: Content, language: str) -> str:
    """Return *content* for a terminal: each section in sentences, with bars for its chart."""
    return "\n".join(_lines(content, language))


def _lines(content: Content, language: str) -> Iterator[str]:
    yield content.title.in_(language)
    for each in content.lead:
        yield each.in_(language)
    yield ""
    width = max((len(label.in_(language)) for label, _ in content.tiles), default=0)
    for label, value in content.tiles:
        yield f"  {label.in_(language).ljust(width)}  {written(value, language)}"
    for section in content.sections:
        yield ""
        yield section.title.in_(language)
        for each in section.said:
            yield f"  {each.in_(language)}"
        for part in section.parts:
            if part.title is not None:
                yield f"  {part.title.in_(language)}"
            if part.chart is not None:
                yield from _bars(part.chart, language)
            elif part.table is not None:
                yield from _table(part.table, language)


def _bars(chart: Chart, language: str) -> Iterator[str]:
    """Draw each name with a bar a series; the longest bar is the greatest value."""
    names = [written(name, language) for name in chart.across]
    width = max(map(len, names), default=0)
    greatest = max((value for each in chart.series for value in each.values if value), default=0)
    many = len(chart.series) > 1
    labels = max((len(each.label.in_(language)) for each in chart.series), default=0)
    for place, name in enumerate(names):
        for number, series in enumerate(chart.series):
            value = series.values[place]
            if value is None:
                continue
            shown = written(Fraction(value) if chart.is_share else value, language)
            label = f"{series.label.in_(language).ljust(labels)}  " if many else ""
            head = name if not number else ""
            yield f"    {head.ljust(width)}  {label}{_bar(value, greatest)} {shown}"


def _bar(value: Fraction | int, greatest: Fraction | int) -> str:
    eighths = int(Fraction(value) * _BAR * 8 / greatest) if greatest else 0
    whole, rest = divmod(eighths, 8)
    return (("█" * whole) + (_PARTS[rest] if rest else "")).ljust(_BAR)


def _table(table: Table, language: str) -> Iterator[str]:
    rows = [*table.texts(language)][: _MOST_ROWS + 1]
    widths = [max(len(row[place]) for row in rows) for place in range(len(table.head))]
    for row in rows:
        cells = (cell.ljust(size) for cell, size in zip(row, widths, strict=True))
        yield f"    {'  '.join(cells)}".rstrip()
