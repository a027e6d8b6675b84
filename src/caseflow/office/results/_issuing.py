"""Electronic results on record: their codes, and what is cancelled.

The document itself is kept elsewhere; what is here says which it is and lets anybody check that it
is unaltered.
"""

import re
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import ClassVar, Generic, Protocol, TypeVar

from attrs import evolve, field

from caseflow._fields import optional_text, plain_text, says_something
from caseflow._typed import frozen, typed
from caseflow.cases import acts_of
from caseflow.errors import ValueInvalidError
from caseflow.office import _law as law
from caseflow.office._phases import Phase
from caseflow.office._ruled import ruled_payload_guard
from caseflow.office.paying._collecting import fee_paid_at_return
from caseflow.office.rules import UNNAMED, OfficeRules
from caseflow.office.states import APPROVER, DECIDED, INTAKE, RETURNED
from caseflow.texts import Message
from caseflow.workflow import (
    Action,
    CaseView,
    Effect,
    RecordView,
    Refusal,
    Situation,
    Transition,
    guard,
    payload_guard,
)

__all__ = [
    "CANCELLATION_GIVEN",
    "CANCEL_RESULT",
    "ISSUING",
    "PAPER_GIVEN",
    "RECORD_RESULT",
    "RESULT_GIVEN",
    "OnlineResult",
    "Result",
    "ResultCancellation",
    "document_hash",
    "issued_results",
    "next_number",
    "result_can_be_cancelled",
    "result_is_identified",
    "result_is_new",
    "result_is_valid",
]

#: Why no act that puts a result into somebody's hands is annulled, and what to do instead: an
#: electronic result is cancelled, a paper cannot be, and a cancellation has been told already.
RESULT_GIVEN = Refusal(
    "result-given",
    Message("office.result-given"),
)


#: Why no act that gave a result out on paper is annulled: a paper cannot be cancelled.
PAPER_GIVEN = Refusal(
    "result-given",
    Message("office.result-given-a-result-that-went-out"),
)


CANCELLATION_GIVEN = Refusal(
    "result-given",
    Message("office.result-given-the-cancellation-of-a-result"),
)


_SHA256 = re.compile(r"[0-9a-f]{64}")


def document_hash(value: str | None) -> str | None:
    """Return the hash of a document in small letters; None as it is.

    Raises:
        ValueInvalidError: it is no SHA-256, 64 hex digits.
    """
    if value is None:
        return None
    try:
        text = str(value).lower()
    except ValueError:  # a number that is too long for Python to write
        text = ""
    if not _SHA256.fullmatch(text):
        raise ValueInvalidError("sha256", value, "the SHA-256 of the document, 64 hex digits")
    return text


@frozen
class OnlineResult:
    """Name the electronic result put at the applicant's disposal: where, which, and its hash.

    *code* is that of the result; *sha256* is the hash of the document, 64
    hex digits. Both are asked for by the guards; None only stands in records of before.

    >>> OnlineResult("permit.pdf", code="2026-0007/1", sha256="A0" * 32).sha256[:4]
    'a0a0'
    """

    not_annulled: ClassVar[Refusal] = RESULT_GIVEN

    document: str = field(default="", converter=plain_text)
    code: str | None = field(default=None, converter=optional_text)
    sha256: str | None = field(default=None, converter=document_hash)


@frozen
class ResultCancellation:
    """Cancel the result with *code*, and say why; it stays on record with the time."""

    not_annulled: ClassVar[Refusal] = CANCELLATION_GIVEN

    code: str = field(converter=plain_text, validator=says_something)
    reason: str = field(converter=plain_text, validator=says_something)


RECORD_RESULT = Action(
    "record-result",
    OnlineResult,
    UNNAMED,
    law.RESULT_CODE,
)


CANCEL_RESULT = Action(
    "cancel-result",
    ResultCancellation,
    UNNAMED,
    law.CANCELLED_RESULT,
)


C = TypeVar("C")


class _HasRecords(Protocol):
    @property
    def records(self) -> Sequence[RecordView]: ...


@frozen
class Result(Generic[C]):
    """Hold one electronic result of a case, as it is on record.

    *code* is as the payload keeps it, or as a pack reads it. *sha256* is the hash of the document.
    *cancelled_at* and *why* are those of its cancellation.
    """

    code: C
    sha256: str
    document: str
    issued_at: datetime
    cancelled_at: datetime | None = None
    why: str = ""

    @property
    def is_valid(self) -> bool:
        """Return whether it was not cancelled."""
        return self.cancelled_at is None


@typed
def issued_results(case: _HasRecords) -> tuple[Result[str], ...]:
    """Return the electronic results of *case* in the order of issue, cancelled ones included.

    Results that were recorded before they had codes are not among them. Cost: O(records).
    """
    found: dict[str, Result[str]] = {}
    for record in acts_of(case.records):
        given = record.payload
        if isinstance(given, OnlineResult) and given.code is not None and given.sha256 is not None:
            # One that is returned after it was put on record is the same result.
            found.setdefault(
                given.code, Result(given.code, given.sha256, given.document, record.at)
            )
        elif isinstance(given, ResultCancellation):
            found[given.code] = evolve(found[given.code], cancelled_at=record.at, why=given.reason)
    return tuple(found.values())


