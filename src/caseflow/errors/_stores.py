"""What is kept and what is asked do not agree: the operator acts."""

from collections.abc import Sequence

from caseflow._showing import shown, word
from caseflow.errors._root import CaseflowError

__all__ = [
    "CaseSetAsideError",
    "ConcurrentUpdateError",
    "HistoryError",
    "NumberTakenError",
    "SchemaError",
    "StoreBusyError",
    "StoreError",
    "StoreRefusedError",
    "StoreUnavailableError",
    "UndeliveredError",
    "UnknownCaseError",
]


class StoreError(CaseflowError):
    """What is kept and what is asked do not agree."""

    code = "store"


class ConcurrentUpdateError(StoreError):
    """Somebody else was faster; load the case again and decide again.

    *since* is what was entered after the version *expected*, each a `caseflow.engine.ChangeSince`;
    empty where that is not known.
    """

    code = "concurrent-update"

    def __init__(
        self, case_id: str, expected: int, found: int, since: Sequence[object] = ()
    ) -> None:
        super().__init__(case_id, expected, found, *([tuple(since)] if since else []))
        self.case_id, self.expected, self.found = case_id, expected, found
        self.since = tuple(since)

    def __str__(self) -> str:
        return (
            f"case {word(self.case_id or '(not numbered)')} is at version {word(self.found)}, not "
            f"{word(self.expected)}; load it again and decide again"
        )


class HistoryError(StoreError):
    """A history cannot be replayed: a record is missing, doubled or altered."""

    code = "history-broken"

    def __init__(self, case_id: str, seq: int, problem: str) -> None:
        super().__init__(case_id, seq, problem)
        self.case_id, self.seq, self.problem = case_id, seq, problem

    def __str__(self) -> str:
        case = word(self.case_id or "(not numbered)")
        return f"case {case}, record {word(self.seq)}: {self.problem}"


class UnknownCaseError(StoreError):
    """No case of that number is kept for this agency."""

    code = "unknown-case"

    def __init__(self, case_id: str) -> None:
        super().__init__(case_id)
        self.case_id = case_id

    def __str__(self) -> str:
        return f"case {shown(self.case_id)} is not kept here; open it first, or look at the agency"


class CaseSetAsideError(StoreError):
    """The case could not be read and was set aside; it is worked no more."""

    code = "case-set-aside"

    def __init__(self, case_id: str, seq: int, reason: str) -> None:
        super().__init__(case_id, seq, reason)
        self.case_id, self.seq, self.reason = case_id, seq, reason

    def __str__(self) -> str:
        return (
            f"case {word(self.case_id)} was set aside by record {word(self.seq)}: "
            f"{word(self.reason)}; open the filing again under another number"
        )


class NumberTakenError(StoreError):
    """Another agency keeps a case under that number in the same store."""

    code = "number-taken"

    def __init__(self, case_id: str) -> None:
        super().__init__(case_id)
        self.case_id = case_id

    def __str__(self) -> str:
        return (
            f"number {shown(self.case_id)} is taken by a case of another agency in this store; "
            "open the case under another number"
        )


class SchemaError(StoreError):
    """The tables of a store are not those this release works with."""

    code = "store-schema"

    def __init__(self, found: int, needed: int) -> None:
        super().__init__(found, needed)
        self.found, self.needed = found, needed

    def __str__(self) -> str:
        if self.found == 0:
            return (
                f"the store lacks tables of schema {word(self.needed)}; run `caseflow store init` "
                "on a new one and `caseflow store migrate` on an old one"
            )
        advice = "run `caseflow store migrate`"
        if self.found > self.needed:
            advice = "use a release of caseflow that knows it"
        found, needed = word(self.found), word(self.needed)
        return f"the store has schema {found} and {needed} is needed; {advice}"


class StoreRefusedError(StoreError):
    """The database refused a statement: what is kept stays as it was."""

    code = "store-refused"

    def __init__(self, problem: str) -> None:
        super().__init__(problem)
        self.problem = problem

    def __str__(self) -> str:
        return f"the store refused: {self.problem}; nothing was changed"


class StoreUnavailableError(StoreError):
    """The database did not answer; whether the last request was kept is not known."""

    code = "store-unavailable"

    def __init__(self, problem: str) -> None:
        super().__init__(problem)
        self.problem = problem

    def __str__(self) -> str:
        return f"the store does not answer: {self.problem}; ask again with the same key"


class StoreBusyError(StoreUnavailableError):
    """Somebody else held what the request needed for too long; nothing was changed."""

    code = "store-busy"

    def __str__(self) -> str:
        return f"the store is busy: {self.problem}; nothing was changed, ask again later"


class UndeliveredError(StoreError):
    """A handler could not deliver a message, and says why in words that may be kept."""

    code = "undelivered"

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason

    def __str__(self) -> str:
        return word(self.reason)
