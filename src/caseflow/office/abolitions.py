"""Check abolished procedures: closed to new filings in time, and not retired too soon.

What it finds are warnings, for the rule may be one authority's alone.
"""

from collections.abc import Iterator
from datetime import date, timedelta

from caseflow._typed import typed
from caseflow.calendars import OfficeCalendar
from caseflow.law import cited
from caseflow.limits import TimeLimit
from caseflow.procedures import Catalogue, Procedure
from caseflow.texts import Message, Text, Written
from caseflow.values import utc
from caseflow.workflow import Fault

__all__ = ["abolition_faults"]


@typed
def abolition_faults(
    catalogue: Catalogue, calendar: OfficeCalendar, *, close_within: TimeLimit
) -> tuple[Fault, ...]:
    """Return the versions that close too late to new filings or retire too soon for open cases.

    Reception is closed within *close_within* of the decision that abolishes a procedure, and
    the procedure is retired only after as long as the last filings may take. Pauses make that
    longer still; they are not known here.
    """
    return tuple(fault for each in catalogue for fault in _faults(each, calendar, close_within))


def _faults(
    procedure: Procedure, calendar: OfficeCalendar, close_within: TimeLimit
) -> Iterator[Fault]:
    closed, retired = procedure.closed_to_new_from, procedure.retired_from
    if procedure.abolished_on is not None:
        latest = close_within.due(procedure.abolished_on, calendar).on
        if closed is None or closed > latest:
            yield _fault(
                "closed-late",
                procedure,
                Message("office.closed-late"),
                on=procedure.abolished_on,
                latest=latest,
                closed=closed or Message("office.never-closed"),
                law=Written(cited, close_within.citation, procedure.abolished_on),
            )
    last_filing = closed or retired
    if retired is not None and last_filing is not None:
        longest = _longest(procedure, last_filing - timedelta(days=1), calendar)
        if longest is not None and retired <= longest:
            yield _fault(
                "retired-early",
                procedure,
                Message("office.retired-early"),
                on=retired,
                longest=longest,
                law=Written(cited, close_within.citation, retired),
            )


def _longest(procedure: Procedure, on: date, calendar: OfficeCalendar) -> date | None:
    """Return when the last filings are due at the latest, received in the last moment of *on*."""
    at = utc(calendar.end_of(on)) - timedelta(microseconds=1)
    dues = [rule.limit.due(at, calendar).on for rule in procedure.limits]
    return max(dues, default=None)


def _fault(code: str, procedure: Procedure, text: Message, **params: date | Text) -> Fault:
    where = f"procedure {procedure.code} version {procedure.version}"
    return Fault(code, where, text, tuple(params.items()), is_warning=True)
