"""How lists of procedures are written in Viet Nam: columns, citations, codes, and those abolished.

How a list is read, checked and kept is in `caseflow.office.lists`; what ships is in `procedures`.
"""

import csv
import io
import re
from datetime import date, time
from functools import cache
from pathlib import Path

from attrs import frozen

from caseflow._date_texts import day_text
from caseflow._typed import short, typed
from caseflow.law import Basis
from caseflow.office import lists
from caseflow.office.lists import ListForm, Row, read_list
from caseflow.procedures import Catalogue
from caseflow.values import iso_day
from caseflow.vietnam import law
from caseflow.vietnam._codes import national_code
from caseflow.vietnam._fees import fees_of
from caseflow.vietnam._shipped import LANGUAGES, shipped_text

__all__ = [
    "FORM",
    "Abolished",
    "abolished",
    "check_list",
    "list_template",
    "load_lists",
    "read_catalogue",
]

#: A code that lost its dots or zeros, as a spreadsheet does to what it takes for a number.
_NUMBER = re.compile(r"[\d.,\s]+")

_CERTIFIED_UNTIL = time(15, 0)


@short
@frozen
class Abolished:
    """Name a procedure that a decision abolished; *closed_from* is None where it is not known."""

    code: str
    name: str
    abolished_by: str
    abolished_on: date
    closed_from: date | None
    source: str


@typed
@cache
def abolished() -> dict[str, Abolished]:
    """Return the procedures that are known to be abolished, by code.

    Source: data/abolished.csv.

    >>> abolished()["1.000626"].abolished_by
    'Quyết định 4001/QĐ-BKHCN'
    """
    return {
        each["code"]: Abolished(
            each["code"],
            each["name"],
            each["abolished_by"],
            iso_day(each["abolished_on"]),
            iso_day(each["from"]) if each["from"] else None,
            each["source"],
        )
        for each in csv.DictReader(io.StringIO(shipped_text("abolished.csv")))
    }


def _decision(row: Row, decided_on: date | None) -> str:
    number = row["decision"].removeprefix("Quyết định ").strip()
    if not number:
        return ""
    when = f" ngày {day_text(decided_on, 'vi')}" if decided_on else ""
    place = f" ({row['decided_by']})" if row["decided_by"] else ""
    return f"Quyết định {number}{when}{place}"


def _note(row: Row) -> str:
    parts = [row["note"]]
    if row["shortened_stated"]:
        parts.append(f"Rút ngắn: {row['shortened_stated']}")
    if row["anywhere"]:
        parts.append("Tiếp nhận không phụ thuộc địa giới hành chính")
    if row["follows"]:
        parts.append(f"Theo: {row['follows']}")
    if not row["service"]:
        parts.append("Nguồn không nêu mức độ dịch vụ công trực tuyến")
    return ". ".join(part for part in parts if part)


def _cutoff_law(at: time, area: str, decision: Basis) -> Basis:
    """Return what a cut-off rests on: the *decision* of its row, but for certification at 15:00.

    Source: Decree 23/2015/NĐ-CP Art. 7, the only general rule with a cut-off that was read.
    """
    is_general = at == _CERTIFIED_UNTIL and area.strip().casefold() == "chứng thực"
    return law.CERTIFY_CUTOFF if is_general else decision


def _code_fault(code: str) -> str:
    if _NUMBER.fullmatch(code) and not national_code(code):
        return (
            f"{code!r} is no code of the national catalogue, and may have been one before a "
            "spreadsheet read it as a number; write it as 1.014445 in a column formatted as text"
        )
    gone = abolished().get(national_code(code))
    if gone is None:
        return ""
    return (
        f"{code} was abolished by {gone.abolished_by} of {gone.abolished_on}; delete the row, "
        "or write the code that took its place"
    )


