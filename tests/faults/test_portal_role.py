"""A portal that was taken over: what it tries by SQL is refused, found, or written down as neither.

The role has what `grants` gives and nothing else. `verify` is the deep look with the last seal that
was published, as `caseflow store verify --deep --published` does it.
"""

import re
import shutil
import sqlite3
import uuid
from contextlib import closing, contextmanager
from datetime import timedelta
from functools import cache
from pathlib import Path

import psycopg
import pytest
from attrs import evolve

from caseflow import vietnam as vn
from caseflow.cases import SET_ASIDE, Move, Record, SetAside, apply
from caseflow.codec import canonical_json
from caseflow.limits import working_days
from caseflow.office.budgets import GRANT, BudgetGrant, GiveBack
from caseflow.office.budgets.budget_service import BudgetService
from caseflow.office.services import service_of
from caseflow.pii.erasures import erase
from caseflow.procedures import LimitRule
from caseflow.service import kept_engine
from caseflow.stores import (
    Change,
    Definition,
    Message,
    Note,
    Raised,
    SealLine,
    StoredRecord,
    erasure_act,
    link,
    micros,
    open_store,
    seal_root,
)
from caseflow.stores.schema import grants
from caseflow.stores.schema._listing_functions import CALLED
from caseflow.values import Actor
from caseflow.vietnam.pack import PACK
from caseflow.vietnam.stored import case_codec, definition_codec
from stores.budgets import ACCOUNTANT, CASHIER, CITY, office_engine
from stores.offices import CLERK, HEAD, LODGED, TEN_DAYS, assign, engine, lodge, receive

ROLE = "cf_taken_over"
NOBODY = Actor("")
NOW = LODGED + timedelta(days=4)
LATER = LODGED + timedelta(days=5)
PAGE = Path(__file__).parents[2] / "docs" / "explanation" / "reliability.md"


# ── an office with a little of everything ───────────────────────────────────────────────────


def _fill(url):
    """Work three filings and a budget, seal twice, and leave messages and keys of persons."""
    with open_store(url) as store:
        case_service, budgets = _services(store)
        for number in ("H1", "H2", "H3"):
            lodge(case_service, number, key=f"o-{number}")
        for number in ("H1", "H3"):
            receive(case_service, number, key=f"r-{number}")
            assign(case_service, number)
        case_service.seal(LODGED)
        case_service.fire(
            "H3", vn.DECIDE, vn.Decision("12/QĐ"), by=HEAD, at=LODGED + timedelta(hours=1)
        )
        books = BudgetService(case_service, budgets)
        books.open(CITY, by=ACCOUNTANT, at=LODGED)
        books.allot(CITY, 1_000, number="1", source="dự toán", by=ACCOUNTANT, at=LODGED)
        case_service.due(NOW - timedelta(hours=1))
        for subject in ("an", "binh"):
            store.run(store.ops.keep_secret(subject, "s3cr3t", 1))
        store.run(erase(store.ops, "binh", at=NOW, by=CLERK, ground="yêu cầu"))
        case_service.seal(NOW)
        receive(case_service, "H2", when=NOW)
        _engine_of_all(store)


def _services(store):
    return service_of(engine(), store, PACK), service_of(office_engine(), store, PACK)


def _faults(url, published=None):
    """Return what a deep look finds, with the last seal as it was published."""
    with open_store(url) as store:
        case_service = service_of(_engine_of_all(store), store, PACK)
        return case_service.verify(deep=True, seal=published, at=LATER).faults


@cache
def _held():
    return []


def _engine_of_all(store):
    """Return an engine of what an office was worked by; made once, for all were filled alike."""
    if not _held():
        _held().append(store.run(kept_engine(store.ops, vn.danang(), definition_codec())))
    return _held()[0]


