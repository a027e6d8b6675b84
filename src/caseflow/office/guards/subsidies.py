"""Guards of subsidies that a filing declines, and of what it gives back to a budget.

May import: fees, payments, values, workflow, and this pack's accounts and payloads.
"""

from caseflow.office.accounts import books, money_of
from caseflow.office.payloads.budgets import DeclinedSubsidy
from caseflow.payments import SubsidyGrant, SubsidyReturned
from caseflow.values import Text
from caseflow.workflow import Refusal, Situation, payload_guard

__all__ = [
    "subsidy_is_not_declined",
    "subsidy_is_not_granted",
    "subsidy_return_is_held",
    "subsidy_return_is_overpaid",
]


@payload_guard("subsidy-is-not-declined", SubsidyGrant)
def subsidy_is_not_declined(situation: Situation, grant: SubsidyGrant) -> Refusal | None:
    """Take no grant that was declined: its money went back to the budget."""
    declined = DeclinedSubsidy(grant.number, grant.budget)
    if all(each.payload != declined for each in situation.case.records):
        return None
    return Refusal(
        "subsidy-declined",
        Text(
            vi="khoản hỗ trợ số {number} đã bị từ chối, hãy dùng số khác",
            en="grant {number} was declined; use another number",
        ),
        {"number": grant.number},
    )


@payload_guard("subsidy-is-not-granted", DeclinedSubsidy)
def subsidy_is_not_granted(situation: Situation, declined: DeclinedSubsidy) -> Refusal | None:
    """Decline no grant that is on record."""
    if books(situation).account.known(declined.key) is None:
        return None
    return Refusal(
        "subsidy-granted",
        Text(
            vi="khoản hỗ trợ số {number} đã được ghi nhận",
            en="grant {number} is on record already",
        ),
        {"number": declined.number},
    )


@payload_guard("subsidy-return-is-held", SubsidyReturned)
def subsidy_return_is_held(situation: Situation, back: SubsidyReturned) -> Refusal | None:
    """Give back only what a grant on the bill still holds, and to the budget that paid it."""
    facts = books(situation).account.facts
    grants = [
        each
        for each in facts
        if isinstance(each, SubsidyGrant) and (each.bill, each.budget) == (back.bill, back.budget)
    ]
    grant = next((each for each in grants if each.number == back.grant), None)
    if grant is None:
        return Refusal(
            "grant-unknown",
            Text(
                vi="nguồn {budget} không có khoản hỗ trợ số {grant} cho thông báo nộp số {bill}; "
                "đang có: {known}",
                en="bill {bill} has no grant {grant} from budget {budget}; it has: {known}",
            ),
            {
                "bill": back.bill,
                "grant": back.grant,
                "budget": back.budget,
                "known": ", ".join(each.number for each in grants) or "-",
            },
        )
    left = grant.amount - sum(
        each.amount
        for each in facts
        if isinstance(each, SubsidyReturned) and each.grant == back.grant
    )
    if back.amount <= left:
        return None
    return Refusal(
        "return-above-grant",
        Text(
            vi="hoàn lại {amount} nhưng khoản hỗ trợ số {grant} chỉ còn {left}",
            en="{amount} are to go back, and grant {grant} still holds {left}",
        ),
        {
            "amount": money_of(situation, back.amount),
            "grant": back.grant,
            "left": money_of(situation, left),
        },
    )


@payload_guard("subsidy-return-is-overpaid", SubsidyReturned)
def subsidy_return_is_overpaid(situation: Situation, back: SubsidyReturned) -> Refusal | None:
    """Give back only what is over on the bill, so that nothing becomes due again."""
    over = books(situation).account.bill(back.bill).balance.overpaid
    if back.amount <= over:
        return None
    return Refusal(
        "return-above-overpaid",
        Text(
            vi="hoàn lại {amount} nhưng chỉ nộp thừa {over}",
            en="{amount} are to go back, and {over} are over-paid",
        ),
        {"amount": money_of(situation, back.amount), "over": money_of(situation, over)},
    )
