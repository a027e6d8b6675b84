"""Writes the golden files of one release: a store, its export, its seals, and what its cases say.

Run it once per release into a folder of that name, `python tests/golden/write.py one-instant`, and
never again for that folder: the files stay as that release wrote them.
"""

import gzip
import json
import random
import sys
from datetime import datetime, timedelta
from pathlib import Path

from attrs import evolve

sys.path.insert(0, str(Path(__file__).parents[1]))

from caseflow import vietnam as vn
from caseflow.calendars import calendar_to_data
from caseflow.cli._screen import Progress
from caseflow.cli._transfer import export_store
from caseflow.codec import canonical_json
from caseflow.engine import Engine
from caseflow.office.budgets.budget_service import BudgetService
from caseflow.office.services import service_of
from caseflow.payments import Bill, BillCancelled, PaymentNotice
from caseflow.pii.encryption import PersonalDataEncryption
from caseflow.pii.erasures import erase
from caseflow.procedures import Catalogue
from caseflow.service import kept_engine
from caseflow.stores import Query, open_store
from caseflow.values import Actor, Channel
from caseflow.vietnam.pack import PACK
from caseflow.vietnam.stored import definition_codec
from histories import office
from histories.walks import CHANNELS, History
from oracle.product import HANOI

HERE = Path(__file__).parent
MASTER = bytes(range(32))
CLERK, OFFICER = Actor("clerk", {"intake"}), Actor("officer", {"officer"})
CASHIER, HEAD = Actor("cashier", {"cashier"}), Actor("head", {"approver"})
CITIZEN, NIGHTLY = Actor("citizen", {"applicant"}), Actor("nightly", {"system"})
CITY = "da-nang-2026"


#: Gives bytes that are the same at each run; the keys protect nobody here.
entropy = random.Random(5).randbytes


def at(text):
    return datetime.fromisoformat(text).replace(tzinfo=HANOI)


def encryption():
    return PersonalDataEncryption(MASTER, entropy=entropy)


def filing(service, case_id, code="1.014445", when="2026-03-02 08:10", branch=None):
    """Lodge, describe, accept and assign a filing."""
    online = Channel.ONLINE
    terms = {"channel": online, "result_by": online, "branch": branch}
    service.open(code, case_id=case_id, **terms, at=at(when), key=f"open-{case_id}")

    def do(action, payload, by, when, key=None):
        return service.fire(case_id, action, payload, by=by, at=at(when), key=key)

    day = when[:10]
    code_of = f"H17.15-{day[2:4]}{day[5:7]}{day[8:]}-{case_id[1:].zfill(4)}"
    applicant = vn.Applicant("Nguyễn Thị Bình", "Hải Châu", "0905000001")
    do(vn.DESCRIBE, vn.Description(applicant, papers=["Đơn"]), CLERK, f"{day} 08:20")
    do(vn.RECEIVE, vn.Receipt(papers=2, code=code_of), CLERK, f"{day} 08:30", f"receive-{case_id}")
    do(vn.ASSIGN, vn.Assignment("Phòng A"), CLERK, f"{day} 09:00")
    return do


class Numbered:
    """Works the case *case_id*; one store holds many histories."""

    def __init__(self, service, case_id):
        self.service, self.case_id = service, case_id

    def open(self, code, **terms):
        return self.service.open(code, case_id=self.case_id, **terms)

    def fire(self, action, payload, **request):
        return self.service.fire(self.case_id, action, payload, **request)

    def get(self):
        return self.service.get(self.case_id)

    def annul(self, seq, **request):
        return self.service.annul(self.case_id, seq, **request)

    def rebase(self, calendar, **request):
        return self.service.rebase(self.case_id, calendar, **request)

    def migrate(self, migration, **request):
        before = self.service.get(self.case_id)
        self.service.engine.migrate(before, migration, **request)
        self.service.migrate(migration, query=Query(state=before.state), **request)
        return self.service.get(self.case_id)


