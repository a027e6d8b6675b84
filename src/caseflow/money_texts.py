"""Write amounts of money for people, with the short name of the currency behind them.

What an amount is, and arithmetic, belong to `money`.
"""

from caseflow.money import Money
from caseflow.typed import typed

__all__ = ["money_text"]

#: What groups thousands and what begins the fraction, by language; the others write as English.
_SIGNS = {"vi": (".", ",")}


@typed
def money_text(amount: Money, language: str) -> str:
    """Write *amount* for people.

    >>> money_text(Money(1_250_050, "EUR"), "vi"), money_text(Money(1_250_050, "EUR"), "en")
    ('12.500,50 euro', '12,500.50 euro')
    >>> money_text(Money(200_000, "JPY"), "en")
    '200,000 JPY'
    """
    group, point = _SIGNS.get(language, (",", "."))
    whole, dot, rest = f"{amount.decimal:,f}".partition(".")
    written = whole.replace(",", group) + (point + rest if dot else "")
    return f"{written} {amount.currency.name}"
