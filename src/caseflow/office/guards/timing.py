"""Guards of extension, excluded time and re-appointment.

May import: values, workflow, and this pack's law, rules, actions and payloads.
"""

from datetime import timedelta

from caseflow.office import law
from caseflow.office.actions import REAPPOINT
from caseflow.office.guards.ruled import ruled_guard
from caseflow.office.payloads import ExcludedTime, Reappointment
from caseflow.office.rules import OfficeRules
from caseflow.procedures import Procedure
from caseflow.values import Channel, Text
from caseflow.workflow import LEGAL, Refusal, Situation, guard, payload_guard

__all__ = [
    "appointment_fits",
    "extension_in_time",
    "ground_is_admitted",
    "reappointment_in_time",
    "reappointment_once",
]


@guard("extension-in-time")
def extension_in_time(situation: Situation) -> Refusal | None:
    """Extend the legal limit before it is over; how often is the procedure's `Extension`."""
    due = situation.due(LEGAL)
    if due is None or not due.is_over_at(situation.at):
        return None
    return Refusal(
        "extension-late",
        Text(
            vi="thời hạn đã hết ngày {last} nên không kéo dài được nữa",
            en="the limit ended on {last} and can no longer be extended",
        ),
        {"last": due.on},
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
        Text(
            vi="không được trừ thời gian vì {reason} ({basis}) vào ngày {on}; được trừ: {known}",
            en="time is not left out for {reason} ({basis}) on {on}; it is for: {known}",
        ),
        {
            "reason": given.reason,
            "basis": given.basis,
            "on": situation.on,
            "known": "; ".join(f"{each.reason} ({each.basis})" for each in fitting) or "-",
        },
    )


def _appoints_never(procedure: Procedure, _: Channel) -> bool:
    return procedure.reappointment_max < 1


@guard("reappointment-once", bars=_appoints_never)
def reappointment_once(situation: Situation) -> Refusal | None:
    """Appoint a new day at most as often as the procedure allows, normally once."""
    most = situation.procedure.reappointment_max
    if situation.case.times(REAPPOINT) < most:
        return None
    return Refusal(
        "reappointment-used",
        Text(
            vi="đã hẹn lại {most} lần; không hẹn lại quá số lần đó",
            en="a new day was appointed {most} time(s) already, which is the most",
        ),
        {"most": most},
        law.APOLOGISE,
    )


@ruled_guard("reappointment-in-time")
def reappointment_in_time(situation: Situation, rules: OfficeRules) -> Refusal | None:
    """Apologise at the latest one day before the day on which the limit ends.

    The law counts a day, not a working day, so that may be a day off. The office is told as the
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
        Text(
            vi="hạn trả là {due}; văn bản xin lỗi phải gửi chậm nhất ngày {last}",
            en="the result is due on {due}; the apology had to be sent by {last}",
        ),
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
            Text(
                vi="ngày hẹn lại {on} phải sau ngày hạn {due}",
                en="the new day {on} must be after the due day {due}",
            ),
            {"on": new.on, "due": due.on},
            law.APOLOGISE,
        )
    if situation.calendar.is_working_day(new.on):
        return None
    return Refusal(
        "appointment-on-day-off",
        Text(vi="ngày hẹn lại {on} là ngày nghỉ", en="the new day {on} is a day off"),
        {"on": new.on},
    )
