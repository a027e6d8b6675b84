"""Guards of the result: refusal, withdrawal, early notice and the three ways back.

May import: limits, values, workflow, and this pack's law, actions and payloads.
"""

from datetime import date

from caseflow.law import Basis
from caseflow.limits import Due
from caseflow.office import law
from caseflow.office.actions import NOTIFY_EARLY
from caseflow.office.payloads import ResultChannel
from caseflow.values import Channel, Text
from caseflow.workflow import LEGAL, Guard, Refusal, Situation, guard, payload_guard

__all__ = [
    "REFUSED",
    "channel_changes",
    "early_return_is_announced",
    "has_no_refusal_limit",
    "is_returned_at_counter",
    "is_returned_by_post",
    "is_returned_online",
    "no_result_to_stop",
    "no_result_yet",
    "nothing_left_to_announce",
]

#: The branch of a procedure that has a limit of its own for a refusal.
REFUSED = "refused"


@guard("has-no-refusal-limit")
def has_no_refusal_limit(situation: Situation) -> Refusal | None:
    """Ask that the procedure has no limit of its own for a refusal."""
    opened_on = situation.calendar.local_date(situation.case.opened_at)
    if REFUSED not in situation.procedure.branches_on(opened_on):
        return None
    return Refusal(
        "refusal-limit",
        Text(
            vi="thủ tục có thời hạn riêng khi từ chối",
            en="the procedure has a limit of its own for a refusal",
        ),
    )


@guard("no-result-yet")
def no_result_yet(situation: Situation) -> Refusal | None:
    """Withdraw a filing only while no result exists."""
    return _decided_already(situation, law.WITHDRAW)


@guard("no-result-to-stop")
def no_result_to_stop(situation: Situation) -> Refusal | None:
    """Stop a filing only while no result exists; no act was found that says so of the office."""
    return _decided_already(situation, "")


def _decided_already(situation: Situation, basis: Basis) -> Refusal | None:
    decided_at = situation.case.decided_at
    if decided_at is None:
        return None
    return Refusal(
        "result-exists",
        Text(
            vi="đã có kết quả giải quyết ngày {decided}",
            en="a result exists since {decided}",
        ),
        {"decided": situation.calendar.local_date(decided_at)},
        basis,
    )


def _appointed(situation: Situation, due: Due) -> date:
    """Return the day on the applicant's slip: appointed again, or the legal one."""
    return situation.case.promised_on or due.on


def _is_early(situation: Situation) -> tuple[bool, date | None]:
    due = situation.due(LEGAL)
    if due is None or due.is_instant:
        return False, None
    appointed = max(due.on, _appointed(situation, due))
    return situation.on < appointed, appointed


@guard("early-return-is-announced")
def early_return_is_announced(situation: Situation) -> Refusal | None:
    """Announce to the applicant a result that goes out before the day on the slip."""
    early, appointed = _is_early(situation)
    if not early or appointed is None or situation.case.times(NOTIFY_EARLY):
        return None
    return Refusal(
        "early-notice-missing",
        Text(
            vi="trả trước ngày hẹn {appointed} phải báo trước cho người nộp",
            en="the result goes out before {appointed}, so the applicant must be told first",
        ),
        {"appointed": appointed},
        law.EARLY_NOTICE,
    )


@guard("nothing-left-to-announce")
def nothing_left_to_announce(situation: Situation) -> Refusal | None:
    """Announce an early return only before the day on the slip."""
    early, appointed = _is_early(situation)
    if early or appointed is None:
        return None
    return Refusal(
        "not-early",
        Text(
            vi="ngày hẹn {appointed} đã đến nên không còn là trả trước hạn",
            en="the appointed day {appointed} has come, so this is no early return",
        ),
        {"appointed": appointed},
        law.EARLY_NOTICE,
    )


def _returned_by(name: str, channel: Channel) -> Guard:
    """Ask that the applicant wants the result through *channel*."""

    def check(situation: Situation) -> Refusal | None:
        wanted = situation.case.result_by
        if wanted is channel:
            return None
        return Refusal(
            "other-result-channel",
            Text(
                vi="người nộp đăng ký nhận kết quả {wanted}",
                en="the applicant asked for the result {wanted}",
            ),
            {"wanted": Text(vi=wanted.label("vi"), en=wanted.label("en"))},
            law.RETURN,
        )

    return Guard(name, check)


is_returned_online = _returned_by("is-returned-online", Channel.ONLINE)
is_returned_at_counter = _returned_by("is-returned-at-counter", Channel.COUNTER)
is_returned_by_post = _returned_by("is-returned-by-post", Channel.POST)


@payload_guard("channel-changes", ResultChannel)
def channel_changes(situation: Situation, wanted: ResultChannel) -> Refusal | None:
    """Ask that a change of the result channel names another channel."""
    if wanted.channel is not situation.case.result_by:
        return None
    return Refusal(
        "same-result-channel",
        Text(vi="kết quả vốn được trả {wanted}", en="the result already goes out {wanted}"),
        {"wanted": Text(vi=wanted.channel.label("vi"), en=wanted.channel.label("en"))},
    )