class Portal:
    """Who has the address and the role of a portal, and may send any statement."""

    def __init__(self, connection, store):
        self.connection, self.store = connection, store
        self.service, self.budgets = _services(store)

    def sql(self, text, *values):
        cursor = self.connection.execute(text, values or None)
        return cursor.fetchall() if cursor.description else ()

    def append(self, case_id, record, *, of=None, text=None, messages=None, **summary):
        """Have a forged record appended, with a chain that holds."""
        case_service = of or self.service
        case, kept = case_service.get(case_id), self.store.run(self.store.ops.load(case_id))
        text = text or case_codec().record_text(record)[0]
        digest = link(kept.summary.hash, text)
        stored = StoredRecord(
            record.seq, micros(record.at), record.action, record.actor.id, record.key, text, digest
        )
        derived, listing = case_service.work.summaries.derived(apply(case, record), digest)
        after = derived._replace(**summary)
        posted = (
            case_service.work.sealer.messages(case_id, record) if messages is None else messages
        )
        change = Change(after, stored, kept.summary.hash, posted, listing=listing)
        assert self.store.run(self.store.ops.append(change))

    def decision(self, **changes):
        """Return the record of a decision on H1, with *changes*."""
        case = self.service.get("H1")
        payload = vn.Decision("13/QĐ")
        return engine().fire(case, vn.DECIDE, payload, by=HEAD, at=NOW).last._replace(**changes)

    def assignment(self, **changes):
        """Return the record of an assignment of H1, with *changes*."""
        case, payload = self.service.get("H1"), vn.Assignment("Phòng")
        return engine().fire(case, vn.ASSIGN, payload, by=CLERK, at=NOW).last._replace(**changes)

    def granted(self, amount):
        """Return the record of a grant from the budget."""
        book = self.budgets.get(CITY)
        wanted = BudgetGrant("S9", "H1", 1, "fee", "H1/1", currency="VND")
        record = office_engine().fire(book, GRANT, wanted, by=CASHIER, at=NOW).last
        return record._replace(payload=evolve(wanted, amount=amount))


@pytest.fixture(scope="module")
def filled(cluster, postgres_template):
    """A filled database, from which those of the tests are copied."""
    name = f"filled_{uuid.uuid4().hex[:8]}"
    cluster.execute(f"create database {name} template {postgres_template}")
    cluster.execute(
        f"do $$ begin create role {ROLE} login; exception when duplicate_object "
        "or unique_violation then null; end $$"
    )
    cluster.execute(*grants(ROLE), database=name)
    _fill(cluster.url(name))
    yield name
    cluster.execute(f"drop database {name} with (force)")


@contextmanager
def _portal(cluster, database):
    url = cluster.url(database, ROLE)
    with closing(psycopg.connect(url, autocommit=True)) as connection, open_store(url) as store:
        yield Portal(connection, store)


@pytest.fixture
def own(cluster, filled):
    """A filled database of one's own."""
    name = f"own_{uuid.uuid4().hex[:12]}"
    cluster.execute(f"create database {name} template {filled}")
    yield name
    cluster.execute(f"drop database {name} with (force)")


def _rows(url):
    """Return every row of every table, as the owner sees them."""
    tables = (
        "case",
        "record",
        "outbox",
        "raised",
        "definition",
        "seal",
        "sealed",
        "secret",
        "work",
    )
    with closing(psycopg.connect(url)) as raw:
        return {
            table: raw.execute(f"select * from cf_{table} order by 1, 2, 3".encode()).fetchall()
            for table in tables
        }


def _last_seal(url):
    with open_store(url) as store:
        return store.run(store.ops.seals())[-1]


def test_the_office_is_sound(cluster, filled):
    """Without an attack there is no fault, so each fault below is that of the attack."""
    url = cluster.url(filled)
    assert _faults(url, _last_seal(url)) == ()


# ── what is refused ─────────────────────────────────────────────────────────────────────────

