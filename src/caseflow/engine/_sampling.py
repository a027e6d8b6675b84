"""A payload for an action of a case as it stands, out of the samples that are registered.

Which samples there are is for `codec.PayloadTypes`; what a case does with one is for `Engine`.
"""

from datetime import datetime
from typing import Any, Protocol

from caseflow._typed import typed
from caseflow.cases import Case
from caseflow.engine._core import Engine
from caseflow.errors import ActionRefusedError, SampleMissingError
from caseflow.values import Actor
from caseflow.workflow import Action, Situation

__all__ = ["Samples", "fire_sample"]


class Samples(Protocol):
    """What knows samples of payloads, as `codec.PayloadTypes` does."""

    def samples(
        self, payload: type[object], situation: Situation | None = None
    ) -> tuple[object, ...]:
        """Return what may stand for *payload*, the likeliest first."""
        ...


@typed
def fire_sample(
    engine: Engine, case: Case, action: Action[Any], samples: Samples, *, by: Actor, at: datetime
) -> Case:
    """Fire *action* with the first sample of its payload that is let through.

    The payload is that of the new case's last record.

    Raises:
        SampleMissingError: no sample of the payload is registered.
        ActionRefusedError: every sample is refused; the reasons are those of the first.
        CaseflowError: see `Engine.fire`.
    """
    refused: ActionRefusedError | None = None
    for payload in samples.samples(action.payload, engine.situation(case, by=by, at=at)):
        try:
            return engine.fire(case, action, payload, by=by, at=at)
        except ActionRefusedError as error:
            refused = refused or error
    if refused is None:
        raise SampleMissingError((action.payload.__name__,))
    raise refused
