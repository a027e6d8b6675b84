"""Units side by side: what each has, where it stands, and what suggests that figures are polished.

How units are ranked, and what chance does, is in `caseflow.reports.boards`.
"""

from collections.abc import Callable, Sequence
from datetime import timedelta

from caseflow.messages import REFERENCE
from caseflow.office.plans import PlanPeriod, plan_period
from caseflow.reports.boards import (
    LEAST_FILINGS,
    LEAST_UNITS,
    Board,
    SignalTable,
    board,
    board_table,
    entries_of_index,
    signal_table,
    signals,
)
from caseflow.reports.indices import CountOf, Index
from caseflow.reports.pages._content import Chart, ChartKind, Part, Section, Series, Table, share
from caseflow.reports.pages._flow import MOST_ROWS, Flow, units_part
from caseflow.reports.pages._sources import ReportSource
from caseflow.texts import Message, Text, Written

__all__ = ["board_section"]

_MOST_BARS = 12

#: Places of columns of a board and of signals that hold numbers.
_RANK, _VALUE = 0, 2

Texts = tuple[tuple[str, ...], ...]


class _Rows:
    """Write a table in each language when somebody first reads it, once."""

    def __init__(self, write: Callable[[str], Texts]) -> None:
        """Take what writes the whole table."""
        self._write = write
        self._known: dict[str, Texts] = {}

    @property
    def heads(self) -> tuple[str, ...]:
        """Return the heads of the columns, in the reference language."""
        self.text(0, 0, REFERENCE)
        return self._known[REFERENCE][0]

    def text(self, row: int, place: int, language: str) -> str:
        """Return one cell; the first row is the heads."""
        if language not in self._known:
            self._known[language] = self._write(language)
        return self._known[language][row][place]

    def table(self, rows: int, kept: Sequence[int], numeric: tuple[int, ...]) -> Table:
        """Return the table with those of its *rows* rows that are *kept*, counted from 1.

        A column in which nothing stands is left out.
        """
        heads = range(len(self.heads))
        places = [place for place in heads if any(self.text(row, place, REFERENCE) for row in kept)]

        def line(row: int) -> tuple[Text, ...]:
            return tuple(Written(self.text, row, place) for place in places)

        numbers = tuple(places.index(each) for each in numeric if each in places)
        return Table(line(0), tuple(map(line, kept)), rows - len(kept), numbers)


def board_section(flow: Flow) -> Section:
    """Return the score boards of the first timely and the first online index, and the signals."""
    source = flow.source
    found = signals(source.register, source.period)
    boards = [
        made for index in _ranked(source) if (made := _board(source, index, found)) is not None
    ]
    parts = [units_part(flow), *map(_part, boards), *_of_signals(found)]
    said = (Message("pages/units.said"),) if boards else ()
    return Section("units", Message("pages/units.title"), said, tuple(parts))


def _ranked(source: ReportSource) -> list[Index]:
    """Return the first index that asks whether filings were in time, and the first of another."""
    if source.indices is None:
        return []
    usual = [
        each
        for each in source.indices.indices
        if each.is_computed and each.of is CountOf.FILINGS and not each.none_if
    ]
    timely = [each for each in usual if each.is_timed]
    others = [each for each in usual if not each.is_timed]
    return [*timely[:1], *others[:1]]


def _board(source: ReportSource, index: Index, found: SignalTable) -> Board | None:
    before = _before(source.period)
    periods = [source.period, *([] if before is None else [before])]
    every = entries_of_index(index, source.register, periods)
    now = [each for each in every if each.period == source.period]
    if not any(each.whole for each in now):
        return None
    earlier = [each for each in every if each.period != source.period]
    return board(
        now,
        index.labels,
        earlier=earlier,
        signals=found,
        decimals=index.decimals,
        source=index.source,
    )


def _before(period: PlanPeriod) -> PlanPeriod | None:
    """Return the month or the year before; None for other periods."""
    last = period.first - timedelta(1)
    if period.is_month:
        return plan_period(f"{last.year:04}-{last.month:02}")
    return plan_period(f"{last.year:04}") if period.is_year else None


def _part(made: Board) -> Part:
    rows = _Rows(lambda language: board_table(made, language))
    table = rows.table(len(made.rows), _kept(made), (_RANK, _VALUE))
    shown = [row for row in made.rows if row.value is not None][:_MOST_BARS]
    named = [Written(row.label) for row in shown]
    pairs = [
        Message("pages/terms.name-and-share", name=name, share=share(row.value))
        for name, row in zip(named, shown, strict=True)
    ]
    values = tuple(row.value for row in shown)
    chart = Chart(
        ChartKind.BARS,
        Message("pages/units.chart", label=made.labels, units=tuple(pairs)),
        tuple(named),
        (Series(made.labels, values),),
        Message("pages/terms.share"),
        Message("pages/terms.unit"),
        is_share=True,
    )
    return Part(table, chart, made.labels)


def _kept(made: Board) -> list[int]:
    """Return the rows that stand on the page: of many the first and the last ranks."""
    every = [*range(1, len(made.rows) + 1)]
    if len(every) <= MOST_ROWS:
        return every
    ranked = [place for place in every if made.rows[place - 1].rank is not None] or every
    half = MOST_ROWS // 2
    return ranked if len(ranked) <= MOST_ROWS else [*ranked[:half], *ranked[-half:]]


def _of_signals(found: SignalTable) -> list[Part]:
    """Return the signals of gaming, where any unit has some to be compared."""
    if not found.units:
        return []
    title = Message("pages/units.signals")
    if not any(each.deviations is not None for unit in found.units for each in unit.signals):
        nothing = Message("pages/units.not-compared", least=LEAST_UNITS, filings=LEAST_FILINGS)
        return [Part(title=title, said=(nothing,))]
    rows = _Rows(lambda language: signal_table(found, language))
    first = range(1, min(len(found.units), MOST_ROWS) + 1)
    table = rows.table(len(found.units), first, (_RANK,))
    return [Part(table, title=title, said=(found.note,))]
