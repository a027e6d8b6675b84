"""Write days and instants for people, by the forms that the catalogue of a language states.

The names of days and months are those of CLDR. Which zone an instant is shown in is for the caller
to say, who knows the office; reading dates does not belong here. A catalogue without a form has
that of CLDR patterns written below. A language without a catalogue is answered by the nearest that
has one, as a message is, so that one page is in one language.
"""

from datetime import date, datetime, time

from caseflow._cldr import date_by
from caseflow._typed import typed
from caseflow.messages import catalogue_of

__all__ = [
    "day_text",
    "instant_text",
    "long_day_text",
    "long_instant_text",
    "message_text",
    "time_text",
    "weekday_name",
]

#: Forms of a language that states none, as patterns of CLDR.
_FORMS = {
    "day": "dd-MM-y",
    "time": "HH:mm",
    "time-with-seconds": "HH:mm:ss",
    "instant": "{time} {day}",
    "long-day": "d MMMM y",
    "long-instant": "{long-day}, HH:mm",
    "weekday": "EEEE",
}


@typed(late=True)
def day_text(on: date, language: str) -> str:
    """Write a day in figures.

    >>> day_text(date(2026, 9, 7), "vi"), day_text(date(2026, 9, 7), "en")
    ('07/9/2026', '2026-09-07')
    >>> day_text(date(2026, 2, 14), "vi")
    '14/02/2026'

    Raises:
        ValueInvalidError: *language* is no language code.
    """
    return _written("day", on, language)


@typed(late=True)
def time_text(at: datetime | time, language: str) -> str:
    """Write a time of day; seconds only if there are any.

    >>> time_text(datetime(2026, 8, 27, 10, 0), "vi"), time_text(datetime(2026, 8, 27, 9, 5), "en")
    ('10 giờ 00', '09:05')

    Raises:
        ValueInvalidError: *language* is no language code.
    """
    day = at if isinstance(at, datetime) else datetime.combine(date.min, at)
    return _written("time-with-seconds" if at.second else "time", day, language)


@typed(late=True)
def instant_text(at: datetime, language: str) -> str:
    """Write an instant in figures, by the clock of its zone, which is not named.

    >>> instant_text(datetime(2026, 8, 27, 10, 0), "vi")
    '10 giờ 00 ngày 27/8/2026'
    >>> instant_text(datetime(2026, 8, 27, 10, 0), "en")
    '10:00 2026-08-27'

    Raises:
        ValueInvalidError: *language* is no language code.
    """
    form = _form("instant", at, language)
    return form.format(time=time_text(at, language), day=day_text(at, language))


@typed(late=True)
def message_text(value: date | datetime, language: str) -> str:
    """Write a day, or an instant by the clock of its zone, within a message.

    >>> message_text(date(2026, 9, 7), "vi"), message_text(date(2026, 9, 7), "en")
    ('07/9/2026', '2026-09-07')

    Raises:
        ValueInvalidError: *language* is no language code.
    """
    if isinstance(value, datetime):
        return instant_text(value, language)
    return day_text(value, language)


@typed(late=True)
def long_day_text(on: date, language: str) -> str:
    """Write a day as forms spell it.

    >>> long_day_text(date(2026, 9, 7), "vi"), long_day_text(date(2026, 2, 7), "vi")
    ('ngày 07 tháng 9 năm 2026', 'ngày 07 tháng 02 năm 2026')
    >>> long_day_text(date(2026, 9, 7), "en")
    '7 September 2026'

    Raises:
        ValueInvalidError: *language* is no language code.
    """
    return _written("long-day", on, language)


@typed(late=True)
def long_instant_text(at: datetime, language: str) -> str:
    """Write an instant as forms spell it, by the clock of its zone, without its seconds.

    >>> long_instant_text(datetime(2026, 3, 2, 9, 30), "vi")
    '09 giờ 30 phút, ngày 02 tháng 3 năm 2026'
    >>> long_instant_text(datetime(2026, 3, 2, 9, 30), "en")
    '09:30 on 2 March 2026'

    Raises:
        ValueInvalidError: *language* is no language code.
    """
    form = _form("long-instant", at, language)
    if "{long-day}" in form:
        form = form.replace("{long-day}", _form("long-day", at, language))
    return date_by(form, at, catalogue_of(language).language)


@typed(late=True)
def weekday_name(on: date, language: str) -> str:
    """Write the name of the day of the week, as long as it stands beside a date in figures.

    >>> weekday_name(date(2026, 9, 7), "vi"), weekday_name(date(2026, 9, 7), "en")
    ('Thứ Hai', 'Mon')

    Raises:
        ValueInvalidError: *language* is no language code.
    """
    return _written("weekday", on, language)


def _written(name: str, value: date, language: str) -> str:
    return date_by(_form(name, value, language), value, catalogue_of(language).language)


def _form(name: str, value: date, language: str) -> str:
    """Return the form of the catalogue; it may have another for the first two months."""
    texts = catalogue_of(language).texts
    if value.month < 3:
        early = texts.get(f"formats.{name}-in-months-1-and-2")
        if early is not None:
            return early
    found = texts.get(f"formats.{name}")
    return _FORMS[name] if found is None else found
