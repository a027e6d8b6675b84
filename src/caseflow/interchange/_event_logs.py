"""Event logs as files: CSV and JSON lines, read row by row, a fault in one never stopping the next.

Which column means what is the business of `_profiles`, and what the rows amount to that of
`_replays`.
"""

import csv
import json
import unicodedata
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import BinaryIO, cast

from attrs import frozen

from caseflow._typed import short, typed
from caseflow.errors import LogFileError, TextInvalidError, UnknownNameError
from caseflow.interchange._findings import Finding, finding, shown, text_problem
from caseflow.values import clean_text

__all__ = ["Row", "cleaned_row", "read_log"]

#: Longest physical line and longest quoted row, in bytes: what keeps memory bounded.
MAX_ROW = 1 << 20
#: Most lines that one quoted row may run over.
MAX_SPAN = 100
#: How much of a name in a file is shown.
LONGEST_NAME = 60

#: What separates the fields of CSV files, here and there.
_DELIMITERS = (",", ";", "\t", "|")

_UTF_16 = (b"\xff\xfe", b"\xfe\xff")


@typed
@short
@frozen
class Row:
    """Hold one row: the line it begins on (from 1) and the wanted fields in the order asked for.

    Fields are NFC text without control characters, stripped of blanks; one that is absent is "".
    """

    line: int
    fields: tuple[str, ...]


@typed
def read_log(
    path: Path,
    columns: Sequence[str],
    *,
    needed: int,
    named: Sequence[str] = (),
    delimiter: str = "",
    encoding: str = "utf-8",
    progress: Callable[[int], object] | None = None,
) -> Iterator[Row | Finding]:
    """Yield each row of the log at *path*, or the finding that says why it cannot be read.

    A file is JSON lines when its name ends in .jsonl or .ndjson or its first character is "{",
    and CSV otherwise (RFC 4180 quoting, a byte order mark allowed, UTF-8 only).
    Reads in one pass and holds no more than one row.

    Args:
        path: the file.
        columns: names of the columns wanted, NFC.
        needed: how many of the first *columns* may not be empty in any row.
        named: columns that must appear somewhere in the file. A CSV header must name all
            *columns*; a JSON line may leave out what it does not know.
        delimiter: between CSV fields; "" takes a tab for .tsv and a comma otherwise.
        encoding: of the lines that are not UTF-8, such as "cp1258"; it must write line ends as
            ASCII does.
        progress: told the bytes read so far, about every thousand rows.

    Raises:
        LogFileError: the file as a whole cannot be read: absent, empty, UTF-16, a column missing.
    """
    if "\0" in str(path):
        raise LogFileError(str(path), "cannot be read: no file has a name with that character")
    try:
        with path.open("rb") as source:
            lines = _Lines(source, str(path), progress, encoding)
            head = lines.peek_text()
            suffix = path.suffix.lower()
            if suffix in {".jsonl", ".ndjson"} or (suffix != ".csv" and head.startswith("{")):
                rows = _json_rows(lines, columns, named)
            else:
                comma = delimiter or ("\t" if suffix == ".tsv" else ",")
                rows = _csv_rows(lines, columns, comma)
            for row in rows:
                yield (
                    row
                    if isinstance(row, Finding)
                    else cleaned_row(row.line, row.fields, columns, needed)
                )
    except OSError as error:
        raise LogFileError(str(path), f"cannot be read: {error.strerror or error}") from error