def without_tariffs():
    """Da Nang, where an office may ask what it writes on a bill."""
    danang = vn.danang()
    procedures = tuple(evolve(each, fees=None) for each in danang.catalogue.procedures)
    return evolve(danang, catalogue=Catalogue(procedures))


def case_services(store):
    """A returned filing with money on it, an open one, a corrected bill and a budget."""
    filings = service_of(Engine(without_tariffs()), store, PACK, encryption=encryption())
    budgets = service_of(
        Engine(vn.budget_office()), store, PACK, encryption=encryption(), tries=100
    )
    city = BudgetService(filings, budgets)
    city.open(CITY, by=Actor("kt", {"accountant"}), at=at("2026-01-05 08:00"))
    accountant = Actor("kt", {"accountant"})
    city.allot(
        CITY, 500_000, number="1", source="dự toán", by=accountant, at=at("2026-01-05 08:00")
    )
    city.cap(CITY, "fee", 80_000, source="NQ 1", by=accountant, at=at("2026-01-05 09:00"))

    do = filing(filings, "H1")
    do(
        vn.REQUEST_SUPPLEMENT,
        vn.SupplementRequest(["bản đồ"], "thiếu"),
        OFFICER,
        "2026-03-04 09:00",
    )
    do(vn.SUPPLEMENT, vn.Answer(1), CITIZEN, "2026-03-09 10:00")
    bill = Bill("H1/1", [("Lệ phí", 100_000)], "VND")
    do(vn.ISSUE_BILL, bill, CLERK, "2026-03-09 11:00", bill.key)
    grant = {"bill": "H1/1", "number": "S1", "to": "Nguyễn Thị Bình", "person": "p-1"}
    city.grant("H1", CITY, 20_000, "fee", **grant, by=CASHIER, at=at("2026-03-09 14:00"))
    notice = PaymentNotice("H1/1", "T1", 80_000, at("2026-03-09 15:00"), "bank", "VND")
    do(vn.RECORD_PAYMENT, notice, NIGHTLY, "2026-03-09 15:01", notice.key)
    do(vn.DECIDE, vn.Decision("12/QĐ"), HEAD, "2026-03-16 16:00")
    do(vn.NOTIFY_EARLY, vn.EarlyNotice("sms"), CLERK, "2026-03-16 16:10")
    result = vn.OnlineResult("gcn.pdf", code="H17.15-260302-0001-KQ(1)", sha256="a" * 64)
    do(vn.RETURN_ONLINE, result, CLERK, "2026-03-17 08:00")

    do = filing(filings, "H2", when="2026-03-09 08:05")
    wrong = Bill("H2/1", [("Lệ phí", 50_000)], "VND")
    do(vn.ISSUE_BILL, wrong, CLERK, "2026-03-09 15:30", wrong.key)
    grant = {"bill": "H2/1", "number": "S2", "to": "Trần Văn An", "person": "p-2"}
    city.grant("H2", CITY, 10_000, "fee", **grant, by=CASHIER, at=at("2026-03-09 16:00"))
    gone = BillCancelled("H2/1", "lập nhầm")
    do(vn.CANCEL_BILL, gone, CASHIER, "2026-03-10 08:00", gone.key)
    back = {"bill": "H2/1", "grant": "S2", "number": "1", "reason": "hủy"}
    city.give_back("H2", CITY, 10_000, **back, by=CASHIER, at=at("2026-03-10 08:10"))
    do(
        vn.REAPPOINT,
        vn.Reappointment(at("2026-03-26 08:00").date(), "chậm"),
        OFFICER,
        "2026-03-10 09:00",
    )
    do(
        vn.REQUEST_SUPPLEMENT,
        vn.SupplementRequest(["bản vẽ"], "thiếu"),
        OFFICER,
        "2026-03-11 09:00",
    )

    do = filing(filings, "H3", "2.001770", "2026-03-05 08:00", "renewal")
    do(vn.CLASSIFY, vn.Classification("first-grant"), OFFICER, "2026-03-06 08:00")
    filings.due(at("2026-03-12 08:00"))
    store.run(
        erase(store.ops, "case:H3", at=at("2026-03-13 08:00"), by=HEAD, ground="Luật 91/2025")
    )


