"""What is handed in with each action: most of it sound, some of it wrong on purpose."""

from datetime import timedelta

from caseflow import vietnam as vn
from caseflow.office.payloads import DeclinedSubsidy
from caseflow.payments import (
    Bill,
    BillCancelled,
    PaymentNotice,
    Refund,
    SubsidyGrant,
    SubsidyReturned,
)
from caseflow.procedures import SilentOutcome
from caseflow.values import Channel
from histories import office
from oracle.product import HANOI

AMOUNTS = (1, 999, 20_000, 50_000, 100_000)
STEPS = ("read", "tax", "survey", "sign", "none-such")
AGENCIES = ("Sở A", "Sở B", "Sở C")


def drawn(action, case, now, witness, chance):
    """A payload for *action*; *witness* knows which bills, steps and results there are."""
    maker = _MAKERS.get(action.name)
    if maker is None:
        return None if action.payload is type(None) else vn.Reason("có lý do")
    return maker(case, now, witness, chance)


def _number(witness, chance):
    known = sorted(witness.bills)
    return chance.choice(known) if known and chance.random() < 0.9 else f"B{chance.randrange(9)}"


def _amount(witness, number, chance):
    """What is due, often; else something, sometimes more than is due."""
    due = witness.due_of(number)
    return due if due and chance.random() < 0.6 else chance.choice(AMOUNTS)


def _receipt(case, now, witness, chance):
    code = None
    if chance.random() < 0.5:
        on = now.date() + timedelta(days=chance.random() < 0.1)
        code = vn.DossierCode.issue("H17.15", on, chance.randrange(1, 99)).text
    return vn.Receipt(papers=chance.randrange(4), code=code)


def _bill(case, now, witness, chance):
    # Some numbers are taken, and some are kept for payments at the counter.
    numbers = [f"B{each}" for each in range(9)] * 3 + ["request-3", "counter-1"]
    lines = [("phí", chance.choice(AMOUNTS)), ("lệ phí", 10_000)][: chance.randrange(1, 3)]
    return Bill(chance.choice(numbers), lines, "VND")


def _notice(case, now, witness, chance):
    if witness.notices and chance.random() < 0.25:
        # The gateway tells again, or another amount under the same number.
        again = chance.choice(witness.notices)
        more = chance.random() < 0.3
        return PaymentNotice(
            again.bill, again.transaction, again.amount + more, again.paid_at, again.gateway, "VND"
        )
    number = _number(witness, chance)
    return PaymentNotice(
        number,
        "record-1/0" if chance.random() < 0.05 else f"T{chance.randrange(10**6)}",
        _amount(witness, number, chance),
        (now - timedelta(minutes=chance.randrange(3000))).replace(tzinfo=HANOI),
        chance.choice(("bank", "wallet")),
        "USD" if chance.random() < 0.05 else "VND",
    )


def _refund(case, now, witness, chance):
    number = _number(witness, chance)
    over = witness.over_of(number)
    return Refund(
        number,
        f"R{chance.randrange(10**6)}",
        over if over and chance.random() < 0.6 else chance.choice(AMOUNTS),
        now.replace(tzinfo=HANOI),
        "bank",
        "nộp thừa",
        "USD" if chance.random() < 0.05 else "VND",
    )


def _grant(case, now, witness, chance):
    number = _number(witness, chance)
    return SubsidyGrant(
        number, f"G{chance.randrange(12)}", "city", _amount(witness, number, chance), "NQ 1"
    )


