"""The clock of one limit: which marks fit, what is used and left, and how the due date changes."""

from datetime import UTC, date, datetime, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caseflow.calendars import OfficeCalendar
from caseflow.errors import ClockError, LimitError, NaiveDatetimeError, ValueInvalidError
from caseflow.ledgers import ClockLedger, ClockState, Mark, MarkKind
from caseflow.limits import (
    Convention,
    TimeLimit,
    Unit,
    calendar_days,
    clock_hours,
    months,
    same_day,
    weeks,
    working_days,
    working_hours,
)
from oracle import brute
from oracle.product import HANOI, at, on, viet_nam

PLAIN = OfficeCalendar.weekends("Asia/Ho_Chi_Minh")
TEN = ClockLedger("legal", working_days(10))
STARTED = TEN.start(at("2026-03-02T09:00"))
PAUSED = STARTED.pause(at("2026-03-05T10:00"), reason="supplement", basis="61/2018 Art. 19.4")
RESUMED = PAUSED.resume(at("2026-03-12T09:00"))
STOPPED = RESUMED.stop(at("2026-03-20T15:00"))

STATES = {
    ClockState.NOT_STARTED: TEN,
    ClockState.RUNNING: STARTED,
    ClockState.PAUSED: PAUSED,
    ClockState.STOPPED: STOPPED,
}
ADMITTED = {
    MarkKind.START: {ClockState.NOT_STARTED},
    MarkKind.PAUSE: {ClockState.RUNNING},
    MarkKind.RESUME: {ClockState.PAUSED},
    MarkKind.RESTART: {ClockState.RUNNING, ClockState.PAUSED},
    MarkKind.EXTEND: {ClockState.RUNNING, ClockState.PAUSED},
    MarkKind.STOP: {ClockState.RUNNING, ClockState.PAUSED},
}


# ── which marks fit ─────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("state", STATES, ids=lambda state: state.value)
@pytest.mark.parametrize("kind", MarkKind, ids=lambda kind: kind.value)
def test_a_mark_fits_only_some_states(state, kind):
    """A clock is paused while it runs, resumed while it is paused, and never after it stopped."""
    ledger = STATES[state]
    assert ledger.state is state
    extra = working_days(5) if kind is MarkKind.EXTEND else None
    mark = Mark(kind, at("2026-04-01T09:00"), extra=extra)
    if state in ADMITTED[kind]:
        assert ledger.marked(mark).marks == (*ledger.marks, mark)
    else:
        with pytest.raises(ClockError, match=state.value):
            ledger.marked(mark)


def test_every_change_returns_a_new_ledger():
    """The old one stays as it was."""
    before = STARTED.marks
    STARTED.pause(at("2026-03-05T10:00"))
    assert STARTED.marks == before
    assert TEN.start(at("2026-03-02T09:00")) == STARTED


def test_marks_never_run_backwards():
    """A mark before the last one is refused, one at the same instant is not."""
    with pytest.raises(ClockError, match="not earlier than that"):
        STARTED.pause(at("2026-03-02T08:59"))
    assert STARTED.pause(at("2026-03-02T09:00")).state is ClockState.PAUSED


def test_a_mark_is_an_instant():
    """A naive datetime or a date is refused."""
    with pytest.raises(NaiveDatetimeError):
        TEN.start(datetime(2026, 3, 2, 9))
    with pytest.raises(ValueInvalidError):
        TEN.start(on("2026-03-02"))


def test_marks_keep_reason_and_legal_basis():
    """Why the clock stood still is on the ledger for good."""
    mark = STOPPED.marks[1]
    assert (mark.kind, mark.reason, mark.basis) == (
        MarkKind.PAUSE,
        "supplement",
        "61/2018 Art. 19.4",
    )


def test_marks_are_counted_by_kind_and_reason():
    """A procedure that admits one supplement asks the ledger how many there were."""
    ledger = RESUMED.pause(at("2026-03-13T09:00"), reason="payment")
    assert ledger.count(MarkKind.PAUSE) == 2
    assert ledger.count(MarkKind.PAUSE, "supplement") == 1
    assert ledger.count(MarkKind.PAUSE, "appraisal") == 0


