"""What a country hands to `CaseService`: names to store payloads by, expiries, and units.

A name once given stays readable for ever: a payload that changes gets a new version and an
upcaster. Imported by path, because keeping cases needs more packages than working them does.
"""

from collections.abc import Iterable, Iterator
from functools import partial

from caseflow._typed import typed
from caseflow.cases import Case
from caseflow.codec import DefinitionCodec, PayloadTypes
from caseflow.codec._payloads import Json
from caseflow.errors import UnknownActionError
from caseflow.money import Currency
from caseflow.office import _law as law
from caseflow.office import actions as do
from caseflow.office import payloads
from caseflow.office._billing.subsidies import DeclinedSubsidy
from caseflow.office._payload_samples import sample_payloads
from caseflow.office.assembly import office_guards
from caseflow.office.budgets import Allotment, BudgetGrant, GiveBack, GroundCap
from caseflow.office.budgets._guards import BUDGET_GUARDS
from caseflow.office.escalations import (
    EscalationStep,
    HeadEvaluation,
    Obstacle,
    ObstacleAnswer,
    Recovery,
)
from caseflow.office.escalations._guards import ESCALATION_GUARDS
from caseflow.office.processing import unit_in_charge
from caseflow.office.rules import ALERT, CORRECTION, FORWARDING, OfficeRules
from caseflow.office.states import OFFICER
from caseflow.payments import (
    Bill,
    BillCancelled,
    PaymentNotice,
    Refund,
    SubsidyGrant,
    SubsidyReturned,
)
from caseflow.service import PROMISED, Expiry
from caseflow.workflow import ACKNOWLEDGEMENT, LEGAL, SUPPLEMENT, Workflow

__all__ = ["definition_codec", "expiries", "payload_types", "unit_of"]

#: The payloads of the office by the name that stands behind the prefix of the country.
_NAMES: dict[str, type[object]] = {
    "allotment": Allotment,
    "answer": payloads.Answer,
    "applicant": payloads.Applicant,
    "assignment": payloads.Assignment,
    "bill": Bill,
    "bill-cancelled": BillCancelled,
    "assistance": payloads.Assistance,
    "budget-grant": BudgetGrant,
    "classification": payloads.Classification,
    "consultation": payloads.Consultation,
    "consultation-answer": payloads.ConsultationAnswer,
    "correction-request": payloads.CorrectionRequest,
    "decision": payloads.Decision,
    "declined-subsidy": DeclinedSubsidy,
    "deemed-decision": payloads.DeemedDecision,
    "description": payloads.Description,
    "early-notice": payloads.EarlyNotice,
    "escalation-step": EscalationStep,
    "excluded-time": payloads.ExcludedTime,
    "fee-waiver": payloads.FeeWaiver,
    "give-back": GiveBack,
    "ground-cap": GroundCap,
    "handover": payloads.Handover,
    "head-evaluation": HeadEvaluation,
    "obstacle": Obstacle,
    "obstacle-answer": ObstacleAnswer,
    "online-result": payloads.OnlineResult,
    "parcel": payloads.Parcel,
    "payment": payloads.Payment,
    "payment-notice": PaymentNotice,
    "payment-request": payloads.PaymentRequest,
    "reappointment": payloads.Reappointment,
    "reason": payloads.Reason,
    "receipt": payloads.Receipt,
    "recovery": Recovery,
    "refund": Refund,
    "refusal-result": payloads.RefusalResult,
    "result-cancellation": payloads.ResultCancellation,
    "result-channel": payloads.ResultChannel,
    "step-finish": payloads.StepFinish,
    "step-hand-over": payloads.StepHandOver,
    "subsidy-grant": SubsidyGrant,
    "subsidy-returned": SubsidyReturned,
    "supplement-request": payloads.SupplementRequest,
}

#: What the earlier versions of a payload lacked, oldest first; what is not here is at version 1.
_LACKED: dict[str, tuple[Json, ...]] = {
    "online-result": ({"code": None, "sha256": None},),
    "parcel": ({"address": "", "fee": 0, "subsidy": 0, "budget": ""},),
}


