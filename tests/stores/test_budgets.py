"""A budget beside its filings: never below zero, never a lost or a doubled dong, on every store."""

import asyncio
import csv
import io
import os
import random
from contextlib import suppress
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from caseflow import vietnam as vn
from caseflow.errors import (
    ActionRefusedError,
    DateUnconfirmedError,
    FloatRefusedError,
    KeyReusedError,
    TimeReversedError,
    UnknownCaseError,
    UnknownNameError,
    ValueInvalidError,
)
from caseflow.office.budgets import ALLOT, GIVE_BACK, GRANT, Allotment, BudgetGrant, GiveBack
from caseflow.office.budgets.budget_service import AsyncBudgetService, BudgetService, Finding
from caseflow.payments import PaymentNotice, Refund, SubsidyGrant
from caseflow.pii import Erased
from caseflow.pii.encryption import PersonalDataEncryption
from caseflow.pii.erasures import erase
from caseflow.service import AsyncCaseService, CaseService, kept_engine
from caseflow.stores import (
    MemoryStore,
    open_async_store,
    open_store,
)
from caseflow.values import Channel
from caseflow.vietnam.stored import unit_of
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
from stores.offices import CLERK, HEAD, LODGED, codecs, engine, lodge
from stores.simulation import Single, Stepped

# ── one desk ────────────────────────────────────────────────────────────────────────────────


def test_a_grant_is_on_both_books(store):
    """The budget holds what the filing has on record, once, whoever asks again."""
    found(store)
    bill_case(store)
    first = grant(budget_service_of(store), to="Nguyễn Văn A")
    again = grant(budget_service_of(store), to="Nguyễn Văn A")

    assert again == first
    assert subsidised(store) == {"S1": 20_000}
    assert held(store) == ({"S1": 20_000}, 30_000)
    filings, budgets = services(store)
    assert budgets.get(CITY).version == 3
    assert filings.get("H1") == first


def test_no_more_than_is_left(store):
    """What is beyond the budget is refused with what is left, and neither book changes."""
    found(store, 30_000)
    bill_case(store)
    case_service = budget_service_of(store)
    grant(case_service)
    with pytest.raises(ActionRefusedError, match="10,000 đồng are left") as caught:
        grant(case_service, 10_001, number="S2")

    assert [each.code for each in caught.value.refusals] == ["budget-exceeded"]
    assert "chỉ còn 10.000 đồng" in caught.value.refusals[0].text("vi")
    assert subsidised(store) == {"S1": 20_000}
    grant(case_service, 10_000, number="S2")
    assert held(store) == ({"S1": 20_000, "S2": 10_000}, 0)


def test_what_the_filing_refuses_never_touches_the_budget():
    """More than is due, another bill, a role that may not: the budget has no record of it."""
    store = MemoryStore()
    found(store, 500_000)
    bill_case(store)
    case_service = budget_service_of(store)

    assert refused(lambda: grant(case_service, 100_001)) == ["subsidy-above-due"]
    assert "bill-unknown" in refused(lambda: grant(case_service, bill="H1/9"))
    assert refused(lambda: grant(case_service, by=CLERK)) == ["role-missing"]
    assert services(store)[1].get(CITY).version == 2


