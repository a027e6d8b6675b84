"""`caseflow demo`: a month of made-up filings through real procedures, and two in full detail.

What is drawn and worked is in `office.samples`, by the data of the pack; here it is shown.
"""

import argparse
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from attrs import frozen

from caseflow.cli._commands import Commands
from caseflow.cli._demo.books import keep_budget
from caseflow.cli._demo.data import as_json
from caseflow.cli._demo.lead_page import lead_page
from caseflow.cli._demo.month_page import month_page
from caseflow.cli._demo.story_page import money_page, story_page
from caseflow.cli._keeping import Keeping, add_store_option
from caseflow.cli._languages import add_language
from caseflow.cli._packs import budgets_of, pack_of, part_of
from caseflow.cli._screen import OK, Progress, print_json
from caseflow.cli._words import write_whole
from caseflow.engine import Engine
from caseflow.errors import PackageMissingError, ValueInvalidError
from caseflow.fees import Budget
from caseflow.office.pack import Pack
from caseflow.office.samples import Filing, Sample, Samples, Story, Till, work_month, work_stories
from caseflow.payments.reconciliation import Reconciliation
from caseflow.texts import Message

__all__ = ["add_parser"]


@frozen
class _Worked:
    """Hold all that was worked, and what it came to in money."""

    sample: Sample
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
    add_language(parser, "output")
    parser.add_argument("--json", action="store_true", help="print JSON")
    add_store_option(parser, "sqlite:///caseflow-demo.db")
    parser.add_argument(
        "--report",
        default="caseflow-demo-report.html",
        metavar="FILE",
        help="where the report of the month goes (caseflow-demo-report.html); - for none",
    )
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Work the month and the stories, and print them."""
    if not 1 <= options.filings <= 1_000_000:
        raise ValueInvalidError("--filings", options.filings, "a number from 1 to 1000000")
    pack = pack_of(options)
    samples = part_of(pack, pack.samples, "samples")()
    engine = Engine(pack.jurisdiction())
    if options.store is None:
        worked = _worked(pack, engine, samples, options, None)
        _print(pack, engine, worked, options, None)
        _report(pack, engine, worked, options)
        return OK
    with Keeping(options.store, engine, pack) as keeping:
        worked = _worked(pack, engine, samples, options, keeping)
        _print(pack, engine, worked, options, keeping)
    _report(pack, engine, worked, options)
    return OK


def _report(pack: Pack, engine: Engine, worked: _Worked, options: argparse.Namespace) -> None:
    """Write the report of the month, and say where; or what is missing for it."""
    if options.json or options.report == "-":
        return
    said = Message("commands/demo.report").in_(options.lang)
    try:
        # lazy: what makes reports is an extra
        from caseflow.cli._demo.report_page import month_report  # noqa: PLC0415 - lazy, see above

        page = month_report(pack, engine, worked.filings, worked.sample, options.lang)
        write_whole(Path(options.report), page.encode())
    except PackageMissingError as error:
        missing = Message("commands/demo.report-missing", install=error.remedy)
        print(f"\n{said}: {missing.in_(options.lang)}")
    except OSError as error:
        problem = str(error.strerror or error)
        unwritten = Message("commands/demo.report-unwritten", problem=problem)
        print(f"\n{said}: {options.report}: {unwritten.in_(options.lang)}")
    else:
        print(f"\n{said}: {options.report}")


def _worked(
    pack: Pack,
    engine: Engine,
    samples: Samples,
    options: argparse.Namespace,
    keeping: Keeping | None,
) -> _Worked:
    keep = keeping.keep if keeping else None
    till = Till(engine.jurisdiction.calendar, samples.month)
    bar = Progress("working")
    try:
        filings = work_month(
            engine, till, count=options.filings, seed=options.seed, keep=keep, progress=bar
        )
    finally:
        bar.close()
    stories = work_stories(engine, till, samples, keep=keep)
    if keeping:
        keeping.flush()
        if samples.month.prices.budget:
            keep_budget(keeping, till, budgets_of(pack))
    cases = (*(each.case for each in filings), *(each.case for each in stories))
    day = till.reconciled(cases, samples.month.paid_on)
    return _Worked(samples.month, filings, stories, till.budget(), day)


def _print(
    pack: Pack,
    engine: Engine,
    worked: _Worked,
    options: argparse.Namespace,
    keeping: Keeping | None,
) -> None:
    sample, filings, stories = worked.sample, worked.filings, worked.stories
    language = options.lang
    if options.json:
        data = as_json(engine, filings, options.seed, stories, sample, worked.budget, worked.day)
        kept = {"store": keeping.to_json()} if keeping else {}
        print_json(data | kept)
        return
    lines = [*lead_page(engine, stories[-1], language), ""] if stories else []
    lines += month_page(engine, filings, sample, language, options.seed)
    for story in stories:
        lines += ["", *story_page(engine, story, sample, language)]
    lines += ["", *money_page(worked.budget, worked.day, language)]
    print("\n".join(_cited_once("\n".join(lines).splitlines())))
    if keeping:
        print(f"\n{keeping.summary(language)}")
    if keeping and stories and pack.papers:
        name = stories[0].case.id
        title = Message("commands/demo.papers", name=name).in_(language)
        print(f"{title}: caseflow papers {name} --store {keeping.url} --out papers")
    if keeping and sample.prices.budget:
        spent = Message("commands/demo.budget").in_(language)
        print(f"{spent}: caseflow budget report {sample.prices.budget} --store {keeping.url}")


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
