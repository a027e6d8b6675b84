"""`bulk.due` and `bulk.promised` against `TimeLimit.due`, one row at a time."""

import tracemalloc
from dataclasses import replace
from datetime import date, time, timedelta
from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from bulk.columns import (
    DAY,
    HOUR,
    NAT,
    Filings,
    array,
    changes_of_clocks_once,
    day,
    ends_of_day,
    filings,
    instant,
    micros,
    number,
    worked,
)
from caseflow import bulk
from caseflow import vietnam as vn
from caseflow.bulk._calls import Call
from caseflow.bulk._counts import Counts, nothing
from caseflow.calendars import CalendarSpec, Certainty, OfficeCalendar, Roll
from caseflow.errors import (
    CalendarHorizonError,
    CaseflowError,
    FloatRefusedError,
    LimitError,
    LimitSyntaxError,
    PauseError,
    ValueInvalidError,
)
from caseflow.limits import (
    Convention,
    CutOff,
    Due,
    EndOfDay,
    Supplement,
    TimeLimit,
    calendar_days,
    clock_hours,
    months,
    same_day,
    working_days,
    working_hours,
)
from caseflow.targets import EarlyReturn, Small, earlier
from oracle.draws import calendars

Ends = tuple[int, int, int, bool]

#: Zones whose clocks change by day, at midnight, over midnight, by half an hour, by a whole day.
ZONES = (
    "Asia/Ho_Chi_Minh",
    "Europe/Amsterdam",
    "America/Santiago",
    "America/St_Johns",
    "Australia/Lord_Howe",
    "UTC",
)


def ends_of(dues: bulk.Dues) -> list[Ends | None]:
    """Return each row of the answer as numbers; None for no date."""
    columns = (dues.on.view("i8"), dues.last_on.view("i8"), dues.at.view("i8"))
    return [
        None if on == NAT else (int(on), int(last), int(at), bool(official))
        for on, last, at, official in zip(*columns, dues.is_official, strict=True)
    ]


def ends(due: Due | CaseflowError | None) -> Ends | None:
    """Return the plain answer in the same form."""
    if not isinstance(due, Due):
        return None
    official = due.certainty is Certainty.OFFICIAL
    return number(due.on), number(due.last_on), micros(due.at), official


@given(st.data(), calendars(zones=ZONES), st.booleans(), st.sampled_from([3, 1 << 15]))
def test_a_column_has_the_dates_of_its_rows(
    data: st.DataObject, calendar: OfficeCalendar, by_table: bool, block: int
):
    """Every unit, rule, pause and restart, at ends ± 1 µs: the same date, or the same error."""
    drawn = data.draw(filings(calendar))
    expected = [drawn.expected(row, calendar) for row in range(len(drawn.starts))]

    with worked(in_blocks_of=block, by_table=by_table):
        dues = asked(drawn, calendar, errors="coerce")

    assert ends_of(dues) == [ends(one) for one in expected]
    bad = [row for row, one in enumerate(expected) if isinstance(one, CaseflowError)]
    assert list(dues.bad_rows) == bad
    for row in bad:
        assert type(dues.why(row)) is type(expected[row])
    if bad:
        with pytest.raises(type(expected[bad[0]])) as caught:
            asked(drawn, calendar, errors="raise")
        assert str(caught.value) == str(dues.why(bad[0]))


def asked(drawn: Filings, calendar: OfficeCalendar, *, errors: str) -> bulk.Dues:
    """Return the dates of drawn filings."""
    return bulk.due(
        drawn.start_column(),
        drawn.limit_column(),
        calendar,
        pauses=drawn.pause_columns(),
        supplement=drawn.supplement,
        zone="UTC",
        errors=errors,
    )


def every_end(calendar: OfficeCalendar, first_year: int, last_year: int) -> list[int]:
    """Return each end of each day of some years, with a microsecond before and after."""
    first, last = date(first_year, 1, 1), date(last_year, 12, 31)
    days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    found = {at for on in days for at in ends_of_day(calendar, on)}
    found |= set(changes_of_clocks_once(calendar))
    return sorted({at + beside for at in found for beside in (-1, 0, 1)})


