"""What comes of comparing a budget with the filings it pays for, and what those have on record.

Values only: who reads and mends is `_working`.
"""

from collections.abc import Iterable, Iterator

from attrs import asdict, define, field, frozen

from caseflow._typed import short, typed
from caseflow.cases import Record, acts_of
from caseflow.office.actions import GIVE_BACK_SUBSIDY, GRANT_SUBSIDY, RETURN_BY_POST
from caseflow.office.budgets._books import standing_of
from caseflow.office.budgets._payloads import SUBSIDY_KEY, BudgetGrant
from caseflow.office.payloads import Parcel
from caseflow.payments import SubsidyGrant, SubsidyReturned
from caseflow.values import Actor
from caseflow.workflow import RecordView

__all__ = ["SPENDING", "Finding", "RecordedGrants", "Settlement", "held_grants"]

#: What a filing does with the money of a budget.
SPENDING = (GRANT_SUBSIDY.name, RETURN_BY_POST.name, GIVE_BACK_SUBSIDY.name)


@typed
@short
@frozen
class Finding:
    """Describe a grant on which the books differ: *granted* by the budget, *recorded* on *case*.

    Both less what was given back. Nothing was changed: whoever wrote one of them by hand
    knows which one holds.
    """

    case: str
    number: str
    granted: int
    recorded: int


@typed
@short
@frozen
class Settlement:
    """Describe what `settle` did: grants recorded on their filing, grants given back, and findings.

    A grant of which a part was given back is among those given back. *passed_over* has the filings
    that cannot be read, each with what is wrong; what they have on record is not known.
    """

    completed: tuple[str, ...]
    given_back: tuple[str, ...]
    findings: tuple[Finding, ...]
    passed_over: tuple[tuple[str, str], ...] = ()

    @property
    def is_clean(self) -> bool:
        """Return whether both books agree now, and all filings could be read."""
        return not self.findings and not self.passed_over

    def to_data(self) -> dict[str, object]:
        """Return the same as JSON values."""
        return {
            "is_clean": self.is_clean,
            "completed": list(self.completed),
            "given_back": list(self.given_back),
            "findings": [asdict(each) for each in self.findings],
            "passed_over": [
                {"case": case, "problem": problem} for case, problem in self.passed_over
            ],
        }


@define
class RecordedGrants:
    """Hold what filings have on record of one *budget*, taken up record by record.

    *grants* maps case and number to what was granted, *returns* case and key to what was given
    back.
    """

    budget: str
    grants: dict[tuple[str, str], int] = field(factory=dict[tuple[str, str], int])
    returns: dict[tuple[str, str], SubsidyReturned] = field(
        factory=dict[tuple[str, str], SubsidyReturned]
    )

    passed_over: dict[str, str] = field(factory=dict[str, str])

    def take(self, case_id: str, record: Record) -> None:
        """Add what *record* of a filing says; what is of another budget says nothing here."""
        match record.payload:
            case SubsidyGrant(budget=self.budget) as grant:
                self.grants[case_id, grant.number] = grant.amount
            case SubsidyReturned(budget=self.budget) as back:
                self.returns[case_id, back.key] = back
            case Parcel(budget=self.budget, subsidy=subsidy) if subsidy:
                number = (record.key or "").removeprefix(SUBSIDY_KEY)
                self.grants[case_id, number] = subsidy
            case _:
                pass

    def net(self, case_id: str, grant: str) -> int:
        """Return what a filing has of a grant, less what it gave back."""
        back = (
            each.amount
            for (case, _), each in self.returns.items()
            if (case, each.grant) == (case_id, grant)
        )
        return self.grants.get((case_id, grant), 0) - sum(back)


def held_grants(records: Iterable[RecordView]) -> Iterator[tuple[Actor, BudgetGrant]]:
    """Yield the grants of a budget that filings have not declined, each with who made it."""
    kept = acts_of(records)
    held = standing_of(kept).held
    for record in kept:
        payload = record.payload
        if isinstance(payload, BudgetGrant) and payload.number in held:
            yield record.actor, payload
