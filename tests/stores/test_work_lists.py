"""Work lists of a service: orders, filters, cursors, standings, stores of an earlier release."""

from datetime import timedelta
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from caseflow import vietnam as vn
from caseflow.errors import CursorError, NaiveDatetimeError, UnknownNameError, ValueInvalidError
from caseflow.ledgers import ClockState
from caseflow.service import PROMISED
from caseflow.stores import (
    BEGIN,
    COMMIT,
    MemoryStore,
    Query,
    SchemaError,
    Statement,
    StoreRefusedError,
    micros,
    open_store,
)
from caseflow.stores.schema import migrations
from caseflow.targets import Standing
from caseflow.values import Channel
from caseflow.workflow import LEGAL
from stores.budgets import services as budgeting
from stores.offices import CLERK, LODGED, OFFICER, assign, lodge, receive, service

NOW = LODGED + timedelta(days=9)


def _ask(case_service, case_id, when):
    request = vn.SupplementRequest(("bản đồ",), "thiếu")
    return case_service.fire(case_id, vn.REQUEST_SUPPLEMENT, request, by=OFFICER, at=when)


def _filled(case_service, cases=24, seed=5):
    """Lodge cases at many instants and take each some way; return their numbers."""
    draw, numbers = Random(seed), [f"H{number:02}" for number in range(cases)]
    draw.shuffle(numbers)
    for number in numbers:
        when = LODGED + timedelta(hours=draw.choice([0, 0, 5, 26, 50, 101]))
        unit = draw.choice(["", "Phòng A", "Phòng B"])
        lodge(case_service, number, when=when, facts={"unit": unit} if unit else None)
        steps = draw.randrange(4)
        if steps:
            receive(case_service, number, when=when + timedelta(hours=1))
        if steps > 1:
            assign(case_service, number, when=when + timedelta(hours=2))
        if steps > 2 and draw.random() < 0.5:
            _ask(case_service, number, when + timedelta(hours=3))
    return numbers


def _dates(case_service, case_id, at=NOW):
    """Return what a case is listed by, from the case alone."""
    case = case_service.get(case_id)
    found = case_service.engine.deadlines(case, at=max(at, case.last_at))
    running = [name for name, state in case.clock_states if state is ClockState.RUNNING]
    ends = [found[name].due.at for name in running if name in found and found[name].due]
    legal = LEGAL in running
    return {
        "opened": case.opened_at,
        "due": found.legal.due.at if legal else None,
        "promised": found[PROMISED].due.at if legal else None,
        "next": min(ends, default=None),
        "standing": found.legal.standing,
    }


def _pages(case_service, query):
    while True:
        page = case_service.work_list(query, at=NOW)
        yield from page.items
        if not page.cursor:
            return
        query = query._replace(cursor=page.cursor)


def test_lists_are_what_the_cases_say(store):
    """Each order, by unit and for all, is the sort of the cases that were judged one by one."""
    case_service = service(store)
    numbers = _filled(case_service)
    meant = {number: _dates(case_service, number) for number in numbers}
    for unit in (None, "Phòng A", ""):
        of_unit = [
            number
            for number in numbers
            if unit is None or str(case_service.get(number).fact("unit") or "") == unit
        ]
        for order in ("opened", "due", "promised", "next"):
            found = list(_pages(case_service, Query(order=order, unit=unit, limit=4)))
            keys = {number: meant[number][order] for number in of_unit}
            assert [each.case_id for each in found] == sorted(
                of_unit,
                key=lambda number: (keys[number] is None, keys[number] or LODGED, number),
            )
            for each in found:
                dates = meant[each.case_id]
                shown = (each.opened_at, each.due_at, each.promised_at, each.next_at)
                assert shown == tuple(dates[name] for name in ("opened", "due", "promised", "next"))
                undated = dates["standing"] in (Standing.NOT_STARTED, Standing.STOPPED)
                assert each.standing is (None if undated else dates["standing"])
    assert case_service.verify(deep=True).is_sound


def test_a_budget_of_subsidies_is_in_no_list_and_no_count(store):
    """It is kept as a case that nobody works; whoever asks for its procedure finds it."""
    case_service = service(store)
    _filled(case_service, cases=6)
    before = case_service.standings(NOW)
    pages = {
        (order, unit): [*_pages(case_service, Query(order=order, unit=unit, limit=2))]
        for order in ("number", "due", "opened")
        for unit in (None, "")
    }
    _, budgets = budgeting(store)
    for name in ("a-budget", "z-budget"):
        how = {"channel": Channel.COUNTER, "result_by": Channel.COUNTER, "at": LODGED}
        budgets.open("budget", case_id=name, **how)

    assert case_service.standings(NOW) == before
    assert case_service.standings(NOW, unit="") == tuple(e for e in before if e.unit == "")
    assert case_service.standings(NOW, assigned_to="") == before
    assert case_service.standings(NOW, assigned_to="u17") == ()
    for (order, unit), items in pages.items():
        assert [*_pages(case_service, Query(order=order, unit=unit, limit=2))] == items
    asked = case_service.work_list(Query(procedure="budget", unit=""), at=NOW)
    assert [each.case_id for each in asked.items] == ["a-budget", "z-budget"]