def test_bad_input_changes_nothing():
    """No such budget or filing, a filing for a budget, no money, a float: an error that says it."""
    store = MemoryStore()
    found(store)
    bill_case(store)
    case_service = budget_service_of(store)
    for budget in ("hue", "H1"):
        with pytest.raises(UnknownNameError, match=f"known: {CITY}"):
            grant(case_service, budget=budget)
    with pytest.raises(UnknownCaseError):
        grant(case_service, case_id="H9")
    for amount, error in (
        (0, ValueInvalidError),
        (1.5, FloatRefusedError),
        (-1, ValueInvalidError),
    ):
        with pytest.raises(error):
            grant(case_service, amount)
        with pytest.raises(error):
            case_service.allot(CITY, amount, number="2", source="x", by=ACCOUNTANT, at=LODGED)
    with pytest.raises(ValueInvalidError, match="ground"):
        grant(case_service, ground=" ")
    for action, by, kind, args in (
        (ALLOT, ACCOUNTANT, Allotment, ("2", 5, "x")),
        (GRANT, CASHIER, BudgetGrant, ("1", "H1", 5, "x")),
    ):
        wanted = kind(*args, currency="USD")
        with pytest.raises(ActionRefusedError, match="in USD and the office works in VND"):
            services(store)[1].fire(CITY, action, wanted, by=by, at=LODGED, key=wanted.key)
    with pytest.raises(ValueInvalidError, match="over the store"):
        BudgetService(services(store)[0], services(MemoryStore())[1])

    assert services(store)[1].get(CITY).version == 2
    assert subsidised(store) == {}


def test_a_number_stands_for_one_grant():
    """A number that comes back with another amount, filing or allotment is refused."""
    store = MemoryStore()
    found(store)
    bill_case(store)
    bill_case(store, "H2")
    case_service = budget_service_of(store)
    grant(case_service)
    with pytest.raises(KeyReusedError):
        grant(case_service, 10_000)
    with pytest.raises(KeyReusedError):
        grant(case_service, case_id="H2")
    with pytest.raises(KeyReusedError):
        case_service.allot(CITY, 1, number="1", source="khác", by=ACCOUNTANT, at=LODGED)

    assert subsidised(store, "H2") == {}
    assert held(store) == ({"S1": 20_000}, 30_000)


def test_a_closed_budget_pays_no_more():
    """After the books are closed nothing is granted or allotted; the report stays."""
    store = MemoryStore()
    found(store)
    bill_case(store)
    case_service = budget_service_of(store)
    grant(case_service)
    case_service.close(CITY, reason="hết năm", by=ACCOUNTANT, at=LODGED)

    assert refused(lambda: grant(case_service, number="S2")) == ["wrong-state"]
    assert subsidised(store) == {"S1": 20_000}
    report = case_service.report(CITY)
    assert (report.is_open, report.left) == (False, 30_000)
    assert case_service.settle(CITY, by=SETTLER, at=LODGED).is_clean


def test_a_yearly_cap_for_each_person():
    """What one person gets on a capped ground in a civil year ends at the cap, over all filings."""
    store = MemoryStore()
    found(store, 1_000_000)
    for case_id in ("H1", "H2"):
        bill_case(store, case_id, 500_000)
    case_service = budget_service_of(store)
    case_service.cap(CITY, "signature", 100_000, source="NQ 77/2025", by=ACCOUNTANT, at=LODGED)

    def sign(amount, number, case_id="H1", person="p1", when=LODGED):
        return grant(
            case_service, amount, case_id, number, ground="signature", person=person, at=when
        )  # fmt: skip

    sign(60_000, "S1")
    assert refused(lambda: sign(40_001, "S2", "H2")) == ["cap-exceeded"]
    assert refused(lambda: sign(1_000, "S3", person="")) == ["recipient-unknown"]
    sign(40_000, "S4", "H2")
    sign(100_000, "S5", person="p2")
    grant(case_service, 1_000, number="S6", person="p1")
    sign(100_000, "S7", when=LODGED.replace(year=2027))
    assert held(store)[1] == 1_000_000 - 301_000


