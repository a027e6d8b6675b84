"""Guards of reception, correction and supplement.

May import: ledgers, limits, values, workflow, and this pack's law, rules, codes, actions and
payloads.
"""

from caseflow.ledgers import ClockState
from caseflow.limits import Supplement
from caseflow.office import law
from caseflow.office.actions import REQUEST_CORRECTION, REQUEST_SUPPLEMENT
from caseflow.office.guards.returning import REFUSED
from caseflow.office.guards.ruled import ruled_guard, ruled_payload_guard
from caseflow.office.payloads import Classification, Receipt
from caseflow.office.rules import ALERT, OfficeRules
from caseflow.procedures import Procedure
from caseflow.values import Channel, Text
from caseflow.workflow import LEGAL, SUPPLEMENT, Refusal, Situation, guard, payload_guard

__all__ = [
    "alert_is_awaited",
    "branch_is_a_kind",
    "branch_is_known",
    "code_carries_reception_day",
    "correction_once",
    "kinds",
    "no_closing_rule",
    "supplement_after_acceptance",
    "supplement_in_time",
    "supplement_once",
    "supplement_time_is_over",
]


def _asks_nothing(procedure: Procedure, _: Channel) -> bool:
    return procedure.supplement_max < 1


def _asks_before_only(procedure: Procedure, _: Channel) -> bool:
    return procedure.supplement is Supplement.NOT_STARTED


def _never(_: Procedure, _channel: Channel) -> bool:
    return True


@guard("branch-is-known")
def branch_is_known(situation: Situation) -> Refusal | None:
    """Accept a filing only when it is known which limit it falls under."""
    case, procedure = situation.case, situation.procedure
    needs_branch = all(
        rule.branch is not None for rule in procedure.limits if rule.channel in (None, case.channel)
    )
    if case.branch is not None or not needs_branch:
        return None
    return Refusal(
        "branch-unknown",
        Text(
            vi="thời hạn tùy trường hợp, cần xác định một trong: {known}",
            en="the limit depends on the kind of case; say which of: {known}",
        ),
        {"known": ", ".join(kinds(situation))},
    )


@payload_guard("branch-is-a-kind", Classification)
def branch_is_a_kind(situation: Situation, kind: Classification) -> Refusal | None:
    """Classify by a kind of case, of which a refusal is none: it is an outcome."""
    known = kinds(situation)
    if kind.branch != REFUSED or REFUSED not in situation.procedure.branches:
        return None
    return Refusal(
        "no-such-branch",
        Text(
            vi="{branch} là kết quả, không phải trường hợp; các trường hợp: {known}",
            en="{branch} is an outcome and no kind of case; the procedure has: {known}",
        ),
        {"branch": kind.branch, "known": ", ".join(known) or "-"},
    )


def kinds(situation: Situation) -> tuple[str, ...]:
    """Return the kinds of case a filing may be on the day it was opened; a refusal is none."""
    opened_on = situation.calendar.local_date(situation.case.opened_at)
    found = situation.procedure.branches_on(opened_on)
    return tuple(branch for branch in found if branch != REFUSED)


@guard("correction-once", bars=_asks_nothing)
def correction_once(situation: Situation) -> Refusal | None:
    """Ask for corrections before acceptance once, completely."""
    most = situation.procedure.supplement_max
    if situation.case.times(REQUEST_CORRECTION) < most:
        return None
    return Refusal(
        "correction-used",
        Text(
            vi="đã yêu cầu hoàn thiện hồ sơ {most} lần, là số lần tối đa",
            en="corrections were asked for {most} time(s) already, which is the most",
        ),
        {"most": most},
        law.CORRECT_ONCE,
    )


@ruled_payload_guard("code-carries-reception-day", Receipt)
def code_carries_reception_day(
    situation: Situation, receipt: Receipt, rules: OfficeRules
) -> Refusal | None:
    """Let a dossier code carry the day of official reception in the office's zone."""
    if receipt.code is None:
        return None
    written = rules.codes.filed_on(receipt.code)
    if written is None or written == situation.on:
        return None
    return Refusal(
        "code-day-wrong",
        Text(
            vi="mã hồ sơ {code} ghi ngày {written}, ngày tiếp nhận là {received}",
            en="dossier code {code} carries {written}, the reception day is {received}",
        ),
        (("code", receipt.code), ("written", written), ("received", situation.on)),
        law.CODES,
    )


