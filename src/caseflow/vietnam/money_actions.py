"""The actions by which a filing is paid for: fees, bills, payments, refunds, subsidies.

May import: payments, values, workflow, law, payloads. `actions` gives them out with all others;
what an action leads to is in `workflows`.
"""

from caseflow.payments import (
    Bill,
    BillCancelled,
    PaymentNotice,
    Refund,
    SubsidyGrant,
    SubsidyReturned,
)
from caseflow.values import Text
from caseflow.vietnam import law
from caseflow.vietnam.payloads import (
    FeeWaiver,
    Payment,
    PaymentRequest,
    Reason,
)
from caseflow.vietnam.payloads.budgets import DeclinedSubsidy
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
    Text(vi="Yêu cầu thực hiện nghĩa vụ tài chính", en="Ask for payment"),
    law.PAY,
)
PAY = Action(
    "pay",
    Payment,
    Text(vi="Nộp phí, lệ phí", en="Pay the fee"),
    law.PAY,
)
WAIVE_FEE = Action(
    "waive-fee",
    FeeWaiver,
    Text(vi="Ghi nhận miễn phí, lệ phí", en="Record that the fee is waived"),
)

ISSUE_BILL = Action(
    "issue-bill",
    Bill,
    Text(vi="Lập thông báo nộp phí, lệ phí", en="Issue a bill"),
    law.PAY,
)
RECORD_PAYMENT = Action(
    "record-payment",
    PaymentNotice,
    Text(vi="Ghi nhận khoản thanh toán", en="Record a payment"),
    law.PAY,
)
REFUND = Action(
    "refund",
    Refund,
    Text(vi="Ghi nhận khoản hoàn trả", en="Record a refund"),
)
CANCEL_BILL = Action(
    "cancel-bill",
    BillCancelled,
    Text(vi="Hủy thông báo nộp phí, lệ phí", en="Cancel a bill"),
)
GRANT_SUBSIDY = Action(
    "grant-subsidy",
    SubsidyGrant,
    Text(vi="Hỗ trợ phí, lệ phí từ ngân sách", en="Pay part of a bill from a budget"),
)
DECLINE_SUBSIDY = Action(
    "decline-subsidy",
    DeclinedSubsidy,
    Text(vi="Từ chối khoản hỗ trợ từ ngân sách", en="Decline a grant from a budget"),
)
GIVE_BACK_SUBSIDY = Action(
    "give-back-subsidy",
    SubsidyReturned,
    Text(vi="Hoàn lại khoản hỗ trợ cho ngân sách", en="Give a subsidy back to its budget"),
)
CLOSE_UNPAID = Action(
    "close-unpaid",
    Reason,
    Text(vi="Đóng hồ sơ quá hạn nộp phí, lệ phí", en="Close a filing left unpaid"),
)
