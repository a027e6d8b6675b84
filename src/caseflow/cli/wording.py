"""What went wrong on a command line, in the language that was asked for.

May import: errors, values, and `phrases` and `phrase_forms` beside it. The texts of errors are
English. Here those that a command gives for its words, its options and its files are put into
Vietnamese, each whole or not at all: what the library says to developers, as of a faulty
definition, stays English.
"""

import re
from collections.abc import Callable, Sequence
from contextlib import suppress
from contextvars import ContextVar
from datetime import date, datetime

from caseflow.cli.phrase_forms import forms
from caseflow.cli.phrases import KINDS, PHRASES
from caseflow.date_texts import day_text, instant_text
from caseflow.errors import (
    ActionRefusedError,
    CalendarFileError,
    CalendarHorizonError,
    CaseflowError,
    CodeMalformedError,
    DefinitionError,
    FeeNotCoveredError,
    FloatRefusedError,
    ForeignDecisionError,
    FormatError,
    LimitError,
    LimitSyntaxError,
    LogFileError,
    PackageMissingError,
    PauseError,
    ProfileError,
    RecordError,
    SchemaError,
    StoreRefusedError,
    StoreUnavailableError,
    TextInvalidError,
    TimeOfDayError,
    UnknownCaseError,
    UnknownNameError,
    ValueInvalidError,
)
from caseflow.errors.root import near
from caseflow.errors.showing import place, shown, word
from caseflow.values import LANGUAGES

__all__ = ["asked", "fault_text", "language", "message_of", "phrased", "usage_of"]

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")

#: The language in which this run of the command complains.
language: ContextVar[str] = ContextVar("language", default="en")


def asked(words: Sequence[str]) -> str:
    """Return the language that *words* ask for, "en" if none.

    >>> asked(["due", "5 ngày", "--lang", "vi"]), asked(["due", "--lang=vi"]), asked(["demo"])
    ('vi', 'vi', 'en')
    """
    found = "en"
    for place_, each in enumerate(words):
        option, equals, value = each.partition("=")
        if option != "--lang":
            continue
        given = value if equals else next(iter(words[place_ + 1 :]), "")
        found = given if given in LANGUAGES else found
    return found


def message_of(error: CaseflowError) -> str:
    """Return the text of *error* in the language of this run; English where it has no other."""
    return (_vietnamese(error) if language.get() == "vi" else None) or str(error)


def fault_text(fault: object) -> str:
    """Return one of the faults that a `DefinitionError` holds, in the language of this run."""
    if isinstance(fault, CaseflowError):
        return message_of(fault)
    return usage_of(str(fault))


def usage_of(message: str) -> str:
    """Return what is wrong with the words of a command line, in the language of this run."""
    return (phrased(message) if language.get() == "vi" else None) or message


def phrased(text: str) -> str | None:
    """Return *text* in Vietnamese; None if it is not known.

    >>> phrased("a time of day as 15:00")
    'giờ trong ngày, chẳng hạn 15:00'
    """
    known = PHRASES.get(text) or KINDS.get(text)
    if known is not None:
        return known
    for pattern, form in forms():
        found = pattern.fullmatch(text)
        if found is not None:
            parts = {name: phrased(part) or part for name, part in found.groupdict("").items()}
            return form.format(**parts)
    return None


def _vietnamese(error: CaseflowError) -> str | None:
    """Return the text of *error*; None if it, or a part of it, is in English only."""
    for kind, made in _MADE:
        if isinstance(error, kind):
            return made(error)
    return None


def _value(error: ValueInvalidError) -> str | None:
    allowed = phrased(error.allowed)
    name = phrased(error.name) or word(error.name)
    if allowed is None:
        return None
    if error.value is None:
        return f"thiếu {name}; cần {allowed}"
    return f"{name}: {shown(error.value)} không dùng được; cần {allowed}"


