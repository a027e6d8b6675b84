"""When to try again what failed, and when to give it up."""

import errno
import re
from datetime import timedelta
from traceback import walk_tb

from caseflow._typed import frozen, typed
from caseflow.errors import CaseflowError, HistoryError, TextInvalidError, UndeliveredError
from caseflow.values import clean_text

__all__ = ["BACKOFF", "Backoff", "described", "nameless"]

_LONGEST = 500

#: What stands before the name of a file.
_FOLDERS = re.compile(r".*[/\\]")


@typed
@frozen
class Backoff:
    """Wait twice as long after each failure, and give up after *most* of them.

    >>> [str(Backoff().wait(tries)) for tries in (1, 2, 3, 20)]
    ['0:01:00', '0:02:00', '0:04:00', '6:00:00']
    """

    first: timedelta = timedelta(minutes=1)
    longest: timedelta = timedelta(hours=6)
    most: int = 8

    def wait(self, tries: int) -> timedelta:
        """Return how long to wait after *tries* failures."""
        return min(self.first * (1 << max(0, min(tries - 1, 30))), self.longest)

    def again_at(self, now: int, tries: int) -> int | None:
        """Return the instant to try again, in microseconds; None to give it up."""
        if tries >= self.most:
            return None
        return now + self.wait(tries) // timedelta(microseconds=1)


BACKOFF = Backoff()


def described(error: Exception) -> str:
    """Return what to keep of an error: its kind and its text, short and fit to be kept.

    >>> described(RuntimeError("no printer"))
    'RuntimeError: no printer'
    """
    text = f"{type(error).__name__}: {error}"[:_LONGEST]
    try:
        return clean_text(text, name="error", limit=_LONGEST * 4)
    except TextInvalidError:
        return clean_text(ascii(text), name="error", limit=_LONGEST * 20)


def nameless(error: Exception) -> str:
    """Return what to keep of an error beside a case, where everybody may read it for ever.

    Its kind and where it was raised, not its text: that may hold the name, the address or the
    number of a person. The text is kept of an `UndeliveredError`, whose author wrote it to be
    kept, and of a history whose chain is broken.

    >>> nameless(RuntimeError("no letter to Nguyễn Thị Bình"))
    'RuntimeError'
    >>> nameless(ConnectionRefusedError(111, "x"))
    'ConnectionRefusedError ECONNREFUSED'
    >>> nameless(UndeliveredError("the post office is closed"))
    'UndeliveredError: the post office is closed'
    """
    if isinstance(error, UndeliveredError) or (
        isinstance(error, HistoryError) and error.__cause__ is None
    ):
        return described(error)
    said = [type(error).__name__]
    if isinstance(error, CaseflowError):
        said.append(error.code)
    if isinstance(error, OSError):
        said.append(errno.errorcode.get(error.errno or 0, ""))
    frames = list(walk_tb(error.__traceback__))
    if frames:
        frame, line = frames[-1]
        said.append(f"at {_FOLDERS.sub('', frame.f_code.co_filename)}:{line}")
    return clean_text(" ".join(filter(None, said))[:_LONGEST], name="error", limit=_LONGEST)
