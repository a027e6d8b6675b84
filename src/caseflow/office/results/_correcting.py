"""An error of the authority in a result: reported, and the corrected copy given out."""

from caseflow.office import _law as law
from caseflow.office._phases import Phase
from caseflow.office._reasons import Reason
from caseflow.office.paying._collecting import fee_paid_at_return
from caseflow.office.rules import CORRECTION, UNNAMED, OfficeRules
from caseflow.office.states import APPROVER, DECIDED, INTAKE, RETURNED
from caseflow.texts import Message
from caseflow.workflow import Action, ClockOp, Effect, Refusal, Situation, Transition, guard

__all__ = [
    "CORRECTING",
    "REPORT_ERROR",
    "RETURN_CORRECTED",
    "correction_is_awaited",
    "no_correction_under_way",
]

REPORT_ERROR = Action(
    "report-error",
    Reason,
    UNNAMED,
    law.CORRECT_RESULT,
)


RETURN_CORRECTED = Action(
    "return-corrected",
    type(None),
    UNNAMED,
    law.CORRECT_RESULT,
)


def _is_being_corrected(situation: Situation) -> bool:
    case = situation.case
    return case.times(REPORT_ERROR) > case.times(RETURN_CORRECTED)


@guard("no-correction-under-way")
def no_correction_under_way(situation: Situation) -> Refusal | None:
    """Report an error once until the corrected copy is given out."""
    if not _is_being_corrected(situation):
        return None
    return Refusal(
        "correction-under-way",
        Message("office.correction-under-way"),
        basis=law.CORRECT_RESULT,
    )


@guard("correction-is-awaited")
def correction_is_awaited(situation: Situation) -> Refusal | None:
    """Give out a corrected copy where an error of the result is on record."""
    if _is_being_corrected(situation):
        return None
    return Refusal(
        "no-correction-awaited",
        Message("office.no-correction-awaited"),
        basis=law.CORRECT_RESULT,
    )


def _transitions(_: OfficeRules) -> tuple[Transition, ...]:
    """Return what the actions of this phase lead to."""
    return (
        *Transition.each(
            REPORT_ERROR,
            (DECIDED, RETURNED),
            None,
            [INTAKE, APPROVER],
            guards=(no_correction_under_way,),
            clocks=(ClockOp.start(CORRECTION, basis=law.CORRECT_RESULT, if_fitting=True),),
        ),
        *Transition.each(
            RETURN_CORRECTED,
            (DECIDED, RETURNED),
            None,
            [INTAKE],
            guards=(correction_is_awaited, fee_paid_at_return),
            clocks=(ClockOp.stop(CORRECTION, basis=law.CORRECT_RESULT, if_fitting=True),),
            effects=(Effect("notify-applicant"),),
        ),
    )


CORRECTING = Phase(
    "correcting",
    (
        REPORT_ERROR,
        RETURN_CORRECTED,
    ),
    _transitions,
)
