"""The plain engine: one replication of a scenario, event by event, in Python.

Instants are integers, so no two computers disagree. All events of an instant are taken before
clerks are given work, so that every queue is compared as a whole; equals go by the order in which
filings came to the office. What the numbers mean is for `_runs`.
"""

from bisect import bisect_right
from collections.abc import Callable, Sequence
from heapq import heapify, heappop, heappush
from typing import NamedTuple

from caseflow.errors import CalendarHorizonError, ClockError
from caseflow.ledgers import ClockState, MarkKind
from caseflow.simulation._arrivals import Arrival
from caseflow.simulation._clocks import Clock, Judged
from caseflow.simulation._distributions import drawer
from caseflow.simulation._draws import COURSE, TIME, key_of, uniform
from caseflow.simulation._models import DELAY, Act, Model, Step
from caseflow.simulation._offices import AtClosing, Discipline, Pool, Waiting
from caseflow.simulation._tables import NEVER, SessionTable

__all__ = ["Decision", "PlainEngine", "Visit"]


class Visit(NamedTuple):
    """Hold one visit of a filing to a state; *clerk* is -1 for the delay of somebody else."""

    case: int
    state: int
    joined_at: int
    started_at: int
    ended_at: int
    clerk: int
    path: int


class Decision(NamedTuple):
    """Hold when a filing was decided, how that stands to the law, and whether a promise was kept.

    *promised* is None where nothing sooner than the law was promised.
    """

    at: int
    legal: Judged | None
    promised: Judged | None


#: A clock of a filing, with the one of the promise beside it, and the instant it started.
_Pair = tuple[Clock, Clock | None, int]


