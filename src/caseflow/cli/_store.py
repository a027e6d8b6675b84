"""`caseflow store`: make, migrate, verify, count, export and import what is kept.

What a fault is stands in `service`; the form of an export is in `_transfer` beside this.
"""

import argparse
import re
from collections.abc import Callable, Sequence
from datetime import datetime
from types import TracebackType
from typing import Self, TypeVar

from caseflow.cli._commands import Commands
from caseflow.cli._keeping import add_url, refuse_no_directory, shown_url
from caseflow.cli._languages import add_language
from caseflow.cli._listing import add_list, fill_in, run_list
from caseflow.cli._opening import instant_of, opened, opened_at_all
from caseflow.cli._packs import pack_of
from caseflow.cli._restoring import add_restore, run_restore
from caseflow.cli._rewrapping import add_rewrap, run_rewrap
from caseflow.cli._screen import FINDINGS, OK, Progress, number_text, print_json, printing
from caseflow.cli._setting_aside import add_aside, aside
from caseflow.cli._transfer import (
    EXPORTED,
    IMPORTED,
    PIPED,
    export_store,
    import_store,
    print_transfer,
)
from caseflow.engine import Engine
from caseflow.errors import ValueInvalidError
from caseflow.office._service_parts import codecs
from caseflow.office.services import service_of
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
from caseflow.texts import Message, Text

__all__ = ["add_parser"]

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
    ("list", "list open cases by their dates, or count them by how they stand"),
    ("export", "write cases, records and definitions as JSON lines"),
    ("import", "read an export into a store, checking every chain on the way"),
    ("restore", "put a backup back in the place of a SQLite store"),
    ("rewrap", "move the keys of persons to a new master key"),
    ("set-aside", "set aside for good, on record, a case or definition that cannot be read"),
)


def add_parser(commands: Commands) -> None:
    """Add the command to the parser."""
    parser = commands.add_parser(
        "store",
        description="Look after a store of cases: one SQLite file, or a PostgreSQL database.",
        epilog="example: caseflow demo --store && caseflow store verify --store sqlite:///caseflow-demo.db",
    )
    duties = parser.add_subparsers(title="duties", metavar="DUTY", required=True)
    run: dict[str, Callable[[argparse.Namespace], int]] = {
        "init": _init,
        "migrate": _migrate,
        "verify": _verify,
        "stats": _stats,
        "list": run_list,
        "export": _export,
        "import": _import,
        "set-aside": aside,
        "restore": run_restore,
        "rewrap": run_rewrap,
    }
    for name, purpose in _DUTIES:
        duty = duties.add_parser(
            name, help=purpose, description=f"{purpose[0].upper()}{purpose[1:]}."
        )
        if name == "restore":
            add_restore(duty)
        else:
            add_url(duty)
        if name == "verify":
            _add_verify(duty)
        if name == "list":
            add_list(duty)
        if name == "rewrap":
            add_rewrap(duty)
        if name == "set-aside":
            add_aside(duty)
        if name in ("export", "import"):
            duty.add_argument("file", metavar="FILE", help="the file of JSON lines; - for a pipe")
        add_language(duty, "text")
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
    where = shown_url(options.url)
    made = Message("commands/store.schema-made", latest=LATEST, where=where)
    there = Message("commands/store.schema-there-already", latest=LATEST, where=where)
    return _tell(options, found, there if found else made)


def _migrate(options: argparse.Namespace) -> int:
    with opened_at_all(options) as store:
        found = store.run(store.ops.schema_version())
        if found == 0:
            raise SchemaError(0, LATEST)
        store.run(store.ops.migrate())
    fill_in(options)
    where = shown_url(options.url)
    moved = Message("commands/store.from-schema", where=where, found=found, latest=LATEST)
    same = Message("commands/store.schema-already", where=where, latest=LATEST)
    return _tell(options, found, moved if found != LATEST else same)


def _tell(options: argparse.Namespace, found: int, text: Text) -> int:
    if options.json:
        print_json({"found": found, "schema": LATEST})
    else:
        print(text.in_(options.lang))
    return OK


# ── what is kept ────────────────────────────────────────────────────────────────────────────


