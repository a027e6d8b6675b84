"""Lists of procedures that an office decided: an empty one to fill, and what is wrong with one.

How rows are read is in `procedures`, where an office keeps its lists in `keeping`.
"""

import csv
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from io import StringIO

from attrs import evolve

from caseflow._typed import typed
from caseflow.errors import DefinitionError, FormatError
from caseflow.office.lists._changes import changed_aspects
from caseflow.office.lists._procedures import ListForm, procedures_of
from caseflow.office.lists._rows import COLUMNS, Row, read_rows
from caseflow.procedures import Catalogue, Procedure

__all__ = ["check_list", "list_template", "list_text"]


@typed
def list_template(sample: ListForm, form: str = "csv") -> str:
    """Return a table with every column and one example row, as "csv" or "toml".

    The row is refused by `check_list` until it is deleted.
    """
    if form == "csv":
        return _csv([sample.sample])
    head = "# One [[procedure]] for each procedure; leave out what the decision does not say."
    lines = [head, "", "[[procedure]]"]
    lines += [f'{column} = "{sample.sample.get(column, "")}"' for column in COLUMNS]
    return "\n".join(lines) + "\n"


@typed
def list_text(rows: Sequence[Row]) -> str:
    """Return *rows* as CSV with every column, the form in which lists are kept."""
    return _csv([row.cells for row in rows])


def _csv(rows: Sequence[Mapping[str, str]]) -> str:
    out = StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows([row.get(column, "") for column in COLUMNS] for row in rows)
    return out.getvalue()


@typed
def check_list(
    text: str, form: ListForm, *, name: str, before: Catalogue | None = None
) -> tuple[Row, ...]:
    """Return the rows of the list *text* of the file *name* if an office can work on it.

    Besides what `read_list` asks, each row says what *form* needs; its code is one of the country;
    no code is there twice on one day; and a row that changed since *before*, the list the office
    works on, has a version that was not used.

    Raises:
        FormatError: the table cannot be read, or its columns are others.
        DefinitionError: every fault of every row, with its line and column and what to write.
    """
    rows = read_rows(text, name=name)
    faults: list[FormatError] = [fault for row in rows for fault in _row_faults(row, form)]
    procedures: tuple[Procedure, ...] = ()
    try:
        procedures = procedures_of(rows, form, name)
    except DefinitionError as error:
        faults += [each for each in error.faults if isinstance(each, FormatError)]
    if procedures:
        faults += _twice(rows, procedures)
        faults += _reused(rows, procedures, before)
    if not rows:
        faults.append(FormatError(name, "has no procedure; write one row for each"))
    if faults:
        faults.sort(key=_place)
        raise DefinitionError(name, faults)
    return rows


def _place(fault: FormatError) -> tuple[int, str]:
    found = re.search(r", line (\d+)", str(fault))
    return (int(found[1]) if found else 0, str(fault))


def _row_faults(row: Row, form: ListForm) -> Iterator[FormatError]:
    if row["version"] and row["version"] == form.sample.get("version"):
        yield row.fault("version", "is the example of the template; delete the row")
        return
    for column, example in form.needed.items():
        if not row[column]:
            yield row.fault(column, f"it is empty; write {example}")
    problem = form.code_fault(row["code"])
    if problem:
        yield row.fault("code", problem)


def _twice(rows: Sequence[Row], procedures: Sequence[Procedure]) -> Iterator[FormatError]:
    versions: dict[tuple[str, str], int] = {}
    days: dict[tuple[str, date | None], int] = {}
    for row, procedure in zip(rows, procedures, strict=True):
        first = versions.setdefault((procedure.code, procedure.version), row.line)
        if first != row.line:
            problem = f"{procedure.code} version {procedure.version} is in line {first} too"
            yield row.fault("version", f"{problem}; write another version, or delete one row")
            continue
        first = days.setdefault((procedure.code, procedure.valid_from), row.line)
        if first != row.line:
            problem = f"{procedure.code} holds from {procedure.valid_from} in line {first} too"
            yield row.fault("valid_from", f"{problem}; write the day from which this row holds")


def _reused(
    rows: Sequence[Row], procedures: Sequence[Procedure], before: Catalogue | None
) -> Iterator[FormatError]:
    if before is None:
        return
    held = {(each.code, each.version): each for each in (*before.earlier, *before)}
    for row, procedure in zip(rows, procedures, strict=True):
        old = held.get((procedure.code, procedure.version))
        # A list that came later may close a version; what cases were told by it stays.
        if old is None or old.is_example:
            continue
        changed = changed_aspects(
            evolve(old, closed_to_new_from=procedure.closed_to_new_from), procedure
        )
        if changed:
            yield row.fault(
                "version",
                f"{procedure.code} version {procedure.version} was loaded before with another "
                f"{', '.join(changed)}; write a new version, for cases are worked by the old one",
            )
