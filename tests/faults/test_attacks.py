"""SQL that the application could send if somebody took it over: refused, nothing changed."""

import shutil
import sqlite3
import uuid

import psycopg
import pytest
from psycopg import sql as build

from caseflow.stores import Change, Definition, StoredRecord, link, open_store
from caseflow.stores.schema import grants
from stores.offices import LODGED, assign, lodge, receive, service

ROLE = "cf_portal"

#: Statements of one transaction, parted by ";"; the commit may be what refuses them.
BOTH = {
    "change a record": "update cf_record set text = '{}' where seq = 0",
    "change a hash": "update cf_record set hash = 'ab12'",
    "change nothing of a record": "update cf_record set text = text",
    "delete a record": "delete from cf_record where case_id = 'H1' and seq = 2",
    "delete all records": "delete from cf_record",
    "delete a case": "delete from cf_case where case_id = 'H1'",
    "state without a record": "update cf_case set state = 'returned' where case_id = 'H1'",
    "closed without a record": "update cf_case set is_open = 0 where case_id = 'H1'",
    "unit without a record": "update cf_case set unit = 'x' where case_id = 'H1'",
    "another head": "update cf_case set head = 'ab12' where case_id = 'H1'",
    "another procedure": "update cf_case set procedure = 'T.11' where case_id = 'H1'",
    "another agency": "update cf_case set agency = 'else' where case_id = 'H1'",
    "another number": "update cf_case set case_id = 'H3' where case_id = 'H1'",
    "a version further without a record": (
        "update cf_case set last_seq = last_seq + 1, state = 'returned' where case_id = 'H1'"
    ),
    "two versions further": (
        "update cf_case set last_seq = last_seq + 2, head = 'x' where case_id = 'H1'"
    ),
    "a version back": "update cf_case set last_seq = last_seq - 1 where case_id = 'H1'",
    "a case without a record": (
        "insert into cf_case (case_id, agency, procedure, unit, state, is_open, last_seq, head) "
        "values ('H3', '', 'T.10', '', 'registered', 1, 0, 'x')"
    ),
    "a record without a case": (
        "insert into cf_record (case_id, seq, agency, at, action, actor, text, hash) "
        "values ('H3', 0, '', 0, 'open', 'x', '{}', 'x')"
    ),
    "a record more than the case says": (
        "insert into cf_record (case_id, seq, agency, at, action, actor, text, hash) "
        "values ('H1', 3, '', 0, 'pay', 'x', '{}', 'x')"
    ),
    "a record after a gap": (
        "update cf_case set last_seq = last_seq + 1 where case_id = 'H1'; "
        "insert into cf_record (case_id, seq, agency, at, action, actor, text, hash) "
        "values ('H1', 4, '', 0, 'pay', 'x', '{}', 'x')"
    ),
    "a record before the first": (
        "insert into cf_record (case_id, seq, agency, at, action, actor, text, hash) "
        "values ('H1', -1, '', 0, 'pay', 'x', '{}', 'x')"
    ),
    "the same record again": (
        "insert into cf_record (case_id, seq, agency, at, action, actor, text, hash) "
        "select case_id, seq, agency, at, action, actor, '{}', hash from cf_record"
    ),
    "a record over another": (
        "insert into cf_record (case_id, seq, agency, at, action, actor, text, hash) "
        "select case_id, seq, agency, at, action, actor, '{}', hash from cf_record where true "
        "on conflict (case_id, seq) do update set text = '{}'"
    ),
    "change a definition": "update cf_definition set text = '{}'",
    "delete a definition": "delete from cf_definition",
    "change a seal": "update cf_seal set root = 'ab12'",
    "delete a seal": "delete from cf_seal",
    "change what is sealed": "update cf_sealed set hash = 'ab12'",
    "delete what is sealed": "delete from cf_sealed",
    "say an expiry was not raised": "delete from cf_raised",
    "move an expiry": "update cf_raised set at = at + 1",
    "change a secret": "update cf_secret set secret = 'other'",
    "delete a secret": "delete from cf_secret",
    "bring a destroyed secret back": (
        "update cf_secret set secret = null, destroyed_at = 1; "
        "update cf_secret set secret = 'back', destroyed_at = null"
    ),
}  # fmt: skip

