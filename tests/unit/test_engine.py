"""The engine: opening, options, firing, dates, recomputation and replay."""

from datetime import date, datetime, timedelta
from fractions import Fraction
from zoneinfo import ZoneInfo

import pytest
from attrs import evolve

from caseflow.calendars import OfficeCalendar
from caseflow.cases import DROPPED, KEPT, DateMove, Rebased, RebasePolicy, fold
from caseflow.engine import Engine, Jurisdiction
from caseflow.errors import (
    ActionRefusedError,
    CalendarVersionError,
    ClockError,
    ConcurrentUpdateError,
    DefinitionError,
    FloatRefusedError,
    HistoryError,
    InputError,
    KeyReusedError,
    NaiveDatetimeError,
    PayloadError,
    ProcedureClosedError,
    TextInvalidError,
    TimeReversedError,
    UnknownActionError,
    UnknownChannelError,
    UnknownNameError,
    UnknownProcedureError,
    ValueInvalidError,
)
from caseflow.limits import calendar_days, working_days, working_hours
from caseflow.procedures import Catalogue, Extension, LimitRule, PromisePolicy
from caseflow.targets import Standing, Timeliness
from caseflow.values import Actor, Channel
from caseflow.workflow import (
    ACKNOWLEDGEMENT,
    ANYONE,
    LEGAL,
    Action,
    ClockOp,
    Guard,
    Refusal,
    SetFact,
    Transition,
)
from permits import (
    ASK,
    ASKED,
    ASSIGN,
    CATALOGUE,
    CHARGE,
    CITIZEN,
    CLASSIFY,
    CLERK,
    DECIDE,
    EXPERT,
    EXTEND,
    NOTE,
    PAUSING,
    PAY,
    PERMIT,
    REAPPOINT,
    RECEIVE,
    REDIRECT,
    RETURN,
    SUPPLY,
    TEN_DAYS,
    WITHDRAW,
    Kind,
    Missing,
    NewDay,
    Payment,
    Receipt,
    Way,
    at,
    both,
    calendar,
    engine,
    scenario,
)


def processing(procedure: str = "P.1", **options: object):
    """Return a scenario received on 2 March 09:00 and assigned on the 3rd."""
    reported = scenario(procedure, **options).given(at=at(2, 8))
    return reported.when(RECEIVE, Receipt(1), by=CLERK, at=at(2)).when(ASSIGN, by=CLERK, at=at(3))


def decided(procedure: str = "P.1"):
    """Return a scenario decided on 9 March."""
    return processing(procedure).when(DECIDE, by=EXPERT, at=at(9))


def on_terms(**terms: object) -> Engine:
    """Return the engine of an office whose P.1 is on the terms given."""
    catalogue = Catalogue((evolve(TEN_DAYS, early=None, **terms),))
    return Engine(Jurisdiction("terms", calendar(), catalogue, (PERMIT,)))


def option(reported, action, by):
    """Return what the engine says of one action."""
    options = reported.engine.actions(reported.case, by=by, at=reported.now)
    return next(each for each in options if each.action is action)


# ── opening ─────────────────────────────────────────────────────────────────────────────────


def test_opening_pins_and_starts():
    """A new case has one record, its terms, and the clock of the opening running."""
    case = engine().open(
        "P.1",
        channel=Channel.ONLINE,
        result_by=Channel.COUNTER,
        at=at(2),
        case_id="H-1",
        by=CITIZEN,
        branch="refused",
        facts={"papers": 3},
        key="k",
    )

    assert (case.state, case.version, case.id, case.branch) == ("draft", 1, "H-1", "refused")
    assert (case.procedure_version, case.fingerprint) == ("1", PERMIT.fingerprint)
    assert case.calendar_version == calendar().version
    assert case.clock(ACKNOWLEDGEMENT).started_at == at(2)
    assert (case.fact("papers"), case.keys, case.last.actor) == (3, ("k",), CITIZEN)


@pytest.mark.parametrize(
    ("changes", "error", "says"),
    [
        ({"procedure": "P1"}, UnknownProcedureError, "did you mean"),
        ({"procedure": "P.4"}, ProcedureClosedError, "closed to new filings from 2025-01-01"),
        ({"at": datetime(2025, 12, 31, 9, tzinfo=at(2).tzinfo)}, ProcedureClosedError, "in force"),
        ({"procedure": "P.3"}, UnknownChannelError, "known: counter, post"),
        ({"channel": "online"}, UnknownChannelError, "not a Channel"),
        ({"result_by": "pigeon"}, UnknownChannelError, "pigeon"),
        ({"branch": "granted"}, UnknownNameError, "known: refused"),
        ({"at": datetime(2026, 3, 2, 9)}, NaiveDatetimeError, "has no zone"),
        ({"facts": {"fee": 1.5}}, FloatRefusedError, "fee"),
        ({"facts": {"fee": None}}, ValueInvalidError, "fee"),
        ({"facts": {"branch": "refused"}}, ValueInvalidError, "a name other than"),
        ({"facts": {"on": datetime(2026, 3, 2)}}, NaiveDatetimeError, "on"),
        ({"case_id": "H\x00"}, TextInvalidError, "U\\+0000"),
        ({"facts": {"note": "\ud800"}}, TextInvalidError, "note"),
    ],
)
def test_bad_openings_are_refused(changes, error, says):
    """Each thing wrong with a filing has its own error."""
    asked = {
        "procedure": "P.1",
        "channel": Channel.ONLINE,
        "result_by": Channel.ONLINE,
        "at": at(2),
        **changes,
    }

    with pytest.raises(error, match=says):
        engine().open(asked.pop("procedure"), **asked)


def test_facts_of_every_kind_are_kept():
    """Text, whole numbers, fractions, days and instants may be facts; text is NFC."""
    facts = {"a": "Đà", "b": 1, "c": Fraction(1, 2), "d": date(2026, 3, 2), "e": at(2)}

    assert dict(scenario(facts=facts).given(at=at(2)).case.facts) == facts


def test_the_civil_day_decides_which_version_applies():
    """A filing at 23:30 UTC on the last day of the year comes in on New Year's Day over there."""
    late = datetime.fromisoformat("2025-12-31T17:30:00+00:00")

    assert scenario().given(at=late).case.opened_at == late


def test_a_procedure_without_its_workflow_is_reported():
    """A procedure that names a workflow the engine does not hold takes no filing."""
    stray = Catalogue((evolve(TEN_DAYS, workflow="visa"),))
    other = Engine(Jurisdiction("x", calendar(), stray, (PERMIT,)))

    with pytest.raises(UnknownNameError, match="unknown workflow 'visa'; known: permit"):
        other.open("P.1", channel=Channel.ONLINE, result_by=Channel.ONLINE, at=at(2))


