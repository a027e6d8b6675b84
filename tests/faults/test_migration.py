"""Tables that are brought up while others write, and by several at once."""

import pytest

from caseflow.errors import CaseflowError
from caseflow.stores import BEGIN, COMMIT, SchemaError, Statement, open_store
from caseflow.stores.schema import LATEST, migrations
from stores.offices import LODGED, lodge, receive, service

WRITERS = 3


@pytest.fixture(params=["sqlite", "postgresql"])
def bare(request, tmp_path):
    """The address of a database without tables, and its dialect."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path}/bare.db", request.param
    cluster = request.getfixturevalue("cluster")
    return cluster.url(request.getfixturevalue("new_database")), request.param


def _up_to(store, dialect, schema):
    """Make the tables of an older schema."""

    def steps():
        yield BEGIN
        for sql in migrations(dialect, 0, schema):
            yield Statement(sql)
        yield COMMIT

    store.run(steps())


def test_writers_go_on_while_the_tables_are_brought_up(bare, working):
    """No writer fails, waits for ever or loses a record while the schema is migrated."""
    url, dialect = bare
    with open_store(url) as store:
        _up_to(store, dialect, 1)
        case_service = service(store)
        lodge(case_service, "migrated")
        receive(case_service, "migrated")
        writers = [("writer", url, f"w{number}") for number in range(WRITERS)]
        with working(*writers) as workers:
            said = [worker.hear() for worker in workers for _ in range(5)]
            assert store.run(store.ops.migrate()) == 1
            said += [worker.hear() for worker in workers for _ in range(5)]
            for worker in workers:
                worker.tell("stop")
            said += [line for worker in workers for line in worker.hear_all()]

        assert store.run(store.ops.schema_version()) == LATEST
        records = case_service.history("migrated", 1, 10_000)
        assert {f"{record.seq} {record.key}" for record in records} == set(said)
        assert len(said) == len(records) >= WRITERS * 10
        seal = case_service.seal(LODGED)
        assert case_service.verify(deep=True, seal=seal).is_sound


def test_several_who_migrate_at_once_do_it_once(bare, working):
    """Of three that bring an empty database up at the same time one does it, the others see it."""
    url, _ = bare
    with working(*(("migrator", url) for _ in range(3))) as workers:
        assert [worker.hear() for worker in workers] == ["ready"] * 3
        for worker in workers:
            worker.tell("go")
        found = sorted(int(line) for worker in workers for line in worker.hear_all())

    assert found[0] == 0
    assert set(found) <= {0, LATEST}
    with open_store(url) as store:
        assert store.run(store.ops.migrate()) == LATEST
        lodge(service(store), "H1")
        assert service(store).verify(deep=True).is_sound


def test_a_new_file_may_be_opened_by_many_at_once(tmp_path, working):
    """Whoever comes while a file is being made waits for it; nobody is told that it is locked."""
    for turn in range(25):
        url = f"sqlite:///{tmp_path}/{turn}.db"
        with working(*(("migrator", url) for _ in range(6))) as workers:
            assert [worker.hear() for worker in workers] == ["ready"] * 6
            for worker in workers:
                worker.tell("go")
            found = sorted(line for worker in workers for line in worker.hear_all())
        assert found[0] == "0"
        assert set(found) <= {"0", str(LATEST)}


@pytest.mark.parametrize("broken_at", [1, 7, 15])
def test_a_migration_cut_off_leaves_no_trace(bare, broken_at):
    """A migration that fails at any statement is as if it had never begun."""
    url, _ = bare
    with open_store(url) as store:

        def cut_off():
            steps = store.ops.migrate()
            statement = next(steps)
            for _ in range(4 + broken_at):
                statement = steps.send((yield statement))
            raise RuntimeError

        with pytest.raises(RuntimeError):
            store.run(cut_off())
        assert store.run(store.ops.schema_version()) == 0
        assert store.run(store.ops.migrate()) == 0
        assert store.run(store.ops.schema_version()) == LATEST


def test_tables_that_are_not_there_or_too_new_are_reported(bare):
    """A store without tables, or with those of a later release, is an error that says so."""
    url, _ = bare
    with open_store(url) as store:
        with pytest.raises(SchemaError) as none:
            lodge(service(store), "H1")
        store.run(store.ops.migrate())
        store.run(_only(Statement(f"insert into cf_schema values ({LATEST + 1})")))
        with pytest.raises(SchemaError) as newer:
            store.run(store.ops.migrate())

    assert (none.value.found, newer.value.found) == (0, LATEST + 1)
    assert isinstance(none.value, CaseflowError)


def _only(statement):
    """Return the operation that is one statement."""
    yield statement
