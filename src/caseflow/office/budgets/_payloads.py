"""What is handed in with the actions of a budget."""

from typing import ClassVar

from attrs import Attribute, field

from caseflow._fields import plain_text, says_something
from caseflow._typed import frozen
from caseflow.keys import ReservedKey
from caseflow.money import is_currency_code
from caseflow.payments import MONEY_MOVED
from caseflow.payments._facts import checked_number, is_money, is_number
from caseflow.pii import personal, personal_text
from caseflow.workflow import Refusal

__all__ = ["SUBSIDY_KEY", "Allotment", "BudgetGrant", "GiveBack", "GroundCap", "is_number"]

#: Begins the key of a grant, on its budget and on its filing; see `SubsidyGrant.key`.
SUBSIDY_KEY = "subsidy:"


def _is_number_or_none(_: object, attribute: "Attribute[str]", value: object) -> None:
    if value != "":
        checked_number(value, name=attribute.name)


@frozen
class Allotment:
    """Put *amount* into a budget, as *source* decided; *number* is that of the decision."""

    not_annulled: ClassVar[Refusal] = MONEY_MOVED

    number: str = field(validator=is_number)
    amount: int = field(validator=is_money)
    source: str = field(converter=plain_text, validator=says_something)
    currency: str = field(kw_only=True, validator=is_currency_code)

    @property
    def key(self) -> ReservedKey:
        """Return by what the allotment is known, also as an idempotency key."""
        return ReservedKey(f"allotment:{self.number}")


@frozen
class GroundCap:
    """Grant one person at most *amount* on *ground* in a civil year, as *source* says."""

    ground: str = field(converter=plain_text, validator=says_something)
    amount: int = field(validator=is_money)
    source: str = field(converter=plain_text, validator=says_something)


@frozen
class BudgetGrant:
    """Set *amount* of a budget aside for the filing *case*, on *ground*.

    *number* is that of the grant in the books of the budget. *bill* is the bill it pays, "" for
    the postage of a parcel. *recipient* is personal; *person* is the number of that person in your
    own books, which says nothing of the person. Without it the name belongs to the person the
    filing is of, and is erased with the filing's.
    """

    not_annulled: ClassVar[Refusal] = MONEY_MOVED

    number: str = field(validator=is_number)
    case: str = field(converter=plain_text, validator=says_something)
    amount: int = field(validator=is_money)
    ground: str = field(converter=plain_text, validator=says_something)
    bill: str = field(default="", validator=_is_number_or_none)
    recipient: str = field(
        default="", converter=personal_text, metadata=personal(subject="subject")
    )
    person: str = field(default="", converter=plain_text)
    currency: str = field(kw_only=True, validator=is_currency_code)

    @property
    def subject(self) -> str:
        """Return the subject under whose key the name of the recipient is encrypted."""
        return self.person or f"case:{self.case}"

    @property
    def key(self) -> ReservedKey:
        """Return by what the grant is known, also as an idempotency key, here and on the filing."""
        return ReservedKey(f"{SUBSIDY_KEY}{self.number}")


@frozen
class GiveBack:
    """Give the whole of grant *number* back to its budget."""

    not_annulled: ClassVar[Refusal] = MONEY_MOVED

    number: str = field(validator=is_number)
    reason: str = field(default="", converter=plain_text)

    @property
    def key(self) -> ReservedKey:
        """Return by what it is known, also as an idempotency key."""
        return ReservedKey(f"give-back:{self.number}")