#: What a cell of the column looks like, for whoever wrote another.
_EXAMPLES = {
    "code": "the national code, as 1.014445, in a cell formatted as text",
    "limits": '"10 ngày làm việc", or "counter: 1 ngày làm việc; online: 2 giờ làm việc", or '
    '"10 ngày; [refused]: 3 ngày"',
    "shortened": '"8 ngày làm việc", or nothing',
    "supplement_within": '"3 ngày làm việc", or nothing where the decision does not say',
    "supplement_answer": '"15 ngày làm việc", or nothing where the general rule applies',
    "steps": '"step @ unit in charge @ 2 ngày | next step @ unit @ 3 ngày"',
}

#: What a row of an office must say besides what every row must.
_OF_AN_OFFICE = {
    "agency": "who handles the filing, as it is printed on papers",
    "decided_by": "who decided the list, as Đà Nẵng",
    "decision": "the number of the decision, as 123/QĐ-UBND",
    "decided_on": "the day of the decision, as 2026-03-31",
}

#: The row of an empty list.
_SAMPLE = {
    "code": "1.000000",
    "version": "MẪU",
    "name": "Tên thủ tục (xóa dòng mẫu này)",
    "field": "Lĩnh vực",
    "agency": "Sở Khoa học và Công nghệ",
    "decided_by": "Đà Nẵng",
    "limits": "10 ngày làm việc; [refused]: 3 ngày làm việc",
    "limit_by_law": "15 ngày làm việc",
    "shortened_by": "Quyết định 123/QĐ-UBND ngày 31/3/2026",
    "fee": "Không",
    "service": "full",
    "decision": "123/QĐ-UBND",
    "decided_on": "2026-03-31",
    "valid_from": "2026-04-01",
    "valid_from_is": "force",
    "source": "https://",
}

FORM = ListForm(
    name="vn",
    languages=LANGUAGES,
    workflow="one-stop-shop",
    book=law.RULES,
    examples=_EXAMPLES,
    sample=_SAMPLE,
    needed=_OF_AN_OFFICE,
    yes=("yes", "có", "x"),
    decision=_decision,
    note=_note,
    cutoff_law=_cutoff_law,
    fees=fees_of,
    code_fault=_code_fault,
)


# ── lists of an office ──────────────────────────────────────────────────────────────────────


@typed
def read_catalogue(text: str, *, name: str) -> Catalogue:
    """Read a catalogue from the table *text* of the file *name*; see `office.lists.read_list`.

    Raises:
        FormatError: the table cannot be read, or its columns are others; nothing was read.
        DefinitionError: cells that cannot be read, all of them, each with its line and column and
            what to write.
    """
    return read_list(text, FORM, name=name)


@typed
def list_template(form: str = "csv") -> str:
    """Return a table with every column and one example row, as "csv" or "toml".

    The row is refused by `check_list` until it is deleted.
    """
    return lists.list_template(FORM, form)


@typed
def check_list(text: str, *, name: str, before: Catalogue | None = None) -> tuple[Row, ...]:
    """Return the rows of the list *text* of the file *name* if an office can work on it.

    Besides what `read_catalogue` asks, each row names its agency, who decided it, the decision and
    its day; no code is there twice on one day; none is known to be abolished; and a row that
    changed since *before*, the list the office works on, has a version that was not used.

    Raises:
        FormatError: the table cannot be read, or its columns are others.
        DefinitionError: every fault of every row, with its line and column and what to write.
    """
    return lists.check_list(text, FORM, name=name, before=before)


@typed
def load_lists(path: Path | str, *, on: date | None = None) -> Catalogue:
    """Return the catalogue of an office: of one file, or of the directory that its lists are in.

    See `office.lists.load_lists`; of a directory the latest list that holds on *on* takes new
    filings, without *on* the latest of all.

    Raises:
        FormatError: nothing can be read there, or a directory has no list.
        DefinitionError: a list has faults; all are named.
    """
    return lists.load_lists(path, FORM, on=on)
