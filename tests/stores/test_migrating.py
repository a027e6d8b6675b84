"""Open cases of a store moved to another definition: on every store, in part, again, and raced."""

import asyncio
from datetime import date

import pytest
from attrs import evolve

from caseflow import vietnam as vn
from caseflow.engine import Jurisdiction, Migration
from caseflow.errors import ProcedureClosedError, UnknownNameError
from caseflow.limits import working_days
from caseflow.procedures import Catalogue, LimitRule
from caseflow.service import AsyncCaseService, CaseService, kept_engine
from caseflow.stores import (
    MemoryStore,
    Query,
    StoreUnavailableError,
    ThreadedStore,
    UnknownCaseError,
    micros,
)
from caseflow.values import Actor, Channel
from migrations import renamed
from stores.offices import (
    CLERK,
    HEAD,
    LODGED,
    TEN_DAYS,
    assign,
    at,
    codecs,
    lodge,
    receive,
    service,
)

OLD = vn.one_stop_shop()
NEW = renamed(OLD, {"processing": "examining"}, {})
FIVE_DAYS = evolve(
    TEN_DAYS, version="2", limits=(LimitRule(working_days(5)),), valid_from=date(2026, 3, 1)
)
TO_NEW = Migration(NEW.fingerprint, states={"processing": "examining"}, versions={"T.10": "2"})
ADMIN = Actor("admin")
MOVED_AT = at("2026-03-04 09:00")
WHY = "Quyết định 712/QĐ-UBND"


def fill(store) -> None:
    """Four cases at work, one lodged, one decided and one withdrawn."""
    case_service = service(store)
    for number in range(1, 8):
        lodge(case_service, f"H{number}")
        if number != 5:
            receive(case_service, f"H{number}")
            assign(case_service, f"H{number}")
    case_service.fire("H6", vn.DECIDE, vn.Decision(), by=HEAD, at=LODGED)
    case_service.fire("H7", vn.WITHDRAW, vn.Reason("đổi ý"), by=CLERK, at=LODGED)


def renewed(store, **more) -> CaseService:
    """A service that has only its own new definitions, and finds the old ones kept."""
    codec, definitions = codecs()
    office = Jurisdiction("test", vn.calendar(), Catalogue((FIVE_DAYS,)), (NEW,), currency="VND")
    engine = store.run(kept_engine(store.ops, office, definitions))
    return CaseService(engine, store, codec, definitions=definitions, **more)


def test_what_only_the_store_holds_takes_no_new_case(store):
    """A version of before is found for its cases, and opens none on the days it once covered."""
    fill(store)
    engine = renewed(store).engine

    assert engine.jurisdiction.catalogue.get("T.10", "1") == TEN_DAYS
    with pytest.raises(ProcedureClosedError, match="from 2026-03-01"):
        engine.open(
            "T.10", channel=Channel.COUNTER, result_by=Channel.COUNTER, at=at("2026-02-02 09:00")
        )


def move(case_service: CaseService, **more):
    return case_service.migrate(TO_NEW, at=MOVED_AT, by=ADMIN, reason=WHY, **more)


def test_open_cases_are_moved_and_the_others_named(store):
    """Each move is kept as a record; what cannot move stays as it is; everything verifies."""
    fill(store)
    tried = move(renewed(store), is_dry_run=True)
    assert service(store).get("H1").version == 3

    done = move(renewed(store))

    assert (tried.moved, tried.there, tried.reasons) == (5, 0, {"decided": 1})
    assert (done.moved, done.stayed) == (tried.moved, tried.stayed)
    case_service = renewed(store)
    moved = case_service.get("H1")
    assert (moved.state, moved.procedure_version, moved.terms.timed_by) == ("examining", "2", "1")
    assert (moved.last.actor, moved.last.payload.reason) == (ADMIN, WHY)
    assert case_service.deadlines("H1", at=MOVED_AT).legal.due.on == date(2026, 3, 16)
    assert case_service.get("H6").fingerprint == OLD.fingerprint
    assert [summary.case_id for summary in case_service.search(Query(state="examining"))] == [
        "H1",
        "H2",
        "H3",
        "H4",
    ]
    assert case_service.verify(deep=True).is_sound
    decided = case_service.fire("H1", vn.DECIDE, vn.Decision(), by=HEAD, at=at("2026-03-05 09:00"))
    assert decided.state == "decided"
    assert renewed(store).verify(deep=True).is_sound


