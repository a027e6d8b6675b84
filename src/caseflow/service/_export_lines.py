"""The lines of an export as they are read: numbered, each an object of JSON.

What a line means is for `_readmitting`; opening files is for whoever asks.
"""

import json
from collections.abc import Iterable, Mapping
from typing import Any, cast

from caseflow._typed import typed
from caseflow.errors import FormatError

__all__ = ["NO_LINE", "PROBLEM", "Json", "Lines"]

Json = Mapping[str, Any]
_NOTHING: Json = {}

#: Under this name stands what is wrong with a line that cannot be read; no export has it.
PROBLEM = "\0problem"

#: What stands for a line that is not there.
NO_LINE = (0, _NOTHING)


@typed
class Lines:
    """Read the lines of the export *name*; *read* counts the bytes.

    Raises:
        FormatError: the stream cannot be read.
    """

    def __init__(self, name: str, stream: Iterable[bytes]) -> None:
        self.name = name
        self._stream = enumerate(stream, 1)
        self.read = 0

    def __iter__(self) -> "Lines":
        return self

    def __next__(self) -> tuple[int, Json]:
        try:
            number, line = next(self._stream)
        except OSError as error:
            raise FormatError(self.name, f"cannot be read: {error.strerror or error}") from None
        self.read += len(line)
        try:
            data: object = json.loads(line.decode(), parse_constant=_refused)
        except UnicodeDecodeError as error:
            return number, {PROBLEM: f"it is not UTF-8: byte {error.start}"}
        except json.JSONDecodeError as error:
            return number, {PROBLEM: f"it is not JSON: {error.msg} at character {error.pos}"}
        except RecursionError:
            return number, {PROBLEM: "it is nested too deeply"}
        except ValueError as error:  # a constant that is no number; a number too long
            return number, {PROBLEM: f"it is not JSON of ours: {error}"}
        return number, cast("Json", data) if isinstance(data, dict) else _NOTHING


def _refused(constant: str) -> object:
    raise ValueError(f"{constant} is no number")
