"""The instants at which a clock comes to stand otherwise say what its standing says."""

from datetime import UTC, datetime, time, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from caseflow import vietnam as vn
from caseflow.calendars import Roll
from caseflow.engine import Engine, Jurisdiction
from caseflow.engine._turns import standing_turns
from caseflow.errors import CaseflowError
from caseflow.ledgers import ClockState
from caseflow.limits import Convention, TimeLimit, Unit
from caseflow.procedures import Catalogue, LimitRule, Procedure
from caseflow.values import Actor, Channel, Text
from caseflow.workflow import LEGAL, Action, ClockOp, ClockRule, Role, State, Transition, Workflow

CLERK = Actor("u1", {"clerk"})
BEGIN = datetime(2026, 2, 2, tzinfo=UTC)
#: Each act by its name: from which state to which, and what it does to the clock.
ACTS = {
    "begin": ("new", "running", ClockOp.start(LEGAL)),
    "stop": ("running", "paused", ClockOp.pause(LEGAL)),
    "go-on": ("paused", "running", ClockOp.resume(LEGAL)),
    "anew": ("paused", "running", ClockOp.restart(LEGAL)),
    "end": ("running", "done", ClockOp.stop(LEGAL)),
}
ACTIONS = {name: Action(name, type(None), Text(en=name)) for name in ACTS}
WORKFLOW = Workflow(
    "turning", "1", "new",
    tuple(
        State(name, Text(en=name), is_final=name == "done")
        for name in ("new", "running", "paused", "done")
    ),
    tuple(ACTIONS.values()),
    tuple(
        Transition(name, source, target, {"clerk"}, clocks=(op,))
        for name, (source, target, op) in ACTS.items()
    ),
    roles=(Role("clerk", Text(en="clerk")),),
    clocks=(ClockRule(LEGAL, Text(en="legal")),),
)  # fmt: skip


@st.composite
def limits(draw):
    """A limit of any unit and convention that the rule of standing knows."""
    unit = draw(st.sampled_from(list(Unit)))
    if unit is Unit.SAME_DAY:
        return TimeLimit(1, unit)
    amount = draw(st.integers(1, 3 if unit in (Unit.MONTH, Unit.YEAR) else 25))
    more = {}
    if unit is Unit.WORKING_DAY:
        more["convention"] = draw(st.sampled_from(list(Convention)))
        if draw(st.booleans()):
            amount = f"{amount}.5"
    elif not unit.is_hours:
        more["roll"] = draw(st.sampled_from([Roll.NEXT, Roll.NONE]))
        more["least_working_days"] = draw(st.integers(0, 3))
    if unit is Unit.YEAR:
        amount = 1
    return TimeLimit(amount, unit, **more)


steps = st.lists(
    st.tuples(st.sampled_from(["stop", "go-on", "anew"]), st.integers(0, 60 * 24 * 6)),
    min_size=0,
    max_size=6,
)


@given(limits(), steps, st.data())
@settings(max_examples=200, deadline=None)
def test_turns_say_what_the_standing_says(limit, steps, data):
    """Asked at any later instant, and around each turn, both say the same."""
    procedure = Procedure("P", "1", Text(en="P"), "turning", (LimitRule(limit),))
    engine = Engine(Jurisdiction("t", vn.calendar(), Catalogue((procedure,)), (WORKFLOW,)))
    case = engine.open(
        "P", channel=Channel.ONLINE, result_by=Channel.ONLINE, at=BEGIN, case_id="H1", by=CLERK
    )
    at = BEGIN
    for name, minutes in [("begin", 300), *steps]:
        at += timedelta(minutes=minutes)
        try:
            case = engine.fire(case, ACTIONS[name], by=CLERK, at=at)
        except CaseflowError:
            continue
    try:
        deadline = engine.deadlines(case, at=case.last_at).legal
        turns = standing_turns(deadline)
    except CaseflowError:
        return  # it ends beyond the calendar
    if deadline.ledger is None or deadline.ledger.state is not ClockState.RUNNING:
        assert turns == (None, None, None)
        return
    near = [each + timedelta(microseconds=n) for each in turns if each for n in (-1, 0, 1)]
    spread = timedelta(minutes=data.draw(st.integers(0, 60 * 24 * 40)))
    midnight = datetime.combine(case.last_at.date(), time(), vn.calendar().zone)
    days = [midnight + timedelta(days=n) for n in range(1, 40)]
    for each in (case.last_at, case.last_at + spread, *near, *days):
        if each < case.last_at:
            continue
        said = engine.deadlines(case, at=each).legal.standing
        assert turns.standing(each) is said, (each, turns, limit)
