"""Random walks through the one-stop shop: what is offered can be done, what is done replays."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from attrs import evolve
from hypothesis import given, settings
from hypothesis import strategies as st

from caseflow import vietnam as vn
from caseflow.engine import Engine, Jurisdiction
from caseflow.errors import ActionRefusedError
from caseflow.limits import Supplement, working_days
from caseflow.office.payloads import DeclinedSubsidy
from caseflow.payments import (
    Bill,
    BillCancelled,
    PaymentNotice,
    Refund,
    SubsidyGrant,
    SubsidyReturned,
)
from caseflow.procedures import (
    Catalogue,
    Extension,
    LimitRule,
    PaymentPeriod,
    PaymentPoint,
    Silence,
    SilentOutcome,
    Step,
    Unpaid,
)
from caseflow.values import Actor, Channel
from caseflow.workflow import Refusal

START = datetime(2026, 3, 2, 8, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))
EVERYBODY = Actor(
    "all", {"applicant", "intake", "officer", "approver", "cashier", "support", "system"}
)

PAYLOADS = {
    "alert-officer": None,
    "receive-elsewhere": vn.Receipt(papers=2),
    "forward": None,
    "take-over": None,
    "report-error": vn.Reason("sai họ tên"),
    "return-corrected": None,
    "describe": vn.Description(vn.Applicant("Nguyễn Thị Bình"), papers=["Đơn"]),
    "classify": vn.Classification("hard"),
    "receive": vn.Receipt(papers=2),
    "request-correction": vn.CorrectionRequest(["đơn"]),
    "correct": vn.Answer(),
    "reject": vn.Reason("không thuộc thẩm quyền"),
    "assign": vn.Assignment("Phòng"),
    "request-supplement": vn.SupplementRequest(["đơn"], "thiếu"),
    "supplement": vn.Answer(),
    "close-unanswered": vn.Reason("quá hạn"),
    "suspend": vn.ExcludedTime("thẩm định", "luật chuyên ngành"),
    "resume": None,
    "extend": vn.Reason("phức tạp"),
    "reappoint": vn.Reappointment(date(2026, 6, 30), "chờ"),
    "hand-over": vn.StepHandOver("survey"),
    "finish-step": vn.StepFinish("survey"),
    "consult": vn.Consultation("Sở Xây dựng", "có vướng quy hoạch không", date(2026, 6, 30)),
    "consult-answered": vn.ConsultationAnswer("Sở Xây dựng", "không"),
    "deem-decided": vn.DeemedDecision(SilentOutcome.APPROVAL, "Luật A, Điều 1"),
    "decide": vn.Decision("1"),
    "refuse": vn.RefusalResult("không đủ điều kiện"),
    "request-payment": vn.PaymentRequest(1000),
    "pay": vn.Payment(1000),
    "waive-fee": vn.FeeWaiver("hộ nghèo", "Luật phí và lệ phí"),
    "issue-bill": Bill("B1", [("Lệ phí", 1000)], "VND"),
    "record-payment": PaymentNotice("B1", "T1", 400, START, "bank", "VND"),
    "grant-subsidy": SubsidyGrant("B1", "G1", "city", 600, "nghị quyết"),
    "decline-subsidy": DeclinedSubsidy("G2", "city"),
    "give-back-subsidy": SubsidyReturned("B1", "G1", "1", "city", 600, "hủy"),
    "refund": Refund("B1", "T2", 300, START, "bank", "nộp thừa", "VND"),
    "cancel-bill": BillCancelled("B1", "lập nhầm"),
    "close-unpaid": vn.Reason("quá hạn nộp"),
    "notify-early": vn.EarlyNotice("SMS"),
    "return-online": vn.OnlineResult(code="H17.15-260302-0001-KQ(1)", sha256="0" * 64),
    "return-at-counter": vn.Handover("A"),
    "return-by-post": vn.Parcel("1"),
    "record-result": vn.OnlineResult(code="H17.15-260302-0001-KQ(1)", sha256="0" * 64),
    "cancel-result": vn.ResultCancellation("H17.15-260302-0001-KQ(1)", "sai số hiệu"),
    "assist": vn.Assistance("Tổ hỗ trợ phường"),
    "change-result-channel": vn.ResultChannel(Channel.POST),
    "withdraw": vn.Reason("không còn nhu cầu"),
    "stop": vn.Reason("theo yêu cầu"),
}
#: Guards that need the payload: an action `actions` offers may still be refused by these.
BY_PAYLOAD = {
    "no-such-branch",
    "code-day-wrong",
    "appointment-not-later",
    "appointment-on-day-off",
    "fee-short",
    "step-begun",
    "step-finished",
    "already-consulted",
    "answer-day-past",
    "same-result-channel",
    "request-differs",
    "bill-unknown",
    "bill-cancelled",
    "fact-recorded",
    "still-due",
    "refund-above-paid",
    "fee-kept-when-refused",
    "subsidy-above-due",
    "subsidy-declined",
    "subsidy-granted",
    "grant-unknown",
    "return-above-grant",
    "return-above-overpaid",
    "no-such-result",
    "result-cancelled",
    "result-number",
}

procedures = st.builds(
    lambda supplement, payment, most, within, closing, silence, period, kept: evolve(
        vn.danang().catalogue.get("1.014446"),
        workflow="one-stop-shop-closing" if closing else "one-stop-shop",
        limits=(
            LimitRule(working_days(10)),
            LimitRule(working_days(20), branch="hard"),
            LimitRule(working_days(3), branch="refused"),
        ),
        supplement=supplement,
        payment=payment,
        payment_period=period,
        keeps_fee_when_refused=kept,
        supplement_max=most,
        supplement_within=within,
        extension=Extension(working_days(5)),
        silence=silence,
        steps=(Step("survey", "B", working_days(2)),),
    ),
    st.sampled_from(Supplement),
    st.sampled_from([None, *PaymentPoint]),
    st.integers(1, 2),
    st.sampled_from([None, working_days(3)]),
    st.booleans(),
    st.sampled_from([None, Silence(SilentOutcome.APPROVAL, "Luật A, Điều 1")]),
    st.sampled_from([None, *(PaymentPeriod(working_days(2), each) for each in Unpaid)]),
    st.booleans(),
)
steps = st.lists(st.tuples(st.integers(0, 99), st.integers(0, 72)), max_size=25)


@settings(deadline=None, max_examples=60)
@given(procedures, st.sampled_from(Channel), steps)
def test_what_is_offered_can_be_done(procedure, channel, walk):
    """Each option tells the truth, each history replays to the same case, dates can be read."""
    engine = Engine(
        Jurisdiction(
            "t", vn.calendar(), Catalogue((procedure,)), vn.danang().workflows, currency="VND"
        )
    )
    now = START
    case = engine.open(procedure.code, channel=channel, result_by=channel, at=now)
    for choice, hours in walk:
        now += timedelta(hours=hours)
        options = engine.actions(case, by=EVERYBODY, at=now)
        for option in options:
            if not option.allowed:
                refused(engine, case, option, now)
        allowed = [option for option in options if option.allowed]
        if not allowed:
            assert vn.one_stop_shop().state(case.state).is_final
            break
        action = allowed[choice % len(allowed)].action
        shut: tuple[Refusal, ...] = ()
        try:
            case = engine.fire(case, action, PAYLOADS[action.name], by=EVERYBODY, at=now)
        except ActionRefusedError as error:
            shut = error.refusals
        assert {refusal.code for refusal in shut} <= BY_PAYLOAD
        assert engine.replay(case.records) == case
        assert engine.deadlines(case, at=now).legal.explain("vi")
        assert vn.control_slip(engine, case, at=now).rows or case.clock("legal") is None


def refused(engine, case, option, now):
    """What is not offered is refused, for the reasons that were given."""
    payload = PAYLOADS[option.action.name]
    with pytest.raises(ActionRefusedError) as caught:
        engine.fire(case, option.action, payload, by=EVERYBODY, at=now)
    named = {refusal.code for refusal in caught.value.refusals}
    assert {refusal.code for refusal in option.refusals} <= named
