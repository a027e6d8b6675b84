"""What is handed in with the return of a result.

May import: errors, values, pii, workflow, and `borders` and `results` beside it.
"""

from typing import ClassVar

from attrs import field

from caseflow.errors import ValueInvalidError
from caseflow.office.payloads.borders import (
    is_channel,
    is_count,
    is_flag,
    plain_text,
    says_something,
)
from caseflow.office.payloads.results import PAPER_GIVEN
from caseflow.pii import personal, personal_text
from caseflow.typed import frozen
from caseflow.values import Channel
from caseflow.workflow import Refusal

__all__ = [
    "EarlyNotice",
    "Handover",
    "Parcel",
    "ResultChannel",
]


@frozen
class EarlyNotice:
    """Tell the applicant, before the appointed day, that the result is ready.

    Source: Decree 61/2018/NĐ-CP Art. 20.4 (text message, e-mail, telephone or social network).
    """

    means: str = field(converter=plain_text, validator=says_something)
    note: str = field(default="", converter=plain_text)


@frozen
class Handover:
    """Name the person who took the result at the counter."""

    not_annulled: ClassVar[Refusal] = PAPER_GIVEN

    recipient: str = field(converter=personal_text, validator=says_something, metadata=personal())
    is_authorised: bool = field(default=False, validator=is_flag)


@frozen
class Parcel:
    """Give the number under which the post carries the result, where to, and who pays postage.

    *fee* is the postage and *subsidy* the part of it that the *budget* named pays for the
    applicant, both integers in the smallest unit of the currency of the jurisdiction, as they are
    stored; a subsidy is never more than the fee.
    """

    not_annulled: ClassVar[Refusal] = PAPER_GIVEN

    tracking: str = field(converter=plain_text, validator=says_something)
    address: str = field(default="", converter=personal_text, metadata=personal())
    fee: int = field(default=0, validator=is_count)
    subsidy: int = field(default=0, validator=is_count)
    budget: str = field(default="", converter=plain_text)

    def __attrs_post_init__(self) -> None:
        if self.subsidy > self.fee:
            raise ValueInvalidError("subsidy", self.subsidy, f"at most the fee, {self.fee:,}")
        if self.subsidy and not self.budget.strip():
            raise ValueInvalidError("budget", self.budget, "the budget that pays the subsidy")


@frozen
class ResultChannel:
    """Say how the applicant wants the result from now on."""

    channel: Channel = field(validator=is_channel)
