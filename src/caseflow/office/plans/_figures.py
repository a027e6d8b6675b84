"""Figures: what was counted for units, metrics and days or longer periods, read from CSV.

A row that cannot be used is left out with its reason, and the rest is counted. How a figure
compares with its target is in `_progress`.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from types import MappingProxyType

from attrs import field

from caseflow._typed import frozen, typed
from caseflow.errors import CaseflowError
from caseflow.office.plans._periods import PlanPeriod, plan_period
from caseflow.office.plans._rows import count_of, csv_rows
from caseflow.office.plans._targets import Figure

__all__ = ["FIGURE_COLUMNS", "Figures", "LeftOut", "read_figures"]

#: The columns of figures as CSV; the denominator is left empty, or out, for counts.
FIGURE_COLUMNS = ("unit", "metric", "period", "numerator")
_DENOMINATOR = "denominator"

#: So many rows that were left out are named; of the others the number is kept.
_MOST_NAMED = 100


@frozen
class LeftOut:
    """Say why a row is not counted; *line* is that of the row in the file, the header being 1."""

    line: int
    problem: str


def _grouped(figures: Iterable[Figure]) -> Mapping[tuple[str, str], tuple[Figure, ...]]:
    found: dict[tuple[str, str], list[Figure]] = {}
    for each in figures:
        found.setdefault((each.unit, each.metric), []).append(each)
    return {
        key: tuple(sorted(each, key=lambda one: one.period.first)) for key, each in found.items()
    }


def _unchanging(
    given: Mapping[tuple[str, str, str], Figure],
) -> Mapping[tuple[str, str, str], Figure]:
    return MappingProxyType(dict(given))


@typed
@frozen
class Figures:
    """Hold figures by unit and metric, in the order of their days.

    Attributes:
        by_key: the figures of each unit and metric.
        left_out: the first rows that were not counted, with the reason.
        left_out_count: how many rows were not counted.
        of_periods: figures of whole periods as they stand, by unit, metric and period. They count
            in place of those of days, which need not add up to them.
    """

    by_key: Mapping[tuple[str, str], tuple[Figure, ...]] = field(converter=_grouped)
    left_out: tuple[LeftOut, ...] = ()
    left_out_count: int = 0
    of_periods: Mapping[tuple[str, str, str], Figure] = field(
        factory=dict[tuple[str, str, str], Figure], converter=_unchanging
    )

    def within(self, unit: str, metric: str, period: PlanPeriod, on: date) -> tuple[Figure, ...]:
        """Return the figures of days of *period* that had begun by the civil day *on*."""
        whole = self.of_periods.get((unit, metric, period.text))
        if whole is not None:
            return (whole,) if whole.period.last <= on else ()
        return tuple(
            each
            for each in self.by_key.get((unit, metric), ())
            if period.first <= each.period.first <= on and each.period.last <= period.last
        )

    def daily(self, unit: str, metric: str, on: date) -> tuple[Figure, ...]:
        """Return the figures of single days through the civil day *on*, oldest first."""
        return tuple(
            each
            for each in self.by_key.get((unit, metric), ())
            if each.period.is_day and each.period.first <= on
        )


@typed
def read_figures(text: str, *, name: str = "figures") -> Figures:
    r"""Return the figures that CSV *text* writes, under a header of `FIGURE_COLUMNS`.

    A period is a day, a week, a month or a year; what is needed of a projection are days. No day of
    one unit and metric is counted twice: a row whose days were counted before is left out.

    >>> found = read_figures(
    ...     "unit,metric,period,numerator,denominator\nUnit A,online-share,2026-10-05,8,11\n"
    ...     "Unit A,online-share,2026-10,60,100\n"
    ... )
    >>> found.left_out_count, found.left_out[0].line
    (1, 3)

    Raises:
        FormatError: it has no such header, or is too long.
    """
    left_out, count = list[LeftOut](), 0
    taken: dict[tuple[str, str], _Taken] = {}
    figures: list[Figure] = []
    for number, cells, problem in csv_rows(text, name, FIGURE_COLUMNS, (_DENOMINATOR,)):
        read = problem or _counted(cells, number, taken)
        if isinstance(read, Figure):
            figures.append(read)
            continue
        count += 1
        if len(left_out) < _MOST_NAMED:
            left_out.append(LeftOut(number, read))
    return Figures(figures, tuple(left_out), count)


def _counted(
    cells: Mapping[str, str], number: int, taken: "dict[tuple[str, str], _Taken]"
) -> Figure | str:
    """Return the figure of a row, or what is wrong with it."""
    try:
        figure = _figure_of(cells)
    except CaseflowError as error:
        return str(error)
    days = taken.setdefault((figure.unit, figure.metric), _Taken())
    return days.take(figure.period, number) or figure


def _figure_of(cells: Mapping[str, str]) -> Figure:
    whole = cells.get(_DENOMINATOR, "")
    return Figure(
        cells["unit"],
        cells["metric"],
        plan_period(cells["period"]),
        count_of("numerator", cells["numerator"]),
        count_of(_DENOMINATOR, whole) if whole else None,
    )


class _Taken:
    """Know which days of one unit and metric were counted, and in which line."""

    def __init__(self) -> None:
        self._days: dict[date, int] = {}
        self._longer: list[tuple[PlanPeriod, int]] = []

    def take(self, period: PlanPeriod, line: int) -> str:
        """Return "" and count *period*, or say what counted a day of it before."""
        before = next((at for other, at in self._longer if other.overlaps(period)), None)
        if before is None:
            before = self._first_day(period)
        if before is not None:
            return f"days of {period.text} are in line {before} too; delete one of the two rows"
        if period.is_day:
            self._days[period.first] = line
        else:
            self._longer.append((period, line))
        return ""

    def _first_day(self, period: PlanPeriod) -> int | None:
        if period.is_day:
            return self._days.get(period.first)
        hits = (on for on in self._days if on in period)
        first = min(hits, default=None)
        return None if first is None else self._days[first]
