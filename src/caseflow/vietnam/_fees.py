"""The fees of the catalogue of Viet Nam, whom its law frees of them, and what a case has paid.

The rows are in data/fees.toml; an amount that no source states is not there, and must be stated by
whoever asks.
"""

from collections.abc import Iterable
from datetime import date
from functools import cache

from caseflow._typed import typed
from caseflow.fees import FeeSchedule
from caseflow.law import Basis
from caseflow.office.paying import books_of
from caseflow.office.tariffs import Tariffs, read_tariffs
from caseflow.payments import Account
from caseflow.values import Text
from caseflow.vietnam._money import FEE_KINDS, VND
from caseflow.vietnam._shipped import LANGUAGES, shipped_text
from caseflow.vietnam.law import RULES
from caseflow.vietnam.rules import OFFICE
from caseflow.workflow import RecordView

__all__ = ["APPLICANT_CLASSES", "account_of", "fees_of", "shipped", "tariff", "tariff_names"]

#: Classes of applicant whom the law names; the rule that details each exemption must be cited.
#: Source: Law on fees and charges 97/2015/QH13, Art. 10.
APPLICANT_CLASSES = {
    "child": Text(vi="trẻ em", en="children"),
    "poor-household": Text(vi="hộ nghèo", en="poor households"),
    "elderly": Text(vi="người cao tuổi", en="the elderly"),
    "disabled": Text(vi="người khuyết tật", en="people with disabilities"),
    "merit": Text(vi="người có công với cách mạng", en="people with merit to the revolution"),
    "ethnic-minority": Text(
        vi="đồng bào dân tộc thiểu số ở xã đặc biệt khó khăn",
        en="ethnic minorities in communes of extreme hardship",
    ),
    "special": Text(vi="đối tượng đặc biệt theo quy định", en="special cases laid down"),
}


@cache
def shipped() -> Tariffs:
    """Return the tariffs of data/fees.toml."""
    return read_tariffs(
        shipped_text("fees.toml"),
        name="data/fees.toml",
        languages=LANGUAGES,
        book=RULES,
        currency=VND,
        kinds=FEE_KINDS,
    )


@typed
def tariff_names() -> tuple[str, ...]:
    """Return the names of the shipped tariffs."""
    return shipped().names


@typed
def tariff(name: str) -> FeeSchedule:
    """Return one shipped tariff as a schedule; raises `UnknownNameError` if there is none.

    Source: data/fees.toml.

    >>> [fee.kind.label("vi") for fee in tariff("passport").fees]
    ['lệ phí']
    """
    return shipped().schedule(name)


def fees_of(
    code: str, fee_text: str, decision: Basis, decided_on: date | None = None
) -> FeeSchedule | None:
    """Return the fees of a procedure of the catalogue, None where they are not known.

    *fee_text* is what its *decision* prints; rates without a citation get that of the decision, and
    nothing is known of the days before *decided_on*.
    """
    return shipped().fees_of(code, fee_text, decision, decided_on)


@typed
def account_of(records: Iterable[RecordView]) -> Account:
    """Return the account in đồng of the records of a case; see `books_of`.

    Raises:
        TransactionConflictError: two records contradict each other; the guards let none such in.
    """
    return books_of(records, VND, OFFICE.fee).account
