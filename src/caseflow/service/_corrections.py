"""Taking back acts that were recorded in error, on cases that are kept.

Late records are acts, and go the way of acts.
"""

from datetime import datetime
from unicodedata import normalize

from caseflow.cases import Case
from caseflow.service._validation import checked_instants, checked_key, checked_number
from caseflow.service._work import Work
from caseflow.stores import Ops
from caseflow.values import Actor

__all__ = ["Corrections"]


class Corrections:
    """Take back acts of cases that are kept."""

    def __init__(self, work: Work) -> None:
        """Take the logic that loads, decides and keeps."""
        self._work = work

    def annul(
        self,
        case_id: str,
        seq: int,
        *,
        at: datetime,
        by: Actor,
        reason: str,
        key: str | None,
        expected_version: int | None,
        entered_at: datetime | None,
        confirmed: bool,
    ) -> Ops[Case]:
        """Take back an act and keep the record of that."""
        key, reason = checked_key(key), normalize("NFC", reason)
        at, entered_at = checked_instants(at, entered_at)

        def decide(case: Case) -> Case:
            return self._work.engine.annul(
                case,
                seq,
                at=at,
                by=by,
                reason=reason,
                key=key,
                expected_version=expected_version,
                entered_at=entered_at,
                confirmed=confirmed,
            )

        return (yield from self._work.decided(checked_number(case_id), decide))
