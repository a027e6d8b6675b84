"""Take what a payment gateway posts to a portal: verify it, and record it on its case.

What a portal does with the answer, and which framework it runs in, does not belong here.
"""

from collections.abc import Mapping
from datetime import datetime

from caseflow._typed import typed
from caseflow.cases import Case
from caseflow.errors import UnknownCaseError
from caseflow.office.actions import RECORD_PAYMENT
from caseflow.office.states import SYSTEM
from caseflow.payments import PaymentNotice
from caseflow.payments.gateways import PaymentGateway
from caseflow.service import AsyncCaseService, CaseService
from caseflow.values import Actor

__all__ = ["WEBHOOK", "take_notice", "take_notice_async"]

#: Who records what a gateway posts.
WEBHOOK = Actor("webhook", {SYSTEM.name})


@typed
def take_notice(
    service: CaseService,
    gateway: PaymentGateway,
    headers: Mapping[str, str],
    body: bytes,
    now: datetime,
    *,
    by: Actor = WEBHOOK,
) -> Case:
    """Verify the notice that *gateway* posted, record its payment, and return the case.

    The bill names the case: the number of a bill begins with that of its case, as "hs-1/1". The
    same notice again returns the case as it is, so a portal answers it with success as well.

    Args:
        service: keeps the case.
        gateway: knows its keys, and the header in which it signs.
        headers: those of the request; their names in small or capital letters.
        body: the very bytes that came in.
        now: when they came in.
        by: who records it; it needs the role of the system.

    Raises:
        SignatureMissingError, SignatureForgedError, SignatureExpiredError: nothing was recorded;
            answer 401.
        FormatError: the notice cannot be read; answer 400.
        UnknownCaseError: no case has that bill; answer 404.
        KeyReusedError: the transaction was recorded with another content; answer 409.
        ActionRefusedError: the case takes no payment any more; settle it by hand.
        StoreUnavailableError, StoreBusyError: answer 503; the gateway sends it again.
    """
    notice = _notice(gateway, headers, body, now)
    case_id = _case_of(notice)
    return service.fire(case_id, RECORD_PAYMENT, notice, by=by, at=now, key=notice.key)


@typed
async def take_notice_async(
    service: AsyncCaseService,
    gateway: PaymentGateway,
    headers: Mapping[str, str],
    body: bytes,
    now: datetime,
    *,
    by: Actor = WEBHOOK,
) -> Case:
    """Do what `take_notice` does, for an event loop."""
    notice = _notice(gateway, headers, body, now)
    case_id = _case_of(notice)
    return await service.fire(case_id, RECORD_PAYMENT, notice, by=by, at=now, key=notice.key)


def _notice(
    gateway: PaymentGateway, headers: Mapping[str, str], body: bytes, now: datetime
) -> PaymentNotice:
    wanted = gateway.signature_header.lower()
    signature = next((text for name, text in headers.items() if name.lower() == wanted), None)
    return gateway.notice(body, signature, at=now)


def _case_of(notice: PaymentNotice) -> str:
    """Return the case whose bill is paid: what stands before the last stroke of its number."""
    case_id, stroke, _ = notice.bill.rpartition("/")
    if not stroke:
        raise UnknownCaseError(notice.bill)
    return case_id
