"""Faults of procedures and catalogues: limits, steps, promises, dates and totals."""

from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime, timedelta

from caseflow.calendars import OfficeCalendar
from caseflow.checks._fees import fee_faults
from caseflow.checks._steps import step_faults
from caseflow.checks._wording import shown
from caseflow.errors import CaseflowError, UnknownNameError
from caseflow.limits import TimeLimit
from caseflow.procedures import Catalogue, PaymentPoint, Procedure, Totals, Unpaid
from caseflow.texts import Message
from caseflow.values import Channel, utc
from caseflow.workflow import Fault, Workflow

__all__ = ["catalogue_faults", "procedure_faults"]

#: Promises are compared with the legal date on so many reception days, a week and a day apart.
_SAMPLES = 48


def procedure_faults(
    procedure: Procedure, workflows: tuple[Workflow, ...], calendar: OfficeCalendar | None
) -> Iterator[Fault]:
    """Find what is wrong with one version of a procedure."""
    where = f"procedure {procedure.code} version {procedure.version}"
    yield from _limit_faults(procedure, where)
    yield from step_faults(procedure, where)
    yield from _order_faults(procedure, where)
    yield from _rule_faults(procedure, where)
    yield from _payment_faults(procedure, where)
    yield from fee_faults(procedure, where)
    if procedure.early is not None and not procedure.is_offered(Channel.ONLINE):
        yield Fault(
            "early-not-online",
            where,
            Message("checks.early-not-online"),
        )
    known = [workflow.name for workflow in workflows]
    if known and procedure.workflow not in known:
        yield Fault(
            "unknown-workflow",
            where,
            Message("checks.unknown-workflow"),
            {"name": repr(procedure.workflow)},
        )
    for what, written in (
        (Message("checks.code"), procedure.code),
        (Message("checks.version"), procedure.version),
    ):
        if not written.strip():
            yield Fault(
                "missing-code",
                where,
                Message("checks.missing-code"),
                {"what": what},
            )
    if not any(text.strip() for _, text in procedure.name.items()):
        yield Fault("missing-label", where, Message("checks.missing-label-it-has-no"))
    if calendar is not None:
        yield from _promise_faults(procedure, where, calendar)


def _limit_faults(procedure: Procedure, where: str) -> Iterator[Fault]:
    if not procedure.limits:
        yield Fault("no-limit", where, Message("checks.no-limit"))
    elif not any(map(procedure.is_offered, Channel)):
        yield Fault(
            "no-limit",
            where,
            Message("checks.no-limit-no-channel-through"),
        )
    timed = {rule.channel for rule in procedure.limits}
    for each in Channel:
        if each in timed and not procedure.is_offered(each):
            yield Fault(
                "limit-channel-not-offered",
                where,
                Message("checks.limit-channel-not-offered"),
                {"channel": each.labels},
                is_warning=True,
            )
    twice = Counter((rule.channel, rule.branch) for rule in procedure.limits)
    for (channel, branch), count in twice.items():
        if count > 1:
            yield Fault(
                "duplicate-limit",
                where,
                Message("checks.duplicate-limit"),
                {"what": _covered(channel, branch)},
            )
    for channel in Channel:
        if not procedure.is_offered(channel):
            continue
        try:
            procedure.limit_for(channel)
        except UnknownNameError:
            yield Fault(
                "no-default-limit",
                where,
                Message("checks.no-default-limit"),
                {"channel": channel.labels},
                is_warning=True,
            )
    for limit in dict.fromkeys(rule.limit for rule in procedure.limits):
        yield from _extension_faults(procedure, limit, where)


def _covered(channel: Channel | None, branch: str | None) -> str:
    return f"{channel.value if channel else 'any channel'}, {branch or 'any branch'}"


def _extension_faults(procedure: Procedure, limit: TimeLimit, where: str) -> Iterator[Fault]:
    if procedure.extension is None:
        return
    extra = procedure.extension.limit
    try:
        limit.extended(extra)
    except CaseflowError:
        yield Fault(
            "extension-unit",
            where,
            Message("checks.extension-unit"),
            {"extra": shown(extra), "limit": shown(limit)},
        )


def _order_faults(procedure: Procedure, where: str) -> Iterator[Fault]:
    known = (procedure.valid_from, procedure.closed_to_new_from, procedure.retired_from)
    dated = [each for each in known if each is not None]
    if dated != sorted(dated):
        yield Fault(
            "dates-reversed",
            where,
            Message("checks.dates-reversed"),
        )
    counts = {
        "supplement_max": procedure.supplement_max,
        "reappointment_max": procedure.reappointment_max,
        "extension.max": 0 if procedure.extension is None else procedure.extension.max,
    }
    for name, count in counts.items():
        if count < 0:
            yield Fault(
                "count-negative",
                where,
                Message("checks.count-negative"),
                {"name": name, "count": count},
            )


