"""Guards of payment: at reception, while the filing is processed, or at return.

May import: fees, procedures, values, workflow, and this pack's law, accounts, actions and payloads.
"Paid" means that the account of the case is settled: something was billed, and nothing is due.
"""

from caseflow.fees import Dong
from caseflow.procedures import PaymentPoint, Unpaid
from caseflow.values import Text
from caseflow.vietnam import law
from caseflow.vietnam.accounts import books_of
from caseflow.vietnam.payloads import Payment, PaymentRequest
from caseflow.workflow import Guard, Refusal, Situation, payload_guard

__all__ = [
    "fee_is_due_at_reception",
    "fee_is_due_at_return",
    "fee_is_due_midway",
    "fee_is_enough",
    "fee_paid_at_reception",
    "fee_paid_at_return",
    "fee_paid_midway",
    "request_fits_bills",
]

_MIDWAY = PaymentPoint.MIDWAY
_POINTS = {
    PaymentPoint.RECEPTION: Text("khi tiếp nhận", "at reception"),
    PaymentPoint.MIDWAY: Text("trong khi giải quyết", "while the filing is processed"),
    PaymentPoint.RETURN: Text("khi trả kết quả", "when the result is returned"),
}


def _paid(name: str, point: PaymentPoint) -> Guard:
    """Ask that what is due at *point* has been paid, whole.

    Where no point of payment is known, what was billed is asked for while the filing is processed.
    """

    def check(situation: Situation) -> Refusal | None:
        is_needed = _is_collected(situation, point)
        if not is_needed and (point is not _MIDWAY or situation.procedure.payment is not None):
            return None
        account = situation.folded(books_of).account
        if account.balance.due:
            return Refusal(
                "payment-short",
                Text(
                    "phí, lệ phí {point} còn thiếu {due}",
                    "{due} of the fee due {point} are not paid",
                ),
                (("point", _POINTS[point]), ("due", Dong(account.balance.due))),
                law.PAY,
            )
        if not is_needed or account.is_settled:
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


def _is_collected(situation: Situation, point: PaymentPoint) -> bool:
    """Tell whether the procedure collects its fee at *point*."""
    procedure = situation.procedure
    period = procedure.payment_period
    if (
        point is PaymentPoint.RECEPTION
        and period is not None
        and period.on_expiry is Unpaid.CLOCK_NOT_STARTED
    ):
        return True
    return procedure.payment is point


def _payable(name: str, *points: PaymentPoint | None) -> Guard:
    """Ask that the procedure collects its fee at one of *points*, and that it is not paid yet."""

    def check(situation: Situation) -> Refusal | None:
        if situation.folded(books_of).account.is_settled:
            return Refusal(
                "already-paid", Text("phí, lệ phí đã được nộp", "the fee is paid already")
            )
        point = situation.procedure.payment
        if point in points or any(_is_collected(situation, each) for each in points if each):
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
    """Take no less than is due; what is paid in parts is recorded as payments on the bill."""
    due = situation.folded(books_of).account.balance.due
    if payment.amount >= due:
        return None
    return Refusal(
        "fee-short",
        Text("đã nộp {paid}, còn thiếu {short}", "{paid} paid, {short} short"),
        {"paid": Dong(payment.amount), "short": Dong(due - payment.amount)},
        law.PAY,
    )


@payload_guard("request-fits-bills", PaymentRequest)
def request_fits_bills(situation: Situation, request: PaymentRequest) -> Refusal | None:
    """Ask for just what the open bills leave due; without open bills the request is one itself."""
    due = situation.folded(books_of).account.balance.due
    if due in (0, request.amount):
        return None
    return Refusal(
        "request-differs",
        Text(
            "yêu cầu nộp {asked}, các thông báo còn phải nộp {due}",
            "{asked} are asked for, and {due} are due on the bills",
        ),
        {"asked": Dong(request.amount), "due": Dong(due)},
        law.PAY,
    )
