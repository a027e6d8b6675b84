"""What a simulation came to, as a page: shares with their intervals, loads, waits, the backlog."""

from collections.abc import Sequence
from datetime import timedelta
from fractions import Fraction

from caseflow._date_texts import day_text
from caseflow._number_texts import decimal_text
from caseflow.reports.pages import Cell, Chart, ChartKind, Content, Part, Section, Series, Table
from caseflow.reports.pages import written as cell_text
from caseflow.simulation import Infeasible, Interval, Quantity, Result, Staffing, Undecided
from caseflow.texts import Message, Text, Written

__all__ = ["Solved", "simulation_page"]

Solved = Staffing | Infeasible | Undecided

_NAMES = {
    Quantity.ON_TIME: Message("pages/terms.in-time"),
    Quantity.EARLY_10: Message("pages/simulation.early-10"),
    Quantity.EARLY_20: Message("pages/simulation.early-20"),
    Quantity.PROMISES: Message("pages/simulation.promises"),
}
_MEAN, _LOW, _HIGH = (
    Message("pages/simulation.mean"),
    Message("pages/simulation.low"),
    Message("pages/simulation.high"),
)
_SHARE, _NUMBER = Message("pages/terms.share"), Message("pages/terms.number")
_BAND = Message("pages/simulation.band")
_CLERKS = Message("pages/simulation.number-of-clerks")


def simulation_page(result: Result, solved: Solved | None, *, is_drawn: bool = True) -> Content:
    """Return what *result* says, and the answer to the goal, if one was set.

    The backlog of each day is drawn only where *is_drawn*; a terminal has no place for it.
    """
    scenario = result.scenario
    lead: list[Text] = [
        Message(
            "pages/simulation.lead",
            first=Written(day_text, scenario.first_on),
            last=Written(day_text, scenario.last_on),
            reps=len(result.replications),
            seed=result.seed,
            engine=result.engine,
            checksum=result.checksum,
        )
    ]
    if result.is_interrupted:
        lead.append(Message("pages/simulation.interrupted"))
    shares = _shares(result)
    tiles = [(_NAMES[name], _share(found.mean)) for name, found in shares.items()]
    sections = [_share_section(result), _load_section(result)]
    if solved is not None:
        sections.insert(0, _clerk_section(solved))
    sections += [_wait_section(result), _backlog_section(result, is_drawn=is_drawn)]
    title = Message("pages/simulation.title", name=scenario.name)
    return Content(title, tuple(lead), tuple(tiles), tuple(sections))


def _shares(result: Result) -> dict[Quantity, Interval]:
    found: dict[Quantity, Interval] = {}
    for quantity in Quantity:
        values = [quantity.of(each).value for each in result.replications]
        known = [float(value) for value in values if value is not None]
        if known:
            found[quantity] = Interval.of(known)
    return found


def _share(value: float) -> Fraction:
    """Return a share for a page, which writes it to a tenth of a per cent."""
    return Fraction(min(max(value, 0.0), 1.0)).limit_denominator(100_000)


def _band(found: Interval) -> tuple[Fraction, Fraction, Fraction]:
    return _share(found.mean), _share(found.low), _share(found.high)


def _share_section(result: Result) -> Section:
    shares, twin = _shares(result), result.twin
    head: list[Text] = [_SHARE, _MEAN, _LOW, _HIGH]
    beside = {} if twin is None else _shares(twin)
    if twin is not None:
        head.append(Message("pages/simulation.twin"))
    rows: list[tuple[Cell, ...]] = []
    for quantity, found in shares.items():
        more = () if twin is None else (_share(beside[quantity].mean),)
        rows.append((_NAMES[quantity], *_band(found), *more))
    chart = Chart(
        ChartKind.BARS,
        _BAND,
        tuple(_NAMES[each] for each in shares),
        (Series(_MEAN, tuple(_share(each.mean) for each in shares.values())),),
        _SHARE,
        _SHARE,
        is_share=True,
    )
    part = Part(Table(tuple(head), tuple(rows)), chart)
    return Section("shares", Message("pages/simulation.shares"), (_BAND,), (part,))


