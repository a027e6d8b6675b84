"""While a clock is paused its projection says the date that going on would give."""

from datetime import date, timedelta

from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from caseflow.calendars import OfficeCalendar
from caseflow.cases import RebasePolicy
from caseflow.engine import Engine, Jurisdiction
from caseflow.limits import (
    Supplement,
    TimeLimit,
    Unit,
    calendar_days,
    months,
    working_days,
    working_hours,
)
from caseflow.procedures import Catalogue, Extension, LimitRule, Procedure
from caseflow.targets import EarlyReturn
from caseflow.values import Actor, Channel
from caseflow.workflow import (
    ANYONE,
    LEGAL,
    PROMISED_ON,
    Action,
    ClockOp,
    ClockRule,
    SetFact,
    State,
    Transition,
    Workflow,
)
from permits import at, both, calendar

HOLD, GO, CHECK, PROMISE, DONE = (
    Action(name, type(None), both(name)) for name in ("hold", "go", "check", "promise", "done")
)
ANYBODY = Actor("a")
LATER = calendar().override(
    "later", sessions_on={date(2026, 3, day): () for day in (10, 16, 17, 26, 27)}
)

#: What a way out of the pause does to the clock.
WAYS_OUT = {
    "resume": (ClockOp.resume(LEGAL),),
    "restart": (ClockOp.restart(LEGAL),),
    "supply": (ClockOp.supply(LEGAL),),
    "resume and extend": (ClockOp.resume(LEGAL), ClockOp.extend(LEGAL)),
    "extend and restart": (ClockOp.extend(LEGAL), ClockOp.restart(LEGAL)),
    "resume and pause and restart": (
        ClockOp.resume(LEGAL),
        ClockOp.pause(LEGAL),
        ClockOp.restart(LEGAL),
    ),
    "begin another run": (ClockOp.stop(LEGAL), ClockOp.start(LEGAL)),
}

limits = st.one_of(
    st.builds(working_days, st.integers(1, 20)),
    st.builds(calendar_days, st.integers(1, 40)),
    st.builds(months, st.integers(1, 3)),
    st.builds(working_hours, st.integers(1, 60)),
    st.builds(lambda hours: TimeLimit(hours, Unit.CLOCK_HOUR), st.integers(1, 200)),
)
gaps = st.integers(0, 40 * 24 * 60).map(lambda minutes: timedelta(minutes=minutes))


def workflow(ops: tuple[ClockOp, ...], *, is_checked_first: bool = False) -> Workflow:
    """Return work -> waiting -> (checked ->) work, the last step doing *ops*."""
    states = tuple(
        State(name, both(name), is_final=name == "done")
        for name in ("work", "waiting", "checked", "done")
    )
    came_back = [Transition(GO, "waiting", "work", ANYONE, clocks=ops)]
    if is_checked_first:
        came_back = [
            Transition(CHECK, "waiting", "checked", ANYONE),
            Transition(GO, "checked", "work", ANYONE, clocks=ops),
        ]
    else:
        came_back.append(Transition(CHECK, "work", "checked", ANYONE))
        came_back.append(Transition(GO, "checked", "work", ANYONE))
    moved = SetFact(PROMISED_ON, date(2026, 9, 1))
    return Workflow(
        name="held",
        version="1",
        states=states,
        initial="work",
        actions=(HOLD, GO, CHECK, PROMISE, DONE),
        transitions=(
            Transition(
                HOLD, "work", "waiting", ANYONE, clocks=(ClockOp.pause(LEGAL, reason="held"),)
            ),
            *came_back,
            Transition(PROMISE, "work", "work", ANYONE, facts=(moved,)),
            Transition(DONE, "work", "done", ANYONE, clocks=(ClockOp.stop(LEGAL),), decides=True),
        ),
        clocks=(ClockRule(LEGAL, both("legal")),),
        opening=(ClockOp.start(LEGAL),),
    )


def procedure(limit: TimeLimit, **options: object) -> Procedure:
    """Return a procedure of the limit *limit* that takes part in early return."""
    made = Procedure(
        code="P.9",
        version="1",
        name=both("held"),
        workflow="held",
        limits=(LimitRule(limit),),
        early=EarlyReturn("1/5"),
    )
    return evolve(made, **options)


