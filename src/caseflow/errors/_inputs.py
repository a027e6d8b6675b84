"""A value is wrong: the caller mends the value; nothing was changed."""

from collections.abc import Sequence
from datetime import date
from typing import ClassVar

from caseflow._showing import moment, place, shown, word
from caseflow.errors._root import CaseflowError, near

__all__ = [
    "CodeMalformedError",
    "FloatRefusedError",
    "FormatError",
    "InputError",
    "KeyReservedError",
    "LimitError",
    "LimitSyntaxError",
    "LogFileError",
    "NaiveDatetimeError",
    "PauseError",
    "QueryUnservedError",
    "RecordError",
    "TextInvalidError",
    "TimeOfDayError",
    "UnknownActionError",
    "UnknownCalendarError",
    "UnknownChannelError",
    "UnknownNameError",
    "UnknownProcedureError",
    "UnknownRoleError",
    "ValueInvalidError",
]


class InputError(CaseflowError, ValueError):
    """A value handed to caseflow is wrong; nothing was changed."""

    code = "input"


class ValueInvalidError(InputError):
    """A value is outside what is allowed for it."""

    code = "value-invalid"

    def __init__(self, name: str, value: object, allowed: str) -> None:
        super().__init__(name, value, allowed)
        self.name, self.value, self.allowed = name, value, allowed

    def __str__(self) -> str:
        if self.value is None:
            return f"{word(self.name)} is missing; give {self.allowed}"
        return f"{word(self.name)}: {shown(self.value)} is not valid; give {self.allowed}"


class QueryUnservedError(ValueInvalidError):
    """A list is asked for by something that no index serves.

    *instead* are the names of what to ask for besides: "unit", "assigned_to", or an order.
    """

    code = "query-unserved"

    def __init__(self, name: str, value: object, instead: tuple[str, ...]) -> None:
        allowed = f"one of these beside it, or all open cases would be read: {', '.join(instead)}"
        super().__init__(name, value, allowed)
        self.args = (name, value, instead)
        self.instead = instead


class KeyReservedError(InputError):
    """An idempotency key from outside begins as the keys that caseflow makes do."""

    code = "key-reserved"

    def __init__(self, key: str, prefix: str) -> None:
        super().__init__(key, prefix)
        self.key, self.prefix = key, prefix

    def __str__(self) -> str:
        return (
            f"key {shown(self.key)} begins with {shown(self.prefix)}, which is reserved for keys "
            f"that caseflow makes; begin your own keys with another word, and for a payment, a "
            f"bill or a grant give the `key` of that value itself"
        )


class FloatRefusedError(InputError):
    """A float was given where days, shares or money must be exact."""

    code = "float-refused"

    def __init__(self, name: str, value: object) -> None:
        super().__init__(name, value)
        self.name, self.value = name, value

    def __str__(self) -> str:
        return (
            f"{word(self.name)}: {shown(self.value)} is a float and floats are not exact; "
            f'give an int, a Fraction or text such as "17.5" or "35/2"'
        )


class NaiveDatetimeError(InputError):
    """An instant came without a zone."""

    code = "naive-datetime"

    def __init__(self, name: str, value: object) -> None:
        super().__init__(name, value)
        self.name, self.value = name, value

    def __str__(self) -> str:
        given = moment(self.value)
        return (
            f"{word(self.name)}: {given} has no zone, so it is not an instant; "
            f"write the offset ({given}+07:00) or set tzinfo=ZoneInfo('Asia/Ho_Chi_Minh')"
        )


class TimeOfDayError(InputError):
    """A bare date was given where the rule needs the time of day."""

    code = "time-of-day-needed"

    def __init__(self, name: str, value: date, rule: str) -> None:
        super().__init__(name, value, rule)
        self.name, self.value, self.rule = name, value, rule

    def __str__(self) -> str:
        return (
            f"{word(self.name)}: {word(self.value)} is only a day and {self.rule} needs the "
            f"time of day; write it as {word(self.value)}T09:00+07:00"
        )


class TextInvalidError(InputError):
    """A text holds something that cannot be kept."""

    code = "text-invalid"

    def __init__(self, name: str, problem: str, allowed: str) -> None:
        super().__init__(name, problem, allowed)
        self.name, self.problem, self.allowed = name, problem, allowed

    def __str__(self) -> str:
        return f"{word(self.name)}: {self.problem}; give {self.allowed}"


