"""When to try again what failed, and when to give it up.

May import: values.
"""

from datetime import timedelta

from caseflow.errors import TextInvalidError
from caseflow.typed import frozen, typed
from caseflow.values import clean_text

__all__ = ["BACKOFF", "Backoff", "told"]

_LONGEST = 500


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


def told(error: Exception) -> str:
    """Return what to keep of an error: its kind and its text, short and fit to be kept.

    >>> told(RuntimeError("no printer"))
    'RuntimeError: no printer'
    """
    text = f"{type(error).__name__}: {error}"[:_LONGEST]
    try:
        return clean_text(text, name="error", limit=_LONGEST * 4)
    except TextInvalidError:
        return clean_text(ascii(text), name="error", limit=_LONGEST * 20)
