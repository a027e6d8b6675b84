"""Errors as problem details of RFC 9457: a status, what happened, and what to do next, in words.

The status follows from who must act, as the tree of errors has it; a code by itself has one only
where HTTP says more than the tree.
"""

from collections.abc import Callable, Mapping
from datetime import date, datetime, tzinfo
from typing import Any

from caseflow._date_texts import day_text, instant_text
from caseflow._showing import shown, word
from caseflow._typed import frozen, typed
from caseflow.engine import ChangeSince
from caseflow.errors import (
    ActionRefusedError,
    AddressUnknownError,
    BudgetExceededError,
    CalendarError,
    CalendarHorizonError,
    CaseError,
    CaseflowError,
    CaseSetAsideError,
    ConcurrentUpdateError,
    CursorError,
    DateUnconfirmedError,
    DefinitionError,
    FeeNotCoveredError,
    InputError,
    KeyInFlightError,
    KeyMissingError,
    KeyReusedError,
    MediaTypeError,
    NumberTakenError,
    PackageMissingError,
    PackError,
    PayloadError,
    PayloadInvalidError,
    ProcedureClosedError,
    QueryUnservedError,
    RequestError,
    SignatureError,
    StoreError,
    StoreUnavailableError,
    TimeReversedError,
    UnknownActionError,
    UnknownCaseError,
    UnknownNameError,
    ValueInvalidError,
    VersionMissingError,
)
from caseflow.money import Money
from caseflow.money_texts import money_text
from caseflow.texts import Message, Text, language_code
from caseflow.web._payloads import FieldFault
from caseflow.web._problem_titles import TITLES
from caseflow.web._shapes import ChangeShape, InstantShape, ProblemShape
from caseflow.web._titles import field_title
from caseflow.web._words import refusal_shape
from caseflow.workflow import Refusal

__all__ = ["PROBLEM_JSON", "Problem", "problem", "status_of"]

#: The media type of a problem.
PROBLEM_JSON = "application/problem+json"

#: What stands before the code in `type`, where a portal has no page for it.
TYPES = "urn:caseflow:problem:"

#: Who must act says the status; the first class that fits.
_STATUS: tuple[tuple[type[CaseflowError], int], ...] = (
    # What HTTP has its own status for.
    (SignatureError, 401),
    (UnknownCaseError, 404),
    (UnknownActionError, 404),
    (AddressUnknownError, 404),
    (CaseSetAsideError, 410),
    (MediaTypeError, 415),
    (VersionMissingError, 428),
    (KeyInFlightError, 409),
    (KeyReusedError, 422),
    (PayloadError, 422),
    (PayloadInvalidError, 422),
    (ConcurrentUpdateError, 412),
    (NumberTakenError, 409),
    (StoreUnavailableError, 503),
    # Who must act.
    (RequestError, 400),
    (InputError, 422),
    (CalendarError, 422),
    (CaseError, 409),
    (CaseflowError, 500),
)

#: What to do next, by the same tree.
_NEXT: tuple[tuple[type[CaseflowError], Text], ...] = (
    (ConcurrentUpdateError, Message("problems.next-reload")),
    (KeyReusedError, Message("problems.next-new-key")),
    (KeyMissingError, Message("problems.next-send-key")),
    (KeyInFlightError, Message("problems.next-wait")),
    (VersionMissingError, Message("problems.next-send-version")),
    (CursorError, Message("problems.next-first-page")),
    (SignatureError, Message("problems.next-sign")),
    (DateUnconfirmedError, Message("problems.next-confirm")),
    (UnknownCaseError, Message("problems.next-look-up")),
    (AddressUnknownError, Message("problems.next-address")),
    (NumberTakenError, Message("problems.next-look-up")),
    (StoreUnavailableError, Message("problems.next-again")),
    (InputError, Message("problems.next-input")),
    (CalendarError, Message("problems.next-calendar")),
    (PackError, Message("problems.next-package")),
    (PackageMissingError, Message("problems.next-package")),
    (DefinitionError, Message("problems.next-definition")),
    (CaseError, Message("problems.next-case")),
    (StoreError, Message("problems.next-store")),
    (CaseflowError, Message("problems.next-store")),
)

#: After how many seconds it is worth asking again.
_RETRY_AFTER = "2"


@frozen
class Problem:
    """Hold the answer to a request that failed: its status, its headers, and its body.

    The body is of the shape `ProblemShape`; send it as `PROBLEM_JSON`.
    """

    status: int
    body: ProblemShape
    headers: Mapping[str, str]


