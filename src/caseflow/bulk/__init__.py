"""The same calendar, limits and judgement over whole columns: numpy, Arrow and frames.

`due`, `promised`, `timeliness` and `early_share` do for a column of filings what `TimeLimit.due`,
`EarlyReturn`, `judge` and `early_share` do for one, and give the same answers to the microsecond;
`add_working_days`, `count_working_days`, `add_working_time` and `working_time` are the two axes of
`OfficeCalendar`. Needs numpy, and narwhals for columns other than numpy's: the extra `bulk`.

Imported by its path, never by `import caseflow`. Cases, workflows and stores do not belong here.
"""

from caseflow.bulk._dues import Dues, due, promised
from caseflow.bulk._judging import Judged, timeliness
from caseflow.bulk._shares import Shares, early_share
from caseflow.bulk._working import (
    add_working_days,
    add_working_time,
    count_working_days,
    working_time,
)

__all__ = [
    "Dues",
    "Judged",
    "Shares",
    "add_working_days",
    "add_working_time",
    "count_working_days",
    "due",
    "early_share",
    "promised",
    "timeliness",
    "working_time",
]