def test_a_migration_that_was_cut_short_is_done_again(store):
    """What has moved is passed over, and nothing is moved twice."""
    fill(store)
    case_service = renewed(store)
    assert move(case_service, query=Query(after="H2")).moved == 3

    report = move(renewed(store))

    assert (report.moved, report.there) == (2, 3)
    assert move(renewed(store)).moved == 0
    assert renewed(store).get("H3").times("migrate") == 1


def test_only_the_cases_asked_for_move():
    """A query picks the cases; closed ones are never asked about."""
    store = MemoryStore()
    fill(store)
    report = move(renewed(store), query=Query(state="registered", is_open=False))
    assert (report.asked, report.moved) == (1, 1)


def test_taking_the_new_limit_moves_the_date_a_case_is_found_by():
    """The due date of the summary follows the record, so that a sweep finds the case in time."""
    store = MemoryStore()
    fill(store)
    case_service = renewed(store)
    latest = evolve(TO_NEW, limits="latest")
    case_service.migrate(latest, at=MOVED_AT, by=ADMIN, reason=WHY)

    (summary,) = case_service.search(Query(after="H0", limit=1))
    assert summary.due_at == micros(at("2026-03-10 00:00"))
    assert case_service.verify(deep=True).is_sound


class _Ops:
    """The operations of a store, with one act before each append."""

    def __init__(self, store, before):
        self._store, self._before = store, before

    def __getattr__(self, name):
        return getattr(self._store.ops, name)

    def append(self, change):
        yield from ()
        self._before(change)
        return (yield from self._store.ops.append(change))


class _Disturbed:
    """A store on which somebody acts before each append."""

    def __init__(self, store, before):
        self.ops = _Ops(store, before)
        self.run = store.run


def test_who_was_overtaken_moves_the_case_as_it_is_then():
    """Somebody assigns, or moves the case too, between the load and the append."""
    store = MemoryStore()
    fill(store)
    rivals = iter(
        [
            lambda: assign(service(store), "H1", unit="rival"),
            lambda: move(renewed(store), query=Query(after="H1")),
        ]
    )
    report = move(renewed(_Disturbed(store, lambda _: next(rivals, lambda: None)())))

    assert (report.moved, report.there) == (1, 4)
    case = renewed(store).get("H1")
    assert [record.action for record in case.records[-2:]] == ["assign", "migrate"]
    assert renewed(store).get("H2").times("migrate") == 1
    assert renewed(store).verify(deep=True).is_sound


def test_a_case_that_cannot_be_loaded_stops_no_other():
    """A broken chain is named in the report; the rest moves."""
    store = MemoryStore()
    fill(store)

    class Broken(_Ops):
        def load(self, case_id, after=-1):
            if case_id == "H2":
                raise UnknownCaseError(case_id)
            return (yield from self._store.ops.load(case_id, after))

    broken = _Disturbed(store, lambda _: None)
    broken.ops = Broken(store, lambda _: None)
    report = move(renewed(broken))
    assert (report.moved, report.reasons) == (4, {"decided": 1, "error": 1})
    assert report.stayed[0].case_id == "H2"


def test_a_database_that_does_not_answer_ends_the_work():
    """What was moved is moved, and doing it again does the rest."""
    store = MemoryStore()
    fill(store)

    def fails(change):
        if change.summary.case_id == "H3":
            raise StoreUnavailableError("no answer")

    with pytest.raises(StoreUnavailableError):
        move(renewed(_Disturbed(store, fails)))
    report = move(renewed(store))
    assert (report.moved, report.there) == (3, 2)


def test_a_wrong_mapping_moves_nothing():
    """A misspelt name is an error before the first case is read."""
    store = MemoryStore()
    fill(store)
    wrong = evolve(TO_NEW, states={"procesing": "examining"})
    with pytest.raises(UnknownNameError, match="processing"):
        renewed(store).migrate(wrong, at=MOVED_AT, by=ADMIN, reason=WHY)


def test_the_async_service_does_the_same():
    """One body of logic behind the sync and the async service."""
    store = MemoryStore()
    fill(store)
    plain = renewed(store)
    codec, definitions = codecs()

    async def work():
        awaited = AsyncCaseService(
            plain.engine, ThreadedStore(store), codec, definitions=definitions
        )
        return await awaited.migrate(TO_NEW, at=MOVED_AT, by=ADMIN, reason=WHY)

    report = asyncio.run(work())
    assert (report.moved, report.reasons) == (5, {"decided": 1})
    assert plain.verify(deep=True).is_sound
