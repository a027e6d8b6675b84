"""Clocks of simulated filings: the dates and shares of the core's own ledger, whatever is done."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caseflow.ledgers import ClockLedger, ClockState, Mark, MarkKind
from caseflow.limits import (
    Convention,
    CutOff,
    EndOfDay,
    TimeLimit,
    Unit,
    calendar_days,
    months,
    same_day,
    working_days,
    working_hours,
)
from caseflow.simulation._clocks import ClockTables, clock_maker, fitting
from caseflow.simulation._tables import NEVER, DayTable, SessionTable, instant, micros
from caseflow.targets import early_share, judge
from simulation.scenes import OFFICE

FIRST = date(2026, 1, 5)
TABLES = ClockTables(DayTable(OFFICE, FIRST), SessionTable(OFFICE, FIRST))
BEGINS = micros(OFFICE.start_of(FIRST))

LIMITS = {
    "days": working_days(5),
    "cut off": TimeLimit(3, Unit.WORKING_DAY, cutoff=CutOff(before_close=60)),
    "closing": TimeLimit(2, Unit.WORKING_DAY, end_of_day=EndOfDay.CLOSING),
    "hours": working_hours(12),
    "part of an hour": working_hours("20/3"),
    "hours with a cut-off": TimeLimit(8, Unit.WORKING_HOUR, cutoff=CutOff(before_close=60)),
    "eight hours a day": TimeLimit(2, Unit.WORKING_DAY, convention=Convention.HOURS8),
    "calendar days": calendar_days(10),
    "a month": months(1),
    "same day": same_day(),
    "half days": working_days("5/2"),
}

KINDS = st.sampled_from([MarkKind.PAUSE, MarkKind.RESUME, MarkKind.RESTART, MarkKind.EXTEND])


@pytest.mark.parametrize("name", LIMITS)
@given(
    start=st.integers(0, 40 * 86_400),
    acts=st.lists(st.tuples(KINDS, st.integers(0, 9 * 86_400)), max_size=6),
    decided=st.integers(0, 9 * 86_400),
)
def test_a_clock_dates_and_judges_as_the_ledger_does(name, start, acts, decided):
    """After every mark the same date; at the decision the same verdict, date and exact share."""
    limit = LIMITS[name]
    extends = any(kind is MarkKind.EXTEND for kind, _ in acts) and limit.unit is not Unit.SAME_DAY
    clock = clock_maker(limit, TABLES, extends=extends)()
    ledger = ClockLedger("clock", limit)
    at = BEGINS + start * 1_000_000 + 1
    for kind, after in [(MarkKind.START, 0), *acts, (MarkKind.STOP, decided)]:
        at += after * 1_000_000
        if ledger.state not in fitting(kind) or (kind is MarkKind.EXTEND and not extends):
            continue
        extra = TimeLimit(2, limit.unit) if kind is MarkKind.EXTEND else None
        clock.mark(kind, at, extra)
        ledger = ledger.marked(Mark(kind, instant(at, OFFICE), extra=extra))
        due = ledger.due(OFFICE)
        assert clock.state is ledger.state
        assert clock.due_at == (NEVER if due is None else micros(due.at))

    judged, decided_at = clock.judged(at), instant(at, OFFICE)
    due = ledger.due(OFFICE)
    assert ledger.state is ClockState.STOPPED
    assert judged.verdict is judge(decided_at, due)
    assert FIRST + timedelta(days=judged.due_on) == due.on
    assert judged.early_share == early_share(ledger, OFFICE, decided_at)
