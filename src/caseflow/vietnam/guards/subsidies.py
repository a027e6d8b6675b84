"""Guards of subsidies that a filing declined: it takes a grant or declines it, never both.

May import: values, workflow, and this pack's accounts and payloads.
"""

from caseflow.payments import SubsidyGrant
from caseflow.values import Text
from caseflow.vietnam.accounts import account_of
from caseflow.vietnam.payloads.budgets import DeclinedSubsidy
from caseflow.workflow import Refusal, Situation, payload_guard

__all__ = ["subsidy_is_not_declined", "subsidy_is_not_granted"]


@payload_guard("subsidy-is-not-declined", SubsidyGrant)
def subsidy_is_not_declined(situation: Situation, grant: SubsidyGrant) -> Refusal | None:
    """Take no grant that was declined: its money went back to the budget."""
    declined = DeclinedSubsidy(grant.number, grant.budget)
    if all(each.payload != declined for each in situation.case.records):
        return None
    return Refusal(
        "subsidy-declined",
        Text(
            "khoản hỗ trợ số {number} đã bị từ chối, hãy dùng số khác",
            "grant {number} was declined; use another number",
        ),
        {"number": grant.number},
    )


@payload_guard("subsidy-is-not-granted", DeclinedSubsidy)
def subsidy_is_not_granted(situation: Situation, declined: DeclinedSubsidy) -> Refusal | None:
    """Decline no grant that is on record."""
    if account_of(situation.case.records).known(declined.key) is None:
        return None
    return Refusal(
        "subsidy-granted",
        Text(
            "khoản hỗ trợ số {number} đã được ghi nhận",
            "grant {number} is on record already",
        ),
        {"number": declined.number},
    )
