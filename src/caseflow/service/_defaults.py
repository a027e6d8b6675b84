"""What a service does where nobody says otherwise."""

from datetime import timedelta

from caseflow.cases import Case
from caseflow.stores import Query

__all__ = ["ACCOUNT", "EVERY", "LEASE", "unit_by_fact"]

#: The procedure of what is kept as a case and is none: a budget of subsidies. Nobody works it, so
#: it is in no work list and in no count of one.
ACCOUNT = "budget"

#: Asks for every case.
EVERY = Query()

#: For how long a claim holds: a worker that dies is relieved after it.
LEASE = timedelta(minutes=1)


def unit_by_fact(case: Case) -> str:
    """Return the fact "unit" of *case*, by which units find their cases; "" without one."""
    return str(case.fact("unit") or "")
