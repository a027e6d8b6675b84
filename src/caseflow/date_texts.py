"""Write days and instants for people: one rule for each language, used by every text.

May import: errors, values. Which zone an instant is shown in is for the caller to say, who knows
the office; reading dates does not belong here. Vietnamese has the forms that State papers use: a
day below ten and the months one and two alone take a zero.
Source: Decree 30/2020/NĐ-CP, Annex I.
"""

from datetime import date, datetime

from caseflow.errors import UnknownNameError
from caseflow.values import LANGUAGES

__all__ = [
    "day_text",
    "instant_text",
    "long_day_text",
    "long_instant_text",
    "message_text",
    "time_text",
]

_MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


def day_text(on: date, language: str) -> str:
    """Write a day in figures.

    >>> day_text(date(2026, 9, 7), "vi"), day_text(date(2026, 9, 7), "en")
    ('07/9/2026', '2026-09-07')
    >>> day_text(date(2026, 2, 14), "vi")
    '14/02/2026'

    Raises:
        UnknownNameError: a language other than "vi" and "en".
    """
    if _is_vietnamese(language):
        return f"{on:%d}/{_month(on)}/{on:%Y}"
    return f"{on:%Y-%m-%d}"


def time_text(at: datetime, language: str) -> str:
    """Write a time of day; seconds only if there are any.

    >>> time_text(datetime(2026, 8, 27, 10, 0), "vi"), time_text(datetime(2026, 8, 27, 9, 5), "en")
    ('10 giờ 00', '09:05')

    Raises:
        UnknownNameError: a language other than "vi" and "en".
    """
    if _is_vietnamese(language):
        return f"{at:%H giờ %M phút %S giây}" if at.second else f"{at:%H giờ %M}"
    return f"{at:%H:%M:%S}" if at.second else f"{at:%H:%M}"


def instant_text(at: datetime, language: str) -> str:
    """Write an instant in figures, by the clock of its own zone, which is not named.

    >>> instant_text(datetime(2026, 8, 27, 10, 0), "vi")
    '10 giờ 00 ngày 27/8/2026'
    >>> instant_text(datetime(2026, 8, 27, 10, 0), "en")
    '10:00 2026-08-27'

    Raises:
        UnknownNameError: a language other than "vi" and "en".
    """
    between = " ngày " if _is_vietnamese(language) else " "
    return f"{time_text(at, language)}{between}{day_text(at, language)}"


def message_text(value: date | datetime, language: str) -> str:
    """Write a day or an instant for a message, which in English is ISO 8601 with the offset.

    >>> message_text(date(2026, 9, 7), "vi"), message_text(date(2026, 9, 7), "en")
    ('07/9/2026', '2026-09-07')

    Raises:
        UnknownNameError: a language other than "vi" and "en".
    """
    if not _is_vietnamese(language):
        return value.isoformat()
    return instant_text(value, "vi") if isinstance(value, datetime) else day_text(value, "vi")


def long_day_text(on: date, language: str) -> str:
    """Write a day as the forms spell it.

    >>> long_day_text(date(2026, 9, 7), "vi"), long_day_text(date(2026, 2, 7), "vi")
    ('ngày 07 tháng 9 năm 2026', 'ngày 07 tháng 02 năm 2026')
    >>> long_day_text(date(2026, 9, 7), "en")
    '7 September 2026'

    Raises:
        UnknownNameError: a language other than "vi" and "en".
    """
    if _is_vietnamese(language):
        return f"ngày {on:%d} tháng {_month(on)} năm {on:%Y}"
    return f"{on.day} {_MONTHS[on.month - 1]} {on:%Y}"


def long_instant_text(at: datetime, language: str) -> str:
    """Write an instant as the forms spell it, by the clock of its own zone.

    >>> long_instant_text(datetime(2026, 3, 2, 9, 30), "vi")
    '09 giờ 30 phút, ngày 02 tháng 3 năm 2026'
    >>> long_instant_text(datetime(2026, 3, 2, 9, 30), "en")
    '09:30 on 2 March 2026'

    Raises:
        UnknownNameError: a language other than "vi" and "en".
    """
    if _is_vietnamese(language):
        return f"{at:%H giờ %M phút}, {long_day_text(at, language)}"
    return f"{at:%H:%M} on {long_day_text(at, language)}"


def _is_vietnamese(language: str) -> bool:
    if language not in LANGUAGES:
        raise UnknownNameError(language, LANGUAGES, "language")
    return language == "vi"


def _month(on: date) -> str:
    """Write the number of a month; only the first two could be made another by a figure added."""
    return f"{on.month:02}" if on.month < 3 else f"{on.month}"
