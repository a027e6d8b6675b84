"""What happens when dates come near or pass, and how messages get out."""

import re
from datetime import timedelta
from pathlib import Path

import pytest
from attrs import evolve
from hypothesis import example, given, settings
from hypothesis import strategies as st

from caseflow import vietnam as vn
from caseflow.engine import Engine, Jurisdiction
from caseflow.errors import UndeliveredError, ValueInvalidError
from caseflow.limits import (
    TimeLimit,
    Unit,
    calendar_days,
    months,
    same_day,
    weeks,
    working_days,
    working_hours,
)
from caseflow.procedures import Catalogue, LimitRule
from caseflow.service import STANDARD_EXPIRIES, Backoff, CaseService, Expiry
from caseflow.stores import MemoryStore, Query, instant, open_store
from caseflow.targets import Standing
from caseflow.values import Channel
from caseflow.vietnam.stored import case_codec
from stores.offices import (
    CLERK,
    HEAD,
    LODGED,
    OFFICER,
    TEN_DAYS,
    assign,
    at,
    engine,
    lodge,
    receive,
    service,
)


def _reported(case_service, now):
    """Return the kinds and cases of the messages delivered at *now*."""
    found = []
    case_service.deliver(now, found.append, limit=1_000)
    return [(message.kind, message.case_id) for message in found]


def _swept(case_service, now):
    """Sweep until nothing is due and return the kinds told."""
    while case_service.due(now, lease=timedelta(seconds=1)).claimed:
        now += timedelta(seconds=1)
    return [kind for kind, _ in _reported(case_service, now)]


def test_each_expiry_is_raised_at_its_instant(store):
    """Acknowledgement, promise, apology and legal date are reported when they are reached."""
    case_service = service(store)
    lodge(case_service)
    assert _swept(case_service, at("2026-03-03 09:00")) == []
    assert _swept(case_service, at("2026-03-03 09:01")) == ["acknowledgement-overdue"]
    receive(case_service, when=at("2026-03-03 10:00"))
    dates = case_service.deadlines("H1", at=at("2026-03-03 10:00"))
    assert (str(dates.legal.due.on), str(dates.promised.due.on)) == ("2026-03-17", "2026-03-13")
    assert _swept(case_service, at("2026-03-03 10:00")) == ["print-receipt"]

    reported = {}
    day = at("2026-03-04 00:00")
    while day < at("2026-03-25 00:00"):
        for kind in _swept(case_service, day):
            reported[kind] = str(day.date())
        day += timedelta(days=1)
    assert reported == {
        "promise-at-risk": _first_at_risk(case_service),
        "apology-due": "2026-03-16",
        "legal-overdue": "2026-03-18",
    }


def _first_at_risk(case_service):
    day = at("2026-03-04 00:00")
    while case_service.deadlines("H1", at=day).promised.standing is Standing.ON_TRACK:
        day += timedelta(days=1)
    return str(day.date())


@pytest.mark.parametrize(
    "limit",
    [
        working_days(1),
        working_days(7),
        working_days(20),
        calendar_days(30),
        weeks(3),
        months(2),
        working_hours(4),
        working_hours("2.5"),
        working_hours(40),
        TimeLimit(4, Unit.CLOCK_HOUR),
        TimeLimit(100, Unit.CLOCK_HOUR),
        same_day(),
    ],
    ids=lambda limit: limit.text("en"),
)
def test_a_promise_at_risk_is_noticed_when_it_is(limit):
    """A sweep whenever the case wakes reports a risk in the first one in which it is near."""
    procedure = evolve(TEN_DAYS, limits=(LimitRule(limit),), early=None)
    workflows = vn.danang().workflows
    jurisdiction = Jurisdiction(
        "test", vn.calendar(), Catalogue((procedure,)), workflows, currency="VND"
    )
    expiry = Expiry("at-risk", "legal", at_risk=True)
    case_service = CaseService(Engine(jurisdiction), MemoryStore(), case_codec(), expiries=[expiry])
    lodge(case_service)
    receive(case_service)
    (summary,) = case_service.search(Query())
    now = LODGED
    while not any(kind == "at-risk" for kind in _swept(case_service, now)):
        assert not case_service.deadlines("H1", at=now).legal.is_near
        (summary,) = case_service.search(Query())
        now = max(now + timedelta(seconds=1), instant(summary.wake_at))
        assert not case_service.deadlines("H1", at=now - timedelta(seconds=1)).legal.is_near
    assert case_service.deadlines("H1", at=now).legal.is_near


