"""Which limit each row has: one for all, one a row, or one with a separate amount a row.

How a limit is counted does not belong here.
"""

from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction

import numpy as np
from attrs import evolve, frozen

from caseflow._typed import short
from caseflow.bulk._arrays import HOUR, Ints, Truths
from caseflow.bulk._columns import same_length
from caseflow.bulk._reading import read_list, read_whole_numbers
from caseflow.errors import CaseflowError, ValueInvalidError
from caseflow.limits import TimeLimit, Unit
from caseflow.values import exact

__all__ = ["Amounts", "Plan", "micros_of", "read_plan"]

_MOST = 1_000_000


def micros_of(limit: TimeLimit) -> int:
    """Return the microseconds of *limit*: all of it for hours, else the part of its last day."""
    if limit.counts_hours:
        hours = limit.amount * (limit.day_hours if limit.counts_day_hours else 1)
        return int(hours * HOUR)
    a_day = limit.day_hours if limit.unit is Unit.WORKING_DAY else 24
    return int(limit.part * a_day * HOUR)


@short
@frozen(eq=False)
class Amounts:
    """Hold how much each row may take: whole units, and microseconds as `micros_of` has them."""

    whole: Ints
    micros: Ints
    has_part: Truths

    @classmethod
    def of(cls, limits: Sequence[TimeLimit]) -> "Amounts":
        """Return the amounts of *limits*, in their order."""
        return cls(
            np.array([limit.whole for limit in limits], dtype=np.int64),
            np.array([micros_of(limit) for limit in limits], dtype=np.int64),
            np.array([bool(limit.part) for limit in limits], dtype=np.bool_),
        )

    def take(self, places: Ints) -> "Amounts":
        """Return the amounts at *places*."""
        return Amounts(self.whole[places], self.micros[places], self.has_part[places])


#: Rows of a block that share all rules (None: all rows), those rules, and their amounts.
Group = tuple[Ints | None, TimeLimit, Amounts]


class Plan:
    """Describe the limit of each row.

    Limits that differ in their amount only are one group, and are counted together.
    """

    __slots__ = ("_amounts", "_groups", "_length", "_read", "_rules", "codes", "limits")

    def __init__(
        self,
        length: int,
        limits: Sequence[TimeLimit],
        codes: Ints | None,
        read: Callable[[int], TimeLimit],
    ) -> None:
        """Hold the distinct *limits* and the place of each row's own in them, -1 for none.

        Without *codes*, all *length* rows have the one limit. *read* reads the limit of one row
        anew, to say what is wrong with it.
        """
        self._length, self._read = length, read
        self.limits, self.codes = tuple(limits), codes
        self._amounts = Amounts.of(limits)
        places: dict[TimeLimit, int] = {}
        groups = [
            places.setdefault(evolve(limit, amount=Fraction(1), citation=""), len(places))
            for limit in limits
        ]
        self._rules = tuple(places)
        # The place -1 is the last one, and belongs to no group.
        self._groups = np.array([*groups, -1], dtype=np.int64)

    def groups(self, rows: slice) -> Iterator[Group]:
        """Yield the groups among *rows*; rows without a limit are in none."""
        codes = self.codes_of(rows)
        found = self._groups[codes]
        for group, rules in enumerate(self._rules):
            chosen = found == group
            if chosen.all():
                yield None, rules, self._amounts.take(codes)
                return
            if chosen.any():
                places = np.flatnonzero(chosen)
                yield places, rules, self._amounts.take(codes[places])

    def codes_of(self, rows: slice) -> Ints:
        """Return the place of each row's limit among the distinct ones, -1 for none."""
        if self.codes is None:
            return np.zeros(int(rows.stop - rows.start), dtype=np.int64)
        return self.codes[rows]

    def is_instant(self, rows: slice) -> Truths:
        """Return which of *rows* end at an instant and not with a day."""
        if self.codes is None:
            return np.full(int(rows.stop - rows.start), self.limits[0].unit.is_hours)
        kinds = np.array([*(limit.unit.is_hours for limit in self.limits), False], dtype=np.bool_)
        found: Truths = kinds[self.codes_of(rows)]
        return found

    def mapped(self, limits: Sequence[TimeLimit | None]) -> "Plan":
        """Return the plan in which each distinct limit is replaced by another, or by none."""
        kept = [limit for limit in limits if limit is not None]
        places = np.full(len(limits) + 1, -1, dtype=np.int64)
        places[[n for n, limit in enumerate(limits) if limit is not None]] = np.arange(len(kept))
        if self.codes is None and kept:
            return Plan(self._length, kept, None, self._read)
        codes = places[self.codes_of(slice(0, self._length))]
        return Plan(self._length, kept, codes, self._read)

    def limit_of(self, row: int) -> TimeLimit:
        """Return the limit of *row*, or raise what is wrong with it."""
        code = 0 if self.codes is None else int(self.codes[row])
        return self.limits[code] if code >= 0 else self._read(row)


