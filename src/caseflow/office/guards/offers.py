"""Guards of what is offered: an action that no payload could do now is shut, with the reason.

May import: fees, limits, payments, procedures, values, workflow, and this pack's accounts, actions,
states, handovers, results and guards. They need no payload; what one payload must be is asked by
others.
"""

from caseflow.errors import LimitError, UnknownNameError
from caseflow.ledgers import ClockState
from caseflow.office import law
from caseflow.office.accounts import books
from caseflow.office.actions import REFUSE
from caseflow.office.guards.handovers import can_begin
from caseflow.office.guards.paying import charges_nothing, is_waived
from caseflow.office.guards.receiving import kinds
from caseflow.office.guards.returning import REFUSED
from caseflow.office.issued_results import issued_results
from caseflow.office.states import BEFORE_RESULT, DECIDED
from caseflow.payments import SubsidyGrant, SubsidyReturned
from caseflow.payments.accounts import BillAccount
from caseflow.procedures import Procedure
from caseflow.values import Channel, Text
from caseflow.workflow import LEGAL, Refusal, Situation, guard

__all__ = [
    "NO_BILL",
    "NO_BILL_COMES",
    "bill_can_be_cancelled",
    "bill_takes_money",
    "bill_takes_subsidy",
    "grant_can_be_declined",
    "grant_is_over",
    "ground_can_be_named",
    "kind_can_be_said",
    "paid_is_left",
    "result_is_valid",
    "step_is_left",
]

#: The case has no bill on which money could move, and one can be issued.
NO_BILL = Refusal(
    "no-bill",
    Text(
        vi="hồ sơ chưa có thông báo nộp; lập thông báo nộp trước",
        en="the case has no bill; issue one",
    ),
)
#: The case has no bill, and none is issued: its fee is nothing or waived, or the case is over.
NO_BILL_COMES = Refusal(
    "no-bill", Text(vi="hồ sơ không có thông báo nộp", en="the case has no bill, and takes none")
)
_ALL_CANCELLED = Refusal(
    "bills-cancelled",
    Text(vi="các thông báo nộp đều đã hủy", en="every bill of the case is cancelled"),
)
_NOTHING_DUE = Refusal(
    "nothing-due",
    Text(vi="không còn khoản phải nộp", en="nothing is due on any bill"),
)
_NOTHING_PAID = Refusal(
    "nothing-paid",
    Text(vi="không còn khoản đã nộp nào để hoàn", en="nothing that was paid is left to give back"),
)
_NOTHING_OVER = Refusal(
    "nothing-over",
    Text(
        vi="không có khoản hỗ trợ nào nộp thừa để hoàn lại",
        en="no grant is over-paid, so nothing goes back to a budget",
    ),
)


def _bills(situation: Situation) -> tuple[BillAccount, ...]:
    bills = books(situation).account.bills
    return tuple(each for each in bills if each.bill is not None)


def _no_bill(situation: Situation) -> Refusal:
    """Return what is said without a bill: to issue one only where that is open."""
    is_open = situation.case.state in _BILLED
    is_charged = not (charges_nothing(situation.procedure) or is_waived(situation))
    return NO_BILL if is_open and is_charged else NO_BILL_COMES


#: The states in which a bill may be issued.
_BILLED = frozenset(state.name for state in (*BEFORE_RESULT, DECIDED))


# ── money ───────────────────────────────────────────────────────────────────────────────────


@guard("bill-takes-money")
def bill_takes_money(situation: Situation) -> Refusal | None:
    """Record a payment only while some bill is open to one."""
    bills = _bills(situation)
    if any(not each.is_cancelled for each in bills):
        return None
    return _ALL_CANCELLED if bills else _no_bill(situation)


@guard("bill-takes-subsidy")
def bill_takes_subsidy(situation: Situation) -> Refusal | None:
    """Pay from a budget only while something is due."""
    bills = _bills(situation)
    if any(each.balance.due for each in bills):
        return None
    return _NOTHING_DUE if bills else _no_bill(situation)


@guard("bill-can-be-cancelled")
def bill_can_be_cancelled(situation: Situation) -> Refusal | None:
    """Cancel only while some bill stands, and is none whose fee is kept."""
    refusal = bill_takes_money.check(situation)
    if refusal is not None or not _keeps_fee(situation):
        return refusal
    open_ = (each.balance for each in _bills(situation) if not each.is_cancelled)
    return None if any(each.net_paid <= each.overpaid for each in open_) else _kept(situation)


@guard("paid-is-left")
def paid_is_left(situation: Situation) -> Refusal | None:
    """Give back only while something that was paid is left, and is none that is kept."""
    balances = [each.balance for each in _bills(situation)]
    if not any(each.net_paid > 0 for each in balances):
        return _NOTHING_PAID
    if not _keeps_fee(situation) or any(min(each.net_paid, each.overpaid) for each in balances):
        return None
    return _kept(situation)


