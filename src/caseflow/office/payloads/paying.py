"""What is handed in with payment.

Amounts are integers in the smallest unit of the currency of the jurisdiction, as they are stored,
and never floats.
"""

from typing import ClassVar

from attrs import field

from caseflow.office.payloads.borders import is_money, plain_text, says_something
from caseflow.payments import MONEY_MOVED
from caseflow.typed import frozen
from caseflow.workflow import Refusal

__all__ = [
    "FeeWaiver",
    "Payment",
    "PaymentRequest",
]


@frozen
class FeeWaiver:
    """Record that a filing owes no fee: on which *ground*, and by which rule or decision.

    *by* is the authority that waives what it has set itself, "" for an exemption by law. A fee that
    is only reduced is no waiver: its bill is of what is left.

    Source: Law on fees and charges 97/2015/QH13, Art. 10.
    """

    ground: str = field(converter=plain_text, validator=says_something)
    basis: str = field(converter=plain_text, validator=says_something)
    by: str = field(converter=plain_text, default="")


@frozen
class PaymentRequest:
    """Ask for *amount*."""

    amount: int = field(validator=is_money)
    reason: str = field(default="", converter=plain_text)


@frozen
class Payment:
    """Record that *amount* was paid, how, and under which receipt number.

    Source: Decree 61/2018/NĐ-CP Art. 22; Decree 45/2020/NĐ-CP Art. 13.
    """

    not_annulled: ClassVar[Refusal] = MONEY_MOVED

    amount: int = field(validator=is_money)
    method: str = field(default="", converter=plain_text)
    reference: str = field(default="", converter=plain_text)