@typed
def next_number(case: _HasRecords, number_of: Callable[[str], int]) -> int:
    """Return the number that the next result of *case* carries, from 1.

    *number_of* reads the number that the code of a result carries.
    """
    return max((number_of(each.code) for each in issued_results(case)), default=0) + 1


@guard("result-is-valid")
def result_is_valid(situation: Situation) -> Refusal | None:
    """Cancel a result only while one stands."""
    known = issued_results(situation.case)
    if any(each.is_valid for each in known):
        return None
    return _ALL_RESULTS_CANCELLED if known else _NO_RESULT


_ALL_RESULTS_CANCELLED = Refusal(
    "result-cancelled",
    Message("office.result-cancelled"),
    basis=law.CANCELLED_RESULT,
)


_NO_RESULT = Refusal(
    "no-such-result",
    Message("office.no-such-result"),
    basis=law.CANCELLED_RESULT,
)


@ruled_payload_guard("result-is-identified", OnlineResult)
def result_is_identified(
    situation: Situation, given: OnlineResult, rules: OfficeRules
) -> Refusal | None:
    """Return online a result with a code of this case and a hash: a new one, or one on record."""
    refusal = _unidentified(situation, given, rules)
    if refusal is not None or given.code is None:
        return refusal
    known = _found(situation.case, given.code)
    if known is None:
        return _not_next(situation, given.code, rules)
    if not known.is_valid:
        return _cancelled(situation, known)
    if known.sha256 == given.sha256:
        return None
    return Refusal(
        "other-document",
        Message("office.other-document"),
        {"code": given.code, "kept": known.sha256, "given": given.sha256 or ""},
        law.RESULT_CODE,
    )


@ruled_payload_guard("result-is-new", OnlineResult)
def result_is_new(situation: Situation, given: OnlineResult, rules: OfficeRules) -> Refusal | None:
    """Put on record a result with a code of this case, its next number, and a hash."""
    refusal = _unidentified(situation, given, rules)
    if refusal is not None or given.code is None:
        return refusal
    return _not_next(situation, given.code, rules)


@payload_guard("result-can-be-cancelled", ResultCancellation)
def result_can_be_cancelled(situation: Situation, given: ResultCancellation) -> Refusal | None:
    """Cancel a result that is on record, once."""
    known = _found(situation.case, given.code)
    if known is None:
        codes = ", ".join(each.code for each in issued_results(situation.case))
        return Refusal(
            "no-such-result",
            Message("office.no-such-result-the-case-has-no-result"),
            {"code": given.code, "known": codes or "-"},
            law.CANCELLED_RESULT,
        )
    return None if known.is_valid else _cancelled(situation, known)


def _found(case: CaseView, code: str) -> Result[str] | None:
    return next((each for each in issued_results(case) if each.code == code), None)


def _dossier(case: CaseView, rules: OfficeRules) -> str | None:
    """Return the code of the case: that of its receipt, or of the results it has."""
    code = case.fact("dossier_code")
    if isinstance(code, str):
        return rules.codes.filing(code)
    known = issued_results(case)
    return rules.codes.filing_of(known[0].code) if known else None


def _unidentified(situation: Situation, given: OnlineResult, rules: OfficeRules) -> Refusal | None:
    if given.code is None or given.sha256 is None:
        return Refusal(
            "result-unidentified",
            Message("office.result-unidentified"),
            basis=law.RESULT_CODE,
        )
    dossier = _dossier(situation.case, rules)
    if dossier is None or rules.codes.filing_of(given.code) == dossier:
        return None
    return Refusal(
        "other-dossier",
        Message("office.other-dossier"),
        {"code": given.code, "dossier": dossier},
        law.RESULT_CODE,
    )


def _not_next(situation: Situation, code: str, rules: OfficeRules) -> Refusal | None:
    number_of = rules.codes.result_number
    number, wanted = number_of(code), next_number(situation.case, number_of)
    if number == wanted:
        return None
    return Refusal(
        "result-number",
        Message("office.result-number"),
        {"wanted": rules.codes.numbered(wanted), "number": rules.codes.numbered(number)},
        law.RESULT_CODE,
    )


def _cancelled(situation: Situation, known: Result[str]) -> Refusal:
    day = situation.calendar.local_date(known.cancelled_at or situation.at)
    return Refusal(
        "result-cancelled",
        Message("office.result-cancelled-result-code-was-cancelled-on"),
        {"code": known.code, "day": day},
        law.CANCELLED_RESULT,
    )


def _transitions(rules: OfficeRules) -> tuple[Transition, ...]:
    """Return what the actions of this phase lead to."""
    return (
        *Transition.each(
            RECORD_RESULT,
            (DECIDED, RETURNED),
            None,
            [APPROVER, INTAKE],
            guards=(result_is_new(rules), fee_paid_at_return),
            effects=(Effect("deliver-online"),),
        ),
        *Transition.each(
            CANCEL_RESULT,
            (DECIDED, RETURNED),
            None,
            [APPROVER],
            guards=(result_is_valid, result_can_be_cancelled),
            effects=(Effect("notify-applicant"),),
        ),
    )


ISSUING = Phase(
    "issuing",
    (
        RECORD_RESULT,
        CANCEL_RESULT,
    ),
    _transitions,
)
