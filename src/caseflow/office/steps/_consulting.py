"""Questions to other agencies, and their answers.

Guards and the control slip read the same fold, so a refusal and a slip never disagree.
"""

from collections import deque
from collections.abc import Iterable
from datetime import date, datetime

from attrs import evolve, field

from caseflow._fields import is_day, plain_text, says_something
from caseflow._typed import frozen, short, typed
from caseflow.cases import acts_of
from caseflow.office import _law as law
from caseflow.office._phases import Phase
from caseflow.office.processing._assigning import ASSIGN, Assignment
from caseflow.office.rules import FRONT_DESK, UNNAMED, OfficeRules
from caseflow.office.states import (
    APPROVER,
    AT_WORK,
    DECIDED,
    INTAKE,
    OFFICER,
    RETURNED,
    STOPPED,
    SUSPENDED,
    WAITING,
    WITHDRAWN,
)
from caseflow.texts import Message
from caseflow.workflow import (
    Action,
    Effect,
    RecordView,
    Refusal,
    Situation,
    Transition,
    guard,
    payload_guard,
)

__all__ = [
    "CONSULT",
    "CONSULTING",
    "CONSULT_ANSWERED",
    "Asked",
    "Consultation",
    "ConsultationAnswer",
    "agency_is_asked",
    "agency_is_free",
    "answer_is_to_come",
    "consultations",
    "question_is_open",
]


@frozen
class Consultation:
    """Ask another agency a question, to be answered by the end of the day *answer_by*."""

    agency: str = field(converter=plain_text, validator=says_something)
    question: str = field(converter=plain_text, validator=says_something)
    answer_by: date = field(validator=is_day)


@frozen
class ConsultationAnswer:
    """Record what a consulted agency answered."""

    agency: str = field(converter=plain_text, validator=says_something)
    answer: str = field(converter=plain_text, validator=says_something)


CONSULT = Action(
    "consult",
    Consultation,
    UNNAMED,
    law.CONSULT,
)


CONSULT_ANSWERED = Action(
    "consult-answered",
    ConsultationAnswer,
    UNNAMED,
    law.CONSULT,
)


@short
@frozen
class Asked:
    """Hold one question to another agency, and its answer if there is one."""

    agency: str
    question: str
    answer_by: date
    gave: str
    asked: int
    asked_at: datetime
    answered_at: datetime | None = None
    answer: str = ""

    @property
    def is_open(self) -> bool:
        """Return whether the agency has not answered."""
        return self.answered_at is None


@typed
def consultations(records: Iterable[RecordView], desk: str = FRONT_DESK) -> tuple[Asked, ...]:
    """Return every question to another agency, oldest first.

    *desk* is who holds a filing before its first transfer. Cost: O(records).
    """
    asked: list[Asked] = []
    still: dict[str, deque[int]] = {}
    holder = desk
    for record in acts_of(records):
        given = record.payload
        if record.action == ASSIGN.name and isinstance(given, Assignment):
            holder = given.unit
        elif record.action == CONSULT.name and isinstance(given, Consultation):
            still.setdefault(given.agency, deque()).append(len(asked))
            asked.append(
                Asked(given.agency, given.question, given.answer_by, holder, record.seq, record.at)
            )
        elif (
            record.action == CONSULT_ANSWERED.name
            and isinstance(given, ConsultationAnswer)
            and still.get(given.agency)
        ):
            place = still[given.agency].popleft()
            asked[place] = evolve(asked[place], answered_at=record.at, answer=given.answer)
    return tuple(asked)


@payload_guard("agency-is-free", Consultation)
def agency_is_free(situation: Situation, given: Consultation) -> Refusal | None:
    """Ask an agency only when it owes no answer; one answer could not be told from another."""
    for each in consultations(situation.case.records):
        if each.is_open and each.agency == given.agency:
            return Refusal(
                "already-consulted",
                Message("office.already-consulted"),
                {"agency": each.agency, "last": each.answer_by},
                law.CONSULT,
            )
    return None


@payload_guard("answer-is-to-come", Consultation)
def answer_is_to_come(situation: Situation, given: Consultation) -> Refusal | None:
    """Ask for an answer by a day that is not past."""
    if given.answer_by >= situation.on:
        return None
    return Refusal(
        "answer-day-past",
        Message("office.answer-day-past"),
        {"last": given.answer_by, "today": situation.on},
        law.CONSULT,
    )


@guard("question-is-open")
def question_is_open(situation: Situation) -> Refusal | None:
    """Record an answer only while some agency owes one; each answer settled one question."""
    if situation.case.times(CONSULT) > situation.case.times(CONSULT_ANSWERED):
        return None
    return Refusal(
        "nobody-asked",
        Message("office.nobody-asked"),
        basis=law.CONSULT,
    )


@payload_guard("agency-is-asked", ConsultationAnswer)
def agency_is_asked(situation: Situation, given: ConsultationAnswer) -> Refusal | None:
    """Record an answer of an agency that owes one."""
    open_ = [each.agency for each in consultations(situation.case.records) if each.is_open]
    if not open_ or given.agency in open_:
        return None
    return Refusal(
        "agency-not-asked",
        Message("office.agency-not-asked"),
        {"agency": given.agency, "known": ", ".join(open_)},
        law.CONSULT,
    )


def _transitions(_: OfficeRules) -> tuple[Transition, ...]:
    """Return what the actions of this phase lead to."""
    return (
        *Transition.each(
            CONSULT,
            (*AT_WORK, SUSPENDED),
            None,
            [OFFICER, APPROVER],
            guards=(agency_is_free, answer_is_to_come),
            effects=(Effect("send-consultation"),),
        ),
        # An answer that comes after the end is late, and not lost.
        *Transition.each(
            CONSULT_ANSWERED,
            (*AT_WORK, *WAITING, DECIDED, RETURNED, WITHDRAWN, STOPPED),
            None,
            [INTAKE, OFFICER],
            guards=(question_is_open, agency_is_asked),
        ),
    )


CONSULTING = Phase(
    "consulting",
    (
        CONSULT,
        CONSULT_ANSWERED,
    ),
    _transitions,
)
