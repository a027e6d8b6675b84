"""The actions by which a filing is paid for: fees, bills, payments, refunds, subsidies.

May import: payments, values, workflow, law, payloads. `actions` gives them out with all others;
what an action leads to is in `workflows`.
"""

from caseflow.office import law
from caseflow.office.payloads import (
    FeeWaiver,
    Payment,
    PaymentRequest,
    Reason,
)
from caseflow.office.payloads.budgets import DeclinedSubsidy
from caseflow.office.rules import UNNAMED
from caseflow.payments import (
    Bill,
    BillCancelled,
    PaymentNotice,
    Refund,
    SubsidyGrant,
    SubsidyReturned,
)
from caseflow.workflow import Action

__all__ = [
    "CANCEL_BILL",
    "CLOSE_UNPAID",
    "DECLINE_SUBSIDY",
    "GIVE_BACK_SUBSIDY",
    "GRANT_SUBSIDY",
    "ISSUE_BILL",
    "PAY",
    "RECORD_PAYMENT",
    "REFUND",
    "REQUEST_PAYMENT",
    "WAIVE_FEE",
]

REQUEST_PAYMENT = Action(
    "request-payment",
    PaymentRequest,
    UNNAMED,
    law.PAY,
)
PAY = Action(
    "pay",
    Payment,
    UNNAMED,
    law.PAY,
)
WAIVE_FEE = Action(
    "waive-fee",
    FeeWaiver,
    UNNAMED,
)

ISSUE_BILL = Action(
    "issue-bill",
    Bill,
    UNNAMED,
    law.PAY,
)
RECORD_PAYMENT = Action(
    "record-payment",
    PaymentNotice,
    UNNAMED,
    law.PAY,
)
REFUND = Action(
    "refund",
    Refund,
    UNNAMED,
)
CANCEL_BILL = Action(
    "cancel-bill",
    BillCancelled,
    UNNAMED,
)
GRANT_SUBSIDY = Action(
    "grant-subsidy",
    SubsidyGrant,
    UNNAMED,
)
DECLINE_SUBSIDY = Action(
    "decline-subsidy",
    DeclinedSubsidy,
    UNNAMED,
)
GIVE_BACK_SUBSIDY = Action(
    "give-back-subsidy",
    SubsidyReturned,
    UNNAMED,
)
CLOSE_UNPAID = Action(
    "close-unpaid",
    Reason,
    UNNAMED,
)
