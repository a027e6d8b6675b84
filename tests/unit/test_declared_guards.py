"""Guards as values: when they hold, how they are written, checked and drawn, and the step table."""

import json
from datetime import date

import pytest
from attrs import evolve
from hypothesis import given, settings
from hypothesis import strategies as st

from caseflow.cases import ASSIGNED_TO, CLAIM
from caseflow.checks import check_workflow
from caseflow.codec import DefinitionCodec
from caseflow.engine import Engine, Jurisdiction, step_table
from caseflow.errors import (
    ActionRefusedError,
    FormatError,
    UnknownActionError,
    UnknownNameError,
    ValueInvalidError,
)
from caseflow.machine import diagram
from caseflow.procedures import Catalogue, PaymentPoint
from caseflow.testing.strategies import declared_guards
from caseflow.texts import Message, Text, Written
from caseflow.values import Actor, Channel
from caseflow.workflow import (
    ACKNOWLEDGEMENT,
    ANYONE,
    BRANCH,
    CASE_FACTS,
    CHANNEL,
    DECIDED_ON,
    GUARD_KINDS,
    LEGAL,
    RESULT_BY,
    Action,
    AssignedTo,
    AtMost,
    ClockNotOver,
    ClockOp,
    ClockOver,
    ClockRule,
    ClockVerb,
    FactIs,
    Guard,
    GuardReason,
    Once,
    OtherPersonThan,
    Paid,
    ProcedureCount,
    Role,
    SetFact,
    State,
    Transition,
    Workflow,
    declared_guard,
)
from permits import TEN_DAYS, at, calendar

CLERK, OTHER = Actor("u1", roles=["clerk"]), Actor("u2", roles=["clerk"])
HEAD = Actor("u3", roles=["head"])
ACTS = ("note", "pay", "waive", "mark", "pause")

#: One guard of each kind, with what else each can say.
GUARDS = (
    Once("note"),
    AtMost("note", 2, code="enough", text=Text(vi="{most} lần", en="{most} × {action}")),
    AtMost("note", "supplement-max", text=Message("office.supplement-used"), basis="Luật 1"),
    ClockOver(LEGAL, idle=GuardReason("still", Text(en="{procedure} stands still"), "Luật 2")),
    ClockNotOver(LEGAL, text=Text(vi="đến {last}", en="until {last}")),
    FactIs("kind", ("simple", 3), shown_as="kind"),
    FactIs("unit", at_opening=True, is_not=True),
    FactIs(RESULT_BY, Channel.ONLINE),
    OtherPersonThan("note"),
    AssignedTo(unless="head", or_nobody=True),
    Paid(["pay"], waived_by=["waive"], at="return"),
)


def permit(*guards):
    """A workflow of acts that may be done again and again, and "end" with *guards*."""
    ways = [Transition(name, "open", "open", [ANYONE]) for name in ("note", "pay", "waive")]
    end = Transition.each(
        "end",
        ["open", "held"],
        "done",
        ["clerk", "head"],
        guards=guards,
        clocks=(ClockOp.stop(LEGAL),),
        decides=True,
    )
    return Workflow(
        "permit",
        "1",
        "open",
        (State("open"), State("held"), State("done", is_final=True)),
        tuple(Action(name, type(None)) for name in (*ACTS, "resume", "end")),
        (
            *ways,
            Transition("mark", "open", "open", [ANYONE], facts=[SetFact("kind", "simple")]),
            Transition("pause", "open", "held", [ANYONE], clocks=[ClockOp.pause(LEGAL)]),
            Transition("resume", "held", "open", [ANYONE], clocks=[ClockOp.resume(LEGAL)]),
            *end,
        ),
        (Role("clerk"), Role("head")),
        (ClockRule(LEGAL),),
        (ClockOp.start(LEGAL),),
    )