def test_postage_counts_against_the_budget(store):
    """A parcel with a subsidised postage goes out once its budget has set the money aside."""
    found(store, 30_000)
    filings, _ = services(store)
    lodge(filings)
    for action, payload, by in (
        (vn.RECEIVE, vn.Receipt(), CLERK),
        (vn.ASSIGN, vn.Assignment("Phòng"), CLERK),
        (vn.CHANGE_RESULT_CHANNEL, vn.ResultChannel(Channel.POST), CLERK),
        (vn.DECIDE, vn.Decision("QD"), HEAD),
        (vn.NOTIFY_EARLY, vn.EarlyNotice("SMS"), CLERK),
    ):
        filings.fire("H1", action, payload, by=by, at=LODGED)
    case_service = budget_service_of(store)

    def post(subsidy, number="P1"):
        parcel = vn.Parcel("VN1", fee=40_000, subsidy=subsidy, budget=CITY if subsidy else "")
        return case_service.post("H1", parcel, number=number, by=CLERK, at=LODGED)

    assert refused(lambda: post(30_001, "P0")) == ["budget-exceeded"]
    with pytest.raises(ValueInvalidError, match="subsidy"):
        post(0)
    case = post(30_000)
    assert case.state == "returned"
    assert post(30_000) == case
    assert held(store) == ({"P1": 30_000}, 0)
    assert case_service.settle(CITY, by=SETTLER, at=LODGED) == case_service.settle(
        CITY, by=SETTLER, at=LODGED
    )
    assert case_service.settle(CITY, by=SETTLER, at=LODGED).is_clean
    assert case_service.report(CITY).by_ground == {"postage": 30_000}


# ── reports and evidence ────────────────────────────────────────────────────────────────────


def test_what_was_paid_to_whom_and_why(store):
    """The report has a row for each grant, sums that agree, JSON, and CSV without formulas."""
    found(store)
    bill_case(store)
    bill_case(store, "H2")
    case_service = budget_service_of(store)
    grant(case_service, to="Nguyễn Văn A", person="p1", ground="postage")
    grant(case_service, 5_000, "H2", "S2", to="=cmd()", ground="fee", by=HEAD)
    report = case_service.report(CITY)

    assert [(row.case, row.to, row.amount, row.ground, row.at) for row in report.rows] == [
        ("H1", "Nguyễn Văn A", 20_000, "postage", LODGED),
        ("H2", "=cmd()", 5_000, "fee", LODGED),
    ]
    assert report.by_ground == {"postage": 20_000, "fee": 5_000}
    assert report.allotted == report.granted - report.returned + report.left == 50_000
    rows = list(csv.DictReader(io.StringIO(report.to_csv())))
    assert [(row["to"], row["by"], row["number"]) for row in rows] == [
        ("Nguyễn Văn A", "cashier", "S1"),
        ("'=cmd()", "head", "S2"),
    ]
    data = report.to_data()
    assert (data["left"], data["rows"][1]["to"]) == (25_000, "=cmd()")
    assert "còn 25.000 đồng" in report.text("vi")


def test_a_recipient_is_erased_with_the_filing():
    """The name is encrypted in both books, and one erasure takes it from both."""
    store = MemoryStore()
    encryption = PersonalDataEncryption(bytes(range(32)), entropy=os.urandom)
    found(store)
    bill_case(store)
    grant(budget_service_of(store, encryption=encryption), to="Nguyễn Văn A")
    for case_id in ("H1", CITY):
        kept = store.run(store.ops.records(case_id))
        assert not any("Nguyễn" in stored.text for stored in kept)

    assert budget_service_of(store, encryption=encryption).report(CITY).rows[0].to == "Nguyễn Văn A"
    assert budget_service_of(store).report(CITY).rows[0].to == "[hidden]"
    store.run(erase(store.ops, "case:H1", at=LODGED, by=HEAD, ground="Luật 91/2025/QH15"))
    row = budget_service_of(store, encryption=encryption).report(CITY).rows[0]
    assert isinstance(row.to, Erased)
    assert (row.amount, row.ground) == (20_000, "fee")
    assert (
        budget_service_of(store, encryption=encryption).settle(CITY, by=SETTLER, at=LODGED).is_clean
    )


