"""What `Engine` answers beside options and dates: assignments, and what changed since."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from caseflow._typed import typed
from caseflow.cases import ASSIGNMENT_ACTIONS, Case, Record
from caseflow.engine._admission import refuse_strangers
from caseflow.engine._assigning import assigned, assignment_options
from caseflow.engine._compiled import Option
from caseflow.engine._correcting import doing
from caseflow.engine._jurisdictions import Jurisdiction
from caseflow.engine._plans import PlanOf
from caseflow.engine._since import ChangeSince, changes_since
from caseflow.errors import ValueInvalidError
from caseflow.values import Actor, aware
from caseflow.workflow import Action, Situation

__all__ = ["Answers"]


@typed(besides=("assignment_actions",))
class Answers:
    """Answer who works on a case, what may be done about that, and what changed on it."""

    jurisdiction: Jurisdiction
    _plan: PlanOf

    def assignment_actions(self, case: Case, *, by: Actor) -> tuple[Option, ...]:
        """Return `CLAIM`, `RELEASE`, `REASSIGN` and `FOLLOW_UP`: allowed, or with every reason.

        Every workflow has them, and `fire` does them. Whether a follow-up date lies in the future
        is asked by `fire`, which knows the date. Nothing is changed. Who may, see `Assignments`.
        """
        refuse_strangers(case, by)
        plan = self._plan(case.terms)
        return assignment_options(plan, case, by, self.jurisdiction.assignments)

    def situation(
        self, case: Case, *, by: Actor, at: datetime, payload: object = None
    ) -> Situation:
        """Return what guards see when *by* asks about *case* at *at*, with *payload* or without.

        For whoever makes a payload that fits the case, or asks a guard by itself.
        """
        return self._plan(case.terms).situation(case, by, aware(at, name="at"), payload)

    def changes_since(self, case: Case, version: int) -> tuple[ChangeSince, ...]:
        """Return what was entered after *version* of *case*, in that order: nothing personal.

        A `ConcurrentUpdateError` has the same in `since`, for who decided on that version. Of more
        than 100 records the latest are told. Cost: O(records told).

        Raises:
            ValueInvalidError: *version* is no whole number.
        """
        if version.__class__ is not int:
            raise ValueInvalidError("version", version, "a whole number")
        return changes_since(case, version, self._plan)

    def _doing(
        self, act: tuple[Action[Any], object, Actor, str | None]
    ) -> tuple[str, Callable[[Case, datetime], Record | None], PlanOf]:
        """Return what `entered_when` needs for an action with its payload, actor and key."""
        action, payload, by, key = act
        if action.name not in ASSIGNMENT_ACTIONS:
            return doing((action.name, payload, by, key), self._plan)

        def made(then: Case, at: datetime) -> Record | None:
            return assigned(self._plan(then.terms), then, act, at, self.jurisdiction.assignments)

        return action.name, made, self._plan
