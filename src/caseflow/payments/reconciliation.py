"""Daily reconciliation: what a gateway says of a day against what the cases have on record.

Every transaction of either side
ends up in just one finding, so nothing is lost: a notice that no case took is missing here.

Source: Decree 45/2020/NĐ-CP Art. 13.7.d and 13.8.b (both sides reconcile daily).
"""

from collections.abc import Callable, Iterable
from datetime import date, datetime
from enum import Enum

from attrs import field

from caseflow._date_texts import day_text
from caseflow._typed import frozen, typed
from caseflow.errors import CaseflowError
from caseflow.money import Currency, Money, currency_of, one_currency
from caseflow.money_texts import money_text
from caseflow.payments._facts import COUNTER, PaymentNotice, Refund
from caseflow.payments.statements import Movement, Statement, csv_text, movement_of
from caseflow.texts import Message

__all__ = ["Finding", "Reconciliation", "RecordedPayment", "Sums", "Verdict", "reconcile"]


@typed
class Verdict(Enum):
    """Name what came out for a transaction; all but MATCHED is open.

    DIFFERENT: both have it, and not with the same amount, bill, or way. RECORDED_TWICE: more than
    one case has it. REPEATED: the statement has it more than once. OTHER_DAY: both have it, and the
    line is of another civil day. BAD_LINE: a line of the statement cannot be used.
    """

    MATCHED = "matched"
    MISSING_HERE = "missing-here"
    MISSING_THERE = "missing-there"
    DIFFERENT = "different"
    RECORDED_TWICE = "recorded-twice"
    REPEATED = "repeated"
    OTHER_DAY = "other-day"
    BAD_LINE = "bad-line"

    def label(self, language: str) -> str:
        """Return the name of it for people."""
        return _VERDICT_LABELS[self].in_(language)


_VERDICT_LABELS = {
    Verdict.MATCHED: Message("payments.verdict-labels-matched"),
    Verdict.MISSING_HERE: Message("payments.verdict-labels-missing-here"),
    Verdict.MISSING_THERE: Message("payments.verdict-labels-missing-there"),
    Verdict.DIFFERENT: Message("payments.verdict-labels-different"),
    Verdict.RECORDED_TWICE: Message("payments.verdict-labels-recorded-twice"),
    Verdict.REPEATED: Message("payments.verdict-labels-repeated"),
    Verdict.OTHER_DAY: Message("payments.verdict-labels-other-day"),
    Verdict.BAD_LINE: Message("payments.verdict-labels-bad-line"),
}


@typed
@frozen
class RecordedPayment:
    """A payment or refund on record, and the case that has it."""

    case_id: str
    fact: PaymentNotice | Refund


@typed
@frozen
class Finding:
    """Say what came out for one transaction, or for one line of the statement.

    *line* is 0 where the statement has none; *there* is what the statement says, *here* what is
    on record, under *case_id*.
    """

    verdict: Verdict
    line: int = 0
    there: Movement | None = None
    here: Movement | None = None
    case_id: str = ""
    problem: str = ""

    @property
    def transaction(self) -> str:
        """Return the number of the transaction; "" for a line that cannot be used."""
        found = self.there or self.here
        return found.transaction if found else ""


@typed
@frozen
class Sums:
    """Sum up one verdict: how many, and net amounts there and here, refunds counting below 0."""

    count: int
    there: int
    here: int


