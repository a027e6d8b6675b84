"""Who is raced: each keeps a case and one row of history an event, in a way its readme would have.

All check the same seven events, states and conditions, keep actor, instant and key of each event,
and commit each durably by itself. caseflow has besides, as always: roles, a clock with its legal
date, the idempotency of the key, a hash chain, and guards in the database against altered rows.
"""

import os
import sys
from collections.abc import Sequence
from datetime import datetime
from importlib import import_module
from importlib.util import find_spec
from typing import Any, ClassVar
from urllib.parse import parse_qs, urlsplit

from benchmarks import filings
from benchmarks.durable.workers import Workshop
from benchmarks.life_cycle import FEE, FINAL, INITIAL, PATH, TRANSITIONS
from caseflow.service import CaseService
from caseflow.stores import open_store
from caseflow.values import Channel

__all__ = ["DBOS", "DJANGO", "EVENTS", "OURS", "PEERS", "Caseflow", "workshops"]

OURS, EVENTS, DJANGO, DBOS = "caseflow", "eventsourcing", "django-fsm-2 + log", "DBOS"
COLD, HELD = "caseflow, nothing held", "eventsourcing, with its cache"

#: The module that a peer needs.
PEERS = {EVENTS: "eventsourcing", HELD: "eventsourcing", DJANGO: "django_fsm", DBOS: "dbos"}

_MOVES = {(name, source): (target, guard) for name, source, target, guard in TRANSITIONS}
_ACTOR = filings.CLERK.id


def workshops(*names: str) -> tuple[dict[str, Workshop], dict[str, str]]:
    """Return the makers of *names* that are installed, and why the others are absent."""
    known: dict[str, Workshop] = {
        OURS: Caseflow,
        COLD: ColdCaseflow,
        EVENTS: Eventsourcing,
        HELD: HeldEventsourcing,
        DJANGO: DjangoFsm,
        DBOS: Dbos,
    }
    absent = {
        name: f"{name} is not installed here: no module named {PEERS[name]}"
        for name in names
        if name in PEERS and find_spec(PEERS[name]) is None
    }
    return {name: known[name] for name in names if name not in absent}, absent


class Caseflow:
    """The whole engine with the settings it is delivered with."""

    is_cold: ClassVar[bool] = False

    def __init__(self, url: str) -> None:
        """Open the store, and make its tables if they are not there."""
        self.store = open_store(url)
        self.store.run(self.store.ops.migrate())
        self.service = CaseService(filings.engine(), self.store)

    def make(self, ids: Sequence[str]) -> list[Any]:
        """Open cases."""
        for number in ids:
            self.service.open(
                "P1",
                case_id=number,
                channel=Channel.ONLINE,
                result_by=Channel.ONLINE,
                at=filings.AT,
                by=filings.CLERK,
                facts=filings.FACTS,
            )
        return list(ids)

    def fire(self, case: str, step: int) -> None:
        """Fire an action under its key."""
        action, at, key = filings.STEPS[step]
        if self.is_cold:
            self.service.forget(case)
        self.service.fire(case, action, by=filings.CLERK, at=at, key=key)

    def check(self, case: str) -> None:
        """Read the case anew."""
        self.service.forget()
        history = self.service.history(case)
        assert self.service.get(case).state == "issued"
        assert [record.action for record in history[1:]] == list(PATH)

    def close(self) -> None:
        """Close the store."""
        self.store.close()


class ColdCaseflow(Caseflow):
    """The same for a case that this process has not seen lately."""

    is_cold = True


# ── eventsourcing ───────────────────────────────────────────────────────────────────────────


def _environment(url: str) -> dict[str, str]:
    parts = urlsplit(url)
    if parts.scheme == "sqlite":
        return {"PERSISTENCE_MODULE": "eventsourcing.sqlite", "SQLITE_DBNAME": parts.path[1:]}
    return {
        "PERSISTENCE_MODULE": "eventsourcing.postgres",
        "POSTGRES_DBNAME": parts.path[1:],
        "POSTGRES_HOST": parse_qs(parts.query)["host"][0],
        "POSTGRES_PORT": "5432",
        "POSTGRES_USER": parts.username or "",
        "POSTGRES_PASSWORD": "none",
    }


