"""What was kept can be proved: tampering is found, old dates come out again, no answer is lost."""

from datetime import timedelta
from unicodedata import normalize

import pytest
import sqlalchemy
from attrs import evolve, frozen

from caseflow import vietnam as vn
from caseflow.codec import Codec, PayloadTypes
from caseflow.engine import Engine, Jurisdiction
from caseflow.errors import HistoryError, ValueInvalidError
from caseflow.procedures import Catalogue
from caseflow.service import CaseService, kept_engine
from caseflow.service._sealing import Sealer
from caseflow.service._validation import refuse_unkeepable
from caseflow.stores import (
    COMMIT,
    MemoryStore,
    StoreUnavailableError,
    drive,
    link,
    open_store,
    seal_root,
    sqlalchemy_store,
)
from caseflow.vietnam.stored import definition_codec
from stores.offices import CLERK, LODGED, TEN_DAYS, assign, codecs, engine, lodge, receive, service


@pytest.fixture
def memory():
    """A store in memory with two cases, sealed, whose rows a test may change as no user can."""
    store = MemoryStore()
    case_service = service(store)
    for number in ("H1", "H2"):
        lodge(case_service, number, key="o")
        receive(case_service, number, key="r")
        for each in range(3):
            assign(case_service, number, unit=f"Phòng {each}")
    case_service.seal(LODGED)
    return store


def _faults(store, **asked):
    return {(fault.case_id, fault.seq) for fault in service(store).verify(**asked).faults}


@pytest.mark.parametrize("seq", range(5))
@pytest.mark.parametrize("column", ["at", "action", "actor", "key", "text", "hash"])
def test_every_altered_column_is_found(memory, seq, column):
    """No column of any record can be changed without being found, at that record."""
    stored_records = memory.ops.chains["H1"]
    value = getattr(stored_records[seq], column)
    changed = value + 1 if isinstance(value, int) else f"{value} "
    stored_records[seq] = stored_records[seq]._replace(**{column: changed})

    assert ("H1", seq) in _faults(memory)
    assert {case_id for case_id, _ in _faults(memory)} == {"H1"}


@pytest.mark.parametrize("seq", range(5))
def test_every_missing_record_is_found(memory, seq):
    """A record taken out is found; so is a history cut off after it."""
    whole = list(memory.ops.chains["H1"])
    del memory.ops.chains["H1"][seq]
    assert _faults(memory)
    memory.ops.chains["H1"][:] = whole[:seq]
    assert _faults(memory)


@pytest.mark.parametrize("seq", range(4))
def test_swapped_records_are_found(memory, seq):
    """Two records that changed places are found, even with their numbers put right."""
    stored_records = memory.ops.chains["H1"]
    stored_records[seq], stored_records[seq + 1] = stored_records[seq + 1], stored_records[seq]
    assert _faults(memory)
    stored_records[seq] = stored_records[seq]._replace(seq=seq)
    stored_records[seq + 1] = stored_records[seq + 1]._replace(seq=seq + 1)
    assert _faults(memory)


def test_a_history_cut_off_with_its_case_is_found_by_the_seal(memory):
    """Who puts the case back to an earlier record is found by the seal over the later one."""
    stored_records = memory.ops.chains["H1"]
    del stored_records[3:]
    summary = memory.ops.summaries["H1"]
    memory.ops.summaries["H1"] = summary._replace(seq=2, hash=stored_records[-1].hash)

    assert ("H1", 4) in _faults(memory)


def test_a_case_that_is_gone_is_found_by_the_seal(memory):
    """Who removes a case whole is found by the seal."""
    del memory.ops.chains["H1"], memory.ops.summaries["H1"]

    assert _faults(memory) == {("H1", 4)}


def test_a_chain_written_anew_is_found_by_a_published_seal(memory):
    """The owner of all tables can write everything anew, but not what was published."""
    published = memory.run(memory.ops.seals())[0]
    stored_records, previous = memory.ops.chains["H1"], ""
    for seq, stored in enumerate(stored_records):
        text = stored.text.replace("Phòng 1", "Phòng 9")
        previous = link(previous, text)
        stored_records[seq] = stored._replace(text=text, hash=previous)
    memory.ops.summaries["H1"] = memory.ops.summaries["H1"]._replace(hash=previous)
    assert ("H1", 4) in _faults(memory)

    memory.ops.all_seals.clear()
    service(memory).seal(LODGED)
    assert _faults(memory) == set()
    assert _faults(memory, seal=published) == {("", 1)}