def verified(store):
    """A deep verification with the definitions of filings and of budgets."""
    codec, definitions = codecs()
    whole = store.run(kept_engine(store.ops, engine().jurisdiction, definitions))

    def unit(case):
        return "" if case.procedure == vn.BUDGET.code else unit_of(case)

    service = CaseService(whole, store, codec, definitions=definitions, unit_of=unit)
    return service.verify(deep=True)


def test_the_books_are_read_back_and_verify(store):
    """A budget replays to the same case, and one deep verification covers both kinds."""
    found(store)
    bill_case(store)
    grant(budget_service_of(store))
    _, budgets = services(store)
    book = budgets.get(CITY)

    assert office_engine().replay(book.records) == book
    report = verified(store)
    assert (report.cases, report.faults) == (2, ())


def test_the_async_service_is_the_same(tmp_path):
    """The desk for an event loop grants, settles and reports by the same logic."""
    url = f"sqlite:///{tmp_path}/cases.db"
    with open_store(url) as store:
        store.run(store.ops.migrate())
        bill_case(store)

    async def pay():
        store = open_async_store(url)
        codec, definitions = codecs()
        filings, budgets = (
            AsyncCaseService(each, store, codec, definitions=definitions)
            for each in (engine(), office_engine())
        )
        case_service = AsyncBudgetService(filings, budgets)
        await case_service.open(CITY, by=ACCOUNTANT, at=LODGED)
        await case_service.allot(CITY, 9_000, number="1", source="x", by=ACCOUNTANT, at=LODGED)
        await case_service.cap(CITY, "x", 1, source="x", by=ACCOUNTANT, at=LODGED)
        await grant(case_service, 9_000)
        with pytest.raises(ValueInvalidError):
            await case_service.post("H1", vn.Parcel("V"), number="P", by=CLERK, at=LODGED)
        assert (await case_service.settle(CITY, by=SETTLER, at=LODGED)).is_clean
        await case_service.close(CITY, reason="hết", by=ACCOUNTANT, at=LODGED)
        report = await case_service.report(CITY)
        await store.close()
        return report

    assert asyncio.run(pay()).left == 0


# ── entered late ────────────────────────────────────────────────────────────────────────────


def on_day(day, hour=8):
    return LODGED + timedelta(days=day, hours=hour)


def test_a_grant_of_yesterday_takes_its_place_on_both_books(store):
    """One instant in the past is refused; with its entry it stands before what came after it."""
    found(store)
    bill_case(store)
    case_service = budget_service_of(store)
    grant(case_service, 5_000, number="S1", at=on_day(3))
    with pytest.raises(TimeReversedError):
        grant(case_service, 6_000, number="S2", at=on_day(2))
    assert held(store) == ({"S1": 5_000}, 45_000)
    filing = grant(case_service, 6_000, number="S2", at=on_day(2), entered_at=on_day(3, 9))
    _, budgets = services(store)
    book = budgets.get(CITY)

    for case in (filing, book):
        assert (case.last.at, case.last.entered_at) == (on_day(2), on_day(3, 9))
        assert [act.payload.number for act in case.acts[-2:]] == ["S2", "S1"]
    assert [(row.number, row.at) for row in case_service.report(CITY).rows] == [
        ("S2", on_day(2)),
        ("S1", on_day(3)),
    ]
    assert held(store) == ({"S1": 5_000, "S2": 6_000}, 39_000)
    assert subsidised(store) == {"S1": 5_000, "S2": 6_000}
    assert case_service.settle(CITY, by=SETTLER, at=on_day(4)).is_clean
    assert verified(store).is_sound
    # The same request again, however late it is entered, is one grant.
    grant(case_service, 6_000, number="S2", at=on_day(2), entered_at=on_day(5))
    assert held(store)[1] == 39_000


