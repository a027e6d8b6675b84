"""Fees that are not owed: procedures free of charge, and fees that are waived."""

from attrs import field

from caseflow._fields import plain_text, says_something
from caseflow._typed import frozen
from caseflow.fees import SERVICE
from caseflow.office._phases import Phase
from caseflow.office.rules import UNNAMED, OfficeRules
from caseflow.office.states import APPROVER, CASHIER, INTAKE, UNTIL_RETURN
from caseflow.procedures import Procedure
from caseflow.texts import Message
from caseflow.values import Channel
from caseflow.workflow import Action, Refusal, Situation, Transition, guard, payload_guard

__all__ = [
    "FEE_WAIVED",
    "WAIVE_FEE",
    "WAIVING",
    "FeeWaiver",
    "charges_nothing",
    "fee_can_be_waived",
    "fee_is_charged",
    "fee_not_waived_yet",
    "free_of_charge",
    "is_free",
    "is_waived",
    "waiver_is_of_its_setter",
]


@frozen
class FeeWaiver:
    """Record that a filing owes no fee: on which *ground*, and by which rule or decision.

    *by* is the authority that waives what it has set itself, "" for an exemption by law. A fee that
    is only reduced is no waiver: its bill is of what is left.
    """

    ground: str = field(converter=plain_text, validator=says_something)
    basis: str = field(converter=plain_text, validator=says_something)
    by: str = field(converter=plain_text, default="")


WAIVE_FEE = Action(
    "waive-fee",
    FeeWaiver,
    UNNAMED,
)


def charges_nothing(procedure: Procedure) -> bool:
    """Return whether the source of *procedure* says that it is free of charge."""
    return procedure.fees is not None and procedure.fees.is_free


def is_free(procedure: Procedure, _: Channel) -> bool:
    """Return whether the guard bars: the procedure is free, whatever the channel."""
    return charges_nothing(procedure)


def is_waived(situation: Situation) -> bool:
    """Return whether the fee of the filing was waived, or its applicant is exempt from it."""
    return situation.case.times(WAIVE_FEE) > 0


FEE_WAIVED = Refusal(
    "fee-waived",
    Message("office.fee-waived"),
)


def free_of_charge(situation: Situation) -> Refusal:
    """Return why no money is asked for: the source says that the procedure is free."""
    return Refusal(
        "procedure-free",
        Message("office.procedure-free"),
        {"procedure": situation.procedure.code},
        situation.procedure.decision,
    )


@guard("fee-is-charged", bars=is_free)
def fee_is_charged(situation: Situation) -> Refusal | None:
    """Ask for money only where the procedure is not free of charge, and the fee not waived."""
    if charges_nothing(situation.procedure):
        return free_of_charge(situation)
    return FEE_WAIVED if is_waived(situation) else None


@guard("fee-can-be-waived", bars=is_free)
def fee_can_be_waived(situation: Situation) -> Refusal | None:
    """Waive a fee only where there may be one."""
    if not charges_nothing(situation.procedure):
        return None
    return Refusal(
        "nothing-to-waive",
        Message("office.nothing-to-waive"),
        {"procedure": situation.procedure.code},
    )


@guard("fee-not-waived-yet")
def fee_not_waived_yet(situation: Situation) -> Refusal | None:
    """Waive the fee of a filing once."""
    return FEE_WAIVED if is_waived(situation) else None


@payload_guard("waiver-is-of-its-setter", FeeWaiver)
def waiver_is_of_its_setter(situation: Situation, waiver: FeeWaiver) -> Refusal | None:
    """Let an authority waive only what it has set; an exemption by law names no authority."""
    fees = situation.procedure.fees
    setters = sorted({fee.set_by for fee in fees.fees if fee.kind != SERVICE} if fees else ())
    if not waiver.by or not fees or waiver.by in setters:
        return None
    return Refusal(
        "waiver-power",
        Message("office.waiver-power"),
        {"by": waiver.by, "setters": ", ".join(filter(None, setters)) or "-"},
    )


def _transitions(_: OfficeRules) -> tuple[Transition, ...]:
    """Return what the actions of this phase lead to."""
    return (
        *Transition.each(
            WAIVE_FEE,
            UNTIL_RETURN,
            None,
            [INTAKE, CASHIER, APPROVER],
            guards=(
                fee_can_be_waived,
                fee_not_waived_yet,
                waiver_is_of_its_setter,
            ),
        ),
    )


WAIVING = Phase("waiving", (WAIVE_FEE,), _transitions)
