"""Acts entered late and acts taken back: their place, what moves, and why they are refused."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from attrs import evolve

from caseflow import vietnam as vn
from caseflow.cases import apply, fold
from caseflow.engine import Annulments, Engine
from caseflow.errors import (
    ActionRefusedError,
    ConcurrentUpdateError,
    DateUnconfirmedError,
    HistoryError,
    KeyReusedError,
    TimeReversedError,
    ValueInvalidError,
)
from caseflow.limits import Supplement, calendar_days
from caseflow.office.services import service_of
from caseflow.payments import Bill, PaymentNotice
from caseflow.procedures import Catalogue, Extension
from caseflow.stores import MemoryStore
from caseflow.testing import Scenario
from caseflow.values import Actor, Channel, Text
from caseflow.vietnam.pack import PACK
from caseflow.vietnam.papers import papers_of
from caseflow.vietnam.stored import case_codec
from caseflow.workflow import Refusal
from stores.offices import CITIZEN, CLERK, HEAD, OFFICER, at

OFFICE = vn.danang()
#: The same office, whose procedures may ask for money though their sources call them free.
ENGINE = Engine(
    evolve(
        OFFICE,
        catalogue=evolve(
            OFFICE.catalogue,
            procedures=tuple(evolve(each, fees=None) for each in OFFICE.catalogue),
        ),
    )
)
CASHIER = Actor("cashier", {"cashier"})
CONSULTED = vn.Consultation("Sở A", "có vướng không?", date(2026, 3, 20))
NIGHTLY = Actor("nightly", {"system"})


def opened(code="1.014445", when="2026-03-02 08:00", **more):
    online = Channel.ONLINE
    return ENGINE.open(
        code, case_id="H1", channel=online, result_by=online, at=at(when), key="o", **more
    )


def do(case, when, action, payload=None, by=CLERK, entered=None, **more):
    entered_at = None if entered is None else at(entered)
    return ENGINE.fire(case, action, payload, by=by, at=at(when), entered_at=entered_at, **more)


def received(**more):
    receipt = vn.Receipt(code="H17.15-260302-0001")
    case = do(opened(**more), "2026-03-02 08:30", vn.RECEIVE, receipt)
    return do(case, "2026-03-02 09:00", vn.ASSIGN, vn.Assignment("Phòng A"))


def codes(call, *args, **more):
    with pytest.raises(ActionRefusedError) as caught:
        call(*args, **more)
    for each in caught.value.refusals:
        assert each.text("vi")
        assert each.text("en")
    return [each.code for each in caught.value.refusals]


def annul(case, seq, when, by=HEAD, **more):
    return ENGINE.annul(case, seq, at=at(when), by=by, reason="ghi nhầm", **more)


def checked(case):
    """The case, which is the same read from its text, folded and replayed."""
    codec = case_codec()
    assert fold(case.records) == case
    assert ENGINE.replay(case.records) == case
    assert codec.loads_case(codec.dumps(case)) == case
    assert codec.dumps(codec.loads_case(codec.dumps(case))) == codec.dumps(case)
    assert case.corrected is None or fold_in_order(case) == case.effective
    return case


def fold_in_order(case):
    """The acts applied one after another, as if nothing had ever been corrected."""
    now = None
    for act in case.acts:
        now = apply(now, act._replace(entered=None))
    return now.with_records(case.acts)


# ── entered late ────────────────────────────────────────────────────────────────────────────


def billed():
    """A filing due on 17 March, with a bill that is paid on the morning after."""
    case = received()
    bill = Bill("H1/1", [("Lệ phí", 100_000)], "VND")
    case = do(case, "2026-03-03 08:00", vn.ISSUE_BILL, bill, key=bill.key)
    paid = PaymentNotice("H1/1", "T1", 100_000, at("2026-03-18 07:58"), "bank", "VND")
    return do(case, "2026-03-18 08:00", vn.RECORD_PAYMENT, paid, NIGHTLY, key=paid.key)


def test_a_decision_entered_on_the_next_day_is_judged_by_its_own():
    """Decided on the last day and entered after the payment of the next morning: on time."""
    counter = Channel.COUNTER
    case = ENGINE.open(
        "1.014445", case_id="H1", channel=counter, result_by=counter, at=at("2026-03-02 08:00")
    )
    case = do(case, "2026-03-02 08:30", vn.RECEIVE, vn.Receipt())
    case = do(case, "2026-03-02 09:00", vn.ASSIGN, vn.Assignment("Phòng A"))
    due = ENGINE.deadlines(case, at=case.last_at).legal.due.on
    next_day = f"{due + timedelta(days=1)}"
    bill = Bill("H1/1", [("Lệ phí", 100_000)], "VND")
    case = do(case, f"{next_day} 07:50", vn.ISSUE_BILL, bill, key=bill.key)
    paid = PaymentNotice("H1/1", "T1", 100_000, at(f"{next_day} 07:58"), "bank", "VND")
    case = do(case, f"{next_day} 08:00", vn.RECORD_PAYMENT, paid, NIGHTLY, key=paid.key)
    decided = (f"{due} 16:00", vn.DECIDE, vn.Decision("1"), HEAD)
    with pytest.raises(TimeReversedError):
        do(case, *decided)
    after = checked(do(case, *decided, entered=f"{next_day} 08:05"))
    outcome = ENGINE.timeliness(after)

    assert (outcome.timeliness.value, outcome.decided_at) == ("on-time", at(f"{due} 16:00"))
    assert [act.action for act in after.acts][-2:] == ["issue-bill", "record-payment"]
    assert [each.action for each in after.records][-2:] == ["record-payment", "decide"]
    assert (after.last.at, after.last.entered_at) == (
        at(f"{due} 16:00"),
        at(f"{next_day} 08:05"),
    )
    assert vn.account_of(after.records).balance.due == 0
    assert vn.account_of(after.records) == vn.account_of(after.acts)


def test_a_late_act_knows_nothing_of_what_came_later():
    """Money that was due on that day holds a decision of that day, though it was paid since."""
    late = ("2026-03-12 16:00", vn.DECIDE, vn.Decision("1"), HEAD)
    assert codes(do, billed(), *late, entered="2026-03-18 08:05") == ["payment-short"]


def test_a_late_entry_moves_dates_as_if_it_had_been_entered_in_order():
    """A supplement asked for and answered before a later act: every date is that of the order."""
    later = ("2026-03-12 10:00", vn.CONSULT, CONSULTED, OFFICER)
    asked = ("2026-03-04 09:00", vn.REQUEST_SUPPLEMENT, vn.SupplementRequest(["x"], "y"), OFFICER)
    answered = ("2026-03-06 09:00", vn.SUPPLEMENT, vn.Answer(1), CITIZEN)
    ordered = do(do(do(received(), *asked), *answered), *later)
    # Neither fits alone while the later act needs a filing in process: so the pair is entered
    # before it, the answer first being refused.
    case = do(received(), *later)
    assert codes(do, case, *asked, entered="2026-03-13 08:00") == ["does-not-replay"]
    case = do(do(received(), *asked), *answered, entered="2026-03-07 08:00")
    case = checked(do(case, *later))

    assert case.acts[-1].entered is None
    for clock in ("legal", "promised"):
        one, other = (ENGINE.deadlines(each, at=at(later[0]))[clock] for each in (case, ordered))
        assert (one.due, one.left) == (other.due, other.left)


def test_dates_that_moved_are_reported_old_and_new():
    """The record of a late extension says what was due before, and what is due since."""
    case = received()
    case = do(case, "2026-03-10 08:00", vn.CONSULT, CONSULTED, OFFICER)
    before = ENGINE.deadlines(case, at=case.last_at).legal.due.on
    late = ("2026-03-09 08:00", vn.REQUEST_PAYMENT, vn.PaymentRequest(1), OFFICER)
    assert codes(do, case, *late, entered="2026-03-11 08:00") == ["does-not-replay"]
    reappointed = vn.Reappointment(at("2026-04-01 08:00").date(), "chậm")
    case = checked(
        do(case, "2026-03-09 08:00", vn.REAPPOINT, reappointed, OFFICER, "2026-03-11 08:00")
    )

    (moved,) = case.last.entered.dates
    assert (moved.clock, moved.after) == ("promised", reappointed.on)
    assert moved.before is not None
    assert ENGINE.deadlines(case, at=case.last_at).legal.due.on == before


def test_every_later_act_that_does_not_replay_is_named():
    """A late rejection stands against all that was done since: each act, each with its number."""
    case = received()
    case = do(case, "2026-03-03 08:00", vn.CONSULT, CONSULTED, OFFICER)
    with pytest.raises(ActionRefusedError) as caught:
        do(case, "2026-03-02 08:10", vn.REJECT, vn.Reason("x"), entered="2026-03-04 08:00")

    assert [dict(each.params)["seq"] for each in caught.value.refusals] == [1, 2, 3]
    assert case == received_and_handed()


def received_and_handed():
    case = received()
    return do(case, "2026-03-03 08:00", vn.CONSULT, CONSULTED, OFFICER)


def test_nothing_happens_before_the_opening():
    """A late entry has no place before the case was opened."""
    late = ("2026-03-01 08:00", vn.ASSIGN, vn.Assignment("B"))
    assert codes(do, received(), *late, entered="2026-03-03 08:00") == ["before-opening"]


def test_roles_and_guards_are_asked_as_of_then():
    """A late act is refused by the state of then, not by that of now."""
    case = received()
    late = ("2026-03-02 08:10", vn.ASSIGN, vn.Assignment("B"))
    assert codes(do, case, *late, entered="2026-03-03 08:00") == ["wrong-state"]
    late = ("2026-03-02 08:45", vn.ASSIGN, vn.Assignment("B"), CITIZEN)
    assert "role-missing" in codes(do, case, *late, entered="2026-03-03 08:00")


def test_keys_and_versions_hold_for_late_entries():
    """The same key does nothing twice, whatever instants come with it; a version may be stale."""
    late = ("2026-03-02 08:45", vn.ASSIGN, vn.Assignment("B"), CLERK, "2026-03-03 08:00")
    case = do(received(), *late, key="late")

    assert do(case, *late, key="late") is case
    with pytest.raises(KeyReusedError):
        do(case, "2026-03-02 08:45", vn.ASSIGN, vn.Assignment("C"), key="late")
    with pytest.raises(ConcurrentUpdateError):
        do(case, *late, expected_version=1)


# ── instants ────────────────────────────────────────────────────────────────────────────────


def test_an_improbable_instant_is_asked_to_be_confirmed():
    """A mistyped year is refused with what to do; confirmed, it stands."""
    asked = {"channel": Channel.ONLINE, "result_by": Channel.ONLINE, "case_id": "H1"}
    now = at("2026-03-02 09:00")
    for typed in ("2027-03-02 09:00", "2025-03-02 09:00", "2026-03-02 09:06"):
        with pytest.raises(DateUnconfirmedError, match="confirmed=True"):
            ENGINE.open("1.014445", at=at(typed), entered_at=now, **asked)
        case = received()
        with pytest.raises(DateUnconfirmedError):
            do(case, typed, vn.ASSIGN, vn.Assignment("B"), entered="2026-03-02 09:00")
        with pytest.raises(DateUnconfirmedError):
            ENGINE.annul(case, 2, at=at(typed), entered_at=now, by=HEAD, reason="x")
    old = at("2025-12-30 09:00")
    case = ENGINE.open("1.014445", at=old, entered_at=now, **asked)
    assert (case.opened_at, case.last_entered_at) == (old, now)
    far = at("2025-11-18 09:00")
    case = ENGINE.open("1.014445", at=far, entered_at=now, confirmed=True, **asked)
    assert checked(case).opened_at == far


@pytest.mark.parametrize("minutes", [0, 1, 5])
def test_clocks_that_differ_by_minutes_are_forgiven(minutes):
    """A device that is ahead of the server, and a server behind the last record."""
    case = received()
    ahead = at("2026-03-02 10:00") + timedelta(minutes=minutes)
    after = ENGINE.fire(
        case, vn.ASSIGN, vn.Assignment("B"), by=CLERK, at=ahead, entered_at=at("2026-03-02 10:00")
    )
    assert (after.last.at, after.last.entered) == (at("2026-03-02 10:00"), None)
    behind = at("2026-03-02 09:00") - timedelta(minutes=minutes)
    after = ENGINE.annul(case, 2, at=behind, by=HEAD, reason="x")
    assert after.last.at == at("2026-03-02 09:00")
    with pytest.raises(TimeReversedError):
        ENGINE.annul(case, 2, at=behind - timedelta(minutes=6), by=HEAD, reason="x")


# ── taken back ──────────────────────────────────────────────────────────────────────────────


def test_a_supplement_request_taken_back_gives_back_what_it_used():
    """The clock runs as if it had never stopped, and another request may be made."""
    case = received()
    before = ENGINE.deadlines(case, at=at("2026-03-05 09:10"))
    request = vn.SupplementRequest(["bản đồ"], "thiếu")
    asked = do(case, "2026-03-05 09:00", vn.REQUEST_SUPPLEMENT, request, OFFICER)
    assert ENGINE.deadlines(asked, at=at("2026-03-05 09:10")).legal.due is None
    after = checked(annul(asked, 3, "2026-03-05 09:05"))
    dates = ENGINE.deadlines(after, at=at("2026-03-05 09:10"))

    assert (dates.legal.due, dates.legal.left) == (before.legal.due, before.legal.left)
    assert (after.state, after.times(vn.REQUEST_SUPPLEMENT)) == ("processing", 0)
    again = do(after, "2026-03-05 10:00", vn.REQUEST_SUPPLEMENT, request, OFFICER)
    assert again.times(vn.REQUEST_SUPPLEMENT) == 1
    record = after.last
    assert (record.action, record.payload.seq, record.actor, record.payload.reason) == (
        "annul",
        3,
        HEAD,
        "ghi nhầm",
    )
    assert after.records[:4] == asked.records


def test_money_and_results_are_not_annulled():
    """Money is reversed, and a result that went out is cancelled: the refusal says so."""
    case = billed()
    assert codes(annul, case, 3, "2026-03-18 09:00") == ["money-moved"]
    assert codes(annul, case, 3, "2026-03-18 09:00", CITIZEN) == ["role-missing", "money-moved"]
    case = do(received(), "2026-03-12 08:00", vn.DECIDE, vn.Decision("1"), HEAD)
    case = do(case, "2026-03-12 08:10", vn.NOTIFY_EARLY, vn.EarlyNotice("sms"))
    result = vn.OnlineResult("gcn.pdf", code="H17.15-260302-0001-KQ(1)", sha256="a" * 64)
    returned = do(case, "2026-03-12 09:00", vn.RETURN_ONLINE, result)
    assert codes(annul, returned, 5, "2026-03-12 10:00") == ["result-given"]
    assert codes(annul, returned, 3, "2026-03-12 10:00") == ["does-not-replay"] * 2


def test_what_keeps_a_result_names_a_step_that_is_open():
    """Online, at the counter, by post, a corrected copy and a cancellation: none is annulled."""
    case = do(received(), "2026-03-12 08:00", vn.DECIDE, vn.Decision("1"), HEAD)
    case = do(case, "2026-03-12 08:10", vn.NOTIFY_EARLY, vn.EarlyNotice("sms"))
    result = vn.OnlineResult("gcn.pdf", code="H17.15-260302-0001-KQ(1)", sha256="a" * 64)
    online = do(case, "2026-03-12 09:00", vn.RETURN_ONLINE, result)
    gone = vn.ResultCancellation("H17.15-260302-0001-KQ(1)", "sai tên")
    cancelled = do(online, "2026-03-12 09:10", vn.CANCEL_RESULT, gone, HEAD)
    counter = vn.ResultChannel(Channel.COUNTER)
    by_hand = do(received(), "2026-03-02 10:00", vn.CHANGE_RESULT_CHANNEL, counter)
    by_hand = do(by_hand, "2026-03-12 08:00", vn.DECIDE, vn.Decision("1"), HEAD)
    by_hand = do(by_hand, "2026-03-12 08:10", vn.NOTIFY_EARLY, vn.EarlyNotice("sms"))
    given = do(by_hand, "2026-03-12 09:00", vn.RETURN_AT_COUNTER, vn.Handover("An"))
    wrong = do(given, "2026-03-12 09:10", vn.REPORT_ERROR, vn.Reason("sai tên"))
    mended = do(wrong, "2026-03-12 09:20", vn.RETURN_CORRECTED, None)
    for kept, words, action in (
        (online, "cancel the result", vn.CANCEL_RESULT),
        (cancelled, "put a new result on record", vn.RECORD_RESULT),
        (given, "record the error", vn.REPORT_ERROR),
        (mended, "record the error", vn.REPORT_ERROR),
    ):
        with pytest.raises(ActionRefusedError) as refused:
            annul(kept, kept.last.seq, "2026-03-12 10:00")
        (refusal,) = refused.value.refusals
        assert (refusal.code, words in refusal.text("en")) == ("result-given", True)
        everybody = Actor("x", {"intake", "officer", "approver", "cashier"})
        options = ENGINE.actions(kept, by=everybody, at=at("2026-03-12 10:00"))
        assert next(each for each in options if each.action == action).allowed, action.name


def test_what_is_no_act_is_not_taken_back():
    """The opening, an annulment, and an act that was taken back already; no such record."""
    case = annul(received(), 2, "2026-03-02 10:00")
    assert codes(annul, case, 0, "2026-03-02 11:00") == ["annul-opening"]
    assert codes(annul, case, 2, "2026-03-02 11:00") == ["annulled-already"]
    assert codes(annul, case, 3, "2026-03-02 11:00") == ["annul-annulment"]
    for seq in (4, -1, True):
        with pytest.raises(ValueInvalidError):
            annul(case, seq, "2026-03-02 11:00")
    assert codes(annul, case, 1, "2026-03-02 11:00", CITIZEN) == ["role-missing"]


def test_who_may_do_an_act_may_take_it_back():
    """The clerk who transferred the filing takes that back; an applicant does not."""
    assert annul(received(), 2, "2026-03-02 10:00", CLERK).state == "received"
    assert codes(annul, received(), 2, "2026-03-02 10:00", CITIZEN) == ["role-missing"]


def test_a_later_act_that_needs_it_holds_an_act():
    """Acceptance cannot go while the transfer stands; the transfer first, then it can."""
    case = received()
    assert codes(annul, case, 1, "2026-03-02 10:00") == ["does-not-replay"]
    case = annul(annul(case, 2, "2026-03-02 10:00"), 1, "2026-03-02 10:01")
    assert checked(case).state == opened().state
    assert ENGINE.deadlines(case, at=case.last_at).legal.due is None


def test_an_act_that_does_something_else_since_says_so():
    """Without the classification the later acceptance starts another limit: kept, and replayed."""
    case = opened("2.001770", branch="renewal")
    case = do(case, "2026-03-02 08:10", vn.CLASSIFY, vn.Classification("first-grant"))
    case = do(case, "2026-03-02 08:30", vn.RECEIVE, vn.Receipt())
    long = ENGINE.deadlines(case, at=case.last_at).legal.due.on
    after = checked(annul(case, 1, "2026-03-02 09:00"))
    short = ENGINE.deadlines(after, at=after.last_at).legal.due.on

    assert short < long
    (remade,) = after.last.entered.remade
    assert remade.seq == 2
    (legal, *_) = [each for each in after.last.entered.dates if each.clock == "legal"]
    assert (legal.before, legal.after) == (long, short)


# ── counts and roles ────────────────────────────────────────────────────────────────────────


def office_of(**terms):
    """An engine for one procedure on *terms*, a filing of it in process, and how to work it."""
    procedure = evolve(OFFICE.catalogue.get("1.014445"), fees=None, **terms)
    engine = Engine(evolve(OFFICE, catalogue=Catalogue((procedure,))))
    online = Channel.ONLINE

    def act(case, when, action, payload, by=OFFICER, **more):
        return engine.fire(case, action, payload, by=by, at=at(when), **more)

    case = engine.open(
        "1.014445", case_id="H1", channel=online, result_by=online, at=at("2026-03-02 08:00")
    )
    case = act(case, "2026-03-02 08:30", vn.RECEIVE, vn.Receipt(), CLERK)
    return engine, act(case, "2026-03-02 09:00", vn.ASSIGN, vn.Assignment("A"), CLERK), act


def legal_of(engine, case, when):
    return engine.deadlines(case, at=at(when)).legal


def test_an_extension_taken_back_gives_back_its_count_and_its_date():
    """Extended once, which is the most: taken back, the date returns and so does the extension."""
    engine, case, act = office_of(extension=Extension(calendar_days(5)))
    extended = act(case, "2026-03-04 09:00", vn.EXTEND, vn.Reason("khó"))
    assert codes(act, extended, "2026-03-05 09:00", vn.EXTEND, vn.Reason("nữa")) == [
        "extension-spent"
    ]
    back = engine.annul(extended, 3, at=at("2026-03-05 09:00"), by=OFFICER, reason="ghi nhầm")
    again = act(back, "2026-03-05 10:00", vn.EXTEND, vn.Reason("khó thật"))
    before, during, after, second = (
        legal_of(engine, each, "2026-03-05 10:00") for each in (case, extended, back, again)
    )

    assert before.due.on < during.due.on
    assert (after.due, after.left) == (before.due, before.left)
    assert second.due == during.due
    assert (back.times(vn.EXTEND), again.times(vn.EXTEND)) == (0, 1)
    (moved,) = [each for each in back.last.entered.dates if each.clock == "legal"]
    assert (moved.before, moved.after) == (during.due.on, before.due.on)
    assert codes(act, again, "2026-03-06 09:00", vn.EXTEND, vn.Reason("nữa")) == ["extension-spent"]


def test_of_two_extensions_the_first_is_taken_back():
    """The second counts from the limit as it is without the first: one extension is left of it."""
    engine, case, act = office_of(extension=Extension(calendar_days(5), max=2))
    once = act(case, "2026-03-04 09:00", vn.EXTEND, vn.Reason("một"))
    twice = act(once, "2026-03-05 09:00", vn.EXTEND, vn.Reason("hai"))
    back = engine.annul(twice, 3, at=at("2026-03-06 09:00"), by=OFFICER, reason="ghi nhầm")
    now = "2026-03-06 09:00"

    assert legal_of(engine, back, now).due == legal_of(engine, once, now).due
    assert back.times(vn.EXTEND) == 1
    third = act(back, "2026-03-06 10:00", vn.EXTEND, vn.Reason("ba"))
    assert legal_of(engine, third, "2026-03-06 10:00").due == legal_of(engine, twice, now).due


@pytest.mark.parametrize("policy", [Supplement.PAUSE, Supplement.RESTART])
def test_a_supplement_taken_back_gives_back_its_pause_or_restart(policy):
    """Request and answer taken back, last first: no pause and no restart is left of them."""
    engine, case, act = office_of(supplement=policy)
    request = vn.SupplementRequest(["bản đồ"], "thiếu")
    asked = act(case, "2026-03-04 09:00", vn.REQUEST_SUPPLEMENT, request)
    answered = act(asked, "2026-03-09 09:00", vn.SUPPLEMENT, vn.Answer(1), CITIZEN)
    refused = codes(act, answered, "2026-03-09 10:00", vn.REQUEST_SUPPLEMENT, request)
    assert refused[0] == "supplement-used"
    taken_back = {"by": HEAD, "reason": "ghi nhầm"}
    assert codes(engine.annul, answered, 3, at=at("2026-03-09 10:00"), **taken_back) == [
        "does-not-replay"
    ]
    waiting = engine.annul(answered, 4, at=at("2026-03-09 10:00"), **taken_back)
    assert (waiting.state, legal_of(engine, waiting, "2026-03-09 10:00").due) == (
        "awaiting-supplement",
        None,
    )
    back = engine.annul(waiting, 3, at=at("2026-03-09 10:05"), **taken_back)
    plain, moved, now = (
        legal_of(engine, each, "2026-03-09 10:05") for each in (case, answered, back)
    )

    assert plain.due.on < moved.due.on
    assert (now.due, now.left) == (plain.due, plain.left)
    assert back.times(vn.REQUEST_SUPPLEMENT) == 0
    # What is asked once may be asked again, in its time: late, and it is refused for that alone.
    assert codes(act, back, "2026-03-09 11:00", vn.REQUEST_SUPPLEMENT, request) == [
        "supplement-late"
    ]
    again = act(
        back, "2026-03-04 10:00", vn.REQUEST_SUPPLEMENT, request, entered_at=at("2026-03-09 11:00")
    )
    assert again.times(vn.REQUEST_SUPPLEMENT) == 1


def test_excluded_time_taken_back_is_counted():
    """A pause on another ground, and its end: without them the clock ran all along."""
    engine, case, act = office_of()
    paused = act(case, "2026-03-04 09:00", vn.SUSPEND, vn.ExcludedTime("thuế", "điều 1"))
    resumed = act(paused, "2026-03-10 09:00", vn.RESUME, None)
    now = "2026-03-10 09:10"
    one = engine.annul(resumed, 4, at=at(now), by=OFFICER, reason="ghi nhầm")
    back = engine.annul(one, 3, at=at(now), by=OFFICER, reason="ghi nhầm")
    plain, moved, after = (legal_of(engine, each, now) for each in (case, resumed, back))

    assert plain.due.on < moved.due.on
    assert legal_of(engine, one, now).due is None
    assert (after.due, after.left) == (plain.due, plain.left)


ROLES = {role.name for role in vn.one_stop_shop().roles}


@pytest.mark.parametrize(
    ("action", "payload", "makers"),
    [
        (vn.ASSIGN, vn.Assignment("B"), {"intake", "approver"}),
        (vn.EXTEND, vn.Reason("khó"), {"officer", "approver"}),
        (
            vn.REQUEST_SUPPLEMENT,
            vn.SupplementRequest(["bản đồ"], "thiếu"),
            {"intake", "officer", "approver"},
        ),
        (vn.REAPPOINT, vn.Reappointment(date(2026, 4, 1), "chậm"), {"officer", "approver"}),
        (vn.DECIDE, vn.Decision("1"), {"approver"}),
        (vn.WITHDRAW, vn.Reason("thôi"), {"applicant", "intake", "approver"}),
    ],
    ids=lambda each: getattr(each, "name", ""),
)
def test_each_role_may_take_back_what_it_may_do_and_the_approver_all(action, payload, makers):
    """Role by role, for acts of each kind; the refusal names the roles that may."""
    engine, case, act = office_of(extension=Extension(calendar_days(5)))
    everybody = Actor("all", ROLES)
    done = act(case, "2026-03-04 09:00", action, payload, everybody)
    taken_back = {"at": at("2026-03-04 09:05"), "reason": "ghi nhầm"}
    may = set()
    for role in sorted(ROLES):
        by = Actor("one", {role})
        try:
            after = engine.annul(done, done.last.seq, by=by, **taken_back)
        except ActionRefusedError as error:
            (refusal,) = error.refusals
            assert refusal.code == "role-missing"
            named = {name.in_("en") for name in dict(refusal.params)["roles"]}
            known = {each.name: each.labels.in_("en") for each in vn.one_stop_shop().roles}
            assert named == {known[each] for each in makers}
        else:
            assert after.state == case.state
            may.add(role)
    assert may == makers
    with pytest.raises(ActionRefusedError):
        engine.annul(done, done.last.seq, by=Actor("nobody"), **taken_back)


def test_a_jurisdiction_says_who_takes_back_and_what_is_kept():
    """Without its own roles only who may do an act takes it back; a kept act says what to do."""
    kept = Refusal(
        "decision-stands", Text(vi="quyết định được giữ", en="revoke the decision instead")
    )
    strict = Engine(evolve(ENGINE.jurisdiction, annulments=Annulments((), {"decide": kept})))
    taken_back = {"at": at("2026-03-03 08:00"), "reason": "x"}

    gone = do(received(), "2026-03-02 10:00", vn.WITHDRAW, vn.Reason("thôi"))
    assert codes(strict.annul, gone, 3, by=HEAD, **taken_back) == ["role-missing"]
    assert strict.annul(gone, 3, by=CLERK, **taken_back).state == "processing"
    assert annul(gone, 3, "2026-03-03 08:00", HEAD).state == "processing"
    decided = do(received(), "2026-03-02 10:00", vn.DECIDE, vn.Decision("1"), HEAD)
    assert codes(strict.annul, decided, 3, by=HEAD, **taken_back) == ["decision-stands"]
    both = ["role-missing", "decision-stands"]
    assert codes(strict.annul, decided, 3, by=CITIZEN, **taken_back) == both


def test_every_reason_against_an_annulment_is_given_at_once():
    """Each later act that does not replay, each with its own reasons, each with its number."""
    engine, case, act = office_of()
    case = act(case, "2026-03-03 09:00", vn.CONSULT, CONSULTED)
    case = act(case, "2026-03-05 09:00", vn.CONSULT_ANSWERED, vn.ConsultationAnswer("Sở A", "có"))
    case = act(case, "2026-03-06 09:00", vn.DECIDE, vn.Decision("1"), HEAD)
    with pytest.raises(ActionRefusedError) as caught:
        engine.annul(case, 1, at=at("2026-03-06 10:00"), by=HEAD, reason="x")
    refusals = caught.value.refusals

    assert {dict(each.params)["seq"] for each in refusals} == {2, 3, 4, 5}
    assert {each.code for each in refusals} == {"does-not-replay"}
    for each in refusals:
        assert "sẽ không còn thực hiện được" in each.text("vi")
        assert "would not replay" in each.text("en")
    with pytest.raises(ActionRefusedError) as caught:
        engine.annul(case, 1, at=at("2026-03-06 10:00"), by=CITIZEN, reason="x")
    assert [each.code for each in caught.value.refusals] == ["role-missing"]


def test_an_annulment_needs_a_reason():
    """Why an act is taken back is part of the record; an empty word is refused."""
    for reason in ("", "  "):
        with pytest.raises(ValueInvalidError):
            ENGINE.annul(received(), 2, at=at("2026-03-02 10:00"), by=HEAD, reason=reason)


# ── altered ─────────────────────────────────────────────────────────────────────────────────


def test_what_a_correction_says_of_other_acts_is_worked_out_again():
    """A limit, a clock or a state that no way of the workflow gives is found by a replay."""
    case = opened("2.001770", branch="renewal")
    case = do(case, "2026-03-02 08:10", vn.CLASSIFY, vn.Classification("first-grant"))
    case = do(case, "2026-03-02 08:30", vn.RECEIVE, vn.Receipt())
    original = case.records[2]
    after = annul(case, 1, "2026-03-02 09:00")
    entered = after.last.entered
    (remade,) = entered.remade
    stopped = remade.move.clocks[:-1]
    false = [
        entered.__class__(entered.at, entered.state, entered.annuls, (), entered.dates),
        entered.__class__(entered.at, "processing", entered.annuls, entered.remade),
        entered.__class__(entered.at, entered.state, (1, 0), entered.remade),
        entered.__class__(entered.at, entered.state, (2,), entered.remade),
        entered.__class__(entered.at, entered.state, (), entered.remade),
        entered.__class__(at("2026-03-02 08:29"), entered.state, (1,), entered.remade),
        entered.__class__(
            entered.at,
            entered.state,
            (1,),
            (remade.__class__(2, _with_clocks(remade.move, stopped), remade.facts),),
        ),
        entered.__class__(
            entered.at, entered.state, (1,), (remade.__class__(2, original.move, remade.facts),)
        ),
    ]
    for each in false:
        with pytest.raises(HistoryError):
            ENGINE.replay((*after.records[:-1], after.last._replace(entered=each)))
    ENGINE.replay(after.records)


def _with_clocks(move, clocks):
    return move.__class__(move.action, move.source, move.target, clocks, move.effects, move.decides)


# ── every date that was once printed ────────────────────────────────────────────────────────


def reported(case, clock="legal"):
    """The dates of a clock, in the order in which they were known."""
    return [None if each.after is None else str(each.after) for each in changes_of(case, clock)]


def changes_of(case, clock):
    changes = ENGINE.due_changes(case, clock)
    pairs = [(each.before, each.after) for each in changes]
    assert all(one[1] == other[0] for one, other in pairwise(pairs))
    assert [each.entered_at for each in changes] == sorted(each.entered_at for each in changes)
    return changes


def test_a_date_printed_before_the_filing_was_put_in_another_branch_is_reported():
    """The ledger too keeps the limit of before, with the date that was printed under it."""
    case = do(opened("2.001770", branch="renewal"), "2026-03-02 08:30", vn.RECEIVE, vn.Receipt())
    first = ENGINE.deadlines(case, at=case.last_at).legal.due.on
    case = do(case, "2026-03-03 08:00", vn.CLASSIFY, vn.Classification("first-grant"))
    second = ENGINE.deadlines(case, at=case.last_at).legal.due.on
    ledger = case.clock("legal")
    changes = ledger.due_changes(ENGINE.jurisdiction.calendar)

    assert first != second
    assert reported(case) == [str(first), str(second)]
    assert [(each.at, each.after.on) for each in changes] == [
        (at("2026-03-02 08:30"), first),
        (at("2026-03-03 08:00"), second),
    ]
    assert changes[-1].before.on == first


def test_dates_that_a_correction_moved_are_reported_in_the_order_in_which_they_were_known():
    """A request and its annulment, and a late extension: each date once printed, none forgotten."""
    case = received()
    due = str(ENGINE.deadlines(case, at=case.last_at).legal.due.on)
    request = vn.SupplementRequest(["bản đồ"], "thiếu")
    case = do(case, "2026-03-05 09:00", vn.REQUEST_SUPPLEMENT, request, OFFICER)
    case = annul(case, 3, "2026-03-05 09:05")
    again = vn.Reappointment(date(2026, 4, 1), "chậm")
    case = do(case, "2026-03-06 09:00", vn.CONSULT, CONSULTED, OFFICER)
    case = do(case, "2026-03-05 10:00", vn.REAPPOINT, again, OFFICER, "2026-03-06 10:00")

    assert reported(case) == [due, None, due]
    assert reported(case, "promised")[-1] == "2026-04-01"
    assert [each.action for each in changes_of(case, "promised")][-2:] == ["annul", "reappoint"]
    last = changes_of(case, "promised")[-1]
    assert (last.at, last.entered_at) == (at("2026-03-05 10:00"), at("2026-03-06 10:00"))


def test_dates_of_another_calendar_are_reported():
    """A recomputation is one of the changes, with the date under the calendar of before."""
    case = received()
    due = ENGINE.deadlines(case, at=case.last_at).legal.due.on
    later = ENGINE.jurisdiction.calendar.override("later", sessions_on={due: ()})
    engine = Engine(ENGINE.jurisdiction, calendars=[later])
    case = engine.rebase(
        case, later, policy="latest", at=at("2026-03-03 08:00"), by=HEAD, reason="x"
    )
    changes = engine.due_changes(case)

    assert [each.action for each in changes] == ["receive", "rebase"]
    assert changes[-1].before == due
    assert changes[-1].after > due


# ── what a date did by itself ───────────────────────────────────────────────────────────────


def closed_by_the_sweep(store):
    """A filing whose supplement was due on 20 March, as the sweeps leave it on the 25th."""
    service = service_of(ENGINE, store, PACK)
    online = Channel.ONLINE
    service.open(
        "1.014445", case_id="H1", channel=online, result_by=online, at=at("2026-03-02 08:00")
    )
    service.fire("H1", vn.RECEIVE, vn.Receipt(), by=CLERK, at=at("2026-03-02 08:30"))
    service.fire("H1", vn.ASSIGN, vn.Assignment("A"), by=CLERK, at=at("2026-03-02 09:00"))
    request = vn.SupplementRequest(["bản đồ"], "thiếu")
    case = service.fire("H1", vn.REQUEST_SUPPLEMENT, request, by=OFFICER, at=at("2026-03-05 09:00"))
    due = ENGINE.deadlines(case, at=case.last_at).supplement.due
    assert str(due.on) == "2026-03-20"
    # The last day is a Friday, and the day of grace the Monday after it.
    service.due(at("2026-03-23 23:59"))
    assert service.get("H1").state == "awaiting-supplement"
    service.due(at("2026-03-24 00:01"))
    return service, due


def test_an_automatic_close_waits_for_the_grace_and_falls_out_for_papers_of_before():
    """Handed in on the last day and entered after the sweep: the close is taken back with it."""
    with MemoryStore() as store:
        service, _ = closed_by_the_sweep(store)
        closed = service.get("H1")
        assert (closed.state, closed.last.is_automatic) == ("stopped", True)
        case = service.fire(
            "H1",
            vn.SUPPLEMENT,
            vn.Answer(1),
            by=CITIZEN,
            at=at("2026-03-20 16:00"),
            entered_at=at("2026-03-25 08:00"),
        )
        assert checked(case).state == "processing"
        assert (case.annulled, case.last.entered.annuls) == ({4}, (4,))
        service.due(at("2026-03-26 08:00"))
        assert service.get("H1").state == "processing"
        assert service.verify(deep=True).is_sound


def test_an_automatic_close_is_taken_back_and_not_done_again():
    """What a date did may be taken back by who decides; the same date does not do it again."""
    with MemoryStore() as store:
        service, due = closed_by_the_sweep(store)
        service.annul("H1", 4, at=at("2026-03-25 08:00"), by=OFFICER, reason="đang chờ bưu điện")
        service.due(at("2026-03-26 08:00"))
        case = checked(service.get("H1"))

        assert case.state == "awaiting-supplement"
        assert ENGINE.deadlines(case, at=case.last_at).supplement.due == due
        after = service.fire(
            "H1", vn.SUPPLEMENT, vn.Answer(1), by=CITIZEN, at=at("2026-03-26 09:00")
        )
        assert checked(after).state == "processing"


# ── in words ────────────────────────────────────────────────────────────────────────────────


def corrected():
    """A request taken back, and a re-appointment entered a day late."""
    case = received()
    request = vn.SupplementRequest(["bản đồ"], "thiếu")
    case = do(case, "2026-03-05 09:00", vn.REQUEST_SUPPLEMENT, request, OFFICER)
    case = annul(case, 3, "2026-03-05 09:05")
    case = do(case, "2026-03-06 09:00", vn.CONSULT, CONSULTED, OFFICER)
    again = vn.Reappointment(date(2026, 4, 1), "chậm")
    return do(case, "2026-03-05 10:00", vn.REAPPOINT, again, OFFICER, "2026-03-06 10:00")


def test_slips_and_explanations_report_both_instants_and_the_dates():
    """Old and new date, when it happened and when it was entered, in both languages."""
    case = corrected()
    slip = vn.control_slip(ENGINE, case, at=at("2026-03-07 08:00"))
    dates = ENGINE.deadlines(case, at=at("2026-03-07 08:00"))
    (back, late) = slip.corrections

    assert slip.corrections == dates.corrections
    assert "lúc 10 giờ 00 ngày 05/3/2026, nhập lúc 10 giờ 00 ngày 06/3/2026" in late.in_("vi")
    assert "10:00 2026-03-05, entered 10:00 2026-03-06" in late.in_("en")
    assert "→ 01/4/2026" in late.in_("vi")
    assert "(bản ghi 3) được head hủy bỏ lúc 09 giờ 05 ngày 05/3/2026: ghi nhầm" in back.in_("vi")
    assert "09:00 2026-03-05 (record 3) taken back by head 09:05 2026-03-05: ghi nhầm" in back.in_(
        "en"
    )
    for language, line in (("vi", late.in_("vi")), ("en", late.in_("en"))):
        assert dates.promised.explain(language).splitlines()[-1].strip() == line
    assert len(dates.promised.explain("vi").splitlines()) == len(
        dates.promised.explain("en").splitlines()
    )
    plain = ENGINE.deadlines(received(), at=at("2026-03-07 08:00"))
    assert plain.corrections == ()


def test_a_control_slip_goes_by_what_happened():
    """Rows stand in the order of happening, and a transfer that was taken back has none."""
    case = received()
    case = do(case, "2026-03-03 09:00", vn.ASSIGN, vn.Assignment("C"))
    case = do(case, "2026-03-02 10:00", vn.ASSIGN, vn.Assignment("B"), CLERK, "2026-03-03 10:00")
    case = annul(case, 2, "2026-03-03 11:00", CLERK)
    slip = vn.control_slip(ENGINE, checked(case), at=at("2026-03-04 08:00"))

    assert [(row.gave, row.received) for row in slip.rows] == [("Bộ phận Một cửa", "B"), ("B", "C")]
    assert slip.unit == "C"


def test_papers_stay_as_they_were_printed_and_the_slip_reports_what_was_corrected():
    """A paper is made from the records that there were; only the control slip speaks of now."""
    case = corrected()
    until = {record.seq: fold(case.records[: record.seq + 1]) for record in case.records}
    (*acts, slip) = papers_of(case, ENGINE)

    assert [paper.template for paper in acts] == [
        "receipt.html",
        "supplement-request.html",
        "correction-notice.html",
        "apology.html",
    ]
    for paper, seq in zip(acts, (1, 3, 4, 6), strict=True):
        assert paper in papers_of(until[seq], ENGINE)
    assert (slip.template, len(slip.data.corrections)) == ("control-slip.html", 2)


def test_a_scenario_reports_late_entries_and_annulments():
    """Entered now and happened before; taken back now."""
    reported = Scenario(ENGINE, procedure="1.014445", channel=Channel.COUNTER)
    reported.given(at="2026-03-02T08:00+07:00").when(vn.RECEIVE, vn.Receipt(), by=CLERK)
    reported.when(vn.ASSIGN, vn.Assignment("A"), by=CLERK, at="2026-03-03T08:00+07:00")
    reported.when(vn.ASSIGN, vn.Assignment("B"), by=CLERK, happened="2026-03-02T10:00+07:00")
    assert [act.payload.unit for act in reported.case.acts[2:]] == ["B", "A"]
    reported.annul(2, by=CLERK, reason="nhầm", at="2026-03-03T09:00+07:00")
    assert [act.seq for act in reported.case.acts] == [0, 1, 3]
    reported.then(state="processing")
