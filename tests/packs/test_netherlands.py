"""The pack of the Netherlands does what every pack does, and counts as Dutch law does."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caseflow import netherlands as nl
from caseflow.errors import ActionRefusedError, CurrencyMismatchError, ProcedureClosedError
from caseflow.limits import calendar_days, weeks, years
from caseflow.netherlands._rules import term
from caseflow.office import payloads
from caseflow.office.installed import find_pack
from caseflow.office.services import open_service
from caseflow.payments import Bill
from caseflow.targets import Timeliness
from caseflow.testing.pack_contract import PackContract, SampleFiling, Step
from caseflow.values import Actor, Channel

ZONE = ZoneInfo("Europe/Amsterdam")
OFFICER = Actor("p.jansen", {"intake", "officer", "approver", "cashier"})
CALENDAR = nl.calendar()


def at(text):
    """An instant in the Netherlands, as "2026-03-02 09:00"."""
    return datetime.fromisoformat(text).replace(tzinfo=ZONE)


class TestNetherlands(PackContract):
    """A licence to run a business, completed once, paid and granted in time."""

    @pytest.fixture
    def pack(self):
        return find_pack("netherlands")

    def filing(self):
        steps = (
            (nl.RECEIVE, payloads.Receipt(papers=3, code="2026-0001"), "2026-03-02 10:00"),
            (nl.ASSIGN, payloads.Assignment("Vergunningen"), "2026-03-03 10:00"),
            (
                nl.REQUEST_SUPPLEMENT,
                payloads.SupplementRequest(["plattegrond"], "onvolledig"),
                "2026-03-09 10:00",
            ),
            (nl.SUPPLEMENT, payloads.Answer(1), "2026-03-19 10:00"),
            (nl.REQUEST_PAYMENT, payloads.PaymentRequest(18_075), "2026-03-20 10:00"),
            (nl.PAY, payloads.Payment(18_075, "iDEAL"), "2026-03-23 10:00"),
            (nl.DECIDE, payloads.Decision("Z-2026-17"), "2026-05-01 10:00"),
            (nl.RETURN_ONLINE, payloads.OnlineResult("besluit.pdf"), "2026-05-01 11:00"),
        )
        return SampleFiling(
            procedure="exploitatievergunning",
            opened_at=at("2026-03-02 09:00"),
            steps=tuple(Step(action, given, OFFICER, at(when)) for action, given, when in steps),
            # Eight weeks end on King's Day, 27 April, and roll.
            due_on=date(2026, 4, 28),
            outcome=Timeliness.EARLY,
        )


def opened(code="omgevingsvergunning", when="2026-03-02 09:00"):
    """Return a service with one application, assigned to a unit."""
    case_service = open_service("memory:", "netherlands")
    online = Channel.ONLINE
    case_service.open(code, case_id="Z-1", channel=online, result_by=online, at=at(when))
    later = at(when) + timedelta(hours=1)
    case_service.fire("Z-1", nl.RECEIVE, payloads.Receipt(papers=1), by=OFFICER, at=later)
    case_service.fire("Z-1", nl.ASSIGN, payloads.Assignment("Vergunningen"), by=OFFICER, at=later)
    return case_service


def due(case_service, when):
    """Return the day on which the time to decide ends, as of *when*."""
    return case_service.engine.deadlines(case_service.get("Z-1"), at=at(when)).legal.due.on


# ── the calendar ────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("year", range(2015, 2036))
def test_the_recognised_holidays_of_every_year(year):
    """Source: Algemene termijnenwet Art. 3(1), 3(2), with Easter as a library has it."""
    from dateutil.easter import easter

    sunday = easter(year)
    king = date(year, 4, 27) if date(year, 4, 27).weekday() != 6 else date(year, 4, 26)
    expected = {
        date(year, 1, 1),
        sunday - timedelta(2),
        sunday + timedelta(1),
        king,
        date(year, 5, 5),
        sunday + timedelta(39),
        sunday + timedelta(50),
        date(year, 12, 25),
        date(year, 12, 26),
    }
    days = [date(year, 1, 1) + timedelta(number) for number in range(365)]
    off = {on for on in days if on.weekday() < 5 and not CALENDAR.is_working_day(on)}

    assert off == {on for on in expected if on.weekday() < 5}


# ── how time is counted ─────────────────────────────────────────────────────────────────────


@given(st.dates(date(2024, 1, 1), date(2027, 12, 31)), st.integers(1, 20))
def test_weeks_roll_up_to_twelve(start, number):
    """Source: Algemene termijnenwet Arts. 1(1) and 4(a)."""
    plain = start + timedelta(weeks=number)
    expected = plain
    while number <= 12 and not CALENDAR.is_working_day(expected):
        expected += timedelta(1)

    assert term(weeks(number)).due(start, CALENDAR).on == expected


@given(st.dates(date(2024, 1, 1), date(2027, 12, 31)), st.integers(1, 10))
def test_short_terms_hold_two_working_days(start, number):
    """Source: Algemene termijnenwet Art. 2: of three days and more."""
    end = start + timedelta(number)

    def working(last):
        span = (last - start).days
        days = [start + timedelta(day) for day in range(1, span + 1)]
        return sum(map(CALENDAR.is_working_day, days))

    while (number >= 3 and working(end) < 2) or not CALENDAR.is_working_day(end):
        end += timedelta(1)
    assert term(calendar_days(number)).due(start, CALENDAR).on == end


def test_a_limit_in_years_does_not_roll():
    """Source: Algemene termijnenwet Art. 4(a)."""
    assert term(years(1)).due(date(2025, 5, 5), CALENDAR).on == date(2026, 5, 5)


# ── the procedures ──────────────────────────────────────────────────────────────────────────


def test_the_time_runs_from_lodging_and_not_from_the_confirmation():
    """Source: Algemene wet bestuursrecht Art. 4:13: after the application was received."""
    case_service = open_service("memory:", "netherlands")
    online = Channel.ONLINE
    case_service.open(
        "omgevingsvergunning",
        case_id="Z-1",
        channel=online,
        result_by=online,
        at=at("2026-03-02 23:30"),
    )
    before = due(case_service, "2026-03-03 09:00")
    case_service.fire("Z-1", nl.RECEIVE, payloads.Receipt(), by=OFFICER, at=at("2026-03-05 09:00"))

    assert before == date(2026, 4, 28)
    assert due(case_service, "2026-03-05 09:00") == before


@pytest.mark.parametrize(
    ("extra", "on"),
    [(weeks(3), date(2026, 5, 18)), (weeks(6), date(2026, 6, 8)), (None, date(2026, 6, 8))],
)
def test_an_extension_of_at_most_six_weeks(extra, on):
    """Eight weeks of an environmental permit, extended once; counted from the same day."""
    case_service = opened()
    more = nl.LongerTime("advies van de brandweer", extra)
    case_service.fire("Z-1", nl.EXTEND, more, by=OFFICER, at=at("2026-04-01 09:00"))

    assert due(case_service, "2026-04-01 09:00") == on
    with pytest.raises(ActionRefusedError, match="no further extension"):
        case_service.fire("Z-1", nl.EXTEND, more, by=OFFICER, at=at("2026-04-02 09:00"))


def test_more_than_six_weeks_is_refused():
    """Nothing has changed then."""
    case_service = opened()

    with pytest.raises(ActionRefusedError, match="at most 6 weeks"):
        case_service.fire(
            "Z-1", nl.EXTEND, nl.LongerTime("x", weeks(7)), by=OFFICER, at=at("2026-04-01 09:00")
        )
    assert due(case_service, "2026-04-01 09:00") == date(2026, 4, 28)


def test_silence_grants_a_licence_and_no_environmental_permit():
    """Source: Algemene wet bestuursrecht Art. 4:20b, where a law says so: the Services Act does."""
    licence, permit = opened("exploitatievergunning"), opened()
    for case_service in (licence, permit):
        assert case_service.due(at("2026-04-28 12:00")).fired == 0
        case_service.due(at("2026-04-29 12:00"))

    assert licence.get("Z-1").last.payload.outcome.value == "approval"
    assert licence.get("Z-1").state == "decided"
    assert permit.get("Z-1").state == "processing"


def test_the_law_of_the_day_of_lodging():
    """An application before 2024 is worked by the Wabo, which granted it on silence."""
    old = opened(when="2023-11-06 09:00")
    assert old.get("Z-1").procedure_version == "wabo"
    with pytest.raises(ProcedureClosedError):
        opened(when="2010-09-30 09:00")
    assert opened(when="2024-01-02 09:00").get("Z-1").procedure_version == "omgevingswet"


def test_bills_are_in_euro_cents():
    """A bill in another currency is refused."""
    case_service = opened()
    bill = Bill("Z-1/1", [("Leges", 32_550)], currency="EUR")
    when = at("2026-03-03 09:00")
    case = case_service.fire("Z-1", nl.ISSUE_BILL, bill, by=OFFICER, at=when, key=bill.key)
    assert case.last.payload.amount == 32_550

    dong = Bill("Z-1/2", [("Leges", 32_550)], currency="VND")
    with pytest.raises((ActionRefusedError, CurrencyMismatchError)):
        case_service.fire("Z-1", nl.ISSUE_BILL, dong, by=OFFICER, at=when, key=dong.key)
