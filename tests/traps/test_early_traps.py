"""Traps 39 to 42 and 45: the early promise, its rounding, and what counts as late."""

from fractions import Fraction

import pytest

from caseflow import vietnam
from caseflow.errors import CaseflowError, FloatRefusedError
from caseflow.limits import TimeLimit, Unit, working_days
from caseflow.procedures import LimitRule
from caseflow.targets import EarlyReturn, Small, Timeliness, judge
from oracle.product import ANYONE, at, on, received, shop, viet_nam

SOURCE = "Sở KH&CN Đà Nẵng, 31/10/2022"


def shortened(
    share: Fraction, days: int | Fraction, small: Small = Small.HOURS
) -> TimeLimit | None:
    return EarlyReturn(share=share, source=SOURCE, small=small).shortened(working_days(days))


@pytest.mark.parametrize(
    ("percent", "days", "due"), [(20, 12, "2025-05-14"), (10, 13, "2025-05-15")]
)
def test_trap_39_the_allowed_time_is_rounded_down(percent: int, days: int, due: str) -> None:
    """10 % off 15 days leaves 13, not 14: 14 would be only 6.7 % sooner."""
    limit = shortened(Fraction(percent, 100), 15)
    assert limit is not None
    assert (limit.amount, limit.unit) == (days, Unit.WORKING_DAY)
    assert limit.due(on("2025-04-24"), viet_nam()).on == on(due)


def test_trap_40_five_days_less_ten_percent_are_four() -> None:
    """4.5 days round down to 4; rounding up would promise nothing."""
    limit = shortened(Fraction(1, 10), 5)
    assert limit is not None
    assert (limit.amount, limit.unit) == (4, Unit.WORKING_DAY)


@pytest.mark.parametrize(
    ("share", "days", "hours"),
    [
        (Fraction(1, 10), 1, Fraction(36, 5)),
        (Fraction(1, 5), 1, Fraction(32, 5)),
        (Fraction(1, 5), 3, Fraction(96, 5)),
    ],
)
def test_trap_40_small_limits_become_working_hours(
    share: Fraction, days: int, hours: Fraction
) -> None:
    """One day less 10 % is 7.2 working hours, never "due on the reception day"."""
    limit = shortened(share, days)
    assert limit is not None
    assert (limit.amount, limit.unit) == (hours, Unit.WORKING_HOUR)


def test_trap_40_small_limits_may_be_not_applicable() -> None:
    """The other declared answer is that there is no early promise at all."""
    assert shortened(Fraction(1, 5), 1, Small.NOT_APPLICABLE) is None


@pytest.mark.parametrize(("percent", "days", "left"), [(30, 90, 63), (34, 100, 66), (55, 120, 54)])
def test_trap_41_shares_are_exact(percent: int, days: int, left: int) -> None:
    """Binary floating point gives 62, 65 and 53."""
    limit = shortened(Fraction(percent, 100), days)
    assert limit is not None
    assert limit.amount == left


def test_trap_41_a_float_share_is_refused() -> None:
    """A share written as 0.1 is not one tenth."""
    with pytest.raises(FloatRefusedError):
        EarlyReturn(share=0.1, source=SOURCE)  # type: ignore[arg-type]


@pytest.mark.parametrize("share", [0, 1, -1, Fraction(3, 2)])
def test_trap_41_a_share_is_between_nothing_and_all(share: int | Fraction) -> None:
    """No share and the whole share promise nothing that can be kept."""
    with pytest.raises(CaseflowError):
        EarlyReturn(share=Fraction(share), source=SOURCE)


def test_trap_42_the_share_is_taken_once_from_the_legal_limit() -> None:
    """20 % off 5 days is 4 days; taken again from a time already shortened it is something else."""
    once = shortened(Fraction(1, 5), 5)
    assert once is not None
    assert once.amount == 4
    twice = EarlyReturn(share=Fraction(1, 5), source=SOURCE).shortened(once)
    assert twice is not None
    assert (twice.amount, twice.unit) != (once.amount, once.unit)


@pytest.mark.parametrize(
    ("legal", "city", "promised"),
    [("5", "3.5", "3.5"), ("10", "7", "7"), ("10", "9", "8"), ("15", "15", "12")],
)
def test_trap_42_the_promise_is_the_shorter_of_the_two_and_never_their_product(
    legal: str, city: str, promised: str
) -> None:
    """A shortened time and a share of 20 % are two promises; the earlier one holds."""
    engine = shop(
        limits=[LimitRule(working_days(legal))],
        shortened=working_days(city),
        early=EarlyReturn(Fraction(1, 5), SOURCE),
    )
    start = at("2026-03-02T09:00")
    case = received(engine, start)
    due = engine.deadlines(case, at=start).promised.due
    assert due is not None
    assert due.at == working_days(promised).due(start, viet_nam()).at


@pytest.mark.parametrize(
    ("decided", "timeliness"),
    [
        ("2025-05-16T16:00", Timeliness.EARLY),
        ("2025-05-19T16:00", Timeliness.ON_TIME),
        ("2025-05-20T07:30", Timeliness.LATE),
    ],
)
def test_trap_45_timeliness_is_judged_against_the_legal_date(
    decided: str, timeliness: Timeliness
) -> None:
    """A filing that misses the promise of 14 May but meets 19 May is not late."""
    legal = working_days(15).due(on("2025-04-24"), viet_nam())
    promise = working_days(12).due(on("2025-04-24"), viet_nam())
    assert at(decided) > promise.at
    assert judge(at(decided), legal) is timeliness


@pytest.mark.parametrize(
    ("decided", "timeliness", "kept"),
    [
        ("2025-05-14T16:00", Timeliness.EARLY, True),
        ("2025-05-16T16:00", Timeliness.EARLY, False),
        ("2025-05-19T16:00", Timeliness.ON_TIME, False),
        ("2025-05-20T08:00", Timeliness.LATE, False),
    ],
)
def test_trap_45_a_missed_promise_is_not_late_in_official_figures(
    decided: str, timeliness: Timeliness, kept: bool
) -> None:
    """The same through the engine: the promise is kept or not, the verdict is the law's."""
    engine = shop(limits=[LimitRule(working_days(15))], early=EarlyReturn(Fraction(1, 5), SOURCE))
    case = received(engine, at("2025-04-24T09:00"))
    unit = vietnam.Assignment("Phòng Khoa học và Công nghệ")
    case = engine.fire(case, vietnam.ASSIGN, unit, by=ANYONE, at=at("2025-04-24T10:00"))
    case = engine.fire(case, vietnam.DECIDE, vietnam.Decision("1/GCN"), by=ANYONE, at=at(decided))
    outcome = engine.timeliness(case)
    assert outcome is not None
    assert outcome.promise is not None
    assert outcome.promise.on == on("2025-05-14")
    assert outcome.due.on == on("2025-05-19")
    assert (outcome.timeliness, outcome.is_promise_kept) == (timeliness, kept)
