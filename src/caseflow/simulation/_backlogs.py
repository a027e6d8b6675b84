"""Backlogs: the open filings of an office at an instant, and an engine that goes on from there.

What comes of them is for `_remaining`.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from heapq import heappop, heappush

from attrs import field

from caseflow._typed import frozen, short, typed
from caseflow.cases import Case
from caseflow.engine import step_table
from caseflow.errors import ScenarioError, UnknownNameError, ValueInvalidError
from caseflow.simulation._arrivals import Arrival, arrivals_of
from caseflow.simulation._compiling import compiled
from caseflow.simulation._draws import uniform
from caseflow.simulation._gates import Done, Past
from caseflow.simulation._limits import steps_of
from caseflow.simulation._models import DELAY, FINAL, Act, Model, Terms
from caseflow.simulation._plain import PlainEngine
from caseflow.simulation._scenarios import Scenario
from caseflow.simulation._tables import NEVER, instant, micros
from caseflow.values import Actor, Channel, utc

__all__ = ["Backlog", "OpenFiling", "PastAct", "ResumedEngine", "backlog_of", "simulated_backlog"]

#: So often a time is drawn that must be longer than what has passed.
_TRIES = 1_000
_TRY_STEP = 1_000_003


@short
@frozen
class PastAct:
    """Hold one act that was done with a filing."""

    action: str
    source: str
    target: str
    at: datetime
    actor: str


@short
@frozen
class OpenFiling:
    """Hold one filing that is not done with: what it is, what was done, and who works on it.

    Attributes:
        case: which filing.
        procedure: what was filed for.
        branch: the branch of its limit, if there are several.
        channel: how it came in.
        result_by: how its result goes out.
        filed_at: when it came in.
        acts: what was done with it, in order.
        clerk: who has it in hand; "" for nobody.
        started_at: since when; None for nobody.
        number: its number among the draws of a run that it was taken from.
    """

    case: str
    procedure: str
    branch: str | None
    channel: Channel
    result_by: Channel
    filed_at: datetime
    acts: tuple[PastAct, ...] = field(default=(), repr=False)
    clerk: str = ""
    started_at: datetime | None = None
    number: int | None = None


@typed(late=True)
@short
@frozen
class Backlog:
    """Hold the open filings of an office as they are at an instant.

    Raises:
        ValueInvalidError: a filing came in, was worked on or was taken up after that instant.
    """

    at: datetime
    filings: tuple[OpenFiling, ...] = field(repr=False)

    def __attrs_post_init__(self) -> None:
        for each in self.filings:
            times = [each.filed_at, *(act.at for act in each.acts), each.started_at or self.at]
            if max(times) > self.at:
                allowed = f"nothing after {self.at.isoformat()}"
                raise ValueInvalidError(f"filing {each.case}", max(times).isoformat(), allowed)


@typed
def backlog_of(
    cases: Iterable[Case],
    at: datetime,
    *,
    in_hand: Mapping[str, tuple[str, datetime]] | None = None,
) -> Backlog:
    """Return the backlog of *cases*, as a store has them.

    Args:
        cases: the open cases of one office.
        at: the instant for which it holds.
        in_hand: by the number of a case the clerk who works on it now, and since when; all others
            wait for a clerk. Names are those of the clerks of the scenario.

    Raises:
        ValueInvalidError: an act lies after *at*.
    """
    hands = in_hand or {}
    found: list[OpenFiling] = []
    for case in cases:
        clerk, started_at = hands.get(case.id, ("", None))
        acts = tuple(
            PastAct(each.action, each.source, each.target, utc(each.at), each.actor.id)
            for each in case.effective.acts
            if each.source
        )
        found.append(
            OpenFiling(
                case.id,
                case.procedure,
                case.branch,
                case.channel,
                case.result_by,
                utc(case.opened_at),
                acts,
                clerk,
                None if started_at is None else utc(started_at),
            )
        )
    return Backlog(utc(at), tuple(found))


@typed
def simulated_backlog(
    scenario: Scenario, at: datetime, *, seed: int = 1, number: int = 0
) -> Backlog:
    """Return the backlog of one replication of *scenario*, stopped before what happens at *at*.

    Raises:
        ScenarioError: the scenario cannot be simulated.
        CalendarHorizonError: a calendar ends before.
    """
    model, calendar = compiled(scenario), scenario.jurisdiction.calendar
    span = (scenario.first_on, scenario.last_on)
    run = PlainEngine(
        model, arrivals_of(scenario.demand, calendar, span, seed, number), seed, number
    )
    run.run(micros(at))
    return stopped(run, at)


def stopped(run: PlainEngine, at: datetime) -> Backlog:
    """Return the open filings of a run that was stopped at *at*."""
    model, calendar, now = run.model, run.model.scenario.jurisdiction.calendar, micros(at)
    acts: dict[int, list[PastAct]] = {}
    for visit in run.visits:
        if run.ended_at[visit.case] < NEVER:
            continue
        path = model.terms[run.terms_of[visit.case]].stages[visit.state].paths[visit.path]
        actor, source = run.actor_of(visit.clerk, path), model.states[visit.state]
        ended_at = utc(instant(visit.ended_at, calendar))
        for act in path.acts:
            way = act.transition
            acts.setdefault(visit.case, []).append(
                PastAct(way.action, source, way.target, ended_at, actor.id)
            )
            source = way.target
    hands = run.in_hand()
    found: list[OpenFiling] = []
    for case, arrival in enumerate(run.arrivals):
        if arrival.at >= now or run.ended_at[case] < NEVER:
            continue
        terms, hand = model.terms[run.terms_of[case]], hands.get(case)
        found.append(
            OpenFiling(
                str(arrival.number),
                terms.procedure.code,
                terms.topic.branch,
                terms.channel,
                terms.result_by,
                utc(instant(arrival.at, calendar)),
                tuple(acts.get(case, ())),
                "" if hand is None else run.clerks.actors[hand[0]].id,
                None if hand is None else utc(instant(hand[1], calendar)),
                arrival.number,
            )
        )
    return Backlog(utc(at), tuple(found))


class ResumedEngine(PlainEngine):
    """Go on from a backlog: the open filings come first, then those that come in later.

    Work in hand takes longer than it has taken so far; with the seed and the numbers of the run
    that the backlog was taken from, it goes on as that run would have.
    """

    def __init__(
        self,
        model: Model,
        backlog: Backlog,
        later: Sequence[Arrival],
        draws: tuple[int, int],
        first_number: int | None = None,
    ) -> None:
        """Begin at the instant of the backlog.

        *draws* are the seed and the number of the replication. Filings are numbered from
        *first_number*, or keep their numbers.
        """
        filings = sorted(backlog.filings, key=lambda each: (each.filed_at, each.number or 0))
        arrivals = [
            self._arrival(model, each, place if first_number is None else first_number + place)
            for place, each in enumerate(filings)
        ]
        if first_number is None:
            arrivals = [
                each._replace(number=filing.number or 0)
                for each, filing in zip(arrivals, filings, strict=True)
            ]
        super().__init__(model, [*arrivals, *later], *draws)
        self._next, now = len(filings), micros(backlog.at)
        self.open_filings = filings
        self._table = step_table(model.workflow)
        ignored = set[int]()
        while self._heap and self._heap[0][0] < now:
            at, _, who = heappop(self._heap)
            turn = self.clerks.turn(who, at, ignored)
            if turn is not None:
                heappush(self._heap, turn)
        for case, filing in enumerate(filings):
            self._place(case, filing, now)
        for pool in range(len(model.pools)):
            self._dispatch(pool, now)

    @staticmethod
    def _arrival(model: Model, filing: OpenFiling, number: int) -> Arrival:
        topics = [terms.topic for terms in model.terms[::3]]
        for place, topic in enumerate(topics):
            if (topic.procedure, topic.branch) == (filing.procedure, filing.branch):
                is_online = filing.channel is Channel.ONLINE
                goes_online = is_online and filing.result_by is Channel.ONLINE
                return Arrival(micros(filing.filed_at), number, place, is_online, goes_online)
        known = [each.procedure for each in topics]
        raise UnknownNameError(filing.procedure, known, "procedure of the demand")

    def _place(self, case: int, filing: OpenFiling, now: int) -> None:
        """Do what was done with a filing, and put it where it stands."""
        model = self.model
        terms = model.terms[self.terms_of[case]]
        state, joined = model.workflow.initial, self.arrivals[case].at
        self._mark(case, terms.opening, joined)
        past = self._pasts.setdefault(case, Past()) if model.is_guarded else Past()
        for done in filing.acts:
            act, at = self._act(terms, done, filing), micros(done.at)
            self._mark(case, act.steps, at)
            if act.decides and case not in self.decisions:
                self.decisions[case] = self._decision(case, at)
            past.acts.append(Done(act, at, Actor(done.actor, roles=act.transition.roles or ())))
            if done.target != done.source:
                self._counts[case * len(model.states) + model.states.index(state)] += 1
                state, joined = done.target, at
        place = model.states.index(state)
        pool = model.pool_of[place]
        self.state_of[case], self._joined[case] = place, joined
        if pool == FINAL:
            raise ValueInvalidError(f"filing {filing.case}", state, "a filing that is still open")
        if pool == DELAY:
            self._started[case] = joined
            ends_at = joined + self._longer(case, place, now - joined)
            heappush(self._heap, (max(ends_at, now), case, -1))
        elif filing.started_at is None:
            key = self._keys[pool]
            heappush(self._queues[pool], (joined if key is None else key(case, joined), case))
        else:
            self._in_hand(case, filing, micros(filing.started_at), now)

    def _act(self, terms: Terms, done: PastAct, filing: OpenFiling) -> Act:
        for way in self._table.of(done.source, done.action):
            if way.target == done.target:
                steps = steps_of(way.clocks, terms.procedure, self.model.clocks)
                return Act(way, tuple(steps), way.guards, way.decides)
        fault = f"filing {filing.case}: {done.action} from {done.source} to {done.target} is not "
        fault += f"in workflow {self.model.workflow.name}; was it worked by another definition?"
        raise ScenarioError(self.model.scenario.name, (fault,))

    def _in_hand(self, case: int, filing: OpenFiling, started: int, now: int) -> None:
        clerks, place = self.clerks, self.state_of[case]
        pool = self.model.pool_of[place]
        names = {
            actor.id: number
            for number, actor in enumerate(clerks.actors)
            if clerks.pool_of[number] == pool
        }
        clerk = names.get(filing.clerk)
        if clerk is None:
            raise UnknownNameError(filing.clerk, sorted(names), "clerk of the pool")
        if clerks.busy[clerk]:
            raise ValueInvalidError("in_hand", filing.clerk, "one filing in the hands of a clerk")
        clerks.busy[clerk], self._started[case] = True, started
        if clerk in clerks.free[pool]:
            clerks.free[pool].remove(clerk)
            clerks.free[pool].sort()
        roster = clerks.roster_of[clerk]
        table = clerks.rosters[roster]
        if clerks.finishes[roster]:
            ends_at = started + self._longer(case, place, now - started)
        else:
            before = table.worked(started)
            ends_at = table.earliest(before + self._longer(case, place, table.worked(now) - before))
        heappush(self._heap, (max(ends_at, now), case, clerk))

    def _longer(self, case: int, state: int, passed: int) -> int:
        """Return how long a filing takes in a state, of which so much has *passed*.

        Drawn again until it is longer. Where nothing that long is drawn, what is left is drawn as
        if it began now.
        """
        place = case * len(self.model.states) + state
        visit = self._counts[place]
        self._counts[place] = visit + 1
        draw, key = self._draws[self.terms_of[case]][state], self._time_keys[state]
        for step in range(_TRIES):
            found = draw(uniform(key, self._numbers[case], visit + step * _TRY_STEP))
            if found >= passed:
                return found
        return passed + draw(uniform(key, self._numbers[case], visit))
