"""The statement of a gateway: what it says was paid and given back on a day, line by line.

May import: errors, values, and `facts` beside it. Texts in and out; files are for who reads them.
A bad line is told with its number and the others go on; a line that comes twice is told too.
"""

import csv
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from enum import Enum

from attrs import evolve

from caseflow.errors import CaseflowError, FormatError, ValueInvalidError
from caseflow.keys import ReservedKey
from caseflow.payments.facts import VND, PaymentNotice, Refund
from caseflow.typed import frozen, typed
from caseflow.values import Text, aware, iso_instant

__all__ = [
    "COLUMNS",
    "BadLine",
    "Movement",
    "Statement",
    "StatementLine",
    "Way",
    "csv_text",
    "movement_of",
    "read_statement",
    "write_statement",
]

#: The header of a statement; the columns may stand in any order.
COLUMNS = ("gateway", "transaction", "kind", "bill", "amount", "currency", "at")

#: What separates cells: a spreadsheet whose decimals take a comma writes semicolons.
_DELIMITERS = (",", ";", "\t")

#: A statement of more characters is refused; a day of a million payments has fewer.
_MOST = 200_000_000


@typed
class Way(Enum):
    """Say which way money went: from the applicant, or back."""

    PAYMENT = "payment"
    REFUND = "refund"

    def label(self, language: str) -> str:
        """Return the name of it for people."""
        return _WAY_LABELS[self].in_(language)


_WAY_LABELS = {
    Way.PAYMENT: Text(vi="thanh toán", en="payment"),
    Way.REFUND: Text(vi="hoàn tiền", en="refund"),
}


@typed
@frozen
class Movement:
    """Money that moved, in the form in which both sides are compared; *amount* is in dong."""

    gateway: str
    transaction: str
    way: Way
    bill: str
    amount: int
    at: datetime

    @property
    def key(self) -> ReservedKey:
        """Return by what it is known, as `PaymentNotice.key` says."""
        return ReservedKey(f"txn:{self.gateway}/{self.transaction}")

    @property
    def signed(self) -> int:
        """Return the amount as it counts in a sum: below 0 for a refund."""
        return self.amount if self.way is Way.PAYMENT else -self.amount


@typed
def movement_of(fact: PaymentNotice | Refund) -> Movement:
    """Return a recorded payment or refund as it is compared."""
    if isinstance(fact, Refund):
        way, at = Way.REFUND, fact.refunded_at
    else:
        way, at = Way.PAYMENT, fact.paid_at
    return Movement(fact.gateway, fact.transaction, way, fact.bill, fact.amount, at)


@typed
@frozen
class StatementLine:
    """Hold what a line says; *number* is that of the line in the file, the header being 1."""

    number: int
    movement: Movement


@typed
@frozen
class BadLine:
    """Say why a line of a statement cannot be used."""

    number: int
    problem: str


@typed
@frozen
class Statement:
    """Hold the lines of a statement: good, repeated and bad, each with its number.

    *repeated* are lines whose transaction an earlier line has, with whatever content.
    """

    lines: tuple[StatementLine, ...]
    repeated: tuple[StatementLine, ...] = ()
    bad: tuple[BadLine, ...] = ()


