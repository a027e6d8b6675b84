"""Guards in a simulation: those that are values are asked here, the others by the real engine.

A gate answers whether a path is open to a filing. What a filing has done so far is in `Past`; it is
kept only where some guard asks for it.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import NamedTuple, Protocol

from attrs import define, field

from caseflow.cases import Case
from caseflow.engine import Engine
from caseflow.errors import ActionRefusedError
from caseflow.ledgers import ClockState
from caseflow.simulation._acting import fired
from caseflow.simulation._clocks import Clock
from caseflow.simulation._models import Act, Model, Path, Terms
from caseflow.simulation._tables import instant
from caseflow.values import Actor, Channel
from caseflow.workflow import (
    BRANCH,
    CHANNEL,
    DECIDED_ON,
    RESULT_BY,
    AssignedTo,
    AtMost,
    ClockNotOver,
    ClockOver,
    Declared,
    FactIs,
    Once,
    OtherPersonThan,
    Paid,
)

__all__ = ["Done", "Gates", "Past", "Seen"]


class Done(NamedTuple):
    """Hold an act that was done: the act, when, and by whom."""

    act: Act
    at: int
    actor: Actor


@define(eq=False)
class Past:
    """Hold what was done with one filing, and the case as the engine has it, if it was asked."""

    acts: list[Done] = field(factory=list[Done])
    case: Case | None = None
    worked: int = 0

    def times(self, action: str, also: Sequence[str]) -> int:
        """Count how often an action was done, those in *also* included."""
        return sum(each.act.transition.action == action for each in self.acts) + also.count(action)


class Seen(Protocol):
    """What a gate sees of a filing besides its acts."""

    def clock_of(self, case: int, clock: str) -> Clock | None:
        """Return a clock of a filing; None if it has not started."""
        ...

    def decided_on(self, case: int) -> str | None:
        """Return the civil day of the decision, if there is one."""
        ...


class _Asked(NamedTuple):
    """Hold what one guard is asked: the filing, its past with the acts of the path before, when."""

    case: int
    past: Past
    before: tuple[str, ...]
    actor: Actor
    at: int


_Gate = Callable[[_Asked], bool]


class Gates:
    """Ask the guards of paths, of one run."""

    def __init__(self, model: Model, seen: Seen, opened_at: Callable[[int], int]) -> None:
        """Compile nothing yet: what a path asks is made as it is first asked."""
        self._model, self._seen, self._opened_at = model, seen, opened_at
        self._made: dict[tuple[int, int], tuple[tuple[tuple[str, ...], _Gate], ...]] = {}
        self._engine: Engine | None = None
        #: What the real engine said of the paths that were tried last.
        self.refusals: list[str] = []
        self._calendar = model.scenario.jurisdiction.calendar

    def is_open(
        self, case: int, terms: Terms, path: Path, past: Past, actor: Actor, at: int
    ) -> bool:
        """Return whether every guard of *path* holds for a filing.

        Guards of later acts see the earlier ones as done, and clocks as they are before the first.
        """
        key = (id(terms), id(path))
        gates = self._made.get(key)
        if gates is None:
            gates = self._made[key] = tuple(self._gates(terms, path))
        for before, gate in gates:
            if not gate(_Asked(case, past, before, actor, at)):
                return False
        return not path.is_opaque or self._works(case, terms, path, past, actor, at)

    def _gates(self, terms: Terms, path: Path) -> Iterator[tuple[tuple[str, ...], _Gate]]:
        before: tuple[str, ...] = ()
        for act in path.acts:
            for guard in act.guards:
                if guard.declared is not None:
                    yield before, self._gate(terms, guard.declared)
            before = (*before, act.transition.action)

    def _gate(self, terms: Terms, declared: Declared) -> _Gate:
        if isinstance(declared, Once):
            action = declared.action
            return lambda asked: not asked.past.times(action, asked.before)
        if isinstance(declared, AtMost):
            counted, most = declared.action, declared.number(terms.procedure)
            return lambda asked: asked.past.times(counted, asked.before) < most
        if isinstance(declared, Paid):
            return _paid(terms, declared)
        if isinstance(declared, (ClockOver, ClockNotOver)):
            return self._clock(declared)
        if isinstance(declared, FactIs):
            return self._fact(terms, declared)
        if isinstance(declared, OtherPersonThan):
            return _other_person(declared)
        return _assigned(declared)

    def _clock(self, declared: ClockOver | ClockNotOver) -> _Gate:
        name, seen = declared.clock, self._seen
        wants_over = isinstance(declared, ClockOver)

        def holds(asked: _Asked) -> bool:
            clock = seen.clock_of(asked.case, name)
            if clock is None or clock.state is ClockState.PAUSED:
                return not wants_over
            return clock.is_over_at(asked.at) is wants_over

        return holds

    def _fact(self, terms: Terms, declared: FactIs) -> _Gate:
        seen, payloads = self._seen, self._model.scenario.payloads
        fixed: Mapping[str, object] = {
            CHANNEL: terms.channel,
            RESULT_BY: terms.result_by,
            BRANCH: terms.topic.branch,
        }

        def value(asked: _Asked) -> object:
            if declared.fact in fixed:
                return fixed[declared.fact]
            if declared.fact == DECIDED_ON:
                return seen.decided_on(asked.case)
            return _fact_value(asked.past, declared.fact, payloads)

        def holds(asked: _Asked) -> bool:
            found = value(asked)
            if isinstance(found, Channel):
                found = found.value
            is_so = found in declared.values if declared.values else found is not None
            return is_so is not declared.is_not

        return holds

    # ── guards that only a function knows ───────────────────────────────────────────────────

    def _works(
        self, case: int, terms: Terms, path: Path, past: Past, actor: Actor, at: int
    ) -> bool:
        """Try the acts of *path* on the case as the real engine has it; keep it if they work."""
        if self._engine is None:
            self._engine = Engine(self._model.scenario.jurisdiction)
        engine, scenario = self._engine, self._model.scenario
        worked = past.case
        if worked is None:
            worked = engine.open(
                terms.procedure.code,
                channel=terms.channel,
                result_by=terms.result_by,
                at=instant(self._opened_at(case), self._calendar),
                case_id=f"sim-{case}",
                branch=terms.topic.branch,
            )
        todo = [*past.acts[past.worked :], *(Done(act, at, actor) for act in path.acts)]
        try:
            for number, (act, when, who) in enumerate(todo):
                moment = instant(when, self._calendar)
                worked = fired(scenario, engine, worked, act.transition.action, who, moment)
                if number < len(todo) - len(path.acts):
                    past.case, past.worked = worked, past.worked + 1
        except ActionRefusedError as error:
            self.refusals.append(f"{error.action}: {'; '.join(map(str, error.refusals))}")
            return False
        if worked.state != self._model.states[path.target]:
            return False
        past.case, past.worked = worked, past.worked + len(path.acts)
        return True


def _paid(terms: Terms, declared: Paid) -> _Gate:
    if declared.at is not None and terms.procedure.payment is not declared.at:
        return lambda _: True
    actions = declared.actions
    return lambda asked: any(asked.past.times(action, asked.before) for action in actions)


def _other_person(declared: OtherPersonThan) -> _Gate:
    def holds(asked: _Asked) -> bool:
        if declared.action in asked.before:
            return False
        return not any(
            each.act.transition.action == declared.action and each.actor.id == asked.actor.id
            for each in asked.past.acts
        )

    return holds


def _assigned(declared: AssignedTo) -> _Gate:
    """Return a gate by roles: no filing of a simulation is assigned to anybody by name."""
    return lambda asked: declared.or_nobody or not declared.unless.isdisjoint(asked.actor.roles)


def _fact_value(past: Past, name: str, payloads: Mapping[str, object]) -> object:
    """Return the value that the acts of a filing set a fact to last; None if none did."""
    for done in reversed(past.acts):
        for fact in done.act.transition.facts:
            if fact.name == name:
                if not fact.of_payload:
                    return fact.value
                payload = payloads.get(done.act.transition.action)
                return getattr(payload, fact.of_payload, None)
    return None
