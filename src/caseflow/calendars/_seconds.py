"""The hot path of working time: the sessions of a calendar in whole seconds.

The plain way is `OfficeCalendar.add_working_time`; this one is harder to read, nearly twice as
fast, and proven equal by a property.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Callable
from datetime import datetime, timedelta

__all__ = ["Later", "short_way"]

#: Return the earliest instant at which so much work has passed; None to take the plain way.
Later = Callable[[datetime, timedelta], datetime | None]

_SECOND, _MICROSECOND = timedelta(seconds=1), timedelta(microseconds=1)
_MICROS = 1_000_000
_A_DAY = 86_400
#: Later than every second of a calendar.
_NEVER = 1 << 40


def short_way(
    midnight: datetime, span: tuple[int, int], segments: tuple[list[int], list[int], list[int]]
) -> Later:
    """Return a function over the *segments* within *span*, which begins at *midnight*.

    For a zone that keeps one offset. It answers for at least one second of work, from an instant
    within the calendar to another. Whole seconds since midnight are small numbers to Python, and no
    session begins or ends between two of them. Two directories stand for the bisections: `days[n]`
    is the last place that begins by n days, `works[n]` the last one at which less than n times
    `pace` is done.
    """
    begins, over = span
    # A session without length before all others and a start after them: every second has a place.
    starts = [0, *((start - begins) // _MICROS for start in segments[0]), _NEVER]
    ends = [0, *((end - begins) // _MICROS for end in segments[1])]
    cum = [0, *(work // _MICROS for work in segments[2])]
    # What is taken off a second of a session to get the work done by it.
    lead = [start - work for start, work in zip(starts, cum, strict=True)]
    midnights = range(0, (over - begins) // _MICROS + 1, _A_DAY)
    days = [bisect_right(starts, second) - 1 for second in midnights]
    total, known = cum[-1], len(days)
    pace = max(total // (2 * len(cum)), 1)
    works = [max(bisect_left(cum, work) - 1, 0) for work in range(0, total + 1, pace)]

    def later(instant: datetime, work: timedelta) -> datetime | None:
        try:
            # Instants of one zone are subtracted on the wall clock, which is never changed here.
            since = instant - midnight
        except TypeError:
            return None
        day, amount = since.days, work.days * _A_DAY + work.seconds
        if amount <= 0 or not 0 <= day < known:
            return None
        second = day * _A_DAY + since.seconds
        place = days[day]
        while starts[place + 1] <= second:
            place += 1
        micro = work.microseconds
        if second < ends[place]:
            wanted = second - lead[place] + amount
            micro += since.microseconds
        else:
            wanted = ends[place] - lead[place] + amount
        if micro >= _MICROS:
            wanted, micro = wanted + 1, micro - _MICROS
        if wanted >= total:
            return None
        place = works[wanted // pace]
        while cum[place + 1] < wanted:
            place += 1
        if not micro:
            return midnight + _SECOND * (lead[place] + wanted)
        if cum[place + 1] == wanted:
            place += 1
        return midnight + _MICROSECOND * ((lead[place] + wanted) * _MICROS + micro)

    return later
