"""Who works on a case and when to look at it again: actions that every workflow has.

They are no part of a workflow, so no fingerprint depends on them. They change no state and no
clock, only what `Case.assigned_to` and `Case.follow_up_at` say. Whether they are open is decided in
`engine`.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, cast

from attrs import field

from caseflow._fields import plain_text, says_something
from caseflow._typed import PERSONAL, frozen
from caseflow.cases._changes import ASSIGNED_TO, FOLLOW_UP_AT
from caseflow.errors import ValueInvalidError
from caseflow.texts import Message
from caseflow.values import Actor, aware, clean_number
from caseflow.workflow import Action, FactValue

__all__ = [
    "ASSIGNMENT_ACTIONS",
    "CLAIM",
    "FOLLOW_UP",
    "REASSIGN",
    "RELEASE",
    "FollowUp",
    "Reassignment",
    "assignment_change",
]


def _officer(value: str) -> str:
    return clean_number(value, name="officer")


def _instant(value: datetime | None) -> datetime | None:
    if value is None:
        return None
    if not isinstance(cast("object", value), datetime):
        raise ValueInvalidError("at", value, "an aware datetime, or None for no follow-up date")
    return aware(value, name="at")


@frozen
class Reassignment:
    """The payload of a re-assignment: to whom the case goes, and why.

    >>> Reassignment("u17", "the officer is on leave").reason
    'the officer is on leave'

    Attributes:
        officer: the id of the officer, as in `Actor.id`; personal, so not shown to applicants.
        reason: why, for the record.
    """

    officer: str = field(
        converter=_officer, validator=says_something, metadata={PERSONAL: "officer"}
    )
    reason: str = field(converter=plain_text, validator=says_something)


@frozen
class FollowUp:
    """The payload of a follow-up date: when to look at the case again; None for no such date.

    >>> from datetime import UTC
    >>> FollowUp(datetime(2026, 3, 9, 1, tzinfo=UTC)).at.isoformat()
    '2026-03-09T01:00:00+00:00'
    """

    at: datetime | None = field(
        default=None,
        converter=_instant,
        metadata={"caseflow.title": Message("cases.follow-up-at")},
    )


#: An officer takes a case to work on it; one that nobody has taken.
CLAIM: Action[None] = Action("claim-case", type(None), Message("cases.claim"))

#: The officer who has the case gives it back; then nobody has it.
RELEASE: Action[None] = Action("release-case", type(None), Message("cases.release"))

#: The case is given to another officer, even if somebody has it already.
REASSIGN: Action[Reassignment] = Action("reassign-case", Reassignment, Message("cases.reassign"))

#: The case is to be looked at again on a date, or no longer.
FOLLOW_UP: Action[FollowUp] = Action("set-follow-up", FollowUp, Message("cases.follow-up"))

#: The four of them by name. No workflow may have an action of such a name.
ASSIGNMENT_ACTIONS: Mapping[str, Action[Any]] = {
    each.name: each for each in (CLAIM, RELEASE, REASSIGN, FOLLOW_UP)
}


def assignment_change(action: str, payload: object, by: Actor) -> tuple[str, FactValue | None]:
    """Return which fact an action of assignment sets, and to what; None is nobody, or no date."""
    if action == CLAIM.name:
        return ASSIGNED_TO, by.id
    if action == REASSIGN.name and isinstance(payload, Reassignment):
        return ASSIGNED_TO, payload.officer
    if action == FOLLOW_UP.name and isinstance(payload, FollowUp):
        return FOLLOW_UP_AT, payload.at
    return ASSIGNED_TO, None
