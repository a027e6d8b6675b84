"""Faults of procedures and catalogues: limits, steps, promises, dates and totals.

May import: errors, values, calendars, limits, procedures, workflow, and `fees` beside it.
"""

from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime, timedelta

from caseflow.calendars import OfficeCalendar
from caseflow.checks.fees import fee_faults
from caseflow.checks.steps import step_faults
from caseflow.checks.wording import shown
from caseflow.errors import CaseflowError, UnknownNameError
from caseflow.limits import TimeLimit
from caseflow.procedures import Catalogue, PaymentPoint, Procedure, Totals, Unpaid
from caseflow.values import Channel, Text, utc
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
            Text(
                vi="cam kết trả trước hạn mà không nhận trực tuyến",
                en="it promises an early return and takes no filing online",
            ),
        )
    known = [workflow.name for workflow in workflows]
    if known and procedure.workflow not in known:
        yield Fault(
            "unknown-workflow",
            where,
            Text(vi="không có quy trình {name}", en="there is no workflow {name}"),
            {"name": repr(procedure.workflow)},
        )
    for what, written in (
        (Text(vi="mã", en="code"), procedure.code),
        (Text(vi="phiên bản", en="version"), procedure.version),
    ):
        if not written.strip():
            yield Fault(
                "missing-code",
                where,
                Text(vi="thiếu {what}", en="it has no {what}"),
                {"what": what},
            )
    if not procedure.name.in_("vi").strip():
        yield Fault("missing-label", where, Text(vi="thiếu tên", en="it has no name"))
    if calendar is not None:
        yield from _promise_faults(procedure, where, calendar)


def _limit_faults(procedure: Procedure, where: str) -> Iterator[Fault]:
    if not procedure.limits:
        yield Fault("no-limit", where, Text(vi="không có thời hạn", en="it has no limit"))
    elif not any(map(procedure.is_offered, Channel)):
        yield Fault(
            "no-limit",
            where,
            Text(
                vi="không kênh tiếp nhận nào có thời hạn",
                en="no channel through which filings come in has a limit",
            ),
        )
    timed = {rule.channel for rule in procedure.limits}
    for each in Channel:
        if each in timed and not procedure.is_offered(each):
            yield Fault(
                "limit-channel-not-offered",
                where,
                Text(
                    vi="có thời hạn cho hồ sơ {channel} mà không tiếp nhận như vậy",
                    en="it has a limit for filings {channel} and takes none that way",
                ),
                {"channel": Text(vi=each.label("vi"), en=each.label("en"))},
                is_warning=True,
            )
    twice = Counter((rule.channel, rule.branch) for rule in procedure.limits)
    for (channel, branch), count in twice.items():
        if count > 1:
            yield Fault(
                "duplicate-limit",
                where,
                Text(vi="hai thời hạn cho {what}", en="two limits for {what}"),
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
                Text(
                    vi="chưa biết nhánh thì không có thời hạn ({channel})",
                    en="filings {channel} have no limit until their branch is known",
                ),
                {"channel": Text(vi=channel.label("vi"), en=channel.label("en"))},
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
            Text(
                vi="gia hạn {extra} khác đơn vị với thời hạn {limit}",
                en="an extension of {extra} is in another unit than the limit of {limit}",
            ),
            {"extra": shown(extra), "limit": shown(limit)},
        )


def _order_faults(procedure: Procedure, where: str) -> Iterator[Fault]:
    known = (procedure.valid_from, procedure.closed_to_new_from, procedure.retired_from)
    dated = [each for each in known if each is not None]
    if dated != sorted(dated):
        yield Fault(
            "dates-reversed",
            where,
            Text(
                vi="ngày hiệu lực, ngừng tiếp nhận và bãi bỏ không theo thứ tự",
                en="in force, closed to new filings and retired are not in that order",
            ),
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
                Text(vi="{name} là {count}", en="{name} is {count}; give 0 or more"),
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
                Text(
                    vi="quy định hết hiệu lực {ends}, trước khi có hiệu lực {begins}",
                    en="a rule ends on {ends}, before it begins on {begins}",
                ),
                {"begins": begins, "ends": ends},
            )
    for limit in procedure.limits:
        if limit.branch is None and (limit.valid_from or limit.valid_until):
            yield Fault(
                "dated-limit-without-branch",
                where,
                Text(
                    vi="thời hạn {limit} có thời gian hiệu lực mà không có nhánh",
                    en="the limit of {limit} is dated and has no branch; make a version of the "
                    "procedure for a limit of all filings",
                ),
                {"limit": shown(limit.limit)},
            )
    silent = () if procedure.silence is None else (procedure.silence.citation,)
    grounds = (text for each in procedure.excluded_grounds for text in (each.reason, each.basis))
    if not all(text.strip() for text in (*silent, *grounds)):
        yield Fault(
            "rule-without-law",
            where,
            Text(
                vi="quy định về im lặng hoặc thời gian không tính thiếu lý do hay căn cứ",
                en="a rule on silence or on excluded time has no reason, or names no law",
            ),
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
            Text(
                vi="chưa nộp thì chưa tiếp nhận, nhưng lại thu sau khi tiếp nhận",
                en="it accepts nothing unpaid and collects its fee after acceptance",
            ),
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
                Text(
                    vi="cam kết {promise} muộn hơn thời hạn {limit}, ví dụ nhận ngày {on}",
                    en="the promise of {promise} falls later than {limit} on {count} of {most} "
                    "sampled days, such as {on}",
                ),
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


def catalogue_faults(catalogue: Catalogue) -> Iterator[Fault]:
    """Find what is wrong with a catalogue as a whole."""
    where = catalogue.name or "catalogue"
    twice = Counter((each.code, each.version) for each in catalogue)
    for (code, version), count in twice.items():
        if count > 1:
            yield Fault(
                "duplicate-version",
                f"procedure {code} version {version}",
                Text(vi="có {count} lần", en="it is there {count} times"),
                {"count": count},
            )
    dates = Counter((each.code, each.valid_from) for each in catalogue)
    for (code, valid_from), count in dates.items():
        if count > 1 and twice[code, catalogue.get(code).version] == 1:
            yield Fault(
                "duplicate-validity",
                f"procedure {code}",
                Text(
                    vi="{count} phiên bản cùng hiệu lực từ {on}",
                    en="{count} versions are in force from {on}; which one applies is open",
                ),
                {"count": count, "on": valid_from or Text(vi="đầu", en="the beginning")},
            )
    if catalogue.published is not None:
        yield from _total_faults(catalogue, catalogue.published, where)


def _total_faults(catalogue: Catalogue, published: Totals, where: str) -> Iterator[Fault]:
    parts = published.full + published.partial + published.counter
    if parts != published.procedures:
        yield Fault(
            "totals-inconsistent",
            where,
            Text(
                vi="công bố {all} thủ tục nhưng các mức cộng lại {parts}",
                en="{all} procedures are published and their levels add up to {parts}",
            ),
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
            Text(
                vi="{name}: công bố {published}, đếm được {counted}",
                en="{name}: {published} published, {counted} counted",
            ),
            {
                "name": name,
                "published": getattr(published, name),
                "counted": getattr(counted, name),
            },
            is_warning=True,
        )
