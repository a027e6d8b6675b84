"""Official indices of Viet Nam, each with its source and how sure it is: data/indices.toml.

Needs the extra `reports`, so it is imported by its path. How they are computed is the matter of
`caseflow.reports.indices`.
"""

from collections.abc import Iterable, Mapping
from functools import cache

from caseflow._typed import typed
from caseflow.calendars import OfficeCalendar
from caseflow.office.plans import PlanPeriod
from caseflow.publications import (
    Announcement,
    Publication,
    announced_in_time,
    published_in_time,
)
from caseflow.reports.indices import IndexSet, read_indices
from caseflow.shares import Share
from caseflow.vietnam._shipped import shipped_text

__all__ = ["official_indices", "publication_shares"]

#: Working days that the two indices ask for: before force, and after the decision.
_MINISTRY, _PROVINCE = (20, 10), (5, 5)


@typed
@cache
def official_indices() -> IndexSet:
    """Return the indices of Circular 01/2018, of Decision 766 and of the criteria of 2025.

    The online share is there in its definitions: `online-received`, `online-offering`,
    `online-services` and `766-3.3`, which is disputed and not computed.

    >>> timely = official_indices().index("766-2.1")
    >>> timely.reference.value, timely.end.value, timely.certainty.value
    ('appointed', 'any', 'reconstructed')
    """
    return read_indices(shipped_text("indices.toml"), name="data/indices.toml")


@typed
def publication_shares(
    announcements: Iterable[Announcement],
    publications: Iterable[Publication],
    calendar: OfficeCalendar,
    period: PlanPeriod,
    *,
    is_ministry: bool = False,
) -> Mapping[str, Share]:
    """Return the numbers of `766-1.1` and `766-1.2`, to be handed in as `given` to `compute`.

    Announced in time is 20 working days before the law's force for a ministry and 5 for a province;
    published in time is within 10 and 5 of the decision. The results carry the certainty of their
    index: the first is documented, the second reconstructed.

    Source: Mô tả công thức tính chỉ số 766 (legal status not verified), 1.1 and 1.2.

    Args:
        announcements: the decisions of the authority.
        publications: its lists, each with its day.
        calendar: counts the working days.
        period: of the decisions.
        is_ministry: a ministry, else a province.

    Raises:
        CalendarHorizonError: the calendar does not have the days.
    """
    before, after = _MINISTRY if is_ministry else _PROVINCE
    every, days = tuple(announcements), {"first": period.first, "last": period.last}
    return {
        "766-1.1": announced_in_time(every, calendar, days=before, **days),
        "766-1.2": published_in_time(every, publications, calendar, days=after, **days),
    }
