"""`bulk.timeliness` and `bulk.early_share` against `targets.judge` and `targets.early_share`."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bulk.columns import (
    DAY,
    HOUR,
    Filings,
    Value,
    array,
    filings,
    instant,
    instants_near_ends,
    limits,
    worked,
)
from caseflow import bulk
from caseflow import vietnam as vn
from caseflow.bulk._counts import Counts, nothing
from caseflow.calendars import OfficeCalendar
from caseflow.errors import (
    CalendarHorizonError,
    CaseflowError,
    LimitError,
    ValueInvalidError,
)
from caseflow.ledgers import ClockLedger
from caseflow.limits import (
    Convention,
    Due,
    TimeLimit,
    Unit,
    clock_hours,
    working_days,
    working_hours,
)
from caseflow.targets import Timeliness, early_share, judge
from oracle.draws import calendars

ZONES = ("Asia/Ho_Chi_Minh", "Europe/Amsterdam", "America/St_Johns")
ROWS = 6


@given(st.data(), calendars(zones=ZONES))
def test_a_decision_is_judged_as_its_row_is(data: st.DataObject, calendar: OfficeCalendar):
    """Early, on time or late, by day or by instant, at every end ± 1 µs; else none of them."""
    drawn = data.draw(filings(calendar, rows=ROWS, most_pauses=1))
    decided = data.draw(
        st.lists(st.none() | instants_near_ends(calendar), min_size=ROWS, max_size=ROWS)
    )
    dues = bulk.due(
        drawn.start_column(),
        drawn.limit_column(),
        calendar,
        pauses=drawn.pause_columns(),
        supplement=drawn.supplement,
        zone="UTC",
        errors="coerce",
    )
    # Some decisions fall on the due instant, or a microsecond beside it.
    for row, at in enumerate(dues.at.view("i8")):
        given = decided[row]
        if given is not None and given % 2 == 0 and not np.isnat(dues.at[row]):
            decided[row] = int(at) + given % 3 - 1

    judged = bulk.timeliness(array(decided, is_days=False), dues, zone="UTC")

    expected = [judgement(drawn, row, calendar, decided[row]) for row in range(ROWS)]
    assert judged.is_early.tolist() == [one is Timeliness.EARLY for one in expected]
    assert judged.is_on_time.tolist() == [one is Timeliness.ON_TIME for one in expected]
    assert judged.is_late.tolist() == [one is Timeliness.LATE for one in expected]
    assert judged.is_judged.tolist() == [one is not None for one in expected]


def judgement(
    drawn: Filings, row: int, calendar: OfficeCalendar, decided: Value
) -> Timeliness | None:
    """Return the plain judgement of one row."""
    due = drawn.expected(row, calendar)
    return judge(instant(decided), due) if isinstance(due, Due) and decided is not None else None


def test_decisions_on_bare_days_are_judged_by_day():
    """A day is enough where no limit is in hours, and refused where one is."""
    received = array([20_000, 20_000], is_days=True)
    decided = array([20_021, None], is_days=True)
    dues = bulk.due(received, working_days(15), vn.calendar())
    at = array([20_000 * DAY] * 2, is_days=False)
    in_hours = bulk.due(at, working_hours(8), vn.calendar(), zone="UTC")

    assert bulk.timeliness(decided, dues).is_judged.tolist() == [True, False]
    with pytest.raises(ValueInvalidError, match="in hours"):
        bulk.timeliness(decided, in_hours)


# ── the early share ─────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class Decided:
    """Hold filings with their marks in order: receipt, stops and resumptions, decision."""

    marks: tuple[tuple[int, ...], ...]
    limits: tuple[TimeLimit, ...]
    #: Whether the last pause is still open when the decision is made.
    is_open: bool

    def column(self, place: int) -> np.ndarray:
        """Return the marks at one place of each row."""
        return array([row[place] for row in self.marks], is_days=False)

    def pauses(self) -> list[tuple[np.ndarray, np.ndarray]]:
        """Return the pauses as pairs of columns."""
        number = (len(self.marks[0]) - 2) // 2
        pairs = [(self.column(2 * n + 1), self.column(2 * n + 2)) for n in range(number)]
        if self.is_open and pairs:
            pairs[-1] = (pairs[-1][0], np.full(len(self.marks), "NaT", dtype="M8[us]"))
        return pairs

    def expected(self, row: int, calendar: OfficeCalendar) -> Fraction | CaseflowError:
        """Return the share of one row the plain way."""
        started, *between, decided = [instant(value) for value in self.marks[row]]
        ledger = ClockLedger("legal", self.limits[row]).start(started)
        for place in range(0, len(between), 2):
            ledger = ledger.pause(between[place])
            if not (self.is_open and place == len(between) - 2):
                ledger = ledger.resume(between[place + 1])
        try:
            return early_share(ledger.stop(decided), calendar, decided)
        except CaseflowError as error:
            return error


@st.composite
def decided_filings(draw: st.DrawFn, calendar: OfficeCalendar) -> Decided:
    """Draw filings from receipt to decision, near the ends at which an answer may change."""
    number = 2 + 2 * draw(st.integers(0, 2))
    near = instants_near_ends(calendar)

    def row() -> tuple[int, ...]:
        first = draw(near)
        weeks = st.integers(0, 40 * DAY).map(lambda micros: first + micros)
        return tuple(sorted([first, *(draw(st.one_of(weeks, near)) for _ in range(number - 1))]))

    kinds = draw(st.lists(limits(), min_size=1, max_size=3))
    rows = tuple(row() for _ in range(ROWS))
    chosen = tuple(draw(st.sampled_from(kinds)) for _ in rows)
    return Decided(rows, chosen, draw(st.booleans()))


@given(st.data(), calendars(zones=ZONES), st.booleans(), st.sampled_from([4, 1 << 15]))
def test_the_early_share_of_a_column_is_that_of_its_rows(
    data: st.DataObject, calendar: OfficeCalendar, by_table: bool, block: int
):
    """(allowed - used) / allowed, exact, in every unit, or the same error."""
    drawn = data.draw(decided_filings(calendar))
    if any(is_too_fine(limit) for limit in drawn.limits):
        drawn = replace(drawn, limits=(working_days("35/2"),) * ROWS)
    expected = [drawn.expected(row, calendar) for row in range(ROWS)]

    with worked(in_blocks_of=block, by_table=by_table):
        shares = bulk.early_share(
            drawn.column(0),
            list(drawn.limits),
            calendar,
            drawn.column(-1),
            pauses=drawn.pauses(),
            zone="UTC",
            errors="coerce",
        )

    assert [shares[row] for row in range(len(shares))] == [
        one if isinstance(one, Fraction) else None for one in expected
    ]
    assert list(shares.bad_rows) == [
        row for row, one in enumerate(expected) if isinstance(one, CaseflowError)
    ]
    for wanted in (Fraction(0), Fraction(1, 10), Fraction(1, 3)):
        assert shares.at_least(wanted).tolist() == [
            isinstance(one, Fraction) and one >= wanted for one in expected
        ]


def is_too_fine(limit: TimeLimit) -> bool:
    """Return whether the shares of a limit need more than 64 bits."""
    by_eight = limit.unit is Unit.WORKING_DAY and limit.convention is Convention.HOURS8
    in_hours = limit.amount * (limit.day_hours if by_eight else 1) * HOUR
    return (limit.unit.is_hours or by_eight) and in_hours.denominator > 900


def test_a_limit_too_fine_for_64_bits_is_refused():
    """Exact or not at all: such shares are for the plain path."""
    at = array([20_000 * DAY], is_days=False)

    with pytest.raises(LimitError, match="coarser"):
        bulk.early_share(at, clock_hours(Fraction(1, 10**13 + 7)), vn.calendar(), at, zone="UTC")


def test_large_shares_are_compared_exactly():
    """Where 64 bits are too few for the comparison, whole numbers without a bound are used."""
    at = array([20_000 * DAY], is_days=False)
    shares = bulk.early_share(at, working_hours(2_000), vn.calendar(), at + 30 * DAY, zone="UTC")
    share = shares[0]
    assert share is not None
    near = Fraction(1, 10**15)

    assert shares.at_least(share - near).tolist() == [True]
    assert shares.at_least(share + near).tolist() == [False]


def test_undecided_filings_have_no_share():
    """Neither received nor decided: the denominator is 0, and that is no error."""
    received = array([20_000, None, 20_000], is_days=True)
    decided = array([20_010, 20_010, None], is_days=True)
    shares = bulk.early_share(received, working_days(15), vn.calendar(), decided)

    assert [shares[row] for row in range(3)] == [Fraction(9, 15), None, None]
    assert shares.denominator.tolist() == [15, 0, 0]
    assert shares.numerator.tolist() == [9, 0, 0]


def test_a_decision_before_the_receipt_is_refused():
    """Times do not run backwards within a filing."""
    received, decided = array([20_000], is_days=True), array([19_999], is_days=True)

    with pytest.raises(ValueInvalidError, match=r"decided\[0\]"):
        bulk.early_share(received, working_days(15), vn.calendar(), decided)


def test_shares_of_hours_need_instants():
    """A decision on a bare day does not say how many hours were used."""
    at, on = array([20_000 * DAY], is_days=False), array([20_000], is_days=True)

    with pytest.raises(ValueInvalidError, match="in hours"):
        bulk.early_share(at, working_hours(8), vn.calendar(), on, zone="UTC")


@given(st.lists(st.integers(0, 40), min_size=1, max_size=20))
def test_bare_days_have_the_share_of_instants_within_them(spans: Sequence[int]):
    """For limits in days it does not matter at what time of the day something happened."""
    received = array([20_000 + n for n in range(len(spans))], is_days=True)
    decided = received + np.array(spans)
    pauses = [(received, np.minimum(received + 2, decided))]
    morning = np.timedelta64(3, "h")

    def within(days: np.ndarray) -> np.ndarray:
        return days.astype("M8[us]") + morning

    on_days = bulk.early_share(received, working_days(20), vn.calendar(), decided, pauses=pauses)
    at_ten = bulk.early_share(
        within(received),
        working_days(20),
        vn.calendar(),
        within(decided),
        pauses=[(within(stop), within(resume)) for stop, resume in pauses],
        zone="UTC",
    )

    assert [on_days[n] for n in range(len(spans))] == [at_ten[n] for n in range(len(spans))]


@given(st.data(), calendars(zones=ZONES))
def test_the_plain_path_stands_in_for_any_share(data: st.DataObject, calendar: OfficeCalendar):
    """A row the arrays give no answer for is judged by `targets.early_share` itself."""
    drawn = data.draw(decided_filings(calendar))
    if any(is_too_fine(limit) for limit in drawn.limits):
        drawn = replace(drawn, limits=(working_days("35/2"),) * ROWS)

    def shares() -> bulk.Shares[np.ndarray, np.ndarray]:
        return bulk.early_share(
            drawn.column(0),
            list(drawn.limits),
            calendar,
            drawn.column(-1),
            pauses=drawn.pauses(),
            zone="UTC",
            errors="coerce",
        )

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Counts, "_group", lambda *given: nothing(len(given[3])))
        plainly = shares()

    found = shares()
    assert [plainly[row] for row in range(ROWS)] == [found[row] for row in range(ROWS)]
    assert plainly.bad_rows == found.bad_rows


def test_bare_days_have_a_plain_path_too():
    """A day stands for a moment within it, and for its end where eight hours make a day."""
    received, decided = array([20_000, 99_999], is_days=True), array([20_010, 99_999], is_days=True)
    pauses = [(received + 1, received + 3)]
    expected = bulk.early_share(
        received[:1],
        working_days(15),
        vn.calendar(),
        decided[:1],
        pauses=[(received[:1] + 1, received[:1] + 3)],
    )
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Counts, "_group", lambda *given: nothing(len(given[3])))
        found = bulk.early_share(
            received, working_days(15), vn.calendar(), decided, pauses=pauses, errors="coerce"
        )

    assert found[0] == expected[0]
    assert found.bad_rows == (1,)
    assert len(found) == 2


def test_the_first_bad_share_is_named():
    """The error is that of the plain path, with its row."""
    received = array([20_000, 99_999], is_days=True)

    with pytest.raises(CalendarHorizonError, match="row 1"):
        bulk.early_share(received, working_days(15), vn.calendar(), received + 3)
