"""The end of a procedure's life: closed to new filings in time, and not retired too soon.

May import: values, calendars, limits, procedures, workflow, and this pack's law. The rule is one
province's, so what it finds are warnings.
"""

from collections.abc import Iterator
from datetime import date, timedelta

from caseflow.calendars import OfficeCalendar
from caseflow.limits import working_days
from caseflow.procedures import Catalogue, Procedure
from caseflow.typed import typed
from caseflow.values import Text, utc
from caseflow.vietnam import law
from caseflow.workflow import Fault

__all__ = ["life_faults"]

#: Source: Decision 2715/QĐ-UBND (Quảng Trị) Art. 3.
_CLOSE_WITHIN = working_days(5, citation=law.CLOSE_ABOLISHED)


@typed
def life_faults(catalogue: Catalogue, calendar: OfficeCalendar) -> tuple[Fault, ...]:
    """Return the versions whose life ends too late for new filings or too soon for open cases.

    Reception is closed within five working days of the decision that abolishes a procedure, and
    the procedure is retired only after as long as the last filings may take. Pauses make that
    longer still; they are not known here.

    Source: Decision 2715/QĐ-UBND (Quảng Trị) Art. 3.
    """
    return tuple(fault for each in catalogue for fault in _faults(each, calendar))


def _faults(procedure: Procedure, calendar: OfficeCalendar) -> Iterator[Fault]:
    closed, retired = procedure.closed_to_new_from, procedure.retired_from
    if procedure.abolished_on is not None:
        latest = _CLOSE_WITHIN.due(procedure.abolished_on, calendar).on
        if closed is None or closed > latest:
            yield _fault(
                "closed-late",
                procedure,
                "bãi bỏ ngày {on} thì khóa tiếp nhận chậm nhất ngày {latest}; đang ghi: {closed}",
                "abolished on {on}, it must be closed by {latest}; it says {closed}",
                on=procedure.abolished_on,
                latest=latest,
                closed=closed or Text(vi="không khóa", en="never"),
            )
    last_filing = closed or retired
    if retired is not None and last_filing is not None:
        longest = _longest(procedure, last_filing - timedelta(days=1), calendar)
        if longest is not None and retired <= longest:
            yield _fault(
                "retired-early",
                procedure,
                "bỏ quy trình từ {on} khi hồ sơ chuyển tiếp còn hạn đến {longest}",
                "it is retired from {on}, and its last filings may take until {longest}",
                on=retired,
                longest=longest,
            )


def _longest(procedure: Procedure, on: date, calendar: OfficeCalendar) -> date | None:
    """Return when the last filings are due at the latest, received in the last moment of *on*."""
    at = utc(calendar.end_of(on)) - timedelta(microseconds=1)
    dues = [rule.limit.due(at, calendar).on for rule in procedure.limits]
    return max(dues, default=None)


def _fault(code: str, procedure: Procedure, vi: str, en: str, **params: date | Text) -> Fault:
    where = f"procedure {procedure.code} version {procedure.version}"
    vi, en = (f"{text} [{law.CLOSE_ABOLISHED}]" for text in (vi, en))
    return Fault(code, where, Text(vi=vi, en=en), tuple(params.items()), is_warning=True)
