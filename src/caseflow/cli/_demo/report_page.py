"""The report of the made-up month, as one page.

Imported only where it is made: the reports are an extra.
"""

from collections.abc import Sequence
from datetime import date, timedelta

from caseflow import __version__
from caseflow.cli._report_sources import procedures_of
from caseflow.engine import Engine
from caseflow.office.pack import Pack
from caseflow.office.plans import PlanPeriod
from caseflow.office.samples import Filing, Sample
from caseflow.reports import register_cases
from caseflow.reports.indices import read_indices
from caseflow.reports.pages import ReportSource, html_of, report_of

__all__ = ["month_report"]


def month_report(
    pack: Pack, engine: Engine, filings: Sequence[Filing], sample: Sample, language: str
) -> str:
    """Return the page of the month in which the filings came in."""
    cases = (each.case for each in filings)
    register = register_cases(engine, cases, unit_of=pack.unit_of)
    first = sample.first.replace(day=1)
    following = date(first.year + first.month // 12, first.month % 12 + 1, 1)
    last = following - timedelta(1)
    indices = None if pack.indices is None else read_indices(pack.indices(), name=pack.name)
    source = ReportSource(
        register,
        PlanPeriod(f"{first.year:04}-{first.month:02}", first, last),
        last,
        engine.jurisdiction.calendar,
        indices=indices,
        procedures=procedures_of(pack, register),
    )
    return html_of(report_of(source), language, version=__version__)
