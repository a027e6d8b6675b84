"""Cases and records: what a case says of itself, and the fold from its records."""

import pickle
from concurrent.futures import ThreadPoolExecutor
from copy import copy, deepcopy
from datetime import date

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from caseflow.cases import (
    CALENDAR,
    PROMISE,
    Case,
    ClockChange,
    FactChange,
    Move,
    RebasePolicy,
    Record,
    advance,
    apply,
    fits,
    fold,
    present,
)
from caseflow.errors import ClockError, HistoryError
from caseflow.ledgers import ClockLedger, ClockState, MarkKind
from caseflow.limits import working_days
from caseflow.values import Channel
from caseflow.workflow import ACKNOWLEDGEMENT, BRANCH, LEGAL, PROMISED_ON, RESULT_BY
from permits import (
    ASK,
    ASSIGN,
    CLERK,
    DECIDE,
    EXPERT,
    EXTEND,
    REAPPOINT,
    RECEIVE,
    REDIRECT,
    SUPPLY,
    Missing,
    NewDay,
    Receipt,
    Way,
    at,
    engine,
    scenario,
)


def worked() -> Case:
    """Return a case received on 2 March, asked for papers on the 5th, supplied on the 12th."""
    return (
        scenario(case_id="H-1", facts={"papers": 2})
        .given(at=at(2, 8))
        .when(RECEIVE, Receipt(2), by=CLERK, at=at(2), key="k1")
        .when(ASSIGN, by=CLERK, at=at(3))
        .when(ASK, Missing(("map",)), by=EXPERT, at=at(5))
        .when(SUPPLY, by=CLERK, at=at(12))
        .case
    )


# ── what a case tells ───────────────────────────────────────────────────────────────────────


def test_a_case_reports_what_it_is_pinned_to():
    """Procedure, workflow, calendar and channels are fixed at opening."""
    case = worked()

    assert (case.id, case.procedure, case.procedure_version) == ("H-1", "P.1", "1")
    assert case.fingerprint.startswith("permit@")
    assert case.calendar_version.startswith("weekends@")
    assert (case.channel, case.result_by, case.branch) == (Channel.ONLINE, Channel.ONLINE, None)


def test_a_case_reports_what_happened():
    """Version, instants, counts and the last record follow from the records."""
    case = worked()

    assert case.version == 5
    assert (case.opened_at, case.last_at) == (at(2, 8), at(12))
    assert case.last.action == "supply"
    assert (case.last.source, case.last.target) == ("waiting", "processing")
    assert (case.times(ASK), case.times("ask"), case.times(DECIDE)) == (1, 1, 0)
    assert case.decided_at is None
    assert case.promised_on is None
    assert case.keys == ("k1",)
    assert (case.fact("papers"), case.fact("colour")) == (2, None)


def test_a_decided_case_knows_when():
    """The instant of the deciding record is the instant of the result."""
    case = scenario().given(at=at(2, 8)).when(RECEIVE, Receipt(1), by=CLERK, at=at(2))
    case = case.when(ASSIGN, by=CLERK, at=at(3)).when(DECIDE, by=EXPERT, at=at(9)).case

    assert case.decided_at == at(9)


def test_a_case_gives_its_ledgers():
    """The ledger of a clock is folded from the records; clocks that never started have none."""
    case = worked()
    legal = case.clock(LEGAL)

    assert legal is not None
    assert [mark.kind for mark in legal.marks] == [
        MarkKind.START,
        MarkKind.PAUSE,
        MarkKind.RESTART,
    ]
    assert legal.limit == working_days(10)
    assert case.clock("nonsense") is None
    assert [ledger.name for ledger in case.clocks] == ["acknowledgement", "legal", "supplement"]
    assert case.clock_state(LEGAL) is ClockState.RUNNING
    assert case.clock_state(ACKNOWLEDGEMENT) is ClockState.STOPPED
    assert case.clock_state("nonsense") is ClockState.NOT_STARTED