def read_plan(limit: object, amounts: object, length: int) -> Plan:
    """Read one limit for all rows, a column of limits, or one with a column of *amounts*.

    Raises:
        FloatRefusedError: the amounts are floats.
        ValueInvalidError: neither a limit nor a column of limits, or not one for each row.
    """
    if isinstance(limit, TimeLimit):
        if amounts is None:
            return Plan(length, [limit], None, lambda _: limit)
        return _plan_of_amounts(limit, amounts, length)
    if amounts is not None:
        raise ValueInvalidError(
            "limit", limit, "one TimeLimit beside amounts, which gives their unit and rules"
        )
    return _plan_of_values(read_list(limit, "limit"), _read_limit, length, "limit")


def _plan_of_amounts(limit: TimeLimit, amounts: object, length: int) -> Plan:
    numbers = read_whole_numbers(amounts, "amounts")
    if numbers is None:

        def read(value: object, _: int) -> TimeLimit:
            return evolve(limit, amount=exact(value, name="amounts"))

        return _plan_of_values(read_list(amounts, "amounts"), read, length, "amounts")
    same_length(length, len(numbers), "amounts")
    is_good = (numbers > 0) & (numbers <= _MOST)
    kept = np.where(is_good, numbers, 0)
    is_present = np.zeros(int(kept.max(initial=0)) + 1, dtype=np.bool_)
    is_present[kept] = True
    is_present[0] = False
    # One limit for each amount that occurs, found by counting and not by sorting.
    places = np.cumsum(is_present, dtype=np.int64) - 1
    limits = [evolve(limit, amount=int(n)) for n in np.flatnonzero(is_present)]
    codes = np.where(is_good, places[kept], -1)
    return Plan(length, limits, codes, lambda row: evolve(limit, amount=int(numbers[row])))


def _plan_of_values(
    values: Sequence[object], read: Callable[[object, int], TimeLimit], length: int, name: str
) -> Plan:
    """Read each value once that occurs; what cannot be read is reported for its row."""
    same_length(length, len(values), name)
    limits: list[TimeLimit] = []
    seen: dict[object, int] = {}
    codes = np.empty(length, dtype=np.int64)
    for row, value in enumerate(values):
        key = _key(value)
        place = seen.get(key)
        if place is None:
            try:
                found = read(value, row)
            except CaseflowError:
                place = -1
            else:
                place = len(limits)
                limits.append(found)
            if key is not None:
                seen[key] = place
        codes[row] = place
    return Plan(length, limits, codes, lambda row: read(values[row], row))


def _key(value: object) -> object:
    """Return what tells *value* from the others; None if it has to be read each time."""
    if isinstance(value, str):
        return value
    if isinstance(value, TimeLimit):
        # By identity: hashing a limit costs more than reading a text.
        return (TimeLimit, id(value))
    try:
        hash(value)
    except TypeError:
        return None
    # With its type, since True == 1 and only one of them is a number here.
    return (type(value), value)


def _read_limit(value: object, row: int) -> TimeLimit:
    if isinstance(value, TimeLimit):
        return value
    if isinstance(value, str):
        return TimeLimit.parse(value)
    raise ValueInvalidError(f"limit[{row}]", value, 'a TimeLimit or text as "15 working days"')