def _returned(case, now, witness, chance):
    if witness.returned and chance.random() < 0.2:
        # It is told again, or otherwise under the same number.
        again = chance.choice(witness.returned)
        more = chance.random() < 0.3
        return SubsidyReturned(
            again.bill, again.grant, again.number, again.budget, again.amount + more, again.reason
        )
    over = [number for number, each in witness.grants.items() if witness.over_of(each["bill"])]
    known = sorted(over or witness.grants)
    if not known or chance.random() < 0.1:
        return SubsidyReturned(_number(witness, chance), "G99", "1", "city", 999, "hủy")
    grant = chance.choice(known)
    bill, left = witness.grants[grant]["bill"], witness.grants[grant]["left"]
    most = min(left, witness.over_of(bill))
    amounts = (most, max(1, most // 2), most + 1, left + 1)
    return SubsidyReturned(
        bill if chance.random() < 0.9 else _number(witness, chance),
        grant,
        str(chance.randrange(4)),
        "city" if chance.random() < 0.95 else "town",
        max(1, chance.choices(amounts, (6, 3, 1, 1))[0]),
        "hủy",
    )


def _request(case, now, witness, chance):
    due = witness.due()
    return vn.PaymentRequest(due if due and chance.random() < 0.8 else chance.choice(AMOUNTS))


def _payment(case, now, witness, chance):
    due = witness.due()
    return vn.Payment(due if due and chance.random() < 0.6 else chance.choice(AMOUNTS))


def _excluded(case, now, witness, chance):
    grounds = (*office.GROUNDS, ("flood", "Luật C"), ("other", "Luật D"))
    return vn.ExcludedTime(*chance.choice(grounds))


def _reappointment(case, now, witness, chance):
    return vn.Reappointment(now.date() + timedelta(days=chance.randrange(60)), "chậm")


def _step(case, now, witness, chance):
    if case.procedure not in ("working", "calendar", "eights") and chance.random() < 0.5:
        return vn.StepHandOver(unit=chance.choice(("Phòng A", "Phòng B")))
    return vn.StepHandOver(chance.choice(STEPS), chance.choice(("", "Phòng C")))


def _finish(case, now, witness, chance):
    known = sorted(witness.open_steps)
    return vn.StepFinish(
        chance.choice(known) if known and chance.random() < 0.8 else chance.choice(STEPS)
    )


def _consultation(case, now, witness, chance):
    day = now.date() + timedelta(days=chance.randrange(-1, 9))
    return vn.Consultation(chance.choice(AGENCIES), "có vướng không?", day)


def _deemed(case, now, witness, chance):
    rule = office.RULE if chance.random() < 0.8 else "Luật khác"
    return vn.DeemedDecision(chance.choice(list(SilentOutcome)), rule)


def _result(case, now, witness, chance):
    code = case.fact("dossier_code") or "H17.15-260302-0001"
    number = len(witness.results) + (chance.random() < 0.8)
    if chance.random() < 0.1:
        return vn.OnlineResult("không mã")
    return vn.OnlineResult(
        "gcn.pdf", code=f"{code}-KQ({max(1, number)})", sha256=chance.choice("ab") * 64
    )


def _cancelled(case, now, witness, chance):
    known = sorted(witness.results) or ["H17.15-260302-0001-KQ(7)"]
    return vn.ResultCancellation(chance.choice(known), "sai")


_MAKERS = {
    "describe": lambda *a: vn.Description(vn.Applicant("Nguyễn Thị Bình"), papers=["Đơn"]),
    "receive": _receipt,
    "receive-elsewhere": _receipt,
    "classify": lambda case, now, witness, chance: vn.Classification(
        chance.choice((*office.BRANCHES, "none-such"))
    ),
    "request-correction": lambda *a: vn.CorrectionRequest(["đơn"], "thiếu"),
    "correct": lambda *a: vn.Answer(1),
    "assist": lambda *a: vn.Assistance("Tổ hỗ trợ phường"),
    "assign": lambda case, now, witness, chance: vn.Assignment(
        chance.choice(("Phòng A", "Phòng B"))
    ),
    "request-supplement": lambda *a: vn.SupplementRequest(["bản đồ"], "thiếu"),
    "supplement": lambda *a: vn.Answer(2),
    "suspend": _excluded,
    "reappoint": _reappointment,
    "decide": lambda *a: vn.Decision("1"),
    "refuse": lambda *a: vn.RefusalResult("không đủ điều kiện"),
    "hand-over": _step,
    "finish-step": _finish,
    "consult": _consultation,
    "consult-answered": lambda case, now, witness, chance: vn.ConsultationAnswer(
        chance.choice(AGENCIES), "không"
    ),
    "deem-decided": _deemed,
    "request-payment": _request,
    "waive-fee": lambda *a: vn.FeeWaiver("hộ nghèo", "Luật phí và lệ phí"),
    "pay": _payment,
    "issue-bill": _bill,
    "record-payment": _notice,
    "refund": _refund,
    "cancel-bill": lambda case, now, witness, chance: BillCancelled(
        _number(witness, chance), "nhầm"
    ),
    "grant-subsidy": _grant,
    "decline-subsidy": lambda case, now, witness, chance: DeclinedSubsidy(
        f"G{chance.randrange(12)}", "city"
    ),
    "give-back-subsidy": _returned,
    "notify-early": lambda *a: vn.EarlyNotice("SMS"),
    "return-online": _result,
    "record-result": _result,
    "cancel-result": _cancelled,
    "return-at-counter": lambda *a: vn.Handover("Bình"),
    "return-by-post": lambda *a: vn.Parcel("VN1", "đường A", 30_000, 10_000, "city"),
    "change-result-channel": lambda case, now, witness, chance: vn.ResultChannel(
        chance.choice(list(Channel))
    ),
}
