"""A published list as JSON and as CSV, and read back.

The page is its sibling's.
"""

import csv
import json
from collections.abc import Iterable, Sequence
from typing import cast

from caseflow._languages import KEPT_PAIR
from caseflow._typed import typed
from caseflow.codec._canonical import parse_json
from caseflow.codec._converters import make_converter, structured
from caseflow.errors import CaseflowError, DefinitionError, FormatError
from caseflow.messages import REFERENCE
from caseflow.procedures import ServiceLevel, Totals
from caseflow.publications._lists import Publication, Service
from caseflow.values import Text, iso_day

__all__ = ["from_csv", "from_json", "to_csv", "to_json"]

_FORMAT = "publication/1"
_COLUMNS = (
    "code",
    "name",
    "name_en",
    "level",
    "version",
    "field",
    "agency",
    "limit",
    "limit_en",
    "fee",
    "decision",
    "source",
    "reason",
)
#: The columns of lists written before there were reasons.
_WITHOUT_REASON = _COLUMNS[:-1]
#: What is said of the list as a whole stands above its header, a line each, as "# key: value".
_HEAD = ("title", "publisher", "on", "decision", "stated")
#: Which two languages the columns of texts are in, if they are others than at the beginning.
_LANGUAGES = "languages"


@typed
def to_json(publication: Publication) -> str:
    """Return the list as JSON; `from_json` reads an equal one back."""
    data = cast("dict[str, object]", make_converter().unstructure(publication))
    return json.dumps({"format": _FORMAT, **data}, ensure_ascii=False, indent=2) + "\n"


@typed
def from_json(text: str, *, name: str = "publication") -> Publication:
    """Read a list from JSON *text*; raises `FormatError` that names *name* and every problem."""
    data = parse_json(text, name)
    if not isinstance(data, dict):
        raise FormatError(name, "is not an object")
    fields = dict(cast("dict[str, object]", data))
    found = fields.pop("format", None)
    if found != _FORMAT:
        raise FormatError(name, f"format {found!r} is not {_FORMAT!r}")
    return structured(make_converter(), fields, Publication, name)


# ── CSV ─────────────────────────────────────────────────────────────────────────────────────


class _Lines(list[str]):
    """What `csv.writer` writes to."""

    def write(self, text: str) -> None:
        self.append(text)


@typed
def to_csv(publication: Publication) -> str:
    """Return the list as CSV: lines "# key: value" of the whole, a header, a row for each service.

    A cell that a spreadsheet would take for a formula begins with an apostrophe, which `from_csv`
    takes away again.
    """
    stated = publication.stated
    head = {
        "title": publication.title,
        "publisher": publication.publisher,
        "on": publication.on.isoformat(),
        "decision": publication.decision,
        "stated": "" if stated is None else _totals_text(stated),
    }
    pair = _pair(publication)
    if pair != KEPT_PAIR:
        head[_LANGUAGES] = " ".join(pair)
    lines = _Lines()
    writer = csv.writer(lines, lineterminator="\n")
    for key, value in head.items():
        writer.writerow([f"# {key}: {value}"])
    writer.writerow(_COLUMNS)
    for each in publication.services:
        cells = (
            each.code,
            *(dict(each.name.items()).get(code, "") for code in pair),
            each.level.value,
            each.version,
            each.field,
            each.agency,
            *(dict(each.limit.items()).get(code, "") for code in pair),
            each.fee,
            each.decision,
            each.source,
            each.reason,
        )
        writer.writerow([_guarded(cell) for cell in cells])
    return "".join(lines)


