"""Twenty working hours on, one instant at a time and a million at once."""

from datetime import UTC, datetime, time, timedelta
from operator import add
from typing import Any

import numpy as np

from benchmarks.days import FIRST_ON, LAST_ON, days_off, each
from benchmarks.outcomes import Outcome, Sizes
from benchmarks.peers import Peers
from benchmarks.racing import Contender, race
from caseflow import bulk
from caseflow import vietnam as vn

__all__ = ["hours_at_once", "hours_one_by_one"]

HOURS = 20
WORK = timedelta(hours=HOURS)
SESSIONS = ((time(7, 30), time(11, 30)), (time(13, 30), time(17, 30)))


def drawn_instants(number: int) -> np.ndarray:
    """Return so many UTC instants at any second of the years, from a seed."""
    span = (LAST_ON - FIRST_ON).days * 86_400
    drawn = np.random.default_rng(2).integers(0, span, number)
    return np.datetime64(FIRST_ON, "us") + drawn.astype("m8[s]")


def hours_one_by_one(sizes: Sizes) -> Outcome:
    """Race one instant at a time: aware ones for caseflow, naive local ones for pandas."""
    peers = Peers()
    calendar = vn.calendar()
    instants: list[datetime] = [
        at.replace(tzinfo=UTC).astimezone(calendar.zone)
        for at in drawn_instants(sizes.calls).tolist()
    ]
    # All take the same instants; who is fast takes them ten times over.
    few = instants[: max(5, sizes.calls // 10)]
    answers = {"caseflow": [_local(calendar.add_working_time(at, WORK)) for at in few]}
    contenders = [
        each("caseflow", calendar.add_working_time, few * 10, WORK),
    ]
    offset, pandas = _pandas_hours(peers)
    if pandas is not None:
        given = [pandas.Timestamp(at.replace(tzinfo=None)) for at in few]
        answers["pandas"] = [(at + offset).to_pydatetime() for at in given]
        contenders.append(each("pandas", add, given, offset))
    simple, slow = _businesstimedelta(peers), few[: max(2, len(few) // 20)]
    if simple is not None:
        contenders.append(each("businesstimedelta", add, slow, simple))
    _agree_within(answers)
    outcome = Outcome()
    outcome.compare(
        race(contenders, sizes.rounds, peers.absent),
        f"+{HOURS} working hours, one instant",
        "caseflow",
        keys={"pandas": ("hours_scalar_vs_pandas", "≥ 60")},
    )
    return outcome


def hours_at_once(sizes: Sizes) -> Outcome:
    """Race columns of instants; pandas on fewer rows, per row."""
    peers = Peers()
    calendar = vn.calendar()
    instants, few = drawn_instants(sizes.rows), drawn_instants(sizes.slow_rows)

    def ours() -> np.ndarray:
        return bulk.add_working_time(instants, WORK, calendar, zone="UTC")

    contenders = [Contender("caseflow", sizes.rows, lambda: ours)]
    offset, pandas = _pandas_hours(peers)
    if pandas is not None:
        local = pandas.Series(few + np.timedelta64(7, "h"))

        def pandas_column() -> Any:  # noqa: ANN401 - a pandas column
            return local + offset

        contenders.append(Contender("pandas", sizes.slow_rows, lambda: pandas_column))
        expected = bulk.add_working_time(few, WORK, calendar, zone="UTC")
        _agree_within(
            {
                "caseflow": (expected + np.timedelta64(7, "h")).tolist(),
                "pandas": list(pandas_column().dt.to_pydatetime()),
            }
        )
    outcome = Outcome()
    outcome.compare(
        race(contenders, sizes.rounds, peers.absent),
        f"+{HOURS} working hours, {sizes.rows:,} instants",
        "caseflow",
        keys={"pandas": ("hours_bulk_vs_pandas", "≥ 2,000")},
    )
    return outcome


def _pandas_hours(peers: Peers) -> tuple[Any, Any]:
    pandas = peers.get("pandas", "pandas")
    if pandas is None:
        return None, None
    offset = pandas.offsets.CustomBusinessHour(
        HOURS,
        start=[f"{start:%H:%M}" for start, _ in SESSIONS],
        end=[f"{end:%H:%M}" for _, end in SESSIONS],
        weekmask="1111111",
        holidays=days_off(),
    )
    return offset, pandas


def _businesstimedelta(peers: Peers) -> Any:  # noqa: ANN401 - not typed
    """Return twenty hours of it; it knows no make-up days, so only its time counts."""
    found = peers.get("businesstimedelta", "holidays", "businesstimedelta")
    if found is None:
        return None
    start, end = SESSIONS[0][0], SESSIONS[-1][1]
    rules = [
        found.WorkDayRule(start_time=start, end_time=end, working_days=[0, 1, 2, 3, 4]),
        found.LunchTimeRule(
            start_time=SESSIONS[0][1], end_time=SESSIONS[1][0], working_days=[0, 1, 2, 3, 4]
        ),
    ]
    return found.BusinessTimeDelta(found.Rules(rules), hours=HOURS)


def _local(at: datetime) -> datetime:
    return at.replace(tzinfo=None)


def _agree_within(answers: dict[str, list[datetime]]) -> None:
    """Refuse to compare contenders that disagree, but for the name of an end.

    Where the work is done as a session ends, caseflow answers that end and pandas the beginning
    of the next one.
    """
    ends = {end for _, end in SESSIONS}
    for name, found in answers.items():
        for first, second in zip(answers["caseflow"], found, strict=True):
            alike = first == second or first.time() in ends
            assert alike, f"{name} answers {second} where caseflow answers {first}"
