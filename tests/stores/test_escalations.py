"""An escalation goes step by step, and ends when the target is reached or a superior says why."""

from datetime import date, datetime, timedelta
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from caseflow.engine import Engine
from caseflow.errors import ActionRefusedError, CaseflowError, FormatError
from caseflow.office import escalations as steps
from caseflow.office.escalations import EscalationStep, HeadEvaluation, Obstacle, ObstacleAnswer
from caseflow.office.escalations.opening import open_escalations
from caseflow.office.payloads import Reason
from caseflow.office.plans import (
    Direction,
    Figure,
    Figures,
    Metric,
    MetricKind,
    Target,
    plan_period,
    progress_of,
)
from caseflow.office.services import open_service, service_of
from caseflow.stores import MemoryStore, Query, open_store
from caseflow.testing import Scenario
from caseflow.values import Actor, Channel, Text
from caseflow.vietnam._escalations import escalation_rules
from caseflow.vietnam.pack import PACK
from oracle.product import HANOI

SHARE = Metric("online-share", Text(en="online share"))
COUNT = Metric("returned", Text(en="returned"), MetricKind.COUNT)
LATE = Metric("late-share", Text(en="late share"), direction=Direction.AT_MOST)
TARGET = Target("Sở A", SHARE, plan_period("2026-10"), "0.8")

MONITOR = Actor("m1", {steps.MONITOR.name})
SUPERIOR = Actor("s1", {steps.SUPERIOR.name})
EVALUATOR = Actor("e1", {steps.EVALUATOR.name})
HEAD = Actor("h1", {steps.UNIT_HEAD.name})
SYSTEM = Actor("caseflow", {"system"})

OPENED = datetime(2026, 10, 20, 9, tzinfo=HANOI)
LADDER = (
    (steps.REMIND, MONITOR, "reminded"),
    (steps.REPORT_UP, MONITOR, "reported"),
    (steps.CRITICISE, SUPERIOR, "criticised"),
    (steps.EVALUATE_HEAD, EVALUATOR, "evaluated"),
)


def short(target=TARGET, numerator=60, denominator=100, on=date(2026, 10, 19)):
    """How a unit stands that has not reached its target."""
    whole = denominator if target.metric.is_share else None
    figure = Figure(target.unit, target.metric.name, plan_period("2026-10-01"), numerator, whole)
    calendar = PACK.escalations().calendar
    return progress_of(target, Figures([figure]), calendar, on)


def letter(action, day=20, numerator=60, denominator=100):
    through = date(2026, 10, day)
    if action == steps.EVALUATE_HEAD:
        return HeadEvaluation("Sở Nội vụ", "9", "rút kinh nghiệm", numerator, through, denominator)
    return EscalationStep("Sở A", "1", numerator, through, denominator)


def recovery(numerator, denominator=100, day=20, **more):
    return steps.Recovery(numerator, date(2026, 10, day), denominator, **more)


@pytest.fixture(params=["memory", "sqlite", "postgres"])
def service(request):
    """The service of escalations on a store of each kind."""
    if request.param == "memory":
        store = MemoryStore()
    else:
        store = open_store(request.getfixturevalue(f"{request.param}_url"))
    with service_of(Engine(PACK.escalations()), store, PACK) as found:
        yield found


def opened(service, progress=None):
    (found,) = open_escalations(service, [progress or short()], by=SYSTEM, at=OPENED)
    return found.case.id


def codes(refused):
    return {each.code for each in refused.value.refusals}


def test_the_same_unit_metric_and_period_is_opened_once(service):
    """Asked again, for a later figure too; a unit that is short of nothing has no case."""
    fine = short(numerator=80)
    first = open_escalations(service, [short(), fine], by=SYSTEM, at=OPENED)
    later = short(numerator=70, on=date(2026, 10, 26))
    again = open_escalations(service, [later, fine], by=SYSTEM, at=OPENED + timedelta(days=7))

    assert [each.is_new for each in (*first, *again)] == [True, False]
    assert again[0].case == first[0].case
    assert first[0].case.state == "behind"
    with pytest.raises(CaseflowError):
        steps.request_of(fine)
    others = [
        Target("Sở B", SHARE, TARGET.period, "0.8"),
        Target("Sở A", LATE, TARGET.period, "0.5"),
        Target("Sở A", SHARE, plan_period("2026-09"), "0.8"),
    ]
    assert len({steps.escalation_number(each) for each in (TARGET, *others)}) == 4