def test_four_hours_are_raised_when_a_fifth_of_them_is_left(store):
    """From 08:00 that is 11:12; at 08:01 nearly all of the limit is left."""
    procedure = evolve(TEN_DAYS, limits=(LimitRule(working_hours(4)),), early=None)
    workflows = vn.danang().workflows
    jurisdiction = Jurisdiction(
        "test", vn.calendar(), Catalogue((procedure,)), workflows, currency="VND"
    )
    expiry = Expiry("at-risk", "legal", at_risk=True)
    case_service = CaseService(Engine(jurisdiction), store, case_codec(), expiries=[expiry])
    lodge(case_service)
    received = at("2026-03-04 08:00")
    receive(case_service, when=received)
    _swept(case_service, received)
    raised = [
        minute
        for minute in range(1, 300)
        if "at-risk" in _swept(case_service, received + timedelta(minutes=minute))
    ]
    assert raised == [192]


def test_a_date_that_moved_is_reported_anew(store):
    """An expiry belongs to a date: when the clock gets another one, it is raised for that too."""
    case_service = service(store)
    lodge(case_service)
    receive(case_service)
    assign(case_service)
    assert "apology-due" in _swept(case_service, at("2026-03-14 00:00"))
    request = vn.SupplementRequest(("giấy",), "thiếu")
    case_service.fire("H1", vn.REQUEST_SUPPLEMENT, request, by=OFFICER, at=at("2026-03-04 00:00"))
    # The applicant has until 19 March, and the legal clock waits.
    assert instant(case_service.search(Query())[0].wake_at) == at("2026-03-20 00:00")
    case_service.fire("H1", vn.SUPPLEMENT, vn.Answer(), by=CLERK, at=at("2026-03-20 08:00"))

    assert "apology-due" not in _swept(case_service, at("2026-03-21 08:00"))
    due_on = case_service.deadlines("H1", at=at("2026-03-21 08:00")).legal.due.on
    assert "apology-due" in _swept(case_service, at(f"{due_on} 00:00"))


def test_a_closed_case_waits_for_nothing(store):
    """A case that is decided or over has no date to wait for."""
    case_service = service(store)
    lodge(case_service)
    receive(case_service)
    assign(case_service)
    case_service.fire("H1", vn.DECIDE, vn.Decision(), by=HEAD, at=LODGED)

    (summary,) = case_service.search(Query())
    assert (summary.wake_at, summary.due_at) == (None, None)
    assert case_service.due(at("2027-01-04 00:00")).claimed == 0


def _closing(store, **more):
    """A desk where a filing left without the supplement is closed when its time is over."""
    procedure = evolve(TEN_DAYS, workflow="one-stop-shop-closing")
    workflow = vn.one_stop_shop(closes_unanswered=True)
    jurisdiction = Jurisdiction(
        "test", vn.calendar(), Catalogue((procedure,)), (workflow,), currency="VND"
    )
    close = Expiry(
        "supplement-over",
        "supplement",
        action=vn.CLOSE_UNANSWERED,
        payload=vn.Reason("quá hạn bổ sung"),
        roles={"officer"},
    )
    return CaseService(
        Engine(jurisdiction), store, case_codec(), expiries={workflow.name: [close]}, **more
    )


def _waits_for_supplement(case_service, case_id="H1"):
    lodge(case_service, case_id)
    receive(case_service, case_id)
    assign(case_service, case_id)
    request = vn.SupplementRequest(("giấy",), "thiếu")
    case_service.fire(case_id, vn.REQUEST_SUPPLEMENT, request, by=OFFICER, at=LODGED)