def _stats(options: argparse.Namespace) -> int:
    with opened(options) as store:
        counts = store.run(store.ops.stats())
        schema = store.run(store.ops.schema_version())
    if options.json:
        print_json({"schema": schema, **counts})
        return OK
    labels = {name: _COUNTS[name].in_(options.lang) for name in counts}
    width = max(map(len, labels.values()))
    for name, count in counts.items():
        print(f"{labels[name]:<{width}}  {number_text(count, options.lang):>12}")
    return OK


_COUNTS = {
    "cases": Message("commands/store.cases"),
    "open": Message("commands/store.open"),
    "records": Message("commands/store.records"),
    "messages": Message("commands/store.messages"),
    "dead_letter_cases": Message("commands/store.dead-letter-cases"),
    "dead_letter_messages": Message("commands/store.dead-letter-messages"),
    "definitions": Message("commands/store.definitions"),
    "seals": Message("commands/store.seals"),
}


def _verify(options: argparse.Namespace) -> int:
    published = _read_seal(options.published) if options.published else None
    pack = pack_of(options)
    with opened(options) as store:
        office = pack.jurisdiction()
        engine = Engine(office)
        if options.deep:
            # What was altered is left out and reported; the rest can still be verified.
            engine = store.run(
                kept_engine(store.ops, office, codecs(pack)[1], leaves_out_altered=True)
            )
        bar = Progress("verifying")
        watched = _Watched(store, bar)
        service = service_of(engine, watched, pack)
        now = instant_of(options)
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
            print("\n".join(_report_text(report, last, options.lang)))
    return code


def _report_text(report: Report, seal: Seal | None, language: str) -> list[str]:
    cases, records, seals, faults, more = (
        number_text(count, language)
        for count in (
            report.cases,
            report.records,
            report.seals,
            len(report.faults),
            len(report.faults) - _MOST_SHOWN,
        )
    )
    counted = Message(
        "commands/store.cases-records-seals", cases=cases, records=records, seals=seals
    )
    fault = Message("commands/store.fault").in_(language)
    left = Message("commands/store.more-json-has-all", more=more)
    sound = Message("commands/store.sound")
    broken = Message("commands/store.not-sound", faults=faults)
    unsealed = Message("commands/store.no-seal-yet-set")
    lines = [counted.in_(language)]
    lines += [
        f"{fault} {_where(each, language)}: {each.problem}" for each in report.faults[:_MOST_SHOWN]
    ]
    if len(report.faults) > _MOST_SHOWN:
        lines.append(left.in_(language))
    said = Message("commands/store.is-set-aside").in_(language)
    lines += [f"{said} {_where(each, language)}: {each.problem}" for each in report.set_aside]
    lines.append((sound if report.is_sound else broken).in_(language))
    lines.append(seal.text if seal else unsealed.in_(language))
    return lines


def _where(fault: Fault, language: str) -> str:
    if fault.case_id:
        return Message("commands/store.case-record", case_id=fault.case_id, seq=fault.seq).in_(
            language
        )
    if fault.seq:
        return Message("commands/store.seal", seq=fault.seq).in_(language)
    return Message("commands/store.definition").in_(language)


def _report_json(report: Report, seal: Seal | None) -> dict[str, object]:
    return {
        "cases": report.cases,
        "records": report.records,
        "seals": report.seals,
        "is_sound": report.is_sound,
        "faults": [_fault_json(each) for each in report.faults],
        "set_aside": [_fault_json(each) for each in report.set_aside],
        "seal": {**seal._asdict(), "text": seal.text} if seal else None,
    }


def _fault_json(fault: Fault) -> dict[str, object]:
    return {"case": fault.case_id, "seq": fault.seq, "problem": fault.problem}


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
    what = PIPED if options.file == "-" else EXPORTED
    return print_transfer(done, what, as_json=options.json, language=options.lang)


def _import(options: argparse.Namespace) -> int:
    bar = Progress("importing")
    with opened(options) as store:
        done = import_store(store, options.file, bar, pack_of(options))
    bar.close()
    return print_transfer(done, IMPORTED, as_json=options.json, language=options.lang)


# ── progress ────────────────────────────────────────────────────────────────────────────────


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
