"""Keys of clients and keys that caseflow makes: no request takes a key that is not its own."""

import ast
import asyncio
from datetime import timedelta
from pathlib import Path

import pytest

import caseflow
from caseflow import vietnam as vn
from caseflow.errors import KeyReservedError, ValueInvalidError
from caseflow.keys import RESERVED_KEYS, ReservedKey, clean_key
from caseflow.office.budgets import ALLOT, GRANT, Allotment, BudgetGrant, GiveBack
from caseflow.office.budgets._settlements import Finding
from caseflow.payments import Bill, PaymentNotice
from caseflow.service import AsyncCaseService, Expiry
from caseflow.stores import MemoryStore, open_async_store
from stores.budgets import (
    ACCOUNTANT,
    CASHIER,
    CITY,
    SETTLER,
    bill_case,
    budget_service_of,
    found,
    held,
    services,
    subsidised,
)
from stores.budgets import grant as granted
from stores.offices import (
    CLERK,
    LODGED,
    OFFICER,
    assign,
    at,
    codecs,
    engine,
    lodge,
    receive,
    service,
)

CLOSING = Expiry(
    "supplement-over",
    "supplement",
    action=vn.CLOSE_UNANSWERED,
    payload=vn.Reason("quá hạn bổ sung"),
    roles={"officer"},
)


def _waiting(case_service):
    """Bring a case to wait for its applicant; return when that is over, in microseconds."""
    lodge(case_service)
    receive(case_service)
    assign(case_service)
    request = vn.SupplementRequest(("giấy",), "thiếu")
    case_service.fire("H1", vn.REQUEST_SUPPLEMENT, request, by=OFFICER, at=LODGED)
    return case_service.deadlines("H1", at=LODGED).supplement.due


@pytest.mark.parametrize("prefix", RESERVED_KEYS)
def test_no_client_takes_a_key_of_the_product(prefix):
    """A key that begins as the product's own do is refused on every way in, and nothing is kept."""
    case_service, key = service(MemoryStore()), f"{prefix}x"
    asked = [
        lambda: lodge(case_service, key=key),
        lambda: receive(case_service, key=key),
        lambda: case_service.annul("H1", 1, at=LODGED, by=CLERK, reason="nhầm", key=key),
    ]
    for ask in asked:
        with pytest.raises(KeyReservedError) as caught:
            ask()
        assert (caught.value.code, caught.value.key) == ("key-reserved", key)
        assert "begin your own keys with another word" in str(caught.value)
    assert case_service.store.run(case_service.store.ops.stats())["records"] == 0
    case = lodge(case_service)
    for ask in (
        lambda: engine().fire(case, vn.RECEIVE, vn.Receipt(), by=CLERK, at=LODGED, key=key),
        lambda: engine().annul(case, 0, by=CLERK, at=LODGED, reason="x", key=key),
    ):
        with pytest.raises(KeyReservedError):
            ask()


def test_awaited_services_refuse_them_too(tmp_path):
    """What awaits refuses what waits refuses."""

    async def ask():
        async with open_async_store(f"sqlite:///{tmp_path}/a.db") as store:
            await store.run(store.ops.migrate())
            case_service = AsyncCaseService(engine(), store, codecs()[0], definitions=codecs()[1])
            with pytest.raises(KeyReservedError):
                await lodge(case_service, key="expiry:x")

    asyncio.run(ask())


def test_only_the_product_makes_its_keys():
    """Text that looks like one is refused, one made as such is kept as plain text, others pass."""
    notice = PaymentNotice("H1/1", "T77", 4_000, LODGED, "local", "VND")
    assert isinstance(notice.key, ReservedKey)
    assert clean_key(notice.key) == "txn:local/T77"
    assert type(clean_key(notice.key)) is str
    for other in ("r-9f2", "portal:1", "Expiry:1", "expiry", "e\u0301xpiry:1", " expiry:1"):
        assert clean_key(other)
    with pytest.raises(KeyReservedError):
        clean_key(str(notice.key))
    with pytest.raises(ValueInvalidError):
        ReservedKey("r-9f2")


def test_every_key_of_the_product_is_reserved():
    """No module hands a written key on that is not a `ReservedKey`."""
    root = Path(caseflow.__file__).parent
    modules = sorted(root.rglob("*.py"))
    loose = [
        f"{path.name}:{call.lineno}"
        for path in modules
        # What plays clients is left out: the tools of tests, and the made-up filings.
        if not {"samples", "testing"} & set(path.parts) and "sample" not in path.stem
        for call in ast.walk(ast.parse(path.read_text()))
        if isinstance(call, ast.Call)
        for each in call.keywords
        if each.arg == "key"
        and isinstance(each.value, (ast.Constant, ast.JoinedStr))
        and ast.unparse(each.value) != "None"  # no key at all
    ]
    assert loose == []


# ── expiries ────────────────────────────────────────────────────────────────────────────────