def test_each_step_has_a_date_a_recipient_and_a_record(service):
    """The date of the work list is that of the next step, counted from the step before."""
    case_id, at = opened(service), OPENED
    for place, (action, by, state) in enumerate((*LADDER, (None, None, None))):
        name = action.name if action else "close"
        (summary,) = service.search(Query(unit="Sở A"))
        rule = escalation_rules().step(name)
        due = rule.within.due(at, PACK.escalations().calendar)
        micros = int(due.at.timestamp()) * 1_000_000
        assert abs(summary.due_at - micros) < 1_000_000, name
        assert service.get(case_id).version == place + 1
        if action is None:
            break
        at += timedelta(hours=2)
        case = service.fire(case_id, action, letter(action), by=by, at=at)
        assert case.state == state
        (effect,) = case.last.effects
        assert dict(effect.params) == {"step": name, "to": rule.to.in_("vi")}
    assert service.verify(deep=True, at=at).faults == ()
    assert service.engine.replay(case.records) == case


def test_steps_cannot_be_skipped_nor_taken_by_others(service):
    """Only the next step is open, and only to whom it belongs; a refusal changes nothing."""
    case_id, at = opened(service), OPENED
    everybody = (MONITOR, SUPERIOR, EVALUATOR, HEAD)
    for number, (action, by, _) in enumerate(LADDER):
        before = service.get(case_id)
        for other, (wrong, actor, _) in enumerate(LADDER):
            if other != number:
                with pytest.raises(ActionRefusedError):
                    service.fire(case_id, wrong, letter(wrong), by=actor, at=at)
        for actor in everybody:
            if actor != by:
                with pytest.raises(ActionRefusedError):
                    service.fire(case_id, action, letter(action), by=actor, at=at)
        assert service.get(case_id) == before
        service.fire(case_id, action, letter(action), by=by, at=at)


def test_it_ends_when_the_figure_worked_out_again_reaches_the_target(service):
    """Or when the superior unit says why; nobody else may say why, and nothing follows."""
    case_id = opened(service)
    with pytest.raises(ActionRefusedError) as refused:
        service.fire(case_id, steps.CLOSE_RECOVERED, recovery(79), by=MONITOR, at=OPENED)
    assert codes(refused) == {"not-recovered"}
    (reason,) = refused.value.refusals
    assert "79/100" in reason.text("vi")
    assert "80 %" in reason.text("vi")
    for by in (MONITOR, HEAD, EVALUATOR):
        with pytest.raises(ActionRefusedError):
            service.fire(case_id, steps.CLOSE_WITH_REASON, Reason("bão"), by=by, at=OPENED)
    case = service.fire(case_id, steps.CLOSE_RECOVERED, recovery(80), by=MONITOR, at=OPENED)
    assert case.state == "closed"
    with pytest.raises(ActionRefusedError):
        service.fire(case_id, steps.REMIND, letter(steps.REMIND), by=MONITOR, at=OPENED)

    other = opened(service, short(Target("Sở B", SHARE, TARGET.period, "0.8")))
    closed = service.fire(other, steps.CLOSE_WITH_REASON, Reason("bão"), by=SUPERIOR, at=OPENED)
    assert (closed.state, closed.last.payload.text) == ("closed", "bão")
    assert service.verify(deep=True, at=OPENED).faults == ()


def test_nobody_is_reminded_or_blamed_for_a_target_that_is_reached(service):
    """The refusal says to close instead."""
    case_id = opened(service)
    reached = letter(steps.REMIND, numerator=80)
    with pytest.raises(ActionRefusedError) as refused:
        service.fire(case_id, steps.REMIND, reached, by=MONITOR, at=OPENED)
    assert codes(refused) == {"target-reached"}
    assert "close the case" in str(refused.value.refusals[0])


@pytest.mark.parametrize(
    ("given_figure", "code"),
    [
        (recovery(90, None), "figure-of-nothing"),
        (recovery(0, 0), "figure-of-nothing"),
        (recovery(90, day=21), "figure-to-come"),
        (recovery(90, day=18), "figure-outdated"),
        (recovery(90, period="2026-09"), "figure-of-other-days"),
        (recovery(90, period="2026-11"), "figure-of-other-days"),
    ],
)
def test_a_figure_that_cannot_be_compared_is_refused_in_words(given_figure, code):
    """A share of nothing, days to come, old figures and other periods, in each language."""
    with open_service("memory:", PACK, PACK.escalations()) as service:
        case_id = opened(service)
        with pytest.raises(ActionRefusedError) as refused:
            service.fire(case_id, steps.CLOSE_RECOVERED, given_figure, by=MONITOR, at=OPENED)
    assert codes(refused) == {code}
    texts = {refused.value.refusals[0].text(language) for language in ("vi", "en")}
    assert len(texts) == 2
    assert not any("{" in each for each in texts)


