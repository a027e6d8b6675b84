"""Read what a payment gateway posts: whether it is genuine, and which case it is for."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Protocol

from caseflow.errors import UnknownCaseError
from caseflow.office.states import SYSTEM
from caseflow.payments import PaymentNotice
from caseflow.payments.gateways import PaymentGateway
from caseflow.values import Actor

__all__ = ["WEBHOOK", "HeaderItems", "Headers", "read_notice"]

#: Who records what a gateway posts.
WEBHOOK = Actor("webhook", {SYSTEM.name})


class HeaderItems(Protocol):
    """Give the headers of a request, as web frameworks hold them that have no mapping."""

    def items(self) -> Iterable[tuple[str, str]]:
        """Return names and values; a name may come twice."""
        ...


Headers = Mapping[str, str] | HeaderItems


def read_notice(
    gateway: PaymentGateway, headers: Headers, body: bytes, now: datetime
) -> tuple[str, PaymentNotice]:
    """Return the number of the case whose bill is paid, and the notice, verified.

    Raises:
        SignatureMissingError, SignatureForgedError, SignatureExpiredError: it is not genuine.
        FormatError: it cannot be read.
        UnknownCaseError: the number of the bill does not begin with that of a case.
    """
    wanted = gateway.signature_header.lower()
    signature = next((text for name, text in headers.items() if name.lower() == wanted), None)
    notice = gateway.notice(body, signature, at=now)
    case_id, stroke, _ = notice.bill.rpartition("/")
    if not stroke:
        raise UnknownCaseError(notice.bill)
    return case_id, notice
