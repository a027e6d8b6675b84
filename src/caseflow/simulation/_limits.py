"""Which limit a clock starts with, and what it is lengthened by: the terms of one procedure.

The same answers as the plans of the engine; how a clock counts is in `_clocks`.
"""

from collections.abc import Callable, Iterator, Sequence

from caseflow.ledgers import MarkKind
from caseflow.limits import Supplement, TimeLimit
from caseflow.procedures import Procedure
from caseflow.simulation._clocks import ClockTables, clock_maker, fitting
from caseflow.simulation._demands import Topic
from caseflow.simulation._models import Maker, Step
from caseflow.targets import is_shorter
from caseflow.values import Channel
from caseflow.workflow import ClockOp, ClockRule, ClockVerb, Workflow

__all__ = ["limits_of", "steps_of"]


def steps_of(ops: Sequence[ClockOp], procedure: Procedure, clocks: Sequence[str]) -> Iterator[Step]:
    """Yield what clock operations do on the terms of a procedure."""
    for op in ops:
        if op.clock not in clocks:
            continue
        extra = op.extra
        if op.verb is ClockVerb.EXTEND and extra is None and procedure.extension is not None:
            extra = procedure.extension.limit
        kind = _mark(op.verb, procedure)
        yield Step(clocks.index(op.clock), kind, fitting(kind), op.if_fitting, extra)


def _mark(verb: ClockVerb, procedure: Procedure) -> MarkKind:
    if verb is not ClockVerb.SUPPLY:
        return MarkKind(verb.value)
    return MarkKind.RESUME if procedure.supplement is Supplement.PAUSE else MarkKind.RESTART


def limits_of(
    workflow: Workflow,
    tables: ClockTables,
    topic: Topic,
    procedure: Procedure,
    channels: tuple[Channel, Channel],
    extended: frozenset[int],
) -> Callable[[int, int], Maker | None]:
    """Return what gives the clock that starts by its number and the civil day chosen by."""
    rules, days = workflow.clocks, tables.days
    made: dict[tuple[int, TimeLimit], Maker] = {}
    known: dict[int, Maker] = {}

    def limit_of(rule: ClockRule, day: int) -> TimeLimit | None:
        stated = procedure.own_limit(rule.name) or rule.limit
        return stated or rule.limit_on(days.on(day), channels[0])

    def maker(clock: int, limit: TimeLimit) -> Maker:
        rule = rules[clock]
        found = clock_maker(limit, tables, extends=clock in extended)
        shortened = _promise(procedure, limit, channels) if rule.is_of_procedure else None
        if shortened is None:
            return found, None
        return found, clock_maker(shortened, tables, extends=False)

    def limit_on(clock: int, day: int) -> Maker | None:
        found = known.get(clock)
        if found is not None:
            return found
        rule = rules[clock]
        if rule.is_of_procedure:
            limit = procedure.limit_for(channels[0], topic.branch)
            found = known[clock] = maker(clock, limit)
            return found
        dated = limit_of(rule, day)
        if dated is None:
            return None
        found = made.get((clock, dated))
        if found is None:
            found = made[clock, dated] = maker(clock, dated)
        return found

    return limit_on


def _promise(
    procedure: Procedure, limit: TimeLimit, channels: tuple[Channel, Channel]
) -> TimeLimit | None:
    """Return the sooner of what is promised to every filing and of the early return."""
    for_all, early = procedure.shortened, procedure.early
    qualifies = channels == (Channel.ONLINE, Channel.ONLINE)
    shared = early.shortened(limit) if early and qualifies else None
    if for_all is None or shared is None:
        return shared or for_all
    return for_all if is_shorter(for_all, shared) else shared
