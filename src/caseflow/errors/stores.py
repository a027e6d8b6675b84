"""What is kept and what is asked do not agree: the operator acts.

May import: nothing of caseflow but `root` beside it.
"""

from caseflow.errors.root import CaseflowError

__all__ = ["ConcurrentUpdateError", "HistoryError", "StoreError"]


class StoreError(CaseflowError):
    """What is kept and what is asked do not agree."""

    code = "store"


class ConcurrentUpdateError(StoreError):
    """Somebody else was faster; load the case again and decide again."""

    code = "concurrent-update"

    def __init__(self, case_id: str, expected: int, found: int) -> None:
        super().__init__(case_id, expected, found)
        self.case_id, self.expected, self.found = case_id, expected, found

    def __str__(self) -> str:
        return (
            f"case {self.case_id or '(not numbered)'} is at version {self.found}, not "
            f"{self.expected}; load it again and decide again"
        )


class HistoryError(StoreError):
    """A history cannot be replayed: a record is missing, doubled or altered."""

    code = "history-broken"

    def __init__(self, case_id: str, seq: int, problem: str) -> None:
        super().__init__(case_id, seq, problem)
        self.case_id, self.seq, self.problem = case_id, seq, problem

    def __str__(self) -> str:
        return f"case {self.case_id or '(not numbered)'}, record {self.seq}: {self.problem}"