@typed
def read_statement(text: str, *, name: str = "statement") -> Statement:
    """Read a statement: CSV with a header of just the columns in `COLUMNS`, in any order.

    Amounts are digits only. Empty lines are passed over. Cells are separated as those of the
    header are: by a comma, a semicolon or a tab.

    Raises:
        FormatError: there is no such header, or the whole is too long; *name* is named.
    """
    if len(text) > _MOST:
        raise FormatError(name, f"{len(text)} characters are too many; at most {_MOST}")
    text = text.removeprefix("\ufeff")
    delimiter = _delimiter(text)
    rows = _rows(text, delimiter)
    first = next(rows, None)
    header = [] if first is None else [cell.strip() for cell in first[1]]
    if sorted(header) != sorted(COLUMNS):
        columns = ", ".join(COLUMNS)
        raise FormatError(
            name,
            f"its first line is not a header of just {columns}, separated by commas, semicolons "
            "or tabs",
        )
    lines: list[StatementLine] = []
    repeated: list[StatementLine] = []
    bad: list[BadLine] = []
    seen = set[str]()
    for number, row, problem in rows:
        try:
            line = StatementLine(number, _movement(header, row, problem))
        except CaseflowError as error:
            bad.append(BadLine(number, str(error)))
            continue
        (repeated if line.movement.key in seen else lines).append(line)
        seen.add(line.movement.key)
    return Statement(tuple(lines), tuple(repeated), tuple(bad))


def _delimiter(text: str) -> str:
    """Return what separates the cells of the header: what gives all columns, else a comma."""
    header = next((line for line in text.split("\n") if line.strip()), "")
    for each in _DELIMITERS:
        cells = [cell.strip().strip('"') for cell in header.strip().split(each)]
        if sorted(cells) == sorted(COLUMNS):
            return each
    return ","


def _rows(text: str, delimiter: str) -> Iterator[tuple[int, list[str], str]]:
    """Yield each row that is not empty with its line number, and what is wrong with it as CSV.

    A row is one line: no field of a statement has a line feed, and a quote that is never closed
    must not swallow the lines below it.
    """
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            continue
        try:
            (row,) = csv.reader([line.rstrip("\r")], delimiter=delimiter, strict=True)
        except (csv.Error, ValueError) as error:
            yield number, [line], f"a line of CSV ({error})"
        else:
            yield number, row, ""


def _movement(header: list[str], row: list[str], problem: str) -> Movement:
    if problem:
        raise ValueInvalidError("line", row[0][:60], problem)
    if len(row) != len(header):
        raise ValueInvalidError("line", f"{len(row)} cells", f"{len(header)} cells, as the header")
    cells = {name: cell.strip() for name, cell in zip(header, row, strict=True)}
    if cells["currency"] != VND:
        raise ValueInvalidError("currency", cells["currency"][:60], VND)
    way = next((each for each in Way if each.value == cells["kind"]), None)
    if way is None:
        raise ValueInvalidError("kind", cells["kind"][:60], "payment or refund")
    # A line has the border checks of a notice.
    return evolve(movement_of(_notice(cells)), way=way)


def _notice(cells: Mapping[str, str]) -> PaymentNotice:
    digits = cells["amount"]
    if not (digits.isascii() and digits.isdecimal() and len(digits) <= 16):
        raise ValueInvalidError("amount", digits[:60], "whole đồng, in digits only")
    try:
        at = iso_instant(cells["at"])
    except ValueError:
        form = "an instant as 2026-03-02T09:00:00+07:00"
        raise ValueInvalidError("at", cells["at"][:60], form) from None
    return PaymentNotice(
        bill=cells["bill"],
        transaction=cells["transaction"],
        amount=int(digits),
        paid_at=aware(at, name="at"),
        gateway=cells["gateway"],
    )


@typed
def write_statement(movements: Iterable[Movement]) -> str:
    """Return *movements* as a statement that `read_statement` reads, in the order given."""
    rows = [
        (
            each.gateway,
            each.transaction,
            each.way.value,
            each.bill,
            each.amount,
            VND,
            each.at.isoformat(),
        )
        for each in movements
    ]
    return csv_text([COLUMNS, *rows])


class _Written(list[str]):
    """What a CSV writer writes to."""

    def write(self, text: str) -> None:
        """Take one row."""
        self.append(text)


@typed
def csv_text(rows: Iterable[Iterable[object]]) -> str:
    """Return *rows* as CSV, each line ended by a line feed."""
    written = _Written()
    csv.writer(written, lineterminator="\n").writerows(rows)
    return "".join(written)
