"""Claiming, giving back, re-assigning and following up: acts of every case, in no workflow."""

from contextlib import suppress
from datetime import timedelta

import pytest
from attrs import evolve
from hypothesis import given, settings
from hypothesis import strategies as st

from caseflow import netherlands as nl
from caseflow import vietnam as vn
from caseflow.cases import (
    ASSIGNMENT_ACTIONS,
    CLAIM,
    FOLLOW_UP,
    REASSIGN,
    RELEASE,
    FollowUp,
    Reassignment,
    fold,
)
from caseflow.checks import check_workflow
from caseflow.engine import Assignments, Engine, Migration
from caseflow.errors import (
    ActionRefusedError,
    ConcurrentUpdateError,
    HistoryError,
    InputError,
    KeyReusedError,
    NaiveDatetimeError,
    PayloadError,
    TextInvalidError,
    TimeReversedError,
    ValueInvalidError,
)
from caseflow.values import Actor, Channel
from caseflow.vietnam.papers import papers_of
from caseflow.vietnam.stored import case_codec
from caseflow.workflow import SetFact
from stores.offices import CITIZEN, CLERK, HEAD, OFFICER, at

ENGINE = Engine(vn.danang())
OTHER = Actor("u18", {"intake"})
LODGED, CLAIMED = at("2026-03-02 08:00"), at("2026-03-02 09:00")
LATER, DAY_AFTER = at("2026-03-02 10:00"), at("2026-03-03 08:00")
NEXT_WEEK = at("2026-03-09 08:00")
GIVEN = Reassignment("u99", "the clerk is on leave")

DOES = {
    "claim": (CLAIM, None),
    "release": (RELEASE, None),
    "give": (REASSIGN, GIVEN),
    "date": (FOLLOW_UP, FollowUp(NEXT_WEEK)),
    "clear": (FOLLOW_UP, FollowUp()),
}


def opened():
    online = Channel.ONLINE
    return ENGINE.open("1.014445", case_id="H1", channel=online, result_by=online, at=LODGED)


def claimed(by=CLERK, **more):
    return ENGINE.fire(opened(), CLAIM, by=by, at=CLAIMED, **more)


def codes(case, action, payload=None, by=CLERK, when=LATER):
    """The codes by which *action* is refused."""
    with pytest.raises(ActionRefusedError) as caught:
        ENGINE.fire(case, action, payload, by=by, at=when)
    for each in caught.value.refusals:
        assert all(each.text(language) for language in ("vi", "en", "nl"))
        assert each.text("vi") != each.text("en")
    return [each.code for each in caught.value.refusals]


def answered(case, by):
    """The codes by which each action of assignment is refused, asked before it is done."""
    return {
        option.action.name: [each.code for each in option.refusals]
        for option in ENGINE.assignment_actions(case, by=by)
    }


def test_an_officer_claims_a_case_and_gives_it_back():
    """The state and the clocks stay; only who works on the case changes, on record."""
    case = claimed()
    assert (opened().assigned_to, case.assigned_to) == ("", "clerk")
    assert (case.state, case.clock_states) == (opened().state, opened().clock_states)
    assert (case.last.action, case.last.effects, case.last.clocks) == ("claim-case", (), ())

    free = ENGINE.fire(case, RELEASE, by=CLERK, at=LATER)
    assert free.assigned_to == ""
    assert free.facts == opened().facts
    assert ENGINE.deadlines(free, at=LATER).legal == ENGINE.deadlines(opened(), at=LATER).legal


def test_what_another_has_claimed_is_refused_and_ones_own_changes_nothing():
    """The refusal says what to do; claiming again makes no record."""
    case = claimed()
    assert ENGINE.fire(case, CLAIM, by=CLERK, at=LATER, key="again") is case
    assert codes(case, CLAIM, by=OTHER) == ["claimed-already"]
    assert codes(case, RELEASE, by=OTHER) == ["claimed-by-another"]
    assert codes(opened(), RELEASE) == ["not-claimed"]


def test_a_refusal_does_not_name_the_officer():
    """Who has the case is for those who may work on it."""
    case = claimed(by=Actor("u-1917", {"intake"}))
    for by in (CITIZEN, OFFICER):
        for option in ENGINE.assignment_actions(case, by=by):
            assert all("1917" not in f"{each.text('en')} {each!r}" for each in option.refusals)


def test_who_has_no_role_for_an_action_of_the_state_claims_nothing():
    """The applicant has one, which is none of an officer."""
    assert codes(opened(), CLAIM, by=CITIZEN) == ["role-missing"]
    assert codes(opened(), CLAIM, by=Actor("u1", {"gardener"})) == ["role-missing"]
    assert codes(opened(), CLAIM, by=Actor("", {"intake"})) == ["actor-unnamed"]
    assert codes(opened(), FOLLOW_UP, FollowUp(NEXT_WEEK), by=CITIZEN) == ["role-missing"]


