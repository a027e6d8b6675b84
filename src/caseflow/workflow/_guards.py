"""Guards: the conditions of a transition, each of which says why it does not hold.

What an actor may do, and what an action does to clocks, is not decided here.
"""

from collections.abc import Callable, Sequence
from typing import TypeVar

from attrs import evolve, field

from caseflow._typed import frozen, typed
from caseflow.law import Basis
from caseflow.procedures import Procedure
from caseflow.values import Channel
from caseflow.workflow._declared import Declared
from caseflow.workflow._refusals import Refusal
from caseflow.workflow._situations import RecordView, Situation

__all__ = ["Audit", "Guard", "declared_guard", "guard", "payload_guard"]

P = TypeVar("P")


#: Finds the first of the acts of a case that cannot have been let through, and says why.
Audit = Callable[[Sequence[RecordView]], tuple[int, Refusal] | None]


@frozen
class Guard:
    """Name a condition of a transition and the function that returns why it does not hold.

    *check* is pure: it reads the situation and nothing else. A guard that needs the payload is
    asked when the action is fired, not when somebody asks what could be done. An exception it
    raises goes to the caller as it is, and the case is unchanged.

    *bars* tells, given a procedure and the channel a filing came in by, that the guard holds for
    none of those cases, ever: no hint of what to do first then leads through its transition. It
    changes nothing else.

    *audits* is asked when a whole history is checked, and not when an action is fired: from the
    acts of a case it returns the number of the first that cannot have been let through, and why.
    It is for sums that hold whatever the rules of the day are, in one walk over the acts.

    *law* says which law of one country stands behind what the refusals name as their basis, so that
    a guard of all countries names the point of law and no article; None takes it as it is named.

    *declared* is the condition as a value, where it is one; None for a condition that only the
    function knows.
    """

    name: str
    check: Callable[[Situation], Refusal | None]
    needs_payload: bool = False
    bars: Callable[[Procedure, Channel], bool] | None = None
    audits: Audit | None = None
    law: Callable[[Basis], Basis] | None = None
    declared: Declared | None = field(default=None, eq=False)

    def under(self, law: Callable[[Basis], Basis]) -> "Guard":
        """Return this guard with the law of one country behind its refusals."""
        declared = None if self.declared is None else self.declared.under(law)
        return evolve(self, law=law, declared=declared)


@typed(late=True)
def guard(
    name: str, *, bars: Callable[[Procedure, Channel], bool] | None = None
) -> Callable[[Callable[[Situation], Refusal | None]], Guard]:
    """Make a guard of the function below.

    >>> @guard("daytime")
    ... def daytime(situation: Situation) -> Refusal | None:
    ...     return None
    >>> daytime.name
    'daytime'
    """

    def named(check: Callable[[Situation], Refusal | None]) -> Guard:
        return Guard(name, check, bars=bars)

    return named


@typed(late=True)
def declared_guard(
    name: str,
    declared: Declared,
    *,
    bars: Callable[[Procedure, Channel], bool] | None = None,
) -> Guard:
    """Return the guard called *name* whose condition is the value *declared*.

    A definition that refers to the guard by name keeps its fingerprint when the function behind
    the name becomes a value. For *bars* see `Guard`; without it a guard that counts by a number of
    the procedure never holds where that number is zero.

    >>> from caseflow.workflow import Once
    >>> declared_guard("asked-once", Once("ask")).declared
    Once(action='ask', code='done-already', text=None, basis='')
    """
    return Guard(name, declared.asked, bars=bars or declared.bars, declared=declared)


@typed(late=True)
def payload_guard(
    name: str, payload: type[P], *, audits: Audit | None = None
) -> Callable[[Callable[[Situation, P], Refusal | None]], Guard]:
    """Make a guard of the function below, which is handed the payload, typed.

    The guard holds of an action whose payload is of another type. For *audits* see `Guard`.
    """

    def named(check: Callable[[Situation, P], Refusal | None]) -> Guard:
        def checked(situation: Situation) -> Refusal | None:
            given = situation.payload
            return check(situation, given) if isinstance(given, payload) else None

        return Guard(name, checked, needs_payload=True, audits=audits)

    return named
