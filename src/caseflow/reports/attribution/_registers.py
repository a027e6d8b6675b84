"""What a register alone says of where the time went: whole days by stage and by ground.

A register has one row a filing and no acts. So the time before acceptance, until the decision and
until the return is known in civil days, and the days that were not counted by their grounds. Not
known are steps, other units than the one in charge, which agency had a filing or was asked, how
long a correction took, and so the delay that each caused; for these see `_filings`.
"""

from collections.abc import Iterator, Sequence
from typing import Any

import narwhals as nw
import polars as pl

from caseflow._typed import typed
from caseflow.limits import Unit
from caseflow.reports.counts import Counts, Period
from caseflow.reports.counts._counting import keys_of, summed
from caseflow.reports.counts._counts import PERIOD, added_up
from caseflow.reports.register import Register

__all__ = ["REGISTER_DAYS", "register_days"]

#: What is counted of a register, in days but for `counted_minutes`.
REGISTER_DAYS = (
    "filings",
    "before_acceptance",
    "until_decision",
    "until_return",
    "counted_days",
    "counted_minutes",
    "for_supplement",
    "for_payment",
    "for_others",
)

_STAGES = (
    ("before_acceptance", "lodged_on", "accepted_on"),
    ("until_decision", "accepted_on", "decided_on"),
    ("until_return", "decided_on", "returned_on"),
)
_HOURS = (Unit.WORKING_HOUR.value, Unit.CLOCK_HOUR.value)


@typed
def register_days(
    register: Register, *, by: Sequence[str] = ("unit",), period: Period = Period.MONTH
) -> Counts:
    """Count the days of decided filings by stage and ground, in the period of the decision.

    `before_acceptance`, `until_decision` and `until_return` are civil days from lodging to
    acceptance, from there to the decision, and from there to the return. `counted_days` are those
    of limits in days that the clock used; `counted_minutes` those of limits in hours, of each
    filing the whole minutes. `for_supplement`, `for_payment` and `for_others` were not counted, in
    days of the kind of the limit: the clock waited for the applicant, for payment, for others. A
    filing of which a day is not known adds nothing there.

    Days of several kinds are not to be added up, so `time_unit` is among the keys.

    Args:
        register: what is counted.
        by: columns of the register, as unit and procedure.
        period: how long the periods are.

    Cost: four passes over the columns asked for.

    Raises:
        UnknownNameError: the register has no such column.
        ValueInvalidError: one cannot be counted by, or comes twice.
    """
    keys = keys_of((*by, *(() if "time_unit" in by else ("time_unit",))))
    frame = register.frame.filter(~nw.col("decided_on").is_null())
    parts = [_summed(frame, keys), *_stages(frame, keys)]
    return Counts.made(
        keys, period, REGISTER_DAYS, [added_up(each, keys, period) for each in parts]
    )


def _summed(frame: "nw.LazyFrame[Any]", keys: tuple[str, ...]) -> pl.DataFrame:
    """Return the sums of what stands in one column, by day of the decision."""
    is_hours = nw.col("time_unit").is_in(_HOURS)
    used, parts = nw.col("used"), nw.col("parts")
    made = {
        "filings": ~nw.col("number").is_null(),
        "counted_days": nw.when(~is_hours).then(used // parts),
        "counted_minutes": nw.when(is_hours).then(used * 60 // parts),
        "for_supplement": nw.col("days_for_supplement"),
        "for_payment": nw.col("days_for_payment"),
        "for_others": nw.col("days_for_others"),
    }
    return summed(frame.with_columns(nw.col("decided_on").alias(PERIOD)), (*keys, PERIOD), made)


def _stages(frame: "nw.LazyFrame[Any]", keys: tuple[str, ...]) -> Iterator[pl.DataFrame]:
    """Yield the days between two days of the filings, by day of the decision.

    Filings are counted by pairs of days, as no two engines subtract days alike.
    """
    for name, first, last in _STAGES:
        dates = tuple(dict.fromkeys((first, last, "decided_on")))
        number = {"_number": ~nw.col("number").is_null()}
        found = summed(frame, (*keys, *dates), number)
        days = (pl.col(last) - pl.col(first)).dt.total_days()
        yield found.select(
            *keys,
            pl.col("decided_on").alias(PERIOD),
            (days * pl.col("_number")).fill_null(0).alias(name),
        ).filter(pl.col(name) != 0)
