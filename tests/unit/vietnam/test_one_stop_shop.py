"""Every way through the one-stop shop, at instants of the real calendar."""

from datetime import date, timedelta
from fractions import Fraction

import pytest

from caseflow import vietnam as vn
from caseflow.checks import check_workflow
from caseflow.limits import Supplement, TimeLimit, working_days, working_hours
from caseflow.procedures import Extension, LimitRule, PaymentPoint
from caseflow.targets import Standing
from caseflow.values import Actor, Channel

SUPPLEMENT = vn.SupplementRequest(items=["bản sao hộ chiếu"], reason="thiếu giấy tờ")
NEW_DAY = vn.Reappointment(on=date(2026, 3, 20), reason="chờ ý kiến thẩm định")


# ── the definition ──────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("closes", [False, True])
def test_the_workflow_has_no_fault(closes):
    """Both variants pass every check."""
    faults = check_workflow(vn.one_stop_shop(closes_unanswered=closes))

    assert [str(fault) for fault in faults] == []


def test_states_cover_the_ten_national_status_codes():
    """Every national status has a state, and only 3, 7, 8 and 10 are final."""
    states = vn.one_stop_shop().states

    assert {state.status for state in states} == set(range(1, 11))
    assert {state.status for state in states if state.is_final} == {3, 7, 8, 10}


def test_the_result_exists_at_status_9():
    """Only the ways to "Đã xử lý xong" decide: what is collected later is not judged later."""
    workflow = vn.one_stop_shop()
    deciding = {each.target for each in workflow.transitions if each.decides}

    assert {workflow.state(name).status for name in deciding} == {9}


def test_every_action_is_exported_and_labelled():
    """A caller finds each action of the workflow as a constant of the pack."""
    for action in vn.one_stop_shop().actions:
        assert getattr(vn, action.name.replace("-", "_").upper()) is action
        assert action.label("vi") != action.label("en")


# ── receive ─────────────────────────────────────────────────────────────────────────────────


def test_a_filing_goes_from_receive_to_return(driver):
    """Receive, process, return: the statuses in order, and the legal clock stops at the result."""
    d = driver().lodge("2026-03-02 08:00")
    seen = [d.status]
    for when, action, payload in (
        ("2026-03-02 09:00", vn.RECEIVE, vn.Receipt(papers=4)),
        ("2026-03-02 10:00", vn.ASSIGN, vn.Assignment("Phòng Khoa học")),
        ("2026-03-16 10:00", vn.DECIDE, vn.Decision("12/GCN")),
        ("2026-03-18 10:00", vn.RETURN_AT_COUNTER, vn.Handover("Nguyễn Văn A")),
    ):
        d.do(when, action, payload)
        seen.append(d.status)

    assert seen == [1, 2, 4, 9, 10]
    assert d.due == "2026-03-16"
    assert d.timeliness == "on-time"
    assert d.engine.replay(d.case.records) == d.case


def test_acknowledgement_has_eight_working_hours(driver):
    """The filing is accepted, or sent back, within 8 working hours of lodging."""
    d = driver().lodge("2026-11-20 16:00", channel=Channel.ONLINE)

    assert d.dates().acknowledgement.due.at.isoformat() == "2026-11-23T16:00:00+07:00"
    assert d.dates("2026-11-23 16:01").acknowledgement.standing is Standing.OVERDUE

    d.do("2026-11-23 08:00", vn.RECEIVE, vn.Receipt())
    assert d.dates().acknowledgement.standing is Standing.STOPPED


def test_trap_27_the_reception_day_counts_not_the_lodging(driver):
    """Lodged online on a Saturday, received on Monday: day 0 and the code are Monday's."""
    d = driver(limits=(LimitRule(working_days(1)),)).lodge(
        "2026-11-21 09:00", channel=Channel.ONLINE
    )

    wrong = vn.Receipt(code="H17.15-261121-0007")
    assert d.refused("2026-11-23 08:00", vn.RECEIVE, wrong) == {"code-day-wrong"}

    d.do("2026-11-23 08:00", vn.RECEIVE, vn.Receipt(code="h17.15-261123-0007"))
    assert d.case.fact("dossier_code") == "H17.15-261123-0007"
    assert d.due == "2026-11-25"


