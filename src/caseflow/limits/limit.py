"""`TimeLimit`, a statutory period with its rules, and `Due`, the date it ends on.

May import: errors, law, values, calendars and its siblings. Clocks and cases do not belong here.
"""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from fractions import Fraction
from typing import cast

from attrs import evolve, field, frozen

from caseflow.calendars import Certainty, OfficeCalendar, Roll
from caseflow.errors import FloatRefusedError, LimitError, TimeOfDayError, ValueInvalidError
from caseflow.law import Basis
from caseflow.limits import counting
from caseflow.limits.explanations import CountFacts, Explanation, explain
from caseflow.limits.units import (
    Convention,
    CutOff,
    EndOfDay,
    MonthOnPause,
    Supplement,
    Unit,
)
from caseflow.limits.words import limit_text, parse_limit
from caseflow.typed import refuse_misfits, short, typed
from caseflow.values import Moment, exact, utc

__all__ = ["Due", "TimeLimit"]

#: Eight working hours make a working day. Source: Labour Code 45/2019/QH14 Art. 105.
HOURS_A_DAY = 8
#: Source: Civil Code 91/2015/QH13 Art. 146.1.
MONTH_DAYS, YEAR_DAYS = 30, 365
_MOST = 1_000_000
_NOTHING = Fraction(0)


def _amount(value: object) -> Fraction:
    if isinstance(value, float):
        raise FloatRefusedError("amount", value)
    return exact(value, name="amount")


def _require(kind: type, name: str, value: object) -> None:
    if not isinstance(value, kind):
        raise ValueInvalidError(name, value, f"a {kind.__name__}")


