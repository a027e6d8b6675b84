"""The words that indices are made of: each is an expression over the columns of a register.

Nothing that somebody writes is evaluated: a word stands for an expression that is made here, so all
engines that count can count by it. What an index says with the words is in `_indices`.
"""

import enum
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from fractions import Fraction
from typing import NamedTuple

import narwhals as nw

from caseflow._typed import frozen
from caseflow.reports.counts import Reference, early_by

__all__ = [
    "TERMS",
    "Condition",
    "EndEvent",
    "Rule",
    "Spread",
    "Term",
    "condition_of",
    "dates_differ",
    "has_standing",
    "in_period",
    "is_timed",
    "unknown_words",
]


class EndEvent(enum.Enum):
    """Name what ends the time that is compared with the reference date.

    With `DECISION` nothing but a decision does. With `ANY` a withdrawal or a stop does too, an open
    request for a supplement ends it on the day of the request, and what none of them ended by the
    last day of the period ends on that day.
    """

    DECISION = "decision"
    ANY = "any"


class Spread(enum.Enum):
    """Name which filings belong to a period.

    `PROCESSED` are those received by its last day that had not ended before its first; the others
    are those whose day of that name lies in it. `ENDED` is the day of the decision, the rejection,
    the withdrawal or the stop.
    """

    RECEIVED = "received"
    DECIDED = "decided"
    ENDED = "ended"
    PROCESSED = "processed"


@frozen
class Rule:
    """Hold what the words of one index mean in one period, from *first* through *last*."""

    reference: Reference
    end: EndEvent
    first: date
    last: date


class Term(NamedTuple):
    """Name a word, what it says of a filing, and the expression it stands for."""

    name: str
    meaning: str
    made: Callable[[Rule], nw.Expr]
    is_timed: bool = False


#: All of these hold; of several words in one of them, at least one.
Condition = tuple[tuple[str, ...], ...]

_NOT = "not "


def condition_of(condition: Condition, rule: Rule) -> nw.Expr:
    """Return whether *condition* holds of a filing: never null."""
    found = nw.lit(value=True)
    for words in condition:
        found = found & nw.any_horizontal(*(_word(word, rule) for word in words), ignore_nulls=True)
    return found


def is_timed(condition: Condition) -> bool:
    """Return whether *condition* compares with the reference date."""
    names = {word.removeprefix(_NOT) for words in condition for word in words}
    return any(TERMS[name].is_timed for name in names)


def unknown_words(condition: Condition) -> Iterator[str]:
    """Yield the words of *condition* that mean nothing."""
    for words in condition:
        yield from (word for word in words if word.removeprefix(_NOT) not in TERMS)


def _word(word: str, rule: Rule) -> nw.Expr:
    found = TERMS[word.removeprefix(_NOT)].made(rule).fill_null(value=False)
    return ~found if word.startswith(_NOT) else found


# ── the time ────────────────────────────────────────────────────────────────────────────────


def _by(name: str, on: date) -> nw.Expr:
    """Return whether the day of a column came by the end of *on*; no where there is none."""
    return (nw.col(name) <= on).fill_null(value=False)


def _between(name: str, rule: Rule) -> nw.Expr:
    found = nw.col(name)
    return ((found >= rule.first) & (found <= rule.last)).fill_null(value=False)


def _over(rule: Rule) -> nw.Expr:
    return _by("decided_on", rule.last) | _by("ended_on", rule.last)


def _open_supplement(rule: Rule) -> nw.Expr:
    asked = (nw.col("paused_for") == "supplement").fill_null(value=False)
    return _by("paused_on", rule.last) & asked & ~_over(rule)


