"""Moving open cases to another definition: what may move, what moves with it, what it leaves."""

import json
from datetime import date

import pytest
from attrs import evolve, fields

from caseflow.cases import MIGRATE, Case, LimitPolicy, Migrated
from caseflow.checks import check_workflow
from caseflow.engine import Engine, Jurisdiction, Migration, try_migration
from caseflow.errors import (
    ActionRefusedError,
    HistoryError,
    TimeReversedError,
    UnknownNameError,
    ValueInvalidError,
)
from caseflow.ledgers import ClockState
from caseflow.limits import working_days
from caseflow.procedures import Catalogue, Extension, LimitRule, Procedure
from caseflow.targets import Timeliness
from caseflow.values import Actor, Channel
from migrations import EXAMINING, SIX_DAYS, UNTIMED, engine, renamed, to_examining
from permits import (
    ASK,
    ASSIGN,
    CITIZEN,
    CLERK,
    DECIDE,
    EXPERT,
    EXTEND,
    PERMIT,
    RECEIVE,
    REDIRECT,
    RETURN,
    SUPPLY,
    TEN_DAYS,
    WITHDRAW,
    Missing,
    Receipt,
    Way,
    at,
    calendar,
    codec,
)

ADMIN = Actor("admin")
WHY = "Quyết định 712/QĐ-UBND"


def lodged(code: str = "P.1", channel: Channel = Channel.ONLINE, **more: object) -> Case:
    """A filing of 2 March, a Monday."""
    return engine().open(
        code, channel=channel, result_by=channel, at=at(2), case_id="C1", branch=None, **more
    )


def received(code: str = "P.1", channel: Channel = Channel.ONLINE) -> Case:
    """A filing that an officer works on."""
    case = engine().fire(lodged(code, channel), RECEIVE, Receipt(1), by=CLERK, at=at(2))
    return engine().fire(case, ASSIGN, by=CLERK, at=at(2))


def asked(code: str = "P.1") -> Case:
    """A filing that waits for a supplement since the 4th."""
    return engine().fire(received(code), ASK, Missing(("map",)), by=EXPERT, at=at(4))


def migrate(case: Case, migration: Migration, day: int = 5) -> Case:
    """Move *case*, and see that nothing before was touched and that it replays."""
    moved = engine().migrate(case, migration, at=at(day), by=ADMIN, reason=WHY)
    assert moved.records[: case.version] == case.records
    assert engine().replay(moved.records) == moved
    text = codec().dumps(moved)
    assert codec().loads_case(text) == moved
    assert codec().dumps(codec().loads_case(text)) == text
    return moved


def refused(case: Case, migration: Migration, day: int = 5) -> list[str]:
    """Return the codes of the reasons why *case* cannot move."""
    with pytest.raises(ActionRefusedError) as caught:
        engine().migrate(case, migration, at=at(day), by=ADMIN, reason=WHY)
    assert caught.value.action == MIGRATE
    for each in caught.value.refusals:
        assert each.text("vi") != each.text("en")
        assert "{" not in each.text("vi") + each.text("en")
    return [each.code for each in caught.value.refusals]


def due(case: Case, clock: str = "legal", day: int = 5) -> date | None:
    """Return the day *clock* is due."""
    found = engine().deadlines(case, at=at(day))[clock].due
    return None if found is None else found.on


# ── what moves ──────────────────────────────────────────────────────────────────────────────


def test_the_newer_definitions_have_no_faults():
    """What the tests move cases to would be taken by any engine."""
    for workflow in (EXAMINING, UNTIMED):
        assert not [fault for fault in check_workflow(workflow) if not fault.is_warning]


def test_a_case_goes_on_under_the_new_definition():
    """The state has its new name, and the case is worked to its end by the new workflow."""
    case = received()
    moved = migrate(case, to_examining())

    assert (moved.state, moved.fingerprint) == ("examining", EXAMINING.fingerprint)
    assert moved.opened == case.opened
    done = engine().fire(moved, DECIDE, by=EXPERT, at=at(16))
    done = engine().fire(done, RETURN, by=CLERK, at=at(17))
    assert engine().timeliness(done).timeliness is Timeliness.ON_TIME
    assert engine().replay(done.records) == done


