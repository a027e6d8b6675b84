"""Every payload that an action of the office takes; each stands with its phase."""

from caseflow.office._billing.subsidies import DeclinedSubsidy
from caseflow.office._reasons import Answer, Reason
from caseflow.office._returning import EarlyNotice, Handover, Parcel, ResultChannel
from caseflow.office.paying._accounts import Payment, PaymentRequest
from caseflow.office.paying._waiving import FeeWaiver
from caseflow.office.processing._assigning import Assignment
from caseflow.office.processing._deciding import Decision, RefusalResult
from caseflow.office.processing._supplementing import SupplementRequest
from caseflow.office.processing._timing import ExcludedTime, Reappointment
from caseflow.office.receiving._accepting import CorrectionRequest, Receipt
from caseflow.office.receiving._assisting import Assistance
from caseflow.office.receiving._classifying import Classification
from caseflow.office.receiving._describing import Applicant, Description
from caseflow.office.results._issuing import OnlineResult, ResultCancellation
from caseflow.office.steps._consulting import Consultation, ConsultationAnswer
from caseflow.office.steps._handing_over import StepFinish, StepHandOver
from caseflow.office.steps._silence import DeemedDecision

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
    "DeclinedSubsidy",
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
