"""What a gateway posts is verified and recorded by one function, once."""

import asyncio

import pytest
from starlette.datastructures import Headers as AsgiHeaders
from werkzeug.datastructures import EnvironHeaders
from werkzeug.datastructures import Headers as WsgiHeaders

from caseflow import vietnam as vn
from caseflow.errors import (
    KeyReusedError,
    SignatureForgedError,
    SignatureMissingError,
    UnknownCaseError,
    ValueInvalidError,
)
from caseflow.office.services import open_async_service, open_service
from caseflow.office.taking import take_notice, take_notice_async
from caseflow.payments import Bill, PaymentNotice
from caseflow.payments.local_gateway import LocalGateway
from caseflow.payments.webhooks import SigningKey, notice_body, sign
from stores.offices import CLERK, LODGED, assign, engine, lodge, receive

KEY = SigningKey("k", b"a secret of thirty-two bytes or more")
BILL = Bill("H1/1", [("Lệ phí", 100_000)], "VND")


@pytest.fixture
def gateway():
    """A gateway on which the bill of H1 is paid."""
    made = LocalGateway("local", [KEY], day_of=vn.calendar().local_date, currency="VND")
    made.link(BILL, token="L1", at=LODGED)
    return made


def billed(case_service):
    """Open H1 and bill it."""
    lodge(case_service)
    receive(case_service)
    assign(case_service)
    case_service.fire("H1", vn.ISSUE_BILL, BILL, by=CLERK, at=LODGED, key=BILL.key)
    return case_service


@pytest.fixture
def case_service():
    """A service with H1 billed."""
    return billed(open_service("memory:", "vietnam", engine().jurisdiction))


def posted(gateway, transaction="T1", amount=None):
    """Pay, and return the headers and the body that are posted."""
    sent = gateway.pay("L1", transaction=transaction, at=LODGED, amount=amount)
    return {gateway.signature_header.lower(): sent.signature, "host": "x"}, sent.body


def test_a_notice_is_recorded_once(case_service, gateway):
    """The same notice again returns the case as it is."""
    headers, body = posted(gateway)
    case = take_notice(case_service, gateway, headers, body, LODGED)
    again = take_notice(case_service, gateway, headers, body, LODGED)

    assert vn.account_of(case.records).is_settled
    assert case.last.actor.id == "webhook"
    assert again.version == case.version


@pytest.mark.parametrize(
    "headers_of",
    [
        dict,
        WsgiHeaders,
        lambda headers: EnvironHeaders(
            {f"HTTP_{name.upper().replace('-', '_')}": text for name, text in headers.items()}
        ),
        AsgiHeaders,
        lambda headers: AsgiHeaders(raw=[(k.encode(), v.encode()) for k, v in headers.items()]),
        lambda headers: {name.upper(): text for name, text in headers.items()},
    ],
    ids=["dict", "werkzeug", "wsgi-environ", "starlette", "asgi-scope", "capitals"],
)
def test_headers_are_taken_as_the_framework_has_them(case_service, gateway, headers_of):
    """Small and capital letters are the same, and nothing must be copied first."""
    headers, body = posted(gateway)

    case = take_notice(case_service, gateway, headers_of(headers), body, LODGED)

    assert vn.account_of(case.records).is_settled


@pytest.mark.parametrize("wrong", [None, "x-signature: 1", [("x", "y")], 5])
def test_what_are_no_headers_is_refused(case_service, gateway, wrong):
    """A text or a list of pairs are no mapping."""
    _, body = posted(gateway)

    with pytest.raises(ValueInvalidError, match="headers"):
        take_notice(case_service, gateway, wrong, body, LODGED)


def test_a_notice_is_recorded_from_an_event_loop(gateway):
    """It does what the plain one does."""
    headers, body = posted(gateway)

    async def taken():
        case_service = await open_async_service("memory:", "vietnam", engine().jurisdiction)
        await lodge(case_service)
        await receive(case_service)
        await assign(case_service)
        await case_service.fire("H1", vn.ISSUE_BILL, BILL, by=CLERK, at=LODGED, key=BILL.key)
        return await take_notice_async(case_service, gateway, headers, body, LODGED)

    assert vn.account_of(asyncio.run(taken()).records).is_settled


def test_what_is_not_signed_is_not_recorded(case_service, gateway):
    """Neither without a signature nor with a body that was changed."""
    headers, body = posted(gateway)
    before = case_service.get("H1").version

    with pytest.raises(SignatureMissingError):
        take_notice(case_service, gateway, {"host": "x"}, body, LODGED)
    with pytest.raises(SignatureForgedError):
        take_notice(case_service, gateway, headers, body.replace(b"100000", b"900000"), LODGED)
    assert case_service.get("H1").version == before


def test_a_transaction_with_another_content_is_refused(case_service, gateway):
    """One transaction is one payment."""
    headers, body = posted(gateway)
    take_notice(case_service, gateway, headers, body, LODGED)
    other = notice_body(PaymentNotice("H1/1", "T1", 50_000, LODGED, "local", "VND"))
    signed = {gateway.signature_header: sign(other, KEY, at=LODGED)}

    with pytest.raises(KeyReusedError):
        take_notice(case_service, gateway, signed, other, LODGED)


@pytest.mark.parametrize("bill", ["H9/1", "H1"])
def test_a_bill_of_no_case_is_refused(case_service, gateway, bill):
    """The number of a bill begins with that of its case."""
    body = notice_body(PaymentNotice(bill, "T1", 50_000, LODGED, "local", "VND"))
    signed = {gateway.signature_header: sign(body, KEY, at=LODGED)}

    with pytest.raises(UnknownCaseError):
        take_notice(case_service, gateway, signed, body, LODGED)