SQLITE = {
    "replace a record": (
        "insert or replace into cf_record select case_id, seq, agency, at, action, actor, key, "
        "'{}', hash from cf_record where seq = 0"
    ),
    "replace a record through its key": (
        "update cf_case set last_seq = last_seq + 1, head = 'x' where case_id = 'H1'; "
        "insert or replace into cf_record (case_id, seq, agency, at, action, actor, key, text, "
        "hash) values ('H1', 3, '', 0, 'pay', 'x', 'k1', '{}', 'x')"
    ),
    "replace the newest record through its key": (
        "update cf_case set last_seq = last_seq + 1, head = 'x' where case_id = 'H1'; "
        "replace into cf_record (case_id, seq, agency, at, action, actor, key, text, hash) "
        "values ('H1', 3, '', 0, 'pay', 'x', 'k2', '{}', 'x')"
    ),
    "replace a case": (
        "insert or replace into cf_case (case_id, agency, procedure, unit, state, is_open, "
        "last_seq, head) values ('H1', '', 'T.10', '', 'returned', 0, 2, 'x')"
    ),
    "a case over another": "update or replace cf_case set case_id = 'H2' where case_id = 'H1'",
    "replace an expiry": "insert or replace into cf_raised select * from cf_raised",
    "replace a definition": (
        "insert or replace into cf_definition (kind, name, agency, text, hash) "
        "select kind, name, agency, '{}', hash from cf_definition"
    ),
    "replace a definition through its row": (
        "insert or replace into cf_definition (rowid, kind, name, agency, text, hash) "
        "select rowid, 'x', 'x', '', '{}', '' from cf_definition limit 1"
    ),
    "replace a seal": "insert or replace into cf_seal select * from cf_seal",
    "replace a seal through its row": (
        "insert or replace into cf_seal (rowid, agency, number, at, cases, root, previous) "
        "select rowid, '', 9, 0, 0, '', '' from cf_seal"
    ),
    "replace what is sealed": "insert or replace into cf_sealed select * from cf_sealed",
    "replace a secret": "insert or replace into cf_secret select * from cf_secret",
    "replace a secret through its row": (
        "insert or replace into cf_secret (rowid, agency, subject, secret, made_at) "
        "select rowid, '', 'nobody', 'x', 0 from cf_secret limit 1"
    ),
    "end a secret over another": (
        "update or replace cf_secret set secret = null, destroyed_at = 1, rowid = 2 "
        "where subject = 'an'"
    ),
}  # fmt: skip