class _Lines:
    """Physical lines with their numbers, bounded in length, with a way to put some back."""

    def __init__(
        self,
        source: BinaryIO,
        name: str,
        progress: Callable[[int], object] | None,
        encoding: str,
    ) -> None:
        self.name = name
        self._encoding = encoding
        self._source = source
        self._progress = progress
        self._number = 0
        self._bytes = 0
        self._waiting: deque[tuple[int, bytes]] = deque()

    def __iter__(self) -> Iterator[tuple[int, bytes]]:
        while (line := self.next()) is not None:
            yield line

    def next(self) -> tuple[int, bytes] | None:
        """Return the number and the bytes of the next line without its end; None at the end.

        A line longer than `MAX_ROW` comes cut to one byte more than that.
        """
        if self._waiting:
            return self._waiting.popleft()
        raw = self._source.readline(MAX_ROW + 2)
        if not raw:
            return None
        self._number += 1
        self._bytes += len(raw)
        tail = raw
        while len(tail) == MAX_ROW + 2 and not tail.endswith(b"\n"):
            tail = self._source.readline(MAX_ROW + 2)
            self._bytes += len(tail)
        if self._progress is not None and self._number % 1_000 == 0:
            self._progress(self._bytes)
        if self._number == 1:
            raw = raw.removeprefix(b"\xef\xbb\xbf")
        line = raw.removesuffix(b"\n").removesuffix(b"\r")[: MAX_ROW + 1]
        return self._number, line if self._encoding == "utf-8" else _as_utf_8(line, self._encoding)

    def put_back(self, lines: Sequence[tuple[int, bytes]]) -> None:
        """Give *lines* back, to be read again in their order."""
        self._waiting.extendleft(reversed(lines))

    def peek_text(self) -> str:
        """Return the beginning of the first line that is not blank, without taking it.

        Raises:
            LogFileError: nothing but blank lines, or a file that is not UTF-8 at all.
        """
        for number, line in self:
            if line[:2] in _UTF_16:
                raise LogFileError(self.name, "is UTF-16; save it as UTF-8")
            if line.strip():
                self.put_back([(number, line)])
                return line.lstrip()[:80].decode("utf-8", "replace")
        raise LogFileError(self.name, "is empty; give a log with a header and at least one row")


@short
@frozen
class _Raw:
    line: int
    fields: tuple[object, ...]


def _as_utf_8(line: bytes, encoding: str) -> bytes:
    """Return *line* in UTF-8; what is UTF-8 already, or nothing in *encoding*, as it is."""
    try:
        line.decode()
    except UnicodeDecodeError:
        try:
            return line.decode(encoding).encode()
        except UnicodeDecodeError:
            return line
    return line


def _decoded(number: int, raw: bytes) -> str | Finding:
    """Return the text of a line, or the finding that says why it is none."""
    if len(raw) > MAX_ROW:
        return finding("row-too-long", number, limit=MAX_ROW)
    try:
        return raw.decode()
    except UnicodeDecodeError as error:
        return finding(
            "row-encoding", number, position=error.start + 1, byte=f"{raw[error.start]:02x}"
        )


# ── CSV ─────────────────────────────────────────────────────────────────────────────────────


def _csv_rows(lines: _Lines, columns: Sequence[str], comma: str) -> Iterator[_Raw | Finding]:
    taken = lines.next()
    if taken is None:  # pragma: no cover - peek_text has seen a line
        return
    number, raw = taken
    header = _decoded(number, raw)
    names = header if isinstance(header, Finding) else _split(number, header, comma)
    if isinstance(names, Finding):
        raise LogFileError(lines.name, f"its header cannot be read: {names.text.in_('en')}")
    clean = [unicodedata.normalize("NFC", name).strip() for name in names]
    _refuse_other_delimiter(lines.name, columns, clean, comma)
    places = [_place(lines.name, column, clean) for column in columns]
    for number, raw in lines:
        if raw.strip():
            fields = _csv_fields(lines, number, raw, comma, len(clean))
            if isinstance(fields, Finding):
                yield fields
            else:
                yield _Raw(number, tuple([fields[place] for place in places]))


def _refuse_other_delimiter(
    name: str, columns: Sequence[str], header: Sequence[str], comma: str
) -> None:
    """Name the delimiter of a header that another one splits into the columns wanted."""
    for other in _DELIMITERS:
        if other == comma or any(column in header for column in columns):
            continue
        cells = [cell.strip().strip('"') for each in header for cell in each.split(other)]
        if all(column in cells for column in columns):
            problem = f"is separated by {other!r} and was read by {comma!r}"
            raise LogFileError(name, f"{problem}; set delimiter = {other!r} in the profile")


def _place(name: str, column: str, header: Sequence[str]) -> int:
    if header.count(column) > 1:
        raise LogFileError(name, f"has more than one column {column!r}; rename all but one")
    if column not in header:
        known = [each[:LONGEST_NAME] for each in header]
        raise LogFileError(name, str(UnknownNameError(column, known, "column")))
    return header.index(column)


