"""Moving the open cases of a store to another definition, each by its own record.

Nothing is remembered of a migration but the records: one that was cut short is done again, and
finds the rest.
"""

from collections.abc import Callable, Collection
from datetime import datetime

from caseflow.cases import Case
from caseflow.engine import Migration, MigrationReport, MigrationTally, refuse_misnamed
from caseflow.errors import CaseflowError, HistoryError, StoreBusyError
from caseflow.service._backoffs import described
from caseflow.service._validation import checked_instants, checked_query
from caseflow.service._work import Work
from caseflow.stores import Ops, Query, StoreUnavailableError
from caseflow.values import Actor

__all__ = ["Migrations"]

_PAGE = 500


class Migrations:
    """Move cases, one at a time."""

    def __init__(self, work: Work) -> None:
        """Take the logic that loads, decides and keeps."""
        self._work = work

    def migrate(
        self,
        migration: Migration,
        *,
        query: Query,
        besides: Collection[str],
        at: datetime,
        by: Actor,
        reason: str,
        is_dry_run: bool,
    ) -> Ops[MigrationReport]:
        """Move the open cases that fit *query*; one that cannot move stops no other.

        Cases of the procedures *besides* are not looked at.
        """
        at, _ = checked_instants(at, None)
        refuse_misnamed(migration, self._work.engine.jurisdiction.all_workflows)
        tally = MigrationTally(is_dry_run=is_dry_run)

        def decide(case: Case) -> Case:
            return self._work.engine.migrate(case, migration, at=at, by=by, reason=reason)

        page = checked_query(query._replace(is_open=True, limit=_PAGE))
        while True:
            summaries = yield from self._work.search(page)
            for summary in summaries:
                if summary.procedure in besides:
                    continue
                try:
                    before, after = yield from self._moved(
                        summary.case_id, decide, is_dry_run=is_dry_run
                    )
                except StoreBusyError as busy:
                    tally.stays(summary.case_id, busy)
                except StoreUnavailableError:
                    raise
                except Exception as error:  # noqa: BLE001 - one poisoned case must not stop the others
                    tally.stays(summary.case_id, _of_the_tree(summary.case_id, error))
                else:
                    tally.went(before, after)
            if len(summaries) < _PAGE:
                return tally.report
            page = page._replace(after=summaries[-1].case_id)

    def _moved(
        self, case_id: str, decide: Callable[[Case], Case], *, is_dry_run: bool
    ) -> Ops[tuple[Case, Case]]:
        """Return a case before and after, the same twice if it is there already."""
        tried: list[tuple[Case, Case]] = []

        def migrated(case: Case) -> Case:
            tried.append((case, decide(case)))
            return tried[-1][1]

        case = (yield from self._work.load(case_id)).case
        after = migrated(case)
        if not is_dry_run and after is not case:
            # What a case is worked by is kept before the case is.
            yield from self._work.keeper.keep_terms(after.terms)
            yield from self._work.decided(case_id, migrated)
        return tried[-1]


def _of_the_tree(case_id: str, error: Exception) -> CaseflowError:
    """Return *error* as one of ours: a case that was kept by others may raise anything at all."""
    return error if isinstance(error, CaseflowError) else HistoryError(case_id, 0, described(error))
