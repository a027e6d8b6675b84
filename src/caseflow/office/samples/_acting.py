"""What a made-up person does to one case: each act under a key that follows from the case."""

from datetime import datetime
from typing import TypeVar

from caseflow._typed import typed
from caseflow.cases import Case
from caseflow.engine import Engine
from caseflow.values import Actor
from caseflow.workflow import Action

__all__ = ["Hand"]

P = TypeVar("P")


@typed
class Hand:
    """Acts on the cases of *engine*, so that a repeated run gives the same keys."""

    def __init__(self, engine: Engine) -> None:
        """Work by the definitions of *engine*."""
        self._engine = engine

    def knows(self, case: Case, action: Action[P]) -> bool:
        """Return whether the workflow of *case* has the action."""
        workflow = self._engine.jurisdiction.workflow(case.fingerprint)
        return workflow is not None and any(each.name == action.name for each in workflow.actions)

    def do(
        self, who: Actor, case: Case, action: Action[P], payload: P, at: datetime, key: str = ""
    ) -> Case:
        """Fire *action*; without a *key* it goes by the case and its version.

        An action that the workflow of the case does not have is passed over, so that one story
        fits the offices of several countries.
        """
        if not self.knows(case, action):
            return case
        name = key or f"{case.id}:{case.version}"
        return self._engine.fire(case, action, payload, by=who, at=at, key=name)

    def may(self, who: Actor, case: Case, action: Action[P], at: datetime) -> bool:
        """Return whether *who* may do it now."""
        options = self._engine.actions(case, by=who, at=at)
        return any(each.allowed for each in options if each.action.name == action.name)
