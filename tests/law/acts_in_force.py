"""When acts are in force, written by hand, and how acts are found in a printed text.

Shares nothing with `src`: neither the register of acts nor how a citation is worded.
"""

import re
from datetime import date, timedelta

__all__ = ["CHANGES", "named", "outside", "vietnamese"]

#: The first and the last day on which an act may be cited; None for no known end.
IN_FORCE = {
    "61/2018": (date(2018, 6, 21), date(2025, 6, 30)),
    "118/2025": (date(2025, 7, 1), None),
    "309/2026": (date(2026, 8, 5), None),
    "45/2020": (date(2020, 5, 22), None),
    "310/2026": (date(2026, 8, 5), None),
    "42/2022": (date(2022, 8, 15), date(2026, 6, 30)),
    "224/2026": (date(2026, 7, 1), None),
    "01/2018": (date(2019, 1, 6), date(2025, 6, 30)),
    "03/2025": (date(2026, 1, 25), None),
    "91/2015": (date(2017, 1, 1), None),
    "188/1999": (date(1999, 10, 2), None),
    "10/2012": (date(2018, 1, 1), date(2020, 12, 31)),
    "45/2019": (date(2021, 1, 1), None),
    "28/2026/QH16": (date(2026, 7, 1), None),
    "23/2015": (date(2018, 1, 1), None),
    "63/2023": (date(2023, 12, 1), date(2025, 12, 31)),
    "64/2025": (date(2025, 7, 1), date(2026, 12, 31)),
    "117/2026": (date(2026, 8, 15), date(2027, 2, 28)),
    "28/2026/TT-BTC": (date(2026, 4, 1), None),
    "25/2021": (date(2021, 1, 1), date(2026, 3, 31)),
}

#: Codes are cited by their year in Vietnamese.
CODES = {
    "Bộ luật Dân sự năm 2015": "91/2015",
    "Bộ luật Lao động năm 2012": "10/2012",
    "Bộ luật Lao động năm 2019": "45/2019",
}

_NUMBER = re.compile(r"\b(\d+/(?:19|20)\d\d)(/[A-ZĐ][\w-]*)?")
_ONE_DAY = timedelta(days=1)

FIRST, LAST = date(2018, 1, 1), date(2027, 12, 31)

#: Every day on which a rule changed, with the days around it, and the ends of the years.
CHANGES = sorted(
    day
    for first, last in IN_FORCE.values()
    for edge in (first, *((last + _ONE_DAY,) if last else ()), FIRST, LAST)
    for day in {edge - _ONE_DAY, edge, edge + _ONE_DAY}
    if FIRST <= day <= LAST
)
CHANGES = list(dict.fromkeys(CHANGES))


#: A kind of act or a place in one, as Vietnamese citations write them.
_VIETNAMESE = re.compile(
    r"\b(?:(?:điểm \w|khoản \d+) )?Điều \d+\b|"
    r"\b(?:Bộ luật|Luật|Nghị quyết|Nghị định|Thông tư|Quyết định|Công văn|Thông báo|Chỉ thị)"
    r" (?:số )?\d+/\S+"
)


def vietnamese(text: str) -> list[str]:
    """Return the Vietnamese words of citations that an English *text* prints."""
    return _VIETNAMESE.findall(text)


def named(text: str) -> set[str]:
    """Return the numbers of the acts that *text* names."""
    found = {
        f"{number}{kind}" if f"{number}{kind}" in IN_FORCE else number
        for number, kind in _NUMBER.findall(text)
        if kind
    }
    return found | {number for name, number in CODES.items() if name in text}


def outside(text: str, first: date, last: date | None = None) -> set[str]:
    """Return the acts in *text* that are in force on no day from *first* to *last*.

    An act that is in no table is outside before the year in its number.
    """
    last = last or first
    wrong: set[str] = set()
    for number in named(text):
        begins = date(int(re.findall(r"/(\d{4})", number)[0]), 1, 1)
        since, until = IN_FORCE.get(number, (begins, None))
        if since > last or (until is not None and until < first):
            wrong.add(number)
    return wrong