LIMITS = {
    "days": working_days(15),
    "days and hours": working_days("35/2"),
    "eight hours a day": evolve(working_days(2), convention=Convention.HOURS8),
    "calendar days": calendar_days(30),
    "months, until closing": evolve(months(1), end_of_day=EndOfDay.CLOSING),
    "working hours": working_hours(20),
    "clock hours": clock_hours(48),
    "by 15:00": evolve(working_days(3), cutoff=CutOff(at=time(15))),
    "the last hour": evolve(working_hours(8), cutoff=CutOff(before_close=60)),
    "same day": same_day(cutoff=CutOff(at=time(11, 30))),
}


@pytest.mark.parametrize("limit", LIMITS.values(), ids=LIMITS)
def test_every_end_of_four_years_agrees(limit: TimeLimit):
    """Viet Nam 2024 to 2027, each session, midnight and swapped day ± 1 µs."""
    calendar = vn.calendar()
    starts = every_end(calendar, 2024, 2027)
    dues = bulk.due(array(starts, is_days=False), limit, calendar, zone="UTC")

    assert ends_of(dues) == [ends(limit.due(instant(at), calendar)) for at in starts]


@pytest.mark.parametrize("limit", LIMITS.values(), ids=LIMITS)
def test_every_end_of_a_year_with_changing_clocks_agrees(limit: TimeLimit):
    """An office on duty every night in a zone whose clocks go back at midnight."""
    spec = CalendarSpec(
        id="night",
        zone="America/Santiago",
        week=(((0, 360), (1320, 1440)),) * 5 + (((0, 1440),), ()),
        first_year=2024,
        last_year=2026,
    )
    calendar = OfficeCalendar(spec)
    starts = every_end(calendar, 2025, 2025)
    dues = bulk.due(array(starts, is_days=False), limit, calendar, zone="UTC")

    assert ends_of(dues) == [ends(limit.due(instant(at), calendar)) for at in starts]


def test_most_rows_are_answered_without_the_plain_path(monkeypatch: pytest.MonkeyPatch):
    """Only what is refused is put to `TimeLimit.due`; else a column would cost what its rows do."""
    asked_plainly = list[int]()
    monkeypatch.setattr(Call, "due_of", lambda _, row: asked_plainly.append(row))
    starts = array(every_end(vn.calendar(), 2025, 2025), is_days=False)
    pauses = [(starts + 3 * DAY, starts + 9 * DAY), (starts + 5 * DAY, starts + 12 * DAY)]

    for limit in LIMITS.values():
        for supplement in (Supplement.PAUSE, Supplement.RESTART):
            bulk.due(starts, limit, vn.calendar(), pauses=pauses, supplement=supplement, zone="UTC")

    assert not asked_plainly


# ── what has no date ────────────────────────────────────────────────────────────────────────


def test_a_limit_that_has_not_begun_has_no_date():
    """Without a receipt there is no due date, and that is no error."""
    dues = bulk.due(array([None, 20_000], is_days=True), working_days(1), vn.calendar())

    assert np.isnat(dues.on).tolist() == [True, False]
    assert dues.bad_rows == ()
    assert dues.why(0) is None


def test_a_limit_that_stands_still_has_no_date_until_it_goes_on():
    """A pause without an end leaves no date; with `until` the date is projected."""
    starts = array([20_000, 20_000], is_days=True)
    stops, resumes = starts + 2, array([None, 20_010], is_days=True)
    pauses = [(stops, resumes)]

    still = bulk.due(starts, working_days(9), vn.calendar(), pauses=pauses)
    projected = bulk.due(starts, working_days(9), vn.calendar(), pauses=pauses, until=starts + 10)

    assert np.isnat(still.on).tolist() == [True, False]
    assert projected.on[0] == projected.on[1] == still.on[1]


def test_until_may_be_an_instant_where_pauses_are_days():
    """The civil day of the instant counts."""
    starts = array([20_000], is_days=True)
    pauses = [(starts + 1, array([None], is_days=True))]
    until = array([20_010 * DAY - 6 * HOUR], is_days=False)

    by_instant, by_day = (
        bulk.due(starts, working_days(9), vn.calendar(), pauses=pauses, until=end, zone="UTC")
        for end in (until, starts + 10)
    )

    # 18:00 UTC is 01:00 of the next day in Viet Nam.
    assert by_instant.on == by_day.on


