"""`caseflow due`: one due date from the command line, or many from JSON lines."""

import argparse
import json
import sys
from decimal import Decimal
from typing import cast

from caseflow.cli._calendar_names import CalendarShelf, asked_pack, calendars_of
from caseflow.cli._commands import Commands
from caseflow.cli._languages import add_language, by_language
from caseflow.cli._questions import ID, Answer, answer, read_question
from caseflow.cli._screen import FINDINGS, OK, Progress, bold, complain, error_data, print_json
from caseflow.errors import CaseflowError, FormatError, ValueInvalidError
from caseflow.law import cited
from caseflow.limits import Due, Step, weekday_text, when_text
from caseflow.texts import Message

__all__ = ["add_parser"]

_NOTES = {
    "hours": Message("commands/due.promised-working-hours"),
    "not-applicable": Message("commands/due.early-return-does-not"),
    "time-of-day-needed": Message("commands/due.promise-working-hours-needs"),
}


def add_parser(commands: Commands) -> None:
    """Add the command to the parser."""
    parser = commands.add_parser(
        "due",
        description="Count a time limit on an office calendar and explain the date.",
        epilog='example: caseflow due "15 working days" --from 2025-04-24 --early 20 --explain',
    )
    parser.add_argument(
        "limit", nargs="?", metavar="LIMIT", help='as "15 working days", in any language'
    )
    parser.add_argument(
        "--from", dest="start", metavar="WHEN", help="2026-03-02 or 2026-03-02T08:00+07:00"
    )
    parser.add_argument(
        "--calendar",
        metavar="NAME",
        help="one of the pack (its first), weekends, a country (DE, US-CA) or FILE.toml",
    )
    parser.add_argument(
        "--convention", metavar="civil|hours8", help="how working days count (civil)"
    )
    parser.add_argument(
        "--cutoff", metavar="HH:MM", help="a receipt after that counts for the next working day"
    )
    parser.add_argument(
        "--roll",
        metavar="next|previous|none",
        help="where a calendar period on a day off goes (next)",
    )
    parser.add_argument(
        "--pause",
        action="append",
        default=[],
        metavar="A..B",
        help="the clock stops at A and resumes at B",
    )
    parser.add_argument(
        "--supplement", metavar="pause|restart", help="what a pause does to the limit (pause)"
    )
    parser.add_argument("--as-of", metavar="WHEN", help="with only the decrees issued by then")
    parser.add_argument("--early", metavar="PERCENT", help="promise the result that much sooner")
    parser.add_argument(
        "--explain", action="store_true", help="print every step with its legal basis"
    )
    add_language(parser, "explanation")
    parser.add_argument("--json", action="store_true", help="print JSON")
    parser.add_argument(
        "--jsonl", action="store_true", help="answer one JSON object a line from standard input"
    )
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Answer and return the exit code."""
    try:
        shelf = CalendarShelf(calendars_of(asked_pack(options)))
        if options.jsonl:
            return _answer_lines(options, shelf)
        _require_words(options)
        found = answer(read_question(_given(options)), shelf)
        if options.json:
            print_json(_as_json(found, options))
        else:
            for each in found.assumptions:
                each.say(options.lang)
            print(_as_text(found, options))
    except CaseflowError as error:
        return complain(error, as_json=options.json)
    return OK


def _require_words(options: argparse.Namespace) -> None:
    if options.limit is None:
        raise ValueInvalidError("LIMIT", None, 'a time limit, as "15 working days"')
    if options.start is None:
        raise ValueInvalidError("--from", None, "the day or instant of receipt, as 2026-03-02")


def _given(options: argparse.Namespace) -> dict[str, object]:
    """Return what was said on the command line under the names of the contract."""
    said: dict[str, object] = {
        "limit": options.limit,
        "from": options.start,
        "calendar": options.calendar,
        "convention": options.convention,
        "cutoff": options.cutoff,
        "roll": options.roll,
        "pauses": [_pause(text) for text in options.pause] or None,
        "supplement": options.supplement,
        "as_of": options.as_of,
        "early": options.early,
    }
    return {name: value for name, value in said.items() if value is not None}


def _pause(text: str) -> list[str]:
    ends = text.split("..")
    if len(ends) != 2:
        raise ValueInvalidError("--pause", text, "A..B, as 2026-03-05..2026-03-12")
    return ends


def _as_json(found: Answer, options: argparse.Namespace) -> dict[str, object]:
    data = found.to_json()
    if found.note:
        data["note"] = found.note
    if options.explain:
        explanation = found.due.explain(options.lang)
        data["steps"] = [_step_data(step, options.lang) for step in explanation.steps]
        data["explanation"] = explanation.text
        if found.promised is not None and found.promised != found.due:
            promised = found.promised.explain(options.lang)
            data["promised_steps"] = [_step_data(step, options.lang) for step in promised.steps]
            data["promised_explanation"] = promised.text
    return data


def _step_data(step: Step, language: str) -> dict[str, object]:
    data: dict[str, object] = {
        "code": step.code,
        "first_on": step.first_on.isoformat(),
        "last_on": step.last_on.isoformat(),
    }
    if step.number_to:
        data |= {"number_from": step.number_from, "number_to": step.number_to}
    if step.name is not None:
        data["name"] = by_language(step.name.in_)
    if step.citation:
        data["citation"] = cited(step.citation, step.first_on, language)
    for key, at in (("start_at", step.start_at), ("end_at", step.end_at)):
        if at is not None:
            data[key] = at.isoformat()
    return data


def _as_text(found: Answer, options: argparse.Namespace) -> str:
    language = options.lang
    labels = (
        Message("commands/due.due"),
        Message("commands/due.promised"),
        Message("commands/due.calendar"),
    )
    width = max(len(label.in_(language)) for label in labels) + 2
    due, promised, calendar = (label.in_(language).ljust(width) for label in labels)
    lines = [f"{due}{bold(_shown(found.due, language))}"]
    note = _NOTES[found.note].in_(language) if found.note else ""
    if found.promised is not None:
        lines.append(
            f"{promised}{bold(_shown(found.promised, language))}" + (f" ({note})" if note else "")
        )
    elif note:
        lines.append(f"{promised}– ({note})")
    certainty = {
        "official": Message("commands/due.official"),
        "projected": Message("commands/due.projected"),
    }
    said = certainty[found.due.certainty.value].in_(language)
    lines.append(f"{calendar}{found.due.calendar_version} ({said})")
    if options.explain:
        lines += ["", str(found.due.explain(language))]
        if found.promised is not None and found.promised != found.due:
            lines += ["", str(found.promised.explain(language))]
    return "\n".join(lines)


def _shown(due: Due, language: str) -> str:
    is_within_day = due.calendar.local_date(due.at) == due.on
    if due.is_instant or is_within_day:
        return when_text(due.at, language, due.calendar)
    return weekday_text(due.on, language)


def _answer_lines(options: argparse.Namespace, shelf: CalendarShelf) -> int:
    """Answer every line in order; a bad line gets its own error and never stops the rest."""
    defaults, failed = _given(options), False
    progress = Progress("due")
    for number, raw in enumerate(sys.stdin.buffer, 1):
        if not raw.strip():
            continue
        named: dict[str, object] = {}
        try:
            fields = _fields(raw, number)
            if ID in fields:
                named = {ID: _known_by(fields.pop(ID))}
            found = _as_json(answer(read_question({**defaults, **fields}), shelf), options)
        except CaseflowError as error:
            failed = True
            found = {"error": error_data(error)}
        found = named | found
        # Flushed, so that a program that waits for each answer gets it.
        print(json.dumps(found, ensure_ascii=False), flush=True)
        progress(number, 0)
    progress.close()
    return FINDINGS if failed else OK


def _fields(raw: bytes, number: int) -> dict[str, object]:
    try:
        # Decimal keeps 12.5 exact where a float would not.
        fields = json.loads(raw, parse_float=Decimal, parse_constant=_no_constant)
    except (ValueError, RecursionError) as error:
        raise FormatError(
            f"line {number}", f"is not JSON ({error}); write one object a line"
        ) from None
    if not isinstance(fields, dict):
        raise FormatError(f"line {number}", 'is not an object; write {"limit": …, "from": …}')
    return cast("dict[str, object]", fields)


def _known_by(value: object) -> object:
    """Return what a caller knows a question by; it comes back with the answer as it was."""
    if value is None or isinstance(value, (str, int)):
        return value
    raise ValueInvalidError(ID, f"{value}", "a text or a whole number")


def _no_constant(text: str) -> object:
    raise ValueInvalidError("number", text, "a finite number")
