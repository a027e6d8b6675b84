"""A date or a decree does not fit what is known of the calendar."""

from collections.abc import Sequence
from datetime import date

from caseflow._showing import place, word
from caseflow.errors._root import CaseflowError, listed

__all__ = [
    "CalendarError",
    "CalendarFileError",
    "CalendarHorizonError",
    "CalendarVersionError",
    "DecreeError",
]


class CalendarError(CaseflowError):
    """A date or a decree does not fit what is known of the calendar."""

    code = "calendar"


class CalendarHorizonError(CalendarError):
    """A date lies outside the years the calendar knows."""

    code = "beyond-horizon"

    def __init__(self, calendar: str, needed: str, first_on: date, last_on: date) -> None:
        super().__init__(calendar, needed, first_on, last_on)
        self.calendar, self.needed = calendar, needed
        self.first_on, self.last_on = first_on, last_on

    def __str__(self) -> str:
        return (
            f"calendar {word(self.calendar)} knows {word(self.first_on)} to {word(self.last_on)} "
            f"and {word(self.needed)} is outside; use a date inside or load a calendar that "
            f"reaches further"
        )


class DecreeError(CalendarError):
    """A decree contradicts itself or the calendar it is laid over."""

    code = "decree-invalid"

    def __init__(self, decree: str, on: date | None, problem: str) -> None:
        super().__init__(decree, on, problem)
        self.decree, self.on, self.problem = decree, on, problem

    def __str__(self) -> str:
        where = f", {word(self.on)}" if self.on else ""
        return f"decree {word(self.decree)}{where}: {self.problem}"


class CalendarFileError(CalendarError):
    """A calendar file cannot be read."""

    code = "calendar-file"

    def __init__(self, path: str, problem: str) -> None:
        super().__init__(path, problem)
        self.path, self.problem = path, problem

    def __str__(self) -> str:
        return f"calendar file {place(self.path)}: {self.problem}"


class CalendarVersionError(CalendarError):
    """A case is pinned to a calendar version that is not loaded."""

    code = "calendar-version"

    def __init__(self, version: str, known: Sequence[str]) -> None:
        super().__init__(version, tuple(known))
        self.version, self.known = version, tuple(known)

    def __str__(self) -> str:
        return (
            f"calendar version {word(self.version)} is not loaded; loaded: {listed(self.known)}; "
            f"hand the stored calendar to Engine(..., calendars=[...])"
        )
