"""The internal steps of a procedure: who works on what, for how long, after which others.

A step is a plan; its records say which steps a filing really went through. Steps of the same
predecessor run in parallel.
"""

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction

from attrs import field

from caseflow._typed import frozen, typed
from caseflow.errors import ValueInvalidError
from caseflow.limits import TimeLimit, Unit

__all__ = ["Step", "StepPlan"]


def _names(value: Iterable[str] | None) -> tuple[str, ...] | None:
    if isinstance(value, str):
        raise ValueInvalidError("after", value, 'the names of steps in a list, as ("survey",)')
    return None if value is None else tuple(value)


@frozen
class Step:
    """Describe one internal step: who works on it, for how long, and after which steps.

    *after* None is after the step before it in the list; () is at once, beside the first; several
    names wait for all of them.
    """

    name: str
    unit_in_charge: str
    limit: TimeLimit
    after: tuple[str, ...] | None = field(default=None, converter=_names)


def _steps(value: Iterable[Step]) -> tuple[Step, ...]:
    return tuple(value)


@typed(late=True)
@frozen
class StepPlan:
    """Say in which order steps follow one another.

    >>> from caseflow.limits import working_days
    >>> plan = StepPlan(
    ...     [
    ...         Step("read", "A", working_days(2)),
    ...         Step("survey", "B", working_days(5)),
    ...         Step("tax", "C", working_days(3), after=("read",)),
    ...         Step("sign", "D", working_days(1), after=("survey", "tax")),
    ...     ]
    ... )
    >>> plan.before("sign"), plan.is_parallel, plan.longest
    (('survey', 'tax'), True, Fraction(8, 1))
    """

    steps: tuple[Step, ...] = field(converter=_steps)

    @property
    def names(self) -> tuple[str, ...]:
        """Return the names of the steps, in the order given."""
        return tuple(step.name for step in self.steps)

    def step(self, name: str) -> Step | None:
        """Return the step called *name*; None if there is none."""
        return next((step for step in self.steps if step.name == name), None)

    def before(self, name: str) -> tuple[str, ...]:
        """Return the names of the steps that *name* waits for; () for one that is not known."""
        return self._orders.get(name, ())

    @property
    def _orders(self) -> Mapping[str, tuple[str, ...]]:
        orders: dict[str, tuple[str, ...]] = {}
        last: tuple[str, ...] = ()
        for step in self.steps:
            orders[step.name] = last if step.after is None else step.after
            last = (step.name,)
        return orders

    @property
    def is_parallel(self) -> bool:
        """Return whether the steps are anything but one sequence."""
        before: tuple[str, ...] = ()
        for step in self.steps:
            if step.after not in (None, before):
                return True
            before = (step.name,)
        return False

    @property
    def unknown(self) -> tuple[tuple[str, str], ...]:
        """Return (step, name) for each name in *after* that is no step."""
        return tuple(
            (name, before)
            for name, befores in self._orders.items()
            for before in befores
            if before not in self._orders
        )

    @property
    def cycle(self) -> tuple[str, ...]:
        """Return the steps that can never begin because they wait for one another; () if none."""
        return tuple(name for name in self.names if name not in self._placed)

    @property
    def _placed(self) -> Sequence[str]:
        """Return the steps in an order in which they can be done; those in a cycle are left out."""
        orders, placed = self._orders, list[str]()
        while True:
            ready = [
                name
                for name, befores in orders.items()
                if name not in placed
                and all(before in placed or before not in orders for before in befores)
            ]
            if not ready:
                return placed
            placed += ready

    @property
    def longest(self) -> Fraction | None:
        """Return how much the longest way through the steps takes, in their unit.

        None where the steps are in several units, which cannot be added, where there are none, or
        where they wait for one another in a circle. A sequence is its own longest way.
        """
        units = {step.limit.unit for step in self.steps}
        if len(units) != 1 or Unit.SAME_DAY in units or self.cycle:
            return None
        if not self.is_parallel:
            return sum((step.limit.amount for step in self.steps), Fraction(0))
        amounts = {step.name: step.limit.amount for step in self.steps}
        ends: dict[str, Fraction] = {}
        for name in self._placed:
            begin = max((ends.get(each, Fraction(0)) for each in self.before(name)), default=0)
            ends[name] = begin + amounts[name]
        return max(ends.values())
