"""`caseflow due` answers as a case would whose clock is paused and goes on at those instants."""

from datetime import timedelta

from attrs import evolve
from hypothesis import given, settings
from hypothesis import strategies as st

from caseflow.cli._calendar_names import CalendarShelf
from caseflow.cli._questions import answer, read_question
from caseflow.engine import Engine, Jurisdiction
from caseflow.limits import Supplement, TimeLimit
from caseflow.procedures import Catalogue, LimitRule, Procedure
from caseflow.targets import EarlyReturn
from caseflow.values import Actor, Channel
from caseflow.vietnam import calendar
from caseflow.vietnam.calendars import CALENDARS
from caseflow.workflow import (
    ANYONE,
    LEGAL,
    Action,
    ClockOp,
    ClockRule,
    State,
    Transition,
    Workflow,
)
from permits import at, both

HOLD, GO = (Action(name, type(None), both(name)) for name in ("hold", "go"))
DONE = Action("done", type(None), both("done"))
ANYBODY = Actor("a")
SHELF = CalendarShelf(CALENDARS)
FLOW = Workflow(
    name="held",
    version="1",
    initial="work",
    states=tuple(
        State(name, both(name), is_final=name == "end") for name in ("work", "wait", "end")
    ),
    actions=(HOLD, GO, DONE),
    transitions=(
        Transition(HOLD, "work", "wait", ANYONE, clocks=(ClockOp.pause(LEGAL),)),
        Transition(GO, "wait", "work", ANYONE, clocks=(ClockOp.supply(LEGAL),)),
        Transition(DONE, "work", "end", ANYONE, clocks=(ClockOp.stop(LEGAL),), decides=True),
    ),
    clocks=(ClockRule(LEGAL, both("legal")),),
    opening=(ClockOp.start(LEGAL),),
)


def engine_dates(limit, early, supplement, start, pauses):
    """Return the dates of a case that was held and went on at those instants."""
    made = Procedure(
        code="P.9", version="1", name=both("x"), workflow="held", limits=(LimitRule(limit),)
    )
    made = evolve(made, supplement=supplement, early=early)
    engine = Engine(Jurisdiction("x", calendar(), Catalogue((made,)), (FLOW,), currency="VND"))
    online = Channel.ONLINE
    case = engine.open("P.9", channel=online, result_by=online, at=start)
    for stopped, resumed in pauses:
        if engine.deadlines(case, at=stopped).legal.due.is_over_at(stopped):
            break  # a request that comes when the limit is over moves no date
        case = engine.fire(case, HOLD, by=ANYBODY, at=stopped)
        case = engine.fire(case, GO, by=ANYBODY, at=resumed)
    return engine.deadlines(case, at=case.last_at)


@given(
    st.one_of(
        st.integers(1, 15).map(lambda number: f"{number} working days"),
        st.sampled_from(["2.5 working days", "12 hours", "20 working hours", "1 month", "3 weeks"]),
        st.integers(1, 30).map(lambda number: f"{number} days"),
    ),
    st.sampled_from([None, "10", "12.5", "20", "50", "90"]),
    st.sampled_from([Supplement.PAUSE, Supplement.RESTART]),
    st.lists(st.integers(0, 20 * 24 * 60), max_size=6),
)
@settings(deadline=None)
def test_the_command_and_the_engine_give_the_same_dates(text, percent, supplement, gaps):
    """For every limit, early share, supplement policy and list of pauses."""
    start = at(2, 8)
    moments = [start]
    for gap in gaps:
        moments.append(moments[-1] + timedelta(minutes=gap))
    ends = moments[1:]
    pauses = list(zip(ends[::2], ends[1::2], strict=False))
    fields = {
        "limit": text,
        "from": start.isoformat(),
        "pauses": [[one.isoformat() for one in pair] for pair in pauses],
        "supplement": supplement.value,
        "early": percent,
    }
    found = answer(read_question({k: v for k, v in fields.items() if v is not None}), SHELF)

    early = None if percent is None else EarlyReturn.percent(percent)
    dates = engine_dates(TimeLimit.parse(text), early, supplement, start, pauses)
    assert (found.due.on, found.due.at) == (dates.legal.due.on, dates.legal.due.at)
    promised = found.promised or found.due
    assert (promised.on, promised.at) == (dates.promised.due.on, dates.promised.due.at)


def test_a_promise_that_was_over_begins_again_with_the_limit():
    """Half of ten days was over on 9 March; asked on the 11th, supplied on the 17th: the 24th."""
    found = answer(
        read_question(
            {
                "limit": "10 working days",
                "from": "2026-03-02",
                "early": "50",
                "pauses": [["2026-03-11", "2026-03-17"]],
                "supplement": "restart",
            }
        ),
        SHELF,
    )
    assert found.to_json()["promised"] == "2026-03-24"
    assert found.promised is not None
    assert "restart" in [step.code for step in found.promised.explain("en").steps]
