"""The letters of a Dutch office: the confirmation of receipt, and the decision with its remedy."""

import re
from datetime import datetime
from html import unescape
from zoneinfo import ZoneInfo

import pytest

from caseflow import netherlands as nl
from caseflow.documents import Press
from caseflow.errors import UnknownNameError
from caseflow.netherlands._rules import OFFICE
from caseflow.office import payloads
from caseflow.office.installed import find_pack
from caseflow.office.papers import Office
from caseflow.office.papers.registers import register_of
from caseflow.office.papers.slips import papers_of
from caseflow.office.papers.words import WORDS
from caseflow.office.services import open_service
from caseflow.values import Actor, Channel
from dutch import english

PACK = find_pack("netherlands")
ZONE = ZoneInfo("Europe/Amsterdam")
OFFICER = Actor("p.jansen", {"intake", "officer", "approver", "cashier"})
WHO = payloads.Description(
    payloads.Applicant("Bakkerij De Korenaar", address="Dorpsstraat 1, 1234 AB Nergens"),
    "Verbouwen van een winkelpand",
    ("Aanvraagformulier", "Situatietekening"),
)
GEMEENTE = Office("Gemeente Nergens", place="Nergens", phone="14 000")


def at(text):
    """An instant in the Netherlands, as "2026-03-02 09:00"."""
    return datetime.fromisoformat(text).replace(tzinfo=ZONE)


def worked(*acts, code="exploitatievergunning"):
    """Return a service with one application that was described, received and then worked."""
    service = open_service("memory:", PACK)
    online = Channel.ONLINE
    service.open(code, case_id="Z-1", channel=online, result_by=online, at=at("2026-03-02 22:00"))
    before = (
        (nl.DESCRIBE, WHO, "2026-03-02 22:05"),
        (nl.RECEIVE, payloads.Receipt(papers=2, code="2026-0001"), "2026-03-03 09:00"),
        (nl.ASSIGN, payloads.Assignment("Vergunningen"), "2026-03-03 10:00"),
    )
    for action, payload, when in (*before, *acts):
        service.fire("Z-1", action, payload, by=OFFICER, at=at(when))
    return service


def letters(service, **given):
    """The letters of the application, by the name of their template."""
    forms = PACK.papers()
    made = papers_of(
        service.get("Z-1"), service.engine, forms_on=forms.forms_on, rules=forms.rules, **given
    )
    return {paper.template.removesuffix(".html"): paper for paper in made}


def read(paper, language="nl"):
    """What is read on the letter, in one line."""
    press = Press("caseflow.netherlands", words=WORDS, languages=PACK.languages)
    page = re.sub(r"<style>.*?</style>", " ", press.html(paper, language), flags=re.DOTALL)
    plain = re.sub(r"</?(?:bdi|span|strong)[^>]*>", "", page)
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", plain)).split())


def test_the_receipt_says_when_it_came_in_and_when_it_is_decided():
    """Eight weeks from lodging end on King's Day; the law of the confirmation is cited."""
    letter = letters(worked(), office=GEMEENTE)["receipt"]
    said = read(letter)

    for each in (
        "Gemeente Nergens",
        "Bakkerij De Korenaar Dorpsstraat 1, 1234 AB Nergens",
        "Ontvangstbevestiging Datum Nergens, 3 maart 2026 Zaaknummer 2026-0001",
        "Ontvangen 2 maart 2026 om 22:00 uur",
        "(artikel 4:3a Algemene wet bestuursrecht)",
        "Aanvraagformulier Situatietekening",
        "De beslistermijn is 8 weken. Wij beslissen uiterlijk op 28 april 2026, tenzij",
        "Vragen? Bel 14 000.",
        "de laatste dag was een vrije dag (Koningsdag)",
    ):
        assert each in said
    assert english(said) == []


PAID = (
    (nl.REQUEST_PAYMENT, payloads.PaymentRequest(18_075), "2026-03-20 10:00"),
    (nl.PAY, payloads.Payment(18_075, "iDEAL"), "2026-03-23 10:00"),
)
GRANTED = (nl.DECIDE, payloads.Decision("B-17", "met voorschriften"), "2026-04-10 14:00")
REFUSED = (nl.REFUSE, payloads.RefusalResult("strijd met het beleid", "B-18"), "2026-04-10 14:00")


@pytest.mark.parametrize(
    ("act", "words"),
    [
        (GRANTED, ("beschikking te verlenen.", "B-17", "Toelichting met voorschriften")),
        (REFUSED, ("beschikking te weigeren.", "B-18", "Motivering strijd met het beleid")),
    ],
    ids=["granted", "refused"],
)
def test_a_decision_says_what_was_decided_and_how_to_object(act, words):
    """Source: Algemene wet bestuursrecht Arts. 3:45, 6:4, 6:5, 6:7 and 6:8."""
    letter = letters(worked(*PAID, act))["decision"]
    said = read(letter)

    for each in (
        *words,
        "Besluit op uw aanvraag",
        "Belanghebbenden kunnen binnen 6 weken bezwaar maken.",
        "begint op de dag na die waarop het besluit is bekendgemaakt",
        "bezwaarschrift in te dienen bij: Burgemeester (artikelen 3:45, 6:4, 6:7 en 6:8 Algemene",
        "vermeld daarin uw naam en adres, de datum",
    ):
        assert each in said
    assert english(said) == []
    translated = read(letter, "en")
    assert "Those concerned may object within 6 weeks. That time begins on the day after" in (
        translated
    )
    assert "the letter in Dutch is the official one" in translated


def test_a_decision_by_law_cites_the_law():
    """Nobody decided in time; silence grants a licence. Source: the same Act, Art. 4:20b."""
    service = worked()
    service.due(at("2026-04-29 12:00"))
    letter = letters(service)["decision"]

    assert letter.data.is_granted
    assert "daarom van rechtswege gegeven (artikel 4:20b Algemene wet bestuursrecht)" in read(
        letter
    )
    assert "granted by law (Article 4:20b of General Administrative Law Act)" in read(letter, "en")


def test_only_what_the_pack_prints_is_made():
    """A request to complete the application and a register have no form of the pack."""
    asked = payloads.SupplementRequest(["plattegrond"], "onvolledig")
    service = worked((nl.REQUEST_SUPPLEMENT, asked, "2026-03-09 10:00"))
    forms = PACK.papers()

    assert [*letters(service)] == ["receipt"]
    with pytest.raises(UnknownNameError, match="known: decision, receipt"):
        register_of(
            (),
            service.engine,
            at("2026-03-01 00:00").date(),
            at("2026-03-31 00:00").date(),
            forms_on=forms.forms_on,
        )


def test_a_letter_is_printed_in_the_languages_of_the_pack():
    """A region of one is answered in it; another language is refused with the list."""
    letter = letters(worked())["receipt"]

    assert read(letter, "nl-BE") == read(letter, "nl") == read(letter, "")
    with pytest.raises(UnknownNameError, match="known: en, nl"):
        read(letter, "vi")


def test_a_receipt_taken_back_is_reported_on_no_paper():
    """The pack prints no notice of correction; the receipt of the act stays as it was."""
    service = worked()
    before = read(letters(service)["receipt"])
    service.annul("Z-1", 3, at=at("2026-03-04 09:00"), by=OFFICER, reason="verkeerde afdeling")

    assert [*letters(service)] == ["receipt"]
    assert read(letters(service)["receipt"]) == before
    assert OFFICE.object_within.text("nl") == "6 weken"