def test_an_engine_takes_no_faulty_workflow():
    """All errors of a workflow are raised when the engine is made."""
    broken = evolve(PERMIT, initial="nowhere", clocks=PERMIT.clocks[:1])

    with pytest.raises(DefinitionError) as caught:
        Engine(Jurisdiction("x", calendar(), CATALOGUE, (broken,)))

    assert len({fault.code for fault in caught.value.faults}) > 1


# ── options ─────────────────────────────────────────────────────────────────────────────────


def test_options_list_every_action():
    """Every action of the workflow is listed, in its order, allowed or with reasons."""
    reported = processing()
    options = reported.engine.actions(reported.case, by=EXPERT, at=at(4))

    assert [each.action for each in options] == list(PERMIT.actions)
    assert all(each.allowed != bool(each.refusals) for each in options)
    assert all(bool(each.targets) == each.allowed for each in options)


def test_a_wrong_state_says_what_leads_on():
    """The refusal names the state and the actions that lead to where the action is open."""
    reported = scenario().given(at=at(2))

    assert str(option(reported, DECIDE, EXPERT).refusals[0]) == (
        '"decide" is not open in state "draft"; first: receive'
    )
    assert option(reported, SUPPLY, EXPERT).refusals[0].text("vi") == (
        "không thể “bổ sung” khi hồ sơ ở trạng thái “nháp”; việc cần làm trước: tiếp nhận"
    )


def test_a_way_gone_for_good_is_reported():
    """An action that no way leads to any more is refused as such."""
    reported = decided()

    assert "nothing leads there from here" in str(option(reported, RECEIVE, CLERK).refusals[0])


def test_a_missing_role_says_who_may():
    """The refusal names the roles by their labels."""
    (refusal,) = option(processing(), DECIDE, CITIZEN).refusals

    assert (refusal.code, str(refusal)) == (
        "role-missing",
        '"decide" is open only to these roles: officer',
    )
    assert refusal.text("vi") == "chỉ chuyên viên mới được thực hiện “quyết định”"


def test_all_reasons_are_given():
    """A missing role does not hide the guards that fail as well."""
    reported = processing().when(ASK, Missing(("map",)), by=EXPERT, at=at(5))
    reported = reported.when(SUPPLY, by=CITIZEN, at=at(6))

    assert [each.code for each in option(reported, ASK, CITIZEN).refusals] == [
        "role-missing",
        "asked-already",
    ]
    assert option(reported, ASK, EXPERT).refusals == (ASKED,)


def test_payload_guards_are_not_asked_beforehand():
    """What depends on the payload is open until it is fired."""
    reported = scenario(facts={"papers": 3}).given(at=at(2))

    assert option(reported, RECEIVE, CLERK).allowed
    reported.refuses(RECEIVE, Receipt(1), by=CLERK, code="papers-missing")


def test_options_are_remembered_per_set_of_roles():
    """Options without guards are made once and shared."""
    reported = processing()
    twice = [
        option(reported, DECIDE, Actor(name, {"officer", "poet"})) for name in ("anna", "berta")
    ]

    assert twice[0] is twice[1]


def test_many_sets_of_roles_do_not_fill_memory():
    """Roles come from outside, so what is remembered of them is bounded."""
    reported = processing()
    for number in range(1100):
        reported.engine.actions(reported.case, by=Actor("x", {f"r{number}"}), at=at(4))

    assert option(reported, DECIDE, EXPERT).allowed


def two_ways(*guards, payload=None):
    """Return an engine and a case whose action has one way per guard, to different states."""
    go = Action("go", payload or type(None), both("go"))
    targets = ("received", "rejected", "withdrawn")
    ways = tuple(
        Transition(go, "draft", target, roles, guards=(each,) if each else ())
        for target, (each, roles) in zip(targets, guards, strict=False)
    )
    workflow = evolve(
        PERMIT, actions=(*PERMIT.actions, go), transitions=(*PERMIT.transitions, *ways), opening=()
    )
    clockless = tuple(
        evolve(each, clocks=tuple(evolve(op, if_fitting=True) for op in each.clocks))
        for each in workflow.transitions
    )
    made = Engine(
        Jurisdiction("x", calendar(), CATALOGUE, (evolve(workflow, transitions=clockless),))
    )
    case = made.open("P.1", channel=Channel.ONLINE, result_by=Channel.ONLINE, at=at(2))
    return made, case, go


NO = Guard("no", lambda _: Refusal("no", both("no")))
YES = Guard("yes", lambda _: None)
NEEDY = Guard("needy", lambda s: None if s.payload else Refusal("empty", both("x")), True)


def test_the_first_open_way_is_taken():
    """Of several ways the first whose guards hold is taken, whatever the others refuse."""
    made, case, go = two_ways((NO, ANYONE), (YES, ANYONE), (YES, ANYONE))
    (found,) = [each for each in made.actions(case, by=CITIZEN, at=at(2)) if each.action is go]

    assert (found.allowed, found.targets) == (True, ("rejected",))
    assert made.fire(case, go, by=CITIZEN, at=at(2)).state == "rejected"


def test_ways_of_other_roles_are_passed_over():
    """A way for another role does not count, open as it may be."""
    made, case, go = two_ways((None, {"officer"}), (NO, {"intake"}))

    assert made.fire(case, go, by=EXPERT, at=at(2)).state == "received"
    with pytest.raises(ActionRefusedError) as caught:
        made.fire(case, go, by=CLERK, at=at(2))
    assert [each.code for each in caught.value.refusals] == ["no"]


def test_reasons_of_all_ways_are_given_once():
    """Equal reasons of several ways are reported once."""
    made, case, go = two_ways((NO, ANYONE), (NO, ANYONE))
    (found,) = [each for each in made.actions(case, by=CITIZEN, at=at(2)) if each.action is go]

    assert [each.code for each in found.refusals] == ["no"]
    with pytest.raises(ActionRefusedError) as caught:
        made.fire(case, go, by=CITIZEN, at=at(2))
    assert caught.value.refusals == found.refusals


def test_targets_that_the_payload_decides_are_all_named():
    """While a payload may still shut the first way, both targets are possible."""
    made, case, go = two_ways((NEEDY, ANYONE), (YES, ANYONE), (YES, ANYONE), payload=Receipt)
    (found,) = [each for each in made.actions(case, by=CITIZEN, at=at(2)) if each.action is go]

    assert found.targets == ("received", "rejected")


def test_targets_without_guards_are_settled_at_once():
    """Ways with no guard but payload guards need no asking."""
    made, case, go = two_ways((NEEDY, ANYONE), (None, ANYONE), payload=Receipt)
    (found,) = [each for each in made.actions(case, by=CITIZEN, at=at(2)) if each.action is go]

    assert found.targets == ("received", "rejected")
    assert made.fire(case, go, Receipt(1), by=CITIZEN, at=at(2)).state == "received"


# ── firing ──────────────────────────────────────────────────────────────────────────────────


