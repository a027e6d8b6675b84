"""Filings that come in at one agency and are for another, whatever the boundaries.

Such a filing is opened with the fact `COMPETENT`, the name of the agency it is for.
"""

from caseflow.ledgers import ClockState
from caseflow.office import _law as law
from caseflow.office._clocks import STOP_FORWARDING, STOP_LODGED
from caseflow.office._phases import Phase
from caseflow.office._ruled import ruled_guard
from caseflow.office.paying._collecting import fee_paid_at_reception
from caseflow.office.receiving._accepting import Receipt, code_carries_reception_day, is_for_another
from caseflow.office.receiving._classifying import branch_is_known
from caseflow.office.rules import FORWARDING, UNNAMED, OfficeRules
from caseflow.office.states import AT_WORK, IN_TRANSIT, INTAKE, RECEIVED, REGISTERED
from caseflow.procedures import Procedure
from caseflow.texts import Message
from caseflow.values import Channel
from caseflow.workflow import (
    LEGAL,
    Action,
    ClockOp,
    Effect,
    Refusal,
    SetFact,
    Situation,
    Transition,
    guard,
)

__all__ = [
    "ELSEWHERE",
    "FORWARD",
    "RECEIVE_ELSEWHERE",
    "TAKE_OVER",
    "filed_for_another",
    "forwarding_is_awaited",
    "runs_from_competent_agency",
]

RECEIVE_ELSEWHERE = Action(
    "receive-elsewhere",
    Receipt,
    UNNAMED,
    law.BOUNDARY_FREE,
)


FORWARD = Action(
    "forward",
    type(None),
    UNNAMED,
    law.FORWARD_PAPER,
)


TAKE_OVER = Action(
    "take-over",
    type(None),
    UNNAMED,
    law.START_BOUNDARY_FREE,
)


def _is_listed(situation: Situation, rules: OfficeRules) -> bool:
    """Return whether a rule of the day lists the procedures that may come in elsewhere."""
    first = rules.elsewhere_listed_from
    return first is not None and situation.on >= first


def _is_filed_here_only(procedure: Procedure, _: Channel) -> bool:
    return not procedure.boundary_free


def _forwards_nothing(procedure: Procedure, channel: Channel) -> bool:
    return channel is Channel.ONLINE or not procedure.boundary_free


@ruled_guard("filed-for-another", bars=_is_filed_here_only)
def filed_for_another(situation: Situation, rules: OfficeRules) -> Refusal | None:
    """Accept for another agency a filing that is for one, of a procedure that may come in so."""
    if not is_for_another(situation, rules):
        return Refusal(
            "for-no-other-agency",
            Message("office.for-no-other-agency"),
            basis=law.BOUNDARY_FREE,
        )
    if situation.procedure.boundary_free or not _is_listed(situation, rules):
        return None
    return Refusal(
        "not-boundary-free",
        Message("office.not-boundary-free"),
        {"procedure": situation.procedure.code},
        law.BOUNDARY_FREE_LIST,
    )


@ruled_guard("runs-from-competent-agency")
def runs_from_competent_agency(situation: Situation, rules: OfficeRules) -> Refusal | None:
    """Let the time run from the competent agency's receipt once a rule says so."""
    first = rules.elsewhere_listed_from
    if first is None:
        return Refusal(
            "runs-from-reception",
            Message("office.runs-from-reception-the-time-runs-from-reception"),
            basis=law.START,
        )
    if situation.on >= first:
        return None
    return Refusal(
        "runs-from-reception",
        Message("office.runs-from-reception"),
        {"first": first},
        law.START,
    )


@guard("forwarding-is-awaited", bars=_forwards_nothing)
def forwarding_is_awaited(situation: Situation) -> Refusal | None:
    """Record that papers were forwarded where that is awaited, once."""
    clock = situation.case.clock(FORWARDING)
    if clock is not None and clock.state is ClockState.RUNNING:
        return None
    return Refusal(
        "no-forwarding-awaited",
        Message("office.no-forwarding-awaited"),
        basis=law.FORWARD_PAPER,
    )


_START_FORWARDING = ClockOp.start(FORWARDING, basis=law.FORWARD_PAPER)


def _transitions(rules: OfficeRules) -> tuple[Transition, ...]:
    """Return what the actions of this phase lead to."""
    for_another = (
        filed_for_another(rules),
        branch_is_known,
        fee_paid_at_reception,
        code_carries_reception_day(rules),
    )
    return (
        # Where the time runs from the competent agency's own receipt, that is still to come.
        Transition(
            RECEIVE_ELSEWHERE,
            REGISTERED,
            IN_TRANSIT,
            [INTAKE],
            guards=(runs_from_competent_agency(rules), *for_another),
            clocks=(*STOP_LODGED, _START_FORWARDING),
            facts=(SetFact("dossier_code", of_payload="code"),),
            effects=(Effect("print-receipt"),),
        ),
        Transition(
            RECEIVE_ELSEWHERE,
            REGISTERED,
            RECEIVED,
            [INTAKE],
            guards=for_another,
            clocks=(*STOP_LODGED, *rules.at_acceptance, _START_FORWARDING),
            facts=(SetFact("dossier_code", of_payload="code"),),
            effects=(Effect("print-receipt"),),
        ),
        *Transition.each(
            FORWARD,
            (IN_TRANSIT, *AT_WORK),
            None,
            [INTAKE],
            guards=(forwarding_is_awaited,),
            clocks=(ClockOp.stop(FORWARDING, basis=law.FORWARD_PAPER, if_fitting=True),),
        ),
        Transition(
            TAKE_OVER,
            IN_TRANSIT,
            RECEIVED,
            [INTAKE],
            clocks=(STOP_FORWARDING, ClockOp.start(LEGAL, basis=law.START_BOUNDARY_FREE)),
            effects=(Effect("send-new-date"),),
        ),
    )


ELSEWHERE = Phase(
    "elsewhere",
    (
        RECEIVE_ELSEWHERE,
        FORWARD,
        TAKE_OVER,
    ),
    _transitions,
)