def _text(error: TextInvalidError) -> str | None:
    problem, allowed = phrased(error.problem), phrased(error.allowed)
    if problem is None or allowed is None:
        return None
    return f"{word(error.name)}: {problem}; cần {allowed}"


def _format(error: FormatError | LogFileError | RecordError) -> str | None:
    where = error.where if isinstance(error, RecordError) else _where(error)
    problem = phrased(error.problem)
    return None if problem is None else f"{phrased(where) or place(where)}: {problem}"


def _where(error: FormatError | LogFileError) -> str:
    return error.what if isinstance(error, FormatError) else error.path


def _name(error: UnknownNameError) -> str | None:
    kind = KINDS.get(error.what, KINDS["name"])
    # A name of one word, as "none", is typed as it stands; what says what to give is a phrase.
    names = [PHRASES.get(each, each) if " " in each else each for each in error.allowed]
    close = phrased(near(error.value, names))
    if close is None:
        return None
    return f"không có {kind} {shown(error.value)}; {close}"


def _limit(error: LimitSyntaxError) -> str | None:
    problem = phrased(error.problem)
    if problem is None:
        return None
    return (
        f"không đọc được thời hạn {shown(error.text)}: {problem}; hãy ghi chẳng hạn "
        '"15 ngày làm việc", "30 ngày", "8 giờ làm việc", "1 tháng" hoặc "trong ngày"'
    )


def _faults(error: DefinitionError) -> str | None:
    lines: list[str] = []
    for fault in error.faults:
        said = _vietnamese(fault) if isinstance(fault, CaseflowError) else phrased(str(fault))
        if said is None:
            return None
        lines.append(f"\n  - {said}")
    return f"{place(error.name)}: có {len(lines)} lỗi phải sửa{''.join(lines)}"


def _foreign(error: ForeignDecisionError) -> str:
    rows = ", ".join(map(word, error.rows[:5]))
    more = f" và {len(error.rows) - 5} dòng nữa" if len(error.rows) > 5 else ""
    return (
        f"{word(error.publisher) or 'nơi công bố không có tên'} không được công bố "
        f"{len(error.rows)} dòng do nơi khác quyết định: {rows}{more}; hãy công bố danh mục do "
        "chính mình quyết định, hoặc nêu tên cơ quan đã quyết định"
    )


def _refused(error: ActionRefusedError) -> str | None:
    texts = [getattr(each, "text", None) for each in error.refusals]
    if not texts or not all(callable(each) for each in texts):
        return None
    reasons = "; ".join(str(each("vi")) for each in texts if each is not None)
    return f"hồ sơ {word(error.case_id)}: không thực hiện được {shown(error.action)}: {reasons}"


def _float(error: FloatRefusedError) -> str:
    return (
        f"{word(error.name)}: {shown(error.value)} là số thập phân dấu phẩy động, không chính xác; "
        'hãy ghi số nguyên hoặc chữ, chẳng hạn "17.5" hay "35/2"'
    )


def _time_of_day(error: TimeOfDayError) -> str | None:
    rule = phrased(error.rule)
    if rule is None:
        return None
    return (
        f"{word(error.name)}: {_moment(error.value)} chỉ là ngày mà {rule} cần giờ trong ngày; "
        f"hãy ghi {word(error.value)}T09:00+07:00"
    )


def _horizon(error: CalendarHorizonError) -> str:
    return (
        f"lịch {word(error.calendar)} có từ {_moment(error.first_on)} đến "
        f"{_moment(error.last_on)}, không có {_moment(error.needed)}; hãy dùng ngày trong khoảng "
        "đó hoặc một lịch dài hơn"
    )


def _moment(value: object) -> str:
    """Return a day or an instant as an office writes it, and anything else as it is."""
    if isinstance(value, str) and _DAY.fullmatch(value):
        with suppress(ValueError):
            value = date.fromisoformat(value)
    if isinstance(value, datetime):
        return instant_text(value, "vi")
    return day_text(value, "vi") if isinstance(value, date) else word(value)


