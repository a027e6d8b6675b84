"""`TimeLimit`, a statutory period with its rules, and `Due`, the date it ends on.

Clocks and cases do not belong here.
"""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import cast

from attrs import evolve, frozen

from caseflow._typed import refuse_misfits, short, typed
from caseflow.calendars import OfficeCalendar, Roll
from caseflow.errors import LimitError, ValueInvalidError
from caseflow.law import Basis
from caseflow.limits import _counting as counting
from caseflow.limits._ends import Ending, count_days, count_hours, end_of
from caseflow.limits._explanations import Explanation, explain
from caseflow.limits._rules import CountingRules
from caseflow.limits._units import Convention, CutOff, Supplement, Unit
from caseflow.limits._words import parse_limit
from caseflow.values import Moment, utc

__all__ = ["Due", "TimeLimit"]


@typed(late=True, besides=("due", "receipt"))
@short
@frozen
class TimeLimit(CountingRules):
    """Say how long something may take, and by which rules that is counted.

    `roll` says where a calendar period goes that ends on a day off (working days never do, hours
    never roll), and `roll_up_to` which amount of the unit is the longest that rolls; None lets all
    roll. `least_working_days` lengthens a calendar period until so many working days lie in it,
    those of its pauses left out. `cutoff` moves a late receipt to the next working day.
    `day_hours` are the hours of a working day, for its fractions and the eight-hour convention.
    `end_of_day`, `month_on_pause` and `pause_days` are explained at their types. `citation` is the
    law that sets the limit; that of the rules stands in the calendar.

    >>> TimeLimit.parse("15 ngày làm việc").text("en")
    '15 working days'

    Raises:
        FloatRefusedError: the amount is a float.
        LimitError: the amount is not above zero, or a fraction the unit cannot have.
    """

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
        """Return from when the limit is counted, once its cut-off is applied.

        Raises:
            ValueInvalidError: *calendar* is no `OfficeCalendar`.
        """
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
            ValueInvalidError: *supplement* is another policy, or a value is of a wrong type.

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
            checked = tuple(map(counting.as_pause, pauses))
        except TypeError:
            refuse_misfits(TimeLimit.due, self, start, calendar, pauses=pauses)
            raise
        if supplement is not Supplement.RESTART:
            return self._count(start, calendar, checked, ())
        restarts: list[Moment] = []
        due = self._count(start, calendar, (), ())
        ordered = sorted(
            checked, key=lambda pause: utc(counting.last_instant(pause.start, calendar))
        )
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
        if not isinstance(cast("object", calendar), OfficeCalendar):
            raise ValueInvalidError("calendar", calendar, "an OfficeCalendar")
        receipt = counting.receive(start, calendar, self.cutoff)
        if self.counts_hours:
            at = count_hours(self, start, receipt, calendar, pauses)
            last = on = _last_day(at, calendar)
        else:
            last, on, inside = count_days(self, receipt, calendar, pauses)
            at = inside or end_of(self, on, calendar)
        calendar.is_working_day(on)  # raises where the calendar ends
        # In the order of the fields: this is made for every date that is counted.
        sure = calendar.certainty(on)
        return Due(self, on, last, at, sure, receipt, pauses, begun or (start,), calendar)


@typed(late=True)
@short
@frozen
class Due(Ending["TimeLimit"]):
    """Hold the date on which a limit ends, and all that is needed to explain it.

    `on` is the last civil day, inclusive; `last_on` is that day before it rolled. `at`
    is the exact end: for hours and fractions the instant itself, else the end of that day (24:00,
    exclusive). `is_at_opening` says that it ends as the office opens on that day.
    """

    @property
    def is_instant(self) -> bool:
        """Return whether the limit ends at an instant and not with a day."""
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
        """Return whether *moment* lies after the end; all of the last day is still in time."""
        if self.is_instant and isinstance(moment, datetime):
            return utc(moment) > utc(self.at)
        return counting.day_of(moment, self.calendar) > self.on

    def explain(self, language: str = "en") -> Explanation:
        """Return every step that led to the date, with names and citations.

        Replaying the steps gives the same date; see `replay_steps`. Cost: O(days covered).
        """
        return explain(self, language)


def _last_day(at: datetime, calendar: OfficeCalendar) -> date:
    """Return the civil day that *at* ends: midnight belongs to the day before."""
    return calendar.local_date(utc(at) - timedelta(microseconds=1))


def _reaches(first: Moment, second: Moment, calendar: OfficeCalendar) -> bool:
    return utc(counting.last_instant(first, calendar)) >= utc(
        counting.last_instant(second, calendar)
    )
