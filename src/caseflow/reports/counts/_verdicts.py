"""Early, on time, late, open, paused and overdue, as expressions over the columns of a register.

The one place where reports say it; the answers are those of `caseflow.targets.judge` and of
`Deadline.standing`. Counting is for `_counting`.
"""

import enum
from datetime import date
from fractions import Fraction

import narwhals as nw

from caseflow._typed import typed
from caseflow.errors import ValueInvalidError
from caseflow.values import exact

__all__ = [
    "Reference",
    "early",
    "early_by",
    "has_decision_and_date",
    "is_due_today",
    "is_open",
    "is_overdue",
    "is_paused",
    "is_waiting",
    "late",
    "on_time",
]


class Reference(enum.Enum):
    """Name the date a decision is compared with."""

    LEGAL = "legal_due"
    APPOINTED = "appointed"
    PROMISED = "promised"


@typed
def early(reference: Reference = Reference.LEGAL) -> nw.Expr:
    """Return whether the decision came before the day, or before the instant of a limit in hours.

    Null without a decision or a date. Source: Circular 01/2018/TT-VPCP Art. 13.1.
    """
    return _compared(reference, -1)


@typed
def on_time(reference: Reference = Reference.LEGAL) -> nw.Expr:
    """Return whether the decision came on the very day, or at the very instant."""
    return _compared(reference, 0)


@typed
def late(reference: Reference = Reference.LEGAL) -> nw.Expr:
    """Return whether the decision came after the day, or after the instant."""
    return _compared(reference, 1)


def _compared(reference: Reference, sign: int) -> nw.Expr:
    name = reference.value
    decided_on, decided_at = nw.col("decided_on"), nw.col("decided_at")
    on, at = nw.col(f"{name}_on"), nw.col(f"{name}_at")
    by_day, by_instant = {
        -1: (decided_on < on, decided_at < at),
        0: (decided_on == on, decided_at == at),
        1: (decided_on > on, decided_at > at),
    }[sign]
    return nw.when(~at.is_null()).then(by_instant).otherwise(by_day)


@typed
def has_decision_and_date(reference: Reference = Reference.LEGAL) -> nw.Expr:
    """Return whether there is both a decision and a date to compare it with."""
    return ~_compared(reference, 0).is_null()


@typed
def early_by(share: Fraction | str) -> nw.Expr:
    """Return whether at least *share* of what the limit allowed was left at the decision.

    Exact: both sides are integers. Null without a decision or a limit.

    Raises:
        ValueInvalidError: *share* is not above 0 and at most 1, or in parts too small to multiply.
    """
    part = exact(share, name="share")
    if not 0 < part <= 1 or part.denominator > 1_000:
        raise ValueInvalidError("share", str(part), "a share above 0 and at most 1, as 1/10")
    left = nw.col("allowed") - nw.col("used")
    return left * part.denominator >= nw.col("allowed") * part.numerator


@typed
def is_waiting(on: date) -> nw.Expr:
    """Return whether a filing was lodged by the end of *on* and neither accepted nor ended."""
    lodged = nw.col("lodged_on") <= on
    return lodged & ~_by("received_on", on) & ~_by("decided_on", on) & ~_by("ended_on", on)


@typed
def is_open(on: date) -> nw.Expr:
    """Return whether a filing was received by the end of *on* and neither decided nor ended."""
    return _by("received_on", on) & ~_by("decided_on", on) & ~_by("ended_on", on)


@typed
def is_paused(on: date) -> nw.Expr:
    """Return whether a filing is open and its clock stands still at the end of *on*.

    A register holds the pause that still goes on, so ask of no day before it was made.
    """
    return is_open(on) & _by("paused_on", on)


@typed
def is_overdue(on: date) -> nw.Expr:
    """Return whether a filing is open at the end of *on* and its legal limit is over by then.

    By the legal date as the register has it. A day as the limit counts it ends as the next one
    begins; a limit in hours is over within its last day. A paused filing has no date.
    """
    due, is_hours = nw.col("legal_due_on"), ~nw.col("legal_due_at").is_null()
    over = (due < on) | (is_hours & (due <= on))
    return is_open(on) & _true(over) & ~is_paused(on)


@typed
def is_due_today(on: date) -> nw.Expr:
    """Return whether a filing is open and *on* is the last day of its limit in days."""
    due = (nw.col("legal_due_on") == on) & nw.col("legal_due_at").is_null()
    return is_open(on) & _true(due) & ~is_paused(on)


def _by(name: str, on: date) -> nw.Expr:
    return _true(nw.col(name) <= on)


def _true(condition: nw.Expr) -> nw.Expr:
    """Return *condition* with what is not known as false."""
    return condition.fill_null(value=False)
