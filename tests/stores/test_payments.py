"""Payments through the service, on every store: once, whatever the network does."""

import os
from datetime import date
from threading import Thread

import pytest

from caseflow import vietnam as vn
from caseflow.errors import ActionRefusedError, KeyReusedError
from caseflow.office.payment_records import recorded_payments
from caseflow.payments import Bill, PaymentNotice, Refund, SubsidyGrant
from caseflow.payments.local_gateway import LocalGateway
from caseflow.payments.reconciliation import Verdict, reconcile
from caseflow.payments.statements import read_statement
from caseflow.payments.webhooks import SigningKey
from caseflow.pii import Erased
from caseflow.pii.encryption import PersonalDataEncryption
from caseflow.pii.erasures import erase
from caseflow.stores import open_store
from caseflow.values import Actor
from stores.offices import CLERK, HEAD, LODGED, assign, at, codecs, lodge, receive, service

GATEWAY = Actor("gateway", {"system"})
CASHIER = Actor("cashier", {"cashier"})
KEY = SigningKey("2026a", b"k" * 32)
ON = date(2026, 3, 2)
BILL = Bill("H1/1", [("Lệ phí", 100_000)], "VND")


def local():
    return LocalGateway("local", [KEY], day_of=vn.calendar().local_date, currency="VND")


def billed(case_service, case_id="H1"):
    lodge(case_service, case_id)
    receive(case_service, case_id)
    assign(case_service, case_id)
    bill = Bill(f"{case_id}/1", [("Lệ phí", 100_000)], "VND")
    case_service.fire(case_id, vn.ISSUE_BILL, bill, by=CLERK, at=LODGED, key=bill.key)
    return bill


def record(case_service, notice, when=LODGED):
    """Record a notice as a webhook does: the case is named by the bill."""
    case_id = notice.bill.partition("/")[0]
    return case_service.fire(
        case_id, vn.RECORD_PAYMENT, notice, by=GATEWAY, at=when, key=notice.key
    )


def report(store, gateway):
    books = store.run(recorded_payments(store.ops, codecs()[0]))
    statement = read_statement(gateway.statement(ON), currency="VND")
    return reconcile(statement, books, on=ON, day_of=vn.calendar().local_date)


def test_a_notice_is_recorded_once(store):
    """The same signed notice, replayed to another process, returns the case as it is."""
    case_service, gateway = service(store), local()
    gateway.link(billed(case_service), token="L1", at=LODGED)
    posted = gateway.pay("L1", transaction="T1", at=LODGED)
    notice = gateway.notice(posted.body, posted.signature, at=LODGED)
    first = record(case_service, notice)
    again = record(service(store), gateway.notice(posted.body, posted.signature, at=LODGED))

    assert again == first
    assert vn.account_of(again.records).balance.paid == 100_000
    changed = PaymentNotice("H1/1", "T1", 99_000, notice.paid_at, "local", "VND")
    with pytest.raises(KeyReusedError):
        record(case_service, changed)
    assert service(store).get("H1") == first
    assert report(store, gateway).is_closed


def test_what_is_kept_of_money_is_read_back(store):
    """Bills, payments, grants and refunds are the same values after the store."""
    case_service = service(store)
    billed(case_service)
    notice = PaymentNotice("H1/1", "T1", 80_000, LODGED, "bank", "VND")
    record(case_service, notice)
    grant = SubsidyGrant("H1/1", "G1", "city", 20_000, "nghị quyết", "Nguyễn Văn A")
    case_service.fire("H1", vn.GRANT_SUBSIDY, grant, by=HEAD, at=LODGED, key=grant.key)
    refund = Refund("H1/1", "R1", 5_000, LODGED, "bank", "thừa", "VND")
    worked = case_service.fire("H1", vn.REFUND, refund, by=CASHIER, at=LODGED, key=refund.key)
    read = service(store).get("H1")

    assert read == worked
    assert vn.account_of(read.records) == vn.account_of(worked.records)
    assert {BILL, notice, grant, refund} == set(vn.account_of(read.records).facts)