#: Statements that the database refuses the role.
REFUSED = {
    "insert a line of a seal to come": (
        "insert into cf_sealed select case_id, last_seq, agency, 9, head from cf_case"
    ),
    "insert a seal": "insert into cf_seal values ('', 3, 1, 0, 'x', 'x')",
    "change a seal": "update cf_seal set at = 1",
    "insert an expiry as raised": "insert into cf_raised values ('H1', 'legal-overdue', 1, '')",
    "delete what was raised": "delete from cf_raised",
    "empty the outbox": "delete from cf_outbox",
    "insert a message": "insert into cf_outbox values ('H1', 'x', '', 0, 'k', '{}', 0, 1, '')",
    "rewrite a message": "update cf_outbox set body = '{}'",
    "put every message off": "update cf_outbox set next_at = null",
    "destroy every key": "update cf_secret set secret = null, destroyed_at = 1",
    "delete a key": "delete from cf_secret",
    "insert a key": "insert into cf_secret values ('', 'x', 'x', 1)",
    "insert a record": (
        "insert into cf_record values ('H1', 3, '', 1, 'decide', '', null, '{}', 'x')"
    ),
    "rewrite a record": "update cf_record set text = '{}'",
    "delete a record": "delete from cf_record",
    "insert a case": "insert into cf_case values ('H9', '', 'p', '', 's', 1, 0, 'x')",
    "move a state": "update cf_case set state = 'decided'",
    "let no sweep come": "update cf_case set wake_at = null",
    "move a date": "update cf_case set due_at = due_at + 1",
    "delete a case": "delete from cf_case",
    "lock a row for ever": "select 1 from cf_case for update",
    "lock a table": "lock table cf_record in access exclusive mode",
    "insert a definition": "insert into cf_definition values ('procedure', 'T.10@1', '', '', '')",
    "change a definition": "update cf_definition set text = '{}'",
    "merge into a table": (
        "merge into cf_case c using cf_record r on c.case_id = r.case_id "
        "when matched then update set state = 'x'"
    ),
    "copy into a table": "copy cf_record from stdin",
    "truncate": "truncate cf_outbox",
    "say that the schema is newer": "insert into cf_schema values (99)",
    "drop a table": "drop table cf_outbox",
    "drop a trigger": "drop trigger cf_record_follows on cf_record",
    "switch the triggers off": "set session_replication_role = replica",
    "switch one trigger off": "alter table cf_record disable trigger all",
    "lift the row-level security": "alter table cf_case disable row level security",
    "add a trigger": (
        "create trigger mine before insert on cf_record for each row "
        "execute function cf_refuse('x')"
    ),
    "replace a function": (
        "create or replace function cf_stall(a_agency text, a_case text, a_tries integer, "
        "a_wake bigint, a_error text) returns void language sql as 'select 1'"
    ),
    "give a function another path": "alter function cf_append set search_path = pg_temp",
    "make a function beside the tables": (
        "create function public.coalesced() returns integer language sql as 'select 1'"
    ),
    "become the owner": "set role postgres",
    "read the files of the server": "select pg_read_file('postgresql.conf')",
    "append a record of another agency": (
        "select cf_append('else', 'H9', 'p', '', 's', cast(1 as smallint), null, null, '', 0, 1, "
        "'open', '', null, '{}', 'x', cast(1 as smallint), cast(1 as smallint), null, null, null)"
    ),
    "list a case of another agency": (
        "select cf_list('else', 'H1', 1, 'x', array[1,1,1,1,1,1,1,1,0]::bigint[], '')"
    ),
    "list a case by hand": "update cf_fresh set unit = 'x'",
    "take a case out of the lists": "delete from cf_fresh",
    "set a seal that leaves one out": "select cf_set_seal('', 9, 1, 0, 'x', 'x')",
    "set a seal after no seal": "select cf_set_seal('', 3, 1, 0, 'x', '')",
    "set a seal that counts other cases": (
        "select cf_set_seal('', 3, 1, 99, 'x', (select root from cf_seal where number = 2))"
    ),
}

