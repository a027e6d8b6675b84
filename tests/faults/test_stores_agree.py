"""Memory, SQLite and PostgreSQL answer alike, whatever is asked in whatever order."""

from datetime import timedelta
from itertools import count

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule, run_state_machine_as_test

from caseflow import vietnam as vn
from caseflow.errors import CaseflowError
from caseflow.stores import MemoryStore, Query, Statement, open_store
from caseflow.values import Actor
from stores.offices import LODGED, lodge, service

EVERYBODY = Actor("u1", {"applicant", "approver", "intake", "officer"})
ACTIONS = {
    "receive": (vn.RECEIVE, vn.Receipt()),
    "assign": (vn.ASSIGN, vn.Assignment("Phòng A")),
    "assign elsewhere": (vn.ASSIGN, vn.Assignment("Phòng B")),
    "ask": (vn.REQUEST_SUPPLEMENT, vn.SupplementRequest(("Bản đồ",), "thiếu")),
    "supply": (vn.SUPPLEMENT, vn.Answer()),
    "suspend": (vn.SUSPEND, vn.ExcludedTime("chờ", "Điều 1")),
    "resume": (vn.RESUME, None),
    "decide": (vn.DECIDE, vn.Decision()),
    "withdraw": (vn.WITHDRAW, vn.Reason("thôi")),
}
NUMBERS = st.sampled_from("ABC")
KEYS = st.sampled_from([None, "k1", "k2"])
STATES = st.sampled_from([None, "registered", "processing", "withdrawn"])

#: Each run has numbers and its own agency, so that all share one database.
RUNS = count(1)


def _outcome(ask):
    """Return what *ask* answers, or which error it tells."""
    try:
        return ask()
    except CaseflowError as error:
        return type(error), str(error)


@pytest.fixture
def urls(sqlite_url, own_postgres_url):
    return sqlite_url, own_postgres_url


def test_stores_agree_on_any_sequence(urls):
    """Opened, fired, swept, told, sealed, searched: each answer and all kept is the same."""

    class Stores(RuleBasedStateMachine):
        def __init__(self):
            super().__init__()
            self.run = f"{next(RUNS)}-"
            self.now = LODGED
            self.stores = [MemoryStore(), *(open_store(url, self.run) for url in urls)]
            # No power fails here.
            self.stores[1].execute(Statement("pragma synchronous = off"))
            self.case_services = [service(store) for store in self.stores]

        def alike(self, ask):
            """Ask each desk the same and see that all answer the same."""
            first, *others = [
                _outcome(lambda case_service=case_service: ask(case_service))
                for case_service in self.case_services
            ]
            assert others == [first, first]
            return first

        @initialize()
        def begin(self):
            self.alike(lambda case_service: lodge(case_service, f"{self.run}A"))
            self.alike(lambda case_service: lodge(case_service, f"{self.run}B"))

        @rule(number=NUMBERS, key=KEYS, unit=st.sampled_from(["", "Phòng A"]))
        def open(self, number, key, unit):
            facts = {"unit": unit} if unit else None
            self.alike(
                lambda case_service: lodge(
                    case_service, self.run + number, key=key, facts=facts, when=self.now
                )
            )

        @rule(
            number=NUMBERS,
            name=st.sampled_from(sorted(ACTIONS)),
            key=KEYS,
            expected=st.none() | st.integers(1, 4),
        )
        def fire(self, number, name, key, expected):
            action, payload = ACTIONS[name]
            self.alike(
                lambda case_service: case_service.fire(
                    self.run + number,
                    action,
                    payload,
                    by=EVERYBODY,
                    at=self.now,
                    key=key,
                    expected_version=expected,
                )
            )

        @rule(number=st.sampled_from("AB"), chosen=st.integers(0, 20), key=KEYS)
        def fire_what_may_be_fired(self, number, chosen, key):
            options = self.case_services[0].actions(self.run + number, by=EVERYBODY, at=self.now)
            allowed = {option.action.name for option in options if option.allowed}
            acts = [act for act in ACTIONS.values() if act[0].name in allowed]
            if acts:
                action, payload = acts[chosen % len(acts)]
                self.alike(
                    lambda case_service: case_service.fire(
                        self.run + number, action, payload, by=EVERYBODY, at=self.now, key=key
                    )
                )

        @rule(number=NUMBERS, after=st.integers(-1, 3))
        def read(self, number, after):
            self.alike(lambda case_service: case_service.get(self.run + number))
            self.alike(lambda case_service: case_service.history(self.run + number, after, 2))

        @rule(hours=st.integers(-30, 300))
        def time_passes(self, hours):
            self.now += timedelta(hours=hours)

        # Of those that wait equally long any may come first, so all are taken at once.
        @rule()
        def sweep(self):
            self.alike(lambda case_service: case_service.due(self.now))

        @rule(fails=st.booleans())
        def deliver(self, fails):
            def ask(case_service):
                reported = []

                def handler(message):
                    reported.append(message)
                    if fails and message.kind != "print-receipt":
                        raise RuntimeError("no receiver")

                return case_service.deliver(self.now, handler), sorted(reported)

            self.alike(ask)

        @rule()
        def give_up_and_release(self):
            for place in self.alike(lambda case_service: case_service.dead_letters()):
                self.alike(
                    lambda case_service, at=place: case_service.release(
                        at.case_id, at.ref, at=self.now
                    )
                )

        @rule(state=STATES, unit=st.sampled_from([None, "", "Phòng A"]), limit=st.integers(1, 3))
        def search(self, state, unit, limit):
            query = Query(
                state=state, unit=unit, limit=limit, due_before=self.now if unit else None
            )
            self.alike(lambda case_service: case_service.search(query))

        @rule()
        def seal(self):
            self.alike(lambda case_service: case_service.seal(self.now))
            self.case_services = [service(store) for store in self.stores]

        def teardown(self):
            self.alike(lambda case_service: case_service.verify(deep=True))
            self.alike(lambda case_service: case_service.search(Query()))
            first, *others = [
                (
                    store.run(store.ops.scan()),
                    store.run(store.ops.stats()),
                    [store.run(store.ops.raised(self.run + number)) for number in "ABC"],
                )
                for store in self.stores
            ]
            assert others == [first, first]
            assert service(self.stores[0]).verify().is_sound
            for store in self.stores:
                store.close()

    run_state_machine_as_test(
        Stores,
        settings=settings(max_examples=max(settings().max_examples, 10), stateful_step_count=30),
    )