def test_late_money_counts_from_its_day_and_a_late_close_needs_what_follows():
    """An allotment of before makes no space for a grant before it; a close holds no later grant."""
    store = MemoryStore()
    found(store, 1_000)
    bill_case(store)
    case_service = budget_service_of(store)
    late = {"by": ACCOUNTANT, "at": on_day(2), "entered_at": on_day(4)}
    grant(case_service, 1_000, at=on_day(3))
    early = {"at": on_day(1), "entered_at": on_day(4)}
    assert refused(lambda: grant(case_service, 500, number="S2", **early)) == ["does-not-replay"]
    case_service.allot(CITY, 9_000, number="2", source="bổ sung", **late)
    assert refused(lambda: grant(case_service, 1_500, number="S2", **early)) == ["budget-exceeded"]
    assert refused(lambda: case_service.close(CITY, reason="hết năm", **late)) == [
        "does-not-replay"
    ]
    refusals = refused(lambda: case_service.cap(CITY, "fee", 500, **{**late, "source": "NQ"}))
    assert refusals == ["does-not-replay"]
    assert held(store) == ({"S1": 1_000}, 9_000)
    with pytest.raises(DateUnconfirmedError):
        case_service.allot(CITY, 1, number="3", source="x", **{**late, "entered_at": on_day(400)})
    case_service.allot(
        CITY, 1, number="3", source="x", confirmed=True, **{**late, "entered_at": on_day(400)}
    )
    assert held(store)[1] == 9_001


def _end(store, ops, statement):
    while True:
        statement = ops.send(store.execute(statement))


def test_what_a_filing_declines_late_comes_back_now():
    """The bill goes while a late grant is under way: declined and given back as it is entered."""
    store = Stepped()
    found(store)
    bill_case(store)
    ops = work_of(store).grant(
        "H1", CITY, 20_000, "fee", bill="H1/1", number="S1", to="", person="",
        by=CASHIER, at=on_day(1), entered_at=on_day(3),
    )  # fmt: skip
    statement = next(ops)
    while not held(store)[0]:
        statement = ops.send(store.execute(statement))
    cancel(store, at=on_day(0, 9))
    assert "bill-cancelled" in refused(lambda: _end(store, ops, statement))
    filings, budgets = services(store)
    declined, back = filings.get("H1").last, budgets.get(CITY).last

    assert (declined.action, declined.at) == (vn.DECLINE_SUBSIDY.name, on_day(3))
    assert (back.action, back.at) == (GIVE_BACK.name, on_day(3))
    assert held(store) == ({}, 50_000)
    assert budget_service_of(store).settle(CITY, by=SETTLER, at=on_day(3)).is_clean
    assert verified(store).is_sound


def test_a_late_return_stands_on_both_books_at_its_instant(store):
    """What was given back on the day before and is entered now, on the filing and on the budget."""
    found(store)
    bill_case(store)
    case_service = budget_service_of(store)
    grant(case_service)
    cancel(store, at=on_day(1))
    grant_of = {"at": on_day(3), "number": "S9", "case_id": "H2"}
    bill_case(store, "H2")
    grant(case_service, 1_000, **grant_of)
    filing = give_back(case_service, at=on_day(2), entered_at=on_day(3, 9))
    _, budgets = services(store)

    for case in (filing, budgets.get(CITY)):
        assert (case.last.at, case.last.entered_at) == (on_day(2), on_day(3, 9))
    assert held(store)[0] == {"S1": 0, "S9": 1_000}
    assert case_service.settle(CITY, by=SETTLER, at=on_day(4)).is_clean


def test_a_cap_recorded_in_error_is_taken_back_and_money_is_not():
    """The service of budgets takes back a cap; an allotment and a grant are reversed instead."""
    store = MemoryStore()
    found(store)
    bill_case(store)
    case_service = budget_service_of(store)
    case_service.cap(CITY, "fee", 1_000, source="NQ", by=ACCOUNTANT, at=LODGED)
    assert refused(lambda: grant(case_service, 2_000, person="P1")) == ["cap-exceeded"]
    _, budgets = services(store)
    taken_back = {"at": LODGED, "by": ACCOUNTANT, "reason": "ghi nhầm"}
    budgets.annul(CITY, 2, **taken_back)
    grant(case_service, 2_000)
    for seq in (1, 4):
        with pytest.raises(ActionRefusedError) as caught:
            budgets.annul(CITY, seq, **taken_back)
        assert caught.value.refusals[-1].code == "money-moved"


