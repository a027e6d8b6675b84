"""`caseflow budget`: open a budget for subsidies, put money in, settle it, and report what it paid.

What a grant is, and how it is kept, is in `office.budgets`.
"""

import argparse
from collections.abc import Callable, Generator
from contextlib import contextmanager

from caseflow.cli._commands import Commands
from caseflow.cli._keeping import add_url
from caseflow.cli._languages import add_language
from caseflow.cli._opening import encryption_from, instant_of, opened
from caseflow.cli._packs import budgets_of, pack_of
from caseflow.cli._passing import PassedOver
from caseflow.cli._screen import FINDINGS, OK, print_json
from caseflow.errors import ConcurrentUpdateError, ValueInvalidError
from caseflow.money import Money
from caseflow.money_texts import money_text
from caseflow.office.budgets import ACCOUNTANT
from caseflow.office.budgets.budget_service import BudgetService
from caseflow.office.services import service_of
from caseflow.office.states import SYSTEM
from caseflow.texts import Message
from caseflow.values import Actor

__all__ = ["add_parser"]

#: Every grant of a budget meets every other, so a command tries often.
_TRIES = 1_000

_DUTIES = (
    ("open", "open a budget"),
    ("allot", "put money into a budget"),
    ("settle", "do what crashes left undone, and compare with the filings"),
    ("report", "report what was paid to whom and why"),
)


def add_parser(commands: Commands) -> None:
    """Add the command to the parser."""
    parser = commands.add_parser(
        "budget",
        description="Look after the budgets that are kept beside the filings of a store.",
        epilog="example: caseflow budget report da-nang-2026 --store sqlite:///cases.db --csv",
    )
    duties = parser.add_subparsers(title="duties", metavar="DUTY", required=True)
    run: dict[str, Callable[[argparse.Namespace], int]] = {
        "open": _open,
        "allot": _allot,
        "settle": _settle,
        "report": _report,
    }
    for name, purpose in _DUTIES:
        duty = duties.add_parser(
            name, help=purpose, description=f"{purpose[0].upper()}{purpose[1:]}."
        )
        add_url(duty)
        duty.add_argument("budget", metavar="BUDGET", help="the number of the budget")
        if name == "allot":
            duty.add_argument("amount", metavar="AMOUNT", help="an amount in digits")
            duty.add_argument(
                "--number", required=True, metavar="NUMBER", help="of the decision; counts once"
            )
            duty.add_argument("--source", required=True, metavar="TEXT", help="who decided it")
        if name != "report":
            duty.add_argument("--by", required=True, metavar="WHO", help="who does it")
            duty.add_argument("--at", metavar="WHEN", help="the instant (now)")
        if name == "allot":
            duty.add_argument(
                "--entered", metavar="WHEN", help="when it was entered, if later than --at"
            )
            duty.add_argument(
                "--confirmed", action="store_true", help="--at is right, however long ago it is"
            )
        duty.add_argument("--master-key", metavar="FILE", help="shows and hides personal data")
        add_language(duty, "text")
        form = duty.add_mutually_exclusive_group()
        form.add_argument("--json", action="store_true", help="print JSON")
        if name == "report":
            form.add_argument("--csv", action="store_true", help="print CSV, one grant a line")
        duty.set_defaults(run=run[name])


@contextmanager
def _service(
    options: argparse.Namespace, passed: PassedOver | None = None
) -> Generator[BudgetService, None, None]:
    encryption = encryption_from(options.master_key)
    pack = pack_of(options)
    passed = passed or PassedOver(pack, options.lang)
    with opened(options) as store:
        filings, budgets = (
            service_of(
                passed.engine(store, office), store, pack, encryption=encryption, tries=_TRIES
            )
            for office in (pack.jurisdiction(), budgets_of(pack))
        )
        yield BudgetService(filings, budgets)


def _open(options: argparse.Namespace) -> int:
    with _service(options) as service:
        try:
            service.open(options.budget, by=_accountant(options), at=instant_of(options))
        except ConcurrentUpdateError:
            allowed = "a number that no filing of the store has"
            raise ValueInvalidError("BUDGET", options.budget, allowed) from None
        return _print_report(options, service)


def _allot(options: argparse.Namespace) -> int:
    text: str = options.amount
    if not (text.isascii() and text.isdigit() and len(text) <= 16):
        raise ValueInvalidError("AMOUNT", text, "an amount in at most 16 digits, as 50000000")
    with _service(options) as service:
        service.allot(
            options.budget,
            int(text),
            number=options.number,
            source=options.source,
            by=_accountant(options),
            at=instant_of(options),
            entered_at=None if options.entered is None else instant_of(options, "entered"),
            confirmed=options.confirmed,
        )
        return _print_report(options, service)


def _accountant(options: argparse.Namespace) -> Actor:
    return Actor(options.by, {ACCOUNTANT.name})


def _print_report(options: argparse.Namespace, service: BudgetService) -> int:
    report = service.report(options.budget)
    if options.json:
        print_json({"budget": report.name, "allotted": report.allotted, "left": report.left})
    else:
        print(report.text(options.lang).partition("\n")[0])
    return OK


def _settle(options: argparse.Namespace) -> int:
    passed = PassedOver(pack_of(options), options.lang)
    with _service(options, passed) as service:
        by = Actor(options.by, {SYSTEM.name})
        settled = service.settle(options.budget, by=by, at=instant_of(options))
    for case_id, problem in settled.passed_over:
        passed.case(case_id, problem)
    if options.json:
        print_json(settled.to_data())
    else:
        done, back = len(settled.completed), len(settled.given_back)
        counted = Message("commands/budget.completed-given-back", done=done, back=back)
        print(counted.in_(options.lang))
        for each in settled.findings:
            granted, recorded = (
                money_text(Money(amount, pack_of(options).money), options.lang)
                for amount in (each.granted, each.recorded)
            )
            said = Message("commands/budget.granted-on-filing", granted=granted, recorded=recorded)
            print(f"  ! {each.case} {each.number}: {said.in_(options.lang)}")
    return passed.code(OK if settled.is_clean else FINDINGS)


def _report(options: argparse.Namespace) -> int:
    passed = PassedOver(pack_of(options), options.lang)
    with _service(options, passed) as service:
        report = service.report(options.budget)
    if options.json:
        print_json(report.to_data())
    elif options.csv:
        print(report.to_csv(options.lang), end="")
    else:
        print(report.text(options.lang))
    return passed.code(OK)
