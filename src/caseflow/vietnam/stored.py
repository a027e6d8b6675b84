"""What a portal hands to `CaseService`: names to store payloads by, expiries, and units.

May import: everything up to service, payments, and this pack. A name once given stays readable for
ever: a payload that changes gets a new version and an upcaster. Imported by path, because keeping
cases needs more packages than working them does.
"""

from functools import partial

from attrs import evolve

from caseflow.cases import Case
from caseflow.codec import Codec, DefinitionCodec, PayloadTypes
from caseflow.codec.payloads import Json
from caseflow.office import payloads
from caseflow.office.assembly import office_guards
from caseflow.office.billing.subsidies import DeclinedSubsidy
from caseflow.office.budgets.guards import BUDGET_GUARDS
from caseflow.office.budgets.payloads import Allotment, BudgetGrant, GiveBack, GroundCap
from caseflow.office.processing.assigning import unit_in_charge
from caseflow.office.rules import ALERT, CORRECTION, FORWARDING
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
from caseflow.vietnam import actions as do
from caseflow.vietnam import law
from caseflow.vietnam.money import VND
from caseflow.vietnam.payloads import OnlineResult, Receipt, ResultCancellation
from caseflow.vietnam.rules import OFFICE
from caseflow.vietnam.workflows import one_stop_shop
from caseflow.workflow import ACKNOWLEDGEMENT, LEGAL, SUPPLEMENT

__all__ = ["case_codec", "definition_codec", "expiries", "payload_types", "unit_of"]

_NAMES: dict[str, type[object]] = {
    "vn.allotment": Allotment,
    "vn.answer": payloads.Answer,
    "vn.applicant": payloads.Applicant,
    "vn.assignment": payloads.Assignment,
    "vn.bill": Bill,
    "vn.bill-cancelled": BillCancelled,
    "vn.assistance": payloads.Assistance,
    "vn.budget-grant": BudgetGrant,
    "vn.classification": payloads.Classification,
    "vn.consultation": payloads.Consultation,
    "vn.consultation-answer": payloads.ConsultationAnswer,
    "vn.correction-request": payloads.CorrectionRequest,
    "vn.decision": payloads.Decision,
    "vn.declined-subsidy": DeclinedSubsidy,
    "vn.deemed-decision": payloads.DeemedDecision,
    "vn.description": payloads.Description,
    "vn.early-notice": payloads.EarlyNotice,
    "vn.excluded-time": payloads.ExcludedTime,
    "vn.fee-waiver": payloads.FeeWaiver,
    "vn.give-back": GiveBack,
    "vn.ground-cap": GroundCap,
    "vn.handover": payloads.Handover,
    "vn.online-result": OnlineResult,
    "vn.parcel": payloads.Parcel,
    "vn.payment": payloads.Payment,
    "vn.payment-notice": PaymentNotice,
    "vn.payment-request": payloads.PaymentRequest,
    "vn.reappointment": payloads.Reappointment,
    "vn.reason": payloads.Reason,
    "vn.receipt": Receipt,
    "vn.refund": Refund,
    "vn.refusal-result": payloads.RefusalResult,
    "vn.result-cancellation": ResultCancellation,
    "vn.result-channel": payloads.ResultChannel,
    "vn.step-finish": payloads.StepFinish,
    "vn.step-hand-over": payloads.StepHandOver,
    "vn.subsidy-grant": SubsidyGrant,
    "vn.subsidy-returned": SubsidyReturned,
    "vn.supplement-request": payloads.SupplementRequest,
}


#: What the earlier versions of a payload lacked, oldest first; what is not here is at version 1.
_LACKED: dict[str, tuple[Json, ...]] = {
    "vn.online-result": ({"code": None, "sha256": None},),
    "vn.parcel": ({"address": "", "fee": 0, "subsidy": 0, "budget": ""},),
}


def payload_types() -> PayloadTypes:
    """Return a register of the payloads of the pack, to which a portal may add its own.

    >>> payload_types().name(Receipt)
    'vn.receipt/1'
    """
    types = PayloadTypes(law.RULES, VND)
    for name, kind in _NAMES.items():
        lacked = _LACKED.get(name, ())
        types.register(name, len(lacked) + 1, kind)
        for version, fields in enumerate(lacked, 1):
            types.upcast(name, version, partial(_with, fields))
    return types


def _with(added: Json, fields: Json) -> Json:
    return {**fields, **added}


def case_codec() -> Codec:
    """Return a codec for cases worked by the one-stop shop, and for budgets."""
    return Codec(payload_types())


def definition_codec() -> DefinitionCodec:
    """Return a codec for workflows that use the payloads and guards of the pack."""
    return DefinitionCodec(payload_types(), (*office_guards(OFFICE), *BUDGET_GUARDS))


# ── what comes due ──────────────────────────────────────────────────────────────────────────

_UNANSWERED = payloads.Reason("Hết thời hạn bổ sung mà người nộp chưa bổ sung hồ sơ")

_EXPIRIES = (
    Expiry("officer-not-alerted", ALERT, citation=law.ALERT_OFFICER),
    Expiry("acknowledgement-overdue", ACKNOWLEDGEMENT, citation=law.ACKNOWLEDGE),
    Expiry("forwarding-overdue", FORWARDING, citation=law.FORWARD_PAPER),
    Expiry("promise-at-risk", PROMISED, at_risk=True),
    Expiry(
        "apology-due",
        LEGAL,
        working_days_before=1,
        unless=do.REAPPOINT,
        citation=law.APOLOGISE,
    ),
    Expiry("legal-overdue", LEGAL, citation=law.PROCESS),
    Expiry("correction-overdue", CORRECTION, citation=law.CORRECT_RESULT),
)
_CLOSE = Expiry(
    "supplement-over",
    SUPPLEMENT,
    action=do.CLOSE_UNANSWERED,
    payload=_UNANSWERED,
    roles={OFFICER.name},
    citation=law.CLOSE_UNANSWERED,
)


def expiries(*, grace: int = 1) -> dict[str, tuple[Expiry, ...]]:
    """Return what happens when dates of the one-stop shop come near or pass, by workflow.

    Messages are posted when the 2 hours to alert the officer and the 8 working hours to acknowledge
    are over, when a promise stands at risk, as the last working day before the due day begins and
    nobody has apologised, and when the legal limit is over. A filing whose supplement never came is
    closed by the actor "caseflow" once the applicant's time is over, where a rule gives one: see
    `one_stop_shop`. It is closed *grace* working days later, which is a policy of the office and no
    law, so that papers handed in on the last day may be entered on the next. Those entered later
    still take their place before the close, which then falls out.

    The apology may go out until one day before the day the limit ends; it is told of as the last
    working day before that begins, because nobody writes it on a day off.

    Source: `rules`.

    >>> [each.name for each in expiries()["one-stop-shop"]][:2]
    ['officer-not-alerted', 'acknowledgement-overdue']
    """
    closing = one_stop_shop(closes_unanswered=True)
    return dict.fromkeys(
        (one_stop_shop().name, closing.name), (*_EXPIRIES, evolve(_CLOSE, grace=grace))
    )


def unit_of(case: Case) -> str:
    """Return the unit that answers for *case*, by which units find their cases.

    That is the one it was last transferred to; before a transfer the desk that is its fact
    "unit", or else the one-stop shop. Cost: O(records since the transfer).
    """
    return unit_in_charge(case.records, str(case.fact("unit") or OFFICE.desk))
