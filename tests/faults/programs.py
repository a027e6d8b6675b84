"""What runs in the processes of the fault tests; `workers` starts them.

Each program reads lines and prints lines. Whatever it prints of a record, it prints after the
store said that the record is kept.
"""

import json
import os
import resource
import select
import signal
import socket
import sys
import traceback
from datetime import timedelta
from pathlib import Path

from caseflow import vietnam as vn
from caseflow.errors import ActionRefusedError, ConcurrentUpdateError, StoreError
from caseflow.stores import StoreRefusedError, StoreUnavailableError, open_store
from caseflow.stores import _postgres as postgres
from stores.budgets import budget_service_of, grant, office_engine
from stores.offices import CLERK, LODGED, assign, engine, lodge, receive, service

#: So many cases are worked by all clerks at once.
SHARED = 3


def say(line):
    """Print a line at one go, so that a kill cannot cut it."""
    os.write(1, f"{line}\n".encode())


def heard():
    return sys.stdin.readline().strip()


def _seq(case, key):
    return next(record.seq for record in case.records if record.key == key)


def work(case_service, name, number):
    """Do piece *number* of the work of clerk *name*, and say which record came of it.

    Some pieces end with an act that is entered late, and some with one that is taken back.
    """
    key = f"{name}-{number}"
    if number % 4:
        case = assign(case_service, f"shared-{number % SHARED}", unit=key, key=key)
    else:
        case = _work_own(case_service, f"own-{key}", key, number // 4 % 3)
    say(f"{number} {case.id} {_seq(case, key)} {key}")


def _work_own(case_service, case_id, key, kind):
    """Work its own case; what only leads to the record of the piece has a key "-open"."""
    lodge(case_service, case_id, key=f"{key}-open")
    if kind == 0:
        return receive(case_service, case_id, key=key)
    receive(case_service, case_id, key=f"{key}-receive-open")
    later = [LODGED + timedelta(minutes=each) for each in range(4)]
    assign(case_service, case_id, when=later[2], key=f"{key}-assign-open")
    if kind == 1:
        return assign(case_service, case_id, when=later[1], entered_at=later[3], key=key)
    return case_service.annul(case_id, 2, at=later[3], by=CLERK, reason="nhầm", key=key)


def clerk(url, name):
    """Work from the piece that is told on, for ever, in a fork that the test may kill."""
    while first := heard():
        child = os.fork()
        if child == 0:
            case_service = service(open_store(url), tries=1_000)
            number = int(first)
            while True:
                work(case_service, name, number)
                number += 1
        say(f"began {child}")
        os.waitpid(child, 0)
        say("ended")


def batch(url, count):
    """Transfer so many cases in one batch, from its beginning each time, in forks to be killed."""
    while heard():
        child = os.fork()
        if child == 0:
            case_service = service(open_store(url), tries=1_000)
            numbers = [f"H{number}" for number in range(int(count))]
            unit = vn.Assignment("Phòng A")
            said = {"by": CLERK, "at": LODGED, "key": "batch"}
            for result in case_service.fire_many(numbers, vn.ASSIGN, unit, **said):
                say(f"{result.case_id} {result.outcome.value} {result.case.version}")
            say("all")
            signal.pause()
        say(f"began {child}")
        os.waitpid(child, 0)
        say("ended")


def persistent(url, name):
    """Work on and on; ask again with the same key as long as the store does not answer."""
    case_service = service(open_store(url), tries=1_000)
    number = 0
    again = 0
    while not _is_stopped():
        number += 1
        while True:
            try:
                work(case_service, name, number)
                break
            except StoreUnavailableError:
                again += 1
    say(f"asked again {again}")


def _is_stopped():
    return bool(select.select([sys.stdin], [], [], 0)[0])


class _Raced:
    """A store whose appends wait for a word from the test."""

    def __init__(self, store):
        self._store = store
        self.ops = _RacedOps(store.ops)

    def run(self, ops):
        return self._store.run(ops)


class _RacedOps:
    def __init__(self, ops):
        self._ops = ops

    def __getattr__(self, name):
        return getattr(self._ops, name)

    def append(self, change):
        say("decided")
        heard()
        return (yield from self._ops.append(change))


def racer(url, name):
    """Decide on the version that is told, wait until the others have decided, and append."""
    case_service = service(_Raced(open_store(url)))
    say("ready")
    while version := heard():
        try:
            if version == "0":
                lodge(case_service, "raced", facts={"by": name})
            else:
                assign(case_service, "raced", unit=name, expected_version=int(version))
            say("won")
        except ConcurrentUpdateError:
            say("lost")
        except StoreError as error:
            say(f"{type(error).__name__}: {error}")


def contender(url, name, pieces):
    """Assign one case again and again against the others, without saying which version."""
    case_service = service(open_store(url), tries=10_000)
    say("ready")
    heard()
    for piece in range(int(pieces)):
        key = f"{name}-{piece}"
        case = assign(case_service, "raced", unit=key, key=key)
        say(f"{_seq(case, key)} {key}")


def granter(url, name, pieces):
    """Grant from one budget against the others until it is spent; say each grant that is kept."""
    store = open_store(url)
    case_service = budget_service_of(store, tries=1_000)
    say("ready")
    heard()
    for piece in range(int(pieces)):
        number = f"{name}-{piece}"
        try:
            grant(case_service, 1_000, name, number)
            say(number)
        except ActionRefusedError as error:
            say(" ".join(each.code for each in error.refusals))


def poster(url, name, cases):
    """Keep records that ask for something outside."""
    case_service = service(open_store(url))
    say("ready")
    heard()
    for number in range(int(cases)):
        lodge(case_service, f"{name}-{number}")
        receive(case_service, f"{name}-{number}")


def courier(url):
    """Deliver until told to stop, and then until nothing is left."""
    case_service = service(open_store(url))
    say("ready")
    is_over = False
    while True:
        is_over = is_over or _is_stopped()
        delivered = case_service.deliver(
            LODGED, lambda message: say(f"{message.case_id} {message.ref}"), limit=10
        )
        if is_over and not delivered.done:
            return


def fainting_courier(url):
    """Take messages and wait in the midst of the first to be killed."""
    case_service = service(open_store(url))

    def handler(message):
        say(f"{message.case_id} {message.ref}")
        heard()

    case_service.deliver(LODGED, handler)


def migrator(url):
    """Bring the tables up when told, and say from which schema."""
    with open_store(url) as store:
        say("ready")
        heard()
        say(store.run(store.ops.migrate()))


def writer(url, name):
    """Assign one case until told to stop; a single error ends it."""
    case_service = service(open_store(url), tries=10_000)
    number = 0
    while not _is_stopped():
        key = f"{name}-{number}"
        case = assign(case_service, "migrated", unit=key, key=key)
        say(f"{_seq(case, key)} {key}")
        number += 1


def limited(path, space):
    """Work on a SQLite file that may grow by *space* bytes until the disk is full, and say so."""
    store = open_store(f"sqlite:///{path}")
    case_service = service(store)
    case_service.get("shared-0")
    size = max(Path(each).stat().st_size for each in (path, f"{path}-wal"))
    _, most = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size + int(space), most))
    number = 0
    try:
        while True:
            work(case_service, "full", number := number + 1)
    except (StoreUnavailableError, StoreRefusedError) as error:
        say(f"full {type(error).__name__}")
    resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))
    work(case_service, "full", number)
    say("works again")


PROGRAMS = {
    each.__name__: each
    for each in (
        batch, clerk, contender, courier, fainting_courier, granter, limited, migrator, persistent,
        poster, racer, writer,
    )
}  # fmt: skip


def _serve(control):
    """Fork a process for each command that comes, until nobody is there to send one."""
    engine()
    office_engine()
    assert postgres.PostgresStore  # loaded here, once for all forks
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    while True:
        command, (*files,), _, _ = socket.recv_fds(control, 65_536, 2)
        if not command:
            return
        child = os.fork()
        if child == 0:
            control.close()
            _run(json.loads(command), *files)
        for file in files:
            os.close(file)
        control.send(str(child).encode())


def _run(command, stdin, stdout):
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    os.dup2(stdin, 0)
    os.dup2(stdout, 1)
    os.close(stdin)
    os.close(stdout)
    try:
        name, *args = command
        PROGRAMS[name](*args)
        say(".")
    except BaseException:  # noqa: BLE001 - whatever it is, the fork must not go on as the nursery
        traceback.print_exc()
        sys.stderr.flush()
        os._exit(1)
    os._exit(0)


if __name__ == "__main__":
    _serve(socket.socket(fileno=int(sys.argv[1])))
