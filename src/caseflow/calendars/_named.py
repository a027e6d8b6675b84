"""The calendars that a country names, and the law that calendar files may cite by name.

What else a country brings is in its pack; this is what counting a date needs of it.
"""

from collections.abc import Callable, Mapping

from attrs import field

from caseflow._typed import frozen, typed
from caseflow.calendars._office import OfficeCalendar
from caseflow.errors import UnknownNameError
from caseflow.law import NO_RULES, RuleBook

__all__ = ["NamedCalendars"]


def _none() -> dict[str, Callable[[], OfficeCalendar]]:
    return {}


@typed
@frozen(eq=False)
class NamedCalendars:
    """Hold the calendars of a country by their names; nothing is read before it is asked for.

    Attributes:
        calendars: a function for each name, in small letters; the first is the usual one.
        law: the rules that calendar files may name.
    """

    calendars: Mapping[str, Callable[[], OfficeCalendar]] = field(factory=_none)
    law: RuleBook = NO_RULES

    @property
    def usual(self) -> str:
        """Return the name of the usual calendar, "weekends" if there is none."""
        return next(iter(self.calendars), "weekends")

    def calendar(self, name: str = "") -> OfficeCalendar:
        """Return the calendar called *name*; without a name the usual one.

        Raises:
            UnknownNameError: no calendar has that name.
        """
        wanted = name or self.usual
        if wanted not in self.calendars:
            raise UnknownNameError(wanted, tuple(self.calendars), "calendar")
        return self.calendars[wanted]()
