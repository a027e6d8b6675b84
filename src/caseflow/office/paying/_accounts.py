"""What is asked for and paid at the counter, and the account that all money of a case makes.

Two ways to pay lead to one account: bills and notices as `caseflow.payments` has them, and the
plain request and payment at the counter, which this module words as such facts.
"""

import re
from collections.abc import Callable, Iterable
from datetime import datetime
from functools import cache, cached_property, partial
from typing import ClassVar

from attrs import field

from caseflow._fields import is_positive, plain_text
from caseflow._typed import frozen, short, typed
from caseflow.cases import acts_of
from caseflow.errors import ValueInvalidError
from caseflow.money import Currency, Money
from caseflow.office import _law as law
from caseflow.office.rules import UNNAMED
from caseflow.office.states import CLOSE_UNPAID_ACT
from caseflow.payments import (
    COUNTER,
    MONEY_MOVED,
    Account,
    Bill,
    BillAccount,
    BillCancelled,
    BillExpired,
    Fact,
    PaymentNotice,
    Refund,
    SubsidyGrant,
    SubsidyReturned,
)
from caseflow.payments._accounts import Tally
from caseflow.payments._facts import bill_of
from caseflow.texts import Message
from caseflow.values import Text, utc
from caseflow.workflow import Action, RecordView, Refusal, Situation

__all__ = [
    "PAY",
    "REQUEST_PAYMENT",
    "Books",
    "Payment",
    "PaymentRequest",
    "books",
    "books_of",
    "held_currency",
    "in_another_currency",
    "is_reserved",
    "money_of",
]


@frozen
class PaymentRequest:
    """Ask for *amount*."""

    amount: int = field(validator=is_positive)
    reason: str = field(default="", converter=plain_text)


@frozen
class Payment:
    """Record that *amount* was paid, how, and under which receipt number."""

    not_annulled: ClassVar[Refusal] = MONEY_MOVED

    amount: int = field(validator=is_positive)
    method: str = field(default="", converter=plain_text)
    reference: str = field(default="", converter=plain_text)


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


_PLAIN = (Bill, BillCancelled, PaymentNotice, Refund, SubsidyGrant, SubsidyReturned)


#: What a payment is for that names nothing, where a country has no word for it.
_FEE = "fee"


_RESERVED = re.compile(r"(request|counter|record)-\d+(/\d+)?")


@short
@frozen
class Books:
    """Hold the account of a case, and when its bills were last asked for.

    *asked_at* pairs the number of a bill with the instant of the record that asked for it.
    """

    account: Account
    asked_at: tuple[tuple[str, datetime], ...]

    @cached_property
    def issued(self) -> tuple[BillAccount, ...]:
        """Return what is known of each bill that was issued, by number; worked out once."""
        return tuple(each for each in self.account.bills if each.bill is not None)

    @property
    def due_since(self) -> datetime | None:
        """Return the latest instant at which something still due was asked for, if anything is."""
        return max(
            (at for number, at in self.asked_at if self.account.bill(number).balance.due),
            key=utc,
            default=None,
        )


def books(situation: Situation) -> Books:
    """Return the books of the case, in the currency of the jurisdiction; see `books_of`."""
    return situation.folded(_books_in(situation.currency))


@cache
def _books_in(currency: Currency | None) -> Callable[[Iterable[RecordView]], Books]:
    """Return the fold for *currency*: always the same one, so that guards share what it made."""
    return partial(books_of, currency=currency)


def money_of(situation: Situation, amount: int) -> Money:
    """Return *amount* smallest units in the currency of the jurisdiction."""
    return Money(amount, held_currency(situation.currency))


_WORKS_IN = Message("office.works-in")


def in_another_currency(
    situation: Situation, currency: str, template: Text = _WORKS_IN
) -> Refusal | None:
    """Refuse what is in another *currency* than the jurisdiction takes; one without takes any."""
    own = situation.currency
    if own is None or currency == own.code:
        return None
    return Refusal(
        "currency-differs",
        template,
        {"currency": currency, "own": own.code},
    )


def held_currency(currency: Currency | None) -> Currency:
    """Return *currency*, that of a jurisdiction, where money is taken.

    Raises:
        ValueInvalidError: it has none.
    """
    if currency is None:
        raise ValueInvalidError(
            "currency of the jurisdiction", currency, "a currency, for it takes money"
        )
    return currency


