"""`caseflow reconcile`: a day's statement of a gateway against the payments kept in a store.

What is compared, and how, is in `payments`.
"""

import argparse

from caseflow.cli._commands import Commands
from caseflow.cli._keeping import add_url
from caseflow.cli._languages import add_language
from caseflow.cli._opening import opened
from caseflow.cli._packs import pack_of
from caseflow.cli._passing import PassedOver
from caseflow.cli._screen import FINDINGS, OK, print_json, printing
from caseflow.cli._wording import usage_of
from caseflow.cli._words import day_of, text_of
from caseflow.errors import ValueInvalidError
from caseflow.office._service_parts import codecs
from caseflow.office.payment_records import recorded_payments
from caseflow.payments.reconciliation import reconcile
from caseflow.payments.statements import COLUMNS, read_statement

__all__ = ["add_parser"]


def add_parser(commands: Commands) -> None:
    """Add the command to the parser."""
    parser = commands.add_parser(
        "reconcile",
        description=(
            "Compare what a gateway says was paid and given back on a day with what the cases have "
            f"on record. The statement is CSV with a header of {', '.join(COLUMNS)}. Exit code 1 "
            "if anything is open, or a record cannot be read."
        ),
        epilog="example: caseflow reconcile 0302.csv --store sqlite:///cases.db --on 2026-03-02",
    )
    parser.add_argument("statement", metavar="STATEMENT", help="the file; - for a pipe")
    add_url(parser)
    parser.add_argument("--on", metavar="DATE", required=True, help="the civil day, as 2026-03-02")
    parser.add_argument(
        "--gateway", metavar="NAME", help="whose payments (every gateway's, not the counter's)"
    )
    add_language(parser, "text")
    form = parser.add_mutually_exclusive_group()
    form.add_argument("--json", action="store_true", help="print JSON")
    form.add_argument("--csv", action="store_true", help="print CSV, one finding a line")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Compare, print, and say by the exit code whether both sides agree."""
    on = day_of("--on", options.on)
    if options.gateway is not None and not options.gateway.strip():
        form = "the name of a gateway; leave the option out for every gateway"
        raise ValueInvalidError("--gateway", options.gateway, form)
    pack = pack_of(options)
    statement = read_statement(
        text_of(options.statement), currency=pack.money, name=options.statement
    )
    with opened(options) as store:
        unread: dict[str, str] = {}
        recorded = store.run(recorded_payments(store.ops, codecs(pack)[0], passed_over=unread))
    passed = PassedOver(pack, options.lang)
    for case_id, problem in unread.items():
        passed.case(case_id, problem)
    report = reconcile(
        statement,
        recorded,
        on=on,
        day_of=pack.calendar().local_date,
        gateway=options.gateway,
    )
    code = passed.code(OK if report.is_closed else FINDINGS)
    with printing(code):
        if options.json:
            print_json(report.to_data())
        elif options.csv:
            print(report.to_csv(options.lang, say=usage_of), end="")
        else:
            print(report.text(options.lang, say=usage_of))
    return code
