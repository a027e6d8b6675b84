"""The gateway that needs nobody keeps the contract of gateways, and a little more."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from caseflow.errors import SignatureForgedError, TransactionConflictError, ValueInvalidError
from caseflow.payments import Bill
from caseflow.payments.local_gateway import LocalGateway
from caseflow.payments.statements import read_statement
from caseflow.payments.webhooks import SigningKey
from caseflow.testing.gateway_contract import GatewayContract

HANOI = ZoneInfo("Asia/Ho_Chi_Minh")
KEY = SigningKey("2026a", b"k" * 32)
AT = datetime(2026, 3, 2, 9, tzinfo=HANOI)
BILL = Bill("H1/1", [("Lệ phí", 100_000)], "VND")


def local(name="local", *keys, currency="VND"):
    return LocalGateway(
        name, keys or [KEY], day_of=lambda at: at.astimezone(HANOI).date(), currency=currency
    )


class TestLocalGateway(GatewayContract):
    """The local gateway keeps the contract, in a currency without a smaller unit."""

    currency = "VND"

    @pytest.fixture
    def gateway(self):
        """Empty books."""
        return local(currency=self.currency)

    def pay(self, gateway, token, *, transaction, amount, at):
        """Pay under a link."""
        return gateway.pay(token, transaction=transaction, amount=amount, at=at)


class TestLocalGatewayInCents(TestLocalGateway):
    """The same contract in a currency that has cents."""

    currency = "EUR"


def test_two_runs_are_alike():
    """It asks no clock and draws nothing: the same calls give the same bytes."""

    def run():
        gateway = local()
        link = gateway.link(BILL, token="L1", at=AT)
        posted = gateway.pay("L1", transaction="T1", at=AT)
        return link, posted, gateway.statement(date(2026, 3, 2))

    assert run() == run()


def test_it_posts_again_until_it_is_answered():
    """A notice that comes again hours later is signed anew and is the same payment."""
    gateway = local()
    gateway.link(BILL, token="L1", at=AT)
    first = gateway.pay("L1", transaction="T1", at=AT)
    later = AT + timedelta(hours=5)
    again = gateway.post("T1", at=later)

    assert again.body == first.body
    assert gateway.notice(again.body, again.signature, at=later).key == "txn:local/T1"


def test_another_gateway_is_not_believed():
    """Not under another key, and not under the same key with another name."""
    other = local("other", SigningKey("2026a", b"x" * 32))
    other.link(BILL, token="L1", at=AT)
    posted = other.pay("L1", transaction="T1", at=AT)
    with pytest.raises(SignatureForgedError):
        local().notice(posted.body, posted.signature, at=AT)

    shared = local("other")
    shared.link(BILL, token="L1", at=AT)
    posted = shared.pay("L1", transaction="T1", at=AT)
    with pytest.raises(ValueInvalidError, match="gateway"):
        local().notice(posted.body, posted.signature, at=AT)


def test_what_it_does_not_know_is_refused():
    """No link, no payment, no key, a number used twice: each is a clear error."""
    gateway = local()
    gateway.link(BILL, token="L1", at=AT)
    gateway.pay("L1", transaction="T1", at=AT)
    for wrong in (
        lambda: gateway.pay("L9", transaction="T2", at=AT),
        lambda: gateway.post("T9", at=AT),
        lambda: LocalGateway("x", [], day_of=lambda at: at.date(), currency="VND"),
    ):
        with pytest.raises(ValueInvalidError):
            wrong()
    with pytest.raises(TransactionConflictError):
        gateway.pay("L1", transaction="T1", at=AT, amount=1)


def test_its_day_is_that_of_the_office():
    """A payment at 23:30 in UTC stands in the statement of the next day in Hanoi."""
    gateway = local()
    gateway.link(BILL, token="L1", at=AT)
    gateway.pay("L1", transaction="T1", at=datetime(2026, 3, 1, 23, 30, tzinfo=UTC))

    assert not read_statement(gateway.statement(date(2026, 3, 1)), currency="VND").lines
    assert read_statement(gateway.statement(date(2026, 3, 2)), currency="VND").lines
