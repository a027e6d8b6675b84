"""When open filings will be decided: intervals from many futures of one backlog."""

from datetime import datetime, timedelta
from fractions import Fraction

from attrs import evolve, frozen

from caseflow._typed import short, typed
from caseflow.errors import ValueInvalidError
from caseflow.simulation._arrivals import arrivals_of
from caseflow.simulation._backlogs import Backlog, ResumedEngine
from caseflow.simulation._compiling import compiled
from caseflow.simulation._scenarios import Scenario
from caseflow.simulation._tables import NEVER, instant, micros
from caseflow.values import exact

__all__ = ["DecisionForecast", "when_decided"]

_DAY = timedelta(days=1)
_MOST_FUTURES = 10_000
#: Futures draw other numbers than any run of the scenario does.
_FIRST_FUTURE, _FIRST_NUMBER = 1 << 20, 1 << 32


@short
@frozen
class DecisionForecast:
    """Say between which instants a filing will be decided, with which probability.

    Attributes:
        case: which filing.
        earliest: the first instant of the interval.
        median: the instant before and after which it is equally likely.
        latest: the last instant of the interval.
        share: the probability that it lies in the interval, if the scenario is right.
    """

    case: str
    earliest: datetime
    median: datetime
    latest: datetime
    share: Fraction


@typed
def when_decided(
    scenario: Scenario,
    backlog: Backlog,
    *,
    share: Fraction | str = "4/5",
    futures: int = 39,
    seed: int = 1,
) -> tuple[DecisionForecast, ...]:
    """Return for each open filing when it will be decided, as an interval, in the order filed.

    So many futures are simulated from the backlog, each with other filings to come and other
    times of work. The interval lies between two of them in order, so that it holds the truth with
    at least the probability asked for if the office works as the scenario says. A filing that
    ends without a decision counts with its end; one that is decided already is left out.

    Args:
        scenario: who works, and what comes in later; its last day should lie beyond the last
            decision.
        backlog: the open filings.
        share: the probability, below 1.
        futures: how many futures.
        seed: gives every draw.

    Raises:
        FloatRefusedError: the share is a float.
        ScenarioError: the scenario cannot be simulated, or a filing was worked by another workflow.
        ValueInvalidError: there are too few futures for such a share, or the backlog lies outside
            the days of the scenario.
        UnknownNameError: a filing is of another procedure, or in unknown hands.
        CalendarHorizonError: a calendar ends before all is decided.

    Cost: the simulation of so many stretches, until the last open filing is decided.
    """
    wanted = exact(share, name="share")
    if not 0 < wanted < 1:
        raise ValueInvalidError("share", str(wanted), "a share above 0 and below 1")
    if not 0 < futures <= _MOST_FUTURES:
        raise ValueInvalidError("futures", futures, f"a number from 1 to {_MOST_FUTURES:,}")
    aside = int((futures + 1) * (1 - wanted) / 2)
    if not aside:
        needed = -(-2 // (1 - wanted)) - 1
        raise ValueInvalidError("futures", futures, f"{needed} or more for a share of {wanted}")
    calendar, now = scenario.jurisdiction.calendar, micros(backlog.at)
    today = backlog.at.astimezone(calendar.zone).date()
    if not today <= scenario.last_on:
        raise ValueInvalidError("backlog", today, f"a day up to {scenario.last_on}")
    first_on = min(
        [scenario.first_on]
        + [each.filed_at.astimezone(calendar.zone).date() for each in backlog.filings]
    )
    model = compiled(evolve(scenario, first_on=first_on))
    span = (scenario.first_on, scenario.last_on)
    found: dict[int, list[int]] = {}
    names: dict[int, str] = {}
    for future in range(_FIRST_FUTURE, _FIRST_FUTURE + futures):
        coming = arrivals_of(scenario.demand, calendar, span, seed, future)
        later = [each for each in coming if each.at >= now]
        run = ResumedEngine(model, backlog, later, (seed, future), _FIRST_NUMBER)
        names = {case: each.case for case, each in enumerate(run.open_filings)}
        for case, at in _decided(run, backlog.at).items():
            found.setdefault(case, []).append(at)
    middle = futures // 2
    reached = Fraction(futures + 1 - 2 * aside, futures + 1)
    forecasts: list[DecisionForecast] = []
    for case, times in sorted(found.items()):
        times.sort()
        earliest, median, latest = (
            instant(times[place], calendar) for place in (aside - 1, middle, futures - aside)
        )
        forecasts.append(DecisionForecast(names[case], earliest, median, latest, reached))
    return tuple(forecasts)


def _decided(run: ResumedEngine, at: datetime) -> dict[int, int]:
    """Run on until every open filing is decided or has ended, and return when each was."""
    awaited = {case for case in range(len(run.open_filings)) if case not in run.decisions}
    left = set(awaited)
    while left:
        at += _DAY
        run.run(micros(at))
        left = {each for each in left if each not in run.decisions and run.ended_at[each] == NEVER}
    return {
        case: run.decisions[case].at if case in run.decisions else run.ended_at[case]
        for case in awaited
    }