def _permit_type() -> Any:  # noqa: ANN401 - not typed
    domain = import_module("eventsourcing.domain")

    class Permit(domain.Aggregate):  # type: ignore[misc]
        """An aggregate whose events are those of the life cycle."""

        class Moved(domain.Aggregate.Event):  # type: ignore[misc]
            name: str
            source: str
            target: str
            actor: str
            done_at: datetime
            key: str

            def apply(self, aggregate: Any) -> None:  # noqa: ANN401 - not typed
                aggregate.state = self.target
                aggregate.history.append((self.name, self.source, self.target))

        def __init__(self, number: str, fee: int, paid: int) -> None:
            self.number, self.fee, self.paid = number, fee, paid
            self.state = INITIAL
            self.history: list[tuple[str, str, str]] = []

        def move(self, name: str, done_at: datetime, key: str) -> None:
            """Check the event and record it."""
            target = checked(name, self.state, self.fee, self.paid)
            self.trigger_event(
                self.Moved,
                name=name,
                source=self.state,
                target=target,
                actor=_ACTOR,
                done_at=done_at,
                key=key,
            )

    # Its events are found again by the name of their class.
    module = sys.modules[__name__]
    for kind in (Permit, Permit.Moved, *(Permit.Created,)):
        kind.__qualname__ = kind.__qualname__.rpartition("<locals>.")[2]
    module.Permit = Permit  # type: ignore[attr-defined]
    return Permit


def checked(name: str, source: str, fee: int, paid: int) -> str:
    """Return where the event leads; the conditions are those of all contenders."""
    target, guard = _MOVES[name, source]
    if guard == "has_fee" and fee <= 0:
        raise ValueError(guard)
    if guard == "is_paid" and paid < fee:
        raise ValueError(guard)
    return target


class Eventsourcing:
    """Get the aggregate, trigger the event, save."""

    extra: ClassVar[dict[str, str]] = {}

    def __init__(self, url: str) -> None:
        """Make the application; it makes its tables."""
        application = import_module("eventsourcing.application")
        self.permit = _permit_type()
        self.app = application.Application(env={**_environment(url), **self.extra})

    def make(self, ids: Sequence[str]) -> list[Any]:
        """Save new aggregates."""
        permits = [self.permit(number, FEE, FEE) for number in ids]
        for each in permits:
            self.app.save(each)
        return [each.id for each in permits]

    def fire(self, case: Any, step: int) -> None:  # noqa: ANN401 - a UUID
        """Load, decide, save."""
        _, at, key = filings.STEPS[step]
        permit = self.app.repository.get(case)
        permit.move(PATH[step], at, key)
        self.app.save(permit)

    def check(self, case: Any) -> None:  # noqa: ANN401 - a UUID
        """Read it anew."""
        permit = self.app.repository.get(case)
        assert [entry[0] for entry in permit.history] == list(PATH)

    def close(self) -> None:
        """Close its connections."""
        self.app.close()


class HeldEventsourcing(Eventsourcing):
    """The same with as many aggregates in memory as caseflow holds cases."""

    extra: ClassVar[dict[str, str]] = {"AGGREGATE_CACHE_MAXSIZE": "1000"}


# ── django-fsm-2 with a log ─────────────────────────────────────────────────────────────────


class DjangoFsm:
    """Select the row, do the transition, save it and a row of the log, in one transaction."""

    def __init__(self, url: str) -> None:
        """Set Django up, durably as caseflow is: WAL and synchronous=FULL, writers wait."""
        import django
        from django.conf import settings

        settings.configure(
            INSTALLED_APPS=[],
            USE_TZ=True,
            DATABASES={
                "default": {
                    "ENGINE": "django.db.backends.sqlite3",
                    "NAME": urlsplit(url).path[1:],
                    "OPTIONS": {
                        "timeout": 30,
                        "transaction_mode": "IMMEDIATE",
                        "init_command": "pragma journal_mode=wal; pragma synchronous=full",
                    },
                }
            },
        )
        django.setup()
        from django.db import connection, models, transaction

        fsm = import_module("django_fsm")
        self._connection, self._atomic = connection, transaction.atomic
        body: dict[str, Any] = {
            "__module__": __name__,
            "Meta": type("Meta", (), {"app_label": "bench"}),
            "number": models.CharField(max_length=200, unique=True),
            "state": fsm.FSMField(default=INITIAL, protected=True),
            "fee": models.BigIntegerField(),
            "paid": models.BigIntegerField(),
        }
        conditions = {
            "has_fee": [lambda permit: permit.fee > 0],
            "is_paid": [lambda permit: permit.paid >= permit.fee],
            "": [],
        }
        for name, source, target, guard in TRANSITIONS:
            body[name] = _transition(fsm, body["state"], name, (source, target, conditions[guard]))
        self.permit: Any = type("Permit", (models.Model,), body)
        self.log: Any = type(
            "Log",
            (models.Model,),
            {
                "__module__": __name__,
                "Meta": type("Meta", (), {"app_label": "bench"}),
                "permit": models.ForeignKey(self.permit, on_delete=models.PROTECT),
                "name": models.CharField(max_length=50),
                "source": models.CharField(max_length=50),
                "target": models.CharField(max_length=50),
                "actor": models.CharField(max_length=200),
                "done_at": models.DateTimeField(),
                "key": models.CharField(max_length=200),
            },
        )
        known = connection.introspection.table_names()
        if self.permit._meta.db_table not in known:
            with connection.schema_editor() as editor:
                editor.create_model(self.permit)
                editor.create_model(self.log)

    def make(self, ids: Sequence[str]) -> list[Any]:
        """Create rows."""
        return [self.permit.objects.create(number=each, fee=FEE, paid=FEE).pk for each in ids]

    def fire(self, case: int, step: int) -> None:
        """Move it and write that down."""
        _, at, key = filings.STEPS[step]
        name = PATH[step]
        with self._atomic():
            permit = self.permit.objects.get(pk=case)
            source = permit.state
            getattr(permit, name)()
            permit.save()
            self.log.objects.create(
                permit=permit,
                name=name,
                source=source,
                target=permit.state,
                actor=_ACTOR,
                done_at=at,
                key=key,
            )

    def check(self, case: int) -> None:
        """Read it anew."""
        assert self.permit.objects.get(pk=case).state in FINAL
        log = self.log.objects.filter(permit_id=case).order_by("pk")
        assert [entry.name for entry in log] == list(PATH)

    def close(self) -> None:
        """Close its connection."""
        self._connection.close()


