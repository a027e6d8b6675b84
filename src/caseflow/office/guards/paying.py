"""Guards of payment: at reception, while the filing is processed, at return; of free procedures.

May import: fees, procedures, values, workflow, and this pack's law, accounts, actions and payloads.
"Paid" means that the account of the case is settled: something was billed, and nothing is due. The
rules stand as a table in docs/explanation/payment.md, each row of which is a test.
"""

from caseflow.fees import FeeKind
from caseflow.office import law
from caseflow.office.accounts import books, money_of
from caseflow.office.actions import REFUSE, WAIVE_FEE
from caseflow.office.payloads import FeeWaiver, Payment, PaymentRequest
from caseflow.procedures import PaymentPoint, Procedure, Unpaid
from caseflow.values import Channel, Text
from caseflow.workflow import Guard, Refusal, Situation, guard, payload_guard

__all__ = [
    "charges_nothing",
    "fee_can_be_waived",
    "fee_is_charged",
    "fee_is_due_at_reception",
    "fee_is_due_at_return",
    "fee_is_due_midway",
    "fee_is_enough",
    "fee_not_waived_yet",
    "fee_paid_at_reception",
    "fee_paid_at_return",
    "fee_paid_midway",
    "is_waived",
    "request_fits_bills",
    "waiver_is_of_its_setter",
]

_SERVICE = FeeKind.SERVICE
_MIDWAY = PaymentPoint.MIDWAY
_POINTS = {
    PaymentPoint.RECEPTION: Text(vi="khi tiếp nhận", en="at reception"),
    PaymentPoint.MIDWAY: Text(vi="trong khi giải quyết", en="while the filing is processed"),
    PaymentPoint.RETURN: Text(vi="khi trả kết quả", en="when the result is returned"),
}


def charges_nothing(procedure: Procedure) -> bool:
    """Tell whether the source of *procedure* says that it is free of charge."""
    return procedure.fees is not None and procedure.fees.is_free


def _is_free(procedure: Procedure, _: Channel) -> bool:
    return charges_nothing(procedure)


def is_waived(situation: Situation) -> bool:
    """Tell whether the fee of the filing was waived, or its applicant is exempt from it."""
    return situation.case.times(WAIVE_FEE) > 0


def _paid(name: str, point: PaymentPoint) -> Guard:
    """Ask that what is due at *point* has been paid, whole.

    Where no point of payment is known, what was billed is asked for while the filing is processed.
    """

    def check(situation: Situation) -> Refusal | None:
        is_needed = _is_collected(situation.procedure, point)
        if not is_needed and (point is not _MIDWAY or situation.procedure.payment is not None):
            return None
        account = books(situation).account
        if account.balance.due:
            return Refusal(
                "payment-short",
                Text(
                    vi="phí, lệ phí {point} còn thiếu {due}",
                    en="{due} of the fee due {point} are not paid",
                ),
                (("point", _POINTS[point]), ("due", money_of(situation, account.balance.due))),
                law.PAY,
            )
        if not is_needed or account.is_settled or is_waived(situation):
            return None
        return _missing(situation, point)

    return Guard(name, check)


def _missing(situation: Situation, point: PaymentPoint) -> Refusal:
    return Refusal(
        "payment-missing",
        Text(
            vi="chưa nộp phí, lệ phí {point}: {fee}",
            en="the fee due {point} is not paid: {fee}",
        ),
        (("point", _POINTS[point]), ("fee", situation.procedure.fee_text or "?")),
        law.PAY,
    )


def _is_collected(procedure: Procedure, point: PaymentPoint) -> bool:
    """Tell whether the procedure collects its fee at *point*."""
    if charges_nothing(procedure):
        return False
    period = procedure.payment_period
    if (
        point is PaymentPoint.RECEPTION
        and period is not None
        and period.on_expiry is Unpaid.CLOCK_NOT_STARTED
    ):
        return True
    return procedure.payment is point


def _collected_at(procedure: Procedure) -> PaymentPoint | None:
    """Return the first point at which the procedure collects its fee, None if it has none."""
    return next((each for each in PaymentPoint if _is_collected(procedure, each)), None)


def _returnable(situation: Situation) -> Refusal | None:
    """Let no result go out while anything is due, whatever was due when it was decided.

    A fee that the procedure collects must have been paid by then too. Of a refusal only what was
    billed is asked for, and of a filing whose fee is waived as well.
    """
    account = books(situation).account
    if account.balance.due:
        return Refusal(
            "payment-short",
            Text(
                vi="còn phải nộp {due} nên chưa trả kết quả; ghi nhận khoản nộp hoặc hủy thông báo "
                "nộp trước",
                en="{due} are due, so no result goes out; record a payment, or cancel the bill "
                "first",
            ),
            {"due": money_of(situation, account.balance.due)},
            law.PAY,
        )
    point = _collected_at(situation.procedure)
    if point is None or account.is_settled or is_waived(situation):
        return None
    return None if situation.case.times(REFUSE) else _missing(situation, point)


def _payable(name: str, *points: PaymentPoint | None) -> Guard:
    """Ask that the procedure collects its fee at one of *points*, and that it is not paid yet."""

    def check(situation: Situation) -> Refusal | None:
        procedure = situation.procedure
        if charges_nothing(procedure):
            return _free(situation)
        account = books(situation).account
        if account.is_settled:
            return _ALREADY_PAID
        if is_waived(situation) and not account.balance.due:
            return _WAIVED
        point = procedure.payment
        if point in points or any(_is_collected(procedure, each) for each in points if each):
            return None
        if point is None:
            return _no_point(situation)
        return Refusal(
            "payment-elsewhere",
            Text(vi="phí, lệ phí được thu {point}", en="the fee is collected {point}"),
            {"point": _POINTS[point]},
            law.PAY,
        )

    def bars(procedure: Procedure, _: Channel) -> bool:
        if charges_nothing(procedure):
            return True
        collected = any(_is_collected(procedure, each) for each in points if each)
        return procedure.payment not in points and not collected

    return Guard(name, check, bars=bars)


