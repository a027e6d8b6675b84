"""Take what a payment gateway posts to a portal: verify it, and record it on its case.

What a portal does with the answer, and which framework it runs in, does not belong here.

Made from `taking` by `make generate`.
"""

from datetime import datetime

from caseflow._typed import typed
from caseflow.cases import Case
from caseflow.office._webhooks import WEBHOOK, Headers, read_notice
from caseflow.office.actions import RECORD_PAYMENT
from caseflow.payments.gateways import PaymentGateway
from caseflow.service import AsyncCaseService
from caseflow.values import Actor

__all__ = ["take_notice_async"]


@typed
async def take_notice_async(
    service: AsyncCaseService,
    gateway: PaymentGateway,
    headers: Headers,
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
        headers: those of the request as the framework has them; capital letters do not matter.
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
    case_id, notice = read_notice(gateway, headers, body, now)
    return await service.fire(case_id, RECORD_PAYMENT, notice, by=by, at=now, key=notice.key)
