"""`caseflow serve-due`: raise what came due, once or again and again.

The only place that waits; what is raised, and when, is in `service`. Any number of these may run on
one store.
"""

import argparse
import json
import signal
import sys
import threading
from collections.abc import Generator
from contextlib import contextmanager
from datetime import UTC, datetime
from types import FrameType

from caseflow._date_texts import instant_text
from caseflow.cli._commands import Commands
from caseflow.cli._keeping import add_url
from caseflow.cli._languages import add_language
from caseflow.cli._opening import instant_of, opened
from caseflow.cli._packs import pack_of
from caseflow.cli._passing import PassedOver
from caseflow.cli._screen import FINDINGS, OK, error_data, number_text
from caseflow.errors import ValueInvalidError
from caseflow.messages import REFERENCE
from caseflow.office.services import service_of
from caseflow.service import CaseService, Fault, Swept
from caseflow.stores import StoreUnavailableError
from caseflow.texts import Message

__all__ = ["add_parser"]

_BATCH = 100


def add_parser(commands: Commands) -> None:
    """Add the command to the parser."""
    parser = commands.add_parser(
        "serve-due",
        description=(
            "Sweep a store for dates that came near or passed: acknowledgements overdue, promises "
            "at risk, apologies due, supplement time over. What is raised is posted as messages, "
            "which a portal delivers; a filing whose supplement never came is closed where a rule "
            "says so. Stops cleanly on SIGTERM."
        ),
        epilog="example: caseflow serve-due --store sqlite:///cases.db --every 60",
    )
    add_url(parser)
    rhythm = parser.add_mutually_exclusive_group()
    rhythm.add_argument("--once", action="store_true", help="sweep once and end, for cron")
    rhythm.add_argument(
        "--every", type=int, default=60, metavar="SECONDS", help="how often to sweep (60)"
    )
    parser.add_argument("--at", metavar="WHEN", help="with --once: sweep as of then (now)")
    add_language(parser, "text")
    parser.add_argument("--json", action="store_true", help="print a JSON line for each sweep")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Sweep; cases that could not be worked are findings of a single sweep."""
    if not 1 <= options.every <= 86_400:
        raise ValueInvalidError("--every", options.every, "seconds from 1 to 86400")
    if options.at is not None and not options.once:
        raise ValueInvalidError("--at", options.at, "it with --once only")
    pack = pack_of(options)
    with opened(options) as store:
        passed = PassedOver(pack, options.lang)
        service = service_of(passed.engine(store), store, pack)
        if options.once:
            now = instant_of(options)
            swept = _sweep(service, now, threading.Event())
            _print(swept, now, options)
            return passed.code(FINDINGS if swept.stalled or swept.dead_lettered else OK)
        with _until_signal() as stop:
            while not stop.is_set():
                _round(service, stop, options)
                stop.wait(options.every)
    return OK


def _round(service: CaseService, stop: threading.Event, options: argparse.Namespace) -> None:
    """Sweep; a database that does not answer is asked again in the next round."""
    now = datetime.now(UTC)
    try:
        swept = _sweep(service, now, stop)
    except StoreUnavailableError as error:
        if options.json:
            print(json.dumps({"at": now.isoformat(), "error": error_data(error)}), flush=True)
        else:
            print(f"caseflow: {error} [{error.code}]", file=sys.stderr, flush=True)
    else:
        # A reader of JSON gets a line for every sweep, so that silence means that none runs.
        if swept.claimed or options.json:
            _print(swept, now, options)


def _sweep(service: CaseService, now: datetime, stop: threading.Event) -> Swept:
    """Sweep until nothing is left that is due, or until told to stop."""
    total = Swept()
    while not stop.is_set():
        swept = service.due(now, limit=_BATCH)
        total = Swept(
            total.claimed + swept.claimed,
            total.fired + swept.fired,
            total.raised + swept.raised,
            total.stalled + swept.stalled,
            total.dead_lettered + swept.dead_lettered,
            (*total.problems, *swept.problems),
        )
        if swept.claimed < _BATCH:
            break
    return total


def _print(swept: Swept, now: datetime, options: argparse.Namespace) -> None:
    counted = swept._asdict()
    problems: tuple[Fault, ...] = counted.pop("problems")
    if options.json:
        said = [{"case": each.case_id, "problem": each.problem} for each in problems]
        problems_data = {"problems": said} if said else {}
        print(json.dumps({"at": now.isoformat(), **counted, **problems_data}), flush=True)
        return
    language = options.lang
    pack = pack_of(options)
    passed = PassedOver(pack, language)
    for each in problems:
        passed.case(each.case_id, each.problem)
    counts = ", ".join(
        f"{number_text(count, language)} {_COUNTED[name].in_(language)}"
        for name, count in counted.items()
    )
    local = now.astimezone(pack.calendar().zone)
    is_english = language == REFERENCE
    at = now.isoformat(timespec="seconds") if is_english else instant_text(local, language)
    print(f"{at}  {counts}", flush=True)


_COUNTED = {
    "claimed": Message("commands/serve-due.claimed"),
    "fired": Message("commands/serve-due.fired"),
    "raised": Message("commands/serve-due.raised"),
    "stalled": Message("commands/serve-due.stalled"),
    "dead_lettered": Message("commands/serve-due.dead-lettered"),
}


@contextmanager
def _until_signal() -> Generator[threading.Event, None, None]:
    """Set the event on SIGTERM and SIGINT; a sweep that runs is brought to its end."""
    stop = threading.Event()

    def problems_data(_number: int, _frame: FrameType | None) -> None:
        stop.set()

    before = {each: signal.signal(each, problems_data) for each in (signal.SIGTERM, signal.SIGINT)}
    try:
        yield stop
    finally:
        for each, handler in before.items():
            signal.signal(each, handler)
