"""`caseflow store`: make, migrate, verify, count, export and import what is kept.

May import: everything below the command line. What a fault is stands in `service`; the form of an
export is in `transfer` beside this.
"""

import argparse
import re
from collections.abc import Callable, Generator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Self, TypeVar

from caseflow import vietnam
from caseflow.cli.commands import Commands
from caseflow.cli.desks import pack_service
from caseflow.cli.keeping import add_url, refuse_no_directory, shown_url
from caseflow.cli.moments import instant_at
from caseflow.cli.screen import FINDINGS, OK, Progress, print_json, printing
from caseflow.cli.transfer import export_store, import_store
from caseflow.engine import Engine
from caseflow.errors import ValueInvalidError
from caseflow.service import Fault, Report, kept_engine
from caseflow.stores import (
    GENESIS,
    Operations,
    Ops,
    SchemaError,
    Seal,
    Store,
    micros,
    open_store,
)
from caseflow.stores.schema import LATEST
from caseflow.stores.urls import file_of
from caseflow.values import utc
from caseflow.vietnam.stored import definition_codec

__all__ = ["add_parser", "instant_of", "opened"]

T = TypeVar("T")

_SEAL = re.compile(
    r"seal (\d{1,9}) of (\S+): (\d{1,12}) cases, root ([0-9a-f]{64}), after (-|[0-9a-f]{64})"
)
#: So many faults are printed as text; JSON has all.
_MOST_SHOWN = 100

_DUTIES = (
    ("init", "make the tables of a new store"),
    ("migrate", "bring the tables of an older release up to date"),
    ("verify", "check every chain of records and every seal"),
    ("stats", "count what is kept"),
    ("export", "write cases, records and definitions as JSON lines"),
    ("import", "read an export into a store, checking every chain on the way"),
)


def add_parser(commands: Commands) -> None:
    """Add the command to the parser."""
    parser = commands.add_parser(
        "store",
        help="make, migrate, verify, count, export and import what is kept",
        description="Look after a store of cases: one SQLite file, or a PostgreSQL database.",
        epilog="example: caseflow demo --store && caseflow store verify sqlite:///caseflow-demo.db",
    )
    duties = parser.add_subparsers(title="duties", metavar="DUTY", required=True)
    run: dict[str, Callable[[argparse.Namespace], int]] = {
        "init": _init,
        "migrate": _migrate,
        "verify": _verify,
        "stats": _stats,
        "export": _export,
        "import": _import,
    }
    for name, told in _DUTIES:
        duty = duties.add_parser(name, help=told, description=f"{told[0].upper()}{told[1:]}.")
        add_url(duty)
        if name == "verify":
            _add_verify(duty)
        if name in ("export", "import"):
            duty.add_argument("file", metavar="FILE", help="the file of JSON lines; - for a pipe")
        duty.add_argument("--json", action="store_true", help="print JSON")
        duty.set_defaults(run=run[name])


def _add_verify(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--deep", action="store_true", help="also read definitions and replay every case"
    )
    parser.add_argument(
        "--own-policies",
        action="store_true",
        help="with --deep: units and expiries are the portal's own, so do not compare them",
    )
    parser.add_argument(
        "--published", metavar="TEXT", help="a seal as it was published; it must be kept just so"
    )
    parser.add_argument(
        "--seal", action="store_true", help="if all is sound, set a new seal, to be published"
    )
    parser.add_argument(
        "--at", metavar="WHEN", help="the present, and the instant of the new seal (now)"
    )


# ── the tables ──────────────────────────────────────────────────────────────────────────────


def _init(options: argparse.Namespace) -> int:
    refuse_no_directory(options.url)
    with open_store(options.url, options.agency, portable=options.portable) as store:
        found = store.run(store.ops.schema_version())
        if 0 < found != LATEST:
            raise SchemaError(found, LATEST)
        store.run(store.ops.migrate())
    done = "is there already" if found else "made"
    return _tell(options, found, f"schema {LATEST} {done} in {shown_url(options.url)}")


def _migrate(options: argparse.Namespace) -> int:
    with _opened(options) as store:
        found = store.run(store.ops.schema_version())
        if found == 0:
            raise SchemaError(0, LATEST)
        store.run(store.ops.migrate())
    steps = f"from schema {found} to {LATEST}" if found != LATEST else f"schema {LATEST} already"
    return _tell(options, found, f"{shown_url(options.url)}: {steps}")


def _tell(options: argparse.Namespace, found: int, text: str) -> int:
    if options.json:
        print_json({"found": found, "schema": LATEST})
    else:
        print(text)
    return OK


# ── what is kept ────────────────────────────────────────────────────────────────────────────


def _stats(options: argparse.Namespace) -> int:
    with opened(options) as store:
        counts = store.run(store.ops.stats())
    if options.json:
        print_json({"schema": LATEST, **counts})
        return OK
    width = max(map(len, counts))
    for name, count in counts.items():
        print(f"{name.replace('_', ' '):<{width}}  {count:>12,}")
    return OK


