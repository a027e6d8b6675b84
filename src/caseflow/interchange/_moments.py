"""Moments in somebody else's log: text to instants and civil days, by what the profile says.

Instants come out in UTC, so that comparing and subtracting them is exact across a change of the
clocks.
"""

import re
from datetime import UTC, date, datetime
from functools import cache
from zoneinfo import ZoneInfo

from attrs import frozen

from caseflow.interchange._findings import Finding, finding, shown
from caseflow.values import iso_instant

__all__ = ["Moment", "MomentReader", "is_pattern", "pattern_fault"]

#: An instant in UTC, or a civil day of the log's zone.
Moment = datetime | date

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_INSTANT = re.compile(
    r"(\d{4}-\d{2}-\d{2})[T ]"
    r"(\d{2}:\d{2}(?::\d{2}(?:[.,]\d{1,9})?)?) ?"
    r"([Zz]|[+-]\d{2}(?::?\d{2})?)?",
    re.ASCII,
)
#: A fraction that no microsecond holds.
_TOO_FINE = re.compile(r"[.,][0-9]{6}[0-9]*[1-9]")
#: A directive of a `strptime` pattern; `%%` is no directive.
_DIRECTIVE = re.compile(r"%(.)", re.DOTALL)
#: The same wall clock before and after noon: a pattern that keeps times distinguishes them.
_SAMPLES = tuple(datetime(2026, 3, 12, hour, 45, tzinfo=UTC) for hour in (1, 13))


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
            return fault("instant-too-fine" if _TOO_FINE.search(text) else "instant-invalid")
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
                found = moment if _is_timed(self.pattern) else moment.date()
            elif _DAY.fullmatch(text):
                found = date.fromisoformat(text)
            elif parts := _INSTANT.fullmatch(text):
                day, time, offset = parts.groups()
                found = iso_instant(f"{day}T{time}{(offset or '').upper()}")
            else:
                return None
        except ValueError:
            return None
        # Away from the ends of the era, every change of zone can be computed.
        return found if date.min.year < found.year < date.max.year else None


def is_pattern(pattern: str) -> bool:
    """Return whether what *pattern* writes is read back as the same moment; see `pattern_fault`.

    >>> is_pattern("%d/%m/%Y %H:%M"), is_pattern("%d/%m"), is_pattern("%d/%m/%Y %I:%M")
    (True, False, False)
    """
    return not pattern_fault(pattern)


@cache
def pattern_fault(pattern: str) -> str:
    """Return what *pattern* would lose of the moments it reads, and what to write; "" if nothing.

    >>> pattern_fault("%d/%m/%Y %I:%M")
    'loses whether it is before or after noon; write %I with %p, or %H'
    """
    found = set(_DIRECTIVE.findall(pattern))
    if "Z" in found:
        return "loses the zone, for names of zones are not read; write %z, or leave it out"
    if "p" in found and "I" not in found:
        return "loses whether it is before or after noon; write %I with %p, or %H"
    for sample in _SAMPLES:
        try:
            back = datetime.strptime(sample.strftime(pattern), pattern)  # noqa: DTZ007 - a sample
        except (ValueError, re.error):
            return "cannot be read back; write it as '%d/%m/%Y %H:%M'"
        if back.date() != sample.date():
            return "names no day; write it as '%d/%m/%Y %H:%M'"
        if _is_timed(pattern) and back.hour != sample.hour:
            return "loses whether it is before or after noon; write %I with %p, or %H"
    if "I" in found and "p" not in found:
        return "loses whether it is before or after noon; write %I with %p, or %H"
    return ""


@cache
def _is_timed(pattern: str) -> bool:
    """Return whether *pattern* writes the hour."""
    morning, noon = (sample.strftime(pattern) for sample in _SAMPLES)
    found = set(_DIRECTIVE.findall(pattern))
    return morning != noon or not found.isdisjoint("HI")
