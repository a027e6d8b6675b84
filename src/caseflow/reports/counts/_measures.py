"""What is counted of filings: each measure with its meaning and the date it belongs to.

A measure is a sum of integers over rows, so that counts of parts add up to those of the whole.
Counting is for `_counting`; rates are made of two measures.
"""

import re
from collections.abc import Callable
from fractions import Fraction

import narwhals as nw

from caseflow._typed import frozen, typed
from caseflow.errors import UnknownNameError, ValueInvalidError
from caseflow.reports.counts import _verdicts as verdicts
from caseflow.reports.counts._verdicts import Reference

__all__ = ["DATES", "MEASURES", "Measure", "measures_named"]

#: The dates a measure can belong to; a filing is counted in the period its date lies in.
DATES = ("lodged_on", "received_on", "decided_on", "ended_on", "returned_on")

_NAME = re.compile(r"[a-z][a-z0-9_]{0,39}")


@typed(late=True)
@frozen(eq=False)
class Measure:
    """Name a count of filings, or a sum of a column of counts.

    Attributes:
        name: of the column it gets.
        meaning: what it counts.
        expression: makes the expression that is summed: whole numbers, or true for a filing that
            counts; what is null adds nothing.
        dated: the date by which a filing falls into a period, one of `DATES`.
    """

    name: str
    meaning: str
    expression: Callable[[], nw.Expr]
    dated: str = "decided_on"

    def __attrs_post_init__(self) -> None:
        if not _NAME.fullmatch(self.name):
            raise ValueInvalidError("measure", self.name, "a name such as early_10")
        if self.dated not in DATES:
            raise UnknownNameError(self.dated, DATES, "date of a measure")


def _some(name: str) -> Callable[[], nw.Expr]:
    return lambda: ~nw.col(name).is_null()


def _is(name: str, value: str) -> Callable[[], nw.Expr]:
    return lambda: nw.col(name) == value


def _at_least(name: str, least: int) -> Callable[[], nw.Expr]:
    return lambda: nw.col(name) >= least


def _flag(name: str) -> Callable[[], nw.Expr]:
    return lambda: nw.col(name)


def _unjudged() -> nw.Expr:
    return ~nw.col("decided_on").is_null() & ~verdicts.has_decision_and_date()


def _kept() -> nw.Expr:
    return verdicts.has_decision_and_date(Reference.PROMISED) & ~verdicts.late(
        Reference.PROMISED
    ).fill_null(value=True)


#: Those that come with caseflow, by name.
MEASURES: dict[str, Measure] = {
    each.name: each
    for each in (
        Measure("filings", "filings lodged", _some("number"), "lodged_on"),
        Measure("received", "filings accepted", _some("received_on"), "received_on"),
        Measure("online", "of them, filed online", _is("channel", "online"), "received_on"),
        Measure("at_counter", "filed at the counter", _is("channel", "counter"), "received_on"),
        Measure("by_post", "filed by post", _is("channel", "post"), "received_on"),
        Measure("assisted", "filed online with help", _flag("is_assisted"), "received_on"),
        Measure("synchronised", "known to the portal", _flag("is_synchronised"), "received_on"),
        Measure("rejected", "refused at reception", _is("outcome", "rejected"), "ended_on"),
        Measure("withdrawn", "withdrawn", _is("outcome", "withdrawn"), "ended_on"),
        Measure("stopped", "stopped by the office", _is("outcome", "stopped"), "ended_on"),
        Measure("decided", "decided", _some("decided_on")),
        Measure("refused", "of them, refused as a result", _is("outcome", "refused")),
        Measure("early", "decided before the legal date", verdicts.early),
        Measure("on_time", "decided on the legal date", verdicts.on_time),
        Measure("late", "decided after the legal date", verdicts.late),
        Measure("unjudged", "decided, and without a legal date", _unjudged),
        Measure("early_10", "a tenth early", lambda: verdicts.early_by(Fraction(1, 10))),
        Measure("early_20", "a fifth early", lambda: verdicts.early_by(Fraction(1, 5))),
        Measure("promised", "something sooner promised", _some("promised_on")),
        Measure("promise_kept", "and that promise kept", _kept),
        Measure("supplemented", "asked for a supplement", _at_least("supplements", 1)),
        Measure("supplemented_twice", "asked more than once", _at_least("supplements", 2)),
        Measure("supplements", "requests for supplements", _flag("supplements")),
        Measure("extended", "with an extension", _at_least("extensions", 1)),
        Measure("extensions", "extensions", _flag("extensions")),
        Measure("reappointed", "with a re-appointment", _at_least("reappointments", 1)),
        Measure("reappointments", "re-appointments", _flag("reappointments")),
        Measure("fee_due", "owing a fee", _flag("is_fee_due")),
        Measure("paid_online", "paid online", _flag("is_paid_online")),
        Measure("digitised", "with an electronic result", _flag("is_digitised")),
        Measure("returned", "returned", _some("returned_on"), "returned_on"),
    )
}


@typed
def measures_named(*names: str) -> tuple[Measure, ...]:
    """Return the measures of those names, in that order; without names all of `MEASURES`.

    >>> [measure.dated for measure in measures_named("received", "late")]
    ['received_on', 'decided_on']

    Raises:
        UnknownNameError: there is no measure of a name.
    """
    for name in names:
        if name not in MEASURES:
            raise UnknownNameError(name, tuple(MEASURES), "measure")
    return tuple(MEASURES[name] for name in names) if names else tuple(MEASURES.values())
