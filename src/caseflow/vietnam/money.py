"""The currency of Viet Nam, and the account of a case in it."""

from collections.abc import Iterable

from caseflow.money import Currency
from caseflow.office.paying.accounts import books_of
from caseflow.payments import Account
from caseflow.typed import typed
from caseflow.vietnam.rules import OFFICE
from caseflow.workflow import RecordView

__all__ = ["VND", "account_of"]

#: Đồng, which have no smaller unit.
VND = Currency("VND")


@typed
def account_of(records: Iterable[RecordView]) -> Account:
    """Return the account in đồng that the records of a case tell of; see `books_of`.

    Raises:
        TransactionConflictError: two records contradict each other; the guards let none such in.
    """
    return books_of(records, VND, OFFICE.fee).account