#: Statements that are answered and change nothing.
WITHOUT_EFFECT = {
    "forget a message that nobody has claimed": (
        "select cf_delivered('', array(select case_id from cf_outbox), "
        "array(select ref from cf_outbox))"
    ),
    "put off a message that nobody has claimed": (
        "select cf_put_off('', case_id, ref, 0, null, 'x') from cf_outbox"
    ),
    "give the role more": f"grant insert on cf_record to {ROLE}",
    "keep another definition under a name": (
        "select cf_keep('', kind, name, '{}') from cf_definition"
    ),
    "keep another key of a person": "select cf_keep_secret('', 'an', 'x', 1)",
    "destroy a key a second time": "select cf_destroy_secret('', 'binh', 9, 'x', '{}')",
    "list a case that has moved": (
        "select cf_list('', 'H1', 0, 'x', array[1,1,1,1,1,1,1,1,0]::bigint[], '')"
    ),
    "release what is no dead letter": "select cf_release('', 'H1', null, 1)",
    "raise on a case that has moved": (
        "select cf_note('', 'H1', 0, 1, null, array['legal-overdue'], array[1]::bigint[], "
        "array[null]::text[], array[null]::text[])"
    ),
    "deceive a trigger with temporary tables": (
        "create temporary table cf_case as select * from public.cf_case; "
        "create temporary table cf_record as select * from public.cf_record; "
        "update pg_temp.cf_case set last_seq = 99, head = ''; "
        "set search_path = pg_temp, public; "
        "select public.cf_append('', 'H1', 'T.10', '', 'x', cast(0 as smallint), null, null, '', "
        "100, 1, 'x', '', null, '{}', encode(sha256(convert_to(chr(10) || '{}', 'UTF8')), 'hex'), "
        "cast(1 as smallint), cast(1 as smallint), null, null, null)"
    ),
    "open a case that is there": (
        "select cf_append('', 'H1', 'T.10', '', 'x', cast(0 as smallint), null, null, '', "
        "0, 1, 'x', '', null, '{}', encode(sha256(convert_to(chr(10) || '{}', 'UTF8')), 'hex'), "
        "cast(1 as smallint), cast(1 as smallint), null, null, null)"
    ),
}


@pytest.mark.parametrize("name", REFUSED)
def test_the_role_is_refused(cluster, filled, name):
    """The database refuses what would change, remove or forge anything, and keeps every row."""
    before = _rows(cluster.url(filled))
    with _portal(cluster, filled) as portal, pytest.raises(psycopg.Error):
        portal.sql(REFUSED[name])
    assert _rows(cluster.url(filled)) == before


@pytest.mark.parametrize("name", WITHOUT_EFFECT)
def test_the_role_is_answered_in_vain(cluster, filled, name):
    """What the functions are handed out of turn changes no row."""
    before = _rows(cluster.url(filled))
    with _portal(cluster, filled) as portal:
        portal.sql(WITHOUT_EFFECT[name])
    assert _rows(cluster.url(filled)) == before


def test_a_key_is_kept_once(cluster, filled):
    """A record under a key that the case has is refused."""
    with _portal(cluster, filled) as portal:
        record = portal.assignment(key="r-H1")
        with pytest.raises(Exception, match="cf_record_key"):
            portal.append("H1", record)


def test_every_function_has_a_fixed_path(cluster, filled):
    """Functions and triggers find the tables by a path that ends with the temporary ones."""
    with closing(psycopg.connect(cluster.url(filled))) as raw:
        found = raw.execute(
            "select proname, prosecdef, proconfig, has_function_privilege('public', oid, 'execute')"
            " from pg_proc where proname like 'cf\\_%'"
        ).fetchall()
    assert {each[0] for each in found} >= {*CALLED, "cf_refuse", "cf_record_follows"}
    for name, is_definer, settings, is_public in found:
        assert settings == ["search_path=public, pg_temp"], name
        assert is_definer is (name in CALLED)
        assert not is_public or name not in CALLED


