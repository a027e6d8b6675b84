"""What a filing gives back to a budget: in part, once, and both books agree after any crash."""

import asyncio

import pytest

from caseflow import vietnam as vn
from caseflow.errors import KeyReusedError, UnknownNameError
from caseflow.office.budgets import GIVE_BACK, GRANT, TAKE_BACK, BudgetGrant, GiveBack, budget_of
from caseflow.office.budgets.budget_service import AsyncBudgetService, Finding
from caseflow.payments import PaymentNotice, SubsidyReturned
from caseflow.service import AsyncCaseService
from caseflow.stores import MemoryStore, open_async_store, open_store
from stores.budgets import (
    ACCOUNTANT,
    ANSWER_LOST,
    CASHIER,
    CITY,
    KILLED,
    KILLED_AFTER,
    LOST,
    SETTLER,
    bill_case,
    budget_service_of,
    cancel,
    found,
    give_back,
    grant,
    held,
    office_engine,
    refused,
    run,
    services,
    subsidised,
    work_of,
)
from stores.offices import HEAD, LODGED, codecs, engine
from stores.simulation import Single, Stepped

BACK = SubsidyReturned("H1/1", "S1", "1", CITY, 20_000, "hủy")


def cancelled(store):
    """A filing that has 20,000 of the budget on a cancelled bill."""
    found(store)
    bill_case(store)
    case_service = budget_service_of(store)
    grant(case_service)
    cancel(store)
    return case_service


def test_a_cancelled_bill_gives_its_subsidy_back(store):
    """In parts and once each: no bill stays over-paid, and the budget may grant it anew."""
    case_service = cancelled(store)
    give_back(case_service, 15_000)
    assert (subsidised(store), held(store)) == ({"S1": 5_000}, ({"S1": 5_000}, 45_000))
    case = give_back(case_service, 5_000, number="2")
    assert give_back(case_service, 5_000, number="2") == case

    account = vn.account_of(case.records)
    assert account.bill("H1/1").state.value == "cancelled"
    assert (account.balance.overpaid, account.balance.subsidised) == (0, 0)
    assert (subsidised(store), held(store)) == ({"S1": 0}, ({"S1": 0}, 50_000))
    bill_case(store, "H2")
    grant(case_service, 50_000, "H2", "S2")
    assert case_service.settle(CITY, by=SETTLER, at=LODGED).is_clean


def test_both_books_have_one_key(store):
    """The return is the same value under the same key on the filing and on the budget."""
    give_back(cancelled(store))
    filings, budgets = services(store)
    last = [each.get(case).last for each, case in ((filings, "H1"), (budgets, CITY))]

    assert [each.action for each in last] == ["give-back-subsidy", "take-back"]
    assert [(each.payload, each.key) for each in last] == [(BACK, BACK.key)] * 2


def test_what_was_paid_twice_goes_back():
    """The applicant pays all the same: what is over goes back to the budget, the rest is kept."""
    store = MemoryStore()
    found(store)
    bill_case(store)
    case_service = budget_service_of(store)
    grant(case_service)
    paid = PaymentNotice("H1/1", "T1", 95_000, LODGED, "bank", "VND")
    filings, _ = services(store)
    filings.fire("H1", vn.RECORD_PAYMENT, paid, by=CASHIER, at=LODGED, key=paid.key)

    assert refused(lambda: give_back(case_service, 15_001)) == ["return-above-overpaid"]
    assert held(store) == ({"S1": 20_000}, 30_000)
    give_back(case_service, 15_000)
    assert (subsidised(store), held(store)) == ({"S1": 5_000}, ({"S1": 5_000}, 45_000))


def test_what_is_not_there_goes_back_to_nobody():
    """An unknown grant, more than it holds, another filing or bill, a role: both books stay."""
    store = MemoryStore()
    case_service = cancelled(store)
    bill_case(store, "H2")
    give_back(case_service, 15_000)
    versions = [each.version for each in map(services(store)[1].get, (CITY,))]

    assert refused(lambda: give_back(case_service, 1, grant="S9")) == ["grant-not-held"]
    assert refused(lambda: give_back(case_service, 1, bill="H1/9")) == ["grant-not-held"]
    assert refused(lambda: give_back(case_service, 1, "H2", bill="H1/1")) == ["grant-not-held"]
    assert refused(lambda: give_back(case_service, 5_001, number="2")) == ["return-above-held"]
    assert refused(lambda: give_back(case_service, 1, number="2", by=HEAD)) == ["role-missing"]
    with pytest.raises(KeyReusedError):
        give_back(case_service, 1)
    with pytest.raises(UnknownNameError):
        give_back(case_service, 1, budget="hue")
    assert versions == [each.version for each in map(services(store)[1].get, (CITY,))]
    assert subsidised(store) == {"S1": 5_000}
    _, budgets = services(store)
    again = SubsidyReturned("H1/1", "S1", "1", CITY, 1, "hủy")
    assert refused(lambda: budgets.fire(CITY, TAKE_BACK, again, by=CASHIER, at=LODGED)) == [
        "return-recorded"
    ]


