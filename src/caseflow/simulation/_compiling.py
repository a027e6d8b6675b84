"""From a scenario to a model: everything is looked up and checked once, and all faults are told.

What the model is made of is in `_models`.
"""

from collections.abc import Iterator, Mapping
from fractions import Fraction
from itertools import accumulate

from caseflow.checks import checked
from caseflow.engine import WorkflowStep, step_table
from caseflow.errors import CaseflowError, ScenarioError, UnknownNameError
from caseflow.ledgers import MarkKind
from caseflow.procedures import Procedure
from caseflow.simulation._clocks import ClockTables
from caseflow.simulation._demands import Course, Topic
from caseflow.simulation._distributions import sampler_of
from caseflow.simulation._limits import limits_of, steps_of
from caseflow.simulation._models import DELAY, FINAL, Act, Model, Path, Stage, Terms
from caseflow.simulation._scenarios import Scenario
from caseflow.simulation._tables import DayTable, SessionTable
from caseflow.values import Channel
from caseflow.workflow import (
    ANYONE,
    BRANCH,
    LEGAL,
    PROMISED_ON,
    RESULT_BY,
    State,
    Workflow,
)

__all__ = ["compiled"]

#: The facts that change the terms of a filing, which a simulation keeps.
_TERM_FACTS = frozenset((BRANCH, PROMISED_ON, RESULT_BY))

#: How filings on the three terms of a topic come in and go out.
_CHANNELS = (
    (Channel.COUNTER, Channel.COUNTER),
    (Channel.ONLINE, Channel.COUNTER),
    (Channel.ONLINE, Channel.ONLINE),
)


def compiled(scenario: Scenario) -> Model:
    """Return *scenario* as tables.

    Raises:
        DefinitionError: the workflow has faults.
        ScenarioError: it names what is not there, or leaves out what is needed; all faults.
    """
    return _Compiler(scenario).model()


