"""The report of a budget: what was paid to whom and why, as values, JSON, CSV and text.

Amounts are integers in the smallest unit of the currency of the budget. A name that a
field encryption hides stays hidden here.
"""

from datetime import UTC, datetime, tzinfo

from caseflow._date_texts import instant_text
from caseflow._typed import frozen, typed
from caseflow.calendars import OfficeCalendar
from caseflow.cases import Case
from caseflow.fees import Budget
from caseflow.money import Currency, Money, currency_of
from caseflow.money_texts import money_text
from caseflow.office.budgets._books import budget_of
from caseflow.office.budgets._payloads import BudgetGrant
from caseflow.payments.statements import csv_text
from caseflow.pii import Encrypted
from caseflow.texts import Message

__all__ = ["Payout", "SpendingReport", "spending_report"]

_COLUMNS = {
    "at": Message("budgets.at"),
    "case": Message("budgets.case"),
    "to": Message("budgets.to"),
    "person": Message("budgets.person"),
    "ground": Message("budgets.ground"),
    "amount": Message("budgets.amount"),
    "returned": Message("budgets.returned"),
    "by": Message("budgets.by"),
    "number": Message("budgets.number"),
    "bill": Message("budgets.bill"),
}

#: What stands for a name that whoever reads has no key to.
_HIDDEN = Message("budgets.hidden")

#: A spreadsheet takes a cell that begins so for a formula.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "'")


@frozen
class Payout:
    """Describe one grant: when, for which filing, to whom, why, how much, and who granted it.

    *to* is the recipient, "" where none was named; *person* is the number of the recipient.
    *returned* is what was given back.
    """

    at: datetime
    case: str
    to: str
    person: str
    ground: str
    amount: int
    returned: int
    by: str
    number: str
    bill: str

    @property
    def net(self) -> int:
        """Return what was paid in the end."""
        return self.amount - self.returned


@frozen
class SpendingReport:
    """Describe what became of a budget in *currency*: ``allotted == granted - returned + left``.

    *zone* is that in which instants are written for people.
    """

    name: str
    is_open: bool
    allotted: int
    granted: int
    returned: int
    left: int
    rows: tuple[Payout, ...]
    currency: Currency
    zone: tzinfo = UTC

    @property
    def by_ground(self) -> dict[str, int]:
        """Return what was paid for each ground, less what was given back."""
        totals: dict[str, int] = {}
        for row in self.rows:
            totals[row.ground] = totals.get(row.ground, 0) + row.net
        return totals

    def to_data(self) -> dict[str, object]:
        """Return the report as JSON values."""
        return {
            "budget": self.name,
            "is_open": self.is_open,
            "allotted": self.allotted,
            "granted": self.granted,
            "returned": self.returned,
            "left": self.left,
            "by_ground": self.by_ground,
            "rows": [dict(zip(_COLUMNS, _cells(row), strict=True)) for row in self.rows],
        }

    def to_csv(self, language: str = "en") -> str:
        """Return the rows as CSV under a header.

        In "en" with the names that `to_data` uses and instants in ISO 8601, for programs; in "vi"
        with the words and the instants of `text`. A text that a spreadsheet would take for a
        formula begins with an apostrophe.
        """
        is_shown = language != "en"
        head = [each.in_(language) if is_shown else name for name, each in _COLUMNS.items()]
        rows: list[list[str | int]] = []
        for row in self.rows:
            at, *cells = _cells(row)
            if is_shown:
                at = instant_text(row.at.astimezone(self.zone), language)
                cells = [_to(each, language) if isinstance(each, str) else each for each in cells]
            rows.append([_guarded(cell) for cell in (at, *cells)])
        return csv_text([head, *rows])

    def text(self, language: str) -> str:
        """Return the report for people: the sums, what each ground cost, and each grant."""
        head = Message("budgets.head")
        sums = {
            each: self._text(getattr(self, each), language)
            for each in ("allotted", "granted", "returned", "left")
        }
        lines = [head.in_(language).format(name=self.name, **sums)]
        lines += [
            f"  {ground}: {self._text(total, language)}" for ground, total in self.by_ground.items()
        ]
        for row in self.rows:
            at = instant_text(row.at.astimezone(self.zone), language)
            net = self._text(row.net, language)
            lines.append(f"  {at}  {row.case}  {_to(row.to, language) or '-'}  {row.ground}  {net}")
        return "\n".join(lines)

    def _text(self, amount: int, language: str) -> str:
        return money_text(Money(amount, self.currency), language)


@typed
def spending_report(
    book: Case, calendar: OfficeCalendar, currency: Currency | str
) -> SpendingReport:
    """Return the report of a budget in *currency*; days are those of the *calendar* of the office.

    Every entry is checked on the way. Cost: O(records).

    Raises:
        BudgetExceededError: the records are not those of a budget that was never overspent.
    """
    budget: Budget = budget_of(book.id, book.acts, calendar.local_date, currency)
    returned = {row.key: row.returned for row in budget.report().rows}
    rows = tuple(
        Payout(
            record.at,
            grant.case,
            _HIDDEN.in_("en") if isinstance(grant.recipient, Encrypted) else grant.recipient,
            grant.person,
            grant.ground,
            grant.amount,
            returned[grant.key],
            record.actor.id,
            grant.number,
            grant.bill,
        )
        for record in book.acts
        if isinstance(grant := record.payload, BudgetGrant)
    )
    return SpendingReport(
        book.id,
        book.state == "open",
        budget.allotted,
        budget.paid,
        budget.returned,
        budget.left,
        rows,
        currency_of(currency),
        calendar.zone,
    )


def _cells(row: Payout) -> tuple[str | int, ...]:
    return (
        row.at.isoformat(),
        row.case,
        row.to,
        row.person,
        row.ground,
        row.amount,
        row.returned,
        row.by,
        row.number,
        row.bill,
    )


def _to(name: str, language: str) -> str:
    return _HIDDEN.in_(language) if name == _HIDDEN.in_("en") else name


def _guarded(cell: str | int) -> str | int:
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(_FORMULA) else cell
