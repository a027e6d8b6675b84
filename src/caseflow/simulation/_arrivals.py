"""When filings come in, by which channel and for what: drawn for a stretch of days.

How many come in, and which number has which draws, does not depend on the channels: each filing
has its place among all, and where that place lies in time follows from how its channel is used.
"""

from bisect import bisect_left
from datetime import date, timedelta
from itertools import accumulate
from math import exp, floor, log, sqrt
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from caseflow.calendars import OfficeCalendar
from caseflow.errors import ValueInvalidError
from caseflow.simulation._demands import Demand, Numbers
from caseflow.simulation._draws import ARRIVAL, CHANNEL, KIND, NUMBER, RESULT, key_of
from caseflow.simulation._tables import micros
from caseflow.simulation._vectors import Floats, after, uniforms

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
    # Ten deviations beyond the mean are never needed; if they were, more steps are drawn.
    drawn = floor(expected + 10 * sqrt(expected)) + 50
    while True:
        shares = uniforms(key, np.arange(drawn, dtype=np.uint64)).tolist()
        passed = [*accumulate(-log(each) for each in shares)]
        if passed[-1] >= expected:
            return bisect_left(passed, expected)
        drawn *= 2


class _Profile:
    """Turn a place among all filings of a channel into an instant: stretches with weights."""

    def __init__(self, starts: list[int], lengths: list[int], weights: list[float]) -> None:
        self._starts = np.array(starts, dtype=np.int64)
        self._lengths = np.array(lengths, dtype=np.int64)
        self._sums = np.array([0.0, *accumulate(weights)])

    def at(self, places: Floats) -> NDArray[np.int64]:
        wanted = places * self._sums[-1]
        found = after(self._sums, wanted) - 1
        found = np.clip(found, 0, len(self._starts) - 1)
        # Only a stretch with weight is ever found, but for the last one of all.
        weight = np.maximum(self._sums[found + 1] - self._sums[found], 1e-300)
        part = np.minimum((wanted - self._sums[found]) / weight, 1.0)
        lengths = self._lengths[found]
        within = np.minimum(np.floor(lengths * part).astype(np.int64), lengths - 1)
        at: NDArray[np.int64] = self._starts[found] + within
        return at


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
    number = _number(demand, expected, key_of(seed, replication, NUMBER))
    numbers = np.arange(number, dtype=np.uint64)
    places, channels, results, kinds = (uniforms(key, numbers) for key in keys)
    is_online = channels < float(demand.online)
    goes_online = is_online & (results < float(demand.result_online))
    ends = np.array([*accumulate(float(each.weight) for each in demand.topics)])
    topics = np.minimum(after(ends, kinds * ends[-1]), len(ends) - 1)
    at = np.empty(number, dtype=np.int64)
    for chosen, profile in ((is_online, _online), (~is_online, _counter)):
        if chosen.any():
            at[chosen] = profile(demand, calendar, days).at(places[chosen])
    order = np.lexsort((numbers, at))
    columns = (at, numbers, topics, is_online, goes_online)
    return [*map(Arrival, *(column[order].tolist() for column in columns))]