def office(*guards, **more):
    """An engine for a permit with *guards*, whose procedure has *more*."""
    procedure = evolve(TEN_DAYS, code="P.1", workflow="permit", **more)
    return Engine(Jurisdiction("here", calendar(), Catalogue((procedure,)), [permit(*guards)]))


def opened(engine):
    """Return a filing that came in online on Monday the 2nd; its limit ends on the 16th."""
    terms = {"channel": Channel.ONLINE, "result_by": Channel.ONLINE}
    return engine.open("P.1", **terms, at=at(2), case_id="C1")


def refused(engine, *acts, by=CLERK, day=3):
    """Return why "end" is refused after *acts*: codes, and English texts; () if it is open."""
    case = opened(engine)
    for action, actor in acts:
        case = engine.fire(case, Action(action, type(None)), None, by=actor, at=at(2, 10))
    found = {option.action.name: option for option in engine.actions(case, by=by, at=at(day))}
    shown = found["end"].refusals
    fired = ()
    try:
        engine.fire(case, Action("end", type(None)), None, by=by, at=at(day))
    except ActionRefusedError as error:
        fired = error.refusals
    assert fired == shown
    return tuple((each.code, each.text("en")) for each in shown)


@pytest.mark.parametrize(
    ("guard", "acts", "by", "day", "code"),
    [
        (Once("note"), [], CLERK, 3, None),
        (Once("note"), [("note", CLERK)], CLERK, 3, "done-already"),
        (AtMost("note", 2), [("note", CLERK)], CLERK, 3, None),
        (AtMost("note", 2), [("note", CLERK)] * 2, CLERK, 3, "done-as-often"),
        (ClockOver(LEGAL), [], CLERK, 16, "clock-not-over"),
        (ClockOver(LEGAL), [], CLERK, 17, None),
        (ClockOver(LEGAL), [("pause", CLERK)], CLERK, 17, "clock-idle"),
        (ClockNotOver(LEGAL), [], CLERK, 16, None),
        (ClockNotOver(LEGAL), [], CLERK, 17, "clock-over"),
        (ClockNotOver(LEGAL), [("pause", CLERK)], CLERK, 17, None),
        (FactIs("kind"), [], CLERK, 3, "fact-is-other"),
        (FactIs("kind"), [("mark", CLERK)], CLERK, 3, None),
        (FactIs("kind", "simple"), [("mark", CLERK)], CLERK, 3, None),
        (FactIs("kind", ["other"]), [("mark", CLERK)], CLERK, 3, "fact-is-other"),
        (FactIs("kind", is_not=True), [("mark", CLERK)], CLERK, 3, "fact-is-other"),
        (FactIs(CHANNEL, Channel.ONLINE), [], CLERK, 3, None),
        (FactIs(RESULT_BY, "post"), [], CLERK, 3, "fact-is-other"),
        (FactIs(DECIDED_ON, is_not=True), [], CLERK, 3, None),
        (FactIs(BRANCH, is_not=True), [], CLERK, 3, None),
        (OtherPersonThan("note"), [], CLERK, 3, None),
        (OtherPersonThan("note"), [("note", CLERK), ("note", OTHER)], CLERK, 3, "same-person"),
        (OtherPersonThan("note"), [("note", OTHER)], CLERK, 3, None),
        (AssignedTo(), [], CLERK, 3, "assigned-to-another"),
        (AssignedTo(or_nobody=True), [], CLERK, 3, None),
        (AssignedTo(unless="head"), [], HEAD, 3, None),
        (Paid("pay"), [], CLERK, 3, "not-paid"),
        (Paid("pay"), [("pay", CLERK)], CLERK, 3, None),
        (Paid("pay", waived_by="waive"), [("waive", CLERK)], CLERK, 3, None),
        (Paid("pay", at="return"), [], CLERK, 3, None),
    ],
)
def test_a_declared_guard_holds_by_its_own_words(guard, acts, by, day, code):
    """Each kind holds as it says, in `actions` and in `fire`, and refuses with its code."""
    found = refused(office(guard), *acts, by=by, day=day)

    assert [each for each, _ in found] == ([code] if code else [])