def _csv_fields(
    lines: _Lines, number: int, raw: bytes, comma: str, expected: int
) -> list[str] | Finding:
    """Return the fields of the row that begins with *raw*, taking further lines if it is quoted.

    A quotation mark that never closes must not swallow the rest of the file: when the lines taken
    do not make a row, only the first is given up and reading goes on at the second.
    """
    fields = _fields(number, raw, comma, expected)
    if not (isinstance(fields, Finding) and fields.about == "unclosed"):
        return fields
    further: list[tuple[int, bytes]] = []
    size = len(raw)
    while len(further) < MAX_SPAN and (line := lines.next()) is not None:
        further.append(line)
        size += len(line[1]) + 1
        if size > MAX_ROW:
            break
        if line[1].count(b'"') % 2:  # only an odd number of marks can close the row
            joined = b"\n".join([raw, *(each for _, each in further)])
            whole = _fields(number, joined, comma, expected)
            if not isinstance(whole, Finding):
                return whole
            if whole.about != "unclosed":
                break
    lines.put_back(further)
    return fields


def _fields(number: int, raw: bytes, comma: str, expected: int) -> list[str] | Finding:
    text = _decoded(number, raw)
    if isinstance(text, Finding):
        return text
    fields = _split(number, text, comma)
    if isinstance(fields, Finding) or len(fields) == expected:
        return fields
    return finding("row-fields", number, given=len(fields), expected=expected)


def _split(number: int, text: str, comma: str) -> list[str] | Finding:
    if '"' not in text:
        return text.split(comma)
    reader = csv.reader([text], delimiter=comma, strict=True)
    try:
        return next(reader)
    except csv.Error as error:
        about = "unclosed" if "unexpected end of data" in str(error) else ""
        return finding("row-quoting", number, about=about, problem=str(error))


# ── JSON lines ──────────────────────────────────────────────────────────────────────────────


def _json_rows(
    lines: _Lines, columns: Sequence[str], named: Sequence[str]
) -> Iterator[_Raw | Finding]:
    missing = set(named)
    known: set[str] = set()
    for number, raw in lines:
        if not raw.strip():
            continue
        found = _json_object(number, raw)
        if isinstance(found, Finding):
            yield found
            continue
        if missing:
            missing.difference_update(found)
        if len(known) < MAX_SPAN:
            known.update(found)
        yield _Raw(number, tuple([found.get(column) for column in columns]))
    if known and missing:
        column = min(missing)
        names = sorted(each[:LONGEST_NAME] for each in known)
        raise LogFileError(lines.name, str(UnknownNameError(column, names, "column")))


def _json_object(number: int, raw: bytes) -> dict[str, object] | Finding:
    text = _decoded(number, raw)
    if isinstance(text, Finding):
        return text
    try:
        value = cast("object", json.loads(text))
    except json.JSONDecodeError as error:
        return finding("row-json", number, problem=f"{error.msg}, column {error.colno}")
    except (RecursionError, ValueError) as error:  # nested too deeply; a number too long
        return finding("row-json", number, problem=type(error).__name__)
    if not isinstance(value, dict):
        return finding("row-json", number, problem=f"it is {shown(text)}")
    entries = cast("dict[str, object]", value)
    return {unicodedata.normalize("NFC", name).strip(): each for name, each in entries.items()}


# ── fields ──────────────────────────────────────────────────────────────────────────────────


def cleaned_row(
    line: int, values: Sequence[object], columns: Sequence[str], needed: int
) -> Row | Finding:
    """Return the row of *values*, one a column, or why it cannot be read; see `read_log`."""
    fields: list[str] = []
    for place, value in enumerate(values):
        if isinstance(value, str):
            text = value
        elif value is None:
            text = ""
        elif isinstance(value, int) and not isinstance(value, bool):
            text = str(value)
        else:
            column = columns[place]
            shape = shown(repr(value))
            return finding("field-type", line, about=column, column=column, value=shape)
        if not (text.isascii() and text.isprintable() and len(text) <= 10_000):
            try:
                text = clean_text(text, name=f"column {columns[place]}")
            except TextInvalidError as error:
                about = columns[place]
                return finding("text-invalid", line, about=about, problem=text_problem(error))
        text = text.strip()
        if not text and place < needed:
            column = columns[place]
            return finding("field-empty", line, about=column, column=column)
        fields.append(text)
    return Row(line, tuple(fields))
