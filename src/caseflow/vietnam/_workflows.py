"""The one-stop shop of Viet Nam as a workflow: states on the ten national status codes.

How long things may take is the procedure's to say, else that of the general rules.

Timeliness is settled where the result comes to exist (status 9), never where it is collected
(status 10). Source: Circular 01/2018/TT-VPCP Art. 13.1.
"""

from functools import cache

from attrs import evolve

from caseflow._typed import typed
from caseflow.limits import working_days
from caseflow.office.assembly import assemble
from caseflow.office.rules import ALERT, CORRECTION, FORWARDING, RulesBy
from caseflow.values import Text
from caseflow.vietnam._actions import ACTIONS
from caseflow.vietnam._states import ROLES, STATES
from caseflow.vietnam.rules import (
    ACKNOWLEDGE_WITHIN,
    ALERT_WITHIN,
    ANSWER_WITHIN,
    CORRECT_WITHIN,
    FORWARD_WITHIN,
    OFFICE,
)
from caseflow.workflow import (
    ACKNOWLEDGEMENT,
    LEGAL,
    SUPPLEMENT,
    ClockRule,
    Workflow,
)

__all__ = ["one_stop_shop"]


_ACKNOWLEDGEMENT_CLOCK = ClockRule(
    ACKNOWLEDGEMENT,
    Text(vi="Thời hạn trả lời tiếp nhận", en="Time to acknowledge"),
    limits=ACKNOWLEDGE_WITHIN.periods,
)
_ALERT_CLOCK = ClockRule(
    ALERT,
    Text(vi="Thời hạn báo cho cán bộ tiếp nhận", en="Time to alert the officer"),
    limits=ALERT_WITHIN.periods,
)
_FORWARDING_CLOCK = ClockRule(
    FORWARDING,
    Text(vi="Thời hạn chuyển hồ sơ giấy", en="Time to forward the papers"),
    limits=FORWARD_WITHIN.periods,
)
_CORRECTION_CLOCK = ClockRule(
    CORRECTION,
    Text(vi="Thời hạn sửa sai sót của kết quả", en="Time to correct the result"),
    limits=CORRECT_WITHIN.periods,
)
_LEGAL_CLOCK = ClockRule(LEGAL, Text(vi="Thời hạn giải quyết", en="Legal limit"))
_SUPPLEMENT_CLOCK = ClockRule(
    SUPPLEMENT,
    Text(vi="Thời hạn người nộp bổ sung", en="Applicant's time for the supplement"),
    limits=ANSWER_WITHIN.periods,
)
#: 15 working days were seen in one decree on interconnected procedures; its number is not known.
_SECTOR_CLOSING = working_days(15)

#: The order in which transitions stand: open cases are pinned to the fingerprint it gives.
_ORDER = (
    "describe",
    "receive",
    "receive-elsewhere",
    "forward",
    "take-over",
    "classify",
    "request-correction",
    "correct",
    "alert-officer",
    "assist",
    "reject",
    "assign",
    "request-supplement",
    "supplement",
    "close-unanswered",
    "suspend",
    "resume",
    "extend",
    "reappoint",
    "decide",
    "refuse",
    "hand-over",
    "finish-step",
    "consult",
    "consult-answered",
    "deem-decided",
    ("pay", "request-payment"),
    "issue-bill",
    "waive-fee",
    "record-payment",
    "grant-subsidy",
    "decline-subsidy",
    "give-back-subsidy",
    "cancel-bill",
    "refund",
    "close-unpaid",
    "notify-early",
    "return-online",
    "return-at-counter",
    "return-by-post",
    "change-result-channel",
    "record-result",
    "cancel-result",
    "report-error",
    "return-corrected",
    "withdraw",
    "stop",
)


@typed
@cache
def one_stop_shop(
    *, closes_unanswered: bool = False, rules_by: RulesBy = RulesBy.RECEPTION
) -> Workflow:
    """Return the one-stop-shop workflow.

    A filing whose applicant does not hand in the supplement may be closed once the time is over
    that its procedure states, else that of the general rule: 15 calendar days from the request for
    what was received since 2025-07-01, and no closing for what was received before. With
    *closes_unanswered* it is 15 working days on every day, which was seen in one decree on
    interconnected procedures. All variants have the same actions.

    *rules_by* says which rule closes a filing received before the rules changed: that of its
    reception, or that of the day of the request. What the transition of the decree says was not
    read, so this is a policy of the office.

    Source: Decrees 61/2018/NĐ-CP and 45/2020/NĐ-CP; Decree 118/2025/NĐ-CP.

    >>> one_stop_shop().state("decided").status
    9
    """
    name = "one-stop-shop-closing" if closes_unanswered else "one-stop-shop"
    supplement = evolve(
        _SUPPLEMENT_CLOCK, chosen_with=LEGAL if rules_by is RulesBy.RECEPTION else ""
    )
    if closes_unanswered:
        supplement = evolve(_SUPPLEMENT_CLOCK, limit=_SECTOR_CLOSING, limits=())
    return assemble(
        OFFICE,
        name=name,
        version="2",
        actions=ACTIONS,
        states=STATES,
        roles=ROLES,
        clocks=(
            _ACKNOWLEDGEMENT_CLOCK,
            _ALERT_CLOCK,
            _FORWARDING_CLOCK,
            _LEGAL_CLOCK,
            supplement,
            _CORRECTION_CLOCK,
        ),
        order=_ORDER,
    )