# ── what is found ───────────────────────────────────────────────────────────────────────────


def _second_definition(portal):
    """Keep another content of the version that H1 is worked by."""
    slow = evolve(TEN_DAYS, limits=(LimitRule(working_days(900)),))
    ops = portal.store.ops
    (kept,) = (each for each in portal.store.run(ops.definitions("procedure"))
               if each.name.startswith("T.10@"))  # fmt: skip
    text = canonical_json(definition_codec().procedure_to_data(slow))
    made = Definition("procedure", "", text)
    name = f"{kept.name.partition('#')[0]}#{made.hash[:12]}"
    portal.sql("select cf_keep('', 'procedure', %s, %s)", name, text)


def _seal(portal, *, at, root=None):
    """Have a seal set, with a root or an instant of one's own."""
    last = portal.store.run(portal.store.ops.seals())[-1]
    with portal.connection.transaction():
        portal.sql("select cf_seal_lines('')")
        lines = portal.sql(
            "select case_id, seq, hash from cf_sealed where number = %s order by 1, 2",
            last.number + 1,
        )
        found = root or seal_root(last.text, (SealLine(*each) for each in lines))
        portal.sql(
            "select cf_set_seal('', %s, %s, %s, %s, %s)",
            last.number + 1, micros(at), len(lines), found, last.root,
        )  # fmt: skip


def _note(portal, name, at, message=None):
    """Have an expiry of H1 said to be raised for the date that ends at *at*."""
    summary = portal.store.run(portal.store.ops.load("H1")).summary
    reported = () if message is None else (message,)
    note = Note("H1", summary.seq, micros(NOW), (Raised(name, at),), reported, summary.wake_at)
    assert portal.store.run(portal.store.ops.note(note))


def _due(portal):
    return micros(portal.service.deadlines("H1", at=NOW).legal.due.at)


