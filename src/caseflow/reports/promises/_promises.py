"""What can be promised: the largest early share that is kept with a stated confidence.

Counting how early filings were is for `_cohorts`.
"""

import enum
from collections.abc import Mapping, Sequence
from datetime import date
from fractions import Fraction

from caseflow._typed import frozen, typed
from caseflow.calendars import OfficeCalendar
from caseflow.errors import ValueInvalidError
from caseflow.reports.promises._cohorts import EarlyShares, early_shares
from caseflow.reports.promises._counts import EarlyCounts
from caseflow.reports.register import Register
from caseflow.shares import tenths_of_percent
from caseflow.texts import Message
from caseflow.values import Text, exact

__all__ = [
    "MARKS",
    "NoPromise",
    "PromiseMark",
    "SafePromise",
    "promises_of",
    "safe_promises",
]

#: The early shares that are asked for by policy: 10 % and 20 %.
MARKS = (Fraction(1, 10), Fraction(1, 5))

#: No promise is made of fewer filings than this.
LEAST = 30


@typed(late=True)
class NoPromise(enum.Enum):
    """Say why nothing sooner than the law can be promised."""

    TOO_FEW = "too-few"
    TOO_MANY_OPEN = "too-many-open"
    LATE = "legal-limit-missed"
    NOTHING_SOONER = "nothing-sooner"


_REASONS = {
    NoPromise.TOO_FEW: Message("reports.promises-too-few"),
    NoPromise.TOO_MANY_OPEN: Message("reports.promises-too-many-open"),
    NoPromise.LATE: Message("reports.promises-legal-limit-missed"),
    NoPromise.NOTHING_SOONER: Message("reports.promises-nothing-sooner"),
}
_SAFE = Message("reports.promises-safe")


@frozen
class PromiseMark:
    """Say whether one early share is safe.

    Attributes:
        share: as 1/10.
        kept: which part of the filings kept it.
        is_safe: whether it can be promised; None where there are too few filings.
        lacking: how many more of the filings would have to keep it, 0 if it is safe.
    """

    share: Fraction
    kept: Fraction
    is_safe: bool | None
    lacking: int


@typed
@frozen
class SafePromise:
    """Say what can be promised to one group of filings.

    Attributes:
        group: the value of each key, as procedure and unit.
        confidence: the part of filings that keep it.
        filings: how many it rests on.
        open: how many of them went out of sight: open, withdrawn or stopped.
        unjudged: filings that are not among them, as no limit of them is known.
        needed: how many filings it takes at the least.
        share: the largest early share that is safe, exact; None if nothing sooner is.
        kept: which part of the filings kept it; None without a share.
        in_time: which part of them kept the legal limit.
        reason: why there is none; None if there is one.
        marks: whether the early shares of policy are safe.
    """

    group: Mapping[str, str | bool | None]
    confidence: Fraction
    filings: int
    open: int
    unjudged: int
    needed: int
    share: Fraction | None
    kept: Fraction | None
    in_time: Fraction
    reason: NoPromise | None
    marks: tuple[PromiseMark, ...]

    @property
    def percent(self) -> int | None:
        """Return the share in whole per cent, rounded down so that it stays safe; None of none."""
        return None if self.share is None else int(self.share * 100)

    @property
    def why(self) -> Text | None:
        """Return for people why there is no promise; None if there is one."""
        if self.reason is None:
            return None
        return _REASONS[self.reason].filled(
            filings=self.filings,
            needed=self.needed,
            confidence=_percent(self.confidence),
            in_time=_percent(self.in_time),
        )

    def text(self, language: str) -> str:
        """Write for people what can be promised, or why nothing can.

        Raises:
            ValueInvalidError: *language* is no language code.
        """
        found = self.why
        if found is None and self.kept is not None:
            found = _SAFE.filled(
                percent=self.percent, kept=_percent(self.kept), filings=self.filings
            )
        return "" if found is None else found.in_(language)

    def row(self) -> Mapping[str, str | int | bool | Fraction | None]:
        """Return the promise as plain values, for a table: numbers are exact, and reasons codes."""
        found: dict[str, str | int | bool | Fraction | None] = {
            **self.group,
            "confidence": self.confidence,
            "filings": self.filings,
            "open": self.open,
            "unjudged": self.unjudged,
            "needed": self.needed,
            "share": self.share,
            "percent": self.percent,
            "kept": self.kept,
            "in_time": self.in_time,
            "reason": None if self.reason is None else self.reason.value,
        }
        for mark in self.marks:
            name = f"mark_{mark.share * 100}"
            found |= {f"{name}_kept": mark.kept, f"{name}_safe": mark.is_safe}
            found[f"{name}_lacking"] = mark.lacking
        return found


def _percent(part: Fraction) -> str:
    tenths = tenths_of_percent(part)
    return f"{tenths // 10}.{tenths % 10}"


