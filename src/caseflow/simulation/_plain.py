"""The plain engine: one replication of a scenario, event by event, in Python.

Instants are integers, so no two computers disagree. All events of an instant are taken before
clerks are given work, so that every queue is compared as a whole; equals go by the order in which
filings came to the office. What the numbers mean is for `_runs`.
"""

import gc
from bisect import bisect_right
from collections.abc import Callable, Sequence
from heapq import heapify, heappop, heappush

import numpy as np

from caseflow.errors import CalendarHorizonError, ClockError, SimulationMismatchError
from caseflow.ledgers import ClockState, MarkKind
from caseflow.simulation._arrivals import Arrival
from caseflow.simulation._clerks import Clerks
from caseflow.simulation._clocks import Clock
from caseflow.simulation._distributions import drawer
from caseflow.simulation._draws import COURSE, TIME, key_of, uniform
from caseflow.simulation._gates import Done, Gates, Past
from caseflow.simulation._models import DELAY, FINAL, Model, Path, Stage, Step
from caseflow.simulation._offices import Discipline, Pool, Waiting
from caseflow.simulation._tables import NEVER
from caseflow.simulation._vectors import times_at, uniforms
from caseflow.simulation._visits import Decision, Visit
from caseflow.values import Actor

__all__ = ["PlainEngine"]


#: A clock of a filing, with the one of the promise beside it, and the instant it started.
_Pair = tuple[Clock, Clock | None, int]


def _nothing(_: float) -> int:
    return 0