def test_a_record_holds_what_happened():
    """Sequence, move, actor, instant, payload, key and effects are in the record."""
    reported = scenario().given(at=at(2, 8)).when(RECEIVE, Receipt(4), by=CLERK, at=at(2), key="k")
    record = reported.case.last

    assert (record.seq, record.action, record.source, record.target) == (
        1,
        "receive",
        "draft",
        "received",
    )
    assert (record.actor, record.at, record.payload, record.key) == (CLERK, at(2), Receipt(4), "k")
    assert [effect.name for effect in record.effects] == ["send-slip"]
    assert [(change.clock, change.mark.value) for change in record.clocks] == [
        ("acknowledgement", "stop"),
        ("legal", "start"),
    ]
    assert record.clocks[1].limit == working_days(10)
    assert record.clocks[1].promise == working_days(8)


def test_a_refused_action_changes_nothing():
    """The error holds the very refusals that `actions` gives, and the case is as it was."""
    reported = processing()
    before = reported.case

    with pytest.raises(ActionRefusedError) as caught:
        engine().fire(before, RECEIVE, Receipt(1), by=CLERK, at=at(4))

    (refusal,) = option(reported, RECEIVE, CLERK).refusals
    assert caught.value.refusals[0] is refusal
    assert caught.value.code == "action-refused"
    assert "'receive' is refused: \"receive\" is not open" in str(caught.value)
    assert reported.case is before


def test_roles_are_enforced():
    """A role that may not is refused when it fires, not only when it asks."""
    processing().refuses(DECIDE, by=CITIZEN, code="role-missing").then(state="processing")


def test_a_guard_that_raises_leaves_no_trace():
    """The exception goes to the caller as it is; the same case can be fired again."""

    def explode(_situation):
        raise ZeroDivisionError("in the guard")

    made, case, go = two_ways((Guard("explode", explode), ANYONE))
    with pytest.raises(ZeroDivisionError, match="in the guard"):
        made.fire(case, go, by=CITIZEN, at=at(2))

    assert case.version == 1
    assert made.fire(case, WITHDRAW, by=CITIZEN, at=at(2)).version == 2


@pytest.mark.parametrize(
    ("payload", "given"), [(None, "nothing"), ("4", "str"), (Payment(1), "Payment")]
)
def test_another_payload_is_refused(payload, given):
    """The payload must be of the type the action declares."""
    case = scenario().given(at=at(2)).case

    with pytest.raises(PayloadError, match=f"takes Receipt and was given {given}"):
        engine().fire(case, RECEIVE, payload, by=CLERK, at=at(2))


def test_an_action_without_payload_takes_none():
    """Something handed to an action that takes nothing is refused."""
    with pytest.raises(PayloadError, match="takes nothing and was given Receipt"):
        engine().fire(processing().case, NOTE, Receipt(1), by=EXPERT, at=at(3))


def test_an_action_of_another_workflow_is_unknown():
    """An action the workflow does not know comes with near ones."""
    stranger = Action("notes", type(None), both("x"))

    with pytest.raises(UnknownActionError, match="did you mean 'note'"):
        engine().fire(processing().case, stranger, by=EXPERT, at=at(3))


def test_time_runs_forward_within_a_case():
    """An earlier instant is refused; the same instant is not, and five minutes are forgiven."""
    reported = processing()

    with pytest.raises(TimeReversedError, match="is before the last record"):
        reported.engine.fire(
            reported.case, NOTE, by=EXPERT, at=at(3) - timedelta(minutes=5, seconds=1)
        )
    for back in (timedelta(), timedelta(seconds=1), timedelta(minutes=5)):
        after = reported.engine.fire(reported.case, NOTE, by=EXPERT, at=at(3) - back)
        assert (after.version, after.last.at, after.last.entered) == (4, at(3), None)


def test_instants_are_compared_across_zones():
    """08:54+07:00 is more than five minutes before 02:00Z."""
    reported = processing()
    utc = datetime.fromisoformat("2026-03-03T01:54:59+00:00")

    with pytest.raises(TimeReversedError):
        reported.engine.fire(reported.case, NOTE, by=EXPERT, at=utc)


def test_the_hour_a_zone_repeats_has_an_order():
    """When clocks go back, 01:10 the second time is after 01:50 the first time, and not before."""
    new_york = ZoneInfo("America/New_York")
    first = datetime(2026, 11, 1, 1, 50, tzinfo=new_york)
    second = datetime(2026, 11, 1, 1, 10, fold=1, tzinfo=new_york)
    case = scenario().given(at=first).case

    later = engine().fire(case, WITHDRAW, by=CITIZEN, at=second)
    assert fold(later.records) == later
    back = scenario().given(at=second).case
    with pytest.raises(TimeReversedError):
        engine().fire(back, WITHDRAW, by=CITIZEN, at=first)
    assert engine().fire(back, WITHDRAW, by=CITIZEN, at=datetime(2026, 11, 1, 2, tzinfo=new_york))


@pytest.mark.parametrize("instant", [datetime(2026, 3, 5, 9), date(2026, 3, 5), "2026-03-05", None])
def test_an_instant_is_an_aware_datetime(instant):
    """Anything else is an input error that says so."""
    with pytest.raises(InputError):
        engine().fire(processing().case, NOTE, by=EXPERT, at=instant)


def test_the_same_key_does_nothing_twice():
    """Same key, action and payload: the present case, the very object."""
    reported = scenario().given(at=at(2, 8)).when(RECEIVE, Receipt(4), by=CLERK, at=at(2), key="k")
    later = reported.when(ASSIGN, by=CLERK, at=at(3)).case

    assert engine().fire(later, RECEIVE, Receipt(4), by=CLERK, at=at(2), key="k") is later
    assert engine().fire(later, RECEIVE, Receipt(4), by=CITIZEN, at=at(9), key="k") is later


def test_a_lost_answer_is_given_again():
    """A request repeated with its key and its version is answered, though the version moved on."""
    case = scenario().given(at=at(2, 8)).case
    asked = {"by": CLERK, "at": at(2), "key": "k", "expected_version": 1}
    after = engine().fire(case, RECEIVE, Receipt(4), **asked)

    assert engine().fire(after, RECEIVE, Receipt(4), **asked) is after


@pytest.mark.parametrize(
    ("action", "payload"), [(RECEIVE, Receipt(5)), (ASSIGN, None), (PAY, Payment(4))]
)
def test_a_key_stands_for_one_request(action, payload):
    """The same key with another action or payload is an error that names the record."""
    reported = scenario().given(at=at(2, 8)).when(RECEIVE, Receipt(4), by=CLERK, at=at(2), key="k")

    with pytest.raises(KeyReusedError, match="key 'k' already stands for record 1"):
        engine().fire(reported.case, action, payload, by=CLERK, at=at(3), key="k")


def test_a_refused_request_does_not_use_up_its_key():
    """A key whose request was refused may come again."""
    reported = scenario(facts={"papers": 3}).given(at=at(2))
    with pytest.raises(ActionRefusedError):
        engine().fire(reported.case, RECEIVE, Receipt(1), by=CLERK, at=at(2), key="k")

    assert (
        engine().fire(reported.case, RECEIVE, Receipt(3), by=CLERK, at=at(2), key="k").version == 2
    )


