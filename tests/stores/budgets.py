"""A city's budget and the filings it pays for, in one store, and the people who grant."""

from functools import cache

import pytest

from caseflow import vietnam as vn
from caseflow.engine import Engine
from caseflow.errors import ActionRefusedError
from caseflow.office.budgets import standing_of
from caseflow.office.budgets._working import BudgetWork
from caseflow.office.budgets.budget_service import BudgetService
from caseflow.payments import Bill, BillCancelled
from caseflow.service import CaseService
from caseflow.stores import BEGIN, COMMIT, ROLLBACK, StoreUnavailableError
from caseflow.values import Actor
from caseflow.vietnam.stored import unit_of
from stores.offices import CLERK, LODGED, assign, codecs, lodge, receive, service

CITY = "da-nang-2026"
ACCOUNTANT = Actor("kt", {"accountant"})
CASHIER = Actor("cashier", {"cashier"})
SETTLER = Actor("nightly", {"system"})


@cache
def office_engine():
    """An engine for budgets; it holds no case, so all tests share it."""
    return Engine(vn.budget_office())


def services(store, **more):
    """A service for filings and one for budgets, with nothing decoded yet."""
    codec, definitions = codecs()
    encryption = more.pop("encryption", None)
    budgets = CaseService(
        office_engine(), store, codec, definitions=definitions, tries=10_000, encryption=encryption
    )
    return service(store, encryption=encryption, unit_of=unit_of, **more), budgets


def budget_service_of(store, **more):
    """A desk over *store*."""
    return BudgetService(*services(store, **more))


def work_of(store):
    """The logic behind such a desk."""
    filings, budgets = services(store)
    return BudgetWork(filings.work, budgets.work)


def found(store, amount=50_000):
    """Open the budget of the city and put *amount* into it."""
    case_service = budget_service_of(store)
    case_service.open(CITY, by=ACCOUNTANT, at=LODGED)
    return case_service.allot(CITY, amount, number="1", source="dự toán", by=ACCOUNTANT, at=LODGED)


def bill_case(store, case_id="H1", amount=100_000):
    """Lodge a filing that owes *amount* on one bill."""
    filings, _ = services(store)
    lodge(filings, case_id)
    receive(filings, case_id)
    assign(filings, case_id)
    bill = Bill(f"{case_id}/1", [("Lệ phí", amount)], "VND")
    filings.fire(case_id, vn.ISSUE_BILL, bill, by=CLERK, at=LODGED, key=bill.key)


def grant(case_service, amount=20_000, case_id="H1", number="S1", **more):
    """Grant on the bill of a filing."""
    asked = {"bill": f"{case_id}/1", "by": CASHIER, "at": LODGED, **more}
    return case_service.grant(
        case_id, asked.pop("budget", CITY), amount, asked.pop("ground", "fee"),
        number=number, **asked,
    )  # fmt: skip


def cancel(store, case_id="H1", at=LODGED):
    """Cancel the bill of a filing: what was paid on it is over."""
    filings, _ = services(store)
    gone = BillCancelled(f"{case_id}/1", "lập nhầm")
    return filings.fire(case_id, vn.CANCEL_BILL, gone, by=CASHIER, at=at, key=gone.key)


def give_back(case_service, amount=20_000, case_id="H1", number="1", **more):
    """Give back part of a grant on the bill of a filing."""
    asked = {"bill": f"{case_id}/1", "grant": "S1", "by": CASHIER, "at": LODGED, **more}
    return case_service.give_back(
        case_id, asked.pop("budget", CITY), amount, number=number, reason="hủy", **asked
    )


def subsidised(store, case_id="H1"):
    """What the filing has of a budget and has not given back, by the number of the grant."""
    filings, _ = services(store)
    facts = vn.account_of(filings.get(case_id).records).facts
    found = {each.number: each.amount for each in facts if each.key.startswith("subsidy:")}
    for each in facts:
        if each.key.startswith("subsidy-return:"):
            found[each.grant] -= each.amount
    return found


def held(store):
    """What the budget holds for filings, by the number of the grant, and what is left."""
    _, budgets = services(store)
    standing = standing_of(budgets.get(CITY).records)
    return {number: standing.holds(number) for number in standing.held}, standing.left


# ── crashes ─────────────────────────────────────────────────────────────────────────────────

LOST, ANSWER_LOST, KILLED, KILLED_AFTER = range(4)


def run(backend, ops, fails_at, how):
    """Run *ops* and fail at statement number *fails_at*; True if it came to its end before."""
    inside = False
    try:
        statement = next(ops)
        number = 0
        while True:
            is_here = number == fails_at
            number += 1
            if is_here and how == LOST:
                statement = ops.throw(StoreUnavailableError("request lost"))
                continue
            rows = None
            if not (is_here and how == KILLED):
                rows = backend.execute(statement)
                inside = statement is BEGIN or (inside and statement not in (COMMIT, ROLLBACK))
            if is_here and how in (KILLED, KILLED_AFTER):
                if inside:
                    backend.execute(ROLLBACK)
                ops.close()
                return False
            if is_here and how == ANSWER_LOST:
                statement = ops.throw(StoreUnavailableError("answer lost"))
            else:
                statement = ops.send(rows)
    except StopIteration:
        return fails_at >= number
    except (StoreUnavailableError, ActionRefusedError):
        return fails_at >= number


def refused(call):
    """The codes of the reasons for which *call* is refused."""
    with pytest.raises(ActionRefusedError) as caught:
        call()
    return [each.code for each in caught.value.refusals]