def _standing(rule: Rule) -> nw.Expr:
    """Return -1, 0 or 1 for before, on and after the reference date; null where nobody can say.

    Without a date, what the limit allowed and what was used of it decide, as long as both are
    known. While a clock stands still for a supplement there is no date, and time is left.
    """
    on, at = nw.col(f"{rule.reference.value}_on"), nw.col(f"{rule.reference.value}_at")
    decided_on, decided_at = nw.col("decided_on"), nw.col("decided_at")
    is_decided = _by("decided_on", rule.last)
    if rule.end is EndEvent.DECISION:
        pending = nw.lit(value=False)
        ended = nw.when(is_decided).then(decided_on).otherwise(nw.lit(None, nw.Date))
    else:
        is_ended, is_asked = _by("ended_on", rule.last), _open_supplement(rule)
        day = nw.when(is_asked).then(nw.col("paused_on")).otherwise(nw.lit(rule.last))
        day = nw.when(is_ended).then(nw.col("ended_on")).otherwise(day)
        ended = nw.when(is_decided).then(decided_on).otherwise(day)
        pending = ~is_decided & ~is_ended & ~is_asked
    by_day = _sign(ended, on)
    by_instant = nw.when(is_decided).then(_sign(decided_at, at))
    # A limit in hours is over within its last day.
    by_last = nw.when(pending & (ended == on)).then(nw.lit(1)).otherwise(by_day)
    dated = nw.when(~at.is_null()).then(by_instant.fill_null(by_last)).otherwise(by_day)
    if rule.reference is not Reference.PROMISED:
        by_time = nw.when(is_decided).then(_sign(nw.col("used"), nw.col("allowed")))
        dated = dated.fill_null(by_time)
    if rule.end is EndEvent.ANY:
        left = nw.when(_open_supplement(rule) & on.is_null()).then(nw.lit(-1))
        dated = dated.fill_null(left)
    return dated


def _sign(end: nw.Expr, due: nw.Expr) -> nw.Expr:
    later = nw.when(end > due).then(nw.lit(1)).otherwise(nw.lit(0))
    sign = nw.when(end < due).then(nw.lit(-1)).otherwise(later)
    return nw.when(~end.is_null() & ~due.is_null()).then(sign)


def has_standing(rule: Rule) -> nw.Expr:
    """Return whether a filing can be compared with the reference date."""
    return ~_standing(rule).is_null()


def dates_differ(one: Rule, other: Rule) -> nw.Expr:
    """Return whether two rules place the reference date of a filing on different days."""
    first, second = nw.col(f"{one.reference.value}_on"), nw.col(f"{other.reference.value}_on")
    return (first != second).fill_null(value=False)


def in_period(spread: Spread, rule: Rule) -> nw.Expr:
    """Return whether a filing belongs to the period of *rule*."""
    if spread is Spread.RECEIVED:
        return _between("received_on", rule)
    if spread is Spread.DECIDED:
        return _between("decided_on", rule)
    if spread is Spread.ENDED:
        return _between("decided_on", rule) | _between("ended_on", rule)
    before = (nw.col("decided_on") < rule.first).fill_null(value=False)
    before = before | (nw.col("ended_on") < rule.first).fill_null(value=False)
    return _by("received_on", rule.last) & ~before


# ── the words ───────────────────────────────────────────────────────────────────────────────


def _is(name: str, *values: str) -> Callable[[Rule], nw.Expr]:
    return lambda _: nw.col(name).is_in(list(values))


def _ended(outcome: str, name: str) -> Callable[[Rule], nw.Expr]:
    return lambda rule: (nw.col("outcome") == outcome) & _by(name, rule.last)


def _day(name: str) -> Callable[[Rule], nw.Expr]:
    return lambda rule: _by(name, rule.last)


def _flag(name: str) -> Callable[[Rule], nw.Expr]:
    return lambda _: nw.col(name)


def _some(name: str) -> Callable[[Rule], nw.Expr]:
    return lambda _: nw.col(name) > 0


def _early_by(share: Fraction) -> Callable[[Rule], nw.Expr]:
    return lambda rule: early_by(share) & _by("decided_on", rule.last)


