"""How long a store waits for others before it says that it is busy."""

from datetime import timedelta

from caseflow.errors import ValueInvalidError

__all__ = ["LOCK_WAIT", "WAIT", "seconds_of"]

#: For a connection that is free, or for other programs that write to the file.
WAIT = timedelta(seconds=30)

#: For a case that another transaction holds: shorter, so that who waits for it gives its
#: connection back before those who wait for a connection give up.
LOCK_WAIT = timedelta(seconds=5)

_LONGEST = timedelta(days=1)
_ALLOWED = "a timedelta from a millisecond to a day"


def seconds_of(name: str, wait: timedelta | int) -> float:
    """Return *wait*, whole seconds where it is a number, as the system takes it.

    Raises:
        ValueInvalidError: it is no time to wait.
    """
    try:
        found = wait if isinstance(wait, timedelta) else timedelta(seconds=wait)
    except (OverflowError, TypeError):
        raise ValueInvalidError(name, wait, _ALLOWED) from None
    if isinstance(wait, bool) or not timedelta(milliseconds=1) <= found <= _LONGEST:
        raise ValueInvalidError(name, wait, _ALLOWED)
    return found / timedelta(seconds=1)