def test_a_seal_that_was_altered_is_found(memory):
    """A seal, its lines and its place among the others are checked too."""
    service(memory).seal(LODGED)
    (first, lines), second = memory.ops.all_seals
    for seals in (
        [(first._replace(root="x"), lines), second],
        [(first._replace(cases=7), lines), second],
        [(first, lines[:1]), second],
        [second],
    ):
        memory.ops.all_seals[:] = seals
        assert ("", first.number) in _faults(memory) or ("", second[0].number) in _faults(memory)


def test_the_instant_of_a_seal_is_held_by_the_next(memory):
    """A seal holds the whole text of the one before; those of older schemas held its root."""
    case_service = service(memory)
    case_service.seal(LODGED)
    (first, lines), (second, later) = memory.ops.all_seals
    moved = (first._replace(at=first.at - 1), lines)
    memory.ops.all_seals[:] = [moved, (second, later)]
    assert _faults(memory) == {("", 2)}
    assert _faults(memory, seal=first) == {("", 1), ("", 2)}

    of_before = second._replace(root=seal_root(first.root, later))
    memory.ops.all_seals[:] = [(first, lines), (of_before, later)]
    assert _faults(memory) == set()


def test_a_case_said_to_be_elsewhere_is_found(memory):
    """The state by which a case is searched must be that of its last record."""
    memory.ops.summaries["H1"] = memory.ops.summaries["H1"]._replace(state="returned")
    assert _faults(memory) == {("H1", 4)}


def test_records_of_no_case_are_found(memory):
    """Records whose case is not there, and a case without records, are faults."""
    memory.ops.chains["A0"] = memory.ops.chains["H1"][:]
    memory.ops.chains["Z9"] = memory.ops.chains["H1"][:]
    memory.ops.chains["H2"].clear()
    assert {case_id for case_id, _ in _faults(memory)} == {"A0", "Z9", "H2"}


def test_a_history_of_another_case_is_found(memory):
    """A whole history put in the place of another's does not name that case."""
    memory.ops.chains["H1"] = memory.ops.chains["H2"][:]
    summary = memory.ops.summaries["H2"]
    memory.ops.summaries["H1"] = summary._replace(case_id="H1")
    assert ("H1", 0) in _faults(memory)


def test_a_history_that_no_workflow_makes_is_found_by_a_deep_look(memory):
    """A chain that is sound in itself and names a way that is not there is found too."""
    stored_records = memory.ops.chains["H1"]
    text = stored_records[4].text.replace('"action":"assign"', '"action":"decide"')
    hash_ = link(stored_records[3].hash, text)
    stored_records[4] = stored_records[4]._replace(text=text, action="decide", hash=hash_)
    memory.ops.summaries["H1"] = memory.ops.summaries["H1"]._replace(hash=hash_)
    memory.ops.all_seals.clear()
    assert _faults(memory) == set()
    assert _faults(memory, deep=True) == {("H1", 4)}


def test_policies_of_another_service_are_not_compared_if_asked_so(memory):
    """Units and sweeps follow from what a service was given; all else follows from the records."""
    case_service = service(memory, unit_of=lambda case: f"unit of {case.id}")
    memory.ops.summaries["H2"] = memory.ops.summaries["H2"]._replace(wake_at=None)
    assert {fault.case_id for fault in case_service.verify(deep=True).faults} == {"H1", "H2"}
    assert case_service.verify(deep=True, policies=False).is_sound
    memory.ops.summaries["H1"] = memory.ops.summaries["H1"]._replace(due_at=1)
    (fault,) = case_service.verify(deep=True, policies=False).faults
    assert (fault.case_id, fault.problem.split()[0]) == ("H1", "due_at")


def test_a_broken_chain_is_not_worked_on(memory):
    """A case whose chain is broken is neither shown nor moved."""
    stored_records = memory.ops.chains["H1"]
    stored_records[2] = stored_records[2]._replace(
        text=stored_records[2].text.replace("Phòng", "Phong")
    )
    with pytest.raises(HistoryError, match="hash"):
        service(memory).get("H1")
    with pytest.raises(HistoryError):
        assign(service(memory))


