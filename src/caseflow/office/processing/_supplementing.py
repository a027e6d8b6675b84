"""Asking for a supplement after acceptance, handing it in, and closing a filing left without it."""

from attrs import field

from caseflow._fields import plain_text, says_something
from caseflow._typed import frozen
from caseflow.limits import Supplement, TimeLimit
from caseflow.office import _law as law
from caseflow.office._clocks import STOP_ALL, STOP_SUPPLEMENT
from caseflow.office._fields import missing_items
from caseflow.office._phases import Phase
from caseflow.office._reasons import Answer, Reason
from caseflow.office._ruled import ruled_guard
from caseflow.office.rules import UNNAMED, OfficeRules
from caseflow.office.states import (
    APPLICANT,
    AT_WORK,
    AWAITING_SUPPLEMENT,
    INTAKE,
    OFFICER,
    PROCESSING,
    STOPPED,
)
from caseflow.procedures import Procedure
from caseflow.texts import Message, Written
from caseflow.values import Channel
from caseflow.workflow import (
    LEGAL,
    Action,
    AtMost,
    ClockOp,
    ClockOver,
    Effect,
    GuardReason,
    ProcedureCount,
    Refusal,
    Situation,
    Transition,
    declared_guard,
    guard,
)
from caseflow.workflow import SUPPLEMENT as SUPPLEMENT_TIME

__all__ = [
    "CLOSE_UNANSWERED",
    "REQUEST_SUPPLEMENT",
    "SUPPLEMENT",
    "SUPPLEMENTING",
    "SupplementRequest",
    "no_closing_rule",
    "supplement_after_acceptance",
    "supplement_in_time",
    "supplement_once",
    "supplement_time_is_over",
]


@frozen
class SupplementRequest:
    """List what the applicant must add to an accepted filing, all at once, and why."""

    items: tuple[str, ...] = field(converter=missing_items)
    reason: str = field(converter=plain_text, validator=says_something)


REQUEST_SUPPLEMENT = Action(
    "request-supplement",
    SupplementRequest,
    UNNAMED,
    law.SUPPLEMENT,
)


SUPPLEMENT = Action(
    "supplement",
    Answer,
    UNNAMED,
    law.SUPPLEMENT,
)


CLOSE_UNANSWERED = Action(
    "close-unanswered",
    Reason,
    UNNAMED,
)


def _asks_before_only(procedure: Procedure, _: Channel) -> bool:
    return procedure.supplement is Supplement.NOT_STARTED


def _never(_: Procedure, _channel: Channel) -> bool:
    return True


@guard("supplement-after-acceptance", bars=_asks_before_only)
def supplement_after_acceptance(situation: Situation) -> Refusal | None:
    """Ask for nothing after acceptance where papers are asked for before it only."""
    if situation.procedure.supplement is not Supplement.NOT_STARTED:
        return None
    return Refusal(
        "supplement-before-acceptance-only",
        Message("office.supplement-before-acceptance-only"),
        basis=law.ACKNOWLEDGE,
    )


#: Asks for supplements at most as often as the procedure allows, normally once.
supplement_once = declared_guard(
    "supplement-once",
    AtMost(
        REQUEST_SUPPLEMENT,
        ProcedureCount.SUPPLEMENT_MAX,
        code="supplement-used",
        text=Message("office.supplement-used"),
        basis=law.SUPPLEMENT_ONCE,
    ),
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
        Message("office.supplement-late"),
        (("last", due.on), ("within", Written(TimeLimit.text, within))),
        law.SUPPLEMENT_WITHIN,
    )


#: Closes a filing for want of a supplement only after the applicant's time, where one runs.
supplement_time_is_over = declared_guard(
    "supplement-time-is-over",
    ClockOver(
        SUPPLEMENT_TIME,
        code="supplement-time-not-over",
        text=Message("office.supplement-time-not-over"),
        basis=law.CLOSE_UNANSWERED,
        idle=GuardReason("no-closing-rule", Message("office.no-closing-rule")),
    ),
)


@guard("no-closing-rule", bars=_never)
def no_closing_rule(situation: Situation) -> Refusal | None:
    """Refuse to close, as the workflow of an earlier release does for every filing."""
    return _no_closing_rule(situation)


def _no_closing_rule(situation: Situation) -> Refusal:
    return Refusal(
        "no-closing-rule",
        Message("office.no-closing-rule"),
        {"procedure": situation.procedure.code},
    )


def _transitions(rules: OfficeRules) -> tuple[Transition, ...]:
    """Return what the actions of this phase lead to."""
    return (
        *Transition.each(
            REQUEST_SUPPLEMENT,
            AT_WORK,
            AWAITING_SUPPLEMENT,
            [INTAKE, OFFICER],
            guards=(
                supplement_after_acceptance,
                supplement_once,
                supplement_in_time(rules),
            ),
            clocks=(
                ClockOp.pause(LEGAL, reason="supplement", basis=law.SUPPLEMENT),
                ClockOp.start(SUPPLEMENT_TIME, basis=law.CLOSE_UNANSWERED),
            ),
            effects=(Effect("send-supplement-request"),),
        ),
        Transition(
            SUPPLEMENT,
            AWAITING_SUPPLEMENT,
            PROCESSING,
            [APPLICANT, INTAKE],
            clocks=(ClockOp.supply(LEGAL, basis=law.SUPPLEMENT), STOP_SUPPLEMENT),
            effects=(Effect("send-new-date"),),
        ),
        Transition(
            CLOSE_UNANSWERED,
            AWAITING_SUPPLEMENT,
            STOPPED,
            [INTAKE, OFFICER],
            guards=(supplement_time_is_over,),
            clocks=STOP_ALL,
            effects=(Effect("print-stop-notice"),),
        ),
    )


SUPPLEMENTING = Phase(
    "supplementing",
    (
        REQUEST_SUPPLEMENT,
        SUPPLEMENT,
        CLOSE_UNANSWERED,
    ),
    _transitions,
    (no_closing_rule,),
)