def test_a_target_that_was_missed_is_made_good_in_a_later_period():
    """A month that is over cannot be reached any more; the next one can."""
    with open_service("memory:", PACK, PACK.escalations()) as service:
        case_id = opened(service)
        later = datetime(2026, 11, 16, 9, tzinfo=HANOI)
        made = steps.Recovery(9, date(2026, 11, 13), 10, "2026-11", "sổ theo dõi")
        assert service.fire(case_id, steps.CLOSE_RECOVERED, made, by=MONITOR, at=later)


def test_a_count_recovers_by_the_working_days_gone():
    """By 15 October 2026 half of the month's 22 working days are over, so 55 of 110 are enough."""
    target = Target("Sở A", COUNT, TARGET.period, 110)
    with open_service("memory:", PACK, PACK.escalations()) as service:
        at = datetime(2026, 10, 15, 18, tzinfo=HANOI)
        progress = short(target, 40, on=date(2026, 10, 14))
        (found,) = open_escalations(service, [progress], by=SYSTEM, at=at)
        for numerator, is_enough in ((54, False), (55, True)):
            given_figure = recovery(numerator, None, day=15)
            if is_enough:
                service.fire(found.case.id, steps.CLOSE_RECOVERED, given_figure, by=MONITOR, at=at)
            else:
                with pytest.raises(ActionRefusedError):
                    service.fire(
                        found.case.id, steps.CLOSE_RECOVERED, given_figure, by=MONITOR, at=at
                    )


def test_an_obstacle_that_was_reported_is_answered_before_anybody_is_blamed(service):
    """Its answer has a date of its office; a second obstacle waits for the first answer."""
    case_id, at = opened(service), OPENED
    for action, by, _ in LADDER[:2]:
        service.fire(case_id, action, letter(action), by=by, at=at)
    case = service.fire(case_id, steps.REPORT_OBSTACLE, Obstacle("mất điện"), by=HEAD, at=at)
    answer = service.engine.deadlines(case, at=at)[steps.ANSWER_CLOCK]
    wanted = escalation_rules().answer.within.due(at, PACK.escalations().calendar)
    assert answer.due.on == wanted.on
    for action, by, given_with in (
        (steps.CRITICISE, SUPERIOR, letter(steps.CRITICISE)),
        (steps.REPORT_OBSTACLE, HEAD, Obstacle("nữa")),
    ):
        with pytest.raises(ActionRefusedError) as refused:
            service.fire(case_id, action, given_with, by=by, at=at)
        assert codes(refused) == {"obstacle-waits"}

    later = at + timedelta(days=30)
    swept = service.due(later)
    assert swept.raised == 2  # the step and the answer are overdue
    service.fire(case_id, steps.ANSWER_OBSTACLE, ObstacleAnswer("đã xử lý"), by=SUPERIOR, at=later)
    with pytest.raises(ActionRefusedError) as refused:
        service.fire(case_id, steps.ANSWER_OBSTACLE, ObstacleAnswer("x"), by=SUPERIOR, at=later)
    assert codes(refused) == {"no-obstacle"}
    service.fire(case_id, steps.REPORT_OBSTACLE, Obstacle("lại mất"), by=HEAD, at=later)
    service.fire(case_id, steps.ANSWER_OBSTACLE, ObstacleAnswer("rồi"), by=SUPERIOR, at=later)
    service.fire(case_id, steps.CRITICISE, letter(steps.CRITICISE), by=SUPERIOR, at=later)
    assert service.verify(deep=True, at=later).faults == ()


def test_the_sweeps_of_filings_raise_overdue_steps_too(sqlite_url):
    """One process sweeps a store with filings and escalations, by the usual jurisdiction."""
    with open_service(sqlite_url, PACK, PACK.escalations()) as service:
        opened(service)
    with open_service(sqlite_url, PACK) as filings:
        assert filings.due(OPENED + timedelta(days=30)).raised == 1
        assert filings.verify(deep=True, at=OPENED + timedelta(days=30)).faults == ()


