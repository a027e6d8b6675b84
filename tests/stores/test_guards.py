"""What the database itself refuses, whoever asks: attacks by SQL, other agencies, old schemas."""

import sqlite3
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import timedelta

import psycopg
import pytest
import sqlalchemy

from caseflow.errors import (
    NumberTakenError,
    StoreBusyError,
    StoreError,
    UnknownCaseError,
    UnknownNameError,
    ValueInvalidError,
)
from caseflow.stores import (
    AsyncHostStore,
    Definition,
    HostStore,
    Query,
    SchemaError,
    StoreRefusedError,
    StoreUnavailableError,
    file_of,
    open_async_store,
    open_store,
    sqlalchemy_store,
)
from caseflow.stores.schema import LATEST, MIGRATIONS, grants, migrations
from caseflow.testing.store_contract import moved, opened
from stores.offices import lodge, receive, service

#: Each would change or hide what happened; {0} is the number of the case.
ATTACKS = {
    "rewrite a record": "update cf_record set text = 'x' where case_id = 'A'",
    "delete a record": "delete from cf_record where case_id = 'A' and seq = 1",
    "delete a case": "delete from cf_case where case_id = 'A'",
    "move a state alone": "update cf_case set state = 'returned' where case_id = 'A'",
    "move a head alone": "update cf_case set head = 'x' where case_id = 'A'",
    "go back": "update cf_case set last_seq = 0, state = 'registered' where case_id = 'A'",
    "skip": "update cf_case set last_seq = 9, state = 'returned' where case_id = 'A'",
    "go on without a record": "update cf_case set last_seq = 2 where case_id = 'A'",
    "give to another agency": "update cf_case set agency = 'other' where case_id = 'A'",
    "a record beside the case": (
        "insert into cf_record (case_id, seq, agency, at, action, actor, text, hash) "
        "values ('A', 2, '', 1, 'x', 'x', 'x', 'x')"
    ),
    "a record beyond a gap": (
        "insert into cf_record (case_id, seq, agency, at, action, actor, text, hash) "
        "values ('A', 7, '', 1, 'x', 'x', 'x', 'x')"
    ),
    "a record of no case": (
        "insert into cf_record (case_id, seq, agency, at, action, actor, text, hash) "
        "values ('Z', 0, '', 1, 'x', 'x', 'x', 'x')"
    ),
    "a case without a record": (
        "insert into cf_case (case_id, agency, procedure, unit, state, is_open, last_seq, head) "
        "values ('Z', '', 'p', '', 's', 1, 0, 'x')"
    ),
    "forget that an expiry was raised": "delete from cf_raised",
    "change a definition": "update cf_definition set text = '{}'",
    "delete a definition": "delete from cf_definition",
    "change a seal": "update cf_seal set root = 'x'",
    "delete a seal": "delete from cf_seal",
    "change what was sealed": "update cf_sealed set hash = 'x'",
    "delete what was sealed": "delete from cf_sealed",
    "change a secret": "update cf_secret set secret = 'x'",
    "delete a secret": "delete from cf_secret",
}
REPLACEMENTS = {
    "replace a record": (
        "insert or replace into cf_record (case_id, seq, agency, at, action, actor, text, hash) "
        "values ('A', 1, '', 1, 'x', 'x', 'x', 'x')"
    ),
    "replace a case": (
        "insert or replace into cf_case (case_id, agency, procedure, unit, state, is_open, "
        "last_seq, head) values ('A', '', 'p', '', 'returned', 0, 1, 'x')"
    ),
    "replace a definition": (
        "insert or replace into cf_definition (agency, kind, name, text, hash) "
        "values ('', 'calendar', 'c', 'x', 'x')"
    ),
    "replace what was sealed": (
        "insert or replace into cf_sealed (case_id, seq, agency, number, hash) "
        "values ('A', 1, '', 1, 'x')"
    ),
    "replace a secret": (
        "insert or replace into cf_secret (agency, subject, secret, made_at) "
        "values ('', 'p', 'x', 1)"
    ),
}
TRUNCATIONS = {
    f"truncate {table}": f"truncate {table} cascade"
    for table in ("cf_record", "cf_case", "cf_seal", "cf_raised", "cf_definition", "cf_secret")
}


def _fill(store):
    """Keep a little of everything."""
    from caseflow.stores import Definition, Note, Raised

    first = opened(kinds=("m",))
    store.run(store.ops.append(first))
    store.run(store.ops.append(moved(first)))
    store.run(store.ops.note(Note("A", 1, 1, (Raised("r", 1),), (), None)))
    store.run(store.ops.keep(Definition("calendar", "c", "{}")))
    store.run(store.ops.make_seal(1))
    store.run(store.ops.keep_secret("p", "s", 1))
    return store.run(store.ops.load("A"))


