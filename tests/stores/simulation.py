"""A deterministic simulation: many workers on one store, under a scheduler that may fail anywhere.

Every statement that a worker yields is a place where the scheduler may let somebody else go on,
lose the request, lose the answer, or kill the worker. A seed is a schedule: the same seed fails
the same way. No thread, no clock and no sleep is involved.
"""

import random
from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from caseflow import vietnam as vn
from caseflow.errors import (
    ActionRefusedError,
    ConcurrentUpdateError,
    TimeReversedError,
    ValueInvalidError,
)
from caseflow.service._deliveries import Batch
from caseflow.stores import (
    BEGIN,
    COMMIT,
    ROLLBACK,
    MemoryStore,
    Statement,
    StoreUnavailableError,
    UnknownCaseError,
    drive,
)
from caseflow.stores._sqlite import SqliteStore
from caseflow.values import Channel
from stores.offices import CLERK, LODGED, service

REQUEST_LOST, ANSWER_LOST, KILLED, KILLED_AFTER = range(4)


class Stepped:
    """Memory, each operation of which is one statement, as an append is on PostgreSQL."""

    def __init__(self) -> None:
        self.store = MemoryStore()
        self.ops = self

    def __getattr__(self, name):
        operation = getattr(self.store.ops, name)

        def stepped(*args):
            # The whole operation happens when the scheduler executes the statement.
            return (yield Statement(name, (lambda: self.store.run(operation(*args)),)))

        return stepped

    @staticmethod
    def execute(statement):
        return statement.values[0]()

    def run(self, ops):
        return drive(self.execute, ops)


class Single:
    """SQLite through one connection, with all its statements; only one transaction at a time."""

    def __init__(self) -> None:
        self.store = SqliteStore(":memory:")
        self.ops = self.store.ops
        self.store.run(self.ops.migrate())
        self.execute = self.store.execute
        self.run = self.store.run


@dataclass
class Worker:
    """One worker: its own desk, and the request it is at."""

    case_service: object
    requests: list
    steps: object = None
    pending: Statement | None = None
    is_inside: bool = False