def test_a_step_recorded_in_error_is_taken_back(service):
    """The superior unit annuls it; what followed must replay without it."""
    case_id = opened(service)
    service.fire(case_id, steps.REMIND, letter(steps.REMIND), by=MONITOR, at=OPENED)
    later = OPENED + timedelta(hours=1)
    case = service.annul(case_id, 1, reason="nhầm đơn vị", by=SUPERIOR, at=later)
    assert case.state == "behind"
    due = service.engine.deadlines(case, at=later).legal.due
    assert (
        due.on
        == escalation_rules().step("remind").within.due(OPENED, PACK.escalations().calendar).on
    )
    assert service.verify(deep=True, at=later).faults == ()


def test_a_case_that_names_no_target_takes_no_step():
    """One that was opened by hand, without the facts of a target, says how to open one."""
    scenario = Scenario(
        Engine(PACK.escalations()), procedure="escalation", channel=Channel.COUNTER
    ).given(at=OPENED)
    for action, by, given_with in (
        (steps.REMIND, MONITOR, letter(steps.REMIND)),
        (steps.CLOSE_RECOVERED, MONITOR, recovery(100)),
    ):
        with pytest.raises(ActionRefusedError, match="targets check"):
            scenario.engine.fire(scenario.case, action, given_with, by=by, at=OPENED)


@given(st.data())
@settings(max_examples=60, deadline=None)
def test_no_walk_leaves_the_ladder(data):
    """Random acts by random people with random figures: what a plain model allows, and no more."""
    engine = Engine(PACK.escalations())
    request = steps.request_of(short())
    case = engine.open(
        "escalation",
        channel=Channel.COUNTER,
        result_by=Channel.COUNTER,
        at=OPENED,
        branch="remind",
        facts=request.facts,
    )
    rung, waits, at = 0, False, OPENED
    for _ in range(data.draw(st.integers(1, 14))):
        at += timedelta(hours=1)
        by = data.draw(st.sampled_from([MONITOR, SUPERIOR, EVALUATOR, HEAD]))
        numerator = data.draw(st.integers(75, 85))
        action = data.draw(
            st.sampled_from(
                [
                    *(each for each, _, _ in LADDER),
                    steps.REPORT_OBSTACLE,
                    steps.ANSWER_OBSTACLE,
                    steps.CLOSE_RECOVERED,
                    steps.CLOSE_WITH_REASON,
                ]
            )
        )
        reached, is_open = Fraction(numerator, 100) >= TARGET.threshold, rung < 5
        rungs = [each for each, _, _ in LADDER]
        if action in rungs:
            place = rungs.index(action)
            given_with = letter(action, numerator=numerator)
            may = rung == place and by is LADDER[place][1] and not reached
            may = may and not (waits and place >= 2)
        elif action is steps.REPORT_OBSTACLE:
            given_with, may = Obstacle("x"), is_open and by is HEAD and not waits
        elif action is steps.ANSWER_OBSTACLE:
            given_with, may = ObstacleAnswer("x"), is_open and by is SUPERIOR and waits
        elif action is steps.CLOSE_RECOVERED:
            given_with = recovery(numerator)
            may = is_open and by in (MONITOR, SUPERIOR) and reached
        else:
            given_with, may = Reason("x"), is_open and by is SUPERIOR
        try:
            case = engine.fire(case, action, given_with, by=by, at=at)
        except ActionRefusedError:
            assert not may, (action.name, by.id, numerator)
            continue
        assert may, (action.name, by.id, numerator)
        if action in rungs:
            rung += 1
        elif action is steps.REPORT_OBSTACLE:
            waits = True
        elif action is steps.ANSWER_OBSTACLE:
            waits = False
        else:
            rung = 5
        names = ["behind", *(state for _, _, state in LADDER), "closed"]
        assert case.state == names[rung]
    assert engine.replay(case.records) == case


def test_rules_that_lack_a_step_are_refused_with_all_their_faults():
    """What is missing, what is no step, and a time that cannot be read."""
    text = (
        '[[step]]\nname = "remind"\nwithin = "soon"\nto = {vi = "x"}\n'
        '[[step]]\nname = "shout"\nwithin = "1 working day"\nto = {vi = "x"}\n'
    )
    with pytest.raises(FormatError) as found:
        steps.read_escalation_rules(text, name="e.toml", languages=("vi",))
    for part in ("step[1].within", "report-up is missing", "'shout' is no step"):
        assert part in str(found.value)