@typed
@frozen
class Reconciliation:
    """Hold what came out for a civil day, open findings first, each side in the order of its key.

    Amounts are in the smallest unit of *currency*.

    >>> Reconciliation(date(2026, 3, 2), "EUR", ()).is_closed
    True
    """

    on: date
    currency: Currency = field(converter=currency_of)
    findings: tuple[Finding, ...]

    @property
    def open(self) -> tuple[Finding, ...]:
        """Return the findings that somebody must look into."""
        return tuple(each for each in self.findings if each.verdict is not Verdict.MATCHED)

    @property
    def is_closed(self) -> bool:
        """Return whether both sides say the same."""
        return not self.open

    def of(self, verdict: Verdict) -> tuple[Finding, ...]:
        """Return the findings with *verdict*."""
        return tuple(each for each in self.findings if each.verdict is verdict)

    def sums(self, verdict: Verdict | None = None) -> Sums:
        """Sum up the findings with *verdict*, or all of them."""
        found = self.findings if verdict is None else self.of(verdict)
        return Sums(
            len(found),
            sum(each.there.signed for each in found if each.there),
            sum(each.here.signed for each in found if each.here),
        )

    def text(self, language: str, *, say: Callable[[str], str] = str) -> str:
        """Return the report for people, in "vi" or "en".

        *say* words in that language what is wrong with a line of the statement, which is English.
        """
        lines = [_TITLE.in_(language).format(on=day_text(self.on, language))]
        for verdict in Verdict:
            sums = self.sums(verdict)
            if sums.count:
                label = verdict.label(language)
                lines.append(_SUM.in_(language).format(label=label, **self._shown(sums, language)))
        lines.append(_ALL.in_(language).format(**self._shown(self.sums(), language)))
        lines += [_line(each, self.currency, language, say) for each in self.open]
        lines.append((_CLOSED if self.is_closed else _OPEN).in_(language))
        return "\n".join(lines)

    def _shown(self, sums: Sums, language: str) -> dict[str, object]:
        there, here = (Money(each, self.currency) for each in (sums.there, sums.here))
        return {
            "count": sums.count,
            "there": money_text(there, language),
            "here": money_text(here, language),
        }

    def to_data(self) -> dict[str, object]:
        """Return the report as JSON values."""
        return {
            "on": self.on.isoformat(),
            "is_closed": self.is_closed,
            "sums": {each.value: _sums_data(self.sums(each)) for each in Verdict},
            "total": _sums_data(self.sums()),
            "findings": [
                {
                    "verdict": each.verdict.value,
                    "line": each.line or None,
                    "case": each.case_id or None,
                    "there": _movement_data(each.there),
                    "here": _movement_data(each.here),
                    "problem": each.problem or None,
                }
                for each in self.findings
            ],
        }

    def to_csv(self, language: str = "en", *, say: Callable[[str], str] = str) -> str:
        """Return the findings as CSV with a header.

        In "en" with the names that `to_data` uses, for programs; in "vi" with the words of `text`.
        """
        is_shown = language != "en"
        rows: list[list[object]] = [
            [each.in_(language) if is_shown else name for name, each in _COLUMNS.items()]
        ]
        for each in self.findings:
            found = each.there or each.here
            rows.append(
                [
                    each.verdict.label(language) if is_shown else each.verdict.value,
                    each.line or "",
                    each.case_id,
                    found.gateway if found else "",
                    each.transaction,
                    found.bill if found else "",
                    each.there.signed if each.there else "",
                    each.here.signed if each.here else "",
                    _problem(each, language, say) if is_shown else each.problem,
                ]
            )
        return csv_text(rows)


_COLUMNS = {
    "verdict": Message("payments.columns-verdict"),
    "line": Message("payments.columns-line"),
    "case": Message("payments.columns-case"),
    "gateway": Message("payments.columns-gateway"),
    "transaction": Message("payments.columns-transaction"),
    "bill": Message("payments.columns-bill"),
    "there": Message("payments.columns-there"),
    "here": Message("payments.columns-here"),
    "problem": Message("payments.columns-problem"),
}
_DIFFERING = {
    "amount": Message("payments.differing-amount"),
    "bill": Message("payments.differing-bill"),
    "way": Message("payments.differing-way"),
}
_OTHER_GATEWAY = Message("payments.other-gateway")
_TITLE = Message("payments.title")
_SUM = Message("payments.sum")
_ALL = Message("payments.all")
_CLOSED = Message("payments.closed")
_OPEN = Message("payments.open")


def _problem(finding: Finding, language: str, say: Callable[[str], str]) -> str:
    """Return what is wrong, in *language*."""
    problem, verdict = finding.problem, finding.verdict
    if verdict is Verdict.DIFFERENT:
        return ", ".join(_DIFFERING[name].in_(language) for name in problem.split(", "))
    if verdict is Verdict.OTHER_DAY and len(problem) == len("2026-03-02"):
        return day_text(date.fromisoformat(problem), language)
    if verdict is Verdict.BAD_LINE and finding.there is not None:
        form = _OTHER_GATEWAY.in_(language)
        return form.format(gateway=finding.there.gateway)
    return say(problem) if verdict is Verdict.BAD_LINE else problem


def _line(finding: Finding, currency: Currency, language: str, say: Callable[[str], str]) -> str:
    parts = [finding.verdict.label(language)]
    if finding.line:
        parts.append(f"{Message('payments.line').in_(language)} {finding.line}")
    if finding.transaction:
        parts.append(finding.transaction)
    if finding.case_id:
        parts.append(f"{Message('payments.case').in_(language)} {finding.case_id}")
    for side, movement in (
        (Message("payments.statement"), finding.there),
        (Message("payments.on-record"), finding.here),
    ):
        if movement is not None:
            way = movement.way.label(language)
            amount = money_text(Money(movement.amount, currency), language)
            parts.append(f"{side.in_(language)}: {way} {amount} ({movement.bill})")
    if finding.problem:
        parts.append(_problem(finding, language, say))
    return f"  ! {'; '.join(parts)}"


