"""The payments and refunds that the cases of a store have on record, for the reconciliation.

A generator, as all that reads a store; run it as `store.run(recorded_payments(store.ops, codec))`.
"""

from caseflow._typed import typed
from caseflow.codec import Codec
from caseflow.office._billing.bills import RECORD_PAYMENT, REFUND
from caseflow.payments import PaymentNotice, Refund
from caseflow.payments.reconciliation import RecordedPayment
from caseflow.service._backoffs import described
from caseflow.service._sealing import aside_of
from caseflow.stores import Operations, Ops

__all__ = ["recorded_payments"]

_MONEY = (RECORD_PAYMENT.name, REFUND.name)


@typed
def recorded_payments(
    ops: Operations, codec: Codec, *, passed_over: dict[str, str] | None = None
) -> Ops[tuple[RecordedPayment, ...]]:
    """Return every payment and refund on record, of open and closed cases alike.

    All of them, because a notice may be recorded days after its payment, and because a line of a
    statement may be of a payment that is on record under another day. Cost: one pass over the
    records of the store, 500 at a time; only records of money are decoded.

    A record that cannot be read is left out, and its case is put into *passed_over* with what is
    wrong, unless the case was set aside; without *passed_over* the error is raised.

    Raises:
        FormatError: a record cannot be read.
    """
    found: list[RecordedPayment] = []
    after, seq = "", -1
    while page := (yield from ops.scan(after, seq)):
        for case_id, stored in page:
            after, seq = case_id, stored.seq
            if passed_over is not None and aside_of((stored,)) is not None:
                passed_over.pop(case_id, None)
            if stored.action not in _MONEY:
                continue
            try:
                payload = codec.loads_record(stored.text).payload
            except Exception as error:
                if passed_over is None:
                    raise
                passed_over[case_id] = described(error)
                continue
            if isinstance(payload, (PaymentNotice, Refund)):
                found.append(RecordedPayment(case_id, payload))
    return tuple(found)