def _at_the_last(rule: Rule) -> nw.Expr:
    """Return whether less than a unit of time was left: an hour of a limit in hours, else a day."""
    is_day = nw.col("legal_due_at").is_null() & (nw.col("decided_on") == nw.col("legal_due_on"))
    left = nw.col("allowed") - nw.col("used")
    is_hour = (nw.col("decided_at") <= nw.col("legal_due_at")) & (left < nw.col("parts"))
    return (is_day | is_hour.fill_null(value=False)) & _by("decided_on", rule.last)


def _supplemented(rule: Rule) -> nw.Expr:
    known = _by("supplement_on", rule.last)
    return known | (nw.col("supplement_on").is_null() & (nw.col("supplements") >= 1))


def _twice(rule: Rule) -> nw.Expr:
    known, day = _by("second_supplement_on", rule.last), nw.col("second_supplement_on")
    return known | (day.is_null() & (nw.col("supplements") > 1))


_DATE = "the reference date"


def _timed(name: str, meaning: str, *signs: int) -> Term:
    def stands(rule: Rule) -> nw.Expr:
        return _standing(rule).is_in(list(signs))

    return Term(name, meaning, stands, is_timed=True)


def _named(terms: Sequence[Term]) -> dict[str, Term]:
    return {each.name: each for each in terms}


#: The words there are, by name; "not " before one means the contrary.
TERMS: dict[str, Term] = _named(
    (
        Term("accepted", "accepted by the last day", _day("received_on")),
        Term("decided", "decided by the last day", _day("decided_on")),
        Term("ended", "decided, rejected, withdrawn or stopped by the last day", _over),
        Term("granted", "granted by a decision", _ended("granted", "decided_on")),
        Term("refused", "refused by a decision", _ended("refused", "decided_on")),
        Term("rejected", "refused at reception", _ended("rejected", "ended_on")),
        Term("withdrawn", "withdrawn", _ended("withdrawn", "ended_on")),
        Term("stopped", "stopped by the office", _ended("stopped", "ended_on")),
        Term("returned", "returned by the last day", _day("returned_on")),
        _timed("in-time", f"ended by {_DATE}", -1, 0),
        _timed("early", f"ended before {_DATE}", -1),
        _timed("on-the-day", f"ended on {_DATE}, neither before nor after", 0),
        _timed("late", f"ended after {_DATE}", 1),
        Term(
            "last-moment",
            "decided on the last day, or in the last hour, of the legal limit",
            _at_the_last,
        ),
        Term("early-10", "decided a tenth of the limit early", _early_by(Fraction(1, 10))),
        Term("early-20", "decided a fifth of the limit early", _early_by(Fraction(1, 5))),
        Term("supplemented", "asked for a supplement", _supplemented),
        Term("second-supplement", "asked for a supplement more than once", _twice),
        Term("open-supplement", "waiting for a supplement on the last day", _open_supplement),
        Term("extended", "with an extension of the legal limit", _some("extensions")),
        Term("reappointed", "with a re-appointment", _some("reappointments")),
        Term("online", "filed online", _is("channel", "online")),
        Term("counter", "filed at the counter", _is("channel", "counter")),
        Term("post", "filed by post", _is("channel", "post")),
        Term("full", "of a procedure that is full online", _is("level", "full")),
        Term("partial", "of a procedure that is partial online", _is("level", "partial")),
        Term("offers-online", "of a full or partial procedure", _is("level", "full", "partial")),
        Term("result-online", "with a result that goes out online", _is("result_by", "online")),
        Term("fee-due", "owing a fee", _flag("is_fee_due")),
        Term("paid-online", "paid through a gateway", _flag("is_paid_online")),
        Term("assisted", "filed with help", _flag("is_assisted")),
        Term("digitised", "with an electronic result", _flag("is_digitised")),
        Term("synchronised", "known to the national portal", _flag("is_synchronised")),
    )
)