def test_re_assigning_needs_a_role_a_person_and_a_reason():
    """To the officer who has the case it changes nothing."""
    case = ENGINE.fire(claimed(), REASSIGN, GIVEN, by=HEAD, at=LATER)
    assert case.assigned_to == "u99"
    assert ENGINE.fire(case, REASSIGN, Reassignment("u99", "once more"), by=HEAD, at=LATER) is case
    assert ENGINE.fire(opened(), REASSIGN, GIVEN, by=HEAD, at=LATER).assigned_to == "u99"
    assert codes(claimed(), REASSIGN, GIVEN) == ["role-missing"]
    for officer, reason in (("", "why"), ("  ", "why"), ("u99", ""), ("u99", " ")):
        with pytest.raises(InputError):
            Reassignment(officer, reason)
    with pytest.raises(TextInvalidError):
        Reassignment("u\u200b99", "why")


def test_who_may_re_assign_is_configured_or_follows_from_the_workflow():
    """Without a setting it is who may decide a case by its workflow."""
    bare = evolve(ENGINE.jurisdiction, assignments=Assignments())
    deciding = {
        role for each in bare.workflows[0].transitions if each.decides for role in each.roles
    }
    for role in ("intake", *deciding):
        refused = [
            each.refusals
            for each in Engine(bare).assignment_actions(opened(), by=Actor("u1", {role}))
            if each.action.name == REASSIGN.name
        ]
        assert (refused == [()]) == (role in deciding)
    chosen = Engine(evolve(bare, assignments=Assignments({"intake"})))
    assert chosen.fire(opened(), REASSIGN, GIVEN, by=CLERK, at=LATER).assigned_to == "u99"


def test_a_follow_up_date_lies_in_the_future_and_can_be_cleared():
    """The same date again changes nothing; a naive one is an error."""
    case = ENGINE.fire(opened(), FOLLOW_UP, FollowUp(NEXT_WEEK), by=CLERK, at=CLAIMED)
    assert case.follow_up_at == NEXT_WEEK
    assert ENGINE.fire(case, FOLLOW_UP, FollowUp(NEXT_WEEK), by=CLERK, at=LATER) is case
    assert codes(case, FOLLOW_UP, FollowUp(LATER)) == ["follow-up-past"]
    assert ENGINE.fire(case, FOLLOW_UP, FollowUp(), by=CLERK, at=LATER).follow_up_at is None
    with pytest.raises(NaiveDatetimeError):
        FollowUp(NEXT_WEEK.replace(tzinfo=None))
    with pytest.raises(PayloadError):
        ENGINE.fire(opened(), FOLLOW_UP, None, by=CLERK, at=CLAIMED)


@pytest.mark.parametrize("with_key", [True, False])
def test_the_end_of_a_case_ends_both(with_key):
    """The record that closes the case says so; nothing can be claimed then."""
    case = ENGINE.fire(claimed(), FOLLOW_UP, FollowUp(NEXT_WEEK), by=CLERK, at=LATER)
    reject = vn.Reason("the filing is for another agency")
    closed = ENGINE.fire(
        case, vn.REJECT, reject, by=CLERK, at=DAY_AFTER, key="k" if with_key else None
    )
    assert (closed.assigned_to, closed.follow_up_at) == ("", None)
    assert {each.after for each in closed.last.facts} == {None}
    assert ENGINE.replay(closed.records) == closed
    for codes_of in answered(closed, CLERK).values():
        assert codes_of == ["case-closed"]
    plain = ENGINE.fire(opened(), vn.REJECT, reject, by=CLERK, at=DAY_AFTER)
    assert plain.last.facts == ()


def test_what_may_be_done_is_answered_before():
    """Each of the four is allowed, or refused with its reasons, under its name for people."""
    assert answered(claimed(), CLERK) == {
        "claim-case": [],
        "release-case": [],
        "reassign-case": ["role-missing"],
        "set-follow-up": [],
    }
    assert answered(opened(), HEAD)["reassign-case"] == []
    names = [option.action.label("vi") for option in ENGINE.assignment_actions(opened(), by=CLERK)]
    assert len(set(names)) == 4


def test_keys_versions_and_order_are_those_of_every_act():
    """A repeated key does nothing twice, a stale version and an earlier instant are refused."""
    case = claimed(key="r1", expected_version=1)
    assert ENGINE.fire(case, CLAIM, by=CLERK, at=CLAIMED, key="r1") is case
    with pytest.raises(KeyReusedError):
        ENGINE.fire(case, RELEASE, by=CLERK, at=LATER, key="r1")
    with pytest.raises(ConcurrentUpdateError):
        ENGINE.fire(case, RELEASE, by=CLERK, at=LATER, expected_version=1)
    with pytest.raises(TimeReversedError):
        ENGINE.fire(case, RELEASE, by=CLERK, at=LODGED)


