"""The service on every store: opened, moved, found, the same everywhere."""

import asyncio
from collections import OrderedDict
from datetime import timedelta
from inspect import getmembers, signature
from unicodedata import normalize

import pytest

from caseflow import vietnam as vn
from caseflow.cases import Case
from caseflow.errors import (
    ActionRefusedError,
    ConcurrentUpdateError,
    InputError,
    KeyReusedError,
    TextInvalidError,
    TimeReversedError,
    UnknownNameError,
    ValueInvalidError,
)
from caseflow.service import AsyncCaseService, CaseService, Expiry
from caseflow.stores import (
    MemoryStore,
    Query,
    ThreadedStore,
    UnknownCaseError,
    instant,
    micros,
    open_async_store,
)
from caseflow.values import Channel
from caseflow.vietnam.stored import case_codec
from stores.desks import (
    CLERK,
    HEAD,
    LODGED,
    OFFICER,
    assign,
    at,
    engine,
    lodge,
    receive,
    service,
)


def _unit(case: Case) -> str:
    units = (getattr(record.payload, "unit", "") for record in reversed(case.records))
    return next((unit for unit in units if unit), "")


def _walk(desk, case_id="H1"):
    lodge(desk, case_id)
    receive(desk, case_id)
    assign(desk, case_id, when=at("2026-03-03 08:00"))
    return desk.fire(case_id, vn.DECIDE, vn.Decision(), by=HEAD, at=at("2026-03-05 08:00"))


def test_a_case_read_back_is_the_case_that_was_worked(store):
    """Whoever loads the case from its records has the very case that was worked."""
    worked = _walk(service(store))

    assert service(store).get("H1") == worked
    assert service(store).history("H1") == worked.records
    assert service(store).history("H1", 0, 2) == worked.records[1:3]


def test_two_desks_on_one_store_see_each_other(store):
    """A desk with an older case decoded reads what came since."""
    one, other = service(store), service(store)
    lodge(one)
    assert other.get("H1").version == 1
    receive(one)
    assert other.get("H1") == one.get("H1")
    assign(other)
    assert one.get("H1").state == "processing"


def test_a_key_does_its_work_once(store):
    """The same key and request return the case as it stands, and do nothing."""
    desk = service(store)
    opened = lodge(desk, key="o1")
    received = receive(desk, key="k1")

    assert receive(service(store), key="k1", when=at("2026-03-09 09:00")) == received
    assert lodge(service(store), key="o1", when=at("2026-03-09 09:00")) == received
    assert opened.version == 1
    assert desk.get("H1").version == 2


def test_a_key_of_another_request_is_refused(store):
    """The same key with other content is an error, and changes nothing."""
    desk = service(store)
    lodge(desk, key="o1")
    receive(desk, key="k1")

    with pytest.raises(KeyReusedError):
        desk.fire("H1", vn.ASSIGN, vn.Assignment("A"), by=CLERK, at=LODGED, key="k1")
    with pytest.raises(KeyReusedError):
        lodge(desk, key="o1", branch=None, facts={"other": 1})
    assert desk.get("H1").version == 2


def test_a_number_is_given_once(store):
    """A second case of the same number is refused."""
    desk = service(store)
    lodge(desk, key="o1")

    for key in (None, "o2"):
        with pytest.raises(ConcurrentUpdateError):
            lodge(desk, key=key)


def test_an_expected_version_is_kept_to(store):
    """Who decided on another version is told, and nothing happens."""
    desk = service(store)
    lodge(desk)
    receive(desk, expected_version=1)

    with pytest.raises(ConcurrentUpdateError):
        assign(desk, expected_version=1)
    assert desk.get("H1").version == 2


def test_a_refused_action_leaves_no_trace(store):
    """A refusal says why; the case, its messages and the store are as before."""
    desk = service(store)
    lodge(desk)
    before = store.run(store.ops.stats())

    with pytest.raises(ActionRefusedError):
        desk.fire("H1", vn.DECIDE, vn.Decision(), by=HEAD, at=LODGED)

    assert store.run(store.ops.stats()) == before
    options = desk.actions("H1", by=CLERK, at=LODGED)
    assert {option.action.name for option in options if option.allowed} >= {"receive"}
    receive(desk)