def engine(made: Procedure, flow: Workflow) -> Engine:
    """Return an engine under the later calendar that holds the one before it."""
    jurisdiction = Jurisdiction("x", LATER, Catalogue((made,)), (flow,))
    return Engine(jurisdiction, calendars=(calendar(),))


def opened(made: Procedure, flow: Workflow, when):
    """Return a case opened under the earlier calendar."""
    first = Engine(Jurisdiction("x", calendar(), Catalogue((made,)), (flow,)))
    online = Channel.ONLINE
    return first.open("P.9", channel=online, result_by=online, at=when)


@given(
    way_out=st.sampled_from(sorted(WAYS_OUT)),
    policy=st.sampled_from(list(Supplement)),
    limit=limits,
    waits=st.tuples(gaps, gaps, gaps, gaps, gaps),
    is_checked_first=st.booleans(),
    is_promised=st.booleans(),
    rebase=st.sampled_from([None, *RebasePolicy]),
)
def test_going_on_at_the_instant_gives_what_was_projected(
    way_out, policy, limit, waits, is_checked_first, is_promised, rebase
):
    """Legal and promised dates, and what is left, are those of really going on at that instant.

    For every verb on the way out, direct or a step away, every supplement policy, early promises,
    re-appointments and recomputations, and limits of every unit.
    """
    extension = Extension(evolve(limit, amount=1))
    made = procedure(limit, supplement=policy, extension=extension)
    flow = workflow(WAYS_OUT[way_out], is_checked_first=is_checked_first)
    steps = (CHECK, GO) if is_checked_first else (GO,)
    now = at(2)
    case = opened(made, flow, now)
    office = engine(made, flow)
    if is_promised:
        case = office.fire(case, PROMISE, by=ANYBODY, at=now)
    now += waits[0]
    case = office.fire(case, HOLD, by=ANYBODY, at=now)
    if rebase is not None:
        now += waits[1]
        case = office.rebase(case, LATER, policy=rebase, at=now, by=ANYBODY, reason="decree")
    now += waits[2]
    reported = office.deadlines(case, at=now)
    for action in steps:
        case = office.fire(case, action, by=ANYBODY, at=now)
    real = office.deadlines(case, at=now)

    for name in ("legal", "promised"):
        projected = reported[name].projected
        assert projected is not None
        assert (projected.on, projected.at) == (real[name].due.on, real[name].due.at)
        if name == "legal" and reported.legal.starts_anew:
            assert reported[name].left == real[name].left
    assert reported.legal.starts_anew is (real.legal.ledger.pauses() == ())


def test_two_months_that_only_a_restart_ends_are_counted_from_the_restart():
    """Paused on 20 March 2024, restarted on 2 April: two months from then end on 3 June."""
    made = procedure(months(2))
    flow = workflow(WAYS_OUT["restart"])
    first = at(5).replace(year=2024)
    weekends = OfficeCalendar.weekends("Asia/Ho_Chi_Minh", first_year=2024, last_year=2025)
    office = Engine(Jurisdiction("x", weekends, Catalogue((made,)), (flow,)))
    online = Channel.ONLINE
    case = office.open("P.9", channel=online, result_by=online, at=first)
    case = office.fire(case, HOLD, by=ANYBODY, at=first.replace(day=20))
    now = first.replace(month=4, day=2)
    legal = office.deadlines(case, at=now).legal
    assert (legal.projected.on, legal.left) == (date(2024, 6, 3), 61)
    assert "starts again from zero (61 calendar days)" in legal.explain("en")


def test_what_only_a_final_state_ends_goes_on_from_where_it_stood():
    """Without a way on, the projection says when the rest of the limit would end."""
    flow = workflow(WAYS_OUT["resume"])
    ended = tuple(
        evolve(each, target="done", clocks=(ClockOp.stop(LEGAL),)) if each.action is GO else each
        for each in flow.transitions
    )
    case = opened(procedure(working_days(10)), evolve(flow, transitions=ended), at(2))
    office = engine(procedure(working_days(10)), evolve(flow, transitions=ended))
    case = office.fire(case, HOLD, by=ANYBODY, at=at(5))
    assert office.deadlines(case, at=at(11)).legal.projected.on == date(2026, 3, 20)
