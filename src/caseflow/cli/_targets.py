"""`caseflow targets`: compare figures with a plan, and open escalations for who is short.

What a plan and a figure are is in `office.plans`; what an escalation is, in `office.escalations`.
Nothing moves here but that cases are opened: letters are for people to write.
"""

import argparse
from collections.abc import Iterable, Iterator
from datetime import datetime
from fractions import Fraction
from math import ceil, floor

from caseflow._number_texts import decimal_text, share_text
from caseflow.cli._commands import Commands
from caseflow.cli._keeping import add_url
from caseflow.cli._languages import add_language
from caseflow.cli._opening import instant_of, opened
from caseflow.cli._packs import escalations_of, pack_of
from caseflow.cli._passing import PassedOver
from caseflow.cli._plan_figures import PlanFigures, add_sources, figures_from
from caseflow.cli._screen import FINDINGS, OK, number_text, print_json, table
from caseflow.cli._wording import usage_of
from caseflow.cli._words import day_of, text_of
from caseflow.errors import ValueInvalidError
from caseflow.office.escalations.opening import OpenedEscalation, open_escalations
from caseflow.office.pack import Pack
from caseflow.office.plans import (
    Direction,
    Need,
    Plan,
    Progress,
    TargetStanding,
    progress_on,
    read_plan,
    read_plan_csv,
)
from caseflow.office.services import service_of
from caseflow.office.states import SYSTEM
from caseflow.texts import Message
from caseflow.values import Actor

__all__ = ["add_parser"]

_NONE = "–"

_CASE_OPENED = Message("commands/targets.case-opened")
_CASE_THERE = Message("commands/targets.case-open")
_FILINGS_LEFT_OUT = Message("commands/targets.filings-left-out")
_IDLE = Message("commands/targets.idle-unit")

_HEADER = (
    Message("commands/targets.unit"),
    Message("commands/targets.metric"),
    Message("commands/targets.period"),
    Message("commands/targets.target"),
    Message("commands/targets.actual"),
    Message("commands/targets.needed"),
    Message("commands/targets.projection"),
    Message("commands/targets.standing"),
)