#: What the functions let through, by what the fault that is found says.
FOUND = {
    "a decision by nobody": (
        lambda p: p.append("H1", p.decision(actor=NOBODY)),
        "none of the roles approver",
    ),
    "a decision by somebody without the role": (
        lambda p: p.append("H1", p.decision(actor=CLERK)),
        "none of the roles approver",
    ),
    "a way that the workflow has not": (
        lambda p: p.append("H1", p.assignment(move=Move("assign", "processing", "stopped"))),
        "does not lead from",
    ),
    "a record that says nothing": (
        lambda p: p.append("H1", p.assignment(), text="{}"),
        "cannot be read",
    ),
    "a record under another hash": (
        lambda p: p.sql(
            "select cf_go_on('', 'H1', state, head, 3, 1, 'decide', '', null, '{}', 'ab12') "
            "from cf_case where case_id = 'H1'"
        ),
        "does not follow from its text",
    ),
    "a record whose columns say otherwise": (
        lambda p: p.append(
            "H1", p.assignment(), text=case_codec().record_text(p.assignment(actor=HEAD))[0]
        ),
        "columns do not say",
    ),
    "another state": (
        lambda p: p.append("H1", p.assignment(), state="decided"),
        "said to be 'decided'",
    ),
    "a case said to be closed": (
        lambda p: p.append("H1", p.assignment(), is_open=False),
        "is_open",
    ),
    "a case of another unit": (lambda p: p.append("H1", p.assignment(), unit="x"), "unit"),
    "another date": (lambda p: p.append("H1", p.assignment(), due_at=1), "due_at"),
    "another procedure's number": (
        lambda p: p.sql(
            "select cf_append('', 'H9', 'T.11', '', 'registered', cast(1 as smallint), null, null,"
            " '', 0, at, action, actor, key, text, hash, cast(1 as smallint), cast(1 as smallint),"
            " null, null, null) from cf_record where case_id = 'H2' and seq = 0"
        ),
        "another case",
    ),
    "no sweep comes": (
        lambda p: p.sql("select cf_stall('', 'H1', 0, %s, '')", micros(NOW) * 2),
        "wake_at",
    ),
    "every case claimed for years": (
        lambda p: p.sql("select cf_wake('', %s, %s, 99)", micros(NOW) * 2, micros(NOW) * 3),
        "wake_at",
    ),
    "an expiry said to be raised before its date": (
        lambda p: _note(p, "legal-overdue", _due(p)),
        "is not before",
    ),
    "an expiry said to be raised for a date to come": (
        lambda p: _note(p, "legal-overdue", _due(p) + 86_400_000_000),
        "the case never had",
    ),
    "a message of an expiry that says otherwise": (
        lambda p: _note(
            p, "x", 5, Message("H1", "x@5", p.service.get("H1").last.seq, "x", '{"case":"H2"}')
        ),
        "asked for by no record",
    ),
    "a message that a record did not ask for": (
        lambda p: p.append(
            "H1",
            p.assignment(),
            messages=(Message("H1", "3.0", 3, "pay-out", '{"amount":9}'),),
        ),
        "asked for by no record",
    ),
    "messages put off for years": (
        lambda p: p.sql("select cf_take('', %s, %s, 99)", micros(NOW) * 2, micros(NOW) * 3),
        "put off until",
    ),
    "a second definition of a procedure": (_second_definition, "second definition"),
    "a definition under another name": (
        lambda p: p.sql("select cf_keep('', 'workflow', 'x', '{}')"),
        "cannot be read",
    ),
    "a grant of more than there is": (
        lambda p: p.append(CITY, p.granted(999_999), of=p.budgets),
        "999",
    ),
    "a return of a grant that nobody made": (
        lambda p: p.append(
            CITY,
            p.granted(1)._replace(
                move=evolve(p.granted(1).move, action="give-back"), payload=GiveBack("S9")
            ),
            of=p.budgets,
        ),
        "there is no grant",
    ),
    "a seal over something else": (lambda p: _seal(p, at=LATER, root="ab" * 32), "does not fit"),
    "a seal of an instant that no calendar has": (
        lambda p: (
            p.sql("select cf_seal_lines('')"),
            p.sql(
                "select cf_set_seal('', 3, %s, count(*), 'ab', (select root from cf_seal where "
                "number = 2)) from cf_sealed where number = 3",
                2**62,
            ),
        ),
        "does not fit",
    ),
    "lines that no seal takes up": (
        lambda p: p.sql("select cf_seal_lines('')"),
        "under no seal",
    ),
    "an act of erasure and no erasure": (
        lambda p: p.sql(
            "select cf_keep('', 'erasure', 'an@5', %s)", erasure_act("an", 5, "x", "x").text
        ),
        "is kept, and an act",
    ),
}


@pytest.mark.parametrize("name", FOUND)
def test_what_the_role_forges_is_found(cluster, own, name):
    """What a function cannot know to be wrong is let through, and the next deep look tells it."""
    url = cluster.url(own)
    published = _last_seal(url)
    attack, reported = FOUND[name]
    with _portal(cluster, own) as portal:
        attack(portal)
    faults = _faults(url, published)
    assert any(reported in each.problem for each in faults), faults


# ── what is neither ─────────────────────────────────────────────────────────────────────────


def _delivered(portal):
    portal.sql("select cf_take('', %s, %s, 99)", micros(NOW), micros(NOW) + 60_000_000)
    portal.sql(
        "select cf_delivered('', array(select case_id from cf_outbox), "
        "array(select ref from cf_outbox))"
    )