def _pause(error: PauseError) -> str | None:
    problem = phrased(error.problem)
    if problem is None:
        return None
    return (
        f"tạm dừng {_moment(error.start)}..{_moment(error.end)}: {problem}; hãy ghi lúc dừng "
        "trước, lúc tiếp tục sau, chẳng hạn 2026-03-05..2026-03-12"
    )


def _not_covered(error: FeeNotCoveredError) -> str:
    channel = _CHANNELS.get(error.channel, word(error.channel))
    subject = f"khoản {shown(error.fee)} chưa có mức" if error.fee else "chưa rõ phí, lệ phí"
    spans = " và ".join(map(_span, error.covered)) or f"không ngày nào ({channel})"
    act = error.replaced_by
    after = f", sau đó áp dụng {phrased(act) or word(act)}" if act else ""
    return (
        f"{subject} cho hồ sơ nộp ngày {_moment(error.filed_on)} ({channel}): nguồn có nêu "
        f"{spans}{after}; hãy hỏi một ngày trong đó, hoặc ghi mức vào một biểu phí"
    )


_CHANNELS = {"counter": "trực tiếp", "online": "trực tuyến", "post": "bưu chính công ích"}


def _span(span: tuple[date | None, date | None]) -> str:
    begins, ends = span
    if begins is None:
        return f"các ngày đến {_moment(ends)}" if ends else "mọi ngày"
    return f"từ {_moment(begins)} " + (f"đến {_moment(ends)}" if ends else "trở đi")


def _schema(error: SchemaError) -> str | None:
    return phrased(str(error))


def _amount(error: LimitError) -> str | None:
    allowed = phrased(error.allowed)
    limit = f"{word(error.amount)} {word(error.unit)}"
    return None if allowed is None else f"không thể có thời hạn {limit}; cần {allowed}"


def _code(error: CodeMalformedError) -> str:
    return f"{shown(error.value)} không phải là mã; mã được viết: {error.expected}"


def _case(error: UnknownCaseError) -> str:
    return f"kho không có hồ sơ {shown(error.case_id)}; hãy mở hồ sơ trước, hoặc xem lại cơ quan"


def _refused_by_store(error: StoreRefusedError) -> str | None:
    problem = phrased(error.problem)
    return None if problem is None else f"kho từ chối: {problem}; chưa có gì thay đổi"


def _unavailable(error: StoreUnavailableError) -> str:
    return f"kho không trả lời: {error.problem}; hãy hỏi lại với cùng khóa"


def _package(error: PackageMissingError) -> str:
    return f"chưa cài {word(error.what)}; hãy chạy {error.remedy}"


def _calendar_file(error: CalendarFileError) -> str | None:
    problem = phrased(error.problem)
    return None if problem is None else f"tệp lịch {place(error.path)}: {problem}"


#: Which error is worded how; the first that fits.
_MADE: tuple[tuple[type[CaseflowError], Callable[..., str | None]], ...] = (
    (ValueInvalidError, _value),
    (TextInvalidError, _text),
    (FormatError, _format),
    (LogFileError, _format),
    (RecordError, _format),
    (UnknownNameError, _name),
    (LimitSyntaxError, _limit),
    (LimitError, _amount),
    (ForeignDecisionError, _foreign),
    (ProfileError, _faults),
    (DefinitionError, _faults),
    (ActionRefusedError, _refused),
    (FeeNotCoveredError, _not_covered),
    (PauseError, _pause),
    (FloatRefusedError, _float),
    (TimeOfDayError, _time_of_day),
    (CalendarHorizonError, _horizon),
    (CalendarFileError, _calendar_file),
    (CodeMalformedError, _code),
    (SchemaError, _schema),
    (UnknownCaseError, _case),
    (StoreRefusedError, _refused_by_store),
    (StoreUnavailableError, _unavailable),
    (PackageMissingError, _package),
)
