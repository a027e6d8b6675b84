"""Event logs as XES (IEEE 1849): one row an event, with the names that exports to CSV give columns.

Attributes of a trace get the prefix "case:". What the rows mean is for `_work_items`.
"""

import gzip
from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing
from pathlib import Path
from typing import IO, cast
from xml.parsers.expat import ExpatError, ParserCreate
from xml.sax.saxutils import quoteattr

from caseflow.errors import LogFileError

__all__ = ["read_xes", "xes_text"]

_ATTRIBUTES = frozenset(("string", "date", "int", "float", "boolean", "id"))
_PIECE = 1 << 16
_NAMESPACE = "http://www.xes-standard.org/"


class _Reader:
    """Take the elements of a file, and hold the rows that are not fetched yet."""

    def __init__(self) -> None:
        self.rows: deque[tuple[int, dict[str, str]]] = deque()
        self.is_log = False
        self._trace: dict[str, str] = {}
        self._event: dict[str, str] | None = None
        #: The open elements; attributes count only straight below a trace or an event.
        self._path: list[str] = []
        self._line = 0
        self.parser = ParserCreate()
        self.parser.StartDoctypeDeclHandler = self._refuse_doctype
        self.parser.StartElementHandler = self._begin
        self.parser.EndElementHandler = self._end

    def _refuse_doctype(self, *_: object) -> None:
        # Entities could make a small file endless, and an event log needs none.
        raise ValueError("has a document type, which event logs do not; remove the DOCTYPE")

    def _begin(self, name: str, attributes: Mapping[str, str]) -> None:
        name = name.rpartition(":")[2]
        above = self._path[-1] if self._path else ""
        self._path.append(name)
        if name == "log":
            self.is_log = True
        elif name == "trace":
            self._trace = {}
        elif name == "event":
            self._event, self._line = {}, self.parser.CurrentLineNumber
        elif name in _ATTRIBUTES:
            key, value = attributes.get("key", ""), attributes.get("value", "")
            if above == "event" and self._event is not None:
                self._event[key] = value
            elif above == "trace":
                self._trace[f"case:{key}"] = value

    def _end(self, name: str) -> None:
        self._path.pop()
        if name.rpartition(":")[2] == "event" and self._event is not None:
            self.rows.append((self._line, self._trace | self._event))
            self._event = None


def read_xes(path: Path) -> Iterator[tuple[int, dict[str, str]]]:
    """Yield the line and the fields of each event of the file at *path*, also one in gzip.

    The attributes of a trace stand before its events, as the standard has it. Reads in one pass
    and holds no more than a piece of the file.

    Raises:
        LogFileError: the file is absent, is no XML, has a document type, or is no event log.
    """
    reader, name = _Reader(), str(path)
    try:
        with closing(_opened(path)) as source:
            while piece := source.read(_PIECE):
                reader.parser.Parse(piece, False)
                while reader.rows:
                    yield reader.rows.popleft()
            reader.parser.Parse(b"", True)
    except ExpatError as error:
        raise LogFileError(name, f"is no XML: {error}") from error
    except (OSError, EOFError, ValueError) as error:
        problem = getattr(error, "strerror", None) or error
        raise LogFileError(name, f"cannot be read: {problem}") from error
    if not reader.is_log:
        raise LogFileError(name, "is XML without a log; give an event log in XES")


def _opened(path: Path) -> IO[bytes]:
    if path.suffix.lower() == ".gz":
        return cast("IO[bytes]", gzip.open(path))
    return path.open("rb")


def xes_text(rows: Iterable[Mapping[str, str]], case: str, dates: frozenset[str]) -> Iterator[str]:
    """Yield the lines of a log whose *rows* stand together case by case.

    *case* is the column of the case; the *dates* are written as such.
    """
    yield '<?xml version="1.0" encoding="UTF-8"?>\n'
    yield f'<log xes.version="1.0" xmlns="{_NAMESPACE}">\n'
    present: str | None = None
    for row in rows:
        if row[case] != present:
            if present is not None:
                yield "</trace>\n"
            present = row[case]
            yield "<trace>\n"
            yield from _attributes(row, dates, of_case=True)
        yield "<event>\n"
        yield from _attributes(row, dates, of_case=False)
        yield "</event>\n"
    if present is not None:
        yield "</trace>\n"
    yield "</log>\n"


def _attributes(row: Mapping[str, str], dates: frozenset[str], *, of_case: bool) -> Iterator[str]:
    for name, value in row.items():
        if value and name.startswith("case:") is of_case:
            kind, key = "date" if name in dates else "string", name.removeprefix("case:")
            yield f"<{kind} key={quoteattr(key)} value={quoteattr(value)}/>\n"