def test_ledgers_agree_with_the_states_kept():
    """The states a case keeps of its clocks are those of their ledgers."""
    case = worked()

    assert {(each.name, each.state) for each in case.clocks} == case.clock_states


def test_the_promise_runs_with_its_clock_and_is_not_extended():
    """The promise has its own limit, the marks of the clock, and no extension."""
    case = scenario().given(at=at(2, 8)).when(RECEIVE, Receipt(1), by=CLERK, at=at(2))
    case = case.when(ASSIGN, by=CLERK, at=at(3)).when(EXTEND, by=EXPERT, at=at(4)).case
    promise = case.promise(LEGAL)

    assert promise is not None
    assert promise.limit == working_days(8)
    assert [mark.kind for mark in promise.marks] == [MarkKind.START]
    assert case.promise(ACKNOWLEDGEMENT) is None
    assert case.promise("nonsense") is None


def test_a_stopped_clock_may_run_again():
    """A clock started anew has a new ledger with its own limit."""
    first = Move("a", "s", "s", (ClockChange("c", MarkKind.START, limit=working_days(1)),))
    stop = Move("b", "s", "s", (ClockChange("c", MarkKind.STOP),))
    again = Move("c", "s", "s", (ClockChange("c", MarkKind.START, limit=working_days(2)),))
    case = worked()
    for day, move in ((13, first), (14, stop), (15, again)):
        case = apply(case, Record(case.version, move, CLERK, at(day), None, None, ()))

    assert case.clock("c") == ClockLedger("c", working_days(2)).start(at(15))


def test_cases_survive_pickling():
    """A case can go to another process and is equal there."""
    case = worked()

    assert pickle.loads(pickle.dumps(case)) == case


# ── marks ───────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("mark", list(MarkKind))
@pytest.mark.parametrize("made", ["", "S", "SP", "SPR", "SX", "SPX"])
def test_marks_fit_as_ledgers_say(mark, made):
    """What fits a state here fits it in a ledger, but a stopped clock may start again."""
    ledger = ClockLedger("c", working_days(10))
    steps = {"S": "start", "P": "pause", "R": "resume", "X": "stop"}
    for day, letter in enumerate(made, 2):
        ledger = getattr(ledger, steps[letter])(at(day))
    arguments = (working_days(1), at(20)) if mark is MarkKind.EXTEND else (at(20),)

    try:
        after = getattr(ledger, mark.value)(*arguments).state
    except ClockError:
        after = None

    if mark is MarkKind.START and ledger.state is ClockState.STOPPED:
        assert fits(mark, ledger.state)
        return
    assert fits(mark, ledger.state) == (after is not None)
    if after is not None:
        before = frozenset({("c", ledger.state)})
        assert advance(before, (ClockChange("c", mark),)) == {("c", after)}


def test_a_mark_that_misfits_is_reported():
    """A pause of a clock that does not run is an error that names both."""
    with pytest.raises(ClockError, match="clock 'c' is not-started and cannot pause"):
        advance(frozenset(), (ClockChange("c", MarkKind.PAUSE),))


def test_another_limit_needs_a_started_clock():
    """The limit of a clock is replaced while it runs or is paused, and at no other time."""
    replace = ClockChange("c", None, limit=working_days(3))
    running = frozenset({("c", ClockState.RUNNING)})

    assert advance(running, (replace,)) == running
    with pytest.raises(ClockError, match="cannot take another limit"):
        advance(frozenset({("c", ClockState.STOPPED)}), (replace,))


def test_a_move_remembers_what_it_does():
    """A move works out the states after it once per combination."""
    move = Move("a", "s", "t", (ClockChange("c", MarkKind.START, limit=working_days(1)),))

    assert move.after(frozenset()) is move.after(frozenset())
    assert move == Move("a", "s", "t", move.clocks)


# ── facts and terms ─────────────────────────────────────────────────────────────────────────