def test_an_expected_version_is_compared():
    """A caller who decided on another version must load again; the right version passes."""
    case = processing().case

    with pytest.raises(ConcurrentUpdateError, match="at version 3, not 2"):
        engine().fire(case, NOTE, by=EXPERT, at=at(3), expected_version=2)
    assert engine().fire(case, NOTE, by=EXPERT, at=at(3), expected_version=3).version == 4


def test_checks_come_in_order():
    """Key goes before version, version before time, time before payload, payload before state."""
    reported = scenario().given(at=at(2, 8)).when(RECEIVE, Receipt(4), by=CLERK, at=at(2), key="k")
    wrong = {"by": CITIZEN, "at": at(1)}

    with pytest.raises(KeyReusedError):
        engine().fire(reported.case, RECEIVE, "x", key="k", expected_version=9, **wrong)
    with pytest.raises(ConcurrentUpdateError):
        engine().fire(reported.case, RECEIVE, "x", key="other", expected_version=9, **wrong)
    with pytest.raises(TimeReversedError):
        engine().fire(reported.case, RECEIVE, "x", **wrong)
    with pytest.raises(PayloadError):
        engine().fire(reported.case, RECEIVE, "x", by=CITIZEN, at=at(2))
    with pytest.raises(ActionRefusedError):
        engine().fire(reported.case, RECEIVE, Receipt(1), by=CITIZEN, at=at(2))


def test_a_misfitting_mark_changes_nothing():
    """Where a definition slipped through unchecked, the clock error leaves the case as it was."""
    reported = processing()
    pause = evolve(
        next(each for each in PERMIT.transitions if each.action == "note"),
        clocks=(ClockOp.resume(LEGAL),),
    )
    from caseflow.engine._compiled import compile_workflow

    slipped = evolve(PERMIT, transitions=(*PERMIT.transitions[:3], pause))
    made = Engine(Jurisdiction("x", calendar(), CATALOGUE, (PERMIT,)))
    made._holdings._workflows[PERMIT.fingerprint] = compile_workflow(slipped)

    with pytest.raises(ClockError):
        made.fire(reported.case, NOTE, by=EXPERT, at=at(3))
    assert reported.case.version == 3


# ── supplements, pauses, extensions ─────────────────────────────────────────────────────────


def asked_and_supplied(procedure: str):
    """Return a case asked on 5 March and supplied on the 12th; three days were used."""
    return (
        processing(procedure)
        .when(ASK, Missing(("map",)), by=EXPERT, at=at(5))
        .then(legal_due=None, promised=None, standing=Standing.PAUSED)
        .when(SUPPLY, by=CITIZEN, at=at(12))
    )


def test_a_supplement_restarts_the_limit():
    """Ten days from 2 March, asked on the 5th, supplied on the 12th, restarted: 26 March."""
    processing().then(legal_due="2026-03-16")
    asked_and_supplied("P.1").then(legal_due="2026-03-26", promised="2026-03-24")


def test_a_supplement_pauses_the_limit():
    """The same with seven days left: 23 March."""
    asked_and_supplied("P.2").then(legal_due="2026-03-23", promised="2026-03-19")


def test_a_paused_clock_has_days_left_and_a_projection():
    """While paused there is no date, but days left and a date if resumed now."""
    reported = processing("P.2").when(ASK, Missing(()), by=EXPERT, at=at(5)).at(at(11))
    legal = reported.deadlines.legal

    assert legal.due is None
    assert legal.left == 7
    assert legal.projected.on == date(2026, 3, 20)
    assert "paused with 7 working days left" in legal.explain("en")
    assert "còn 7" in legal.explain("vi")


def test_a_clock_that_will_restart_projects_that():
    """Where a supplement starts the limit from zero, the whole of it is left."""
    reported = processing("P.1").when(ASK, Missing(()), by=EXPERT, at=at(5)).at(at(11))
    legal, promised = reported.deadlines.legal, reported.deadlines.promised

    assert (legal.due, legal.left, legal.projected.on) == (None, 10, date(2026, 3, 25))
    assert (promised.due, promised.left, promised.projected.on) == (None, 8, date(2026, 3, 23))
    assert (
        "supplied at 09:00 2026-03-11 it starts again from zero (10 working days)"
        in legal.explain()
    )
    assert "tính lại từ đầu (10 ngày làm việc)" in legal.explain("vi")
    assert reported.at(at(4)).deadlines.legal.projected.on == date(2026, 3, 19)
    reported.when(SUPPLY, by=CITIZEN, at=at(11)).then(legal_due="2026-03-25", promised="2026-03-23")


def test_supplements_may_be_asked_as_often_as_allowed():
    """Once by default, twice where the procedure says so; the clock of the applicant runs anew."""
    asked_and_supplied("P.1").refuses(ASK, Missing(()), by=EXPERT, code="asked-already")
    twice = asked_and_supplied("P.2").when(ASK, Missing(()), by=EXPERT, at=at(13))
    twice.then(state="waiting", due={"supplement": "2026-04-03"})
    twice.when(SUPPLY, by=CITIZEN, at=at(16)).refuses(
        ASK, Missing(()), by=EXPERT, code="asked-already"
    )


def test_payment_pauses_and_resumes():
    """Waiting for payment does not use up the limit, and the fee is guarded."""
    reported = processing().when(CHARGE, by=EXPERT, at=at(5))
    reported.refuses(PAY, Payment(99), by=CITIZEN, code="fee-short")
    reported.when(PAY, Payment(100), by=CITIZEN, at=at(12)).then(
        state="processing", legal_due="2026-03-23"
    )


def test_an_extension_moves_the_legal_date_once():
    """The statutory extension moves the legal date, within its count, and not the promise."""
    reported = processing().when(EXTEND, by=EXPERT, at=at(4))

    reported.then(legal_due="2026-03-23", promised="2026-03-12")
    reported.refuses(EXTEND, by=EXPERT, code="extension-spent")
    assert option(reported, EXTEND, EXPERT).refusals[0].params == (("most", 1),)


def test_no_extension_where_the_procedure_allows_none():
    """A procedure without an extension refuses it, whatever the workflow has."""
    processing("P.2").refuses(EXTEND, by=EXPERT, code="extension-spent")


def test_a_withdrawal_is_refused_once_there_is_a_result():
    """Before, it ends the case with every clock stopped; after, it is refused with its basis."""
    for reported in (
        scenario().given(at=at(2)),
        processing(),
        processing().when(CHARGE, by=EXPERT),
    ):
        reported.when(WITHDRAW, by=CITIZEN).then(state="withdrawn", timeliness=None)
        assert not any(each.state.value == "running" for each in reported.case.clocks)
    reported = decided().refuses(WITHDRAW, by=CITIZEN, code="result-exists")
    assert option(reported, WITHDRAW, CITIZEN).refusals[0].basis == "permit act, art. 7"


