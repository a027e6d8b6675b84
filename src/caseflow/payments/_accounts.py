"""The account: what is billed, paid, given back, subsidised and due, folded from facts.

Amounts are integers in the smallest unit of the one currency that the account is in. Facts
may come in any order and more than once; nothing here is ever stored.
"""

from collections.abc import Iterable
from enum import Enum
from functools import cached_property

from attrs import field, fields

from caseflow._typed import frozen, typed
from caseflow.errors import TransactionConflictError
from caseflow.money import Currency, currency_of, one_currency
from caseflow.payments._facts import (
    Bill,
    BillCancelled,
    BillExpired,
    Fact,
    PaymentNotice,
    Refund,
    SubsidyGrant,
    SubsidyReturned,
    bill_of,
)
from caseflow.texts import Message

__all__ = ["Account", "Balance", "BillAccount", "BillState", "Tally"]


class BillState(Enum):
    """Name how a bill stands.

    UNKNOWN: facts speak of it and the bill itself has not come. EXPIRED: its payment period ended
    with something due. OVER_PAID: something is to be given back, on a cancelled bill too.
    """

    UNKNOWN = "unknown"
    OPEN = "open"
    PARTLY_PAID = "partly-paid"
    SETTLED = "settled"
    OVER_PAID = "over-paid"
    EXPIRED = "expired"
    CANCELLED = "cancelled"

    def label(self, language: str) -> str:
        """Return the name of the state for people."""
        return _STATE_LABELS[self].in_(language)


_STATE_LABELS = {
    BillState.UNKNOWN: Message("payments.state-labels-unknown"),
    BillState.OPEN: Message("payments.state-labels-open"),
    BillState.PARTLY_PAID: Message("payments.state-labels-partly-paid"),
    BillState.SETTLED: Message("payments.state-labels-settled"),
    BillState.OVER_PAID: Message("payments.state-labels-over-paid"),
    BillState.EXPIRED: Message("payments.state-labels-expired"),
    BillState.CANCELLED: Message("payments.state-labels-cancelled"),
}


@typed(late=True)
@frozen
class Balance:
    """Hold six sums in the smallest unit of one currency that always agree.

    billed + overpaid = paid − refunded + subsidised + due

    *due* is what is still to be paid, *overpaid* what is to be given back; of one bill at most
    one of them is above 0. *subsidised* is what budgets paid less what went back to them.

    >>> Balance.of(billed=100_000, paid=30_000, subsidised=20_000).due
    50000
    """

    billed: int = 0
    paid: int = 0
    refunded: int = 0
    subsidised: int = 0
    due: int = 0
    overpaid: int = 0

    @classmethod
    def of(cls, *, billed: int, paid: int = 0, refunded: int = 0, subsidised: int = 0) -> "Balance":
        """Return the balance of one bill; *due* and *overpaid* follow."""
        open_ = billed - (paid - refunded) - subsidised
        return cls(billed, paid, refunded, subsidised, max(0, open_), max(0, -open_))

    @property
    def net_paid(self) -> int:
        """Return what was paid and not given back."""
        return self.paid - self.refunded

    def __add__(self, other: "Balance") -> "Balance":
        return Balance(
            self.billed + other.billed,
            self.paid + other.paid,
            self.refunded + other.refunded,
            self.subsidised + other.subsidised,
            self.due + other.due,
            self.overpaid + other.overpaid,
        )


@frozen
class BillAccount:
    """Hold what is known of one bill; *bill* is None while only others speak of it.

    Nothing is billed on a cancelled bill.
    """

    number: str
    bill: Bill | None
    balance: Balance
    is_cancelled: bool = False
    is_expired: bool = False

    @property
    def state(self) -> BillState:
        """Return how the bill stands."""
        balance = self.balance
        if self.bill is None:
            return BillState.UNKNOWN
        if balance.overpaid:
            return BillState.OVER_PAID
        if self.is_cancelled:
            return BillState.CANCELLED
        if not balance.due:
            return BillState.SETTLED
        if self.is_expired:
            return BillState.EXPIRED
        if balance.net_paid + balance.subsidised > 0:
            return BillState.PARTLY_PAID
        return BillState.OPEN


def _sorted(facts: Iterable[Fact]) -> tuple[Fact, ...]:
    """Return each fact once, by key."""
    found: dict[str, Fact] = {}
    for fact in facts:
        known = found.setdefault(fact.key, fact)
        if known is not fact and known != fact:
            raise TransactionConflictError(fact.key, _differing(known, fact))
    one_currency(*_currencies(found.values()))
    return tuple(found[key] for key in sorted(found))


