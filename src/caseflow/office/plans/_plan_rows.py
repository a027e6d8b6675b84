"""Plans as CSV: one target a row, so that a plan may be kept in any spreadsheet."""

from collections.abc import Iterable, Mapping

from caseflow._typed import typed
from caseflow.errors import CaseflowError, FormatError, UnknownNameError, ValueInvalidError
from caseflow.office.plans._periods import plan_period
from caseflow.office.plans._plans import Entry, Plan, gaps, overlaps
from caseflow.office.plans._rows import csv_rows, share_of
from caseflow.office.plans._targets import Direction, Metric, MetricKind, Target
from caseflow.values import Text

__all__ = ["PLAN_COLUMNS", "read_plan_csv"]

#: The columns of a plan as CSV; the index of each metric may stand beside them.
PLAN_COLUMNS = ("unit", "metric", "kind", "direction", "period", "threshold")
_INDEX = "index"


@typed
def read_plan_csv(text: str, *, name: str = "plan", units: Iterable[str] = ()) -> Plan:
    r"""Return the plan that CSV *text* writes, one target a row under a header of `PLAN_COLUMNS`.

    >>> plan = read_plan_csv(
    ...     "unit,metric,kind,direction,period,threshold\nUnit A,late,share,at-most,2026-W32,5%\n"
    ... )
    >>> plan.targets[0].threshold
    Fraction(1, 20)

    Args:
        text: the plan; separated by commas, semicolons or tabs.
        name: of the file, for what is wrong in it, and of the plan.
        units: the units there are; none for any.

    Raises:
        FormatError: it has no such header, or rows with faults: all of them are named by line.
    """
    known, faults = frozenset(units), list[str]()
    metrics: dict[str, Metric] = {}
    entries: list[Entry] = []
    for number, cells, problem in csv_rows(text, name, PLAN_COLUMNS, (_INDEX,)):
        if problem:
            faults.append(f"line {number}: {problem}")
            continue
        try:
            entries.append(Entry(f"line {number}", _target_of(cells, metrics, known)))
        except CaseflowError as error:
            faults.append(f"line {number}: {error}")
    faults.extend(overlaps(entries))
    if not faults:
        faults.extend(gaps(entries))
    if not entries and not faults:
        faults.append("it has no target; give at least one row")
    if faults:
        raise FormatError(name, "; ".join(faults))
    return Plan(name, tuple(each.target for each in entries))


def _target_of(
    cells: Mapping[str, str], metrics: dict[str, Metric], units: frozenset[str]
) -> Target:
    """Return the target of one row; the first row of a metric says what it is."""
    if units and cells["unit"] not in units:
        raise UnknownNameError(cells["unit"][:60], sorted(units), "unit")
    kind = _choice("kind", cells["kind"], [each.value for each in MetricKind])
    direction = _choice("direction", cells["direction"], [each.value for each in Direction])
    index = cells.get(_INDEX, "")
    metric = Metric(cells["metric"], Text(), MetricKind(kind), Direction(direction), index)
    if metrics.setdefault(metric.name, metric) != metric:
        allowed = "the kind, direction and index that the metric has in the rows before"
        raise ValueInvalidError("metric", metric.name, allowed)
    threshold = share_of("threshold", cells["threshold"])
    return Target(cells["unit"], metric, plan_period(cells["period"]), threshold)


def _choice(name: str, text: str, allowed: list[str]) -> str:
    if text not in allowed:
        raise ValueInvalidError(name, text[:60] or None, " or ".join(allowed))
    return text
