"""Workflows as values: labels, look-ups, refusals, guards and fingerprints."""

import pickle
from datetime import date, datetime
from fractions import Fraction

import pytest
from attrs import evolve

from caseflow.errors import (
    UnknownActionError,
    UnknownNameError,
    UnknownRoleError,
    ValueInvalidError,
)
from caseflow.limits import working_days
from caseflow.money import Money
from caseflow.values import Text
from caseflow.workflow import (
    ANYONE,
    LEGAL,
    Action,
    ClockOp,
    ClockVerb,
    Fault,
    Guard,
    Refusal,
    Role,
    State,
    Transition,
    guard,
)
from permits import (
    ASK,
    CITIZEN,
    CLERK,
    DRAFT,
    EXPERT,
    INTAKE,
    PERMIT,
    PROCESSING,
    RECEIVE,
    RECEIVED,
    TEN_DAYS,
    WITHDRAW,
    ZONE,
    Payment,
    Receipt,
    at,
    both,
    calendar,
    paid_in_full,
    papers_complete,
    scenario,
)


def situation(case, payload=None, *, actor=EXPERT, dated=None):
    """Return what a guard would see of *case*."""
    from caseflow.workflow import Situation

    return Situation(case, TEN_DAYS, calendar(), actor, at(3), payload, dated)


# ── refusals ────────────────────────────────────────────────────────────────────────────────


def test_a_refusal_reads_in_both_languages():
    """The text is put together in the language asked for; `str` is English."""
    refusal = Refusal("short", Text(vi="thiếu {n}", en="{n} missing"), {"n": 3}, "art. 7")

    assert refusal.text("vi") == "thiếu 3"
    assert refusal.text("en") == str(refusal) == "3 missing"
    assert refusal.basis == "art. 7"


def test_a_refusal_shows_texts_lists_and_dates():
    """Texts come in the reader's language, lists with commas, dates in ISO."""
    refusal = Refusal(
        "all",
        both("{what}; {list}; {on}; {share}"),
        {
            "what": Text(vi="một", en="one"),
            "list": (Text(vi="hai", en="two"), Text(vi="ba", en="three")),
            "on": date(2026, 3, 2),
            "share": Fraction(1, 5),
        },
    )

    assert refusal.text("vi") == "một; hai, ba; 02/3/2026; 1/5"
    assert refusal.text("en") == "one; two, three; 2026-03-02; 1/5"


def test_a_refusal_falls_back_as_its_text_does():
    """A language it lacks is shown in its first; what is no language code is named in the error."""
    assert Refusal("x", Text(vi="một", en="one")).text("fr") == "một"
    with pytest.raises(ValueInvalidError, match="'no code'"):
        Refusal("x", both("x")).text("no code")


def test_money_is_a_number_for_programs_and_money_for_people():
    """Shown as fees are, in the language asked for; compared and kept as money."""
    refusal = Refusal("short", both("{short}"), {"short": Money(1_250_000, "VND")})

    assert refusal.text("vi") == "1.250.000 đồng"
    assert refusal.text("en") == "1,250,000 đồng"
    assert dict(refusal.params) == {"short": Money(1_250_000, "VND")}


def test_refusals_compare_by_value():
    """Two refusals that say the same are equal, hash alike, and survive pickling."""
    one = Refusal("x", both("{a}{b}"), {"a": 1, "b": 2})
    two = Refusal("x", both("{a}{b}"), {"b": 2, "a": 1})

    assert one == two
    assert hash(one) == hash(two)
    assert pickle.loads(pickle.dumps(one)) == one
    assert evolve(one, code="y").params == one.params


def test_a_fault_says_where_what_and_how_bad():
    """A fault reads as place, problem and code; a warning says so."""
    fault = Fault("trap", "state 'x'", Text(vi="kẹt", en="no way {out}"), {"out": "out"})

    assert str(fault) == "state 'x': no way out [trap]"
    assert fault.text("vi") == "kẹt"
    assert fault.severity == "error"
    assert evolve(fault, is_warning=True).severity == "warning"


# ── guards ──────────────────────────────────────────────────────────────────────────────────


def test_a_payload_guard_sees_its_payload():
    """The guard is handed the payload, typed, and says what is missing."""
    case = scenario(facts={"papers": 3}).given(at=at(2)).case

    refusal = papers_complete.check(situation(case, Receipt(1)))

    assert papers_complete.needs_payload
    assert refusal == Refusal("papers-missing", both("{missing} missing"), {"missing": 2})
    assert papers_complete.check(situation(case, Receipt(3))) is None


def test_a_payload_guard_leaves_other_payloads_alone():
    """A guard for one payload type holds of another."""
    case = scenario().given(at=at(2)).case

    assert paid_in_full.check(situation(case, Receipt(0))) is None
    assert paid_in_full.check(situation(case, Payment(1))) is not None


def test_a_guard_is_named_by_its_decorator():
    """`guard` makes a Guard of a function and needs no payload."""

    @guard("always")
    def always(_situation):
        return None

    assert isinstance(always, Guard)
    assert (always.name, always.needs_payload) == ("always", False)


def test_a_situation_knows_its_day_and_dates():
    """The civil day is that of the calendar's zone; a clock that never started has no date."""
    case = scenario().given(at=at(2)).when(RECEIVE, Receipt(1), by=CLERK).case
    late = situation(case)._replace(at=datetime(2026, 3, 2, 23, 30, tzinfo=ZONE))

    assert late.on == date(2026, 3, 2)
    assert late.due(LEGAL).on == date(2026, 3, 16)
    assert late.due("supplement") is None


