"""A register kept beside a store: brought up to date by what changed, never decoded anew.

The row of a case carries number and hash of the record it was made of. A pass looks at the summary
of every case, which is one short row a case and no record, and reads the records of those alone
that have others by now.
"""

from collections.abc import Iterator
from pathlib import Path

import polars as pl
from attrs import field

from caseflow._typed import frozen, typed
from caseflow.errors import CaseflowError, StoreUnavailableError
from caseflow.office.budgets import BUDGET
from caseflow.office.escalations import ESCALATION
from caseflow.reports.register._columns import FORMAT
from caseflow.reports.register._left_out import LeftOutRow, write_left_out
from caseflow.reports.register._parts import Writer
from caseflow.reports.register._rows import row_of
from caseflow.service import CaseService, stored_cases, summaries_of
from caseflow.stores import CaseSummary, StoredCase
from caseflow.texts import Text

__all__ = ["Projected", "project_store"]

#: Beyond this share of new cases the records are read in one go and not case by case.
_MANY = 4
_KEPT = 1_000

#: Kept as cases, and no filings: budgets of subsidies, and what is done about missed targets.
_NO_FILINGS = (BUDGET.code, ESCALATION)


@frozen
class Projected:
    """Say what a pass did.

    Attributes:
        rows: the filings the register holds now.
        made: the rows that were made in this pass.
        gone: the rows of cases that the store no longer has.
        left_out: the cases that could not be read, by the code of the error.
        problems: the first thousand of them, with what is wrong.
    """

    rows: int
    made: int
    gone: int
    left_out: tuple[tuple[str, int], ...] = ()
    problems: tuple[tuple[str, str], ...] = field(default=(), repr=False)


@typed
def project_store(service: CaseService, directory: str | Path) -> Projected:
    """Bring the register in *directory* up to what *service* keeps; make it if it is not there.

    A case that cannot be read is left out, counted and named. Others may go on writing: each case
    is as it stood at some moment of the pass, and the next pass brings what came since.

    Cost: one summary a case; the records of those cases that changed since the last pass, each
    decoded once. In memory are the rows of one file and the number and hash of every case.

    Raises:
        FormatError: *directory* holds something else, or a register of another version.
        StoreUnavailableError: the store did not answer; the register is the one of before.
    """
    writer = Writer(Path(directory), f"store {FORMAT}")
    known = writer.known()
    changed, stays = _changed(service, known)
    rows = _Rows(service, writer)
    is_few = known.height and len(changed) * _MANY < known.height
    for kept in _loaded(service, changed) if is_few else _scanned(service, changed):
        rows.add(kept)
    numbers = known["number"]
    gone = set(numbers) - stays - changed if len(stays) < known.height else set[str]()
    writer.drop((changed & set(numbers)) | gone if changed or gone else gone)
    made = writer.close()
    write_left_out(Path(directory), rows.left_out)
    return Projected(
        made.rows,
        writer.written,
        len(gone),
        tuple(sorted(writer.left_out.items())),
        tuple((each.number, each.text.in_("en")) for each in rows.left_out),
    )


def _changed(service: CaseService, known: pl.DataFrame) -> tuple[set[str], set[str]]:
    """Return the numbers of cases with other records than those known, and of the others known."""
    before = dict(zip(known["number"], known["record_hash"], strict=True))
    changed: set[str] = set()
    stays: set[str] = set()
    for summary in summaries_of(service.store):
        if summary.procedure in _NO_FILINGS:
            continue
        (stays if before.get(summary.case_id) == summary.hash else changed).add(summary.case_id)
    return changed, stays


def _loaded(service: CaseService, changed: set[str]) -> Iterator[StoredCase]:
    for number in sorted(changed):
        kept = service.store.run(service.store.ops.load(number))
        if kept is not None:
            yield kept


def _scanned(service: CaseService, changed: set[str]) -> Iterator[StoredCase]:
    return (kept for kept in stored_cases(service.store) if kept.summary.case_id in changed)


class _Rows:
    """Make rows of stored cases, noting those that cannot be read."""

    def __init__(self, service: CaseService, writer: Writer) -> None:
        self._service, self._writer = service, writer
        self.left_out: list[LeftOutRow] = []

    def add(self, kept: StoredCase) -> None:
        summary: CaseSummary = kept.summary
        extended = self._service.work.sealer.extended(summary.case_id, None, kept.records)
        try:
            held = self._service.store.run(extended)
            row = row_of(self._service.engine, held.case, unit=summary.unit, record_hash=held.hash)
        except StoreUnavailableError:
            raise
        except CaseflowError as error:  # also of a case that was set aside
            self._leave_out(summary.case_id, error)
        else:
            self._writer.add(row)

    def _leave_out(self, number: str, error: CaseflowError) -> None:
        self._writer.left_out[error.code] += 1
        if len(self.left_out) < _KEPT:
            self.left_out.append(LeftOutRow(error.code, 0, number, Text(en=str(error))))
