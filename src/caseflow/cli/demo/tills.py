"""The till of the demonstration: charges, bills, payments through a gateway, and one budget.

May import: everything below the command line. The gateway, its key and its amounts are made up;
what is done with them is what a portal does.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta

from caseflow import vietnam as vn
from caseflow.calendars import OfficeCalendar
from caseflow.cases import Case
from caseflow.cli.demo.acting import Hand
from caseflow.cli.demo.people import CASHIER, DESK, WEBHOOK
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
from caseflow.office.budgets.payloads import BudgetGrant
from caseflow.payments import Bill, PaymentNotice, Refund, SubsidyGrant
from caseflow.payments.local_gateway import LocalGateway
from caseflow.payments.reconciliation import Reconciliation, Recorded, reconcile
from caseflow.payments.statements import read_statement
from caseflow.payments.webhooks import SigningKey
from caseflow.values import Channel

__all__ = [
    "ALLOTTED",
    "ALLOTTED_ON",
    "BUDGET",
    "POSTAGE",
    "SOURCE",
    "STATED",
    "TRANSFER",
    "Till",
]

TRANSFER = "online-transfer"
POSTAGE = "postage"

#: Made-up amounts, in the currency of the pack, of what no source states: tariffs that lie
#: elsewhere, and the prices of the bank and of the post.
STATED = {
    "council-fee": 600_000,
    "cao-bang-fee": 2_400_000,
    "ministry-of-finance-fee": 1_000_000,
    TRANSFER: 3_300,
    POSTAGE: 32_000,
}

BUDGET = "da-nang"
#: A made-up allotment, in the currency of the pack.
ALLOTTED, ALLOTTED_ON, SOURCE = 1_000_000_000, date(2026, 1, 2), "số giả định"
_SECRET = b"a made-up secret of thirty-two bytes or more"


class Till:
    """Charge, bill and take money for the filings of one run."""

    def __init__(self, calendar: OfficeCalendar) -> None:
        """Begin with a gateway that has moved nothing, and an allotment that is made up."""
        self._calendar = calendar
        self._gateway = LocalGateway(
            "local",
            [SigningKey("demo", _SECRET)],
            currency=vn.VND,
            day_of=calendar.local_date,
        )
        #: How many signed notices came in for each case, repeated ones counted too.
        self.notices: Counter[str] = Counter()
        self._entries: list[Entry] = [
            allotment(BUDGET, "2026", ALLOTTED, ALLOTTED_ON, source=SOURCE)
        ]
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
        stated = [fee.name for fee in schedule.fees if fee.takes_stated and fee.name in STATED]
        left_out = {TRANSFER, POSTAGE} - {*services}
        counted = dict.fromkeys(counted_for(schedule), 1)
        return charge_for(
            schedule,
            FeeRequest(
                case.terms.channel,
                self._calendar.local_date(case.opened_at),
                self._calendar.local_date(at),
                counts=counted | dict(counts or {}),
                stated={name: STATED[name] for name in stated if name not in left_out},
            ),
        )

    def bill(self, hand: Hand, case: Case, charge: Charge, at: datetime) -> Case:
        """Bill what is due before the return, and pay from the budget what it supports."""
        lines = [
            (line.text.in_("vi"), line.amount)
            for line in charge.lines
            if line.amount and line.fee != POSTAGE
        ]
        bill = Bill(f"{case.id}/1", lines, charge.currency.code)
        case = hand.do(DESK, case, vn.ISSUE_BILL, bill, at, key=bill.key)
        for support in charge.supports:
            if support.fee == POSTAGE:
                continue
            given = SubsidyGrant(
                bill=bill.number,
                number=f"{case.id}/{support.ground}",
                budget=support.budget,
                amount=support.amount,
                ground=support.ground,
            )
            case = hand.do(CASHIER, case, vn.GRANT_SUBSIDY, given, at, key=given.key)
            self.spend(case, support, given.number, at, bill=bill.number)
        return case

    def spend(
        self, case: Case, support: Support, number: str, at: datetime, *, bill: str = ""
    ) -> BudgetGrant:
        """Enter in the books of the budget what it pays for *case*, and return the grant."""
        granted = BudgetGrant(
            number, case.id, support.amount, support.ground, bill, currency=vn.VND.code
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
        """
        (known,) = vn.account_of(case.records).bills
        due = known.balance.due
        if case.terms.channel is not Channel.ONLINE or known.bill is None:
            return hand.do(CASHIER, case, vn.PAY, vn.Payment(due, "tiền mặt"), at)
        token = known.number.replace("/", ".")
        self._gateway.link(known.bill, token=token, at=at)
        transaction = f"GD-{token}"
        posted = self._gateway.pay(token, transaction=transaction, at=at, amount=due)
        for _ in range(2):
            arrived_at = at + timedelta(seconds=2)
            self.notices[case.id] += 1
            notice = self._gateway.notice(posted.body, posted.signature, at=arrived_at)
            case = hand.do(WEBHOOK, case, vn.RECORD_PAYMENT, notice, arrived_at, key=notice.key)
            posted = self._gateway.post(transaction, at=arrived_at)
        return case

    def budget(self) -> Budget:
        """Return the budget with all that it paid."""
        return Budget(BUDGET, vn.VND, tuple(self._entries))

    def reconciled(self, cases: Iterable[Case], on: date) -> Reconciliation:
        """Compare the statement of the gateway for the day *on* with the records of *cases*."""
        recorded = [
            Recorded(case.id, record.payload)
            for case in cases
            for record in case.records
            if isinstance(record.payload, (PaymentNotice, Refund))
        ]
        return reconcile(
            read_statement(self._gateway.statement(on), currency=vn.VND),
            recorded,
            on=on,
            day_of=self._calendar.local_date,
            gateway=self._gateway.name,
        )
