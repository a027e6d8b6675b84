"""Turn office sessions of civil days into UTC segments, whatever the zone does at night.

Integers here are microseconds since 1970-01-01 UTC.
"""

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo

from caseflow.calendars._sessions import Sessions

__all__ = ["EPOCH", "MICROSECOND", "Segments", "day_start", "has_one_offset", "segments_of"]

#: Starts, ends and cumulative work of sessions, in order.
Segments = tuple[list[int], list[int], list[int]]

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)
_NAIVE_EPOCH = datetime(1970, 1, 1)  # noqa: DTZ001 - wall-clock arithmetic before the zone is applied
_SECOND = 1_000_000
_MINUTE = 60 * _SECOND
_DAY = timedelta(days=1)
_DAY_MICROS = _DAY // MICROSECOND


def segments_of(
    days: Iterable[tuple[date, Sessions]],
    zone: tzinfo,
    *,
    steady_since: tuple[date, int] | None = None,
) -> Segments:
    """Return starts, ends and cumulative work of the sessions of *days*, in order.

    `cum[k]` is the work before segment k and `cum[-1]` all of it, so it has one entry more.
    A session across a change of the clocks lasts as long as it really lasts: a gap shortens it,
    a fold lengthens it. Where the zone keeps one offset on all *days*, *steady_since* may be one of
    its days with the instant at which that begins; it saves asking the zone about each day.
    """
    first, begins = (steady_since[0].toordinal(), steady_since[1]) if steady_since else (0, None)
    starts: list[int] = []
    ends: list[int] = []
    cum = [0]
    for on, sessions in days:
        steady: int | None
        if begins is None:
            steady = _steady_midnight(on, zone)
        else:
            steady = begins + (on.toordinal() - first) * _DAY_MICROS
        for start_minute, end_minute in sessions:
            if steady is None:
                start = _instant(on, start_minute, zone, fold=0)
                end = _instant(on, end_minute, zone, fold=1)
            else:
                start = steady + start_minute * _MINUTE
                end = steady + end_minute * _MINUTE
            if ends:
                start = max(start, ends[-1])
            if end > start:
                starts.append(start)
                ends.append(end)
                cum.append(cum[-1] + end - start)
    return starts, ends, cum


def _steady_midnight(on: date, zone: tzinfo) -> int | None:
    """Return the instant of midnight when the zone keeps one offset all day, else None."""
    midnight = datetime(on.year, on.month, on.day, tzinfo=zone)
    offset = midnight.utcoffset()
    if (
        offset != midnight.replace(fold=1).utcoffset()
        or offset != (midnight + _DAY).utcoffset()
        or offset != (midnight + _DAY).replace(fold=1).utcoffset()
    ):
        return None
    return (midnight.replace(tzinfo=None) - _NAIVE_EPOCH - (offset or timedelta())) // MICROSECOND


def has_one_offset(first_on: date, last_on: date, zone: tzinfo) -> bool:
    """Return whether *zone* keeps one offset from UTC from *first_on* to the end of *last_on*."""
    if isinstance(zone, timezone):
        return True
    first = first_on.toordinal()
    offset = zone.utcoffset(datetime.fromordinal(first))
    days = range(first, first + (last_on - first_on).days + 2)
    return all(each == offset for each in map(zone.utcoffset, map(datetime.fromordinal, days)))


def day_start(on: date, zone: tzinfo) -> int:
    """Return the first instant of the civil day *on*."""
    return _instant(on, 0, zone, fold=0)


def _instant(on: date, minute: int, zone: tzinfo, *, fold: int) -> int:
    wall = datetime(on.year, on.month, on.day) + timedelta(minutes=minute)  # noqa: DTZ001 - wall clock
    before = _offset(wall, zone, fold=0)
    after = _offset(wall, zone, fold=1)
    local = (wall - _NAIVE_EPOCH) // MICROSECOND
    if after > before:
        return _gap_end(local - after, local - before, zone)
    return local - (after if fold else before)


def _offset(wall: datetime, zone: tzinfo, *, fold: int) -> int:
    offset = wall.replace(tzinfo=zone, fold=fold).utcoffset() or timedelta()
    return offset // MICROSECOND


def _gap_end(low: int, high: int, zone: tzinfo) -> int:
    """Return the instant of the change of clocks between *low* and *high*, to the second.

    A wall-clock time inside a gap does not exist; the office day starts or ends at the change.
    """
    offset_before = _utc_offset(low, zone)
    while high - low > _SECOND:
        middle = (low + high) // 2 // _SECOND * _SECOND
        if middle in (low, high):
            break
        if _utc_offset(middle, zone) == offset_before:
            low = middle
        else:
            high = middle
    return high


def _utc_offset(micros: int, zone: tzinfo) -> timedelta:
    instant = (EPOCH + timedelta(microseconds=micros)).astimezone(zone)
    return instant.utcoffset() or timedelta()
