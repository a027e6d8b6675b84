"""What went wrong on a command line, in the language that was asked for.

The texts of errors are English. Here those that a command gives for its words, its options and its
files are put into the language of the run, by its catalogue, each whole or not at all: what the
library says to developers, as of a faulty definition, stays English.
"""

import re
from collections.abc import Callable
from contextlib import suppress
from contextvars import ContextVar
from datetime import date, datetime

from caseflow._date_texts import day_text, instant_text
from caseflow._showing import place, shown, word
from caseflow.cli._phrase_forms import forms
from caseflow.cli._phrases import kinds, phrases
from caseflow.errors import (
    ActionRefusedError,
    CalendarFileError,
    CalendarHorizonError,
    CaseflowError,
    CodeMalformedError,
    CursorError,
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
    QueryUnservedError,
    RecordError,
    SchemaError,
    StoreRefusedError,
    StoreUnavailableError,
    TextInvalidError,
    TimeOfDayError,
    UnknownCaseError,
    UnknownNameError,
    UnknownPackError,
    ValueInvalidError,
)
from caseflow.errors._root import near
from caseflow.messages import REFERENCE, part_of_catalogue
from caseflow.values import Channel

__all__ = ["fault_text", "language", "message_of", "phrased", "usage_of"]

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")

#: The language in which this run of the command complains.
language: ContextVar[str] = ContextVar("language", default=REFERENCE)


def message_of(error: CaseflowError) -> str:
    """Return the text of *error* in the language of this run; English where it has no other."""
    return (_worded(error) if language.get() != REFERENCE else None) or str(error)


def fault_text(fault: object) -> str:
    """Return one of the faults that a `DefinitionError` holds, in the language of this run."""
    if isinstance(fault, CaseflowError):
        return message_of(fault)
    return usage_of(str(fault))


def usage_of(message: str) -> str:
    """Return what is wrong with the words of a command line, in the language of this run."""
    return phrased(message, language.get()) or message


def phrased(text: str, asked_for: str = "") -> str | None:
    """Return *text* in the language of this run, or in *asked_for*; None if it is not known.

    >>> phrased("a time of day as 15:00", "vi")
    'giờ trong ngày, chẳng hạn 15:00'
    """
    wanted = asked_for or language.get()
    if wanted == REFERENCE:
        return None
    known = phrases(wanted).get(text)
    if known is not None:
        return known
    for pattern, form in forms(wanted):
        found = pattern.fullmatch(text)
        if found is not None:
            parts = found.groupdict("").items()
            return form.format(**{name: phrased(part, wanted) or part for name, part in parts})
    return None


def _say(name: str, /, **params: object) -> str | None:
    """Return a complaint of the catalogue, filled; None if it has none of that name."""
    form = part_of_catalogue("commands", language.get()).get(f"complaints.{name}")
    return None if form is None else form.format(**params)


def _worded(error: CaseflowError) -> str | None:
    """Return *error* in the language of this run; None if a part of it is in English only."""
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
        return _say("value-missing", name=name, allowed=allowed)
    return _say("value-invalid", name=name, value=shown(error.value), allowed=allowed)


#: The options by which a list is asked for, where they are not called as the filters.
_OPTIONS = {
    "states": "--state",
    'order="due"': "--order=due",
    'order="follow-up"': "--order=follow-up",
    'order="number"': "--order=number",
}


def _option(name: str) -> str:
    return _OPTIONS.get(name) or f"--{name.replace('_', '-')}"


def _unserved(error: QueryUnservedError) -> str | None:
    instead = ", ".join(map(_option, error.instead))
    return _say("query-unserved", name=_option(error.name), instead=instead)


def _cursor(error: CursorError) -> str | None:
    return _say("cursor-invalid", cursor=shown(error.cursor))


def _text(error: TextInvalidError) -> str | None:
    problem, allowed = phrased(error.problem), phrased(error.allowed)
    if problem is None or allowed is None:
        return None
    return _say("text-invalid", name=word(error.name), problem=problem, allowed=allowed)


def _format(error: FormatError | LogFileError | RecordError) -> str | None:
    where = error.where if isinstance(error, RecordError) else _where(error)
    problem = phrased(error.problem)
    return None if problem is None else f"{phrased(where) or place(where)}: {problem}"


def _where(error: FormatError | LogFileError) -> str:
    return error.what if isinstance(error, FormatError) else error.path


def _name(error: UnknownNameError) -> str | None:
    known = kinds(language.get())
    kind = known.get(error.what) or known.get("name") or error.what
    # A name of one word, as "none", is typed as it stands; what says what to give is a phrase.
    names = [(" " in each and phrases(language.get()).get(each)) or each for each in error.allowed]
    close = phrased(near(error.value, names))
    if close is None:
        return None
    return _say("unknown-name", kind=kind, value=shown(error.value), close=close)


def _limit(error: LimitSyntaxError) -> str | None:
    problem = phrased(error.problem)
    if problem is None:
        return None
    return _say("limit-syntax", text=shown(error.text), problem=problem)