def test_the_act_is_on_record():
    """Who, why, when, from what to what, and every date before and after."""
    case = received()
    record = migrate(case, to_examining(versions={"P.1": "2"}, limits="latest")).last

    assert (record.action, record.actor, record.at) == (MIGRATE, ADMIN, at(5))
    assert (record.source, record.target) == ("processing", "examining")
    payload = record.payload
    assert isinstance(payload, Migrated)
    assert (payload.workflow_before, payload.workflow_after) == (
        PERMIT.fingerprint,
        EXAMINING.fingerprint,
    )
    assert (payload.version_before, payload.version_after) == ("1", "2")
    assert (payload.reason, payload.policy) == (WHY, LimitPolicy.LATEST)
    moves = {each.clock: (each.before, each.after) for each in payload.dates}
    assert moves["legal"] == (date(2026, 3, 16), date(2026, 3, 10))
    assert moves["promised"] == (date(2026, 3, 12), date(2026, 3, 10))


def test_an_open_case_never_moves_by_itself():
    """An engine that takes new cases by the new workflow works the old one as before."""
    case = received()
    assert case.fingerprint == PERMIT.fingerprint
    assert engine().fire(case, DECIDE, by=EXPERT, at=at(5)).fingerprint == PERMIT.fingerprint


def test_a_running_clock_goes_on_under_its_new_name():
    """The applicant's time runs since the 4th, as if it had always had that name."""
    case = asked()
    moved = migrate(case, to_examining())

    before, after = case.clock("supplement"), moved.clock("answer")
    assert moved.clock("supplement") is None
    assert (after.limit, after.marks) == (before.limit, before.marks)
    assert dict(moved.clock_states)["answer"] is ClockState.RUNNING
    assert "supplement" not in dict(moved.clock_states)
    assert due(moved, "answer") == due(case, "supplement")
    supplied = engine().fire(moved, SUPPLY, by=CITIZEN, at=at(6))
    assert supplied.clock("answer").state is ClockState.STOPPED
    assert engine().replay(supplied.records) == supplied


def test_a_case_that_is_there_stays_as_it_is():
    """Doing it again does nothing, so a migration that was cut short can be done again."""
    moved = migrate(received(), to_examining())
    assert engine().migrate(moved, to_examining(), at=at(6), by=ADMIN, reason=WHY) is moved


def test_a_case_may_move_there_and_back():
    """Each move is a separate record, and the clock has its first name again."""
    moved = migrate(asked(), to_examining())
    back = Migration(
        PERMIT.fingerprint, states={"examining": "processing"}, clocks={"answer": "supplement"}
    )
    again = migrate(moved, back, day=6)

    assert again.terms == asked().terms
    assert again.clock("supplement").marks == asked().clock("supplement").marks
    assert again.clock("answer") is None


# ── whose limit ─────────────────────────────────────────────────────────────────────────────


def test_trap_51_a_received_case_keeps_its_limit_unless_somebody_says_otherwise():
    """The due date does not move with the catalogue; taking the new limit is a stated policy."""
    case = received()
    kept = migrate(case, to_examining(versions={"P.1": "2"}))
    new = migrate(case, to_examining(versions={"P.1": "2"}, limits=LimitPolicy.LATEST))

    assert due(case) == due(kept) == date(2026, 3, 16)
    assert kept.procedure_version == new.procedure_version == "2"
    assert (kept.terms.timed_by, new.terms.timed_by) == ("1", None)
    assert due(new) == date(2026, 3, 10)


def test_trap_51_what_is_kept_is_kept_for_good():
    """A promise, a restart after a supplement and an extension go by the old version too."""
    moved = migrate(asked(), to_examining(versions={"P.1": "2"}))
    supplied = engine().fire(moved, SUPPLY, by=CITIZEN, at=at(6))
    alone = engine().fire(asked(), SUPPLY, by=CITIZEN, at=at(6))

    assert due(supplied) == due(alone) == date(2026, 3, 20)
    assert due(supplied, "promised") == due(alone, "promised")
    extended = engine().fire(supplied, EXTEND, by=EXPERT, at=at(9))
    assert due(extended) == date(2026, 3, 27)


