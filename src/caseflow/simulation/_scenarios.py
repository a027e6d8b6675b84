"""A scenario: what comes in, who works on it, under which law, and from when to when.

Nothing is simulated here.
"""

from collections.abc import Mapping
from datetime import date

from attrs import evolve, field

from caseflow._typed import frozen, typed
from caseflow.engine import Jurisdiction, Samples
from caseflow.errors import ValueInvalidError
from caseflow.simulation._demands import Demand
from caseflow.simulation._offices import Office

__all__ = ["Scenario"]

_LONGEST = 36_525


@typed(late=True)
@frozen
class Scenario:
    """Put an office, its demand and the law it works by on a stretch of civil days.

    Filings come in from the first to the last day, and all of them are worked until they have
    ended, so that late ones are counted. Those of the first *warm_up* days, when the office was
    empty, are worked and not counted.

    Attributes:
        name: what it is called.
        jurisdiction: the calendar, the procedures and their workflow.
        office: who works.
        demand: what comes in.
        first_on: the first day.
        last_on: the last day on which filings come in.
        warm_up: how many civil days from the first are not counted.
        payloads: what is handed in with each action that takes something, by its name; a run is
            worked again with them.
        samples: what knows samples of the payloads of all other actions, as `PayloadTypes` of a
            pack.

    Raises:
        ValueInvalidError: the last day lies before the first or a century after it, or the warm-up
            leaves no day to count.
    """

    name: str
    jurisdiction: Jurisdiction
    office: Office
    demand: Demand
    first_on: date
    last_on: date
    warm_up: int = 0
    payloads: Mapping[str, object] = field(factory=dict[str, object], eq=False, repr=False)
    samples: Samples | None = field(default=None, eq=False, repr=False)

    def __attrs_post_init__(self) -> None:
        days = (self.last_on - self.first_on).days + 1
        if not 0 < days <= _LONGEST:
            raise ValueInvalidError("last_on", self.last_on, f"a day from {self.first_on}")
        if not 0 <= self.warm_up < days:
            raise ValueInvalidError("warm_up", self.warm_up, f"days from 0, fewer than {days}")

    def vary(
        self, name: str, *, office: Office | None = None, demand: Demand | None = None
    ) -> "Scenario":
        """Return a scenario of another name with another office or another demand."""
        return evolve(self, name=name, office=office or self.office, demand=demand or self.demand)