def _rule_faults(procedure: Procedure, where: str) -> Iterator[Fault]:
    """Find dated rules that cannot apply, and rules that name no law."""
    spans = [(each.valid_from, each.valid_until) for each in procedure.limits]
    spans += [(each.valid_from, each.valid_until) for each in procedure.excluded_grounds]
    for begins, ends in spans:
        if begins is not None and ends is not None and ends < begins:
            yield Fault(
                "validity-reversed",
                where,
                Message("checks.validity-reversed"),
                {"begins": begins, "ends": ends},
            )
    for limit in procedure.limits:
        if limit.branch is None and (limit.valid_from or limit.valid_until):
            yield Fault(
                "dated-limit-without-branch",
                where,
                Message("checks.dated-limit-without-branch"),
                {"limit": shown(limit.limit)},
            )
    silent = () if procedure.silence is None else (procedure.silence.citation,)
    grounds = (text for each in procedure.excluded_grounds for text in (each.reason, each.basis))
    if not all(text.strip() for text in (*silent, *grounds)):
        yield Fault(
            "rule-without-law",
            where,
            Message("checks.rule-without-law"),
        )


def _payment_faults(procedure: Procedure, where: str) -> Iterator[Fault]:
    """Find a fee that holds up acceptance and is collected only later."""
    period = procedure.payment_period
    if period is None or period.on_expiry is not Unpaid.CLOCK_NOT_STARTED:
        return
    if procedure.payment in (PaymentPoint.MIDWAY, PaymentPoint.RETURN):
        yield Fault(
            "payment-after-acceptance",
            where,
            Message("checks.payment-after-acceptance"),
        )


def _promise_faults(procedure: Procedure, where: str, calendar: OfficeCalendar) -> Iterator[Fault]:
    """Find promises that fall later than the law, whatever their figures look like."""
    if procedure.shortened is None:
        return
    for limit in dict.fromkeys(rule.limit for rule in procedure.limits):
        later = [
            calendar.local_date(at)
            for at in _sampled(calendar)
            if utc(procedure.shortened.due(at, calendar).at) > utc(limit.due(at, calendar).at)
        ]
        if later:
            yield Fault(
                "promise-later",
                where,
                Message("checks.promise-later"),
                {
                    "promise": shown(procedure.shortened),
                    "limit": shown(limit),
                    "count": len(later),
                    "most": _SAMPLES,
                    "on": later[0],
                },
                is_warning=True,
            )


def _sampled(calendar: OfficeCalendar) -> Iterator[datetime]:
    """Go through mornings of the year before the last decided one."""
    through = calendar.official_through or calendar.last_on
    first = date(min(through.year, calendar.last_on.year - 1) - 1, 1, 5)
    for number in range(_SAMPLES):
        on = max(first, calendar.first_on) + timedelta(days=8 * number)
        worked = on if calendar.is_working_day(on) else calendar.add_working_days(on, 1)
        yield calendar.opening(worked) or calendar.start_of(worked)


def catalogue_faults(catalogue: Catalogue, workflows: tuple[Workflow, ...]) -> Iterator[Fault]:
    """Find what is wrong with a catalogue as a whole."""
    where = catalogue.name or "catalogue"
    yield from _language_faults(catalogue, workflows, where)
    twice = Counter((each.code, each.version) for each in catalogue)
    for (code, version), count in twice.items():
        if count > 1:
            yield Fault(
                "duplicate-version",
                f"procedure {code} version {version}",
                Message("checks.duplicate-version"),
                {"count": count},
            )
    dates = Counter((each.code, each.valid_from) for each in catalogue)
    for (code, valid_from), count in dates.items():
        if count > 1 and twice[code, catalogue.get(code).version] == 1:
            yield Fault(
                "duplicate-validity",
                f"procedure {code}",
                Message("checks.duplicate-validity"),
                {"count": count, "on": valid_from or Message("checks.the-beginning")},
            )
    if catalogue.published is not None:
        yield from _total_faults(catalogue, catalogue.published, where)


def _language_faults(
    catalogue: Catalogue, workflows: tuple[Workflow, ...], where: str
) -> Iterator[Fault]:
    """Find the languages of the workflows in which procedures have no name, each once."""
    for language in dict.fromkeys(each for workflow in workflows for each in workflow.languages):
        lacking = [
            each.code for each in catalogue if not dict(each.name.items()).get(language, "").strip()
        ]
        if lacking:
            yield Fault(
                "missing-name",
                where,
                Message("checks.missing-name"),
                {"language": repr(language), "count": len(lacking), "code": lacking[0]},
                is_warning=True,
            )


def _total_faults(catalogue: Catalogue, published: Totals, where: str) -> Iterator[Fault]:
    parts = published.full + published.partial + published.counter
    if parts != published.procedures:
        yield Fault(
            "totals-inconsistent",
            where,
            Message("checks.totals-inconsistent"),
            {"all": published.procedures, "parts": parts},
            is_warning=True,
        )
    counted = catalogue.totals()
    names = ("procedures", "full", "partial", "counter")
    differing = [name for name in names if getattr(counted, name) != getattr(published, name)]
    for name in differing:
        yield Fault(
            "totals-differ",
            where,
            Message("checks.totals-differ"),
            {
                "name": name,
                "published": getattr(published, name),
                "counted": getattr(counted, name),
            },
            is_warning=True,
        )
