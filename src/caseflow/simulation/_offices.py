"""Who works: clerks, each with an own roster, in pools that take filings in some order.

What comes in, and how long it takes, is demand.
"""

import enum
from collections.abc import Callable, Iterable, Mapping
from datetime import date, timedelta
from functools import cached_property
from typing import NamedTuple

from attrs import evolve, field

from caseflow._typed import frozen, typed
from caseflow.calendars import OfficeCalendar, Sessions
from caseflow.errors import UnknownNameError, ValueInvalidError
from caseflow.values import clean_text

__all__ = ["AtClosing", "Clerk", "Discipline", "Leave", "Office", "Pool", "Roster", "Waiting"]


class AtClosing(enum.Enum):
    """Say what a clerk does with work in hand when the session ends.

    PAUSE leaves it until the clerk's next session; FINISH stays until it is done.
    """

    PAUSE = "pause"
    FINISH = "finish"


class Discipline(enum.Enum):
    """Say which of the filings that have come to a pool is taken next.

    ARRIVAL takes the one that came to the pool first, FILED the one that came to the office first,
    CLOCK the one whose running clock ends first, PROMISE the one that was promised first. Equals
    go in the order in which they came to the office. None is best: which filings are late and how
    much sooner the others are returned depends on the load.
    """

    ARRIVAL = "arrival"
    FILED = "filed"
    CLOCK = "clock"
    PROMISE = "promise"


class Waiting(NamedTuple):
    """Hold what a key may look at of a filing that waits; instants are microseconds since 1970 UTC.

    *due_at* and *promised_at* are beyond all others while no clock runs.
    """

    state: str
    procedure: str
    channel: str
    filed_at: int
    joined_at: int
    due_at: int
    promised_at: int


#: Any other key: the filing with the smallest one is taken next.
Key = Callable[[Waiting], tuple[int, ...]]


@frozen
class Leave:
    """Hold the first and the last civil day on which a clerk is away.

    Raises:
        ValueInvalidError: the last day lies before the first.
    """

    first_on: date
    last_on: date

    def __attrs_post_init__(self) -> None:
        if self.last_on < self.first_on:
            raise ValueInvalidError("last_on", self.last_on, f"a day from {self.first_on}")

    def days(self) -> Iterable[date]:
        """Return every day of it."""
        length = (self.last_on - self.first_on).days + 1
        return (self.first_on + timedelta(days=number) for number in range(length))


@typed(late=True)
@frozen
class Roster:
    """Say when a clerk is on duty: in the sessions of a calendar, but for leave and other hours.

    Attributes:
        calendar: days and sessions, lunch breaks included; that of the office or another.
        leave: days on which the clerk is away.
        sessions_on: days with other sessions, as half days.
        at_closing: what becomes of work in hand when a session ends.
    """

    calendar: OfficeCalendar
    leave: tuple[Leave, ...] = ()
    sessions_on: tuple[tuple[date, Sessions], ...] = ()
    at_closing: AtClosing = AtClosing.PAUSE

    @cached_property
    def duty(self) -> OfficeCalendar:
        """Return the calendar of this roster, leave and other sessions included."""
        first, last = self.calendar.first_on, self.calendar.last_on
        away: dict[date, Sessions] = {
            on: () for each in self.leave for on in each.days() if first <= on <= last
        }
        own = dict(self.sessions_on) | away
        if not own:
            return self.calendar
        return self.calendar.override(f"{self.calendar.id}-roster", sessions_on=own)


@frozen
class Clerk:
    """Name a clerk; without a *roster* the clerk works when the office does."""

    name: str
    roster: Roster | None = None


def _states(value: Iterable[str]) -> tuple[str, ...]:
    return tuple(clean_text(each, name="states") for each in value)


def _roles(value: Iterable[str]) -> frozenset[str]:
    return frozenset(clean_text(each, name="roles") for each in value)