POSTGRES = {
    "drop a table": "drop table cf_record",
    "truncate records": "truncate cf_record",
    "truncate everything": "truncate cf_case, cf_record cascade",
    "merge into records": (
        "merge into cf_record r using cf_case c on r.case_id = c.case_id "
        "when matched then update set text = '{}'"
    ),
    "switch triggers off": "set session_replication_role = replica",
    "switch a trigger off": "alter table cf_record disable trigger all",
    "drop a trigger": "drop trigger cf_record_no_update on cf_record",
    "rewrite the refusal": (
        "create or replace function cf_refuse() returns trigger language plpgsql as "
        "'begin return new; end'"
    ),
    "a trigger of one's own": (
        "create trigger mine before insert on cf_record for each row "
        "execute function suppress_redundant_updates_trigger()"
    ),
    "a rule of one's own": "create rule mine as on insert to cf_record do instead nothing",
    "drop a key": "alter table cf_case drop constraint cf_case_record",
    "switch row security off": "alter table cf_case disable row level security",
    "go round row security": "set local row_security = off; select * from cf_record",
    "drop a policy": "drop policy cf_agency on cf_case",
    "become the owner": "set role postgres",
    "take the table": f"alter table cf_record owner to {ROLE}",
    "give oneself rights": f"grant all on cf_record to {ROLE}; update cf_record set text = ''",
    "become a superuser": f"alter role {ROLE} superuser",
    "a schema that never was": "update cf_schema set version = 1",
    "a table before ours": "create table public.cf_mine (a int)",
    "read a file of the server": "select pg_read_file('PG_VERSION')",
    "run a program": "copy cf_record to program 'cat'",
    "write another agency's case": (
        "insert into cf_case (case_id, agency, procedure, unit, state, is_open, last_seq, head) "
        "values ('H4', 'else', 'T.10', '', 'registered', 1, 0, 'x')"
    ),
    "a record on another agency's case": (
        "insert into cf_record (case_id, seq, agency, at, action, actor, text, hash) "
        "values ('E1', 1, '', 0, 'pay', 'x', '{}', 'x')"
    ),
    "a message for another agency": (
        "insert into cf_outbox (case_id, ref, agency, seq, kind, body) "
        "values ('E1', '9', 'else', 0, 'x', '{}')"
    ),
}  # fmt: skip


def _fill(url):
    """Keep two cases, a seal, an expiry, and two secrets; and a case of another agency."""
    with open_store(url) as store, open_store(url, "else") as other:
        case_service = service(store)
        lodge(case_service, "H1", key="o1")
        receive(case_service, "H1", key="k1")
        assign(case_service, "H1", key="k2")
        lodge(case_service, "H2")
        case_service.due(LODGED.replace(year=2027))
        case_service.seal(LODGED)
        for subject in ("an", "binh"):
            store.run(store.ops.keep_secret(subject, "s3cr3t", 1))
        store.run(store.ops.keep(Definition("x", "x1", "{}")))
        lodge(service(other), "E1")


def _kept(url):
    """Return all that both agencies keep, once it was verified."""
    with open_store(url) as store, open_store(url, "else") as other:
        assert service(store).verify().is_sound
        return _all(store), _all(other)


def _all(store):
    """Return all that an agency keeps."""
    run, ops = store.run, store.ops
    return (
        run(ops.scan(limit=1_000)),
        [run(ops.load(case_id)) for case_id in ("H1", "H2", "H3", "H4", "E1")],
        [run(ops.raised(case_id)) for case_id in ("H1", "H2", "E1")],
        [run(ops.definitions(kind)) for kind in ("calendar", "workflow", "procedure", "x")],
        run(ops.seals()),
        run(ops.sealed(1)),
        [run(ops.secret(subject)) for subject in ("an", "binh", "nobody")],
        run(ops.stats()),
    )


@pytest.fixture(scope="module")
def filled_path(sqlite_template, tmp_path_factory):
    """A SQLite file with cases, from which those of the tests are copied."""
    path = tmp_path_factory.mktemp("attacked") / "filled.db"
    shutil.copy(sqlite_template, path)
    _fill(f"sqlite:///{path}")
    return path


@pytest.mark.parametrize("name", [*BOTH, *SQLITE])
def test_sqlite_refuses(filled_path, tmp_path, name):
    """No statement of data changes what was recorded, not even by the ways round of SQLite."""
    path = shutil.copy(filled_path, tmp_path)
    before = _kept(f"sqlite:///{path}")
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("pragma foreign_keys = on")
    with pytest.raises(sqlite3.Error):
        _attack(connection, (BOTH | SQLITE)[name])
    connection.close()

    assert _kept(f"sqlite:///{path}") == before


def _attack(connection, statements):
    connection.execute("begin")
    try:
        for statement in statements.split(";"):
            connection.execute(statement)
        connection.execute("commit")
    except Exception:
        connection.execute("rollback")
        raise


