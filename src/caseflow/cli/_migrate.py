"""`caseflow migrate`: move the open cases of a store to another definition, or say what would.

What can move and why not is in `engine`; this only reads the words.
"""

import argparse
from collections.abc import Iterable

from caseflow.cli._catalogue import add_catalogue, catalogue_of, lists_of
from caseflow.cli._commands import Commands
from caseflow.cli._keeping import add_url
from caseflow.cli._languages import add_language
from caseflow.cli._opening import instant_of, opened
from caseflow.cli._packs import pack_of
from caseflow.cli._passing import PassedOver
from caseflow.cli._screen import FINDINGS, OK, print_json, printing
from caseflow.cli._words import pairs_of
from caseflow.engine import Engine, Migration
from caseflow.errors import UnknownNameError, ValueInvalidError
from caseflow.office.budgets import BUDGET
from caseflow.office.escalations import ESCALATION
from caseflow.office.services import service_of
from caseflow.stores import Query
from caseflow.values import Actor

__all__ = ["add_parser"]


def add_parser(commands: Commands) -> None:
    """Add the command to the parser."""
    parser = commands.add_parser(
        "migrate",
        description=(
            "Move the open cases of a store to another workflow, or another version of their "
            "procedure. A case that cannot move stays, and is named with every reason. A case "
            "keeps the time limit it was received under unless --limits says otherwise. Cut "
            "short, it is run again and does the rest. For the tables see: caseflow store migrate."
        ),
        epilog=(
            "example: caseflow migrate --store sqlite:///cases.db --to one-stop-shop "
            "--map examining=processing --dry-run"
        ),
    )
    add_url(parser)
    parser.add_argument(
        "--to",
        required=True,
        metavar="WORKFLOW",
        help="its fingerprint, or its name for the one that new cases take",
    )
    for option, metavar, purpose in (
        ("--map", "OLD=NEW", "a state of the old workflow and the one of the new; may be repeated"),
        ("--clock", "OLD=NEW", "the same for a clock"),
        ("--version", "CODE=VERSION", "a procedure and the version its cases move to"),
    ):
        parser.add_argument(option, action="append", default=[], metavar=metavar, help=purpose)
    parser.add_argument(
        "--from",
        dest="sources",
        action="append",
        default=[],
        metavar="FINGERPRINT",
        help="the workflow the cases come from (any); may be repeated",
    )
    parser.add_argument(
        "--limits",
        choices=("pinned", "latest"),
        default="pinned",
        help="whose time limit counts: as received, or the new version's (pinned)",
    )
    parser.add_argument("--procedure", metavar="CODE", help="only the cases of this procedure")
    parser.add_argument("--state", metavar="STATE", help="only the cases in this state")
    parser.add_argument("--by", default="", metavar="WHO", help="who moves them, for the record")
    parser.add_argument("--reason", default="", metavar="WHY", help="why, for the record")
    parser.add_argument("--at", metavar="WHEN", help="the instant of the move (now)")
    add_catalogue(parser)
    parser.add_argument("--dry-run", action="store_true", help="only say what would happen")
    add_language(parser, "report")
    parser.add_argument("--json", action="store_true", help="print JSON")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Move the cases; those that stay are findings."""
    for name in ("by", "reason"):
        if not options.dry_run and not getattr(options, name).strip():
            raise ValueInvalidError(f"--{name}", getattr(options, name), "a text for the record")
    states, clocks, versions = (
        pairs_of(f"--{name}", getattr(options, name), form)
        for name, form in (("map", "OLD=NEW"), ("clock", "OLD=NEW"), ("version", "CODE=VERSION"))
    )
    pack = pack_of(options)
    with opened(options) as store:
        own = catalogue_of(options)
        office = None if own is None else lists_of(pack).office_on(own)
        passed = PassedOver(pack, options.lang)
        engine = passed.engine(store, office)
        _refuse_unknown(engine, options, versions)
        migration = Migration(
            _fingerprint(engine, options.to),
            states=states,
            clocks=clocks,
            versions=versions,
            limits=options.limits,
            sources=options.sources,
        )
        report = service_of(engine, store, pack).migrate(
            migration,
            at=instant_of(options),
            by=Actor(options.by),
            # A dry run keeps no record, and so needs no reason for one.
            reason=options.reason or ("dry run" if options.dry_run else ""),
            query=Query(procedure=options.procedure, state=options.state),
            besides=_besides(engine, options, migration),
            is_dry_run=options.dry_run,
        )
    code = passed.code(FINDINGS if report.stayed else OK)
    with printing(code):
        if options.json:
            print_json(report.to_data())
        else:
            print(report.text(options.lang))
    return code


def _refuse_unknown(engine: Engine, options: argparse.Namespace, codes: Iterable[str]) -> None:
    """Refuse a name that nothing has; such a move would quietly find no case."""
    held = engine.jurisdiction
    states = sorted({state.name for each in held.workflows for state in each.states})
    for code in (*codes, *([] if options.procedure is None else [options.procedure])):
        held.catalogue.versions(code)
    if options.state is not None and options.state not in states:
        raise UnknownNameError(options.state, states, "state")


def _besides(engine: Engine, options: argparse.Namespace, migration: Migration) -> frozenset[str]:
    """Return the procedures whose cases nobody asked for: budgets and escalations, no filings."""
    named = {migration.to, *migration.sources}
    internal = {BUDGET.code: BUDGET.workflow, ESCALATION: ESCALATION}
    asked_for = {each.name for each in engine.jurisdiction.workflows if each.fingerprint in named}
    return frozenset(
        code
        for code, workflow in internal.items()
        if options.procedure != code and workflow not in asked_for
    )


def _fingerprint(engine: Engine, word: str) -> str:
    """Return the fingerprint that *word* is, or that of the last workflow of that name."""
    workflows = engine.jurisdiction.all_workflows
    named = {each.name: each.fingerprint for each in workflows}
    if word in named:
        return named[word]
    if word in {each.fingerprint for each in workflows}:
        return word
    raise UnknownNameError(word, [*named, *(each.fingerprint for each in workflows)], "workflow")