def test_a_store_put_back_from_a_backup_is_read_anew(memory):
    """What a desk has decoded is dropped when the store holds something else."""
    case_service = service(memory)
    stored_records, summary = memory.ops.chains["H1"][:], memory.ops.summaries["H1"]
    assign(case_service, unit="later")
    memory.ops.chains["H1"], memory.ops.summaries["H1"] = stored_records[:], summary
    assert case_service.get("H1").version == 5
    assign(case_service, unit="other")
    assign(service(memory), unit="yet another")
    memory.ops.chains["H1"], memory.ops.summaries["H1"] = stored_records[:], summary
    assign(service(memory), unit="A")
    assign(service(memory), unit="B")
    assert [each.payload.unit for each in case_service.get("H1").records[5:]] == ["A", "B"]


# ── what cases were worked by ───────────────────────────────────────────────────────────────


def test_every_printed_date_can_be_worked_out_again(store):
    """Calendar, workflow and procedure are kept with the cases, and give the same dates later."""
    case_service = service(store)
    lodge(case_service)
    receive(case_service)
    before = case_service.deadlines("H1", at=LODGED).legal
    later = vn.calendar().as_of(LODGED - timedelta(days=4000))
    assert later.version != vn.calendar().version
    changed = evolve(TEN_DAYS, version="2", reappointment_max=0)
    later_engine = store.run(
        kept_engine(
            store.ops,
            Jurisdiction(
                "later", later, Catalogue((changed,)), (vn.one_stop_shop(),), currency="VND"
            ),
            definition_codec(),
        )
    )

    afterwards = CaseService(later_engine, store, codecs()[0], definitions=codecs()[1])

    assert afterwards.get("H1") == case_service.get("H1")
    assert afterwards.deadlines("H1", at=LODGED).legal.explain("vi") == before.explain("vi")
    assert assign(afterwards).version == 3
    assert afterwards.verify(deep=True).is_sound


@pytest.mark.parametrize("change", [("T.10", "T.11"), ("15", "16"), ("{", "["), ('":', '" :')])
def test_a_definition_is_what_its_name_says(memory, change):
    """Who writes a definition anew with its hash is found by a deep look: the name tells."""
    for key, kept in list(memory.ops.kept.items()):
        text = kept.text.replace(*change)
        memory.ops.kept[key] = kept._replace(text=text)
        # A calendar or a workflow spaced otherwise is the same one.
        is_same = text == kept.text or (change == ('":', '" :') and kept.kind != "procedure")
        faults = service(memory).verify(deep=True).faults
        reported = {fault.problem.partition(": ")[0] for fault in faults}
        assert reported == (set() if is_same else {f"{kept.kind} {kept.name}"}), change
        memory.ops.kept[key] = kept


@pytest.mark.parametrize("kind", ["calendar", "workflow", "procedure"])
def test_a_definition_that_is_gone_is_found_by_a_deep_look(memory, kind):
    """The dates of a case can be worked out again by what is kept, or somebody is told."""
    assert service(memory).verify(deep=True).is_sound
    for place in [each for each in memory.ops.kept if each[0] == kind]:
        del memory.ops.kept[place]

    (fault,) = service(memory).verify(deep=True).faults

    assert fault.problem.startswith(f"{kind} ")
    assert fault.problem.endswith("cases are worked by it and it is gone")


def test_what_a_host_undid_is_kept_with_the_next_case(sqlite_url):
    """Definitions that went with a transaction of the host come with the case that stays."""
    host = sqlalchemy.create_engine(sqlite_url)
    with host.connect() as connection:
        case_service = service(sqlalchemy_store(connection))
        undone = connection.begin()
        lodge(case_service)
        undone.rollback()
        with connection.begin():
            lodge(case_service)
    host.dispose()

    with open_store(sqlite_url) as store:
        kinds = ("calendar", "workflow", "procedure")
        assert [len(store.run(store.ops.definitions(kind))) for kind in kinds] == [1, 1, 1]


def test_a_case_put_under_another_calendar_keeps_both(store):
    """A recomputation is a record, and the new calendar is kept before it is needed."""
    older = vn.calendar().as_of(LODGED - timedelta(days=4000))
    held = Engine(engine().jurisdiction, calendars=[older])
    case_service = CaseService(held, store, codecs()[0], definitions=codecs()[1])
    lodge(case_service)
    receive(case_service)
    case = case_service.rebase("H1", older, policy="latest", at=LODGED, by=CLERK, reason="lịch mới")

    assert case == CaseService(held, store, codecs()[0]).get("H1")
    kept = {each.name for each in store.run(store.ops.definitions("calendar"))}
    assert kept == {older.version, vn.calendar().version}


