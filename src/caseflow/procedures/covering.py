"""The days that a version of a procedure covers: what its first day is, and how they are told.

May import: errors, values. On which days a version takes filings is in `definitions`.
"""

import enum
from datetime import date

from caseflow.errors import UnknownNameError
from caseflow.typed import typed
from caseflow.values import Text

__all__ = ["FirstDay", "covered_days"]


@typed(late=True)
class FirstDay(enum.Enum):
    """Say what the first day of a version is: the day of force, or what stands in for it."""

    FORCE = "force"
    DECISION = "decision"
    READING = "reading"

    @classmethod
    def of(cls, word: str) -> "FirstDay":
        """Return the meaning that a table writes as *word*.

        Raises:
            UnknownNameError: no meaning is written so.
        """
        known = {each.value: each for each in cls}
        if word not in known:
            raise UnknownNameError(word, list(known), "first day")
        return known[word]

    def label(self, language: str) -> str:
        """Return what the day is, for people."""
        return _FIRST_DAY_LABELS[self].in_(language)


_FIRST_DAY_LABELS = {
    FirstDay.FORCE: Text(vi="ngày có hiệu lực", en="the day of force"),
    FirstDay.DECISION: Text(
        vi="ngày ban hành quyết định; chưa rõ ngày có hiệu lực",
        en="the day of the decision; its day of force is not known",
    ),
    FirstDay.READING: Text(
        vi="ngày đọc nguồn; nguồn không ghi ngày ban hành",
        en="the day its source was read; the source gives no date",
    ),
}


def covered_days(begins: date | None, ends: date | None, first: FirstDay) -> Text:
    """Return the days from *begins* through *ends* for people; None is not known.

    >>> covered_days(date(2025, 11, 18), None, FirstDay.FORCE).in_("en")
    'from 2025-11-18, no end known'
    """
    vi = f"từ ngày {_day(begins)}" if begins else "không rõ ngày bắt đầu"
    en = f"from {begins}" if begins else "from no known day"
    if begins and first is not FirstDay.FORCE:
        vi += f" ({first.label('vi')})"
        en += f" ({first.label('en')})"
    if ends is None:
        return Text(vi=f"{vi}, chưa rõ ngày kết thúc", en=f"{en}, no end known")
    return Text(vi=f"{vi} đến hết ngày {_day(ends)}", en=f"{en} through {ends}")


def _day(on: date) -> str:
    """Write a day as a Vietnamese office does: 07/9/2026."""
    month = f"{on.month:02}" if on.month < 3 else f"{on.month}"
    return f"{on.day:02}/{month}/{on.year}"
