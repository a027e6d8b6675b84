"""A request does not fit the case: the user acts; the case is unchanged."""

from collections.abc import Sequence
from datetime import date, datetime

from caseflow._showing import moment, shown, word
from caseflow.errors._root import CaseflowError

__all__ = [
    "ActionRefusedError",
    "CaseError",
    "ClockError",
    "DateUnconfirmedError",
    "KeyReusedError",
    "PayloadError",
    "ProcedureClosedError",
    "TimeReversedError",
]


class CaseError(CaseflowError):
    """A request does not fit the present state of a case; the case is unchanged."""

    code = "case"


class ActionRefusedError(CaseError):
    """The action is not open now; the refusals are the very objects `Engine.actions` gives."""

    code = "action-refused"

    def __init__(self, case_id: str, action: str, refusals: Sequence[object]) -> None:
        super().__init__(case_id, action, tuple(refusals))
        self.case_id, self.action, self.refusals = case_id, action, tuple(refusals)

    def __str__(self) -> str:
        reasons = "; ".join(str(refusal) for refusal in self.refusals)
        case = word(self.case_id or "(not numbered)")
        return f"case {case}: {shown(self.action)} is refused: {reasons}"


class PayloadError(CaseError):
    """The payload is not of the type the action declares."""

    code = "payload-type"

    def __init__(self, action: str, given: str, expected: str) -> None:
        super().__init__(action, given, expected)
        self.action, self.given, self.expected = action, given, expected

    def __str__(self) -> str:
        given, expected = word(self.given), word(self.expected)
        return f"action {shown(self.action)} takes {expected} and was given {given}"


class TimeReversedError(CaseError):
    """An instant of entry lies before the last record of the case was entered."""

    code = "time-reversed"

    def __init__(self, case_id: str, at: datetime, last_at: datetime) -> None:
        super().__init__(case_id, at, last_at)
        self.case_id, self.at, self.last_at = case_id, at, last_at

    def __str__(self) -> str:
        return (
            f"case {word(self.case_id or '(not numbered)')}: {moment(self.at)} is before the last "
            f"record, {moment(self.last_at)}; use an instant not earlier than that, or, for what "
            "happened then, give the present as entered_at"
        )


class DateUnconfirmedError(CaseError):
    """What is entered happened long before its entry, or after it: perhaps a slip of the pen."""

    code = "date-unconfirmed"

    def __init__(
        self, case_id: str, at: datetime, entered_at: datetime, days: int, minutes: int
    ) -> None:
        super().__init__(case_id, at, entered_at, days, minutes)
        self.case_id, self.at, self.entered_at = case_id, at, entered_at
        self.days, self.minutes = days, minutes

    def __str__(self) -> str:
        return (
            f"case {word(self.case_id or '(not numbered)')}: {moment(self.at)}, entered at "
            f"{moment(self.entered_at)}, is more than {word(self.days)} days before its entry or "
            f"{word(self.minutes)} minutes after it; mend it, or give confirmed=True"
        )


class KeyReusedError(CaseError):
    """An idempotency key came back with another action or payload."""

    code = "key-reused"

    def __init__(self, case_id: str, key: str, action: str, seq: int) -> None:
        super().__init__(case_id, key, action, seq)
        self.case_id, self.key, self.action, self.seq = case_id, key, action, seq

    def __str__(self) -> str:
        return (
            f"case {word(self.case_id or '(not numbered)')}: key {shown(self.key)} already stands "
            f"for record {word(self.seq)} ({shown(self.action)}) with other content; use a new key "
            f"for a new request"
        )


class ClockError(CaseError):
    """A mark does not fit the state of a clock."""

    code = "clock-state"

    def __init__(self, clock: str, mark: str, state: str, allowed: str) -> None:
        super().__init__(clock, mark, state, allowed)
        self.clock, self.mark, self.state, self.allowed = clock, mark, state, allowed

    def __str__(self) -> str:
        state, mark = word(self.state), word(self.mark)
        return f"clock {shown(self.clock)} is {state} and cannot {mark}; {self.allowed}"


class ProcedureClosedError(CaseError):
    """The procedure takes no new filings on that day."""

    code = "procedure-closed"

    def __init__(self, procedure: str, on: date, problem: str) -> None:
        super().__init__(procedure, on, problem)
        self.procedure, self.on, self.problem = procedure, on, problem

    def __str__(self) -> str:
        return (
            f"procedure {word(self.procedure)} takes no new filing on {word(self.on)}: "
            f"{self.problem}; open cases go on, and a new filing needs a version in force"
        )
