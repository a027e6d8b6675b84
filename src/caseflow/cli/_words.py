"""Words and files that a command is given: days, pairs, texts to read, files to write.

What a word means belongs to the file of its command.
"""

import os
import sys
from collections.abc import Generator, Iterable
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import BinaryIO

from caseflow.cli._moments import day_at
from caseflow.errors import FormatError, ValueInvalidError

__all__ = ["bytes_of", "day_of", "pairs_of", "text_of", "write_whole", "writing_whole"]

#: Not every system knows it; there "must not be there yet" says enough.
_NO_LINK: int = getattr(os, "O_NOFOLLOW", 0)


def day_of(name: str, text: str | None) -> date:
    """Return the day that the option *name* was given.

    Raises:
        ValueInvalidError: it was not given, or is no day.
    """
    if text is None:
        raise ValueInvalidError(name, text, "a day, as 2025-12-31")
    return day_at(text, name)


def pairs_of(name: str, words: Iterable[str], form: str) -> dict[str, str]:
    """Return words of *form*, such as "OLD=NEW", as pairs; the same left side twice is none.

    Raises:
        ValueInvalidError: a word is not of that form, or its left side came before.
    """
    pairs: dict[str, str] = {}
    for word in words:
        left, equals, right = word.partition("=")
        if not (left and equals and right) or left in pairs:
            raise ValueInvalidError(name, word, f"{form}, each {form.partition('=')[0]} once")
        pairs[left] = right
    return pairs


def bytes_of(path: str) -> bytes:
    """Return what the file at *path* holds; "-" is standard input.

    Raises:
        FormatError: it cannot be read.
    """
    try:
        return sys.stdin.buffer.read() if path == "-" else Path(path).read_bytes()
    except OSError as error:
        raise FormatError(path, f"cannot be read: {error.strerror or error}") from None


def text_of(path: str) -> str:
    """Return the text of the file at *path*, its line ends as they are, without a byte order mark.

    Raises:
        FormatError: it cannot be read, or is not UTF-8.
    """
    try:
        return bytes_of(path).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise FormatError(path, f"is not UTF-8: byte {error.start}; save it as UTF-8") from None


@contextmanager
def writing_whole(path: Path) -> Generator[BinaryIO, None, None]:
    """Open *path* to be written, whole or not at all: what was there stays until all is written.

    Until then it stands beside it under a name that nobody can foresee and that was not there, so
    that a link planted under that name is never followed.

    Raises:
        OSError: it cannot be written.
    """
    part = path.parent / f".{os.urandom(8).hex()}.part"
    descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL | _NO_LINK, 0o666)
    try:
        with os.fdopen(descriptor, "wb") as out:
            yield out
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)


def write_whole(path: Path, content: bytes) -> None:
    """Write *content* to *path*; see `writing_whole`."""
    with writing_whole(path) as out:
        out.write(content)