def test_trap_51_a_filing_not_yet_accepted_keeps_the_limit_it_came_under():
    """Its legal clock has not started, and starts with the old limit all the same."""
    moved = migrate(lodged(), to_examining(versions={"P.1": "2"}))
    moved = engine().fire(moved, RECEIVE, Receipt(1), by=CLERK, at=at(6))
    assert moved.clock("legal").limit == working_days(10)


def test_a_second_move_keeps_the_first_limit():
    """Pinned again, a case goes by the version it was received under, not by one in between."""
    moved = migrate(received(), to_examining(versions={"P.1": "2"}))
    back = Migration(PERMIT.fingerprint, states={"examining": "processing"})
    again = migrate(moved, back, day=6)
    assert (again.procedure_version, again.terms.timed_by) == ("2", "1")
    latest = evolve(back, to=EXAMINING.fingerprint, states={"processing": "examining"})
    assert due(migrate(again, evolve(latest, limits=LimitPolicy.LATEST), day=9)) == date(
        2026, 3, 10
    )


def test_the_new_limits_pause_and_promise():
    """Under the latest limit the time already used counts, and a lost promise is gone."""
    moved = migrate(asked(), to_examining(versions={"P.1": "2"}, limits="latest"))
    legal = moved.clock("legal")
    assert (legal.limit, legal.left(calendar(), at(5))) == (working_days(6), 4)
    assert moved.promise("legal") is None
    # The new version only pauses for a supplement: two of six days were used.
    supplied = engine().fire(moved, SUPPLY, by=CITIZEN, at=at(6))
    assert due(supplied, day=6) == date(2026, 3, 12)


def test_every_field_of_a_procedure_is_a_time_rule_or_is_not():
    """A field that is added must be thought about: does a received case keep it?"""
    of_the_new = {
        "code",
        "version",
        "name",
        "workflow",
        "field",
        "agency",
        "supplement_max",
        "reappointment_max",
        "payment",
        "keeps_fee_when_refused",
        "fee_text",
        "fees",
        "abolished_on",
        "abolished_by",
        "steps",
        "source",
        "decision",
        "decision_on",
        "valid_from",
        "closed_to_new_from",
        "retired_from",
        "note",
        "valid_from_is",
        "limit_by_law",
        "shortened_by",
        "decided_by",
        "is_example",
        "partial_reason",
    }
    kept = _OtherRules()
    taken = SIX_DAYS.timed_as(kept)
    assert kept.asked.isdisjoint(of_the_new)
    assert kept.asked | of_the_new == {each.name for each in fields(Procedure)}
    assert taken.limits == TEN_DAYS.limits


class _OtherRules:
    """A procedure that remembers what it was asked for."""

    def __init__(self):
        self.asked = set()

    def __getattr__(self, name):
        self.asked.add(name)
        return getattr(TEN_DAYS, name)


# ── what cannot move ────────────────────────────────────────────────────────────────────────


def test_closed_and_decided_cases_stay():
    """What is decided is history; what is closed has nothing left to do."""
    decided = engine().fire(received(), DECIDE, by=EXPERT, at=at(5))
    returned = engine().fire(decided, RETURN, by=CLERK, at=at(5))
    withdrawn = engine().fire(received(), WITHDRAW, by=CITIZEN, at=at(5))

    assert refused(decided, to_examining()) == ["decided"]
    assert refused(returned, to_examining()) == ["closed"]
    assert refused(withdrawn, to_examining()) == ["closed"]


def test_a_state_needs_a_counterpart():
    """Not mapped, mapped to nothing, mapped to an end: each has its reason."""
    case = received()
    assert refused(case, to_examining(states={})) == ["state-unmapped"]
    assert refused(case, to_examining(states={"processing": "nowhere"})) == ["state-unknown"]
    assert refused(case, to_examining(states={"processing": "withdrawn"})) == ["state-final"]


def test_a_clock_that_runs_needs_a_counterpart():
    """Time that is being counted is never dropped; a clock that is stopped may go."""
    assert refused(asked(), to_examining(clocks={})) == ["clock-lost"]
    assert refused(asked(), Migration(UNTIMED.fingerprint)) == ["clock-lost"]
    supplied = engine().fire(asked(), SUPPLY, by=CITIZEN, at=at(5))
    assert migrate(supplied, Migration(UNTIMED.fingerprint), day=6).state == "processing"