def _load_section(result: Result) -> Section:
    said: list[Text] = []
    rows: list[tuple[Cell, ...]] = []
    for load in result.loads:
        if load.is_above_capacity:
            number = round(load.grows_by)
            said.append(Message("pages/simulation.above", pool=load.pool, number=number))
        busy = result.utilisation(load.pool).mean
        ratio = Fraction(load.ratio).limit_denominator(100_000)
        rows.append((load.pool, ratio, _share(busy), round(load.grows_by)))
    head = (
        Message("pages/simulation.pool"),
        Message("pages/simulation.load"),
        Message("pages/simulation.utilisation"),
        Message("pages/simulation.grows-by"),
    )
    part = Part(Table(head, tuple(rows)))
    return Section("loads", Message("pages/simulation.loads"), tuple(said), (part,))


def _wait_section(result: Result) -> Section:
    found: dict[str, list[timedelta]] = {}
    visits: dict[str, int] = {}
    for replication in result.replications:
        for wait in replication.waits:
            times = found.setdefault(wait.state, [timedelta(), timedelta()])
            times[0] += wait.waited
            times[1] += wait.worked
            visits[wait.state] = visits.get(wait.state, 0) + wait.visits
    rows: list[tuple[Cell, ...]] = []
    for state, times in found.items():
        tenths = [round(each / visits[state] / _HOUR * 10) for each in times]
        hours = [Written(decimal_text, Fraction(each, 10)) for each in tenths]
        rows.append((state, visits[state], *hours))
    head = (
        Message("pages/simulation.state"),
        Message("pages/simulation.visits"),
        Message("pages/simulation.wait-hours"),
        Message("pages/simulation.work-hours"),
    )
    return Section(
        "waits", Message("pages/simulation.waits"), (), (Part(Table(head, tuple(rows))),)
    )


_HOUR = timedelta(hours=1)


def _backlog_section(result: Result, *, is_drawn: bool) -> Section:
    first = result.scenario.first_on
    days = [*zip(*(each.backlog for each in result.replications), strict=True)]
    across = tuple(first + timedelta(days=place) for place in range(len(days)))
    mean, low, high = _fan(days)
    said = Message("pages/simulation.backlog-said")
    lines = (
        Series(_MEAN, mean),
        Series(_LOW, low, is_line=True),
        Series(_HIGH, high, is_line=True),
    )
    numbers, name = tuple(range(1, len(days) + 1)), Message("pages/targets.day")
    head = (name, _MEAN, _LOW, _HIGH)
    rows = tuple(zip(across, mean, low, high, strict=True))
    chart = Chart(ChartKind.LINES, said, numbers, lines, _NUMBER, name)
    # A page has an end: the last day of each week is in the table, all days are in the chart.
    table = Table(head, rows[6::7] or rows[-1:])
    title = Message("pages/simulation.backlog")
    return Section("backlog", title, (said,), (Part(table, chart if is_drawn else None),))


def _fan(
    days: Sequence[tuple[int, ...]],
) -> tuple[tuple[int, ...], tuple[int, ...], tuple[int, ...]]:
    return (
        tuple(round(sum(each) / len(each)) for each in days),
        tuple(min(each) for each in days),
        tuple(max(each) for each in days),
    )


def _clerk_section(solved: Solved) -> Section:
    said = Message("pages/simulation.clerks-said")
    tried = [(clerks, share) for clerks, share in solved.tried if share is not None]
    rows = tuple((clerks, *_band(share)) for clerks, share in tried)
    columns = [*zip(*rows, strict=True)]
    chart = Chart(
        ChartKind.COLUMNS,
        said,
        tuple(str(clerks) for clerks, _ in tried),
        (
            Series(_MEAN, tuple(columns[1])),
            Series(_LOW, tuple(columns[2])),
            Series(_HIGH, tuple(columns[3])),
        ),
        _SHARE,
        _CLERKS,
        is_share=True,
    )
    part = Part(Table((_CLERKS, _MEAN, _LOW, _HIGH), rows), chart)
    title = Message("pages/simulation.clerks")
    return Section("clerks", title, (_answer(solved), said), (part,))


def _answer(solved: Solved) -> Text:
    goal, pool = str(solved.goal), solved.pool
    if isinstance(solved, Staffing):
        return Message("pages/simulation.takes", goal=goal, clerks=solved.clerks, pool=pool)
    if isinstance(solved, Infeasible):
        return Message(
            "pages/simulation.infeasible",
            goal=goal,
            pool=pool,
            ceiling=Written(cell_text, _share(solved.ceiling.mean)),
            bottleneck=solved.bottleneck,
        )
    reps = solved.ceiling.number
    return Message("pages/simulation.undecided", goal=goal, pool=pool, reps=reps)
