"""The facts of money: a bill, a payment, a refund, a subsidy and its return, the end of a bill.

Each fact is a frozen value with a key: facts with one key are one fact, however often they come. An
amount is a whole number, from 1, of the smallest unit of the currency of its bill: an integer, as
it is stored. Floats are refused.
"""

import re
from collections.abc import Iterable
from datetime import datetime
from typing import ClassVar

from attrs import Attribute, field

from caseflow._fields import plain_text, says_something
from caseflow._typed import frozen
from caseflow.errors import FloatRefusedError, TextInvalidError, ValueInvalidError
from caseflow.keys import ReservedKey
from caseflow.money import MOST, Money, currency_of, is_currency_code
from caseflow.pii import personal, personal_text
from caseflow.texts import Message
from caseflow.values import aware, utc
from caseflow.workflow import Refusal

__all__ = [
    "COUNTER",
    "MONEY_MOVED",
    "Bill",
    "BillCancelled",
    "BillExpired",
    "BillLine",
    "Fact",
    "PaymentNotice",
    "Refund",
    "SubsidyGrant",
    "SubsidyReturned",
    "bill_of",
    "checked_money",
    "checked_number",
]

#: Why no act that holds one of these facts is annulled.
MONEY_MOVED = Refusal(
    "money-moved",
    Message("payments.money-moved"),
)

#: The gateway of money that is handed over at a desk.
COUNTER = "counter"

_NUMBER = re.compile(r"[A-Za-z0-9][A-Za-z0-9._/:-]{0,99}")
_GATEWAY = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")


def checked_money(value: object, *, name: str = "amount") -> int:
    """Return *value* if it is a whole number of smallest units of a currency, from 1.

    Raises:
        FloatRefusedError: it is a float.
        ValueInvalidError: it is anything else.
    """
    if isinstance(value, float):
        raise FloatRefusedError(name, value)
    if isinstance(value, bool) or not isinstance(value, int) or not 1 <= value <= MOST:
        raise ValueInvalidError(name, value, f"a whole number from 1 to {MOST:,}")
    return value


def checked_number(value: object, *, name: str) -> str:
    """Return *value* if it is a number by which a bill or a transaction may go.

    Letters, digits and `. _ / : -`, beginning with a letter or digit, so that no list in which it
    is shown takes it for a formula.
    """
    return _of_form(_NUMBER, value, name, "1 to 100 letters, digits or . _ / : - after the first")


def _of_form(form: re.Pattern[str], value: object, name: str, allowed: str) -> str:
    if not isinstance(value, str):
        raise TextInvalidError(name, f"{type(value).__name__} is not text", allowed)
    if not form.fullmatch(value):
        raise ValueInvalidError(name, value[:120], allowed)
    return value


def is_money(_: object, attribute: "Attribute[int]", value: object) -> None:
    """Refuse, as a validator of attrs, what `checked_money` refuses."""
    checked_money(value, name=attribute.name)


def is_number(_: object, attribute: "Attribute[str]", value: object) -> None:
    """Refuse, as a validator of attrs, what `checked_number` refuses."""
    checked_number(value, name=attribute.name)


def _is_gateway(_: object, attribute: "Attribute[str]", value: object) -> None:
    _of_form(_GATEWAY, value, attribute.name, "small letters, digits and hyphens, at most 40")


def _instant(value: datetime) -> datetime:
    utc(aware(value, name="instant"))  # refuses what no store and no calendar can place
    return value


@frozen
class BillLine:
    """Say what *amount* of a bill is for."""

    text: str = field(converter=plain_text, validator=says_something)
    amount: int = field(validator=is_money)


def _lines(value: "Iterable[BillLine | tuple[str, int]]") -> tuple[BillLine, ...]:
    return tuple(each if isinstance(each, BillLine) else BillLine(*each) for each in value)


def _has_lines(_: object, attribute: "Attribute[tuple[BillLine, ...]]", value: object) -> None:
    if not value:
        raise ValueInvalidError(attribute.name, value, "at least one line")


@frozen
class Bill:
    """Ask for the sum of *lines* in *currency*, each a `BillLine` or a pair of text and amount.

    >>> bill = Bill("H1/1", [("Charge", 10_000), ("Appraisal", 2_050)], "EUR")
    >>> bill.amount, str(bill.money), bill.key
    (12050, 'EUR 120.50', 'bill:H1/1')
    """

    not_annulled: ClassVar[Refusal] = MONEY_MOVED

    number: str = field(validator=is_number)
    lines: tuple[BillLine, ...] = field(converter=_lines, validator=_has_lines)
    currency: str = field(validator=is_currency_code)

    @property
    def amount(self) -> int:
        """Return what is asked for, in smallest units."""
        return sum(line.amount for line in self.lines)

    @property
    def money(self) -> Money:
        """Return what is asked for."""
        return Money(self.amount, currency_of(self.currency))

    @property
    def key(self) -> ReservedKey:
        """Return by what the bill is known, also as an idempotency key."""
        return ReservedKey(f"bill:{self.number}")


