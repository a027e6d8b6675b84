"""`caseflow store restore`: a backup put back in the place of a SQLite store.

How it is done stands in `stores.restoring`.
"""

import argparse
from pathlib import Path
from urllib.parse import quote

from caseflow.cli._keeping import refuse_no_directory, shown_url
from caseflow.cli._screen import OK, number_text, print_json
from caseflow.errors import ValueInvalidError
from caseflow.pii.erasures import Erasure, erase, erasures
from caseflow.stores import StoreRefusedError, file_of, open_store
from caseflow.stores.restoring import Restored, agencies_that_erased, restore
from caseflow.texts import Message
from caseflow.values import Actor

__all__ = ["add_restore", "run_restore"]


def add_restore(parser: argparse.ArgumentParser) -> None:
    """Add what only this duty takes."""
    parser.add_argument("backup", metavar="BACKUP", help="a file as `vacuum into` writes it")
    parser.add_argument(
        "--to",
        dest="url",
        required=True,
        metavar="FILE|URL",
        help="the store that it takes the place of: cases.db or sqlite:///cases.db",
    )


def run_restore(options: argparse.Namespace) -> int:
    """Put a backup back, erase again what was erased since, and say what was done."""
    target = _file(options.url)
    refuse_no_directory(_url(target))
    acts = _acts(target)
    done = restore(options.backup, target)
    again = 0 if acts is None else sum(_erased_again(target, each, acts[each]) for each in acts)
    if options.json:
        print_json({**done._asdict(), "erased_again": None if acts is None else again})
    else:
        print("\n".join(_said(done, target, None if acts is None else again, options.lang)))
    return OK


def _file(url: str) -> str:
    """Return the file that is meant by a path or a URL."""
    path = url if "://" not in url and url != "memory:" else file_of(url)
    if not path:
        allowed = "a SQLite file, as cases.db or sqlite:///cases.db; PostgreSQL has pg_restore"
        raise ValueInvalidError("--to", shown_url(url), allowed)
    return path


def _acts(target: str) -> dict[str, tuple[Erasure, ...]] | None:
    """Return the acts of erasure of each agency; None if they cannot be read."""
    agencies = agencies_that_erased(target)
    if agencies is None:
        return None if Path(target).exists() else {}
    found: dict[str, tuple[Erasure, ...]] = {}
    try:
        for agency in agencies:
            with open_store(_url(target), agency) as store:
                found[agency] = store.run(erasures(store.ops))
    except StoreRefusedError:
        return None
    return found


def _erased_again(target: str, agency: str, acts: tuple[Erasure, ...]) -> int:
    """Erase what was erased since the backup was made; return how many persons that are."""
    again = 0
    with open_store(_url(target), agency) as store:
        for act in acts:
            secret = store.run(store.ops.secret(act.subject))
            if secret is not None and secret.secret is not None:
                by = Actor(act.by)
                store.run(erase(store.ops, act.subject, at=act.at, by=by, ground=act.ground))
                again += 1
    return again


def _url(target: str) -> str:
    return f"sqlite:///{quote(target)}"


def _said(done: Restored, target: str, again: int | None, language: str) -> list[str]:
    cases, records = (number_text(count, language) for count in (done.cases, done.records))
    lines = [
        Message(
            "commands/store.cases-records-restored", cases=cases, records=records, target=target
        )
    ]
    if done.cases_before is not None and done.records_before is not None:
        cases, records = (
            number_text(count, language) for count in (done.cases_before, done.records_before)
        )
        lines.append(
            Message("commands/store.place-cases-records-that", cases=cases, records=records)
        )
    if done.removed:
        names = ", ".join(done.removed)
        lines.append(Message("commands/store.removed-not-part-what", names=names))
    if again is None:
        lines.append(Message("commands/store.acts-erasure-old-file"))
    elif again:
        persons = number_text(again, language)
        lines.append(Message("commands/store.keys-persons-destroyed-again", persons=persons))
    lines.append(Message("commands/store.now-verify-with-last"))
    return [line.in_(language) for line in lines]
