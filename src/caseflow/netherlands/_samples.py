"""What the Netherlands has to show: the people, words and prices of a made-up month, and a story.

Every name says that it is made up. How the month is drawn from it is in `office.samples`.
"""

from datetime import date, datetime, time
from hashlib import sha256

from caseflow.cases import Case
from caseflow.engine import Engine
from caseflow.fees import FeeSchedule
from caseflow.netherlands._actions import (
    ASSIGN,
    DECIDE,
    DESCRIBE,
    RECEIVE,
    REQUEST_PAYMENT,
    REQUEST_SUPPLEMENT,
    RETURN_ONLINE,
    SUPPLEMENT,
)
from caseflow.netherlands._procedures import EUR
from caseflow.netherlands._rules import OFFICE
from caseflow.office import states
from caseflow.office.budgets import ACCOUNTANT
from caseflow.office.payloads import (
    Answer,
    Applicant,
    Assignment,
    Decision,
    Description,
    OnlineResult,
    PaymentRequest,
    Receipt,
    SupplementRequest,
)
from caseflow.office.samples import Hand, Notes, People, Prices, Sample, Samples, Story, Till
from caseflow.texts import Text
from caseflow.values import Actor, Channel

__all__ = ["samples"]

_PEOPLE = People(
    desk=Actor("balie 1", roles=[states.INTAKE.name]),
    cashier=Actor("kassa 1", roles=[states.CASHIER.name]),
    accountant=Actor("administratie 1", roles=[ACCOUNTANT.name, states.CASHIER.name]),
    office=Actor("vergunningen 1", roles=[states.OFFICER.name, states.APPROVER.name]),
    applicant=Actor("aanvrager", roles=[states.APPLICANT.name]),
    support=Actor("hulp 1", roles=[states.SUPPORT.name]),
    webhook=Actor("betaaldienst", roles=[states.SYSTEM.name]),
)

_NOTES = Notes(
    applicant="Aanvrager {number:03}",
    request="Verzonnen aanvraag {number:03}",
    papers=("Aanvraagformulier", "Situatietekening", "Constructieberekening"),
    not_competent="niet bevoegd",
    withdrawn="het plan gaat niet door",
    unit="Team Vergunningen",
    lacking="Situatietekening op schaal",
    lacking_why="de tekening ontbreekt",
    decision="Z-{number:04}",
    refused="in strijd met het omgevingsplan",
    means="e-mail",
    parcel="3SVERZONNEN{number:04}",
    handed_to="aanvrager",
    cash="pin",
    document="besluit-{number}.pdf",
)

_PAID_ON = date(2026, 4, 8)


def _applicant(name: str) -> Applicant:
    return Applicant(
        f"{name} (verzonnen)",
        id_number="000000000",
        address="Verzonnenstraat 0, 0000 AA Nergens",
        phone="000 000 0000",
        email="verzonnen@example.com",
    )


def _receipt(papers: int, on: date, number: int) -> Receipt:
    return Receipt(papers=papers, code=f"Z{on.year}-{number:06}")


def _result(case: Case, document: str) -> OnlineResult:
    """Make up a document; it goes by the number of the application."""
    code = f"{case.fact('dossier_code')}-B1"
    return OnlineResult(document, code, sha256(document.encode()).hexdigest())


def _permit(engine: Engine, till: Till) -> Story:
    """Describe a permit: applied for online, paid, completed, granted and notified online."""
    people, hand = till.sample.people, Hand(engine)
    zone = engine.jurisdiction.calendar.zone

    def at(month: int, day: int, hour: int, minute: int = 0) -> datetime:
        return datetime.combine(date(2026, month, day), time(hour, minute), tzinfo=zone)

    online, number = Channel.ONLINE, "made-up-story-1"
    case = engine.open(
        "omgevingsvergunning",
        channel=online,
        result_by=online,
        at=at(4, 1, 20, 15),
        by=people.applicant,
        case_id=number,
        key=f"{number}:0",
    )
    applicant = till.sample.applicant("Bakkerij Verzonnen B.V.")
    papers = ("Aanvraagformulier", "Situatietekening")
    described = Description(applicant, "Verbouwen van een winkelpand", papers)
    case = hand.do(people.applicant, case, DESCRIBE, described, at(4, 1, 20, 20))
    receipt = _receipt(len(papers), date(2026, 4, 2), 9001)
    case = hand.do(people.desk, case, RECEIVE, receipt, at(4, 2, 9))
    case = hand.do(people.desk, case, ASSIGN, Assignment("Team Vergunningen"), at(4, 2, 9, 30))
    fees = engine.deadlines(case, at=case.last_at).procedure.fees
    charge = till.charge(fees or FeeSchedule(currency=EUR), case, at(4, 7, 10))
    case = till.bill(hand, case, charge, at(4, 7, 10))
    asked = PaymentRequest(charge.from_applicant)
    case = hand.do(people.office, case, REQUEST_PAYMENT, asked, at(4, 7, 10, 5))
    case = till.pay(hand, case, at(4, 8, 12))
    # Easter Monday was the 6th; the time stands still while the drawing is made.
    lacking = SupplementRequest(("Constructieberekening",), "de berekening ontbreekt")
    case = hand.do(people.office, case, REQUEST_SUPPLEMENT, lacking, at(4, 9, 15))
    answer = Answer(papers=1, note="berekening nagezonden")
    case = hand.do(people.applicant, case, SUPPLEMENT, answer, at(4, 20, 11))
    case = hand.do(people.office, case, DECIDE, Decision("Z-9001"), at(5, 18, 14))
    result = _result(case, "besluit-9001.pdf")
    case = hand.do(people.desk, case, RETURN_ONLINE, result, at(5, 19, 9))
    title = Text(
        nl="Eén aanvraag van begin tot eind: betaald, aangevuld, verleend en bekendgemaakt",
        en="One application in full: paid, completed, granted and notified",
    )
    return Story(title, case, charge, till.notices[case.id])


def samples() -> Samples:
    """Return a month of a municipality, with Good Friday and Easter Monday in it, and one story.

    No share of applications made online is known to be published; seven of ten is made up.
    """
    month = Sample(
        first=date(2026, 4, 1),
        last=date(2026, 4, 30),
        online=700,
        people=_PEOPLE,
        notes=_NOTES,
        applicant=_applicant,
        receipt=_receipt,
        result=_result,
        prices=Prices(transaction="TX"),
        currency=EUR,
        language="nl",
        paid_on=_PAID_ON,
        rules=OFFICE,
    )
    return Samples(month, (_permit,))
