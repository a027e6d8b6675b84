"""A sample of every payload of the office: values, and what is made for a case as it stands.

Nothing here is a record of anybody; see `codec.PayloadTypes.sample`. Whole made-up filings, in the
words and at the prices of a country, are in `samples`.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import UTC, date, datetime, timedelta

from caseflow.codec import PayloadTypes
from caseflow.office import payloads
from caseflow.office._billing.subsidies import DeclinedSubsidy
from caseflow.office.budgets import Allotment, BudgetGrant, GiveBack, GroundCap, standing_of
from caseflow.office.escalations import (
    EscalationStep,
    HeadEvaluation,
    Obstacle,
    ObstacleAnswer,
    Recovery,
)
from caseflow.office.escalations._facts import COUNTED_THROUGH, target_of
from caseflow.office.paying._accounts import books
from caseflow.office.plans import MetricKind
from caseflow.office.receiving._classifying import kinds
from caseflow.office.results import issued_results
from caseflow.office.steps import consultations, step_runs
from caseflow.payments import (
    Bill,
    BillCancelled,
    PaymentNotice,
    Refund,
    SubsidyGrant,
    SubsidyReturned,
)
from caseflow.procedures import SilentOutcome
from caseflow.values import Channel
from caseflow.workflow import LEGAL, Situation

__all__ = ["sample_payloads"]

_ON = date(2026, 12, 1)
_AMOUNT = 10_000
_AT = datetime(2026, 12, 1, 9, tzinfo=UTC)
_HASH = "a" * 64

#: Makes payloads for a case as it stands, the likeliest first.
_Made = Callable[[Situation], Iterator[object]]


def sample_payloads(types: PayloadTypes, kinds_of_office: Iterable[type[object]]) -> None:
    """Register samples of *kinds_of_office* with *types*.

    What a country keeps in place of a payload of the office, it gives samples of itself.
    """
    # An office without a currency takes money in any; a sample needs some code.
    currency = "EUR" if types.currency is None else types.currency.code
    values, made = _values(currency), _made(currency)
    for kind in kinds_of_office:
        types.sample(kind, values[kind], made=made.get(kind))


def _values(currency: str) -> Mapping[type[object], object]:
    """Return one value of each payload of the office, by its type."""
    listed: tuple[object, ...] = (
        Allotment("A1", 100 * _AMOUNT, "budget", currency=currency),
        payloads.Answer(papers=1),
        payloads.Applicant("A. Sample"),
        payloads.Assignment("unit"),
        payloads.Assistance("unit"),
        Bill("B1", [("fee", _AMOUNT)], currency),
        BillCancelled("B1", "sample"),
        BudgetGrant("G1", "case", 1, "ground", currency=currency),
        payloads.Classification("kind"),
        payloads.Consultation("agency", "question", _ON),
        payloads.ConsultationAnswer("agency", "answer"),
        payloads.CorrectionRequest(["paper"], "sample"),
        payloads.Decision("1"),
        DeclinedSubsidy("D1", "budget"),
        payloads.DeemedDecision(SilentOutcome.APPROVAL, "rule"),
        payloads.Description(payloads.Applicant("A. Sample"), papers=["paper"]),
        payloads.EarlyNotice("letter"),
        EscalationStep("head", "1", 1, _ON),
        payloads.ExcludedTime("sample", "rule"),
        payloads.FeeWaiver("sample", "rule"),
        GiveBack("G1"),
        GroundCap("ground", _AMOUNT, "rule"),
        payloads.Handover("A. Sample"),
        HeadEvaluation("head", "1", "sample", 1, _ON),
        Obstacle("sample"),
        ObstacleAnswer("sample"),
        payloads.OnlineResult("result.pdf", code="2026-0001/1", sha256=_HASH),
        payloads.Parcel("P1"),
        payloads.Payment(_AMOUNT),
        PaymentNotice("B1", "T1", _AMOUNT, _AT, "bank", currency),
        payloads.PaymentRequest(_AMOUNT),
        payloads.Reappointment(_ON, "sample"),
        payloads.Reason("sample"),
        payloads.Receipt(papers=1),
        Recovery(1, _ON),
        Refund("B1", "R1", _AMOUNT, _AT, "bank", "sample", currency),
        payloads.RefusalResult("sample"),
        payloads.ResultCancellation("2026-0001/1", "sample"),
        payloads.ResultChannel(Channel.ONLINE),
        payloads.StepFinish("unit"),
        payloads.StepHandOver(unit="unit"),
        SubsidyGrant("B1", "G1", "budget", 1, "rule"),
        SubsidyReturned("B1", "G1", "S1", "budget", 1, "sample"),
        payloads.SupplementRequest(["paper"], "sample"),
    )
    return {type(value): value for value in listed}


def _made(currency: str) -> Mapping[type[object], _Made]:
    """Return what makes payloads that name something of the case, by their type."""

    def allotments(situation: Situation) -> Iterator[object]:
        number = _number("A", situation)
        yield Allotment(number, 100 * _AMOUNT, "budget", currency=currency)

    def budget_grants(situation: Situation) -> Iterator[object]:
        yield BudgetGrant(_number("G", situation), "case", 1, "ground", currency=currency)

    def bills(situation: Situation) -> Iterator[object]:
        yield Bill(_number("B", situation), [("fee", _AMOUNT)], currency)

    def notices(situation: Situation) -> Iterator[object]:
        number = _number("T", situation)
        for bill in books(situation).account.bills:
            amount = bill.balance.due or _AMOUNT
            yield PaymentNotice(bill.number, number, amount, situation.at, "bank", currency)

    def refunds(situation: Situation) -> Iterator[object]:
        number = _number("R", situation)
        for bill in books(situation).account.bills:
            amount = min(bill.balance.overpaid or bill.balance.net_paid, bill.balance.net_paid)
            if amount > 0:
                yield Refund(bill.number, number, amount, situation.at, "bank", "sample", currency)

    return {
        Allotment: allotments,
        Bill: bills,
        BillCancelled: _cancelled_bills,
        BudgetGrant: budget_grants,
        payloads.Classification: _classifications,
        payloads.Consultation: _consultations,
        payloads.ConsultationAnswer: _answers,
        DeclinedSubsidy: _declined,
        payloads.DeemedDecision: _deemed,
        EscalationStep: _escalations,
        payloads.ExcludedTime: _excluded,
        GiveBack: _given_back,
        HeadEvaluation: _evaluations,
        payloads.Payment: _payments,
        PaymentNotice: notices,
        payloads.PaymentRequest: _requests,
        payloads.Reappointment: _reappointments,
        Recovery: _recoveries,
        Refund: refunds,
        payloads.OnlineResult: _results,
        payloads.ResultCancellation: _result_cancellations,
        payloads.ResultChannel: _channels,
        payloads.StepFinish: _finished,
        payloads.StepHandOver: _handed_over,
        SubsidyGrant: _grants,
        SubsidyReturned: _returned,
    }


def _number(letter: str, situation: Situation) -> str:
    """Return a number that the case has not seen: that of its next record."""
    return f"{letter}{situation.case.version}"


# ── money ───────────────────────────────────────────────────────────────────────────────────


def _cancelled_bills(situation: Situation) -> Iterator[object]:
    for bill in books(situation).account.bills:
        if not bill.is_cancelled:
            yield BillCancelled(bill.number, "sample")


def _payments(situation: Situation) -> Iterator[object]:
    yield payloads.Payment(books(situation).account.balance.due or _AMOUNT)


def _requests(situation: Situation) -> Iterator[object]:
    yield payloads.PaymentRequest(books(situation).account.balance.due or _AMOUNT)


def _grants(situation: Situation) -> Iterator[object]:
    for bill in books(situation).account.bills:
        if bill.balance.due:
            yield SubsidyGrant(bill.number, _number("G", situation), "budget", 1, "rule")


def _declined(situation: Situation) -> Iterator[object]:
    yield DeclinedSubsidy(_number("D", situation), "budget")


def _returned(situation: Situation) -> Iterator[object]:
    """Give back what a filing got, or in a budget what it granted."""
    number = _number("S", situation)
    for fact in books(situation).account.facts:
        if isinstance(fact, SubsidyGrant):
            yield SubsidyReturned(fact.bill, fact.number, number, fact.budget, 1, "sample")
    for grant in _held(situation):
        yield SubsidyReturned(
            grant.bill or "B1", grant.number, number, situation.case.id or "budget", 1, "sample"
        )


def _given_back(situation: Situation) -> Iterator[object]:
    for grant in _held(situation):
        yield GiveBack(grant.number)


def _held(situation: Situation) -> Iterable[BudgetGrant]:
    """Return the grants that a budget holds; none of a filing."""
    records = situation.case.records
    if any(isinstance(each.payload, BudgetGrant) for each in records):
        return standing_of(records).held.values()
    return ()


# ── targets ─────────────────────────────────────────────────────────────────────────────────


def _figures(situation: Situation) -> Iterator[tuple[int, date, int | None]]:
    """Give the least figure for the target of an escalation, and one that is above any target."""
    through = situation.case.fact(COUNTED_THROUGH)
    target = target_of(situation.case)
    if target is not None and isinstance(through, date):
        is_count = target.metric.kind is MetricKind.COUNT
        yield 0, through, None if is_count else 1
        yield 10**9 if is_count else 1, through, None if is_count else 1


def _escalations(situation: Situation) -> Iterator[object]:
    for figure in _figures(situation):
        yield EscalationStep("head", "1", *figure)


def _evaluations(situation: Situation) -> Iterator[object]:
    for figure in _figures(situation):
        yield HeadEvaluation("head", "1", "sample", *figure)


def _recoveries(situation: Situation) -> Iterator[object]:
    return (Recovery(*figure) for figure in _figures(situation))


# ── time and steps ──────────────────────────────────────────────────────────────────────────


def _classifications(situation: Situation) -> Iterator[object]:
    return map(payloads.Classification, kinds(situation))


def _consultations(situation: Situation) -> Iterator[object]:
    agency = f"agency {situation.case.version}"
    yield payloads.Consultation(agency, "question", situation.on + timedelta(days=5))


def _answers(situation: Situation) -> Iterator[object]:
    for asked in consultations(situation.case.records):
        if asked.is_open:
            yield payloads.ConsultationAnswer(asked.agency, "answer")


def _deemed(situation: Situation) -> Iterator[object]:
    silence = situation.procedure.silence
    if silence is not None:
        yield payloads.DeemedDecision(silence.outcome, silence.citation)


def _excluded(situation: Situation) -> Iterator[object]:
    for ground in situation.procedure.excluded_grounds:
        if ground.is_in_force(situation.on):
            yield payloads.ExcludedTime(ground.reason, ground.basis)


def _reappointments(situation: Situation) -> Iterator[object]:
    due = situation.due(LEGAL)
    if due is not None:
        yield payloads.Reappointment(situation.calendar.add_working_days(due.on, 1), "sample")


def _handed_over(situation: Situation) -> Iterator[object]:
    for name in situation.procedure.plan.names:
        yield payloads.StepHandOver(name)


def _finished(situation: Situation) -> Iterator[object]:
    for run in step_runs(situation.case.records, situation.procedure.plan):
        if run.is_open:
            yield payloads.StepFinish(run.name)


# ── results ─────────────────────────────────────────────────────────────────────────────────


def _results(situation: Situation) -> Iterator[object]:
    dossier = situation.case.fact("dossier_code") or situation.case.id
    number = len(issued_results(situation.case)) + 1
    yield payloads.OnlineResult("result.pdf", code=f"{dossier}/{number}", sha256=_HASH)


def _result_cancellations(situation: Situation) -> Iterator[object]:
    for result in issued_results(situation.case):
        if result.is_valid:
            yield payloads.ResultCancellation(result.code, "sample")


def _channels(situation: Situation) -> Iterator[object]:
    for channel in Channel:
        if channel is not situation.case.result_by:
            yield payloads.ResultChannel(channel)
