"""Migrations as Alembic and Django run them: the tables are those of `caseflow store init`."""

from typing import NamedTuple

import pytest
import sqlalchemy
from django.db import connections
from django.db.migrations import Migration, RunSQL
from django.db.migrations.state import ProjectState

from caseflow.stores import open_store
from caseflow.stores.schema import LATEST, migrations
from caseflow.testing.store_contract import moved, opened
from stores.hosts import django_connection


class Bare(NamedTuple):
    """A database without tables, as each of those who are to make them sees it."""

    dialect: str
    url: str
    of_sqlalchemy: str
    of_django: dict[str, str]


@pytest.fixture(params=["sqlite", "postgresql"])
def bare(request, tmp_path):
    """A database of each kind."""
    if request.param == "sqlite":
        path = str(tmp_path / "bare.db")
        url = f"sqlite:///{path}"
        return Bare("sqlite", url, url, {"ENGINE": "django.db.backends.sqlite3", "NAME": path})
    cluster, name = map(request.getfixturevalue, ("cluster", "new_database"))
    url = cluster.url(name)
    host = {"NAME": name, "USER": "postgres", "HOST": str(cluster.folder)}
    return Bare(
        "postgresql",
        url,
        url.replace("postgresql:", "postgresql+psycopg:"),
        {"ENGINE": "django.db.backends.postgresql", **host},
    )


def _works(url):
    """Return whether a store finds its tables there and can use them."""
    with open_store(url) as store:
        assert store.run(store.ops.migrate()) == LATEST
        first = opened()
        return store.run(store.ops.append(first)) and store.run(store.ops.append(moved(first)))


def test_alembic_can_make_the_tables(bare):
    """`op.execute` makes a `text` of each statement and executes it in its transaction."""
    engine = sqlalchemy.create_engine(bare.of_sqlalchemy)
    with engine.begin() as connection:
        for statement in migrations(bare.dialect):
            connection.execute(sqlalchemy.text(statement))
    engine.dispose()

    assert _works(bare.url)


def test_django_can_make_the_tables(bare):
    """`RunSQL` takes the statements as they are, and triggers with statements inside them too."""

    class Made(Migration):
        operations = (RunSQL([(each, None) for each in migrations(bare.dialect)]),)

    connection = django_connection("bare", **bare.of_django)
    with connection.schema_editor(atomic=True) as editor:
        Made("0001_made", "portal").apply(ProjectState(), editor)
    connection.close()
    del connections["bare"]

    assert _works(bare.url)