@frozen
class BillCancelled:
    """Take *bill* back: nothing is due on it any more, and what was paid is to be given back."""

    not_annulled: ClassVar[Refusal] = MONEY_MOVED

    bill: str = field(validator=is_number)
    reason: str = field(converter=plain_text, validator=says_something)

    @property
    def key(self) -> ReservedKey:
        """Return by what the fact is known, also as an idempotency key."""
        return ReservedKey(f"cancel:{self.bill}")


@frozen
class BillExpired:
    """Say that the payment period of *bill* ended; what is paid later still counts."""

    bill: str = field(validator=is_number)

    @property
    def key(self) -> ReservedKey:
        """Return by what the fact is known."""
        return ReservedKey(f"expire:{self.bill}")


@frozen
class PaymentNotice:
    """State that *amount* was paid on *bill* at the instant *paid_at*, as *gateway* says.

    *transaction* is the gateway's own number; two gateways may use the same one, so a payment is
    known by both. *currency* is what the gateway says; a case refuses what is not in the currency
    of its bills, with the reason.
    """

    not_annulled: ClassVar[Refusal] = MONEY_MOVED

    bill: str = field(validator=is_number)
    transaction: str = field(validator=is_number)
    amount: int = field(validator=is_money)
    paid_at: datetime = field(converter=_instant)
    gateway: str = field(validator=_is_gateway)
    currency: str = field(validator=is_currency_code)

    @property
    def key(self) -> ReservedKey:
        """Return by what the payment is known, also as an idempotency key."""
        return ReservedKey(f"txn:{self.gateway}/{self.transaction}")


@frozen
class Refund:
    """State that *amount* paid on *bill* was given back, under its own transaction number."""

    not_annulled: ClassVar[Refusal] = MONEY_MOVED

    bill: str = field(validator=is_number)
    transaction: str = field(validator=is_number)
    amount: int = field(validator=is_money)
    refunded_at: datetime = field(converter=_instant)
    gateway: str = field(validator=_is_gateway)
    reason: str = field(converter=plain_text, validator=says_something)
    currency: str = field(validator=is_currency_code)

    @property
    def key(self) -> ReservedKey:
        """Return by what the refund is known, also as an idempotency key."""
        return ReservedKey(f"txn:{self.gateway}/{self.transaction}")


@frozen
class SubsidyGrant:
    """Pay *amount* of *bill* from *budget* on a legal *ground*: the fee stays due and is paid.

    A waiver would make the fee smaller; a subsidy leaves it as it is and says who paid it.
    *number* is that of the grant in the books of the budget; *recipient* is personal.
    """

    not_annulled: ClassVar[Refusal] = MONEY_MOVED

    bill: str = field(validator=is_number)
    number: str = field(validator=is_number)
    budget: str = field(validator=is_number)
    amount: int = field(validator=is_money)
    ground: str = field(converter=plain_text, validator=says_something)
    recipient: str = field(default="", converter=personal_text, metadata=personal())

    @property
    def key(self) -> ReservedKey:
        """Return by what the grant is known, also as an idempotency key."""
        return ReservedKey(f"subsidy:{self.number}")


@frozen
class SubsidyReturned:
    """Give *amount* of what *grant* paid on *bill* back to its *budget*.

    *grant* is the number of the `SubsidyGrant`; *number* is that of the return, its own for each
    return of one grant.

    >>> SubsidyReturned("H1/1", "HT-1", "1", "city", 20_000, "hủy thông báo nộp").key
    'subsidy-return:HT-1#1'
    """

    not_annulled: ClassVar[Refusal] = MONEY_MOVED

    bill: str = field(validator=is_number)
    grant: str = field(validator=is_number)
    number: str = field(validator=is_number)
    budget: str = field(validator=is_number)
    amount: int = field(validator=is_money)
    reason: str = field(converter=plain_text, validator=says_something)

    @property
    def key(self) -> ReservedKey:
        """Return by what the return is known, also as an idempotency key.

        No number has a "#", so two grants never share a key.
        """
        return ReservedKey(f"subsidy-return:{self.grant}#{self.number}")


#: All that happens to money; see `Account`.
Fact = Bill | BillCancelled | BillExpired | PaymentNotice | Refund | SubsidyGrant | SubsidyReturned


def bill_of(fact: Fact) -> str:
    """Return the number of the bill that *fact* speaks of."""
    return fact.number if isinstance(fact, Bill) else fact.bill
