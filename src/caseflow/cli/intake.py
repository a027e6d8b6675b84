"""Imports: an export read back into a store, line by line, each case as a live act is checked.

May import: everything below the command line. The form of an export is in `transfer`; what may come
in is for `service.admitting` to say. One line that is wrong is told of by its number, and the
others come in; a case comes in whole or not at all.
"""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from typing import Any, cast

from caseflow import vietnam
from caseflow.cli.desks import pack_service
from caseflow.cli.export_lines import NO_LINE, PROBLEM, Json, reading
from caseflow.cli.screen import Progress
from caseflow.cli.transfer import FORMAT, Transfer
from caseflow.cli.wording import message_of
from caseflow.errors import CaseflowError, FormatError
from caseflow.pii.erasures import ERASURE, refuse_forged
from caseflow.service import kept_engine
from caseflow.service.admitting import Admissions, Exported
from caseflow.service.backoffs import BACKOFF
from caseflow.service.definitions import gives_its_dates, refuse_garbage
from caseflow.service.verification import Verification
from caseflow.stores import (
    Definition,
    Kept,
    Raised,
    Store,
    StoreRefusedError,
    StoreUnavailableError,
    micros,
)
from caseflow.vietnam.stored import definition_codec

__all__ = ["import_store"]

_BATCH = 5_000
#: After every record of a case: only its head is wanted.
_PAST_ALL = 2**31 - 1

#: A case that was read: its line, what is kept of it, and what was raised on it.
_Read = tuple[int, Kept, Sequence[Raised]]


def import_store(store: Store, path: str, bar: Progress) -> Transfer:
    """Read the export at *path*, "-" for standard input, into *store*.

    A case that a live service would not have kept is left out and told of; the others go on. Cases
    that are there already, with the same records, are passed over, so an import may be repeated.

    Raises:
        FormatError: the file cannot be read, or is no export.
    """
    done = Transfer("imported")
    with reading(path) as lines:
        number, first = next(lines, NO_LINE)
        if first.get("format") != FORMAT:
            raise FormatError(path, f"it is no export: its first line must say {FORMAT!r}")
        end: Json | None = None
        size = 0 if path == "-" else Path(path).stat().st_size
        intake = _Intake(store, done)
        # While the database keeps a batch, the next one is read and checked.
        with ThreadPoolExecutor(1, "caseflow-import") as writer:
            keeping = writer.submit(_keep_cases, store, (), done)
            while batch := list(islice(lines, _BATCH)):
                cases, last = intake.read(batch)
                end, number = last or end, batch[-1][0]
                keeping.result()
                keeping = writer.submit(_keep_cases, store, cases, done)
                bar(min(lines.read, size), size)
            keeping.result()
    read = done.cases + done.there
    if end is None:
        done.wrong(number, "", "the file ends early: its last line is missing")
    elif not done.amiss and end.get("cases") != read:
        done.wrong(number, "", f"the file says {end.get('cases')} cases and {read} were in it")
    for problem in done.worked_by.problems(store, end):
        done.wrong(number, "", problem)
    done.amiss.sort()
    return done


_NO_CASE = "it is not a case as an export writes one; export it again, or leave the line out"


