"""Whoever owns the database can change what is kept; `verify` finds it."""

import sqlite3
from datetime import timedelta
from itertools import combinations

import psycopg
import pytest
from attrs import evolve

from caseflow import vietnam as vn
from caseflow.engine import Jurisdiction
from caseflow.errors import FormatError
from caseflow.procedures import Catalogue
from caseflow.service import CaseService, kept_engine
from caseflow.stores import GENESIS, HostStore, Query, link, micros, open_store
from stores.offices import CLERK, LODGED, TEN_DAYS, assign, at, codecs, lodge, receive, service

#: Cases and how many records they have; the last record of each is younger than the seals.
CASES = {"A": 6, "B": 4, "C": 2}
RECORDS = [(case_id, seq) for case_id, count in CASES.items() for seq in range(count)]
SEALED = [(case_id, seq) for case_id, seq in RECORDS if seq < CASES[case_id] - 1]


class Owner:
    """The owner of a database, who can get round the triggers; `undo` takes all of it back."""

    def __init__(self, connection, dialect):
        self._connection = connection
        placeholder = "?" if dialect == "sqlite" else "%s"
        self._placeholder = placeholder
        self.store = HostStore(self.execute, dialect, placeholder=placeholder)
        self._is_sqlite = dialect == "sqlite"

    def execute(self, sql, values=()):
        cursor = self._connection.execute(sql, values or ())
        return cursor.fetchall() if cursor.description else ()

    def begin(self):
        self.execute("begin")
        if self._is_sqlite:
            for (name,) in self.execute("select name from sqlite_master where type = 'trigger'"):
                self.execute(f"drop trigger {name}")
        else:
            self.execute("set local session_replication_role = replica")

    def do(self, sql, *values):
        self.execute(sql.replace("?", self._placeholder), values)

    def undo(self):
        self.execute("rollback")

    def records(self, case_id):
        """Return (seq, text, hash) of each record of a case."""
        return self.execute(
            f"select seq, text, hash from cf_record where case_id = {self._placeholder} "
            "order by seq",
            (case_id,),
        )

    def rewrite(self, case_id, since, change):
        """Change the text of a record and link everything after it anew, the summary too."""
        previous = GENESIS
        for seq, text, digest in self.records(case_id):
            new = change(text) if seq == since else text
            now = link(previous, new) if seq >= since else digest
            self.do(
                "update cf_record set text = ?, hash = ? where case_id = ? and seq = ?",
                new,
                now,
                case_id,
                seq,
            )
            previous = now
        self.do("update cf_case set head = ? where case_id = ?", previous, case_id)


def _fill(url):
    """Keep the cases, sealed twice, and return the last seal as it is published."""
    with open_store(url) as store:
        case_service = service(store)
        for case_id in CASES:
            lodge(case_service, case_id, key="o", facts={"unit": "Phòng"})
        receive(case_service, "A", key="r")
        receive(case_service, "B")
        case_service.seal(LODGED)
        for seq in range(2, 5):
            assign(
                case_service, "A", when=at("2026-03-03 08:00") + timedelta(hours=seq), key=f"a{seq}"
            )
        assign(case_service, "B")
        seal = case_service.seal(LODGED + timedelta(days=1))
        assign(case_service, "A", when=at("2026-03-03 12:00"), unit="last")
        assign(case_service, "B", unit="last")
        receive(case_service, "C")
        return seal


@pytest.fixture(params=["sqlite_url", "own_postgres_url"])
def kept(request):
    """The owner of a filled database, and the last seal."""
    url = request.getfixturevalue(request.param)
    seal = _fill(url)
    if request.param == "sqlite_url":
        path = request.getfixturevalue("sqlite_path")
        dialect, connection = "sqlite", sqlite3.connect(path, isolation_level=None)
    else:
        dialect, connection = "postgresql", psycopg.connect(url, autocommit=True)
    yield Owner(connection, dialect), seal
    connection.close()


def _unfound(owner, tamperings, *, deep=False, seal=None):
    """Return those of *tamperings* after which everything still verifies."""
    unfound = []
    case_service = service(owner.store)
    assert case_service.verify(deep=True, seal=seal).is_sound
    for name, tamper in tamperings:
        owner.begin()
        tamper(owner)
        if case_service.verify(deep=deep, seal=seal).is_sound:
            unfound.append(name)
        owner.undo()
    assert case_service.verify(deep=True, seal=seal).is_sound
    return unfound


def _record(change, case_id, seq, *values):
    sql = f"update cf_record set {change} where case_id = ? and seq = ?"
    return lambda owner: owner.do(sql, *values, case_id, seq)


