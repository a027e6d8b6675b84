"""The account of a case: every record that moves money, told as facts of one account.

May import: payments, workflow, and this pack's actions and payloads. Two ways to pay lead to one
account: bills and notices as `caseflow.payments` has them, and the plain request and payment at
the counter, which this file words as such facts.
"""

import re
from collections.abc import Iterable
from datetime import datetime

from attrs import frozen

from caseflow.payments import (
    COUNTER,
    Account,
    Bill,
    BillCancelled,
    BillExpired,
    Fact,
    PaymentNotice,
    Refund,
    SubsidyGrant,
)
from caseflow.vietnam.actions import CLOSE_UNPAID, PAY, REQUEST_PAYMENT
from caseflow.vietnam.payloads import Payment, PaymentRequest
from caseflow.workflow import RecordView

__all__ = ["Books", "account_of", "books_of", "is_reserved"]

_PLAIN = (Bill, BillCancelled, PaymentNotice, Refund, SubsidyGrant)
_FEE = "Phí, lệ phí"
_RESERVED = re.compile(r"(request|counter|record)-\d+(/\d+)?")


@frozen
class Books:
    """Hold the account of a case, and when its bills were last asked for.

    *asked_at* pairs the number of a bill with the instant of the record that asked for it.
    """

    account: Account
    asked_at: tuple[tuple[str, datetime], ...]

    @property
    def due_since(self) -> datetime | None:
        """Return the latest instant at which something still due was asked for, if anything is."""
        return max(
            (at for number, at in self.asked_at if self.account.bill(number).balance.due),
            default=None,
        )


def account_of(records: Iterable[RecordView]) -> Account:
    """Return the account that the records of a case tell of; nothing of it is stored.

    A payment at the counter (`PAY`) pays the open bills in the order of their numbers, and what is
    over goes to the last of them. Without an open bill it is its own: what was asked for is what
    was paid. A request for payment (`REQUEST_PAYMENT`) asks for the open bills; without one it is a
    bill of its own, "request-N" after its record. Cost: O(records).

    Raises:
        TransactionConflictError: two records contradict each other; the guards let none such in.
    """
    return books_of(records).account


def books_of(records: Iterable[RecordView]) -> Books:
    """Return the account of a case and when its bills were asked for; see `account_of`."""
    facts: list[Fact] = []
    asked_at: dict[str, datetime] = {}
    for record in records:
        payload = record.payload
        if isinstance(payload, Bill):
            asked_at[payload.number] = record.at
        if isinstance(payload, _PLAIN):
            facts.append(payload)
        elif record.action == REQUEST_PAYMENT.name and isinstance(payload, PaymentRequest):
            made, numbers = _requested(Account(facts), payload, record.seq)
            facts += made
            asked_at.update(dict.fromkeys(numbers, record.at))
        elif record.action == PAY.name and isinstance(payload, Payment):
            facts += _paid(Account(facts), payload, record)
        elif record.action == CLOSE_UNPAID.name:
            facts += [BillExpired(number) for number in _open_bills(Account(facts))]
    return Books(Account(facts), tuple(asked_at.items()))


def is_reserved(number: str) -> bool:
    """Tell whether *number* is of the form that bills and payments without one are given."""
    return _RESERVED.fullmatch(number) is not None


def _open_bills(account: Account) -> tuple[str, ...]:
    return tuple(each.number for each in account.bills if each.balance.due)


def _requested(
    account: Account, request: PaymentRequest, seq: int
) -> tuple[list[Fact], tuple[str, ...]]:
    """Return the bill that a request makes, if it makes one, and the bills it asks for."""
    numbers = _open_bills(account)
    if numbers:
        return [], numbers
    bill = Bill(f"request-{seq}", ((request.reason.strip() or _FEE, request.amount),))
    return [bill], (bill.number,)


def _paid(account: Account, payment: Payment, record: RecordView) -> list[Fact]:
    """Return a payment at the counter as notices, one per bill that it pays."""
    facts: list[Fact] = []
    numbers = _open_bills(account)
    if not numbers:
        bill = Bill(f"counter-{record.seq}", ((_FEE, payment.amount),))
        numbers, account = (bill.number,), account.adding(bill)
        facts.append(bill)
    left = payment.amount
    for place, number in enumerate(numbers):
        due = account.bill(number).balance.due
        part = left if number == numbers[-1] else min(left, due)
        if part:
            transaction = f"record-{record.seq}/{place}"
            facts.append(PaymentNotice(number, transaction, part, record.at, COUNTER))
        left -= part
    return facts
