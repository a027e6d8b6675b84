"""The columns of a register of filings, version by version: names, types, units, meaning, nulls.

This is the schema itself; how a column is filled from a case, a log or a table is beside it.
"""

import enum

import polars as pl

from caseflow._typed import frozen, typed
from caseflow.errors import UnknownNameError

__all__ = ["COLUMNS", "FORMAT", "KEPT_COLUMNS", "OUTCOMES", "Column", "Kind", "column"]

#: The name and version of the schema, kept in every register that is written.
FORMAT = "caseflow-register/1"


class Kind(enum.Enum):
    """Name the type of a column: Arrow's `string`, dictionary of it, `date32`, and so on."""

    TEXT = "text"
    NAME = "name"
    DAY = "day"
    INSTANT = "instant"
    COUNT = "count"
    FLAG = "flag"

    @property
    def dtype(self) -> pl.DataType:
        """Return the type of Polars that holds it."""
        return _DTYPES[self]


_DTYPES: dict[Kind, pl.DataType] = {
    Kind.TEXT: pl.String(),
    Kind.NAME: pl.Categorical(),
    Kind.DAY: pl.Date(),
    Kind.INSTANT: pl.Datetime("us", "UTC"),
    Kind.COUNT: pl.Int64(),
    Kind.FLAG: pl.Boolean(),
}

#: How a filing can end; null while it is open.
OUTCOMES = ("granted", "refused", "rejected", "withdrawn", "stopped")


@typed(late=True)
@frozen
class Column:
    """Describe one column of a register.

    Attributes:
        name: the column in files and frames.
        kind: its type.
        unit: what a value counts, or where a day is; "" for texts and flags.
        meaning: what it says of a filing.
        null: what a missing value means; "" where there is always one.
    """

    name: str
    kind: Kind
    meaning: str
    null: str = ""
    unit: str = ""

    @property
    def is_needed(self) -> bool:
        """Return whether every row has a value."""
        return not self.null


def _day(name: str, meaning: str, null: str) -> Column:
    return Column(name, Kind.DAY, meaning, null, "civil day in the zone of the register")


def _instant(name: str, meaning: str) -> Column:
    null = "the limit is counted in days, so that only the day matters, or there is no such day"
    return Column(name, Kind.INSTANT, meaning, null, "instant, to the microsecond")


def _count(name: str, unit: str, meaning: str, null: str = "not known") -> Column:
    return Column(name, Kind.COUNT, meaning, null, unit)


def _flag(name: str, meaning: str, null: str = "not known") -> Column:
    return Column(name, Kind.FLAG, meaning, null)


_UNDECIDED = "there is no decision"
_NO_REQUEST = "there was no such request"

#: Every column, in the order of the files.
COLUMNS: tuple[Column, ...] = (
    Column("number", Kind.TEXT, "the number of the filing; no two rows have the same"),
    Column("unit", Kind.NAME, "the unit that answers for it", "no unit is known"),
    Column("procedure", Kind.NAME, "the code of the procedure"),
    Column("version", Kind.NAME, "the version of the procedure", "not known"),
    Column("channel", Kind.NAME, "how it came in: online, counter or post"),
    Column("result_by", Kind.NAME, "how the result goes out, as in `channel`", "not known"),
    Column("level", Kind.NAME, "service level of the procedure: full, partial, counter", "none"),
    Column("branch", Kind.NAME, "the branch that selects the limit", "no branch is known"),
    Column("calendar", Kind.NAME, "the version of the calendar it is counted by", "not known"),
    _day("lodged_on", "the day it was lodged", "not known"),
    _day(
        "received_on",
        "the day of receipt by which the legal limit counts, after a cut-off the next working day",
        "it was not accepted",
    ),
    _day("accepted_on", "the day it was accepted for processing", "it was not accepted"),
    _day("promised_on", "the day promised at reception", "nothing sooner than the law"),
    _day(
        "appointed_on",
        "the day of return that the applicant was given last: supplements and re-appointments "
        "move it",
        "there is none, as while the clock is paused",
    ),
    _day(
        "legal_due_on",
        "the last day of the legal limit, pauses and extensions counted; no re-appointment moves "
        "it",
        "there is none, as while the clock is paused",
    ),
    _day("decided_on", "the day by which the result existed", _UNDECIDED),
    _day(
        "ended_on",
        "the day it was rejected, withdrawn or stopped",
        "it did not end so; a decided filing has `decided_on`",
    ),
    _day("returned_on", "the day the result was returned", "it was not returned"),
    _day("paused_on", "the day from which the legal clock stands still", "the clock is not paused"),
    _instant("received_at", "the instant from which a limit in hours counts"),
    _instant("promised_at", "the instant promised at reception"),
    _instant("appointed_at", "the instant the applicant was given last"),
    _instant("legal_due_at", "the instant at which a limit in hours ends"),
    _instant("decided_at", "the instant of the decision, for a limit in hours"),
    Column(
        "outcome",
        Kind.NAME,
        "how it ended: granted or refused by a decision, rejected at reception, withdrawn, stopped",
        "it is open",
    ),
    Column("paused_for", Kind.NAME, "on what ground the clock stands still", "it is not paused"),
    Column("time_unit", Kind.NAME, "the unit of `allowed` and `used`", "no legal limit ran"),
    _count("allowed", "`time_unit` / `parts`", "what the limit allowed", "no legal limit ran"),
    _count("used", "`time_unit` / `parts`", "what of it was used by the decision", _UNDECIDED),
    _count("parts", "parts of one `time_unit`", "the denominator of both", "no legal limit ran"),
    _count("supplements", "requests", "requests for a supplement after acceptance"),
    _day("supplement_on", "the day of the first of them", _NO_REQUEST),
    _day("second_supplement_on", "the day of the second of them", _NO_REQUEST),
    _count("corrections", "requests", "requests to correct before acceptance"),
    _count("days_for_supplement", "days of the limit's kind", "not counted: supplements"),
    _count("days_for_payment", "days of the limit's kind", "not counted: payment"),
    _count("days_for_others", "days of the limit's kind", "not counted: any other ground"),
    _count("extensions", "extensions", "how often the legal limit was extended"),
    _count("reappointments", "re-appointments", "how often another day of return was given"),
    _count("restarts", "restarts", "how often the legal limit began again from zero"),
    _flag("is_fee_due", "a fee was asked for, and not waived"),
    _flag("is_paid_online", "the fee was paid through a gateway"),
    _flag("is_assisted", "a support team helped to file it online"),
    _flag("is_digitised", "its result is on record as an electronic document", _UNDECIDED),
    _flag("is_synchronised", "the national portal has it"),
    _count("record", "number of a record", "the last record the row was made of", "no store"),
    Column("record_hash", Kind.TEXT, "the hash of that record", "it comes from no store"),
)

_BY_NAME = {each.name: each for each in COLUMNS}

#: Those by which a projection knows what it was made of.
KEPT_COLUMNS = ("number", "record", "record_hash")


@typed
def column(name: str) -> Column:
    """Return the column called *name*.

    >>> column("decided_on").kind.value, column("number").is_needed
    ('day', True)

    Raises:
        UnknownNameError: the schema has no such column.
    """
    found = _BY_NAME.get(name)
    if found is None:
        raise UnknownNameError(name, tuple(_BY_NAME), "column of a register")
    return found