def test_an_expiry_fires_its_action_once(store):
    """When the time is over the action is done, recorded under a key, by the actor "caseflow"."""
    case_service = _closing(store)
    _waits_for_supplement(case_service)
    over = case_service.deadlines("H1", at=LODGED).supplement.due.on + timedelta(days=1)

    assert case_service.due(at(f"{over - timedelta(days=1)} 23:59")).claimed == 0
    swept = case_service.due(at(f"{over} 00:00"))
    again = case_service.due(at(f"{over} 12:00"))

    case = case_service.get("H1")
    assert (swept.claimed, swept.fired, again.claimed) == (1, 1, 0)
    assert case.state == "stopped"
    assert (case.last.action, case.last.actor.id) == ("close-unanswered", "caseflow")
    assert case.last.key.startswith("expiry:supplement-over@")
    assert ("print-stop-notice", "H1") in _reported(case_service, at(f"{over} 12:00"))


def test_a_refused_action_is_reported(store):
    """An expiry whose action is refused tells why, once."""
    refused = Expiry("too-late", "acknowledgement", action=vn.CLOSE_UNANSWERED,
                     payload=vn.Reason("x"), roles={"officer"})  # fmt: skip
    case_service = service(store, expiries=[refused])
    lodge(case_service)
    swept = case_service.due(at("2026-03-04 00:00"))

    assert (swept.fired, swept.raised) == (0, 1)
    found = []
    case_service.deliver(at("2026-03-04 00:00"), found.append)
    assert '"refused":["wrong-state"]' in found[0].body
    assert case_service.get("H1").version == 1
    assert case_service.due(at("2026-03-05 00:00")).claimed == 0


def test_two_sweepers_share_the_work(store):
    """What one has claimed the other does not get; each expiry is raised once in all."""
    one, other = service(store), service(store)
    for number in range(6):
        lodge(one, f"H{number}")
    now = at("2026-03-03 12:00")

    first, second = one.due(now, limit=4), other.due(now, limit=4)

    assert (first.claimed, second.claimed) == (4, 2)
    kinds = _reported(one, now)
    assert sorted(kinds) == [("acknowledgement-overdue", f"H{number}") for number in range(6)]


# ── what fails ──────────────────────────────────────────────────────────────────────────────


def _poisoned(store, case_id):
    """Break the chain of a case in memory, as no application could."""
    stored_records = store.ops.chains[case_id]
    stored_records[0] = stored_records[0]._replace(text=stored_records[0].text + " ")


def test_a_poisoned_case_becomes_a_dead_letter_and_the_others_go_on():
    """A case that cannot be read is put off longer each time, then given up with its error."""
    store = MemoryStore()
    backoff = Backoff(first=timedelta(minutes=1), most=3)
    case_service = service(store)
    for number in ("H1", "H2", "H3"):
        lodge(case_service, number)
    _poisoned(store, "H2")
    case_service = service(store, backoff=backoff)
    now = at("2026-03-04 00:00")

    assert case_service.due(now)[1:5] == (0, 2, 1, 0)
    assert case_service.due(now + timedelta(seconds=59)).claimed == 0
    assert case_service.due(now + timedelta(seconds=60))[1:5] == (0, 0, 1, 0)
    assert case_service.due(now + timedelta(seconds=179)).claimed == 0
    assert case_service.due(now + timedelta(seconds=180))[1:5] == (0, 0, 0, 1)
    assert case_service.due(now + timedelta(days=9)).claimed == 0
    (dead_letter,) = case_service.dead_letters()
    assert (dead_letter.case_id, dead_letter.ref, dead_letter.attempts) == ("H2", None, 3)
    assert "hash" in dead_letter.error

    stored_records = store.ops.chains["H2"]
    stored_records[0] = stored_records[0]._replace(text=stored_records[0].text[:-1])
    assert case_service.release("H2", at=now)
    assert case_service.due(now + timedelta(days=9)).raised == 1
    assert case_service.dead_letters() == ()


