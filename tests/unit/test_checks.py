"""Faults of workflows, procedures and catalogues, each by its code."""

from datetime import date

import pytest
from attrs import evolve

from caseflow.checks import check_catalogue, check_procedure, check_workflow, checked
from caseflow.errors import DefinitionError
from caseflow.limits import calendar_days, working_days, working_hours
from caseflow.procedures import (
    Catalogue,
    ExcludedGround,
    Extension,
    LimitRule,
    ServiceLevel,
    Silence,
    SilentOutcome,
    Step,
    Totals,
)
from caseflow.targets import EarlyReturn
from caseflow.values import Channel, Text
from caseflow.workflow import (
    ANYONE,
    LEGAL,
    Action,
    ClockOp,
    ClockRule,
    Guard,
    Role,
    SetFact,
    State,
    Transition,
    Workflow,
)
from permits import CATALOGUE, PAUSING, PERMIT, TEN_DAYS, Receipt, both, calendar

GO = Action("go", type(None), both("go"))
BACK = Action("back", type(None), both("back"))


def small(*transitions: Transition, **changes: object) -> Workflow:
    """Return a workflow of two states, `open` and the final `shut`, with these transitions."""
    workflow = Workflow(
        "small",
        "1",
        "open",
        (State("open", both("open")), State("shut", both("shut"), is_final=True)),
        (GO,),
        transitions or (Transition(GO, "open", "shut", ANYONE),),
    )
    return evolve(workflow, **changes)


def clocked(*transitions: Transition, **changes: object) -> Workflow:
    """Return a small workflow with a legal clock and two actions."""
    changes = {"actions": (GO, BACK), "clocks": (ClockRule(LEGAL, both("legal")),), **changes}
    return small(*transitions, **changes)


def codes(workflow: Workflow) -> list[str]:
    """Return the codes of the faults, in order."""
    return [fault.code for fault in check_workflow(workflow)]


MIDDLE = State("middle", both("middle"))


def with_middle(*transitions: Transition, middle: State = MIDDLE, **changes: object) -> Workflow:
    """Return a clocked workflow with a state between."""
    states = (State("open", both("open")), middle, State("shut", both("shut"), is_final=True))
    return clocked(*transitions, states=states, **changes)


# ── workflows ───────────────────────────────────────────────────────────────────────────────


def test_a_sound_workflow_has_no_faults():
    """The permit office and the smallest workflow are sound, and pass through `checked`."""
    assert check_workflow(PERMIT) == ()
    assert check_workflow(small()) == ()
    assert checked(PERMIT) is PERMIT


def test_all_errors_are_raised_at_once():
    """`checked` raises one error that holds every fault, warnings left out."""
    broken = small(
        Transition(GO, "open", "shut", ()),
        actions=(GO, BACK),
        roles=(Role("idle", both("idle")),),
        languages=("vi", "xx"),
    )

    with pytest.raises(DefinitionError) as caught:
        checked(broken)

    assert [fault.code for fault in caught.value.faults] == [
        "unused-action",
        "nobody-may",
        "unknown-language",
    ]
    assert codes(broken)[-1] == "unused-role"


def test_a_workflow_must_end():
    """Without a final state a case could never end."""
    assert codes(small(states=(State("open", both("o")), State("shut", both("s"))))) == [
        "no-final-state"
    ]


def test_every_state_can_be_reached():
    """A state without a way in from the initial one is a fault."""
    lost = State("lost", both("lost"), is_final=True)

    assert codes(small(states=(*small().states, lost))) == ["unreachable-state"]


def test_no_state_is_a_trap():
    """A state that is not final has a way out, and a step to itself is none."""
    stay = Transition(BACK, "middle", "middle", ANYONE)
    way = Transition(GO, "open", "middle", ANYONE)
    end = Transition(GO, "open", "shut", ANYONE, guards=(Guard("g", lambda _: None),))

    assert codes(with_middle(end, way, stay, clocks=())) == ["trap-state"]


def test_every_state_has_a_way_to_the_end():
    """Two states that only lead to each other are both a fault."""
    other = State("other", both("other"))
    ways = (
        Transition(GO, "open", "middle", ANYONE, guards=(Guard("g", lambda _: None),)),
        Transition(GO, "open", "shut", ANYONE),
        Transition(GO, "middle", "other", ANYONE),
        Transition(BACK, "other", "middle", ANYONE),
    )
    workflow = with_middle(*ways, clocks=())

    assert codes(evolve(workflow, states=(*workflow.states, other))) == ["no-way-to-final"] * 2


