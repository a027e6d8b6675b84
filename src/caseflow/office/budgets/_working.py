"""The one body of logic behind both budget services: `_granting`, and what a crash left undone.

Generators only: the budget services run them.
"""

from contextlib import suppress
from datetime import datetime

from caseflow.cases import Case
from caseflow.errors import (
    ActionRefusedError,
    CalendarVersionError,
    CaseSetAsideError,
    DefinitionError,
    FormatError,
    HistoryError,
    KeyReusedError,
    StoreUnavailableError,
    UnknownCaseError,
    UnknownNameError,
)
from caseflow.office.actions import GRANT_SUBSIDY
from caseflow.office.budgets._actions import TAKE_BACK
from caseflow.office.budgets._books import standing_of
from caseflow.office.budgets._granting import DECLINED, BudgetGrants
from caseflow.office.budgets._guards import grant_not_held
from caseflow.office.budgets._payloads import BudgetGrant
from caseflow.office.budgets._settlements import (
    SPENDING,
    Finding,
    RecordedGrants,
    Settlement,
    held_grants,
)
from caseflow.payments import SubsidyGrant
from caseflow.pii._hidden import hidden
from caseflow.service._backoffs import described
from caseflow.service._sealing import aside_of
from caseflow.stores import Ops
from caseflow.values import Actor

__all__ = ["BudgetWork"]

#: What reading a filing raises that is not as its records say.
_UNREADABLE = (CalendarVersionError, DefinitionError, FormatError, HistoryError, UnknownNameError)


class BudgetWork(BudgetGrants):
    """Work budgets and their filings, and do by the same steps what a crash left undone."""

    def settle(self, budget: str, *, by: Actor, at: datetime) -> Ops[Settlement]:
        """Do what a crash left undone, and report where the books differ."""
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
            except (KeyReusedError, UnknownCaseError, CaseSetAsideError):
                findings.append(Finding(wanted.case, wanted.number, wanted.amount, 0))
            except _UNREADABLE as error:
                # Whether the filing has taken it is not known, so the money stays set aside.
                recorded.passed_over.setdefault(wanted.case, described(error))
            else:
                (completed if is_completed else given_back).append(wanted.number)
        findings += [Finding(*where, 0, amount) for where, amount in grants.items()]
        known = {(each.case, each.number) for each in findings}
        back, differing = yield from self._returned(budget, book, recorded, by, at)
        findings += [each for each in differing if (each.case, each.number) not in known]
        passed_over = tuple(recorded.passed_over.items())
        return Settlement(tuple(completed), (*given_back, *back), tuple(findings), passed_over)

    def _returned(
        self, budget: str, book: Case, recorded: RecordedGrants, by: Actor, at: datetime
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
                yield from self._taken_back(budget, back, by, at, {})
            except DECLINED:
                differing[case, back.grant] = None
            else:
                done[back.grant] = None
        for key, back in standing.returned.items():
            if (grant := standing.held.get(back.grant)) is None:
                continue
            if (grant.case, key) not in recorded.returns:
                # A service may have written both while the filings were read.
                with suppress(UnknownCaseError, CaseSetAsideError, *_UNREADABLE):
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
        """Record a grant as *actor* meant to, else give it back; its service knows a parcel."""
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
            except DECLINED:
                pass
            else:
                return True
        return not (yield from self._declined(budget, wanted, by, at))

    def _recorded(self, budget: str) -> Ops[RecordedGrants]:
        """Return what filings have on record of a budget."""
        found = RecordedGrants(budget)
        after, seq = "", -1
        while page := (yield from self._filings.ops.scan(after, seq)):
            for case_id, stored in page:
                after, seq = case_id, stored.seq
                if aside_of((stored,)) is not None:
                    found.passed_over.pop(case_id, None)
                if stored.action not in SPENDING:
                    continue
                try:
                    record = yield from self._filings.sealer.record(case_id, stored.text)
                except StoreUnavailableError:
                    raise
                except Exception as error:  # noqa: BLE001 - one record that cannot be read stops no settlement
                    found.passed_over[case_id] = described(error)
                else:
                    found.take(case_id, record)
        return found