def test_three_facts_are_terms_of_the_case():
    """Result channel, branch and calendar change what the case is pinned to."""
    case = worked()
    changes = (
        FactChange(RESULT_BY, "online", "post"),
        FactChange(BRANCH, None, "refused"),
        FactChange(CALENDAR, case.calendar_version, "latest vn@1"),
        FactChange("papers", 2, None),
        FactChange("colour", None, "red"),
    )

    after = apply(
        case, Record(5, Move("x", "processing", "processing"), CLERK, at(13), None, None, changes)
    )

    assert after.result_by is Channel.POST
    assert after.branch == "refused"
    assert after.terms.rebased == ((RebasePolicy.LATEST, "vn@1"),)
    assert after.calendar_version == case.calendar_version
    assert after.facts == (("colour", "red"),)
    assert present(after, CALENDAR) == "vn@1"
    assert present(after, RESULT_BY) == "post"
    assert case.result_by is Channel.ONLINE


def test_a_branch_may_be_taken_back():
    """A branch set to None is unknown again."""
    move = Move("x", "processing", "processing")
    case = apply(
        worked(), Record(5, move, CLERK, at(13), None, None, (FactChange(BRANCH, None, "b"),))
    )
    case = apply(case, Record(6, move, CLERK, at(13), None, None, (FactChange(BRANCH, "b", None),)))

    assert case.branch is None


def test_a_reappointment_is_a_fact():
    """The re-appointed day is kept as a fact, with the reason."""
    case = scenario().given(at=at(2, 8)).when(RECEIVE, Receipt(1), by=CLERK, at=at(2))
    case = case.when(ASSIGN, by=CLERK, at=at(3))
    case = case.when(REAPPOINT, NewDay(date(2026, 3, 20), "flood"), by=EXPERT, at=at(4)).case

    assert case.promised_on == date(2026, 3, 20)
    assert case.fact("apology") == "flood"
    assert case.last.facts[0] == FactChange(PROMISED_ON, None, date(2026, 3, 20))


def test_facts_changed_mid_case_share_nothing():
    """A change of terms leaves other cases on the same terms alone."""
    one, two = scenario().given(at=at(2)), scenario().given(at=at(2))
    assert one.case.terms is two.case.terms

    one.when(REDIRECT, Way(Channel.POST), by=CLERK, at=at(2))

    assert one.case.result_by is Channel.POST
    assert two.case.result_by is Channel.ONLINE


# ── the fold ────────────────────────────────────────────────────────────────────────────────


def test_the_records_are_the_case():
    """Folding the records of a live case gives an equal case."""
    case = worked()

    assert fold(case.records) == case


def broken_histories():
    """Return histories with one thing wrong each, and what the error says."""
    records = worked().records
    doubled_key = records[2]._replace(key="k1")
    late = records[3]._replace(at=at(2, 8))
    stranger = records[3]._replace(move=evolve(records[3].move, source="draft"))
    other_fact = records[2]._replace(facts=(FactChange("papers", 9, 8),))
    bad_channel = records[2]._replace(facts=(FactChange(RESULT_BY, "online", "pigeon"),))
    paused_twice = records[4]._replace(
        move=evolve(records[4].move, clocks=(ClockChange(LEGAL, MarkKind.PAUSE),))
    )
    return [
        ((), "there are no records"),
        (records[1:], "record 1 stands where record 0 should"),
        ((records[0], *records[2:]), "record 2 stands where record 1 should"),
        ((*records[:2], *records[1:]), "record 1 stands where record 2 should"),
        ((*records[:3], records[4], records[3]), "record 4 stands where record 3 should"),
        ((records[0]._replace(payload=None),), "does not open a case"),
        ((records[1]._replace(seq=0),), "does not open a case"),
        ((*records[:2], doubled_key), "key 'k1' stands for an earlier record"),
        ((*records[:3], late), "before the record ahead of it"),
        ((*records[:3], stranger), "leaves from 'draft' and the case is 'processing'"),
        ((*records[:2], other_fact), "fact 'papers' was not 9"),
        ((*records[:2], bad_channel), "pigeon"),
        ((*records[:4], paused_twice), "cannot pause"),
    ]


