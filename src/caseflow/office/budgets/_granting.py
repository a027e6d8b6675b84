"""What a budget service does: reserve, record, and give back what is declined.

Generators only: the budget services run them.

A grant is two records in two cases, so one of them may be missing after a crash. The order makes it
safe: money is set aside on the budget first, so no two services can spend it; then the filing takes
the grant or declines it, under one key, so it can never do both; and only what it declined goes
back. What a filing took and later gives back goes the other way: the filing first, so that the
money is set aside until the budget has it. What is missing after a crash is for `_working`.
"""

from contextlib import suppress
from datetime import datetime
from typing import Any, TypedDict, Unpack

from caseflow.cases import Case
from caseflow.errors import (
    ActionRefusedError,
    KeyReusedError,
    PayloadError,
    UnknownCaseError,
    UnknownNameError,
    ValueInvalidError,
)
from caseflow.keys import ReservedKey
from caseflow.office._billing.facts import NO_BILL, NO_BILL_COMES
from caseflow.office._billing.subsidies import DeclinedSubsidy
from caseflow.office.actions import (
    DECLINE_SUBSIDY,
    GIVE_BACK_SUBSIDY,
    GRANT_SUBSIDY,
    RETURN_BY_POST,
)
from caseflow.office.budgets._actions import ALLOT, CAP, CLOSE, GIVE_BACK, GRANT, TAKE_BACK
from caseflow.office.budgets._books import standing_of
from caseflow.office.budgets._guards import grant_given_back, grant_not_held
from caseflow.office.budgets._offices import BUDGET
from caseflow.office.budgets._payloads import Allotment, BudgetGrant, GiveBack, GroundCap
from caseflow.office.budgets._reports import SpendingReport, spending_report
from caseflow.office.budgets._settlements import RecordedGrants
from caseflow.office.payloads import Parcel, Reason
from caseflow.payments import SubsidyGrant, SubsidyReturned
from caseflow.payments._facts import checked_number
from caseflow.service._work import Work
from caseflow.stores import Ops, Query, StoreRefusedError
from caseflow.values import Actor, Channel
from caseflow.workflow import Action

__all__ = ["DECLINED", "BudgetGrants", "Entry"]

#: The filing does not take it; anything else is not an answer, and the money stays set aside: so
#: is an instant before the last record.
DECLINED = (ActionRefusedError, KeyReusedError, PayloadError, StoreRefusedError)


class Entry(TypedDict, total=False):
    """When an act was entered, if not as it happened; see `CaseService.fire`."""

    entered_at: datetime | None
    confirmed: bool


