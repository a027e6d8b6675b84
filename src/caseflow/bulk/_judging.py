"""Early, on time or late over columns: `caseflow.targets.judge` for many filings.

Due dates themselves are in `_dues`.
"""

from datetime import tzinfo
from typing import Generic, cast

import numpy as np

from caseflow._typed import frozen, typed
from caseflow.bulk._arrays import MISSING, Ints, Truths, blocks
from caseflow.bulk._columns import Home, same_length
from caseflow.bulk._dues import Dues
from caseflow.bulk._kinds import Column, D, T
from caseflow.bulk._reading import read_moments
from caseflow.bulk._tables import tables_of
from caseflow.errors import ValueInvalidError

__all__ = ["Judged", "timeliness"]


@frozen(eq=False)
class Judged(Generic[T]):
    """Hold how decisions stand to their legal dates; undecided filings are none of the three."""

    _home: Home
    _sign: Ints

    @property
    def is_early(self) -> T:
        """Return which were decided before the due day, or the due instant for hours."""
        return self._truths(self._sign == -1, "is_early")

    @property
    def is_on_time(self) -> T:
        """Return which were decided on the due day, or at the due instant."""
        return self._truths(self._sign == 0, "is_on_time")

    @property
    def is_late(self) -> T:
        """Return which were decided after it."""
        return self._truths(self._sign == 1, "is_late")

    @property
    def is_judged(self) -> T:
        """Return which have both a decision and a due date."""
        return self._truths(self._sign != MISSING, "is_judged")

    def _truths(self, values: Truths, name: str) -> T:
        return cast("T", self._home.truths(values, name))


@typed(late=True)
def timeliness(decided: Column, dues: Dues[D, T], *, zone: tzinfo | str | None = None) -> Judged[T]:
    """Compare decisions with due dates, as `caseflow.targets.judge` does.

    By day for limits in days, weeks, months and years, by instant for hours. *decided* may be days
    where no limit is in hours. Filings without a decision or a due date are not judged.

    Raises:
        ValueInvalidError: *decided* are days and some of the limits are in hours.

    >>> import numpy as np
    >>> from caseflow.bulk import due
    >>> from caseflow.limits import working_days
    >>> received = np.array(["2026-03-02", "2026-03-02"], dtype="datetime64[D]")
    >>> decided = np.array(["2026-03-16", "2026-03-17"], dtype="datetime64[D]")
    >>> from caseflow.calendars import OfficeCalendar
    >>> found = due(received, working_days(10), OfficeCalendar.weekends())
    >>> timeliness(decided, found).is_late
    array([False,  True])
    """
    moments, _ = read_moments(decided, "decided", zone, dues.calendar)
    same_length(len(dues), len(moments), "decided")
    sign = np.full(len(dues), MISSING, dtype=np.int64)
    on, at, is_instant = dues.ends()
    tables = tables_of(dues.calendar)
    for rows in blocks(len(dues)):
        given = moments.values[rows]
        is_judged = (on[rows] != MISSING) & (given != MISSING)
        days = given if moments.is_days else tables.day(given)
        found = np.sign(days - on[rows])
        if is_instant[rows].any():
            if moments.is_days:
                raise ValueInvalidError(
                    "decided", "days", "instants, since some of the limits are in hours"
                )
            found = np.where(is_instant[rows], np.sign(given - at[rows]), found)
        sign[rows] = np.where(is_judged, found, MISSING)
    return Judged(dues.home, sign)
