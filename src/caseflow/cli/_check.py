"""`caseflow check`: every fault of workflows, procedures, catalogues, calendars and profiles.

What a fault is stands in `checks`.
"""

import argparse
import sys
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path

from attrs import frozen

from caseflow._toml_texts import parse_toml
from caseflow.calendars import CALENDAR_KEYS, load_calendar
from caseflow.checks import Fault, check_catalogue, check_procedure, check_workflow
from caseflow.cli._catalogue import list_warnings, lists_of
from caseflow.cli._commands import Commands
from caseflow.cli._languages import add_language, by_language
from caseflow.cli._packs import pack_of, unchecked_pack_of
from caseflow.cli._screen import FINDINGS, OK, error_data, print_json, printing
from caseflow.cli._wording import message_of, usage_of
from caseflow.errors import CaseflowError, FormatError
from caseflow.interchange import load_procedure, load_profile, load_workflow
from caseflow.office.pack import Pack, check_pack
from caseflow.procedures import Catalogue
from caseflow.texts import Message

__all__ = ["add_parser"]


@frozen
class _Found:
    """What one file is, and what is wrong with it."""

    name: str
    kind: str
    faults: tuple[Fault, ...] = ()
    error: CaseflowError | None = None
    is_shipped: bool = False

    @property
    def is_clean(self) -> bool:
        return not self.faults and self.error is None

    @property
    def passes(self) -> bool:
        """Return whether nothing is wrong; a warning on what is shipped states its source."""
        if self.error is not None:
            return False
        return all(self.is_shipped and fault.is_warning for fault in self.faults)


