"""What may be done in each state of a compiled workflow: ways, entries, rows, and the answers.

How they come out of a workflow is in `_compiled`.
"""

from bisect import bisect_right
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, NamedTuple, TypeVar

from attrs import evolve, field, frozen

from caseflow._typed import short
from caseflow.calendars import OfficeCalendar
from caseflow.cases import Move
from caseflow.law import Citation, Cited, dated
from caseflow.machine import Candidate
from caseflow.workflow import (
    Action,
    ClockRule,
    Guard,
    Refusal,
    Situation,
)

__all__ = ["Entry", "Option", "Row", "Way"]

K = TypeVar("K")

#: Roles come from outside, so what is remembered per set of roles is bounded.
_MOST_ROLE_SETS = 1024


@short
class Option(NamedTuple):
    """Say of one action whether it is open now, and if not every reason why.

    *targets* are the states it would lead to; more than one if the payload decides. *basis* is the
    law that the action stands by on the day it was asked for.
    """

    action: Action[Any]
    allowed: bool
    refusals: tuple[Refusal, ...]
    targets: tuple[str, ...]
    basis: Cited = ""


@short
@frozen(eq=False)
class Way(Candidate):
    """Hold a candidate ready to be taken.

    *free* are the guards that can be asked without a payload, *guards* all of them; the way is
    settled when they are the same. *move* is what the transition does, or None if that depends on
    the case or on its terms. *dated* are the clocks it starts whose limit depends on the day, and
    *reasoned* those that take their reason from the payload. *ends* says that it leads to a final
    state. *is_shared* says that what it does depends on the terms and on the states of the clocks
    alone.
    """

    target: str
    free: tuple[Guard, ...]
    is_settled: bool
    move: Move | None
    dated: tuple[ClockRule, ...] = ()
    reasoned: frozenset[str] = frozenset()
    ends: bool = False
    is_shared: bool = field(init=False)

    def __attrs_post_init__(self) -> None:
        is_shared = not (self.transition.facts or self.dated or self.reasoned)
        object.__setattr__(self, "is_shared", is_shared)


@short
@frozen(eq=False)
class Entry:
    """Hold all that one action may do in one state.

    *shut* is the answer for a state in which the action leads nowhere. *unguarded* is the first way
    if it has no guards: it is taken by whoever has the role.
    """

    action: Action[Any]
    payload: type[object]
    ways: tuple[Way, ...]
    shut: Option | None
    role_missing: Refusal
    unguarded: Way | None

    def first(self, roles: frozenset[str], situation: Situation) -> Way | None:
        """Return the first way that *roles* may take and whose guards all hold, else None."""
        for way in self.ways:
            if way.roles is not None and way.roles.isdisjoint(roles):
                continue
            for guard in way.guards:
                if guard.check(situation) is not None:
                    break
            else:
                return way
        return None

    def refusals(self, situation: Situation) -> tuple[Refusal, ...]:
        """Return every reason why an action that `first` found no way for is not open.

        A way the actor may take counts before those of other roles. If the actor may take none,
        the missing role is named first and then what else would stand in the way: nothing, if some
        way is open to others.
        """
        if self.shut is not None:
            return tuple(each.dated(situation.on) for each in self.shut.refusals)
        roles = situation.actor.roles
        admitted = tuple(way for way in self.ways if way.admits(roles))
        found: list[Refusal] = [] if admitted else [self.role_missing.dated(situation.on)]
        failings = [_failing(way.guards, situation) for way in admitted or self.ways]
        for failing in failings if all(failings) else ():
            found += [refusal for refusal in failing if refusal not in found]
        return tuple(found)

    def question(self, roles: frozenset[str], on: date) -> "Option | Question":
        """Return the answer for *roles*, or what is left to ask if guards have a say in it.

        *on* is the civil day whose law is cited.
        """
        basis = dated(self.action.citation, on)
        if self.shut is not None:
            refusals = tuple(each.dated(on) for each in self.shut.refusals)
            return self.shut._replace(refusals=refusals, basis=basis)
        admitted = tuple(way for way in self.ways if way.admits(roles))
        ways = admitted or self.ways
        missing = () if admitted else (self.role_missing.dated(on),)
        if any(way.free for way in ways):
            opened = Option(self.action, True, (), _targets(ways), basis)
            return Question(self.action, ways, missing, basis, opened if len(ways) == 1 else None)
        if missing:
            return Option(self.action, False, missing, (), basis)
        return Option(self.action, True, (), _targets(ways), basis)