def test_a_final_state_with_a_way_out_is_a_warning():
    """A final state may be left, but that is worth a word."""
    ways = (Transition(GO, "open", "shut", ANYONE), Transition(BACK, "shut", "open", ANYONE))
    (fault,) = check_workflow(small(*ways, actions=(GO, BACK)))

    assert (fault.code, fault.severity) == ("final-left", "warning")


def test_what_a_state_waits_for_is_known():
    """A state waits for the applicant, for payment or for an agency."""
    odd = State("open", both("open"), waits_for="godot")

    assert codes(small(states=(odd, small().states[1]))) == ["unknown-wait"]


@pytest.mark.parametrize("decides", [False, True])
def test_a_payment_leads_on(decides):
    """Who waits for payment must be able to go on, not only to give up."""
    paying = State("middle", both("paying"), waits_for="payment")
    ways = (
        Transition(GO, "open", "middle", ANYONE),
        Transition(BACK, "middle", "shut", ANYONE, decides=decides),
    )
    expected = [] if decides else ["payment-without-way-on"]

    assert codes(with_middle(*ways, middle=paying, clocks=())) == expected


def test_a_payment_after_the_decision_may_end_the_case():
    """Paying on return of the result is a way on."""
    paying = State("middle", both("paying"), waits_for="payment")
    ways = (
        Transition(GO, "open", "middle", ANYONE, decides=True),
        Transition(BACK, "middle", "shut", ANYONE),
    )

    assert codes(with_middle(*ways, middle=paying, clocks=())) == []


def test_an_action_nobody_may_take_is_a_fault():
    """A transition names a role, or anyone."""
    assert codes(small(Transition(GO, "open", "shut", ()))) == ["nobody-may"]


def test_a_way_behind_an_open_one_is_never_taken():
    """A candidate behind one without guards, for the same roles, is ambiguous."""
    roles = (Role("a", both("a")), Role("b", both("b")))
    behind = Transition(GO, "open", "middle", {"a"})
    end = Transition(BACK, "middle", "shut", {"b"})

    for first, faulty in (({"a"}, True), ({"a", "b"}, True), (ANYONE, True), ({"b"}, False)):
        ways = (Transition(GO, "open", "shut", first), behind, end)
        found = codes(with_middle(*ways, roles=roles, clocks=()))
        assert ("ambiguous" in found) == faulty


def test_a_guarded_way_first_is_not_ambiguous():
    """A guard on the first candidate leaves the second a chance."""
    ways = (
        Transition(GO, "open", "shut", ANYONE, guards=(Guard("g", lambda _: None),)),
        Transition(GO, "open", "middle", ANYONE),
        Transition(BACK, "middle", "shut", ANYONE),
    )

    assert codes(with_middle(*ways, clocks=())) == []


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("part", ["states", "actions", "roles", "clocks"])
def test_labels_exist_in_every_declared_language(part, language):
    """An empty label is a fault in a declared language, and none in another."""
    first, *others = getattr(PERMIT, part)
    empty = Text({**dict(first.labels.items()), language: " "})
    changed = evolve(PERMIT, **{part: (evolve(first, labels=empty), *others)})

    assert codes(changed) == ["missing-label"]
    assert codes(evolve(changed, languages=tuple({"vi", "en"} - {language}))) == []


# ── clocks ──────────────────────────────────────────────────────────────────────────────────


def test_a_clock_that_starts_must_stop():
    """A clock may not run, nor stand paused, when the case ends."""
    start = (ClockOp.start(LEGAL),)
    ways = (Transition(GO, "open", "shut", ANYONE, decides=True),)
    (fault,) = check_workflow(clocked(*ways, actions=(GO,), opening=start))

    assert fault.code == "clock-never-stops"
    assert "'shut'" in str(fault)


def test_a_clock_stopped_on_one_way_only_is_found():
    """It is enough that one way to the end leaves the clock running."""
    ways = (
        Transition(GO, "open", "shut", ANYONE, clocks=(ClockOp.stop(LEGAL),), decides=True),
        Transition(BACK, "open", "shut", ANYONE),
    )

    assert codes(clocked(*ways, opening=(ClockOp.start(LEGAL),))) == ["clock-never-stops"]