class BudgetGrants:
    """Work budgets and the filings they pay for, both in one store."""

    def __init__(self, filings: Work, budgets: Work) -> None:
        """Take what works the filings, and what works the budgets."""
        if filings.ops is not budgets.ops:
            raise ValueInvalidError("budgets", budgets.ops, "a service over the store of filings")
        currency = budgets.engine.jurisdiction.currency
        if currency is None:
            raise ValueInvalidError("budgets", budgets, "a service of an office with a currency")
        self._filings = filings
        self._budgets = budgets
        self._currency = currency.code

    # ── the budget ──────────────────────────────────────────────────────────────────────────

    def open(self, budget: str, *, by: Actor, at: datetime, **entry: Unpack[Entry]) -> Ops[Case]:
        """Open a budget; the same again returns it."""
        return (
            yield from self._budgets.open(
                BUDGET.code,
                case_id=checked_number(budget, name="budget"),
                channel=Channel.COUNTER,
                result_by=Channel.COUNTER,
                at=at,
                by=by,
                branch=None,
                facts=None,
                key=ReservedKey(f"open:{budget}"),
                **entry,
            )
        )

    def allot(
        self,
        budget: str,
        amount: int,
        *,
        number: str,
        source: str,
        by: Actor,
        at: datetime,
        **entry: Unpack[Entry],
    ) -> Ops[Case]:
        """Put money into a budget."""
        allotment = Allotment(number, amount, source, currency=self._currency)
        return (yield from self._entered(budget, ALLOT, allotment, by, at, allotment.key, entry))

    def cap(
        self,
        budget: str,
        ground: str,
        amount: int,
        *,
        source: str,
        by: Actor,
        at: datetime,
        **entry: Unpack[Entry],
    ) -> Ops[Case]:
        """Cap what one person gets on a ground in a year."""
        cap = GroundCap(ground, amount, source)
        return (yield from self._entered(budget, CAP, cap, by, at, None, entry))

    def close(
        self, budget: str, *, reason: str, by: Actor, at: datetime, **entry: Unpack[Entry]
    ) -> Ops[Case]:
        """Close a budget."""
        key = ReservedKey(f"close:{budget}")
        return (yield from self._entered(budget, CLOSE, Reason(reason), by, at, key, entry))

    def report(self, budget: str) -> Ops[SpendingReport]:
        """Return what was paid to whom and why."""
        book = yield from self._book(budget)
        calendar = self._budgets.engine.jurisdiction.calendar
        return spending_report(book, calendar, self._currency)

    def _book(self, budget: str) -> Ops[Case]:
        """Return a budget as it stands."""
        with suppress(UnknownCaseError):
            book = yield from self._budgets.get(budget)
            if book.procedure == BUDGET.code:
                return book
        summaries = yield from self._budgets.search(Query(procedure=BUDGET.code))
        raise UnknownNameError(budget, [summary.case_id for summary in summaries], "budget")

    def _entered(
        self,
        budget: str,
        action: Action[Any],
        payload: object,
        by: Actor,
        at: datetime,
        key: str | None,
        entry: Entry,
    ) -> Ops[Case]:
        yield from self._book(budget)
        return (
            yield from self._budgets.fire(
                budget, action, payload, by=by, at=at, key=key, expected_version=None, **entry
            )
        )

    # ── a grant ─────────────────────────────────────────────────────────────────────────────

    def grant(
        self,
        case: str,
        budget: str,
        amount: int,
        ground: str,
        *,
        bill: str,
        number: str,
        to: str,
        person: str,
        by: Actor,
        at: datetime,
        **entry: Unpack[Entry],
    ) -> Ops[Case]:
        """Pay part of a bill from a budget."""
        wanted = BudgetGrant(
            number,
            case,
            amount,
            ground,
            checked_number(bill, name="bill"),
            to,
            person,
            currency=self._currency,
        )
        subsidy = SubsidyGrant(bill, number, budget, amount, ground, to)
        return (yield from self._paid(budget, wanted, GRANT_SUBSIDY, subsidy, by, at, entry))

    def post(
        self,
        case: str,
        parcel: Parcel,
        ground: str,
        *,
        number: str,
        to: str,
        person: str,
        by: Actor,
        at: datetime,
        **entry: Unpack[Entry],
    ) -> Ops[Case]:
        """Post a result with a postage that a budget pays."""
        if not parcel.subsidy:
            raise ValueInvalidError(
                "subsidy", 0, "an amount above 0; post what no budget pays without a budget"
            )
        wanted = BudgetGrant(
            number, case, parcel.subsidy, ground, "", to, person, currency=self._currency
        )
        return (yield from self._paid(parcel.budget, wanted, RETURN_BY_POST, parcel, by, at, entry))

    def _paid(
        self,
        budget: str,
        wanted: BudgetGrant,
        action: Action[Any],
        payload: object,
        by: Actor,
        at: datetime,
        entry: Entry,
    ) -> Ops[Case]:
        """Set the money aside, record it on the filing, and give it back if that is declined."""
        yield from self._book(budget)
        filing = yield from self._filings.get(wanted.case)
        # What the filing does not take anyway never touches the budget.
        self._filings.engine.fire(
            filing,
            action,
            self._filings.sealer.clean(payload),
            by=by,
            at=at,
            key=wanted.key,
            **entry,
        )
        book = yield from self._budgets.fire(
            budget, GRANT, wanted, by=by, at=at, key=wanted.key, expected_version=None, **entry
        )
        if wanted.number not in standing_of(book.records).held:
            raise ActionRefusedError(budget, GRANT.name, (grant_given_back(wanted.number),))
        try:
            return (
                yield from self._filings.fire(
                    wanted.case,
                    action,
                    payload,
                    by=by,
                    at=at,
                    key=wanted.key,
                    expected_version=None,
                    **entry,
                )
            )
        except DECLINED:
            # Declining is something that happens now, however late the grant is entered.
            if (yield from self._declined(budget, wanted, by, entry.get("entered_at") or at)):
                raise
            # Somebody who settled was faster, and the filing has taken it.
            return (yield from self._filings.get(wanted.case))

    def _declined(self, budget: str, wanted: BudgetGrant, by: Actor, at: datetime) -> Ops[bool]:
        """Let the filing decline a grant for good, and give it back; False if it has taken it."""
        declined = DeclinedSubsidy(wanted.number, budget)
        try:
            yield from self._filings.fire(
                wanted.case,
                DECLINE_SUBSIDY,
                declined,
                by=by,
                at=at,
                key=declined.key,
                expected_version=None,
            )
        except KeyReusedError:
            # Usually the grant holds the key. Before such keys were reserved anything could, and
            # then the filing can never take the grant.
            if (yield from self._has_taken(budget, wanted)):
                return False
        except ActionRefusedError as error:
            # Without a bill the filing never took the grant, and cannot before it has one.
            if error.refusals not in ((NO_BILL,), (NO_BILL_COMES,)):
                raise
        back = GiveBack(wanted.number)
        yield from self._budgets.fire(
            budget, GIVE_BACK, back, by=by, at=at, key=back.key, expected_version=None
        )
        return True

    def _has_taken(self, budget: str, wanted: BudgetGrant) -> Ops[bool]:
        """Return whether the filing has a grant on record."""
        recorded = RecordedGrants(budget)
        for record in (yield from self._filings.get(wanted.case)).records:
            recorded.take(wanted.case, record)
        return (wanted.case, wanted.number) in recorded.grants

    def give_back(
        self,
        case: str,
        budget: str,
        amount: int,
        *,
        bill: str,
        grant: str,
        number: str,
        reason: str,
        by: Actor,
        at: datetime,
        **entry: Unpack[Entry],
    ) -> Ops[Case]:
        """Give back to a budget what a filing has over of a grant."""
        back = SubsidyReturned(bill, grant, number, budget, amount, reason)
        book = yield from self._book(budget)
        # What the budget would not take anyway is never recorded on the filing.
        if not standing_of(book.records).granted(case, back):
            raise ActionRefusedError(budget, TAKE_BACK.name, (grant_not_held(grant),))
        self._budgets.engine.fire(book, TAKE_BACK, back, by=by, at=at, key=back.key, **entry)
        filing = yield from self._filings.fire(
            case,
            GIVE_BACK_SUBSIDY,
            back,
            by=by,
            at=at,
            key=back.key,
            expected_version=None,
            **entry,
        )
        yield from self._taken_back(budget, back, by, at, entry)
        return filing

    def _taken_back(
        self, budget: str, back: SubsidyReturned, by: Actor, at: datetime, entry: Entry
    ) -> Ops[Case]:
        """Let a budget take back what a filing has given back."""
        return (
            yield from self._budgets.fire(
                budget, TAKE_BACK, back, by=by, at=at, key=back.key, expected_version=None, **entry
            )
        )