def _set_aside(portal):
    summary = portal.store.run(portal.store.ops.load("H1")).summary
    move = Move(SET_ASIDE, summary.state, summary.state)
    record = Record(summary.seq + 1, move, CLERK, NOW, SetAside("x", "y"), None, ())
    text = case_codec().record_text(record)[0]
    digest = link(summary.hash, text)
    stored = StoredRecord(record.seq, micros(NOW), SET_ASIDE, CLERK.id, None, text, digest)
    after = summary._replace(seq=stored.seq, hash=digest, is_open=False, due_at=None, wake_at=None)
    assert portal.store.run(portal.store.ops.append(Change(after, stored, summary.hash)))


#: What is let through and not told as a fault: each stands in the table of the page.
NEITHER = {
    "act in the name of somebody who may": lambda p: p.append("H1", p.decision()),
    "report messages as delivered": _delivered,
    "give up a case or a message": lambda p: p.sql("select cf_stall('', 'H1', 9, null, 'x')"),
    "destroy a person's key": lambda p: p.sql(
        "select cf_destroy_secret('', 'an', 5, 'x', %s)", erasure_act("an", 5, "", "x").text
    ),
    "set a case aside": _set_aside,
    "set a seal": lambda p: _seal(p, at=LODGED - timedelta(days=9)),
    "speak for another agency": lambda p: p.sql(
        "select set_config('caseflow.agency', 'else', false), cf_keep_secret('else', 'x', 'x', 1)"
    ),
    "keep what nobody uses": lambda p: p.sql("select cf_keep('', 'note', 'x', 'x')"),
}


@pytest.mark.parametrize("name", NEITHER)
def test_what_is_neither_refused_nor_found_stands_on_the_page(cluster, own, name):
    """The page tells what the role can do that nothing here finds."""
    url = cluster.url(own)
    with _portal(cluster, own) as portal:
        NEITHER[name](portal)
    assert _faults(url) == ()
    assert re.search(rf"\| [^|]*{name}[^|]* \| neither", PAGE.read_text(), re.IGNORECASE), name


def test_the_suite_is_not_smaller_than_it_should_be():
    """At least forty statements are played."""
    assert len(REFUSED) + len(WITHOUT_EFFECT) + len(FOUND) + len(NEITHER) >= 80


# ── the owner of a SQLite file ──────────────────────────────────────────────────────────────

#: What the owner does once the triggers are gone, by what the fault that is found says.
OWNER_FOUND = {
    "take a record out of every seal to come": (
        (
            "insert into cf_sealed select case_id, last_seq, agency, 9, head from cf_case "
            "where case_id = 'H2'"
        ),
        "under no seal",
    ),
    "move the instant of a seal": ("update cf_seal set at = at - 9 where number = 1", "seal 2"),
    "move the instant of the last seal": (
        "update cf_seal set at = at - 9 where number = 2",
        "not kept as published",
    ),
    "change what is under a seal": (
        "update cf_sealed set hash = 'x' where case_id = 'H1'",
        "does not fit",
    ),
    "delete a seal": ("delete from cf_seal where number = 1", "is missing"),
    "say that an expiry was raised": (
        (
            "insert into cf_raised select case_id, 'legal-overdue', due_at, '' from cf_case "
            "where case_id = 'H1'"
        ),
        "is not before",
    ),
    "say that one was raised on no case": (
        (
            "insert into cf_raised values ('H0', 'legal-overdue', 1, ''), "
            "('H9', 'legal-overdue', 1, '')"
        ),
        "there is no case",
    ),
    "forge a message": ("update cf_outbox set body = '{}'", "asked for by no record"),
    "add a message": (
        "insert into cf_outbox values ('H1', '9.0', '', 9, 'x', '{}', 0, 1, '')",
        "asked for by no record",
    ),
    "post a message of no case": (
        "insert into cf_outbox values ('H9', '9.0', '', 9, 'x', '{}', 0, 1, '')",
        "there are messages and no case",
    ),
    "destroy every key": (
        "update cf_secret set secret = null, destroyed_at = 9 where secret is not null",
        "no act of erasure",
    ),
    "bring a destroyed key back": (
        "update cf_secret set secret = 'x', destroyed_at = null where subject = 'binh'",
        "erase it again",
    ),
    "rewrite a record": ("update cf_record set text = '{}' where seq = 1", "does not follow"),
    "delete the last record": (
        (
            "delete from cf_record where case_id = 'H1' and seq = 2; "
            "update cf_case set last_seq = 1, head = (select hash from cf_record "
            "where case_id = 'H1' and seq = 1), state = 'received' where case_id = 'H1'"
        ),
        "sealed is gone",
    ),
    "delete a case that is sealed": (
        "delete from cf_record where case_id = 'H1'; delete from cf_case where case_id = 'H1'",
        "sealed is gone",
    ),
    "change a definition": ("update cf_definition set text = text || ' '", "its hash"),
    "delete a definition": ("delete from cf_definition where kind = 'workflow'", "gone"),
}