class LimitError(InputError):
    """A time limit cannot be what it was asked to be."""

    code = "limit-invalid"

    def __init__(self, amount: object, unit: str, allowed: str) -> None:
        super().__init__(amount, unit, allowed)
        self.amount, self.unit, self.allowed = amount, unit, allowed

    def __str__(self) -> str:
        limit = f"{word(self.amount)} {word(self.unit)}"
        return f"a limit of {limit} is not possible; give {self.allowed}"


class LimitSyntaxError(InputError):
    """A time limit written as text cannot be read."""

    code = "limit-syntax"

    def __init__(self, text: str, problem: str) -> None:
        super().__init__(text, problem)
        self.text, self.problem = text, problem

    def __str__(self) -> str:
        return (
            f"cannot read {shown(self.text)} as a time limit: {self.problem}; write for example "
            f'"15 working days", "30 days", "8 working hours", "1 month" or "same day"'
        )


class PauseError(InputError):
    """A pause does not make sense."""

    code = "pause-invalid"

    def __init__(self, start: object, end: object, problem: str) -> None:
        super().__init__(start, end, problem)
        self.start, self.end, self.problem = start, end, problem

    def __str__(self) -> str:
        return (
            f"pause {word(self.start)}..{word(self.end)}: {self.problem}; "
            f"write the stop first and the resumption after it, as 2026-03-05..2026-03-12"
        )


class CodeMalformedError(InputError):
    """An official code (dossier, result, procedure) cannot be read."""

    code = "code-malformed"

    def __init__(self, kind: str, value: object, expected: str) -> None:
        super().__init__(kind, value, expected)
        self.kind, self.value, self.expected = kind, value, expected

    def __str__(self) -> str:
        return f"{shown(self.value)} is not a {word(self.kind)} code; it is written {self.expected}"


class FormatError(InputError):
    """Stored or exchanged data cannot be read as what it claims to be."""

    code = "format-unknown"

    def __init__(self, what: str, problem: str) -> None:
        super().__init__(what, problem)
        self.what, self.problem = what, problem

    def __str__(self) -> str:
        return f"{place(self.what)}: {self.problem}"


class LogFileError(InputError):
    """A whole log of filings cannot be read; one bad line never raises this."""

    code = "log-file"

    def __init__(self, path: str, problem: str) -> None:
        super().__init__(path, problem)
        self.path, self.problem = path, problem

    def __str__(self) -> str:
        return f"{place(self.path)}: {self.problem}"


class RecordError(InputError):
    """One line or record of a log cannot be used; the others go on."""

    code = "log-record"

    def __init__(self, where: str, problem: str) -> None:
        super().__init__(where, problem)
        self.where, self.problem = where, problem

    def __str__(self) -> str:
        return f"{place(self.where)}: {self.problem}; the record is left out and reported"


class UnknownNameError(InputError):
    """A name is not one of those known here."""

    code = "unknown-name"
    kind: ClassVar[str] = "name"

    def __init__(self, value: str, allowed: Sequence[str], kind: str = "") -> None:
        super().__init__(value, tuple(allowed), kind)
        self.value, self.allowed = value, tuple(allowed)
        self.what = kind or self.kind

    def __str__(self) -> str:
        return f"unknown {word(self.what)} {shown(self.value)}; {near(self.value, self.allowed)}"


class UnknownActionError(UnknownNameError):
    """The workflow has no such action."""

    code = "unknown-action"
    kind = "action"


class UnknownProcedureError(UnknownNameError):
    """The catalogue has no such procedure."""

    code = "unknown-procedure"
    kind = "procedure"


class UnknownRoleError(UnknownNameError):
    """The workflow has no such role."""

    code = "unknown-role"
    kind = "role"


class UnknownChannelError(UnknownNameError):
    """The procedure is not offered through that channel."""

    code = "unknown-channel"
    kind = "channel"


#: What is written for a country although its ISO 3166 code is another.
_MEANT = {
    "UK": "GB",
    "ENG": "GB",
    "EN": "GB",
    "EL": "GR",
    "JA": "JP",
    "KO": "KR",
    "CS": "CZ",
    "DA": "DK",
    "VIETNAM": "VN",
    "VIET NAM": "VN",
    "VNM": "VN",
}


class UnknownCalendarError(UnknownNameError):
    """No calendar goes by that name."""

    code = "unknown-calendar"
    kind = "calendar"

    def __str__(self) -> str:
        meant = _MEANT.get(self.value.upper())
        if meant is None:
            return super().__str__()
        return f"unknown {self.what} {self.value!r}; did you mean {meant!r}?"
