"""Where a fee is collected: at reception, while the filing is processed, at return.

"Paid" means that the account of the case is settled: something was billed, and nothing is due. The
rules stand as a table in docs/explanation/payment.md, each row of which is a test.
"""

from caseflow.office import _law as law
from caseflow.office._phases import Phase
from caseflow.office.paying._accounts import (
    PAY,
    REQUEST_PAYMENT,
    Payment,
    PaymentRequest,
    books,
    money_of,
)
from caseflow.office.paying._waiving import (
    FEE_WAIVED,
    charges_nothing,
    free_of_charge,
    is_free,
    is_waived,
)
from caseflow.office.rules import OfficeRules
from caseflow.office.states import (
    APPLICANT,
    AWAITING_PAYMENT,
    BEFORE_ACCEPTANCE,
    CASHIER,
    DECIDED,
    INTAKE,
    OFFICER,
    PROCESSING,
    REFUSE_ACT,
)
from caseflow.procedures import PaymentPoint, Procedure, Unpaid
from caseflow.texts import Message
from caseflow.values import Channel
from caseflow.workflow import (
    LEGAL,
    ClockOp,
    Effect,
    Guard,
    Refusal,
    Situation,
    Transition,
    payload_guard,
)

__all__ = [
    "COLLECTING",
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
    PaymentPoint.RECEPTION: Message("office.at-reception"),
    PaymentPoint.MIDWAY: Message("office.while-the-filing-is-processed"),
    PaymentPoint.RETURN: Message("office.when-the-result-is-returned"),
}


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
                Message("office.payment-short-due-of-the-fee-due"),
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
        Message("office.payment-missing"),
        (("point", _POINTS[point]), ("fee", situation.procedure.fee_text or "?")),
        law.PAY,
    )


def _is_collected(procedure: Procedure, point: PaymentPoint) -> bool:
    """Return whether the procedure collects its fee at *point*."""
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
            Message("office.payment-short"),
            {"due": money_of(situation, account.balance.due)},
            law.PAY,
        )
    point = _collected_at(situation.procedure)
    if point is None or account.is_settled or is_waived(situation):
        return None
    return None if situation.case.times(REFUSE_ACT) else _missing(situation, point)


def _payable(name: str, *points: PaymentPoint | None) -> Guard:
    """Ask that the procedure collects its fee at one of *points*, and that it is not paid yet."""

    def check(situation: Situation) -> Refusal | None:
        procedure = situation.procedure
        if charges_nothing(procedure):
            return free_of_charge(situation)
        account = books(situation).account
        if account.is_settled:
            return _ALREADY_PAID
        if is_waived(situation) and not account.balance.due:
            return FEE_WAIVED
        point = procedure.payment
        if point in points or any(_is_collected(procedure, each) for each in points if each):
            return None
        if point is None:
            return _no_point(situation)
        return Refusal(
            "payment-elsewhere",
            Message("office.payment-elsewhere"),
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
        return free_of_charge(situation)
    if account.is_settled:
        return _ALREADY_PAID
    if is_waived(situation):
        return FEE_WAIVED
    return None if _collected_at(situation.procedure) else _no_point(situation)


_ALREADY_PAID = Refusal("already-paid", Message("office.already-paid"))


def _no_point(situation: Situation) -> Refusal:
    return Refusal(
        "no-payment-point",
        Message("office.no-payment-point"),
        {"procedure": situation.procedure.code},
    )


fee_paid_at_reception = _paid("fee-paid-at-reception", PaymentPoint.RECEPTION)


fee_paid_midway = _paid("fee-paid-midway", PaymentPoint.MIDWAY)


fee_paid_at_return = Guard("fee-paid-at-return", _returnable)


fee_is_due_at_reception = _payable("fee-is-due-at-reception", PaymentPoint.RECEPTION)


#: Where no point of payment is known, an office may still ask for what the law imposes.
fee_is_due_midway = _payable("fee-is-due-midway", PaymentPoint.MIDWAY, None)


fee_is_due_at_return = Guard("fee-is-due-at-return", _payable_at_return, bars=is_free)


@payload_guard("fee-is-enough", Payment)
def fee_is_enough(situation: Situation, payment: Payment) -> Refusal | None:
    """Take no less than is due; what is paid in parts is recorded as payments on the bill."""
    due = books(situation).account.balance.due
    if payment.amount >= due:
        return None
    return Refusal(
        "fee-short",
        Message("office.fee-short"),
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
        Message("office.request-differs"),
        {"asked": money_of(situation, request.amount), "due": money_of(situation, due)},
        law.PAY,
    )


def _transitions(_: OfficeRules) -> tuple[Transition, ...]:
    """Return what the actions of this phase lead to."""
    payers = [APPLICANT, INTAKE, CASHIER]
    receipt = (Effect("print-fee-receipt"),)
    return (
        *Transition.each(
            PAY,
            BEFORE_ACCEPTANCE,
            None,
            payers,
            guards=(fee_is_due_at_reception, fee_is_enough),
            effects=receipt,
        ),
        Transition(
            REQUEST_PAYMENT,
            PROCESSING,
            AWAITING_PAYMENT,
            [INTAKE, OFFICER],
            guards=(fee_is_due_midway, request_fits_bills),
            clocks=(ClockOp.pause(LEGAL, reason="payment"),),
            effects=(Effect("send-payment-request"),),
        ),
        Transition(
            PAY,
            AWAITING_PAYMENT,
            PROCESSING,
            payers,
            guards=(fee_is_enough,),
            clocks=(ClockOp.resume(LEGAL, basis=law.PAY),),
            effects=receipt,
        ),
        Transition(
            PAY,
            DECIDED,
            DECIDED,
            payers,
            guards=(fee_is_due_at_return, fee_is_enough),
            effects=receipt,
        ),
    )


COLLECTING = Phase(
    "collecting",
    (
        REQUEST_PAYMENT,
        PAY,
    ),
    _transitions,
)