def test_start_and_stop_are_read_off_the_marks():
    """A restart is a new start."""
    assert TEN.started_at is None
    assert STARTED.started_at == at("2026-03-02T09:00")
    assert PAUSED.restart(at("2026-03-12T09:00")).started_at == at("2026-03-12T09:00")
    assert STARTED.stopped_at is None
    assert STOPPED.stopped_at == at("2026-03-20T15:00")


# ── the due date ────────────────────────────────────────────────────────────────────────────


def test_there_is_no_due_date_before_the_start_or_in_a_pause():
    """While paused there are days left, and a date if it were resumed."""
    assert TEN.due(PLAIN) is None
    assert PAUSED.due(PLAIN) is None
    assert TEN.projected(PLAIN, at("2026-03-12T09:00")) is None
    projected = PAUSED.projected(PLAIN, at("2026-03-12T09:00"))
    resumed = RESUMED.due(PLAIN)
    assert projected is not None
    assert resumed is not None
    assert projected.on == resumed.on == on("2026-03-23")


def test_a_restart_forgets_what_was_used():
    """The limit starts again from zero."""
    ledger = PAUSED.restart(at("2026-03-12T09:00"))
    due = ledger.due(PLAIN)
    assert due is not None
    assert due.on == on("2026-03-26")
    assert ledger.used(PLAIN, at("2026-03-12T17:00")) == 0
    assert ledger.left(PLAIN, at("2026-03-13T09:00")) == 9


def test_an_extension_lengthens_the_limit_from_its_anchor():
    """8 weeks and 6 more are 14 weeks from the receipt, not 6 from the old due date."""
    ledger = ClockLedger("legal", weeks(8)).start(at("2026-03-01T09:00"))
    extended = ledger.extend(weeks(6), at("2026-04-01T09:00"), basis="Wabo Art. 3.9")
    due = extended.due(PLAIN)
    assert due is not None
    assert due.on == on("2026-06-08")
    assert extended.allowance == weeks(14)
    assert extended.limit == weeks(8)
    assert ledger.allowance == weeks(8)


def test_an_extension_in_another_unit_is_refused():
    """And so is one that does not say by how much."""
    with pytest.raises(LimitError):
        STARTED.extend(calendar_days(5), at("2026-03-03T09:00"))
    with pytest.raises(ClockError, match="extra"):
        STARTED.marked(Mark(MarkKind.EXTEND, at("2026-03-03T09:00")))


def test_an_extension_in_a_pause_shows_in_what_is_left():
    """The date comes back with the resumption."""
    ledger = PAUSED.extend(working_days(5), at("2026-03-06T09:00"))
    assert ledger.due(PLAIN) is None
    assert ledger.left(PLAIN, at("2026-03-10T09:00")) == 12
    due = ledger.resume(at("2026-03-12T09:00")).due(PLAIN)
    assert due is not None
    assert due.on == on("2026-03-30")


def test_every_change_of_the_due_date_keeps_the_one_before():
    """Started, paused, resumed, extended: four changes, each with old and new date."""
    ledger = RESUMED.extend(working_days(5), at("2026-03-13T09:00")).stop(at("2026-03-25T09:00"))
    changes = [
        (change.kind, change.before and change.before.on, change.after and change.after.on)
        for change in ledger.due_changes(PLAIN)
    ]
    assert changes == [
        (MarkKind.START, None, on("2026-03-16")),
        (MarkKind.PAUSE, on("2026-03-16"), None),
        (MarkKind.RESUME, None, on("2026-03-23")),
        (MarkKind.EXTEND, on("2026-03-23"), on("2026-03-30")),
    ]
    assert TEN.due_changes(PLAIN) == ()


def test_a_pause_cut_short_by_the_decision_counts_until_then():
    """Stopped while paused: the pause ends with the decision."""
    ledger = PAUSED.stop(at("2026-03-12T09:00"))
    due = ledger.due(PLAIN)
    assert due is not None
    assert due.on == on("2026-03-23")
    assert ledger.used(PLAIN, at("2026-04-30T09:00")) == 3


