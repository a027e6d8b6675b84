"""A lock on a file, fair between processes, that dies with whoever holds it.

May import: nothing of caseflow.
"""

import os

try:
    import fcntl
except ImportError:  # pragma: no cover - Windows has no such locks; SQLite's own waiting remains
    fcntl = None  # type: ignore[assignment]

__all__ = ["SideLock"]


class SideLock:
    """Hold the file *path* while a transaction writes; without a path, hold nothing."""

    def __init__(self, path: str | None) -> None:
        """Say which file; it is made when the lock is first taken."""
        self._path = path
        self._file = -1
        self._owner = 0
        self._is_held = False

    def take(self) -> None:
        """Wait for the lock; waiting costs no processor time."""
        if self._path is None or fcntl is None:
            return
        if self._file < 0 or self._owner != os.getpid():
            self._file = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o666)
            self._owner = os.getpid()
        fcntl.flock(self._file, fcntl.LOCK_EX)
        self._is_held = True

    def release(self) -> None:
        """Give the lock back, if it is held; what a parent process holds is left to it."""
        if self._is_held and self._owner == os.getpid() and fcntl is not None:
            self._is_held = False
            fcntl.flock(self._file, fcntl.LOCK_UN)

    def close(self) -> None:
        """Let go of the file."""
        self.release()
        if self._file >= 0:
            os.close(self._file)
            self._file = -1
