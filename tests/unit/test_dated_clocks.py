"""Clocks whose limit depends on the day, on the channel, or on what the procedure states."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from caseflow.calendars import OfficeCalendar
from caseflow.checks import check_workflow
from caseflow.codec import DefinitionCodec, canonical_json
from caseflow.engine import Engine, Jurisdiction, Migration
from caseflow.errors import ValueInvalidError
from caseflow.limits import calendar_days, working_days
from caseflow.procedures import Catalogue, ClockLimit, LimitRule, Procedure
from caseflow.values import Actor, Channel, Text
from caseflow.workflow import Action, ClockOp, ClockRule, Role, State, Transition, Workflow

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
CLERK = Actor("somebody", {"clerk"})
CALENDAR = OfficeCalendar.weekends("Asia/Ho_Chi_Minh", first_year=2024, last_year=2027)

#: The days on which the limit changes, and the last day of the last rule.
FIRST, SECOND, LAST = date(2025, 3, 3), date(2025, 7, 1), date(2026, 3, 31)

EARLY, LATER, ONLINE = working_days(5), calendar_days(15), working_days(2)
LIMITS = (
    LimitRule(EARLY, None, None, FIRST, SECOND - timedelta(days=1)),
    LimitRule(LATER, None, None, SECOND, LAST),
    LimitRule(ONLINE, Channel.ONLINE, None, SECOND, LAST),
)

ASK = Action("ask", type(None), Text(vi="hỏi", en="ask"))
WORK = Action("work", type(None), Text(vi="làm", en="work"))
END = Action("end", type(None), Text(vi="xong", en="end"))

ANSWER = ClockRule("answer", Text(vi="trả lời", en="answer"), limits=LIMITS)

WORKFLOW = Workflow(
    "waiting",
    "1",
    "open",
    (
        State("open", Text(vi="mở", en="open")),
        State("asked", Text(vi="đã hỏi", en="asked")),
        State("done", Text(vi="xong", en="done"), is_final=True),
    ),
    (ASK, WORK, END),
    (
        Transition(ASK, "open", "asked", ["clerk"], clocks=(ClockOp.start("answer"),)),
        Transition(
            WORK, "asked", "open", ["clerk"], clocks=(ClockOp.stop("answer", if_fitting=True),)
        ),
        Transition(END, "open", "done", ["clerk"], clocks=(ClockOp.stop("legal"),), decides=True),
    ),
    (Role("clerk", Text(vi="cán bộ", en="clerk")),),
    (ClockRule("legal", Text(vi="hạn", en="limit")), ANSWER),
    (ClockOp.start("legal"),),
)
PROCEDURE = Procedure(
    "P", "1", Text(vi="thủ tục", en="procedure"), "waiting", (LimitRule(working_days(30)),)
)

days = st.dates(date(2024, 6, 3), date(2026, 6, 30))
channels = st.sampled_from(list(Channel))


def engine(workflow=WORKFLOW, procedure=PROCEDURE, *olds) -> Engine:
    return Engine(Jurisdiction("office", CALENDAR, Catalogue((procedure,)), (*olds, workflow)))


def noon(on: date) -> datetime:
    return datetime.combine(on, time(12), ZONE)


def asked(made: Engine, opened_on: date, on: date, channel=Channel.COUNTER):
    case = made.open("P", channel=channel, result_by=channel, at=noon(opened_on))
    return made.fire(case, ASK, by=CLERK, at=noon(on))


def expected(on: date, channel: Channel):
    """The limit of the day, said another way."""
    if on < FIRST or on > LAST:
        return None
    if on < SECOND:
        return EARLY
    return ONLINE if channel is Channel.ONLINE else LATER


@given(on=days, channel=channels)
def test_the_day_of_the_start_chooses_the_limit(on, channel):
    """A clock starts with the limit of that day for that channel; without one it does not."""
    case = asked(engine(), on, on, channel)
    ledger = case.clock("answer")

    assert (None if ledger is None else ledger.limit) == expected(on, channel)
    assert engine().replay(case.records) == case


@given(opened_on=days, waited=st.integers(0, 400))
def test_another_clock_may_choose_the_limit(opened_on, waited):
    """With *chosen_with* the day that clock started counts, whenever this one starts."""
    rule = evolve(ANSWER, chosen_with="legal")
    made = engine(evolve(WORKFLOW, clocks=(WORKFLOW.clocks[0], rule)))
    case = asked(made, opened_on, opened_on + timedelta(days=waited))
    ledger = case.clock("answer")

    assert (None if ledger is None else ledger.limit) == expected(opened_on, Channel.COUNTER)


@given(opened_on=days, channel=channels)
def test_a_clock_that_opening_starts_goes_by_the_day_of_opening(opened_on, channel):
    """Opening starts it with the limit of the day, or leaves it; cases of many days are right."""
    opening = (*WORKFLOW.opening, ClockOp.start("answer"))
    ways = tuple(
        evolve(each, clocks=(ClockOp.stop("answer", if_fitting=True), *each.clocks))
        for each in WORKFLOW.transitions
    )
    made = engine(evolve(WORKFLOW, opening=opening, transitions=ways))
    for on in (opened_on, opened_on + timedelta(days=1), opened_on):
        case = made.open("P", channel=channel, result_by=channel, at=noon(on))
        ledger = case.clock("answer")
        assert (None if ledger is None else ledger.limit) == expected(on, channel)


@given(on=days)
def test_what_the_procedure_states_goes_first(on):
    """A limit that the procedure has for the clock counts on every day, also without a rule."""
    own = working_days(9, citation="sector law")
    procedure = evolve(PROCEDURE, clock_limits=(ClockLimit("answer", own),))

    assert asked(engine(WORKFLOW, procedure), on, on).clock("answer").limit == own


def test_it_goes_before_the_limit_of_every_day_too():
    """The same holds of a clock with one limit."""
    fixed = evolve(WORKFLOW, clocks=(WORKFLOW.clocks[0], evolve(ANSWER, limits=(), limit=EARLY)))
    own = evolve(PROCEDURE, clock_limits=(ClockLimit("answer", ONLINE),))

    assert asked(engine(fixed), FIRST, FIRST).clock("answer").limit == EARLY
    assert asked(engine(fixed, own), FIRST, FIRST).clock("answer").limit == ONLINE


def test_before_it_starts_it_has_the_limit_it_would_start_with():
    """What is left of it is the limit of the day that is asked about; 0 where there is none."""
    made = engine()
    case = made.open("P", channel=Channel.COUNTER, result_by=Channel.COUNTER, at=noon(FIRST))

    assert made.deadlines(case, at=noon(FIRST))["answer"].left == 5
    assert made.deadlines(case, at=noon(SECOND))["answer"].left == 15
    assert made.deadlines(case, at=noon(LAST + timedelta(days=1)))["answer"].left == 0


def test_a_migration_to_the_latest_limits_chooses_by_the_day_the_clock_started():
    """A clock that runs takes the limit of its own first day, not of the day of the migration."""
    fixed = evolve(WORKFLOW, clocks=(WORKFLOW.clocks[0], evolve(ANSWER, limits=(), limit=ONLINE)))
    made = engine(WORKFLOW, PROCEDURE, fixed)
    old = Engine(Jurisdiction("office", CALENDAR, Catalogue((PROCEDURE,)), (fixed,)))
    move = Migration(WORKFLOW.fingerprint, limits="latest")
    for on, limit in ((FIRST, EARLY), (SECOND, LATER), (FIRST - timedelta(days=3), ONLINE)):
        case = asked(old, on, on)
        moved = made.migrate(case, move, at=noon(LAST), by=CLERK, reason="why")
        assert moved.clock("answer").limit == limit


# ── definitions ─────────────────────────────────────────────────────────────────────────────


def test_a_clock_that_may_not_start_must_be_stopped_if_fitting():
    """A stop without *if_fitting* is a fault, for on some days nothing runs."""
    ways = (
        WORKFLOW.transitions[0],
        evolve(WORKFLOW.transitions[1], clocks=(ClockOp.stop("answer"),)),
    )
    faults = check_workflow(evolve(WORKFLOW, transitions=(*ways, WORKFLOW.transitions[2])))

    assert [fault.code for fault in check_workflow(WORKFLOW)] == []
    assert [fault.code for fault in faults] == ["clock-misfit"]


def test_a_clock_that_chooses_must_be_one_of_the_workflow():
    """A name that no clock has is a fault that names it."""
    strange = evolve(ANSWER, chosen_with="nobody")
    faults = check_workflow(evolve(WORKFLOW, clocks=(WORKFLOW.clocks[0], strange)))

    assert [fault.code for fault in faults] == ["unknown-clock"]


def test_a_clock_has_one_limit_or_limits_by_day():
    """Both at once would leave open which counts."""
    with pytest.raises(ValueInvalidError, match="not both"):
        ClockRule("answer", Text(vi="a", en="a"), EARLY, LIMITS)


def test_limits_by_day_are_part_of_the_fingerprint_and_are_read_back():
    """A changed day gives another definition; written and read, it is the same one."""
    codec = DefinitionCodec()
    moved = evolve(ANSWER, limits=(evolve(LIMITS[0], valid_from=None), *LIMITS[1:]))
    chosen = evolve(ANSWER, chosen_with="legal")
    found = {
        evolve(WORKFLOW, clocks=(WORKFLOW.clocks[0], each)).fingerprint
        for each in (ANSWER, moved, chosen)
    }
    text = canonical_json(codec.workflow_to_data(WORKFLOW))

    assert len(found) == 3
    assert codec.loads_workflow(text, "json") == WORKFLOW
    assert codec.loads_workflow(text, "json").fingerprint == WORKFLOW.fingerprint


def test_a_definition_without_them_is_written_as_before():
    """A workflow and a procedure that state none have no such fields when written."""
    codec = DefinitionCodec()
    plain = evolve(WORKFLOW, clocks=(WORKFLOW.clocks[0], evolve(ANSWER, limits=(), limit=EARLY)))

    assert '"limits"' not in canonical_json(codec.workflow_to_data(plain))
    assert '"clock_limits"' not in canonical_json(codec.procedure_to_data(PROCEDURE))
    stated = evolve(PROCEDURE, clock_limits=(ClockLimit("answer", EARLY),))
    assert codec.procedure_from_data(codec.procedure_to_data(stated)) == stated