def test_trap_48_amendments_keep_the_dossier_code(driver):
    """Corrections and supplements never touch the code."""
    d = driver().lodge("2026-03-02 08:00")
    d.do("2026-03-02 09:00", vn.REQUEST_CORRECTION, vn.CorrectionRequest(["đơn chưa ký"]))
    d.do("2026-03-03 09:00", vn.CORRECT, vn.Answer(papers=1))
    d.do("2026-03-03 10:00", vn.RECEIVE, vn.Receipt(code="H17.15-260303-0001"))
    code = d.case.fact("dossier_code")
    d.do("2026-03-04 10:00", vn.REQUEST_SUPPLEMENT, SUPPLEMENT)
    d.do("2026-03-05 10:00", vn.SUPPLEMENT, vn.Answer(papers=1))

    assert d.case.fact("dossier_code") == code == "H17.15-260303-0001"
    assert d.case.times(vn.RECEIVE) == 1


def test_trap_37_a_refusal_to_receive_is_no_result(driver):
    """Refused at the counter: status 3, final, neither early nor late."""
    d = driver().lodge("2026-03-02 08:00")
    d.do("2026-03-02 09:00", vn.REJECT, vn.Reason("không thuộc thẩm quyền"))

    assert d.status == 3
    assert d.engine.timeliness(d.case) is None
    assert d.refused("2026-03-02 10:00", vn.RECEIVE, vn.Receipt()) == {"wrong-state"}


def test_corrections_are_asked_for_once(driver):
    """Before acceptance too, the applicant is told everything at once."""
    d = driver().lodge("2026-03-02 08:00")
    ask = vn.CorrectionRequest(["đơn chưa ký"])
    d.do("2026-03-02 09:00", vn.REQUEST_CORRECTION, ask)
    assert (d.status, d.dates().legal.standing) == (5, Standing.NOT_STARTED)
    d.do("2026-03-02 15:00", vn.CORRECT, vn.Answer())

    assert d.dates().acknowledgement.due.at.isoformat() == "2026-03-03T15:00:00+07:00"
    assert d.refused("2026-03-02 16:00", vn.REQUEST_CORRECTION, ask) == {"correction-used"}


def test_a_refusal_is_no_kind_of_case(driver):
    """A separate limit for a refusal is taken by `REFUSE`, never by classifying the filing."""
    limits = (LimitRule(working_days(8)), LimitRule(working_days(3), branch="refused"))
    d = driver(limits=limits).lodge("2026-03-02 08:00")

    kind = vn.Classification("refused")
    assert d.refused("2026-03-02 09:00", vn.CLASSIFY, kind) == {"no-such-branch"}


def test_trap_50_the_branch_is_known_at_reception(driver):
    """Five days or eight: no filing is accepted before it is known which."""
    limits = (
        LimitRule(working_days(5), branch="case-1"),
        LimitRule(working_days(8), branch="case-2"),
    )
    d = driver(limits=limits).lodge("2026-03-02 08:00")

    assert d.refused("2026-03-02 09:00", vn.RECEIVE, vn.Receipt()) == {"branch-unknown"}
    assert d.refused("2026-03-02 09:00", vn.CLASSIFY, vn.Classification("x")) == {"no-such-branch"}

    d.do("2026-03-02 09:00", vn.CLASSIFY, vn.Classification("case-2"))
    d.do("2026-03-02 09:00", vn.RECEIVE, vn.Receipt())
    assert d.due == "2026-03-12"