def _targets(ways: tuple[Way, ...]) -> tuple[str, ...]:
    """Return where *ways* lead, up to the first that no payload can shut."""
    targets: dict[str, None] = {}
    for way in ways:
        targets[way.target] = None
        if way.is_settled:
            break
    return tuple(targets)


def _failing(guards: tuple[Guard, ...], situation: Situation) -> tuple[Refusal, ...]:
    found: tuple[Refusal, ...] = ()
    for guard in guards:
        refusal = guard.check(situation)
        if refusal is not None:
            if refusal.basis:
                refusal = _cited(refusal, guard, situation.on)
            found = (*found, refusal)
    return found


def _cited(refusal: Refusal, guard: Guard, on: date) -> Refusal:
    """Return *refusal* of *guard* with the law of the civil day *on*."""
    basis = refusal.basis
    if guard.law is not None and not isinstance(basis, Citation):
        basis = guard.law(basis)
    if isinstance(basis, str):
        return refusal if basis == refusal.basis else evolve(refusal, basis=basis)
    # Made anew, not evolved: this is done for each refusal that is shown.
    return Refusal(refusal.code, refusal.template, refusal.params, dated(basis, on))


@short
@frozen(eq=False)
class Question:
    """Hold what guards still decide about one action for an actor of known roles.

    *missing* holds the refusal of the role if the actor may take none of *ways*, and *basis* what
    the action cites. *opened* is the
    answer if nothing fails, where there is one way only.
    """

    action: Action[Any]
    ways: tuple[Way, ...]
    missing: tuple[Refusal, ...]
    basis: Cited
    opened: Option | None

    def answer(self, situation: Situation) -> Option:
        """Ask the guards that need no payload."""
        if self.opened is None:
            return self._answer_of_several(situation)
        refusals = _failing(self.ways[0].free, situation)
        if self.missing:
            refusals = (*self.missing, *refusals)
        return Option(self.action, False, refusals, (), self.basis) if refusals else self.opened

    def _answer_of_several(self, situation: Situation) -> Option:
        refusals = list(self.missing)
        targets: dict[str, None] = {}
        for way in self.ways:
            failing = _failing(way.free, situation)
            refusals += [refusal for refusal in failing if refusal not in refusals]
            if not failing:
                targets[way.target] = None
                if way.is_settled:
                    break
        if not targets:
            return Option(self.action, False, tuple(refusals), (), self.basis)
        if self.missing:
            return Option(self.action, False, self.missing, (), self.basis)
        return Option(self.action, True, (), tuple(targets), self.basis)


#: The answers for a set of roles, and the places of those that are left to ask.
_Answers = tuple[tuple[Option, ...], tuple[tuple[int, Question], ...]]


def _no_answers() -> dict[frozenset[str], _Answers]:
    return {}


def _no_memory() -> dict[tuple[frozenset[str], int], _Answers]:
    return {}


@short
@frozen(eq=False)
class Row:
    """Hold the entries of one state, and the answers for the sets of roles already seen.

    *changes* are the days on which the actions cite other law than on the day before, in order.
    Answers are remembered for each stretch between them; *settled* are those by roles of a row
    without such days.
    """

    entries: Mapping[str, Entry]
    changes: tuple[date, ...] = ()
    settled: dict[frozenset[str], _Answers] = field(init=False, factory=_no_answers)
    _dated: dict[tuple[frozenset[str], int], _Answers] = field(init=False, factory=_no_memory)

    def answers(self, roles: frozenset[str], at: datetime, calendar: OfficeCalendar) -> _Answers:
        """Return an answer per action, and the places of those that guards still decide.

        They cite the law of the civil day of *at*.
        """
        on = calendar.local_date(at)
        if not self.changes:
            return _remembered(self.settled, roles, self._settle(roles, on))
        key = (roles, bisect_right(self.changes, on))
        known = self._dated.get(key)
        return known or _remembered(self._dated, key, self._settle(roles, on))

    def _settle(self, roles: frozenset[str], on: date) -> _Answers:
        options: list[Option] = []
        left: list[tuple[int, Question]] = []
        for place, entry in enumerate(self.entries.values()):
            question = entry.question(roles, on)
            if isinstance(question, Question):
                left.append((place, question))
                question = Option(entry.action, False, (), ())
            options.append(question)
        return tuple(options), tuple(left)


def _remembered(memory: dict[K, _Answers], key: K, answers: _Answers) -> _Answers:
    """Return *answers*, remembered under *key*."""
    if len(memory) >= _MOST_ROLE_SETS:
        memory.clear()
    memory[key] = answers
    return answers
