"""How the command speaks: colour on a terminal only, progress on a terminal only, plain errors.

Nothing of what a command computes belongs here.
"""

import codecs
import io
import json
import os
import sys
import time
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

from caseflow._number_texts import whole_text
from caseflow.cli._wording import message_of
from caseflow.errors import CaseflowError, FormatError

__all__ = [
    "FINDINGS",
    "OK",
    "USAGE",
    "Progress",
    "ReaderGoneError",
    "bold",
    "complain",
    "number_text",
    "print_json",
    "printing",
    "silence",
    "speak_utf8",
    "table",
]

OK, FINDINGS, USAGE = 0, 1, 2


class ReaderGoneError(BrokenPipeError):
    """Say that nobody reads any further what a command prints; holds its exit code."""

    def __init__(self, code: int) -> None:
        super().__init__(code)
        self.code = code


@contextmanager
def printing(code: int) -> Generator[None, None, None]:
    """Print a result whose exit *code* is known; it stays when nobody reads to the end.

    Raises:
        ReaderGoneError: the reader of a pipe closed it.
    """
    try:
        yield
        sys.stdout.flush()
    except BrokenPipeError:
        raise ReaderGoneError(code) from None


def speak_utf8() -> None:
    """Let the command write UTF-8 whatever the locale says; Vietnamese fits in nothing less.

    A stream that was closed before the command began takes all and shows nothing; of an input that
    was closed, the command says so when it reads it.
    """
    if sys.stdin is None:  # closed by "<&-"
        sys.stdin = io.TextIOWrapper(io.BufferedReader(_ClosedInput()), encoding="utf-8")
    else:
        _reads_utf8(sys.stdin)
    for name in ("stdout", "stderr"):
        stream: object = getattr(sys, name)
        if stream is None:
            nowhere = Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115 - open to the end
            setattr(sys, name, nowhere)
        elif (
            isinstance(stream, io.TextIOWrapper) and codecs.lookup(stream.encoding).name != "utf-8"
        ):
            stream.reconfigure(encoding="utf-8")


def _reads_utf8(stream: object) -> None:
    if isinstance(stream, io.TextIOWrapper):
        stream.reconfigure(encoding="utf-8", errors="strict")


class _ClosedInput(io.RawIOBase):
    """Standard input that was closed before the command began."""

    def readable(self) -> bool:
        return True

    def readinto(self, _: object) -> int:
        """Refuse to be read.

        Raises:
            FormatError: always.
        """
        raise FormatError("standard input", "is closed; give a file, or pipe lines into it")


def silence() -> None:
    """Drop what standard output still holds; the interpreter would complain of it at its exit."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def bold(text: str, stream: TextIO | None = None) -> str:
    """Return *text* in bold when *stream* (standard output) is a terminal, else as it is."""
    is_wanted = (stream or sys.stdout).isatty() and not os.environ.get("NO_COLOR")
    return f"\033[1m{text}\033[0m" if is_wanted else text


def number_text(count: int, language: str) -> str:
    """Write a count with its thousands apart, as the language has it.

    >>> number_text(1234, "vi"), number_text(1234, "en")
    ('1.234', '1,234')
    """
    return whole_text(count, language)


def print_json(value: object) -> None:
    """Print *value* as JSON, in UTF-8 and with the names as they are."""
    print(json.dumps(value, ensure_ascii=False, indent=2))


def error_data(error: CaseflowError) -> dict[str, str]:
    """Return an error as the contract writes it."""
    return {"code": error.code, "message": message_of(error)}


def complain(error: CaseflowError, *, as_json: bool = False) -> int:
    """Print one clear error and return the exit code for wrong usage."""
    if as_json:
        print_json({"error": error_data(error)})
    else:
        print(f"caseflow: {message_of(error)} [{error.code}]", file=sys.stderr)
    return USAGE


def table(rows: list[list[str]], *, header: bool = True) -> str:
    """Return *rows* in columns as wide as needed; the first row is a header."""
    widths = [max(len(row[n]) for row in rows) for n in range(len(rows[0]))]
    lines = [
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True))
        for row in rows
    ]
    lines = [line.rstrip() for line in lines]
    if header:
        lines.insert(1, "  ".join("─" * width for width in widths))
        lines[0] = bold(lines[0])
    return "\n".join(lines)


class Progress:
    """Show a bar on a terminal for work that takes over a second; silent elsewhere.

    Call it with how much is done and how much there is in all (0 when unknown).
    """

    def __init__(self, label: str) -> None:
        self._label = label
        self._begun = time.monotonic()
        self._shown = 0.0
        self._is_shown = False

    def __call__(self, done: int, total: int) -> None:
        """Redraw the bar, at most ten times a second."""
        now = time.monotonic()
        if now - self._begun < 1 or now - self._shown < 0.1 or not sys.stderr.isatty():
            return
        self._shown, self._is_shown = now, True
        if total:
            filled = 30 * done // total
            bar = "█" * filled + "·" * (30 - filled)
            text = f"{self._label} {bar} {100 * done // total:3d} %"
        else:
            text = f"{self._label} {done:,}"
        print(f"\r{text}", end="", file=sys.stderr, flush=True)

    def close(self) -> None:
        """Clear the bar."""
        if self._is_shown:
            print("\r\033[K", end="", file=sys.stderr, flush=True)