# ── supplement ──────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("policy", "due"), [(Supplement.RESTART, "2026-03-26"), (Supplement.PAUSE, "2026-03-23")]
)
def test_trap_29_supplement_moves_the_date_by_policy(driver, policy, due):
    """Asked on 5 March, answered on 12 March: restarted or paused, the old date is kept."""
    d = driver(supplement=policy).received()
    assert d.due == "2026-03-16"
    d.do("2026-03-05 10:00", vn.REQUEST_SUPPLEMENT, SUPPLEMENT)
    assert d.status == 5
    assert d.dates().legal.due is None
    d.do("2026-03-12 10:00", vn.SUPPLEMENT, vn.Answer(papers=1))

    assert (d.status, d.due) == (4, due)
    changes = d.case.clock("legal").due_changes(vn.calendar())
    assert [change.before and str(change.before.on) for change in changes][1] == "2026-03-16"


def test_papers_asked_before_acceptance_only(driver):
    """Where the clock has not started, a supplement after acceptance is refused."""
    d = driver(supplement=Supplement.NOT_STARTED).lodge("2026-03-02 08:00")
    d.do("2026-03-02 09:00", vn.REQUEST_CORRECTION, vn.CorrectionRequest(["thiếu bản vẽ"]))
    d.do("2026-03-10 09:00", vn.CORRECT, vn.Answer())
    d.do("2026-03-10 10:00", vn.RECEIVE, vn.Receipt())

    assert d.due == "2026-03-24"
    assert d.refused("2026-03-11 09:00", vn.REQUEST_SUPPLEMENT, SUPPLEMENT) == {
        "supplement-before-acceptance-only"
    }


def test_trap_32_the_request_itself_has_a_limit(driver):
    """Received on Wed 29 April 2026, a supplement may be asked for until Wed 6 May."""
    d = driver().received("2026-04-29 09:00")

    assert d.option("2026-05-06 17:00", vn.REQUEST_SUPPLEMENT).allowed
    assert d.refused("2026-05-07 08:00", vn.REQUEST_SUPPLEMENT, SUPPLEMENT) == {"supplement-late"}
    (why,) = d.option("2026-05-07 08:00", vn.REQUEST_SUPPLEMENT).refusals
    assert "2026-05-06" in why.text("en")


def test_trap_33_a_second_supplement_is_refused(driver):
    """Once per phase by default; two where the procedure allows two."""
    for most, answer in ((1, {"supplement-used"}), (2, None)):
        d = driver(supplement_max=most, supplement_within=None).received()
        d.do("2026-03-04 10:00", vn.REQUEST_SUPPLEMENT, SUPPLEMENT)
        d.do("2026-03-06 10:00", vn.SUPPLEMENT, vn.Answer())
        if answer:
            assert d.refused("2026-03-09 10:00", vn.REQUEST_SUPPLEMENT, SUPPLEMENT) == answer
        else:
            d.do("2026-03-09 10:00", vn.REQUEST_SUPPLEMENT, SUPPLEMENT)


def test_trap_31_an_unanswered_supplement_is_closed_after_fifteen_working_days(driver):
    """Asked on 5 March: the applicant has until Thu 26 March, and may answer on that day."""
    d = driver(workflow="one-stop-shop-closing").received()
    d.do("2026-03-05 10:00", vn.REQUEST_SUPPLEMENT, SUPPLEMENT)
    assert str(d.dates().supplement.due.on) == "2026-03-26"
    gone = vn.Reason("quá hạn bổ sung")

    assert d.refused("2026-03-26 16:00", vn.CLOSE_UNANSWERED, gone) == {"supplement-time-not-over"}
    d.do("2026-03-27 08:00", vn.CLOSE_UNANSWERED, gone)
    assert d.status == 8
    assert d.engine.timeliness(d.case) is None


def test_trap_31_only_where_the_rule_applies(driver):
    """Of a filing received before 1 July 2025 no rule closes it, and the refusal says so."""
    d = driver().received("2025-06-30 09:00")
    d.do("2025-07-02 10:00", vn.REQUEST_SUPPLEMENT, SUPPLEMENT)

    refused = d.refused("2026-09-01 08:00", vn.CLOSE_UNANSWERED, vn.Reason("quá hạn"))
    assert refused == {"no-closing-rule"}


