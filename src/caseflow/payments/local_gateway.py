"""A gateway that needs nobody: for tests, demonstrations and a desk without a contract.

It keeps its books in memory, asks no clock and draws
nothing: tokens, transaction numbers and instants are arguments, so a run can be repeated.
"""

from collections.abc import Callable, Iterable
from datetime import date, datetime

from caseflow._typed import typed
from caseflow.errors import TransactionConflictError, ValueInvalidError
from caseflow.money import Currency, Money, currency_of, one_currency
from caseflow.payments._facts import Bill, PaymentNotice, Refund, checked_number
from caseflow.payments.gateways import PaymentLink, SignedNotice
from caseflow.payments.statements import movement_of, write_statement
from caseflow.payments.webhooks import SigningKey, notice_body, receive_notice, sign
from caseflow.values import aware, utc

__all__ = ["LocalGateway"]


@typed
class LocalGateway:
    """Issue links, take payments, post signed notices, give money back, and make statements.

    Args:
        name: the name its notices carry.
        keys: the keys it signs and is believed with; the first one signs.
        currency: the currency of its bills, as "EUR".
        day_of: the civil day of an instant, such as `OfficeCalendar.local_date`.
        address: what its links begin with.

    Raises:
        ValueInvalidError: there is no key.
        UnknownNameError: there is no such currency.
    """

    def __init__(
        self,
        name: str,
        keys: Iterable[SigningKey],
        *,
        currency: Currency | str,
        day_of: Callable[[datetime], date],
        address: str = "https://pay.example/",
    ) -> None:
        """Begin with empty books."""
        self._name = name
        self._currency = currency_of(currency)
        self._keys = tuple(keys)
        if not self._keys:
            raise ValueInvalidError("keys", self._keys, "at least one key")
        self._day_of = day_of
        self._address = address
        self._links: dict[str, PaymentLink] = {}
        self._moved: dict[str, PaymentNotice | Refund] = {}
        self._refunded_of: dict[str, str] = {}

    @property
    def name(self) -> str:
        """Return the name that its notices carry."""
        return self._name

    @property
    def signature_header(self) -> str:
        """Return the name of the request header in which it signs its notices."""
        return "Payment-Signature"

    def link(self, bill: Bill, *, token: str, at: datetime) -> PaymentLink:
        """Return where to pay *bill*; the same token and bill give the same link.

        Raises:
            CurrencyMismatchError: the bill is in another currency.
            ValueInvalidError: the token stands for another bill.
        """
        aware(at, name="at")
        one_currency(bill.currency, self._currency)
        made = PaymentLink(f"{self._address}{checked_number(token, name='token')}", token, bill)
        if self._links.setdefault(token, made) != made:
            raise ValueInvalidError("token", token, "a token that stands for no other bill")
        return made

    def pay(
        self, token: str, *, transaction: str, at: datetime, amount: int | None = None
    ) -> SignedNotice:
        """Pay under a link, all of the bill or *amount*, and return what is posted.

        `post` posts it again, as gateways do until they are answered.

        Raises:
            ValueInvalidError: there is no such link.
            TransactionConflictError: the transaction stands for something else.
        """
        link = self._links.get(token)
        if link is None:
            raise ValueInvalidError("token", token, "a token that a link was issued for")
        paid = link.bill.amount if amount is None else amount
        notice = PaymentNotice(
            link.bill.number, transaction, paid, at, self._name, self._currency.code
        )
        self._book(notice)
        return self.post(transaction, at=at)

    def post(self, transaction: str, *, at: datetime) -> SignedNotice:
        """Return the notice of a payment, signed at *at*: once more, or for the first time.

        Raises:
            ValueInvalidError: *transaction* is the number of no payment.
        """
        notice = self._moved.get(transaction)
        if not isinstance(notice, PaymentNotice):
            raise ValueInvalidError("transaction", transaction, "the number of a payment")
        body = notice_body(notice)
        return SignedNotice(body, sign(body, self._keys[0], at=at))

    def notice(self, body: bytes, signature: str | None, *, at: datetime) -> PaymentNotice:
        """Return the notice that came in at *at*, if it is one of this gateway's.

        Raises:
            ValueInvalidError: it is of another gateway.
            SignatureError: see `verify`.
            InputError: see `read_notice`.
        """
        notice = receive_notice(body, signature, self._keys, currency=self._currency, at=at)
        if notice.gateway != self._name:
            raise ValueInvalidError("gateway", notice.gateway, repr(self._name))
        return notice

    def refund(
        self,
        payment: PaymentNotice,
        amount: int,
        *,
        transaction: str,
        at: datetime,
        reason: str,
    ) -> Refund:
        """Give *amount* of *payment* back and return the fact; the same again does it once.

        Raises:
            ValueInvalidError: it is no payment of this gateway, or less than *amount* is left.
            TransactionConflictError: the transaction stands for something else.
        """
        if self._moved.get(payment.transaction) != payment:
            raise ValueInvalidError("payment", payment.transaction, "a payment of this gateway")
        made = Refund(
            payment.bill, transaction, amount, at, self._name, reason, self._currency.code
        )
        if self._moved.get(transaction) == made:
            return made
        left = payment.amount - sum(
            each.amount
            for number, each in self._moved.items()
            if self._refunded_of.get(number) == payment.transaction
        )
        if amount > left:
            raise ValueInvalidError(
                "amount", amount, f"at most {Money(left, self._currency)}, which are left"
            )
        self._book(made)
        self._refunded_of[transaction] = payment.transaction
        return made

    def _book(self, fact: PaymentNotice | Refund) -> None:
        known = self._moved.setdefault(fact.transaction, fact)
        if known != fact:
            raise TransactionConflictError(fact.key, (type(known).__name__,))

    def statement(self, on: date) -> str:
        """Return what it did on the civil day *on*, by instant and number."""
        moved = sorted(
            (movement_of(each) for each in self._moved.values()),
            key=lambda each: (utc(each.at), each.transaction),
        )
        return write_statement(each for each in moved if self._day_of(each.at) == on)
