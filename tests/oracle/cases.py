"""Questions that can be put both to the brute-force witness and to caseflow.

A question is a limit, a start and pauses; `expected` asks the witness, `answered` asks the product.
Instants are naive local Vietnamese minutes here and get their zone only for the product.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from fractions import Fraction

from hypothesis import strategies as st

from caseflow.calendars import OfficeCalendar, Roll
from caseflow.limits import Convention, CutOff, Due, Supplement, TimeLimit, Unit
from oracle import brute
from oracle.product import HANOI

ROLLS = ("next", "previous", "none")
POLICIES = ("pause", "restart")
UNITS = {
    "working_day": Unit.WORKING_DAY,
    "calendar_day": Unit.CALENDAR_DAY,
    "week": Unit.WEEK,
    "month": Unit.MONTH,
    "year": Unit.YEAR,
    "same_day": Unit.SAME_DAY,
    "working_hour": Unit.WORKING_HOUR,
    "clock_hour": Unit.CLOCK_HOUR,
    "hours8": Unit.WORKING_DAY,
}
#: Units whose answer is an instant to the minute.
HOURS = ("working_hour", "clock_hour", "hours8")
MOST = {"calendar_day": 60, "week": 9, "month": 14, "year": 3, "working_day": 60}

Moment = datetime | date


@dataclass(frozen=True)
class Question:
    """Hold one limit, its start and its pauses, in the witness's own words."""

    unit: str
    amount: int | Fraction
    start: Moment
    pauses: tuple[tuple[Moment, Moment], ...] = ()
    policy: str = "pause"
    roll: str = "next"
    cutoff: time | None = None
    before_close: int | None = None

    def expected(self) -> date | datetime:
        """Return what the witness finds: an instant for hour units, else a date.

        Raises:
            BeyondTableError: the answer is outside the typed years.
        """
        if self.unit in HOURS:
            minutes = Fraction(self.amount) * 60 * (8 if self.unit == "hours8" else 1)
            assert isinstance(self.start, datetime)
            assert minutes.denominator == 1
            count = {
                "working_hour": brute.working_minutes_due,
                "clock_hour": brute.clock_minutes_due,
                "hours8": brute.hours8_due,
            }[self.unit]
            amount = self.amount if self.unit == "hours8" else int(minutes)
            return count(self.start, amount, self.pauses, policy=self.policy)
        event, pauses = self.days()
        return brute.due_on(
            event, self.amount, self.unit, pauses, policy=self.policy, roll=self.roll
        )

    def days(self) -> tuple[date, list[brute.DayPause]]:
        """Return the event day and the pauses as days.

        A restart counts from the receipt of the completed filing, so the cut-off holds for it too.
        """
        restarts = self.policy == "restart"
        return self._event_day(self.start), [
            (_day(stop), self._event_day(resume) if restarts else _day(resume))
            for stop, resume in self.pauses
        ]

    def _event_day(self, moment: Moment) -> date:
        if isinstance(moment, datetime):
            return brute.event_day(moment, self.cutoff, before_close=self.before_close)
        return moment

    def limit(self) -> TimeLimit:
        """Return the limit as caseflow writes it."""
        cutoff = None
        if self.cutoff is not None:
            cutoff = CutOff(at=self.cutoff)
        if self.before_close is not None:
            cutoff = CutOff(before_close=self.before_close)
        return TimeLimit(
            Fraction(self.amount),
            UNITS[self.unit],
            convention=Convention.HOURS8 if self.unit == "hours8" else Convention.CIVIL,
            roll=Roll(self.roll),
            cutoff=cutoff,
        )

    def due(self, calendar: OfficeCalendar) -> Due:
        """Return all that caseflow finds."""
        return self.limit().due(
            _zoned(self.start),
            calendar,
            pauses=[(_zoned(stop), _zoned(resume)) for stop, resume in self.pauses],
            supplement=Supplement(self.policy),
        )

    def answered(self, calendar: OfficeCalendar) -> date | datetime:
        """Return what caseflow finds, in the form of `expected`."""
        due = self.due(calendar)
        if self.unit in HOURS:
            return due.at.astimezone(HANOI).replace(tzinfo=None)
        return due.on


def _day(moment: Moment) -> date:
    return moment.date() if isinstance(moment, datetime) else moment


def _zoned(moment: Moment) -> Moment:
    return moment.replace(tzinfo=HANOI) if isinstance(moment, datetime) else moment


# ── at random ───────────────────────────────────────────────────────────────────────────────

_DAYS = (brute.LAST_ON - brute.FIRST_ON).days


def random_questions(
    seed: int, number: int, units: dict[str, int], *, roll: str = "next"
) -> Iterator[Question]:
    """Yield questions drawn from a seed; *units* gives each unit its weight."""
    rng = random.Random(seed)
    names, weights = list(units), list(units.values())
    for _ in range(number):
        unit = rng.choices(names, weights)[0]
        yield _random_hours(rng, unit) if unit in HOURS else _random_days(rng, unit, roll)


