"""`caseflow procedures`: list and search the catalogue; publish it, check and compare lists."""

import argparse
import sys
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

from caseflow.cli._catalogue import add_catalogue, catalogue_of, listed_in
from caseflow.cli._commands import Commands, Parsers
from caseflow.cli._languages import add_language, by_language
from caseflow.cli._packs import pack_of, part_of
from caseflow.cli._procedure_page import branches_of, fee_names, procedure_page
from caseflow.cli._screen import FINDINGS, OK, print_json, printing, table
from caseflow.cli._words import day_of, text_of, write_whole
from caseflow.errors import FormatError, ValueInvalidError
from caseflow.office.pack import Pack
from caseflow.procedures import Procedure, Totals
from caseflow.publications import (
    Publication,
    compare,
    from_csv,
    from_json,
    publication_faults,
    publish,
    to_csv,
    to_html,
    to_json,
)
from caseflow.texts import Message
from caseflow.values import Channel
from caseflow.workflow import Fault

__all__ = ["add_parser"]

_HEADER = (
    Message("commands/procedures.code"),
    Message("commands/procedures.version"),
    Message("commands/procedures.limit"),
    Message("commands/procedures.level"),
    Message("commands/procedures.name"),
)


def add_parser(commands: Commands) -> None:
    """Add the command to the parser."""
    parser = commands.add_parser(
        "procedures",
        description="List the procedures of the catalogue with their limits and sources.",
        epilog="example: caseflow procedures --search 'lao dong' (accents are not needed)",
    )
    add_catalogue(parser)
    parser.add_argument("--search", metavar="TEXT", help="words in the code or the name")
    add_language(parser, "limits (en)", default=None)
    parser.add_argument("--json", action="store_true", help="print JSON")
    parser.set_defaults(run=run)
    duties = parser.add_subparsers(title="duties", metavar="DUTY")
    _add_show(duties)
    _add_publish(duties)
    _add_check(duties)
    _add_diff(duties)


def _add_show(duties: Parsers) -> None:
    duty = duties.add_parser(
        "show",
        help="all that the catalogue says of one procedure",
        description=(
            "Show the limits, branches, channels, steps, names of fees and sources of a procedure, "
            "each version of it."
        ),
        epilog="example: caseflow procedures show 2.000815 --lang vi",
    )
    duty.add_argument("code", metavar="CODE", help="its code")
    _add_form(duty)
    duty.set_defaults(run=_show)


def _add_publish(duties: Parsers) -> None:
    duty = duties.add_parser(
        "publish",
        help="write the list of full and partial online services",
        description="Write what a catalogue offers online on a day, as CSV, JSON or one HTML page.",
    )
    duty.add_argument("--format", choices=tuple(_WRITERS), required=True, help="how to write it")
    duty.add_argument("--on", required=True, metavar="DAY", help="the day on which the list holds")
    duty.add_argument("--title", required=True, metavar="TEXT", help="the title of the list")
    duty.add_argument("--publisher", required=True, metavar="TEXT", help="who publishes it")
    duty.add_argument("--decision", default="", metavar="TEXT", help="the decision, as cited")
    add_catalogue(duty)
    duty.add_argument("--out", metavar="FILE", help="write there instead of standard output")
    add_language(duty, "page (the first of the pack)", default=argparse.SUPPRESS)
    duty.set_defaults(run=_publish)


def _add_check(duties: Parsers) -> None:
    duty = duties.add_parser(
        "check",
        help="compare a list with the totals published for it",
        description="Check that a list has no code twice and counts what was published.",
    )
    duty.add_argument("list", metavar="LIST", help="a list as CSV or JSON")
    duty.add_argument(
        "--against",
        metavar="NAME",
        help="totals that a publisher stated, as most; a wrong name lists all",
    )
    _add_form(duty)
    duty.set_defaults(run=_check)


def _add_diff(duties: Parsers) -> None:
    duty = duties.add_parser(
        "diff",
        help="report what changed from one list to another",
        description="Return which services were added, removed and changed between two lists.",
    )
    duty.add_argument("old", metavar="OLD", help="the older list, as CSV or JSON")
    duty.add_argument("new", metavar="NEW", help="the newer list, as CSV or JSON")
    _add_form(duty)
    duty.set_defaults(run=_diff)


