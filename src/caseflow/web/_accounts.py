"""What a case costs: its account and its bills, as plain data."""

from caseflow._typed import typed
from caseflow.money import Currency, Money
from caseflow.money_texts import money_text
from caseflow.payments import Account, Balance, BillAccount
from caseflow.texts import language_code
from caseflow.web._shapes import (
    SHAPES,
    AccountShape,
    AmountShape,
    BalanceShape,
    BillShape,
    LineShape,
)

__all__ = ["account_data", "bill_data"]


@typed
def account_data(account: Account, *, language: str = "en") -> AccountShape:
    """Return the account of a case: the sums, and each bill; no sums while nothing is known.

    Amounts are whole numbers of the smallest unit of their currency, as 1250 for 12.50 euro.

    Raises:
        ValueInvalidError: *language* is no language code.
    """
    code, currency = language_code(language), account.currency
    if currency is None:
        settled = account.is_settled
        return {"shape": SHAPES, "is_settled": settled, "balance": None, "bills": []}
    return {
        "shape": SHAPES,
        "is_settled": account.is_settled,
        "balance": _balance(account.balance, currency, code),
        "bills": [_bill(each, currency, code) for each in account.bills],
    }


@typed
def bill_data(bill: BillAccount, currency: Currency, *, language: str = "en") -> BillShape:
    """Return one bill of an account in *currency*, and how it stands."""
    return _bill(bill, currency, language_code(language))


def _bill(bill: BillAccount, currency: Currency, language: str) -> BillShape:
    lines: list[LineShape] = [
        {"text": each.text, "amount": _amount(each.amount, currency, language)}
        for each in (() if bill.bill is None else bill.bill.lines)
    ]
    return {
        "number": bill.number,
        "state": {"code": bill.state.value, "text": bill.state.label(language)},
        "lines": lines,
        "balance": _balance(bill.balance, currency, language),
    }


def _balance(balance: Balance, currency: Currency, language: str) -> BalanceShape:
    return {
        "billed": _amount(balance.billed, currency, language),
        "paid": _amount(balance.paid, currency, language),
        "refunded": _amount(balance.refunded, currency, language),
        "subsidised": _amount(balance.subsidised, currency, language),
        "due": _amount(balance.due, currency, language),
        "overpaid": _amount(balance.overpaid, currency, language),
    }


def _amount(amount: int, currency: Currency, language: str) -> AmountShape:
    text = money_text(Money(amount, currency), language)
    return {"amount": amount, "currency": currency.code, "text": text}