@dataclass
class Simulation:
    """Run *workers* over *backend* by *seed*, failing with probability *risk* per statement."""

    backend: object
    seed: int
    risk: float = 0.1
    cases: int = 2
    workers: int = 3
    actions: int = 3
    most_faults: int = 40
    acknowledged: Counter = field(default_factory=Counter)
    delivered: Counter = field(default_factory=Counter)

    def __post_init__(self) -> None:
        self.random = random.Random(self.seed)
        self.now = self.latest = LODGED
        self.faults = Counter()
        self.corrected = 0

    # ── what workers do ─────────────────────────────────────────────────────────────────────

    def _requests(self, worker):
        """What one worker wants done; each with a key, so that it may be asked again."""
        requests = []
        for number in range(self.cases):
            case_id = f"H{number}"
            requests.append(("open", case_id, f"open-{number}"))
            requests.append(("receive", case_id, f"receive-{number}"))
            requests += [
                ("assign", case_id, f"assign-{number}-{worker}-{each}")
                for each in range(self.actions)
            ]
        requests += [("due", "", ""), ("deliver", "", ""), ("seal", "", "")]
        requests += [
            ("annul", f"H{number}", f"annul-{number}-{worker}") for number in range(self.cases)
        ]
        # Mostly in order, so that most of them succeed.
        for _ in range(3):
            here = self.random.randrange(len(requests))
            there = self.random.randrange(len(requests))
            requests[here], requests[there] = requests[there], requests[here]
        return requests

    def _begin(self, case_service, request):
        kind, case_id, key = request
        parts = case_service._parts
        now = self.now
        # Who comes with the time of before enters what happened then.
        late = None if now == self.latest else self.latest
        if kind == "open":
            return parts.work.open(
                "T.10", case_id=case_id, channel=Channel.ONLINE, result_by=Channel.ONLINE, at=now,
                by=None, branch=None, facts=None, key=key, entered_at=late,
            )  # fmt: skip
        if kind == "annul":
            return parts.corrections.annul(
                case_id, 2, at=self.latest, by=CLERK, reason="nhầm", key=key,
                expected_version=None, entered_at=None, confirmed=False,
            )  # fmt: skip
        if kind == "due":
            return parts.sweeps.due(now, limit=10, lease=timedelta(minutes=1))
        if kind == "deliver":
            return self._delivery(parts.deliveries, now)
        if kind == "seal":
            return case_service.store.ops.make_seal(0)
        action, payload = (
            (vn.RECEIVE, vn.Receipt()) if kind == "receive" else (vn.ASSIGN, vn.Assignment(key))
        )
        return parts.work.fire(
            case_id,
            action,
            payload,
            by=CLERK,
            at=now,
            key=key,
            expected_version=None,
            entered_at=late,
        )

    def _delivery(self, deliveries, now: datetime):
        batch: Batch = yield from deliveries.take(now, limit=10, lease=timedelta(minutes=1))
        for message in batch.messages:
            self.delivered[message.case_id, message.ref] += 1
            batch.taken(message)
        return (yield from deliveries.settle(batch))

    # ── the scheduler ───────────────────────────────────────────────────────────────────────

    def run(self) -> "Simulation":
        crew = [
            Worker(service(self.backend), self._requests(number)) for number in range(self.workers)
        ]
        while any(worker.requests for worker in crew):
            inside = [worker for worker in crew if worker.is_inside]
            worker = self.random.choice(inside or [each for each in crew if each.requests])
            self._step(worker)
            if self.random.random() < 0.05:
                self.now += timedelta(hours=self.random.choice((-30, 1, 20, 200)))
                self.latest = max(self.latest, self.now)
        self._settle_down()
        return self

    def _step(self, worker: Worker) -> None:
        try:
            if worker.steps is None:
                worker.steps = self._begin(worker.case_service, worker.requests[0])
                worker.pending = next(worker.steps)
                return
            statement = worker.pending
            fault = None
            if statement is not ROLLBACK and self._fails():
                fault = self.random.choice((REQUEST_LOST, ANSWER_LOST, KILLED, KILLED_AFTER))
            self._execute(worker, statement, fault)
        except StopIteration as stop:
            self._ended(worker, stop.value)
        except (
            ActionRefusedError,
            ConcurrentUpdateError,
            TimeReversedError,
            UnknownCaseError,
            ValueInvalidError,
        ):
            # Out of order, or overtaken, be it by a later clock: asked again, a few times.
            self._again(worker, is_refused=True)
        except StoreUnavailableError:
            self._again(worker, is_refused=False)

    def _fails(self) -> bool:
        """Return whether to fail here; after so many faults none follows, so that it ends."""
        return self.faults.total() < self.most_faults and self.random.random() < self.risk

    def _execute(self, worker, statement, fault) -> None:
        if fault is not None:
            self.faults[fault] += 1
        if fault == REQUEST_LOST:
            worker.pending = worker.steps.throw(StoreUnavailableError("request lost"))
            return
        rows = None
        if fault != KILLED:
            rows = self.backend.execute(statement)
            worker.is_inside = statement is BEGIN or (
                worker.is_inside and statement is not COMMIT and statement is not ROLLBACK
            )
        if fault in (KILLED, KILLED_AFTER):
            if worker.is_inside:
                self.backend.execute(ROLLBACK)
            worker.is_inside = False
            worker.case_service = service(self.backend)
            worker.steps.close()
            worker.steps = None
        elif fault == ANSWER_LOST:
            worker.pending = worker.steps.throw(StoreUnavailableError("answer lost"))
        else:
            worker.pending = worker.steps.send(rows)

    def _ended(self, worker, value) -> None:
        kind, case_id, key = worker.requests.pop(0)
        worker.steps = None
        if key:
            assert any(record.key == key for record in value.records), f"{kind} {key} not there"
            self.acknowledged[case_id, key] += 1

    def _again(self, worker, *, is_refused) -> None:
        assert not worker.is_inside, "a transaction was left open"
        worker.steps = None
        request = worker.requests.pop(0)
        if is_refused:
            place = self.random.randrange(len(worker.requests) + 1)
            if self.random.random() < 0.7:
                worker.requests.insert(place, request)
        else:
            worker.requests.insert(0, request)

    # ── what must be true at the end ────────────────────────────────────────────────────────

    def _settle_down(self) -> None:
        """Let time pass without faults until nothing waits."""
        case_service = service(self.backend)
        now = LODGED + timedelta(days=400)

        def take(message):
            self.delivered[message.case_id, message.ref] += 1

        for _ in range(20):
            now += timedelta(minutes=2)
            swept = case_service.due(now)
            done = case_service.deliver(now, take)
            if swept.claimed == 0 and sum(done) == 0:
                return
        raise AssertionError("it never comes to rest")

    def check(self) -> None:
        case_service = service(self.backend)
        report = case_service.verify(deep=True)
        assert report.is_sound, report
        assert case_service.dead_letters() == ()
        expected = set()
        for number in range(self.cases):
            case = case_service.get(f"H{number}")
            keys = [record.key for record in case.records]
            assert len(keys) == len(set(keys)), f"done twice: {keys}"
            acknowledged = {key for case_id, key in self.acknowledged if case_id == case.id}
            assert acknowledged <= set(keys), f"lost: {acknowledged - set(keys)}"
            for instants in (
                [record.entered_at for record in case.records],
                [act.at for act in case.acts],
            ):
                assert instants == sorted(instants)
            assert {act.seq for act in case.acts} | case.annulled | {
                record.seq for record in case.records if record.action == "annul"
            } == set(range(case.version))
            self.corrected += case.corrected is not None
            expected |= {
                (case.id, f"{record.seq}.{place}")
                for record in case.records
                for place in range(len(record.effects))
            }
            for raised in self.backend.run(self.backend.ops.raised(case.id)):
                expected.add((case.id, f"{raised.name}@{raised.at}"))
        assert set(self.delivered) == expected