# ── used and left ───────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("moment", "used"),
    [
        ("2026-03-01T09:00", 0),
        ("2026-03-02T17:00", 0),
        ("2026-03-03T00:00", 1),
        ("2026-03-05T09:00", 3),
        ("2026-03-05T23:59", 3),
        ("2026-03-10T09:00", 3),
        ("2026-03-12T23:00", 3),
        ("2026-03-13T00:00", 4),
        ("2026-03-23T23:59", 10),
        ("2026-03-24T00:00", 11),
    ],
)
def test_a_day_is_used_when_the_clock_was_running_as_it_began(moment, used):
    """Neither the day of receipt nor that of the resumption, but the day of the pause."""
    assert RESUMED.used(PLAIN, at(moment)) == used
    assert RESUMED.left(PLAIN, at(moment)) == 10 - used


def test_nothing_more_is_used_after_the_stop():
    """What was used is what was used at the decision."""
    assert STOPPED.used(PLAIN, at("2026-03-20T15:00")) == 9
    assert STOPPED.used(PLAIN, at("2027-01-20T15:00")) == 9


def test_hours_are_exact():
    """Office hours for working hours and eight-hour days, elapsed ones for clock hours."""
    start, then = at("2026-03-06T16:00"), at("2026-03-09T08:10")
    minutes = {
        working_hours(8): Fraction(130, 60),
        TimeLimit(Fraction(2), Unit.WORKING_DAY, convention=Convention.HOURS8): Fraction(130, 60),
        clock_hours(100): 64 + Fraction(10, 60),
    }
    for limit, used in minutes.items():
        ledger = ClockLedger("c", limit).start(start)
        assert ledger.used(PLAIN, then) == used
    eight = TimeLimit(Fraction(2), Unit.WORKING_DAY, convention=Convention.HOURS8)
    assert ClockLedger("c", eight).start(start).left(PLAIN, then) == 16 - Fraction(130, 60)


def test_hours_stand_still_in_a_pause():
    """From 09:00, stopped from 10:00 to 14:00: one hour before and one after it by 15:00."""
    for limit in (working_hours(8), clock_hours(8)):
        ledger = (
            ClockLedger("c", limit)
            .start(at("2026-03-02T09:00"))
            .pause(at("2026-03-02T10:00"))
            .resume(at("2026-03-02T14:00"))
        )
        assert ledger.used(PLAIN, at("2026-03-02T15:00")) == 2
        assert ledger.used(PLAIN, at("2026-03-02T09:30")) == Fraction(1, 2)
        assert ledger.used(PLAIN, at("2026-03-02T12:00")) == 1


def test_clock_hours_are_elapsed_over_a_change_of_clocks():
    """From Saturday noon to Sunday noon were 23 hours that night in Amsterdam."""
    calendar = OfficeCalendar.weekends("Europe/Amsterdam")
    start = datetime(2025, 3, 29, 12, tzinfo=calendar.zone)
    ledger = ClockLedger("c", clock_hours(48)).start(start)
    assert ledger.used(calendar, datetime(2025, 3, 30, 12, tzinfo=calendar.zone)) == 23


def test_months_and_weeks_are_counted_in_their_own_days():
    """One month from 31 January 2025 is 28 days, and half of it is 14."""
    ledger = ClockLedger("c", months(1)).start(at("2025-01-31T09:00"))
    assert ledger.allowed(PLAIN) == 28
    assert ledger.used(PLAIN, at("2025-02-14T09:00")) == 14
    assert ledger.left(PLAIN, at("2025-02-28T09:00")) == 0
    assert ClockLedger("c", weeks(8)).start(at("2026-03-02T09:00")).allowed(PLAIN) == 56


def test_a_same_day_limit_has_one_day():
    """It is used when the due day begins or has come."""
    ledger = ClockLedger("c", same_day()).start(at("2026-03-07T09:00"))
    assert ledger.allowed(PLAIN) == 1
    assert ledger.used(PLAIN, at("2026-03-08T09:00")) == 0
    assert ledger.used(PLAIN, at("2026-03-09T09:00")) == 1


def test_before_the_start_nothing_is_used_and_everything_is_left():
    """Also at an instant before a start that is already marked."""
    assert TEN.used(PLAIN, at("2026-03-02T09:00")) == 0
    assert TEN.left(PLAIN, at("2026-03-02T09:00")) == 10
    assert STARTED.used(PLAIN, at("2026-02-01T09:00")) == 0