# ── the two books differ ────────────────────────────────────────────────────────────────────


def test_what_was_written_by_hand_is_found():
    """A subsidy on a filing without its grant, and a grant for no filing, are told, not touched."""
    store = MemoryStore()
    found(store)
    bill_case(store)
    filings, budgets = services(store)
    stray = SubsidyGrant("H1/1", "X1", CITY, 7_000, "nghị quyết")
    filings.fire("H1", vn.GRANT_SUBSIDY, stray, by=CASHIER, at=LODGED, key=stray.key)
    lost = BudgetGrant("X2", "H9", 3_000, "fee", "H9/1", currency="VND")
    budgets.fire(CITY, GRANT, lost, by=CASHIER, at=LODGED, key=lost.key)
    settled = budget_service_of(store).settle(CITY, by=SETTLER, at=LODGED)

    assert settled.findings == (Finding("H9", "X2", 3_000, 0), Finding("H1", "X1", 0, 7_000))
    assert not settled.is_clean
    assert held(store) == ({"X2": 3_000}, 47_000)


def test_what_was_given_back_is_not_paid():
    """A grant that somebody gave back by hand is not recorded on the filing afterwards."""
    store = MemoryStore()
    found(store)
    bill_case(store)
    _, budgets = services(store)
    reserved = BudgetGrant("S1", "H1", 20_000, "fee", "H1/1", currency="VND")
    budgets.fire(CITY, GRANT, reserved, by=CASHIER, at=LODGED, key=reserved.key)
    budgets.fire(CITY, GIVE_BACK, GiveBack("S1"), by=CASHIER, at=LODGED)

    assert refused(lambda: grant(budget_service_of(store))) == ["grant-given-back"]
    again = refused(lambda: budgets.fire(CITY, GIVE_BACK, GiveBack("S1"), by=CASHIER, at=LODGED))
    assert set(again) == {"grant-not-held"}
    assert subsidised(store) == {}


def test_a_declined_grant_is_declined_for_good():
    """What settling gave back no late desk records, though the filing could take it again."""
    store = MemoryStore()
    found(store)
    bill_case(store)
    filings, budgets = services(store)
    reserved = BudgetGrant("S1", "H1", 20_000, "fee", "H1/1", currency="VND")
    budgets.fire(CITY, GRANT, reserved, by=CASHIER, at=LODGED, key=reserved.key)
    paid = PaymentNotice("H1/1", "T1", 100_000, LODGED, "bank", "VND")
    filings.fire("H1", vn.RECORD_PAYMENT, paid, by=CASHIER, at=LODGED, key=paid.key)
    settled = budget_service_of(store).settle(CITY, by=SETTLER, at=LODGED)
    back = Refund("H1/1", "R1", 100_000, LODGED, "bank", "thu nhầm", "VND")
    filings.fire("H1", vn.REFUND, back, by=CASHIER, at=LODGED, key=back.key)

    assert (settled.completed, settled.given_back, settled.findings) == ((), ("S1",), ())
    late = SubsidyGrant("H1/1", "S1", CITY, 20_000, "fee")
    with pytest.raises(KeyReusedError):
        filings.fire("H1", vn.GRANT_SUBSIDY, late, by=CASHIER, at=LODGED, key=late.key)
    with pytest.raises(KeyReusedError):
        grant(budget_service_of(store))
    assert refused(lambda: filings.fire("H1", vn.GRANT_SUBSIDY, late, by=CASHIER, at=LODGED)) == [
        "subsidy-declined"
    ]
    assert held(store) == ({}, 50_000)
    assert budget_service_of(store).report(CITY).rows[0].returned == 20_000


