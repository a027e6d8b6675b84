"""Moments in somebody else's log: text to instants and civil days, by what the profile says.

May import: errors, values, findings. Instants come out in UTC, so that comparing and subtracting
them is exact across a change of the clocks.
"""

import re
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from attrs import frozen

from caseflow.interchange.findings import Finding, finding, shown

__all__ = ["Moment", "MomentReader", "is_pattern"]

#: An instant in UTC, or a civil day of the log's zone.
Moment = datetime | date

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_INSTANT = re.compile(
    r"(\d{4}-\d{2}-\d{2})[T ]"
    r"(\d{2}:\d{2}(?::\d{2}(?:[.,]\d{1,9})?)?) ?"
    r"([Zz]|[+-]\d{2}(?::?\d{2})?)?",
    re.ASCII,
)
_TIME_DIRECTIVES = ("%H", "%I")


@frozen
class MomentReader:
    """Read the moments of one log.

    *pattern* is a `strptime` pattern, "" for ISO 8601. With *naive* a time without an offset is a
    local time in *zone* (of two equal ones, when the clocks go back, the earlier); without it such
    a time is a finding.
    """

    zone: ZoneInfo
    pattern: str = ""
    naive: bool = False

    def read(
        self, text: str, column: str, line: int, *, case: str = "", day_will_do: bool = False
    ) -> Moment | Finding:
        """Return the instant, in UTC, or with *day_will_do* the civil day, that *text* names."""

        def fault(code: str) -> Finding:
            value, zone = shown(text), self.zone.key
            return finding(
                code, line, case=case, about=column, column=column, value=value, zone=zone
            )

        parsed = self._parsed(text)
        if parsed is None:
            return fault("instant-invalid")
        if not isinstance(parsed, datetime):
            return parsed if day_will_do else fault("time-of-day-needed")
        if parsed.utcoffset() is not None:
            return parsed.astimezone(UTC)
        if not self.naive:
            return fault("naive-datetime")
        instant = parsed.replace(tzinfo=self.zone).astimezone(UTC)
        if instant.astimezone(self.zone).replace(tzinfo=None) != parsed:
            return fault("instant-skipped")
        return instant

    def day_of(self, moment: Moment) -> date:
        """Return the civil day of *moment* in the zone of the log."""
        return moment.astimezone(self.zone).date() if isinstance(moment, datetime) else moment

    def _parsed(self, text: str) -> Moment | None:
        try:
            if self.pattern:
                moment = datetime.strptime(text, self.pattern)  # noqa: DTZ007 - the caller asks
                timed = any(directive in self.pattern for directive in _TIME_DIRECTIVES)
                found = moment if timed else moment.date()
            elif _DAY.fullmatch(text):
                found = date.fromisoformat(text)
            elif parts := _INSTANT.fullmatch(text):
                day, time, offset = parts.groups()
                found = datetime.fromisoformat(f"{day}T{time}{(offset or '').upper()}")
            else:
                return None
        except ValueError:
            return None
        # Away from the ends of the era, every change of zone can be computed.
        return found if date.min.year < found.year < date.max.year else None


def is_pattern(pattern: str) -> bool:
    """Tell whether *pattern* can write a day and read the same day back.

    >>> is_pattern("%d/%m/%Y %H:%M"), is_pattern("%d/%m")
    (True, False)
    """
    sample = datetime(2026, 3, 12, 13, 45, tzinfo=UTC)
    try:
        back = datetime.strptime(sample.strftime(pattern), pattern)  # noqa: DTZ007 - only the day counts
    except (ValueError, re.error):
        return False
    return back.date() == sample.date()