def test_a_client_does_not_stop_an_automatic_closing(store):
    """The key of an expiry is refused to a client, and the case is closed when its time is over."""
    case_service = service(store, expiries=[CLOSING])
    due = _waiting(case_service)
    with pytest.raises(KeyReservedError):
        assign(case_service, key=str(CLOSING.key(due)))
    case_service.due(at(f"{due.on + timedelta(days=1)} 00:00"))
    assert (case_service.get("H1").state, case_service.get("H1").last.key) == (
        "stopped",
        CLOSING.key(due),
    )


@pytest.mark.parametrize("taken", [1, 2, 3])
def test_a_key_taken_in_an_older_store_stops_no_closing(store, taken):
    """An act of another kind that holds the key of an expiry is seen as such; it is fired once."""
    case_service = service(store, expiries=[CLOSING])
    lodge(case_service)
    receive(case_service)
    assign(case_service)
    request = vn.SupplementRequest(("giấy",), "thiếu")
    trial = engine().fire(
        case_service.get("H1"), vn.REQUEST_SUPPLEMENT, request, by=OFFICER, at=LODGED
    )
    due = engine().deadlines(trial, at=LODGED).supplement.due
    key = CLOSING.key(due)
    # Before such keys were reserved a client could have these records made.
    for place in range(1, taken + 1):
        held = ReservedKey(f"{key}/{place}") if place > 1 else key
        assign(case_service, unit=str(place), key=held)
    case_service.fire("H1", vn.REQUEST_SUPPLEMENT, request, by=OFFICER, at=LODGED)
    over = at(f"{due.on + timedelta(days=1)} 00:00")

    assert (case_service.due(over).fired, case_service.due(over + timedelta(days=1)).fired) == (
        1,
        0,
    )
    case = service(store).get("H1")
    assert (case.state, case.last.is_automatic) == ("stopped", True)
    assert case.last.key == f"{key}/{taken + 1}"


# ── money ───────────────────────────────────────────────────────────────────────────────────


def test_a_client_does_not_take_the_key_of_a_payment():
    """The gateway's notice is recorded, whatever keys clients sent before it."""
    store = MemoryStore()
    bill_case(store)
    filings, _ = services(store)
    with pytest.raises(KeyReservedError):
        assign(filings, key="txn:local/T77")
    notice = PaymentNotice("H1/1", "T77", 100_000, LODGED, "local", "VND")
    for _ in range(2):
        case = filings.fire("H1", vn.RECORD_PAYMENT, notice, by=CASHIER, at=LODGED, key=notice.key)
    assert vn.account_of(case.records).known(notice.key) == notice


def _hung(store, key):
    """Set money aside for a filing on which another act holds the key of the grant."""
    found(store)
    bill_case(store)
    filings, budgets = services(store)
    assign(filings, key=key)
    wanted = BudgetGrant("HT-9", "H1", 4_000, "fee", "H1/1", currency="VND")
    budgets.fire(CITY, GRANT, wanted, by=CASHIER, at=LODGED, key=wanted.key)
    return budget_service_of(store)


def test_settling_looks_at_what_holds_a_key(store):
    """A grant whose key an act of another kind holds is given back, not called completed."""
    case_service = _hung(store, ReservedKey("subsidy:HT-9"))
    settled = case_service.settle(CITY, by=SETTLER, at=LODGED)
    assert (settled.completed, settled.given_back, settled.findings) == ((), ("HT-9",), ())
    assert (subsidised(store), held(store)) == ({}, ({}, 50_000))
    again = case_service.settle(CITY, by=SETTLER, at=LODGED)
    assert (again.completed, again.given_back, again.findings) == ((), (), ())


def test_settling_reports_what_it_cannot_give_back():
    """Where another act of the budget holds the key of the return, the grant is a finding."""
    store = MemoryStore()
    case_service = _hung(store, ReservedKey("subsidy:HT-9"))
    _, budgets = services(store)
    more = Allotment("2", 1, "dự toán", currency="VND")
    key = GiveBack("HT-9").key
    budgets.fire(CITY, ALLOT, more, by=ACCOUNTANT, at=LODGED, key=key)
    bill_case(store, "H2")
    other = BudgetGrant("HT-10", "H2", 5_000, "fee", "H2/1", currency="VND")
    budgets.fire(CITY, GRANT, other, by=CASHIER, at=LODGED, key=other.key)

    settled = case_service.settle(CITY, by=SETTLER, at=LODGED)
    assert settled.findings == (Finding("H1", "HT-9", 4_000, 0),)
    assert settled.completed == ("HT-10",)


def test_a_grant_that_was_taken_is_completed():
    """A key that the grant itself holds is no stranger's: it is neither doubled nor given back."""
    store = MemoryStore()
    found(store)
    bill_case(store)
    granted(budget_service_of(store))
    settled = budget_service_of(store).settle(CITY, by=SETTLER, at=LODGED)
    assert (settled.completed, settled.given_back, settled.findings) == ((), (), ())
    assert subsidised(store) == held(store)[0] == {"S1": 20_000}


def test_facts_of_money_keep_their_keys():
    """The keys are those that older stores hold, letter by letter."""
    assert Bill("H1/1", [("Phí", 1)], "VND").key == "bill:H1/1"
    assert GiveBack("S1").key == "give-back:S1"
    assert CLOSING.name == "supplement-over"