def test_a_clock_that_jumped_back_is_forgiven_five_minutes(store):
    """Within five minutes the last instant is kept; beyond that nothing is moved in silence."""
    desk = service(store)
    lodge(desk)
    with pytest.raises(TimeReversedError, match="entered_at"):
        receive(desk, when=LODGED - timedelta(minutes=6))
    received = receive(desk, when=LODGED - timedelta(minutes=5))

    assert (received.last_at, received.last.entered) == (LODGED, None)
    assert desk.deadlines("H1", at=LODGED - timedelta(days=3)).legal.at == LODGED


def test_an_act_entered_late_and_one_taken_back_are_kept(store):
    """Both instants, what moved and what was taken back are read again as they were written."""
    desk = service(store)
    lodge(desk)
    receive(desk)
    assign(desk, when=LODGED + timedelta(days=3))
    late = receive_late(desk)
    assert [act.seq for act in late.acts] == [0, 1, 3, 2]
    again = desk.annul("H1", 3, at=LODGED + timedelta(days=4), by=CLERK, reason="nhầm", key="a")
    assert desk.annul("H1", 3, at=LODGED, by=CLERK, reason="nhầm", key="a") == again
    desk.forget()

    assert desk.get("H1") == again
    assert again.records[:4] == late.records
    assert desk.history("H1") == again.records
    assert (again.annulled, [act.seq for act in again.acts]) == ({3}, [0, 1, 2])
    assert desk.verify(deep=True).is_sound
    (head,) = desk.search(Query())
    assert (head.seq, head.state) == (4, again.state)


def receive_late(desk):
    """Enter on the fourth day that the filing was given to another unit on the second."""
    return desk.fire(
        "H1",
        vn.ASSIGN,
        vn.Assignment("Phòng B"),
        by=CLERK,
        at=LODGED + timedelta(days=1),
        entered_at=LODGED + timedelta(days=3),
    )


def test_an_unknown_case_is_an_error_that_names_it(store):
    """Who asks for a case that is not kept is told its number."""
    with pytest.raises(UnknownCaseError, match="H9"):
        service(store).get("H9")
    with pytest.raises(UnknownCaseError):
        receive(service(store), "H9")


@pytest.mark.parametrize(
    "number", ["", "   ", "a\0b", "\ud800", "x" * 201, "a\x1b"], ids=lambda text: ascii(text[:4])
)
def test_numbers_and_keys_that_some_store_could_not_keep_are_refused(store, number):
    """Empty, overlong and unkeepable text is refused before anything is written."""
    desk = service(store)
    lodge(desk)
    before = store.run(store.ops.stats())

    with pytest.raises((TextInvalidError, ValueInvalidError)):
        lodge(desk, number)
    with pytest.raises((TextInvalidError, ValueInvalidError)):
        receive(desk, key=number)
    assert store.run(store.ops.stats()) == before


