"""How papers write days, instants, and texts that were erased: the filters of the templates.

May import: date_texts, documents, pii, values. How a date is written stands in `date_texts`.
"""

import re
from collections.abc import Mapping
from datetime import date, datetime

from caseflow.date_texts import day_text, instant_text, long_day_text, long_instant_text
from caseflow.documents import Word
from caseflow.pii import Erased, Veiled
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
    """Write a personal text, or say that it was erased, or that no key is at hand."""
    if isinstance(value, Erased):
        on = _stamp(value.at.date(), language)
        return Text(
            vi=f"(đã xóa ngày {on}: {value.ground})", en=f"(erased {on}: {value.ground})"
        ).in_(language)
    if isinstance(value, Veiled):
        return Text(vi="(dữ liệu được mã hóa)", en="(encrypted)").in_(language)
    return value


#: Words of names of offices that no line may break in.
_COMPOUNDS = (
    "hành chính công",
    "hành chính",
    "phục vụ",
    "trung tâm",
    "một cửa",
    "ủy ban",
    "nhân dân",
    "thành phố",
    "khoa học",
    "công nghệ",
    "đà nẵng",
    "cơ quan",
    "đơn vị",
    "hồ sơ",
    "kết quả",
    "giải quyết",
    "trước hạn",
    "gia hạn",
    "thời gian",
    "thủ trưởng",
    "tiếp nhận",
)
#: A place with the kind of place it is, as "thành phố Đà Nẵng".
_PLACE = r"(?:thành phố|tỉnh|đặc khu|phường|xã)(?: [^\W\d_a-z]\w*){1,3}"
_COMPOUND = re.compile(f"{_PLACE}|(?i:{'|'.join(_COMPOUNDS)})")


def _compounds(value: str, _language: str) -> str:
    """Write each part that no line may break in on a line, as "hành chính công"."""
    parts = _COMPOUND.sub(lambda found: found.group().replace(" ", "\n"), value).split(" ")
    return "\x1f".join(part.replace("\n", " ") for part in parts)


def _procedure(value: Text, language: str) -> str:
    """Write the name of a procedure behind the label "Thủ tục hành chính", which begins alike."""
    name = value.in_(language)
    bare = name.removeprefix("Thủ tục ").strip()
    return bare[:1].upper() + bare[1:]


WORDS: Mapping[str, Word] = {
    "day": _day,
    "moment": long_instant_text,
    "stamp": _stamp,
    "said": _said,
    "person": _person,
    "procedure": _procedure,
    "compounds": _compounds,
}
