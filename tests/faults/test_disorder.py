"""Clocks that jump, notices that come twice or in any order, and work that always fails."""

from datetime import timedelta
from functools import cache
from itertools import permutations

import pytest
from attrs import evolve
from hypothesis import given, settings
from hypothesis import strategies as st

from caseflow import vietnam as vn
from caseflow.engine import Engine, Jurisdiction
from caseflow.engine._entering import FORGIVEN
from caseflow.errors import ActionRefusedError, TimeReversedError
from caseflow.procedures import Catalogue, PaymentPoint
from caseflow.service import CaseService
from caseflow.stores import Change, MemoryStore, Query, StoredCase, link, open_store
from caseflow.values import Actor, Channel
from caseflow.vietnam.stored import case_codec
from stores.offices import CLERK, LODGED, TEN_DAYS, assign, at, lodge, receive, service

# ── clocks ──────────────────────────────────────────────────────────────────────────────────


@settings(max_examples=40)
@given(
    jumps=st.lists(
        st.one_of(st.integers(-10_000_000, 10_000_000), st.integers(-600, 600)),
        min_size=1,
        max_size=12,
    )
)
def test_records_keep_their_order_whatever_the_clock_does(jumps):
    """A clock set back by five minutes is forgiven; one set back further is refused."""
    store = MemoryStore()
    case_service = service(store)
    lodge(case_service)
    receive(case_service)
    last, units = LODGED, []
    for number, seconds in enumerate(jumps):
        asked = LODGED + timedelta(seconds=seconds)
        if asked < last - FORGIVEN:
            with pytest.raises(TimeReversedError):
                assign(case_service, unit=f"{number}", when=asked)
            continue
        assign(case_service, unit=f"{number}", when=asked)
        last = max(last, asked)
        units.append(f"{number}")
    case = case_service.get("H1")
    instants = [record.at for record in case.records]

    assert instants == sorted(instants)
    assert instants[-1] == last
    assert [record.payload.unit for record in case.records[2:]] == units
    assert service(store).verify(deep=True).is_sound
    assert service(store).deadlines("H1", at=asked).legal.at >= case.last_at


def test_a_clock_set_back_raises_nothing_twice(store):
    """A sweeper whose clock jumps there and back reports each expiry once."""
    case_service = service(store)
    lodge(case_service)
    receive(case_service)
    reported = []
    for now in ("2026-03-20 09:00", "2026-03-02 10:00", "2026-04-01 09:00", "2026-01-01 09:00"):
        case_service.due(at(now))
        case_service.deliver(at(now), lambda message: reported.append(message.ref))
    late = at("2026-05-01 09:00")
    case_service.due(late)
    case_service.deliver(late, lambda message: reported.append(message.ref))

    assert sorted(reported) == sorted(set(reported))
    assert {ref.partition("@")[0] for ref in reported} == {
        "1.0",
        "promise-at-risk",
        "apology-due",
        "legal-overdue",
    }


def test_a_message_is_not_lost_to_a_clock_set_back(store):
    """What one with a fast clock claimed comes to the others when that time has come."""
    case_service = service(store)
    lodge(case_service)
    receive(case_service)
    fast = LODGED + timedelta(days=30)
    claimed = store.run(store.ops.take(*_claim(fast), 10))
    taken = []

    assert len(claimed) == 1
    assert case_service.deliver(LODGED, taken.append).done == 0
    assert case_service.deliver(fast + timedelta(minutes=2), taken.append).done == 1


def _claim(now):
    begin = int(now.timestamp()) * 1_000_000
    return begin, begin + 60_000_000


# ── payment notices ─────────────────────────────────────────────────────────────────────────

PAID_AT_RECEPTION = evolve(TEN_DAYS, code="T.P", payment=PaymentPoint.RECEPTION)
PAYMENT = vn.Payment(150_000, "bank", "FT26-1")
CASHIER = Actor("bank", {"cashier"})


@cache
def _paying_engine():
    catalogue = Catalogue((PAID_AT_RECEPTION,))
    return Engine(
        Jurisdiction("test", vn.calendar(), catalogue, vn.danang().workflows, currency="VND")
    )


def _notices():
    """Return what is asked for, in the order in which it happened; the payment is told twice."""
    return (
        ("notice", vn.PAY, PAYMENT, CASHIER, "FT26-1"),
        ("notice again", vn.PAY, PAYMENT, CASHIER, "FT26-1"),
        ("receive", vn.RECEIVE, vn.Receipt(), CLERK, "receive"),
        ("assign", vn.ASSIGN, vn.Assignment("Phòng"), CLERK, "assign"),
    )


def _worked(case_service, case_id, order):
    """Bring requests in *order*; what is refused comes again, as a queue would bring it."""
    case_service.open(
        "T.P",
        case_id=case_id,
        channel=Channel.ONLINE,
        result_by=Channel.ONLINE,
        at=LODGED,
        key="open",
    )
    waiting = list(order)
    for _ in range(len(order) + 1):
        refused = []
        for request in waiting:
            _, action, payload, by, key = request
            try:
                case_service.fire(case_id, action, payload, by=by, at=LODGED, key=key)
            except ActionRefusedError:
                refused.append(request)
        waiting = refused
    assert waiting == []
    return case_service.get(case_id)