def test_trap_31_the_general_rule_gives_fifteen_calendar_days(driver):
    """Asked on 5 March 2026: open through Fri 20 March, and closed from the 21st."""
    d = driver().received().do("2026-03-05 10:00", vn.REQUEST_SUPPLEMENT, SUPPLEMENT)

    assert str(d.dates().supplement.due.on) == "2026-03-20"
    refused = d.refused("2026-03-20 23:59", vn.CLOSE_UNANSWERED, vn.Reason("quá hạn"))
    assert refused == {"supplement-time-not-over"}
    d.do("2026-03-21 00:00", vn.CLOSE_UNANSWERED, vn.Reason("quá hạn"))
    assert d.case.state == "stopped"


def test_a_second_supplement_has_fifteen_days_of_its_own(driver):
    """Each request gives the applicant the whole time again."""
    d = driver(
        workflow="one-stop-shop-closing", supplement_max=2, supplement_within=None
    ).received()
    d.do("2026-03-04 10:00", vn.REQUEST_SUPPLEMENT, SUPPLEMENT)
    d.do("2026-03-20 10:00", vn.SUPPLEMENT, vn.Answer())
    d.do("2026-03-23 10:00", vn.REQUEST_SUPPLEMENT, SUPPLEMENT)

    assert str(d.dates().supplement.due.on) == "2026-04-13"


# ── time ────────────────────────────────────────────────────────────────────────────────────


def test_excluded_time_is_not_counted(driver):
    """A field appraisal the law leaves out stops the clock; its basis is recorded."""
    d = driver().received()
    d.do("2026-03-04 10:00", vn.SUSPEND, vn.ExcludedTime("thẩm định thực địa", "luật chuyên ngành"))
    assert d.dates().legal.standing is Standing.PAUSED
    d.do("2026-03-11 10:00", vn.RESUME)

    assert d.due == "2026-03-23"
    assert d.case.records[-2].payload.basis == "luật chuyên ngành"


def test_an_extension_moves_the_legal_date_within_its_count(driver):
    """Five days more, once, before the limit is over."""
    d = driver(extension=Extension(working_days(5))).received()
    why = vn.Reason("vụ việc phức tạp")
    assert "extension-late" in d.refused("2026-03-17 08:00", vn.EXTEND, why)
    d.do("2026-03-16 10:00", vn.EXTEND, why)

    assert d.due == "2026-03-23"
    assert d.refused("2026-03-17 08:00", vn.EXTEND, why) == {"extension-spent"}
    assert driver().received().refused("2026-03-03 08:00", vn.EXTEND, why) == {"extension-spent"}


def test_trap_35_one_apology_and_still_late(driver):
    """A new day moves the promise, never the legal date; a second one is refused."""
    d = driver().received().do("2026-03-13 10:00", vn.REAPPOINT, NEW_DAY)

    assert d.due == "2026-03-16"
    assert str(d.dates().promised.due.on) == "2026-03-20"
    again = vn.Reappointment(on=date(2026, 3, 27), reason="vẫn chờ")
    assert "reappointment-used" in d.refused("2026-03-13 11:00", vn.REAPPOINT, again)

    d.do("2026-03-20 10:00", vn.DECIDE, vn.Decision())
    assert d.timeliness == "late"


def test_trap_34_the_apology_comes_a_day_before(driver):
    """Due on Thu 3 September 2026: the last day to apologise is Wed 2 September, a holiday."""
    d = driver(limits=(LimitRule(working_days(2)),)).received("2026-08-27 09:00")
    assert d.due == "2026-09-03"
    later = vn.Reappointment(on=date(2026, 9, 8), reason="chờ ý kiến")

    assert d.option("2026-09-02 23:59", vn.REAPPOINT).allowed
    assert d.refused("2026-09-03 00:00", vn.REAPPOINT, later) == {"reappointment-late"}
    assert "02/9/2026" in d.option("2026-09-03 00:00", vn.REAPPOINT).refusals[0].text("vi")