def _commit(url, sql):
    with closing(psycopg.connect(url)) as connection:
        connection.execute(sql.encode())
        connection.commit()


@pytest.mark.parametrize("attack", [*ATTACKS, *REPLACEMENTS])
def test_sqlite_refuses_what_would_change_the_past(attack, sqlite_url):
    """Whoever has the file open cannot change what is kept by plain SQL."""
    with open_store(sqlite_url) as store:
        kept = _fill(store)
        raw = sqlite3.connect(sqlite_url.removeprefix("sqlite:///"))
        raw.execute("pragma foreign_keys = on")
        with pytest.raises(sqlite3.IntegrityError), raw:
            raw.execute((ATTACKS | REPLACEMENTS)[attack])
        raw.close()
        assert store.run(store.ops.load("A")) == kept


@pytest.mark.parametrize("number", [0, 31, 32, 33, 39])
def test_sqlite_replaces_no_record_of_a_long_case_through_its_key(number, sqlite_url):
    """Early keys are looked for among the records and later ones in an index: none gives way."""
    with open_store(sqlite_url) as store:
        store.run(store.ops.append(last := opened("A", key="k0")))
        for each in range(1, 40):
            store.run(store.ops.append(last := moved(last, key=f"k{each}")))
        kept = store.run(store.ops.load("A"))
        with closing(sqlite3.connect(sqlite_url.removeprefix("sqlite:///"))) as raw, raw:
            raw.execute("update cf_case set last_seq = 40, head = 'x' where case_id = 'A'")
            with pytest.raises(sqlite3.IntegrityError, match="has such a key"):
                raw.execute(
                    "insert or replace into cf_record (case_id, seq, agency, at, action, actor, "
                    "key, text, hash) values ('A', 40, '', 0, 'pay', 'x', ?, '{}', 'x')",
                    (f"k{number}",),
                )
            raw.rollback()
        assert store.run(store.ops.load("A")) == kept


@pytest.mark.parametrize("attack", [*ATTACKS, *TRUNCATIONS])
def test_postgres_refuses_its_owner_what_would_change_the_past(attack, postgres_url):
    """Even the owner of the tables cannot change what is kept by plain SQL."""
    with open_store(postgres_url) as store:
        kept = _fill(store)
        with pytest.raises(psycopg.errors.IntegrityError):
            _commit(postgres_url, (ATTACKS | TRUNCATIONS)[attack])
        assert store.run(store.ops.load("A")) == kept


# ── roles and agencies of PostgreSQL ────────────────────────────────────────────────────────


@pytest.fixture(scope="session")
def portal_role(cluster, shared_database):
    """The role that a portal connects as; it owns nothing."""
    role = f"portal_{shared_database}"
    cluster.execute(f"create role {role} login")
    cluster.execute(*grants(role), database=shared_database)
    return role


@pytest.fixture
def portal_url(cluster, database, portal_role):
    """The address of an empty database, as the role that a portal connects as."""
    return cluster.url(database, portal_role)


def test_the_application_role_can_work(portal_url):
    """The rights of the application are enough for all that it does."""
    with open_store(portal_url) as store:
        kept = _fill(store)
        assert kept is not None
        assert store.run(store.ops.wake(9, 10, 9)) == ()
        taken = store.run(store.ops.take(5_000, 6_000, 9))
        store.run(store.ops.settle(taken, ()))
        store.run(store.ops.stall("A", 1, None, "x"))
        assert store.run(store.ops.release("A", None, 5))
        assert store.run(store.ops.destroy_secret("p", 5, "ground"))
        assert store.run(store.ops.schema_version()) == LATEST


@pytest.mark.parametrize(
    "attack",
    [
        *ATTACKS,
        *TRUNCATIONS,
        "alter table cf_record disable trigger all",
        "set session_replication_role = replica",
        "drop table cf_record",
        "alter table cf_case disable row level security",
    ],
)
def test_the_application_role_cannot_change_the_past(attack, portal_url):
    """The role of the application is refused every attack, and may not lift the guards."""
    with open_store(portal_url) as store:
        kept = _fill(store)
        sql = (ATTACKS | TRUNCATIONS).get(attack, attack)
        with pytest.raises(psycopg.Error):
            _commit(portal_url, sql)
        assert store.run(store.ops.load("A")) == kept


