"""`caseflow catalogue`: an office's list of procedures: a template, a check, a dated load, a diff.

What a list must say stands in the pack.
"""

import argparse
from collections.abc import Iterable
from pathlib import Path

from caseflow.checks import check_catalogue
from caseflow.cli._commands import Commands
from caseflow.cli._languages import add_language, by_language
from caseflow.cli._packs import pack_of, part_of
from caseflow.cli._screen import FINDINGS, OK, error_data, print_json
from caseflow.cli._wording import fault_text, message_of, usage_of
from caseflow.cli._words import day_of, text_of, write_whole
from caseflow.errors import DefinitionError, FormatError, ValueInvalidError
from caseflow.office.lists import ListChange, compare_lists
from caseflow.office.pack import Pack, ProcedureLists
from caseflow.procedures import Catalogue
from caseflow.texts import Message
from caseflow.workflow import Fault

__all__ = ["add_catalogue", "add_parser", "catalogue_of", "list_warnings", "listed_in", "lists_of"]


def add_catalogue(parser: argparse.ArgumentParser) -> None:
    """Add the option that names the list of an office."""
    parser.add_argument(
        "--catalogue",
        metavar="PATH",
        default=argparse.SUPPRESS,
        help="the list of an office: a file, or the directory it was loaded into",
    )


def catalogue_of(options: argparse.Namespace) -> Catalogue | None:
    """Return the list of the office that the words name, None if they name none."""
    path = getattr(options, "catalogue", None)
    return None if path is None else lists_of(pack_of(options)).load(path)


def listed_in(options: argparse.Namespace) -> Catalogue:
    """Return the list of the office that the words name, else all that the pack ships."""
    own = catalogue_of(options)
    if own is not None:
        return own
    pack = pack_of(options)
    return pack.jurisdiction().catalogue if pack.lists is None else pack.lists.shipped()


def lists_of(pack: Pack) -> ProcedureLists:
    """Return how the offices of a country keep their own lists.

    Raises:
        PackPartMissingError: they keep none.
    """
    return part_of(pack, pack.lists, "lists")


def add_parser(commands: Commands) -> None:
    """Add the command to the parser."""
    parser = commands.add_parser(
        "catalogue",
        description="Look after the list of procedures that an office decided.",
        epilog="example: caseflow catalogue template --out list.csv",
    )
    duties = parser.add_subparsers(title="duties", metavar="DUTY", required=True)
    duty = duties.add_parser(
        "template",
        help="write an empty list with every column",
        description="Write a list with every column and one example row, to be deleted.",
    )
    duty.add_argument("--format", choices=("csv", "toml"), default="csv", help="csv or toml (csv)")
    duty.add_argument("--out", metavar="FILE", help="write there, in place of standard output")
    add_language(duty, "report")
    duty.set_defaults(run=_template)
    duty = duties.add_parser(
        "check",
        help="report every fault of a list, with its line and column",
        description="Check a list: every fault at once, with line, column and what to write.",
    )
    _add_file(duty)
    duty.add_argument(
        "--into", metavar="DIR", help="compare with the lists that were loaded into this directory"
    )
    duty.set_defaults(run=_check)
    duty = duties.add_parser(
        "load",
        help="keep a list from a day on, and report what changed since the last",
        description="Check a list, keep it in a directory by its day, and report what changed.",
    )
    _add_file(duty)
    duty.add_argument("--into", metavar="DIR", required=True, help="where the lists are kept")
    duty.add_argument("--on", metavar="DAY", required=True, help="from which day the list holds")
    duty.add_argument("--dry-run", action="store_true", help="only say what would change")
    duty.set_defaults(run=_load)


def _add_file(duty: argparse.ArgumentParser) -> None:
    duty.add_argument("file", metavar="FILE", help="a table as CSV or TOML; see template")
    add_language(duty, "report")
    duty.add_argument("--json", action="store_true", help="print JSON")


def _template(options: argparse.Namespace) -> int:
    text = lists_of(pack_of(options)).template(options.format)
    if options.out is None:
        print(text, end="")
        return OK
    path = Path(options.out)
    if path.exists():
        raise ValueInvalidError("--out", options.out, "a file that is not there yet")
    # The mark tells a spreadsheet that the table is UTF-8.
    mark = "\ufeff" if options.format == "csv" else ""
    _write(path, f"{mark}{text}".encode())
    rows = len(text.splitlines()) - 1 if options.format == "csv" else 1
    said = Message("commands/catalogue.example-row", rows=rows)
    print(f"{path}: {said.in_(options.lang)}")
    return OK


def _write(path: Path, content: bytes) -> None:
    try:
        write_whole(path, content)
    except OSError as error:
        problem = f"cannot be written ({error.strerror or error}); give another path"
        raise FormatError(str(path), problem) from None


