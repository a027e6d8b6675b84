"""A case that nobody can read stops nobody else, and can be set aside on record, for good."""

import json
from datetime import timedelta

import pytest

from caseflow import vietnam as vn
from caseflow.cases import SET_ASIDE
from caseflow.engine import Migration
from caseflow.errors import (
    CaseSetAsideError,
    FormatError,
    StoreRefusedError,
    UnknownCaseError,
    UnknownNameError,
    ValueInvalidError,
)
from caseflow.office.budgets import GRANT, BudgetGrant
from caseflow.service import Backoff, kept_engine, set_aside, set_aside_definition
from caseflow.stores import Change, Definition, MemoryStore, Query, link
from caseflow.values import Actor
from stores.budgets import (
    CASHIER,
    CITY,
    SETTLER,
    bill_case,
    budget_service_of,
    found,
    grant,
    held,
    services,
)
from stores.nonsense import NONSENSE, nonsense
from stores.offices import CLERK, LODGED, assign, codecs, engine, lodge, receive, service

LATER = LODGED + timedelta(days=60)
WHY = "kept by a crafted import"


def _aside(store, case_service, case_id="H2", **more):
    return store.run(
        set_aside(case_service.work, case_id, **{"by": CLERK, "at": LATER, "reason": WHY, **more})
    )


def _filled(store):
    case_service = service(store)
    for number in ("H1", "H3"):
        lodge(case_service, number)
        receive(case_service, number)
    nonsense(store)
    return case_service


def test_a_case_that_cannot_be_read_is_set_aside_in_every_store(store):
    """A last record says who, when and why; it is closed, asleep, sealed, and no fault any more."""
    case_service = _filled(store)
    before = case_service.verify(deep=True, policies=False)
    assert {fault.case_id for fault in before.faults} == {"H2"}

    done = _aside(store, case_service)
    assert done.reason == WHY
    kept = store.run(store.ops.load("H2"))
    assert [stored.action for stored in kept.records][-1] == SET_ASIDE
    assert (kept.summary.is_open, kept.summary.due_at, kept.summary.wake_at) == (False, None, None)

    report = service(store).verify(deep=True, policies=False)
    assert report.is_sound
    (said,) = report.set_aside
    assert (said.case_id, said.seq) == ("H2", 2)
    assert all(part in said.problem for part in ("clerk", WHY, done.problem))
    assert case_service.seal(LATER).cases == 3
    assert service(store).verify().is_sound

    swept = service(store).due(LATER)
    assert (swept.claimed, swept.stalled, swept.problems) == (2, 0, ())
    with pytest.raises(CaseSetAsideError, match=WHY):
        service(store).get("H2")
    assert store.run(store.ops.find(Query(is_open=True)))[-1].case_id == "H3"


def test_it_is_done_once_and_never_undone(store):
    """Done again it changes nothing; nothing more is done to the case, by whomever held it."""
    case_service = _filled(store)
    first = _aside(store, case_service)
    again = _aside(store, case_service, by=Actor("another"), reason="other words")
    assert again == first
    assert len(store.run(store.ops.load("H2")).records) == 3
    for other in (case_service, service(store)):
        with pytest.raises(CaseSetAsideError):
            assign(other, "H2")


@pytest.mark.parametrize("kind", NONSENSE)
def test_every_kind_of_nonsense_can_be_set_aside(kind):
    """Whatever reading it raises; before that a sweep passes over it, says so, and goes on."""
    store = MemoryStore()
    case_service = _filled(store)
    nonsense(store, "H4", kind=kind)
    swept = service(store, backoff=Backoff(most=1)).due(LATER)
    assert (swept.claimed, swept.dead_lettered) == (4, 2)
    assert swept.raised
    assert {each.case_id for each in swept.problems} == {"H2", "H4"}
    assert all(each.problem for each in swept.problems)
    _aside(store, case_service, "H4")
    _aside(store, case_service)
    assert service(store).verify(deep=True, policies=False).is_sound
    assert service(store).due(LATER + timedelta(days=400)).problems == ()


