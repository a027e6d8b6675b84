"""Due dates of whole columns, in every unit, against the plain path a row at a time."""

from datetime import UTC

import numpy as np

from benchmarks.hours import drawn_instants
from benchmarks.outcomes import Outcome, Sizes
from benchmarks.racing import Contender, race
from caseflow import bulk
from caseflow import vietnam as vn
from caseflow.limits import (
    Supplement,
    TimeLimit,
    calendar_days,
    months,
    working_days,
    working_hours,
)

__all__ = ["due_at_once"]

LIMITS = {
    "15 working days": working_days(15),
    "17.5 working days": working_days("17.5"),
    "30 calendar days": calendar_days(30),
    "1 month": months(1),
    "20 working hours": working_hours(20),
}


def due_at_once(sizes: Sizes) -> Outcome:
    """Race `bulk.due` and `TimeLimit.due`, without pauses and with one a filing."""
    outcome = Outcome()
    for name, limit in LIMITS.items():
        _race(outcome, sizes, name, limit, paused=False)
    for name in ("15 working days", "20 working hours"):
        _race(outcome, sizes, name, LIMITS[name], paused=True)
        _race(outcome, sizes, name, LIMITS[name], paused=True, supplement=Supplement.RESTART)
    return outcome


def _race(
    outcome: Outcome,
    sizes: Sizes,
    name: str,
    limit: TimeLimit,
    *,
    paused: bool,
    supplement: Supplement = Supplement.PAUSE,
) -> None:
    calendar = vn.calendar()
    starts = drawn_instants(sizes.rows)
    pauses = [(starts + np.timedelta64(2, "D"), starts + np.timedelta64(6, "D"))] if paused else []
    few = max(5, min(sizes.calls, sizes.rows) // 10)
    rows = [
        tuple(column[row].item().replace(tzinfo=UTC) for column in (starts, *sum(pauses, ())))
        for row in range(few)
    ]

    def at_once() -> bulk.Dues[np.ndarray, np.ndarray]:
        return bulk.due(starts, limit, calendar, pauses=pauses, supplement=supplement, zone="UTC")

    def one_by_one() -> list[object]:
        return [
            limit.due(at, calendar, pauses=[between] if between else [], supplement=supplement).at
            for at, *between in rows
        ]

    expected = [at.astimezone(UTC).replace(tzinfo=None) for at in one_by_one()]
    assert at_once().at[:few].tolist() == expected
    contenders = [
        Contender("caseflow", sizes.rows, lambda: at_once),
        Contender("TimeLimit.due", few, lambda: one_by_one),
    ]
    how = (", one restart" if supplement is Supplement.RESTART else ", one pause") if paused else ""
    outcome.compare(
        race(contenders, max(1, sizes.rounds // 2)),
        f"due dates of {sizes.rows:,}: {name}{how}",
        "caseflow",
        keys={},
    )