def test_two_clocks_never_become_one():
    """A clock cannot take the name of another that is running or paused."""
    assert refused(asked(), to_examining(clocks={"supplement": "legal"})) == ["clock-taken"] * 2


def test_clocks_must_stand_as_the_new_workflow_has_them():
    """A case whose clocks no case of the new workflow could have would be stuck later."""
    waits_elsewhere = to_examining(states={"waiting": "paying", "processing": "examining"})
    assert refused(asked(), waits_elsewhere) == ["clocks-misfit"]


def test_a_version_without_a_limit_for_the_case_is_refused():
    """The new version must cover the channel and the branch if its limits are to count."""
    latest = to_examining(versions={"P.1": "2"}, limits="latest")
    by_post = engine().fire(lodged(channel=Channel.POST), RECEIVE, Receipt(1), by=CLERK, at=at(2))
    refusal = engine().open(
        "P.1", channel=Channel.COUNTER, result_by=Channel.COUNTER, at=at(2), branch="refused"
    )

    assert refused(by_post, latest) == ["channel-closed"]
    assert refused(refusal, latest) == ["limit-missing"]
    pinned = evolve(latest, limits=LimitPolicy.PINNED)
    assert due(migrate(by_post, pinned)) == due(by_post)
    assert migrate(refusal, pinned).branch == "refused"


def test_a_version_or_procedure_of_another_workflow_is_refused():
    """The version must exist and be worked by the workflow the case moves to."""
    assert refused(received(), to_examining(versions={"P.1": "9"})) == ["version-unknown"]
    other = evolve(renamed(PERMIT, {}, {}), name="other")
    held = Engine(Jurisdiction("o", calendar(), Catalogue((TEN_DAYS,)), (PERMIT, other)))
    with pytest.raises(ActionRefusedError) as caught:
        held.migrate(received(), Migration(other.fingerprint), at=at(5), by=ADMIN, reason=WHY)
    assert [each.code for each in caught.value.refusals] == ["procedure-elsewhere"]


def test_an_extension_in_another_unit_is_refused():
    """Five working days cannot be added to a limit in calendar days."""
    from caseflow.limits import calendar_days

    days = evolve(
        SIX_DAYS, version="3", extension=TEN_DAYS.extension, limits=(LimitRule(calendar_days(20)),)
    )
    held = Engine(Jurisdiction("o", calendar(), Catalogue((TEN_DAYS, days)), (EXAMINING, PERMIT)))
    extended = held.fire(received(), EXTEND, by=EXPERT, at=at(5))
    latest = to_examining(versions={"P.1": "3"}, limits="latest")
    with pytest.raises(ActionRefusedError) as caught:
        held.migrate(extended, latest, at=at(5), by=ADMIN, reason=WHY)
    assert [each.code for each in caught.value.refusals] == ["extension-misfits"]


def test_every_reason_is_given_at_once():
    """Whoever mends the mapping learns all that is wrong with it."""
    decided = engine().fire(received(), DECIDE, by=EXPERT, at=at(5))
    elsewhere = to_examining(sources=[UNTIMED.fingerprint], states={"decided": "gone"}, clocks={})
    assert refused(decided, elsewhere) == ["other-workflow", "decided", "state-unknown"]


@pytest.mark.parametrize(
    "wrong",
    [
        {"states": {"procesing": "examining"}},
        {"clocks": {"suplement": "answer"}},
        {"sources": ["permit@0000"]},
    ],
)
def test_a_misspelt_mapping_is_refused_before_any_case_is_looked_at(wrong):
    """A name on the left that no workflow has would silently do nothing."""
    with pytest.raises(UnknownNameError):
        engine().migrate(received(), to_examining(**wrong), at=at(5), by=ADMIN, reason=WHY)
    with pytest.raises(UnknownNameError):
        try_migration(engine(), [], to_examining(**wrong), at=at(5))


