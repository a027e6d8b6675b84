"""What is handed in with the actions of the one-stop shop: typed, frozen, checked at the border.

May import: errors, procedures, values, pii, codes. Which action takes which payload is in
`actions`; what must hold for it is in `guards`. Amounts are integers, never floats.
"""

from caseflow.office.payloads.applicants import Applicant, Description
from caseflow.office.payloads.assisting import Assistance
from caseflow.office.payloads.handovers import (
    Consultation,
    ConsultationAnswer,
    DeemedDecision,
    StepFinish,
    StepHandOver,
)
from caseflow.office.payloads.paying import FeeWaiver, Payment, PaymentRequest
from caseflow.office.payloads.processing import (
    Assignment,
    Decision,
    ExcludedTime,
    Reappointment,
    Reason,
    RefusalResult,
    SupplementRequest,
)
from caseflow.office.payloads.receiving import Answer, Classification, CorrectionRequest, Receipt
from caseflow.office.payloads.results import OnlineResult, ResultCancellation
from caseflow.office.payloads.returning import (
    EarlyNotice,
    Handover,
    Parcel,
    ResultChannel,
)

__all__ = [
    "Answer",
    "Applicant",
    "Assignment",
    "Assistance",
    "Classification",
    "Consultation",
    "ConsultationAnswer",
    "CorrectionRequest",
    "Decision",
    "DeemedDecision",
    "Description",
    "EarlyNotice",
    "ExcludedTime",
    "FeeWaiver",
    "Handover",
    "OnlineResult",
    "Parcel",
    "Payment",
    "PaymentRequest",
    "Reappointment",
    "Reason",
    "Receipt",
    "RefusalResult",
    "ResultCancellation",
    "ResultChannel",
    "StepFinish",
    "StepHandOver",
    "SupplementRequest",
]
