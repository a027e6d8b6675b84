"""Trap 56: a subsidy is no waiver; the fee stays billed, and a budget pays what is due of it."""

from datetime import datetime
from zoneinfo import ZoneInfo

from caseflow import vietnam as vn
from caseflow.engine import Engine, Jurisdiction
from caseflow.limits import working_days
from caseflow.payments import Bill, PaymentNotice, SubsidyGrant
from caseflow.procedures import Catalogue, LimitRule, PaymentPoint, Procedure
from caseflow.values import Actor, Channel, Text

AT = datetime(2026, 3, 2, 9, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))
STAFF = Actor("staff", {"intake", "officer", "approver", "cashier", "system"})

PROCEDURE = Procedure(
    code="T.56",
    version="1",
    name=Text(vi="Thủ tục có thu phí", en="A procedure with a fee"),
    workflow="one-stop-shop",
    limits=(LimitRule(working_days(10)),),
    payment=PaymentPoint.RECEPTION,
)


def lodged():
    engine = Engine(
        Jurisdiction(
            "t", vn.calendar(), Catalogue((PROCEDURE,)), vn.danang().workflows, currency="VND"
        )
    )
    case = engine.open("T.56", channel=Channel.ONLINE, result_by=Channel.ONLINE, at=AT)
    bill = Bill("H1/1", [("Phí thẩm định", 600_000)], "VND")
    return engine, engine.fire(case, vn.ISSUE_BILL, bill, by=STAFF, at=AT)


def test_trap_56_a_subsidy_leaves_the_fee_due_and_pays_it():
    """Trap 56: the amount billed is not 0, net paid is 0, and the books say which budget paid.

    As a waiver nothing would be billed, and the Treasury would miss 600,000 dong.
    """
    engine, case = lodged()
    grant = SubsidyGrant("H1/1", "G1", "hanoi-2026", 600_000, "nghị quyết của HĐND thành phố")
    case = engine.fire(case, vn.GRANT_SUBSIDY, grant, by=STAFF, at=AT)
    balance = vn.account_of(case.records).balance

    assert (balance.billed, balance.net_paid, balance.subsidised) == (600_000, 0, 600_000)
    assert balance.due == 0
    assert engine.fire(case, vn.RECEIVE, vn.Receipt(), by=STAFF, at=AT).state == "received"


def test_trap_56_no_budget_pays_what_the_applicant_paid():
    """Trap 56: a subsidy is for what is due; what was paid already is no part of it."""
    engine, case = lodged()
    notice = PaymentNotice("H1/1", "T1", 250_000, AT, "bank", "VND")
    case = engine.fire(case, vn.RECORD_PAYMENT, notice, by=STAFF, at=AT)
    grant = SubsidyGrant("H1/1", "G1", "hanoi-2026", 350_000, "nghị quyết")
    case = engine.fire(case, vn.GRANT_SUBSIDY, grant, by=STAFF, at=AT)
    balance = vn.account_of(case.records).balance

    assert (balance.net_paid, balance.subsidised, balance.due) == (250_000, 350_000, 0)
    assert balance.billed == balance.net_paid + balance.subsidised