class _Compiler:
    def __init__(self, scenario: Scenario) -> None:
        self.scenario, self.demand = scenario, scenario.demand
        self.faults: list[str] = []
        calendar = scenario.jurisdiction.calendar
        days = DayTable(calendar, scenario.first_on)
        self.tables = ClockTables(days, SessionTable(calendar, scenario.first_on))
        self.procedures = [self._procedure(topic) for topic in self.demand.topics]
        self._refuse()
        self.workflow = self._workflow()
        self.table = step_table(self.workflow)
        self.is_guarded = self._is_guarded()
        self.states = tuple(state.name for state in self.workflow.states)
        self.clocks = tuple(clock.name for clock in self.workflow.clocks)

    def _is_guarded(self) -> bool:
        """Return whether some act that filings may take has a guard."""
        named = {action for each in self.demand.courses for action in each.actions}
        given = {each.state for each in self.demand.courses}
        return any(
            way.guards and (action in named or state not in given)
            for (state, action), ways in self.table.steps.items()
            for way in ways
        )

    def _refuse(self) -> None:
        if self.faults:
            raise ScenarioError(self.scenario.name, tuple(dict.fromkeys(self.faults)))

    # ── what is filed for ───────────────────────────────────────────────────────────────────

    def _procedure(self, topic: Topic) -> Procedure | None:
        scenario, code = self.scenario, topic.procedure
        catalogue = scenario.jurisdiction.catalogue
        try:
            first, last = (
                catalogue.get(code, on=on) for on in (scenario.first_on, scenario.last_on)
            )
            for on in (scenario.first_on, scenario.last_on):
                problem = first.refuses_new_on(on)
                if problem:
                    self.faults.append(f"procedure {code}: {problem}")
            if first.version != last.version:
                self.faults.append(
                    f"procedure {code}: version {last.version} takes the place of "
                    f"{first.version} between the first and the last day; simulate each alone"
                )
            for channel in self._used_channels():
                first.limit_for(channel, topic.branch)
        except CaseflowError as error:
            self.faults.append(f"procedure {code}: {error}")
            return None
        return first

    def _used_channels(self) -> Iterator[Channel]:
        if self.demand.online:
            yield Channel.ONLINE
        if self.demand.online < 1 or (self.demand.online and self.demand.result_online < 1):
            yield Channel.COUNTER

    def _workflow(self) -> Workflow:
        names = {each.workflow for each in self.procedures if each is not None}
        held = {each.name: each for each in self.scenario.jurisdiction.workflows}
        if len(names) > 1:
            listed = ", ".join(sorted(names))
            self.faults.append(f"topics: procedures of one workflow are simulated, not of {listed}")
        self.faults += [f"workflow {name} is not held" for name in names - held.keys()]
        self._refuse()
        return checked(held[names.pop()])

    # ── who works where ─────────────────────────────────────────────────────────────────────

    def model(self) -> Model:
        self._refuse_unknown()
        roles_of = self._roles_by_state()
        pool_of = tuple(self._pool_of(state, roles_of) for state in self.workflow.states)
        terms = [
            self._terms(topic, procedure, channels, pool_of)
            for topic, procedure in zip(self.demand.topics, self.procedures, strict=True)
            if procedure is not None
            for channels in _CHANNELS
        ]
        self._refuse_dead_pools()
        self._refuse_endless(terms)
        self._refuse()
        return Model(
            self.scenario,
            self.workflow,
            self.tables,
            self.states,
            self.states.index(self.workflow.initial),
            pool_of,
            self.scenario.office.pools,
            self.clocks,
            self.clocks.index(LEGAL) if LEGAL in self.clocks else -1,
            tuple(terms),
            self.is_guarded,
        )

    def _refuse_unknown(self) -> None:
        demand, office = self.demand, self.scenario.office
        named = [
            *(("times", each.state) for each in demand.times),
            *(("courses", each.state) for each in demand.courses),
            *((f"pool {pool.name}", state) for pool in office.pools for state in pool.states),
        ]
        self.faults += [
            f"{where}: {UnknownNameError(state, self.states, 'state')}"
            for where, state in named
            if state not in self.states
        ]
        held = {role.name for role in self.workflow.roles}
        self.faults += [
            f"pool {pool.name}: {UnknownNameError(role, sorted(held), 'role')}"
            for pool in office.pools
            for role in sorted(pool.held)
            if role not in held
        ]
        asked = [each.procedure for each in demand.times if each.procedure]
        asked += [each.procedure for each in demand.courses if each.procedure]
        self.faults += [
            f"{UnknownNameError(code, demand.procedures, 'procedure of the demand')}"
            for code in asked
            if code not in demand.procedures
        ]
        self._refuse()

    def _roles_by_state(self) -> Mapping[str, frozenset[str]]:
        """Return the roles that may do what the first course of each state begins with."""
        found: dict[str, frozenset[str]] = {}
        for state in self.states:
            for course in self._courses(state, self.demand.procedures[0])[:1]:
                ways = self.table.steps.get((state, course.actions[0]), ())
                found[state] = frozenset().union(*(way.roles or {ANYONE} for way in ways))
        return found

    def _pool_of(self, state: State, roles_of: Mapping[str, frozenset[str]]) -> int:
        if state.is_final:
            return FINAL
        pools = self.scenario.office.pools
        named = [number for number, pool in enumerate(pools) if state.name in pool.states]
        if len(named) > 1:
            both = " and ".join(pools[number].name for number in named)
            self.faults.append(f"state {state.name}: {both} serve it; let one pool do so")
        if named:
            return named[0]
        if state.waits_for:
            return DELAY
        roles = roles_of.get(state.name, frozenset())
        for number, pool in enumerate(pools):
            if not pool.states and (ANYONE in roles or not roles.isdisjoint(pool.held)):
                return number
        return DELAY

    def _refuse_dead_pools(self) -> None:
        office, scenario = self.scenario.office, self.scenario
        for pool in office.pools:
            calendars = [
                office.calendar if clerk.roster is None else clerk.roster.duty
                for clerk in pool.clerks
            ]
            for calendar in dict.fromkeys(calendars):
                if SessionTable(calendar, scenario.first_on).starts:
                    break
            else:
                self.faults.append(
                    f"pool {pool.name}: no clerk is on duty from {scenario.first_on} on, so its "
                    f"work is never done; give a roster with sessions"
                )

    # ── what becomes of a filing ────────────────────────────────────────────────────────────

    def _courses(self, state: str, procedure: str) -> tuple[Course, ...]:
        """Return the courses from a state; its only way out where none is given."""
        given = self.demand.courses_from(state, procedure)
        if given:
            return given
        out = {
            each.action: None
            for each in self.workflow.transitions
            if each.source == state and each.target != state
        }
        return (Course(state, tuple(out)),) if len(out) == 1 else ()

    def _terms(
        self,
        topic: Topic,
        procedure: Procedure,
        channels: tuple[Channel, Channel],
        pool_of: tuple[int, ...],
    ) -> Terms:
        stages = [
            self._stage(state, procedure, pool)
            for state, pool in zip(self.states, pool_of, strict=True)
        ]
        extended = frozenset(
            step.clock
            for stage in stages
            for path in stage.paths
            for act in path.acts
            for step in act.steps
            if step.kind is MarkKind.EXTEND
        )
        return Terms(
            topic,
            procedure,
            *channels,
            tuple(stages),
            tuple(steps_of(self.workflow.opening, procedure, self.clocks)),
            limits_of(self.workflow, self.tables, topic, procedure, channels, extended),
        )

    def _stage(self, state: str, procedure: Procedure, pool: int) -> Stage:
        courses = self._courses(state, procedure.code) if pool != FINAL else ()
        time = self.demand.time_in(state, procedure.code)
        shares = accumulate((each.share for each in courses), initial=Fraction(0))
        ends = tuple(float(each) for each in shares)[1:]
        firsts, paths = list[int](), list[Path]()
        for course in courses:
            firsts.append(len(paths))
            paths += self._paths(state, course, procedure, pool)
        is_plain = len(paths) == 1 and not self.is_guarded
        sampler = None if time is None else sampler_of(time)
        return Stage(sampler, ends, tuple(firsts), tuple(paths), is_plain)

    def _paths(self, state: str, course: Course, procedure: Procedure, pool: int) -> Iterator[Path]:
        """Yield the ways in which a course may go, in the order in which they are tried."""
        for ways in self._chains(state, course.actions, pool):
            place = ways[-1].target
            if place == state:
                self.faults.append(
                    f"state {state}: {' '.join(course.actions)} leads back to it; end with an "
                    f"action that leads out"
                )
            acts = tuple(self._act(way, procedure) for way in ways)
            is_opaque = any(guard.declared is None for act in acts for guard in act.guards)
            yield Path(course, acts, self.states.index(place), is_opaque)

    def _chains(
        self, place: str, actions: tuple[str, ...], pool: int
    ) -> Iterator[tuple[WorkflowStep, ...]]:
        """Yield the transitions of actions one after another, every choice of them."""
        action, *later = actions
        if action not in {each.name for each in self.workflow.actions}:
            known = self.table.actions_in(place)
            self.faults.append(f"state {place}: {UnknownNameError(action, known, 'action')}")
            return
        ways = self.table.of(place, action)
        if not ways:
            known = self.table.actions_in(place)
            self.faults.append(f"state {place}: {UnknownNameError(action, known, 'action')}")
        admitted = [way for way in ways if self._admits(way, pool)]
        if ways and not admitted:
            roles = ", ".join(sorted({role for each in ways for role in each.roles or ()}))
            name = self.scenario.office.pools[pool].name
            self.faults.append(
                f"state {place}: {action} needs the role {roles}, which no clerk of pool {name} "
                f"holds"
            )
        for way in admitted:
            if not later:
                yield (way,)
                continue
            for rest in self._chains(way.target, tuple(later), pool):
                yield (way, *rest)

    def _admits(self, way: WorkflowStep, pool: int) -> bool:
        """Return whether the clerks of a pool may take a transition; others may take any."""
        if pool < 0 or way.roles is None:
            return True
        return not way.roles.isdisjoint(self.scenario.office.pools[pool].held)

    def _act(self, way: WorkflowStep, procedure: Procedure) -> Act:
        changed = sorted(_TERM_FACTS & {fact.name for fact in way.facts})
        if changed:
            self.faults.append(
                f"state {way.source}: {way.action} changes {', '.join(changed)}, which is not "
                f"simulated"
            )
        steps = tuple(steps_of(way.clocks, procedure, self.clocks))
        return Act(way, steps, way.guards, way.decides)

    def _refuse_endless(self, terms: list[Terms]) -> None:
        """Refuse states that filings come to and cannot leave, or in which no time is given."""
        for each in terms:
            reached, left = {self.states.index(self.workflow.initial)}, set[int]()
            while reached - left:
                number = min(reached - left)
                left.add(number)
                reached.update(path.target for path in each.stages[number].paths)
            for number in sorted(reached):
                self._refuse_stage(self.workflow.states[number], each.stages[number])
            ends = {number for number in reached if self.workflow.states[number].is_final}
            while True:
                more = {
                    number
                    for number in reached - ends
                    if any(path.target in ends for path in each.stages[number].paths)
                }
                if not more:
                    break
                ends |= more
            if reached - ends and not self.faults:
                names = ", ".join(self.states[number] for number in sorted(reached - ends))
                self.faults.append(f"no course leads from {names} to an end")

    def _refuse_stage(self, state: State, stage: Stage) -> None:
        if state.is_final:
            return
        if not stage.paths and not self.faults:
            ways = dict.fromkeys(
                each.action for each in self.workflow.transitions if each.source == state.name
            )
            self.faults.append(
                f"state {state.name}: say by which of {', '.join(ways)} filings leave it, as "
                f"courses"
            )
        if stage.sampler is None:
            self.faults.append(f"state {state.name}: say how long filings take in it, as times")
        number = self.states.index(state.name)
        if not state.waits_for and number not in self._served():
            names = ", ".join(pool.name for pool in self.scenario.office.pools)
            self.faults.append(f"state {state.name}: no pool serves it; pools are {names}")

    def _served(self) -> set[int]:
        roles_of = self._roles_by_state()
        return {
            number
            for number, state in enumerate(self.workflow.states)
            if self._pool_of(state, roles_of) >= 0
        }
