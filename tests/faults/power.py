"""A disk that remembers the order of what was written, so that the power can fail anywhere.

SQLite, through apsw, writes to files of this file system (a VFS). What was written and not yet
synced may be lost, kept or torn when the power fails; what was synced may not.
"""

from pathlib import Path

import apsw

#: A disk writes so many bytes whole.
SECTOR = 512


class Recorder(apsw.VFS):
    """Write to the real disk, and remember every write, cut and sync."""

    def __init__(self, name):
        self.name = name
        self.log = []
        super().__init__(name, "")

    def xOpen(self, name, flags):  # noqa: N802 - as SQLite names it
        return _File(self, name, flags)

    def xDelete(self, name, sync):  # noqa: N802 - as SQLite names it
        self.log.append(("delete", Path(name).name, b"", 0))
        super().xDelete(name, sync)


class _File(apsw.VFSFile):
    def __init__(self, vfs, name, flags):
        path = name.filename() if isinstance(name, apsw.URIFilename) else name
        self._vfs = vfs
        self._name = Path(path).name if path else "temporary"
        super().__init__("", name, flags)

    def xWrite(self, data, offset):  # noqa: N802 - as SQLite names it
        self._vfs.log.append(("write", self._name, bytes(data), offset))
        super().xWrite(data, offset)

    def xTruncate(self, size):  # noqa: N802 - as SQLite names it
        self._vfs.log.append(("cut", self._name, b"", size))
        super().xTruncate(size)

    def xSync(self, flags):  # noqa: N802 - as SQLite names it
        self._vfs.log.append(("sync", self._name, b"", 0))
        super().xSync(flags)


class Connection:
    """An apsw connection with the interface of one of sqlite3."""

    def __init__(self, path, vfs):
        self._connection = apsw.Connection(str(path), vfs=vfs)
        # A file system written in Python has no shared memory; one process needs none for a log.
        self._connection.execute("pragma locking_mode = exclusive")

    @property
    def in_transaction(self):
        return self._connection.in_transaction

    def cursor(self):
        return self

    def execute(self, sql, values=()):
        return _Rows(self._connection.execute(sql, values), self._connection)

    def close(self):
        self._connection.close()


class _Rows:
    def __init__(self, cursor, connection):
        self._rows = list(cursor)
        self.rowcount = connection.changes()

    def fetchall(self):
        return self._rows


def after_power_loss(before, log, random):
    """Return the files as they may stand after *log* was written on *before* and power failed.

    Files that were never synced since they came may be missing what was written to them: each
    write that was not synced is lost, whole, or torn between sectors, in no order.
    """
    files = {name: bytearray(content) for name, content in before.items()}
    luck = random.choice((0.0, 0.5, 1.0))
    waiting = {}
    for what, name, data, place in log:
        if what == "sync":
            for late in waiting.pop(name, ()):
                _apply(files, name, *late)
        elif what == "delete":
            waiting.pop(name, None)
            files.pop(name, None)
        else:
            waiting.setdefault(name, []).append((what, data, place))
    for name, changes in waiting.items():
        for what, data, place in changes:
            if what == "cut":
                if random.random() < luck:
                    _apply(files, name, what, data, place)
                continue
            for begin in range(0, len(data), SECTOR):
                if random.random() < luck:
                    _apply(files, name, what, data[begin : begin + SECTOR], place + begin)
    return files


def _apply(files, name, what, data, place):
    file = files.setdefault(name, bytearray())
    if what == "cut":
        del file[place:]
        return
    if len(file) < place:
        file.extend(bytes(place - len(file)))
    file[place : place + len(data)] = data