@pytest.mark.parametrize(
    ("on", "code"),
    [
        (date(2026, 3, 16), "appointment-not-later"),
        (date(2026, 3, 21), "appointment-on-day-off"),
    ],
)
def test_the_new_day_is_a_later_working_day(driver, on, code):
    """A new appointment is after the due day and when the office is open."""
    new = vn.Reappointment(on=on, reason="chờ ý kiến")

    assert driver().received().refused("2026-03-12 10:00", vn.REAPPOINT, new) == {code}


# ── result ──────────────────────────────────────────────────────────────────────────────────


def test_trap_37_a_refusal_as_result_counts(driver):
    """Ten days if granted, three if refused: a refusal on day five is late."""
    limits = (LimitRule(working_days(10)), LimitRule(working_days(3), branch="refused"))
    no = vn.RefusalResult("không đủ điều kiện")

    late = driver(limits=limits).received().do("2026-03-09 10:00", vn.REFUSE, no)
    in_time = driver(limits=limits).received().do("2026-03-05 10:00", vn.REFUSE, no)
    granted = driver(limits=limits).received().do("2026-03-09 10:00", vn.DECIDE, vn.Decision())
    plain = driver().received().do("2026-03-09 10:00", vn.REFUSE, no)

    assert (late.status, late.timeliness, late.due) == (9, "late", "2026-03-05")
    assert in_time.timeliness == "on-time"
    assert granted.timeliness == "early"
    assert plain.timeliness == "early"
    assert plain.case.branch is None


def test_trap_36_no_withdrawal_once_a_result_exists(driver):
    """Before a result the applicant may withdraw; afterwards the refusal says why not."""
    why = vn.Reason("không còn nhu cầu")
    for d in (
        driver().lodge("2026-03-02 08:00"),
        driver().received(),
        driver().received().do("2026-03-03 10:00", vn.REQUEST_SUPPLEMENT, SUPPLEMENT),
    ):
        d.do("2026-03-04 10:00", vn.WITHDRAW, why)
        assert d.status == 7
        assert d.engine.timeliness(d.case) is None
        assert all(ledger.state.value == "stopped" for ledger in d.case.clocks)

    decided = driver().received().do("2026-03-05 10:00", vn.DECIDE, vn.Decision())
    assert decided.refused("2026-03-05 11:00", vn.WITHDRAW, why) == {"result-exists"}
    assert decided.refused("2026-03-05 11:00", vn.STOP, why) == {"result-exists"}


def test_a_stopped_filing_is_neither_early_nor_late(driver):
    """The office stops: status 8, final, out of the timeliness figures."""
    d = driver().received().do("2026-03-05 10:00", vn.STOP, vn.Reason("theo yêu cầu của tòa án"))

    assert d.status == 8
    assert d.engine.timeliness(d.case) is None


# ── pay ─────────────────────────────────────────────────────────────────────────────────────

PAID = vn.Payment(50_000, method="chuyển khoản", reference="FT2603")


def test_payment_at_reception(driver):
    """Nothing is accepted before the fee due at reception is paid, and it is paid once."""
    d = driver(payment=PaymentPoint.RECEPTION, fee_text="50.000 đồng").lodge("2026-03-02 08:00")

    assert d.refused("2026-03-02 09:00", vn.RECEIVE, vn.Receipt()) == {"payment-missing"}
    assert "50.000 đồng" in d.option("2026-03-02 09:00", vn.RECEIVE).refusals[0].text("vi")
    d.do("2026-03-02 09:00", vn.PAY, PAID)
    assert d.refused("2026-03-02 09:05", vn.PAY, PAID) == {"already-paid"}
    d.do("2026-03-02 09:10", vn.RECEIVE, vn.Receipt())
    assert d.status == 2


