"""`GatewayContract`: what every payment gateway does, as tests; inherit it for one of your own.

A subclass gives a fixture `gateway` and the currency it takes, and says how somebody pays there and
what it posts; nothing here knows which gateway it runs on.
"""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import ClassVar

from caseflow.errors import CaseflowError, SignatureError
from caseflow.payments import Account, Bill, PaymentNotice
from caseflow.payments.gateways import PaymentGateway, SignedNotice
from caseflow.payments.statements import Movement, movement_of, read_statement

__all__ = ["GatewayContract"]

_AT = datetime(2026, 3, 2, 3, tzinfo=UTC)
_ON = date(2026, 3, 2)


def _is_refused(action: Callable[[], object]) -> bool:
    try:
        action()
    except CaseflowError:
        return True
    return False


class GatewayContract:
    """Say what every gateway does in one currency.

    A subclass gives *currency*, a code of ISO 4217, a fixture `gateway` and the method `pay`.
    """

    currency: ClassVar[str]

    def pay(
        self, gateway: PaymentGateway, token: str, *, transaction: str, amount: int, at: datetime
    ) -> SignedNotice:
        """Pay *amount* under the link *token*, and return what the gateway posts."""
        raise NotImplementedError

    @property
    def _bill(self) -> Bill:
        return Bill("H1/1", (("Charge", 100_000), ("Appraisal", 20_000)), self.currency)

    def _paid(self, gateway: PaymentGateway, transaction: str, amount: int) -> PaymentNotice:
        """Pay on the bill, and return the notice as it comes in."""
        link = gateway.link(self._bill, token="L1", at=_AT)
        posted = self.pay(gateway, link.token, transaction=transaction, amount=amount, at=_AT)
        return gateway.notice(posted.body, posted.signature, at=_AT)

    def test_the_header_of_the_signature_is_named(self, gateway: PaymentGateway) -> None:
        """It is the name of a header as HTTP allows it."""
        assert re.fullmatch(r"[A-Za-z0-9-]+", gateway.signature_header)

    def test_a_link_is_issued_once(self, gateway: PaymentGateway) -> None:
        """The same token and bill give the same link; another bill under it is refused."""
        link = gateway.link(self._bill, token="L1", at=_AT)

        assert link.bill == self._bill
        assert gateway.link(self._bill, token="L1", at=_AT) == link
        assert gateway.link(self._bill, token="L2", at=_AT).url != link.url
        other = Bill("H1/2", (("Appraisal", 1),), self.currency)
        assert _is_refused(lambda: gateway.link(other, token="L1", at=_AT))

    def test_a_payment_is_posted_as_a_signed_notice(self, gateway: PaymentGateway) -> None:
        """The notice names the bill, the amount and the gateway, and settles the account."""
        notice = self._paid(gateway, "T1", self._bill.amount)

        assert (notice.bill, notice.amount, notice.gateway) == ("H1/1", 120_000, gateway.name)
        assert notice.paid_at == _AT
        assert notice.currency == self.currency
        assert Account((self._bill, notice)).is_settled

    def test_a_notice_that_was_touched_is_not_believed(self, gateway: PaymentGateway) -> None:
        """Another body, no signature, or a late arrival: none is a payment."""
        link = gateway.link(self._bill, token="L1", at=_AT)
        posted = self.pay(gateway, link.token, transaction="T1", amount=5, at=_AT)
        touched = posted.body.replace(b"5", b"6")
        for body, signature, at in (
            (touched, posted.signature, _AT),
            (posted.body, None, _AT),
            (posted.body, posted.signature, _AT + timedelta(days=1)),
        ):
            try:
                gateway.notice(body, signature, at=at)
            except SignatureError:
                continue
            raise AssertionError("an unsigned notice was believed")

    def test_parts_and_too_much_are_taken(self, gateway: PaymentGateway) -> None:
        """A bill may be paid in parts, and over: each is a separate transaction."""
        notices = [self._paid(gateway, f"T{number}", 50_000) for number in (1, 2, 3)]

        assert len({each.key for each in notices}) == 3
        assert Account((self._bill, *notices)).balance.overpaid == 30_000

    def test_a_refund_goes_out_once(self, gateway: PaymentGateway) -> None:
        """The same refund again is the same fact; no more goes out than came in."""
        notice = self._paid(gateway, "T1", 100_000)
        refund = gateway.refund(notice, 60_000, transaction="R1", at=_AT, reason="over-paid")

        assert (refund.bill, refund.amount, refund.gateway) == ("H1/1", 60_000, gateway.name)
        again = gateway.refund(notice, 60_000, transaction="R1", at=_AT, reason="over-paid")
        assert again == refund
        assert _is_refused(
            lambda: gateway.refund(notice, 40_001, transaction="R2", at=_AT, reason="over-paid")
        )
        assert _is_refused(
            lambda: gateway.refund(notice, 1, transaction="R1", at=_AT, reason="over-paid")
        )

    def test_the_statement_of_a_day_has_all_that_moved(self, gateway: PaymentGateway) -> None:
        """What was paid and given back on a civil day stands there, each once, and no more."""
        notice = self._paid(gateway, "T1", 100_000)
        refund = gateway.refund(notice, 30_000, transaction="R1", at=_AT, reason="over-paid")
        read = read_statement(gateway.statement(_ON), currency=self.currency)

        assert not read.bad
        assert not read.repeated
        expected = {_plain(movement_of(each)) for each in (notice, refund)}
        assert {_plain(line.movement) for line in read.lines} == expected
        tomorrow = gateway.statement(_ON + timedelta(days=1))
        assert not read_statement(tomorrow, currency=self.currency).lines

    def test_money_of_another_currency_is_refused(self, gateway: PaymentGateway) -> None:
        """A bill in another currency has no link, and its statement no line that counts."""
        other = "JPY" if self.currency != "JPY" else "EUR"
        bill = Bill("H1/3", (("Charge", 100),), other)
        assert _is_refused(lambda: gateway.link(bill, token="L9", at=_AT))
        self._paid(gateway, "T1", 5)
        read = read_statement(gateway.statement(_ON), currency=other)
        assert not read.lines
        assert [each.number for each in read.bad] == [2]


def _plain(movement: Movement) -> tuple[str, str, str, int]:
    return movement.key, movement.way.value, movement.bill, movement.amount
