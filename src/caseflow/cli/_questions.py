"""A question for a due date, as the command line and its JSON lines put it, and its answer.

Both ways in share this file, so that they cannot give different answers.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import time
from decimal import Decimal
from difflib import get_close_matches
from typing import TypeVar, cast

from attrs import evolve, frozen

from caseflow.calendars import Roll
from caseflow.cli._calendar_names import CalendarShelf
from caseflow.cli._moments import Assumption, assumption, placed, read_moment
from caseflow.errors import FloatRefusedError, TimeOfDayError, UnknownNameError, ValueInvalidError
from caseflow.limits import Convention, CutOff, Due, Supplement, TimeLimit
from caseflow.targets import EarlyReturn, earlier, promised_with
from caseflow.values import Moment, clean_text, grouped

__all__ = ["FIELDS", "ID", "Answer", "Question", "answer", "iso", "read_question"]

#: What a caller may write beside a question to know the answer by.
ID = "id"

FIELDS = (
    "limit",
    "from",
    "calendar",
    "convention",
    "cutoff",
    "roll",
    "pauses",
    "supplement",
    "as_of",
    "early",
)
_CLOCK = re.compile(r"^([01]?\d|2[0-3]):([0-5]\d)$")


@frozen
class Question:
    """Hold one question with every word already read.

    Instants may still be without a zone: which office is asked decides. *calendar* is "" for the
    usual one. *written* are the names
    of the moments, their texts and what was read.
    """

    limit: TimeLimit
    start: Moment
    calendar: str
    pauses: tuple[tuple[Moment, Moment], ...]
    supplement: Supplement
    as_of: Moment | None
    early: EarlyReturn | None
    written: tuple[tuple[str, str, Moment], ...] = ()


@frozen
class Answer:
    """Hold the due date, and the promise or the reason why there is none.

    `note` is "", "hours" (the promise is in working hours), "not-applicable", or
    "time-of-day-needed" (a promise in hours cannot be counted from a bare date).
    """

    due: Due
    promised: Due | None
    note: str
    assumptions: tuple[Assumption, ...] = ()

    def to_json(self) -> dict[str, object]:
        """Return the answer under the names of the contract.

        "assumed" is there if anything was: a list of what was written and how it was read.
        """
        data: dict[str, object] = {
            "due": iso(self.due),
            "promised": iso(self.promised) if self.promised else None,
            "calendar": self.due.calendar_version,
            "certainty": self.due.certainty.value,
        }
        if self.assumptions:
            data["assumed"] = [each.to_json() for each in self.assumptions]
        return data


def iso(due: Due) -> str:
    """Write a due date: a date for day units, an instant with its offset for hours."""
    return due.at.isoformat() if due.is_instant else due.on.isoformat()


def answer(question: Question, shelf: CalendarShelf) -> Answer:
    """Count the due date and, when asked for, the promised one."""
    zone = shelf.find(question.calendar, question.start).zone
    start = placed(question.start, zone, "from")
    as_of = None if question.as_of is None else placed(question.as_of, zone, "as_of")
    pauses = [
        (placed(stop, zone, "pause"), placed(resume, zone, "pause"))
        for stop, resume in question.pauses
    ]
    found = [
        assumption(text, placed(read, zone, name), name) for name, text, read in question.written
    ]
    said = tuple(each for each in found if each is not None)
    calendar = shelf.find(question.calendar, start, as_of)
    due = question.limit.due(start, calendar, pauses=pauses, supplement=question.supplement)
    return evolve(_promised(question, due), assumptions=said)


def _promised(question: Question, due: Due) -> Answer:
    if question.early is None:
        return Answer(due, None, "")
    promise = question.early.promise(question.limit)
    if promise.limit is None:
        return Answer(due, None, promise.note)
    try:
        shortened = promised_with(due, promise.limit)
    except TimeOfDayError:
        return Answer(due, None, TimeOfDayError.code)
    return Answer(due, earlier(due, shortened), promise.note)


def read_question(fields: Mapping[str, object]) -> Question:
    """Read a question from the fields of the contract.

    Raises:
        InputError: a field is missing, unknown, or holds what cannot be read.
    """
    for name in fields:
        if name not in FIELDS:
            close = get_close_matches(name, FIELDS, n=1)
            raise UnknownNameError(name, close or FIELDS, "field")
    for name in ("limit", "from"):
        if fields.get(name) is None:
            raise ValueInvalidError(name, None, f'the field "{name}", as {_EXAMPLES[name]}')
    limit = TimeLimit.parse(
        cast("str", fields["limit"]),
        convention=_one_of(Convention, fields.get("convention"), Convention.CIVIL, "convention"),
        cutoff=_cutoff(fields.get("cutoff")),
        roll=_one_of(Roll, fields.get("roll"), Roll.NEXT, "roll"),
    )
    supplement = _one_of(Supplement, fields.get("supplement"), Supplement.PAUSE, "supplement")
    if supplement is Supplement.NOT_STARTED:
        raise UnknownNameError(supplement.value, ("pause", "restart"), "supplement")
    as_of = fields.get("as_of")
    start, pauses = _moment(fields["from"], "from"), _pauses(fields.get("pauses"))
    until = None if as_of is None else _moment(as_of, "as_of")
    calendar = fields.get("calendar")
    return Question(
        limit=limit,
        start=start,
        calendar="" if calendar is None else clean_text(calendar, name="calendar", limit=1000),
        pauses=pauses,
        supplement=supplement,
        as_of=until,
        early=_early(fields.get("early")),
        written=tuple(_written(fields, start, pauses, until)),
    )


_EXAMPLES = {"limit": '"15 working days"', "from": '"2026-03-02" or "2026-03-02T08:00+07:00"'}
_K = TypeVar("_K", Convention, Roll, Supplement)


def _one_of(kind: type[_K], value: object, default: _K, name: str) -> _K:
    if value is None:
        return default
    known = {member.value: member for member in kind}
    text = clean_text(value, name=name, limit=100).strip().lower()
    if text not in known:
        raise UnknownNameError(text, tuple(known), name)
    return known[text]


def _moment(value: object, name: str) -> Moment:
    return read_moment(clean_text(value, name=name, limit=100), name)


def _written(
    fields: Mapping[str, object],
    start: Moment,
    pauses: Sequence[tuple[Moment, Moment]],
    as_of: Moment | None,
) -> Iterator[tuple[str, str, Moment]]:
    """Yield the name, the text and the reading of each moment of a question that could be read."""
    yield "from", str(fields["from"]), start
    if as_of is not None:
        yield "as_of", str(fields["as_of"]), as_of
    for texts, pair in zip(
        cast("Sequence[Sequence[object]]", fields.get("pauses") or ()), pauses, strict=True
    ):
        for text, read in zip(texts, pair, strict=True):
            yield "pause", str(text), read


def _cutoff(value: object) -> CutOff | None:
    if value is None:
        return None
    text = clean_text(value, name="cutoff", limit=100).strip()
    match = _CLOCK.match(text)
    if match is None:
        raise ValueInvalidError("cutoff", text, "a time of day as 15:00")
    return CutOff(at=time(int(match.group(1)), int(match.group(2))))


def _pauses(value: object) -> tuple[tuple[Moment, Moment], ...]:
    if value is None:
        return ()
    form = 'pairs as [["2026-03-05", "2026-03-12"]]'
    if not isinstance(value, (list, tuple)):
        raise ValueInvalidError("pauses", value, form)
    pauses: list[tuple[Moment, Moment]] = []
    for pair in cast("Sequence[object]", value):
        if not isinstance(pair, (list, tuple)) or len(cast("Sequence[object]", pair)) != 2:
            raise ValueInvalidError("pauses", f"{pair}", form)
        first, last = cast("Sequence[object]", pair)
        pauses.append((_moment(first, "pause"), _moment(last, "pause")))
    return tuple(pauses)


def _early(value: object) -> EarlyReturn | None:
    if value is None:
        return None
    if isinstance(value, float):
        raise FloatRefusedError("early", value)
    if isinstance(value, str):
        value = value.strip().removesuffix("%").strip()
        value = value if grouped(value) else value.replace(",", ".")
    elif not isinstance(value, (int, Decimal)):
        raise ValueInvalidError("early", value, "a percentage as 10 or 12.5")
    return EarlyReturn.percent(value)