@typed
def books_of(records: Iterable[RecordView], currency: Currency | None, fee: str = _FEE) -> Books:
    """Return the account of the records of a case, and when its bills were asked for.

    Nothing of it is stored. *currency* is that of payments that name none: those at the counter;
    *fee* is what stands on their bills.

    A payment at the counter (`PAY`) pays the open bills in the order of their numbers, and what is
    over goes to the last of them. Without an open bill it is its own: what was asked for is what
    was paid. A request for payment (`REQUEST_PAYMENT`) asks for the open bills; without one it is a
    separate bill, "request-N" after its record. Cost: O(records).

    Raises:
        TransactionConflictError: two records contradict each other; the guards let none such in.
        ValueInvalidError: money was paid at the counter, and *currency* is None.
    """
    running = _Running()
    asked_at: dict[str, datetime] = {}
    for record in acts_of(records):
        payload = record.payload
        if isinstance(payload, Bill):
            asked_at[payload.number] = record.at
        if isinstance(payload, _PLAIN):
            running.take(payload)
        elif record.action == REQUEST_PAYMENT.name and isinstance(payload, PaymentRequest):
            asked_at.update(
                dict.fromkeys(_requested(running, payload, record.seq, currency, fee), record.at)
            )
        elif record.action == PAY.name and isinstance(payload, Payment):
            _pay(running, payload, record, currency, fee)
        elif record.action == CLOSE_UNPAID_ACT:
            for number in running.open_bills:
                running.take(BillExpired(number))
    return Books(Account(running.facts), tuple(asked_at.items()))


class _Running:
    """Keep the facts so far and which bills are open, so that each record costs the same.

    Facts are added up only when an act asks which bills are open; most cases have none such.
    """

    def __init__(self) -> None:
        self.facts: list[Fact] = []
        self._added = 0
        self._keys: set[str] = set()
        self._tallies: dict[str, Tally] = {}
        self._open: set[str] = set()

    def take(self, fact: Fact) -> None:
        """Add *fact*; one that comes again counts once, and the account tells if it differs."""
        self.facts.append(fact)

    def due(self, number: str) -> int:
        """Return what is due on a bill that some fact spoke of."""
        self._add_up()
        return self._tallies[number].balance.due

    @property
    def open_bills(self) -> tuple[str, ...]:
        """Return the numbers of the bills on which something is due."""
        self._add_up()
        return tuple(sorted(self._open))

    def _add_up(self) -> None:
        touched = set[str]()
        for fact in self.facts[self._added :]:
            if fact.key not in self._keys:
                self._keys.add(fact.key)
                touched.add(bill_of(fact))
                self._tallies.setdefault(bill_of(fact), Tally()).take(fact)
        self._added = len(self.facts)
        for number in touched:
            is_open = self._tallies[number].balance.due > 0
            (self._open.add if is_open else self._open.discard)(number)


def is_reserved(number: str) -> bool:
    """Return whether *number* is of the form that bills and payments without one are given."""
    return _RESERVED.fullmatch(number) is not None


def _requested(
    running: _Running, request: PaymentRequest, seq: int, currency: Currency | None, fee: str
) -> tuple[str, ...]:
    """Return the bills that a request asks for, after making one if none is open."""
    numbers = running.open_bills
    if not numbers:
        reason = request.reason.strip() or fee
        bill = Bill(f"request-{seq}", ((reason, request.amount),), held_currency(currency).code)
        running.take(bill)
    return numbers or (f"request-{seq}",)


def _pay(
    running: _Running, payment: Payment, record: RecordView, currency: Currency | None, fee: str
) -> None:
    """Take a payment at the counter as notices, one per bill that it pays."""
    numbers = running.open_bills
    code = held_currency(currency).code
    if not numbers:
        bill = Bill(f"counter-{record.seq}", ((fee, payment.amount),), code)
        running.take(bill)
        numbers = (bill.number,)
    left = payment.amount
    for place, number in enumerate(numbers):
        part = left if number == numbers[-1] else min(left, running.due(number))
        if part:
            transaction = f"record-{record.seq}/{place}"
            running.take(PaymentNotice(number, transaction, part, record.at, COUNTER, code))
        left -= part