@typed
def from_csv(text: str, *, name: str = "publication") -> Publication:
    """Read a list from CSV *text* as `to_csv` writes it.

    Raises:
        DefinitionError: rows that cannot be read, all of them, each with its line.
        FormatError: the lines above the header or the header itself are not as they should be.
    """
    reader = csv.reader(text.removeprefix("\ufeff").splitlines(keepends=True), strict=True)
    head: dict[str, str] = {}
    services: list[Service] = []
    faults: list[FormatError] = []
    columns: tuple[str, ...] = ()
    try:
        for cells in reader:
            where = f"{name}, line {reader.line_num}"
            if not columns and cells and cells[0].startswith("# "):
                key, _, value = ",".join(cells).removeprefix("# ").partition(":")
                head[key] = value.strip()
            elif not columns:
                columns = tuple(cells)
                if columns not in (_COLUMNS, _WITHOUT_REASON):
                    raise FormatError(where, f"the columns must be {', '.join(_COLUMNS)}")
            else:
                pair = head.get(_LANGUAGES, "").split() or KEPT_PAIR
                _read_row(cells, columns, pair, where, services, faults)
    except csv.Error as error:
        raise FormatError(f"{name}, line {reader.line_num}", f"is not CSV: {error}") from None
    if faults:
        raise DefinitionError(name, faults)
    if not columns:
        raise FormatError(name, "has no header")
    return _whole(head, services, name)


def _pair(publication: Publication) -> tuple[str, ...]:
    """Return the two languages that the columns of texts are in."""
    names = [each.name.languages for each in publication.services]
    found = dict.fromkeys(code for codes in names for code in codes)
    if found.keys() <= {*KEPT_PAIR}:
        return KEPT_PAIR
    return (*found, REFERENCE)[:2]


def _text(row: dict[str, str], column: str, pair: Sequence[str]) -> Text:
    """Return the text in the columns of *column*; what is empty in both of them is no text."""
    cells = (row[column], row[f"{column}_en"])
    texts = {code: cell for code, cell in zip(pair, cells, strict=False) if cell}
    return Text(texts)


def _read_row(
    cells: list[str],
    columns: tuple[str, ...],
    pair: Sequence[str],
    where: str,
    services: list[Service],
    faults: list[FormatError],
) -> None:
    if len(cells) != len(columns):
        faults.append(FormatError(where, f"{len(cells)} cells instead of {len(columns)}"))
        return
    row = dict(zip(columns, (_unguarded(cell) for cell in cells), strict=True))
    try:
        services.append(
            Service(
                row["code"],
                _text(row, "name", pair),
                ServiceLevel.of(row["level"]),
                row["version"],
                row["field"],
                row["agency"],
                _text(row, "limit", pair),
                row["fee"],
                row["decision"],
                row["source"],
                row.get("reason", ""),
            )
        )
    except (CaseflowError, ValueError) as error:
        faults.append(FormatError(where, str(error)))


def _whole(head: dict[str, str], services: Iterable[Service], name: str) -> Publication:
    for key in head:
        if key not in (*_HEAD, _LANGUAGES):
            raise FormatError(name, f"unknown line '# {key}:'; known: {', '.join(_HEAD)}")
    for key in _HEAD:
        if key not in head:
            raise FormatError(name, f"line '# {key}:' is missing above the header")
    try:
        return Publication(
            head["title"],
            head["publisher"],
            iso_day(head["on"]),
            tuple(services),
            head["decision"],
            _totals(head["stated"]),
        )
    except ValueError as error:
        raise FormatError(name, str(error)) from None


def _totals_text(totals: Totals) -> str:
    return f"{totals.procedures} = {totals.full} + {totals.partial}"


def _totals(text: str) -> Totals | None:
    if not text:
        return None
    whole, equals, parts = text.partition("=")
    full, plus, partial = parts.partition("+")
    if not equals or not plus or len(text) > 60:
        raise ValueError(f"stated {text[:60]!r} is not written as 260 = 184 + 76")
    return Totals(int(whole), int(full), int(partial), 0)


_FORMULA = ("=", "+", "-", "@", "'")


def _guarded(cell: str) -> str:
    return f"'{cell}" if cell.startswith(_FORMULA) else cell


def _unguarded(cell: str) -> str:
    return cell.removeprefix("'")