def test_a_case_assigned_to_one_is_open_to_none_but_them():
    """Once an officer has claimed the case, the guard holds for that officer alone."""
    engine = office(AssignedTo(or_nobody=True))
    case = opened(engine)
    case = engine.fire(case, CLAIM, None, by=CLERK, at=at(2, 10))
    allowed = {
        each.id: {option.action.name: option.allowed for option in options}["end"]
        for each in (CLERK, OTHER)
        if (options := engine.actions(case, by=each, at=at(3)))
    }

    assert allowed == {"u1": True, "u2": False}
    assert ASSIGNED_TO in CASE_FACTS


def test_a_fee_is_asked_for_where_the_procedure_collects_it():
    """With a point, the guard asks only of procedures that collect their fee there."""
    guard = Paid("pay", at="return", text=Text(en="{fee} for {procedure}"))

    assert refused(office(guard, payment=PaymentPoint.RETURN, fee_text="5 euro")) == (
        ("not-paid", "5 euro for P.1"),
    )
    assert not refused(office(guard, payment=PaymentPoint.RECEPTION))


def test_a_number_of_the_procedure_bounds_an_action():
    """The number is that of the procedure of the case, and none at all bars the way for hints."""
    guard = AtMost("note", ProcedureCount.REAPPOINTMENT_MAX)

    assert not refused(office(guard, reappointment_max=1))
    assert refused(office(guard, reappointment_max=0))
    assert guard.bars(evolve(TEN_DAYS, reappointment_max=0), Channel.ONLINE)
    assert AtMost("note", 1).bars is None


def test_a_refusal_names_actions_by_their_labels():
    """What a text names is filled: an action by its label, a day, a number, in each language."""
    workflow = permit(AtMost("note", 1), ClockOver(LEGAL))
    labelled = Action("note", type(None), Text(und="note", vi="Ghi chú", en="Take a note"))
    workflow = evolve(workflow, actions=(labelled, *workflow.actions[1:]))
    procedure = evolve(TEN_DAYS, code="P.1", workflow="permit")
    engine = Engine(Jurisdiction("here", calendar(), Catalogue((procedure,)), [workflow]))
    case = opened(engine)
    case = engine.fire(case, labelled, None, by=CLERK, at=at(2, 10))
    (option,) = (
        each for each in engine.actions(case, by=CLERK, at=at(3)) if each.action.name == "end"
    )

    assert [each.text("vi") for each in option.refusals] == [
        "“Ghi chú” đã được thực hiện đủ số lần cho phép: 1",
        "thời hạn chỉ hết sau 16/3/2026",
    ]
    assert option.refusals[1].params == (("last", date(2026, 3, 16)),)


def test_a_declared_guard_is_read_as_it_was_written():
    """A definition with guards of every kind is the same read back, with the same fingerprint."""
    workflow = permit(*GUARDS)
    codec = DefinitionCodec()
    written = json.loads(json.dumps(codec.workflow_to_data(workflow)))
    read = codec.workflow_from_data(written)

    assert {type(each) for each in GUARDS} == set(GUARD_KINDS.values())
    assert read == workflow
    assert read.fingerprint == workflow.fingerprint
    assert not check_workflow(workflow)


def test_a_declared_guard_is_written_in_toml():
    """What a definition file leaves out is as in Python."""
    head = """
    format = "workflow/1"
    name = "short"
    version = "1"
    initial = "open"
    states = [{ name = "open" }, { name = "done", is_final = true }]
    actions = [{ name = "end" }]
    roles = [{ name = "clerk" }]
    [[transitions]]
    action = "end"
    source = "open"
    target = "done"
    roles = ["clerk"]
    guards = [
      { kind = "at-most", action = "end", most = "supplement-max", text = { vi = "a", en = "b" } },
      { kind = "fact", fact = "unit", values = "north", at_opening = true },
      { kind = "once", action = "end", text = { message = "workflow.done-already" } },
    ]
    """
    read = DefinitionCodec().loads_workflow(head)

    assert read.transitions[0].guards == (
        AtMost("end", ProcedureCount.SUPPLEMENT_MAX, text=Text(vi="a", en="b")),
        FactIs("unit", "north", at_opening=True),
        Once("end", text=Message("workflow.done-already")),
    )