@typed
def status_of(error: CaseflowError) -> int:
    """Return the status of HTTP for *error*, by who must act.

    >>> status_of(UnknownCaseError("hs-1")), status_of(ConcurrentUpdateError("hs-1", 2, 3))
    (404, 412)
    >>> status_of(ConcurrentUpdateError("hs-1", 0, 1))
    409
    """
    if isinstance(error, ConcurrentUpdateError) and not error.expected:
        return 409  # a case was to be opened, and no version of it was asked for
    return next(status for kind, status in _STATUS if isinstance(error, kind))


@typed
def problem(
    error: BaseException,
    *,
    language: str = "en",
    zone: tzinfo | None = None,
    types: str = TYPES,
) -> Problem:
    """Return the answer to a request that failed with *error*.

    An exception that is not of caseflow is raised again: nobody has said what it means.

    >>> found = problem(UnknownCaseError("hs-1"), language="vi")
    >>> found.status, found.body["code"], found.body["title"]
    (404, 'unknown-case', 'Không có hồ sơ này')

    Args:
        error: what was raised.
        language: of the texts; one that is no language code is answered in English.
        zone: that of the office, in which instants are shown; by default each in its own.
        types: what stands before the code in `type`, as the address of a portal's own pages.

    Source: RFC 9457.
    """
    if not isinstance(error, CaseflowError):
        raise error
    words = _Words(_code_of(language), zone)
    status = status_of(error)
    title = words.text(TITLES.get(error.code) or TITLES["caseflow"])
    is_of_input = status < 500 and isinstance(error, InputError)
    body: ProblemShape = {
        "type": f"{types}{error.code}",
        "title": title,
        "status": status,
        "detail": words.detail(error) or title,
        "code": error.code,
        "next": words.text(next(text for kind, text in _NEXT if isinstance(error, kind))),
        "refusals": [
            refusal_shape(each, words.language, zone)
            for each in getattr(error, "refusals", ())
            if isinstance(each, Refusal)
        ],
        "faults": [
            each.to_data(words.language)
            for each in getattr(error, "faults", ())
            if isinstance(each, FieldFault)
        ],
        "since": [
            words.change(each)
            for each in getattr(error, "since", ())
            if isinstance(each, ChangeSince)
        ],
        "message": str(error) if is_of_input else "",
    }
    headers = {"Content-Language": words.language}
    if status == 503 or isinstance(error, KeyInFlightError):
        headers["Retry-After"] = _RETRY_AFTER
    if status == 401:
        headers["WWW-Authenticate"] = "Signature"
    return Problem(status, body, headers)


def _code_of(language: str) -> str:
    try:
        return language_code(language)
    except InputError:
        return "en"


class _Words:
    """Write what is said of errors in one language."""

    def __init__(self, language: str, zone: tzinfo | None) -> None:
        self.language, self._zone = language, zone

    def text(self, text: Text) -> str:
        """Return *text* as the beginning of a sentence has it."""
        found = text.in_(self.language)
        return found[:1].upper() + found[1:]

    def detail(self, error: CaseflowError) -> str:
        """Return what is said of this very error, "" for nothing."""
        made = next((each for kind, each in _DETAILS if isinstance(error, kind)), None)
        if made is None:
            return ""
        try:
            return self.text(made(self, error))
        except Exception:  # noqa: BLE001 - an error may hold any data; the title says what it is
            return ""

    def instant(self, at: datetime) -> str:
        """Write an instant in the zone of the office."""
        return instant_text(at if self._zone is None else at.astimezone(self._zone), self.language)

    def day(self, on: date) -> str:
        """Write a day."""
        return day_text(on, self.language)

    def change(self, change: ChangeSince) -> ChangeShape:
        """Write what was entered since somebody looked."""
        action = change.label.in_(self.language)
        roles = [each.in_(self.language) for each in change.roles]
        if change.is_automatic:
            who: Text = Message("problems.since-date")
        else:
            who = Text(und=", ".join(roles)) if roles else Message("problems.since-somebody")
        at = self.instant(change.at)
        text = Message("problems.since", action=action, who=who, at=at)
        return {
            "seq": change.seq,
            "action": {"code": change.action, "text": action},
            "at": self._shaped(change.at),
            "entered_at": self._shaped(change.entered_at),
            "by": roles,
            "text": self.text(text),
        }

    def _shaped(self, at: datetime) -> InstantShape:
        local = at if self._zone is None else at.astimezone(self._zone)
        return {"at": local.isoformat(), "text": self.instant(at)}

    def money(self, amount: int, currency: str) -> str:
        """Write an amount of money."""
        return money_text(Money(amount, currency), self.language)