# ── checking and loading ────────────────────────────────────────────────────────────────────


def _check(options: argparse.Namespace) -> int:
    pack = pack_of(options)
    lists = lists_of(pack)
    before = None if options.into is None else _loaded(lists, Path(options.into))
    try:
        rows = lists.check(text_of(options.file), options.file, before).rows
    except DefinitionError as error:
        if options.json:
            faults = [fault_text(fault) for fault in error.faults]
            print_json({"file": options.file, "rows": None, "faults": faults, **error_data(error)})
        else:
            print(message_of(error))
        return FINDINGS
    catalogue = lists.read(text_of(options.file), options.file)
    warnings = list_warnings(pack, catalogue)
    changes = compare_lists(before, catalogue) if options.into is not None else ()
    if options.json:
        print_json(_data(options.file, rows, warnings, changes, pack))
    else:
        clean = Message("commands/catalogue.rows-without-faults", rows=rows)
        print(f"{options.file}: {clean.in_(options.lang)}")
        _tell(warnings, changes, options.lang)
    return FINDINGS if warnings else OK


def list_warnings(pack: Pack, catalogue: Catalogue) -> tuple[Fault, ...]:
    """Return what the usual office of *pack* would find wrong with a list."""
    office = pack.jurisdiction()
    found = check_catalogue(catalogue, workflows=office.workflows, calendar=office.calendar)
    if pack.lists is None:
        return found
    return (*found, *pack.lists.abolition_faults(catalogue, office.calendar))


def _loaded(lists: ProcedureLists, into: Path) -> Catalogue | None:
    """Return what was loaded into the directory, None if nothing was."""
    return lists.load(str(into)) if into.is_dir() and lists.kept_in(str(into)) else None


def _load(options: argparse.Namespace) -> int:
    on, into = day_of("--on", options.on), Path(options.into)
    pack = pack_of(options)
    lists = lists_of(pack)
    if into.exists() and not into.is_dir():
        raise ValueInvalidError("--into", options.into, "a directory")
    text = text_of(options.file)
    held = lists.kept_in(str(into)) if into.is_dir() else ()
    latest = held[-1] if held else None
    before = _loaded(lists, into)
    rows, kept = lists.check(text, options.file, before)
    path = into / lists.file_name(on)
    if latest is not None and latest[0] > on:
        raise ValueInvalidError("--on", options.on, f"a day after the last list, {latest[0]}")
    is_again = latest is not None and latest[0] == on
    if latest is not None and is_again and text_of(latest[1]) != kept:
        raise ValueInvalidError(
            "--on", options.on, f"another day: {latest[1]} holds another list from that day"
        )
    catalogue = lists.read(text, options.file)
    last = None if latest is None else lists.load(latest[1])
    changes = compare_lists(last, catalogue)
    warnings = list_warnings(pack, catalogue)
    if not (options.dry_run or is_again):
        try:
            into.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise FormatError(str(into), f"cannot be made: {error.strerror}") from None
        _write(path, kept.encode())
    done = "loaded already" if is_again else "would be loaded" if options.dry_run else "loaded"
    if options.json:
        data = _data(options.file, rows, warnings, changes, pack)
        print_json({**data, "on": on.isoformat(), "kept": str(path), "done": done})
    else:
        said = _DONE[done]
        kept_from = Message("commands/catalogue.rows-from", rows=rows, said=said, on=on)
        print(f"{path}: {kept_from.in_(options.lang)}")
        _tell(warnings, changes, options.lang)
    return OK


_DONE = {
    "loaded": Message("commands/catalogue.loaded"),
    "loaded already": Message("commands/catalogue.loaded-already"),
    "would be loaded": Message("commands/catalogue.would-be-loaded"),
}


_WARNING, _ERROR = Message("commands/catalogue.warning"), Message("commands/catalogue.error")


def _tell(warnings: Iterable[Fault], changes: Iterable[ListChange], language: str) -> None:
    for change in changes:
        print(f"  {change.text(language)}")
    for fault in warnings:
        severity = _WARNING if fault.is_warning else _ERROR
        print(f"  {severity.in_(language)} {usage_of(fault.where)}: {fault.text(language)}")


def _data(
    file: str, rows: int, warnings: Iterable[Fault], changes: Iterable[ListChange], pack: Pack
) -> dict[str, object]:
    first = pack.languages[0]
    return {
        "file": file,
        "rows": rows,
        "changes": [
            {
                "kind": each.kind,
                "code": each.code,
                "version": each.version,
                "name": each.name.in_(first),
                "aspects": list(each.aspects),
            }
            for each in changes
        ],
        "warnings": [
            {
                "code": each.code,
                "where": each.where,
                "text": by_language(each.text),
            }
            for each in warnings
        ],
    }
