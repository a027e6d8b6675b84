"""When filings come in, by which channel and for what: drawn for a stretch of days.

How many come in, and which number has which draws, does not depend on the channels: each filing
has its place among all, and where that place lies in time follows from how its channel is used.
"""

from bisect import bisect_right
from datetime import date, timedelta
from itertools import accumulate
from math import exp, floor, log
from typing import NamedTuple

from caseflow.calendars import OfficeCalendar
from caseflow.errors import ValueInvalidError
from caseflow.simulation._demands import Demand, Numbers
from caseflow.simulation._draws import ARRIVAL, CHANNEL, KIND, NUMBER, RESULT, key_of, uniform
from caseflow.simulation._tables import micros

__all__ = ["Arrival", "arrivals_of", "expected_number", "weight_on"]

_HOUR = 3_600_000_000
_YEAR = 365.25
#: More filings than a run holds in memory.
_MOST = 100_000_000


class Arrival(NamedTuple):
    """Hold a filing that comes in: when, its number for draws, its topic and its channels."""

    at: int
    number: int
    topic: int
    is_online: bool
    goes_online: bool


def weight_on(demand: Demand, first_on: date, on: date) -> float:
    """Return how many times the usual demand there is on a day."""
    factor = 1.0
    for season in demand.seasons:
        if season.covers(on):
            factor *= float(season.factor)
    if demand.growth:
        factor *= exp(log(1.0 + float(demand.growth)) * (on - first_on).days / _YEAR)
    return factor


def _days(first_on: date, last_on: date) -> list[date]:
    return [first_on + timedelta(days=n) for n in range((last_on - first_on).days + 1)]


def expected_number(
    demand: Demand, calendar: OfficeCalendar, first_on: date, last_on: date
) -> float:
    """Return how many filings come in from day to day, on average; from all channels."""
    worked = (on for on in _days(first_on, last_on) if calendar.is_working_day(on))
    return float(demand.per_working_day) * sum(weight_on(demand, first_on, on) for on in worked)


def _number(demand: Demand, expected: float, key: int) -> int:
    """Return how many filings come in: as many exponential steps as fit into the mean."""
    if demand.numbers is Numbers.EXACT:
        return floor(expected + 0.5)
    number, passed = 0, -log(uniform(key, 0))
    while passed < expected:
        number += 1
        passed -= log(uniform(key, number))
    return number


class _Profile:
    """Turn a place among all filings of a channel into an instant: stretches with weights."""

    def __init__(self, starts: list[int], lengths: list[int], weights: list[float]) -> None:
        self._starts, self._lengths = starts, lengths
        self._sums = [0.0, *accumulate(weights)]

    def at(self, place: float) -> int:
        wanted = place * self._sums[-1]
        found = min(max(bisect_right(self._sums, wanted) - 1, 0), len(self._starts) - 1)
        weight = self._sums[found + 1] - self._sums[found]
        part = (wanted - self._sums[found]) / weight if weight else 0.0
        length = self._lengths[found]
        return self._starts[found] + min(floor(length * part), length - 1)


def _counter(demand: Demand, calendar: OfficeCalendar, days: list[date]) -> _Profile:
    """Return the profile of the counter: the hours in which the office is open."""
    starts: list[int] = []
    lengths: list[int] = []
    weights: list[float] = []
    for on in days:
        sessions = calendar.sessions_on(on)
        if not sessions:
            continue
        factor = weight_on(demand, days[0], on)
        open_for = sum(end - start for start, end in sessions)
        begins = micros(calendar.start_of(on))
        for start, end in sessions:
            starts.append(begins + start * 60_000_000)
            lengths.append((end - start) * 60_000_000)
            weights.append(factor * (end - start) / open_for)
    return _Profile(starts, lengths, weights)


def _online(demand: Demand, calendar: OfficeCalendar, days: list[date]) -> _Profile:
    """Return the profile of filings made online: every hour of every day."""
    starts: list[int] = []
    lengths: list[int] = []
    weights: list[float] = []
    for on in days:
        factor = weight_on(demand, days[0], on) * demand.weekdays[on.weekday()]
        begins = micros(calendar.start_of(on))
        length = micros(calendar.end_of(on)) - begins
        for hour, weight in enumerate(demand.hours):
            # A day on which the clocks change is longer or shorter by an hour at its end.
            within = _HOUR if hour < 23 else max(length - 23 * _HOUR, 1)
            starts.append(begins + min(hour * _HOUR, length - 1))
            lengths.append(within)
            weights.append(factor * weight)
    return _Profile(starts, lengths, weights)


def arrivals_of(
    demand: Demand,
    calendar: OfficeCalendar,
    span: tuple[date, date],
    seed: int,
    replication: int,
) -> list[Arrival]:
    """Return the filings that come in from the first to the last day of *span*, in order.

    Raises:
        ValueInvalidError: no day of the span is worked, or too many filings come in.
    """
    days = _days(*span)
    expected = expected_number(demand, calendar, *span)
    if not 0 < expected <= _MOST:
        raise ValueInvalidError("filings", f"{expected:.0f}", f"a number from 1 to {_MOST:,}")
    keys = [key_of(seed, replication, each) for each in (ARRIVAL, CHANNEL, RESULT, KIND)]
    at_key, channel_key, result_key, kind_key = keys
    online, result_online = float(demand.online), float(demand.result_online)
    weights = [float(each.weight) for each in demand.topics]
    ends = [*accumulate(weights)]
    counter, always = _counter(demand, calendar, days), _online(demand, calendar, days)
    found: list[Arrival] = []
    for number in range(_number(demand, expected, key_of(seed, replication, NUMBER))):
        is_online = uniform(channel_key, number) < online
        profile = always if is_online else counter
        topic = 0
        if len(ends) > 1:
            topic = min(bisect_right(ends, uniform(kind_key, number) * ends[-1]), len(ends) - 1)
        goes_online = is_online and uniform(result_key, number) < result_online
        at = profile.at(uniform(at_key, number))
        found.append(Arrival(at, number, topic, is_online, goes_online))
    found.sort()
    return found