@typed(late=True, besides=("due", "receipt"))
@short
@frozen
class TimeLimit:
    """Say how long something may take, and by which rules that is counted.

    `roll` says where a calendar period goes that ends on a day off (working days never do, hours
    never roll). `cutoff` moves a late receipt to the next working day. `end_of_day` and
    `month_on_pause` are explained at their types. `citation` is the law that sets the limit.

    >>> TimeLimit.parse("15 ngày làm việc").text("en")
    '15 working days'

    Raises:
        FloatRefusedError: the amount is a float.
        LimitError: the amount is not above zero, or a fraction the unit cannot have.
    """

    amount: Fraction = field(converter=_amount)
    unit: Unit
    convention: Convention = field(default=Convention.CIVIL, kw_only=True)
    cutoff: CutOff | None = field(default=None, kw_only=True)
    roll: Roll = field(default=Roll.NEXT, kw_only=True)
    end_of_day: EndOfDay = field(default=EndOfDay.MIDNIGHT, kw_only=True)
    month_on_pause: MonthOnPause = field(default=MonthOnPause.SHIFT, kw_only=True)
    citation: Basis = field(default="", kw_only=True)

    def __attrs_post_init__(self) -> None:
        # A wrong word would give a wrong date in silence.
        _require(Unit, "unit", self.unit)
        _require(Convention, "convention", self.convention)
        _require(Roll, "roll", self.roll)
        _require(EndOfDay, "end_of_day", self.end_of_day)
        _require(MonthOnPause, "month_on_pause", self.month_on_pause)
        if self.cutoff is not None:
            _require(CutOff, "cutoff", self.cutoff)
        if not 0 < self.amount <= _MOST:
            raise LimitError(
                str(self.amount), self.unit.label("en"), f"an amount above 0 and at most {_MOST}"
            )
        whole_only = (Unit.WEEK, Unit.MONTH, Unit.YEAR)
        if self.unit in whole_only and self.amount.denominator != 1:
            raise LimitError(
                str(self.amount), self.unit.label("en"), "a whole number, or the period in days"
            )
        if self.unit is Unit.SAME_DAY and self.amount != 1:
            raise LimitError(str(self.amount), "same day", "same_day() without an amount")

    @classmethod
    def parse(
        cls,
        text: str,
        *,
        convention: Convention = Convention.CIVIL,
        cutoff: CutOff | None = None,
        roll: Roll = Roll.NEXT,
        citation: Basis = "",
    ) -> "TimeLimit":
        """Read a limit written in English or Vietnamese, as "17.5 working days" or "trong ngày".

        Raises:
            LimitSyntaxError: the text cannot be read.
        """
        amount, unit = parse_limit(text)
        return cls(amount, unit, convention=convention, cutoff=cutoff, roll=roll, citation=citation)

    @property
    def whole(self) -> int:
        """Return the whole units of the amount."""
        return self.amount.numerator // self.amount.denominator

    @property
    def part(self) -> Fraction:
        """Return the fraction of a unit beyond the whole ones."""
        return _NOTHING if self.amount.denominator == 1 else self.amount - self.whole

    def text(self, language: str) -> str:
        """Return the limit for people, as "15 working days"."""
        return limit_text(self.amount, self.unit, language)

    def extended(self, extra: "TimeLimit") -> "TimeLimit":
        """Return this limit lengthened by *extra*, which must be in the same unit.

        Raises:
            LimitError: the units differ, so the sum would not be one period.
        """
        if extra.unit is not self.unit or self.unit is Unit.SAME_DAY:
            raise LimitError(
                str(extra.amount),
                extra.unit.label("en"),
                f"an extension in {self.unit.label('en')}, the unit of the limit",
            )
        return evolve(self, amount=self.amount + extra.amount)

    def receipt(self, start: Moment, calendar: OfficeCalendar) -> counting.Receipt:
        """Return from when the limit is counted, once its cut-off is applied."""
        if not isinstance(cast("object", calendar), OfficeCalendar):
            raise ValueInvalidError("calendar", calendar, "an OfficeCalendar")
        return counting.receive(start, calendar, self.cutoff)

    def due(
        self,
        start: Moment,
        calendar: OfficeCalendar,
        *,
        pauses: Sequence[counting.Pause | tuple[Moment, Moment]] = (),
        supplement: Supplement = Supplement.PAUSE,
    ) -> "Due":
        """Return the date or instant by which the limit ends.

        Args:
            start: the instant of receipt, or a bare date for some moment during that day.
            calendar: the office that counts; the civil day is the day in its zone.
            pauses: (stop, resumption) pairs in any order, or `Pause` values that say why;
                overlapping ones are united.
            supplement: PAUSE to go on after each pause, RESTART to begin again from its end.

        Raises:
            CalendarHorizonError: the answer needs days the calendar does not know.
            TimeOfDayError: a bare date where hours or a cut-off need the time. The eight-hour
                convention takes a bare date, as the end of that day.
            PauseError: a pause ends before it begins.

        Cost: O(number of pauses) for days, times O(log n) for hours.

        >>> calendar = OfficeCalendar.weekends("Asia/Ho_Chi_Minh")
        >>> TimeLimit.parse("10 working days").due(date(2026, 3, 2), calendar).on
        datetime.date(2026, 3, 16)
        """
        if supplement not in (Supplement.PAUSE, Supplement.RESTART):
            raise ValueInvalidError(
                "supplement", supplement, "Supplement.PAUSE or Supplement.RESTART"
            )
        try:
            told = tuple(counting.told(each) for each in pauses)
        except TypeError:
            refuse_misfits(TimeLimit.due, self, start, calendar, pauses=pauses)
            raise
        if supplement is not Supplement.RESTART:
            return self._count(start, calendar, told, ())
        restarts: list[Moment] = []
        due = self._count(start, calendar, (), ())
        ordered = sorted(told, key=lambda pause: utc(counting.last_instant(pause.start, calendar)))
        for stopped, resumed, *_ in ordered:
            counting.refuse_reversed(stopped, resumed, calendar)
            if _reaches(start, resumed, calendar):
                continue  # over before the limit began
            if restarts and _reaches(restarts[-1], stopped, calendar):
                # It overlaps the pause before: the two are one.
                if _reaches(restarts[-1], resumed, calendar):
                    continue
                restarts.pop()
            elif due.is_over_at(stopped):
                break
            restarts.append(resumed)
            due = self._count(resumed, calendar, (), (start, *restarts))
        return due

    def _count(
        self,
        start: Moment,
        calendar: OfficeCalendar,
        pauses: tuple[counting.Pause, ...],
        begun: tuple[Moment, ...],
    ) -> "Due":
        receipt = self.receipt(start, calendar)
        if self.unit.is_hours or (
            self.unit is Unit.WORKING_DAY and self.convention is Convention.HOURS8
        ):
            at = self._count_hours(start, receipt, calendar, pauses)
            last = on = _last_day(at, calendar)
        else:
            last, on, inside = self._count_days(receipt, calendar, pauses)
            at = inside or self._end_of(on, calendar)
        calendar.is_working_day(on)  # raises where the calendar ends
        return Due(
            limit=self,
            on=on,
            last_on=last,
            at=at,
            certainty=calendar.certainty(on),
            receipt=receipt,
            pauses=pauses,
            begun=begun or (start,),
            calendar=calendar,
        )

    def _count_hours(
        self,
        start: Moment,
        receipt: counting.Receipt,
        calendar: OfficeCalendar,
        pauses: tuple[counting.Pause, ...],
    ) -> datetime:
        hours = self.amount
        rule: str | None = self.text("en")
        if self.unit is Unit.WORKING_DAY:
            hours, rule = self.amount * HOURS_A_DAY, None
        elif receipt.at is None:
            raise TimeOfDayError("start", receipt.on, self.text("en"))
        begin = receipt.at or counting.last_instant(start, calendar)
        spans = counting.instant_pauses(pauses, calendar, rule=rule)
        length = counting.exact_time(hours)
        if self.unit is Unit.CLOCK_HOUR:
            return counting.add_clock_time(begin, length, spans, calendar)
        return counting.add_working_time(begin, length, spans, calendar)

    def _count_days(
        self,
        receipt: counting.Receipt,
        calendar: OfficeCalendar,
        pauses: tuple[counting.Pause, ...],
    ) -> tuple[date, date, datetime | None]:
        """Return the last day, where it rolls to, and the instant within it for a fraction."""
        spans = counting.day_pauses(pauses, calendar)
        event_on = receipt.on
        if self.unit is Unit.SAME_DAY:
            on = counting.same_day(event_on, spans, calendar)
            return on, on, None
        whole, part = self.whole, self.part
        if self.unit is Unit.WORKING_DAY:
            if not part:
                on = counting.add_working_days(event_on, whole, spans, calendar)
                return on, on, None
            work = counting.exact_time(part * HOURS_A_DAY)
            at = counting.add_partial_day(event_on, whole, work, spans, calendar)
            on = calendar.local_date(at)
            return on, on, at
        last = self._last_day(event_on, spans, calendar)
        rolled = calendar.roll(last, self.roll)
        if self.roll is Roll.PREVIOUS:
            # Rolled back, the limit may end before a pause begins, which then changes nothing.
            for number, (stopped, _) in enumerate(spans):
                sooner = self._last_day(event_on, spans[:number], calendar)
                back = calendar.roll(sooner, self.roll)
                if stopped >= back:
                    last, rolled = sooner, back
                    break
        if part and rolled == last:
            at = calendar.start_of(last) + counting.exact_time(part * 24)
            return last, last, at
        return last, rolled, None

    def _last_day(
        self, event_on: date, spans: Sequence[counting.DaySpan], calendar: OfficeCalendar
    ) -> date:
        """Return the last calendar day, before it rolls."""
        days = self._length_in_days(event_on, spans, calendar) + (1 if self.part else 0)
        return counting.add_calendar_days(event_on, days, spans, calendar)

    def _length_in_days(
        self, event_on: date, spans: Sequence[counting.DaySpan], calendar: OfficeCalendar
    ) -> int:
        """Return the whole calendar days of the limit, counted from its anchor."""
        whole = self.whole
        if self.unit is Unit.CALENDAR_DAY:
            return whole
        if self.unit is Unit.WEEK:
            return whole * 7
        is_year = self.unit is Unit.YEAR
        last = counting.add_months(event_on, whole * (12 if is_year else 1), calendar)
        stood_still = any(stop < last and resumed > event_on for stop, resumed in spans)
        if stood_still and self.month_on_pause is MonthOnPause.THIRTY_DAYS:
            return whole * (YEAR_DAYS if is_year else MONTH_DAYS)
        return (last - event_on).days

    def _end_of(self, on: date, calendar: OfficeCalendar) -> datetime:
        closing = calendar.closing(on) if self.end_of_day is EndOfDay.CLOSING else None
        return closing or calendar.end_of(on)