# ── dates ───────────────────────────────────────────────────────────────────────────────────


def test_dates_before_the_start():
    """A clock that has not started has no date, its whole limit left, and says so."""
    legal = scenario().given(at=at(2)).deadlines.legal

    assert (legal.due, legal.left, legal.standing) == (None, 10, Standing.NOT_STARTED)
    assert legal.explain("en") == "the clock has not started"
    assert legal.ledger is None


def test_dates_of_clocks_the_workflow_lacks():
    """The known deadlines exist for every workflow; unknown clocks are an error."""
    made, case, _ = two_ways((None, ANYONE))
    dates = made.deadlines(case, at=at(2))

    assert dates.supplement.standing is Standing.NOT_STARTED
    assert set(dates) == {"legal", "acknowledgement", "supplement", "promised"}
    assert len(dates) == 4
    with pytest.raises(UnknownNameError, match="unknown clock 'lunch'"):
        dates["lunch"]


def test_the_acknowledgement_runs_from_filing():
    """Eight working hours from filing until it is accepted."""
    reported = scenario().given(at=at(2, 16))

    reported.then(due={"acknowledgement": "2026-03-03T16:00+07:00"})
    assert reported.deadlines.acknowledgement.standing is Standing.ON_TRACK
    assert reported.at(at(4)).deadlines.acknowledgement.standing is Standing.OVERDUE


@pytest.mark.parametrize(
    ("day", "standing"),
    [
        (3, Standing.ON_TRACK),
        (12, Standing.AT_RISK),
        (16, Standing.DUE_TODAY),
        (17, Standing.OVERDUE),
    ],
)
def test_the_standing_follows_the_day(day, standing):
    """On track, at risk, due today, overdue."""
    processing().at(at(day)).then(standing=standing)


def test_every_date_explains_itself():
    """The explanation names the event day and the due day in both languages."""
    legal = processing().deadlines.legal

    assert "DUE: 24:00 Mon 2026-03-16" in legal.explain("en")
    assert "2026" in legal.explain("vi")


def test_only_online_filings_are_promised_early():
    """Filed and returned online: eight days; either otherwise: the legal ten."""
    for channel, result_by, promised in (
        (Channel.ONLINE, Channel.ONLINE, "2026-03-12"),
        (Channel.ONLINE, Channel.COUNTER, "2026-03-16"),
        (Channel.COUNTER, Channel.ONLINE, "2026-03-16"),
    ):
        reported = processing(channel=channel, result_by=result_by)
        reported.then(legal_due="2026-03-16", promised=promised)


def test_a_promise_to_everybody():
    """A shortened time of the procedure is promised whatever the channel, in hours too."""
    reported = scenario("P.3", channel=Channel.COUNTER).given(at=at(2, 8))
    reported.when(RECEIVE, Receipt(1), by=CLERK, at=at(2, 8))

    reported.then(
        legal_due="2026-03-03T08:00:00+07:00",
        promised="2026-03-02T14:00:00+07:00",
    )


def test_a_promise_later_than_the_law_is_the_law():
    """The effective promise is the earlier of shortened and legal."""
    slow = evolve(TEN_DAYS, early=None, shortened=working_days(12))
    made = Engine(Jurisdiction("x", calendar(), Catalogue((slow,)), (PERMIT,)))
    case = made.open("P.1", channel=Channel.ONLINE, result_by=Channel.ONLINE, at=at(2))
    case = made.fire(case, RECEIVE, Receipt(1), by=CLERK, at=at(2))

    assert made.deadlines(case, at=at(3)).promised.due.on == date(2026, 3, 16)


def test_a_channel_may_have_its_own_limit():
    """A filing by post has twenty days."""
    processing(channel=Channel.POST).then(legal_due="2026-03-30")


# ── re-appointments and changes mid-case ────────────────────────────────────────────────────


def test_a_reappointment_moves_the_promise_and_not_the_law():
    """The promised date is the new one; the legal date, timeliness and what was kept stay."""
    reported = processing().when(REAPPOINT, NewDay(date(2026, 3, 20), "flood"), by=EXPERT, at=at(4))

    reported.then(legal_due="2026-03-16", promised="2026-03-20", effects=["send-apology"])
    assert "re-appointed: 2026-03-20" in reported.deadlines.promised.explain("en")
    reported.when(DECIDE, by=EXPERT, at=at(18)).then(timeliness=Timeliness.LATE)
    outcome = reported.engine.timeliness(reported.case)
    assert (outcome.promise.on, outcome.is_promise_kept) == (date(2026, 3, 12), False)


def test_a_second_reappointment_is_refused():
    """At most one by default."""
    reported = processing().when(REAPPOINT, NewDay(date(2026, 3, 20), "flood"), by=EXPERT, at=at(4))

    reported.refuses(
        REAPPOINT, NewDay(date(2026, 3, 25), "fire"), by=EXPERT, code="reappointed-already"
    )


@pytest.mark.parametrize(
    ("day", "standing", "left"),
    [(19, Standing.ON_TRACK, 1), (20, Standing.DUE_TODAY, 0), (23, Standing.OVERDUE, -1)],
)
def test_a_reappointed_date_has_a_standing(day, standing, left):
    """How a re-appointed date stands is counted to that date."""
    reported = processing().when(REAPPOINT, NewDay(date(2026, 3, 20), "flood"), by=EXPERT, at=at(4))
    promised = reported.at(at(day)).deadlines.promised

    assert (promised.standing, promised.left) == (standing, left)


def test_a_reappointment_to_an_instant():
    """A new day may come with a time of day."""
    when = at(20, 15)
    promised = processing().when(REAPPOINT, NewDay(when, "flood"), by=EXPERT).deadlines.promised

    assert (promised.due.on, promised.due.at) == (date(2026, 3, 20), when)


def test_a_promise_is_kept_or_dropped_by_policy():
    """When the result no longer goes out online the legal date stays and the policy is recorded."""
    keeping = processing("P.1").when(REDIRECT, Way(Channel.COUNTER), by=CITIZEN, at=at(4))
    dropping = processing("P.2").when(REDIRECT, Way(Channel.COUNTER), by=CITIZEN, at=at(4))

    keeping.then(legal_due="2026-03-16", promised="2026-03-12", facts={"promise": KEPT})
    dropping.then(legal_due="2026-03-16", promised="2026-03-16", facts={"promise": DROPPED})
    assert (keeping.case.result_by, dropping.case.result_by) == (Channel.COUNTER, Channel.COUNTER)


def test_a_kept_promise_outlives_a_change_of_branch():
    """Once kept, the share applies to the limit of the branch as well."""
    reported = processing("P.1").when(REDIRECT, Way(Channel.COUNTER), by=CITIZEN, at=at(4))
    reported.when(CLASSIFY, Kind("refused"), by=EXPERT, at=at(4))

    assert reported.case.promise(LEGAL).limit == TEN_DAYS.early.shortened(working_days(3))


