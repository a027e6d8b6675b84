"""One step of an explanation, as data.

How steps are found and worded is beside it.
"""

from datetime import date, datetime, timedelta

from attrs import frozen

from caseflow._typed import short
from caseflow.law import Cited
from caseflow.values import Text

__all__ = ["Step"]


@short
@frozen
class Step:
    """Hold one step of a count.

    `code` is stable: restart, cut-off, event-day, receipt-day, counted, make-up, rest, holiday,
    paused, added, stays, rolled, rolled-back, worked, elapsed, part-day, due. Days run from
    `first_on` to `last_on`, both included; counted days are numbered `number_from` to `number_to`.
    Hour steps run from `start_at` to `end_at`, and `total` is the time used by then.
    """

    code: str
    first_on: date
    last_on: date
    number_from: int = 0
    number_to: int = 0
    name: Text | None = None
    citation: Cited = ""
    start_at: datetime | None = None
    end_at: datetime | None = None
    total: timedelta | None = None