ACTORS = (CLERK, OTHER, HEAD)
acts = st.lists(st.tuples(st.sampled_from(ACTS[:4]), st.sampled_from(ACTORS)), max_size=5)


@settings(max_examples=40)
@given(
    st.lists(declared_guards(permit()), max_size=3, unique=True).map(tuple),
    acts,
    st.sampled_from(ACTORS),
    st.integers(3, 20),
)
def test_guards_in_any_number_refuse_as_each_does(guards, acts, by, day):
    """A definition with any of them has no fault, reads back, and refuses what they refuse."""
    workflow, codec = permit(*guards), DefinitionCodec()
    assert not check_workflow(workflow)
    assert codec.workflow_from_data(codec.workflow_to_data(workflow)) == workflow

    engine = office(*guards)
    case = opened(engine)
    for action, actor in acts:
        case = engine.fire(case, Action(action, type(None)), None, by=actor, at=at(2, 10))
    situation = engine.situation(case, by=by, at=at(day))
    alone = [guard.check(situation) for guard in guards]
    codes = [each.code for each in alone if each is not None]
    assert [code for code, _ in refused(engine, *acts, by=by, day=day)] == codes


def test_every_word_of_a_declared_guard_is_in_the_fingerprint():
    """Two definitions that differ in one guard are two; a guard by name counts by its name."""
    prints = {permit(each).fingerprint for each in GUARDS}
    prints |= {permit(each).fingerprint for each in (Once("pay"), Once("note", code="x"))}
    prints |= {permit(Once("note", text=Text(en="x"))).fingerprint}
    named = declared_guard("asked-once", Once("note"))
    function = Guard("asked-once", lambda situation: None)

    assert len(prints) == len(GUARDS) + 3
    assert permit(named).fingerprint == permit(function).fingerprint
    assert permit(named).fingerprint not in prints


@pytest.mark.parametrize(
    ("guard", "code"),
    [
        (Once("none-such"), "unknown-action"),
        (Paid("pay", waived_by="none-such"), "unknown-action"),
        (OtherPersonThan("none-such"), "unknown-action"),
        (ClockOver(ACKNOWLEDGEMENT), "unknown-clock"),
        (ClockNotOver("none-such"), "unknown-clock"),
        (FactIs("none-such"), "unknown-fact"),
        (AssignedTo(unless="none-such"), "unknown-role"),
        (Once("note", text=Text(en="{most}")), "unknown-placeholder"),
        (
            ClockOver(LEGAL, idle=GuardReason("x", Text(vi="{last}", en="x"))),
            "unknown-placeholder",
        ),
    ],
)
def test_a_name_that_nothing_has_is_a_fault_with_its_place(guard, code):
    """Unknown actions, clocks, facts, roles and placeholders are found, and where."""
    faults = check_workflow(permit(guard))

    assert {each.code for each in faults} == {code}
    assert [each.where for each in faults] == ["end: open -> done", "end: held -> done"]


def test_a_refusal_is_written_in_every_language_of_its_workflow():
    """A text that lacks a language which the workflow declares is a fault; a message is not."""

    def labelled(text):
        name = Text(vi="x", en="x")
        workflow = permit(Once("note", text=text))
        parts = {
            part: tuple(evolve(each, labels=name) for each in getattr(workflow, part))
            for part in ("states", "actions", "roles", "clocks")
        }
        return check_workflow(evolve(workflow, **parts, languages=("vi", "en")))

    (fault,) = labelled(Text(vi="đã ghi chú"))
    assert (fault.code, fault.where) == ("missing-label", "guard 'once note'")
    assert not labelled(Text(vi="đã ghi chú", en="noted"))
    assert not labelled(None)