def _payable_at_return(situation: Situation) -> Refusal | None:
    """Take at return what is collected then, and whatever else is still due or not paid."""
    account = books(situation).account
    if account.balance.due:
        return None
    if charges_nothing(situation.procedure):
        return _free(situation)
    if account.is_settled:
        return _ALREADY_PAID
    if is_waived(situation):
        return _WAIVED
    return None if _collected_at(situation.procedure) else _no_point(situation)


_ALREADY_PAID = Refusal(
    "already-paid", Text(vi="phí, lệ phí đã được nộp", en="the fee is paid already")
)


_WAIVED = Refusal(
    "fee-waived",
    Text(vi="phí, lệ phí của hồ sơ đã được miễn", en="the fee of the filing is waived"),
)


def _no_point(situation: Situation) -> Refusal:
    return Refusal(
        "no-payment-point",
        Text(
            vi="thủ tục {procedure} không thu phí, lệ phí ở bước này",
            en="procedure {procedure} collects no fee at this point",
        ),
        {"procedure": situation.procedure.code},
    )


def _free(situation: Situation) -> Refusal:
    return Refusal(
        "procedure-free",
        Text(
            vi="thủ tục {procedure} không thu phí, lệ phí nên không được yêu cầu nộp tiền",
            en="procedure {procedure} is free of charge, so no money may be asked for",
        ),
        {"procedure": situation.procedure.code},
        situation.procedure.decision,
    )


@guard("fee-is-charged", bars=_is_free)
def fee_is_charged(situation: Situation) -> Refusal | None:
    """Ask for money only where the procedure is not free of charge, and the fee not waived."""
    if charges_nothing(situation.procedure):
        return _free(situation)
    return _WAIVED if is_waived(situation) else None


fee_paid_at_reception = _paid("fee-paid-at-reception", PaymentPoint.RECEPTION)
fee_paid_midway = _paid("fee-paid-midway", PaymentPoint.MIDWAY)
fee_paid_at_return = Guard("fee-paid-at-return", _returnable)
fee_is_due_at_reception = _payable("fee-is-due-at-reception", PaymentPoint.RECEPTION)
#: Where no point of payment is known, an office may still ask for what the law imposes.
fee_is_due_midway = _payable("fee-is-due-midway", PaymentPoint.MIDWAY, None)
fee_is_due_at_return = Guard("fee-is-due-at-return", _payable_at_return, bars=_is_free)


@guard("fee-can-be-waived", bars=_is_free)
def fee_can_be_waived(situation: Situation) -> Refusal | None:
    """Waive a fee only where there may be one."""
    if not charges_nothing(situation.procedure):
        return None
    return Refusal(
        "nothing-to-waive",
        Text(
            vi="thủ tục {procedure} không thu phí, lệ phí nên không có gì để miễn",
            en="procedure {procedure} is free of charge, so there is nothing to waive",
        ),
        {"procedure": situation.procedure.code},
    )


@guard("fee-not-waived-yet")
def fee_not_waived_yet(situation: Situation) -> Refusal | None:
    """Waive the fee of a filing once."""
    return _WAIVED if is_waived(situation) else None


@payload_guard("waiver-is-of-its-setter", FeeWaiver)
def waiver_is_of_its_setter(situation: Situation, waiver: FeeWaiver) -> Refusal | None:
    """Let an authority waive only what it has set; an exemption by law names no authority."""
    fees = situation.procedure.fees
    setters = sorted({fee.set_by for fee in fees.fees if fee.kind is not _SERVICE} if fees else ())
    if not waiver.by or not fees or waiver.by in setters:
        return None
    return Refusal(
        "waiver-power",
        Text(
            vi="{by} không có thẩm quyền miễn phí, lệ phí do {setters} quy định",
            en="{by} cannot waive fees that {setters} set; pay them from a budget instead",
        ),
        {"by": waiver.by, "setters": ", ".join(filter(None, setters)) or "-"},
    )


@payload_guard("fee-is-enough", Payment)
def fee_is_enough(situation: Situation, payment: Payment) -> Refusal | None:
    """Take no less than is due; what is paid in parts is recorded as payments on the bill."""
    due = books(situation).account.balance.due
    if payment.amount >= due:
        return None
    return Refusal(
        "fee-short",
        Text(vi="đã nộp {paid}, còn thiếu {short}", en="{paid} paid, {short} short"),
        {
            "paid": money_of(situation, payment.amount),
            "short": money_of(situation, due - payment.amount),
        },
        law.PAY,
    )


@payload_guard("request-fits-bills", PaymentRequest)
def request_fits_bills(situation: Situation, request: PaymentRequest) -> Refusal | None:
    """Ask for just what the open bills leave due; without open bills the request is one itself."""
    due = books(situation).account.balance.due
    if due in (0, request.amount):
        return None
    return Refusal(
        "request-differs",
        Text(
            vi="yêu cầu nộp {asked}, các thông báo còn phải nộp {due}",
            en="{asked} are asked for, and {due} are due on the bills",
        ),
        {"asked": money_of(situation, request.amount), "due": money_of(situation, due)},
        law.PAY,
    )