def test_the_account_outlives_the_person_it_names(store):
    """Who was subsidised can be erased; the sums, the replay and the reconciliation stay."""
    encryption = PersonalDataEncryption(bytes(range(32)), entropy=os.urandom)
    case_service = service(store, encryption=encryption)
    billed(case_service)
    grant = SubsidyGrant("H1/1", "G1", "city", 20_000, "nghị quyết", "Nguyễn Văn A")
    case_service.fire("H1", vn.GRANT_SUBSIDY, grant, by=HEAD, at=LODGED, key=grant.key)
    record(case_service, PaymentNotice("H1/1", "T1", 80_000, LODGED, "bank", "VND"))
    kept = store.run(store.ops.records("H1"))
    assert not any("Nguyễn" in stored.text for stored in kept)
    store.run(erase(store.ops, "case:H1", at=LODGED, by=HEAD, ground="Luật 91/2025/QH15"))
    read = service(store, encryption=encryption).get("H1")

    account = vn.account_of(read.records)
    assert (account.balance.subsidised, account.balance.due) == (20_000, 0)
    assert isinstance(account.known("subsidy:G1").recipient, Erased)
    assert len(store.run(recorded_payments(store.ops, codecs()[0]))) == 1


def test_a_late_notice_is_kept_on_a_closed_case(store):
    """A case that was withdrawn takes the payment, and the sweep has nothing to do with it."""
    case_service = service(store)
    billed(case_service)
    case_service.fire("H1", vn.WITHDRAW, vn.Reason("thôi"), by=CLERK, at=LODGED)
    case = record(case_service, PaymentNotice("H1/1", "T1", 100_000, LODGED, "bank", "VND"))

    assert case.state == "withdrawn"
    assert service(store).get("H1") == case
    assert case_service.due(at("2026-12-01 08:00")).claimed == 0
    assert case_service.verify(deep=True).is_sound


def test_what_no_case_takes_is_missing_here(store):
    """A payment on a bill nobody knows is refused, and the reconciliation has it."""
    case_service, gateway = service(store), local()
    billed(case_service)
    for number, token in (("H1/1", "L1"), ("H1/9", "L2")):
        gateway.link(Bill(number, [("Lệ phí", 100_000)], "VND"), token=token, at=LODGED)
        posted = gateway.pay(token, transaction=f"T-{token}", at=LODGED)
        notice = gateway.notice(posted.body, posted.signature, at=LODGED)
        if number == "H1/1":
            record(case_service, notice)
            continue
        with pytest.raises(ActionRefusedError) as caught:
            record(case_service, notice)
        assert [each.code for each in caught.value.refusals] == ["bill-unknown"]
    found = report(store, gateway)

    assert [each.transaction for each in found.open] == ["T-L2"]
    assert found.open[0].verdict is Verdict.MISSING_HERE
    assert (found.sums().there, found.sums().here) == (200_000, 100_000)


def test_many_cases_are_read_in_pages(store):
    """Every payment of every case is found once, over several pages of records."""
    case_service = service(store)
    for number in range(90):
        bill = billed(case_service, f"H{number:03d}")
        record(case_service, PaymentNotice(bill.number, f"T{number}", 1_000, LODGED, "bank", "VND"))
    books = store.run(recorded_payments(store.ops, codecs()[0]))

    assert [each.case_id for each in books] == [f"H{number:03d}" for number in range(90)]
    assert {each.fact.transaction for each in books} == {f"T{number}" for number in range(90)}


def test_one_notice_to_many_workers_is_one_payment(tmp_path):
    """Eight workers get the same notice at once; one record is kept, and each gets the case."""
    url = f"sqlite:///{tmp_path}/cases.db"
    with open_store(url) as store:
        store.run(store.ops.migrate())
        billed(service(store))
        notice = PaymentNotice("H1/1", "T1", 100_000, LODGED, "bank", "VND")
        got = []

        def work():
            with open_store(url) as own:
                got.append(record(service(own, tries=50), notice))

        workers = [Thread(target=work) for _ in range(8)]
        for each in workers:
            each.start()
        for each in workers:
            each.join()
        case = service(store).get("H1")

    assert len(got) == 8
    assert all(each == case for each in got)
    assert [record.action for record in case.records].count("record-payment") == 1
