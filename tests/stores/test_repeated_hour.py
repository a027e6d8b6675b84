"""Instants in the hour that a zone repeats or skips: whatever is kept, they have one order.

The oracle is UTC: the same history with the same instants, written in a zone that never changes.
"""

from datetime import UTC, date, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo

import pytest
from attrs import evolve
from hypothesis import example, given, settings
from hypothesis import strategies as st

from caseflow import vietnam as vn
from caseflow.calendars import OfficeCalendar
from caseflow.engine import Engine, Jurisdiction
from caseflow.errors import CaseflowError, KeyReusedError
from caseflow.limits import TimeLimit, Unit
from caseflow.payments import PaymentNotice
from caseflow.procedures import Catalogue, LimitRule, Procedure
from caseflow.service import CaseService, Expiry
from caseflow.stores import MemoryStore
from caseflow.testing import Scenario
from caseflow.values import Channel, Text
from caseflow.workflow import LEGAL
from stores.offices import CLERK, codecs, service
from stores.test_payments import billed, record

AMSTERDAM = ZoneInfo("Europe/Amsterdam")

#: 02:00 in summer time; at 01:00 UTC it is 02:00 again, and from 02:00 UTC it is 03:00.
BEGINS = datetime(2026, 10, 25, 0, tzinfo=UTC)

ASSIGNED = Expiry(
    "assigned", LEGAL, action=vn.ASSIGN, payload=vn.Assignment("Night"), roles={"intake"}
)


@cache
def _engine(hours):
    procedure = Procedure(
        code="NL.1",
        version="1",
        name=Text(vi="Thủ tục", en="A procedure"),
        workflow="one-stop-shop",
        limits=(LimitRule(TimeLimit(hours, Unit.CLOCK_HOUR)),),
    )
    calendar = OfficeCalendar.weekends("Europe/Amsterdam", first_year=2026, last_year=2027)
    workflows = (*vn.danang().workflows,)
    return Engine(Jurisdiction("nl", calendar, Catalogue((procedure,)), workflows, currency="VND"))


def _lived(zone, hours, steps):
    """Live through *steps* with every instant in *zone*; return what came of it, in UTC."""
    codec, definitions = codecs()
    case_service = CaseService(
        _engine(hours),
        MemoryStore(),
        codec,
        definitions=definitions,
        expiries=(ASSIGNED, Expiry("late", LEGAL)),
    )

    def at(minute):
        return (BEGINS + timedelta(minutes=minute)).astimezone(zone)

    case_service.open(
        "NL.1",
        case_id="H1",
        channel=Channel.ONLINE,
        result_by=Channel.ONLINE,
        at=at(-60),
        branch=None,
    )
    case_service.fire("H1", vn.RECEIVE, vn.Receipt(), by=CLERK, at=at(-60))
    found = []
    for kind, minute, forgets in steps:
        if forgets:
            case_service.forget()
        try:
            if kind == "act":
                case_service.fire("H1", vn.ASSIGN, vn.Assignment("Day"), by=CLERK, at=at(minute))
            elif kind == "sweep":
                found.append(case_service.due(at(minute)))
            else:
                legal = case_service.deadlines("H1", at=at(minute)).legal
                due = None if legal.due is None else legal.due.at.astimezone(UTC)
                found.append((legal.at.astimezone(UTC), due, legal.left, legal.standing))
        except CaseflowError as error:
            found.append(error.code)
    records = case_service.get("H1").records
    case_service.deliver(at(600), lambda message: found.append((message.kind, message.ref, None)))
    found += [(record.action, record.at.astimezone(UTC), record.payload) for record in records]
    case_service.forget()
    assert case_service.get("H1").version == len(records)
    return found


STEPS = st.lists(
    st.tuples(st.sampled_from(["act", "sweep", "look"]), st.integers(-30, 150), st.booleans()),
    max_size=6,
)


@settings(max_examples=60)
@given(st.integers(1, 3), STEPS)
@example(1, [("act", 40, False), ("sweep", 65, False)])
@example(1, [("act", 65, False), ("sweep", 55, False)])
@example(1, [("act", 65, False), ("look", 55, False)])
def test_the_hour_a_zone_repeats_is_lived_as_in_utc(hours, steps):
    """Acts, sweeps and looks come out the same, whichever zone their instants are written in."""
    assert _lived(AMSTERDAM, hours, steps) == _lived(UTC, hours, steps)