def _currencies(facts: Iterable[Fact]) -> tuple[str, ...]:
    """Return the currencies that *facts* name, each once; some facts have that of their bill."""
    named = (each.currency for each in facts if isinstance(each, (Bill, PaymentNotice, Refund)))
    return tuple(dict.fromkeys(named))


def _differing(one: Fact, other: Fact) -> tuple[str, ...]:
    """Name what differs, and not its content: some of it is personal."""
    if type(one) is not type(other):
        return (f"{type(one).__name__} and {type(other).__name__}",)
    names = [each.name for each in fields(type(one))]
    return tuple(name for name in names if getattr(one, name) != getattr(other, name))


class Tally:
    """Add up the facts of one bill, one at a time, each once.

    >>> tally = Tally()
    >>> tally.take(Bill("B1", [("Charge", 100_000)], "EUR"))
    >>> tally.balance.due
    100000
    """

    def __init__(self) -> None:
        """Begin with nothing."""
        self.bill: Bill | None = None
        self.is_cancelled = self.is_expired = False
        self._paid = self._refunded = self._subsidised = 0

    def take(self, fact: Fact) -> None:
        """Add *fact*; that it is of this bill, and new, is the caller's matter."""
        match fact:
            case Bill():
                self.bill = fact
            case PaymentNotice():
                self._paid += fact.amount
            case Refund():
                self._refunded += fact.amount
            case SubsidyGrant():
                self._subsidised += fact.amount
            case SubsidyReturned():
                self._subsidised -= fact.amount
            case BillCancelled():
                self.is_cancelled = True
            case BillExpired():
                self.is_expired = True

    @property
    def balance(self) -> Balance:
        """Return the balance so far; nothing is billed on a cancelled bill."""
        return Balance.of(
            billed=0 if self.bill is None or self.is_cancelled else self.bill.amount,
            paid=self._paid,
            refunded=self._refunded,
            subsidised=self._subsidised,
        )


@typed(late=True)
@frozen
class Account:
    """Fold *facts*: each counts once by its key, and their order does not matter.

    Two accounts of the same facts are equal, whatever came first and however often.

    >>> bill = Bill("B1", [("Charge", 100_000)], "EUR")
    >>> account = Account([bill, bill])
    >>> account.bill("B1").state.value, account.balance.due
    ('open', 100000)

    Raises:
        TransactionConflictError: two facts go by one key and differ.
        CurrencyMismatchError: two facts are in different currencies.
    """

    facts: tuple[Fact, ...] = field(converter=_sorted, default=())

    @property
    def currency(self) -> Currency | None:
        """Return the currency of the facts; None while none of them names one."""
        return next(map(currency_of, _currencies(self.facts)), None)

    def adding(self, *facts: Fact) -> "Account":
        """Return the account with *facts* too; raises `TransactionConflictError`."""
        return Account((*self.facts, *facts))

    def known(self, key: str) -> Fact | None:
        """Return the fact that goes by *key*, if there is one."""
        return next((fact for fact in self.facts if fact.key == key), None)

    @cached_property
    def bills(self) -> tuple[BillAccount, ...]:
        """Return what is known of each bill, by number, including those only mentioned."""
        return tuple(self._by_number[number] for number in sorted(self._by_number))

    @cached_property
    def _by_number(self) -> dict[str, BillAccount]:
        tallies: dict[str, Tally] = {}
        for fact in self.facts:
            number = bill_of(fact)
            tally = tallies.get(number)
            if tally is None:
                tally = tallies[number] = Tally()
            tally.take(fact)
        return {
            number: BillAccount(number, each.bill, each.balance, each.is_cancelled, each.is_expired)
            for number, each in tallies.items()
        }

    def bill(self, number: str) -> BillAccount:
        """Return what is known of a bill: nothing at all, if no fact speaks of it."""
        return self._by_number.get(number) or BillAccount(number, None, Balance())

    @cached_property
    def balance(self) -> Balance:
        """Return the sums over all bills; what is over-paid on one does not pay another."""
        return sum((each.balance for each in self.bills), Balance())

    @property
    def is_settled(self) -> bool:
        """Return whether something was billed and nothing of it is due."""
        return self.balance.billed > 0 and self.balance.due == 0