def _refused(_: _Words, error: ActionRefusedError) -> Text:
    return Message("problems.detail-action-refused", count=len(error.refusals))


def _invalid(_: _Words, error: PayloadInvalidError) -> Text:
    return Message("problems.detail-payload-invalid", count=len(error.faults))


def _outdated(_: _Words, error: ConcurrentUpdateError) -> Text:
    case = word(error.case_id)
    if not error.expected:
        return Message("problems.detail-case-opened", case=case)
    return Message(
        "problems.detail-concurrent-update", case=case, found=error.found, expected=error.expected
    )


def _unknown_case(_: _Words, error: UnknownCaseError) -> Text:
    return Message("problems.detail-unknown-case", case=shown(error.case_id))


def _taken(_: _Words, error: NumberTakenError) -> Text:
    return Message("problems.detail-number-taken", case=shown(error.case_id))


def _aside(_: _Words, error: CaseSetAsideError) -> Text:
    return Message("problems.detail-case-set-aside", case=word(error.case_id))


def _reused(_: _Words, error: KeyReusedError) -> Text:
    return Message("problems.detail-key-reused", case=word(error.case_id))


def _unknown(_: _Words, error: UnknownNameError) -> Text:
    return Message("problems.detail-unknown-name", value=shown(error.value))


def _value(_: _Words, error: ValueInvalidError) -> Text:
    return Message("problems.detail-value-invalid", name=field_title(word(error.name), {}))


def _unserved(_: _Words, error: QueryUnservedError) -> Text:
    instead = tuple(_ASKED[each] for each in error.instead)
    return Message("problems.detail-query-unserved", name=_ASKED[error.name], instead=instead)


def _closed(words: _Words, error: ProcedureClosedError) -> Text:
    day = words.day(error.on)
    return Message("problems.detail-procedure-closed", procedure=word(error.procedure), day=day)


def _reversed(words: _Words, error: TimeReversedError) -> Text:
    last = words.instant(error.last_at)
    return Message("problems.detail-time-reversed", case=word(error.case_id), last=last)


def _unconfirmed(words: _Words, error: DateUnconfirmedError) -> Text:
    at, entered = words.instant(error.at), words.instant(error.entered_at)
    return Message(
        "problems.detail-date-unconfirmed",
        at=at,
        entered=entered,
        days=error.days,
        minutes=error.minutes,
    )


def _horizon(words: _Words, error: CalendarHorizonError) -> Text:
    first, last = words.day(error.first_on), words.day(error.last_on)
    return Message("problems.detail-beyond-horizon", first=first, last=last)


def _not_covered(words: _Words, error: FeeNotCoveredError) -> Text:
    return Message("problems.detail-fee-not-covered", day=words.day(error.filed_on))


def _exceeded(words: _Words, error: BudgetExceededError) -> Text:
    asked, left = (words.money(each, error.currency) for each in (error.asked, error.left))
    return Message("problems.detail-budget-exceeded", asked=asked, left=left)


#: What a list is asked for by, in words.
_ASKED: dict[str, Text] = {
    "unit": Message("problems.asked-unit"),
    "assigned_to": Message("problems.asked-assigned-to"),
    "states": Message("problems.asked-states"),
    "procedure": Message("problems.asked-procedure"),
    "due_before": Message("problems.asked-due-before"),
    "follow_up_before": Message("problems.asked-follow-up-before"),
    "text": Message("problems.asked-text"),
    'order="number"': Message("problems.asked-order-number"),
    'order="due"': Message("problems.asked-order-due"),
    'order="follow-up"': Message("problems.asked-order-follow-up"),
}

#: What is said of an error; the first class that fits.
_DETAILS: tuple[tuple[type[CaseflowError], Callable[[_Words, Any], Text]], ...] = (
    (ActionRefusedError, _refused),
    (PayloadInvalidError, _invalid),
    (ConcurrentUpdateError, _outdated),
    (UnknownCaseError, _unknown_case),
    (NumberTakenError, _taken),
    (CaseSetAsideError, _aside),
    (KeyReusedError, _reused),
    (UnknownNameError, _unknown),
    (QueryUnservedError, _unserved),
    (ValueInvalidError, _value),
    (ProcedureClosedError, _closed),
    (TimeReversedError, _reversed),
    (DateUnconfirmedError, _unconfirmed),
    (CalendarHorizonError, _horizon),
    (FeeNotCoveredError, _not_covered),
    (BudgetExceededError, _exceeded),
)