def test_a_message_comes_until_it_is_taken(store):
    """What the receiver did not take comes again later, and is given up after so many times."""
    case_service = service(store, backoff=Backoff(first=timedelta(minutes=1), most=2))
    for number in ("H1", "H2"):
        lodge(case_service, number)
        receive(case_service, number)
    taken = []

    def fails_for_one(message):
        if message.case_id == "H1":
            raise RuntimeError("no printer")
        taken.append(message.case_id)

    assert case_service.deliver(LODGED, fails_for_one) == (1, 1, 0)
    assert case_service.deliver(LODGED + timedelta(seconds=59), fails_for_one) == (0, 0, 0)
    assert case_service.deliver(LODGED + timedelta(seconds=60), fails_for_one) == (0, 0, 1)
    (dead_letter,) = case_service.dead_letters()
    assert dead_letter[:3] == ("H1", "1.0", 2)
    assert re.fullmatch(r"RuntimeError at test_sweeps\.py:\d+", dead_letter.error)

    assert case_service.release("H1", "1.0", at=LODGED)
    assert case_service.deliver(LODGED + timedelta(hours=1), taken.append) == (1, 0, 0)
    assert case_service.deliver(LODGED + timedelta(days=1), taken.append) == (0, 0, 0)
    assert taken[0] == "H2"


@given(
    fails=st.lists(st.booleans(), max_size=40),
    limits=st.lists(st.integers(1, 5), min_size=1, max_size=40),
)
@example(fails=[each == "1" for each in "0101101111101001001101"], limits=[4, 3])
@settings(deadline=None, max_examples=40)
def test_messages_of_a_case_arrive_in_order_whatever_fails(fails, limits):
    """Receipts, requests and dates reported, with failures, dead letters and small rounds."""
    case_service = service(MemoryStore(), backoff=Backoff(first=timedelta(minutes=1), most=3))
    for number in ("H1", "H2"):
        lodge(case_service, number)
        receive(case_service, number)
        assign(case_service, number)
        request = vn.SupplementRequest(("giấy",), "thiếu")
        case_service.fire(number, vn.REQUEST_SUPPLEMENT, request, by=OFFICER, at=LODGED)
        case_service.fire(number, vn.SUPPLEMENT, vn.Answer(), by=CLERK, at=LODGED)
    now = at("2026-03-04 00:00")
    for day in range(20):
        case_service.due(now + timedelta(days=day))
    expected = {}
    posted = dict(case_service.store.ops.outbox)
    for case_id, ref in posted:
        expected.setdefault(case_id, []).append(ref)
    now += timedelta(days=20)
    arrived = {"H1": [], "H2": []}
    left = list(fails)

    def handler(message):
        if left and left.pop():
            raise RuntimeError("no printer")
        arrived[message.case_id].append(message.ref)

    for limit in [*limits, *[5] * 200]:
        now += timedelta(hours=1)
        case_service.deliver(now, handler, limit=limit)
        for each in case_service.dead_letters():
            case_service.release(each.case_id, each.ref, at=now)
    assert arrived == expected


def test_a_message_that_failed_holds_back_its_case_only(store):
    """The request waits for the receipt that could not be printed; the other case goes on."""
    case_service = service(store, backoff=Backoff(first=timedelta(minutes=1), most=2))
    for number in ("H1", "H2"):
        lodge(case_service, number)
        receive(case_service, number)
        assign(case_service, number)
    request = vn.SupplementRequest(("giấy",), "thiếu")
    case_service.fire("H1", vn.REQUEST_SUPPLEMENT, request, by=OFFICER, at=LODGED)
    arrived = []

    def jams(message):
        if message.case_id == "H1" and message.kind == "print-receipt":
            raise RuntimeError("no printer")
        arrived.append(message.case_id)

    assert case_service.deliver(LODGED, jams) == (1, 1, 0)
    assert case_service.deliver(LODGED + timedelta(seconds=60), jams) == (0, 0, 1)
    assert case_service.deliver(LODGED + timedelta(days=9), jams) == (0, 0, 0)
    assert arrived == ["H2"]
    (dead_letter,) = case_service.dead_letters()
    assert case_service.release(dead_letter.case_id, dead_letter.ref, at=LODGED)
    found = _reported(case_service, LODGED + timedelta(days=9))
    assert (found[0], len(found)) == (("print-receipt", "H1"), 2)