CHANGES = {
    "text": "text = replace(text, '\"seq\":', '\"seq\": ')",
    "one letter": "text = replace(text, 'T', 't')",
    "no text": "text = ''",
    "hash": "hash = substr(hash, 2) || '0'",
    "at": "at = at + 1",
    "action": "action = action || 's'",
    "actor": "actor = 'somebody'",
    "key": "key = coalesce(key, '') || 'x'",
    "seq": "seq = seq + 100",
    "case": "case_id = 'D'",
    "agency": "agency = 'else'",
}


def test_every_altered_record_is_found(kept):
    """Whatever is changed of whichever record, in its text or beside it, is found."""
    owner, _ = kept
    tamperings = [
        ((place, name), _record(change, *place))
        for place in RECORDS
        for name, change in CHANGES.items()
    ]

    assert _unfound(owner, tamperings) == []


def test_every_deleted_record_is_found(kept):
    """A record taken out, or all from one on, is found, and so is a record put in."""
    owner, _ = kept

    def delete(which, case_id, seq):
        sql = f"delete from cf_record where case_id = ? and seq {which} ?"
        return lambda owner: owner.do(sql, case_id, seq)

    def copy(case_id, seq):
        sql = (
            "insert into cf_record select case_id, ?, agency, at, action, actor, null, text, hash "
            "from cf_record where case_id = ? and seq = ?"
        )
        return lambda owner: owner.do(sql, CASES[case_id], case_id, seq)

    tamperings = [
        ((place, which), delete(which, *place)) for place in RECORDS for which in ("=", ">=", "<=")
    ]
    tamperings += [((place, "copied"), copy(*place)) for place in RECORDS]
    tamperings += [
        ((case_id, "alone"), lambda owner, it=case_id: owner.do(_NO_CASE, it)) for case_id in CASES
    ]

    assert _unfound(owner, tamperings) == []


_NO_CASE = "delete from cf_case where case_id = ?"


def test_every_swap_of_two_records_is_found(kept):
    """Two records that change places, of one case or of two, are found."""
    owner, _ = kept

    def swap(one, other):
        def tamper(owner):
            hidden = "update cf_record set case_id = ?, seq = ? where case_id = ? and seq = ?"
            owner.do(hidden, "swap", 0, *one)
            owner.do(hidden, *one, *other)
            owner.do(hidden, *other, "swap", 0)

        return tamper

    # With another key in the way the database itself refuses some swaps.
    def without_keys(tamper):
        def tampered(owner):
            owner.do("drop index cf_record_key")
            tamper(owner)

        return tampered

    pairs = combinations(RECORDS, 2)
    tamperings = [((one, other), without_keys(swap(one, other))) for one, other in pairs]

    assert _unfound(owner, tamperings) == []


def test_a_case_set_back_is_found_by_a_seal(kept):
    """Records cut off whose case was set back to fit them are found if a seal is younger."""
    owner, _ = kept

    def cut(case_id, seq):
        def tamper(owner):
            owner.do("delete from cf_record where case_id = ? and seq >= ?", case_id, seq)
            (*_, (last, text, digest)) = owner.records(case_id)
            state = text.partition('"target":"')[2].partition('"')[0]
            owner.do(
                "update cf_case set last_seq = ?, head = ?, state = ? where case_id = ?",
                last,
                digest,
                state,
                case_id,
            )

        return tamper

    tamperings = [(place, cut(*place)) for place in SEALED if place[1] > 0]

    assert _unfound(owner, tamperings, deep=True) == []


def test_a_chain_written_anew_is_found_by_a_seal(kept):
    """Who writes a record anew and links all that follows is found if a seal is younger."""
    owner, _ = kept

    def rewrite(case_id, seq):
        return lambda owner: owner.rewrite(case_id, seq, _with_another_role)

    assert _unfound(owner, [(place, rewrite(*place)) for place in SEALED]) == []


def _with_another_role(text):
    """Say of a record that whoever acted was also the mayor."""
    before, mark, after = text.partition('"roles":[')
    return f'{before}{mark}"mayor"{"" if after.startswith("]") else ","}{after}'


def test_a_case_that_is_gone_is_found_by_a_seal(kept):
    """A whole case taken out, or given to another agency, is found if a seal is younger."""
    owner, _ = kept

    def both(sql):
        def tampering(case_id):
            def tamper(owner):
                owner.do(sql.format("cf_record"), case_id)
                owner.do(sql.format("cf_case"), case_id)

            return tamper

        return tampering

    gone = both("delete from {} where case_id = ?")
    away = both("update {} set agency = 'else' where case_id = ?")
    tamperings = [((case_id, "gone"), gone(case_id)) for case_id in CASES]
    tamperings += [((case_id, "away"), away(case_id)) for case_id in CASES]

    assert _unfound(owner, tamperings) == []


