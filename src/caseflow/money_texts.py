"""Write amounts of money for people, with the short name of the currency behind them.

What an amount is, and arithmetic, belong to `money`.
"""

from caseflow._cldr import number_by
from caseflow._typed import typed
from caseflow.messages import catalogue_of
from caseflow.money import Money

__all__ = ["money_text"]


@typed
def money_text(amount: Money, language: str) -> str:
    """Write *amount* for people.

    >>> money_text(Money(1_250_050, "EUR"), "vi"), money_text(Money(1_250_050, "EUR"), "en")
    ('12.500,50 euro', '12,500.50 euro')
    >>> money_text(Money(200_000, "JPY"), "en")
    '200,000 JPY'
    """
    written = number_by(amount.decimal, catalogue_of(language).language)
    return f"{written} {amount.currency.name}"