def test_a_pause_must_be_able_to_end():
    """A clock that is paused can go on somewhere, not only be stopped."""
    ways = (
        Transition(GO, "open", "middle", ANYONE, clocks=(ClockOp.pause(LEGAL),)),
        Transition(BACK, "middle", "shut", ANYONE, clocks=(ClockOp.stop(LEGAL),), decides=True),
    )

    assert codes(with_middle(*ways, opening=(ClockOp.start(LEGAL),))) == ["pause-without-resume"]


@pytest.mark.parametrize("verb", [ClockOp.resume, ClockOp.restart, ClockOp.supply])
def test_a_pause_may_end_in_three_ways(verb):
    """Resuming, restarting and supplying all let a clock go on."""
    ways = (
        Transition(GO, "open", "middle", ANYONE, clocks=(ClockOp.pause(LEGAL),)),
        Transition(BACK, "middle", "open", ANYONE, clocks=(verb(LEGAL),)),
        Transition(BACK, "open", "shut", ANYONE, clocks=(ClockOp.stop(LEGAL),), decides=True),
    )

    assert codes(with_middle(*ways, opening=(ClockOp.start(LEGAL),))) == []


def test_a_mark_must_fit_on_every_way():
    """Stopping a clock that may not have started is a fault, unless that is meant."""
    ways = (Transition(GO, "open", "shut", ANYONE, clocks=(ClockOp.stop(LEGAL),), decides=True),)
    meant = (evolve(ways[0], clocks=(ClockOp.stop(LEGAL, if_fitting=True),)),)

    assert codes(clocked(*ways, actions=(GO,))) == ["clock-misfit", "clock-never-starts"]
    assert codes(clocked(*meant, actions=(GO,))) == ["clock-never-starts"]


def test_a_second_decision_on_one_way_is_named():
    """Only the first decision is judged, so the way to the second one is said."""
    start = ClockOp.start(LEGAL)
    twice = with_middle(
        Transition(GO, "open", "middle", ANYONE, clocks=(ClockOp.stop(LEGAL),), decides=True),
        Transition(BACK, "middle", "shut", ANYONE, decides=True),
        opening=(start,),
    )
    (fault,) = check_workflow(twice)
    assert (fault.code, fault.is_warning) == ("decides-twice", True)
    assert "by the way go: open -> middle; back: middle -> shut" in fault.text("en")


def test_a_clock_that_starts_anew_cancels_a_decision():
    """A case that is decided anew is decided once at a time."""
    start = ClockOp.start(LEGAL)
    stop = (ClockOp.stop(LEGAL),)
    anew = with_middle(
        Transition(GO, "open", "middle", ANYONE, clocks=stop, decides=True),
        Transition(BACK, "middle", "open", ANYONE, clocks=(start,)),
        Transition(GO, "middle", "shut", ANYONE),
        opening=(start,),
    )
    assert "decides-twice" not in codes(anew)


def test_a_legal_clock_wants_a_decision():
    """Without a deciding transition nothing can be early, on time or late: a warning."""
    ways = (Transition(GO, "open", "shut", ANYONE, clocks=(ClockOp.stop(LEGAL),)),)

    assert codes(clocked(*ways, actions=(GO,), opening=(ClockOp.start(LEGAL),))) == ["no-decision"]


@pytest.mark.parametrize(
    ("op", "expected"),
    [
        (SetFact("papers", of_payload="papers"), []),
        (SetFact("papers", 3), []),
        (SetFact("papers", of_payload="paper"), ["unknown-payload-field"]),
        (SetFact("calendar", 1), ["reserved-fact"]),
        (SetFact("promise", 1), ["reserved-fact"]),
    ],
)
def test_facts_come_from_what_there_is(op, expected):
    """A fact is taken from a field the payload has, and is not one of the engine's own."""
    receive = Action("go", Receipt, both("go"))
    way = Transition(receive, "open", "shut", ANYONE, facts=(op,))

    assert codes(small(way, actions=(receive,))) == expected


def test_a_pause_is_reported_from_what_there_is():
    """A pause that takes its reason and basis from the payload needs a payload that has both."""
    receive = Action("go", Receipt, both("go"))
    clocks = (ClockOp.pause("own", of_payload=True), ClockOp.stop("own"))
    way = Transition(receive, "open", "shut", ANYONE, clocks=clocks)
    faults = [
        fault
        for fault in check_workflow(small(way, actions=(receive,)))
        if fault.code == "unknown-payload-field"
    ]

    assert [dict(fault.params)["field"] for fault in faults] == ["'basis'", "'reason'"]


# ── procedures ──────────────────────────────────────────────────────────────────────────────