@guard("grant-is-over")
def grant_is_over(situation: Situation) -> Refusal | None:
    """Give back to a budget only while a grant holds something on a bill that is over-paid."""
    account = books(situation).account
    over = {each.number for each in _bills(situation) if each.balance.overpaid}
    back: dict[str, int] = {}
    for fact in account.facts:
        if isinstance(fact, SubsidyReturned):
            back[fact.grant] = back.get(fact.grant, 0) + fact.amount
    grants = (each for each in account.facts if isinstance(each, SubsidyGrant))
    if any(each.bill in over and each.amount > back.get(each.number, 0) for each in grants):
        return None
    return _NOTHING_OVER


@guard("grant-can-be-declined")
def grant_can_be_declined(situation: Situation) -> Refusal | None:
    """Decline a grant only where one may come: on a bill, or for the postage of a result."""
    is_open = situation.case.decided_at is not None or bool(_bills(situation))
    return None if is_open else _no_bill(situation)


def _keeps_fee(situation: Situation) -> bool:
    return situation.procedure.keeps_fee_when_refused and situation.case.times(REFUSE) > 0


def _kept(situation: Situation) -> Refusal:
    return Refusal(
        "fee-kept-when-refused",
        Text(
            vi="hồ sơ bị từ chối thì không hoàn phí, lệ phí của thủ tục {procedure}",
            en="procedure {procedure} keeps the fee of a refused filing, and nothing is over-paid",
        ),
        {"procedure": situation.procedure.code},
    )


# ── the filing ──────────────────────────────────────────────────────────────────────────────


def _has_no_kinds(procedure: Procedure, _: Channel) -> bool:
    return not set(procedure.branches) - {REFUSED}


@guard("kind-can-be-said", bars=_has_no_kinds)
def kind_can_be_said(situation: Situation) -> Refusal | None:
    """Say which kind of case it is only where the limit depends on one that the filing can be."""
    if any(_is_fitting(situation, kind) for kind in kinds(situation)):
        return None
    return Refusal(
        "no-such-branch",
        Text(
            vi="thời hạn của thủ tục {procedure} không tùy trường hợp nào áp dụng được cho hồ sơ "
            "này",
            en="the limit of procedure {procedure} depends on no kind of case that this filing "
            "can be",
        ),
        {"procedure": situation.procedure.code},
    )


def _is_fitting(situation: Situation, kind: str) -> bool:
    """Tell whether *kind* has a limit for the filing, in which its extensions are no misfit."""
    if kind == situation.case.branch:
        return True
    try:
        limit = situation.procedure.limit_for(situation.case.channel, kind)
        ledger = situation.case.clock(LEGAL)
        if ledger is not None and ledger.state in (ClockState.RUNNING, ClockState.PAUSED):
            for mark in ledger.marks:
                if mark.extra is not None:
                    limit.extended(mark.extra)
    except (UnknownNameError, LimitError):
        return False
    return True


@guard("ground-can-be-named")
def ground_can_be_named(situation: Situation) -> Refusal | None:
    """Leave time out only on a day on which some ground of the procedure is in force."""
    grounds = situation.procedure.excluded_grounds
    if not grounds or any(each.is_in_force(situation.on) for each in grounds):
        return None
    return Refusal(
        "no-ground",
        Text(
            vi="ngày {on} không có căn cứ nào để trừ thời gian",
            en="no ground for leaving time out is in force on {on}",
        ),
        {"on": situation.on},
    )


@guard("step-is-left")
def step_is_left(situation: Situation) -> Refusal | None:
    """Hand over a step only while one can begin."""
    if can_begin(situation):
        return None
    return Refusal(
        "no-step-left",
        Text(
            vi="các bước đều đã xong hoặc đang được thực hiện",
            en="every step is finished, with a unit, or waits for one that is",
        ),
        basis=law.STEPS,
    )


@guard("result-is-valid")
def result_is_valid(situation: Situation) -> Refusal | None:
    """Cancel a result only while one stands."""
    known = issued_results(situation.case)
    if any(each.is_valid for each in known):
        return None
    return _ALL_RESULTS_CANCELLED if known else _NO_RESULT


_ALL_RESULTS_CANCELLED = Refusal(
    "result-cancelled",
    Text(vi="các kết quả điện tử đều đã hủy", en="every electronic result was cancelled already"),
    basis=law.CANCELLED_RESULT,
)
_NO_RESULT = Refusal(
    "no-such-result",
    Text(vi="hồ sơ chưa có kết quả điện tử", en="the case has no electronic result on record"),
    basis=law.CANCELLED_RESULT,
)