# ── answers that were lost ──────────────────────────────────────────────────────────────────


class _Losing:
    """A store that loses the answer, or the request, of one statement."""

    def __init__(self, store, sql, *, is_done) -> None:
        self.ops = store.ops
        self._store, self._sql, self._is_done = store, sql, is_done
        self.left = 1

    def run(self, ops):
        return self._store.run(self._between(ops))

    def _between(self, ops):
        """Pass statements on, and fail once where it was said."""
        statement = next(ops)
        while True:
            is_it = statement is self._sql or (
                isinstance(self._sql, str)
                and any(self._sql in each.sql for each in (statement, *statement.then))
            )
            try:
                if is_it and self.left:
                    self.left -= 1
                    if self._is_done:
                        yield statement
                    statement = ops.throw(StoreUnavailableError("the line is dead"))
                else:
                    statement = ops.send((yield statement))
            except StopIteration as stop:
                return stop.value


@pytest.mark.parametrize("is_done", [True, False])
def test_a_lost_answer_is_looked_for(is_done, postgres_url):
    """When a commit is not answered, the record is there once, whether it got there or not."""
    with open_store(postgres_url) as store:
        lodge(service(store))
        receive(service(store))
        losing = _Losing(store, "select cf_go_on", is_done=is_done)

        case = assign(service(losing))

        assert losing.left == 0
        assert case.version == 3
        assert service(store).get("H1") == case


@pytest.mark.parametrize("is_done", [True, False])
def test_a_lost_answer_of_a_file_is_looked_for(is_done, sqlite_url):
    """The same where a transaction is several statements."""
    with open_store(sqlite_url) as store:
        lodge(service(store))
        losing = _Losing(store, "update cf_case", is_done=is_done)
        assert receive(service(losing)).version == 2
        assert losing.left == 0
        assert service(store).get("H1").version == 2


def test_a_lost_commit_of_a_file_is_looked_for(sqlite_url):
    """The same where a commit is its own statement, as that of a new case."""
    with open_store(sqlite_url) as store:
        lodge(service(store), "H0")  # its definitions are kept by their own commits
        losing = _Losing(store, COMMIT, is_done=True)
        assert lodge(service(losing)).version == 1
        assert losing.left == 0
        assert service(store).get("H1").version == 1


def test_a_store_that_stays_away_is_reported(sqlite_url):
    """After so many tries the caller is told to ask again with the same key."""
    with open_store(sqlite_url) as store:
        lodge(service(store))
        losing = _Losing(store, "insert into cf_record", is_done=False)
        losing.left = 99
        with pytest.raises(StoreUnavailableError, match="the same key"):
            receive(service(losing), key="k")
        losing.left = 0
        assert receive(service(losing), key="k").version == 2


# ── payloads of one's own ───────────────────────────────────────────────────────────────────


@frozen
class Note:
    """A payload that does not clean its text."""

    text: str
    tags: tuple[str, ...] = ()


def test_a_payload_is_cleaned_before_it_is_decided_on():
    """What an action sees is what will be read back: NFC text, in nested values too."""
    types = PayloadTypes()
    types.register("note", 1, Note)
    sealer = Sealer(MemoryStore().ops, Codec(types))
    apart = normalize("NFD", "Hồ")

    assert sealer.clean(Note(apart, (apart,))) == Note("Hồ", ("Hồ",))
    plain = Note("Hồ")
    assert sealer.clean(plain) is plain
    assert sealer.clean(None) is None


@pytest.mark.parametrize("number", [2**63, -(2**63)])
def test_a_number_that_no_column_holds_is_refused(number):
    """Whole numbers, money among them, fit eight bytes on every store."""
    refuse_unkeepable({"payload": {"amount": [2**63 - 1]}, "facts": []}, "")
    with pytest.raises(ValueInvalidError):
        refuse_unkeepable({"payload": {"amount": [{"dong": number}]}, "facts": []}, "")


def test_memory_executes_no_statement():
    """Memory has no tables: whoever sends it a statement is told."""
    store = MemoryStore()
    assert store.run(store.ops.migrate()) == store.run(store.ops.schema_version())

    def stray():
        from caseflow.stores import Statement

        yield Statement("select 1")

    with pytest.raises(Exception, match="memory executes no statement"):
        store.run(stray())
    assert drive(lambda _: (), store.ops.load("x")) is None