@frozen
class Pool:
    """Put clerks together who take filings from one queue.

    Attributes:
        name: what it is called.
        clerks: who works in it; the first one free and on duty takes the next filing.
        roles: the roles that its clerks hold; the name of the pool if none is given.
        states: the states that it serves; those whose work its roles may do if none is given.
        discipline: which filing is taken next.
        key: another key, which then counts instead of the discipline.

    Raises:
        ValueInvalidError: it has no clerks, or two of the same name.
    """

    name: str
    clerks: tuple[Clerk, ...]
    roles: frozenset[str] = field(default=frozenset[str](), converter=_roles)
    states: tuple[str, ...] = field(default=(), converter=_states)
    discipline: Discipline = Discipline.ARRIVAL
    key: Key | None = None

    def __attrs_post_init__(self) -> None:
        names = [clerk.name for clerk in self.clerks]
        if not names:
            raise ValueInvalidError(f"clerks of {self.name}", 0, "at least one clerk")
        if len(set(names)) != len(names):
            raise ValueInvalidError(f"clerks of {self.name}", names, "names that differ")

    @property
    def held(self) -> frozenset[str]:
        """Return the roles that its clerks hold."""
        return self.roles or frozenset((self.name,))


@typed(late=True)
@frozen
class Office:
    """Hold the pools of one office, and the calendar by which its clerks work by default.

    >>> office = Office.of({"intake": 2, "officer": 12}, OfficeCalendar.weekends())
    >>> [len(pool.clerks) for pool in office.pools], office.pool("intake").clerks[1].name
    ([2, 12], 'intake-2')

    Raises:
        ValueInvalidError: it has no pools, or two of the same name.
    """

    calendar: OfficeCalendar
    pools: tuple[Pool, ...]
    unit: str = ""

    def __attrs_post_init__(self) -> None:
        names = [pool.name for pool in self.pools]
        if not names:
            raise ValueInvalidError("pools", 0, "at least one pool")
        if len(set(names)) != len(names):
            raise ValueInvalidError("pools", names, "names that differ")

    @classmethod
    def of(
        cls,
        clerks: Mapping[str, int],
        calendar: OfficeCalendar,
        *,
        discipline: Discipline = Discipline.ARRIVAL,
        unit: str = "",
    ) -> "Office":
        """Return an office with so many clerks a role, one pool a role.

        Raises:
            ValueInvalidError: a pool has no clerks, or more than a million.
        """
        pools: list[Pool] = []
        for name, number in clerks.items():
            pools.append(Pool(name, numbered(name, number), discipline=discipline))
        return cls(calendar, tuple(pools), unit)

    def pool(self, name: str) -> Pool:
        """Return the pool called *name*.

        Raises:
            UnknownNameError: there is none.
        """
        for each in self.pools:
            if each.name == name:
                return each
        raise UnknownNameError(name, [each.name for each in self.pools], "pool")

    def vary(
        self, *, clerks: Mapping[str, int] | None = None, discipline: Discipline | None = None
    ) -> "Office":
        """Return this office with other numbers of clerks, or another discipline in every pool.

        A pool that grows gets clerks with the roster of its last one; one that shrinks loses its
        last ones.

        Raises:
            UnknownNameError: there is no such pool.
            ValueInvalidError: a pool would have no clerks.
        """
        changed = {self.pool(name).name: number for name, number in (clerks or {}).items()}
        pools = [evolve(pool, clerks=_resized(pool, changed.get(pool.name))) for pool in self.pools]
        if discipline is not None:
            pools = [evolve(pool, discipline=discipline, key=None) for pool in pools]
        return evolve(self, pools=tuple(pools))


_MOST_CLERKS = 1_000_000


def numbered(
    name: str, number: int, roster: Roster | None = None, *, first: int = 1
) -> tuple[Clerk, ...]:
    """Return clerks named after their pool and a number.

    Raises:
        ValueInvalidError: there are none, or too many.
    """
    if number.__class__ is not int or not 0 < number <= _MOST_CLERKS:
        raise ValueInvalidError(f"clerks of {name}", number, f"a number from 1 to {_MOST_CLERKS}")
    return tuple(Clerk(f"{name}-{place}", roster) for place in range(first, number + first))


def _resized(pool: Pool, number: int | None) -> tuple[Clerk, ...]:
    if number is None:
        return pool.clerks
    wanted = numbered(pool.name, number, pool.clerks[-1].roster)
    known = {clerk.name for clerk in pool.clerks}
    added = [clerk for clerk in wanted if clerk.name not in known]
    return (*pool.clerks, *added)[:number]
