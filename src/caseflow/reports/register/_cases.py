"""Cases in memory as a register: for those that were just worked, and kept nowhere."""

from collections.abc import Callable, Iterable

from caseflow._typed import typed
from caseflow.cases import Case
from caseflow.engine import Engine
from caseflow.reports.register._parts import frame_of
from caseflow.reports.register._registers import Register
from caseflow.reports.register._rows import row_of

__all__ = ["register_cases"]


@typed
def register_cases(
    engine: Engine, cases: Iterable[Case], *, unit_of: Callable[[Case], str]
) -> Register:
    """Return a register of *cases*, held in memory.

    Args:
        engine: of the office that works them.
        cases: are gone through once.
        unit_of: names the unit that answers for a case, as that of a pack; "" if none does.

    Cost: one row a case, each decoded from its history.
    """
    rows = [row_of(engine, case, unit=unit_of(case)) for case in cases]
    return Register.of(frame_of(rows).lazy())
