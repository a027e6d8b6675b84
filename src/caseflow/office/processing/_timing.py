"""Time that is left out, extensions, and a new appointment with an apology."""

from datetime import date, timedelta

from attrs import field

from caseflow._fields import is_day, plain_text, says_something
from caseflow._typed import frozen
from caseflow.office import _law as law
from caseflow.office._phases import Phase
from caseflow.office._reasons import Reason
from caseflow.office._ruled import ruled_guard
from caseflow.office.rules import UNNAMED, OfficeRules
from caseflow.office.states import APPROVER, AT_WORK, OFFICER, PROCESSING, SUSPENDED
from caseflow.texts import Message
from caseflow.workflow import (
    LEGAL,
    PROMISED_ON,
    Action,
    AtMost,
    ClockNotOver,
    ClockOp,
    Effect,
    ProcedureCount,
    Refusal,
    SetFact,
    Situation,
    Transition,
    declared_guard,
    guard,
    payload_guard,
)

__all__ = [
    "EXTEND",
    "REAPPOINT",
    "RESUME",
    "SUSPEND",
    "TIMING",
    "ExcludedTime",
    "Reappointment",
    "appointment_fits",
    "extension_in_time",
    "ground_can_be_named",
    "ground_is_admitted",
    "reappointment_in_time",
    "reappointment_once",
]


@frozen
class ExcludedTime:
    """Name time that the law does not count, and the article that says so.

    Source: sector law; for example Land Law practice leaves out payment and tax assessment.
    """

    reason: str = field(converter=plain_text, validator=says_something)
    basis: str = field(converter=plain_text, validator=says_something)


@frozen
class Reappointment:
    """Apologise and name the new day on which the result will be returned."""

    on: date = field(validator=is_day)
    reason: str = field(converter=plain_text, validator=says_something)


SUSPEND = Action(
    "suspend",
    ExcludedTime,
    UNNAMED,
)


RESUME = Action("resume", type(None), UNNAMED)


EXTEND = Action(
    "extend",
    Reason,
    UNNAMED,
)


REAPPOINT = Action(
    "reappoint",
    Reappointment,
    UNNAMED,
    law.APOLOGISE,
)


@guard("ground-can-be-named")
def ground_can_be_named(situation: Situation) -> Refusal | None:
    """Leave time out only on a day on which some ground of the procedure is in force."""
    grounds = situation.procedure.excluded_grounds
    if not grounds or any(each.is_in_force(situation.on) for each in grounds):
        return None
    return Refusal(
        "no-ground",
        Message("office.no-ground"),
        {"on": situation.on},
    )


#: Extends the legal limit before it is over; how often is the procedure's `Extension`.
extension_in_time = declared_guard(
    "extension-in-time",
    ClockNotOver(LEGAL, code="extension-late", text=Message("office.extension-late")),
)


@payload_guard("ground-is-admitted", ExcludedTime)
def ground_is_admitted(situation: Situation, given: ExcludedTime) -> Refusal | None:
    """Leave time out on a ground the procedure lists, where it lists any, and in its days."""
    grounds = situation.procedure.excluded_grounds
    fitting = [each for each in grounds if each.is_in_force(situation.on)]
    if not grounds or (given.reason, given.basis) in [
        (each.reason, each.basis) for each in fitting
    ]:
        return None
    return Refusal(
        "ground-not-admitted",
        Message("office.ground-not-admitted"),
        {
            "reason": given.reason,
            "basis": given.basis,
            "on": situation.on,
            "known": "; ".join(f"{each.reason} ({each.basis})" for each in fitting) or "-",
        },
    )


#: Appoints a new day at most as often as the procedure allows, normally once.
reappointment_once = declared_guard(
    "reappointment-once",
    AtMost(
        REAPPOINT,
        ProcedureCount.REAPPOINTMENT_MAX,
        code="reappointment-used",
        text=Message("office.reappointment-used"),
        basis=law.APOLOGISE,
    ),
)


@ruled_guard("reappointment-in-time")
def reappointment_in_time(situation: Situation, rules: OfficeRules) -> Refusal | None:
    """Apologise at the latest one day before the day on which the limit ends.

    The law counts a day, not a working day, so that may be a day off. The office is notified as the
    last working day before begins, when there is somebody to write it: see the expiry.
    """
    rule, due = rules.apologise_before, situation.due(LEGAL)
    before = None if rule is None else rule.on(situation.on)
    if due is None or before is None:
        return None
    last = due.on - timedelta(days=before.whole)
    if situation.on <= last:
        return None
    return Refusal(
        "reappointment-late",
        Message("office.reappointment-late"),
        {"due": due.on, "last": last},
        law.APOLOGISE,
    )


@payload_guard("appointment-fits", Reappointment)
def appointment_fits(situation: Situation, new: Reappointment) -> Refusal | None:
    """Appoint a working day after the due day."""
    due = situation.due(LEGAL)
    if due is not None and new.on <= due.on:
        return Refusal(
            "appointment-not-later",
            Message("office.appointment-not-later"),
            {"on": new.on, "due": due.on},
            law.APOLOGISE,
        )
    if situation.calendar.is_working_day(new.on):
        return None
    return Refusal(
        "appointment-on-day-off",
        Message("office.appointment-on-day-off"),
        {"on": new.on},
    )


def _transitions(rules: OfficeRules) -> tuple[Transition, ...]:
    """Return what the actions of this phase lead to."""
    return (
        Transition(
            SUSPEND,
            PROCESSING,
            SUSPENDED,
            [OFFICER],
            guards=(ground_can_be_named, ground_is_admitted),
            clocks=(ClockOp.pause(LEGAL, of_payload=True),),
        ),
        Transition(RESUME, SUSPENDED, PROCESSING, [OFFICER], clocks=(ClockOp.resume(LEGAL),)),
        *Transition.each(
            EXTEND,
            AT_WORK,
            None,
            [OFFICER, APPROVER],
            guards=(extension_in_time,),
            clocks=(ClockOp.extend(LEGAL, reason="extension", of_payload=rules.extends_by),),
            effects=(Effect("send-new-date"),),
        ),
        *Transition.each(
            REAPPOINT,
            AT_WORK,
            None,
            [OFFICER, APPROVER],
            guards=(
                reappointment_once,
                reappointment_in_time(rules),
                appointment_fits,
            ),
            facts=(SetFact(PROMISED_ON, of_payload="on"),),
            effects=(Effect("print-apology"),),
        ),
    )


TIMING = Phase(
    "timing",
    (
        SUSPEND,
        RESUME,
        EXTEND,
        REAPPOINT,
    ),
    _transitions,
)
