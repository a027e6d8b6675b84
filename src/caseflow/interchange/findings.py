"""What a reader of somebody else's data has to say about it: findings, counted and kept in bounds.

A finding is a value, not an exception: a bad row never stops the others. May import: errors,
values. What reads files, and what works cases, does not belong here.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from types import MappingProxyType

from caseflow.errors import TextInvalidError
from caseflow.typed import frozen
from caseflow.values import LANGUAGES, Text

__all__ = ["CODES", "Finding", "Findings", "finding", "shown", "text_problem"]

#: Findings kept in full for each code; beyond that they are only counted.
KEPT_PER_CODE = 1_000


@frozen
class Finding:
    """Say what is wrong with one row or one case of a log.

    `line` is the line of the file, counted from 1, where the row begins. `is_used` tells whether
    the row was used all the same; otherwise it was left out. `about` is the column, activity or
    action the finding is about.
    """

    code: str
    line: int
    case: str
    about: str
    is_used: bool
    text: Text

    def to_json(self) -> dict[str, object]:
        """Return the finding as JSON values."""
        return {
            "code": self.code,
            "line": self.line,
            "case": self.case,
            "about": self.about,
            "used": self.is_used,
            "text": {"vi": self.text.in_("vi"), "en": self.text.in_("en")},
        }


@frozen
class _Kind:
    vi: str
    en: str
    is_used: bool = False


#: Every code of this room, in the order of reading: the row, its fields, the case, the work.
#: A refusal of the engine comes with the engine's own code.
_KINDS = {
    "row-too-long": _Kind(
        "dòng dài hơn {limit} byte; hãy tách hoặc rút ngắn dòng",
        "the row is longer than {limit} bytes; shorten or split it",
    ),
    "row-encoding": _Kind(
        "byte thứ {position} (0x{byte:02x}) không phải UTF-8; hãy lưu tệp dạng UTF-8",
        "byte {position} (0x{byte:02x}) is not UTF-8; save the file as UTF-8",
    ),
    "row-quoting": _Kind(
        "dấu ngoặc kép không hợp lệ ({problem}); hãy nhân đôi dấu ngoặc kép bên trong ô",
        "the quotation marks do not pair up ({problem}); double a mark that belongs to the text",
    ),
    "row-fields": _Kind(
        "dòng có {given} ô, tiêu đề có {expected} ô",
        "the row has {given} fields and the header has {expected}",
    ),
    "row-json": _Kind(
        "dòng không phải một đối tượng JSON ({problem})",
        "the line is not one JSON object ({problem})",
    ),
    "field-type": _Kind(
        "cột {column}: {value} không phải văn bản hay số nguyên",
        "column {column}: {value} is neither text nor a whole number",
    ),
    "field-empty": _Kind(
        "cột {column} để trống và là cột bắt buộc",
        "column {column} is empty and is needed",
    ),
    "text-invalid": _Kind("{problem}", "{problem}"),
    "instant-invalid": _Kind(
        "cột {column}: {value} không phải thời điểm; hãy ghi như 2026-03-02T09:00+07:00",
        "column {column}: {value} is not an instant; write it as 2026-03-02T09:00+07:00",
    ),
    "instant-too-fine": _Kind(
        "cột {column}: {value} mịn hơn một micrô giây; hãy ghi nhiều nhất sáu chữ số",
        "column {column}: {value} is finer than a microsecond; write six digits at most",
    ),
    "naive-datetime": _Kind(
        'cột {column}: {value} không có múi giờ; hãy ghi độ lệch giờ, hoặc đặt naive = "local" '
        "trong [time] của hồ sơ ánh xạ",
        'column {column}: {value} has no zone; write its offset, or set naive = "local" under '
        "[time] in the profile",
    ),
    "time-of-day-needed": _Kind(
        "cột {column}: {value} chỉ là ngày và ở đây cần cả giờ",
        "column {column}: {value} is only a day and the time of day is needed here",
    ),
    "instant-skipped": _Kind(
        "cột {column}: {value} không tồn tại ở {zone} vì giờ địa phương được chỉnh tiến",
        "column {column}: {value} does not exist in {zone}: the clocks went forward over it",
    ),
    "unknown-activity": _Kind(
        "hoạt động {value} không có trong hồ sơ ánh xạ",
        "the profile does not know the activity {value}",
    ),
    "unknown-channel": _Kind(
        "kênh {value} không có trong hồ sơ ánh xạ; các kênh: {allowed}",
        "the profile does not know the channel {value}; it knows {allowed}",
    ),
    "case-differs": _Kind(
        "cột {column} là {value}, dòng {first} của cùng hồ sơ ghi {kept}; giữ giá trị đầu",
        "column {column} is {value} and line {first} of the same case has {kept}; the first stays",
        is_used=True,
    ),
    "event-repeated": _Kind(
        "sự kiện {value} đã có ở dòng {first}",
        "the event {value} already stands on line {first}",
    ),
    "instants-equal": _Kind(
        "cùng thời điểm với dòng {first}; giữ thứ tự trong tệp",
        "the same instant as line {first}; the order of the file is kept",
        is_used=True,
    ),
    "event-before-start": _Kind(
        "sự kiện lúc {at} trước khi hồ sơ bắt đầu ({start}), cách {gap}",
        "the event at {at} comes {gap} before the case starts ({start})",
    ),
    "event-after-end": _Kind(
        "sự kiện lúc {at} sau khi hồ sơ kết thúc ({end}), cách {gap}",
        "the event at {at} comes {gap} after the case has ended ({end})",
    ),
    "end-before-start": _Kind(
        "hồ sơ kết thúc {end}, trước ngày bắt đầu {start}; coi như chưa kết thúc",
        "the case ends at {end}, days before it starts ({start}); it is taken as still open",
    ),
    "end-on-start-day": _Kind(
        "thời điểm kết thúc {end} đứng trước thời điểm bắt đầu {start} trong cùng ngày; "
        "coi như kết thúc khi bắt đầu",
        "the end at {end} lies before the start at {start} of the same day; "
        "it is taken as the start itself",
        is_used=True,
    ),
    "ended-undecided": _Kind(
        "nhật ký ghi hồ sơ đã kết thúc nhưng quy trình chưa có kết quả; "
        "hồ sơ còn ở trạng thái “{state}”",
        'the log ends the case and the workflow has no decision; it still stands in "{state}"',
    ),
    "ended-paused": _Kind(
        "nhật ký ghi hồ sơ đã kết thúc khi đồng hồ {clock} đang tạm dừng và chưa có kết quả; "
        "hồ sơ còn ở trạng thái “{state}”",
        "the log ends the case while its clock {clock} is paused and nothing is decided; "
        'it still stands in "{state}"',
    ),
    "term-empty": _Kind(
        "hạn {deadline} không sau thời điểm bắt đầu {start}; không tính đúng hạn",
        "the deadline {deadline} is not after the start {start}; timeliness is not judged",
        is_used=True,
    ),
    "case-not-opened": _Kind(
        "hồ sơ không mở được ({reason}); số sự kiện không được xử lý: {events}",
        "the case could not be opened ({reason}); events not worked: {events}",
    ),
}

#: The stable codes of this room.
CODES = tuple(_KINDS)


def shown(value: str, limit: int = 60) -> str:
    """Return *value* quoted for a message, cut so that a huge field stays readable.

    >>> shown("Desk"), shown("x" * 100, limit=3)
    ("'Desk'", "'xxx'… (100 characters)")
    """
    if len(value) <= limit:
        return repr(value)
    return f"{value[:limit]!r}… ({len(value)} characters)"


def finding(
    code: str,
    line: int,
    *,
    case: str = "",
    about: str = "",
    is_used: bool | None = None,
    **params: str | int | Text,
) -> Finding:
    """Build the finding of that code; *params* fill its text, each in its own language.

    *is_used* goes before what is usual for the code.

    >>> finding("row-fields", 7, given=3, expected=5).text.in_("en")
    'the row has 3 fields and the header has 5'
    """
    kind = _KINDS[code]
    vi, en = (
        {
            name: value.in_(language) if isinstance(value, Text) else value
            for name, value in params.items()
        }
        for language in LANGUAGES
    )
    text = Text(vi=kind.vi.format(**vi), en=kind.en.format(**en))
    used = kind.is_used if is_used is None else is_used
    return Finding(code, line, case, about, used, text)


def text_problem(error: TextInvalidError) -> Text:
    """Return what is wrong with a text of a log, in both languages.

    >>> found = TextInvalidError("column a", "101 characters are too many", "at most 100")
    >>> text_problem(found).in_("vi"), text_problem(found).in_("en")
    ('cột a: 101 ký tự là quá dài', 'column a: 101 characters are too many; give at most 100')
    """
    for pattern, form in _TEXT_PROBLEMS:
        found = pattern.fullmatch(error.problem)
        if found is not None:
            name = re.sub(r"^column ", "cột ", str(error.name))
            return Text(vi=f"{name}: {form.format(*found.groups())}", en=str(error))
    return Text(vi=str(error), en=str(error))


_TEXT_PROBLEMS = (
    (
        re.compile(r"character (\S+) at position (\d+) cannot be kept"),
        "ký tự {0} ở vị trí {1} không lưu được; cần chữ không có ký tự điều khiển",
    ),
    (
        re.compile(r"character (\S+) at position (\d+) cannot be seen"),
        "ký tự {0} ở vị trí {1} không nhìn thấy được; cần một dòng gồm chữ, số và dấu",
    ),
    (re.compile(r"(\d+) characters are too many"), "{0} ký tự là quá dài"),
)


class Findings:
    """Collect findings: every one counted, the first thousand of each code kept."""

    def __init__(self) -> None:
        self._counts: Counter[str] = Counter()
        self._abouts: dict[str, Counter[str]] = {}
        self._kept: dict[str, list[Finding]] = {}

    def add(self, found: Finding) -> None:
        """Take one finding in."""
        self._counts[found.code] += 1
        kept = self._kept.setdefault(found.code, [])
        if len(kept) < KEPT_PER_CODE:
            kept.append(found)
        if found.about:
            abouts = self._abouts.setdefault(found.code, Counter())
            is_counted = found.about in abouts or len(abouts) < KEPT_PER_CODE
            abouts[found.about if is_counted else "…"] += 1

    def groups(self) -> tuple["FindingGroup", ...]:
        """Return the findings by code, the most frequent code first."""
        order = sorted(self._counts, key=lambda code: (-self._counts[code], code))
        return tuple(
            FindingGroup(
                code,
                self._counts[code],
                MappingProxyType(dict(self._abouts.get(code, Counter[str]()).most_common())),
                tuple(sorted(self._kept[code], key=lambda found: found.line)),
            )
            for code in order
        )


@frozen
class FindingGroup:
    """Hold what was found under one code: how often, about what, and the findings kept."""

    code: str
    count: int
    about: Mapping[str, int]
    kept: tuple[Finding, ...]

    def __iter__(self) -> Iterator[Finding]:
        return iter(self.kept)

    @property
    def is_used(self) -> bool:
        """Tell whether what was found was used all the same."""
        return all(found.is_used for found in self.kept)

    def to_json(self) -> dict[str, object]:
        """Return the group as JSON values, with every finding kept."""
        return {
            "code": self.code,
            "count": self.count,
            "used": self.is_used,
            "about": dict(self.about),
            "rows": [found.to_json() for found in self.kept],
            "left_off": self.count - len(self.kept),
        }
