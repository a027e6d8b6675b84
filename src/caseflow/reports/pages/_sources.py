"""What a report is made of: a register, a period, and what else is known; looked at before.

What is refused here is refused before anything is counted.
"""

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType
from typing import Any

import narwhals as nw
from attrs import evolve, field

from caseflow._typed import frozen, typed
from caseflow.calendars import OfficeCalendar
from caseflow.errors import UnknownNameError, ValueInvalidError
from caseflow.office.plans import Figures, Plan, PlanPeriod
from caseflow.reports.attribution import Attribution
from caseflow.reports.indices import IndexSet
from caseflow.reports.pages._content import Cell
from caseflow.reports.register import Register
from caseflow.texts import Text

__all__ = [
    "BY_ATTRIBUTION",
    "EscalationRow",
    "ProcedureTimes",
    "ReportSource",
    "checked",
    "in_units",
    "procedure_codes",
    "unit_names",
]


#: By what the time of filings is added up on a page.
BY_ATTRIBUTION = ("holder", "name")


@frozen
class EscalationRow:
    """Say how one escalation stands; *since* is the day of its last act, *due* the next day."""

    unit: str
    metric: Text
    period: str
    state: Text
    since: date
    due: date | None


@frozen
class ProcedureTimes:
    """Say what a procedure is called, what the law gives it, and what is promised sooner."""

    name: Text
    law: Text
    promise: Text | None = None


def _frozen(given: Mapping[str, ProcedureTimes]) -> Mapping[str, ProcedureTimes]:
    return MappingProxyType(dict(given))


@typed
@frozen(eq=False)
class ReportSource:
    """Hold what a report is made of.

    Attributes:
        register: the filings.
        period: for which civil days.
        on: the day at whose end open filings are looked at; within the period, or its last.
        calendar: counts working days.
        units: those that are asked for; all if empty.
        indices: official ones, and one's own.
        plan: what units are to reach; None if there is none.
        figures: what was counted for the plan.
        escalations: how escalations stand; None if nobody knows, as without a store.
        attribution: where the time of the filings decided in the period went, by holder and name,
            as `BY_ATTRIBUTION` has it; None if nobody knows, as without a store.
        procedures: names and limits of procedures, by code.
    """

    register: Register
    period: PlanPeriod
    on: date
    calendar: OfficeCalendar
    units: tuple[str, ...] = ()
    indices: IndexSet | None = None
    plan: Plan | None = None
    figures: Figures | None = None
    escalations: tuple[EscalationRow, ...] | None = None
    attribution: Attribution | None = None
    procedures: Mapping[str, ProcedureTimes] = field(
        factory=dict[str, ProcedureTimes], converter=_frozen
    )

    def procedure(self, code: str) -> Cell:
        """Return what people read of the procedure: its name, if that is known."""
        found = self.procedures.get(code)
        return code if found is None else found.name


@typed
def checked(source: ReportSource) -> ReportSource:
    """Return *source* with the filings of its units alone.

    Raises:
        ValueInvalidError: the day is not in the period, no filing is of the period, or the
            attribution is by something else.
        UnknownNameError: there is no such unit.
    """
    first, last = source.period.first, source.period.last
    if not first <= source.on <= last:
        raise ValueInvalidError("on", source.on.isoformat(), f"a day from {first} to {last}")
    if source.units:
        known = unit_names(source.register)
        for name in source.units:
            if name not in known:
                raise UnknownNameError(name, known, "unit")
        source = evolve(source, register=source.register.filter(in_units(source.units)))
    begun, end = _span(source)
    if begun is None or end is None:
        raise ValueInvalidError("register", "no filing", "a register with at least one filing")
    if end < first or begun > last:
        allowed = f"a period with filings; the register has some from {begun} to {end}"
        raise ValueInvalidError("period", source.period.text, allowed)
    attribution = source.attribution
    if attribution is not None and attribution.by != BY_ATTRIBUTION:
        allowed = f"one by {', '.join(BY_ATTRIBUTION)}"
        raise ValueInvalidError("attribution", ", ".join(attribution.by), allowed)
    return source


def in_units(units: tuple[str, ...]) -> nw.Expr:
    """Return whether a filing is of one of *units*."""
    return nw.col("unit").cast(nw.String).is_in(list(units)).fill_null(value=False)


def unit_names(register: Register) -> tuple[str, ...]:
    """Return the names of the units of a register, in order."""
    return _names(register, "unit")


@typed
def procedure_codes(register: Register) -> tuple[str, ...]:
    """Return the codes of the procedures of which a register has filings, in order.

    Cost: one pass over the column.
    """
    return _names(register, "procedure")


def _names(register: Register, name: str) -> tuple[str, ...]:
    frame = register.frame.select(nw.col(name).cast(nw.String)).unique().collect("polars")
    return tuple(sorted(str(each) for each in frame.get_column(name).to_list() if each))


def _span(source: ReportSource) -> tuple[date | None, date | None]:
    """Return the first and the last day on which something happened to a filing or is open.

    An open filing is there on the day of the report, whatever happened to it before.
    """
    days = ("lodged_on", "received_on", "decided_on", "ended_on", "returned_on")
    is_over = ~nw.col("decided_on").is_null() | ~nw.col("ended_on").is_null()
    received = nw.col("received_on")
    sums: list[Any] = [nw.col(name).min().alias(f"first_{name}") for name in days]
    sums += [nw.col(name).max().alias(f"last_{name}") for name in days]
    sums += [
        nw.when(~is_over).then(received).min().alias("first_open"),
        (~is_over & ~received.is_null()).cast(nw.Int64).sum().alias("open"),
    ]
    row = source.register.frame.select(*sums).collect("polars").to_dict(as_series=False)
    found = [each[0] for name, each in row.items() if name != "open"]
    known = [each for each in found if isinstance(each, date)]
    if not known:
        return None, None
    begun, end = min(known), max(known)
    has_open = row["open"][0]
    return begun, max(end, source.on) if has_open and begun <= source.on else end
