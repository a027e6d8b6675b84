"""How papers write days, instants, and texts that were erased: the filters of the templates.

May import: documents, pii, values. Vietnamese forms spell dates out; so does the English toggle.
"""

from collections.abc import Mapping
from datetime import date, datetime

from caseflow.documents import Word
from caseflow.pii import Erased, Veiled
from caseflow.values import Text

__all__ = ["WORDS"]

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


def _day(value: date | None, language: str) -> str:
    """Write a day, as "ngày 02 tháng 03 năm 2026"; "" for none."""
    if value is None:
        return ""
    if language == "vi":
        return f"ngày {value:%d} tháng {value:%m} năm {value:%Y}"
    return f"{value.day} {_MONTHS[value.month - 1]} {value:%Y}"


def _moment(value: datetime, language: str) -> str:
    """Write an instant, as "09 giờ 30 phút, ngày 02 tháng 03 năm 2026"."""
    if language == "vi":
        return f"{value:%H} giờ {value:%M} phút, {_day(value, language)}"
    return f"{value:%H:%M} on {_day(value, language)}"


def _stamp(value: date, language: str) -> str:
    """Write a day or an instant for a cell, as "09:30 02/03/2026"."""
    day = f"{value:%d/%m/%Y}" if language == "vi" else f"{value:%Y-%m-%d}"
    return f"{value:%H:%M} {day}" if isinstance(value, datetime) else day


def _said(value: Text, language: str) -> str:
    """Write a text in the language of the paper."""
    return value.in_(language)


def _person(value: str, language: str) -> str:
    """Write a personal text, or say that it was erased, or that no key is at hand."""
    if isinstance(value, Erased):
        on = _stamp(value.at.date(), language)
        return Text(f"(đã xóa ngày {on}: {value.ground})", f"(erased {on}: {value.ground})").in_(
            language
        )
    if isinstance(value, Veiled):
        return Text("(dữ liệu được mã hóa)", "(encrypted)").in_(language)
    return value


WORDS: Mapping[str, Word] = {
    "day": _day,
    "moment": _moment,
    "stamp": _stamp,
    "said": _said,
    "person": _person,
}
