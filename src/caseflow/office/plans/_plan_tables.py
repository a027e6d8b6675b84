"""Plans as TOML: a year split into months for each unit and metric, every fault with its place."""

from collections.abc import Iterable, Iterator

from caseflow._toml_tables import Table, reading_toml
from caseflow._typed import typed
from caseflow.errors import CaseflowError, ValueInvalidError
from caseflow.office.plans._periods import plan_period
from caseflow.office.plans._plans import Entry, Plan, overlaps
from caseflow.office.plans._rows import share_of
from caseflow.office.plans._targets import Direction, Metric, MetricKind, Target
from caseflow.values import Text

__all__ = ["read_plan"]

_DECEMBER = 12


@typed
def read_plan(text: str, *, name: str = "plan", units: Iterable[str] = ()) -> Plan:
    """Return the plan that TOML *text* writes.

    >>> plan = read_plan('''
    ... name = "2026"
    ... year = 2026
    ... units = ["Unit A"]
    ... [[metric]]
    ... name = "online-share"
    ... labels = {en = "online share"}
    ... [[target]]
    ... unit = "Unit A"
    ... metric = "online-share"
    ... from = "2026-11"
    ... months = {"2026-11" = "0.65", "2026-12" = "2/3"}
    ... ''')
    >>> [(each.period.text, str(each.threshold)) for each in plan.targets]
    [('2026-11', '13/20'), ('2026-12', '2/3')]

    Args:
        text: the plan.
        name: of the file, for what is wrong in it.
        units: the units there are, if the file does not name them.

    Raises:
        FormatError: it is not TOML, or has faults: all of them are named, each with its place.
    """
    with reading_toml(text, name) as table:
        table.allow("name", "year", "source", "certainty", "units", "metric", "target", "note")
        year = table.whole("year")
        if table.faults:
            year = 0
        elif not 1 <= year <= 9998:
            table.fault("year", f"{year} is not a year from 1 to 9998")
        known = frozenset((*table.texts("units"), *units))
        metrics = dict(_metrics(table))
        entries = [
            entry
            for number, each in enumerate(table.tables("target"), 1)
            for entry in _written(each, f"target[{number}]", year, metrics, known)
        ]
        if not entries and not table.faults:
            table.fault("target", "is needed, at least one")
        table.faults.extend(overlaps(entries))
        return Plan(
            table.name("name"),
            tuple(each.target for each in entries),
            table.text("source", ""),
            table.text("certainty", ""),
        )


def _metrics(table: Table) -> Iterator[tuple[str, Metric]]:
    for each in table.tables("metric"):
        each.allow("name", "labels", "kind", "direction", "index")
        called = each.name("name")
        labels = each.labels("labels") if "labels" in each else Text()
        kind = each.member("kind", MetricKind, MetricKind.SHARE)
        direction = each.member("direction", Direction, Direction.AT_LEAST)
        if called:
            yield called, Metric(called, labels, kind, direction, each.text("index", ""))


def _written(
    table: Table, place: str, year: int, metrics: dict[str, Metric], units: frozenset[str]
) -> Iterator[Entry]:
    """Yield the targets of one table, and write down what is wrong with it."""
    table.allow("unit", "metric", "year", "months", "weeks", "from", "through")
    unit, called = table.name("unit"), table.name("metric")
    if unit and units and unit not in units:
        table.fault("unit", f"{unit!r} is no unit of the plan; add it to units, or write another")
    metric = metrics.get(called)
    if called and metric is None:
        known = ", ".join(metrics) or "none"
        table.fault("metric", f"{called!r} is not known; known: {known}; add a [[metric]] of it")
    whole = _one(table, place, "year", f"{year:04}", unit, metric) if "year" in table else None
    if whole is not None:
        yield whole
    months = table.table("months")
    found = [
        entry
        for month in months.names
        for entry in [_one(months, f"{place}.months", month, _month(month, year), unit, metric)]
        if entry is not None
    ]
    if "months" in table or "weeks" not in table:
        _check_months(table, months, year)
    if whole is not None and metric is not None and not metric.is_share and found:
        total = sum(each.target.threshold for each in found)
        if total != whole.target.threshold:
            problem = f"the months add up to {total} and not to {whole.target.threshold}"
            table.fault("months", f"{problem}; mend one of the two")
    yield from found
    weeks = table.table("weeks")
    for week in weeks.names:
        entry = _one(weeks, f"{place}.weeks", week, week, unit, metric)
        if entry is not None:
            yield entry


def _month(text: str, year: int) -> str:
    return f"{year:04}-{text.zfill(2)}" if text.isdecimal() and len(text) <= 2 else text


def _one(
    table: Table, place: str, key: str, period: str, unit: str, metric: Metric | None
) -> Entry | None:
    """Return the target under *key*; None, and a fault, if it is none."""
    value = table.value(key)
    if isinstance(value, bool) or not isinstance(value, (str, int)):
        table.wrong(key, 'a number, as "0.8", "4/5", "80%" or 1200')
        return None
    try:
        threshold = share_of("threshold", str(value))
        found = plan_period(period)
        if metric is None or not unit:
            return None
        return Entry(f"{place}.{key}", Target(unit, metric, found, threshold))
    except CaseflowError as error:
        table.fault(key, str(error))
        return None


def _check_months(table: Table, months: Table, year: int) -> None:
    """Write down each month between the first and the last that has no target, or is not theirs."""
    first, last = (_bound(table, key, year) for key in ("from", "through"))
    begins, ends = first or 1, last or _DECEMBER
    if begins > ends:
        table.fault("from", "is after through; swap them")
        return
    given = {_month(each, year) for each in months.names}
    wanted = {f"{year:04}-{month:02}" for month in range(begins, ends + 1)}
    missing = sorted(wanted - given)
    if missing and year:
        problem = f"{', '.join(missing)} missing; give each month a target, or say from or through"
        table.fault("months", problem)
    for each in sorted(given - wanted):
        if year:
            table.fault("months", f"{each} is no month of the plan; delete it")


def _bound(table: Table, key: str, year: int) -> int | None:
    if key not in table:
        return None
    text = table.text(key)
    try:
        found = plan_period(_month(text, year))
    except ValueInvalidError:
        found = None
    if found is None or not found.is_month or found.first.year != year:
        table.wrong(key, "a month of the year of the plan, as 2026-03")
        return None
    return found.first.month