def _faults(error: DefinitionError) -> str | None:
    lines: list[str] = []
    for fault in error.faults:
        said = _worded(fault) if isinstance(fault, CaseflowError) else phrased(str(fault))
        if said is None:
            return None
        lines.append(f"\n  - {said}")
    return _say("faults", name=place(error.name), count=len(lines), lines="".join(lines))


def _foreign(error: ForeignDecisionError) -> str | None:
    rows: str | None = ", ".join(map(word, error.rows[:5]))
    if len(error.rows) > 5:
        rows = _say("and-more-rows", rows=rows, more=len(error.rows) - 5)
    publisher = word(error.publisher) or _say("no-publisher")
    return _say("foreign-decisions", publisher=publisher, count=len(error.rows), rows=rows)


def _refused(error: ActionRefusedError) -> str | None:
    texts = [getattr(each, "text", None) for each in error.refusals]
    if not texts or not all(callable(each) for each in texts):
        return None
    reasons = "; ".join(str(each(language.get())) for each in texts if each is not None)
    return _say("refused", case=word(error.case_id), action=shown(error.action), reasons=reasons)


def _float(error: FloatRefusedError) -> str | None:
    return _say("float", name=word(error.name), value=shown(error.value))


def _time_of_day(error: TimeOfDayError) -> str | None:
    rule = phrased(error.rule)
    if rule is None:
        return None
    name, value = word(error.name), word(error.value)
    return _say("time-of-day", name=name, day=_moment(error.value), rule=rule, value=value)


def _horizon(error: CalendarHorizonError) -> str | None:
    return _say(
        "horizon",
        calendar=word(error.calendar),
        first=_moment(error.first_on),
        last=_moment(error.last_on),
        needed=_moment(error.needed),
    )


def _moment(value: object) -> str:
    """Return a day or an instant as an office writes it, and anything else as it is."""
    if isinstance(value, str) and _DAY.fullmatch(value):
        with suppress(ValueError):
            value = date.fromisoformat(value)
    if isinstance(value, datetime):
        return instant_text(value, language.get())
    return day_text(value, language.get()) if isinstance(value, date) else word(value)


def _pause(error: PauseError) -> str | None:
    problem = phrased(error.problem)
    if problem is None:
        return None
    return _say("pause", start=_moment(error.start), end=_moment(error.end), problem=problem)


def _not_covered(error: FeeNotCoveredError) -> str | None:
    channel = _channel(error.channel)
    subject = (
        _say("fee-without-rate", fee=shown(error.fee)) if error.fee else _say("fees-not-known")
    )
    spans = (_say("and") or "").join(_span(each) or "" for each in error.covered)
    act = error.replaced_by
    return _say(
        "fee-not-covered",
        subject=subject,
        day=_moment(error.filed_on),
        channel=channel,
        spans=spans or _say("no-day", channel=channel),
        after=_say("then-applies", act=phrased(act) or word(act)) if act else "",
    )


def _channel(name: str) -> str:
    """Return the channel called *name* for people; the name itself if it is none."""
    known = {each.value: each for each in Channel}
    return known[name].label(language.get()) if name in known else word(name)


def _span(span: tuple[date | None, date | None]) -> str | None:
    begins, ends = span
    if begins is None:
        return _say("days-through", last=_moment(ends)) if ends else _say("every-day")
    if ends is None:
        return _say("days-from", first=_moment(begins))
    return _say("days-between", first=_moment(begins), last=_moment(ends))


def _schema(error: SchemaError) -> str | None:
    return phrased(str(error))


def _amount(error: LimitError) -> str | None:
    allowed = phrased(error.allowed)
    limit = f"{word(error.amount)} {word(error.unit)}"
    return None if allowed is None else _say("limit", limit=limit, allowed=allowed)


def _code(error: CodeMalformedError) -> str | None:
    return _say("code", value=shown(error.value), expected=error.expected)


def _case(error: UnknownCaseError) -> str | None:
    return _say("case", case=shown(error.case_id))


def _refused_by_store(error: StoreRefusedError) -> str | None:
    problem = phrased(error.problem)
    return None if problem is None else _say("store-refused", problem=problem)


def _unavailable(error: StoreUnavailableError) -> str | None:
    return _say("store-unavailable", problem=error.problem)


def _pack(error: UnknownPackError) -> str | None:
    known = ", ".join(map(word, error.known)) or _say("none")
    return _say("unknown-pack", name=word(error.name), known=known)


def _package(error: PackageMissingError) -> str | None:
    return _say("package", what=word(error.what), remedy=error.remedy)


def _calendar_file(error: CalendarFileError) -> str | None:
    problem = phrased(error.problem)
    return (
        None if problem is None else _say("calendar-file", path=place(error.path), problem=problem)
    )


#: Which error is worded how; the first that fits.
_MADE: tuple[tuple[type[CaseflowError], Callable[..., str | None]], ...] = (
    (QueryUnservedError, _unserved),
    (CursorError, _cursor),
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
    (UnknownPackError, _pack),
)