def test_until_ends_no_pause_before_it_began():
    """A pause that begins after `until` costs nothing."""
    starts = array([20_000], is_days=True)
    pauses = [(starts + 5, array([None], is_days=True))]

    projected = bulk.due(starts, working_days(9), vn.calendar(), pauses=pauses, until=starts + 3)

    assert projected.on == bulk.due(starts, working_days(9), vn.calendar()).on


# ── what is wrong with a row ────────────────────────────────────────────────────────────────


def test_the_first_bad_row_is_named():
    """An error has the class of the plain one and tells the row."""
    starts = array([20_000, 20_001, 99_999, 99_999], is_days=True)

    with pytest.raises(CalendarHorizonError, match="row 2: 2243-10-16"):
        bulk.due(starts, working_days(1), vn.calendar())


def test_bad_rows_may_be_left_out():
    """With errors="coerce" a bad row has no date, and says why when asked."""
    starts = array([20_000, 99_999], is_days=True)
    stops, resumes = array([20_005, None], is_days=True), array([20_001, None], is_days=True)

    dues = bulk.due(
        starts, working_days(1), vn.calendar(), pauses=[(stops, resumes)], errors="coerce"
    )

    assert dues.bad_rows == (0, 1)
    assert isinstance(dues.why(0), PauseError)
    assert isinstance(dues.why(1), CalendarHorizonError)


def test_a_pause_needs_a_beginning():
    """A resumption without a stop is refused."""
    starts = array([20_000], is_days=True)
    pauses = [(array([None], is_days=True), starts + 3)]

    with pytest.raises(PauseError, match="row 0: it ends and has not begun"):
        bulk.due(starts, working_days(1), vn.calendar(), pauses=pauses)


def test_a_limit_that_cannot_be_read_is_the_fault_of_its_row():
    """A text that is no limit, or none at all, is reported with its row."""
    starts = array([20_000, 20_000, 20_000], is_days=True)
    texts = ["15 ngày làm việc", "15 moons", None]

    with pytest.raises(LimitSyntaxError, match="row 1: unknown unit"):
        bulk.due(starts, texts, vn.calendar())
    dues = bulk.due(starts, texts, vn.calendar(), errors="coerce")

    assert dues.bad_rows == (1, 2)
    assert isinstance(dues.why(2), ValueInvalidError)


def test_an_instant_beyond_all_calendars_is_refused():
    """What no datetime can hold is refused like any other bad row."""
    starts = np.array(["2026-01-05", "+200000-01-01"], dtype="M8[s]")

    dues = bulk.due(starts, working_hours(1), vn.calendar(), zone="UTC", errors="coerce")

    assert dues.bad_rows == (1,)
    assert "years 1 to 9999" in str(dues.why(1))
    far = bulk.due(array([10**9], is_days=True), working_days(1), vn.calendar(), errors="coerce")
    assert "years 1 to 9999" in str(far.why(0))


# ── limits and amounts by row ───────────────────────────────────────────────────────────────


@given(st.lists(st.integers(-2, 40), min_size=1, max_size=30))
def test_amounts_take_the_unit_and_rules_of_the_limit(amounts: list[int]):
    """A column of amounts counts as so many limits; what is not above zero is refused."""
    calendar = vn.calendar()
    starts = array([20_000 + n for n in range(len(amounts))], is_days=True)
    rule = evolve(calendar_days(1), roll=Roll.NONE)

    dues = bulk.due(starts, rule, calendar, amounts=np.array(amounts), errors="coerce")

    for row, amount in enumerate(amounts):
        if amount > 0:
            due = evolve(rule, amount=amount).due(day(20_000 + row), calendar)
            assert dues.on[row] == np.datetime64(due.on)
        else:
            assert isinstance(dues.why(row), LimitError)