@pytest.mark.parametrize("ledger", [STARTED, PAUSED, STOPPED], ids=["running", "paused", "stopped"])
def test_a_naive_instant_is_refused(ledger):
    """By every question that takes one."""
    naive = datetime(2026, 3, 10, 9)
    for ask in (
        lambda: ledger.used(PLAIN, naive),
        lambda: ledger.left(PLAIN, naive),
        lambda: ledger.projected(PLAIN, naive),
    ):
        with pytest.raises(NaiveDatetimeError):
            ask()


# ── against the witness ─────────────────────────────────────────────────────────────────────

steps = st.lists(
    st.tuples(st.sampled_from(["pause", "resume", "restart"]), st.integers(0, 15 * 1440)),
    max_size=7,
)
starts = st.datetimes(datetime(2018, 1, 1), datetime(2026, 6, 1)).map(
    lambda moment: moment.replace(second=0, microsecond=0, tzinfo=HANOI)
)


def drawn(limit: TimeLimit, start: datetime, moves: list[tuple[str, int]]) -> ClockLedger:
    """Return a ledger with those of the moves that fit."""
    ledger = ClockLedger("legal", limit).start(start)
    moment = start
    for move, minutes in moves:
        moment += timedelta(minutes=minutes)
        fits = {"pause": ClockState.RUNNING, "resume": ClockState.PAUSED}
        if fits.get(move, ledger.state) is ledger.state:
            ledger = getattr(ledger, move)(moment)
    return ledger


def days_of(ledger: ClockLedger, until: datetime) -> tuple[date, list[tuple[date, date]]]:
    """Return the event day and the pauses as days, read off the marks one by one."""
    event, pauses, open_on = on("2018-01-01"), [], None
    for mark in ledger.marks:
        day = mark.at.astimezone(HANOI).date()
        if mark.kind in (MarkKind.START, MarkKind.RESTART):
            event, pauses, open_on = day, [], None
        elif mark.kind is MarkKind.PAUSE:
            open_on = day
        elif mark.kind is MarkKind.RESUME:
            pauses.append((open_on, day))
            open_on = None
    if open_on is not None:
        pauses.append((open_on, until.astimezone(HANOI).date()))
    return event, pauses


@given(starts, steps, st.integers(1, 30))
def test_the_due_date_of_a_ledger_is_that_of_the_witness(start, moves, days):
    """Marks one after the other give the date that counting day by day gives."""
    ledger = drawn(working_days(days), start, moves)
    due = ledger.due(viet_nam())
    if ledger.state is ClockState.PAUSED:
        assert due is None
        return
    event, pauses = days_of(ledger, start)
    assert due is not None
    assert due.on == brute.due_on(event, days, "working_day", pauses)


@given(starts, steps, st.integers(0, 60 * 1440), st.sampled_from(["working_day", "calendar_day"]))
def test_what_is_used_is_what_the_witness_counts(start, moves, later, unit):
    """Days after the event day that began while the clock was running."""
    limit = working_days(10) if unit == "working_day" else calendar_days(10)
    ledger = drawn(limit, start, moves)
    moment = ledger.marks[-1].at + timedelta(minutes=later)
    event, pauses = days_of(ledger, moment)
    counted, day = 0, event
    while day < moment.astimezone(HANOI).date():
        day += brute.ONE_DAY
        works = unit == "calendar_day" or brute.is_working_day(day)
        counted += works and not brute.stood_still(day, pauses)
    assert ledger.used(viet_nam(), moment.astimezone(UTC)) == counted
    assert ledger.left(viet_nam(), moment) == 10 - counted


@given(starts, steps, st.integers(1, 20))
def test_changes_of_the_due_date_form_a_chain(start, moves, days):
    """Each new date is the old one of the next change, and the last is the present one."""
    ledger = drawn(working_days(days), start, moves)
    changes = ledger.due_changes(viet_nam())
    ends = [None, *(change.after and change.after.at for change in changes)]
    assert [change.before and change.before.at for change in changes] == ends[:-1]
    due = ledger.due(viet_nam())
    assert ends[-1] == (due and due.at)
