"""Money: bills, what was paid on them, and whether both sides say the same at the end of the day.

Facts fold into an `Account` in any order; by path,
`caseflow.payments.webhooks` reads signed notices, `statements` and `reconciliation` compare the
books with those of a gateway, and `gateways` says what a gateway does. Nothing here is stored, and
no law of one country belongs here.
"""

from caseflow.payments._accounts import Account, Balance, BillAccount, BillState
from caseflow.payments._facts import (
    COUNTER,
    MONEY_MOVED,
    Bill,
    BillCancelled,
    BillExpired,
    BillLine,
    Fact,
    PaymentNotice,
    Refund,
    SubsidyGrant,
    SubsidyReturned,
)

__all__ = [
    "COUNTER",
    "MONEY_MOVED",
    "Account",
    "Balance",
    "Bill",
    "BillAccount",
    "BillCancelled",
    "BillExpired",
    "BillLine",
    "BillState",
    "Fact",
    "PaymentNotice",
    "Refund",
    "SubsidyGrant",
    "SubsidyReturned",
]