class PlainEngine:
    """Run one replication; what it has done so far is in its lists."""

    def __init__(
        self, model: Model, arrivals: Sequence[Arrival], seed: int, replication: int
    ) -> None:
        """Begin before the first arrival."""
        self.model, self.arrivals = model, arrivals
        number, states = len(arrivals), len(model.states)
        self.visits: list[Visit] = []
        self.decisions: dict[int, Decision] = {}
        self.ended_at = [NEVER] * number
        self.state_of = [model.initial] * number
        self.terms_of = [
            model.terms_of(each.topic, is_online=each.is_online, goes_online=each.goes_online)
            for each in arrivals
        ]
        self.clocks_of: list[list[_Pair | None] | None] = [None] * number
        self._counts = [0] * (number * states)
        self._joined = [0] * number
        self._started = [0] * number
        self._next, self._open = 0, number
        self._time_keys = [key_of(seed, replication, TIME, each) for each in range(states)]
        self._course_keys = [key_of(seed, replication, COURSE, each) for each in range(states)]
        self._draws = [
            [None if each.sampler is None else drawer(each.sampler) for each in terms.stages]
            for terms in model.terms
        ]
        self._set_clerks()

    def _set_clerks(self) -> None:
        model = self.model
        office, first_on = model.scenario.office, model.scenario.first_on
        tables: dict[tuple[object, AtClosing], int] = {}
        self.rosters: list[SessionTable] = []
        self.finishes: list[bool] = []
        self.roster_of: list[int] = []
        self.clerk_pool: list[int] = []
        self.clerks: list[str] = []
        for number, pool in enumerate(model.pools):
            for clerk in pool.clerks:
                roster = clerk.roster
                calendar = office.calendar if roster is None else roster.duty
                closing = AtClosing.PAUSE if roster is None else roster.at_closing
                key = (calendar, closing)
                if key not in tables:
                    tables[key] = len(self.rosters)
                    self.rosters.append(SessionTable(calendar, first_on))
                    self.finishes.append(closing is AtClosing.FINISH)
                self.roster_of.append(tables[key])
                self.clerk_pool.append(number)
                self.clerks.append(clerk.name)
        self._busy = [False] * len(self.clerks)
        self._free: list[list[int]] = [[] for _ in model.pools]
        self._queues: list[list[tuple[object, int]]] = [[] for _ in model.pools]
        self._until = [-1] * len(self.rosters)
        self._place = [-1] * len(self.rosters)
        self._heap = [
            (each.starts[0], -1, number) for number, each in enumerate(self.rosters) if each.starts
        ]
        heapify(self._heap)
        self._keys = [self._key_of(pool) for pool in model.pools]

    # ── queues ──────────────────────────────────────────────────────────────────────────────

    def _key_of(self, pool: Pool) -> Callable[[int, int], object]:
        """Return what gives the key of a filing that joins the queue of *pool* at an instant."""
        own = pool.key
        if own is not None:
            return lambda case, at: own(self._waiting(case, at))
        if pool.discipline is Discipline.FILED:
            return lambda case, _: self.arrivals[case].at
        if pool.discipline is Discipline.CLOCK:
            return lambda case, _: self.due_of(case)
        if pool.discipline is Discipline.PROMISE:
            return lambda case, _: self.promise_of(case)
        return lambda _, at: at

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

    def _do(self, case: int, act: Act, at: int) -> None:
        """Do one act: what it does to clocks, and the decision if it makes one."""
        if act.steps:
            self._mark(case, act.steps, at)
        if act.transition.decides and case not in self.decisions:
            self.decisions[case] = self._decision(case, at)

    def _mark(self, case: int, steps: Sequence[Step], at: int) -> None:
        pairs = self.clocks_of[case]
        if pairs is None:
            pairs = self.clocks_of[case] = [None] * len(self.model.clocks)
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
        heap, arrivals, counted = self._heap, self.arrivals, len(self.arrivals)
        initial, opening = self.model.initial, [each.opening for each in self.model.terms]
        touched: set[int] = set()
        while self._open:
            at = heap[0][0] if heap else NEVER
            place = self._next
            if place < counted and arrivals[place].at <= at:
                at = arrivals[place].at
            if at >= until:
                return False
            if at >= NEVER:
                calendar = self.model.scenario.office.calendar
                raise CalendarHorizonError(
                    calendar.version,
                    f"work on {self._open} filings",
                    calendar.first_on,
                    calendar.last_on,
                )
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
                else:
                    self._turn(who, at, touched)
            if touched:
                for pool in touched:
                    self._dispatch(pool, at)
                touched.clear()
        return True

    def _enter(self, case: int, state: int, at: int, touched: set[int]) -> None:
        """Let a filing come to a state: into a queue, into somebody's hands, or to its end."""
        self.state_of[case], self._joined[case] = state, at
        pool = self.model.pool_of[state]
        if pool >= 0:
            heappush(self._queues[pool], (self._keys[pool](case, at), case))
            if self._free[pool]:
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
        share = uniform(self._time_keys[state], self.arrivals[case].number, visit)
        draw = self._draws[self.terms_of[case]][state]
        return 0 if draw is None else draw(share)

    def _end(self, case: int, clerk: int, at: int, touched: set[int]) -> None:
        """End a visit: do the acts of its course, and free the clerk."""
        state = self.state_of[case]
        stage = self.model.terms[self.terms_of[case]].stages[state]
        chosen = 0
        if len(stage.paths) > 1:
            visit = self._counts[case * len(self.model.states) + state] - 1
            share = uniform(self._course_keys[state], self.arrivals[case].number, visit)
            chosen = min(bisect_right(stage.ends, share), len(stage.paths) - 1)
        path = stage.paths[chosen]
        self.visits.append(
            Visit(case, state, self._joined[case], self._started[case], at, clerk, chosen)
        )
        for act in path.acts:
            self._do(case, act, at)
        if clerk >= 0:
            self._busy[clerk] = False
            if at < self._until[self.roster_of[clerk]]:
                pool = self.clerk_pool[clerk]
                heappush(self._free[pool], clerk)
                touched.add(pool)
        self._enter(case, path.target, at, touched)

    def _turn(self, roster: int, at: int, touched: set[int]) -> None:
        """Let the clerks of a roster come on duty or go off it."""
        table = self.rosters[roster]
        mine = [clerk for clerk, each in enumerate(self.roster_of) if each == roster]
        if self._until[roster] == at:
            self._until[roster] = -1
            for pool in {self.clerk_pool[clerk] for clerk in mine}:
                free = [each for each in self._free[pool] if self.roster_of[each] != roster]
                heapify(free)
                self._free[pool] = free
            place = self._place[roster] + 1
            if place < len(table.starts):
                heappush(self._heap, (table.starts[place], -1, roster))
            return
        place = self._place[roster] = self._place[roster] + 1
        self._until[roster] = table.ends[place]
        heappush(self._heap, (table.ends[place], -1, roster))
        for clerk in mine:
            if not self._busy[clerk]:
                pool = self.clerk_pool[clerk]
                heappush(self._free[pool], clerk)
                touched.add(pool)

    def _dispatch(self, pool: int, at: int) -> None:
        """Give the clerks of a pool who are free the filings whose turn it is."""
        queue, free = self._queues[pool], self._free[pool]
        while queue and free:
            _, case = heappop(queue)
            clerk = heappop(free)
            roster = self.roster_of[clerk]
            ends_at = at + (work := self._drawn(case, self.state_of[case]))
            if ends_at > self._until[roster] and not self.finishes[roster]:
                table, place = self.rosters[roster], self._place[roster]
                ends_at = table.earliest(table.work[place] + at - table.starts[place] + work)
            self._busy[clerk], self._started[case] = True, at
            heappush(self._heap, (ends_at, case, clerk))
