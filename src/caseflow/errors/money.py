"""Fees and budgets: a rate that is not there, a waiver without power, money that is not left.

May import: nothing of caseflow but its siblings.
"""

from datetime import date

from caseflow.errors.cases import CaseError
from caseflow.errors.inputs import InputError

__all__ = ["BudgetExceededError", "FeeRateError", "WaiverPowerError"]


class FeeRateError(InputError):
    """A fee has no rate for the filing, or several."""

    code = "fee-rate"

    def __init__(self, fee: str, what: str, channel: str, filed_on: date, count: int) -> None:
        super().__init__(fee, what, channel, filed_on, count)
        self.fee, self.what, self.channel = fee, what, channel
        self.filed_on, self.count = filed_on, count

    def __str__(self) -> str:
        found = f"{self.count} of them are" if self.count else "none is"
        return (
            f"fee {self.fee!r} needs one {self.what} for a filing of {self.filed_on} "
            f"({self.channel}) and {found} in force; mend the days of its rules"
        )


class WaiverPowerError(InputError):
    """An authority waives a fee that it has not set."""

    code = "waiver-power"

    def __init__(self, waiver: str, by: str, fee: str, set_by: str) -> None:
        super().__init__(waiver, by, fee, set_by)
        self.waiver, self.by, self.fee, self.set_by = waiver, by, fee, set_by

    def __str__(self) -> str:
        owner = f"set by {self.set_by!r}" if self.set_by else "set by an authority not named"
        return (
            f"waiver {self.waiver!r}: {self.by or 'nobody'!r} cannot waive fee {self.fee!r}, which "
            f"is {owner}; leave it due and pay it by a subsidy, or name the authority"
        )


class BudgetExceededError(CaseError):
    """A grant is more than what is left of the budget; nothing was granted."""

    code = "budget-exceeded"

    def __init__(self, budget: str, asked: int, left: int, ground: str, to: str) -> None:
        super().__init__(budget, asked, left, ground, to)
        self.budget, self.asked, self.left = budget, asked, left
        self.ground, self.to = ground, to

    def __str__(self) -> str:
        return (
            f"budget {self.budget!r} has {self.left:,} đồng left and {self.asked:,} đồng were "
            f"asked for ({self.ground}, {self.to}); grant at most what is left, or allot more first"
        )
