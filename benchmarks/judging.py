"""How long it takes to judge a decision: early, on time or late, its share, and its promise."""

from benchmarks.outcomes import Finding, Outcome, Sizes
from benchmarks.racing import Contender, race
from caseflow.calendars import OfficeCalendar
from caseflow.cases import Case
from caseflow.engine import Engine
from caseflow.limits import Due
from caseflow.office.samples import Till, work_month
from caseflow.vietnam._samples import samples
from caseflow.vietnam.pack import PACK
from caseflow.workflow import LEGAL

__all__ = ["judging"]


def judging(sizes: Sizes) -> Outcome:
    """Judge the filings of a made-up month; the floor is one date of each of their clocks."""
    engine = Engine(PACK.jurisdiction())
    calendar = engine.jurisdiction.calendar
    till = Till(calendar, samples().month)
    filings = work_month(engine, till, count=max(20, sizes.cases // 4), seed=1)
    decided = [each.case for each in filings if each.case.decision is not None]

    def judge_all() -> None:
        for case in decided:
            assert engine.timeliness(case) is not None

    def date_all() -> None:
        for case in decided:
            assert _date_of(case, calendar) is not None

    contenders = [
        Contender("caseflow", len(decided), lambda: judge_all),
        Contender("one due date", len(decided), lambda: date_all),
    ]
    run = race(contenders, sizes.rounds)
    outcome = Outcome()
    outcome.report(
        Finding("timeliness_us", run.took("caseflow").times(1e6)),
        "judging one decision",
        run.took("caseflow").times(1e6),
        "µs",
        goal="< 40",
        ratio=run.ratio("one due date", "caseflow"),
    )
    return outcome


def _date_of(case: Case, calendar: OfficeCalendar) -> Due | None:
    ledger = case.clock(LEGAL)
    return None if ledger is None else ledger.due(calendar)
