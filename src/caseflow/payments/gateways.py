"""What a payment gateway does, for whichever one an office has a contract with.

An adapter for a real gateway keeps this protocol and
passes `GatewayContract` of `caseflow.testing`; the one that needs nobody is in `local_gateway`.
"""

from datetime import date, datetime
from typing import Protocol

from caseflow._typed import frozen, typed
from caseflow.payments._facts import Bill, PaymentNotice, Refund

__all__ = ["PaymentGateway", "PaymentLink", "SignedNotice"]


@typed
@frozen
class PaymentLink:
    """An address under which *bill* can be paid; *token* is the gateway's name for it."""

    url: str
    token: str
    bill: Bill


@typed
@frozen
class SignedNotice:
    """What a gateway posts: the very bytes of the body, and the signature sent beside them."""

    body: bytes
    signature: str


class PaymentGateway(Protocol):
    """Issue links, read what the gateway posts, give money back, and say what it did on a day."""

    @property
    def name(self) -> str:
        """Return the name that its notices carry."""
        ...

    @property
    def signature_header(self) -> str:
        """Return the name of the request header in which it signs its notices."""
        ...

    def link(self, bill: Bill, *, token: str, at: datetime) -> PaymentLink:
        """Return where to pay *bill*; the same token and bill give the same link.

        Raises:
            ValueInvalidError: the token stands for another bill.
            CurrencyMismatchError: the gateway takes no money in the currency of the bill.
        """
        ...

    def notice(self, body: bytes, signature: str | None, *, at: datetime) -> PaymentNotice:
        """Return the notice that came in at *at*; raises as `webhooks.receive_notice` does."""
        ...

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
            ValueInvalidError: the payment is not the gateway's, or less of it is left.
            TransactionConflictError: the transaction stands for something else.
        """
        ...

    def statement(self, on: date) -> str:
        """Return what it did on the civil day *on*, as `statements.read_statement` reads it."""
        ...