#: What the owner does and nothing finds.
OWNER_NEITHER = {
    "empty the outbox": "delete from cf_outbox",
    "forget what was raised": "delete from cf_raised where name = 'promise-at-risk'",
    "take away what no seal holds": (
        "delete from cf_record where case_id = 'H2' and seq = 1; update cf_case set last_seq = 0, "
        "state = 'registered', (head, due_at) = (select hash, null from cf_record "
        "where case_id = 'H2' and seq = 0), "
        "wake_at = 1 where case_id = 'H2'; delete from cf_outbox where case_id = 'H2'; "
        "update cf_fresh set is_known = 0 where case_id = 'H2'; "
        "update cf_work set is_known = 0 where case_id = 'H2'"
    ),
}


@pytest.fixture(scope="module")
def filled_file(sqlite_template, tmp_path_factory):
    """A filled SQLite file, from which those of the tests are copied."""
    path = tmp_path_factory.mktemp("owned") / "filled.db"
    shutil.copy(sqlite_template, path)
    _fill(f"sqlite:///{path}")
    return path


def _owned(filled_file, tmp_path, statements):
    """Return a copy of the file, and its last seal, after its owner did *statements*."""
    path = shutil.copy(filled_file, tmp_path)
    published = _last_seal(f"sqlite:///{path}")
    with closing(sqlite3.connect(path)) as raw:
        for (name,) in raw.execute("select name from sqlite_master where type = 'trigger'"):
            raw.execute(f"drop trigger {name}")
        raw.executescript(statements)
        raw.commit()
    return f"sqlite:///{path}", published


@pytest.mark.parametrize("name", OWNER_FOUND)
def test_what_the_owner_of_a_file_does_is_found(filled_file, tmp_path, name):
    """Nothing is refused whoever owns the file; the deep look finds what it can."""
    statements, reported = OWNER_FOUND[name]
    faults = _faults(*_owned(filled_file, tmp_path, statements))
    assert any(reported in each.problem or (reported == f"seal {each.seq}") for each in faults), (
        faults
    )


@pytest.mark.parametrize("name", OWNER_NEITHER)
def test_what_of_that_is_not_found_stands_on_the_page(filled_file, tmp_path, name):
    """The page tells what the owner of a file can do that nothing here finds."""
    assert _faults(*_owned(filled_file, tmp_path, OWNER_NEITHER[name])) == ()
    assert re.search(rf"\| [^|]*{name}[^|]* \| neither", PAGE.read_text(), re.IGNORECASE), name


# ── destroyed keys ──────────────────────────────────────────────────────────────────────────


def test_no_key_is_destroyed_without_an_act(cluster, own):
    """Whoever destroys a key, the act stands on record, also where the role does it by itself."""
    with _portal(cluster, own) as portal:
        assert portal.store.run(portal.store.ops.destroy_secret("an", 7, "theo đơn"))
    with open_store(cluster.url(own)) as store:
        (act,) = (e for e in store.run(store.ops.definitions("erasure")) if e.name == "an@7")
    assert "theo đơn" in act.text