class PlainEngine:
    """Run one replication; what it has done so far is in its lists."""

    def __init__(
        self, model: Model, arrivals: Sequence[Arrival], seed: int, replication: int
    ) -> None:
        """Begin before the first arrival."""
        self.model, self.arrivals = model, arrivals
        number, states = len(arrivals), len(model.states)
        self.clerks = Clerks(model)
        self.decisions: dict[int, Decision] = {}
        self.ended_at = [NEVER] * number
        self.state_of = [model.initial] * number
        self.terms_of = [
            model.terms_of(each.topic, is_online=each.is_online, goes_online=each.goes_online)
            for each in arrivals
        ]
        self.clocks_of: list[list[_Pair | None] | None] = [None] * number
        self._rows: list[tuple[int, int, int, int, int, int, int]] = []
        self._counts = [0] * (number * states)
        self._joined = [0] * number
        self._started = [0] * number
        self._numbers = [each.number for each in arrivals]
        self._next, self._open = 0, number
        self._time_keys = [key_of(seed, replication, TIME, each) for each in range(states)]
        self._course_keys = [key_of(seed, replication, COURSE, each) for each in range(states)]
        self._draws = [
            [_nothing if each.sampler is None else drawer(each.sampler) for each in terms.stages]
            for terms in model.terms
        ]
        self._first_times = self._drawn_first()
        self._queues: list[list[tuple[object, int]]] = [[] for _ in model.pools]
        self._heap = self.clerks.first_turns()
        heapify(self._heap)
        self._keys = [self._key_of(pool) for pool in model.pools]
        self._pasts: dict[int, Past] = {}
        self._gates = Gates(model, self, lambda case: arrivals[case].at)

    def _drawn_first(self) -> list[list[int]]:
        """Return by state how long each filing takes on its first visit: nearly all there are."""
        numbers = np.array(self._numbers, dtype=np.uint64)
        terms_of = np.array(self.terms_of, dtype=np.int64)
        found: list[list[int]] = []
        for state, key in enumerate(self._time_keys):
            shares, times = uniforms(key, numbers), [0] * len(numbers)
            samplers = [each.stages[state].sampler for each in self.model.terms]
            for sampler in {each for each in samplers if each is not None}:
                alike = [number for number, each in enumerate(samplers) if each == sampler]
                places = np.flatnonzero(np.isin(terms_of, alike))
                drawn = times_at(sampler, shares[places])
                if len(drawn) == len(times):
                    times = drawn
                    continue
                for place, time in zip(places.tolist(), drawn, strict=True):
                    times[place] = time
            found.append(times)
        return found

    @property
    def visits(self) -> list[Visit]:
        """Return every visit that has ended, in the order in which they did."""
        return [*map(Visit._make, self._rows)]

    def in_hand(self) -> dict[int, tuple[int, int]]:
        """Return by filing the clerk who has it in hand, and since when."""
        hands = ((case, who) for _, case, who in self._heap if case >= 0 and who >= 0)
        return {case: (who, self._started[case]) for case, who in hands}

    # ── queues ──────────────────────────────────────────────────────────────────────────────

    def _key_of(self, pool: Pool) -> Callable[[int, int], object] | None:
        """Return what gives the key of a filing that joins the queue of *pool* at an instant.

        None for that instant itself.
        """
        own = pool.key
        if own is not None:
            return lambda case, at: own(self._waiting(case, at))
        if pool.discipline is Discipline.FILED:
            return lambda case, _: self.arrivals[case].at
        if pool.discipline is Discipline.CLOCK:
            return lambda case, _: self.due_of(case)
        if pool.discipline is Discipline.PROMISE:
            return lambda case, _: self.promise_of(case)
        return None

    def due_of(self, case: int) -> int:
        """Return when the first of the running clocks of a filing ends."""
        found = NEVER
        for pair in self.clocks_of[case] or ():
            if pair is not None and pair[0].state is ClockState.RUNNING:
                found = min(found, pair[0].due_at)
        return found

    def promise_of(self, case: int) -> int:
        """Return when a filing was promised: the sooner of the promise and the law."""
        pairs, legal = self.clocks_of[case], self.model.legal
        pair = None if pairs is None or legal < 0 else pairs[legal]
        if pair is None or pair[0].state is not ClockState.RUNNING:
            return NEVER
        return min(pair[0].due_at, NEVER if pair[1] is None else pair[1].due_at)

    def _waiting(self, case: int, at: int) -> Waiting:
        terms = self.model.terms[self.terms_of[case]]
        return Waiting(
            self.model.states[self.state_of[case]],
            terms.procedure.code,
            terms.channel.value,
            self.arrivals[case].at,
            at,
            self.due_of(case),
            self.promise_of(case),
        )

    # ── clocks ──────────────────────────────────────────────────────────────────────────────

    def _mark(self, case: int, steps: Sequence[Step], at: int) -> None:
        pairs = self.clocks_of[case]
        if pairs is None:
            pairs = list[_Pair | None]([None] * len(self.model.clocks))
            self.clocks_of[case] = pairs
        for step in steps:
            clock, kind = step.clock, step.kind
            pair = pairs[clock]
            state = ClockState.NOT_STARTED if pair is None else pair[0].state
            if state not in step.fits:
                if step.if_fitting:
                    continue
                name = self.model.clocks[clock]
                raise ClockError(name, kind.value, state.value, "a clock in another state")
            if pair is None:
                self._start(case, pairs, clock, at)
                continue
            pair[0].mark(kind, at, step.extra)
            if pair[1] is not None and kind is not MarkKind.EXTEND:
                pair[1].mark(kind, at)

    def _start(self, case: int, pairs: list[_Pair | None], clock: int, at: int) -> None:
        model = self.model
        rule = model.workflow.clocks[clock]
        chosen_at = at
        if rule.chosen_with:
            chooser = pairs[model.clocks.index(rule.chosen_with)]
            chosen_at = at if chooser is None else chooser[2]
        day = 0 if rule.is_of_procedure else model.tables.days.day(chosen_at)
        maker = model.terms[self.terms_of[case]].limit_on(clock, day)
        if maker is None:
            return
        legal, promise = maker[0](), None if maker[1] is None else maker[1]()
        legal.mark(MarkKind.START, at)
        if promise is not None:
            promise.mark(MarkKind.START, at)
        pairs[clock] = (legal, promise, at)

    def _decision(self, case: int, at: int) -> Decision:
        pairs, legal = self.clocks_of[case], self.model.legal
        pair = None if pairs is None or legal < 0 else pairs[legal]
        if pair is None:
            return Decision(at, None, None)
        found = pair[0].judged(at)
        promised = None if pair[1] is None else pair[1].judged(at)
        if found is not None and promised is not None and found.due_at <= promised.due_at:
            promised = found
        return Decision(at, found, promised)

    # ── events ──────────────────────────────────────────────────────────────────────────────

    def run(self, until: int = NEVER) -> bool:
        """Take every event before *until* and return whether all filings have ended.

        Raises:
            CalendarHorizonError: a calendar ends before the work is done.
        """
        # Nothing that a run makes refers in circles; looking for that takes a fifth of the time.
        was_enabled = gc.isenabled()
        gc.disable()
        try:
            return self._run(until)
        finally:
            if was_enabled:
                gc.enable()

    def _run(self, until: int) -> bool:
        heap, arrivals, counted = self._heap, self.arrivals, len(self.arrivals)
        initial, opening = self.model.initial, [each.opening for each in self.model.terms]
        touched: set[int] = set()
        while self._open:
            at = heap[0][0] if heap else NEVER
            place = self._next
            if place < counted and arrivals[place].at <= at:
                at = arrivals[place].at
            if at >= until or at >= NEVER:
                if at >= NEVER:
                    self._refuse_waiting()
                return False
            while place < counted and arrivals[place].at == at:
                steps = opening[self.terms_of[place]]
                if steps:
                    self._mark(place, steps, at)
                self._enter(place, initial, at, touched)
                place += 1
            self._next = place
            while heap and heap[0][0] == at:
                _, case, who = heappop(heap)
                if case >= 0:
                    self._end(case, who, at, touched)
                    continue
                turn = self.clerks.turn(who, at, touched)
                if turn is not None:
                    heappush(heap, turn)
            while touched:
                self._dispatch(touched.pop(), at)
        return True

    def _refuse_waiting(self) -> None:
        """Raise the error that nobody comes on duty any more."""
        calendar = self.model.scenario.office.calendar
        needed = f"work on {self._open} filings"
        raise CalendarHorizonError(calendar.version, needed, calendar.first_on, calendar.last_on)

    def _enter(self, case: int, state: int, at: int, touched: set[int]) -> None:
        """Let a filing come to a state: into a queue, into somebody's hands, or to its end."""
        self.state_of[case], self._joined[case] = state, at
        pool = self.model.pool_of[state]
        if pool >= 0:
            key = self._keys[pool]
            heappush(self._queues[pool], (at if key is None else key(case, at), case))
            if self.clerks.free[pool]:
                touched.add(pool)
        elif pool == DELAY:
            self._started[case] = at
            heappush(self._heap, (at + self._drawn(case, state), case, -1))
        else:
            self.ended_at[case], self.clocks_of[case] = at, None
            self._open -= 1

    def _drawn(self, case: int, state: int) -> int:
        """Return how long the filing takes in the state this time."""
        place = case * len(self.model.states) + state
        visit = self._counts[place]
        self._counts[place] = visit + 1
        if not visit:
            return self._first_times[state][case]
        share = uniform(self._time_keys[state], self._numbers[case], visit)
        return self._draws[self.terms_of[case]][state](share)

    def _end(self, case: int, clerk: int, at: int, touched: set[int]) -> None:
        """End a visit: do the acts of its course, and free the clerk."""
        state = self.state_of[case]
        stage = self.model.terms[self.terms_of[case]].stages[state]
        chosen = 0 if stage.is_plain else self._chosen(case, state, stage, clerk, at)
        path = stage.paths[chosen]
        self._rows.append((case, state, self._joined[case], self._started[case], at, clerk, chosen))
        for act in path.acts:
            if act.steps:
                self._mark(case, act.steps, at)
            if act.decides and case not in self.decisions:
                self.decisions[case] = self._decision(case, at)
        if clerk >= 0:
            clerks = self.clerks
            clerks.busy[clerk] = False
            if at < clerks.until[clerks.roster_of[clerk]]:
                pool = clerks.pool_of[clerk]
                heappush(clerks.free[pool], clerk)
                if self._queues[pool]:
                    touched.add(pool)
        self._enter(case, path.target, at, touched)

    def _dispatch(self, pool: int, at: int) -> None:
        """Give the clerks of a pool who are free the filings whose turn it is."""
        clerks, queue = self.clerks, self._queues[pool]
        free, heap, states = clerks.free[pool], self._heap, len(self.model.states)
        while queue and free:
            _, case = heappop(queue)
            clerk = heappop(free)
            roster = clerks.roster_of[clerk]
            state = self.state_of[case]
            place = case * states + state
            visit = self._counts[place]
            self._counts[place] = visit + 1
            if visit:
                share = uniform(self._time_keys[state], self._numbers[case], visit)
                work = self._draws[self.terms_of[case]][state](share)
            else:
                work = self._first_times[state][case]
            ends_at = at + work
            if ends_at > clerks.until[roster] and not clerks.finishes[roster]:
                ends_at = clerks.paused_end(roster, at, work)
            clerks.busy[clerk], self._started[case] = True, at
            heappush(heap, (ends_at, case, clerk))

    def _chosen(self, case: int, state: int, stage: Stage, clerk: int, at: int) -> int:
        """Return by which path a filing goes on: as drawn, or the next that its guards allow."""
        chosen = 0
        if len(stage.ends) > 1:
            visit = self._counts[case * len(self.model.states) + state] - 1
            share = uniform(self._course_keys[state], self._numbers[case], visit)
            chosen = stage.firsts[min(bisect_right(stage.ends, share), len(stage.ends) - 1)]
        if self.model.is_guarded:
            chosen = self._open_path(case, stage, chosen, clerk, at)
        return chosen

    def _open_path(self, case: int, stage: Stage, chosen: int, clerk: int, at: int) -> int:
        """Return the first path from *chosen* on whose guards hold, and note its acts.

        Raises:
            SimulationMismatchError: no path is open; the guards are named.
        """
        terms, past = self.model.terms[self.terms_of[case]], self._pasts.get(case)
        if past is None:
            past = self._pasts[case] = Past()
        number = len(stage.paths)
        self._gates.refusals.clear()
        for step in range(number):
            place = (chosen + step) % number
            path = stage.paths[place]
            actor = self.actor_of(clerk, path)
            if self._gates.is_open(case, terms, path, past, actor, at):
                past.acts += [Done(act, at, actor) for act in path.acts]
                if self.model.pool_of[path.target] == FINAL:
                    del self._pasts[case]
                return place
        names = {
            guard.name: None for path in stage.paths for act in path.acts for guard in act.guards
        }
        state = self.model.states[self.state_of[case]]
        fault = f"state {state}: no course is open to filing {self.arrivals[case].number}; guards "
        fault += f"are {', '.join(names)}; give one that is always open"
        if self._gates.refusals:
            fault += f" ({'; '.join(self._gates.refusals)})"
        raise SimulationMismatchError(self.model.scenario.name, [fault])

    def actor_of(self, clerk: int, path: Path) -> Actor:
        """Return who does the acts of a path: a clerk, or the applicant in any role it takes."""
        if clerk >= 0:
            return self.clerks.actors[clerk]
        roles = frozenset[str]().union(*(act.transition.roles or () for act in path.acts))
        return Actor("applicant", roles=roles)

    def clock_of(self, case: int, clock: str) -> Clock | None:
        """Return a clock of a filing; None if it has not started."""
        pairs = self.clocks_of[case]
        if pairs is None or clock not in self.model.clocks:
            return None
        pair = pairs[self.model.clocks.index(clock)]
        return None if pair is None else pair[0]

    def decided_on(self, case: int) -> str | None:
        """Return the civil day of the decision of a filing, if there is one."""
        decision, days = self.decisions.get(case), self.model.tables.days
        return None if decision is None else days.on(days.day(decision.at)).isoformat()
