"""The till of made-up filings: charges, bills, payments through a gateway, and one budget.

The gateway, its key and its amounts are made up; what is done with them is what a portal does.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta

from caseflow._typed import typed
from caseflow.calendars import OfficeCalendar
from caseflow.cases import Case
from caseflow.errors import ValueInvalidError
from caseflow.fees import (
    Budget,
    Charge,
    Entry,
    FeeRequest,
    FeeSchedule,
    Support,
    allotment,
    charge_for,
    counted_for,
    grant,
)
from caseflow.office.actions import GRANT_SUBSIDY, ISSUE_BILL, PAY, RECORD_PAYMENT
from caseflow.office.budgets import BudgetGrant
from caseflow.office.paying import books_of
from caseflow.office.payloads import Payment
from caseflow.office.samples._acting import Hand
from caseflow.office.samples._values import Sample
from caseflow.payments import Bill, PaymentNotice, Refund, SubsidyGrant
from caseflow.payments.local_gateway import LocalGateway
from caseflow.payments.reconciliation import Reconciliation, RecordedPayment, reconcile
from caseflow.payments.statements import read_statement
from caseflow.payments.webhooks import SigningKey
from caseflow.values import Channel

__all__ = ["Till"]

_SECRET = b"a made-up secret of thirty-two bytes or more"


@typed
class Till:
    """Charge, bill and take money for the filings of one run, by the prices of *sample*."""

    def __init__(self, calendar: OfficeCalendar, sample: Sample) -> None:
        """Begin with a gateway that has moved nothing, and an allotment that is made up."""
        self.sample = sample
        self.currency = sample.currency
        self._prices, self._people = sample.prices, sample.people
        self._calendar = calendar
        self._gateway = LocalGateway(
            "local",
            [SigningKey("demo", _SECRET)],
            currency=sample.currency,
            day_of=calendar.local_date,
        )
        #: How many signed notices came in for each case, repeated ones counted too.
        self.notices: Counter[str] = Counter()
        self._entries: list[Entry] = []
        if self._prices.budget:
            self._entries.append(
                allotment(
                    self._prices.budget,
                    str(self._prices.allotted_on.year),
                    self._prices.allotted,
                    self._prices.allotted_on,
                    source=self._prices.source,
                )
            )
        #: What the budget paid, each with its instant.
        self.grants: list[tuple[datetime, BudgetGrant]] = []

    def charge(
        self,
        schedule: FeeSchedule,
        case: Case,
        at: datetime,
        *,
        services: Iterable[str] = (),
        counts: Mapping[str, int] | None = None,
    ) -> Charge:
        """Return what *case* is charged when it pays at *at*; *services* are charged as well."""
        known = self._prices.stated
        stated = [fee.name for fee in schedule.fees if fee.takes_stated and fee.name in known]
        left_out = self._prices.services - {*services}
        counted = dict.fromkeys(counted_for(schedule), 1)
        return charge_for(
            schedule,
            FeeRequest(
                case.terms.channel,
                self._calendar.local_date(case.opened_at),
                self._calendar.local_date(at),
                counts=counted | dict(counts or {}),
                stated={name: known[name] for name in stated if name not in left_out},
            ),
        )

    def bill(self, hand: Hand, case: Case, charge: Charge, at: datetime) -> Case:
        """Bill what is due before the return, and pay from the budget what it supports."""
        lines = [
            (line.text.in_(self.sample.language), line.amount)
            for line in charge.lines
            if line.amount and line.fee != self._prices.postage
        ]
        bill = Bill(f"{case.id}/1", lines, charge.currency.code)
        case = hand.do(self._people.desk, case, ISSUE_BILL, bill, at, key=bill.key)
        for support in charge.supports:
            if support.fee == self._prices.postage:
                continue
            given = SubsidyGrant(
                bill=bill.number,
                number=f"{case.id}/{support.ground}",
                budget=support.budget,
                amount=support.amount,
                ground=support.ground,
            )
            case = hand.do(self._people.cashier, case, GRANT_SUBSIDY, given, at, key=given.key)
            self.spend(case, support, given.number, at, bill=bill.number)
        return case

    def spend(
        self, case: Case, support: Support, number: str, at: datetime, *, bill: str = ""
    ) -> BudgetGrant:
        """Enter in the books of the budget what it pays for *case*, and return the grant."""
        granted = BudgetGrant(
            number, case.id, support.amount, support.ground, bill, currency=self.currency.code
        )
        self.grants.append((at, granted))
        self._entries.append(
            grant(
                support.budget,
                granted.key,
                support.amount,
                self._calendar.local_date(at),
                ground=support.ground,
                to=str(case.fact("dossier_code") or case.id),
                source=support.source,
            )
        )
        return granted

    def pay(self, hand: Hand, case: Case, at: datetime) -> Case:
        """Pay what is due on the bill: through the gateway if the filing came online, else in cash.

        The gateway posts a signed notice, and posts it again; the case counts it once.

        Raises:
            ValueInvalidError: the case has no bill, or several.
        """
        bills = books_of(case.records, self.currency).account.bills
        if len(bills) != 1:
            raise ValueInvalidError("case", case.id, "a case with one bill")
        known = bills[0]
        due = known.balance.due
        if case.terms.channel is not Channel.ONLINE or known.bill is None:
            paid = Payment(due, self.sample.notes.cash)
            return hand.do(self._people.cashier, case, PAY, paid, at)
        token = known.number.replace("/", ".")
        self._gateway.link(known.bill, token=token, at=at)
        transaction = f"{self._prices.transaction}-{token}"
        posted = self._gateway.pay(token, transaction=transaction, at=at, amount=due)
        for _ in range(2):
            arrived_at = at + timedelta(seconds=2)
            self.notices[case.id] += 1
            notice = self._gateway.notice(posted.body, posted.signature, at=arrived_at)
            case = hand.do(
                self._people.webhook, case, RECORD_PAYMENT, notice, arrived_at, key=notice.key
            )
            posted = self._gateway.post(transaction, at=arrived_at)
        return case

    def budget(self) -> Budget:
        """Return the budget with all that it paid."""
        return Budget(self._prices.budget, self.currency, tuple(self._entries))

    def reconciled(self, cases: Iterable[Case], on: date) -> Reconciliation:
        """Compare the statement of the gateway for the day *on* with the records of *cases*."""
        recorded = [
            RecordedPayment(case.id, record.payload)
            for case in cases
            for record in case.records
            if isinstance(record.payload, (PaymentNotice, Refund))
        ]
        return reconcile(
            read_statement(self._gateway.statement(on), currency=self.currency),
            recorded,
            on=on,
            day_of=self._calendar.local_date,
            gateway=self._gateway.name,
        )
