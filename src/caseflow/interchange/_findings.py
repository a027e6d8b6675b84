"""What a reader of somebody else's data has to say about it: findings, counted and kept in bounds.

A finding is a value, not an exception: a bad row never stops the others. What reads files, and what
works cases, does not belong here.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from types import MappingProxyType

from caseflow._typed import frozen
from caseflow.errors import TextInvalidError
from caseflow.texts import Message, Text

__all__ = ["CODES", "Finding", "Findings", "finding", "shown", "text_problem"]

#: Findings kept in full for each code; beyond that they are only counted.
KEPT_PER_CODE = 1_000


@frozen
class Finding:
    """Say what is wrong with one row or one case of a log.

    `line` is the line of the file, counted from 1, where the row begins. `is_used` says whether
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
            "text": dict(self.text.items()),
        }


@frozen
class _Kind:
    text: Message
    is_used: bool = False


#: Every code of this package, in the order of reading: the row, its fields, the case, the work.
#: A refusal of the engine comes with the engine's own code.
_KINDS = {
    "row-too-long": _Kind(Message("findings.row-too-long")),
    "row-encoding": _Kind(Message("findings.row-encoding")),
    "row-quoting": _Kind(Message("findings.row-quoting")),
    "row-fields": _Kind(Message("findings.row-fields")),
    "row-json": _Kind(Message("findings.row-json")),
    "field-type": _Kind(Message("findings.field-type")),
    "field-empty": _Kind(Message("findings.field-empty")),
    "text-invalid": _Kind(Message("findings.text-invalid")),
    "instant-invalid": _Kind(Message("findings.instant-invalid")),
    "instant-too-fine": _Kind(Message("findings.instant-too-fine")),
    "naive-datetime": _Kind(Message("findings.naive-datetime")),
    "time-of-day-needed": _Kind(Message("findings.time-of-day-needed")),
    "instant-skipped": _Kind(Message("findings.instant-skipped")),
    "unknown-activity": _Kind(Message("findings.unknown-activity")),
    "unknown-channel": _Kind(Message("findings.unknown-channel")),
    "case-differs": _Kind(Message("findings.case-differs"), is_used=True),
    "event-repeated": _Kind(Message("findings.event-repeated")),
    "instants-equal": _Kind(Message("findings.instants-equal"), is_used=True),
    "event-before-start": _Kind(Message("findings.event-before-start")),
    "event-after-end": _Kind(Message("findings.event-after-end")),
    "end-before-start": _Kind(Message("findings.end-before-start")),
    "end-on-start-day": _Kind(Message("findings.end-on-start-day"), is_used=True),
    "ended-undecided": _Kind(Message("findings.ended-undecided")),
    "ended-paused": _Kind(Message("findings.ended-paused")),
    "term-empty": _Kind(Message("findings.term-empty"), is_used=True),
    "case-not-opened": _Kind(Message("findings.case-not-opened")),
    "work-backwards": _Kind(Message("findings.work-backwards")),
}

#: The stable codes of this package.
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
    """Build the finding of that code; *params* fill its text.

    *is_used* goes before what is usual for the code.

    >>> finding("row-fields", 7, given=3, expected=5).text.in_("en")
    'the row has 3 fields and the header has 5'
    """
    kind = _KINDS[code]
    text = kind.text.filled(**params)
    used = kind.is_used if is_used is None else is_used
    return Finding(code, line, case, about, used, text)


def text_problem(error: TextInvalidError) -> Text:
    """Return what is wrong with a text of a log.

    >>> found = TextInvalidError("column a", "101 characters are too many", "at most 100")
    >>> text_problem(found).in_("vi")
    'cột a: 101 ký tự là quá dài; nhiều nhất 100'
    """
    name = str(error.name)
    column = name.removeprefix("column ")
    where = Text(und=name) if column == name else Message("findings.column", column=column)
    for pattern, message in _TEXT_PROBLEMS:
        found = pattern.fullmatch(f"{error.problem}; give {error.allowed}")
        if found is not None:
            return message.filled(where=where, **found.groupdict())
    return Text(en=str(error))


_CHARACTER = r"character (?P<character>\S+) at position (?P<position>\d+)"

_TEXT_PROBLEMS = (
    (
        re.compile(_CHARACTER + r" cannot be kept; .+"),
        Message("findings.character-not-kept"),
    ),
    (
        re.compile(_CHARACTER + r" cannot be seen; .+"),
        Message("findings.character-not-seen"),
    ),
    (
        re.compile(r"(?P<count>\d+) characters are too many; give at most (?P<most>\d+).*"),
        Message("findings.text-too-long"),
    ),
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
        """Return whether what was found was used all the same."""
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