def test_two_grants_may_number_their_returns_alike():
    """A return is known by its grant too, so no filing stands in the way of another."""
    store = MemoryStore()
    case_service = cancelled(store)
    bill_case(store, "H2")
    grant(case_service, 10_000, "H2", "S2")
    cancel(store, "H2")
    give_back(case_service)
    give_back(case_service, 10_000, "H2", grant="S2")

    assert held(store) == ({"S1": 0, "S2": 0}, 50_000)


def test_a_closed_budget_takes_back(store):
    """The year ends before the bill is cancelled: what comes back is on the books all the same."""
    case_service = cancelled(store)
    case_service.close(CITY, reason="hết năm", by=ACCOUNTANT, at=LODGED)
    give_back(case_service)

    assert case_service.report(CITY).left == 50_000


def test_what_came_back_does_not_count_against_a_cap():
    """A person whose subsidy went back may be granted it anew."""
    store = MemoryStore()
    found(store, 100_000)
    bill_case(store)
    bill_case(store, "H2")
    case_service = budget_service_of(store)
    case_service.cap(CITY, "fee", 20_000, source="NQ", by=ACCOUNTANT, at=LODGED)
    grant(case_service, person="p1")
    assert refused(lambda: grant(case_service, 15_000, "H2", "S2", person="p1")) == ["cap-exceeded"]
    cancel(store)
    give_back(case_service, 15_000)

    grant(case_service, 15_000, "H2", "S2", person="p1")
    assert refused(lambda: grant(case_service, 1, "H2", "S3", person="p1")) == ["cap-exceeded"]


def test_the_report_reports_what_came_back(store):
    """Rows, sums and each form say what went back, and the books replay and verify."""
    case_service = cancelled(store)
    give_back(case_service, 15_000)
    report = case_service.report(CITY)

    (row,) = report.rows
    assert (row.amount, row.returned, row.net) == (20_000, 15_000, 5_000)
    assert (report.granted, report.returned, report.left) == (20_000, 15_000, 45_000)
    assert report.by_ground == {"fee": 5_000}
    assert "15,000 đồng given back" in report.text("en")
    _, budgets = services(store)
    book = budgets.get(CITY)
    assert office_engine().replay(book.records) == book
    calendar = office_engine().jurisdiction.calendar
    assert budget_of(CITY, book.records, calendar.local_date, vn.VND).left == 45_000


def test_the_async_service_is_the_same(tmp_path):
    """The desk for an event loop gives back by the same logic."""
    url = f"sqlite:///{tmp_path}/cases.db"
    with open_store(url) as store:
        store.run(store.ops.migrate())
        cancelled(store)

    async def back():
        store = open_async_store(url)
        codec, definitions = codecs()
        case_service = AsyncBudgetService(
            *(
                AsyncCaseService(each, store, codec, definitions=definitions)
                for each in (engine(), office_engine())
            )
        )
        await case_service.give_back(
            "H1", CITY, 20_000, bill="H1/1", grant="S1", number="1", reason="hủy",
            by=CASHIER, at=LODGED,
        )  # fmt: skip
        report = await case_service.report(CITY)
        await store.close()
        return report

    assert asyncio.run(back()).left == 50_000


# ── the two books differ ────────────────────────────────────────────────────────────────────


def test_what_a_filing_gave_back_by_hand_is_taken_back():
    """Settling takes back what a filing gave back past the desk, and says of which grant."""
    store = MemoryStore()
    case_service = cancelled(store)
    filings, _ = services(store)
    filings.fire("H1", vn.GIVE_BACK_SUBSIDY, BACK, by=CASHIER, at=LODGED, key=BACK.key)
    settled = case_service.settle(CITY, by=SETTLER, at=LODGED)

    assert (settled.completed, settled.given_back, settled.findings) == ((), ("S1",), ())
    assert held(store) == ({"S1": 0}, 50_000)
    assert case_service.settle(CITY, by=SETTLER, at=LODGED).given_back == ()


def test_what_a_budget_took_back_by_hand_is_found():
    """A return that only the budget has is reported each time, with what either book holds."""
    store = MemoryStore()
    case_service = cancelled(store)
    _, budgets = services(store)
    budgets.fire(CITY, TAKE_BACK, BACK, by=CASHIER, at=LODGED, key=BACK.key)

    for _ in range(2):
        settled = case_service.settle(CITY, by=SETTLER, at=LODGED)
        assert settled.findings == (Finding("H1", "S1", 0, 20_000),)
    assert subsidised(store) == {"S1": 20_000}