def test_payment_midway_stops_the_clock(driver):
    """Status 6 while payment is awaited; the days are not the office's."""
    d = driver(payment=PaymentPoint.MIDWAY).received()
    assert d.refused("2026-03-03 10:00", vn.DECIDE, vn.Decision()) == {"payment-missing"}
    d.do("2026-03-04 10:00", vn.REQUEST_PAYMENT, vn.PaymentRequest(80_000))
    assert (d.status, d.dates().legal.standing) == (6, Standing.PAUSED)

    assert d.refused("2026-03-11 09:00", vn.PAY, PAID) == {"fee-short"}
    d.do("2026-03-11 10:00", vn.PAY, vn.Payment(80_000))
    assert (d.status, d.due) == (4, "2026-03-23")
    assert d.do("2026-03-12 10:00", vn.DECIDE, vn.Decision()).status == 9


def test_payment_at_return(driver):
    """The result exists in time whether or not it is paid for; it goes out when it is."""
    d = driver(payment=PaymentPoint.RETURN).received()
    assert d.refused("2026-03-03 10:00", vn.REQUEST_PAYMENT, vn.PaymentRequest(1)) == {
        "payment-elsewhere"
    }
    d.do("2026-03-16 10:00", vn.DECIDE, vn.Decision())
    assert d.refused("2026-03-17 10:00", vn.RETURN_AT_COUNTER, vn.Handover("A")) == {
        "payment-missing"
    }
    d.do("2026-03-17 10:00", vn.PAY, PAID)
    d.do("2026-03-17 10:05", vn.RETURN_AT_COUNTER, vn.Handover("A"))
    assert (d.status, d.timeliness) == (10, "on-time")


def test_no_fee_at_a_point_that_collects_none(driver):
    """A payment nobody asked for is refused with the reason."""
    d = driver().lodge("2026-03-02 08:00")

    assert d.refused("2026-03-02 09:00", vn.PAY, PAID) == {"no-payment-point"}


# ── return ──────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("channel", "action", "payload"),
    [
        (
            Channel.ONLINE,
            vn.RETURN_ONLINE,
            vn.OnlineResult("giay.pdf", "H17.15-260302-0001-KQ(1)", "0" * 64),
        ),
        (Channel.COUNTER, vn.RETURN_AT_COUNTER, vn.Handover("Nguyễn Văn A")),
        (Channel.POST, vn.RETURN_BY_POST, vn.Parcel("EA123VN")),
    ],
)
def test_three_ways_to_return(driver, channel, action, payload):
    """The result goes out by the channel the applicant chose, and by no other."""
    d = driver().received(result_by=channel).do("2026-03-16 10:00", vn.DECIDE, vn.Decision())
    others = {vn.RETURN_ONLINE, vn.RETURN_AT_COUNTER, vn.RETURN_BY_POST} - {action}
    for other in others:
        refusals = d.option("2026-03-16 11:00", other).refusals
        assert [refusal.code for refusal in refusals] == ["other-result-channel"]

    d.do("2026-03-16 11:00", action, payload)
    assert d.status == 10


def test_the_result_channel_may_change(driver):
    """The applicant asks for the post instead of the counter, before or after the result."""
    d = driver().received()
    same = vn.ResultChannel(Channel.COUNTER)
    assert d.refused("2026-03-03 10:00", vn.CHANGE_RESULT_CHANNEL, same) == {"same-result-channel"}
    d.do("2026-03-16 10:00", vn.DECIDE, vn.Decision())
    d.do("2026-03-16 11:00", vn.CHANGE_RESULT_CHANNEL, vn.ResultChannel(Channel.POST))

    assert d.case.result_by is Channel.POST
    d.do("2026-03-16 12:00", vn.RETURN_BY_POST, vn.Parcel("EA123VN"))


