"""Resolved calendars as plain JSON values, kept with the cases whose dates rest on them."""

import json
from collections.abc import Mapping
from datetime import date

from caseflow._typed import typed
from caseflow.calendars._days import Day, DayKind
from caseflow.calendars._names import name_data, name_of
from caseflow.calendars._office import OfficeCalendar
from caseflow.calendars._sessions import parse_sessions, sessions_text
from caseflow.calendars._spec import CalendarSpec, zone_name
from caseflow.errors import CalendarError, FormatError
from caseflow.law import NO_RULES, Basis, RuleBook, dated

__all__ = ["calendar_from_data", "calendar_to_data"]


@typed
def calendar_to_data(calendar: OfficeCalendar) -> dict[str, object]:
    """Return everything a printed date rests on, as JSON values.

    Kept with the cases, it lets any date be computed again years later, without the decree files
    and without the packages of that time.
    """
    spec = calendar.spec
    official = calendar.official_through
    return {
        "format": "office-calendar/1",
        "id": spec.id,
        "version": calendar.version,
        "zone": zone_name(spec.zone),
        "first_year": spec.first_year,
        "last_year": spec.last_year,
        "official_through": str(official) if official else None,
        "citations": [[rule, _written(basis)] for rule, basis in spec.citations],
        "week": [sessions_text(sessions) for sessions in spec.week],
        "days": [
            [
                str(day.on),
                day.kind.value,
                sessions_text(day.sessions),
                name_data(day.name),
                day.citation if isinstance(day.citation, str) else day.citation.written,
                day.decree,
            ]
            for day in calendar.exceptional_days()
        ],
    }


def _written(basis: Basis) -> str:
    return basis if isinstance(basis, str) else basis.written


@typed
def calendar_from_data(data: Mapping[str, object], *, law: RuleBook = NO_RULES) -> OfficeCalendar:
    """Load a calendar that `calendar_to_data` kept; *law* knows the rules it names.

    Raises:
        FormatError: the data is not such a calendar, or its days no longer give its version.
    """
    if data.get("format") != "office-calendar/1":
        raise FormatError("calendar", f"format {data.get('format')!r} is not office-calendar/1")
    try:
        kept = json.loads(json.dumps(data))
        official = kept["official_through"]
        spec = CalendarSpec(
            id=kept["id"],
            zone=kept["zone"],
            week=tuple(parse_sessions(texts) for texts in kept["week"]),
            first_year=kept["first_year"],
            last_year=kept["last_year"],
            official_through=date.fromisoformat(official) if official else None,
            citations=tuple((rule + "", law.read(text + "")) for rule, text in kept["citations"]),
        )
        days: dict[date, Day] = {}
        for on, kind, sessions, name, citation, decree in kept["days"]:
            day = date.fromisoformat(on)
            basis = dated(law.read(citation + ""), day)
            sessions_ = parse_sessions(sessions)
            days[day] = Day(day, DayKind(kind), sessions_, name_of(name), basis, decree)
    except (KeyError, TypeError, ValueError, CalendarError) as error:
        raise FormatError("calendar", f"cannot be read: {error}") from error
    calendar = OfficeCalendar(spec, days=days)
    if calendar.version != kept.get("version"):
        raise FormatError(
            "calendar",
            f"its days give {calendar.version}, not {kept.get('version')}; it was altered",
        )
    return calendar