@typed
def payload_types(
    prefix: str,
    rules: OfficeRules,
    currency: Currency | None = None,
    own: Iterable[type[object]] = (),
) -> PayloadTypes:
    """Return a register of the payloads of the office, to which a portal may add its own.

    Each has a sample, but for those that are kept in place of one of the office: whoever hands
    them in as *own* gives samples of them too.

    Args:
        prefix: what the names of a country begin with, as "vn" in "vn.receipt/1".
        rules: what the law of the country says to the office.
        currency: that of amounts kept before they named one.
        own: subclasses of payloads of the office, each kept under the name of that payload.

    >>> payload_types("x", OfficeRules()).name(payloads.Receipt)
    'x.receipt/1'
    """
    types = PayloadTypes(rules.book, currency, rules.fee_kinds)
    instead = {base: kind for kind in own for base in kind.__mro__}
    for name, known in _NAMES.items():
        lacked = _LACKED.get(name, ())
        types.register(f"{prefix}.{name}", len(lacked) + 1, instead.get(known, known))
        for version, fields in enumerate(lacked, 1):
            types.upcast(f"{prefix}.{name}", version, partial(_with, fields))
    sample_payloads(types, (known for known in _NAMES.values() if known not in instead))
    return types


def _with(added: Json, fields: Json) -> Json:
    return {**fields, **added}


@typed
def definition_codec(
    types: PayloadTypes, rules: OfficeRules, languages: Iterable[str] = ()
) -> DefinitionCodec:
    """Return a codec for workflows that use payloads of *types* and guards of the office.

    *languages* are those of the country, in the order in which they stand in for one another.
    """
    guards = (*office_guards(rules), *BUDGET_GUARDS, *ESCALATION_GUARDS)
    return DefinitionCodec(types, guards, languages)


# ── what comes due ──────────────────────────────────────────────────────────────────────────


@typed
def expiries(
    workflow: Workflow, rules: OfficeRules, *, unanswered: str, grace: int = 1
) -> tuple[Expiry, ...]:
    """Return what happens when dates of *workflow* come near or pass, where it has their clock.

    Messages are posted when the times to alert the officer, to acknowledge and to forward are over,
    when a promise stands at risk, as the last working day before the due day begins and nobody has
    apologised, when the legal limit is over, and when a result was not corrected in time. A filing
    whose supplement never came is closed by the actor "caseflow", for the reason *unanswered*,
    *grace* working days after the applicant's time is over. That is a policy of the office, so that
    papers handed in on the last day may be entered on the next; those entered later still take
    their place before the close, which then falls out.
    """
    clocks = {clock.name for clock in workflow.clocks} | {PROMISED}
    found = (*_messages(workflow, rules), *_closing(workflow, rules, unanswered, grace))
    return tuple(each for each in found if each.clock in clocks)


def _messages(workflow: Workflow, rules: OfficeRules) -> Iterator[Expiry]:
    yield Expiry("officer-not-alerted", ALERT, citation=rules.basis(law.ALERT_OFFICER))
    yield Expiry("acknowledgement-overdue", ACKNOWLEDGEMENT, citation=rules.basis(law.ACKNOWLEDGE))
    yield Expiry("forwarding-overdue", FORWARDING, citation=rules.basis(law.FORWARD_PAPER))
    yield Expiry("promise-at-risk", PROMISED, at_risk=True)
    if _has(workflow, do.REAPPOINT.name):
        yield Expiry(
            "apology-due",
            LEGAL,
            working_days_before=1,
            unless=workflow.action(do.REAPPOINT.name),
            citation=rules.basis(law.APOLOGISE),
        )
    yield Expiry("legal-overdue", LEGAL, citation=rules.basis(law.PROCESS))
    yield Expiry("correction-overdue", CORRECTION, citation=rules.basis(law.CORRECT_RESULT))


def _closing(
    workflow: Workflow, rules: OfficeRules, unanswered: str, grace: int
) -> Iterator[Expiry]:
    if _has(workflow, do.CLOSE_UNANSWERED.name):
        yield Expiry(
            "supplement-over",
            SUPPLEMENT,
            action=workflow.action(do.CLOSE_UNANSWERED.name),
            payload=payloads.Reason(unanswered),
            roles={OFFICER.name},
            citation=rules.basis(law.CLOSE_UNANSWERED),
            grace=grace,
        )


def _has(workflow: Workflow, action: str) -> bool:
    try:
        workflow.action(action)
    except UnknownActionError:
        return False
    return True


@typed
def unit_of(case: Case, desk: str) -> str:
    """Return the unit that answers for *case*, by which units find their cases.

    That is the one it was last transferred to; before a transfer the desk that is its fact "unit",
    or else *desk*. Cost: O(records since the transfer).
    """
    return unit_in_charge(case.records, str(case.fact("unit") or desk))
