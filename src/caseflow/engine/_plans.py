"""One workflow on the terms of one procedure: limits, promises and policies filled in.

A plan answers what a transition does to a case on these terms; whether the transition is open is
decided in `_core`.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from functools import cached_property
from typing import NamedTuple, TypeVar, cast

from attrs import evolve, field, frozen

from caseflow._typed import short
from caseflow.calendars import OfficeCalendar
from caseflow.cases import (
    NO_CLOCKS,
    OPEN,
    Case,
    ClockChange,
    ClockStates,
    Move,
    Terms,
    advance,
    fits,
)
from caseflow.engine._compiled import CompiledWorkflow, Entry, Row, Way
from caseflow.engine._dates import Calendars
from caseflow.ledgers import STARTED, ClockLedger, ClockState, MarkKind
from caseflow.limits import Due, Supplement, TimeLimit
from caseflow.money import Currency
from caseflow.procedures import Catalogue, Procedure
from caseflow.targets import is_shorter
from caseflow.values import Actor, Channel
from caseflow.workflow import (
    ACKNOWLEDGEMENT,
    LEGAL,
    SUPPLEMENT,
    CaseView,
    ClockOp,
    ClockRule,
    ClockVerb,
    Recall,
    RecordView,
    Situation,
    Transition,
)

__all__ = ["PROMISED", "Plan", "plan_for"]

T = TypeVar("T")

#: The name of the promised date among the dates of a case.
PROMISED = "promised"

#: Makes a situation of its fields, as `new_record` makes records and for the same reason.
_new_situation: Callable[  # pyright: ignore[reportUnknownVariableType]
    [
        type[Situation],
        tuple[
            Case,
            Procedure,
            OfficeCalendar,
            Actor,
            datetime,
            object,
            Callable[[CaseView, str], Due | None],
            Recall,
            Currency | None,
        ],
    ],
    Situation,
] = tuple.__new__  # pyright: ignore[reportUnknownMemberType]


#: The limits that clocks start with on some day, by name; None where none is in force.
Chosen = tuple[tuple[str, TimeLimit | None], ...]


def _no_moves() -> dict[tuple[Way, ClockStates, Chosen], Move]:
    return {}


def _no_openings() -> dict[date, Move]:
    return {}


def _opened_never() -> dict[Chosen, Move]:
    return {}


def _no_ways_out() -> dict[tuple[str, ClockStates, str], tuple[Way, ...] | None]:
    return {}


#: Folds remembered of one case; a guard that makes a new one each time it is asked fills no memory.
_MOST_FOLDS = 32


class _Asked(NamedTuple):
    """What guards asked of one case, with the answers."""

    case: CaseView | None
    dates: dict[str, Due | None]
    folds: dict[Callable[[Sequence[RecordView]], object], object]


def _nothing_asked() -> list[_Asked]:
    return [_Asked(None, {}, {})]


@short
@frozen(eq=False)
class Plan:
    """Hold all that is needed to work the cases on the same *terms*.

    *calendars* are all that the cases came under, and *calendar* is the one that days are counted
    by now. *currency* is that of the jurisdiction. *rows* and *entries* are those of the workflow.
    *ways_out* remembers, for `_projecting`, how a paused clock goes on from a state.
    """

    terms: Terms
    procedure: Procedure
    compiled: CompiledWorkflow
    calendars: Calendars
    calendar: OfficeCalendar
    rows: Mapping[str, Row]
    entries: Mapping[str, Mapping[str, Entry]]
    currency: Currency | None
    moves: dict[tuple[Way, ClockStates, Chosen], Move] = field(init=False, factory=_no_moves)
    _openings: dict[date, Move] = field(init=False, factory=_no_openings)
    _opened_with: dict[Chosen, Move] = field(init=False, factory=_opened_never)
    ways_out: dict[tuple[str, ClockStates, str], tuple[Way, ...] | None] = field(
        init=False, factory=_no_ways_out
    )
    _asked_last: list[_Asked] = field(init=False, factory=_nothing_asked)
    _shown: tuple[
        Procedure,
        OfficeCalendar,
        Callable[[CaseView, str], Due | None],
        Recall,
        Currency | None,
    ] = field(init=False)

    def __attrs_post_init__(self) -> None:
        shown = (self.procedure, self.calendar, self.due, self.folded, self.currency)
        object.__setattr__(self, "_shown", shown)

    def situation(self, case: Case, by: Actor, at: datetime, payload: object) -> Situation:
        """Return what guards see of *case*: its acts in the order in which they happened."""
        seen = case if case[-1] is None else case.effective  # `corrected`, in the half of the time
        procedure, calendar, due, folded, currency = self._shown
        fields = (seen, procedure, calendar, by, at, payload, due, folded, currency)
        return _new_situation(Situation, fields)

    def due(self, case: CaseView, clock: str) -> Due | None:
        """Return the date of *clock* that counts; None while it has not started or is paused.

        The dates of the case asked last are remembered, as its guards ask for the same ones.
        """
        dates = self._asked(case).dates
        if clock not in dates:
            ledger = case.clock(clock)
            dates[clock] = None if ledger is None else self.calendars.due(ledger)
        return dates[clock]

    def folded(self, case: CaseView, fold: Callable[[Sequence[RecordView]], T]) -> T:
        """Return *fold* of the records of *case*; remembered as `due` remembers dates."""
        folds = self._asked(case).folds
        if fold in folds:
            return cast("T", folds[fold])
        made = fold(case.records)
        if len(folds) < _MOST_FOLDS:
            folds[fold] = made
        return made

    def _asked(self, case: CaseView) -> _Asked:
        """Return what is known of *case*. Threads that ask of other cases each keep their own."""
        asked = self._asked_last[0]
        if asked.case is not case:
            asked = self._asked_last[0] = _Asked(case, {}, {})
        return asked

    @property
    def clocks(self) -> tuple[ClockRule, ...]:
        """Return the clocks of the workflow."""
        return self.compiled.workflow.clocks

    @cached_property
    def dates(self) -> tuple[str, ...]:
        """Return the names of the dates: those every case has, and of the workflow's own clocks."""
        names = (LEGAL, PROMISED, ACKNOWLEDGEMENT, SUPPLEMENT, *(rule.name for rule in self.clocks))
        return tuple(dict.fromkeys(names))

    def limit(self, clock: str, case: Case | None, at: datetime) -> TimeLimit | None:
        """Return the limit *clock* of *case* would start with at *at*.

        None for a clock the workflow lacks, and on a day for which it has no limit.
        """
        for rule in self.clocks:
            if rule.name == clock:
                if rule.is_of_procedure:
                    return self.procedure.limit_for(self.terms.channel, self.terms.branch)
                return self._own_limit(rule, case, at)
        return None

    def _own_limit(self, rule: ClockRule, case: Case | None, at: datetime) -> TimeLimit | None:
        """Return the limit of a clock that does not run on the legal limit of the procedure."""
        stated = self.procedure.own_limit(rule.name)
        if stated is not None or not rule.limits:
            return stated or rule.limit
        if rule.chosen_with and case is not None:
            chooser = case.clock(rule.chosen_with)
            if chooser is not None and chooser.marks:
                at = chooser.marks[0].at
        return rule.limit_on(self.calendar.local_date(at), self.terms.channel)

    def chosen(self, dated: tuple[ClockRule, ...], case: Case | None, at: datetime) -> Chosen:
        """Return the limits that the clocks *dated* start with at *at*."""
        return tuple((rule.name, self._own_limit(rule, case, at)) for rule in dated)

    def opening(self, at: datetime, on: date) -> Move:
        """Return what opening does to a case at *at*, on the civil day *on*; remembered."""
        known = self._openings.get(on)
        if known is None:
            chosen = self.chosen(self.compiled.dated_opening, None, at)
            known = self._opened_with.get(chosen)
            if known is None:
                workflow = self.compiled.workflow
                changes = self.changes(workflow.opening, NO_CLOCKS, chosen)
                known = Move(OPEN, "", workflow.initial, changes)
                self._opened_with[chosen] = known
            self._openings[on] = known
        return known

    def move(self, way: Way, case: Case, at: datetime) -> Move:
        """Return what *way* does to *case* at *at*; remembered for cases with the like clocks."""
        states = case.clock_states
        chosen = self.chosen(way.dated, case, at) if way.dated else ()
        key = (way, states, chosen)
        known = self.moves.get(key)
        if known is None:
            known = self.moves[key] = self.resolved(way.transition, states, chosen)
        return known

    def resolved(
        self,
        transition: Transition,
        states: ClockStates,
        chosen: Chosen = (),
        *,
        is_kept: bool = False,
    ) -> Move:
        """Work out what *transition* does; *is_kept* when an early promise was kept."""
        return Move(
            transition.action,
            transition.source,
            transition.target,
            self.changes(transition.clocks, states, chosen, is_kept=is_kept),
            transition.effects,
            transition.decides,
        )

    def changes(
        self,
        ops: tuple[ClockOp, ...],
        states: ClockStates,
        chosen: Chosen = (),
        *,
        is_kept: bool = False,
    ) -> tuple[ClockChange, ...]:
        """Return what *ops* do to clocks in *states*; operations that need not fit may fall out.

        A clock for which *chosen* has no limit is not started.
        """
        dated = dict(chosen)
        changes: list[ClockChange] = []
        for op in ops:
            mark = self._mark(op.verb)
            state = dict(states).get(op.clock, ClockState.NOT_STARTED)
            if op.if_fitting and not fits(mark, state):
                continue
            change = self._change(op, mark, is_kept=is_kept)
            if mark is MarkKind.START and op.clock in dated:
                if dated[op.clock] is None:
                    continue
                change = evolve(change, limit=dated[op.clock])
            states = advance(states, (change,))
            changes.append(change)
        return tuple(changes)

    def _mark(self, verb: ClockVerb) -> MarkKind:
        if verb is ClockVerb.SUPPLY:
            goes_on = self.procedure.supplement is Supplement.PAUSE
            return MarkKind.RESUME if goes_on else MarkKind.RESTART
        return MarkKind(verb.value)

    def _change(self, op: ClockOp, mark: MarkKind, *, is_kept: bool) -> ClockChange:
        change = ClockChange(op.clock, mark, reason=op.reason, basis=op.basis)
        if mark is MarkKind.START:
            rule = self.compiled.workflow.clock(op.clock)
            if rule.is_of_procedure:
                return self._limited(change, is_kept=is_kept)
            return evolve(change, limit=self.procedure.own_limit(op.clock) or rule.limit)
        if mark is MarkKind.EXTEND:
            extension = self.procedure.extension
            own = None if extension is None else extension.limit
            return evolve(change, extra=op.extra or own)
        return change

    def _limited(self, change: ClockChange, *, is_kept: bool) -> ClockChange:
        """Fill in the procedure's limit and what it promises."""
        limit = self.procedure.limit_for(self.terms.channel, self.terms.branch)
        return evolve(change, limit=limit, promise=self._promise(limit, is_kept=is_kept))

    def _promise(self, limit: TimeLimit, *, is_kept: bool) -> TimeLimit | None:
        """Return the sooner of what is promised to every filing and of the early return."""
        for_all, early = self.procedure.shortened, self.procedure.early
        shared = early.shortened(limit) if early and (self.qualifies or is_kept) else None
        if for_all is None or shared is None:
            return shared or for_all
        return for_all if is_shorter(for_all, shared) else shared

    @property
    def qualifies(self) -> bool:
        """Return whether a filing on these terms qualifies for early return.

        It comes in online and its result goes out online, and the procedure takes part.
        """
        online = self.terms.channel is Channel.ONLINE and self.terms.result_by is Channel.ONLINE
        return online and self.procedure.early is not None

    def has_promise(self, case: Case) -> bool:
        """Return whether a shortened limit is promised to *case*."""
        return any(case.promise(rule.name) is not None for rule in self.clocks)

    def relimited(self, case: Case, *, is_kept: bool) -> tuple[ClockChange, ...]:
        """Return the new limits of the clocks of *case* that run on the procedure's limit."""
        states = dict(case.clock_states)
        return tuple(
            self._limited(ClockChange(rule.name, None), is_kept=is_kept)
            for rule in self.clocks
            if rule.is_of_procedure and states.get(rule.name) in STARTED
        )

    def relimited_clock(
        self, clock: str, case: Case, ledger: ClockLedger, *, is_kept: bool
    ) -> ClockChange:
        """Return the change by which a clock of *case* that has begun takes the limit it has here.

        *ledger* is the clock as it stands; what it runs on stays where no limit is in force.
        """
        change = ClockChange(clock, None)
        if self.compiled.workflow.clock(clock).is_of_procedure:
            return self._limited(change, is_kept=is_kept)
        own = self.limit(clock, case, ledger.marks[0].at)
        return evolve(change, limit=own or ledger.limit)


def procedure_of(terms: Terms, catalogue: Catalogue) -> Procedure:
    """Return the version the cases on *terms* are worked by, with the time rules they keep."""
    procedure = catalogue.get(terms.procedure, terms.procedure_version)
    if terms.timed_by is None:
        return procedure
    return procedure.timed_as(catalogue.get(terms.procedure, terms.timed_by))


#: Gives the plan for the cases on some terms.
PlanOf = Callable[[Terms], Plan]


def plan_for(
    terms: Terms,
    procedure: Procedure,
    compiled: CompiledWorkflow,
    calendars: Calendars,
    currency: Currency | None,
) -> Plan:
    """Make the plan for the cases on *terms*."""
    rows = compiled.rows_for(procedure, terms.channel)
    entries = {name: row.entries for name, row in rows.items()}
    return Plan(terms, procedure, compiled, calendars, calendars.present, rows, entries, currency)
