"""`caseflow fee`: what one filing is charged, and why."""

import argparse
import re
from collections.abc import Iterable
from datetime import date
from pathlib import Path

from caseflow.cli._catalogue import add_catalogue, listed_in
from caseflow.cli._commands import Commands
from caseflow.cli._languages import add_language, by_language
from caseflow.cli._packs import pack_of, part_of
from caseflow.cli._screen import OK, bold, print_json
from caseflow.cli._words import day_of, pairs_of
from caseflow.errors import UnknownNameError, ValueInvalidError
from caseflow.fees import Charge, FeeRequest, FeeSchedule, charge_for, counted_for
from caseflow.interchange import load_procedure
from caseflow.law import printed
from caseflow.money import Money
from caseflow.money_texts import money_text
from caseflow.office.pack import Pack
from caseflow.procedures import Catalogue, Procedure
from caseflow.texts import Message
from caseflow.values import Channel

__all__ = ["add_parser", "circumstances_of", "classes_of"]

#: More digits than any sum has that is paid here.
_WHOLE = re.compile(r"[0-9]{1,16}")


def add_parser(commands: Commands) -> None:
    """Add the command to the parser."""
    parser = commands.add_parser(
        "fee",
        description="Work out the fees of one filing under a procedure, a tariff or a file.",
        epilog=(
            "example: caseflow fee 2.000815 --channel counter --on 2025-11-20 "
            "--count page=3 --count copy=1 --explain"
        ),
    )
    parser.add_argument(
        "code", metavar="CODE", help="a procedure, a tariff as tt63-radiation, or FILE.toml"
    )
    parser.add_argument(
        "--channel",
        required=True,
        choices=[channel.value for channel in Channel],
        help="how the filing comes in",
    )
    parser.add_argument("--on", required=True, metavar="DAY", help="the day of filing, 2025-12-31")
    parser.add_argument("--paid-on", metavar="DAY", help="the day of payment, where it decides")
    parser.add_argument(
        "--count", action="append", default=[], metavar="WHAT=N", help="such as page=300, copy=2"
    )
    parser.add_argument(
        "--stated",
        action="append",
        default=[],
        metavar="FEE=AMOUNT",
        help="the full amount of a fee whose tariff lies elsewhere",
    )
    parser.add_argument(
        "--exempt", action="append", default=[], metavar="CLASS", help="a class of the applicant"
    )
    parser.add_argument(
        "--under",
        action="append",
        default=[],
        metavar="CIRCUMSTANCE",
        help="such as single-window, identity-level-2, five-papers",
    )
    parser.add_argument(
        "--support", metavar="NAME", help="what a local budget pays, as da-nang or ha-noi"
    )
    parser.add_argument(
        "--appraisal",
        action="append",
        default=[],
        metavar="FEE",
        help="a fee for appraising files, which a support may leave out",
    )
    add_catalogue(parser)
    parser.add_argument("--explain", action="store_true", help="print every step with its basis")
    add_language(parser, "text")
    parser.add_argument("--json", action="store_true", help="print JSON")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Print the charge."""
    on = day_of("--on", options.on)
    pack = pack_of(options)
    schedule = _schedule(options, pack, on)
    if options.support:
        tariffs = part_of(pack, pack.tariffs, "tariffs")
        schedule = tariffs.supported(schedule, options.support, options.appraisal)
    elif options.appraisal:
        raise ValueInvalidError("--appraisal", options.appraisal[0], "it with --support only")
    counts = _numbers("--count", options.count)
    request = FeeRequest(
        Channel(options.channel),
        on,
        day_of("--paid-on", options.paid_on) if options.paid_on is not None else None,
        counts={name: counts[name] for name in _named(counts, counted_for(schedule), "count")},
        stated=_numbers("--stated", options.stated),
        classes=_named(options.exempt, classes_of(schedule, pack), "class of applicant"),
        circumstances=_named(options.under, circumstances_of(schedule), "circumstance"),
    )
    charge = charge_for(schedule, request)
    if options.json:
        print_json(_data(charge, options))
    elif options.explain:
        print(charge.explain(options.lang))
    else:
        print(_sums(charge, options.lang))
    return OK


def _schedule(options: argparse.Namespace, pack: Pack, on: date) -> FeeSchedule:
    if pack.tariffs is not None and options.code in pack.tariffs.names():
        return pack.tariffs.tariff(options.code)
    procedure = _procedure(options.code, pack, listed_in(options), on)
    if procedure.fees is None:
        raise ValueInvalidError(
            f"fees of {procedure.code}",
            procedure.fee_text,
            "a procedure whose source states its fees, or a file with its own fees",
        )
    return procedure.fees


def _procedure(code: str, pack: Pack, catalogue: Catalogue, on: date) -> Procedure:
    """Return the version in force on the day, else the latest, whose fees name the days covered."""
    if code.endswith(".toml"):
        return load_procedure(Path(code), pack.definitions())
    if code not in (*catalogue.codes, *dict(catalogue.aliases)):
        tariffs = pack.tariffs.names() if pack.tariffs else ()
        raise UnknownNameError(code, (*catalogue.codes, *tariffs), "procedure or tariff")
    versions = catalogue.versions(code)
    return ([each for each in versions if each.is_in_force(on)] or versions)[-1]


def _numbers(option: str, words: list[str]) -> dict[str, int]:
    form = "NAME=N"
    pairs = pairs_of(option, words, form)
    for name, number in pairs.items():
        if not _WHOLE.fullmatch(number):
            allowed = f"{form}, a whole number of at most 16 digits"
            raise ValueInvalidError(option, f"{name}={number}", allowed)
    return {name: int(number) for name, number in pairs.items()}


def _named(names: Iterable[str], known: Iterable[str], what: str) -> frozenset[str]:
    """Return *names*; a name that the schedule does not know would quietly change nothing."""
    found, allowed = frozenset(names), tuple(known)
    for name in sorted(found - frozenset(allowed)):
        raise UnknownNameError(name, allowed, what)
    return found


def classes_of(schedule: FeeSchedule, pack: Pack) -> tuple[str, ...]:
    """Return the classes of applicant that `--exempt` takes for *schedule*."""
    of_exemptions = (each.classes for each in schedule.exemptions)
    of_tariffs = pack.tariffs.classes() if pack.tariffs else ()
    return tuple(sorted({*of_tariffs}.union(*of_exemptions)))


def circumstances_of(schedule: FeeSchedule) -> tuple[str, ...]:
    """Return the circumstances that `--under` takes for *schedule*."""
    rules = (rule for fee in schedule.fees for rule in fee.rules)
    needed = (each.needs for each in schedule.exemptions)
    return tuple(sorted({name for rule in rules for name in rule.unless}.union(*needed)))


def _sums(charge: Charge, language: str) -> str:
    labels = (
        (Message("commands/fee.due"), charge.due),
        (Message("commands/fee.paid-by-budgets"), charge.supported),
        (Message("commands/fee.applicant-pays"), charge.from_applicant),
    )
    width = max(len(label.in_(language)) for label, _ in labels) + 2
    unit = charge.currency
    return "\n".join(
        f"{label.in_(language).ljust(width)}{bold(money_text(Money(amount, unit), language))}"
        for label, amount in labels
    )


def _data(charge: Charge, options: argparse.Namespace) -> dict[str, object]:
    data: dict[str, object] = {
        "due": charge.due,
        "supported": charge.supported,
        "from_applicant": charge.from_applicant,
        "by_budget": charge.by_budget,
        "lines": [
            {
                "fee": line.fee,
                "text": by_language(line.text.in_),
                "kind": line.kind.name if line.kind else None,
                "amount": line.amount,
                "citation": printed(line.citation, options.lang),
            }
            for line in charge.lines
        ],
        "supports": [
            {
                "budget": support.budget,
                "ground": support.ground,
                "fee": support.fee,
                "amount": support.amount,
                "citation": printed(support.citation, options.lang),
                "source": support.source,
            }
            for support in charge.supports
        ],
    }
    if options.explain:
        data["steps"] = [
            {
                "code": step.code,
                "text": by_language(step.text.in_),
                "amount": step.amount,
                "citation": printed(step.citation, options.lang),
                "source": step.source,
            }
            for step in charge.steps
        ]
        data["explanation"] = charge.explain(options.lang).text
    return data
