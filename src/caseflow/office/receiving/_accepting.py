"""Accepting a filing, asking for corrections before it, and refusing to accept it."""

from attrs import field

from caseflow._fields import is_count, optional_text, plain_text
from caseflow._typed import frozen
from caseflow.ledgers import ClockState
from caseflow.office import _law as law
from caseflow.office._clocks import START_LODGED, STOP_LODGED
from caseflow.office._fields import missing_items
from caseflow.office._phases import Phase
from caseflow.office._reasons import Answer, Reason
from caseflow.office._ruled import ruled_guard, ruled_payload_guard
from caseflow.office.paying._collecting import fee_paid_at_reception
from caseflow.office.receiving._classifying import branch_is_known
from caseflow.office.rules import ALERT, COMPETENT, UNNAMED, OfficeRules
from caseflow.office.states import (
    APPLICANT,
    AWAITING_CORRECTION,
    BEFORE_ACCEPTANCE,
    INTAKE,
    RECEIVED,
    REGISTERED,
    REJECTED,
    SYSTEM,
)
from caseflow.procedures import Procedure
from caseflow.texts import Message
from caseflow.values import Channel
from caseflow.workflow import (
    Action,
    AtMost,
    ClockOp,
    Effect,
    ProcedureCount,
    Refusal,
    SetFact,
    Situation,
    Transition,
    declared_guard,
    guard,
)

__all__ = [
    "ACCEPTING",
    "ALERT_OFFICER",
    "CORRECT",
    "RECEIVE",
    "REJECT",
    "REQUEST_CORRECTION",
    "CorrectionRequest",
    "Receipt",
    "alert_is_awaited",
    "code_carries_reception_day",
    "correction_once",
    "filed_here",
    "is_for_another",
    "is_not_online",
]


@frozen
class Receipt:
    """Say what was received, and under which dossier code; None if it is numbered elsewhere.

    >>> Receipt(papers=4, code="2026-0007").code
    '2026-0007'
    """

    papers: int = field(default=0, validator=is_count)
    code: str | None = field(default=None, converter=optional_text)
    note: str = field(default="", converter=plain_text)


@frozen
class CorrectionRequest:
    """List what the applicant must correct before the filing can be accepted, all at once."""

    items: tuple[str, ...] = field(converter=missing_items)
    reason: str = field(default="", converter=plain_text)


RECEIVE = Action(
    "receive",
    Receipt,
    UNNAMED,
    law.RECEIVE,
)


REQUEST_CORRECTION = Action(
    "request-correction",
    CorrectionRequest,
    UNNAMED,
    law.CORRECT_ONCE,
)


CORRECT = Action(
    "correct",
    Answer,
    UNNAMED,
    law.AMEND_KEEPS_CODE,
)


ALERT_OFFICER = Action(
    "alert-officer",
    type(None),
    UNNAMED,
    law.ALERT_OFFICER,
)


REJECT = Action(
    "reject",
    Reason,
    UNNAMED,
    law.REFUSE_TO_RECEIVE,
)


def is_for_another(situation: Situation, rules: OfficeRules) -> bool:
    """Return whether the filing is for another agency, and a rule of the day knows such filings."""
    first = rules.elsewhere_from
    return (
        situation.case.fact(COMPETENT) is not None and first is not None and situation.on >= first
    )


@ruled_guard("filed-here")
def filed_here(situation: Situation, rules: OfficeRules) -> Refusal | None:
    """Accept as one's own a filing that is for no other agency."""
    if not is_for_another(situation, rules):
        return None
    return Refusal(
        "for-another-agency",
        Message("office.for-another-agency"),
        {"agency": str(situation.case.fact(COMPETENT))},
        law.BOUNDARY_FREE,
    )


#: Asks for corrections before acceptance once, completely.
correction_once = declared_guard(
    "correction-once",
    AtMost(
        REQUEST_CORRECTION,
        ProcedureCount.SUPPLEMENT_MAX,
        code="correction-used",
        text=Message("office.correction-used"),
        basis=law.CORRECT_ONCE,
    ),
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
        Message("office.code-day-wrong"),
        (("code", receipt.code), ("written", written), ("received", situation.on)),
        law.CODES,
    )


def is_not_online(_: Procedure, channel: Channel) -> bool:
    """Return whether the filing came in by another channel than online."""
    return channel is not Channel.ONLINE


@guard("alert-is-awaited", bars=is_not_online)
def alert_is_awaited(situation: Situation) -> Refusal | None:
    """Record an alert of the officer where one is awaited: of a filing that came in online."""
    alert = situation.case.clock(ALERT)
    if alert is not None and alert.state is ClockState.RUNNING:
        return None
    return Refusal(
        "no-alert-awaited",
        Message("office.no-alert-awaited"),
        basis=law.ALERT_OFFICER,
    )


def _transitions(rules: OfficeRules) -> tuple[Transition, ...]:
    """Return what the actions of this phase lead to."""
    return (
        Transition(
            RECEIVE,
            REGISTERED,
            RECEIVED,
            [INTAKE],
            guards=(
                filed_here(rules),
                branch_is_known,
                fee_paid_at_reception,
                code_carries_reception_day(rules),
            ),
            clocks=(*STOP_LODGED, *rules.at_acceptance),
            facts=(SetFact("dossier_code", of_payload="code"),),
            effects=(Effect("print-receipt"),),
        ),
        Transition(
            REQUEST_CORRECTION,
            REGISTERED,
            AWAITING_CORRECTION,
            [INTAKE],
            guards=(correction_once,),
            clocks=STOP_LODGED,
            effects=(Effect("send-correction-request"),),
        ),
        Transition(
            CORRECT,
            AWAITING_CORRECTION,
            REGISTERED,
            [APPLICANT, INTAKE],
            clocks=START_LODGED,
        ),
        Transition(
            ALERT_OFFICER,
            REGISTERED,
            REGISTERED,
            [SYSTEM, INTAKE],
            guards=(alert_is_awaited,),
            clocks=(ClockOp.stop(ALERT, basis=law.ALERT_OFFICER, if_fitting=True),),
        ),
        *Transition.each(
            REJECT,
            BEFORE_ACCEPTANCE,
            REJECTED,
            [INTAKE],
            clocks=STOP_LODGED,
            effects=(Effect("print-refusal"),),
        ),
    )


ACCEPTING = Phase(
    "accepting",
    (
        RECEIVE,
        REQUEST_CORRECTION,
        CORRECT,
        ALERT_OFFICER,
        REJECT,
    ),
    _transitions,
)