def test_a_head_that_says_otherwise_is_found(kept):
    """What a case is found by follows from its records; a deep look finds each part altered."""
    owner, _ = kept
    changes = {
        "state": "state = 'returned'",
        "head": "head = 'ab12'",
        "last_seq": "last_seq = last_seq - 1",
        "number": "case_id = case_id || 'x'",
        "procedure": "procedure = 'T.11'",
        "unit": "unit = 'Phòng khác'",
        "is_open": "is_open = 0",
        "due_at": "due_at = coalesce(due_at, 0) + 1",
        "no due_at": "due_at = null",
        "no wake_at": "wake_at = null",
    }

    def tampering(case_id, change):
        sql = f"update cf_case set {change} where case_id = ?"
        return lambda owner: owner.do(sql, case_id)

    tamperings = [
        ((case_id, name), tampering(case_id, change))
        for case_id in CASES
        for name, change in changes.items()
    ]

    assert _unfound(owner, tamperings, deep=True) == []


def test_every_altered_seal_is_found(kept):
    """A seal or a line under it that was altered or taken out is found with the published seal."""
    owner, seal = kept
    changes = [
        *(f"update cf_seal set {change} where number = {number}" for number in (1, 2)
          for change in ("cases = cases + 1", "root = 'ab12'", "previous = 'ab12'",
                         "number = number + 7", "agency = 'else'")),
        # The instant of a seal is told only by who published it, and one alone was handed in.
        "update cf_seal set at = at + 1 where number = 2",
        *(f"delete from cf_seal where number = {number}" for number in (1, 2)),
        *(f"update cf_sealed set {change} where case_id = '{case_id}'" for case_id in CASES
          for change in ("seq = seq + 7", "hash = 'ab12'", "number = 3 - number",
                         "agency = 'else'")),
        *(f"delete from cf_sealed where case_id = '{case_id}'" for case_id in CASES),
    ]  # fmt: skip
    tamperings = [(sql, lambda owner, sql=sql: owner.do(sql)) for sql in changes]

    assert _unfound(owner, tamperings, seal=seal) == []


def test_a_past_written_anew_with_its_seals_is_found_by_what_was_published(kept):
    """Who writes a case and all seals anew keeps another seal than the one that was published."""
    owner, seal = kept
    case_service = service(owner.store)
    owner.begin()
    owner.rewrite("A", 1, _with_another_role)
    owner.do("delete from cf_sealed")
    owner.do("delete from cf_seal")
    case_service.seal(LODGED)
    case_service.seal(LODGED + timedelta(days=1))

    assert case_service.verify(deep=True).is_sound
    assert not case_service.verify(seal=seal).is_sound
    owner.undo()


@pytest.mark.parametrize("kind", ["calendar", "workflow", "procedure"])
def test_an_altered_definition_is_found(kept, kind):
    """What cases are worked by is part of the evidence: altered, it is found."""
    owner, _ = kept
    changes = {
        "text": "text = replace(text, 'T', 't')",
        "text and hash": "text = text || ' ', hash = 'ab12'",
        "hash": "hash = 'ab12'",
    }
    tamperings = [
        (name, lambda owner, change=change: owner.do(
            f"update cf_definition set {change} where kind = ?", kind
        ))
        for name, change in changes.items()
    ]  # fmt: skip

    assert _unfound(owner, tamperings, deep=True) == []


@pytest.mark.parametrize("kind", ["calendar", "workflow", "procedure"])
def test_an_altered_definition_hides_no_other_fault(kept, kind):
    """What was altered is named and left out; all that does not rest on it is still verified."""
    owner, _ = kept
    later = Jurisdiction(
        "later",
        vn.calendar().as_of(LODGED - timedelta(days=4000)),
        Catalogue((evolve(TEN_DAYS, version="2"),)),
        (evolve(vn.one_stop_shop(), version="later"),),
        currency="VND",
    )
    codec, definitions = codecs()
    owner.begin()
    change = "update cf_definition set text = replace(text, 'a', 'e') where kind = ?"
    owner.do(change, kind)
    owner.do("update cf_record set actor = 'somebody' where case_id = 'C' and seq = 1")

    with pytest.raises(FormatError, match=kind):
        owner.store.run(kept_engine(owner.store.ops, later, definitions))
    engine = owner.store.run(
        kept_engine(owner.store.ops, later, definitions, leaves_out_altered=True)
    )
    report = CaseService(engine, owner.store, codec, definitions=definitions).verify(deep=True)

    assert (report.cases, report.records) == (3, 12)
    reported = {problem.split()[0] for case_id, _, problem in report.faults if not case_id}
    assert reported == {kind}
    assert ("C", 1) in {(fault.case_id, fault.seq) for fault in report.faults}
    # Chains verify without it; what needs it is reported as well.
    assert {fault.case_id for fault in report.faults} == {"", "A", "B", "C"}
    owner.undo()