def _is_not_online(_: Procedure, channel: Channel) -> bool:
    return channel is not Channel.ONLINE


@guard("alert-is-awaited", bars=_is_not_online)
def alert_is_awaited(situation: Situation) -> Refusal | None:
    """Record an alert of the officer where one is awaited: of a filing that came in online."""
    alert = situation.case.clock(ALERT)
    if alert is not None and alert.state is ClockState.RUNNING:
        return None
    return Refusal(
        "no-alert-awaited",
        Text(
            vi="hồ sơ không chờ báo cho cán bộ tiếp nhận: đã báo, hoặc không có quy định phải báo",
            en="no alert of the officer is awaited: it was recorded, or no rule asks for one",
        ),
        basis=law.ALERT_OFFICER,
    )


@guard("supplement-after-acceptance", bars=_asks_before_only)
def supplement_after_acceptance(situation: Situation) -> Refusal | None:
    """Ask for nothing after acceptance where papers are asked for before it only."""
    if situation.procedure.supplement is not Supplement.NOT_STARTED:
        return None
    return Refusal(
        "supplement-before-acceptance-only",
        Text(
            vi="thủ tục này chỉ yêu cầu bổ sung trước khi tiếp nhận",
            en="this procedure asks for papers before acceptance only",
        ),
        basis=law.ACKNOWLEDGE,
    )


@guard("supplement-once", bars=_asks_nothing)
def supplement_once(situation: Situation) -> Refusal | None:
    """Ask for supplements at most as often as the procedure allows, normally once."""
    most = situation.procedure.supplement_max
    if situation.case.times(REQUEST_SUPPLEMENT) < most:
        return None
    return Refusal(
        "supplement-used",
        Text(
            vi="đã yêu cầu bổ sung {most} lần, là số lần tối đa",
            en="a supplement was asked for {most} time(s) already, which is the most",
        ),
        {"most": most},
        law.SUPPLEMENT_ONCE,
    )


@ruled_guard("supplement-in-time")
def supplement_in_time(situation: Situation, rules: OfficeRules) -> Refusal | None:
    """Ask for a supplement within the days that sector law gives, else the general rule."""
    legal = situation.case.clock(LEGAL)
    if legal is None or legal.started_at is None:
        return None
    received_on = situation.calendar.local_date(legal.started_at)
    within = situation.procedure.supplement_within
    if within is None and rules.ask_within is not None:
        within = rules.ask_within.on(received_on)
    if within is None:
        return None
    due = within.due(legal.started_at, situation.calendar)
    if not due.is_over_at(situation.at):
        return None
    return Refusal(
        "supplement-late",
        Text(
            vi="hạn yêu cầu bổ sung là {last}, tức {within} kể từ ngày tiếp nhận",
            en="a supplement could be asked for until {last}, {within} from reception",
        ),
        (("last", due.on), ("within", Text(vi=within.text("vi"), en=within.text("en")))),
        law.SUPPLEMENT_WITHIN,
    )


@guard("supplement-time-is-over")
def supplement_time_is_over(situation: Situation) -> Refusal | None:
    """Close a filing for want of a supplement only after the applicant's time, where one runs."""
    due = situation.due(SUPPLEMENT)
    if due is None:
        return _no_closing_rule(situation)
    if due.is_over_at(situation.at):
        return None
    return Refusal(
        "supplement-time-not-over",
        Text(
            vi="người nộp còn được bổ sung đến hết ngày {last}",
            en="the applicant may still hand in the supplement until {last}",
        ),
        {"last": due.on},
        law.CLOSE_UNANSWERED,
    )


@guard("no-closing-rule", bars=_never)
def no_closing_rule(situation: Situation) -> Refusal | None:
    """Refuse to close, as the workflow of an earlier release does for every filing."""
    return _no_closing_rule(situation)


def _no_closing_rule(situation: Situation) -> Refusal:
    return Refusal(
        "no-closing-rule",
        Text(
            vi="thủ tục {procedure} không có quy định đóng hồ sơ khi quá thời hạn bổ sung",
            en="no rule closes filings of procedure {procedure} for want of a supplement",
        ),
        {"procedure": situation.procedure.code},
    )