def test_payment_notices_converge_in_every_order(store):
    """Twice, late or early: in all 24 orders the fee is paid once and the case ends the same."""
    case_service = CaseService(_paying_engine(), store, case_codec())
    outcomes = set()
    for number, order in enumerate(permutations(_notices())):
        case = _worked(case_service, f"P{number}", order)
        paid = [
            record.payload.amount
            for record in case.records
            if isinstance(record.payload, vn.Payment)
        ]
        outcomes.add((case.state, case.version, tuple(paid)))
    refs = []
    while case_service.deliver(LODGED, lambda message: refs.append(message.kind)).done:
        continue

    assert outcomes == {("processing", 4, (150_000,))}
    assert refs.count("print-fee-receipt") == refs.count("print-receipt") == 24
    assert case_service.verify(deep=True).is_sound


# ── what always fails ───────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("error", [ValueError("\ud800\0"), RuntimeError("x" * 10_000), KeyError()])
def test_a_poisoned_effect_becomes_a_dead_letter_and_others_advance(store, error):
    """A message that nobody can take becomes a dead letter; the others are delivered."""
    case_service = service(store)
    for case_id in ("H1", "H2", "H3"):
        lodge(case_service, case_id)
        receive(case_service, case_id)
    taken = []

    def handler(message):
        if message.case_id == "H2":
            raise error
        taken.append(message.case_id)

    now, dead_lettered = LODGED, 0
    for _ in range(20):
        dead_lettered += case_service.deliver(now, handler).dead_lettered
        now += timedelta(days=1)
    (given_up,) = case_service.dead_letters()

    assert taken == ["H1", "H3"]
    assert dead_lettered == 1
    assert (given_up.case_id, given_up.ref) == ("H2", "1.0")
    assert type(error).__name__ in given_up.error
    assert case_service.release("H2", "1.0", at=now)
    assert case_service.deliver(now, lambda message: taken.append(message.case_id)).done == 1
    assert taken == ["H1", "H3", "H2"]
    assert case_service.dead_letters() == ()


def test_an_interrupted_round_keeps_what_was_taken(store):
    """Who is stopped in the midst has settled what was taken; the rest comes again."""
    case_service = service(store)
    for case_id in ("H1", "H2", "H3"):
        lodge(case_service, case_id)
        receive(case_service, case_id)
    taken = []

    def handler(message):
        if message.case_id == "H2":
            raise KeyboardInterrupt
        taken.append(message.case_id)

    with pytest.raises(KeyboardInterrupt):
        case_service.deliver(LODGED, handler)
    later = LODGED + timedelta(minutes=2)
    assert case_service.deliver(later, lambda message: taken.append(message.case_id)).done == 2
    assert taken == ["H1", "H2", "H3"]


def test_a_poisoned_record_becomes_a_dead_letter_and_others_advance(url):
    """A case with an unreadable record is given up by the sweep; the others get their expiries."""
    with open_store(url) as store:
        case_service = service(store)
        for case_id in ("H1", "H2", "H3"):
            lodge(case_service, case_id)
        _poison(store, "H2")
        now, raised, dead_lettered = at("2026-03-05 09:00"), 0, 0
        case_service = service(store)
        for _ in range(20):
            swept = case_service.due(now)
            raised, dead_lettered = raised + swept.raised, dead_lettered + swept.dead_lettered
            now += timedelta(days=1)
        reported = []
        case_service.deliver(now, lambda message: reported.append((message.case_id, message.kind)))
        (given_up,) = case_service.dead_letters()

        assert reported == [("H1", "acknowledgement-overdue"), ("H3", "acknowledgement-overdue")]
        assert (raised, dead_lettered) == (2, 1)
        assert (given_up.case_id, given_up.ref) == ("H2", None)
        assert [fault.case_id for fault in case_service.verify().faults] == ["H2"]
        assert [summary.case_id for summary in case_service.search(Query())] == ["H1", "H2", "H3"]


def _poison(store, case_id):
    """Add a record that follows well and that no release can read."""
    kept = store.run(store.ops.load(case_id))
    text = '{"what":"no record"}'
    stored = kept.records[-1]._replace(
        seq=1, text=text, hash=link(kept.summary.hash, text), key=None
    )
    summary = kept.summary._replace(seq=1, hash=stored.hash)
    assert store.run(store.ops.append(Change(summary, stored, kept.summary.hash)))


# ── a very long history ─────────────────────────────────────────────────────────────────────


def test_a_case_of_20_000_records_works_as_any_other(store):
    """The longest history is read, moved, paged, sealed and verified like a short one."""
    count = 20_000
    source = MemoryStore()
    case_service = service(source)
    lodge(case_service)
    receive(case_service)
    kept = source.run(source.ops.load("H1"))
    stored_records, previous = list(kept.records), kept.summary.hash
    assign(case_service, unit="0")
    template = source.run(source.ops.records("H1", 1))[0]
    for seq in range(2, count):
        text = template.text.replace('"seq":2', f'"seq":{seq}')
        if seq > 2:
            text = text.replace(f'"source":"{kept.summary.state}"', '"source":"processing"')
        previous = link(previous, text)
        stored_records.append(template._replace(seq=seq, text=text, hash=previous))
    summary = source.run(source.ops.load("H1")).summary._replace(seq=count - 1, hash=previous)
    store.run(store.ops.insert_many([StoredCase(summary, tuple(stored_records))]))

    case_service = service(store)
    for number in range(20):
        assert (
            assign(case_service, unit=f"{number}", key=f"k{number}").version == count + number + 1
        )
    assert assign(case_service, unit="0", key="k0").version == count + 20
    assert len(case_service.history("H1", count - 1, 500)) == 20
    case_service.seal(LODGED)
    report = case_service.verify()
    assert (report.records, report.is_sound) == (count + 20, True)