def test_a_redirect_before_the_start_promises_nothing():
    """Eligibility that ended before the legal clock started was never promised."""
    reported = scenario("P.2").given(at=at(2, 8)).when(REDIRECT, Way(Channel.POST), by=CITIZEN)
    reported.when(RECEIVE, Receipt(1), by=CLERK, at=at(2)).then(promised="2026-03-16")

    assert reported.case.fact("promise") is None


def test_a_redirect_to_the_same_channel_changes_nothing():
    """The terms stay the same object."""
    reported = processing()
    before = reported.case.terms

    assert reported.when(REDIRECT, Way(Channel.ONLINE), by=CITIZEN).case.terms is before


def test_a_branch_known_later_takes_its_limit():
    """Three days if refused: the started clock takes the new limit, the old one stays on record."""
    reported = processing().when(CLASSIFY, Kind("refused"), by=EXPERT, at=at(4))

    reported.then(legal_due="2026-03-05")
    assert reported.case.last.clocks[0].limit == working_days(3)
    assert reported.case.records[1].clocks[1].limit == working_days(10)


def test_an_unknown_branch_is_refused_when_fired():
    """A branch the procedure has not is a refusal that names those it has; nothing changes."""
    reported = processing()

    with pytest.raises(ActionRefusedError) as caught:
        reported.engine.fire(reported.case, CLASSIFY, Kind("granted"), by=EXPERT, at=at(4))
    (refusal,) = caught.value.refusals
    assert (refusal.code, dict(refusal.params)["known"]) == ("no-such-branch", "refused")
    processing("P.2").refuses(CLASSIFY, Kind("refused"), by=EXPERT, code="no-such-branch")


def test_a_branch_of_other_channels_is_refused():
    """A branch without a limit for the channel of the case is refused, fired and at opening."""
    near = LimitRule(working_days(5), Channel.ONLINE, "near")
    made = on_terms(limits=(near, LimitRule(working_days(9), Channel.POST, "far")))
    asked = {"channel": Channel.ONLINE, "result_by": Channel.ONLINE, "at": at(2)}

    with pytest.raises(UnknownNameError, match="unknown branch 'far'; known: near"):
        made.open("P.1", branch="far", **asked)
    reported = processing("P.1", made=made, branch="near")
    reported.refuses(CLASSIFY, Kind("far"), by=EXPERT, code="limit-missing")
    reported.then(legal_due="2026-03-09")


def test_a_branch_without_a_limit_of_its_channel_falls_back():
    """Where the branch has none for the channel of the case, the general limit counts."""
    far = LimitRule(working_days(9), Channel.POST, "far")
    reported = processing("P.1", made=on_terms(limits=(LimitRule(working_days(5)), far)))

    reported.when(CLASSIFY, Kind("far"), by=EXPERT, at=at(4)).then(legal_due="2026-03-09")


def test_an_extension_in_another_unit_is_refused():
    """Working days do not lengthen a limit in calendar days: refused before anything changes."""
    made = on_terms(limits=(LimitRule(calendar_days(10)),), extension=Extension(working_days(5), 2))
    reported = processing("P.1", made=made)

    assert [each.code for each in option(reported, EXTEND, EXPERT).refusals] == [
        "extension-misfits"
    ]
    reported.refuses(EXTEND, by=EXPERT, code="extension-misfits")
    reported.when(ASK, Missing(()), by=EXPERT, at=at(4)).when(SUPPLY, by=CITIZEN, at=at(5))
    reported.then(legal_due="2026-03-16")


def test_an_extension_of_the_workflow_is_in_the_unit_of_the_limit_too():
    """What a workflow itself adds is refused where the limit counts in another unit."""
    op = ClockOp.extend(LEGAL, extra=calendar_days(2))
    ways = tuple(
        evolve(each, clocks=(op,)) if each.action == EXTEND.name else each
        for each in PERMIT.transitions
    )
    made = Engine(Jurisdiction("x", calendar(), CATALOGUE, (evolve(PERMIT, transitions=ways),)))
    processing("P.2", made=made).refuses(EXTEND, by=EXPERT, code="extension-misfits")


def test_a_branch_in_another_unit_is_refused_once_extended():
    """What was extended in working days takes no limit in hours: the sum would be no period."""
    limits = (LimitRule(working_days(10)), LimitRule(working_hours(8), branch="refused"))
    made = on_terms(limits=limits)
    fresh = processing("P.1", made=made)
    fresh.when(CLASSIFY, Kind("refused"), by=EXPERT, at=at(4)).then(legal_due=at(3, 9))

    reported = processing("P.1", made=made).when(EXTEND, by=EXPERT, at=at(4))
    reported.refuses(CLASSIFY, Kind("refused"), by=EXPERT, code="extension-misfits")
    reported.then(legal_due="2026-03-23")


def test_a_branch_known_at_opening_gives_its_limit():
    """A branch named at reception selects the limit from the start."""
    processing(branch="refused").then(legal_due="2026-03-05")


def test_facts_from_values_and_enums():
    """A fact may be set to a value of the definition; an enum is kept by its value."""
    go = Action("go", Way, both("go"))
    way = Transition(
        go,
        "draft",
        "draft",
        ANYONE,
        facts=(
            SetFact("colour", "red"),
            SetFact("wish", of_payload="result_by"),
            SetFact("papers"),
        ),
    )
    workflow = evolve(PERMIT, actions=(*PERMIT.actions, go), transitions=(*PERMIT.transitions, way))
    made = Engine(Jurisdiction("x", calendar(), CATALOGUE, (workflow,)))
    case = made.open(
        "P.1", channel=Channel.ONLINE, result_by=Channel.ONLINE, at=at(2), facts={"papers": 3}
    )

    after = made.fire(case, go, Way(Channel.POST), by=CITIZEN, at=at(2))

    assert after.facts == (("colour", "red"), ("wish", "post"))


# ── timeliness ──────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("day", "timeliness", "kept"),
    [
        (9, Timeliness.EARLY, True),
        (13, Timeliness.EARLY, False),
        (16, Timeliness.ON_TIME, False),
        (17, Timeliness.LATE, False),
    ],
)
def test_timeliness_is_against_the_law(day, timeliness, kept):
    """Missing the promise is not late; missing the legal date is."""
    reported = processing().when(DECIDE, by=EXPERT, at=at(day)).then(timeliness=timeliness)

    assert reported.engine.timeliness(reported.case).is_promise_kept is kept


def test_the_decision_counts_and_not_the_collection():
    """A result collected weeks later was decided in time all the same."""
    reported = decided().when(RETURN, by=CLERK, at=at(20, month=4))
    outcome = reported.engine.timeliness(reported.case)

    assert (outcome.timeliness, outcome.decided_at) == (Timeliness.EARLY, at(9))
    assert outcome.early_share == Fraction(1, 2)
    assert outcome.due.on == date(2026, 3, 16)
    assert outcome.promise.on == date(2026, 3, 12)


