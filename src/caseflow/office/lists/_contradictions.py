"""Where the rows of a list contradict themselves in the words of the paper they were copied from.

Sums of steps, shortened times and service levels are compared by `caseflow.checks` on procedures.
"""

import re
from collections.abc import Iterable, Iterator
from fractions import Fraction

from caseflow._typed import frozen, typed
from caseflow.limits import TimeLimit, Unit
from caseflow.office.lists._procedures import limit_rules
from caseflow.office.lists._rows import Row
from caseflow.texts import Message, Written
from caseflow.values import Text, exact, grouped
from caseflow.workflow import Fault

__all__ = ["Wordings", "contradictions"]


@typed
@frozen
class Wordings:
    """Say how papers write what is compared, as regular expressions.

    Attributes:
        cut: finds that a time was cut, with the groups "before" and "after", in days.
        hours: finds days turned into hours, with the groups "days" and "hours".
        day_hours: how many hours a day has.
    """

    cut: str
    hours: str
    day_hours: int


@typed
def contradictions(rows: Iterable[Row], wordings: Wordings) -> tuple[Fault, ...]:
    """Return where *rows* contradict themselves, as warnings."""
    found: list[Fault] = []
    names: dict[tuple[str, str], str] = {}
    for row in rows:
        found += _cut_faults(row, wordings)
        found += _hour_faults(row, wordings)
        found += _channel_faults(row)
        first = names.setdefault((row["version"], row["name"]), row["code"])
        if first != row["code"]:
            text = Message("office.list-name-repeated")
            found.append(_fault("name-repeated", row, text, other=first))
    return tuple(found)


def _fault(code: str, row: Row, text: Text, /, **params: str | Text) -> Fault:
    return Fault(code, row["code"], text, tuple(params.items()), is_warning=True)


def _number(text: str) -> Fraction:
    return exact(text if grouped(text) else text.replace(",", "."), name="number")


def _cut_faults(row: Row, wordings: Wordings) -> Iterator[Fault]:
    """Expect of a time "cut from A to B days" that the limit is B, in the same unit."""
    cut = re.search(wordings.cut, row["shortened_stated"])
    if cut is None:
        return
    stated = limit_rules(row["limits"], None, "")[0].limit
    if stated.amount != _number(cut["after"]):
        text = Message("office.list-cut-not-applied")
        yield _fault("cut-not-applied", row, text, stated=_limit(stated), cut=cut[0])
    elif stated.unit is not Unit.CALENDAR_DAY:
        text = Message("office.list-cut-unit-differs")
        yield _fault("cut-unit-differs", row, text, unit=_unit(stated.unit), cut=cut[0])


def _hour_faults(row: Row, wordings: Wordings) -> Iterator[Fault]:
    """Expect of days turned into hours that each has as many as a day has."""
    for column in ("stated", "shortened_stated"):
        for found in re.finditer(wordings.hours, row[column]):
            if _number(found["days"]) * wordings.day_hours != _number(found["hours"]):
                text = Message("office.list-hours-differ")
                hours = str(wordings.day_hours)
                yield _fault("hours-differ", row, text, text=found[0], hours=hours)


def _channel_faults(row: Row) -> Iterator[Fault]:
    """Expect one unit of one number in one branch, whatever the channel."""
    seen: dict[tuple[str | None, Fraction], Unit] = {}
    for rule in limit_rules(row["limits"], None, ""):
        unit = seen.setdefault((rule.branch, rule.limit.amount), rule.limit.unit)
        if unit is not rule.limit.unit and rule.channel is not None:
            yield _fault(
                "channel-unit-differs",
                row,
                Message("office.list-channel-unit-differs"),
                channel=rule.channel.labels,
                limit=_limit(rule.limit),
                unit=_unit(unit),
            )


def _limit(limit: TimeLimit) -> Text:
    return Written(TimeLimit.text, limit)


def _unit(unit: Unit) -> Text:
    return Written(Unit.label, unit)
