"""Budgets that pay fees for applicants: what was allotted, granted, given back, and is left.

A budget is a fold over its entries and never goes
below zero; where the entries are kept, and who may add one at a time, is the host's matter.
"""

from collections.abc import Iterable
from datetime import date
from typing import Literal

from attrs import evolve, field

from caseflow._fields import is_day, whole
from caseflow._typed import frozen, typed
from caseflow.errors import BudgetExceededError, UnknownNameError, ValueInvalidError
from caseflow.money import Currency, currency_of
from caseflow.values import clean_text

__all__ = ["Budget", "BudgetReport", "BudgetRow", "Entry", "allotment", "give_back", "grant"]

_Kind = Literal["allotment", "grant", "return"]


def _text(value: str) -> str:
    return clean_text(value, name="text", limit=2000)


@frozen
class Entry:
    """Hold one movement of a budget: an allotment in, a grant out, or a grant given back.

    *key* is its own for each entry, so that one that comes twice counts once. *of* is the key of
    the grant that is given back. *to* names the case the money was for, *ground* why it was paid.
    """

    kind: _Kind
    budget: str = field(converter=_text)
    key: str = field(converter=_text)
    amount: int
    on: date = field(validator=is_day)
    ground: str = field(converter=_text, default="")
    to: str = field(converter=_text, default="")
    source: str = field(converter=_text, default="")
    of: str = field(converter=_text, default="")

    def __attrs_post_init__(self) -> None:
        """Refuse what moves no money, and what cannot be distinguished."""
        whole(self.amount, name="amount", least=1)
        for name in ("budget", "key", *(("ground", "to") if self.kind == "grant" else ())):
            if not getattr(self, name):
                raise ValueInvalidError(name, None, "a text that says it")


@typed
def allotment(budget: str, key: str, amount: int, on: date, *, source: str) -> Entry:
    """Return an entry that puts *amount* into *budget*; *source* says who decided it."""
    return Entry("allotment", budget, key, amount, on, source=source)


@typed
def grant(
    budget: str, key: str, amount: int, on: date, *, ground: str, to: str, source: str = ""
) -> Entry:
    """Return an entry that pays *amount* for the case *to*, on *ground*."""
    return Entry("grant", budget, key, amount, on, ground, to, source)


@typed
def give_back(budget: str, key: str, amount: int, on: date, *, of: str, source: str = "") -> Entry:
    """Return an entry that gives back *amount* of the grant whose key is *of*."""
    return Entry("return", budget, key, amount, on, source=source, of=of)


@typed
@frozen
class Budget:
    """Hold a budget for subsidies in one *currency*: what came in, what went out, what is left.

    Amounts are whole numbers of the smallest unit of the currency. At every entry
    ``allotted - paid + returned == left >= 0``.

    >>> from datetime import date
    >>> day = date(2026, 1, 5)
    >>> budget = Budget("city/2026", "EUR").add(
    ...     allotment("city/2026", "a", 50_000, day, source="budget of 2026")
    ... )
    >>> budget = budget.add(
    ...     grant("city/2026", "g", 20_000, day, ground="postage", to="H17.15-260105-0001")
    ... )
    >>> budget.left
    30000
    """

    name: str
    currency: Currency = field(converter=currency_of)
    entries: tuple[Entry, ...] = ()
    allotted: int = field(default=0, init=False)
    paid: int = field(default=0, init=False)
    returned: int = field(default=0, init=False)

    def __attrs_post_init__(self) -> None:
        """Fold the entries."""
        entries, totals = _folded(self.name, self.currency, self.entries)
        object.__setattr__(self, "entries", entries)
        for kind, name in (("allotment", "allotted"), ("grant", "paid"), ("return", "returned")):
            object.__setattr__(self, name, totals[kind])

    @property
    def left(self) -> int:
        """Return what can still be granted; never below zero."""
        return self.allotted - self.paid + self.returned

    def add(self, *entries: Entry) -> "Budget":
        """Return the budget with more entries; one that is there already changes nothing.

        Costs one walk over all entries, so hand many over in one call.

        Raises:
            BudgetExceededError: a grant is more than what is left.
            ValueInvalidError: an entry of another budget, a known key with other content, or more
                given back than was granted.
            UnknownNameError: what is given back was never granted.
        """
        return evolve(self, entries=(*self.entries, *entries))

    def report(self) -> "BudgetReport":
        """Return what was paid to whom and why: a row for each grant, and totals by ground."""
        back: dict[str, int] = {}
        for entry in self.entries:
            if entry.kind == "return":
                back[entry.of] = back.get(entry.of, 0) + entry.amount
        rows = tuple(
            BudgetRow(
                entry.on,
                entry.to,
                entry.ground,
                entry.amount,
                back.get(entry.key, 0),
                entry.source,
                entry.key,
            )
            for entry in self.entries
            if entry.kind == "grant"
        )
        return BudgetReport(self.name, self.allotted, self.paid, self.returned, self.left, rows)


