"""How papers write days, instants, and texts that were erased: the filters of the templates.

How a date is written stands in `_date_texts`.
"""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any

from caseflow._date_texts import day_text, instant_text, long_day_text, long_instant_text
from caseflow.pii import Encrypted, Erased
from caseflow.texts import Message
from caseflow.values import Text

__all__ = ["WORDS"]


def _day(value: date | None, language: str) -> str:
    """Write a day as the forms spell it; "" for none."""
    return "" if value is None else long_day_text(value, language)


def _stamp(value: date, language: str) -> str:
    """Write a day or an instant for a cell, in figures."""
    if isinstance(value, datetime):
        return instant_text(value, language)
    return day_text(value, language)


def _said(value: Text, language: str) -> str:
    """Write a text in the language of the paper."""
    return value.in_(language)


def _person(value: str, language: str) -> str:
    """Write a personal text, or say that it was erased, or that no key is available."""
    if isinstance(value, Erased):
        on = _stamp(value.at.date(), language)
        return Message("papers.erased", on=on, ground=value.ground).in_(language)
    if isinstance(value, Encrypted):
        return Message("papers.encrypted").in_(language)
    return value


#: What turns a value into words on paper, by name: the value and the language.
WORDS: Mapping[str, Callable[[Any, str], str]] = {
    "day": _day,
    "moment": long_instant_text,
    "stamp": _stamp,
    "said": _said,
    "person": _person,
}