def test_what_can_be_read_is_not_set_aside(store):
    """It is no way to make a filing disappear; nor without a name, a reason, or a case."""
    case_service = _filled(store)
    with pytest.raises(StoreRefusedError, match="can be read"):
        _aside(store, case_service, "H1")
    with pytest.raises(UnknownCaseError):
        _aside(store, case_service, "H9")
    for wrong in ({"reason": " \n"}, {"by": Actor("")}):
        with pytest.raises(ValueInvalidError):
            _aside(store, case_service, **wrong)
    assert len(store.run(store.ops.load("H1")).records) == 2
    assert len(store.run(store.ops.load("H2")).records) == 2


@pytest.mark.parametrize("column", [{"due_at": 5}, {"is_open": False}, {"state": "returned"}])
def test_a_wrong_head_is_a_fault_that_can_be_set_aside(column):
    """What a case is found by follows from its records; a deep look finds what does not."""
    store = MemoryStore()
    case_service = service(store)
    lodge(case_service)
    store.ops.summaries["H1"] = store.ops.summaries["H1"]._replace(**column)
    assert not service(store).verify(deep=True).is_sound
    _aside(store, service(store), "H1")
    assert service(store).verify(deep=True).is_sound


def test_a_case_that_was_set_aside_by_hand_is_reported(store):
    """Whoever may append may forge the record; a deep look says that the case could be read."""
    case_service = _filled(store)
    _aside(store, case_service)
    summary = store.run(store.ops.load("H1")).summary
    stored = store.run(store.ops.load("H2")).records[-1]
    data = {**json.loads(stored.text), "source": summary.state, "target": summary.state}
    text = json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    stored = stored._replace(text=text, hash=link(summary.hash, text))
    after = summary._replace(seq=2, hash=stored.hash, is_open=False, due_at=None, wake_at=None)
    assert store.run(store.ops.append(Change(after, stored, summary.hash)))
    said = {
        each.case_id: "its records can be read" in each.problem
        for each in service(store).verify(deep=True, policies=False).set_aside
    }
    assert said == {"H1": True, "H2": False}


def test_what_is_altered_since_is_a_fault_again():
    """Set aside is what was wrong then; the rest of the chain is still looked at, and seals too."""
    store = MemoryStore()
    case_service = _filled(store)
    _aside(store, case_service)
    case_service.seal(LATER)
    stored_records = store.ops.chains["H2"]
    stored_records[1] = stored_records[1]._replace(text=stored_records[1].text + " ")
    assert {fault.case_id for fault in case_service.verify().faults} == {"H2"}


def test_a_case_with_a_broken_chain_can_be_set_aside():
    """As one whose row somebody altered on the disk; what is sealed of it stays a fault."""
    store = MemoryStore()
    case_service = _filled(store)
    stored_records = store.ops.chains["H3"]
    stored_records[0] = stored_records[0]._replace(text=stored_records[0].text + " ")
    assert {fault.case_id for fault in service(store).verify().faults} == {"H3"}
    assert "record 0" in _aside(store, service(store), "H3").problem
    report = service(store).verify()
    assert report.is_sound
    assert [each.case_id for each in report.set_aside] == ["H3"]
    assert not case_service.verify(
        deep=True, policies=False
    ).is_sound  # of H2, which is still there


def test_a_migration_passes_over_it_and_says_so():
    """Whatever it raises, the others move; set aside, it is not looked at."""
    store = MemoryStore()
    case_service = _filled(store)
    to = engine().jurisdiction.workflows[0].fingerprint
    asked = {"at": LATER, "by": CLERK, "reason": "r", "is_dry_run": True}
    report = case_service.migrate(Migration(to), **asked)
    assert [each.case_id for each in report.stayed] == ["H2"]
    _aside(store, case_service)
    assert case_service.migrate(Migration(to), **asked).stayed == ()


