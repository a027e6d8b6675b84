"""The scenario for tests: given, when, then, and messages that say what differs."""

from datetime import date, datetime

import pytest

from caseflow.errors import ActionRefusedError, InputError, UnknownNameError, ValueInvalidError
from caseflow.targets import Standing, Timeliness
from caseflow.testing import Scenario
from caseflow.values import Channel
from permits import (
    ASK,
    ASSIGN,
    CITIZEN,
    CLERK,
    DECIDE,
    EXPERT,
    NOTE,
    RECEIVE,
    REDIRECT,
    WITHDRAW,
    Receipt,
    at,
    engine,
    scenario,
)


def assigned() -> Scenario:
    """Return a case received on 2 March and assigned three working days later."""
    return (
        scenario(case_id="H-1", facts={"papers": 1})
        .given(at="2026-03-02T09:00+07:00", by=CITIZEN)
        .when(RECEIVE, Receipt(papers=4), by=CLERK, key="k")
        .then(effects=["send-slip"])
        .after(working_days=3)
        .when(ASSIGN, by=CLERK)
    )


def test_a_case_is_reported_step_by_step():
    """Everything stated is checked; the scenario goes on after it."""
    reported = assigned().then(
        state="processing",
        version=3,
        legal_due="2026-03-16",
        promised=date(2026, 3, 12),
        due={"acknowledgement": "2026-03-03T09:00+07:00", "supplement": None},
        standing="on-track",
        timeliness=None,
        effects=[],
        facts={"papers": 1, "colour": None},
        allowed=[WITHDRAW],
        only=[WITHDRAW, REDIRECT],
        refused={ASK: "role-missing", RECEIVE: ["wrong-state"]},
    )

    assert reported.now == at(5)
    assert reported.case.keys == ("k",)
    reported.when(DECIDE, by=EXPERT).then(timeliness="early", standing=Standing.STOPPED)
    reported.then(timeliness=Timeliness.EARLY)


def test_everything_that_differs_is_named_at_once():
    """One message holds the way the case took and each difference."""
    with pytest.raises(AssertionError) as caught:
        assigned().then(
            state="decided",
            version=2,
            legal_due="2026-03-17",
            promised=None,
            due={"acknowledgement": None},
            standing=Standing.OVERDUE,
            timeliness=Timeliness.LATE,
            effects=["send-slip"],
            facts={"papers": 9},
            allowed=[ASK],
            only=[],
            refused={WITHDRAW: "wrong-state"},
            by=CLERK,
        )

    assert str(caught.value).splitlines() == [
        "(case 'processing' at 2026-03-05T09:00:00+07:00, after open, receive, assign)",
        "  - state is 'processing', expected 'decided'",
        "  - version is 3, expected 2",
        "  - legal date is 2026-03-16, expected 2026-03-17",
        "  - promised date is 2026-03-12, expected None",
        "  - acknowledgement date is 2026-03-03T09:00:00+07:00, expected None",
        "  - standing is <Standing.ON_TRACK: 'on-track'>, expected <Standing.OVERDUE: 'overdue'>",
        "  - timeliness is None, expected <Timeliness.LATE: 'late'>",
        "  - effects is [], expected ['send-slip']",
        "  - fact 'papers' is 1, expected 9",
        "  - refusals of 'ask' is ['role-missing'], expected []",
        "  - open actions is ['redirect', 'withdraw'], expected []",
        "  - refusals of 'withdraw' is [], expected ['wrong-state']",
    ]


def test_a_refusal_is_expected_by_its_codes():
    """`refuses` passes just for these codes, in order, and changes nothing."""
    reported = assigned()
    before = reported.case

    assert reported.refuses(NOTE, by=CLERK, code="role-missing").case is before
    reported.refuses(NOTE, by=CLERK, code=("role-missing",))
    with pytest.raises(AssertionError, match="'note' is refused for role-missing, not for asked"):
        reported.refuses(NOTE, by=CLERK, code="asked")
    with pytest.raises(AssertionError, match="'note' is open and should be refused for nothing"):
        reported.refuses(NOTE, by=EXPERT, code=())


def test_a_refused_step_raises():
    """`when` lets the refusal through: a scenario that expects none fails there."""
    with pytest.raises(ActionRefusedError):
        assigned().when(NOTE, by=CLERK)


def test_the_clock_is_moved():
    """Working days are the office's; days, hours and minutes are added; `at` sets it."""
    reported = scenario().given(at=at(6))

    assert reported.after(working_days=1).now == at(9)
    assert reported.after(days=2, hours=3, minutes=4).now == at(11, 12, 4)
    assert reported.at("2026-03-20T08:00+07:00").now == at(20, 8)
    assert reported.at(at(21)).now == at(21)


def test_a_step_may_set_the_clock():
    """`when` takes its own instant."""
    reported = (
        scenario().given(at=at(2)).when(RECEIVE, Receipt(1), by=CLERK, at="2026-03-03T10:00+07:00")
    )

    assert reported.now == reported.case.last_at == at(3, 10)


def test_the_result_goes_out_as_the_filing_came_in():
    """Without a word about it the result channel is the channel."""
    reported = Scenario(engine(), procedure="P.1", channel=Channel.POST).given(at=at(2))

    assert reported.case.result_by is Channel.POST


@pytest.mark.parametrize(
    ("ask", "error"),
    [
        (lambda reported: reported.case, ValueInvalidError),
        (lambda reported: reported.now, ValueInvalidError),
        (lambda reported: reported.given(at=datetime(2026, 3, 2)), InputError),
        (lambda reported: reported.given(at=at(2)).then(only=[]), ValueInvalidError),
        (lambda reported: reported.given(at=at(2)).then(due={"lunch": None}), UnknownNameError),
    ],
    ids=["no case", "no instant", "no zone", "no actor", "no clock"],
)
def test_a_scenario_written_wrongly_says_so(ask, error):
    """No case, no instant, no zone, no actor, no such clock."""
    with pytest.raises(error):
        ask(scenario())