def test_a_payload_too_large_is_refused_on_every_store(store):
    """64 KiB are kept and one byte more is not; documents belong elsewhere."""
    desk = service(store)
    lodge(desk)
    receive(desk)
    assign(desk)
    empty = len(
        '{"data":{"items":["","","","","","",""],"reason":"r"},"type":"vn.supplement-request/1"}'
    )
    room = 64 * 1024 - empty
    items = ["x" * (room // 7)] * 6 + ["x" * (room - room // 7 * 6)]

    with pytest.raises(ValueInvalidError, match="65537 bytes"):
        desk.fire(
            "H1",
            vn.REQUEST_SUPPLEMENT,
            vn.SupplementRequest((*items[:6], items[6] + "x"), "r"),
            by=OFFICER,
            at=LODGED,
        )
    assert desk.get("H1").version == 3
    request = vn.SupplementRequest(tuple(items), "r")
    desk.fire("H1", vn.REQUEST_SUPPLEMENT, request, by=OFFICER, at=LODGED)
    assert service(store).get("H1").last.payload == request


def test_the_same_letters_are_the_same_text(store):
    """Text written in parts (NFD) is the same number, key and content as text in one (NFC)."""
    composed, apart = (normalize(form, "Hồ-1") for form in ("NFC", "NFD"))
    assert composed != apart
    desk = service(store)
    city = normalize("NFD", "Đà Nẵng")
    lodge(desk, apart, key=f"{apart} open", facts={"city": city})
    receive(desk, composed)
    fired = desk.fire(apart, vn.ASSIGN, vn.Assignment(apart), by=CLERK, at=LODGED, key=apart)

    assert fired == service(store).get(composed)
    again = vn.Assignment(composed)
    assert desk.fire(composed, vn.ASSIGN, again, by=CLERK, at=LODGED, key=composed) == fired
    assert lodge(desk, composed, key=f"{composed} open", facts={"city": city}) == fired


def test_cases_are_found_by_unit_procedure_state_and_date(store):
    """The head of a case says what it is waiting for and by when."""
    desk = service(store, unit_of=_unit)
    _walk(desk, "H1")
    lodge(desk, "H2")
    lodge(desk, "H3")
    receive(desk, "H3")
    assign(desk, "H3", unit="Phòng B")

    def found(**asked):
        return [head.case_id for head in desk.search(Query(**asked))]

    assert found() == ["H1", "H2", "H3"]
    assert found(unit="Phòng B") == ["H3"]
    assert found(state="registered") == ["H2"]
    assert found(procedure="T.10", limit=1, after="H1") == ["H2"]
    due = desk.deadlines("H3", at=LODGED).legal.due
    assert found(due_before=micros(due.at)) == []
    assert found(due_before=micros(due.at) + 1) == ["H3"]
    assert desk.next_due(due.at) == ()
    assert [head.case_id for head in desk.next_due(due.at + timedelta(microseconds=1))] == ["H3"]
    (head,) = desk.search(Query(unit="Phòng B"))
    assert instant(head.due_at) == due.at


@pytest.mark.parametrize(
    ("limit", "allowed"),
    [
        *((limit, "a whole number from 1 to 10000") for limit in (0, -1, 10_001, 2**63)),
        *((limit, "limit") for limit in (True, 1.5, "9", None)),
    ],
)
def test_a_question_without_bounds_is_refused(store, limit, allowed):
    """So many rows as a page holds may be asked for; each store refuses the same, before asking."""
    desk = service(store)
    for ask in (
        lambda: desk.search(Query(limit=limit)),
        lambda: desk.history("H1", limit=limit),
        lambda: desk.parked(limit),
        lambda: desk.next_due(LODGED, limit),
        lambda: desk.due(LODGED, limit=limit),
        lambda: desk.deliver(LODGED, print, limit=limit),
    ):
        with pytest.raises(InputError, match=allowed):
            ask()


@pytest.mark.parametrize("due_before", [2**63, -(2**63), True, 1.5, LODGED])
def test_an_instant_that_no_column_holds_is_refused(store, due_before):
    """The date asked for is whole microseconds in eight bytes."""
    desk = service(store)
    assert desk.search(Query(due_before=2**63 - 1, limit=10_000)) == ()
    with pytest.raises(ValueInvalidError, match="due_before"):
        desk.search(Query(due_before=due_before))


@pytest.mark.parametrize("is_open", ["true", "", 1, 0, 2])
def test_whether_cases_are_open_is_asked_in_truth_values(store, is_open):
    """A word of a web form is not taken for an answer, on any store."""
    with pytest.raises(ValueInvalidError, match="is_open"):
        service(store).search(Query(is_open=is_open))


@pytest.mark.parametrize("after", [-2, 2**31, 2**70, True, "1", None])
def test_a_history_begins_after_a_record(store, after):
    """What is no number of a record is refused, on every store alike."""
    with pytest.raises(ValueInvalidError, match="after"):
        service(store).history("H1", after)


@pytest.mark.parametrize("lease", [timedelta(0), timedelta(minutes=-1), timedelta(days=2), 60])
def test_a_claim_holds_for_a_while_and_not_for_ever(store, lease):
    """A claim of no time would be none, and one of days would keep a case from all others."""
    desk = service(store)
    for ask in (
        lambda: desk.due(LODGED, lease=lease),
        lambda: desk.deliver(LODGED, print, lease=lease),
    ):
        with pytest.raises(ValueInvalidError, match="lease"):
            ask()


def test_effects_are_told_with_the_record_that_asked_for_them(store):
    """What an action asks of the outside is in the outbox, once, with its record."""
    desk = service(store)
    lodge(desk)
    receive(desk, key="k")
    receive(desk, key="k")
    taken = []

    desk.deliver(LODGED, taken.append)

    (message,) = taken
    assert (message.case_id, message.ref, message.kind) == ("H1", "1.0", "print-receipt")
    assert '"action":"receive"' in message.body


def test_everything_kept_verifies(store):
    """Chains, heads, columns and seals are as they were kept; a replay agrees."""
    desk = service(store)
    _walk(desk)
    lodge(desk, "H2", key="k")
    seal = desk.seal(LODGED)
    receive(desk, "H2")
    desk.seal(LODGED)

    report = service(store).verify(deep=True, seal=seal)

    assert report == (2, 6, 2, (), ())
    assert report.is_sound


# ── who is faster ───────────────────────────────────────────────────────────────────────────


def _raced(store, rival):
    """A store on which *rival* acts after each load and before the append that follows."""

    class Raced:
        ops = store.ops

        @staticmethod
        def run(ops):
            return store.run(ops)

    class Ops:
        def __getattr__(self, name):
            return getattr(store.ops, name)

        def append(self, change):
            yield from ()
            rival()
            return (yield from store.ops.append(change))

    raced = Raced()
    raced.ops = Ops()
    return raced


def test_who_was_overtaken_decides_again():
    """The slower one loads again and decides on the case as it is then."""
    store = MemoryStore()
    lodge(service(store))
    receive(service(store))
    rivals = iter([assign, assign])

    def rival():
        for act in rivals:
            act(service(store), unit="rival")
            break

    case = assign(service(_raced(store, rival)), unit="mine")

    assert [record.payload.unit for record in case.records[2:]] == ["rival", "rival", "mine"]
    assert case == service(store).get("H1")


def test_who_is_always_overtaken_is_told():
    """After so many tries the error is handed on, and nothing was kept twice."""
    store = MemoryStore()
    lodge(service(store))
    receive(service(store))
    raced = _raced(store, lambda: assign(service(store), unit="rival"))

    with pytest.raises(ConcurrentUpdateError):
        assign(service(raced, tries=3), unit="mine")
    assert service(store).get("H1").version == 2 + 3


def _asking(store, asked):
    """A store that tells in *asked* which operations on cases it was asked for."""

    class Ops:
        def __getattr__(self, name):
            asked.append(name)
            return getattr(store.ops, name)

    class Asked:
        ops = Ops()

        @staticmethod
        def run(ops):
            return store.run(ops)

    return Asked()


def test_a_held_case_is_not_loaded_to_be_moved():
    """What is held is decided on at once, and its record is appended to no other."""
    store, asked = MemoryStore(), []
    desk = service(_asking(store, asked))
    lodge(desk)
    asked.clear()

    case = receive(desk)

    assert asked == ["append"]
    assert case == service(store).get("H1")


def test_who_holds_an_old_case_decides_again():
    """A case that moved on elsewhere is loaded, and the action is decided on as it stands."""
    store = MemoryStore()
    desk, other = service(store, tries=1), service(store)
    lodge(desk)
    receive(other)
    assign(other, unit="other")

    case = assign(desk, unit="mine")

    assert [record.payload.unit for record in case.records[2:]] == ["other", "mine"]
    assert case == service(store).get("H1")


def test_a_refusal_is_believed_of_the_present_case_only():
    """An action that is closed in the case as it is held is tried on the case as it stands."""
    store = MemoryStore()
    desk = service(store)
    lodge(desk)
    with pytest.raises(ActionRefusedError):
        assign(desk)

    receive(service(store))

    assert assign(desk).version == 3
    assign(service(store))
    with pytest.raises(ConcurrentUpdateError) as error:
        assign(desk, expected_version=3)
    assert error.value.found == 4


def test_a_key_used_elsewhere_does_nothing_twice():
    """A request that another process served is answered with the case as it stands."""
    store = MemoryStore()
    desk = service(store)
    lodge(desk)
    done = receive(service(store), key="k")

    assert receive(desk, key="k") == done
    assert service(store).get("H1").version == 2


def test_an_action_closed_meanwhile_is_refused():
    """Who was overtaken by an action that closes theirs gets the reason."""
    store = MemoryStore()
    lodge(service(store))
    rivals = iter([receive])

    def rival():
        for act in rivals:
            act(service(store))

    with pytest.raises(ActionRefusedError):
        receive(service(_raced(store, rival)))


def test_a_unit_named_otherwise_by_now_is_kept_with_the_next_record(store):
    """An office that changes its `unit_of` finds a case under the new unit once it moves on."""
    lodge(service(store, unit_of=lambda _: "of old"))
    desk = service(store, unit_of=lambda _: "of today")

    receive(desk)

    (head,) = desk.search(Query(unit="of today", is_open=True))
    assert head.case_id == "H1"
    assert desk.search(Query(unit="of old")) == ()
    assert desk.verify(deep=True).is_sound


class _Elsewhere(OrderedDict):
    """Cases held in the moment in which another thread lets go of the one that was just held."""

    def __setitem__(self, case_id, held):
        super().__setitem__(case_id, held)
        del self[case_id]


def test_a_thread_that_lets_go_of_a_case_fails_no_other():
    """A record that was kept is answered with the case, whatever is decoded by then."""
    desk = service(MemoryStore())
    desk.work._held = _Elsewhere()

    lodge(desk)

    assert receive(desk).version == 2


@pytest.mark.parametrize("tries", [0, -1, True, 1.5, "5"])
def test_a_service_that_would_never_decide_is_refused(tries):
    """Without a try nothing is done, and the clerk would be told of somebody who was faster."""
    with pytest.raises(InputError, match="tries"):
        service(MemoryStore(), tries=tries)


@pytest.mark.parametrize("declare", [tuple, lambda listed: {"one-stop-shop": listed}])
def test_an_expiry_of_a_clock_that_no_case_has_is_refused(declare):
    """A misspelt clock would never be waited for, and nobody would be told."""
    misspelt = declare([Expiry("apology-due", "leagl", working_days_before=1)])
    with pytest.raises(UnknownNameError, match="'leagl'"):
        service(MemoryStore(), expiries=misspelt)


# ── the async service ───────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("kind", ["memory", "sqlite", "postgresql"])
def test_the_awaited_face_does_the_same(kind, request):
    """Opened, moved, swept, delivered and verified while others wait: the same case comes out."""
    expected = _walk(service(MemoryStore()))

    async def work():
        if kind == "memory":
            store = ThreadedStore(MemoryStore())
        else:
            name = {"sqlite": "sqlite_url", "postgresql": "postgres_url"}[kind]
            store = open_async_store(request.getfixturevalue(name))
        async with store:
            desk = AsyncCaseService(engine(), store, case_codec())
            numbers = [f"H{number}" for number in range(1, 9)]
            await asyncio.gather(*(_walk_awaited(desk, number) for number in numbers))
            taken = []

            async def take(message):
                taken.append(message.case_id)

            await desk.deliver(LODGED, take)
            swept = await desk.due(at("2026-03-02 10:00"))
            seal = await desk.seal(LODGED)
            report = await desk.verify(deep=True, seal=seal)
            case = await desk.get("H1")
            options = await desk.actions("H1", by=CLERK, at=case.last_at)
            dates = await desk.deadlines("H1", at=case.last_at)
            heads = await desk.search(Query())
            history = await desk.history("H1")
            assert await desk.parked() == ()
            assert not await desk.release("H1", at=LODGED)
            assert dates.legal.due is not None
            assert len(options) > 10
            assert [head.case_id for head in heads] == numbers
            assert history == case.records
            return case, taken, swept, report

    with asyncio.Runner() as loop:
        case, taken, swept, report = loop.run(work())
    assert case == expected
    assert sorted(taken) == sorted(f"H{number}" for number in range(1, 9))
    assert swept.claimed == 0
    assert (report.cases, report.records, report.is_sound) == (8, 32, True)


async def _walk_awaited(desk, case_id):
    await desk.open(
        "T.10", case_id=case_id, channel=Channel.ONLINE, result_by=Channel.ONLINE, at=LODGED
    )
    await desk.fire(case_id, vn.RECEIVE, vn.Receipt(), by=CLERK, at=LODGED)
    assigned = at("2026-03-03 08:00")
    await desk.fire(case_id, vn.ASSIGN, vn.Assignment("Phòng"), by=CLERK, at=assigned)
    await desk.fire(case_id, vn.DECIDE, vn.Decision(), by=HEAD, at=at("2026-03-05 08:00"))


def test_both_services_have_the_same_methods():
    """Both services have the same methods and arguments; only a handler is awaited or not."""

    def asked(service_class):
        return {
            name: [
                (each.name, each.kind, each.default)
                for each in signature(method).parameters.values()
            ]
            for name, method in getmembers(service_class, callable)
            if not name.startswith("_")
        }

    assert asked(AsyncCaseService) == asked(CaseService)
    assert signature(AsyncCaseService).parameters.keys() == signature(CaseService).parameters.keys()