def test_a_definition_that_cannot_be_read_is_set_aside(store):
    """No engine is made of it; it stays as it was kept, and is no fault any more."""
    _filled(store)
    store.run(store.ops.keep(Definition("workflow", "riddle@1", "{]")))
    codec = codecs()[1]
    office = engine().jurisdiction
    with pytest.raises(FormatError):
        store.run(kept_engine(store.ops, office, codec))
    reported = []
    store.run(kept_engine(store.ops, office, codec, passed_over=reported))
    assert [each.what for each in reported] == ["workflow riddle@1"]

    asked = {"by": CLERK, "at": LATER, "reason": WHY}
    done = store.run(set_aside_definition(store.ops, codec, "workflow", "riddle@1", **asked))
    assert (
        store.run(
            set_aside_definition(
                store.ops, codec, "workflow", "riddle@1", by=Actor("x"), at=LODGED, reason="y"
            )
        )
        == done
    )
    store.run(kept_engine(store.ops, office, codec))
    _aside(store, service(store))
    report = service(store).verify(deep=True, policies=False)
    assert report.is_sound
    assert any("riddle@1" in each.problem and WHY in each.problem for each in report.set_aside)

    good = store.run(store.ops.definitions("workflow"))[0].name
    for name, error in ((good, StoreRefusedError), ("nothing", UnknownNameError)):
        with pytest.raises(error):
            store.run(set_aside_definition(store.ops, codec, "workflow", name, **asked))


def test_the_record_is_read_as_any_other():
    """History gives it, with its payload, and a list of what happened may show it."""
    store = MemoryStore()
    case_service = _filled(store)
    done = _aside(store, case_service)
    (last,) = case_service.history("H2", after=1)
    assert (last.payload, last.actor, last.at) == (done, CLERK, LATER)
    assert vn.RECEIVE.name != last.action


def _spoilt(store, case_id):
    """Let a filing have a grant on record that nobody can read, by a right chain."""
    summary = store.ops.summaries[case_id]
    last = store.ops.chains[case_id][-1]
    text = json.dumps({**json.loads(last.text), "seq": summary.seq + 1, "key": None, "payload": 5})
    stored = last._replace(
        seq=summary.seq + 1,
        key=None,
        action="grant-subsidy",
        text=text,
        hash=link(summary.hash, text),
    )
    store.ops.chains[case_id].append(stored)
    store.ops.summaries[case_id] = summary._replace(seq=stored.seq, hash=stored.hash)


def test_a_settlement_passes_over_a_filing_that_cannot_be_read():
    """The others are settled; its grant stays set aside, and is a finding once the filing is."""
    store = MemoryStore()
    found(store)
    for number in ("F1", "F2"):
        bill_case(store, number)
    case_service = budget_service_of(store)
    grant(case_service, case_id="F2", number="S2")
    _, budgets = services(store)
    # The desk of F1 died after the money was set aside, and its record was spoilt since.
    wanted = BudgetGrant("S1", "F1", 20_000, "fee", "F1/1", "", "", currency="VND")
    budgets.fire(CITY, GRANT, wanted, by=CASHIER, at=LODGED, key=wanted.key)
    _spoilt(store, "F1")

    settled = budget_service_of(store).settle(CITY, by=SETTLER, at=LATER)
    assert [case for case, _ in settled.passed_over] == ["F1"]
    assert not settled.is_clean
    assert (settled.completed, settled.given_back, settled.findings) == ((), (), ())
    assert held(store) == ({"S1": 20_000, "S2": 20_000}, 10_000)

    filings, _ = services(store)
    _aside(store, filings, "F1")
    settled = budget_service_of(store).settle(CITY, by=SETTLER, at=LATER)
    assert settled.passed_over == ()
    assert [(each.case, each.granted, each.recorded) for each in settled.findings] == [
        ("F1", 20_000, 0)
    ]
