"""The statement of a gateway: what it says was paid and given back on a day, line by line.

Amounts are digits in the smallest unit of the currency of the line. Texts go in and out; files are
the caller's. A bad line is reported with its number and the others go on; so is a line that comes
twice.
"""

import csv
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from enum import Enum

from attrs import evolve

from caseflow._typed import frozen, typed
from caseflow.errors import CaseflowError, FormatError, ValueInvalidError
from caseflow.keys import ReservedKey
from caseflow.money import Currency, currency_of
from caseflow.payments._facts import PaymentNotice, Refund
from caseflow.texts import Message
from caseflow.values import aware, iso_instant

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
    Way.PAYMENT: Message("payments.way-labels-payment"),
    Way.REFUND: Message("payments.way-labels-refund"),
}


@typed
@frozen
class Movement:
    """Money that moved, in the form in which both sides are compared.

    *amount* is in the smallest unit of *currency*.
    """

    gateway: str
    transaction: str
    way: Way
    bill: str
    amount: int
    at: datetime
    currency: str

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
    return Movement(fact.gateway, fact.transaction, way, fact.bill, fact.amount, at, fact.currency)


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
    """Hold the lines of a statement in *currency*: good, repeated, bad, each with its number.

    *repeated* are lines whose transaction an earlier line has, with whatever content.
    """

    currency: Currency
    lines: tuple[StatementLine, ...]
    repeated: tuple[StatementLine, ...] = ()
    bad: tuple[BadLine, ...] = ()


@typed
def read_statement(text: str, *, currency: Currency | str, name: str = "statement") -> Statement:
    """Read a statement in *currency*: CSV with just the columns in `COLUMNS`, in any order.

    Amounts are digits only, in the smallest unit: 1250 is 12.50 euro. A line in another currency is
    a bad one. Empty lines are passed over. Cells are separated as those of the
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
    known = currency_of(currency)
    for number, row, problem in rows:
        try:
            line = StatementLine(number, _movement(header, row, problem, known))
        except CaseflowError as error:
            bad.append(BadLine(number, str(error)))
            continue
        (repeated if line.movement.key in seen else lines).append(line)
        seen.add(line.movement.key)
    return Statement(known, tuple(lines), tuple(repeated), tuple(bad))


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


def _movement(header: list[str], row: list[str], problem: str, currency: Currency) -> Movement:
    if problem:
        raise ValueInvalidError("line", row[0][:60], problem)
    if len(row) != len(header):
        raise ValueInvalidError("line", f"{len(row)} cells", f"{len(header)} cells, as the header")
    cells = {name: cell.strip() for name, cell in zip(header, row, strict=True)}
    if cells["currency"] != currency.code:
        raise ValueInvalidError("currency", cells["currency"][:60], currency.code)
    way = next((each for each in Way if each.value == cells["kind"]), None)
    if way is None:
        raise ValueInvalidError("kind", cells["kind"][:60], "payment or refund")
    # A line is validated as a notice is.
    return evolve(movement_of(_notice(cells, currency)), way=way)


def _notice(cells: Mapping[str, str], currency: Currency) -> PaymentNotice:
    digits = cells["amount"]
    if not (digits.isascii() and digits.isdecimal() and len(digits) <= 16):
        allowed = f"digits only, in units of {currency.smallest}"
        raise ValueInvalidError("amount", digits[:60], allowed)
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
        currency=currency.code,
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
            each.currency,
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
