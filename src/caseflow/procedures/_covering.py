"""The days that a version of a procedure covers: what its first day is, and how they are told.

On which days a version takes filings is in `_definitions`.
"""

import enum
from datetime import date

from caseflow._typed import typed
from caseflow.errors import UnknownNameError
from caseflow.texts import Message, Text, Written

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
    FirstDay.FORCE: Message("procedures.first-day-labels-force"),
    FirstDay.DECISION: Message("procedures.first-day-labels-decision"),
    FirstDay.READING: Message("procedures.first-day-labels-reading"),
}


_UNKNOWN_BEGIN = Message("procedures.no-day-known")


def covered_days(begins: date | None, ends: date | None, first: FirstDay) -> Text:
    """Return the days from *begins* through *ends* for people; None is not known.

    >>> covered_days(date(2025, 11, 18), None, FirstDay.FORCE).in_("en")
    'from 2025-11-18, no end known'
    """
    if begins is None:
        return _UNKNOWN_BEGIN if ends is None else Message("procedures.until", ends=ends)
    begin = Message("procedures.from-day", day=begins)
    if first is not FirstDay.FORCE:
        begin = Message("procedures.from-day-that-is", day=begins, meaning=Written(first.label))
    if ends is None:
        return Message("procedures.no-end-known", begin=begin)
    return Message("procedures.through", begin=begin, ends=ends)
