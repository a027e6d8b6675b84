"""Open escalations for the units that are short of their targets, each once, in a store.

Imported by path, because keeping cases needs more packages than working them does. A program that
awaits its store opens what `request_of` returns, in the same way.
"""

from collections.abc import Iterable
from contextlib import suppress
from datetime import datetime

from caseflow._typed import frozen, typed
from caseflow.cases import Case
from caseflow.errors import ConcurrentUpdateError, KeyReusedError, UnknownCaseError
from caseflow.office.escalations._facts import request_of
from caseflow.office.escalations._offices import ESCALATION
from caseflow.office.escalations._rules import STEPS
from caseflow.office.plans import Progress
from caseflow.service import CaseService
from caseflow.values import Actor, Channel

__all__ = ["OpenedEscalation", "open_escalations"]


@frozen
class OpenedEscalation:
    """Hold the case of a unit that is short of a target, and whether it was opened now."""

    progress: Progress
    case: Case
    is_new: bool


@typed
def open_escalations(
    service: CaseService, progress: Iterable[Progress], *, by: Actor, at: datetime
) -> tuple[OpenedEscalation, ...]:
    """Open a case for each of *progress* that is short of its target and has none yet.

    The same unit, metric and period has one case, ever: asked again, also at the same time by
    another program, the case comes back as it stands. Nothing else moves.

    Args:
        service: of the office of escalations, as `open_service(url, pack, pack.escalations())`.
        progress: how units stand; those that are short of nothing are passed over.
        by: who opens them.
        at: when.

    Raises:
        StoreUnavailableError: some may be open or not; ask again.
    """
    return tuple(_opened(service, each, by, at) for each in progress if each.standing.is_short)


def _opened(service: CaseService, progress: Progress, by: Actor, at: datetime) -> OpenedEscalation:
    request = request_of(progress)
    with suppress(UnknownCaseError):
        return OpenedEscalation(progress, service.get(request.case_id), is_new=False)
    try:
        case = service.open(
            ESCALATION,
            case_id=request.case_id,
            channel=Channel.COUNTER,
            result_by=Channel.COUNTER,
            at=at,
            by=by,
            branch=STEPS[0],
            facts=request.facts,
            key=request.key,
        )
    except (ConcurrentUpdateError, KeyReusedError):
        # Another program opened it in between, perhaps for a later figure.
        return OpenedEscalation(progress, service.get(request.case_id), is_new=False)
    return OpenedEscalation(progress, case, is_new=True)
