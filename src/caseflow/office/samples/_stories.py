"""Made-up filings in full detail, act by act: the same ones whatever is drawn for the month.

What happens in them is written by the pack.
"""

from collections.abc import Callable

from caseflow._typed import frozen, typed
from caseflow.cases import Case
from caseflow.engine import Engine
from caseflow.fees import Charge
from caseflow.office.samples._tills import Till
from caseflow.office.samples._values import Sample
from caseflow.values import Text

__all__ = ["Samples", "Story", "work_stories"]


@frozen
class Story:
    """Hold one filing and what it was charged; *charge* is None where nothing is owed.

    *notices* is how many signed notices of payment came in, repeated ones counted too.
    """

    title: Text
    case: Case
    charge: Charge | None = None
    notices: int = 0


@frozen(eq=False)
class Samples:
    """Hold what a pack has to show: how its month is drawn, and what tells its stories.

    Each story works one filing from its lodging to its end and pays at the till; it needs nothing
    that is drawn, so it comes out the same in every run. The last one is shown first: it is decided
    and returned, and best early.
    """

    month: Sample
    stories: tuple[Callable[[Engine, Till], Story], ...] = ()


@typed
def work_stories(
    engine: Engine,
    till: Till,
    samples: Samples,
    *,
    keep: Callable[[Case], None] | None = None,
) -> list[Story]:
    """Work every story to its end; *keep* is handed each case when it is worked."""
    stories: list[Story] = []
    for make in samples.stories:
        stories.append(make(engine, till))
        if keep:
            keep(stories[-1].case)
    return stories