def test_wrong_migrations_are_refused():
    """An unknown workflow or policy, sources that are a text, an earlier instant."""
    with pytest.raises(UnknownNameError):
        try_migration(engine(), [received()], Migration("permit@0"), at=at(5))
    with pytest.raises(UnknownNameError):
        to_examining(limits="newest")
    with pytest.raises(ValueInvalidError):
        to_examining(sources="permit")
    with pytest.raises(TimeReversedError):
        engine().migrate(received(), to_examining(), at=at(1), by=ADMIN, reason=WHY)


# ── the dry run ─────────────────────────────────────────────────────────────────────────────


def test_a_dry_run_says_which_can_and_why_the_others_cannot():
    """Counts, every case that stays with its reasons, as data and in both languages."""
    there = migrate(received(), to_examining())
    decided = engine().fire(received(), DECIDE, by=EXPERT, at=at(5))
    report = try_migration(
        engine(), [received(), asked(), there, decided], to_examining(clocks={}), at=at(5)
    )

    assert (report.asked, report.moved, report.there) == (4, 1, 1)
    assert report.reasons == {"clock-lost": 1, "decided": 1}
    assert [each.codes for each in report.stayed] == [("clock-lost",), ("decided",)]
    assert report.text("en").startswith("4 cases: 1 can move, 1 there already, 2 cannot move\nC1: ")
    assert report.text("vi").startswith("4 hồ sơ: chuyển được 1")
    data = json.loads(json.dumps(report.to_data()))
    assert data["reasons"] == {"clock-lost": 1, "decided": 1}
    assert data["stayed"][0]["codes"] == ["clock-lost"]


def test_a_case_that_cannot_be_read_stays_and_stops_no_other():
    """An error on one case is reported in its place."""
    strange = received()._replace(terms=evolve(received().terms, fingerprint="permit@0"))
    report = try_migration(engine(), [strange, received()], to_examining(), at=at(5))
    assert (report.moved, report.reasons) == (1, {"error": 1})
    assert "permit@0" in report.stayed[0].text("vi")


# ── histories ───────────────────────────────────────────────────────────────────────────────


def test_a_forged_move_is_found():
    """A migration into a final state, or records of the old workflow after it, do not replay."""
    moved = migrate(received(), to_examining())
    last = moved.last
    forged = last._replace(move=evolve(last.move, target="withdrawn"))
    with pytest.raises(HistoryError, match="migrate"):
        engine().replay((*moved.records[:-1], forged))
    note = received().records[1]._replace(seq=4, at=at(6))
    with pytest.raises(HistoryError):
        engine().replay((*moved.records, note))


def test_a_history_needs_every_workflow_it_went_through():
    """The old workflow is needed to check what happened under it."""
    moved = migrate(received(), to_examining())
    alone = Engine(Jurisdiction("o", calendar(), Catalogue((TEN_DAYS,)), (EXAMINING,)))
    with pytest.raises(HistoryError, match="not held"):
        alone.replay(moved.records)


def test_what_a_case_that_never_moved_writes_is_as_before():
    """The fields that only a migration fills in are not written for other cases."""
    text = codec().dumps(
        engine().fire(received(), REDIRECT, Way(Channel.POST), by=CITIZEN, at=at(5))
    )
    assert "timed_by" not in text
    assert "takes" not in text


def test_an_unchanged_extension_is_kept():
    """Extended before the move, the case has its longer limit after it."""
    extended = engine().fire(received(), EXTEND, by=EXPERT, at=at(4))
    assert due(migrate(extended, to_examining(versions={"P.1": "2"}))) == due(extended)
    assert TEN_DAYS.extension == Extension(working_days(5), 1)


@pytest.mark.parametrize("reason", ["", "  ", "\n"])
def test_a_reason_is_given_in_words(reason):
    """Whoever moves, recomputes or takes back an act says why; nothing is done without."""
    case = received()
    later = calendar().override("later", sessions_on={date(2026, 3, 10): ()})
    works = Engine(evolve(engine().jurisdiction, calendar=later), calendars=(calendar(),))

    for act in (
        lambda: engine().migrate(case, to_examining(), at=at(5), by=ADMIN, reason=reason),
        lambda: works.rebase(case, later, policy="latest", at=at(5), by=ADMIN, reason=reason),
        lambda: engine().annul(case, 1, at=at(5), by=CLERK, reason=reason),
    ):
        with pytest.raises(ValueInvalidError, match="reason"):
            act()
