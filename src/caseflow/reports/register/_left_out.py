"""What a register lacks, row by row: kept beside it, so that pages and programs can tell.

How many rows were left out stands in the manifest; here are the first thousand of each code, with
their lines and the reason in every language.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import cast

from caseflow._typed import frozen, typed
from caseflow.errors import FormatError
from caseflow.interchange import Finding, FindingGroup
from caseflow.reports.register._manifests import MANIFEST
from caseflow.texts import Text

__all__ = ["LEFT_OUT", "LeftOutRow", "left_out_rows", "row_of_finding", "write_left_out"]

LEFT_OUT = "left-out.jsonl"


@frozen
class LeftOutRow:
    """Say why a row or a case is not in a register.

    Attributes:
        code: the stable code of the reason.
        line: of the file or table, counted from 1; 0 where there are no lines, as in a store.
        number: of the filing, "" if it has none.
        text: the reason.
    """

    code: str
    line: int
    number: str
    text: Text


def row_of_finding(found: Finding) -> LeftOutRow:
    """Return a finding as it is kept with a register."""
    return LeftOutRow(found.code, found.line, found.case, found.text)


def rows_of(groups: Iterable[FindingGroup]) -> Iterator[LeftOutRow]:
    """Yield the rows of findings that were left out, in their order."""
    for group in groups:
        yield from (row_of_finding(each) for each in group if not each.is_used)


def write_left_out(directory: Path, rows: Iterable[LeftOutRow]) -> None:
    """Keep *rows* beside the register in *directory*, in place of those of before."""
    waiting = directory / f"{LEFT_OUT}.new"
    with waiting.open("w", encoding="utf-8") as file:
        for each in rows:
            data = {
                "code": each.code,
                "line": each.line,
                "number": each.number,
                "text": dict(each.text.items()),
            }
            file.write(json.dumps(data, ensure_ascii=False) + "\n")
    waiting.replace(directory / LEFT_OUT)


@typed
def left_out_rows(directory: str | Path) -> tuple[LeftOutRow, ...]:
    """Return the rows that the register in *directory* lacks, the first thousand of each code.

    How many there are in all is `Register.left_out`. A register that was written before rows were
    kept, and a single file, name none.

    Raises:
        FormatError: what is kept of them cannot be read.
    """
    path = Path(directory) / LEFT_OUT
    try:
        if not (Path(directory) / MANIFEST).exists() or not path.exists():
            return ()
        return tuple(map(_row, path.read_text(encoding="utf-8").splitlines()))
    except (OSError, ValueError, KeyError, TypeError) as error:
        problem = getattr(error, "strerror", None) or "its lines are not those of a register"
        raise FormatError(str(path), f"cannot be read: {problem}") from None


def _row(line: str) -> LeftOutRow:
    data = cast("dict[str, object]", json.loads(line))
    text = cast("Mapping[str, str]", data["text"])
    return LeftOutRow(
        str(data["code"]), int(cast("int", data["line"])), str(data["number"]), Text(dict(text))
    )