def add_parser(commands: Commands) -> None:
    """Add the command to the parser."""
    parser = commands.add_parser(
        "check",
        description=(
            "Check workflows, procedures, catalogues, office calendars and replay profiles. "
            "The kind of a file is read from its keys; the name of a calendar of the pack "
            "checks what the pack ships. Without a file the pack itself is checked, whole."
        ),
        epilog="example: caseflow check examples/dutch-permit/profile.toml",
    )
    parser.add_argument(
        "files", nargs="*", metavar="FILE", help="TOML or CSV files, or a calendar of the pack"
    )
    add_language(parser, "faults")
    parser.add_argument("--json", action="store_true", help="print JSON")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Check each file in turn; any fault is a finding, and so is a warning on a file of yours."""
    pack = pack_of(options) if options.files else unchecked_pack_of(options)
    if pack.languages and options.lang not in pack.languages:
        _say_fallback(pack, options.lang)
    found = [] if options.files else [_whole(pack)]
    if options.files:
        check = _Check(pack)
        found += [each for name in options.files for each in check.checked(name)]
    code = OK if all(each.passes for each in found) else FINDINGS
    with printing(code):
        if options.json:
            print_json([_data(each) for each in found])
        else:
            for each in found:
                print("\n".join(_lines(each, options.lang)))
    return code


def _say_fallback(pack: Pack, language: str) -> None:
    """Say once that the texts of the pack do not exist in the language that was asked for."""
    asked, first = repr(language), repr(pack.languages[0])
    said = Message("commands/check.pack-has-no-texts", name=pack.name, asked=asked, first=first)
    print(f"caseflow: {said.in_(language)}", file=sys.stderr)


def _whole(pack: Pack) -> _Found:
    """Check the pack itself: all that is wrong with it, and with what it brings."""
    name = f"pack {pack.name}"
    try:
        return _Found(name, "pack", check_pack(pack, datetime.now(UTC).date()))
    except CaseflowError as error:
        return _Found(name, "pack", error=error)


class _Check:
    """Checks files by the law and the workflows of one pack."""

    def __init__(self, pack: Pack) -> None:
        self._pack = pack
        self._office = pack.jurisdiction()

    def checked(self, name: str) -> Sequence[_Found]:
        """Check the file called *name*, or what the pack ships if it is the name of a calendar."""
        if name in self._pack.calendars.calendars:
            return self._shipped(name)
        path = Path(name)
        kind = "file"
        try:
            kind, check = self._recognised(path)
            return [_Found(name, kind, check(path))]
        except CaseflowError as error:
            return [_Found(name, kind, error=error)]

    def _shipped(self, name: str) -> Sequence[_Found]:
        office, lists = self._office, self._pack.lists
        found = [
            _Found(
                f"{name}: {workflow.name}", "workflow", check_workflow(workflow), is_shipped=True
            )
            for workflow in office.workflows
        ]
        if lists is not None:
            shipped = lists.shipped()
            faults = (
                *check_catalogue(shipped, workflows=office.workflows, calendar=office.calendar),
                *lists.shipped_faults(),
                *lists.abolition_faults(shipped, office.calendar),
            )
            found.append(_Found(f"{name}: catalogue", "catalogue", faults, is_shipped=True))
        faults = self._warnings(office.catalogue)
        found.append(_Found(f"{name}: {office.name}", "catalogue", faults, is_shipped=True))
        return found

    def _warnings(self, catalogue: Catalogue) -> tuple[Fault, ...]:
        return list_warnings(self._pack, catalogue)

    def _recognised(self, path: Path) -> tuple[str, Callable[[Path], tuple[Fault, ...]]]:
        """Return the kind of a file, from its keys."""
        text = _text(path)
        if path.suffix.lower() == ".csv":
            return "catalogue", self._csv
        keys: set[str] = set()
        try:
            keys |= set(parse_toml(text))
        except FormatError as error:
            raise FormatError(str(path), f"is not TOML: {error.problem}") from None
        if {"activities", "columns"} & keys:
            return "profile", self._profile
        if {"states", "transitions"} & keys:
            return "workflow", self._workflow
        if "procedures" in keys:
            return "catalogue", self._catalogue
        if {"code", "limits"} & keys:
            return "procedure", self._procedure
        if not keys & set(CALENDAR_KEYS):
            raise FormatError(
                str(path),
                "none of its keys is that of a workflow, procedure, catalogue, profile or "
                "calendar; see the reference for the keys of each",
            )
        return "calendar", self._calendar

    def _csv(self, path: Path) -> tuple[Fault, ...]:
        return self._warnings(lists_of(self._pack).read(_text(path), str(path)))

    def _catalogue(self, path: Path) -> tuple[Fault, ...]:
        catalogue = self._pack.definitions().loads_catalogue(_text(path))
        found = check_catalogue(catalogue)
        if self._pack.lists is None:
            return found
        return (*found, *self._pack.lists.abolition_faults(catalogue, self._pack.calendar()))

    def _workflow(self, path: Path) -> tuple[Fault, ...]:
        return check_workflow(load_workflow(path, self._pack.definitions()))

    def _procedure(self, path: Path) -> tuple[Fault, ...]:
        return check_procedure(load_procedure(path, self._pack.definitions()))

    def _profile(self, path: Path) -> tuple[Fault, ...]:
        codec = self._pack.definitions()
        profile = load_profile(path, codec=codec, jurisdiction=self._office)
        procedure = check_procedure(
            profile.procedure, workflows=(profile.workflow,), calendar=profile.calendar
        )
        return (*check_workflow(profile.workflow), *procedure)

    def _calendar(self, path: Path) -> tuple[Fault, ...]:
        # A calendar that can be loaded has no faults: a bad decree is refused on loading.
        named = self._pack.calendars
        load_calendar(path, bases=named.calendars, law=named.law)
        return ()


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise FormatError(
            str(path), f"cannot be read ({error}); give the path of a UTF-8 TOML or CSV file"
        ) from None


def _lines(found: _Found, language: str) -> list[str]:
    if found.error is not None:
        text = (
            message_of(found.error).removeprefix("calendar file ").removeprefix(f"{found.name}: ")
        )
        return [f"{found.name}: {text} [{found.error.code}]"]
    kind = _KINDS[found.kind]
    if found.is_clean:
        said = Message("commands/check.without-faults", kind=kind)
        return [f"{found.name}: {said.in_(language)}"]
    errors = sum(not fault.is_warning for fault in found.faults)
    warnings = len(found.faults) - errors
    said = Message("commands/check.faults-counted", kind=kind, errors=errors, warnings=warnings)
    lines = [f"{found.name}: {said.in_(language)}"]
    for fault in found.faults:
        severity = _SEVERITIES[fault.severity].in_(language)
        at = Message("commands/check.at").in_(language)
        lines.append(
            f"  {severity} {fault.code} {at} {usage_of(fault.where)}: {fault.text(language)}"
        )
    return lines


_SEVERITIES = {
    "error": Message("commands/check.error"),
    "warning": Message("commands/check.warning"),
}
_KINDS = {
    "workflow": Message("commands/check.workflow"),
    "catalogue": Message("commands/check.catalogue"),
    "procedure": Message("commands/check.procedure"),
    "calendar": Message("commands/check.calendar"),
    "pack": Message("commands/check.pack"),
    "profile": Message("commands/check.profile"),
    "file": Message("commands/check.file"),
}


def _data(found: _Found) -> dict[str, object]:
    return {
        "name": found.name,
        "kind": found.kind,
        "error": error_data(found.error) if found.error else None,
        "faults": [
            {
                "code": fault.code,
                "severity": fault.severity,
                "where": fault.where,
                "text": by_language(fault.text),
            }
            for fault in found.faults
        ],
    }