def test_a_grant_is_carried_out_with_the_rights_of_who_made_it():
    """Settling records no grant that its maker could not have recorded: it gives it back."""
    store = MemoryStore()
    found(store)
    bill_case(store)
    _, budgets = services(store)
    for number, by in (("S1", CLERK), ("S2", CASHIER)):
        reserved = BudgetGrant(number, "H1", 10_000, "fee", "H1/1", currency="VND")
        budgets.fire(CITY, GRANT, reserved, by=by, at=LODGED, key=reserved.key)
    settled = budget_service_of(store).settle(CITY, by=SETTLER, at=LODGED)

    assert (settled.completed, settled.given_back) == (("S2",), ("S1",))
    assert subsidised(store) == {"S2": 10_000}


# ── crashes ─────────────────────────────────────────────────────────────────────────────────


def asked(work, number="S1", amount=20_000, case_id="H1"):
    return work.grant(
        case_id, CITY, amount, "fee", bill=f"{case_id}/1", number=number, to="A", person="",
        by=CASHIER, at=LODGED,
    )  # fmt: skip


@pytest.mark.parametrize("how", [LOST, ANSWER_LOST, KILLED, KILLED_AFTER])
@pytest.mark.parametrize("backend", [Stepped, Single])
def test_a_crash_at_any_statement_is_healed(backend, how):
    """Wherever a grant is cut short, settling makes both books agree, and asking again is once."""
    for fails_at in range(100):
        store = backend()
        found(store)
        bill_case(store)
        is_over = run(store, asked(work_of(store)), fails_at, how)
        case_service = budget_service_of(store)
        assert case_service.settle(CITY, by=SETTLER, at=LODGED).is_clean
        assert subsidised(store) == held(store)[0]
        grant(case_service, to="A")
        assert subsidised(store) == {"S1": 20_000}
        assert held(store) == ({"S1": 20_000}, 30_000)
        if is_over:
            break
    assert is_over
    assert fails_at >= 4


@pytest.mark.parametrize("how", [LOST, ANSWER_LOST, KILLED, KILLED_AFTER])
def test_a_crash_while_settling_is_healed(how):
    """Wherever settling is cut short, settling again does the rest."""
    for fails_at in range(100):
        store = Stepped()
        found(store)
        bill_case(store)
        filings, budgets = services(store)
        for number, amount in (("S1", 60_000), ("S2", 10_000)):
            reserved = BudgetGrant(number, "H1", min(amount, 40_000), "fee", "H1/1", currency="VND")
            budgets.fire(CITY, GRANT, reserved, by=CASHIER, at=LODGED, key=reserved.key)
        filings.fire("H1", vn.WITHDRAW, vn.Reason("thôi"), by=CLERK, at=LODGED)
        is_over = run(store, work_of(store).settle(CITY, by=SETTLER, at=LODGED), fails_at, how)
        assert budget_service_of(store).settle(CITY, by=SETTLER, at=LODGED).is_clean
        assert (subsidised(store), held(store)) == ({}, ({}, 50_000))
        if is_over:
            break
    assert is_over


def given_back(work, number, amount, count):
    case_id = f"H{1 + count % 2}"
    return work.give_back(
        case_id, CITY, amount, bill=f"{case_id}/1", grant=number, number=str(count % 3),
        reason="hủy", by=CASHIER, at=LODGED,
    )  # fmt: skip