class _Intake:
    """Read lines; the engine knows the definitions that came in so far."""

    def __init__(self, store: Store, done: Transfer) -> None:
        self._store = store
        self._done = done
        self._codec = definition_codec()
        self._now = micros(datetime.now(UTC))
        self._admissions: Admissions | None = None

    def read(self, batch: Sequence[tuple[int, Json]]) -> tuple[list[_Read], Json | None]:
        """Return the cases in a stretch of lines, and what the last line of the file says."""
        cases: list[_Read] = []
        end: Json | None = None
        for number, line in batch:
            if PROBLEM in line:
                self._done.wrong(number, "", line[PROBLEM])
            elif "case" in line:
                self._case(number, line, cases)
            elif "definition" in line:
                self._definition(number, line["definition"])
            elif isinstance(line.get("end"), dict):
                end = line["end"]
            else:
                self._done.wrong(number, "", "it is no line of an export")
        return cases, end

    def _case(self, number: int, line: Json, cases: list[_Read]) -> None:
        """Read and check a case; what is wrong with it is told by its line."""
        try:
            given = _exported(line)
        except (KeyError, TypeError, ValueError):
            self._done.wrong(number, _number_in(line), _NO_CASE)
            return
        try:
            kept, raised = self._store.run(self._ready().admitted(given, self._now))
        except StoreUnavailableError:
            raise
        except CaseflowError as error:
            self._done.wrong(number, given.case_id, message_of(error))
        except Exception as error:  # noqa: BLE001 - a line may hold anything at all
            problem = f"it cannot be read: {type(error).__name__} {error}"
            self._done.wrong(number, given.case_id, problem)
        else:
            cases.append((number, kept, raised))
            self._done.worked_by.add(line)

    def _ready(self) -> Admissions:
        """Return what checks cases, by an engine of all that is kept by now."""
        if self._admissions is None:
            ops = self._store.ops
            office = vietnam.danang()
            left_out: list[FormatError] = []
            engine = self._store.run(kept_engine(ops, office, self._codec, passed_over=left_out))
            work = pack_service(engine, self._store).work
            self._admissions = Admissions(work, Verification(work, BACKOFF))
        return self._admissions

    def _definition(self, number: int, data: Any) -> None:  # noqa: ANN401
        """Keep a definition; one that no engine can be made of is refused."""
        store, done = self._store, self._done
        try:
            definition = Definition(*(_text(data[name]) for name in ("kind", "name", "text")))
        except (KeyError, TypeError, UnicodeEncodeError):
            done.wrong(number, "", "it is no definition")
            return
        done.worked_by.count += 1
        try:
            if definition.kind == ERASURE:
                store.run(refuse_forged(store.ops, definition))
            else:
                refuse_garbage(definition, self._codec)
            kept = store.run(store.ops.keep(definition))
        except StoreUnavailableError:
            raise
        except CaseflowError as error:
            done.wrong(number, "", message_of(error))
            return
        self._admissions = None
        if kept == definition.hash or gives_its_dates(definition):
            done.definitions += 1
        else:
            name = f"{definition.kind} {definition.name}"
            done.wrong(number, "", f"{name} is kept already and says something else")


def _exported(line: Json) -> Exported:
    """Return the case of a line; its values are not looked at.

    Raises:
        KeyError, TypeError, ValueError: the line is not built as an export writes a case.
    """
    head = line["case"]
    return Exported(
        head["case_id"],
        head["procedure"],
        head["unit"],
        head["state"],
        head["wake_at"],
        head["tries"],
        head["parked"],
        [(name, at) for name, at in line["raised"]],
        [(text, told) for text, told in line["records"]],
    )


def _number_in(line: Json) -> object:
    """Return the number that a line gives its case, whatever it is; "" if it gives none."""
    head = line["case"]
    return cast("Json", head).get("case_id", "") if isinstance(head, dict) else ""


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError
    value.encode()
    return value


# ── keeping ─────────────────────────────────────────────────────────────────────────────────


def _keep_cases(store: Store, cases: Sequence[_Read], done: Transfer) -> None:
    """Keep them all at once, or one by one if some are there already; each whole or not at all."""
    try:
        raised = [(kept.head.case_id, each) for _, kept, of_case in cases for each in of_case]
        store.run(store.ops.insert_many([kept for _, kept, _ in cases], raised))
        kept_now = list(cases)
    except StoreRefusedError:
        kept_now = [each for each in cases if _keep_case(store, each, done)]
    done.cases += len(kept_now)
    done.records += sum(len(kept.entries) for _, kept, _ in kept_now)


def _keep_case(store: Store, read: _Read, done: Transfer) -> bool:
    number, kept, raised = read
    head = kept.head
    if store.run(store.ops.load(head.case_id, _PAST_ALL)) is not None:
        there = store.run(store.ops.entries(head.case_id, head.seq - 1, 1))
        if there and there[0].hash == head.hash:
            done.there += 1
        else:
            done.wrong(number, head.case_id, "another case is kept under this number")
        return False
    try:
        store.run(store.ops.insert_many([kept], [(head.case_id, each) for each in raised]))
    except StoreRefusedError as error:
        done.wrong(number, head.case_id, message_of(error))
        return False
    return True