def test_no_fingerprint_depends_on_them():
    """They are actions of no workflow, and no workflow may have one of their names."""
    for workflow in (*vn.danang().workflows, *nl.municipality().workflows):
        names = {each.name for each in workflow.actions}
        assert names.isdisjoint({"claim-case", "release-case", "reassign-case", "set-follow-up"})


def test_a_workflow_takes_none_of_their_names():
    """An action or a fact of such a name is a fault of the definition."""
    workflow = vn.danang().workflows[0]
    first, *others = workflow.transitions
    setting = evolve(first, facts=(SetFact("caseflow:assigned-to", "u1"),))
    faults = check_workflow(evolve(workflow, transitions=(setting, *others)))
    assert "bad-name" in [each.code for each in faults]
    for action in ASSIGNMENT_ACTIONS.values():
        named = evolve(workflow, actions=(*workflow.actions, action))
        assert "bad-name" in [each.code for each in check_workflow(named)]
    online = Channel.ONLINE
    with pytest.raises(ValueInvalidError, match="caseflow:assigned-to"):
        ENGINE.open(
            "1.014445",
            channel=online,
            result_by=online,
            at=LODGED,
            facts={"caseflow:assigned-to": "u1"},
        )


ACTS = st.lists(
    st.tuples(
        st.sampled_from(
            ["claim", "release", "give", "date", "clear", "receive", "assign", "reject"]
        ),
        st.sampled_from([CLERK, OTHER, OFFICER, HEAD]),
    ),
    max_size=9,
)


@given(ACTS, st.lists(st.tuples(st.integers(0, 9), st.booleans()), max_size=3))
@settings(deadline=None)
def test_whatever_is_corrected_the_history_replays_and_loses_no_assignment(acts, corrections):
    """Claims among acts, then acts taken back or entered late: who has the case stays so.

    Only taking back an act of assignment, or an end of the case, changes it.
    """
    does = {
        **DOES,
        "receive": (vn.RECEIVE, vn.Receipt(4)),
        "assign": (vn.ASSIGN, vn.Assignment("Phòng A")),
        "reject": (vn.REJECT, vn.Reason("the filing is for another agency")),
    }
    case, now = opened(), CLAIMED
    for name, by in acts:
        now += timedelta(minutes=1)
        with suppress(ActionRefusedError):
            case = ENGINE.fire(case, *does[name], by=by, at=now)
    for place, is_late in corrections:
        now += timedelta(minutes=1)
        before = case
        with suppress(ActionRefusedError):
            if is_late:
                act, when = vn.Assignment("Phòng B"), CLAIMED + timedelta(minutes=place, seconds=30)
                late = {"by": CLERK, "at": min(when, now), "entered_at": now}
                case = ENGINE.fire(case, vn.ASSIGN, act, **late)
            elif 0 < place < case.version:
                case = ENGINE.annul(case, place, at=now, by=HEAD, reason="an error")
        annulled = case.annulled - before.annulled
        touched = {before.records[seq].action for seq in annulled} & {*ASSIGNMENT_ACTIONS, "reject"}
        if not touched:
            assert (case.assigned_to, case.follow_up_at) == (
                before.assigned_to,
                before.follow_up_at,
            )
        assert ENGINE.replay(case.records) == case
        assert fold(case.records) == case


def test_a_late_entry_and_an_annulment_lose_no_assignment():
    """An act entered before a claim, or taken back, leaves who works on the case as it is."""
    case = ENGINE.fire(opened(), vn.RECEIVE, vn.Receipt(4), by=CLERK, at=CLAIMED)
    case = ENGINE.fire(case, CLAIM, by=OFFICER, at=LATER)
    case = ENGINE.fire(case, FOLLOW_UP, FollowUp(NEXT_WEEK), by=OFFICER, at=LATER)
    back = ENGINE.annul(case, 1, at=DAY_AFTER, by=HEAD, reason="it was another filing")
    assert (back.state, back.assigned_to, back.follow_up_at) == ("registered", "officer", NEXT_WEEK)
    assert ENGINE.replay(back.records) == back

    reject = vn.Reason("the filing is for another agency")
    late = {"by": CLERK, "at": CLAIMED - timedelta(minutes=5), "entered_at": DAY_AFTER}
    shut = ENGINE.fire(back, vn.REJECT, reject, **late)
    assert (shut.state, shut.assigned_to, shut.follow_up_at) == ("rejected", "", None)
    assert ENGINE.replay(shut.records) == shut
    again = ENGINE.annul(shut, shut.last.seq, at=NEXT_WEEK, by=HEAD, reason="it was ours")
    assert (again.assigned_to, again.follow_up_at) == ("officer", NEXT_WEEK)
    assert ENGINE.replay(again.records) == again


