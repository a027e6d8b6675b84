"""`caseflow demo`: a month of made-up filings worked through real procedures, and two told in full.

May import: everything below the command line. What is drawn is in `month`, what is written out in
`stories`; both pay at the till of `tills`. How they are shown is in the pages.
"""

import argparse
from collections.abc import Iterable, Iterator, Sequence

from attrs import frozen

from caseflow.cli.commands import Commands
from caseflow.cli.demo.books import keep_budget
from caseflow.cli.demo.data import as_json
from caseflow.cli.demo.lead_page import lead_page
from caseflow.cli.demo.month import Filing, work_month
from caseflow.cli.demo.month_page import month_page
from caseflow.cli.demo.stories import PAID_ON, Story, work_stories
from caseflow.cli.demo.story_page import money_page, story_page
from caseflow.cli.demo.tills import BUDGET, Till
from caseflow.cli.keeping import Keeping, add_store_option
from caseflow.cli.packs import pack_of
from caseflow.cli.screen import OK, Progress, print_json
from caseflow.engine import Engine
from caseflow.errors import ValueInvalidError
from caseflow.fees import Budget
from caseflow.payments.reconciliation import Reconciliation
from caseflow.values import LANGUAGES, Text

__all__ = ["add_parser"]


@frozen
class _Worked:
    """Hold all that was worked, and what it came to in money."""

    filings: Sequence[Filing]
    stories: Sequence[Story]
    budget: Budget
    day: Reconciliation


def add_parser(commands: Commands) -> None:
    """Add the command to the parser."""
    parser = commands.add_parser(
        "demo",
        description=(
            "Work a month of made-up filings over real procedures and explain the dates; then tell"
            " two of them in full, with their money, and reconcile a day."
        ),
    )
    parser.add_argument("--filings", type=int, default=60, metavar="N", help="how many (60)")
    parser.add_argument("--seed", type=int, default=2026, help="another seed, other filings (2026)")
    parser.add_argument("--lang", choices=LANGUAGES, default="en", help="language of the output")
    parser.add_argument("--json", action="store_true", help="print JSON")
    add_store_option(parser, "sqlite:///caseflow-demo.db")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Work the month and the stories, and print them."""
    if not 1 <= options.filings <= 1_000_000:
        raise ValueInvalidError("--filings", options.filings, "a number from 1 to 1000000")
    pack = pack_of(options)
    engine = Engine(pack.jurisdiction())
    if options.store is None:
        _print(engine, _worked(engine, options, None), options, None)
        return OK
    with Keeping(options.store, engine, pack) as keeping:
        _print(engine, _worked(engine, options, keeping), options, keeping)
    return OK


def _worked(engine: Engine, options: argparse.Namespace, keeping: Keeping | None) -> _Worked:
    keep = keeping.keep if keeping else None
    till = Till(engine.jurisdiction.calendar)
    bar = Progress("working")
    try:
        filings = work_month(
            engine, till, count=options.filings, seed=options.seed, keep=keep, progress=bar
        )
    finally:
        bar.close()
    stories = work_stories(engine, till, keep=keep)
    if keeping:
        keeping.flush()
        keep_budget(keeping, till)
    cases = (*(each.case for each in filings), *(each.case for each in stories))
    return _Worked(filings, stories, till.budget(), till.reconciled(cases, PAID_ON))


def _print(
    engine: Engine, worked: _Worked, options: argparse.Namespace, keeping: Keeping | None
) -> None:
    filings, stories, language = worked.filings, worked.stories, options.lang
    if options.json:
        data = as_json(engine, filings, options.seed, stories, worked.budget, worked.day)
        kept = {"store": keeping.to_json()} if keeping else {}
        print_json(data | kept)
        return
    lines = [*lead_page(engine, stories[-1], language), ""]
    lines += month_page(engine, filings, language, options.seed)
    for story in stories:
        lines += ["", *story_page(engine, story, language)]
    lines += ["", *money_page(worked.budget, worked.day, language)]
    print("\n".join(_cited_once("\n".join(lines).splitlines())))
    if keeping:
        told = Text(vi="giấy tờ của made-up-story-1", en="papers of made-up-story-1").in_(language)
        print(f"\n{keeping.told(language)}")
        print(f"{told}: caseflow papers {stories[0].case.id} --store {keeping.url} --out papers")
        spent = Text(vi="nguồn kinh phí", en="the budget").in_(language)
        print(f"{spent}: caseflow budget report {BUDGET} --store {keeping.url}")


def _cited_once(lines: Iterable[str]) -> Iterator[str]:
    """Leave out, at the end of a line, a legal basis that a line above has named."""
    named: set[str] = set()
    for line in lines:
        text, bracket, basis = line.rpartition(" [")
        if bracket and basis.endswith("]") and basis in named:
            yield text
            continue
        if bracket and basis.endswith("]"):
            named.add(basis)
        yield line
