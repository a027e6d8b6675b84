"""The letters of a Dutch office: the confirmation of receipt and the decision.

Their templates are in the folder `templates`. What an office sends besides, as a request to
complete an application, is its own letter: the law sets no form for it.
"""

from datetime import date

from caseflow.netherlands._rules import OFFICE
from caseflow.office.papers import NOT_PRINTED, Form, Forms, PaperSet
from caseflow.texts import Text

__all__ = ["papers"]

#: Source: Algemene wet bestuursrecht Art. 4:3a, on applications that come in electronically.
_RECEIPT = Form("", Text(nl="Ontvangstbevestiging", en="Confirmation of receipt"))
#: Source: Algemene wet bestuursrecht Arts. 3:41 and 3:45: a decision is notified, and says by whom,
#: within which time and where one may object.
_DECISION = Form("", Text(nl="Besluit op uw aanvraag", en="Decision on your application"))

_NOT_ONES_OWN = tuple(name for name in Forms._fields if name not in ("receipt", "decision"))
_FORMS = Forms(receipt=_RECEIPT, decision=_DECISION, **dict.fromkeys(_NOT_ONES_OWN, NOT_PRINTED))


def _forms_on(_day: date) -> Forms:
    return _FORMS


def papers() -> PaperSet:
    """Return the letters and their templates.

    >>> papers().forms_on(date(2026, 3, 2)).decision.title.in_("nl")
    'Besluit op uw aanvraag'
    """
    return PaperSet(_forms_on, "caseflow.netherlands", OFFICE)
