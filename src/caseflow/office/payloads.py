"""Every payload that an action of the office takes; each stands with its phase."""

from caseflow.office.paying.accounts import Payment, PaymentRequest
from caseflow.office.paying.waiving import FeeWaiver
from caseflow.office.processing.assigning import Assignment
from caseflow.office.processing.deciding import Decision, RefusalResult
from caseflow.office.processing.supplementing import SupplementRequest
from caseflow.office.processing.timing import ExcludedTime, Reappointment
from caseflow.office.reasons import Answer, Reason
from caseflow.office.receiving.accepting import CorrectionRequest, Receipt
from caseflow.office.receiving.assisting import Assistance
from caseflow.office.receiving.classifying import Classification
from caseflow.office.receiving.describing import Applicant, Description
from caseflow.office.results.issuing import OnlineResult, ResultCancellation
from caseflow.office.returning import EarlyNotice, Handover, Parcel, ResultChannel
from caseflow.office.steps.consulting import Consultation, ConsultationAnswer
from caseflow.office.steps.handing_over import StepFinish, StepHandOver
from caseflow.office.steps.silence import DeemedDecision

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
