"""The one body of logic behind both desks: reserve, record, and give back what is declined.

May import: everything up to service, and this pack. Generators only: the desks run them.

A grant is two records in two cases, so one of them may be missing after a crash. The order makes
it safe: money is set aside on the budget first, so no two desks can spend it; then the filing
takes the grant or declines it, under one key, so it can never do both; and only what it declined
goes back. What a filing took and later gives back goes the other way: the filing first, so that
the money is set aside until the budget has it. `settle` does what is missing, by the same steps.
"""

from contextlib import suppress
from datetime import datetime
from typing import Any

from caseflow.cases import Case
from caseflow.errors import (
    ActionRefusedError,
    KeyReusedError,
    PayloadError,
    UnknownCaseError,
    UnknownNameError,
    ValueInvalidError,
)
from caseflow.payments import SubsidyGrant, SubsidyReturned
from caseflow.payments.facts import checked_number
from caseflow.pii.hidden import hidden
from caseflow.service.work import Work
from caseflow.stores import Ops, Query, StoreRefusedError
from caseflow.values import Actor, Channel, Text
from caseflow.vietnam.actions import (
    DECLINE_SUBSIDY,
    GIVE_BACK_SUBSIDY,
    GRANT_SUBSIDY,
    RETURN_BY_POST,
)
from caseflow.vietnam.budgets.actions import ALLOT, CAP, CLOSE, GIVE_BACK, GRANT, TAKE_BACK
from caseflow.vietnam.budgets.books import standing_of
from caseflow.vietnam.budgets.guards import grant_not_held
from caseflow.vietnam.budgets.offices import BUDGET
from caseflow.vietnam.budgets.reports import SpendingReport, spending_report
from caseflow.vietnam.budgets.settlements import (
    SPENDING,
    Finding,
    Recorded,
    Settlement,
    held_grants,
)
from caseflow.vietnam.guards.offers import NO_BILL
from caseflow.vietnam.payloads import Parcel, Reason
from caseflow.vietnam.payloads.budgets import (
    Allotment,
    BudgetGrant,
    DeclinedSubsidy,
    GiveBack,
    GroundCap,
)
from caseflow.workflow import Action, Refusal

__all__ = ["BudgetWork"]

#: The filing does not take it; anything else is not an answer, and the money stays set aside: so
#: is an instant before the last record.
_DECLINED = (ActionRefusedError, KeyReusedError, PayloadError, StoreRefusedError)