def _interleaved(seed):
    """Let desks and settlers go on by turns, one statement at a time, losing some on the way."""
    dice = random.Random(seed)
    store = Stepped()
    found(store)
    for case_id in ("H1", "H2"):
        bill_case(store, case_id, 40_000)
    filings, _ = services(store)
    if seed % 2:
        filings.fire("H2", vn.WITHDRAW, vn.Reason("thôi"), by=CLERK, at=LODGED)

    def begun():
        kind = dice.randrange(5)
        work = work_of(store)
        if kind == 0:
            return work.settle(CITY, by=SETTLER, at=LODGED)
        number = dice.randrange(4)
        if kind == 1:
            return given_back(work, f"S{number}", 1_000 + dice.randrange(15_000), number)
        return asked(work, f"S{number}", 10_000 + 5_000 * number, f"H{1 + number % 2}")

    if seed % 3:
        for number in range(2):
            with suppress(ActionRefusedError):
                store.run(
                    asked(work_of(store), f"S{number}", 10_000 + 5_000 * number, f"H{1 + number}")
                )
        for case_id in ("H1", "H2"):
            cancel(store, case_id)
    at_work = [[each, next(each, None)] for each in (begun() for _ in range(6))]
    while at_work:
        each = dice.choice(at_work)
        steps, statement = each
        try:
            if dice.random() < 0.05:
                steps.close()  # killed, before its statement or after
                rows = dice.random() < 0.5 and store.execute(statement)
            else:
                rows = store.execute(statement)
            each[1] = steps.send(rows)
        except (StopIteration, ActionRefusedError, KeyReusedError):
            steps.close()
            at_work.remove(each)
        assert held(store)[1] >= 0
    return store


@pytest.mark.parametrize("chunk", range(4))
def test_every_schedule_balances(chunk):
    """Desks and settlers by turns, some of them killed: never below zero, and the books agree."""
    for seed in range(chunk * 40, chunk * 40 + 40):
        store = _interleaved(seed)
        settled = budget_service_of(store).settle(CITY, by=SETTLER, at=LODGED)
        assert settled.is_clean, seed
        grants, left = held(store)
        assert {**subsidised(store), **subsidised(store, "H2")} == grants, seed
        assert left + sum(grants.values()) == 50_000, seed


# ── any sequence ────────────────────────────────────────────────────────────────────────────

STEPS = st.lists(
    st.tuples(
        st.sampled_from(["allot", "grant", "settle", "withdraw", "cancel", "give-back"]),
        st.integers(0, 5),
        st.integers(1, 60_000),
    ),
    max_size=25,
)


@settings(max_examples=60)
@given(STEPS)
def test_any_sequence_balances(steps):
    """Whatever is asked for: left is what came in less what filings have, and never below zero."""
    store = MemoryStore()
    found(store)
    for case_id in ("H1", "H2"):
        bill_case(store, case_id)
    case_service, (filings, _) = budget_service_of(store), services(store)
    allotted = 50_000
    for count, (kind, number, amount) in enumerate(steps):
        at = LODGED + timedelta(minutes=count)
        case_id = f"H{1 + number % 2}"
        try:
            if kind == "allot":
                case_service.allot(
                    CITY, amount, number=f"A{number}", source="x", by=ACCOUNTANT, at=at
                )
            elif kind == "grant":
                grant(case_service, amount, case_id, f"S{number}", at=at)
            elif kind == "settle":
                assert case_service.settle(CITY, by=SETTLER, at=at).is_clean
            elif kind == "give-back":
                give_back(
                    case_service,
                    1 + amount // 4,
                    case_id,
                    str(amount % 2),
                    grant=f"S{number}",
                    at=at,
                )
            elif kind == "cancel":
                cancel(store, case_id, at=at)
            elif kind == "withdraw":
                filings.fire(case_id, vn.WITHDRAW, vn.Reason("x"), by=CLERK, at=at)
        except (ActionRefusedError, KeyReusedError):
            pass
        report = case_service.report(CITY)
        allotted = report.allotted
        both = {**subsidised(store), **subsidised(store, "H2")}
        assert report.left == allotted - sum(both.values()) >= 0
        assert sum(report.by_ground.values()) == sum(both.values())
        assert report.left == held(store)[1]
