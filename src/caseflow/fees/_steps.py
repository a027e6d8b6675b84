"""One step of how an amount came about, and the explanation that holds the steps."""

from attrs import frozen

from caseflow._typed import short
from caseflow.law import Cited, printed
from caseflow.money import Currency, Money
from caseflow.money_texts import money_text
from caseflow.texts import Message, Text

__all__ = ["ChargeExplanation", "ChargeStep"]


@short
@frozen
class ChargeStep:
    """Describe one step: a code, a text for people, the amount after it, and its basis.

    The amount is a whole number of smallest units; a step that only says why a rate applies has
    none.
    *citation* is law. *source* is where a value was read that is not proven to be law, and is
    printed as such.
    """

    code: str
    text: Text
    amount: int | None
    citation: Cited = ""
    source: str = ""

    def line(self, language: str, currency: Currency) -> str:
        """Return the step as a line, its amount in *currency*, its basis in brackets."""
        law = printed(self.citation, language)
        basis = f" [{law}]" if law else ""
        if self.source:
            basis += Message("fees.source", source=self.source).in_(language)
        amount = ""
        if self.amount is not None:
            amount = f" = {money_text(Money(self.amount, currency), language)}"
        return f"{self.text.in_(language)}{amount}{basis}"


@short
@frozen
class ChargeExplanation:
    """Hold the steps of a charge and their text in one language."""

    language: str
    steps: tuple[ChargeStep, ...]
    text: str

    def __str__(self) -> str:
        """Return the text."""
        return self.text