@pytest.mark.parametrize("days", [0, 3, 8, 12, 14, 15, 30])
def test_counts_are_what_judging_each_case_gives(store, days):
    """By unit, at any instant, folded in or not."""
    case_service = service(store)
    numbers = _filled(case_service, seed=days)
    at = LODGED + timedelta(days=days + 5)
    meant = {}
    for number in numbers:
        case = case_service.get(number)
        standing = case_service.engine.deadlines(case, at=at).legal.standing
        undated = standing in (Standing.NOT_STARTED, Standing.STOPPED)
        name = "undated" if undated else standing.value.replace("-", "_")
        of_unit = meant.setdefault(str(case.fact("unit") or ""), {})
        of_unit[name] = of_unit.get(name, 0) + 1
    found = case_service.standings(at)
    counted = {
        each.unit: {
            name: count for name, count in each._asdict().items() if name != "unit" and count
        }
        for each in found
    }
    assert counted == meant
    assert sum(each.total for each in found) == len(numbers)
    case_service.due(LODGED)
    assert case_service.standings(at) == found
    for each in found:
        assert case_service.standings(at, unit=each.unit) == (each,)


@given(st.data())
@settings(max_examples=25, deadline=None)
def test_pages_neither_repeat_nor_skip_a_case_that_stays(data):
    """While others lodge, move and close cases between pages, what stays is shown just once."""
    url = data.draw(st.sampled_from(["memory:", "sqlite:///:memory:"]))
    with open_store(url) as store:
        store.run(store.ops.migrate())
        case_service = service(store)
        numbers = _filled(case_service, cases=16, seed=data.draw(st.integers(0, 99)))
        order = data.draw(st.sampled_from(["number", "opened", "due", "promised", "next"]))
        query = Query(order=order, limit=data.draw(st.integers(1, 5)))
        seen, moved, later = [], set(), LODGED + timedelta(days=6)
        while True:
            page = case_service.work_list(query, at=NOW)
            seen += [each.case_id for each in page.items]
            if not page.cursor:
                break
            query = query._replace(cursor=page.cursor)
            for number in data.draw(st.lists(st.sampled_from(numbers), max_size=2, unique=True)):
                moved.add(number)
                case = case_service.get(number)
                if case.state == "registered":
                    receive(case_service, number, when=later)
                elif case.state in ("received", "processing"):
                    assign(case_service, number, when=later, unit="Phòng C")
            if data.draw(st.booleans()):
                store.run(store.ops.fold(data.draw(st.integers(1, 20))))
            if data.draw(st.booleans()):
                lodge(case_service, f"N{len(seen)}-{len(moved)}", when=later)
        stayed = [number for number in seen if number in numbers and number not in moved]
        assert sorted(stayed) == sorted(set(numbers) - moved)


# ── what is refused ─────────────────────────────────────────────────────────────────────────


@pytest.fixture
def listed():
    case_service = service(MemoryStore())
    _filled(case_service, cases=6)
    return case_service


@pytest.mark.parametrize(
    ("query", "advice"),
    [
        (Query(states=("received",), order="due"), "beside it.*: unit, assigned_to"),
        (Query(state="received"), "beside it.*: unit, assigned_to"),
        (Query(procedure="T.10", order="next"), "beside it.*: unit, assigned_to"),
        (Query(due_before=LODGED, order="opened"), 'order="due"'),
        (Query(follow_up_before=LODGED, order="due"), 'order="follow-up"'),
        (Query(assigned_to="", order="due"), "beside it.*: unit"),
        (Query(text="H0", order="due"), 'order="number"'),
        (Query(is_open=False), "`search`"),
        (Query(after="H1"), "cursor"),
        (Query(order="due", limit=0), "1 to 10000"),
        (Query(states="received", unit=""), "several names"),
        (Query(order="due", due_before=micros(LODGED)), "give an aware datetime"),
        (Query(order="due", due_before=str(LODGED)), "give an aware datetime"),
    ],
)
def test_what_no_index_serves_is_refused_with_what_to_ask(listed, query, advice):
    """Nothing is read, and the error says what is served instead."""
    with pytest.raises(ValueInvalidError, match=advice):
        listed.work_list(query, at=NOW)


