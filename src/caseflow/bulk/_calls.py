"""What one call asks for, read and checked, and the plain path for the rows that need it.

A row that the arrays have no answer for is put to `TimeLimit.due` itself, which answers, or raises
what is wrong. So an error is the same as for one filing, with the row added.
"""

from collections.abc import Callable
from datetime import tzinfo

import numpy as np
from attrs import frozen

from caseflow._typed import short
from caseflow.bulk._arrays import MISSING, Truths
from caseflow.bulk._columns import Home, Moments
from caseflow.bulk._counting import Counted
from caseflow.bulk._counts import Counts
from caseflow.bulk._kinds import Pairs
from caseflow.bulk._plans import Plan, read_plan
from caseflow.bulk._reading import read_moments, read_supplement
from caseflow.bulk._rows import day_number, in_row, micros, plain, plain_pauses
from caseflow.bulk._spans import PauseColumns, read_pauses
from caseflow.bulk._tables import CalendarTables, tables_of
from caseflow.calendars import OfficeCalendar
from caseflow.errors import CaseflowError
from caseflow.limits import Due, Supplement, TimeLimit

__all__ = ["Call"]


@short
@frozen(eq=False)
class Call:
    """Hold the columns of one call."""

    calendar: OfficeCalendar
    tables: CalendarTables
    home: Home
    start: Moments
    plan: Plan
    pauses: PauseColumns
    supplement: Supplement

    @classmethod
    def read(
        cls,
        start: object,
        limit: object,
        amounts: object,
        calendar: OfficeCalendar,
        pauses: Pairs,
        until: object,
        supplement: object,
        zone: tzinfo | str | None,
    ) -> "Call":
        """Read and check the columns."""
        moments, home = read_moments(start, "start", zone, calendar)
        return cls(
            calendar,
            tables_of(calendar),
            home,
            moments,
            read_plan(limit, amounts, len(moments)),
            read_pauses(pauses, until, len(moments), zone, calendar),
            read_supplement(supplement),
        )

    def counts(self, plan: Plan) -> Counts:
        """Return what counts the limits of *plan* from the same receipts."""
        return Counts(self.tables, plan, self.start, self.pauses, self.supplement)

    def due_of(self, row: int, limit: TimeLimit | None = None) -> Due:
        """Count the limit of one row the plain way, or raise what is wrong with it."""
        start = plain(int(self.start.values[row]), "start", is_days=self.start.is_days)
        pauses = plain_pauses(self.pauses.of(slice(row, row + 1), self.tables), 0)
        counted = limit or self.plan.limit_of(row)
        return counted.due(start, self.calendar, pauses=pauses, supplement=self.supplement)

    def settle(
        self,
        found: Counted,
        is_instant: Truths,
        rows: slice,
        endless: Truths,
        answer: Callable[[int], Due],
        bad: list[int],
        *,
        raises: bool,
    ) -> None:
        """Ask *answer* for the rows that are still without one, and note those that have none."""
        for place in np.flatnonzero((found.on[rows] == MISSING) & ~endless):
            row = rows.start + int(place)
            try:
                due = answer(row)
            except CaseflowError as error:
                if raises:
                    raise in_row(error, row) from None
                bad.append(row)
            else:
                found.on[row], found.last_on[row] = day_number(due.on), day_number(due.last_on)
                found.at[row], is_instant[row] = micros(due.at), due.is_instant
