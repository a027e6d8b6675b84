"""What a portal in Viet Nam hands to `CaseService`: codecs, expiries, and units.

The names and what happens when are those of `caseflow.office.storing`, under the prefix "vn".
Imported by path, because keeping cases needs more packages than working them does.
"""

from collections.abc import Iterator

from caseflow.cases import Case
from caseflow.codec import Codec, DefinitionCodec, PayloadTypes
from caseflow.office import storing
from caseflow.office.results import issued_results
from caseflow.service import Expiry
from caseflow.vietnam._codes import DossierCode
from caseflow.vietnam._money import VND
from caseflow.vietnam._payloads import OnlineResult, Receipt, ResultCancellation
from caseflow.vietnam._shipped import LANGUAGES
from caseflow.vietnam._workflows import one_stop_shop
from caseflow.vietnam.rules import OFFICE
from caseflow.workflow import Situation

__all__ = ["case_codec", "definition_codec", "expiries", "payload_types", "unit_of"]

_UNANSWERED = "Hết thời hạn bổ sung mà người nộp chưa bổ sung hồ sơ"


def payload_types() -> PayloadTypes:
    """Return a register of the payloads of the pack, to which a portal may add its own.

    >>> payload_types().name(Receipt)
    'vn.receipt/1'
    """
    types = storing.payload_types("vn", OFFICE, VND, (OnlineResult, Receipt, ResultCancellation))
    types.sample(Receipt, Receipt(papers=1), made=_receipts)
    types.sample(OnlineResult, OnlineResult("gcn.pdf", _RESULT, "a" * 64), made=_results)
    types.sample(ResultCancellation, ResultCancellation(_RESULT, "mẫu"), made=_cancellations)
    return types


_FILING = "H17.15-261201-0001"
_RESULT = f"{_FILING}-KQ(1)"


def _receipts(situation: Situation) -> Iterator[Receipt]:
    yield Receipt(papers=1, code=DossierCode.issue("H17.15", situation.on, 1).text)


def _results(situation: Situation) -> Iterator[OnlineResult]:
    dossier = situation.case.fact("dossier_code") or _FILING
    number = len(issued_results(situation.case)) + 1
    yield OnlineResult("gcn.pdf", f"{dossier}-KQ({number})", "a" * 64)


def _cancellations(situation: Situation) -> Iterator[ResultCancellation]:
    for result in issued_results(situation.case):
        if result.is_valid:
            yield ResultCancellation(result.code, "mẫu")


def case_codec() -> Codec:
    """Return a codec for cases worked by the one-stop shop, and for budgets."""
    return Codec(payload_types())


def definition_codec() -> DefinitionCodec:
    """Return a codec for workflows that use the payloads and guards of the pack."""
    return storing.definition_codec(payload_types(), OFFICE, LANGUAGES)


def expiries(*, grace: int = 1) -> dict[str, tuple[Expiry, ...]]:
    """Return what happens when dates of the one-stop shop come near or pass, by workflow.

    Messages are posted when the 2 hours to alert the officer and the 8 working hours to acknowledge
    are over, when a promise stands at risk, as the last working day before the due day begins and
    nobody has apologised, and when the legal limit is over. A filing whose supplement never came is
    closed by the actor "caseflow" once the applicant's time is over, where a rule gives one: see
    `one_stop_shop`. It is closed *grace* working days later, which is a policy of the office and no
    law.

    The apology may go out until one day before the day the limit ends; it is sent as the last
    working day before that begins, because nobody writes it on a day off.

    Source: `rules`.

    >>> [each.name for each in expiries()["one-stop-shop"]][:2]
    ['officer-not-alerted', 'acknowledgement-overdue']
    """
    workflows = (one_stop_shop(), one_stop_shop(closes_unanswered=True))
    return {
        each.name: storing.expiries(each, OFFICE, unanswered=_UNANSWERED, grace=grace)
        for each in workflows
    }


def unit_of(case: Case) -> str:
    """Return the unit that answers for *case*, by which units find their cases.

    That is the one it was last transferred to; before a transfer the desk that is its fact
    "unit", or else the one-stop shop. Cost: O(records since the transfer).
    """
    return storing.unit_of(case, OFFICE.desk)