@typed(late=True)
@short
@frozen
class Due:
    """Hold the date on which a limit ends, and all that is needed to explain it.

    `on` is the last civil day, inclusive; `last_on` is that day before it rolled. `at`
    is the exact end: for hours and fractions the instant itself, else the end of that day (24:00,
    exclusive). `is_at_opening` tells that it ends as the office opens on that day.
    """

    limit: TimeLimit
    on: date
    last_on: date
    at: datetime
    certainty: Certainty
    receipt: counting.Receipt
    pauses: tuple[counting.Pause, ...]
    begun: tuple[Moment, ...]
    calendar: OfficeCalendar
    is_at_opening: bool = False

    @property
    def is_instant(self) -> bool:
        """Tell whether the limit ends at an instant and not with a day."""
        return self.limit.unit.is_hours or self.is_at_opening

    def at_opening(self) -> "Due":
        """Return it ending as the office opens on its day, where a rule says "at the start of"."""
        at = self.calendar.opening(self.on) or self.calendar.start_of(self.on)
        return evolve(self, at=at, is_at_opening=True)

    @property
    def calendar_version(self) -> str:
        """Return the version of the calendar the date rests on."""
        return self.calendar.version

    def is_over_at(self, moment: Moment) -> bool:
        """Tell whether *moment* lies after the end; all of the last day is still in time."""
        if self.is_instant and isinstance(moment, datetime):
            return utc(moment) > utc(self.at)
        return counting.day_of(moment, self.calendar) > self.on

    def explain(self, language: str = "en") -> Explanation:
        """Return every step that led to the date, with names and citations.

        Replaying the steps gives the same date; see `replay_steps`. Cost: O(days covered).
        """
        limit = self.limit
        facts = CountFacts(
            words=limit.text(language),
            unit=limit.unit,
            convention=limit.convention,
            cutoff=limit.cutoff,
            whole=limit.whole,
            part=limit.part,
            citation=limit.citation,
            on=self.on,
            last_on=self.last_on,
            at=self.at,
            certainty=self.certainty,
            receipt=self.receipt,
            pauses=self.pauses,
            begun=self.begun,
            calendar=self.calendar,
        )
        return explain(facts, language)


def _last_day(at: datetime, calendar: OfficeCalendar) -> date:
    """Return the civil day that *at* ends: midnight belongs to the day before."""
    return calendar.local_date(utc(at) - timedelta(microseconds=1))


def _reaches(first: Moment, second: Moment, calendar: OfficeCalendar) -> bool:
    return utc(counting.last_instant(first, calendar)) >= utc(
        counting.last_instant(second, calendar)
    )
