"""The permits that the pack decides on, with the time and the fees of each.

The fees are made up: a municipality sets them in a by-law, and hands its list to
`municipality`.
"""

from datetime import date
from functools import cache

from caseflow._typed import typed
from caseflow.fees import Fee, FeeRule, FeeSchedule, Fixed, Governs, Validity
from caseflow.limits import Supplement, weeks
from caseflow.money import Currency
from caseflow.netherlands import _law as law
from caseflow.netherlands._rules import term
from caseflow.procedures import (
    Catalogue,
    ExcludedGround,
    Extension,
    LimitRule,
    PaymentPoint,
    Procedure,
    Silence,
    SilentOutcome,
)
from caseflow.texts import Text

__all__ = ["DEEMED", "EUR", "catalogue"]

EUR = Currency("EUR")

#: The rule by which a permit is granted where nobody decides in time and a law says so.
#: Source: Algemene wet bestuursrecht Art. 4:20b, which Wabo Art. 3.9 and Dienstenwet Art. 28 apply.
DEEMED = "Algemene wet bestuursrecht, artikel 4:20b"

_SUSPENSION = "Algemene wet bestuursrecht, artikel 4:15"
#: Where the time stands still besides a request to complete the application: what the applicant
#: agreed to in writing, a delay that is the applicant's, and force majeure.
#: Source: Algemene wet bestuursrecht Art. 4:15(2).
_GROUNDS = tuple(
    ExcludedGround(reason, _SUSPENSION) for reason in ("agreed", "applicant", "force-majeure")
)
#: The law sets no number; nobody is asked for ever.
_MOST_REQUESTS = 5

#: The last day of the Wabo, and the first of the Environment and Planning Act.
_LAST_WABO, _FIRST_OMGEVINGSWET = date(2023, 12, 31), date(2024, 1, 1)


def _fees(cents: int) -> FeeSchedule:
    rule = FeeRule(Fixed(cents), Validity(Governs.FILING), source="a made-up by-law on fees")
    fee = Fee("leges", Text(nl="Leges", en="Fee"), None, "", (rule,))
    return FeeSchedule((fee,), currency=EUR)


#: As the public log of permits has it, 2010 to 2014. Granted by law if nobody decides in time.
#: Source: Wet algemene bepalingen omgevingsrecht Art. 3.9.
_WABO = Procedure(
    code="omgevingsvergunning",
    version="wabo",
    name=Text(
        nl="Omgevingsvergunning, reguliere procedure", en="Environmental permit, regular procedure"
    ),
    workflow="permit",
    limits=(LimitRule(term(weeks(8, citation=law.WABO))),),
    extension=Extension(term(weeks(6, citation=law.WABO)), at_most=True),
    supplement=Supplement.PAUSE,
    supplement_max=_MOST_REQUESTS,
    excluded_grounds=_GROUNDS,
    silence=Silence(SilentOutcome.APPROVAL, DEEMED),
    fees=_fees(25_000),
    payment=PaymentPoint.MIDWAY,
    agency="College van burgemeester en wethouders",
    source="Wabo art. 3.9",
    valid_from=date(2010, 10, 1),
    closed_to_new_from=_FIRST_OMGEVINGSWET,
)

#: Eight weeks, extended once by at most six; nothing is granted by law any more.
#: Source: Omgevingswet, as environment agencies describe it; its article was not read.
_OMGEVINGSWET = Procedure(
    code="omgevingsvergunning",
    version="omgevingswet",
    name=_WABO.name,
    workflow="permit",
    limits=(LimitRule(term(weeks(8, citation=law.ENVIRONMENT))),),
    extension=Extension(term(weeks(6, citation=law.ENVIRONMENT)), at_most=True),
    supplement=Supplement.PAUSE,
    supplement_max=_MOST_REQUESTS,
    excluded_grounds=_GROUNDS,
    fees=_fees(32_550),
    payment=PaymentPoint.MIDWAY,
    agency=_WABO.agency,
    source="Omgevingswet",
    valid_from=_FIRST_OMGEVINGSWET,
)

#: A licence to run a business, to which the Services Act applies: granted by law on silence.
#: Source: Algemene wet bestuursrecht Arts. 4:13 and 4:20b; Dienstenwet Art. 28.
_BUSINESS = Procedure(
    code="exploitatievergunning",
    version="1",
    name=Text(nl="Exploitatievergunning", en="Licence to run a business"),
    workflow="permit",
    limits=(LimitRule(term(weeks(8, citation=law.PROCESS))),),
    supplement=Supplement.PAUSE,
    supplement_max=_MOST_REQUESTS,
    excluded_grounds=_GROUNDS,
    silence=Silence(SilentOutcome.APPROVAL, DEEMED),
    fees=_fees(18_075),
    payment=PaymentPoint.MIDWAY,
    agency="Burgemeester",
    source="Awb art. 4:13, 4:20b; Dienstenwet art. 28",
    valid_from=date(2009, 12, 28),
)


@typed
@cache
def catalogue() -> Catalogue:
    """Return the permits by code and version.

    >>> [each.code for each in catalogue()]
    ['omgevingsvergunning', 'omgevingsvergunning', 'exploitatievergunning']
    """
    return Catalogue((_WABO, _OMGEVINGSWET, _BUSINESS), "netherlands")
