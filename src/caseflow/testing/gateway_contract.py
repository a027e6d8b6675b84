"""`GatewayContract`: what every payment gateway does, as tests; inherit it for one of your own.

May import: everything below `testing`. A subclass gives a fixture `gateway`, and says how somebody
pays there and what it posts; nothing here knows which gateway it runs on.
"""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

from caseflow.errors import CaseflowError, SignatureError
from caseflow.payments import Account, Bill, PaymentNotice
from caseflow.payments.gateways import PaymentGateway, SignedNotice
from caseflow.payments.statements import Movement, movement_of, read_statement

__all__ = ["GatewayContract"]

_AT = datetime(2026, 3, 2, 3, tzinfo=UTC)
_ON = date(2026, 3, 2)
_BILL = Bill("H1/1", (("Lệ phí", 100_000), ("Phí", 20_000)))


def _is_refused(action: Callable[[], object]) -> bool:
    try:
        action()
    except CaseflowError:
        return True
    return False


class GatewayContract:
    """Say what every gateway does; a subclass gives a fixture `gateway` and the method `pay`."""

    def pay(
        self, gateway: PaymentGateway, token: str, *, transaction: str, amount: int, at: datetime
    ) -> SignedNotice:
        """Pay *amount* under the link *token*, and return what the gateway posts."""
        raise NotImplementedError

    def _paid(self, gateway: PaymentGateway, transaction: str, amount: int) -> PaymentNotice:
        """Pay on the bill, and return the notice as it comes in."""
        link = gateway.link(_BILL, token="L1", at=_AT)
        posted = self.pay(gateway, link.token, transaction=transaction, amount=amount, at=_AT)
        return gateway.notice(posted.body, posted.signature, at=_AT)

    def test_a_link_is_issued_once(self, gateway: PaymentGateway) -> None:
        """The same token and bill give the same link; another bill under it is refused."""
        link = gateway.link(_BILL, token="L1", at=_AT)

        assert link.bill == _BILL
        assert gateway.link(_BILL, token="L1", at=_AT) == link
        assert gateway.link(_BILL, token="L2", at=_AT).url != link.url
        other = Bill("H1/2", (("Phí", 1),))
        assert _is_refused(lambda: gateway.link(other, token="L1", at=_AT))

    def test_a_payment_is_posted_as_a_signed_notice(self, gateway: PaymentGateway) -> None:
        """The notice names the bill, the amount and the gateway, and settles the account."""
        notice = self._paid(gateway, "T1", _BILL.amount)

        assert (notice.bill, notice.amount, notice.gateway) == ("H1/1", 120_000, gateway.name)
        assert notice.paid_at == _AT
        assert Account((_BILL, notice)).is_settled

    def test_a_notice_that_was_touched_is_not_believed(self, gateway: PaymentGateway) -> None:
        """Another body, no signature, or a late arrival: none is a payment."""
        link = gateway.link(_BILL, token="L1", at=_AT)
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
        """A bill may be paid in parts, and over: each is a transaction of its own."""
        notices = [self._paid(gateway, f"T{number}", 50_000) for number in (1, 2, 3)]

        assert len({each.key for each in notices}) == 3
        assert Account((_BILL, *notices)).balance.overpaid == 30_000

    def test_a_refund_goes_out_once(self, gateway: PaymentGateway) -> None:
        """The same refund again is the same fact; no more goes out than came in."""
        notice = self._paid(gateway, "T1", 100_000)
        refund = gateway.refund(notice, 60_000, transaction="R1", at=_AT, reason="nộp thừa")

        assert (refund.bill, refund.amount, refund.gateway) == ("H1/1", 60_000, gateway.name)
        again = gateway.refund(notice, 60_000, transaction="R1", at=_AT, reason="nộp thừa")
        assert again == refund
        assert _is_refused(
            lambda: gateway.refund(notice, 40_001, transaction="R2", at=_AT, reason="nộp thừa")
        )
        assert _is_refused(
            lambda: gateway.refund(notice, 1, transaction="R1", at=_AT, reason="nộp thừa")
        )

    def test_the_statement_of_a_day_has_all_that_moved(self, gateway: PaymentGateway) -> None:
        """What was paid and given back on a civil day stands there, each once, and no more."""
        notice = self._paid(gateway, "T1", 100_000)
        refund = gateway.refund(notice, 30_000, transaction="R1", at=_AT, reason="nộp thừa")
        read = read_statement(gateway.statement(_ON))

        assert not read.bad
        assert not read.repeated
        expected = {_plain(movement_of(each)) for each in (notice, refund)}
        assert {_plain(line.movement) for line in read.lines} == expected
        assert not read_statement(gateway.statement(_ON + timedelta(days=1))).lines


def _plain(movement: Movement) -> tuple[str, str, str, int]:
    return movement.key, movement.way.value, movement.bill, movement.amount