def _portal(cluster, database):
    """Return the address of *database* for the role that an application has."""
    cluster.execute(
        f"do $$ begin create role {ROLE} login; exception when duplicate_object "
        "or unique_violation then null; end $$"
    )
    cluster.execute(*grants(ROLE), database=database)
    return cluster.url(database, ROLE)


@pytest.fixture
def portal_url(cluster, own_database):
    """The address of a database of one's own for the role that an application has."""
    return _portal(cluster, own_database)


@pytest.fixture(scope="module")
def attacked(cluster, postgres_template):
    """The addresses of one filled database, for its owner and for the application.

    All attacks are on this one: what was refused left nothing.
    """
    name = f"attacked_{uuid.uuid4().hex[:8]}"
    cluster.execute(f"create database {name} template {postgres_template}")
    _fill(cluster.url(name))
    yield cluster.url(name), _portal(cluster, name)
    cluster.execute(f"drop database {name} with (force)")


@pytest.mark.parametrize("name", [*BOTH, *POSTGRES])
def test_postgresql_refuses(attacked, name):
    """The role of the application can add records and change none, and stays in its agency."""
    url, portal_url = attacked
    before = _kept(url)
    with (
        psycopg.connect(portal_url, autocommit=True) as connection,
        pytest.raises(psycopg.Error),
    ):
        _attack(connection, (BOTH | POSTGRES)[name])

    assert _kept(url) == before


def test_the_role_of_the_application_is_enough(portal_url):
    """All that the service does, it does with the rights that `grants` gives."""
    with open_store(portal_url) as store:
        case_service = service(store)
        lodge(case_service, "H1", key="o1")
        receive(case_service, "H1", key="k1")
        assign(case_service, "H1")
        assert case_service.due(LODGED.replace(year=2027)).raised > 0
        assert case_service.deliver(LODGED.replace(year=2027), lambda _: None).done > 1
        case_service.seal(LODGED)
        store.run(store.ops.keep_secret("an", "s3cr3t", 1))
        assert store.run(store.ops.destroy_secret("an", 2, "erased"))
        assert case_service.verify(deep=True).is_sound
        assert store.run(store.ops.schema_version()) > 0
        assert store.run(store.ops.migrate()) > 0


def test_an_agency_sees_and_touches_its_own(own_postgres_url, portal_url):
    """To the role of an application, cases of another agency are not there in any table."""
    _fill(own_postgres_url)
    tables = "cf_case", "cf_record", "cf_outbox", "cf_raised", "cf_definition", "cf_secret"
    with psycopg.connect(portal_url, autocommit=True) as connection:
        for table in tables:
            named = build.Identifier(table)
            count = build.SQL("select count(*) from {} where agency = 'else'").format(named)
            assert connection.execute(count).fetchone() == (0,)
        connection.execute("select cf_stall('', 'E1', 1, 0, 'x')")
        with pytest.raises(psycopg.errors.InsufficientPrivilege, match="row-level"):
            connection.execute("select cf_stall('else', 'E1', 1, 0, 'x')")
    with open_store(own_postgres_url, "else") as other:
        assert other.run(other.ops.load("E1")).summary.tries == 0


def test_a_forged_record_is_found(own_postgres_url, portal_url):
    """A record that an application has added under a chain that holds, and that says nothing."""
    _fill(own_postgres_url)
    with open_store(portal_url) as store:
        summary = store.run(store.ops.load("H1")).summary
        stored = StoredRecord(3, 0, "return", "x", None, "{}", link(summary.hash, "{}"))
        after = summary._replace(seq=3, hash=stored.hash, state="returned")
        assert store.run(store.ops.append(Change(after, stored, summary.hash)))

    with open_store(own_postgres_url) as store:
        (fault,) = service(store).verify().faults
        assert (fault.case_id, fault.seq) == ("H1", 3)
