"""One action on many cases: each for itself, each once, however often the batch is cut short."""

import asyncio
from itertools import islice

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from caseflow import vietnam as vn
from caseflow.cases import CLAIM, REASSIGN, RELEASE, Reassignment
from caseflow.errors import (
    InputError,
    KeyReservedError,
    KeyReusedError,
    PayloadError,
    UnknownCaseError,
    ValueInvalidError,
)
from caseflow.service import AsyncCaseService, BatchOutcome
from caseflow.stores import MemoryStore, Query, StoreUnavailableError, open_async_store
from caseflow.values import Channel
from stores.offices import CITIZEN, CLERK, HEAD, LODGED, at, codecs, engine, service

NOW, LATER = at("2026-03-02 10:00"), at("2026-03-02 11:00")
NUMBERS = ("H3", "H1", "H2")
RECEIVED = {"by": CLERK, "at": NOW, "key": "b1"}
DONE, UNCHANGED = BatchOutcome.DONE, BatchOutcome.UNCHANGED
REFUSED, FAILED = BatchOutcome.REFUSED, BatchOutcome.FAILED


def lodged(store, *numbers):
    kept = service(store)
    for number in numbers or NUMBERS:
        kept.open(
            "T.10", case_id=number, channel=Channel.ONLINE, result_by=Channel.ONLINE, at=LODGED
        )
    return kept


def told(results):
    return [(each.case_id, each.outcome, each.was_done) for each in results]


def versions(kept, numbers=NUMBERS):
    return [kept.get(number).version for number in numbers]


def test_each_case_is_done_for_itself_in_order(store):
    """One that is refused or not kept stops no other, and says why; each has its own record."""
    kept = lodged(store)
    kept.fire("H1", vn.REJECT, vn.Reason("x"), by=CLERK, at=NOW)
    numbers = ("H3", "H1", "none", "H2")
    results = list(kept.fire_many(numbers, vn.RECEIVE, vn.Receipt(4), **RECEIVED))
    assert told(results) == [
        ("H3", DONE, False),
        ("H1", REFUSED, False),
        ("none", FAILED, False),
        ("H2", DONE, False),
    ]
    assert [each.code for each in results[1].refusals] == ["wrong-state"]
    assert isinstance(results[2].error, UnknownCaseError)
    assert results[0].case == service(store).get("H3")
    assert results[0].case.last.key == "b1/H3"
    assert service(store).verify(deep=True).faults == ()


def test_the_same_key_does_nothing_twice(store):
    """Another process asks again: what was done is returned, what was not is tried."""
    lodged(store)
    first = list(
        islice(service(store).fire_many(NUMBERS, vn.RECEIVE, vn.Receipt(4), **RECEIVED), 2)
    )
    again = list(service(store).fire_many(NUMBERS, vn.RECEIVE, vn.Receipt(4), **RECEIVED))
    assert told(again) == [("H3", DONE, True), ("H1", DONE, True), ("H2", DONE, False)]
    assert [each.case for each in again[:2]] == [each.case for each in first]
    assert versions(service(store)) == [2, 2, 2]


def test_a_query_is_worked_on_the_cases_that_it_found_first(store):
    """Asked again it works those, though they fit it no more, and others fit it by now."""
    lodged(store)
    query, more = Query(state="registered"), {"by": CLERK, "at": NOW, "key": "b1"}
    taken = list(islice(service(store).fire_many(query, vn.RECEIVE, vn.Receipt(4), **more), 1))
    lodged(store, "H0")
    again = list(service(store).fire_many(query, vn.RECEIVE, vn.Receipt(4), **more))
    assert told(taken) == [("H1", DONE, False)]
    assert told(again) == [("H1", DONE, True), ("H2", DONE, False), ("H3", DONE, False)]
    assert service(store).get("H0").version == 1
    with pytest.raises(KeyReusedError):
        service(store).fire_many(Query(state="received"), vn.RECEIVE, vn.Receipt(4), **more)


@pytest.mark.parametrize(
    "other",
    [
        (NUMBERS, vn.RECEIVE, vn.Receipt(5)),
        (NUMBERS, vn.REJECT, vn.Reason("x")),
        (NUMBERS[:2], vn.RECEIVE, vn.Receipt(4)),
        (NUMBERS[::-1], vn.RECEIVE, vn.Receipt(4)),
        (dict.fromkeys(NUMBERS, vn.Receipt(4)), vn.RECEIVE, None),
        (Query(), vn.RECEIVE, vn.Receipt(4)),
    ],
    ids=["payload", "action", "fewer", "order", "each", "query"],
)
def test_a_key_names_one_batch(other):
    """With another action, payload or other cases it is refused before anything changes."""
    store = MemoryStore()
    lodged(store)
    first = service(store).fire_many(NUMBERS, vn.RECEIVE, vn.Receipt(4), **RECEIVED)
    with pytest.raises(KeyReusedError):
        service(store).fire_many(*other, **RECEIVED)
    assert versions(service(store)) == [1, 1, 1]
    assert [each.outcome for each in first] == [DONE] * 3