def _folded(
    name: str, currency: Currency, entries: Iterable[Entry]
) -> tuple[tuple[Entry, ...], dict[str, int]]:
    kept: dict[str, Entry] = {}
    totals = {"allotment": 0, "grant": 0, "return": 0}
    open_grants: dict[str, int] = {}
    for entry in entries:
        if entry.budget != name:
            raise ValueInvalidError("budget", entry.budget, f"an entry of {name!r}")
        known = kept.get(entry.key)
        if known == entry:
            continue
        if known is not None:
            raise ValueInvalidError(
                "key", entry.key, f"its own key: it stands for {known.kind} of {known.amount}"
            )
        left = totals["allotment"] - totals["grant"] + totals["return"]
        if entry.kind == "grant":
            if entry.amount > left:
                raise BudgetExceededError(
                    name,
                    entry.amount,
                    left,
                    entry.ground,
                    entry.to,
                    currency.code,
                    currency.digits,
                )
            open_grants[entry.key] = entry.amount
        elif entry.kind == "return":
            if entry.of not in open_grants:
                raise UnknownNameError(entry.of, tuple(open_grants), "grant")
            if entry.amount > open_grants[entry.of]:
                most = open_grants[entry.of]
                raise ValueInvalidError(
                    "amount", entry.amount, f"at most {most}, what grant {entry.of!r} still holds"
                )
            open_grants[entry.of] -= entry.amount
        totals[entry.kind] += entry.amount
        kept[entry.key] = entry
    return tuple(kept.values()), totals


@frozen
class BudgetRow:
    """Describe one grant: when, for which case, why, how much, and how much came back."""

    on: date
    to: str
    ground: str
    amount: int
    returned: int
    source: str
    key: str


@frozen
class BudgetReport:
    """Describe what became of a budget, in smallest units of its currency."""

    name: str
    allotted: int
    paid: int
    returned: int
    left: int
    rows: tuple[BudgetRow, ...]

    @property
    def by_ground(self) -> dict[str, int]:
        """Return what was paid for each ground, less what came back."""
        totals: dict[str, int] = {}
        for row in self.rows:
            totals[row.ground] = totals.get(row.ground, 0) + row.amount - row.returned
        return totals

    def to_data(self) -> dict[str, object]:
        """Return the report as JSON values."""
        rows: list[dict[str, object]] = [
            {
                "on": row.on.isoformat(),
                "to": row.to,
                "ground": row.ground,
                "amount": row.amount,
                "returned": row.returned,
                "source": row.source,
                "key": row.key,
            }
            for row in self.rows
        ]
        return {
            "budget": self.name,
            "allotted": self.allotted,
            "paid": self.paid,
            "returned": self.returned,
            "left": self.left,
            "by_ground": self.by_ground,
            "rows": rows,
        }

    def table(self) -> list[list[str]]:
        """Return the rows as text cells under a header, as a CSV writer takes them."""
        header = ["on", "to", "ground", "amount", "returned", "source", "key"]
        return [
            header,
            *(
                [
                    row.on.isoformat(),
                    row.to,
                    row.ground,
                    str(row.amount),
                    str(row.returned),
                    row.source,
                    row.key,
                ]
                for row in self.rows
            ),
        ]
