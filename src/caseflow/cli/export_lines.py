"""The lines of an export as they are read: numbered, each an object of JSON.

May import: errors. What a line means is for `transfer`.
"""

import json
import sys
from collections.abc import Generator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TextIO, cast

from caseflow.errors import FormatError

__all__ = ["NO_LINE", "Json", "Lines", "reading"]

Json = Mapping[str, Any]
_NOTHING: Json = {}

#: What stands for a line that is not there.
NO_LINE = (0, _NOTHING)


class Lines:
    """The lines of an export with their numbers, and how many bytes were read."""

    def __init__(self, path: str, stream: TextIO) -> None:
        self._path = path
        self._stream = enumerate(stream, 1)
        self.read = 0

    def __iter__(self) -> "Lines":
        return self

    def __next__(self) -> tuple[int, Json]:
        try:
            number, line = next(self._stream)
            self.read += len(line.encode())
        except (OSError, UnicodeDecodeError) as error:
            raise FormatError(self._path, f"cannot be read: {error}") from None
        try:
            data: object = json.loads(line)
        except (ValueError, RecursionError):
            data = None
        return number, cast("Json", data) if isinstance(data, dict) else _NOTHING


@contextmanager
def reading(path: str) -> Generator[Lines, None, None]:
    """Open the export at *path*, "-" for standard input, to be read line by line.

    Raises:
        FormatError: it cannot be read.
    """
    if path == "-":
        yield Lines(path, sys.stdin)
        return
    try:
        stream = Path(path).open(encoding="utf-8", newline="\n")  # noqa: SIM115 - closed below
    except OSError as error:
        raise FormatError(path, f"cannot be read: {error}") from None
    with stream:
        yield Lines(path, stream)