def test_the_application_role_may_not_replace_a_key(portal_url):
    """Only the owner of the tables wraps keys anew; of what others try nothing stays."""
    act = Definition("rewrapping", "1@x", "{}")
    with open_store(portal_url) as store:
        store.run(store.ops.keep_secret("p", "before", 1))
        with pytest.raises(StoreRefusedError, match="permission denied"):
            store.run(store.ops.rewrap_secrets([("p", "before", "caseflow-key/2 x")], act))
        assert store.run(store.ops.secret("p")).secret == "before"
        assert store.run(store.ops.definitions("rewrapping")) == ()


def test_a_case_that_the_application_role_holds_stops_no_other(portal_url):
    """Whatever its open transaction holds, others are told so, and work their cases."""
    with open_store(portal_url, lock_timeout=timedelta(milliseconds=50)) as store:
        case_service = service(store)
        lodge(case_service, "H1")
        lodge(case_service, "H2")
        with psycopg.connect(portal_url) as portal:
            portal.execute("select cf_stall('', 'H1', 1, 1, 'x')")
            with pytest.raises(StoreBusyError):
                receive(case_service, "H1")
            assert receive(case_service, "H2").version == 2


def test_no_agency_after_another_one_sees_its_own_cases(portal_url):
    """Stores of several agencies work in one transaction of a host, and one may have none."""
    host = sqlalchemy.create_engine(portal_url.replace("postgresql:", "postgresql+psycopg:"))
    with host.begin() as connection:
        plain, other = sqlalchemy_store(connection), sqlalchemy_store(connection, "H17")
        lodge(service(plain), "H1")
        lodge(service(other), "H2")
        assert service(plain).get("H1").version == 1
        lodge(service(plain), "H3")
    host.dispose()
    with open_store(portal_url) as store:
        assert [summary.case_id for summary in service(store).search(Query())] == ["H1", "H3"]


@pytest.mark.parametrize("key", [None, "k"])
def test_a_number_of_another_agency_is_reported_as_taken(portal_url, key):
    """It is not unknown: it cannot be opened, now or later."""
    with open_store(portal_url, "dn-01") as one, open_store(portal_url, "dn-02") as other:
        lodge(service(one), "H1", key=key)
        with pytest.raises(NumberTakenError, match="another agency") as error:
            lodge(service(other), "H1", key=key)
        assert error.value.code == "number-taken"
        with pytest.raises(UnknownCaseError):
            service(other).get("H1")


def test_an_agency_sees_its_own_cases_only(portal_url):
    """Row-level security: other agencies' rows are not there, and none are shown by mistake."""
    with open_store(portal_url, "dn-01") as one, open_store(portal_url, "dn-02") as other:
        first = opened(wake_at=5, kinds=("m",))
        assert one.run(one.ops.append(first))

        assert other.run(other.ops.load("A")) is None
        assert other.run(other.ops.find(Query())) == ()
        assert other.run(other.ops.scan()) == ()
        assert other.run(other.ops.wake(10, 20, 9)) == ()
        assert other.run(other.ops.take(5_000, 6_000, 9)) == ()
        assert not other.run(other.ops.append(moved(first)))
        assert not other.run(other.ops.append(opened()))
        assert other.run(other.ops.stats())["records"] == 0
    tables = ("cf_case", "cf_record", "cf_outbox")
    for setting, expected in (("", 0), ("dn-02", 0), ("dn-01", 1)):
        with psycopg.connect(portal_url, autocommit=True) as raw:
            raw.execute("select set_config('caseflow.agency', %s, false)", (setting,))
            counts = [raw.execute(f"select count(*) from {each}").fetchone()[0] for each in tables]
        assert counts == [expected] * 3


def test_a_row_of_another_agency_cannot_be_written(portal_url):
    """A session of one agency writes no row of another."""
    with psycopg.connect(portal_url) as raw:
        raw.execute("select set_config('caseflow.agency', 'dn-01', false)")
        with pytest.raises(psycopg.Error, match="row-level"):
            raw.execute("select cf_stall('dn-02', 'A', 1, null, 'x')")


def test_agencies_of_one_sqlite_file_are_apart(sqlite_url):
    """Statements ask for the agency, where the database has no row-level security."""
    with open_store(sqlite_url, "dn-01") as one, open_store(sqlite_url, "dn-02") as other:
        one.run(one.ops.append(opened(wake_at=5, kinds=("m",))))

        assert other.run(other.ops.load("A")) is None
        assert not other.run(other.ops.append(opened()))
        assert other.run(other.ops.wake(10, 20, 9)) == ()
        assert other.run(other.ops.take(5_000, 6_000, 9)) == ()