def test_amounts_may_be_exact_fractions():
    """Fractions, decimals and texts are exact amounts; floats and truth values are none."""
    calendar = vn.calendar()
    starts = array([20_000] * 4, is_days=True)

    dues = bulk.due(
        starts, working_days(1), calendar, amounts=["17.5", Fraction(35, 2), Decimal("17.5"), 17]
    )
    mixed = bulk.due(
        starts, working_days(1), calendar, amounts=[1, True, 1.0, [1]], errors="coerce"
    )

    assert len(set(dues.at[:3].tolist())) == 1
    assert dues.at[3] < dues.at[0]
    assert mixed.bad_rows == (1, 2, 3)
    with pytest.raises(FloatRefusedError):
        bulk.due(starts, working_days(1), calendar, amounts=np.array([1.0, 2, 3, 4]))


# ── promised dates ──────────────────────────────────────────────────────────────────────────


@given(
    st.data(),
    calendars(zones=ZONES),
    st.sampled_from(["1/10", "1/5", "9/10"]),
    st.sampled_from(list(Small)),
)
def test_a_promise_is_the_earlier_of_two_dates(
    data: st.DataObject, calendar: OfficeCalendar, share: str, small: Small
):
    """For who takes part, the earlier of the shortened and the legal date; else the legal one."""
    drawn = data.draw(filings(calendar, rows=6, most_pauses=2))
    early = EarlyReturn(share, small=small)
    part = data.draw(st.lists(st.booleans(), min_size=6, max_size=6))
    expected = [promise(drawn, row, calendar, early if part[row] else None) for row in range(6)]

    dues = bulk.promised(
        drawn.start_column(),
        drawn.limit_column(),
        calendar,
        early,
        takes_part=np.array(part),
        pauses=drawn.pause_columns(),
        supplement=drawn.supplement,
        zone="UTC",
        errors="coerce",
    )

    assert ends_of(dues) == [ends(one) for one in expected]
    _, _, is_instant = dues.ends()
    for row, one in enumerate(expected):
        if isinstance(one, Due):
            assert is_instant[row] == one.is_instant


def promise(
    drawn: Filings, row: int, calendar: OfficeCalendar, early: EarlyReturn | None
) -> Due | CaseflowError | None:
    """Return the promised date of one row the plain way; it begins again with the legal limit."""
    legal = drawn.expected(row, calendar)
    shortened = early.shortened(drawn.limits[row]) if early else None
    if not isinstance(legal, Due) or shortened is None:
        return legal
    if drawn.supplement is Supplement.RESTART:
        try:
            return earlier(legal, shortened.due(legal.begun[-1], calendar))
        except CaseflowError as error:
            return error
    sooner = replace(drawn, limits=(shortened,) * len(drawn.starts)).expected(row, calendar)
    return earlier(legal, sooner) if isinstance(sooner, Due) else sooner


@given(st.data(), calendars(zones=ZONES))
def test_the_plain_path_stands_in_for_any_row(data: st.DataObject, calendar: OfficeCalendar):
    """A row the arrays give no answer for is counted by `TimeLimit.due` itself."""
    drawn = data.draw(filings(calendar, rows=4))

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Counts, "_group", lambda *given: nothing(len(given[3])))
        plainly = asked(drawn, calendar, errors="coerce")

    found = asked(drawn, calendar, errors="coerce")
    assert ends_of(plainly) == ends_of(found)
    assert plainly.bad_rows == found.bad_rows
    assert [plainly.why(row) is None for row in range(4)] == [
        found.why(row) is None for row in range(4)
    ]


def test_the_plain_path_answers_when_asked_for_a_good_row():
    """`why` is None for a row that is not bad."""
    dues = bulk.due(array([20_000], is_days=True), working_days(1), vn.calendar())

    assert len(dues) == 1
    assert dues.why(0) is None


def test_memory_does_not_grow_with_the_rows():
    """Besides the columns and their answers, only some blocks are held."""
    received = array([20_000 * DAY], is_days=False).repeat(8 * (1 << 15))
    pauses = [(received + DAY, received + 3 * DAY)]

    def beside(rows: int) -> int:
        tracemalloc.start()
        bulk.due(
            received[:rows],
            working_hours(20),
            vn.calendar(),
            pauses=[(stop[:rows], resume[:rows]) for stop, resume in pauses],
            zone="UTC",
        )
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        answers = 3 * 8 + 1
        return peak - answers * rows

    beside(10)
    assert beside(len(received)) < 1.2 * beside(len(received) // 4)