def test_nothing_is_judged_before_the_decision():
    """An open case, and a withdrawn one, are neither early nor late."""
    processing().then(timeliness=None)
    processing().when(WITHDRAW, by=CITIZEN).then(timeliness=None)


def test_a_decision_without_a_legal_clock_is_not_judged():
    """Where no legal clock ran there is nothing to judge by."""
    clockless = evolve(
        PERMIT,
        transitions=tuple(
            evolve(each, clocks=tuple(op for op in each.clocks if op.clock != LEGAL))
            for each in PERMIT.transitions
        ),
    )
    made = Engine(Jurisdiction("x", calendar(), CATALOGUE, (clockless,)))
    case = made.open("P.1", channel=Channel.ONLINE, result_by=Channel.ONLINE, at=at(2))
    for action, payload, by in (
        (RECEIVE, Receipt(1), CLERK),
        (ASSIGN, None, CLERK),
        (DECIDE, None, EXPERT),
    ):
        case = made.fire(case, action, payload, by=by, at=at(3))

    assert made.timeliness(case) is None


# ── another calendar ────────────────────────────────────────────────────────────────────────


def with_days_off(*days: date) -> OfficeCalendar:
    """Return the calendar of the office with these days off as well."""
    return calendar().override("later", sessions_on=dict.fromkeys(days, ()))


DUE_ON = date(2026, 3, 16)


def rebased(policy, *days, reported=None):
    """Return a scenario put under a calendar with *days* off."""
    reported = reported or processing()
    later = with_days_off(*days)
    made = Engine(Jurisdiction("x", later, CATALOGUE, (PERMIT,)), calendars=(calendar(),))
    reported.engine = made
    reported._case = made.rebase(
        reported.case, later, policy=policy, at=at(4), by=EXPERT, reason="decree 7"
    )
    return reported


@pytest.mark.parametrize(
    ("policy", "days", "expected"),
    [
        (RebasePolicy.PINNED, (date(2026, 3, 10),), "2026-03-16"),
        (RebasePolicy.PINNED, (DUE_ON,), "2026-03-17"),
        (RebasePolicy.LATEST, (date(2026, 3, 10),), "2026-03-17"),
        (RebasePolicy.LATEST, (DUE_ON,), "2026-03-17"),
        (RebasePolicy.NEVER_EARLIER, (date(2026, 3, 10),), "2026-03-17"),
        ("pinned", (DUE_ON, date(2026, 3, 17)), "2026-03-18"),
    ],
)
def test_a_recomputation_follows_its_policy(policy, days, expected):
    """Pinned keeps the date unless it became a day off; latest counts anew."""
    rebased(policy, *days).then(legal_due=expected)


def test_never_earlier_keeps_the_later_date():
    """A calendar with more working days moves a date forward under latest only."""
    working_saturday = calendar().override(
        "later", sessions_on={date(2026, 3, 7): calendar().sessions_on(date(2026, 3, 6))}
    )
    for policy, expected in (
        (RebasePolicy.LATEST, "2026-03-13"),
        (RebasePolicy.NEVER_EARLIER, "2026-03-16"),
        (RebasePolicy.PINNED, "2026-03-16"),
    ):
        reported = processing()
        reported.engine = Engine(
            Jurisdiction("x", working_saturday, CATALOGUE, (PERMIT,)), calendars=(calendar(),)
        )
        reported._case = reported.engine.rebase(
            reported.case, working_saturday, policy=policy, at=at(4), by=EXPERT, reason="decree 8"
        )
        reported.then(legal_due=expected)


def test_a_recomputation_is_recorded_with_both_dates():
    """The record keeps who, why, both calendars and the old and new date of each clock."""
    reported = rebased("latest", DUE_ON)
    record = reported.case.last
    later = with_days_off(DUE_ON)

    assert (record.action, record.source, record.target) == ("rebase", "processing", "processing")
    assert record.payload == Rebased(
        RebasePolicy.LATEST,
        calendar().version,
        later.version,
        "decree 7",
        (
            DateMove("legal", date(2026, 3, 16), date(2026, 3, 17)),
            DateMove("promised", date(2026, 3, 12), date(2026, 3, 12)),
            DateMove("acknowledgement", at(3, 8), at(3, 8)),
        ),
    )
    assert reported.case.calendar_version == calendar().version
    assert (
        fold(reported.case.records)
        == reported.case
        == reported.engine.replay(reported.case.records)
    )


def test_a_rolled_date_says_why():
    """The explanation of a date that rolled names the day that became a day off."""
    legal = rebased("pinned", DUE_ON).deadlines.legal

    assert legal.counted.on == DUE_ON
    assert "2026-03-16 became a day off: rolled to 2026-03-17" in legal.explain("en")
    assert "16/3/2026 đã thành ngày nghỉ" in legal.explain("vi")


@pytest.mark.parametrize(
    ("day", "standing"),
    [
        (12, Standing.AT_RISK),
        (16, Standing.AT_RISK),
        (17, Standing.DUE_TODAY),
        (18, Standing.OVERDUE),
    ],
)
def test_a_rolled_date_has_a_standing(day, standing):
    """How a case stands is judged by the date it rolled to."""
    rebased("pinned", DUE_ON).at(at(day)).then(standing=standing)


def test_a_reappointed_date_rolls_too():
    """A re-appointed day that became a day off rolls under the new calendar."""
    reported = processing().when(REAPPOINT, NewDay(date(2026, 3, 20), "x"), by=EXPERT, at=at(3))

    rebased("pinned", date(2026, 3, 20), reported=reported).then(promised="2026-03-23")


def reappointed_and_rebased(*changes):
    """Return the promised dates of a case re-appointed to 20 March, after each change in turn."""
    known = tuple(later for _, later in changes)
    reported = processing().when(REAPPOINT, NewDay(date(2026, 3, 20), "x"), by=EXPERT, at=at(3))
    promised = []
    for policy, later in changes:
        reported.engine = Engine(
            Jurisdiction("x", later, CATALOGUE, (PERMIT,)),
            calendars=(calendar(), *(each for each in known if each != later)),
        )
        reported._case = reported.engine.rebase(
            reported.case, later, policy=policy, at=at(4), by=EXPERT, reason="decree"
        )
        promised.append(str(reported.deadlines.promised.due.on))
    return promised


@pytest.mark.parametrize("policy", RebasePolicy)
def test_a_reappointed_date_stays_where_it_rolled(policy):
    """Computed again under a calendar that takes the same day off, it does not go back to it."""
    first = with_days_off(date(2026, 3, 20))
    second = with_days_off(date(2026, 3, 20), date(2026, 3, 24))

    assert reappointed_and_rebased(("pinned", first), (policy, second)) == ["2026-03-23"] * 2