def test_each_case_may_have_its_own_payload():
    """A mapping gives it; another payload for one case is another batch."""
    kept = lodged(MemoryStore())
    own = {number: vn.Receipt(papers) for papers, number in enumerate(NUMBERS, 1)}
    results = list(kept.fire_many(own, vn.RECEIVE, **RECEIVED))
    assert [each.case.last.payload.papers for each in results] == [1, 2, 3]
    changed = {**own, "H1": vn.Receipt(9)}
    with pytest.raises(KeyReusedError):
        kept.fire_many(changed, vn.RECEIVE, **RECEIVED)


def test_a_dry_run_says_what_would_happen_and_keeps_nothing(store):
    """It says what the real run then does, case by case."""
    kept = lodged(store)
    kept.fire("H1", vn.REJECT, vn.Reason("x"), by=CLERK, at=NOW)
    before = store.run(store.ops.stats()), versions(kept)
    tried = list(kept.fire_many(NUMBERS, vn.RECEIVE, vn.Receipt(4), **RECEIVED, is_dry_run=True))
    found = list(kept.fire_many(Query(), vn.RECEIVE, vn.Receipt(4), **RECEIVED, is_dry_run=True))
    assert (store.run(store.ops.stats()), versions(kept)) == before
    done = list(kept.fire_many(NUMBERS, vn.RECEIVE, vn.Receipt(4), **RECEIVED))
    assert told(tried) == told(done)
    assert [each.case for each in tried] == [each.case for each in done]
    assert [each.refusals for each in tried] == [each.refusals for each in done]
    assert [each.case_id for each in found] == ["H2", "H3"]


@pytest.mark.parametrize(
    ("cases", "payload", "key", "error"),
    [
        ((), vn.Receipt(4), "b1", ValueInvalidError),
        ({}, None, "b1", ValueInvalidError),
        (("H1", "H2", "H1"), vn.Receipt(4), "b1", ValueInvalidError),
        ([f"H{number}" for number in range(10_001)], vn.Receipt(4), "b1", ValueInvalidError),
        ("H1", vn.Receipt(4), "b1", ValueInvalidError),
        (("H1", ""), vn.Receipt(4), "b1", ValueInvalidError),
        (("H1", 5), vn.Receipt(4), "b1", InputError),
        (NUMBERS, vn.Reason("x"), "b1", PayloadError),
        (NUMBERS, None, "b1", PayloadError),
        ({"H1": vn.Receipt(4), "H2": None}, None, "b1", PayloadError),
        ({"H1": vn.Receipt(4)}, vn.Receipt(4), "b1", ValueInvalidError),
        (NUMBERS, vn.Receipt(4), "expiry:b1", KeyReservedError),
        (NUMBERS, vn.Receipt(4), "", ValueInvalidError),
        (NUMBERS, vn.Receipt(4), None, ValueInvalidError),
        (NUMBERS, vn.Receipt(4), "k" * 201, InputError),
    ],
)
def test_a_bad_request_is_refused_before_anything_changes(cases, payload, key, error):
    """No case, too many, one twice, a wrong payload or key: nothing is kept."""
    store = MemoryStore()
    kept = lodged(store)
    before = store.run(store.ops.stats())
    with pytest.raises(error):
        kept.fire_many(cases, vn.RECEIVE, payload, by=CLERK, at=NOW, key=key)
    assert store.run(store.ops.stats()) == before


def test_a_long_key_and_a_long_number_make_different_keys():
    """Two cases never share one, and neither is one of caseflow's own."""
    kept = lodged(MemoryStore(), "H" * 200, "I" * 200)
    results = list(kept.fire_many(["H" * 200, "I" * 200], CLAIM, by=CLERK, at=NOW, key="k" * 200))
    assert [each.outcome for each in results] == [DONE] * 2
    assert len({each.case.last.key for each in results}) == 2
    again = list(kept.fire_many(["H" * 200, "I" * 200], CLAIM, by=CLERK, at=NOW, key="k" * 200))
    assert [each.was_done for each in again] == [True] * 2


def test_cases_are_claimed_given_back_and_re_assigned_many_at_a_time(store):
    """Each case for itself, as one by one."""
    kept = lodged(store)
    kept.fire("H1", CLAIM, by=CLERK, at=NOW)
    at_now = {"by": CLERK, "at": NOW}
    claimed = list(kept.fire_many(NUMBERS, CLAIM, **at_now, key="c"))
    assert told(claimed) == [("H3", DONE, False), ("H1", UNCHANGED, False), ("H2", DONE, False)]
    refused = list(kept.fire_many(NUMBERS, CLAIM, by=CITIZEN, at=NOW, key="d"))
    assert {each.outcome for each in refused} == {REFUSED}
    given = Reassignment("u99", "the clerk is on leave")
    moved = list(kept.fire_many(Query(), REASSIGN, given, by=HEAD, at=LATER, key="e"))
    assert [each.case.assigned_to for each in moved] == ["u99"] * 3
    back = list(kept.fire_many(NUMBERS, RELEASE, by=CLERK, at=LATER, key="f"))
    assert [each.refusals[0].code for each in back] == ["claimed-by-another"] * 3


