"""The due date of a clock for a case that came under one calendar after another."""

from attrs import evolve, frozen

from caseflow._typed import short
from caseflow.calendars import OfficeCalendar, Roll
from caseflow.cases import RebasePolicy
from caseflow.ledgers import ClockLedger
from caseflow.limits import Due, Unit
from caseflow.texts import Message, Text
from caseflow.values import utc

__all__ = ["Calendars", "Dated", "rolled"]

_ROLLED = Message("engine.rolled")


@short
@frozen
class Dated:
    """Hold a date as its limit gives it, the one that counts, and why they differ if they do."""

    counted: Due | None = None
    due: Due | None = None
    note: Text | None = None


@short
@frozen
class Calendars:
    """Hold the calendar at reception and those that came later, each with its policy."""

    received_under: OfficeCalendar
    rebased: tuple[tuple[RebasePolicy, OfficeCalendar], ...] = ()

    @property
    def present(self) -> OfficeCalendar:
        """Return the calendar that days are counted by now."""
        counting = [each for policy, each in self.rebased if policy is not RebasePolicy.PINNED]
        return counting[-1] if counting else self.received_under

    def due(self, ledger: ClockLedger) -> Due | None:
        """Return the date that counts; None while the clock has not started or is paused."""
        return self.dated(ledger).due if self.rebased else ledger.due(self.received_under)

    def dated(self, ledger: ClockLedger) -> Dated:
        """Return the date under the calendar at reception, moved by each later one in turn."""
        counted = due = ledger.due(self.received_under)
        note: Text | None = None
        before = self.received_under
        for policy, calendar in self.rebased:
            before, earlier = calendar, before
            fresh = ledger.due(calendar)
            if due is None or fresh is None:
                continue
            if policy is RebasePolicy.LATEST or (
                policy is RebasePolicy.NEVER_EARLIER and utc(fresh.at) >= utc(due.at)
            ):
                counted, due, note = fresh, fresh, None
                continue
            due, moved = rolled(due, calendar, earlier)
            note = moved or note
        return Dated(counted, due, note)


def rolled(due: Due, calendar: OfficeCalendar, before: OfficeCalendar) -> tuple[Due, Text | None]:
    """Return *due* on the next working day if its day became a day off, and a note if it did.

    A day that was off by the calendar *before* stays: it did not become a day off. A limit in
    working hours keeps its time of day; one in clock hours never rolls.
    """
    if due.limit.unit is Unit.CLOCK_HOUR or not before.is_working_day(due.on):
        return due, None
    on = calendar.roll(due.on, Roll.NEXT)
    if on == due.on:
        return due, None
    at = due.at + (on - due.on) if due.is_instant else calendar.end_of(on)
    note = _ROLLED.filled(before=due.on, after=on)
    return evolve(due, on=on, at=at), note