def test_a_return_of_a_grant_for_no_filing_is_found():
    """Both written on the budget by hand, for a filing that does not exist: told once."""
    store = MemoryStore()
    found(store)
    _, budgets = services(store)
    for action, payload in (
        (GRANT, BudgetGrant("S1", "H9", 20_000, "fee", "H9/1", currency="VND")),
        (TAKE_BACK, SubsidyReturned("H9/1", "S1", "1", CITY, 5_000, "hủy")),
    ):
        budgets.fire(CITY, action, payload, by=CASHIER, at=LODGED, key=payload.key)

    settled = budget_service_of(store).settle(CITY, by=SETTLER, at=LODGED)
    assert [(each.case, each.number) for each in settled.findings] == [("H9", "S1")]


def test_a_return_that_the_budget_cannot_take_is_found():
    """Somebody gave the whole grant back by hand: the filing's own return is told, not doubled."""
    store = MemoryStore()
    case_service = cancelled(store)
    filings, budgets = services(store)
    budgets.fire(CITY, GIVE_BACK, GiveBack("S1"), by=CASHIER, at=LODGED)
    assert refused(lambda: give_back(case_service)) == ["grant-not-held"]
    filings.fire("H1", vn.GIVE_BACK_SUBSIDY, BACK, by=CASHIER, at=LODGED, key=BACK.key)

    assert not case_service.settle(CITY, by=SETTLER, at=LODGED).is_clean
    assert held(store) == ({}, 50_000)


def test_a_grant_that_partly_came_back_is_given_back_for_the_rest():
    """By hand, the whole of what a grant still holds goes back, and never more than was granted."""
    store = MemoryStore()
    case_service = cancelled(store)
    give_back(case_service, 15_000)
    _, budgets = services(store)
    budgets.fire(CITY, GIVE_BACK, GiveBack("S1"), by=CASHIER, at=LODGED)

    report = case_service.report(CITY)
    assert (report.returned, report.left, report.rows[0].returned) == (20_000, 50_000, 20_000)
    assert held(store) == ({}, 50_000)


# ── crashes ─────────────────────────────────────────────────────────────────────────────────


def asked(work):
    return work.give_back(
        "H1", CITY, 15_000, bill="H1/1", grant="S1", number="1", reason="hủy",
        by=CASHIER, at=LODGED,
    )  # fmt: skip


@pytest.mark.parametrize("how", [LOST, ANSWER_LOST, KILLED, KILLED_AFTER])
@pytest.mark.parametrize("backend", [Stepped, Single])
def test_a_crash_at_any_statement_is_healed(backend, how):
    """Wherever it is cut short the money is never free too early, and settling makes both agree."""
    gone = set()
    for fails_at in range(100):
        store = backend()
        cancelled(store)
        is_over = run(store, asked(work_of(store)), fails_at, how)
        (filing,), (budget, _) = subsidised(store).values(), held(store)
        gone.add((filing, budget["S1"]))
        assert filing <= budget["S1"]
        case_service = budget_service_of(store)
        assert case_service.settle(CITY, by=SETTLER, at=LODGED).is_clean
        assert subsidised(store) == held(store)[0]
        give_back(case_service, 15_000)
        assert (subsidised(store), held(store)) == ({"S1": 5_000}, ({"S1": 5_000}, 45_000))
        if is_over:
            break
    assert is_over
    if how in (KILLED, KILLED_AFTER):  # one that lives tries again
        assert (5_000, 20_000) in gone, "no crash was between the two books"


@pytest.mark.parametrize("how", [LOST, ANSWER_LOST, KILLED, KILLED_AFTER])
def test_a_crash_while_settling_is_healed(how):
    """Wherever settling is cut short, settling again does the rest."""
    for fails_at in range(100):
        store = Stepped()
        cancelled(store)
        filings, _ = services(store)
        filings.fire("H1", vn.GIVE_BACK_SUBSIDY, BACK, by=CASHIER, at=LODGED, key=BACK.key)
        is_over = run(store, work_of(store).settle(CITY, by=SETTLER, at=LODGED), fails_at, how)
        assert budget_service_of(store).settle(CITY, by=SETTLER, at=LODGED).is_clean
        assert (subsidised(store), held(store)) == ({"S1": 0}, ({"S1": 0}, 50_000))
        if is_over:
            break
    assert is_over


def test_a_service_beside_a_settler_is_no_finding():
    """A desk gives back while the filings are read: settling looks again before it tells."""
    for pause in range(100):
        store = Stepped()
        cancelled(store)
        steps, number = work_of(store).settle(CITY, by=SETTLER, at=LODGED), 0
        settled = None
        try:
            statement = next(steps)
            while True:
                if number == pause:
                    give_back(budget_service_of(store), 15_000)
                number += 1
                statement = steps.send(store.execute(statement))
        except StopIteration as ended:
            settled = ended.value
        assert settled.is_clean, pause
        if number <= pause:
            break
        assert (subsidised(store), held(store)) == ({"S1": 5_000}, ({"S1": 5_000}, 45_000))
    assert pause > 3
