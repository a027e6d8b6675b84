"""What must hold before an action of the one-stop shop, and the reason given when it does not.

Each guard is pure and answers one question; which transition asks which is in `workflows`.
May import: limits, procedures, values, workflow, and this pack's law, codes, actions,
payloads and handovers.
"""

from functools import cache

from caseflow.office.guards import (
    assisting,
    billing,
    forwarding,
    handovers,
    offers,
    paying,
    receiving,
    results,
    returning,
    subsidies,
    timing,
)
from caseflow.office.rules import OfficeRules
from caseflow.typed import typed
from caseflow.workflow import Guard

__all__ = ["office_guards"]


@typed
@cache
def office_guards(rules: OfficeRules) -> tuple[Guard, ...]:
    """Return every guard under the *rules* of a country, for definitions that name them."""
    return tuple(each.under(rules.basis) for each in _guards(rules))


def _guards(rules: OfficeRules) -> tuple[Guard, ...]:
    return (
        assisting.filed_online,
        assisting.not_assisted_yet,
        receiving.alert_is_awaited,
        receiving.branch_is_a_kind,
        receiving.branch_is_known,
        receiving.code_carries_reception_day(rules),
        receiving.correction_once,
        receiving.supplement_after_acceptance,
        receiving.supplement_once,
        receiving.supplement_in_time(rules),
        receiving.supplement_time_is_over,
        receiving.no_closing_rule,
        timing.extension_in_time,
        timing.ground_is_admitted,
        timing.reappointment_once,
        timing.reappointment_in_time(rules),
        timing.appointment_fits,
        forwarding.filed_here(rules),
        forwarding.filed_for_another(rules),
        forwarding.runs_from_competent_agency(rules),
        forwarding.forwarding_is_awaited,
        results.no_correction_under_way,
        results.correction_is_awaited,
        handovers.step_can_begin,
        handovers.step_is_open,
        handovers.step_can_finish,
        handovers.agency_is_free,
        handovers.answer_is_to_come,
        handovers.question_is_open,
        handovers.agency_is_asked,
        handovers.silence_means_something,
        handovers.limit_is_over,
        handovers.limit_is_over_while_waiting,
        handovers.silence_is_as_ruled,
        offers.bill_can_be_cancelled,
        offers.bill_takes_money,
        offers.bill_takes_subsidy,
        offers.grant_can_be_declined,
        offers.grant_is_over,
        offers.ground_can_be_named,
        offers.kind_can_be_said,
        offers.paid_is_left,
        offers.result_is_valid,
        offers.step_is_left,
        paying.fee_can_be_waived,
        paying.fee_is_charged,
        paying.fee_not_waived_yet,
        paying.waiver_is_of_its_setter,
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
        billing.fact_is_in_currency,
        billing.fact_settles,
        billing.refund_is_covered,
        billing.fee_is_not_kept,
        billing.subsidy_is_due,
        subsidies.subsidy_is_not_declined,
        subsidies.subsidy_is_not_granted,
        subsidies.subsidy_return_is_held,
        subsidies.subsidy_return_is_overpaid,
        billing.payment_time_is_over,
        results.result_is_identified(rules),
        results.result_is_new(rules),
        results.result_can_be_cancelled,
        returning.has_no_refusal_limit,
        returning.no_result_to_stop,
        returning.no_result_yet,
        returning.early_return_is_announced,
        returning.nothing_left_to_announce,
        returning.is_returned_online,
        returning.is_returned_at_counter,
        returning.is_returned_by_post,
        returning.channel_changes,
    )
