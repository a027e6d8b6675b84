"""Imports: an export read back into a store, line by line, each case as a live act is checked.

The form of an export is in `_exporting`; what may come in is for `_admitting` to say. One line that
is wrong is reported by its number, and the others come in; a case comes in whole or not at all.
"""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from itertools import islice
from typing import Any, cast

from attrs import frozen

from caseflow._typed import short, typed
from caseflow.codec import DefinitionCodec
from caseflow.engine import Engine, Jurisdiction
from caseflow.errors import CaseflowError, FormatError
from caseflow.service._admitting import Admissions, Exported
from caseflow.service._backoffs import BACKOFF
from caseflow.service._case_service import CaseService
from caseflow.service._definitions import gives_its_dates, kept_engine, refuse_garbage
from caseflow.service._export_lines import NO_LINE, PROBLEM, Json, Lines
from caseflow.service._exporting import FORMAT, Transfer
from caseflow.service._verification import Verification
from caseflow.stores import (
    ERASURE,
    Definition,
    Operations,
    Ops,
    Raised,
    Store,
    StoredCase,
    StoreRefusedError,
    StoreUnavailableError,
    micros,
)

__all__ = ["ImportRules", "import_lines"]

_BATCH = 5_000
#: After every record of a case: only its summary is wanted.
_PAST_ALL = 2**31 - 1

#: A case that was read: its line, what is kept of it, and what was raised on it.
_Read = tuple[int, StoredCase, Sequence[Raised]]


@short
@frozen
class ImportRules:
    """Say by what the cases of an import are checked.

    Attributes:
        jurisdiction: whose calendar, workflows and procedures the store need not keep.
        definitions: reads the definitions of the export.
        service_of: makes the service on the store whose payloads, expiries and units count.
        refuse_erasure: refuses an act of erasure that is forged, as `pii.erasures.refuse_forged`.
    """

    jurisdiction: Jurisdiction
    definitions: DefinitionCodec
    service_of: Callable[[Engine], CaseService]
    refuse_erasure: Callable[[Operations, Definition], Ops[None]]


def _no_progress(_: int) -> None:
    pass


@typed
def import_lines(
    store: Store,
    lines: Lines,
    rules: ImportRules,
    *,
    now: datetime,
    progress: Callable[[int], None] = _no_progress,
) -> Transfer:
    """Read an export into *store*, and return what came in and what was wrong.

    A case that a live service would not have kept is left out and reported; the others go on. Cases
    that are there already, with the same records, are passed over, so an import may be repeated.

    Args:
        store: where to; another thread writes to it while the next lines are read.
        lines: the export.
        rules: by what the cases are checked.
        now: the present: what lies after it is refused.
        progress: told how many bytes were read, a few thousand lines at a time.

    Raises:
        FormatError: the export cannot be read, or is none.
    """
    done = Transfer()
    number, first = next(lines, NO_LINE)
    if first.get("format") != FORMAT:
        raise FormatError(lines.name, f"it is no export: its first line must say {FORMAT!r}")
    end: Json | None = None
    intake = _Intake(store, done, rules, now)
    # While the database keeps a batch, the next one is read and checked.
    with ThreadPoolExecutor(1, "caseflow-import") as writer:
        keeping = writer.submit(_keep_cases, store, (), done)
        while batch := list(islice(lines, _BATCH)):
            cases, last = intake.read(batch)
            end, number = last or end, batch[-1][0]
            keeping.result()
            keeping = writer.submit(_keep_cases, store, cases, done)
            progress(lines.read)
        keeping.result()
    read = done.cases + done.there
    if end is None:
        done.wrong(number, "", "the file ends early: its last line is missing")
    elif not done.problems and end.get("cases") != read:
        done.wrong(number, "", f"the file says {end.get('cases')} cases and {read} were in it")
    for problem in done.worked_by.problems(store, end):
        done.wrong(number, "", problem)
    done.problems.sort(key=lambda each: (each.line, each.case_id, str(each.what)))
    return done


_NO_CASE = "it is not a case as an export writes one; export it again, or leave the line out"


class _Intake:
    """Read lines; the engine knows the definitions that came in so far."""

    def __init__(self, store: Store, done: Transfer, rules: ImportRules, now: datetime) -> None:
        self._store = store
        self._done = done
        self._rules = rules
        self._now = micros(now)
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
        """Read and check a case; what is wrong with it is reported by its line."""
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
            self._done.wrong(number, given.case_id, error)
        except Exception as error:  # noqa: BLE001 - a line may hold anything at all
            problem = f"it cannot be read: {type(error).__name__} {error}"
            self._done.wrong(number, given.case_id, problem)
        else:
            cases.append((number, kept, raised))
            self._done.worked_by.add(line)

    def _ready(self) -> Admissions:
        """Return what checks cases, by an engine of all that is kept by now."""
        if self._admissions is None:
            ops, rules = self._store.ops, self._rules
            kept = kept_engine(ops, rules.jurisdiction, rules.definitions, passed_over=[])
            work = rules.service_of(self._store.run(kept)).work
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
                store.run(self._rules.refuse_erasure(store.ops, definition))
            else:
                refuse_garbage(definition, self._rules.definitions)
            kept = store.run(store.ops.keep(definition))
        except StoreUnavailableError:
            raise
        except CaseflowError as error:
            done.wrong(number, "", error)
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
    summary = line["case"]
    return Exported(
        summary["case_id"],
        summary["procedure"],
        summary["unit"],
        summary["state"],
        summary["wake_at"],
        summary["tries"],
        summary["parked"],
        [(name, at) for name, at in line["raised"]],
        [(text, derived) for text, derived in line["records"]],
    )


def _number_in(line: Json) -> object:
    """Return the number that a line gives its case, whatever it is; "" if it gives none."""
    summary = line["case"]
    return cast("Json", summary).get("case_id", "") if isinstance(summary, dict) else ""


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError
    value.encode()
    return value


# ── keeping ─────────────────────────────────────────────────────────────────────────────────


def _keep_cases(store: Store, cases: Sequence[_Read], done: Transfer) -> None:
    """Keep them all at once, or one by one if some are there already; each whole or not at all."""
    try:
        raised = [(kept.summary.case_id, each) for _, kept, of_case in cases for each in of_case]
        store.run(store.ops.insert_many([kept for _, kept, _ in cases], raised))
        kept_now = list(cases)
    except StoreRefusedError:
        kept_now = [each for each in cases if _keep_case(store, each, done)]
    done.cases += len(kept_now)
    done.records += sum(len(kept.records) for _, kept, _ in kept_now)


def _keep_case(store: Store, read: _Read, done: Transfer) -> bool:
    number, kept, raised = read
    summary = kept.summary
    if store.run(store.ops.load(summary.case_id, _PAST_ALL)) is not None:
        there = store.run(store.ops.records(summary.case_id, summary.seq - 1, 1))
        if there and there[0].hash == summary.hash:
            done.there += 1
        else:
            done.wrong(number, summary.case_id, "another case is kept under this number")
        return False
    try:
        store.run(store.ops.insert_many([kept], [(summary.case_id, each) for each in raised]))
    except StoreRefusedError as error:
        done.wrong(number, summary.case_id, error)
        return False
    return True
