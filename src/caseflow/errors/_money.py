"""Fees and budgets: a rate that is not there, a waiver without power, money that is not left."""

from collections.abc import Sequence
from datetime import date

from caseflow._showing import amount, shown, word
from caseflow.errors._cases import CaseError
from caseflow.errors._inputs import InputError, UnknownNameError

__all__ = [
    "BudgetExceededError",
    "CurrencyMismatchError",
    "FeeNotCoveredError",
    "FeeRateError",
    "UnknownCurrencyError",
    "WaiverPowerError",
]


class UnknownCurrencyError(UnknownNameError):
    """A currency is named by what is no code of ISO 4217."""

    code = "unknown-currency"
    kind = "currency"


class CurrencyMismatchError(InputError):
    """Amounts of several currencies meet in one sum, one account or one jurisdiction."""

    code = "currency-mismatch"

    def __init__(self, currencies: Sequence[str]) -> None:
        super().__init__(tuple(currencies))
        self.currencies = tuple(currencies)

    def __str__(self) -> str:
        listed = " and ".join(word(each) for each in self.currencies)
        return (
            f"amounts in {listed} meet; keep one currency, and change the others by a recorded "
            f"exchange first"
        )


class FeeRateError(InputError):
    """A fee has no rate for the filing, or several."""

    code = "fee-rate"

    def __init__(self, fee: str, what: str, channel: str, filed_on: date, count: int) -> None:
        super().__init__(fee, what, channel, filed_on, count)
        self.fee, self.what, self.channel = fee, what, channel
        self.filed_on, self.count = filed_on, count

    def __str__(self) -> str:
        found = f"{word(self.count)} of them are" if self.count else "none is"
        return (
            f"fee {shown(self.fee)} needs one {word(self.what)} for a filing of "
            f"{word(self.filed_on)} ({word(self.channel)}) and {found} in force; "
            f"mend the days of its rules"
        )


class FeeNotCoveredError(FeeRateError):
    """A fee is asked for a day of which its source says nothing.

    *covered* are the spans of days that it speaks of, both ends included, None for an open end.
    *replaced_by* names the act that took its place, "" where none is known.
    """

    code = "fee-not-covered"

    def __init__(
        self,
        fee: str,
        channel: str,
        on: date,
        covered: Sequence[tuple[date | None, date | None]],
        replaced_by: str = "",
    ) -> None:
        super().__init__(fee, "rate", channel, on, 0)
        self.covered, self.replaced_by = tuple(covered), replaced_by
        self.args = (fee, channel, on, self.covered, replaced_by)

    def __str__(self) -> str:
        subject = f"fee {shown(self.fee)} has no rate" if self.fee else "no fee is known"
        spans = " and ".join(map(_span, self.covered)) or f"no day ({word(self.channel)})"
        after = f", and {word(self.replaced_by)} holds after that" if self.replaced_by else ""
        filing = f"a filing of {word(self.filed_on)} ({word(self.channel)})"
        return (
            f"{subject} for {filing}: the sources cover "
            f"{spans}{after}; ask for a day they cover, or write the rate in a schedule"
        )


def _span(span: tuple[date | None, date | None]) -> str:
    begins, ends = span
    if begins is None and ends is None:
        return "every day"
    if ends is None:
        return f"the days from {begins} on"
    return f"{begins} to {ends}" if begins else f"the days to {ends}"


class WaiverPowerError(InputError):
    """An authority waives a fee that it has not set."""

    code = "waiver-power"

    def __init__(self, waiver: str, by: str, fee: str, set_by: str) -> None:
        super().__init__(waiver, by, fee, set_by)
        self.waiver, self.by, self.fee, self.set_by = waiver, by, fee, set_by

    def __str__(self) -> str:
        owner = f"set by {shown(self.set_by)}" if self.set_by else "set by an authority not named"
        return (
            f"waiver {shown(self.waiver)}: {shown(self.by or 'nobody')} cannot waive fee "
            f"{shown(self.fee)}, which is {owner}; leave it due and pay it by a subsidy, "
            f"or name the authority"
        )


class BudgetExceededError(CaseError):
    """A grant is more than what is left of the budget; nothing was granted.

    *asked* and *left* are whole numbers of the smallest unit of *currency*, which has *digits*
    digits after the point.
    """

    code = "budget-exceeded"

    def __init__(
        self, budget: str, asked: int, left: int, ground: str, to: str, currency: str, digits: int
    ) -> None:
        super().__init__(budget, asked, left, ground, to, currency, digits)
        self.budget, self.asked, self.left = budget, asked, left
        self.ground, self.to = ground, to
        self.currency, self.digits = currency, digits

    def __str__(self) -> str:
        left, asked = (amount(each, self.digits) for each in (self.left, self.asked))
        unit = word(self.currency)
        return (
            f"budget {shown(self.budget)} has {left} {unit} left and "
            f"{asked} {unit} were asked for ({word(self.ground)}, {word(self.to)}); "
            f"grant at most what is left, or allot more first"
        )