def _verify(options: argparse.Namespace) -> int:
    published = _read_seal(options.published) if options.published else None
    with opened(options) as store:
        engine = Engine(vietnam.danang())
        if options.deep:
            # What was altered is left out and told of; the rest can still be verified.
            engine = store.run(
                kept_engine(
                    store.ops, vietnam.danang(), definition_codec(), leaves_out_altered=True
                )
            )
        bar = Progress("verifying")
        watched = _Watched(store, bar)
        service = pack_service(engine, watched)
        now = instant_of(options.at)
        report = service.verify(
            deep=options.deep, seal=published, at=now, policies=not options.own_policies
        )
        bar.close()
        if options.seal and report.is_sound:
            service.seal(now)
        seals = store.run(store.ops.seals())
    last = seals[-1] if seals else None
    code = OK if report.is_sound else FINDINGS
    with printing(code):
        if options.json:
            print_json(_report_json(report, last))
        else:
            print("\n".join(_report_text(report, last)))
    return code


def _report_text(report: Report, seal: Seal | None) -> list[str]:
    lines = [f"{report.cases:,} cases, {report.records:,} records, {report.seals:,} seals"]
    shown = report.faults[:_MOST_SHOWN]
    lines += [f"FAULT {_where(fault)}: {fault.problem}" for fault in shown]
    if len(report.faults) > _MOST_SHOWN:
        lines.append(f"... and {len(report.faults) - _MOST_SHOWN} more (--json has all)")
    lines.append("sound" if report.is_sound else f"NOT SOUND: {len(report.faults)} fault(s)")
    lines.append(seal.text if seal else "no seal yet; set one with --seal, and publish it")
    return lines


def _where(fault: Fault) -> str:
    if fault.case_id:
        return f"case {fault.case_id}, record {fault.seq}"
    return f"seal {fault.seq}" if fault.seq else "definition"


def _report_json(report: Report, seal: Seal | None) -> dict[str, object]:
    return {
        "cases": report.cases,
        "records": report.records,
        "seals": report.seals,
        "is_sound": report.is_sound,
        "faults": [
            {"case": fault.case_id, "seq": fault.seq, "problem": fault.problem}
            for fault in report.faults
        ],
        "seal": {**seal._asdict(), "text": seal.text} if seal else None,
    }


def _read_seal(text: str) -> Seal:
    """Read a seal as it was published."""
    match = _SEAL.fullmatch(text.strip())
    form = "a line as `caseflow store verify --seal` prints it"
    if match is None:
        raise ValueInvalidError("--published", text, form)
    number, when, cases, root, before = match.groups()
    try:
        at = micros(datetime.fromisoformat(when))
    except ValueError:
        raise ValueInvalidError("--published", text, form) from None
    return Seal(int(number), at, int(cases), root, GENESIS if before == "-" else before)


# ── in and out ──────────────────────────────────────────────────────────────────────────────


def _export(options: argparse.Namespace) -> int:
    bar = Progress("exporting")
    with opened(options) as store:
        done = export_store(store, options.file, bar)
    bar.close()
    return done.told(as_json=options.json)


def _import(options: argparse.Namespace) -> int:
    bar = Progress("importing")
    with opened(options) as store:
        done = import_store(store, options.file, bar)
    bar.close()
    return done.told(as_json=options.json)


# ── a store, as the command is told of it ───────────────────────────────────────────────────


def _opened(options: argparse.Namespace) -> Store:
    """Open a store that is there: only `init` makes a file, and not one for a name mistyped."""
    path = file_of(options.url)
    if path is not None and not Path(path).exists():
        raise SchemaError(0, LATEST)
    return open_store(options.url, options.agency, portable=options.portable)


@contextmanager
def opened(options: argparse.Namespace) -> Generator[Store, None, None]:
    """Open the store that a command was told of, with the tables of this release.

    Raises:
        SchemaError: its tables are of another release, or are not there.
    """
    with _opened(options) as store:
        found = store.run(store.ops.schema_version())
        if found != LATEST:
            raise SchemaError(found, LATEST)
        yield store


def instant_of(text: str | None) -> datetime:
    """Return the instant that *text* writes, or now."""
    if text is None:
        return datetime.now(UTC)
    instant = instant_at(text, vietnam.calendar().zone, "--at")
    utc(instant)  # refuses what no store can place
    return instant


class _Watched:
    """A store whose rows are counted as they are read, for the bar."""

    def __init__(self, store: Store, bar: Progress) -> None:
        self._store = store
        self._bar = bar
        counts = store.run(store.ops.stats())
        self._total = counts["cases"] + counts["records"]
        self._read = 0
        self.ops: Operations = store.ops

    def run(self, ops: Ops[T]) -> T:
        """Run an operation and count the rows it is sent."""
        return self._store.run(self._counted(ops))

    def _counted(self, ops: Ops[T]) -> Ops[T]:
        try:
            statement = next(ops)
            while True:
                try:
                    rows = yield statement
                except GeneratorExit:
                    ops.close()
                    raise
                except BaseException as error:  # noqa: BLE001 - it is raised inside, as a store does
                    statement = ops.throw(error)
                else:
                    self._seen(rows)
                    statement = ops.send(rows)
        except StopIteration as stop:
            found: T = stop.value
            return found

    def _seen(self, rows: Sequence[object]) -> None:
        self._read += len(rows)
        self._bar(min(self._read, self._total), self._total)

    def close(self) -> None:
        """Do nothing: whoever opened the store closes it."""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()
