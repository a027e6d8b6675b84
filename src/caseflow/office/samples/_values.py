"""The data by which a country's made-up filings are drawn: who acts, what they write, the prices.

How filings are worked by it is in `_month` and `_tills`.
"""

from collections.abc import Callable, Mapping
from datetime import date

from attrs import evolve, field, fields

from caseflow._typed import frozen, typed
from caseflow.cases import Case
from caseflow.errors import ValueInvalidError
from caseflow.money import Currency
from caseflow.office.payloads import Applicant, OnlineResult, Receipt
from caseflow.office.rules import OfficeRules
from caseflow.values import Actor

__all__ = ["Notes", "People", "Prices", "Sample"]


#: So many filings a sample may number.
_MOST = 10**9


@frozen
class People:
    """Name who acts: nobody that there is. Each has the roles that the office asks for."""

    desk: Actor
    cashier: Actor
    accountant: Actor
    office: Actor
    applicant: Actor
    support: Actor
    webhook: Actor


@typed
@frozen
class Notes:
    """Hold what made-up people write; `{number}` is the number of the filing in the month.

    Attributes:
        applicant: the name of the applicant.
        request: what is asked for.
        papers: those that are handed in.
        not_competent: why a filing is not accepted.
        withdrawn: why one is withdrawn.
        unit: who works on the filings.
        lacking: the paper that is asked for.
        lacking_why: why it is asked for.
        decision: the number of the decision.
        refused: why a filing is refused as a result.
        means: how people are told that a result is ready.
        parcel: the number of the parcel in which a result goes out.
        handed_to: who takes a result at the counter.
        cash: how somebody pays there.
        document: the name of an electronic result.
    """

    applicant: str
    request: str
    papers: tuple[str, ...]
    not_competent: str
    withdrawn: str
    unit: str
    lacking: str
    lacking_why: str
    decision: str
    refused: str
    means: str
    parcel: str
    handed_to: str
    cash: str
    document: str = "{number}.pdf"

    def of(self, number: int) -> "Notes":
        """Return the texts with the *number* of a filing in its place.

        Raises:
            ValueInvalidError: no filing of a sample has that number.
        """
        if not 0 <= number < _MOST:
            raise ValueInvalidError("number", number, f"a number from 0 to {_MOST - 1:,}")
        texts = {
            each.name: getattr(self, each.name).format(number=number)
            for each in fields(Notes)
            if each.name != "papers"
        }
        return evolve(self, **texts)


@frozen
class Prices:
    """Hold the made-up amounts of a sample, in the smallest unit of the currency of the pack.

    Attributes:
        stated: the amounts of fees whose tariff lies elsewhere, by the name of the fee.
        transfer: the fee for a transfer, charged to those who pay online; "" if there is none.
        postage: the fee for sending a result home; "" if there is none.
        budget: the name of the budget that pays subsidies; "" if there is none.
        allotted: what was put into it.
        allotted_on: on which day.
        source: who decided it.
        transaction: begins the numbers of transactions of the gateway.
    """

    stated: Mapping[str, int] = field(factory=dict[str, int])
    transfer: str = ""
    postage: str = ""
    budget: str = ""
    allotted: int = 0
    allotted_on: date = date(2026, 1, 2)
    source: str = ""
    transaction: str = "T"

    @property
    def services(self) -> frozenset[str]:
        """Return the fees that are charged only where they are asked for."""
        return frozenset({self.transfer, self.postage} - {""})


@frozen(eq=False)
class Sample:
    """Say how the month of one country is drawn.

    Attributes:
        first: the first day on which filings come in.
        last: the last one.
        online: how many of 1,000 filings are lodged online, where the procedure is offered so.
        people: who acts.
        notes: what they write.
        applicant: makes the applicant of that name, reachable nowhere.
        receipt: makes the receipt of a number of papers, for a filing accepted on a day, by its
            number in the month.
        result: makes the electronic result of a case, by the name of the document.
        prices: what things cost.
        currency: in which the prices are.
        language: in which bills are written.
        paid_on: the day of the gateway that is reconciled.
        rules: what the law of the country says to the office, by which control slips judge.
    """

    first: date
    last: date
    online: int
    people: People
    notes: Notes
    applicant: Callable[[str], Applicant]
    receipt: Callable[[int, date, int], Receipt]
    result: Callable[[Case, str], OnlineResult]
    prices: Prices
    currency: Currency
    language: str
    paid_on: date
    rules: OfficeRules = field(factory=OfficeRules)
