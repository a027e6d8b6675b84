"""The names under which payloads and guards of the pack are stored, for `caseflow.codec`.

May import: codec, payments, and this pack's payloads and guards. A name once given stays readable
for ever: a payload that changes gets a new version and an upcaster. Imported by path, because
reading and writing needs more packages than working cases does.
"""

from functools import partial

from caseflow.codec import Codec, DefinitionCodec, PayloadTypes
from caseflow.codec.payloads import Json
from caseflow.payments import Bill, BillCancelled, PaymentNotice, Refund, SubsidyGrant
from caseflow.vietnam import payloads
from caseflow.vietnam.budgets.guards import BUDGET_GUARDS
from caseflow.vietnam.guards import GUARDS
from caseflow.vietnam.payloads.budgets import (
    Allotment,
    BudgetGrant,
    DeclinedSubsidy,
    GiveBack,
    GroundCap,
)

__all__ = ["case_codec", "definition_codec", "payload_types"]

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
    "vn.give-back": GiveBack,
    "vn.ground-cap": GroundCap,
    "vn.handover": payloads.Handover,
    "vn.online-result": payloads.OnlineResult,
    "vn.parcel": payloads.Parcel,
    "vn.payment": payloads.Payment,
    "vn.payment-notice": PaymentNotice,
    "vn.payment-request": payloads.PaymentRequest,
    "vn.reappointment": payloads.Reappointment,
    "vn.reason": payloads.Reason,
    "vn.receipt": payloads.Receipt,
    "vn.refund": Refund,
    "vn.refusal-result": payloads.RefusalResult,
    "vn.result-cancellation": payloads.ResultCancellation,
    "vn.result-channel": payloads.ResultChannel,
    "vn.step-finish": payloads.StepFinish,
    "vn.step-hand-over": payloads.StepHandOver,
    "vn.subsidy-grant": SubsidyGrant,
    "vn.supplement-request": payloads.SupplementRequest,
}


#: What the earlier versions of a payload lacked, oldest first; what is not here is at version 1.
_LACKED: dict[str, tuple[Json, ...]] = {
    "vn.online-result": ({"code": None, "sha256": None},),
    "vn.parcel": ({"address": "", "fee": 0, "subsidy": 0, "budget": ""},),
}


def payload_types() -> PayloadTypes:
    """Return a register of the payloads of the pack, to which a portal may add its own.

    >>> payload_types().name(payloads.Receipt)
    'vn.receipt/1'
    """
    types = PayloadTypes()
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
    return DefinitionCodec(payload_types(), (*GUARDS, *BUDGET_GUARDS))