def _add_form(duty: argparse.ArgumentParser) -> None:
    """Add options that the command has too; left out here, what was said before the duty holds."""
    quiet = argparse.SUPPRESS
    add_language(duty, "report", default=quiet)
    duty.add_argument("--json", action="store_true", default=quiet, help="print JSON")


def run(options: argparse.Namespace) -> int:
    """Print the matching procedures; no match is a finding."""
    language = options.lang or "en"
    asked = repr(options.search)
    catalogue = listed_in(options)
    found = catalogue.search(options.search or "")
    code = OK if found else FINDINGS
    with printing(code):
        if options.json:
            pack = pack_of(options)
            print_json([_data(procedure, pack) for procedure in found])
        elif found:
            rows = [[label.in_(language) for label in _HEADER]]
            rows += [_row(procedure, language) for procedure in found]
            print(table(rows))
            print(f"\n{_count(found, len(catalogue), language)}")
        else:
            none = Message("commands/procedures.no-procedure-matches-try", asked=asked)
            print(none.in_(language))
    return code


def _show(options: argparse.Namespace) -> int:
    _refuse_search(options)
    pack = pack_of(options)
    found = listed_in(options).versions(options.code)
    if options.json:
        print_json([_whole(procedure, pack) for procedure in found])
    else:
        print("\n\n".join(procedure_page(each, pack, options.lang or "en") for each in found))
    return OK


def _count(found: Sequence[Procedure], of: int, language: str) -> str:
    """Say how many were found, and of examples that they are some."""
    count = len(found)
    text = Message("commands/procedures.procedures", count=count, of=of)
    examples = Message("commands/procedures.examples-that-others-decided")
    is_example = any(procedure.is_example for procedure in found)
    return text.in_(language) + (examples.in_(language) if is_example else "")


# ── lists ───────────────────────────────────────────────────────────────────────────────────


def _as_csv(publication: Publication, _language: str, _pack: Pack) -> str:
    return to_csv(publication)


def _as_json(publication: Publication, _language: str, _pack: Pack) -> str:
    return to_json(publication)


def _as_html(publication: Publication, language: str, pack: Pack) -> str:
    basis = pack.publishing.basis if pack.publishing else ""
    return to_html(publication, language, basis=basis, law=pack.law)


_WRITERS: dict[str, Callable[[Publication, str, Pack], str]] = {
    "csv": _as_csv,
    "json": _as_json,
    "html": _as_html,
}


def _refuse_search(options: argparse.Namespace) -> None:
    """Refuse what only the list of procedures takes; a duty would pass over it."""
    if options.search is not None:
        raise ValueInvalidError(
            "--search", options.search, "it without a duty; a duty reads whole lists"
        )


def _faults(publication: Publication, stated: Totals | None, pack: Pack) -> tuple[Fault, ...]:
    law = pack.publishing
    if law is None:
        return publication_faults(publication, stated)
    return publication_faults(publication, stated, reasons_from=law.reasons_from, basis=law.basis)


def _publish(options: argparse.Namespace) -> int:
    _refuse_search(options)
    if options.lang is not None and options.format != "html":
        raise ValueInvalidError("--lang", options.lang, "it with --format html only")
    if options.json:
        raise ValueInvalidError(
            "--json", "before publish", "--format json, which writes the list so"
        )
    own, pack = catalogue_of(options), pack_of(options)
    publication = publish(
        pack.jurisdiction().catalogue if own is None else own,
        title=options.title,
        publisher=options.publisher,
        on=day_of("--on", options.on),
        decision=options.decision,
    )
    text = _WRITERS[options.format](publication, options.lang or pack.languages[0], pack)
    faults = _faults(publication, None, pack)
    for fault in faults:
        print(f"{fault.code}: {fault.text(options.lang or 'en')}", file=sys.stderr)
    code = FINDINGS if faults else OK
    if options.out is None:
        print(text, end="")
        return code
    try:
        write_whole(Path(options.out), text.encode())
    except OSError as error:
        raise FormatError(options.out, f"cannot be written ({error}); give another path") from None
    totals = publication.totals()
    print(f"{options.out}: {_counts(totals, options.lang or 'en')}")
    return code