def found(procedure, **options: object) -> list[str]:
    """Return the codes of the faults of a procedure."""
    return [fault.code for fault in check_procedure(procedure, **options)]


def test_a_sound_catalogue_has_no_faults():
    """The procedures of the permit office are sound."""
    assert check_catalogue(CATALOGUE, workflows=(PERMIT,), calendar=calendar()) == ()


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"limits": ()}, ["no-limit"]),
        ({"limits": (LimitRule(working_days(10)),) * 2}, ["duplicate-limit"]),
        (
            {"limits": (LimitRule(working_days(10), Channel.POST),), "channels": {Channel.COUNTER}},
            ["no-limit", "limit-channel-not-offered"],
        ),
        (
            {
                "limits": (LimitRule(working_days(9)), LimitRule(working_days(5), Channel.ONLINE)),
                "service_level": ServiceLevel.COUNTER,
            },
            ["limit-channel-not-offered"],
        ),
        ({"limits": (LimitRule(working_days(3), branch="b"),)}, ["no-default-limit"] * 3),
        (
            {"early": EarlyReturn("1/5"), "service_level": ServiceLevel.COUNTER},
            ["early-not-online"],
        ),
        ({"extension": Extension(calendar_days(5))}, ["extension-unit"] * 3),
        ({"extension": Extension(working_days(5), -1)}, ["count-negative"]),
        ({"supplement_max": -1}, ["count-negative"]),
        ({"reappointment_max": -1}, ["count-negative"]),
        ({"name": Text(vi=" ", en="")}, ["missing-label"]),
        ({"code": "", "version": " "}, ["missing-code"] * 2),
        ({"valid_from": date(2026, 2, 1), "retired_from": date(2026, 1, 1)}, ["dates-reversed"]),
        ({"closed_to_new_from": date(2031, 1, 1)}, ["dates-reversed"]),
    ],
)
def test_a_fault_of_a_procedure_is_found(changes, expected):
    """Each fault has its code, once per place."""
    bare = {"extension": None, "early": None}

    assert found(evolve(TEN_DAYS, **{**bare, **changes})) == expected


def test_the_workflow_of_a_procedure_must_exist():
    """With the workflows given, an unknown one is a fault; without, it is not asked."""
    stray = evolve(TEN_DAYS, workflow="visa")

    assert found(stray, workflows=(PERMIT,)) == ["unknown-workflow"]
    assert found(stray) == []


@pytest.mark.parametrize(
    ("days", "stated", "expected"),
    [((8, 1, 1, 4, 1), 15, []), ((8, 1, 1, 4, 1), 27, ["steps-sum"]), ((9, 5), 15, ["steps-sum"])],
)
def test_steps_add_up_to_the_limit(days, stated, expected):
    """Steps that do not add up are a warning that says both figures (real catalogues have some)."""
    steps = tuple(Step(f"step {n}", "unit", working_days(day)) for n, day in enumerate(days))
    procedure = evolve(TEN_DAYS, limits=(LimitRule(working_days(stated)),), steps=steps)
    faults = check_procedure(procedure)

    assert [fault.code for fault in faults] == expected
    assert all(fault.is_warning and str(sum(days)) in str(fault) for fault in faults)


@pytest.mark.parametrize(("limit", "expected"), [(9, []), (17, ["steps-sum"]), (8, ["steps-sum"])])
def test_steps_in_parallel_are_as_long_as_their_longest_way(limit, expected):
    """2, then 5 beside 3, then 2: nine days on the longest way, and twelve added up."""
    steps = (
        Step("read", "A", working_days(2)),
        Step("survey", "B", working_days(5)),
        Step("tax", "C", working_days(3), after=("read",)),
        Step("sign", "D", working_days(2), after=("survey", "tax")),
    )
    procedure = evolve(TEN_DAYS, limits=(LimitRule(working_days(limit)),), steps=steps)
    faults = check_procedure(procedure)

    assert [fault.code for fault in faults] == expected
    assert all("longest way through the steps takes 9" in str(fault) for fault in faults)