def test_a_case_that_moves_to_another_definition_keeps_its_officer():
    """The new workflow knows the actions of assignment as every workflow does."""
    office = ENGINE.jurisdiction
    newer = evolve(office.workflows[0], version="next")
    both = Engine(evolve(office, workflows=(*office.workflows, newer)))
    case = ENGINE.fire(claimed(), FOLLOW_UP, FollowUp(NEXT_WEEK), by=CLERK, at=LATER)
    moved = both.migrate(case, Migration(newer.fingerprint), at=LATER, by=HEAD, reason="newer")
    assert moved.fingerprint == newer.fingerprint
    assert (moved.assigned_to, moved.follow_up_at) == ("clerk", NEXT_WEEK)
    free = both.fire(moved, RELEASE, by=CLERK, at=DAY_AFTER)
    assert (free.assigned_to, both.replay(free.records)) == ("", free)


def test_no_paper_shows_an_assignment():
    """A follow-up date that was entered late is no correction that a paper reports."""
    case = ENGINE.fire(claimed(), vn.RECEIVE, vn.Receipt(4), by=CLERK, at=LATER)
    plain = ENGINE.fire(opened(), vn.RECEIVE, vn.Receipt(4), by=CLERK, at=LATER)
    late = {"by": CLERK, "at": LATER, "entered_at": DAY_AFTER}
    case = ENGINE.fire(case, FOLLOW_UP, FollowUp(NEXT_WEEK), **late)
    printed, before = papers_of(case, ENGINE), papers_of(plain, ENGINE)
    assert [type(each) for each in printed] == [type(each) for each in before]


def test_a_claim_is_taken_back_as_any_act_is():
    """An annulment of the claim leaves the case to nobody."""
    case = ENGINE.annul(claimed(), 1, at=LATER, by=HEAD, reason="the wrong filing")
    assert case.assigned_to == ""
    assert ENGINE.replay(case.records) == case


@pytest.mark.parametrize(
    "forged",
    [
        {"facts": ()},
        {"actor": CITIZEN.__class__("clerk", {"gardener"})},
        {"actor": OFFICER},
    ],
)
def test_a_forged_claim_does_not_replay(forged):
    """A claim is by somebody with a role, and gives the case to nobody else."""
    case = claimed()
    if forged == {"facts": ()}:
        change = evolve(case.last.facts[0], after="u99")
        forged = {"facts": (change,)}
    with pytest.raises(HistoryError):
        ENGINE.replay([case.records[0], case.last._replace(**forged)])


def test_records_are_kept_under_stable_names():
    """What is written is read back equal."""
    codec = case_codec()
    case = ENGINE.fire(claimed(), REASSIGN, GIVEN, by=HEAD, at=LATER)
    case = ENGINE.fire(case, FOLLOW_UP, FollowUp(NEXT_WEEK), by=CLERK, at=LATER)
    data = [codec.record_to_data(each)["payload"] for each in case.records[1:]]
    assert data == [
        None,
        {
            "type": "case-reassignment/1",
            "data": {"officer": "u99", "reason": "the clerk is on leave"},
        },
        {"type": "case-follow-up/1", "data": {"at": "2026-03-09T08:00:00+07:00"}},
    ]
    assert codec.loads_case(codec.dumps(case)) == case


STEPS = st.lists(
    st.tuples(
        st.sampled_from(["claim", "release", "give", "date", "clear"]),
        st.sampled_from([CLERK, OTHER, OFFICER, HEAD, CITIZEN]),
    ),
    max_size=8,
)


@given(STEPS)
@settings(deadline=None)
def test_any_sequence_replays_and_claim_then_release_is_nothing(steps):
    """Facts follow a list of who has the case; records give the same case again."""
    case, holder, now = opened(), "", CLAIMED
    for name, by in steps:
        action, payload = DOES[name]
        officer = by in (CLERK, OTHER, OFFICER, HEAD)
        may = {
            "claim": officer and holder in ("", by.id),
            "release": bool(holder) and holder == by.id,
            "give": by is HEAD,
        }.get(name, officer or holder == by.id)
        try:
            case = ENGINE.fire(case, action, payload, by=by, at=now)
        except ActionRefusedError:
            assert not may
        else:
            assert may
            holder = {"claim": by.id, "release": "", "give": "u99"}.get(name, holder)
        assert case.assigned_to == holder
        now += timedelta(minutes=1)
    assert ENGINE.replay(case.records) == case
    if not case.assigned_to:
        taken = ENGINE.fire(case, CLAIM, by=CLERK, at=now)
        assert ENGINE.fire(taken, RELEASE, by=CLERK, at=now).facts == case.facts