@typed
def safe_promises(
    register: Register,
    *,
    first: date,
    last: date,
    on: date,
    calendar: OfficeCalendar,
    by: Sequence[str] = ("procedure", "unit"),
    confidence: Fraction | str = "9/10",
    marks: Sequence[Fraction] = MARKS,
    least: int = LEAST,
) -> tuple[SafePromise, ...]:
    """Return what can be promised to each group, of the filings received from *first* to *last*.

    At a confidence of 9/10 nine of ten filings keep the promise: the next filing of the group keeps
    it with at least that probability, if the office goes on working as it did in the window. So of
    n filings not only nine tenths must have kept it but nine tenths of n + 1, and 9 filings are the
    least of which anything can be said. It says nothing of an office that changes.

    It is the largest such share; see `early_shares` for how filings are counted and rounded.

    Args:
        register: what is looked at.
        first: the first day of receipt.
        last: the last day of receipt.
        on: the day at whose end the filings are looked at, best so late that most are decided.
        calendar: counts the days and hours of open filings.
        by: columns of the register.
        confidence: the part of filings that keep it, from 1/2 on and below 1.
        marks: early shares of which it is said whether they are safe.
        least: of fewer filings nothing is promised.

    Cost: that of `early_shares`.

    Raises:
        ValueInvalidError: the days are not in this order, a number is out of its range.
        FloatRefusedError: a share is a float.
        UnknownNameError: the register has no such column.
        CalendarHorizonError: the calendar does not know the first day, or *on*.

    Source: the probability is that of the order statistics of exchangeable filings: Wilks, Annals
    of Mathematical Statistics 12, 1941, 91-96.
    """
    part, wanted = _asked(confidence, marks, least)
    found = early_shares(register, first=first, last=last, on=on, calendar=calendar, by=by)
    return promises_of(found, confidence=part, marks=wanted, least=least)


@typed
def promises_of(
    shares: EarlyShares,
    *,
    confidence: Fraction | str = "9/10",
    marks: Sequence[Fraction] = MARKS,
    least: int = LEAST,
) -> tuple[SafePromise, ...]:
    """Return what can be promised to each group of filings that were counted already.

    See `safe_promises`; use this one for counts that were added up.

    Raises:
        ValueInvalidError: a number is out of its range.
        FloatRefusedError: a share is a float.
    """
    part, wanted = _asked(confidence, marks, least)
    order = sorted(shares.groups, key=lambda key: [(each is not None, str(each)) for each in key])
    return tuple(
        _promise(dict(zip(shares.by, key, strict=True)), shares.groups[key], part, wanted, least)
        for key in order
    )


def _asked(
    confidence: Fraction | str, marks: Sequence[Fraction], least: int
) -> tuple[Fraction, tuple[Fraction, ...]]:
    part = exact(confidence, name="confidence")
    if not Fraction(1, 2) <= part < 1:
        raise ValueInvalidError("confidence", str(part), "a part from 1/2 on and below 1, as 9/10")
    wanted = tuple(exact(each, name="mark") for each in marks)
    for each in wanted:
        if not 0 < each < 1:
            raise ValueInvalidError("mark", str(each), "a share between 0 and 1, as 1/10")
    if least < 1:
        raise ValueInvalidError("least", least, "a whole number from 1 on")
    return part, wanted


def _promise(
    group: Mapping[str, str | bool | None],
    counts: EarlyCounts,
    confidence: Fraction,
    marks: tuple[Fraction, ...],
    least: int,
) -> SafePromise:
    number = counts.filings
    needed = max(least, -(-confidence // (1 - confidence)))
    # Of n + 1 filings, the next one among them, so many must keep it.
    part = confidence * (number + 1) / number if number else Fraction(1)
    is_enough = number >= needed
    share = counts.largest(part) if is_enough else None
    reason = None
    if not is_enough:
        reason = NoPromise.TOO_FEW
    elif share is None:
        reason = NoPromise.LATE if counts.is_known_to_be_late else NoPromise.TOO_MANY_OPEN
    elif share == 0:
        share, reason = None, NoPromise.NOTHING_SOONER
    return SafePromise(
        group=group,
        confidence=confidence,
        filings=number,
        open=sum(counts.open.values()),
        unjudged=counts.unjudged,
        needed=needed,
        share=share,
        kept=None if share is None else counts.kept(share),
        in_time=counts.kept(Fraction(0)),
        reason=reason,
        marks=tuple(_mark(counts, each, part, is_enough=is_enough) for each in marks),
    )


def _mark(counts: EarlyCounts, share: Fraction, part: Fraction, *, is_enough: bool) -> PromiseMark:
    kept = counts.kept(share)
    lacking = max(0, -(-(part - kept) * counts.filings // 1))
    return PromiseMark(share, kept, kept >= part if is_enough else None, lacking)
