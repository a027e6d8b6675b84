"""One row of the columns as the plain values it stands for, and an error that names its row."""

from datetime import UTC, date, datetime, timedelta

from caseflow.bulk._arrays import MISSING
from caseflow.bulk._spans import Pauses
from caseflow.errors import (
    CalendarHorizonError,
    CaseflowError,
    FloatRefusedError,
    LimitError,
    LimitSyntaxError,
    PauseError,
    TimeOfDayError,
    ValueInvalidError,
)
from caseflow.limits import Pause
from caseflow.values import Moment

__all__ = ["day_number", "in_row", "micros", "plain", "plain_day", "plain_instant", "plain_pauses"]

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_EPOCH_ON = date(1970, 1, 1)
_MICROSECOND = timedelta(microseconds=1)
_YEARS = "a time within the years 1 to 9999"

#: Which datum of an error tells its place, to which the row is added.
_NAMED = (FloatRefusedError, TimeOfDayError, ValueInvalidError)
_PLACES: dict[type[CaseflowError], int] = {
    CalendarHorizonError: 1,
    LimitError: 1,
    LimitSyntaxError: 1,
    PauseError: 2,
}


def plain(value: int, name: str, *, is_days: bool) -> Moment:
    """Return the date or the UTC instant that *value* counts."""
    return plain_day(value, name) if is_days else plain_instant(value, name)


def plain_day(value: int, name: str) -> date:
    """Return the date that *value* counts."""
    try:
        return _EPOCH_ON + timedelta(days=int(value))
    except OverflowError:
        raise ValueInvalidError(name, f"day {value} since 1970", _YEARS) from None


def plain_instant(value: int, name: str) -> datetime:
    """Return the UTC instant that *value* counts."""
    try:
        return _EPOCH + timedelta(microseconds=int(value))
    except OverflowError:
        raise ValueInvalidError(name, f"{value} µs since 1970", _YEARS) from None


def plain_pauses(pauses: Pauses, row: int) -> list[Pause]:
    """Return the pauses in *row* that have an end."""
    found: list[Pause] = []
    for stops, resumes in zip(pauses.stops, pauses.resumes, strict=True):
        stop, resume = int(stops[row]), int(resumes[row])
        if resume == MISSING:
            continue
        resumed = plain(resume, "pause", is_days=pauses.is_days)
        if stop == MISSING:
            raise PauseError("nothing", resumed, "it ends and has not begun")
        found.append(Pause(plain(stop, "pause", is_days=pauses.is_days), resumed))
    return found


def day_number(on: date) -> int:
    """Return *on* as `_arrays` counts days."""
    return (on - _EPOCH_ON).days


def micros(at: datetime) -> int:
    """Return *at* as `_arrays` counts instants."""
    return (at.astimezone(UTC) - _EPOCH) // _MICROSECOND


def in_row(error: CaseflowError, row: int) -> CaseflowError:
    """Return *error*, of the same class and code, with the row it happened in."""
    data = list(error.args)
    if isinstance(error, _NAMED) and not str(data[0]).endswith("]"):
        data[0] = f"{data[0]}[{row}]"
    elif type(error) in _PLACES:
        place = _PLACES[type(error)]
        data[place] = f"row {row}: {data[place]}"
    else:
        error.add_note(f"in row {row}")
        return error
    return type(error)(*data)