def test_trap_44_an_early_return_needs_a_notice(driver):
    """Before the day on the slip the applicant is told first; from that day on nobody need be."""
    d = driver().received().do("2026-03-10 10:00", vn.DECIDE, vn.Decision())
    hand = vn.Handover("Nguyễn Văn A")

    assert d.refused("2026-03-10 11:00", vn.RETURN_AT_COUNTER, hand) == {"early-notice-missing"}
    assert d.option("2026-03-16 08:00", vn.RETURN_AT_COUNTER).allowed
    assert d.refused("2026-03-16 08:00", vn.NOTIFY_EARLY, vn.EarlyNotice("SMS")) == {"not-early"}

    d.do("2026-03-10 11:00", vn.NOTIFY_EARLY, vn.EarlyNotice("SMS"))
    d.do("2026-03-10 14:00", vn.RETURN_AT_COUNTER, hand)
    assert (d.status, d.timeliness) == (10, "early")
    assert d.engine.timeliness(d.case).early_share == Fraction(2, 5)


def test_a_result_in_hours_needs_no_notice(driver):
    """Two working hours: handed over before the end; the applicant need not be told first."""
    d = driver(limits=(LimitRule(working_hours(2)),)).received()
    d.do("2026-03-02 09:30", vn.DECIDE, vn.Decision())

    assert d.option("2026-03-02 09:31", vn.NOTIFY_EARLY).allowed
    d.do("2026-03-02 09:31", vn.RETURN_AT_COUNTER, vn.Handover("A"))
    assert d.timeliness == "early"


def test_an_apology_moves_the_day_that_counts_as_early(driver):
    """After a re-appointment the result is early until the new day."""
    d = driver().received().do("2026-03-13 10:00", vn.REAPPOINT, NEW_DAY)
    d.do("2026-03-18 10:00", vn.DECIDE, vn.Decision())

    assert d.refused("2026-03-18 11:00", vn.RETURN_AT_COUNTER, vn.Handover("A")) == {
        "early-notice-missing"
    }


# ── who may ─────────────────────────────────────────────────────────────────────────────────


def test_each_action_has_its_people(driver):
    """A citizen decides nothing, a clerk signs nothing; the refusal names who may."""
    d = driver().received()
    citizen, clerk = Actor("c", {"applicant"}), Actor("k", {"intake"})

    assert d.refused("2026-03-03 10:00", vn.DECIDE, vn.Decision(), by=citizen) == {"role-missing"}
    assert d.refused("2026-03-03 10:00", vn.DECIDE, vn.Decision(), by=clerk) == {"role-missing"}
    assert d.refused("2026-03-03 10:00", vn.REFUSE, vn.RefusalResult("x"), by=clerk) == {
        "role-missing"
    }
    text = d.option("2026-03-03 10:00", vn.DECIDE, by=clerk).refusals[0].text("vi")
    assert "người có thẩm quyền ký" in text


@pytest.mark.parametrize(
    ("limit", "days"),
    [
        # Ends on Saturday 5 September and rolls to Monday.
        ("15 ngày", {"2026-09-04": 1, "2026-09-05": 0, "2026-09-06": 0, "2026-09-07": 0}),
        ("17,5 ngày làm việc", {"2026-09-17": Fraction(1, 2), "2026-09-18": 0}),
        ("0,5 ngày làm việc", {"2026-08-21": Fraction(1, 2), "2026-08-22": 0}),
    ],
)
def test_nothing_is_left_below_zero_before_a_limit_is_over(driver, limit, days):
    """A day that the limit rolled by, or takes a part of, is not one that is owed."""
    d = driver(limits=[LimitRule(TimeLimit.parse(limit))]).received("2026-08-21 08:10")
    for day, left in days.items():
        legal = d.dates(f"{day} 09:00").legal
        assert (legal.left, legal.standing is Standing.OVERDUE) == (left, False)
    after = date.fromisoformat(max(days)) + timedelta(days=1)
    legal = d.dates(f"{after} 09:00").legal
    assert legal.left < 0
    assert legal.standing is Standing.OVERDUE