def test_what_two_sweeps_raise_at_once_is_counted_once(store):
    """Both read that it was not raised yet, and both note it; one of them posts it."""
    lodge(service(store))
    now = at("2026-03-05 09:00")
    other = []

    class Overtaken:
        """Operations of a sweep that another one overtakes between reading and noting."""

        def __getattr__(self, name):
            return getattr(store.ops, name)

        def note(self, note):
            noted = yield from store.ops.note(note)
            other.append(noted)
            return (yield from store.ops.note(note))

    class Slow:
        ops = Overtaken()
        run = staticmethod(store.run)

    swept = service(Slow()).due(now)
    assert (swept.claimed, other[0].posted, swept.raised) == (1, 1, 0)
    assert len(_reported(service(store), now)) == 1


NAME = "Nguyễn Thị Bình, 0905 123 456"


def _undelivered():
    raise UndeliveredError("the post office answers 503")


def _chained():
    raise KeyError(NAME) from ValueError(NAME)


def _refused():
    raise ConnectionRefusedError(111, NAME)


def _of_ours():
    raise ValueInvalidError("name", NAME, "another name")


@pytest.mark.parametrize(
    ("fails", "kept"),
    [
        (_undelivered, "UndeliveredError: the post office answers 503"),
        (_chained, "KeyError at test_sweeps.py:"),
        (_refused, "ConnectionRefusedError ECONNREFUSED at test_sweeps.py:"),
        (_of_ours, "ValueInvalidError value-invalid at test_sweeps.py:"),
    ],
)
def test_what_a_handler_says_of_a_person_is_not_kept(sqlite_url, fails, kept):
    """Of an exception the kind and the place are kept; its text may name somebody, and stays."""
    with open_store(sqlite_url) as store:
        case_service = service(store, backoff=Backoff(most=1))
        lodge(case_service)
        receive(case_service)
        assert case_service.deliver(LODGED, lambda message: fails()).dead_lettered == 1
        (dead_letter,) = case_service.dead_letters()
        assert dead_letter.error.startswith(kept)
        files = Path(store.path).parent.glob("cases.db*")
        assert not any("Bình".encode() in path.read_bytes() for path in files)


def test_what_a_sweep_meets_of_a_person_is_not_kept(sqlite_url):
    """The sweep says it to who runs it, and keeps the kind and the place."""

    def unit_of(case):
        raise RuntimeError(NAME)

    with open_store(sqlite_url) as store:
        lodge(service(store))
        closing = Expiry(
            "closes",
            "acknowledgement",
            action=vn.WITHDRAW,
            payload=vn.Reason("x"),
            roles={"intake"},
        )
        case_service = service(store, expiries=(closing,), unit_of=unit_of, backoff=Backoff(most=1))
        swept = case_service.due(at("2026-03-05 09:00"))
        assert NAME in swept.problems[0].problem
        (dead_letter,) = case_service.dead_letters()
        assert dead_letter.error.startswith("RuntimeError at test_sweeps.py:")


def test_a_delivery_that_never_ends_is_given_up(store):
    """A message on which the worker dies each time is given up in the end, not tried for ever."""
    case_service = service(store, backoff=Backoff(most=2))
    lodge(case_service)
    receive(case_service)

    def dies(message):
        raise KeyboardInterrupt

    now = LODGED
    for _ in range(2):
        with pytest.raises(KeyboardInterrupt):
            case_service.deliver(now, dies)
        now += timedelta(minutes=1)
    assert case_service.deliver(now, dies) == (0, 0, 1)
    assert "never ended" in case_service.dead_letters()[0].error


def test_standard_expiries_name_known_clocks():
    """What is declared for every workflow belongs to clocks that the engine knows by name."""
    case_service = service(MemoryStore())
    case_service.open(
        "T.10", case_id="H1", channel=Channel.POST, result_by=Channel.POST, at=LODGED, by=CLERK
    )
    dates = engine().deadlines(case_service.get("H1"), at=LODGED)

    assert {expiry.clock for expiry in STANDARD_EXPIRIES} <= set(dates)