def _random_days(rng: random.Random, unit: str, roll: str) -> Question:
    start_on = brute.FIRST_ON + timedelta(days=rng.randrange(_DAYS))
    with_clock = rng.random() < 0.5
    start: Moment = _at(start_on, rng.randrange(1440)) if with_clock else start_on
    amount: int | Fraction = 1
    if unit in MOST:
        most = MOST[unit]
        amount = rng.randint(1, most if rng.random() < 0.3 else max(most // 4, 1))
    if unit == "working_day" and rng.random() < 0.2:
        amount += Fraction(rng.randint(1, 7), 8)
    cutoff, before_close = None, None
    policy = rng.choice(POLICIES)
    if with_clock and rng.random() < 0.4:
        if rng.random() < 0.7:
            cutoff = time(rng.randrange(9, 18), rng.choice((0, 0, 30)))
        else:
            before_close = rng.choice((30, 60, 90))
    return Question(
        unit=unit,
        amount=amount,
        start=start,
        pauses=tuple(_random_pauses(rng, start, with_clock=with_clock)),
        policy=policy,
        roll=roll,
        cutoff=cutoff,
        before_close=before_close,
    )


def _random_pauses(
    rng: random.Random, start: Moment, *, with_clock: bool
) -> Iterator[tuple[Moment, Moment]]:
    for _ in range(rng.choices((0, 1, 2, 3), (3, 4, 2, 1))[0]):
        stop_on = _day(start) + timedelta(days=int(rng.expovariate(1 / 12)))
        resume_on = stop_on + timedelta(days=int(rng.expovariate(1 / 8)))
        if not with_clock:
            yield stop_on, resume_on
            continue
        assert isinstance(start, datetime)
        stop = max(_at(stop_on, rng.randrange(1440)), start)
        yield stop, max(_at(resume_on, rng.randrange(1440)), stop + brute.ONE_MINUTE)


def _random_hours(rng: random.Random, unit: str) -> Question:
    start_on = brute.FIRST_ON + timedelta(days=rng.randrange(_DAYS))
    start = _at(start_on, rng.choice((rng.randrange(1440), rng.choice((450, 690, 810, 1050)))))
    if unit == "hours8":
        amount = Fraction(rng.randint(1, 40), rng.choice((1, 2, 4, 8)))
        amount = min(amount, Fraction(12))
    else:
        amount = Fraction(rng.randint(1, 60 * (48 if rng.random() < 0.2 else 10)), 60)
    pauses: list[tuple[Moment, Moment]] = []
    for _ in range(rng.choices((0, 1, 2, 3), (3, 4, 2, 1))[0]):
        stop = start + timedelta(minutes=int(rng.expovariate(1 / 1500)))
        pauses.append((stop, stop + timedelta(minutes=1 + int(rng.expovariate(1 / 1500)))))
    return Question(
        unit=unit,
        amount=amount,
        start=start,
        pauses=tuple(pauses),
        policy=rng.choice(POLICIES),
        roll="next",
    )


def _at(on: date, minute: int) -> datetime:
    return datetime(on.year, on.month, on.day) + timedelta(minutes=minute)


# ── for shrinking ───────────────────────────────────────────────────────────────────────────

_start_days = st.dates(brute.FIRST_ON, date(2027, 6, 30))
_minutes = st.integers(0, 1439)


@st.composite
def day_questions(draw: st.DrawFn) -> Question:
    """Draw a question in a unit of days; it shrinks to few days, no pauses and early dates."""
    unit = draw(
        st.sampled_from(("working_day", "calendar_day", "week", "month", "year", "same_day"))
    )
    amount: int | Fraction = draw(st.integers(1, MOST.get(unit, 1)))
    if unit == "working_day":
        amount += draw(st.integers(0, 7).map(lambda eighths: Fraction(eighths, 8)))
    start_on = draw(_start_days)
    pauses: list[tuple[Moment, Moment]] = []
    for after, length in draw(
        st.lists(st.tuples(st.integers(0, 90), st.integers(0, 40)), max_size=3)
    ):
        stop_on = start_on + timedelta(days=after)
        pauses.append((stop_on, stop_on + timedelta(days=length)))
    start: Moment = start_on
    cutoff = None
    if draw(st.booleans()):
        start = _at(start_on, draw(_minutes))
        pauses = [(max(_at(a, draw(_minutes)), start), _at(b, 0)) for a, b in pauses]
        pauses = [(a, max(b, a + brute.ONE_MINUTE)) for a, b in pauses]
        cutoff = draw(st.none() | st.builds(time, st.integers(8, 18)))
    return Question(
        unit=unit,
        amount=amount,
        start=start,
        pauses=tuple(pauses),
        policy=draw(st.sampled_from(POLICIES)),
        roll=draw(st.sampled_from(ROLLS)),
        cutoff=cutoff,
    )


@st.composite
def hour_questions(draw: st.DrawFn) -> Question:
    """Draw a question in hours, to the minute."""
    unit = draw(st.sampled_from(HOURS))
    start = _at(draw(_start_days), draw(_minutes))
    amount = Fraction(draw(st.integers(1, 1200)), 480 if unit == "hours8" else 60)
    pauses = [
        (start + timedelta(minutes=after), start + timedelta(minutes=after + length))
        for after, length in draw(
            st.lists(st.tuples(st.integers(0, 4000), st.integers(1, 4000)), max_size=3)
        )
    ]
    return Question(
        unit=unit,
        amount=amount,
        start=start,
        pauses=tuple(pauses),
        policy=draw(st.sampled_from(POLICIES)),
    )