def test_unknown_orders_and_states_and_naive_instants_are_refused(listed):
    """A name that is mistyped is no empty list."""
    with pytest.raises(UnknownNameError, match="promised"):
        listed.work_list(Query(order="priority"), at=NOW)
    with pytest.raises(UnknownNameError, match="received"):
        listed.work_list(Query(unit="", states=("recieved",)), at=NOW)
    with pytest.raises(NaiveDatetimeError):
        listed.work_list(Query(order="due", due_before=LODGED.replace(tzinfo=None)), at=NOW)
    with pytest.raises(NaiveDatetimeError):
        listed.work_list(Query(), at=NOW.replace(tzinfo=None))
    with pytest.raises(ValueInvalidError, match="work_list"):
        listed.search(Query(order="due"))


@pytest.mark.parametrize(
    "changed",
    [
        {"order": "next"},
        {"unit": "Phòng A"},
        {"due_before": NOW},
    ],
)
def test_a_cursor_of_another_query_is_refused(listed, changed):
    """It says so, and to begin again; another size of the pages is no other query."""
    cursor = listed.work_list(Query(order="due", limit=2), at=NOW).cursor
    listed.work_list(Query(order="due", limit=3, cursor=cursor), at=NOW)
    with pytest.raises(CursorError, match="begin again with the first page"):
        listed.work_list(Query(order="due", limit=2, cursor=cursor)._replace(**changed), at=NOW)


def test_a_damaged_cursor_is_refused(listed):
    """Whichever character is another, and whatever is cut off."""
    cursor = listed.work_list(Query(order="due", limit=2), at=NOW).cursor
    damaged = [cursor[:-1], f"{cursor}A", "x", "é", "A" * 3_000, cursor[4:]]
    damaged += [
        f"{cursor[:place]}{'A' if cursor[place] != 'A' else 'B'}{cursor[place + 1 :]}"
        for place in range(0, len(cursor) - 2, 3)
    ]
    for each in damaged:
        with pytest.raises(CursorError, match="damaged"):
            listed.work_list(Query(order="due", cursor=each), at=NOW)


def test_the_start_of_a_number_is_searched(store):
    """In the order of numbers, among open cases and, by `search`, among all."""
    case_service = service(store)
    for number in ("H17-1", "H17-2", "H18-1", "G"):
        lodge(case_service, number)
    found = case_service.work_list(Query(text="H17"), at=NOW).items
    assert [each.case_id for each in found] == ["H17-1", "H17-2"]
    assert [each.case_id for each in case_service.search(Query(text="H1", after="H17-1"))] == [
        "H17-2",
        "H18-1",
    ]


# ── stores of an earlier release ────────────────────────────────────────────────────────────


def _up_to(store, dialect, schema):
    def steps():
        yield BEGIN
        for sql in migrations(dialect, 0, schema):
            yield Statement(sql)
        yield COMMIT

    store.run(steps())


@pytest.mark.parametrize("dialect", ["sqlite", "postgresql"])
def test_a_store_of_schema_5_is_worked_and_then_filled_in(dialect, request, tmp_path):
    """Cases are opened, moved and closed without lists; brought up, the lists are whole."""
    url = f"sqlite:///{tmp_path / 'old.db'}"
    if dialect == "postgresql":
        cluster = request.getfixturevalue("cluster")
        url = cluster.url(request.getfixturevalue("new_database"))
    with open_store(url) as store:
        _up_to(store, dialect, 5)
        case_service = service(store)
        numbers = _filled(case_service, cases=8)
        lodge(case_service, "closed")
        receive(case_service, "closed")
        case_service.fire("closed", vn.WITHDRAW, vn.Reason("thôi"), by=CLERK, at=LODGED)
        case_service.due(LODGED)
        assert case_service.verify(deep=True).is_sound
        with pytest.raises(SchemaError) as old:
            case_service.work_list(Query(order="due"), at=NOW)
        assert old.value.found == 5

        assert store.run(store.ops.migrate()) == 5
        with pytest.raises(StoreRefusedError, match="caseflow store migrate"):
            case_service.standings(NOW)
        lodge(case_service, "new")
        assert case_service.fill_lists() == len(numbers)
        assert case_service.fill_lists() == 0
        found = case_service.work_list(Query(order="next"), at=NOW).items
        assert sorted(each.case_id for each in found) == sorted([*numbers, "new"])
        assert case_service.verify(deep=True).is_sound
