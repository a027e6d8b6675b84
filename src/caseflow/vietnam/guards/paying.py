"""Guards of payment: at reception, while the filing is processed, or at return.

May import: procedures, values, workflow, and this pack's law, actions and payloads.
"""

from caseflow.procedures import PaymentPoint
from caseflow.values import Text
from caseflow.vietnam import law
from caseflow.vietnam.actions import PAY
from caseflow.vietnam.payloads import Payment
from caseflow.workflow import Guard, Refusal, Situation, payload_guard

__all__ = [
    "FEE_DUE",
    "fee_is_due_at_reception",
    "fee_is_due_at_return",
    "fee_is_due_midway",
    "fee_is_enough",
    "fee_paid_at_reception",
    "fee_paid_at_return",
    "fee_paid_midway",
]

#: The fact that holds how many dong were asked for.
FEE_DUE = "fee_due"

_POINTS = {
    PaymentPoint.RECEPTION: Text("khi tiếp nhận", "at reception"),
    PaymentPoint.MIDWAY: Text("trong khi giải quyết", "while the filing is processed"),
    PaymentPoint.RETURN: Text("khi trả kết quả", "when the result is returned"),
}


def _paid(name: str, point: PaymentPoint) -> Guard:
    """Ask that what is due at *point* has been paid."""

    def check(situation: Situation) -> Refusal | None:
        if situation.procedure.payment is not point or situation.case.times(PAY):
            return None
        return Refusal(
            "payment-missing",
            Text(
                "chưa nộp phí, lệ phí {point}: {fee}",
                "the fee due {point} is not paid: {fee}",
            ),
            (("point", _POINTS[point]), ("fee", situation.procedure.fee_text or "?")),
            law.PAY,
        )

    return Guard(name, check)


def _payable(name: str, *points: PaymentPoint | None) -> Guard:
    """Ask that the procedure collects its fee at one of *points*, and that it is not paid yet."""

    def check(situation: Situation) -> Refusal | None:
        if situation.case.times(PAY):
            return Refusal(
                "already-paid", Text("phí, lệ phí đã được nộp", "the fee is paid already")
            )
        point = situation.procedure.payment
        if point in points:
            return None
        if point is None:
            return Refusal(
                "no-payment-point",
                Text(
                    "thủ tục {procedure} không thu phí, lệ phí ở bước này",
                    "procedure {procedure} collects no fee at this point",
                ),
                {"procedure": situation.procedure.code},
            )
        return Refusal(
            "payment-elsewhere",
            Text("phí, lệ phí được thu {point}", "the fee is collected {point}"),
            {"point": _POINTS[point]},
            law.PAY,
        )

    return Guard(name, check)


fee_paid_at_reception = _paid("fee-paid-at-reception", PaymentPoint.RECEPTION)
fee_paid_midway = _paid("fee-paid-midway", PaymentPoint.MIDWAY)
fee_paid_at_return = _paid("fee-paid-at-return", PaymentPoint.RETURN)
fee_is_due_at_reception = _payable("fee-is-due-at-reception", PaymentPoint.RECEPTION)
#: Where no point of payment is known, an office may still ask for what the law imposes.
fee_is_due_midway = _payable("fee-is-due-midway", PaymentPoint.MIDWAY, None)
fee_is_due_at_return = _payable("fee-is-due-at-return", PaymentPoint.RETURN)


@payload_guard("fee-is-enough", Payment)
def fee_is_enough(situation: Situation, payment: Payment) -> Refusal | None:
    """Take no less than was asked for."""
    due = situation.case.fact(FEE_DUE)
    if not isinstance(due, int) or payment.amount >= due:
        return None
    return Refusal(
        "fee-short",
        Text("đã nộp {paid} đồng, còn thiếu {short} đồng", "{paid} dong paid, {short} short"),
        {"paid": payment.amount, "short": due - payment.amount},
        law.PAY,
    )