def test_a_sweep_keeps_no_record_before_its_instant():
    """At 02:05 the second time, an act of 02:40 the first time lies 25 minutes back."""
    swept, *reported = _lived(AMSTERDAM, 1, [("act", 40, False), ("sweep", 65, False)])
    assert swept.fired == 1
    fired = next(at for _, at, payload in reported if payload == vn.Assignment("Night"))
    assert fired == BEGINS + timedelta(minutes=65)


@pytest.mark.parametrize("zone", ["Europe/Amsterdam", "America/New_York"])
def test_an_instant_in_the_hour_a_zone_skips_is_kept_as_a_clock_shows_it(zone):
    """02:45 that no clock showed is 03:45, and what comes at 03:50 comes after it."""
    skipped = _skipped(ZoneInfo(zone))
    codec, definitions = codecs()
    case_service = CaseService(_engine(3), MemoryStore(), codec, definitions=definitions)
    opened = skipped - timedelta(days=1)
    channels = {"channel": Channel.ONLINE, "result_by": Channel.ONLINE}
    case_service.open("NL.1", case_id="H1", at=opened, **channels)
    case_service.fire("H1", vn.RECEIVE, vn.Receipt(), by=CLERK, at=skipped)
    shown = case_service.get("H1").last_at
    assert shown.astimezone(UTC) == skipped.astimezone(UTC)
    assert shown == shown.astimezone(UTC).astimezone(shown.tzinfo)

    # On the wall clock this comes after 02:45; it came before.
    with pytest.raises(CaseflowError, match="is before the last record"):
        case_service.fire(
            "H1", vn.ASSIGN, vn.Assignment("a"), by=CLERK,
            at=(skipped.astimezone(UTC) - timedelta(minutes=10)).astimezone(skipped.tzinfo),
        )  # fmt: skip
    later = (skipped.astimezone(UTC) + timedelta(minutes=5)).astimezone(skipped.tzinfo)
    case_service.fire("H1", vn.ASSIGN, vn.Assignment("a"), by=CLERK, at=later)
    case_service.forget()
    assert case_service.get("H1").version == 3


def _skipped(zone):
    """A wall time of 2026 or 2027 that *zone* skips, a quarter of an hour before the jump ends."""
    hour = datetime(2026, 1, 1, tzinfo=UTC)
    while True:
        before, after = (each.astimezone(zone) for each in (hour, hour + timedelta(hours=1)))
        gap = (after.utcoffset() - before.utcoffset()) if after.utcoffset() else timedelta()
        if gap > timedelta():
            wall = after.replace(minute=0, tzinfo=None) - timedelta(minutes=15)
            return wall.replace(tzinfo=zone)
        hour += timedelta(hours=1)


def test_a_notice_of_a_repeated_hour_may_be_asked_for_again():
    """Its instant is read back in another zone, and is the same instant."""
    store = MemoryStore()
    case_service = service(store)
    billed(case_service)
    paid_at = datetime(2026, 10, 25, 2, 30, tzinfo=AMSTERDAM)
    notice = PaymentNotice("H1/1", "T1", 100_000, paid_at, "local", "VND")
    first = record(case_service, notice, BEGINS)

    assert record(service(store), notice, BEGINS).version == first.version
    second = evolve(notice, paid_at=paid_at.replace(fold=1))
    with pytest.raises(KeyReusedError):
        record(service(store), second, BEGINS)


def test_a_day_ends_where_midnight_is_skipped():
    """In Cairo 24:00 on 23 April 2026 is shown as 01:00, and ends the 23rd."""
    cairo = ZoneInfo("Africa/Cairo")
    calendar = OfficeCalendar.weekends("Africa/Cairo", first_year=2026, last_year=2027)
    hour = TimeLimit(1, Unit.CLOCK_HOUR)
    due = hour.due(datetime(2026, 4, 23, 23, tzinfo=cairo), calendar)

    assert due.at == calendar.end_of(due.on)
    assert due.on == date(2026, 4, 23)


def test_a_scenario_counts_hours_that_pass():
    """Two hours after 02:30 the first time it is 03:30, because 02:30 comes twice."""
    began = datetime(2026, 10, 25, 2, 30, tzinfo=AMSTERDAM)
    reported = Scenario(_engine(1), procedure="NL.1").given(at=began).after(hours=2)
    assert reported.now.isoformat() == "2026-10-25T03:30:00+01:00"
