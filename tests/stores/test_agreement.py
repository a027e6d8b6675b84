"""All stores agree: whatever is asked of them in whatever order, they answer the same."""

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from caseflow.errors import StoreError
from caseflow.stores import (
    Definition,
    MemoryStore,
    Message,
    Note,
    Query,
    Raised,
    Retry,
    StoredCase,
    instant,
    open_store,
)
from caseflow.testing.store_contract import moved, opened

NUMBERS = st.sampled_from(["a", "B", "é", "a'%?"])
INSTANTS = st.integers(0, 60) | st.just(2**62)
MAYBE = st.none() | INSTANTS
KEYS = st.sampled_from([None, None, "k1", "k2"])
KINDS = st.sampled_from([(), ("slip",), ("slip", "letter")])
STATES = st.sampled_from(["received", "rejected", "returned"])


class Agreement(RuleBasedStateMachine):
    """Ask every store the same and compare the answers."""

    urls: tuple[str, ...] = ()
    empty = staticmethod(lambda: None)

    def __init__(self) -> None:
        super().__init__()
        self.empty()
        self.stores = [MemoryStore(), *(open_store(url) for url in self.urls)]
        for store in self.stores:
            store.run(store.ops.migrate())
        #: The changes of each case that were made up so far; the last may not have been kept.
        self.changes = {}
        self.taken = ()

    def teardown(self) -> None:
        for store in self.stores:
            store.close()

    def ask(self, name, *args):
        """Return what all stores answer, or the kind of error that all of them raise."""
        answers = []
        for store in self.stores:
            try:
                answers.append(store.run(getattr(store.ops, name)(*args)))
            except StoreError as error:
                answers.append(type(error))
        for answer in answers[1:]:
            assert answer == answers[0], f"{name}{args}"
        return answers[0]

    @rule(number=NUMBERS, key=KEYS, kinds=KINDS, due_at=MAYBE, wake_at=MAYBE)
    def open(self, number, key, kinds, due_at, wake_at):
        change = opened(number, key=key, kinds=kinds, due_at=due_at, wake_at=wake_at)
        if self.ask("append", change) is True:
            self.changes[number] = [change]

    @rule(
        number=NUMBERS,
        back=st.integers(0, 2),
        state=STATES,
        key=KEYS,
        kinds=KINDS,
        due_at=MAYBE,
        wake_at=MAYBE,
        keeps_dates=st.booleans(),
    )
    def move(self, number, back, state, key, kinds, due_at, wake_at, keeps_dates):
        known = self.changes.get(number, [opened(number)])
        before = known[max(-1 - back, -len(known))]
        change = moved(
            before,
            state,
            key=key,
            kinds=kinds,
            due_at=due_at,
            wake_at=wake_at,
            keeps_dates=keeps_dates,
        )
        if self.ask("append", change) is True:
            self.changes[number].append(change)

    @rule(numbers=st.lists(NUMBERS, min_size=1, max_size=2, unique=True))
    def import_cases(self, numbers):
        changes = {number: opened(number, unit="imported") for number in numbers}
        whole = [StoredCase(change.summary, (change.record,)) for change in changes.values()]
        if self.ask("insert_many", whole) is None:
            self.changes |= {number: [change] for number, change in changes.items()}

    @rule(now=INSTANTS, lease=st.integers(1, 20), limit=st.integers(1, 5))
    def wake(self, now, lease, limit):
        # Which of several that wait equally long come first is for each store to say.
        everyone = [summary for summary in self.ask("find", Query()) if summary.wake_at is not None]
        if len({summary.wake_at for summary in everyone}) == len(everyone):
            self.ask("wake", now, now + lease, limit)

    @rule(number=NUMBERS, name=st.sampled_from(["late", "risk"]), at=INSTANTS, wake_at=MAYBE)
    def note(self, number, name, at, wake_at):
        seq = len(self.changes.get(number, ())) - 1
        message = Message(number, f"{name}@{at}", seq, name, "{}")
        self.ask("note", Note(number, seq, at, (Raised(name, at),), (message,), wake_at))

    @rule(number=NUMBERS, tries=st.integers(1, 3), wake_at=MAYBE)
    def stall(self, number, tries, wake_at):
        self.ask("stall", number, tries, wake_at, "broken")

    @rule(now=INSTANTS, lease=st.integers(1, 20))
    def take(self, now, lease):
        self.taken = self.ask("take", now, now + lease, 100)

    @rule(split=st.integers(0, 4), again_at=MAYBE)
    def settle(self, split, again_at):
        retry = tuple(Retry(message, again_at, "no") for message in self.taken[split:])
        self.ask("settle", self.taken[:split], retry)

    @rule(number=NUMBERS, ref=st.sampled_from([None, "0.0", "1.0"]), at=INSTANTS)
    def release(self, number, ref, at):
        self.ask("release", number, ref, at)

    @rule(at=INSTANTS)
    def seal(self, at):
        self.ask("make_seal", at)

    @rule(name=st.sampled_from("xy"), text=st.sampled_from(["{}", "[]"]))
    def keep(self, name, text):
        self.ask("keep", Definition("calendar", name, text))

    @rule(subject=st.sampled_from("pq"), at=INSTANTS, is_made=st.booleans())
    def secret(self, subject, at, is_made):
        if is_made:
            self.ask("keep_secret", subject, f"s{at}", at)
        else:
            self.ask("destroy_secret", subject, at, "ground")

    @rule(
        state=st.none() | STATES,
        is_open=st.none() | st.booleans(),
        due_before=MAYBE,
        after=st.just("") | NUMBERS,
        limit=st.integers(1, 5),
    )
    def find(self, state, is_open, due_before, after, limit):
        before = None if due_before is None else instant(due_before % 10**15)
        query = Query(state=state, is_open=is_open, due_before=before, after=after, limit=limit)
        self.ask("find", query)
        self.ask("next_due", due_before or 30, limit)
        self.ask("scan", after, -1, limit)

    @invariant()
    def everything_is_the_same(self):
        self.ask("stats")
        self.ask("find", Query())
        self.ask("scan")
        self.ask("dead_letters")
        self.ask("seals")
        self.ask("invalid_seal_lines")
        self.ask("definitions", "calendar")
        self.ask("invalid_definitions")
        for number, changes in self.changes.items():
            kept = self.ask("load", number)
            assert kept.records == tuple(change.record for change in changes)
            self.ask("raised", number)


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_every_store_agrees_with_memory(kind, request, tmp_path):
    """Random operations in random order: the same answers, the same rows."""
    examples = max(settings().max_examples // 5, 20)
    if kind == "sqlite":
        Agreement.urls = ("sqlite:///:memory:",)
        Agreement.empty = staticmethod(lambda: None)
    else:
        emptied = request.getfixturevalue("emptied")
        cluster = request.getfixturevalue("cluster")
        Agreement.urls = (cluster.url(emptied()),)
        Agreement.empty = staticmethod(emptied)
    run_state_machine_as_test(
        Agreement,
        settings=settings(
            max_examples=examples,
            stateful_step_count=20,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