def _sums_data(sums: Sums) -> dict[str, object]:
    return {"count": sums.count, "there": sums.there, "here": sums.here}


def _movement_data(movement: Movement | None) -> dict[str, object] | None:
    if movement is None:
        return None
    return {
        "gateway": movement.gateway,
        "transaction": movement.transaction,
        "kind": movement.way.value,
        "bill": movement.bill,
        "amount": movement.amount,
        "at": movement.at.isoformat(),
    }


@typed
def reconcile(
    statement: Statement,
    recorded: Iterable[RecordedPayment],
    *,
    on: date,
    day_of: Callable[[datetime], date],
    gateway: str | None = None,
) -> Reconciliation:
    """Compare *statement* with what is *recorded*, for the civil day *on*.

    A recorded payment counts on the day it was made, not on the day its notice was recorded. A
    line of the statement finds its transaction on whatever day that is on record. An instant that
    *day_of* knows no day for stops nothing: what is on record so is open on every day.

    Args:
        statement: what the gateway says.
        recorded: payments and refunds on record; those of other days may be among them.
        on: the day.
        day_of: the civil day of an instant, such as `OfficeCalendar.local_date`.
        gateway: whose payments are compared; None for those of every gateway, but not what was
            handed over at a desk.

    Raises:
        CurrencyMismatchError: what is on record is in another currency than the statement.
    """
    here: dict[str, tuple[str, Movement]] = {}
    findings: list[Finding] = []
    for each in recorded:
        movement = movement_of(each.fact)
        if movement.gateway != gateway and (gateway or movement.gateway == COUNTER):
            continue
        one_currency(statement.currency, movement.currency)
        known = here.setdefault(movement.key, (each.case_id, movement))
        if known != (each.case_id, movement) and _may_be(movement, on, day_of):
            where = f"{known[0]}, {each.case_id}"
            findings.append(Finding(Verdict.RECORDED_TWICE, here=movement, problem=where))
    listed = {line.movement.key for line in statement.lines}
    for line in statement.lines:
        case_id, found = here.get(line.movement.key, ("", None))
        verdict, problem = _compared(line.movement, found, on, day_of, gateway)
        findings.append(Finding(verdict, line.number, line.movement, found, case_id, problem))
    findings += [
        Finding(Verdict.REPEATED, line.number, line.movement) for line in statement.repeated
    ]
    findings += [
        Finding(Verdict.BAD_LINE, bad.number, problem=bad.problem) for bad in statement.bad
    ]
    findings += [
        Finding(Verdict.MISSING_THERE, here=movement, case_id=case_id)
        for key, (case_id, movement) in here.items()
        if key not in listed and _may_be(movement, on, day_of)
    ]
    return Reconciliation(on, statement.currency, tuple(sorted(findings, key=_order)))


def _compared(
    there: Movement,
    here: Movement | None,
    on: date,
    day_of: Callable[[datetime], date],
    gateway: str | None,
) -> tuple[Verdict, str]:
    """Return what comes out for one line of the statement, and what differs."""
    if gateway is not None and there.gateway != gateway:
        return Verdict.BAD_LINE, f"the line is of gateway {there.gateway}, not of {gateway}"
    if here is None:
        return Verdict.MISSING_HERE, ""
    names = ("amount", "bill", "way")
    differing = [name for name in names if getattr(there, name) != getattr(here, name)]
    if differing:
        return Verdict.DIFFERENT, ", ".join(differing)
    day = _day(there, day_of)
    if day != on:
        return Verdict.OTHER_DAY, (day or there.at).isoformat()
    return Verdict.MATCHED, ""


def _day(movement: Movement, day_of: Callable[[datetime], date]) -> date | None:
    """Return the civil day of *movement*; None where no calendar can say it."""
    try:
        return day_of(movement.at)
    except CaseflowError:
        return None


def _may_be(movement: Movement, on: date, day_of: Callable[[datetime], date]) -> bool:
    """Return whether *movement* is of the day *on*; one of no known day is open on every day."""
    return _day(movement, day_of) in (on, None)


def _order(finding: Finding) -> tuple[bool, str, int, str]:
    is_matched = finding.verdict is Verdict.MATCHED
    return is_matched, finding.verdict.value, finding.line, finding.transaction
