"""The general rules on the days around every change, against rules written anew from the law.

The expected dates come from `oracle.brute`, which shares nothing with caseflow; the periods are
typed here once more.
"""

from datetime import date, datetime, time, timedelta

from hypothesis import example, given
from hypothesis import strategies as st

from caseflow import vietnam as vn
from caseflow.engine import Engine, Jurisdiction
from caseflow.errors import ActionRefusedError
from caseflow.limits import working_days
from caseflow.office.rules import COMPETENT, RulesBy
from caseflow.procedures import Catalogue, ClockLimit, LimitRule, Procedure
from caseflow.values import Channel, Text
from oracle import brute
from oracle.product import ANYONE, at, viet_nam

#: The first days of 61/2018, 45/2020, 118/2025, 224/2026 and of the amendment 309/2026.
CHANGES = (
    date(2018, 6, 21),
    date(2020, 5, 22),
    date(2025, 7, 1),
    date(2026, 7, 1),
    date(2026, 8, 5),
)
DAYS = sorted({change + timedelta(days=by) for change in CHANGES for by in range(-8, 9)})
ASKED = vn.SupplementRequest(["bản sao"], "thiếu")

PROCEDURE = Procedure(
    "T",
    "1",
    Text(vi="Thủ tục", en="Procedure"),
    "one-stop-shop",
    (LimitRule(working_days(60)),),
    boundary_free=True,
)

days = st.sampled_from(DAYS)
channels = st.sampled_from(list(Channel))
minutes = st.integers(0, 24 * 60 - 1)


def engine(procedure=PROCEDURE, rules_by=RulesBy.RECEPTION) -> Engine:
    """An office with one procedure."""
    workflow = vn.one_stop_shop(rules_by=rules_by)
    return Engine(
        Jurisdiction("office", viet_nam(), Catalogue((procedure,)), (workflow,), currency="VND")
    )


ENGINES = {rules_by: engine(rules_by=rules_by) for rules_by in RulesBy}


