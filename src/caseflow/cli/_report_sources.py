"""What a report is made of, as a command is given it: filings, a plan, procedures, escalations.

Imported only by `_report_pages`: the reports are an extra.
"""

import argparse
from collections.abc import Generator, Mapping
from contextlib import contextmanager, suppress
from datetime import UTC, date, datetime, time, timedelta

from caseflow.cli._opening import opened
from caseflow.cli._packs import escalations_of
from caseflow.cli._passing import PassedOver
from caseflow.cli._registers import indices_of, register_of
from caseflow.cli._words import day_of, text_of
from caseflow.errors import CaseflowError, UnknownProcedureError, ValueInvalidError
from caseflow.limits import amount_text
from caseflow.office.escalations import ESCALATION
from caseflow.office.pack import Pack
from caseflow.office.plans import (
    Figures,
    Plan,
    PlanPeriod,
    plan_period,
    read_figures,
    read_plan,
    read_plan_csv,
)
from caseflow.office.services import service_of
from caseflow.procedures import Procedure
from caseflow.reports import Register
from caseflow.reports.attribution import Attribution, filing_times
from caseflow.reports.counts import Period
from caseflow.reports.figures import figures_of
from caseflow.reports.indices import IndexSet
from caseflow.reports.pages import (
    BY_ATTRIBUTION,
    EscalationRow,
    ProcedureTimes,
    ReportSource,
    procedure_codes,
)
from caseflow.service import summaries_of
from caseflow.texts import Message, Text, Written

__all__ = ["procedures_of", "source_of"]


@contextmanager
def source_of(
    options: argparse.Namespace,
    pack: Pack,
    passed: PassedOver,
    *,
    period: str | None = None,
    on: str | None = None,
    units: tuple[str, ...] | None = None,
) -> Generator[ReportSource, None, None]:
    """Return what a report is made of; *period*, *on* and *units* are those of a page.

    Raises:
        ValueInvalidError: a period or a day is missing, or has not come.
        CaseflowError: something that is named cannot be read.
    """
    calendar = pack.calendar()
    today = calendar.local_date(datetime.now(UTC))
    days = _period(options.period if period is None else period, today)
    as_of = _as_of(options.on if on is None else on, days, today)
    plan = None if getattr(options, "plan", None) is None else _plan(options.plan)
    indices = indices_of(options, pack) if "indices" in options else None
    named = tuple(options.unit) if units is None else units
    with register_of(options, pack, passed) as register:
        yield ReportSource(
            register,
            days,
            as_of,
            calendar,
            named,
            indices,
            plan,
            _figures(options, plan, register, as_of, indices),
            _escalations(options, pack, passed, days),
            _attribution(options, pack, passed, (days.first, as_of), named),
            procedures_of(pack, register),
        )


def _period(text: str | None, today: date) -> PlanPeriod:
    if text is None:
        raise ValueInvalidError("--period", None, "a year, a month, a week or a day, as 2026-10")
    found = plan_period(text)
    if found.first > today:
        raise ValueInvalidError("--period", text, "a period that has begun")
    return found


def _as_of(text: str | None, period: PlanPeriod, today: date) -> date:
    if text is None:
        return min(period.last, today)
    return day_of("--on", text)


def _plan(path: str) -> Plan:
    read = read_plan_csv if path.lower().endswith(".csv") else read_plan
    return read(text_of(path), name=path)


def _figures(
    options: argparse.Namespace,
    plan: Plan | None,
    register: Register,
    on: date,
    indices: IndexSet | None,
) -> Figures | None:
    if plan is None:
        return None
    if options.figures is not None:
        return read_figures(text_of(options.figures), name=options.figures)
    return figures_of(plan, register, on, indices=indices).figures


# ── procedures ──────────────────────────────────────────────────────────────────────────────


def procedures_of(pack: Pack, register: Register) -> Mapping[str, ProcedureTimes]:
    """Return names and limits of the procedures of the register that the pack knows."""
    catalogue = pack.jurisdiction().catalogue
    found: dict[str, ProcedureTimes] = {}
    for code in procedure_codes(register):
        with suppress(UnknownProcedureError):
            found[code] = _times(catalogue.get(code))
    return found


def _times(procedure: Procedure) -> ProcedureTimes:
    law = Text(und=procedure.limit_by_law) if procedure.limit_by_law else None
    if law is None:
        law = Written(_limits, procedure)
    promise: Text | None = None
    if procedure.shortened is not None:
        promise = Written(procedure.shortened.text)
    elif procedure.early is not None:
        promise = Written(_early, procedure)
    return ProcedureTimes(procedure.name, law, promise)


def _limits(procedure: Procedure, language: str) -> str:
    """Write every limit, once, with the channel or branch that it is for."""
    lines: list[str] = []
    for rule in procedure.limits:
        named = [rule.channel.label(language)] if rule.channel else []
        named += [rule.branch] if rule.branch else []
        of = f" ({', '.join(named)})" if named else ""
        lines.append(f"{rule.limit.text(language)}{of}")
    return "; ".join(dict.fromkeys(lines)) or "–"


def _early(procedure: Procedure, language: str) -> str:
    early = procedure.early
    percent = "" if early is None else amount_text(early.share * 100, language)
    return Message("commands/procedures.promised-sooner-if-lodged", percent=percent).in_(language)


# ── from the store ─────────────────────────────────────────────────────────────────────────────


def _escalations(
    options: argparse.Namespace, pack: Pack, passed: PassedOver, period: PlanPeriod
) -> tuple[EscalationRow, ...] | None:
    """Return how the escalations of the period stand; None without a store, or a pack for them."""
    if options.url is None or pack.escalations is None:
        return None
    office = escalations_of(pack)
    rows: list[EscalationRow] = []
    with opened(options) as store:
        service = service_of(passed.engine(store, office), store, pack)
        numbers = [each.case_id for each in summaries_of(store) if each.procedure == ESCALATION]
        for number in sorted(numbers):
            try:
                case = service.get(number)
            except CaseflowError as error:
                passed.case(number, error)
                continue
            text = str(case.fact("period") or "")
            target = _known_period(text)
            if target is None or not target.overlaps(period):
                continue
            workflow = office.workflow(case.fingerprint)
            state = case.state if workflow is None else workflow.state(case.state).labels
            due = service.engine.deadlines(case, at=case.last_at).legal.due
            rows.append(
                EscalationRow(
                    str(case.fact("unit") or ""),
                    Text(und=str(case.fact("metric") or "")),
                    text,
                    state if isinstance(state, Text) else Text(und=state),
                    office.calendar.local_date(case.last_at),
                    None if due is None else due.on,
                )
            )
    return tuple(rows)


def _attribution(
    options: argparse.Namespace,
    pack: Pack,
    passed: PassedOver,
    days: tuple[date, date],
    units: tuple[str, ...],
) -> Attribution | None:
    """Return where the time of the filings went that were decided in those days."""
    if options.url is None:
        return None
    first, last = days
    zone = pack.calendar().zone
    at = datetime.combine(last + timedelta(1), time(), tzinfo=zone)
    with opened(options) as store:
        service = service_of(passed.engine(store), store, pack)
        every = filing_times(service, at=at, on_problem=passed.case)
        ours = (
            each
            for each in every
            if each.decided_on is not None
            and first <= each.decided_on <= last
            and (not units or each.unit in units)
        )
        return Attribution.of(ours, by=BY_ATTRIBUTION, period=Period.YEAR)


def _known_period(text: str) -> PlanPeriod | None:
    try:
        return plan_period(text)
    except ValueInvalidError:
        return None