@pytest.mark.parametrize(
    ("written", "says"),
    [
        ({"kind": "onse"}, "'onse' is none of once, at-most"),
        ({"kind": "once"}, "field 'action' is missing"),
        ({"kind": "once", "action": "end", "often": 2}, "unknown field(s) often"),
        ({"kind": "at-most", "action": "end", "most": True}, "true is neither a whole number"),
        ({"kind": "at-most", "action": "end", "most": 0}, "most"),
        ({"kind": "at-most", "action": "end", "most": "supplements"}, "supplement-max"),
        ({"kind": "once", "action": "end", "text": {"message": "x.y"}}, "unknown message"),
        ({"kind": "fact", "fact": "unit", "values": [1.5]}, "neither text nor a whole number"),
        ({"kind": "paid", "by": ["end"], "at": "never"}, "reception"),
    ],
)
def test_a_declared_guard_that_cannot_be_read_says_so(written, says):
    """Every problem is named with its place in the file."""
    codec = DefinitionCodec()
    data = codec.workflow_to_data(permit())
    data["transitions"][-1]["guards"] = [written]
    with pytest.raises(FormatError) as caught:
        codec.workflow_from_data(data)

    assert says in str(caught.value)
    assert "transitions[7].guards[0]" in str(caught.value)


@pytest.mark.parametrize(
    "text", [Message("workflow.done-already", action="x"), Written(str)], ids=["filled", "made"]
)
def test_a_text_that_cannot_be_written_is_refused(text):
    """A guard takes a text by language, or a message as the catalogue has it."""
    with pytest.raises(ValueInvalidError):
        Once("note", text=text)


@pytest.mark.parametrize("form", ["mermaid", "dot", "text"])
def test_a_declared_guard_is_drawn(form):
    """What a declared guard asks stands on its transition, in the language of the drawing."""
    drawn = {each: diagram(permit(*GUARDS), form, language=each) for each in ("en", "vi")}

    assert "at most 2 × note" in drawn["en"]
    assert "tối đa 2 × note" in drawn["vi"]
    assert "[" not in diagram(permit(), "mermaid").replace("[*]", "")


def test_the_step_table_is_what_the_engine_runs():
    """Per state and action: targets, roles, clocks and guards, with the names of the functions."""
    function = Guard("by-hand", lambda situation: None)
    workflow = permit(Once("note"), declared_guard("named", AtMost("note", 2)), function)
    table = step_table(workflow)
    (step,) = table.of("open", "end")

    assert (step.target, step.roles, step.ends, step.decides) == (
        "done",
        {"clerk", "head"},
        True,
        True,
    )
    assert step.clock_verbs == ((ClockVerb.STOP, LEGAL),)
    assert step.declared == (Once("note"), AtMost("note", 2))
    assert step.opaque == table.opaque == ("by-hand",)
    assert table.of("open", "note")[0].roles is None
    assert table.actions_in("open") == (*ACTS, "end")
    assert table.of("done", "end") == table.actions_in("done") == ()
    assert table.opening == workflow.opening
    with pytest.raises(UnknownNameError):
        table.of("none-such", "end")
    with pytest.raises(UnknownActionError):
        table.of("open", "none-such")


def test_the_step_table_has_the_guards_of_the_engine():
    """What the engine adds to a transition stands in the table after its own guards."""
    workflow = permit(Once("note"))
    extending = evolve(workflow.transitions[0], clocks=[ClockOp.extend(LEGAL)])
    table = step_table(evolve(workflow, transitions=(extending, *workflow.transitions[1:])))

    assert table.of("open", "note")[0].opaque == (f"extension of {LEGAL}",)
