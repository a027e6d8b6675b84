"""`caseflow check`: every fault of workflows, procedures, catalogues, calendars and profiles.

May import: everything below the command line. What a fault is stands in `checks`.
"""

import argparse
from collections.abc import Callable, Sequence
from pathlib import Path

from attrs import frozen

from caseflow import vietnam
from caseflow.calendars import CALENDAR_KEYS, load_calendar
from caseflow.checks import Fault, check_catalogue, check_procedure, check_workflow
from caseflow.cli.commands import Commands
from caseflow.cli.screen import FINDINGS, OK, error_data, print_json, printing
from caseflow.cli.wording import message_of, usage_of
from caseflow.errors import CaseflowError, FormatError
from caseflow.interchange import load_profile
from caseflow.interchange.definitions import load_procedure, load_workflow
from caseflow.toml_texts import parse_toml
from caseflow.values import LANGUAGES, Text
from caseflow.vietnam.law import RULES
from caseflow.vietnam.stored import definition_codec

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
        """Tell whether nothing is wrong; a warning on what is shipped says what its source says."""
        if self.error is not None:
            return False
        return all(self.is_shipped and fault.is_warning for fault in self.faults)


def add_parser(commands: Commands) -> None:
    """Add the command to the parser."""
    parser = commands.add_parser(
        "check",
        description=(
            "Check workflows, procedures, catalogues, office calendars and replay profiles. "
            "What a file is, is told from its keys; vn checks what is shipped."
        ),
        epilog="example: caseflow check vn examples/dutch-permit/profile.toml",
    )
    parser.add_argument("files", nargs="+", metavar="FILE", help="TOML or CSV files, or vn")
    parser.add_argument("--lang", choices=LANGUAGES, default="en", help="language of the faults")
    parser.add_argument("--json", action="store_true", help="print JSON")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Check each file in turn; any fault is a finding, and so is a warning on a file of yours."""
    found = [each for name in options.files for each in _checked(name)]
    code = OK if all(each.passes for each in found) else FINDINGS
    with printing(code):
        if options.json:
            print_json([_data(each) for each in found])
        else:
            for each in found:
                print("\n".join(_lines(each, options.lang)))
    return code


def _checked(name: str) -> Sequence[_Found]:
    if name == "vn":
        return _shipped()
    path = Path(name)
    kind = "file"
    try:
        kind, check = _recognised(path)
        return [_Found(name, kind, check(path))]
    except CaseflowError as error:
        return [_Found(name, kind, error=error)]


def _shipped() -> Sequence[_Found]:
    office = vietnam.danang()
    found = [
        _Found(f"vn: {workflow.name}", "workflow", check_workflow(workflow), is_shipped=True)
        for workflow in office.workflows
    ]
    for name, catalogue in (
        ("vn: catalogue", vietnam.catalogue()),
        ("vn: Đà Nẵng", office.catalogue),
    ):
        faults = check_catalogue(catalogue, workflows=office.workflows, calendar=office.calendar)
        papers = vietnam.catalogue_faults() if name == "vn: catalogue" else ()
        papers = (*papers, *vietnam.life_faults(catalogue, office.calendar))
        found.append(_Found(name, "catalogue", (*faults, *papers), is_shipped=True))
    return found


def _recognised(path: Path) -> tuple[str, Callable[[Path], tuple[Fault, ...]]]:
    """Tell from its keys what a file is."""
    text = _text(path)
    if path.suffix.lower() == ".csv":
        return "catalogue", _check_csv
    keys: set[str] = set()
    try:
        keys |= set(parse_toml(text))
    except FormatError as error:
        raise FormatError(str(path), f"is not TOML: {error.problem}") from None
    if {"activities", "columns"} & keys:
        return "profile", _check_profile
    if {"states", "transitions"} & keys:
        return "workflow", lambda file: check_workflow(load_workflow(file, definition_codec()))
    if "procedures" in keys:
        return "catalogue", _check_catalogue
    if {"code", "limits"} & keys:
        return "procedure", lambda file: check_procedure(load_procedure(file, definition_codec()))
    if not keys & set(CALENDAR_KEYS):
        raise FormatError(
            str(path),
            "none of its keys is that of a workflow, procedure, catalogue, profile or calendar; "
            "see the reference for the keys of each",
        )
    return "calendar", _check_calendar


def _check_csv(path: Path) -> tuple[Fault, ...]:
    office = vietnam.danang()
    catalogue = vietnam.read_catalogue(_text(path), name=str(path))
    faults = check_catalogue(catalogue, workflows=office.workflows, calendar=office.calendar)
    return (*faults, *vietnam.life_faults(catalogue, office.calendar))


def _check_catalogue(path: Path) -> tuple[Fault, ...]:
    catalogue = definition_codec().loads_catalogue(_text(path))
    return (*check_catalogue(catalogue), *vietnam.life_faults(catalogue, vietnam.calendar()))


def _check_profile(path: Path) -> tuple[Fault, ...]:
    profile = load_profile(path, codec=definition_codec(), jurisdiction=vietnam.danang())
    procedure = check_procedure(
        profile.procedure, workflows=(profile.workflow,), calendar=profile.calendar
    )
    return (*check_workflow(profile.workflow), *procedure)


def _check_calendar(path: Path) -> tuple[Fault, ...]:
    # A calendar that can be loaded has no faults: a bad decree is refused on loading.
    load_calendar(path, bases={"vn": vietnam.calendar}, law=RULES)
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
    if found.is_clean:
        said = Text(vi=f"{_kind(found, 'vi')} không có lỗi", en=f"{found.kind} without faults")
        return [f"{found.name}: {said.in_(language)}"]
    errors = sum(not fault.is_warning for fault in found.faults)
    warnings = len(found.faults) - errors
    said = Text(
        vi=f"{_kind(found, 'vi')} có {errors} lỗi và {warnings} cảnh báo",
        en=f"{found.kind} with {errors} error(s) and {warnings} warning(s)",
    )
    lines = [f"{found.name}: {said.in_(language)}"]
    for fault in found.faults:
        severity = _SEVERITIES[fault.severity].in_(language)
        at = Text(vi="tại", en="at").in_(language)
        lines.append(
            f"  {severity} {fault.code} {at} {usage_of(fault.where)}: {fault.text(language)}"
        )
    return lines


_SEVERITIES = {"error": Text(vi="lỗi", en="error"), "warning": Text(vi="cảnh báo", en="warning")}
_KINDS = {
    "workflow": Text(vi="quy trình", en="workflow"),
    "catalogue": Text(vi="danh mục", en="catalogue"),
    "procedure": Text(vi="thủ tục", en="procedure"),
    "calendar": Text(vi="lịch", en="calendar"),
    "profile": Text(vi="hồ sơ ánh xạ", en="profile"),
    "file": Text(vi="tệp", en="file"),
}


def _kind(found: _Found, language: str) -> str:
    return _KINDS[found.kind].in_(language)


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
                "text": {"vi": fault.text("vi"), "en": fault.text("en")},
            }
            for fault in found.faults
        ],
    }
