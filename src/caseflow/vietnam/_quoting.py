"""Vietnamese citations that no rule of the pack has, and the same citations in English.

Fees, decrees and the decisions of procedures cite acts in their own text. What a citation
names is translated: kind of act, number, day, place in it. What an act is about is not, and what is
not understood whole stays as it stands.
"""

import re
from functools import lru_cache

from caseflow._typed import typed
from caseflow.law import Rule, undated
from caseflow.values import Text
from caseflow.vietnam._acts import article

__all__ = ["quoted", "worded"]

_KINDS = {
    "Bộ luật": "Code",
    "Chỉ thị": "Directive",
    "Công văn": "Official Letter",
    "Luật": "Law",
    "Nghị quyết": "Resolution",
    "Nghị định": "Decree",
    "Pháp lệnh": "Ordinance",
    "Quyết định": "Decision",
    "Thông báo": "Notice",
    "Thông tư": "Circular",
    "Thông tư liên tịch": "Joint Circular",
}
_BODIES = {
    "Bộ Nội vụ": "the Ministry of Home Affairs",
    "Bộ Tài chính": "the Ministry of Finance",
    "Chính phủ": "the Government",
    "Quốc hội": "the National Assembly",
    "Thủ tướng Chính phủ": "the Prime Minister",
    "Văn phòng Chính phủ": "the Government Office",
}


def _either(names: dict[str, str]) -> str:
    return "|".join(sorted(names, key=len, reverse=True))


_DAY = r"(\d{1,2})/(\d{1,2})/(\d{4})"
_PLACE = r"(?:điểm (?P<point>\w) )?(?:khoản (?P<clause>\d+) )?Điều (?P<article>\d+)"
_ACT = re.compile(
    rf"(?P<kind>{_either(_KINDS)}) (?P<number>\d+/[\w/-]+)(?: ngày {_DAY})?"
    rf"(?: của (?P<body>{_either(_BODIES)}))?"
)
_BEFORE = re.compile(_PLACE + " ")
_AFTER = re.compile(rf", (?:{_PLACE}|Phụ lục (?P<annex>[IVX]+|\d+))")
_SINCE = re.compile(rf", hiệu lực từ {_DAY}")
#: An act that changed this one, where it was decided, or whatever else stands in brackets.
_UNDER = re.compile(r" \(theo ([^()]+)\)")
_WHERE = re.compile(r" \(([^()]+)\)")
#: What notices are about; it goes on to the end, or to a bracket.
_ABOUT = re.compile(r" về [^()]+?(?= \(|$)")


@lru_cache(maxsize=4_096)
def quoted(text: str) -> Rule | None:
    """Return the rule without dates that the Vietnamese *text* cites; None if it is no citation.

    Whoever cites it says by its own days when it holds. It is written and printed in Vietnamese
    as it stands. Cost: O(length), once for each text.

    >>> from datetime import date
    >>> found = quoted("khoản 2 Điều 4 Thông tư 287/2016/TT-BTC (theo Thông tư 63/2023/TT-BTC)")
    >>> found.text(date(2024, 3, 1), "en")
    'Article 4(2) of Circular 287/2016/TT-BTC (under Circular 63/2023/TT-BTC)'
    >>> quoted("Quyết định 2873/QĐ-UBND ngày 19/11/2025 (Hà Tĩnh)").text(date(2026, 3, 2), "en")
    'Decision 2873/QĐ-UBND of 2025-11-19 (Hà Tĩnh)'
    >>> quoted("theo lệ cũ") is None
    True
    """
    english = _english(text)
    return None if english is None else undated(Text(vi=text, en=english))


@typed
def worded(text: str, language: str) -> str:
    """Return the Vietnamese citation *text* in *language*, "vi" or "en"; as it is if it is none.

    >>> worded("Quyết định 4001/QĐ-BKHCN", "en"), worded("theo lệ cũ", "en")
    ('Decision 4001/QĐ-BKHCN', 'theo lệ cũ')
    """
    found = quoted(text)
    return text if found is None else found.citations[0].text(language)


def _english(text: str) -> str | None:
    place, rest = "", text
    before = _BEFORE.match(text)
    if before is not None:
        place, rest = f"{_place(before)} of ", text[before.end() :]
    names: list[str] = []
    while True:
        act = _ACT.match(rest)
        if act is None:
            return None
        names.append(_act(act))
        rest = rest[act.end() :]
        if not rest.startswith(" và "):
            break
        rest = rest.removeprefix(" và ")
    after = _AFTER.match(rest)
    if after is not None:
        annex = after["annex"]
        place = f"{'Annex ' + annex if annex else _place(after)} of {place}"
        rest = rest[after.end() :]
    first = " and ".join(names)
    tail, left = _tail(rest)
    if after is None:
        found = _AFTER.match(left)
        if found is not None:
            annex = found["annex"]
            place = f"{'Annex ' + annex if annex else _place(found)} of {place}"
            left = left[found.end() :]
    return None if left else f"{place}{first}{tail}"


def _tail(rest: str) -> tuple[str, str]:
    """Return what follows the acts, in English, and what of *rest* was not understood."""
    said = ""
    about = _ABOUT.match(rest)
    rest = rest if about is None else rest[about.end() :]
    under = _UNDER.match(rest)
    if under is not None:
        inner = _english(under[1])
        if inner is None:
            return said, rest
        return f" (under {inner})", rest[under.end() :]
    where = _WHERE.match(rest)
    if where is not None:
        said, rest = f" ({where[1]})", rest[where.end() :]
    since = _SINCE.match(rest)
    if since is not None:
        said, rest = f"{said}, in force from {_day(*since.groups())}", rest[since.end() :]
    return said, rest


def _act(found: re.Match[str]) -> str:
    day, month, year = found.group(3, 4, 5)
    said = f"{_KINDS[found['kind']]} {found['number']}"
    said += f" of {_day(day, month, year)}" if year else ""
    return said + (f" of {_BODIES[found['body']]}" if found["body"] else "")


def _day(day: str, month: str, year: str) -> str:
    return f"{year}-{month:0>2}-{day:0>2}"


def _place(found: re.Match[str]) -> str:
    parts = (found["article"], found["clause"], found["point"])
    return article(".".join(part for part in parts if part)).in_("en")