def test_a_situation_dates_as_the_engine_says():
    """Where the engine hands in how to date a clock, that counts."""
    case = scenario().given(at=at(2)).when(RECEIVE, Receipt(1), by=CLERK).case
    asked = []

    assert situation(case, dated=lambda *given: asked.append(given)).due(LEGAL) is None
    assert asked == [(case, LEGAL)]


# ── names ───────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("named", [RECEIVED, RECEIVE, INTAKE, PERMIT.clocks[0]])
def test_named_things_have_labels(named):
    """States, actions, roles and clocks carry a label per language."""
    assert named.label("vi") == named.labels.in_("vi")
    assert named.label("en") == named.labels.in_("en")


def test_a_workflow_finds_its_parts():
    """A name finds its state, action, role, clock and guard."""
    assert PERMIT.state("draft") is DRAFT
    assert PERMIT.action("ask") is ASK
    assert PERMIT.role("intake") is INTAKE
    assert PERMIT.role(ANYONE).label("en") == "anyone"
    assert PERMIT.clock(LEGAL).limit is None
    assert PERMIT.guard("paid-in-full") is paid_in_full
    assert PERMIT.guard(papers_complete) is papers_complete


@pytest.mark.parametrize(
    ("find", "error"),
    [
        (PERMIT.state, UnknownNameError),
        (PERMIT.action, UnknownActionError),
        (PERMIT.role, UnknownRoleError),
        (PERMIT.clock, UnknownNameError),
        (PERMIT.guard, UnknownNameError),
    ],
)
def test_unknown_names_are_reported_with_near_ones(find, error):
    """An unknown name is an error that says which there are."""
    with pytest.raises(error, match="recieve"):
        find("recieve")


def test_near_names_are_offered():
    """A misspelt action comes with the one that was probably meant."""
    with pytest.raises(UnknownActionError, match="did you mean 'receive'"):
        PERMIT.action("recieve")


def test_a_transition_takes_constants_or_names():
    """States, actions and roles may be given as constants or by name."""
    by_name = Transition("ask", "processing", "waiting", {"officer"})

    assert Transition(ASK, PROCESSING, "waiting", ["officer"]) == by_name
    assert Transition(ASK, PROCESSING, "waiting", "officer") == by_name
    assert Transition(ASK, PROCESSING, "waiting", (Role("officer", both("o")),)) == by_name


def test_one_transition_per_source():
    """`Transition.each` spreads over sources, and stays in the source without a target."""
    spread = Transition.each(WITHDRAW, (DRAFT, "received"), None, ANYONE)

    assert [(each.source, each.target) for each in spread] == [
        ("draft", "draft"),
        ("received", "received"),
    ]


def test_clock_operations_have_names():
    """Each verb has its own maker."""
    made = [
        ClockOp.start("c"),
        ClockOp.pause("c", reason="r"),
        ClockOp.resume("c"),
        ClockOp.restart("c"),
        ClockOp.extend("c", working_days(5)),
        ClockOp.stop("c", if_fitting=True),
        ClockOp.supply("c"),
    ]

    assert [op.verb for op in made] == list(ClockVerb)
    assert made[1].reason == "r"
    assert made[4].extra == working_days(5)
    assert [op.if_fitting for op in made].count(True) == 1


# ── fingerprint ─────────────────────────────────────────────────────────────────────────────


def test_equal_workflows_have_one_fingerprint():
    """The fingerprint depends on the content alone, and names the workflow."""
    copied = pickle.loads(pickle.dumps(evolve(PERMIT, guards=(), transitions=())))
    again = evolve(PERMIT, guards=(), transitions=())

    assert copied.fingerprint == again.fingerprint
    assert PERMIT.fingerprint.startswith("permit@")
    assert evolve(PERMIT).fingerprint == PERMIT.fingerprint


@pytest.mark.parametrize(
    "change",
    [
        {"version": "2"},
        {"initial": "received"},
        {"opening": ()},
        {"languages": ("vi",)},
        {"effects": ()},
        {"roles": PERMIT.roles[:1]},
        {"states": (evolve(DRAFT, labels=both("other")), *PERMIT.states[1:])},
        {"states": (State("draft", DRAFT.labels, status=1), *PERMIT.states[1:])},
        {"transitions": PERMIT.transitions[1:]},
        {"transitions": (evolve(PERMIT.transitions[0], guards=()), *PERMIT.transitions[1:])},
        {"clocks": (evolve(PERMIT.clocks[0], limit=working_days(1)), *PERMIT.clocks[1:])},
        {"actions": (Action("receive", type(None), RECEIVE.labels), *PERMIT.actions[1:])},
    ],
)
def test_every_change_gives_another_fingerprint(change):
    """Structure, names, labels, limits and what an action takes all count."""
    assert evolve(PERMIT, **change).fingerprint != PERMIT.fingerprint


def test_guards_count_by_name():
    """The code of a guard may be mended: the name is what a case is pinned to."""
    mended = Guard("papers-complete", lambda _: None, needs_payload=True)
    first = evolve(PERMIT.transitions[0], guards=(mended,))
    named = evolve(PERMIT.transitions[0], guards=("papers-complete",))

    for changed in (first, named):
        workflow = evolve(PERMIT, transitions=(changed, *PERMIT.transitions[1:]))
        assert workflow.fingerprint == PERMIT.fingerprint


def test_unused_guards_do_not_count():
    """A guard that is only registered changes no case."""
    assert evolve(PERMIT, guards=()).fingerprint == PERMIT.fingerprint


def test_who_asks_is_part_of_the_situation():
    """A guard sees the actor."""
    case = scenario().given(at=at(2)).case

    assert situation(case, actor=CITIZEN).actor is CITIZEN