@pytest.mark.parametrize(
    ("after", "expected"),
    [
        ((("b",), ("a",), None), ["step-cycle"]),
        ((("a",), None, None), ["step-cycle"]),
        ((None, ("x",), None), ["unknown-step"]),
        ((None, (), ("a", "b")), []),
    ],
)
def test_steps_that_cannot_begin_are_faults(after, expected):
    """A circle and an unknown name are errors; what hangs on a circle is named with it."""
    steps = tuple(
        Step(name, "unit", working_days(10), after=before)
        for name, before in zip("abc", after, strict=True)
    )
    faults = check_procedure(evolve(TEN_DAYS, steps=steps))

    assert [fault.code for fault in faults if fault.code != "steps-sum"] == expected
    assert not any(fault.is_warning for fault in faults if fault.code in expected)


def test_steps_are_distinguished_by_name():
    """Two steps of one name could not be handed over separately."""
    steps = (Step("a", "A", working_days(5)), Step("a", "B", working_days(5)))

    assert found(evolve(TEN_DAYS, steps=steps)) == ["duplicate-step"]


def test_dated_rules_can_apply_and_name_a_law():
    """A rule ends after it begins; a dated limit has a branch; silence and grounds cite a law."""
    first, last = date(2026, 1, 1), date(2026, 12, 31)
    branch = LimitRule(working_days(20), branch="far", valid_from=first, valid_until=last)
    ground = ExcludedGround("tax", "Luật B", last, first)

    assert found(evolve(TEN_DAYS, limits=(*TEN_DAYS.limits, branch))) == []
    assert found(evolve(TEN_DAYS, excluded_grounds=(ground,))) == ["validity-reversed"]
    assert found(evolve(TEN_DAYS, limits=(LimitRule(working_days(10), valid_from=first),))) == [
        "dated-limit-without-branch"
    ]
    silence = Silence(SilentOutcome.APPROVAL, " ")
    assert found(evolve(TEN_DAYS, silence=silence)) == ["rule-without-law"]
    assert found(evolve(TEN_DAYS, excluded_grounds=(ExcludedGround("tax", ""),))) == [
        "rule-without-law"
    ]


def test_steps_in_another_unit_are_not_added():
    """Hours and days have no sum."""
    steps = (Step("a", "unit", working_days(9)), Step("b", "unit", working_hours(8)))

    assert found(evolve(TEN_DAYS, steps=steps)) == []


def test_a_promise_later_than_the_law_is_a_warning():
    """17.5 working days are no shortening of 25 calendar days on most reception days."""
    procedure = evolve(
        TEN_DAYS,
        limits=(LimitRule(calendar_days(25)),),
        extension=None,
        early=None,
        shortened=working_days("17.5"),
    )
    (fault,) = check_procedure(procedure, calendar=calendar())

    assert (fault.code, fault.is_warning) == ("promise-later", True)
    assert "48 sampled days" in str(fault)
    assert found(evolve(procedure, shortened=working_days(10)), calendar=calendar()) == []


# ── catalogues ──────────────────────────────────────────────────────────────────────────────


def of_catalogue(*procedures, published=None) -> list[str]:
    """Return the codes of the faults of a catalogue."""
    return [fault.code for fault in check_catalogue(Catalogue(procedures, "c", published))]


def test_a_version_is_there_once():
    """The same version twice is a fault; two versions from one day are another."""
    assert of_catalogue(TEN_DAYS, TEN_DAYS) == ["duplicate-version"]
    assert of_catalogue(TEN_DAYS, evolve(TEN_DAYS, version="2")) == ["duplicate-validity"]
    assert of_catalogue(TEN_DAYS, evolve(TEN_DAYS, version="2", valid_from=None)) == []


def test_published_totals_are_compared():
    """Totals that do not add up, or differ from what is there, are warnings."""
    assert of_catalogue(TEN_DAYS, PAUSING, published=Totals(2, 2, 0, 0)) == []
    assert of_catalogue(TEN_DAYS, PAUSING, published=Totals(2, 1, 1, 0)) == ["totals-differ"] * 2
    assert of_catalogue(TEN_DAYS, PAUSING, published=Totals(3, 2, 0, 0)) == [
        "totals-inconsistent",
        "totals-differ",
    ]


def test_faults_read_in_both_languages():
    """Every fault has a text in Vietnamese and in English."""
    broken = evolve(TEN_DAYS, limits=(), name=both(""), supplement_max=-1, workflow="x")

    for fault in check_procedure(broken, workflows=(PERMIT,)):
        assert fault.text("vi")
        assert fault.text("en")


def test_post_is_a_channel_of_its_own():
    """A limit per channel is no duplicate."""
    rules = (LimitRule(working_days(10)), LimitRule(working_days(12), channel=Channel.POST))

    assert found(evolve(TEN_DAYS, limits=rules)) == []
