"""Transitions of results on record: put there, cancelled, corrected; also when the case is closed.

May import: workflow, and this pack's law, rules, actions, states and guards.
"""

from caseflow.office import actions as do
from caseflow.office import law
from caseflow.office.guards import offers, paying, results
from caseflow.office.rules import CORRECTION, OfficeRules
from caseflow.office.states import APPROVER, DECIDED, INTAKE, RETURNED
from caseflow.typed import typed
from caseflow.workflow import ClockOp, Effect, Transition

__all__ = ["result_transitions"]


@typed
def result_transitions(rules: OfficeRules) -> tuple[Transition, ...]:
    """Return the loops by which results come on record, are cancelled and are corrected."""
    return (
        *Transition.each(
            do.RECORD_RESULT,
            (DECIDED, RETURNED),
            None,
            [APPROVER, INTAKE],
            guards=(results.result_is_new(rules), paying.fee_paid_at_return),
            effects=(Effect("deliver-online"),),
        ),
        *Transition.each(
            do.CANCEL_RESULT,
            (DECIDED, RETURNED),
            None,
            [APPROVER],
            guards=(offers.result_is_valid, results.result_can_be_cancelled),
            effects=(Effect("notify-applicant"),),
        ),
        *Transition.each(
            do.REPORT_ERROR,
            (DECIDED, RETURNED),
            None,
            [INTAKE, APPROVER],
            guards=(results.no_correction_under_way,),
            clocks=(ClockOp.start(CORRECTION, basis=law.CORRECT_RESULT, if_fitting=True),),
        ),
        *Transition.each(
            do.RETURN_CORRECTED,
            (DECIDED, RETURNED),
            None,
            [INTAKE],
            guards=(results.correction_is_awaited, paying.fee_paid_at_return),
            clocks=(ClockOp.stop(CORRECTION, basis=law.CORRECT_RESULT, if_fitting=True),),
            effects=(Effect("notify-applicant"),),
        ),
    )
