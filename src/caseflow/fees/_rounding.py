"""How a schedule rounds the shares that it takes of an amount, by what law, and in what words."""

from datetime import date
from fractions import Fraction

from attrs import field

from caseflow._fields import is_positive
from caseflow._typed import frozen, typed
from caseflow.fees._steps import ChargeStep
from caseflow.law import Basis, dated
from caseflow.money import Currency, Money, Rounding, rounded
from caseflow.money_texts import money_text
from caseflow.texts import Message, Text, Written

__all__ = ["ROUND_DOWN", "RoundingRule"]

_WORDS = {
    Rounding.DOWN: Message("fees.words-down"),
    Rounding.UP: Message("fees.words-up"),
    Rounding.HALF_UP: Message("fees.words-half-up"),
    Rounding.HALF_DOWN: Message("fees.words-half-down"),
    Rounding.HALF_EVEN: Message("fees.words-half-even"),
}


@typed
@frozen
class RoundingRule:
    """Say how a share of an amount becomes a whole number of *step* smallest units.

    *citation* is the law that says so, "" where none was read; *source* is where it was read that
    is not proven to be law.

    >>> RoundingRule(Rounding.HALF_UP, step=5).of(Fraction(25, 2))
    15
    """

    rounding: Rounding = Rounding.DOWN
    step: int = field(default=1, validator=is_positive)
    citation: Basis = ""
    source: str = ""

    def of(self, amount: Fraction | int) -> int:
        """Return *amount*, exact smallest units, rounded."""
        return rounded(amount, self.rounding, step=self.step)

    def steps(
        self, exact: Fraction, amount: int, currency: Currency, on: date
    ) -> tuple[ChargeStep, ...]:
        """Return the step that says how *exact* became *amount*, none if it was not rounded to it.

        The law is that of the civil day *on*.
        """
        if exact == amount or self.of(exact) != amount:
            return ()
        law = dated(self.citation, on)
        return (ChargeStep("rounding", self.text(currency), amount, law, self.source),)

    def text(self, currency: Currency) -> Text:
        """Return the rule in words."""
        words, unit = _WORDS[self.rounding], Money(self.step, currency)
        return words.filled(unit=Written(money_text, unit))


#: What is left of the smallest unit falls away: nobody pays more than the share the law names, and
#: less than one such unit is at stake.
ROUND_DOWN = RoundingRule()