@pytest.mark.parametrize(("records", "problem"), broken_histories())
def test_a_broken_history_is_reported(records, problem):
    """A record missing, doubled, out of order or altered is found where it stands."""
    with pytest.raises(HistoryError, match=problem):
        fold(records)


def test_a_kept_promise_is_a_fact_of_the_engine():
    """The names of the facts that the engine writes are known."""
    assert (CALENDAR, PROMISE) == ("calendar", "promise")


# ── versions share their records ────────────────────────────────────────────────────────────


def test_a_later_version_copies_no_record():
    """What a case adds is the new record; the one before keeps what it had."""
    before = worked()
    after = engine().fire(before, DECIDE, by=EXPERT, at=at(13), key="k2")

    assert after.log is before.log
    assert (before.version, after.version) == (5, 6)
    assert (before.keys, after.keys) == (("k1",), ("k1", "k2"))
    assert before.keyed("k2") is None
    assert after.keyed("k2") is after.last
    assert after.records[:5] == tuple(before.records)
    with pytest.raises(IndexError):
        before.records[5]


@given(st.lists(st.integers(0, 40), max_size=40))
def test_branches_are_what_they_would_be_alone(parents):
    """Any tree of versions: each holds its own line of records, as tuples of them would."""
    first = worked()
    record = first.last._replace(move=evolve(first.last.move, source="processing", clocks=()))
    versions, lines = [first], [tuple(first.records)]
    for number, parent in enumerate(parents):
        place = parent % len(versions)
        added = record._replace(seq=versions[place].version, key=f"k-{number}", facts=())
        versions.append(apply(versions[place], added))
        lines.append((*lines[place], added))

    for version, line in zip(versions, lines, strict=True):
        assert version.records == line
        assert [*version.records] == [*line]
        assert version == fold_of(line)
        assert version.keys == tuple(each.key for each in line if each.key is not None)
        for each in line:
            assert each.key is None or version.keyed(each.key) is each
    for number in range(len(parents)):
        holders = [line for line in lines if any(each.key == f"k-{number}" for each in line)]
        held = [version for version in versions if version.keyed(f"k-{number}") is not None]
        assert len(holders) == len(held)


def fold_of(line):
    """Apply the records one after the other to their own case."""
    case = None
    for record in line:
        case = apply(case, record)
    return case


def test_threads_that_go_on_from_one_version_do_not_disturb_each_other():
    """Of many that append at the same place each gets its own record, and no other's key."""
    first = worked()
    record = first.last._replace(move=evolve(first.last.move, source="processing", clocks=()))

    def added(number):
        case = first
        for step in range(20):
            key = f"{number}-{step}"
            case = apply(case, record._replace(seq=case.version, key=key, facts=()))
        return case

    with ThreadPoolExecutor(8) as pool:
        cases = [*pool.map(added, range(32))]

    for number, case in enumerate(cases):
        assert case.keys == ("k1", *(f"{number}-{step}" for step in range(20)))
    assert first.keys == ("k1",)


def test_a_copy_holds_nothing_of_later_versions():
    """Pickled or copied, a case has its own records only."""
    before = worked()
    after = engine().fire(before, DECIDE, by=EXPERT, at=at(13), key="k2")

    for again in (pickle.loads(pickle.dumps(before)), deepcopy(before), copy(before)):
        assert again == before != after
        assert hash(again) == hash(before)
        assert len(again.log) == before.version


def test_records_read_like_a_tuple():
    """Length, items from both ends, slices, membership, equality and hash."""
    records = worked().records
    line = tuple(records)

    assert (len(records), records[0], records[-1]) == (5, line[0], line[-1])
    assert (records[1:], records[::-1], records[::2]) == (line[1:], line[::-1], line[::2])
    assert line[2] in records
    assert records == line == records
    assert records != line[1:]
    assert records != [*line]
    assert hash(records) == hash(line)
    assert repr(records) == "<5 in Records>"