def naive(on: date, minute: int) -> datetime:
    """The minute of the day as the oracle counts."""
    return datetime.combine(on, time(minute // 60, minute % 60))


def instant(on: date, minute: int) -> datetime:
    """The same instant with its zone."""
    return at(naive(on, minute).isoformat())


def lodged(made: Engine, when: datetime, channel=Channel.COUNTER, **facts):
    """A filing that came in."""
    return made.open("T", channel=channel, result_by=channel, at=when, facts=facts)


def accepted(made: Engine, when: datetime, channel=Channel.COUNTER):
    """A filing accepted as it came in."""
    return made.fire(lodged(made, when, channel), vn.RECEIVE, vn.Receipt(), by=ANYONE, at=when)


def due(made: Engine, case, clock: str):
    """The date of a clock, None where it does not run."""
    return made.deadlines(case, at=case.last_at)[clock].due


def is_open(made: Engine, case, action, payload, when: datetime) -> bool:
    """Whether the act is taken."""
    try:
        made.fire(case, action, payload, by=ANYONE, at=when)
    except ActionRefusedError:
        return False
    return True


def fifteen_days_on(asked_on: date) -> date:
    """Counted one by one from the day after, and moved off a day off."""
    last = asked_on
    for _ in range(15):
        last += timedelta(days=1)
    while not brute.is_working_day(last):
        last += timedelta(days=1)
    return last


@given(on=days, minute=minutes, channel=channels)
def test_the_acknowledgement_and_the_alert_go_by_the_day_of_lodging(on, minute, channel):
    """Eight working hours since 2020-05-22; two hours, online only, since 2025-07-01."""
    made = ENGINES[RulesBy.RECEPTION]
    case = lodged(made, instant(on, minute), channel)
    acknowledgement, alert = due(made, case, "acknowledgement"), due(made, case, "alert")

    if on < date(2020, 5, 22):
        assert acknowledgement is None
    else:
        expected = brute.working_minutes_due(naive(on, minute), 8 * 60)
        assert acknowledgement.at.replace(tzinfo=None) == expected
    if on < date(2025, 7, 1) or channel is not Channel.ONLINE:
        assert alert is None
    else:
        assert alert.at == instant(on, minute) + timedelta(hours=2)


@given(on=days, minute=minutes, waited=st.integers(0, 12), rules_by=st.sampled_from(list(RulesBy)))
@example(on=date(2026, 3, 2), minute=600, waited=3, rules_by=RulesBy.RECEPTION)
@example(on=date(2025, 6, 30), minute=600, waited=1, rules_by=RulesBy.RECEPTION)
@example(on=date(2025, 6, 30), minute=600, waited=1, rules_by=RulesBy.ACT)
def test_an_unanswered_request_closes_by_the_rule_of_its_day(on, minute, waited, rules_by):
    """Fifteen calendar days after the request, for what was received since 2025-07-01.

    Asked later than three working days after reception it is refused, since 2018-06-21. Under the
    other policy the day of the request chooses.
    """
    made = ENGINES[rules_by]
    asked_on = on + timedelta(days=waited)
    case = accepted(made, instant(on, minute))
    when = max(instant(asked_on, minute), case.last_at)
    last_ask = brute.due_on(on, 3, "working_day")
    in_time = on < date(2018, 6, 21) or asked_on <= last_ask
    assert is_open(made, case, vn.REQUEST_SUPPLEMENT, ASKED, when) is in_time
    if not in_time:
        return
    case = made.fire(case, vn.REQUEST_SUPPLEMENT, ASKED, by=ANYONE, at=when)
    chooser = on if rules_by is RulesBy.RECEPTION else asked_on
    answer = due(made, case, "supplement")
    why = vn.Reason("quá hạn")
    if chooser < date(2025, 7, 1):
        assert answer is None
        assert not is_open(made, case, vn.CLOSE_UNANSWERED, why, when + timedelta(days=200))
        return
    last = fifteen_days_on(asked_on)
    assert answer.on == last
    assert not is_open(made, case, vn.CLOSE_UNANSWERED, why, instant(last, 24 * 60 - 1))
    assert is_open(made, case, vn.CLOSE_UNANSWERED, why, instant(last + timedelta(days=1), 0))


@given(on=days, minute=minutes)
def test_the_time_that_sector_law_gives_goes_before_the_general_rule(on, minute):
    """A procedure with its own fifteen working days closes by them, on every day."""
    own = PROCEDURE.__class__(
        "T",
        "1",
        PROCEDURE.name,
        "one-stop-shop",
        PROCEDURE.limits,
        clock_limits=(ClockLimit("supplement", working_days(15)),),
    )
    made = engine(own)
    case = accepted(made, instant(on, minute))
    case = made.fire(case, vn.REQUEST_SUPPLEMENT, ASKED, by=ANYONE, at=case.last_at)

    assert due(made, case, "supplement").on == brute.due_on(on, 15, "working_day")


@given(on=days, length=st.integers(1, 40), before=st.integers(0, 6))
def test_an_apology_goes_out_until_the_day_before_the_last(on, length, before):
    """One calendar day, whether it is worked or not; no rule before 2018-06-21."""
    procedure = Procedure(
        "T", "1", PROCEDURE.name, "one-stop-shop", (LimitRule(working_days(length)),)
    )
    made = engine(procedure)
    case = accepted(made, instant(on, 600))
    last_day = brute.due_on(on, length, "working_day")
    sent_on = max(last_day - timedelta(days=before), on)
    when = max(instant(sent_on, 12 * 60), case.last_at)
    new_on = brute.next_working_day(last_day)
    new = vn.Reappointment(new_on, "chờ ý kiến")
    in_time = sent_on < date(2018, 6, 21) or sent_on <= last_day - timedelta(days=1)

    assert is_open(made, case, vn.REAPPOINT, new, when) is in_time


@given(on=days, minute=minutes, channel=channels)
def test_the_first_transfer_is_due_by_the_rule_of_the_day_of_reception(on, minute, channel):
    """The same working day; after 15:00 as the next opens; electronic at once since 2025-07-01."""
    made = ENGINES[RulesBy.RECEPTION]
    case = accepted(made, instant(on, minute), channel)
    (row,) = vn.control_slip(made, case, at=case.last_at).rows
    if on < date(2018, 6, 21):
        assert row.due is None
        return
    works = brute.is_working_day(on)
    is_late = minute > 15 * 60 and works
    if on >= date(2025, 7, 1) and channel is Channel.ONLINE:
        is_late = False
    expected_on = on if works and not is_late else brute.next_working_day(on)
    assert row.due.on == expected_on
    end = instant(expected_on, 7 * 60 + 30) if is_late else instant(expected_on, 0) + ONE_DAY
    assert row.due.at == end


ONE_DAY = timedelta(days=1)


@given(on=days, minute=minutes, channel=channels, days_on_the_way=st.integers(0, 6))
def test_a_filing_for_another_agency_runs_from_the_receipt_of_the_day(
    on, minute, channel, days_on_the_way
):
    """From the competent agency's receipt since 2026-08-05; before, from the first reception."""
    made = ENGINES[RulesBy.RECEPTION]
    when = instant(on, minute)
    case = lodged(made, when, channel, **{COMPETENT: "Phường A"})
    if on < date(2025, 7, 1):
        assert not is_open(made, case, vn.RECEIVE_ELSEWHERE, vn.Receipt(), when)
        case = made.fire(case, vn.RECEIVE, vn.Receipt(), by=ANYONE, at=when)
        assert due(made, case, "legal").on == brute.due_on(on, 60, "working_day")
        return
    assert not is_open(made, case, vn.RECEIVE, vn.Receipt(), when)
    case = made.fire(case, vn.RECEIVE_ELSEWHERE, vn.Receipt(), by=ANYONE, at=when)
    forwarding = due(made, case, "forwarding")
    if channel is Channel.ONLINE:
        assert forwarding is None
    else:
        assert forwarding.on == brute.due_on(on, 1, "working_day")
    if on < date(2026, 8, 5):
        assert due(made, case, "legal").on == brute.due_on(on, 60, "working_day")
        return
    assert due(made, case, "legal") is None
    arrived_on = on + timedelta(days=days_on_the_way)
    case = made.fire(case, vn.TAKE_OVER, by=ANYONE, at=instant(arrived_on, minute))
    assert due(made, case, "legal").on == brute.due_on(arrived_on, 60, "working_day")


@given(on=days)
def test_a_planned_outage_is_announced_seven_working_days_before(on):
    """Since 2026-07-01; before, no rule is named."""
    found = vn.announce_outage_by(on, viet_nam())
    if on < date(2026, 7, 1):
        assert found is None
        return
    counted, day = 0, on
    while counted < 7:
        day -= timedelta(days=1)
        counted += brute.is_working_day(day)
    assert found == day