def add_parser(commands: Commands) -> None:
    """Add the command to the parser."""
    parser = commands.add_parser(
        "targets",
        description="Say how units stand to the targets of a plan.",
        epilog="example: caseflow targets check --plan plan.toml --register registers/ --lang vi",
    )
    duties = parser.add_subparsers(title="duties", metavar="DUTY", required=True)
    check = duties.add_parser(
        "check",
        help="compare figures with a plan, and open cases for units that are short",
        description=(
            "Say for each unit and metric what is to be reached, what was reached, what is needed "
            "for each working day left, and between what the period will end. Figures are counted "
            "from the filings of --register, else of --store, or read from --figures. With --store "
            "a case is opened for each unit that is behind or has missed its target, once for each "
            "unit, metric and period. Exit code 1 if a unit is short, or a row was left out."
        ),
    )
    check.add_argument("--plan", required=True, metavar="FILE", help="the plan, TOML or CSV")
    add_sources(check)
    check.add_argument("--on", metavar="DATE", help="figures through this civil day (today)")
    check.add_argument("--seed", type=int, default=1, metavar="N", help="of the projection (1)")
    purpose = "open cases there: sqlite:///cases.db or postgresql://..."
    add_url(check, purpose, is_required=False)
    check.add_argument(
        "--no-cases", action="store_true", help="open no case, and only count what the store has"
    )
    check.add_argument("--at", metavar="WHEN", help="the instant at which cases are opened (now)")
    add_language(check, "text")
    check.add_argument("--json", action="store_true", help="print JSON")
    check.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Compare, print, open what is to be opened, and say by the exit code whether all is well."""
    pack = pack_of(options)
    calendar = pack.calendar()
    at = instant_of(options)
    today = calendar.local_date(at)
    on = today if options.on is None else day_of("--on", options.on)
    if on > today:
        raise ValueInvalidError("--on", options.on, "a day that has come")
    plan = _plan(options.plan)
    passed = PassedOver(pack, options.lang)
    figures = figures_from(options, pack, plan, on, passed)
    progress = progress_on(plan, figures.figures, calendar, on, seed=options.seed)
    opens = options.url is not None and not options.no_cases
    cases = _opened(options, pack, passed, progress, at) if opens else ()
    if options.json:
        print_json(_data(plan, progress, figures, cases))
    else:
        for line in _lines(options.lang, plan, progress, figures, cases):
            print(line)
    is_short = any(each.standing.is_short for each in progress)
    return passed.code(OK if figures.is_whole and not is_short else FINDINGS)


def _plan(path: str) -> Plan:
    read = read_plan_csv if path.lower().endswith(".csv") else read_plan
    return read(text_of(path), name=path)


def _opened(
    options: argparse.Namespace,
    pack: Pack,
    passed: PassedOver,
    progress: Iterable[Progress],
    at: datetime,
) -> tuple[OpenedEscalation, ...]:
    office = escalations_of(pack)
    with opened(options) as store:
        service = service_of(passed.engine(store, office), store, pack)
        by = Actor("caseflow", {SYSTEM.name})
        return open_escalations(service, progress, by=by, at=at)


# ── for people ──────────────────────────────────────────────────────────────────────────────


def _lines(
    language: str,
    plan: Plan,
    progress: tuple[Progress, ...],
    figures: PlanFigures,
    cases: tuple[OpenedEscalation, ...],
) -> Iterator[str]:
    if progress:
        head = [each.in_(language) for each in _HEADER]
        yield table([head, *(_row(each, language) for each in progress)])
    else:
        yield Message("commands/targets.no-target", plan=plan.name).in_(language)
    if plan.source:
        said = Message("commands/targets.source", source=plan.source, certainty=plan.certainty)
        yield said.in_(language) if plan.certainty else plan.source
    for each in cases:
        case = _CASE_OPENED if each.is_new else _CASE_THERE
        said = case.filled(unit=each.progress.target.unit, case=each.case.id)
        yield said.in_(language)
    yield from _lacking(language, figures)


def _lacking(language: str, found: PlanFigures) -> Iterator[str]:
    """Yield what the figures lack: rows that were left out, metrics, units."""
    for left in found.figures.left_out:
        problem = usage_of(left.problem)
        yield Message("commands/targets.left-out", line=left.line, problem=problem).in_(language)
    more = found.figures.left_out_count - len(found.figures.left_out)
    if more:
        count = number_text(more, language)
        yield Message("commands/targets.left-out-more", count=count).in_(language)
    for code, number in found.left_out.items():
        count = number_text(number, language)
        yield _FILINGS_LEFT_OUT.filled(code=code, count=count).in_(language)
    for metric, why in found.not_computed.items():
        yield f"{metric}: {why.in_(language)}"
    for unit in found.idle_units:
        yield _IDLE.filled(unit=unit).in_(language)


def _row(progress: Progress, language: str) -> list[str]:
    target = progress.target
    return [
        target.unit,
        target.metric.label(language),
        target.period.text,
        f"{_sign(target.metric.direction)} {_value(progress, target.threshold, language)}",
        _actual(progress, language),
        _needed(progress, language),
        _projection(progress, language),
        progress.standing.label(language),
    ]


def _sign(direction: Direction) -> str:
    return "≥" if direction is Direction.AT_LEAST else "≤"


def _value(progress: Progress, value: Fraction, language: str) -> str:
    if progress.target.metric.is_share:
        return share_text(value, language)
    return decimal_text(value, language)


def _actual(progress: Progress, language: str) -> str:
    figure = progress.figure
    if figure is None:
        return _NONE
    counted = number_text(figure.numerator, language)
    if figure.denominator is None:
        return counted
    counted += f"/{number_text(figure.denominator, language)}"
    value = figure.value
    return counted if value is None else f"{share_text(value, language)} ({counted})"


def _needed(progress: Progress, language: str) -> str:
    need = progress.need
    if need is None or progress.standing is TargetStanding.MADE:
        return _NONE
    if not need.is_possible:
        return Message("commands/targets.cannot-be-made").in_(language)
    if need.per_day is None:
        expected = number_text(need.expected or 0, language)
        return Message("commands/targets.not-with-expected", expected=expected).in_(language)
    return f"{_sign(progress.target.metric.direction)} {_per_day(progress, need, language)}"


def _per_day(progress: Progress, need: Need, language: str) -> str:
    """Write what is needed a day to a tenth, on the side on which it is still enough."""
    exact = (need.per_day or Fraction(0)) * 10
    is_least = progress.target.metric.direction is Direction.AT_LEAST
    tenths = Fraction(ceil(exact) if is_least else floor(exact), 10)
    return Message(
        "commands/targets.on-days",
        number=decimal_text(tenths, language),
        days=number_text(need.days, language),
    ).in_(language)


def _projection(progress: Progress, language: str) -> str:
    found = progress.projection
    if found is None:
        return _NONE
    low, high = (_value(progress, each, language) for each in (found.low, found.high))
    return f"{low} … {high}"


# ── for programs ────────────────────────────────────────────────────────────────────────────


def _data(
    plan: Plan,
    progress: tuple[Progress, ...],
    figures: PlanFigures,
    cases: tuple[OpenedEscalation, ...],
) -> dict[str, object]:
    by_target = {each.progress.target.key: each for each in cases}
    return {
        "plan": plan.name,
        "source": plan.source,
        "certainty": plan.certainty,
        "targets": [_target_data(each, by_target.get(each.target.key)) for each in progress],
        "left_out": [
            {"line": each.line, "problem": each.problem} for each in figures.figures.left_out
        ],
        "left_out_count": figures.figures.left_out_count,
        "filings_left_out": dict(figures.left_out),
        "not_computed": {name: why.in_("en") for name, why in figures.not_computed.items()},
        "idle_units": list(figures.idle_units),
    }


def _target_data(progress: Progress, case: OpenedEscalation | None) -> dict[str, object]:
    target, figure, need, found = (
        progress.target,
        progress.figure,
        progress.need,
        progress.projection,
    )
    return {
        "unit": target.unit,
        "metric": target.metric.name,
        "kind": target.metric.kind.value,
        "direction": target.metric.direction.value,
        "period": target.period.text,
        "target": str(target.threshold),
        "on": progress.on.isoformat(),
        "numerator": None if figure is None else figure.numerator,
        "denominator": None if figure is None else figure.denominator,
        "need": None
        if need is None
        else {
            "total": need.total,
            "per_day": None if need.per_day is None else str(need.per_day),
            "days": need.days,
            "expected": need.expected,
            "possible": need.is_possible,
        },
        "projection": None
        if found is None
        else {
            "low": str(found.low),
            "middle": str(found.middle),
            "high": str(found.high),
            "coverage": str(found.coverage),
            "days": found.days,
            "seed": found.seed,
        },
        "standing": progress.standing.value,
        "case": None if case is None else case.case.id,
        "opened": case is not None and case.is_new,
    }
