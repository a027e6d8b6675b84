"""Writing down who files and what: the applicant and the papers.

It moves no clock and no fact, so it may be done until the result is returned.
"""

from collections.abc import Iterable

from attrs import Attribute, field

from caseflow._fields import plain_text, says_something, whole
from caseflow._typed import frozen
from caseflow.errors import ValueInvalidError
from caseflow.office import _law as law
from caseflow.office._phases import Phase
from caseflow.office.rules import UNNAMED, OfficeRules
from caseflow.office.states import APPLICANT, BEFORE_RESULT, DECIDED, INTAKE
from caseflow.pii import DocumentRef, personal, personal_text
from caseflow.workflow import Action, Transition

__all__ = ["DESCRIBE", "DESCRIBING", "Applicant", "Description"]


@frozen
class Applicant:
    """Name who files, how to reach them, and who acts for them if somebody does.

    Attributes:
        name: the person or organisation.
        id_number: the personal identification number, or the code of an enterprise.
        address: where letters go.
        phone: as the applicant wrote it.
        email: as the applicant wrote it.
        authorised: who hands the filing in for them; "" if they do so themselves.
        identity: where the identity document that was seen is kept, and its hash.
    """

    name: str = field(converter=personal_text, validator=says_something, metadata=personal())
    id_number: str = field(default="", converter=personal_text, metadata=personal())
    address: str = field(default="", converter=personal_text, metadata=personal())
    phone: str = field(default="", converter=personal_text, metadata=personal())
    email: str = field(default="", converter=personal_text, metadata=personal())
    authorised: str = field(default="", converter=personal_text, metadata=personal())
    identity: DocumentRef | None = None


def _papers(value: Iterable[str]) -> tuple[str, ...]:
    if isinstance(value, str):
        raise ValueInvalidError("papers", value, 'a list of papers, as ("application form",)')
    papers = tuple(plain_text(paper) for paper in value)
    if not all(paper.strip() for paper in papers):
        raise ValueInvalidError("papers", papers, "the name of each paper, in words")
    return papers


def _is_number_of_sets(_: object, attribute: "Attribute[int]", value: object) -> None:
    whole(value, name=attribute.name, least=1)


def _is_applicant(_: object, attribute: "Attribute[Applicant]", value: object) -> None:
    if not isinstance(value, Applicant):
        raise ValueInvalidError(attribute.name, value, "an Applicant")


@frozen
class Description:
    """Say whose filing it is, what it asks for, and which papers came with it.

    *request* is free text and likely to name people, so it is personal as well. A later
    description takes the place of the one before; both stay on record.

    >>> Description(Applicant("Ann Example"), papers=["application form"]).papers
    ('application form',)
    """

    applicant: Applicant = field(validator=_is_applicant)
    request: str = field(default="", converter=personal_text, metadata=personal())
    papers: tuple[str, ...] = field(default=(), converter=_papers)
    sets: int = field(default=1, validator=_is_number_of_sets)


DESCRIBE = Action(
    "describe",
    Description,
    UNNAMED,
    law.AMEND_KEEPS_CODE,
)


def _transitions(_: OfficeRules) -> tuple[Transition, ...]:
    """Return what the actions of this phase lead to."""
    return (
        # Until the result is returned, for an address may change; no fact and no clock moves.
        *Transition.each(DESCRIBE, (*BEFORE_RESULT, DECIDED), None, [APPLICANT, INTAKE]),
    )


DESCRIBING = Phase("describing", (DESCRIBE,), _transitions)
