"""Totals of the time of many filings: by unit, step, procedure and period, exact, and addable.

How one filing is split is in `_filings`; this only adds up.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from fractions import Fraction
from itertools import chain
from types import MappingProxyType

from attrs import field

from caseflow._typed import frozen, typed
from caseflow.errors import UnknownNameError, ValueInvalidError
from caseflow.reports._grouping import added_groups
from caseflow.reports.attribution._filings import FilingTime
from caseflow.reports.attribution._parts import Part
from caseflow.reports.counts import Period

__all__ = ["BY_FILING", "BY_PART", "Attribution", "PartTotal", "WholeTotal"]

#: The keys of a part of the time, and those of the whole filing.
BY_PART = ("holder", "stage", "name", "detail")
BY_FILING = ("procedure", "channel", "unit")

#: The days by which a filing falls into a period.
_DATED = ("lodged_on", "decided_on", "ended_on")

Group = tuple[str | date | None, ...]
Value = str | int | Fraction | date | None
_NOTHING = Fraction(0)


@frozen
class PartTotal:
    """Add up what one group of parts had; totals add up.

    Attributes:
        spans: stretches of time.
        elapsed: microseconds of clock time.
        counted: what the legal clock counted, in its unit.
        delay: the lateness they caused, in the same unit.
        limits: how often an internal limit ran.
        late: how often it was not kept, or is late by now.
        used: the sum of the shares that were used of those limits; their mean is `share_used`.
    """

    spans: int = 0
    elapsed: int = 0
    counted: Fraction = _NOTHING
    delay: Fraction = _NOTHING
    limits: int = 0
    late: int = 0
    used: Fraction = _NOTHING

    def __add__(self, other: "PartTotal") -> "PartTotal":
        """Return both together."""
        return PartTotal(
            self.spans + other.spans,
            self.elapsed + other.elapsed,
            self.counted + other.counted,
            self.delay + other.delay,
            self.limits + other.limits,
            self.late + other.late,
            self.used + other.used,
        )

    @property
    def share_used(self) -> Fraction | None:
        """Return which share of the internal limits was used on average; None without limits."""
        return self.used / self.limits if self.limits else None


@frozen
class WholeTotal:
    """Add up whole filings; totals add up.

    Attributes:
        filings: how many.
        late: those of them with lateness.
        elapsed: microseconds of clock time.
        counted: what the legal clock counted, in its unit.
        delay: the lateness.
    """

    filings: int = 0
    late: int = 0
    elapsed: int = 0
    counted: Fraction = _NOTHING
    delay: Fraction = _NOTHING

    def __add__(self, other: "WholeTotal") -> "WholeTotal":
        """Return both together."""
        return WholeTotal(
            self.filings + other.filings,
            self.late + other.late,
            self.elapsed + other.elapsed,
            self.counted + other.counted,
            self.delay + other.delay,
        )


def _parts(given: Mapping[Group, PartTotal]) -> Mapping[Group, PartTotal]:
    return MappingProxyType(dict(given))


def _wholes(given: Mapping[Group, WholeTotal]) -> Mapping[Group, WholeTotal]:
    return MappingProxyType(dict(given))


@typed
@frozen(eq=False)
class Attribution:
    """Hold what parts of the time of filings add up to, by group and period.

    Attributes:
        by: the keys, of `BY_PART` and `BY_FILING`; besides them the period and the unit of the
            legal limit, as days and hours are not added up.
        period: how long the periods are.
        dated: the day by which a filing falls into one.
        parts: the totals of each group of parts.
        wholes: the totals of the filings, by those of the keys that are of whole filings.
    """

    by: tuple[str, ...]
    period: Period
    dated: str
    parts: Mapping[Group, PartTotal] = field(repr=False, converter=_parts)
    wholes: Mapping[Group, WholeTotal] = field(repr=False, converter=_wholes)

    @classmethod
    def of(
        cls,
        filings: Iterable[FilingTime],
        *,
        by: Sequence[str] = ("holder", "name"),
        period: Period = Period.MONTH,
        dated: str = "decided_on",
    ) -> "Attribution":
        """Add up the time of *filings*; those without the day *dated* are in no period.

        Args:
            filings: are gone through once.
            by: keys of `BY_PART`, as holder and name, and of `BY_FILING`, as procedure.
            period: how long the periods are.
            dated: by which day: lodged_on, decided_on or ended_on.

        Raises:
            UnknownNameError: there is no such key, or no such day.
            ValueInvalidError: a key comes twice.

        Cost: O(spans); in memory is one total a group.
        """
        keys = _checked(by, (*BY_PART, *BY_FILING))
        if dated not in _DATED:
            raise UnknownNameError(dated, _DATED, "day of a filing")
        parts: dict[Group, PartTotal] = {}
        wholes: dict[Group, WholeTotal] = {}
        for each in filings:
            on: date | None = getattr(each, dated)
            if on is None:
                continue
            end = (period.begin(on), None if each.time_unit is None else each.time_unit.value)
            group = (*_of_filing(each, keys), *end)
            whole = WholeTotal(1, int(each.is_late), each.elapsed, each.counted, each.lateness)
            wholes[group] = wholes.get(group, WholeTotal()) + whole
            for part, total in _totals_of(each):
                group = (*_of_part(each, part, keys), *end)
                parts[group] = parts.get(group, PartTotal()) + total
        return cls(keys, period, dated, parts, wholes)

    @property
    def shape(self) -> str:
        """Say what was added up; attributions of the same shape can be added."""
        return f"{', '.join(self.by)} by {self.period.name.lower()} of {self.dated}"

    def __add__(self, other: "Attribution") -> "Attribution":
        """Return both together, of other filings added up by the same.

        Raises:
            ValueInvalidError: they were added up by other keys, periods or days.
        """
        if self.shape != other.shape:
            raise ValueInvalidError("attribution", other.shape, self.shape)
        parts = added_groups(chain(self.parts.items(), other.parts.items()))
        wholes = added_groups(chain(self.wholes.items(), other.wholes.items()))
        return Attribution(self.by, self.period, self.dated, parts, wholes)

    def __eq__(self, other: object) -> bool:
        """Return whether *other* was added up by the same and found the same."""
        if not isinstance(other, Attribution) or self.shape != other.shape:
            return False
        mine, theirs = (dict(each.parts) for each in (self, other))
        return mine == theirs and dict(self.wholes) == dict(other.wholes)

    def __hash__(self) -> int:
        """Return a hash: of what was added up, for speed."""
        return hash(self.shape)

    def rolled(self, by: Sequence[str] = (), period: Period | None = None) -> "Attribution":
        """Return the totals by fewer keys, or in longer periods.

        Raises:
            UnknownNameError: it was not added up by one of *by*.
            ValueInvalidError: the periods of *period* do not hold these, or a key comes twice.
        """
        keys, wider = _checked(by, self.by), period or self.period
        if not wider.holds(self.period):
            allowed = [each.name for each in Period if each.holds(self.period)]
            raise ValueInvalidError("period", wider.name, " or ".join(allowed))
        whole_keys = _whole_keys(self.by)
        parts = added_groups(
            (_fewer(group, self.by, keys, wider), part) for group, part in self.parts.items()
        )
        wholes = added_groups(
            (_fewer(group, whole_keys, _whole_keys(keys), wider), whole)
            for group, whole in self.wholes.items()
        )
        return Attribution(keys, wider, self.dated, parts, wholes)

    def rows(self) -> Iterator[Mapping[str, Value]]:
        """Yield a row a group, in the order of their keys; shares and sums are exact.

        Besides the keys a row has the totals of the group, `filings` and `late_filings` of the
        wholes it belongs to, and its shares of their elapsed and counted time and of their delay;
        None where that is nothing. As text a number is as "7/2".
        """
        places = [self.by.index(name) for name in _whole_keys(self.by)]
        for group in sorted(self.parts, key=_order):
            part, end = self.parts[group], group[len(self.by) :]
            whole = self.wholes[*(group[place] for place in places), *end]
            yield {
                **dict(zip(self.by, _plain(group), strict=False)),
                "period": end[0],
                "time_unit": _text(end[1]),
                "filings": whole.filings,
                "late_filings": whole.late,
                "spans": part.spans,
                "elapsed_microseconds": part.elapsed,
                "elapsed_share": _share(Fraction(part.elapsed), Fraction(whole.elapsed)),
                "counted": part.counted,
                "counted_share": _share(part.counted, whole.counted),
                "delay": part.delay,
                "delay_share": _share(part.delay, whole.delay),
                "limits": part.limits,
                "late": part.late,
                "share_used": part.share_used,
            }


def _checked(by: Sequence[str], known: tuple[str, ...]) -> tuple[str, ...]:
    for name in by:
        if name not in known:
            raise UnknownNameError(name, known, "key of an attribution")
    if len(set(by)) < len(by):
        raise ValueInvalidError("by", ", ".join(by), "each key once")
    return tuple(by)


def _whole_keys(keys: Sequence[str]) -> tuple[str, ...]:
    return tuple(name for name in keys if name in BY_FILING)


def _of_filing(filing: FilingTime, keys: tuple[str, ...]) -> Group:
    return tuple(getattr(filing, name) for name in _whole_keys(keys))


def _of_part(filing: FilingTime, part: Part, keys: tuple[str, ...]) -> Group:
    values = {"holder": part.holder.value, "stage": part.stage.value}
    values |= {"name": part.name, "detail": part.detail}
    return tuple(values[name] if name in values else getattr(filing, name) for name in keys)


def _totals_of(filing: FilingTime) -> Iterator[tuple[Part, PartTotal]]:
    for span in filing.spans:
        yield span.part, PartTotal(1, span.elapsed, span.counted, span.delay)
    for use in filing.uses:
        if use.share is not None:
            yield use.part, PartTotal(limits=1, late=int(use.is_late), used=use.share)


def _fewer(group: Group, had: Sequence[str], keys: Sequence[str], period: Period) -> Group:
    on, unit = group[len(had) :]
    begun = period.begin(on) if isinstance(on, date) else on
    return (*(group[had.index(name)] for name in keys), begun, unit)


def _order(group: Group) -> list[tuple[bool, str]]:
    return [(each is not None, str(each)) for each in group]


def _plain(group: Group) -> tuple[str | None, ...]:
    return tuple(_text(each) for each in group)


def _text(value: str | date | None) -> str | None:
    return None if value is None else str(value)


def _share(part: Fraction, whole: Fraction) -> Fraction | None:
    return part / whole if whole else None
