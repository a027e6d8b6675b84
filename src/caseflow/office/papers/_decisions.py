"""The letter that tells an applicant what was decided.

The document of the result itself is the office's own, and does not belong here.
"""

from caseflow.cases import Record
from caseflow.law import in_both
from caseflow.limits import TimeLimit
from caseflow.office import _law as law
from caseflow.office.papers._contexts import PaperContext
from caseflow.office.papers.values import DecisionLetter, Remedy
from caseflow.office.payloads import Decision, DeemedDecision, RefusalResult
from caseflow.procedures import SilentOutcome
from caseflow.texts import Text, Written

__all__ = ["decision_letter"]


def decision_letter(context: PaperContext, record: Record) -> DecisionLetter:
    """Return the letter on the decision of *record*, also of one that the law takes as made."""
    payload = record.payload
    number, reason, by_law = "", "", None
    is_granted = True
    if isinstance(payload, DeemedDecision):
        is_granted = payload.outcome is SilentOutcome.APPROVAL
        on = context.local(record.at).date()
        by_law = in_both(context.rules.book.read(payload.rule), on) or Text(und=payload.rule)
    elif isinstance(payload, RefusalResult):
        number, reason, is_granted = payload.number, payload.reason, False
    elif isinstance(payload, Decision):
        number, reason = payload.number, payload.note
    return DecisionLetter(
        head=context.head(context.forms(record).decision, record),
        lodged_at=context.local(context.case.opened_at),
        is_granted=is_granted,
        by_law=by_law,
        number=number,
        reason=reason,
        result_by=context.until(record.seq).result_by.labels,
        remedy=_remedy(context, record),
    )


def _remedy(context: PaperContext, record: Record) -> Remedy | None:
    within = context.rules.object_within
    if within is None:
        return None
    basis = in_both(context.rules.basis(law.OBJECT), context.local(record.at).date())
    return Remedy(Written(TimeLimit.text, within), basis)
