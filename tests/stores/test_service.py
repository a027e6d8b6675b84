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
    NaiveDatetimeError,
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
    open_async_store,
)
from caseflow.values import Channel
from caseflow.vietnam.stored import case_codec
from stores.offices import (
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


def _walk(case_service, case_id="H1"):
    lodge(case_service, case_id)
    receive(case_service, case_id)
    assign(case_service, case_id, when=at("2026-03-03 08:00"))
    return case_service.fire(case_id, vn.DECIDE, vn.Decision(), by=HEAD, at=at("2026-03-05 08:00"))


def test_a_case_read_back_is_the_case_that_was_worked(store):
    """Whoever loads the case from its records has the very case that was worked."""
    worked = _walk(service(store))

    assert service(store).get("H1") == worked
    assert service(store).history("H1") == worked.records
    assert service(store).history("H1", 0, 2) == worked.records[1:3]


def test_two_services_on_one_store_see_each_other(store):
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
    case_service = service(store)
    opened = lodge(case_service, key="o1")
    received = receive(case_service, key="k1")

    assert receive(service(store), key="k1", when=at("2026-03-09 09:00")) == received
    assert lodge(service(store), key="o1", when=at("2026-03-09 09:00")) == received
    assert opened.version == 1
    assert case_service.get("H1").version == 2


def test_a_key_of_another_request_is_refused(store):
    """The same key with other content is an error, and changes nothing."""
    case_service = service(store)
    lodge(case_service, key="o1")
    receive(case_service, key="k1")

    with pytest.raises(KeyReusedError):
        case_service.fire("H1", vn.ASSIGN, vn.Assignment("A"), by=CLERK, at=LODGED, key="k1")
    with pytest.raises(KeyReusedError):
        lodge(case_service, key="o1", branch=None, facts={"other": 1})
    assert case_service.get("H1").version == 2


def test_a_number_is_given_once(store):
    """A second case of the same number is refused."""
    case_service = service(store)
    lodge(case_service, key="o1")

    for key in (None, "o2"):
        with pytest.raises(ConcurrentUpdateError):
            lodge(case_service, key=key)


def test_an_expected_version_is_kept_to(store):
    """Who decided on another version is told, and nothing happens."""
    case_service = service(store)
    lodge(case_service)
    receive(case_service, expected_version=1)

    with pytest.raises(ConcurrentUpdateError):
        assign(case_service, expected_version=1)
    assert case_service.get("H1").version == 2


def test_a_refused_action_leaves_no_trace(store):
    """A refusal says why; the case, its messages and the store are as before."""
    case_service = service(store)
    lodge(case_service)
    before = store.run(store.ops.stats())

    with pytest.raises(ActionRefusedError):
        case_service.fire("H1", vn.DECIDE, vn.Decision(), by=HEAD, at=LODGED)

    assert store.run(store.ops.stats()) == before
    options = case_service.actions("H1", by=CLERK, at=LODGED)
    assert {option.action.name for option in options if option.allowed} >= {"receive"}
    receive(case_service)


def test_a_clock_that_jumped_back_is_forgiven_five_minutes(store):
    """Within five minutes the last instant is kept; beyond that nothing is moved in silence."""
    case_service = service(store)
    lodge(case_service)
    with pytest.raises(TimeReversedError, match="entered_at"):
        receive(case_service, when=LODGED - timedelta(minutes=6))
    received = receive(case_service, when=LODGED - timedelta(minutes=5))

    assert (received.last_at, received.last.entered) == (LODGED, None)
    assert case_service.deadlines("H1", at=LODGED - timedelta(days=3)).legal.at == LODGED


def test_an_act_entered_late_and_one_taken_back_are_kept(store):
    """Both instants, what moved and what was taken back are read again as they were written."""
    case_service = service(store)
    lodge(case_service)
    receive(case_service)
    assign(case_service, when=LODGED + timedelta(days=3))
    late = receive_late(case_service)
    assert [act.seq for act in late.acts] == [0, 1, 3, 2]
    again = case_service.annul(
        "H1", 3, at=LODGED + timedelta(days=4), by=CLERK, reason="nhầm", key="a"
    )
    assert case_service.annul("H1", 3, at=LODGED, by=CLERK, reason="nhầm", key="a") == again
    case_service.forget()

    assert case_service.get("H1") == again
    assert again.records[:4] == late.records
    assert case_service.history("H1") == again.records
    assert (again.annulled, [act.seq for act in again.acts]) == ({3}, [0, 1, 2])
    assert case_service.verify(deep=True).is_sound
    (summary,) = case_service.search(Query())
    assert (summary.seq, summary.state) == (4, again.state)


def receive_late(case_service):
    """Enter on the fourth day that the filing was given to another unit on the second."""
    return case_service.fire(
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
    case_service = service(store)
    lodge(case_service)
    before = store.run(store.ops.stats())

    with pytest.raises((TextInvalidError, ValueInvalidError)):
        lodge(case_service, number)
    with pytest.raises((TextInvalidError, ValueInvalidError)):
        receive(case_service, key=number)
    assert store.run(store.ops.stats()) == before


def test_a_payload_too_large_is_refused_on_every_store(store):
    """64 KiB are kept and one byte more is not; documents belong elsewhere."""
    case_service = service(store)
    lodge(case_service)
    receive(case_service)
    assign(case_service)
    empty = len(
        '{"data":{"items":["","","","","","",""],"reason":"r"},"type":"vn.supplement-request/1"}'
    )
    space = 64 * 1024 - empty
    items = ["x" * (space // 7)] * 6 + ["x" * (space - space // 7 * 6)]

    with pytest.raises(ValueInvalidError, match="65537 bytes"):
        case_service.fire(
            "H1",
            vn.REQUEST_SUPPLEMENT,
            vn.SupplementRequest((*items[:6], items[6] + "x"), "r"),
            by=OFFICER,
            at=LODGED,
        )
    assert case_service.get("H1").version == 3
    request = vn.SupplementRequest(tuple(items), "r")
    case_service.fire("H1", vn.REQUEST_SUPPLEMENT, request, by=OFFICER, at=LODGED)
    assert service(store).get("H1").last.payload == request


def test_the_same_letters_are_the_same_text(store):
    """Text written in parts (NFD) is the same number, key and content as text in one (NFC)."""
    composed, apart = (normalize(form, "Hồ-1") for form in ("NFC", "NFD"))
    assert composed != apart
    case_service = service(store)
    city = normalize("NFD", "Đà Nẵng")
    lodge(case_service, apart, key=f"{apart} open", facts={"city": city})
    receive(case_service, composed)
    fired = case_service.fire(
        apart, vn.ASSIGN, vn.Assignment(apart), by=CLERK, at=LODGED, key=apart
    )

    assert fired == service(store).get(composed)
    again = vn.Assignment(composed)
    assert case_service.fire(composed, vn.ASSIGN, again, by=CLERK, at=LODGED, key=composed) == fired
    assert lodge(case_service, composed, key=f"{composed} open", facts={"city": city}) == fired


def test_cases_are_found_by_unit_procedure_state_and_date(store):
    """The summary of a case says what it is waiting for and by when."""
    case_service = service(store, unit_of=_unit)
    _walk(case_service, "H1")
    lodge(case_service, "H2")
    lodge(case_service, "H3")
    receive(case_service, "H3")
    assign(case_service, "H3", unit="Phòng B")

    def found(**asked):
        return [summary.case_id for summary in case_service.search(Query(**asked))]

    assert found() == ["H1", "H2", "H3"]
    assert found(unit="Phòng B") == ["H3"]
    assert found(state="registered") == ["H2"]
    assert found(procedure="T.10", limit=1, after="H1") == ["H2"]
    due = case_service.deadlines("H3", at=LODGED).legal.due
    assert found(due_before=due.at) == []
    assert found(due_before=due.at + timedelta(microseconds=1)) == ["H3"]
    assert case_service.next_due(due.at) == ()
    assert [
        summary.case_id for summary in case_service.next_due(due.at + timedelta(microseconds=1))
    ] == ["H3"]
    (summary,) = case_service.search(Query(unit="Phòng B"))
    assert instant(summary.due_at) == due.at


@pytest.mark.parametrize(
    ("limit", "allowed"),
    [
        *((limit, "a whole number from 1 to 10000") for limit in (0, -1, 10_001, 2**63)),
        *((limit, "limit") for limit in (True, 1.5, "9", None)),
    ],
)
def test_a_question_without_bounds_is_refused(store, limit, allowed):
    """So many rows as a page holds may be asked for; each store refuses the same, before asking."""
    case_service = service(store)
    for ask in (
        lambda: case_service.search(Query(limit=limit)),
        lambda: case_service.history("H1", limit=limit),
        lambda: case_service.dead_letters(limit),
        lambda: case_service.next_due(LODGED, limit),
        lambda: case_service.due(LODGED, limit=limit),
        lambda: case_service.deliver(LODGED, print, limit=limit),
    ):
        with pytest.raises(InputError, match=allowed):
            ask()


@pytest.mark.parametrize("due_before", [1773680400000000, 0, True, 1.5, "x", LODGED.date()])
def test_what_is_no_instant_is_refused(store, due_before):
    """The date asked for is a datetime; a number that a store may keep is not taken for one."""
    case_service = service(store)
    assert case_service.search(Query(due_before=LODGED, limit=10_000)) == ()
    with pytest.raises(ValueInvalidError, match=r"due_before: .* give an aware datetime"):
        case_service.search(Query(due_before=due_before))
    with pytest.raises(NaiveDatetimeError):
        case_service.search(Query(due_before=LODGED.replace(tzinfo=None)))


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
    case_service = service(store)
    for ask in (
        lambda: case_service.due(LODGED, lease=lease),
        lambda: case_service.deliver(LODGED, print, lease=lease),
    ):
        with pytest.raises(ValueInvalidError, match="lease"):
            ask()


def test_effects_are_reported_with_the_record_that_asked_for_them(store):
    """What an action asks of the outside is in the outbox, once, with its record."""
    case_service = service(store)
    lodge(case_service)
    receive(case_service, key="k")
    receive(case_service, key="k")
    taken = []

    case_service.deliver(LODGED, taken.append)

    (message,) = taken
    assert (message.case_id, message.ref, message.kind) == ("H1", "1.0", "print-receipt")
    assert '"action":"receive"' in message.body


def test_everything_kept_verifies(store):
    """Chains, summaries, columns and seals are as they were kept; a replay agrees."""
    case_service = service(store)
    _walk(case_service)
    lodge(case_service, "H2", key="k")
    seal = case_service.seal(LODGED)
    receive(case_service, "H2")
    case_service.seal(LODGED)

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


def test_who_is_always_overtaken_is_reported():
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
    case_service = service(_asking(store, asked))
    lodge(case_service)
    asked.clear()

    case = receive(case_service)

    assert asked == ["append"]
    assert case == service(store).get("H1")


def test_who_holds_an_old_case_decides_again():
    """A case that moved on elsewhere is loaded, and the action is decided on as it stands."""
    store = MemoryStore()
    case_service, other = service(store, tries=1), service(store)
    lodge(case_service)
    receive(other)
    assign(other, unit="other")

    case = assign(case_service, unit="mine")

    assert [record.payload.unit for record in case.records[2:]] == ["other", "mine"]
    assert case == service(store).get("H1")


def test_a_refusal_is_believed_of_the_present_case_only():
    """An action that is closed in the case as it is held is tried on the case as it stands."""
    store = MemoryStore()
    case_service = service(store)
    lodge(case_service)
    with pytest.raises(ActionRefusedError):
        assign(case_service)

    receive(service(store))

    assert assign(case_service).version == 3
    assign(service(store))
    with pytest.raises(ConcurrentUpdateError) as error:
        assign(case_service, expected_version=3)
    assert error.value.found == 4


def test_a_key_used_elsewhere_does_nothing_twice():
    """A request that another process served is answered with the case as it stands."""
    store = MemoryStore()
    case_service = service(store)
    lodge(case_service)
    done = receive(service(store), key="k")

    assert receive(case_service, key="k") == done
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
    case_service = service(store, unit_of=lambda _: "of today")

    receive(case_service)

    (summary,) = case_service.search(Query(unit="of today", is_open=True))
    assert summary.case_id == "H1"
    assert case_service.search(Query(unit="of old")) == ()
    assert case_service.verify(deep=True).is_sound


class _Elsewhere(OrderedDict):
    """Cases held in the moment in which another thread lets go of the one that was just held."""

    def __setitem__(self, case_id, held):
        super().__setitem__(case_id, held)
        del self[case_id]


def test_a_thread_that_lets_go_of_a_case_fails_no_other():
    """A record that was kept is answered with the case, whatever is decoded by then."""
    case_service = service(MemoryStore())
    case_service.work._held = _Elsewhere()

    lodge(case_service)

    assert receive(case_service).version == 2


@pytest.mark.parametrize("tries", [0, -1, True, 1.5, "5"])
def test_a_service_that_would_never_decide_is_refused(tries):
    """Without a try nothing is done, and the clerk would be reported somebody who was faster."""
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
def test_the_async_service_does_the_same(kind, request):
    """Opened, moved, swept, delivered and verified while others wait: the same case comes out."""
    expected = _walk(service(MemoryStore()))

    async def work():
        if kind == "memory":
            store = ThreadedStore(MemoryStore())
        else:
            name = {"sqlite": "sqlite_url", "postgresql": "postgres_url"}[kind]
            store = open_async_store(request.getfixturevalue(name))
        async with store:
            case_service = AsyncCaseService(engine(), store, case_codec())
            numbers = [f"H{number}" for number in range(1, 9)]
            await asyncio.gather(*(_walk_awaited(case_service, number) for number in numbers))
            taken = []

            async def take(message):
                taken.append(message.case_id)

            await case_service.deliver(LODGED, take)
            swept = await case_service.due(at("2026-03-02 10:00"))
            seal = await case_service.seal(LODGED)
            report = await case_service.verify(deep=True, seal=seal)
            case = await case_service.get("H1")
            options = await case_service.actions("H1", by=CLERK, at=case.last_at)
            dates = await case_service.deadlines("H1", at=case.last_at)
            summaries = await case_service.search(Query())
            history = await case_service.history("H1")
            assert await case_service.dead_letters() == ()
            assert not await case_service.release("H1", at=LODGED)
            assert dates.legal.due is not None
            assert len(options) > 10
            assert [summary.case_id for summary in summaries] == numbers
            assert history == case.records
            return case, taken, swept, report

    with asyncio.Runner() as loop:
        case, taken, swept, report = loop.run(work())
    assert case == expected
    assert sorted(taken) == sorted(f"H{number}" for number in range(1, 9))
    assert swept.claimed == 0
    assert (report.cases, report.records, report.is_sound) == (8, 32, True)


async def _walk_awaited(case_service, case_id):
    await case_service.open(
        "T.10", case_id=case_id, channel=Channel.ONLINE, result_by=Channel.ONLINE, at=LODGED
    )
    await case_service.fire(case_id, vn.RECEIVE, vn.Receipt(), by=CLERK, at=LODGED)
    assigned = at("2026-03-03 08:00")
    await case_service.fire(case_id, vn.ASSIGN, vn.Assignment("Phòng"), by=CLERK, at=assigned)
    await case_service.fire(case_id, vn.DECIDE, vn.Decision(), by=HEAD, at=at("2026-03-05 08:00"))


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
