"""The history of a case made up for any definition: actions drawn, payloads out of the samples.

What is drawn is the caller's: `random.Random(7).randrange`, or a draw of Hypothesis.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta

from caseflow._typed import typed
from caseflow.cases import Case
from caseflow.codec import PayloadTypes
from caseflow.engine import Engine, Option, fire_sample
from caseflow.errors import ActionRefusedError, ValueInvalidError
from caseflow.values import Actor, Channel
from caseflow.workflow import FactValue

__all__ = ["random_history"]


@typed
def random_history(
    engine: Engine,
    types: PayloadTypes,
    procedure: str,
    *,
    by: Sequence[Actor],
    at: datetime,
    draw: Callable[[int], int],
    most: int = 30,
    channel: Channel = Channel.ONLINE,
    result_by: Channel = Channel.ONLINE,
    facts: Mapping[str, FactValue] | None = None,
) -> Case:
    """Return a case that was opened and went through up to *most* actions, drawn one by one.

    Only what is allowed is done, with the first sample of the payload that is let through. Between
    two actions pass some minutes, hours or days. The history ends where nothing is open.

    Args:
        engine: works the case.
        types: the payloads with their samples; see `PayloadTypes.sample`.
        procedure: the code of the procedure.
        by: who acts; one of them is drawn for each action.
        at: when the case is opened.
        draw: returns a number from 0 to below the one it is given.
        most: how many actions are tried.
        channel: by which the filing comes in.
        result_by: by which the result goes out.
        facts: what the workflow needs to know of the filing.

    Raises:
        SampleMissingError: actions of the workflow take payloads without a sample; all are named.
        ValueInvalidError: nobody acts.
        CaseflowError: see `Engine.open`.
    """
    if not by:
        raise ValueInvalidError("by", by, "one actor or more")
    case = engine.open(procedure, channel=channel, result_by=result_by, at=at, facts=facts)
    types.refuse_unsampled(engine.jurisdiction.held(case.fingerprint))
    for _ in range(most):
        at += timedelta(minutes=draw((30, 600, 4 * 1440)[draw(3)]))
        actor = by[draw(len(by))]
        allowed = [each for each in engine.actions(case, by=actor, at=at) if each.allowed]
        case = _acted(engine, types, case, allowed, actor, at, draw)
    return case


def _acted(
    engine: Engine,
    types: PayloadTypes,
    case: Case,
    allowed: list[Option],
    actor: Actor,
    at: datetime,
    draw: Callable[[int], int],
) -> Case:
    """Return *case* after one of *allowed*, drawn; unchanged if each refuses every sample."""
    while allowed:
        action = allowed.pop(draw(len(allowed))).action
        try:
            return fire_sample(engine, case, action, types, by=actor, at=at)
        except ActionRefusedError:
            continue
    return case