class Deaf:
    """A store that keeps a record of H1, and answers nothing from then on."""

    def __init__(self, store):
        self._store, self.is_deaf, self.ops = store, False, self

    def __getattr__(self, name):
        return getattr(self._store.ops, name)

    def run(self, ops):
        return self._store.run(ops)

    def append(self, change):
        is_kept = yield from self._store.ops.append(change)
        self.is_deaf = change.summary.case_id == "H1"
        if self.is_deaf:
            raise StoreUnavailableError("the line is dead")
        return is_kept

    def load(self, case_id, after=-1):
        if self.is_deaf:
            raise StoreUnavailableError("the line is dead")
        return (yield from self._store.ops.load(case_id, after))

    def records(self, case_id, after=-1, limit=500):
        if self.is_deaf:
            raise StoreUnavailableError("the line is dead")
        return (yield from self._store.ops.records(case_id, after, limit))


def test_a_store_that_does_not_answer_stops_the_batch_and_not_the_next_call():
    """What it kept without a word is found by its key."""
    store = MemoryStore()
    lodged(store)
    results, deaf = [], Deaf(store)
    with pytest.raises(StoreUnavailableError):
        results.extend(service(deaf).fire_many(NUMBERS, vn.RECEIVE, vn.Receipt(4), **RECEIVED))
    assert versions(service(store)) == [2, 2, 1]
    again = list(service(store).fire_many(NUMBERS, vn.RECEIVE, vn.Receipt(4), **RECEIVED))
    assert told(again) == [("H3", DONE, True), ("H1", DONE, True), ("H2", DONE, False)]
    assert versions(service(store)) == [2, 2, 2]


@given(st.lists(st.integers(0, 5), max_size=4), st.sets(st.integers(0, 4), max_size=3))
@settings(deadline=None)
def test_a_batch_resumed_at_any_point_equals_one_run(stops, rejected):
    """Cut short wherever, and begun again by others, it leaves what one run would have left."""
    numbers = [f"H{number}" for number in range(5)]

    def made():
        store = MemoryStore()
        kept = lodged(store, *numbers)
        for number in sorted(rejected):
            kept.fire(f"H{number}", vn.REJECT, vn.Reason("x"), by=CLERK, at=NOW)
        return store

    whole, cut = made(), made()
    request = (numbers, vn.RECEIVE, vn.Receipt(4))
    expected = list(service(whole).fire_many(*request, **RECEIVED))
    for stop in stops:
        assert len(list(islice(service(cut).fire_many(*request, **RECEIVED), stop))) == stop
    found = list(service(cut).fire_many(*request, **RECEIVED))
    assert [each._replace(was_done=False, error=None) for each in found] == [
        each._replace(error=None) for each in expected
    ]
    assert [each.refusals for each in found] == [each.refusals for each in expected]
    chains = [store.run(store.ops.scan(limit=100)) for store in (cut, whole)]
    assert chains[0] == chains[1]


def test_what_is_kept_of_a_batch_says_nothing_personal():
    """The texts of persons are in no hash that outlives an erasure; others are still refused."""
    store = MemoryStore()
    kept = lodged(store)
    first = vn.Description(vn.Applicant("Nguyễn Thị Bình", "Hải Châu"), papers=["Đơn"])
    other = vn.Description(vn.Applicant("Lê Văn An", "Hải Châu"), papers=["Đơn"])
    list(kept.fire_many(["H1"], vn.DESCRIBE, first, by=CLERK, at=NOW, key="b1"))
    (batch,) = store.run(store.ops.definitions("batch b1"))
    elsewhere = MemoryStore()
    list(lodged(elsewhere).fire_many(["H1"], vn.DESCRIBE, other, by=CLERK, at=NOW, key="b1"))
    assert elsewhere.run(elsewhere.ops.definitions("batch b1")) == (batch,)
    (result,) = kept.fire_many(["H1"], vn.DESCRIBE, other, by=CLERK, at=NOW, key="b1")
    assert isinstance(result.error, KeyReusedError)


def test_the_awaited_service_does_the_same(sqlite_url):
    """Its results come one after the other, and again under the same key."""
    with_tables = open_async_store(sqlite_url)
    codec, definitions = codecs()

    async def worked():
        kept = AsyncCaseService(engine(), with_tables, codec, definitions=definitions)
        for number in NUMBERS:
            await kept.open(
                "T.10", case_id=number, channel=Channel.ONLINE, result_by=Channel.ONLINE, at=LODGED
            )
        results = await kept.fire_many(NUMBERS, vn.RECEIVE, vn.Receipt(4), **RECEIVED)
        found = [each async for each in results]
        again = await kept.fire_many(NUMBERS, vn.RECEIVE, vn.Receipt(4), **RECEIVED)
        found += [each async for each in again]
        await kept.close()
        return found

    found = asyncio.run(worked())
    assert [each.was_done for each in found] == [False] * 3 + [True] * 3