def test_a_store_of_schema_3_is_worked_until_it_is_brought_up(cluster, new_database):
    """Without the functions a release goes on as before, by the rights and in hosts of before."""
    role = f"old_{new_database}"
    url = cluster.url(new_database)
    cluster.execute(*migrations("postgresql", 0, 3), database=new_database)
    cluster.execute(f"create role {role} login")
    rights = [
        each
        for each in grants(role, portable=True)
        if not {"cf_work", "cf_fresh"} & {*each.split()}
    ]
    cluster.execute(*rights, database=new_database)
    portal_url = cluster.url(new_database, role)
    with open_store(portal_url) as store:
        kept = _fill(store)
        taken = store.run(store.ops.take(5_000, 6_000, 9))
        store.run(store.ops.settle(taken, ()))
        store.run(store.ops.stall("A", 1, None, "x"))
        assert store.run(store.ops.release("A", None, 5))
        assert store.run(store.ops.destroy_secret("p", 5, "ground"))
        with psycopg.connect(portal_url) as raw:
            host = HostStore(lambda sql, values: _executed(raw, sql, values), "postgresql")
            assert host.run(host.ops.append(opened("B")))
        with open_store(url) as owner:
            assert owner.run(owner.ops.migrate()) == 3
        cluster.execute(*grants(role), database=new_database)
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            _commit(portal_url, "update cf_case set tries = 9")
        assert store.run(store.ops.append(opened("C")))
        assert store.run(store.ops.load("A")).records == kept.records
    cluster.execute(f"drop owned by {role}", database=new_database)
    cluster.execute(f"drop role {role}")


def _executed(raw, sql, values):
    cursor = raw.execute(sql.encode(), values or None)
    return cursor.fetchall() if cursor.description else ()


# ── the schema ──────────────────────────────────────────────────────────────────────────────


def test_each_migration_leads_to_the_next_and_keeps_what_is_there(tmp_path):
    """A store of any older schema is brought up with its cases in it, and only once."""
    for since in range(1, LATEST):
        path = tmp_path / f"{since}.db"
        raw = sqlite3.connect(path)
        for statement in migrations("sqlite", 0, since):
            raw.execute(statement)
        raw.commit()
        raw.close()
        with open_store(f"sqlite:///{path}") as store:
            assert store.run(store.ops.schema_version()) == since
            store.run(store.ops.append(opened()))
            assert store.run(store.ops.migrate()) == since
            assert store.run(store.ops.migrate()) == LATEST
            assert store.run(store.ops.stats())["cases"] == 1


@pytest.mark.parametrize("portable", [False, True])
def test_postgres_is_migrated_by_many_at_once(cluster, portable):
    """Workers that all start at once make the tables once."""
    name = f"m_{int(portable)}"
    cluster.execute(f"drop database if exists {name}", f"create database {name}")

    def migrate(_):
        with open_store(cluster.url(name), portable=portable) as store:
            return store.run(store.ops.migrate())

    workers = 1 if portable else 4
    with ThreadPoolExecutor(workers) as pool:
        found = sorted(pool.map(migrate, range(workers)))
    assert found == [0, *[LATEST] * (workers - 1)]
    with open_store(cluster.url(name), portable=portable) as store:
        first = opened()
        assert store.run(store.ops.append(first))
        assert store.run(store.ops.append(moved(first)))
    cluster.execute(f"drop database {name}")


def test_a_store_without_tables_says_so(tmp_path, cluster):
    """Who forgot to make the tables is told how."""
    cluster.execute("drop database if exists empty_one", "create database empty_one")
    for url in (f"sqlite:///{tmp_path / 'new.db'}", cluster.url("empty_one")):
        with open_store(url) as store:
            assert store.run(store.ops.schema_version()) == 0
            with pytest.raises(SchemaError, match="caseflow store init"):
                store.run(store.ops.stats())


def test_a_newer_schema_is_refused(sqlite_url):
    """A store of a later release is not touched."""
    raw = sqlite3.connect(sqlite_url.removeprefix("sqlite:///"))
    raw.execute("insert into cf_schema values (?)", (LATEST + 1,))
    raw.commit()
    raw.close()
    with open_store(sqlite_url) as store, pytest.raises(SchemaError, match="a release"):
        store.run(store.ops.migrate())


def test_statements_pass_through_any_host():
    """Nothing in a migration means something to Alembic, Django or a driver."""
    for dialect in ("sqlite", "postgresql"):
        for statement in migrations(dialect):
            assert not {"%", "?", ":"} & set(statement)
            assert not statement.endswith(";")
    assert [each.number for each in MIGRATIONS] == list(range(1, LATEST + 1))