@pytest.mark.parametrize("policy", RebasePolicy)
def test_a_day_that_a_calendar_made_a_working_day_can_become_a_day_off(policy):
    """A date that rolled onto a Saturday rolls on, though at reception that was a day off."""
    friday, saturday = date(2026, 3, 20), date(2026, 3, 21)
    hours = calendar().sessions_on(date(2026, 3, 19))
    first = calendar().override("first", sessions_on={friday: (), saturday: hours})

    found = reappointed_and_rebased((policy, first), ("pinned", with_days_off(friday)))

    assert found == ["2026-03-21", "2026-03-23"]


def test_hours_keep_their_time_of_day():
    """A limit in hours that ends on a day that became a day off ends at the same time next day."""
    reported = scenario().given(at=at(3, 16))
    reported.then(due={"acknowledgement": "2026-03-04T16:00+07:00"})
    later = with_days_off(date(2026, 3, 4))
    reported.engine = Engine(
        Jurisdiction("x", later, CATALOGUE, (PERMIT,)), calendars=(calendar(),)
    )
    reported._case = reported.engine.rebase(
        reported.case, later, policy="pinned", at=at(3, 17), by=EXPERT, reason="decree"
    )

    reported.then(due={"acknowledgement": "2026-03-05T16:00+07:00"})


def test_paused_cases_can_be_rebased():
    """A paused clock has no date before or after; once resumed it is counted anew."""
    reported = processing("P.2").when(ASK, Missing(()), by=EXPERT, at=at(4))
    rebased("latest", date(2026, 3, 20), reported=reported)

    assert {move.clock for move in reported.case.last.payload.dates} == {
        "acknowledgement",
        "supplement",
    }
    reported.when(SUPPLY, by=CITIZEN, at=at(12)).then(legal_due="2026-03-25")


def test_guards_see_the_date_that_counts():
    """`Situation.due` follows the recomputation, as the deadlines do."""
    seen = []
    reported = rebased("pinned", DUE_ON)
    spy = Guard("spy", lambda s: seen.append(s.due(LEGAL).on))
    spied = tuple(
        evolve(each, guards=(spy,)) if each.action == "note" else each
        for each in PERMIT.transitions
    )
    from caseflow.engine._compiled import compile_workflow

    reported.engine._holdings._workflows[PERMIT.fingerprint] = compile_workflow(
        evolve(PERMIT, transitions=spied)
    )
    reported.engine._holdings._plans.clear()
    reported.engine._holdings.used_last = (None, None)
    reported.when(NOTE, by=EXPERT, at=at(5))

    assert seen == [date(2026, 3, 17)]


@pytest.mark.parametrize(
    "reported", [decided(), scenario().given(at=at(2)).when(WITHDRAW, by=CITIZEN)]
)
def test_a_decided_case_keeps_its_dates(reported):
    """Nothing is recomputed once there is a result, or once the case is closed."""
    with pytest.raises(ActionRefusedError, match="the case is decided"):
        reported.engine.rebase(
            reported.case, calendar(), policy="latest", at=at(10), by=EXPERT, reason="x"
        )


def test_bad_recomputations_are_refused():
    """An unknown policy, an earlier instant and a calendar not held each have their error."""
    reported = processing()
    asked = {"policy": "latest", "at": at(4), "by": EXPERT, "reason": "x"}

    with pytest.raises(UnknownNameError, match="known: latest, never_earlier, pinned"):
        engine().rebase(reported.case, calendar(), **{**asked, "policy": "now"})
    with pytest.raises(TimeReversedError):
        engine().rebase(reported.case, calendar(), **{**asked, "at": at(2)})
    with pytest.raises(CalendarVersionError, match="is not loaded"):
        engine().rebase(reported.case, with_days_off(DUE_ON), **asked)
    with pytest.raises(TextInvalidError):
        engine().rebase(reported.case, calendar(), **{**asked, "reason": "\x00"})


# ── replay ──────────────────────────────────────────────────────────────────────────────────


def test_replay_gives_the_same_case():
    """A history gives an equal case, without asking guards or roles."""
    reported = asked_and_supplied("P.1").when(DECIDE, by=EXPERT, at=at(20)).when(RETURN, by=CLERK)

    assert reported.engine.replay(reported.case.records) == reported.case
    assert reported.engine.replay(list(reported.case.records)) == reported.case


def test_replay_refuses_what_the_workflow_cannot_do():
    """A record that leads where no transition does was altered."""
    records = decided().case.records
    altered = records[-1]._replace(move=evolve(records[-1].move, target="returned"))

    with pytest.raises(HistoryError, match="does not lead from 'processing' to 'returned'"):
        engine().replay((*records[:-1], altered))


def test_an_engine_must_hold_what_a_case_is_pinned_to():
    """Another workflow or calendar version than those held is an error, never a guess."""
    case = processing().case
    other_calendar = Engine(Jurisdiction("x", with_days_off(DUE_ON), CATALOGUE, (PERMIT,)))
    other_workflow = Engine(
        Jurisdiction("x", calendar(), CATALOGUE, (evolve(PERMIT, version="2"),))
    )

    for made, error in ((other_calendar, CalendarVersionError), (other_workflow, HistoryError)):
        with pytest.raises(error):
            made.replay(case.records)
        with pytest.raises(error):
            made.fire(case, NOTE, by=EXPERT, at=at(4))
        with pytest.raises(error):
            made.deadlines(case, at=at(4))


def test_older_workflows_and_calendars_finish_their_cases():
    """A case goes on under its own versions while new ones take the latest."""
    newer = evolve(PERMIT, version="2")
    later = with_days_off(DUE_ON)
    made = Engine(Jurisdiction("x", later, CATALOGUE, (PERMIT, newer)), calendars=(calendar(),))
    case = processing().case

    assert made.deadlines(case, at=at(4)).legal.due.on == DUE_ON
    assert made.fire(case, DECIDE, by=EXPERT, at=at(9)).fingerprint == PERMIT.fingerprint
    fresh = made.open("P.1", channel=Channel.ONLINE, result_by=Channel.ONLINE, at=at(2))
    assert fresh.fingerprint == newer.fingerprint
    assert fresh.calendar_version == later.version


def test_a_new_version_of_the_procedure_moves_no_date():
    """An open case keeps the limit it was received under, and finishes when retired."""
    shorter = evolve(
        PAUSING, version="2", limits=(evolve(PAUSING.limits[0], limit=working_hours(8)),)
    )
    retired = evolve(PAUSING, retired_from=date(2026, 3, 4))
    made = Engine(Jurisdiction("x", calendar(), Catalogue((retired, shorter)), (PERMIT,)))
    reported = processing("P.2")
    reported.engine = made

    reported.then(legal_due="2026-03-16").when(DECIDE, by=EXPERT, at=at(9)).then(state="decided")


def test_promise_policies_have_names():
    """Keep and drop are the two policies."""
    assert {policy.value for policy in PromisePolicy} == {"keep", "drop"}
