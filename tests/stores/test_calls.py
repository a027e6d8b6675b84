"""Calls of functions on PostgreSQL, which go to the server without a cursor."""

import psycopg
import pytest

from caseflow.errors import StoreRefusedError, StoreUnavailableError
from caseflow.stores import Statement, open_store
from stores.offices import lodge, receive, service


def _one(sql, *values, is_call=True):
    return (yield Statement(sql, values, is_call=is_call))


@pytest.fixture
def store(postgres_url):
    """A store on one connection that has been used."""
    with open_store(postgres_url, connections=1) as store:
        lodge(service(store), "H1")
        yield store


@pytest.mark.parametrize(
    ("sql", "value"),
    [
        ("select cast(? as text) = 'Đà Nẵng'", "Đà Nẵng"),
        ("select cast(? as text) = ''", ""),
        ("select cast(? as bigint) = -9000000000", -9_000_000_000),
        ("select cast(? as text) is null", None),
    ],
)
def test_a_call_is_handed_its_values_as_they_are(store, sql, value):
    """The first time, when it is prepared, and again."""
    assert [bool(store.run(_one(sql, value))[0][0]) for _ in range(2)] == [True, True]
    assert not store.run(_one(f"select not coalesce({sql[7:]}, false)", value))[0][0]


def test_a_text_that_cannot_be_kept_is_not_cut(store):
    """What the server would take for the end of a text is refused, as it is elsewhere."""
    store.run(_one("select cast(? as text) = 'a'", "a"))
    with pytest.raises(StoreRefusedError, match="NUL"):
        store.run(_one("select cast(? as text) = 'a'", "a\0b"))


@pytest.mark.parametrize("said", ["deallocate all", "discard all"])
def test_a_pool_between_that_forgets_statements_loses_no_record(store, said):
    """As some do when they hand a connection to the next client."""
    store.run(_one(said, is_call=False))
    receive(service(store), "H1")

    assert service(store).get("H1").version == 2
    assert service(store).verify().is_sound


def test_a_pool_between_may_hand_out_a_connection_of_another_client(postgres_url):
    """Which has a prepared statement of the same name."""
    with open_store(postgres_url, connections=1) as store:
        store.run(_one("prepare caseflow_0 as select 1", is_call=False))
        lodge(service(store), "H1")
        receive(service(store), "H1")

        assert service(store).get("H1").version == 2


def test_a_call_on_a_connection_that_broke_is_reported_and_the_next_has_a_new_one(
    store, postgres_url
):
    """Nothing was kept by the one that failed."""
    with psycopg.connect(postgres_url, autocommit=True) as admin:
        admin.execute(
            "select pg_terminate_backend(pid, 5000) from pg_stat_activity "
            "where datname = current_database() and application_name = 'caseflow'"
        )
    with pytest.raises(StoreUnavailableError):
        store.run(_one("select true"))
    receive(service(store), "H1")

    assert service(store).get("H1").version == 2


def test_what_the_server_refuses_is_reported_in_its_words(store):
    """With the error under it, by which those who called know what it was."""
    with pytest.raises(StoreRefusedError, match="division by zero") as refused:
        store.run(_one("select 1 / cast(? as integer) = 1", 0))
    assert isinstance(refused.value.__cause__, psycopg.errors.DivisionByZero)