def test_a_case_put_off_is_found(kept):
    """Sweeps move when to wake, but never far past what is to be raised, nor past the present."""
    owner, _ = kept
    case_service = service(owner.store)
    now = at("2026-03-05 08:00")
    (summary, *_) = case_service.search(Query())
    by = micros(at("2026-03-13 00:00"))
    day = 24 * 3600 * 1_000_000
    owner.begin()
    for moved, is_found in (
        (summary.wake_at - 9 * day, False),
        (micros(now), False),
        (by, False),
        (by + 3 * day, True),
        (2**62, True),
    ):
        owner.do("update cf_case set wake_at = ? where case_id = 'A'", moved)
        assert case_service.verify(deep=True, at=now).is_sound is not is_found
        # Who does not say what time it is cannot be told.
        assert case_service.verify(deep=True).is_sound
    # A sweep that comes late claims the case until later still.
    late = at("2026-06-01 08:00")
    owner.do("update cf_case set wake_at = ? where case_id = 'A'", micros(late) + day // 2)
    assert not case_service.verify(deep=True, at=now).is_sound
    assert case_service.verify(deep=True, at=late).is_sound
    owner.undo()


def test_a_dead_letter_case_is_not_said_to_sleep(kept):
    """A case that was given up is listed as a dead letter; that nothing wakes it is no fault."""
    owner, _ = kept
    case_service = service(owner.store)
    owner.begin()
    owner.do("update cf_case set wake_at = null, parked = 'broken' where case_id = 'A'")
    assert case_service.verify(deep=True, at=LODGED).is_sound
    assert [each.case_id for each in case_service.dead_letters()] == ["A"]
    owner.undo()


def _corrected(owner):
    """Enter an act of case B late, take it back, and seal that."""
    case_service = service(owner.store)
    owner.execute("begin")
    when = {"at": at("2026-03-02 20:00"), "entered_at": at("2026-03-09 08:00")}
    unit = vn.Assignment("muộn")
    case_service.fire("B", vn.ASSIGN, unit, by=CLERK, **when)
    case_service.annul("B", 4, at=at("2026-03-09 09:00"), by=CLERK, reason="nhầm")
    seal = case_service.seal(LODGED + timedelta(days=9))
    owner.execute("commit")
    return seal


def test_every_part_of_a_correction_that_was_altered_is_found(kept):
    """An instant of entry, what is taken back and what acts do since: by the chain, or a seal.

    What no history could have brought about is found by a deep look without a seal as well.
    """
    owner, _ = kept
    seal = _corrected(owner)
    stored = '"entered":{"annuls":[],"at":"2026-03-0'
    parts = {
        "entered at": (f"{stored}9T08", f"{stored}9T07"),
        "never entered late": (f"{stored}9T08", f"{stored}2T20"),
        "another act": ('"annuls":[4]', '"annuls":[3]'),
        "no act": ('"annuls":[4]', '"annuls":[]'),
        "another state": ('"state":"processing"', '"state":"received"'),
    }
    (late, back) = (seq for seq, text, _ in owner.records("B") if '"entered":' in text)
    altered = {
        (name, seq): (seq, lambda text, old=old, new=new: text.replace(old, new))
        for name, (old, new) in parts.items()
        for seq in (late, back)
        if old in owner.records("B")[seq][1]
    }
    assert {name for name, _ in altered} == parts.keys()
    plain = [
        (which, _record("text = ?", "B", seq, change(owner.records("B")[seq][1])))
        for which, (seq, change) in altered.items()
    ]
    anew = [(which, lambda owner, it=it: owner.rewrite("B", *it)) for which, it in altered.items()]

    assert _unfound(owner, plain) == []
    assert _unfound(owner, anew, seal=seal) == []
    # Only that something was entered an hour sooner could have been so.
    assert {name for name, _ in _unfound(owner, anew, deep=True, seal=seal)} == set()


def test_a_correction_that_could_not_have_been_is_found_by_a_deep_look(kept):
    """Without any seal: an impossible instant, act or state of a correction is a fault."""
    owner, _ = kept
    _corrected(owner)
    owner.begin()
    owner.do("delete from cf_sealed where case_id = 'B'")
    owner.do("delete from cf_seal")
    for old, new in (
        ('"at":"2026-03-09T08:00:00+07:00"', '"at":"2026-03-01T08:00:00+07:00"'),
        ('"annuls":[4]', '"annuls":[7]'),
        ('"annuls":[4]', '"annuls":[]'),
        ('"state":"processing"', '"state":"received"'),
    ):
        (seq, *_) = (
            seq for seq, text, _ in owner.records("B") if old in text and '"entered":' in text
        )
        before = owner.records("B")[seq][1]
        owner.rewrite("B", seq, lambda text, old=old, new=new: text.replace(old, new))
        faults = service(owner.store).verify(deep=True).faults
        assert "B" in {fault.case_id for fault in faults}, (old, new)
        owner.rewrite("B", seq, lambda _, text=before: text)
    owner.undo()
