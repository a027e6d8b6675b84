"""How the real engine does the acts of a simulated filing: with payloads that the scenario gives.

Which acts are done is for the simulation.
"""

from datetime import datetime

from caseflow.cases import Case
from caseflow.engine import Engine, fire_sample
from caseflow.simulation._scenarios import Scenario
from caseflow.values import Actor

__all__ = ["fired"]


def fired(
    scenario: Scenario, engine: Engine, case: Case, name: str, by: Actor, at: datetime
) -> Case:
    """Return *case* after an action, with the payload of the scenario or a sample of its type.

    Raises:
        ActionRefusedError: it is refused.
        CaseflowError: see `Engine.fire` and `fire_sample`.
    """
    workflow = engine.jurisdiction.held(case.terms.fingerprint)
    action = workflow.action(name)
    given = scenario.payloads.get(name)
    if given is not None or action.payload is type(None) or scenario.samples is None:
        return engine.fire(case, action, given, by=by, at=at)
    return fire_sample(engine, case, action, scenario.samples, by=by, at=at)