def _check(options: argparse.Namespace) -> int:
    _refuse_search(options)
    language = options.lang or "en"
    publication = _read(options.list)
    pack = pack_of(options)
    against = None
    if options.against:
        against = part_of(pack, pack.publishing, "publishing").totals(options.against)
    stated = against.totals if against else publication.stated
    faults = _faults(publication, stated, pack)
    code = FINDINGS if faults else OK
    with printing(code):
        if options.json:
            data: dict[str, object] = {
                "list": publication.title,
                "counted": _totals_data(publication.totals()),
                "stated": None if stated is None else _totals_data(stated),
                "decision": against.decision if against else publication.decision,
                "source": against.source if against else "",
                "faults": [_fault_data(fault) for fault in faults],
            }
            print_json(data)
        else:
            print(f"{publication.title}: {_counts(publication.totals(), language)}")
            if against is not None:
                basis = pack.worded(against.decision, language) or against.source
                stated_by = against.publisher.in_(language)
                print(f"{stated_by}: {_counts(against.totals, language)} ({basis})")
            for fault in faults:
                print(f"  {fault.code}: {fault.text(language)}")
    return code


def _diff(options: argparse.Namespace) -> int:
    _refuse_search(options)
    found = compare(_read(options.old), _read(options.new))
    code = OK if found.is_empty else FINDINGS
    with printing(code):
        if options.json:
            print_json(found.to_data())
        else:
            print(found.text(options.lang or "en"))
    return code


def _read(path: str) -> Publication:
    reader = from_json if path.lower().endswith(".json") else from_csv
    return reader(text_of(path), name=path)


def _counts(totals: Totals, language: str) -> str:
    return Message(
        "commands/procedures.full-partial",
        procedures=totals.procedures,
        full=totals.full,
        partial=totals.partial,
    ).in_(language)


def _totals_data(totals: Totals) -> dict[str, int]:
    return {"total": totals.procedures, "full": totals.full, "partial": totals.partial}


def _fault_data(fault: Fault) -> dict[str, object]:
    return {"code": fault.code, "text": by_language(fault.text)}


# ── the catalogue ───────────────────────────────────────────────────────────────────────────


def _row(procedure: Procedure, language: str) -> list[str]:
    name = procedure.name.in_(language)
    return [
        procedure.code,
        procedure.version,
        _limits(procedure, language),
        procedure.service_level.label(language) if procedure.service_level else "–",
        name,
    ]


def _limits(procedure: Procedure, language: str) -> str:
    texts = [rule.limit.text(language) for rule in procedure.limits]
    return " / ".join(dict.fromkeys(texts))


def _whole(procedure: Procedure, pack: Pack) -> dict[str, object]:
    """Return all that the catalogue says of a version, as JSON values."""
    days = (
        "decision_on",
        "valid_from",
        "closed_to_new_from",
        "retired_from",
        "abolished_on",
    )
    return {
        **_data(procedure, pack),
        "channels": [each.value for each in Channel if each in procedure.channels],
        "branches": list(branches_of(procedure)),
        "steps": [
            {"name": each.name, "by": each.unit_in_charge, "limit": each.limit.text("en")}
            for each in procedure.steps
        ],
        "fees": None
        if procedure.fees is None
        else {
            "names": [each.name for each in procedure.fees.fees],
            **{option: list(names) for option, names in fee_names(procedure.fees, pack).items()},
        },
        **{name: _iso(getattr(procedure, name)) for name in days},
    }


def _iso(on: date | None) -> str | None:
    return None if on is None else on.isoformat()


def _data(procedure: Procedure, pack: Pack) -> dict[str, object]:
    return {
        "code": procedure.code,
        "version": procedure.version,
        "name": procedure.name.in_(pack.languages[0]),
        "field": procedure.field,
        "agency": procedure.agency,
        "service_level": procedure.service_level.value if procedure.service_level else None,
        "limits": [
            {
                "limit": rule.limit.text("en"),
                "channel": rule.channel.value if rule.channel else None,
                "branch": rule.branch or None,
            }
            for rule in procedure.limits
        ],
        "fee": procedure.fee_text,
        "limit_by_law": procedure.limit_by_law,
        "shortened_by": procedure.shortened_by,
        "decided_by": procedure.decided_by,
        "decision": procedure.decision,
        "covered": procedure.covered.in_("en"),
        "is_example": procedure.is_example,
        "source": procedure.source,
    }
