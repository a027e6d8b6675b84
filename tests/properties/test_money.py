"""Money through the engine: whatever is asked, in whatever order, the account balances."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from caseflow import vietnam as vn
from caseflow.engine import Engine, Jurisdiction
from caseflow.errors import ActionRefusedError, KeyReusedError
from caseflow.limits import working_days
from caseflow.office.paying import books_of
from caseflow.office.paying._accounts import books
from caseflow.payments import (
    Bill,
    BillCancelled,
    PaymentNotice,
    Refund,
    SubsidyGrant,
    SubsidyReturned,
)
from caseflow.procedures import (
    Catalogue,
    LimitRule,
    PaymentPeriod,
    PaymentPoint,
    Procedure,
    Unpaid,
)
from caseflow.values import Actor, Channel, Text

START = datetime(2026, 3, 2, 8, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))
ALL = Actor("all", {"applicant", "intake", "officer", "approver", "cashier", "system"})

#: What moves a filing along, with what is handed in; the rest of the walk is money.
MOVES = [
    (vn.RECEIVE, vn.Receipt()),
    (vn.ASSIGN, vn.Assignment("Phòng")),
    (vn.DECIDE, vn.Decision()),
    (vn.REFUSE, vn.RefusalResult("không đủ điều kiện")),
    (vn.RETURN_AT_COUNTER, vn.Handover("A")),
    (vn.NOTIFY_EARLY, vn.EarlyNotice("SMS")),
    (vn.WITHDRAW, vn.Reason("thôi")),
    (vn.REJECT, vn.Reason("sai nơi nộp")),
    (vn.CLOSE_UNPAID, vn.Reason("quá hạn nộp")),
]

numbers = st.integers(1, 3)
amounts = st.sampled_from([1, 999, 50_000, 100_000])


def procedure(point, period, keeps):
    return Procedure(
        code="T.1",
        version="1",
        name=Text(vi="Thủ tục", en="A procedure"),
        workflow="one-stop-shop",
        limits=(LimitRule(working_days(10)),),
        payment=point,
        payment_period=None if period is None else PaymentPeriod(working_days(2), period),
        keeps_fee_when_refused=keeps,
    )


class Cashbox(RuleBasedStateMachine):
    """Work one filing, and keep plain sums beside it."""

    @initialize(
        point=st.sampled_from([None, *PaymentPoint]),
        period=st.sampled_from([None, *Unpaid]),
        keeps=st.booleans(),
    )
    def lodge(self, point, period, keeps):
        catalogue = Catalogue((procedure(point, period, keeps),))
        self.engine = Engine(
            Jurisdiction("t", vn.calendar(), catalogue, vn.danang().workflows, currency="VND")
        )
        self.point, self.now = point, START
        self.case = self.engine.open(
            "T.1", channel=Channel.COUNTER, result_by=Channel.COUNTER, at=START
        )
        self.paid = self.refunded = self.subsidised = 0

    def fire(self, action, payload, key=None):
        """Do it if it may be done; return whether it was."""
        before = self.case
        try:
            self.case = self.engine.fire(before, action, payload, by=ALL, at=self.now, key=key)
        except (ActionRefusedError, KeyReusedError):
            assert self.case is before
        return self.case is not before

    @rule(move=st.sampled_from(MOVES), hours=st.integers(0, 60))
    def go_on(self, move, hours):
        """A gate never opens while something of its point is due."""
        self.now += timedelta(hours=hours)
        due = vn.account_of(self.case.records).balance.due
        if not self.fire(*move):
            return
        gates = {
            PaymentPoint.RECEPTION: vn.RECEIVE,
            PaymentPoint.MIDWAY: vn.DECIDE,
            PaymentPoint.RETURN: vn.RETURN_AT_COUNTER,
        }
        if self.point is not None and move[0] is gates[self.point]:
            assert due == 0

    @rule(number=numbers, amount=amounts)
    def issue(self, number, amount):
        bill = Bill(f"B{number}", [("phí", amount)], "VND")
        self.fire(vn.ISSUE_BILL, bill, bill.key)

    @rule(number=numbers)
    def cancel(self, number):
        self.fire(vn.CANCEL_BILL, BillCancelled(f"B{number}", "nhầm"))

    @rule(number=numbers, transaction=st.integers(1, 9), amount=amounts, is_keyed=st.booleans())
    def notify(self, number, transaction, amount, is_keyed):
        """A notice counts once, however often it comes; with other content it changes nothing."""
        notice = PaymentNotice(f"B{number}", f"T{transaction}", amount, START, "bank", "VND")
        if self.fire(vn.RECORD_PAYMENT, notice, notice.key if is_keyed else None):
            self.paid += amount
        again = self.case
        self.fire(vn.RECORD_PAYMENT, notice, notice.key)
        assert self.case is again

    @rule(amount=amounts)
    def pay_at_the_counter(self, amount):
        if self.fire(vn.PAY, vn.Payment(amount)):
            self.paid += amount

    @rule(amount=amounts)
    def request(self, amount):
        due = vn.account_of(self.case.records).balance.due
        self.fire(vn.REQUEST_PAYMENT, vn.PaymentRequest(due or amount))

    @rule(number=numbers, transaction=st.integers(1, 9), amount=amounts)
    def give_back(self, number, transaction, amount):
        refund = Refund(f"B{number}", f"R{transaction}", amount, START, "bank", "thừa", "VND")
        if self.fire(vn.REFUND, refund, refund.key):
            self.refunded += amount

    @rule(number=numbers, grant=st.integers(1, 9), amount=amounts)
    def subsidise(self, number, grant, amount):
        granted = SubsidyGrant(f"B{number}", f"G{grant}", "city", amount, "nghị quyết")
        if self.fire(vn.GRANT_SUBSIDY, granted, granted.key):
            self.subsidised += amount

    @rule(number=numbers, grant=st.integers(1, 9), back=st.integers(1, 2), amount=amounts)
    def give_a_subsidy_back(self, number, grant, back, amount):
        """What goes back to a budget was over-paid, and nothing falls due by it."""
        before = vn.account_of(self.case.records).balance
        given = SubsidyReturned(f"B{number}", f"G{grant}", str(back), "city", amount, "hủy")
        if self.fire(vn.GIVE_BACK_SUBSIDY, given, given.key):
            self.subsidised -= amount
            after = vn.account_of(self.case.records).balance
            assert (after.due, after.overpaid) == (before.due, before.overpaid - amount)
            assert after.subsidised >= 0

    @invariant()
    def money_balances(self):
        """The sums are those counted here, and they agree to the dong."""
        if not hasattr(self, "case"):
            return
        balance = vn.account_of(self.case.records).balance
        assert (balance.paid, balance.refunded) == (self.paid, self.refunded)
        assert balance.subsidised == self.subsidised
        income = balance.paid - balance.refunded + balance.subsidised
        assert balance.billed + balance.overpaid == income + balance.due
        assert balance.net_paid >= 0

    @invariant()
    def guards_see_the_account(self):
        """What the engine hands to guards is the plain fold of the records, on each case asked."""
        if not hasattr(self, "case"):
            return
        records = self.case.records
        others = [self.case.with_records(each) for each in (records[:-1], records[1:])]
        for case in (self.case, *others, self.case):
            seen = self.engine._plan(case.terms).situation(case, ALL, self.now, None)
            assert books(seen) == books_of(case.records, vn.VND)

    @invariant()
    def nobody_waits_for_nothing(self):
        """A filing that awaits payment has something due."""
        if hasattr(self, "case") and self.case.state == "awaiting-payment":
            assert vn.account_of(self.case.records).balance.due > 0

    @invariant()
    def replay_is_the_live_case(self):
        """The records alone give the same case, and so the same account."""
        if hasattr(self, "case"):
            assert self.engine.replay(self.case.records) == self.case


Cashbox.TestCase.settings = settings(deadline=None, max_examples=40, stateful_step_count=40)
TestCashbox = Cashbox.TestCase


@settings(deadline=None, max_examples=40)
@given(
    st.permutations([10_000, 20_000, 30_000, 40_000]),
    st.lists(st.integers(0, 3), max_size=6),
    st.randoms(use_true_random=False),
)
def test_notices_in_any_order_come_to_one_account(amounts, repeated, chance):
    """Whatever the network did to four notices, the case ends with the same money and state."""
    engine = Engine(
        Jurisdiction(
            "t",
            vn.calendar(),
            Catalogue((procedure(PaymentPoint.MIDWAY, None, keeps=False),)),
            vn.danang().workflows,
            currency="VND",
        )
    )
    case = engine.open("T.1", channel=Channel.COUNTER, result_by=Channel.COUNTER, at=START)
    for action, payload in (
        (vn.RECEIVE, vn.Receipt()),
        (vn.ASSIGN, vn.Assignment("Phòng")),
        (vn.ISSUE_BILL, Bill("B1", [("phí", 100_000)], "VND")),
        (vn.REQUEST_PAYMENT, vn.PaymentRequest(100_000)),
    ):
        case = engine.fire(case, action, payload, by=ALL, at=START)
    notices = [
        PaymentNotice("B1", f"T{amount}", amount, START, "bank", "VND")
        for amount in sorted(amounts)
    ]
    arrivals = [*notices, *(notices[place] for place in repeated)]
    chance.shuffle(arrivals)
    for notice in arrivals:
        case = engine.fire(case, vn.RECORD_PAYMENT, notice, by=ALL, at=START, key=notice.key)

    account = vn.account_of(case.records)
    assert {fact.key for fact in account.facts} == {"bill:B1", *(each.key for each in notices)}
    assert (account.balance.paid, account.balance.due) == (100_000, 0)
    assert case.state == "processing"
    assert case.version == 5 + len(notices)
