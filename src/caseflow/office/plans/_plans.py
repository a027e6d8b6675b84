"""Plans: what each unit is to reach in each month, and what must hold of a plan as a whole.

How plans are written is in `_plan_tables` and `_plan_rows`; what was reached, in `_figures`.
"""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import NamedTuple

from caseflow._typed import frozen, typed
from caseflow.office.plans._targets import Target

__all__ = ["Entry", "Plan", "gaps", "overlaps"]


@typed
@frozen
class Plan:
    """Hold the targets of units, month by month.

    Attributes:
        name: what the plan is called.
        targets: what is to be reached; no day has two targets of one unit and metric, but for a
            target of a whole year beside those of its months.
        source: where the plan is from, "" if nobody says.
        certainty: how sure it is that this is the plan, as "second-hand"; "" if nobody says.
    """

    name: str
    targets: tuple[Target, ...]
    source: str = ""
    certainty: str = ""

    @property
    def units(self) -> tuple[str, ...]:
        """Return the units that have a target, in the order of the plan."""
        return tuple(dict.fromkeys(each.unit for each in self.targets))

    def on(self, day: date) -> tuple[Target, ...]:
        """Return the targets whose period has the civil day *day*."""
        return tuple(each for each in self.targets if day in each.period)


class Entry(NamedTuple):
    """One target as it was written, and where."""

    where: str
    target: Target


def overlaps(entries: Sequence[Entry]) -> Iterator[str]:
    """Yield a fault for each target that shares a day with one before; a year may have months."""
    by_unit: dict[tuple[str, str], list[Entry]] = {}
    for entry in entries:
        before = by_unit.setdefault((entry.target.unit, entry.target.metric.name), [])
        for other in before:
            ours, theirs = entry.target.period, other.target.period
            if ours.overlaps(theirs) and ours.is_year == theirs.is_year:
                yield (
                    f"{entry.where}: {ours.text} overlaps {theirs.text} of {other.where}; "
                    "give a unit one target of a metric on each day"
                )
                break
        before.append(entry)


def gaps(entries: Sequence[Entry]) -> Iterator[str]:
    """Yield a fault for each month that lacks a target, and each count that does not add up."""
    groups: dict[tuple[str, str, int], list[Entry]] = {}
    for entry in entries:
        unit, metric, _ = entry.target.key
        groups.setdefault((unit, metric, entry.target.period.first.year), []).append(entry)
    for (unit, metric, year), found in groups.items():
        months = [each for each in found if each.target.period.is_month]
        if not months:
            continue
        given = {each.target.period.text for each in months}
        wanted = [f"{year:04}-{month:02}" for month in range(1, 13)]
        missing = [each for each in wanted if each not in given]
        where = months[-1].where
        if missing:
            yield (
                f"{where}: {unit}, {metric}: {', '.join(missing)} missing; "
                "give each month of the year a target"
            )
        whole = [each for each in found if each.target.period.is_year]
        if whole and not whole[0].target.metric.is_share and not missing:
            total = sum(each.target.threshold for each in months)
            wanted_total = whole[0].target.threshold
            if total != wanted_total:
                yield (
                    f"{whole[0].where}: {unit}, {metric}: the months add up to {total} and not to "
                    f"{wanted_total}; mend one of the two"
                )
