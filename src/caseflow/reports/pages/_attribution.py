"""Where the time of the filings went: to units, applicants, payment and other agencies."""

from collections.abc import Mapping
from datetime import date
from fractions import Fraction

from caseflow._number_texts import decimal_text
from caseflow.limits import Unit
from caseflow.reports.attribution import Holder, PartTotal, register_days
from caseflow.reports.counts import Period
from caseflow.reports.indices import rounded
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
from caseflow.texts import Message, Text, Written

__all__ = ["attribution_section"]

_HOLDER = Message("pages/attribution.holder")
_ELAPSED = Message("pages/attribution.elapsed")
_NAMED = Message("pages/terms.name-and-share")


def attribution_section(source: ReportSource) -> Section:
    """Return where the time of the filings decided in the period went."""
    title = Message("pages/attribution.title")
    if source.attribution is None:
        return _of_register(source, title)
    rows = [*source.attribution.rows()]
    elapsed = sum(each.elapsed for each in source.attribution.parts.values())
    filings = sum(each.filings for each in source.attribution.wholes.values())
    if not rows or not elapsed:
        return Section("attribution", title, (Message("pages/attribution.nothing"),))
    rows.sort(key=lambda row: -_whole(row["elapsed_microseconds"]))
    kept = rows[:MOST_ROWS]
    head = (
        _HOLDER,
        Message("pages/attribution.name"),
        Message("pages/attribution.time-unit"),
        _ELAPSED,
        Message("pages/attribution.counted"),
        Message("pages/attribution.delay"),
        Message("pages/attribution.used"),
        Message("pages/attribution.late"),
    )
    table = Table(head, tuple(map(_row, kept)), len(rows) - len(kept))
    by_holder = source.attribution.rolled(("holder",))
    shares = _shares(by_holder.parts, elapsed)
    said = Message(
        "pages/attribution.said",
        filings=number(filings),
        parts=tuple(_NAMED.filled(name=name, share=share(part)) for name, part in shares),
    )
    chart = Chart(
        ChartKind.BARS,
        said,
        tuple(name for name, _ in shares),
        (Series(_ELAPSED, tuple(part for _, part in shares)),),
        _ELAPSED,
        _HOLDER,
        is_share=True,
    )
    return Section("attribution", title, (said,), (Part(table, chart),))


def _shares(
    parts: Mapping[tuple[str | date | None, ...], PartTotal], elapsed: int
) -> list[tuple[Text, Fraction]]:
    """Return the share of each holder of all the time, the greatest first."""
    sums: dict[str, int] = {}
    for group, total in parts.items():
        sums[str(group[0])] = sums.get(str(group[0]), 0) + total.elapsed
    ordered = sorted(sums.items(), key=lambda each: -each[1])
    return [(Holder(name).labels, Fraction(part, elapsed)) for name, part in ordered]


def _row(row: Mapping[str, object]) -> tuple[Cell, ...]:
    unit = row["time_unit"]
    return (
        Holder(str(row["holder"])).labels,
        str(row["name"] or ""),
        None if unit is None else Unit(str(unit)).texts[0],
        _share(row["elapsed_share"]),
        _share(row["counted_share"]),
        _share(row["delay_share"]),
        _share(row["share_used"]),
        _whole(row["late"]),
    )


def _share(value: object) -> Fraction | None:
    return value if isinstance(value, Fraction) else None


def _whole(value: object) -> int:
    return value if isinstance(value, int) else 0


# ── what a register alone says ──────────────────────────────────────────────────────────────

_STAGES = ("before_acceptance", "until_decision", "until_return")


def _of_register(source: ReportSource, title: Message) -> Section:
    """Return how many civil days filings had until their acceptance, decision and return."""
    unknown = Message("pages/attribution.unknown")
    days = register_days(source.register, period=Period.DAY)
    counts = within(days, source.period.first, source.period.last).rolled(("unit",), Period.YEAR)
    units = [row["unit"] for row in counts.rows()]
    if not units:
        return Section("attribution", title, (unknown,))
    kept = units[:MOST_ROWS]
    rows: list[tuple[Cell, ...]] = []
    for unit in kept:
        ours = counts.where(unit=unit)
        filings = ours.total("filings")
        is_known = any(ours.total(name) for name in _STAGES)
        means = (_mean(ours.total(name), filings if is_known else 0) for name in _STAGES)
        rows.append((None if unit is None else str(unit), filings, *means))
    head = (
        Message("pages/terms.unit"),
        Message("pages/terms.decided"),
        Message("pages/attribution.before-acceptance"),
        Message("pages/attribution.until-decision"),
        Message("pages/attribution.until-return"),
    )
    table = Table(head, tuple(rows), len(units) - len(kept), numeric=(2, 3, 4))
    said = (Message("pages/attribution.of-register"), unknown)
    return Section("attribution", title, said, (Part(table),))


def _mean(days: int, filings: int) -> Text | None:
    if not filings:
        return None
    return Written(decimal_text, rounded(Fraction(days, filings), 1))
