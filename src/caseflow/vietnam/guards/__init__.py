"""What must hold before an action of the one-stop shop, and the reason given when it does not.

Each guard is pure and answers one question; which transition asks which is in `workflows`.
May import: limits, procedures, values, workflow, and this pack's law, codes, actions,
payloads and handovers.
"""

from caseflow.vietnam.guards import billing, handovers, paying, receiving, returning, timing

__all__ = ["GUARDS"]

#: Every guard, for definitions that name them.
GUARDS = (
    receiving.branch_exists,
    receiving.branch_is_known,
    receiving.code_carries_reception_day,
    receiving.correction_once,
    receiving.supplement_after_acceptance,
    receiving.supplement_once,
    receiving.supplement_in_time,
    receiving.supplement_time_is_over,
    receiving.no_closing_rule,
    timing.extension_in_time,
    timing.ground_is_admitted,
    timing.reappointment_once,
    timing.reappointment_in_time,
    timing.appointment_fits,
    handovers.step_can_begin,
    handovers.step_is_open,
    handovers.step_can_finish,
    handovers.agency_is_free,
    handovers.answer_is_to_come,
    handovers.question_is_open,
    handovers.agency_is_asked,
    handovers.silence_means_something,
    handovers.limit_is_over,
    handovers.silence_is_as_ruled,
    paying.fee_is_due_at_reception,
    paying.fee_paid_at_reception,
    paying.fee_is_due_midway,
    paying.fee_is_enough,
    paying.fee_paid_midway,
    paying.fee_is_due_at_return,
    paying.fee_paid_at_return,
    paying.request_fits_bills,
    billing.fact_is_new,
    billing.bill_is_known,
    billing.bill_is_not_cancelled,
    billing.fact_is_in_dong,
    billing.fact_settles,
    billing.refund_is_covered,
    billing.fee_is_not_kept,
    billing.subsidy_is_due,
    billing.payment_time_is_over,
    returning.has_no_refusal_limit,
    returning.no_result_yet,
    returning.early_return_is_announced,
    returning.nothing_left_to_announce,
    returning.is_returned_online,
    returning.is_returned_at_counter,
    returning.is_returned_by_post,
    returning.channel_changes,
)
