"""The time of every filing in a store, one after the other.

How one is split is in `_filings`; what they add up to is in `_totals`.
"""

from collections.abc import Callable, Iterator
from datetime import datetime

from caseflow._typed import typed
from caseflow.errors import CaseflowError, StoreUnavailableError
from caseflow.office.budgets import BUDGET
from caseflow.office.rules import OfficeRules
from caseflow.reports.attribution._filings import FilingTime, attribute
from caseflow.service import CaseService, stored_cases
from caseflow.values import aware, utc

__all__ = ["filing_times"]

_NO_RULES = OfficeRules()


@typed
def filing_times(
    service: CaseService,
    *,
    at: datetime,
    rules: OfficeRules = _NO_RULES,
    on_problem: Callable[[str, CaseflowError], None] | None = None,
) -> Iterator[FilingTime]:
    """Yield the time of every filing in the store of *service*, as they stand at *at*.

    A filing with acts after *at* is looked at as of the last of them. One that cannot be read is
    left out, and handed to *on_problem* by its number if that is given, else raised.

    Args:
        service: of the office.
        at: until when open filings are looked at.
        rules: of the country, see `attribute`.
        on_problem: takes the number of a filing that cannot be read, and the error.

    Cost: one pass over the records, each decoded once; one filing in memory.

    Raises:
        StoreUnavailableError: the store did not answer.
        CaseflowError: a filing cannot be read, and nobody takes the problem.
    """
    aware(at, name="at")
    return _times(service, at, rules, on_problem)


def _times(
    service: CaseService,
    at: datetime,
    rules: OfficeRules,
    on_problem: Callable[[str, CaseflowError], None] | None,
) -> Iterator[FilingTime]:
    for kept in stored_cases(service.store):
        summary = kept.summary
        if summary.procedure == BUDGET.code:
            continue  # a budget of subsidies is kept as a case, and is no filing
        extended = service.work.sealer.extended(summary.case_id, None, kept.records)
        try:
            case = service.store.run(extended).case
            found = attribute(service.engine, case, at=max(at, case.last_at, key=utc), rules=rules)
        except StoreUnavailableError:
            raise
        except CaseflowError as error:  # also of a case that was set aside
            if on_problem is None:
                raise
            on_problem(summary.case_id, error)
        else:
            yield found
