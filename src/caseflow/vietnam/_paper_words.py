"""How the forms of Viet Nam write names: which words no line may break in, and what goes without.

How papers write days, instants and texts that were erased is in `caseflow.office.papers.words`.
"""

import re
from collections.abc import Callable, Mapping
from typing import Any

from caseflow.office.papers import words
from caseflow.values import Text

__all__ = ["WORDS"]

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


WORDS: Mapping[str, Callable[[Any, str], str]] = {
    **words.WORDS,
    "procedure": _procedure,
    "compounds": _compounds,
}