class BudgetWork:
    """Work budgets and the filings they pay for, both in one store."""

    def __init__(self, filings: Work, budgets: Work) -> None:
        """Take what works the filings, and what works the budgets."""
        if filings.ops is not budgets.ops:
            raise ValueInvalidError("budgets", budgets.ops, "a service over the store of filings")
        self._filings = filings
        self._budgets = budgets

    # ── the budget ──────────────────────────────────────────────────────────────────────────

    def open(self, budget: str, *, by: Actor, at: datetime) -> Ops[Case]:
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
                key=f"open:{budget}",
            )
        )

    def allot(
        self, budget: str, amount: int, *, number: str, source: str, by: Actor, at: datetime
    ) -> Ops[Case]:
        """Put money into a budget."""
        allotment = Allotment(number, amount, source)
        return (yield from self._entered(budget, ALLOT, allotment, by, at, allotment.key))

    def cap(
        self, budget: str, ground: str, amount: int, *, source: str, by: Actor, at: datetime
    ) -> Ops[Case]:
        """Cap what one person gets on a ground in a year."""
        return (
            yield from self._entered(budget, CAP, GroundCap(ground, amount, source), by, at, None)
        )

    def close(self, budget: str, *, reason: str, by: Actor, at: datetime) -> Ops[Case]:
        """Close a budget."""
        return (yield from self._entered(budget, CLOSE, Reason(reason), by, at, f"close:{budget}"))

    def report(self, budget: str) -> Ops[SpendingReport]:
        """Return what was paid to whom and why."""
        book = yield from self._book(budget)
        return spending_report(book, self._budgets.engine.jurisdiction.calendar.local_date)

    def _book(self, budget: str) -> Ops[Case]:
        """Return a budget as it stands."""
        with suppress(UnknownCaseError):
            book = yield from self._budgets.get(budget)
            if book.procedure == BUDGET.code:
                return book
        heads = yield from self._budgets.search(Query(procedure=BUDGET.code))
        raise UnknownNameError(budget, [head.case_id for head in heads], "budget")

    def _entered(
        self,
        budget: str,
        action: Action[Any],
        payload: object,
        by: Actor,
        at: datetime,
        key: str | None,
    ) -> Ops[Case]:
        yield from self._book(budget)
        return (
            yield from self._budgets.fire(
                budget, action, payload, by=by, at=at, key=key, expected_version=None
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
    ) -> Ops[Case]:
        """Pay part of a bill from a budget."""
        wanted = BudgetGrant(
            number, case, amount, ground, checked_number(bill, name="bill"), to, person
        )
        subsidy = SubsidyGrant(bill, number, budget, amount, ground, to)
        return (yield from self._paid(budget, wanted, GRANT_SUBSIDY, subsidy, by, at))

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
    ) -> Ops[Case]:
        """Post a result with a postage that a budget pays."""
        if not parcel.subsidy:
            raise ValueInvalidError(
                "subsidy", 0, "whole đồng from 1; post what no budget pays without a budget"
            )
        wanted = BudgetGrant(number, case, parcel.subsidy, ground, "", to, person)
        return (yield from self._paid(parcel.budget, wanted, RETURN_BY_POST, parcel, by, at))

    def _paid(
        self,
        budget: str,
        wanted: BudgetGrant,
        action: Action[Any],
        payload: object,
        by: Actor,
        at: datetime,
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
        )
        book = yield from self._budgets.fire(
            budget, GRANT, wanted, by=by, at=at, key=wanted.key, expected_version=None
        )
        if wanted.number not in standing_of(book.records).held:
            raise ActionRefusedError(budget, GRANT.name, (_given_back(wanted.number),))
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
                )
            )
        except _DECLINED:
            if (yield from self._declined(budget, wanted, by, at)):
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
            return False
        except ActionRefusedError as error:
            # Without a bill the filing never took the grant, and cannot before it has one.
            if error.refusals != (NO_BILL,):
                raise
        back = GiveBack(wanted.number)
        yield from self._budgets.fire(
            budget, GIVE_BACK, back, by=by, at=at, key=back.key, expected_version=None
        )
        return True

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
    ) -> Ops[Case]:
        """Give back to a budget what a filing has over of a grant."""
        back = SubsidyReturned(bill, grant, number, budget, amount, reason)
        book = yield from self._book(budget)
        # What the budget would not take anyway is never recorded on the filing.
        if not standing_of(book.records).granted(case, back):
            raise ActionRefusedError(budget, TAKE_BACK.name, (grant_not_held(grant),))
        self._budgets.engine.fire(book, TAKE_BACK, back, by=by, at=at, key=back.key)
        filing = yield from self._filings.fire(
            case, GIVE_BACK_SUBSIDY, back, by=by, at=at, key=back.key, expected_version=None
        )
        yield from self._taken_back(budget, back, by, at)
        return filing

    def _taken_back(self, budget: str, back: SubsidyReturned, by: Actor, at: datetime) -> Ops[Case]:
        """Let a budget take back what a filing has given back."""
        return (
            yield from self._budgets.fire(
                budget, TAKE_BACK, back, by=by, at=at, key=back.key, expected_version=None
            )
        )

    # ── what was left undone ────────────────────────────────────────────────────────────────

    def settle(self, budget: str, *, by: Actor, at: datetime) -> Ops[Settlement]:
        """Do what a crash left undone, and tell where the books differ."""
        yield from self._book(budget)
        # The filings are read first: what they have taken was set aside before.
        recorded = yield from self._recorded(budget)
        book = yield from self._book(budget)
        grants = dict(recorded.grants)
        completed, given_back, findings = list[str](), list[str](), list[Finding]()
        for actor, wanted in held_grants(book.records):
            amount = grants.pop((wanted.case, wanted.number), None)
            if amount is not None:
                if amount != wanted.amount:
                    findings.append(Finding(wanted.case, wanted.number, wanted.amount, amount))
                continue
            try:
                is_completed = yield from self._finished(budget, wanted, actor, by, at)
            except UnknownCaseError:
                findings.append(Finding(wanted.case, wanted.number, wanted.amount, 0))
            else:
                (completed if is_completed else given_back).append(wanted.number)
        findings += [Finding(*where, 0, amount) for where, amount in grants.items()]
        known = {(each.case, each.number) for each in findings}
        back, differing = yield from self._returned(budget, book, recorded, by, at)
        findings += [each for each in differing if (each.case, each.number) not in known]
        return Settlement(tuple(completed), (*given_back, *back), tuple(findings))

    def _returned(
        self, budget: str, book: Case, recorded: Recorded, by: Actor, at: datetime
    ) -> Ops[tuple[tuple[str, ...], tuple[Finding, ...]]]:
        """Take back what filings gave back; return of which grants, and where the books differ."""
        standing = standing_of(book.records)
        done, differing = dict[str, None](), dict[tuple[str, str], None]()
        for (case, key), back in recorded.returns.items():
            if standing.returned.get(key) == back:
                continue
            try:
                if not standing.granted(case, back):
                    raise ActionRefusedError(budget, TAKE_BACK.name, (grant_not_held(back.grant),))
                yield from self._taken_back(budget, back, by, at)
            except _DECLINED:
                differing[case, back.grant] = None
            else:
                done[back.grant] = None
        for key, back in standing.returned.items():
            if (grant := standing.held.get(back.grant)) is None:
                continue
            if (grant.case, key) not in recorded.returns:
                # A desk may have written both while the filings were read.
                with suppress(UnknownCaseError):
                    filing = yield from self._filings.get(grant.case)
                    for record in filing.records:
                        recorded.take(grant.case, record)
                if recorded.returns.get((grant.case, key)) != back:
                    differing[grant.case, back.grant] = None
        findings = (
            Finding(case, number, standing.holds(number), recorded.net(case, number))
            for case, number in differing
        )
        return tuple(done), tuple(findings)

    def _finished(
        self, budget: str, wanted: BudgetGrant, actor: Actor, by: Actor, at: datetime
    ) -> Ops[bool]:
        """Record a grant as *actor* meant to, else give it back; a parcel is known to its desk."""
        if wanted.bill:
            to = "" if hidden(wanted.recipient) else wanted.recipient
            subsidy = SubsidyGrant(
                wanted.bill, wanted.number, budget, wanted.amount, wanted.ground, to
            )
            try:
                yield from self._filings.fire(
                    wanted.case,
                    GRANT_SUBSIDY,
                    subsidy,
                    by=actor,
                    at=at,
                    key=wanted.key,
                    expected_version=None,
                )
            except _DECLINED:
                pass
            else:
                return True
        return not (yield from self._declined(budget, wanted, by, at))

    def _recorded(self, budget: str) -> Ops[Recorded]:
        """Return what filings have on record of a budget."""
        found = Recorded(budget)
        after, seq = "", -1
        while page := (yield from self._filings.ops.scan(after, seq)):
            for case_id, entry in page:
                after, seq = case_id, entry.seq
                if entry.action in SPENDING:
                    found.take(
                        case_id, (yield from self._filings.sealer.record(case_id, entry.text))
                    )
        return found


def _given_back(number: str) -> Refusal:
    return Refusal(
        "grant-given-back",
        Text(
            "khoản chi số {number} đã hoàn lại, hãy dùng số khác",
            "grant {number} was given back; use another number",
        ),
        {"number": number},
    )
