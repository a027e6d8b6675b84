"""A request does not fit the case: the user acts; the case is unchanged.

May import: nothing of caseflow but `root` beside it.
"""

from collections.abc import Sequence
from datetime import date, datetime

from caseflow.errors.root import CaseflowError

__all__ = [
    "ActionRefusedError",
    "CaseError",
    "ClockError",
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
        return f"case {self.case_id or '(not numbered)'}: {self.action!r} is refused: {reasons}"


class PayloadError(CaseError):
    """The payload is not of the type the action declares."""

    code = "payload-type"

    def __init__(self, action: str, given: str, expected: str) -> None:
        super().__init__(action, given, expected)
        self.action, self.given, self.expected = action, given, expected

    def __str__(self) -> str:
        return f"action {self.action!r} takes {self.expected} and was given {self.given}"


class TimeReversedError(CaseError):
    """An instant lies before the last record of the case."""

    code = "time-reversed"

    def __init__(self, case_id: str, at: datetime, last_at: datetime) -> None:
        super().__init__(case_id, at, last_at)
        self.case_id, self.at, self.last_at = case_id, at, last_at

    def __str__(self) -> str:
        return (
            f"case {self.case_id or '(not numbered)'}: {self.at.isoformat()} is before the last "
            f"record, {self.last_at.isoformat()}; use an instant not earlier than that"
        )


class KeyReusedError(CaseError):
    """An idempotency key came back with another action or payload."""

    code = "key-reused"

    def __init__(self, case_id: str, key: str, action: str, seq: int) -> None:
        super().__init__(case_id, key, action, seq)
        self.case_id, self.key, self.action, self.seq = case_id, key, action, seq

    def __str__(self) -> str:
        return (
            f"case {self.case_id or '(not numbered)'}: key {self.key!r} already stands for record "
            f"{self.seq} ({self.action!r}) with other content; use a new key for a new request"
        )


class ClockError(CaseError):
    """A mark does not fit the state of a clock."""

    code = "clock-state"

    def __init__(self, clock: str, mark: str, state: str, allowed: str) -> None:
        super().__init__(clock, mark, state, allowed)
        self.clock, self.mark, self.state, self.allowed = clock, mark, state, allowed

    def __str__(self) -> str:
        return f"clock {self.clock!r} is {self.state} and cannot {self.mark}; {self.allowed}"


class ProcedureClosedError(CaseError):
    """The procedure takes no new filings on that day."""

    code = "procedure-closed"

    def __init__(self, procedure: str, on: date, problem: str) -> None:
        super().__init__(procedure, on, problem)
        self.procedure, self.on, self.problem = procedure, on, problem

    def __str__(self) -> str:
        return (
            f"procedure {self.procedure} takes no new filing on {self.on}: {self.problem}; "
            f"open cases go on, and a new filing needs a version in force"
        )