def _transition(fsm: Any, field: Any, name: str, way: tuple[str, str, list[Any]]) -> Any:  # noqa: ANN401
    source, target, conditions = way

    def run(_: Any) -> None:  # noqa: ANN401 - not typed
        return None

    run.__name__ = name
    return fsm.transition(field=field, source=source, target=target, conditions=conditions)(run)


# ── DBOS ────────────────────────────────────────────────────────────────────────────────────


_TABLES = (
    """create table if not exists permit (
        number text primary key, state text not null, fee bigint not null, paid bigint not null)""",
    """create table if not exists log (
        id bigserial primary key, number text not null references permit, name text not null,
        source text not null, target text not null, actor text not null,
        done_at timestamptz not null, key text not null)""",
)


class Dbos:
    """A workflow with one transaction of its data source; it remembers both."""

    def __init__(self, url: str) -> None:
        """Launch it; it makes its tables, and ours are made beside them."""
        import logging

        import sqlalchemy as sa

        package = import_module("dbos")
        logging.disable(logging.WARNING)
        address = url.replace("postgresql://", "postgresql+psycopg://")
        package.DBOS(
            config={
                "name": "bench",
                "system_database_url": address,
                "executor_id": f"bench-{os.getpid()}",
                "log_level": "ERROR",
            }
        )
        source = package.SQLAlchemyDatasource.create(address)
        self._engine = sa.create_engine(address)
        self._text = sa.text
        with self._engine.begin() as connection:
            for statement in _TABLES:
                connection.execute(sa.text(statement))
        read = sa.text("select state, fee, paid from permit where number = :number for update")
        move = sa.text("update permit set state = :target where number = :number")
        write = sa.text(
            "insert into log (number, name, source, target, actor, done_at, key) "
            "values (:number, :name, :source, :target, :actor, :done_at, :key)"
        )

        @source.transaction
        def keep(number: str, name: str, done_at: str, key: str) -> str:
            session = source.sql_session()
            state, fee, paid = session.execute(read, {"number": number}).one()
            target = checked(name, state, fee, paid)
            session.execute(move, {"target": target, "number": number})
            session.execute(
                write,
                {
                    "number": number,
                    "name": name,
                    "source": state,
                    "target": target,
                    "actor": _ACTOR,
                    "done_at": done_at,
                    "key": key,
                },
            )
            return target

        @package.DBOS.workflow()
        def fire(number: str, name: str, done_at: str, key: str) -> str:
            return str(keep(number, name, done_at, key))

        self._dbos, self._fire = package, fire
        package.DBOS.launch()

    def make(self, ids: Sequence[str]) -> list[Any]:
        """Insert rows."""
        with self._engine.begin() as connection:
            for number in ids:
                connection.execute(
                    self._text("insert into permit values (:number, :state, :fee, :fee)"),
                    {"number": number, "state": INITIAL, "fee": FEE},
                )
        return list(ids)

    def fire(self, case: str, step: int) -> None:
        """Run a workflow whose identity is the key."""
        _, at, key = filings.STEPS[step]
        with self._dbos.SetWorkflowID(f"{case}:{key}"):
            self._fire(case, PATH[step], at.isoformat(), key)

    def check(self, case: str) -> None:
        """Read the log."""
        with self._engine.begin() as connection:
            rows = connection.execute(
                self._text("select name from log where number = :number order by id"),
                {"number": case},
            ).all()
        assert [row[0] for row in rows] == list(PATH)

    def close(self) -> None:
        """Stop its threads."""
        self._dbos.DBOS.destroy()
        self._engine.dispose()