def test_a_portable_schema_has_no_deferred_keys():
    """A distributed database gets tables without what it cannot do."""
    assert not any("deferrable" in each for each in migrations("postgresql", portable=True))
    assert sum("deferrable" in each for each in migrations("postgresql")) == 1


def test_what_cannot_be_made_is_refused():
    """Unknown dialects, ways down and roles that are no plain names are errors."""
    with pytest.raises(UnknownNameError):
        migrations("mysql")
    with pytest.raises(ValueInvalidError):
        migrations("sqlite", 2, 1)
    with pytest.raises(ValueInvalidError):
        grants("portal; drop table cf_case")
    for url in ("mysql://x", "sqlite://x", "postgres", "x@y"):
        with pytest.raises(ValueInvalidError):
            open_store(url)
    with pytest.raises(ValueInvalidError, match=r"mysql://\.\.\.@host/db"):
        open_store("mysql://user:secret@host/db")
    with pytest.raises(ValueInvalidError, match="without options"):
        open_store("sqlite:///cases.db?mode=ro")
    assert file_of("sqlite:///cases%3F.db") == "cases?.db"
    for open_any in (open_store, open_async_store):
        with pytest.raises(ValueInvalidError, match="connections"):
            open_any("postgresql:///x", connections=0)


def test_a_database_that_is_not_there_is_said_so(tmp_path):
    """A path that cannot be opened and a server that does not answer are reported as such."""
    for url in (f"sqlite:///{tmp_path / 'no' / 'file.db'}", f"postgresql:///x?host={tmp_path}"):
        with open_store(url) as store, pytest.raises(StoreUnavailableError):
            store.run(store.ops.stats())


def test_a_file_that_does_not_open_is_named(tmp_path):
    """Who is to put it right is told which file, and what it wants."""
    other = tmp_path / "notes.txt"
    other.write_text("no database at all " * 100, encoding="utf-8")
    for path, wants in (
        (tmp_path / "no" / "file.db", "whose folder must"),
        (other, "not a database"),
    ):
        with open_store(f"sqlite:///{path}") as store, pytest.raises(StoreError) as error:
            store.run(store.ops.stats())
        assert str(path) in str(error.value)
        assert wants in str(error.value)


# ── hosts ───────────────────────────────────────────────────────────────────────────────────


def test_a_refused_record_spares_the_work_of_the_host(postgres_url):
    """In the host's transaction a refusal undoes our statements and nothing of the host's."""
    with psycopg.connect(postgres_url) as raw:

        def execute(sql, values):
            cursor = raw.execute(sql.encode(), values or None)
            return cursor.fetchall() if cursor.description else ()

        raw.execute("create temporary table host_rows (n integer)")
        raw.execute("insert into host_rows values (1)")
        store = HostStore(execute, "postgresql")
        first = opened(key="k")
        assert store.run(store.ops.append(first))
        with pytest.raises(psycopg.errors.UniqueViolation):
            store.run(store.ops.append(moved(first, key="k")))
        assert not store.run(store.ops.append(opened()))
        assert store.run(store.ops.append(moved(first)))
        raw.execute("insert into host_rows values (2)")
        assert raw.execute("select count(*) from host_rows").fetchone() == (2,)
        raw.rollback()
        assert store.run(store.ops.load("A")) is None


def test_a_host_sets_the_agency_for_its_transaction(postgres_url):
    """A store in a host's transaction belongs to its agency, until the host ends it."""
    with psycopg.connect(postgres_url) as raw:

        def execute(sql, values):
            cursor = raw.execute(sql.encode(), values or None)
            return cursor.fetchall() if cursor.description else ()

        with HostStore(execute, "postgresql", "dn-01") as store:
            assert store.run(store.ops.append(opened()))
        asked = "select coalesce(current_setting('caseflow.agency', true), '')"
        assert raw.execute(asked).fetchone() == ("dn-01",)
        raw.commit()
        assert raw.execute(asked).fetchone() == ("",)


def test_an_awaited_host_is_closed_by_the_host():
    """Closing a store in a host's transaction does nothing to the connection."""
    import asyncio

    async def never(sql, values):
        raise AssertionError(sql)

    async def use():
        async with AsyncHostStore(never, "postgresql") as store:
            return store.ops

    with asyncio.Runner() as loop:
        assert loop.run(use()) is not None


def test_sqlite_says_what_it_refused(sqlite_url):
    """A row that breaks a rule of the tables is a refusal, not an error of the driver."""
    with open_store(sqlite_url) as store:
        first = opened(key="k")
        store.run(store.ops.append(first))
        with pytest.raises(StoreRefusedError, match="nothing was changed"):
            store.run(store.ops.append(moved(first, key="k")))
