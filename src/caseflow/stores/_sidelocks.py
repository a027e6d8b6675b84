"""A lock on a file, fair between processes, that dies with whoever holds it.

It only orders those who wait: what is written is guarded by SQLite itself, so where the lock cannot
be had, as on Windows or on a file of somebody else, SQLite's own waiting remains. Who may write the
store may open the lock, and nobody else, for whoever can open a file can lock it.
"""

import os
import stat
from contextlib import suppress
from pathlib import Path
from queue import Empty, SimpleQueue
from threading import Lock, Thread
from weakref import WeakSet

from caseflow.errors import StoreBusyError

try:
    import fcntl
except ImportError:  # pragma: no cover - Windows has no such locks
    fcntl = None  # type: ignore[assignment]

__all__ = ["SideLock"]

_FLAGS = os.O_RDWR | os.O_CREAT | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_NOFOLLOW", 0)

#: For so many seconds a thread that waited stays, to wait again.
_LINGERS = 0.5

_READ_AND_WRITE, _WRITE = 0o6, 0o2


class SideLock:
    """Hold a file beside the store while a transaction writes; without a store, hold nothing.

    Args:
        store: the file of the store; the lock is beside it.
        timeout: for how many seconds to wait.
    """

    def __init__(self, store: str | None, timeout: float) -> None:
        """Say which file; it is made when the lock is first taken."""
        self._store = store
        self._timeout = timeout
        self._file = -1
        self._owner = os.getpid()
        self._is_held = False
        self._queue = _Queue()
        if store is not None:
            _made.add(self)

    def take(self) -> None:
        """Wait for the lock; waiting costs no processor time.

        Raises:
            StoreBusyError: somebody held it all the time.
        """
        if self._store is None or fcntl is None:
            return
        if self._owner != os.getpid():
            self.forget()
        if self._file < 0:
            self._file = _opened(self._store)
        if self._file < 0:
            return
        if not self._queue.is_waiting:
            try:
                fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                pass
            except OSError:
                return  # a file system without such locks
            else:
                self._is_held = True
                return
        if not self._queue.wait(self._file, self._timeout):
            held = f"another program held {self._store}-lock for {self._timeout:g} seconds"
            raise StoreBusyError(held)
        self._is_held = True

    def release(self) -> None:
        """Give the lock back, if it is held."""
        if self._is_held:
            self._is_held = False
            _unlock(self._file)

    def close(self) -> None:
        """Let go of the file."""
        self.release()
        file, self._file = self._file, -1
        if file >= 0 and not self._queue.closes_later():
            os.close(file)

    def forget(self) -> None:
        """Let go of what a parent process had; it keeps the lock if it holds it.

        Kept open here, the file would stay locked for as long as this process lives, although
        the parent died.
        """
        file, self._file = self._file, -1
        self._owner, self._is_held = os.getpid(), False
        self._queue = _Queue()
        if file >= 0:
            os.close(file)

    def __del__(self) -> None:
        # A store that was dropped lets go of its files; SQLite's own does so too.
        if getattr(self, "_file", -1) >= 0:
            self.close()


_made: "WeakSet[SideLock]" = WeakSet()


def _forget_all() -> None:
    for lock in list(_made):
        lock.forget()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_forget_all)


# ── the file ────────────────────────────────────────────────────────────────────────────────


def _opened(store: str) -> int:
    """Open the lock beside *store*, with its owner and for those who may write it; -1 if not."""
    try:
        of_store = Path(store).stat()
        file = os.open(f"{store}-lock", _FLAGS, stat.S_IRUSR | stat.S_IWUSR)
    except OSError:
        return -1
    with suppress(OSError):
        _share(file, of_store)
    return file


def _share(file: int, of_store: os.stat_result) -> None:
    """Give the lock the owner of the store and the rights of those who may write it."""
    found = os.fstat(file)
    mode = sum(
        _READ_AND_WRITE << place for place in (0, 3, 6) if of_store.st_mode >> place & _WRITE
    )
    if not stat.S_ISREG(found.st_mode) or found.st_nlink != 1:
        return  # not a file that was made here
    if (found.st_uid, found.st_gid) != (of_store.st_uid, of_store.st_gid):
        with suppress(PermissionError):
            os.fchown(file, of_store.st_uid, of_store.st_gid)
    if stat.S_IMODE(found.st_mode) != mode:
        os.fchmod(file, mode)


def _lock(file: int) -> None:
    """Wait until nobody holds the lock, for as long as that takes."""
    if fcntl is not None:
        with suppress(OSError):
            fcntl.flock(file, fcntl.LOCK_EX)


def _unlock(file: int) -> None:
    if fcntl is not None:
        fcntl.flock(file, fcntl.LOCK_UN)


# ── waiting ─────────────────────────────────────────────────────────────────────────────────


class _Wait:
    """One who waits for the lock on *file*, and may give up."""

    def __init__(self, file: int) -> None:
        self.file = file
        self.done = Lock()
        self.done.acquire()
        self.is_given_up = False
        self.closes = False


class _Queue:
    """Wait for a lock in a thread, because waiting for one cannot be cut short otherwise.

    The system hands the lock to those who wait in the order they came. A wait that was given up
    still stands in that queue: it is taken up again by the next who asks, or lets go when its turn
    comes.
    """

    def __init__(self) -> None:
        self._asked: SimpleQueue[_Wait] = SimpleQueue()
        self._guard = Lock()
        self._is_served = False
        self._wait: _Wait | None = None

    @property
    def is_waiting(self) -> bool:
        """Return whether a wait that was given up still stands in the queue."""
        return self._wait is not None

    def wait(self, file: int, seconds: float) -> bool:
        """Wait for the lock on *file*; return whether it is held now."""
        with self._guard:
            wait = self._wait
            if wait is None:
                wait = self._wait = _Wait(file)
                self._asked.put(wait)
                if not self._is_served:
                    self._is_served = True
                    Thread(target=self._serve, name="caseflow-lock", daemon=True).start()
            wait.is_given_up = False
        if wait.done.acquire(timeout=seconds):
            return True
        with self._guard:
            # It may have come just now.
            if self._wait is None:
                return True
            wait.is_given_up = True
        return False

    def closes_later(self) -> bool:
        """Return whether a wait still stands in the queue, which then closes the file itself."""
        with self._guard:
            if self._wait is not None:
                self._wait.closes = True
                self._wait = None
                return True
        return False

    def _serve(self) -> None:
        while True:
            try:
                wait = self._asked.get(timeout=_LINGERS)
            except Empty:
                with self._guard:
                    if self._asked.empty():
                        self._is_served = False
                        return
                continue
            _lock(wait.file)
            with self._guard:
                if wait.closes:
                    os.close(wait.file)
                    continue
                self._wait = None
                if wait.is_given_up:
                    _unlock(wait.file)
                else:
                    wait.done.release()
