"""`--store`: cases that a command works are kept as it goes, and found again when it is repeated.

What is kept comes from a seed or a log, so the same command gives the same records, and those that
are there already are passed over.
"""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

from caseflow.cases import ASSIGNMENT_ACTIONS, Case, Opened, Record
from caseflow.cli._screen import number_text
from caseflow.engine import Engine
from caseflow.errors import UnknownNameError, ValueInvalidError
from caseflow.keys import RESERVED_KEYS, ReservedKey
from caseflow.office.pack import Pack
from caseflow.office.services import service_of
from caseflow.service import CaseService
from caseflow.stores import StoreRefusedError, UnknownCaseError, file_of, open_store
from caseflow.texts import Message

__all__ = ["Keeping", "add_store_option", "add_url", "refuse_no_directory", "shown_url"]


def add_url(
    parser: argparse.ArgumentParser,
    purpose: str = "sqlite:///cases.db, sqlite:////var/lib/cases.db or postgresql://...",
    *,
    is_required: bool = True,
) -> None:
    """Add the options by which a command is given a store; every command has the same."""
    parser.add_argument("--store", dest="url", required=is_required, metavar="URL", help=purpose)
    parser.add_argument("--agency", default="", metavar="NAME", help="whose cases (none named)")
    parser.add_argument(
        "--portable",
        action="store_true",
        help="for a distributed database in the protocol of PostgreSQL",
    )


def add_store_option(parser: argparse.ArgumentParser, default: str) -> None:
    """Add the option to keep what is worked; without a value it is the file *default*."""
    parser.add_argument(
        "--store",
        nargs="?",
        const=default,
        metavar="URL",
        help=f"keep the cases there too; without a URL in {default.removeprefix('sqlite:///')}",
    )


def shown_url(url: str) -> str:
    """Return *url* as it may be printed: without a password.

    >>> shown_url("postgresql://portal:secret@db.example/cases")
    'postgresql://portal:...@db.example/cases'
    """
    before, at, host = url.rpartition("@")
    scheme, slashes, user = before.partition("://")
    name, colon, _ = user.partition(":")
    return f"{scheme}{slashes}{name}{colon and ':...'}{at}{host}" if at else url


def refuse_no_directory(url: str) -> None:
    """Refuse the file of a new store in a directory that is not there; asking again helps nobody.

    Raises:
        ValueInvalidError: there is no such directory.
    """
    path = file_of(url)
    if path is not None and not Path(path).parent.is_dir():
        allowed = f"a file in a directory that is there; make {Path(path).parent} first"
        raise ValueInvalidError("store", url, allowed)


#: So many records are kept in one transaction, and are lost if the machine stops before it.
_BATCH = 5_000
#: After every record of a case: only whether it is there is asked.
_PAST_ALL = 2**31 - 1


class Keeping:
    """Keep worked cases in the store at *url*, whose tables are made if they are not there."""

    def __init__(self, url: str, engine: Engine, pack: Pack) -> None:
        """Open the store."""
        self.url = shown_url(url)
        self._pack = pack
        refuse_no_directory(url)
        self._store = open_store(url)
        self._store.run(self._store.ops.migrate())
        self._service = service_of(engine, self._store, self._pack)
        self._jurisdiction = engine.jurisdiction
        self.cases = self.kept = self.there = 0
        self._batch: list[Case] = []
        self._waiting = 0
        self._last = ""

    @property
    def service(self) -> CaseService:
        """Return the service by which cases are kept."""
        return self._service

    def beside(self, engine: Engine) -> CaseService:
        """Return a service on the same store for what another office works."""
        return service_of(engine, self._store, self._pack)

    def count(self, *, kept: int, there: int) -> None:
        """Count a case that was kept by another service on the store."""
        self.cases += 1
        self.kept += kept
        self.there += there

    def keep(self, case: Case) -> None:
        """Keep *case* with the next batch; what is kept of it already is passed over.

        Raises:
            StoreRefusedError: another case is kept under its number.
        """
        known = self._known(case.id) if self._is_kept(case.id) else ()
        if known != case.records[: len(known)] and case.records != known[: len(case.records)]:
            raise StoreRefusedError(f"another case is kept as {case.id!r}; give another store")
        if known:
            for record in case.records[len(known) :]:
                self._append(case, record)
                self.kept += 1
            self.there += min(len(known), len(case.records))
            self.cases += 1
            return
        self._batch.append(case)
        self._waiting += len(case.records)
        if self._waiting >= _BATCH:
            self.flush()

    def flush(self) -> None:
        """Keep the cases that wait, all in one transaction."""
        batch, self._batch, waiting, self._waiting = self._batch, [], self._waiting, 0
        if batch:
            self._service.keep_all(batch)
            self.cases += len(batch)
            self.kept += waiting
            self._last = batch[-1].id

    def _is_kept(self, case_id: str) -> bool:
        return self._store.run(self._store.ops.load(case_id, _PAST_ALL)) is not None

    def _known(self, case_id: str) -> Sequence[Record]:
        try:
            return self._service.get(case_id).records
        except UnknownCaseError:
            return ()

    def _append(self, case: Case, record: Record) -> None:
        key = _kept_key(record)
        if isinstance(record.payload, Opened):
            terms = record.payload.terms
            self._service.open(
                terms.procedure,
                case_id=case.id,
                channel=terms.channel,
                result_by=terms.result_by,
                at=record.at,
                by=record.actor,
                branch=terms.branch,
                facts={each.name: each.after for each in record.facts if each.after is not None},
                key=key,
            )
            return
        workflow = self._jurisdiction.workflow(case.fingerprint)
        if workflow is None:
            known = self._jurisdiction.fingerprints
            raise UnknownNameError(case.fingerprint, known, "workflow")
        self._service.fire(
            case.id,
            ASSIGNMENT_ACTIONS.get(record.action) or workflow.action(record.action),
            record.payload,
            by=record.actor,
            at=record.at,
            key=key,
            expected_version=record.seq,
        )

    def summary(self, language: str = "en") -> str:
        """Say what was kept, and how to check it."""
        cases, kept, there = (
            number_text(count, language) for count in (self.cases, self.kept, self.there)
        )
        said = Message("commands/store.cases-records-kept", cases=cases, url=self.url, kept=kept)
        already = Message("commands/store.there-already", there=there)
        check = Message("commands/store.check-with")
        return (
            f"{said.in_(language)}{already.in_(language) if self.there else ''}\n"
            f"{check.in_(language)}: caseflow store verify --store {self.url}"
        )

    def to_json(self) -> dict[str, object]:
        """Return the same as data."""
        return {"url": self.url, "cases": self.cases, "kept": self.kept, "there": self.there}

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        try:
            if error is None or isinstance(error, KeyboardInterrupt):
                self.flush()
        finally:
            self._store.close()
        if isinstance(error, KeyboardInterrupt):
            last = f"; the last one kept is {self._last}" if self._last else ""
            print(
                f"\n{self.summary()}\nrun the same command again to go on with the case after "
                f"those{last}",
                file=sys.stderr,
            )


def _kept_key(record: Record) -> str | None:
    """Return the key of *record* as it was given: what it belongs to was decided already."""
    key = record.key
    return ReservedKey(key) if key is not None and key.startswith(RESERVED_KEYS) else key