def histories(store):
    """Random histories of procedures with limits of every unit, with money, moves and rebases."""
    service = service_of(office.engine(), store, PACK)
    for number, code in enumerate(office.CODES * 2):
        chance = random.Random(number)
        case_id = f"L{number:02}"
        driver = Numbered(service, case_id)
        begun = datetime(2026, 1, 5, 8) + timedelta(minutes=chance.randrange(200_000))
        channels = (chance.choice(CHANNELS), chance.choice(CHANNELS))
        history = History.begin(driver, code, *channels, begun, is_checked=False)
        for _ in range(30):
            if history.is_over:
                break
            passed = chance.choice([0, 90, 3000, 9000])
            history.step(chance.randrange(10_000), chance.randrange(2**32), passed)


def said(service, case):
    """What a case says of itself: the dates that were printed, the verdict, the money."""
    engine = service.engine
    dates = engine.deadlines(case, at=case.last_at)
    outcome = engine.timeliness(case)
    reported = {
        "state": case.state,
        "records": case.version,
        "dates": {
            name: None if dates[name].due is None else dates[name].due.at.isoformat()
            for name in dates
        },
        "left": {name: str(dates[name].left) for name in dates},
        "timeliness": None if outcome is None else outcome.timeliness.value,
        "early_share": None if outcome is None else str(outcome.early_share),
    }
    if case.procedure != "budget":
        balance = vn.account_of(case.records).balance
        reported["money"] = {name: getattr(balance, name) for name in ("due", "overpaid", "paid")}
    return reported


def definitions():
    """What the pack ships, each as it is kept and by its fingerprint: text by kind and name."""
    codec, texts = definition_codec(), {}
    for jurisdiction in (vn.danang(), vn.budget_office(), office.engine().jurisdiction):
        calendar = jurisdiction.calendar
        texts[f"calendar {calendar.version}"] = canonical_json(calendar_to_data(calendar))
        for each in jurisdiction.workflows:
            name = f"workflow {each.name} {each.fingerprint}"
            texts[name] = canonical_json(codec.workflow_to_data(each))
        for each in jurisdiction.catalogue.procedures:
            name = f"procedure {each.code}@{each.version}"
            texts[name] = canonical_json(codec.procedure_to_data(each))
    return texts


def main(name):
    folder = HERE / name
    folder.mkdir()
    path = folder / "store.db"
    with open_store(f"sqlite:///{path}") as store:
        store.run(store.ops.migrate())
        histories(store)
        service = service_of(office.engine(), store, PACK)
        service.seal(at("2026-03-01 08:00"))
        case_services(store)
        published = service.seal(at("2026-12-01 08:00"))
        export_store(store, str(folder / "export.jsonl"), Progress("exporting"))
        _write(folder, store, published)
    export = folder / "export.jsonl"
    for each in (path, export):
        (folder / f"{each.name}.gz").write_bytes(gzip.compress(each.read_bytes(), 9, mtime=0))
        each.unlink()
    (folder / "store.db-lock").unlink(missing_ok=True)


def _write(folder, store, published):
    engine = store.run(kept_engine(store.ops, vn.danang(), definition_codec()))
    service = service_of(engine, store, PACK, encryption=encryption())
    codec, _ = office.codecs()
    reported, texts = {}, {}
    for summary in service.search(Query(limit=1000)):
        case = service.get(summary.case_id)
        reported[summary.case_id] = said(service, case)
        texts[summary.case_id] = codec.dumps(case)
    report = {"published": published.text, "cases": reported}
    (folder / "said.json").write_text(
        json.dumps(report, ensure_ascii=False, indent=1) + "\n", encoding="utf-8"
    )
    for name, reported in (("cases", texts), ("definitions", definitions())):
        packed = gzip.compress(json.dumps(reported, ensure_ascii=False).encode(), 9, mtime=0)
        (folder / f"{name}.json.gz").write_bytes(packed)


if __name__ == "__main__":
    main(sys.argv[1])
