"""Which form a paper is: its number, its title, and what it is cited by; a country says which.

What stands on a paper does not belong here: see `values`.
"""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, NamedTuple

from caseflow._typed import short
from caseflow.office.rules import OfficeRules
from caseflow.values import Text

__all__ = ["NOT_PRINTED", "Form", "Forms", "FormsOn", "PaperSet", "form_of", "printed_of"]


@short
class Form(NamedTuple):
    """Name a form: its number and title, and the circular it is cited by; None if it is not."""

    number: str
    title: Text
    circular: Text | None = None


#: The form of a paper that a country does not print; equal forms mean the same.
NOT_PRINTED = Form("", Text())


@short
class Forms(NamedTuple):
    """Hold the forms in use on one day; one for each paper of the office.

    A paper that the country does not print has the form `NOT_PRINTED`.
    """

    receipt: Form
    supplement_request: Form
    refusal: Form
    apology: Form
    stop_notice: Form
    control_slip: Form
    register: Form
    bill: Form
    payment: Form
    early_notice: Form
    correction: Form
    decision: Form = NOT_PRINTED


def printed_of(forms: Forms) -> tuple[str, ...]:
    """Return the names of the papers that a country prints."""
    return tuple(name for name, form in forms._asdict().items() if form != NOT_PRINTED)


#: Forms that have another name than the templates of their papers.
_NAMES = {"payment-receipt": "payment", "correction-notice": "correction"}


def form_of(forms: Forms, paper: str) -> Form:
    """Return the form of the *paper* that is called by its template, as "stop-notice".

    >>> form_of(Forms(*[NOT_PRINTED] * 11, Form("", Text(en="Decision"))), "decision").title.in_(
    ...     "en"
    ... )
    'Decision'
    """
    form: Form = getattr(forms, _NAMES.get(paper, paper.replace("-", "_")))
    return form


#: The law of a country that says nothing to the one-stop shop.
NO_OFFICE_RULES = OfficeRules()

#: The forms in use for an act of a civil day.
FormsOn = Callable[[date], Forms]


@short
class PaperSet(NamedTuple):
    """Name the forms of a country, the package whose folder `templates` prints them, and its law.

    Without *rules* papers cite no law but that of the workflow. *words* are the filters that its
    templates use; None for those of the office.
    """

    forms_on: FormsOn
    package: str
    rules: OfficeRules = NO_OFFICE_RULES
    words: Mapping[str, Callable[[Any, str], str]] | None = None
