"""The told filings as text: what happened, the money, the dates, and who had the filing when.

What people wrote stays as it is; the words around it are in either language.
"""

from collections.abc import Iterator

from caseflow._date_texts import day_text, instant_text
from caseflow.cases import Case, Opened, Record
from caseflow.cli._demo.month_page import TIMELINESS
from caseflow.cli._screen import bold, table
from caseflow.engine import Engine, Outcome
from caseflow.fees import Budget, Charge
from caseflow.money import Currency, Money
from caseflow.money_texts import money_text
from caseflow.office.control_slips import control_slip
from caseflow.office.paying import books_of
from caseflow.office.payloads import (
    Answer,
    Assignment,
    Assistance,
    Consultation,
    ConsultationAnswer,
    Decision,
    Description,
    EarlyNotice,
    OnlineResult,
    Parcel,
    Receipt,
    StepFinish,
    StepHandOver,
    SupplementRequest,
)
from caseflow.office.samples import Sample, Story
from caseflow.payments import Bill, PaymentNotice, SubsidyGrant
from caseflow.payments.reconciliation import Reconciliation
from caseflow.texts import Message

__all__ = ["money_page", "story_page"]

_ACTS = (
    Message("commands/demo.at"),
    Message("commands/demo.who"),
    Message("commands/demo.what"),
    Message("commands/demo.with"),
)
_OPENED = Message("commands/demo.lodge-filing")
#: Payloads that are shown by one field.
_SHOWN: dict[type, str] = {
    Assistance: "unit",
    Receipt: "code",
    Assignment: "unit",
    StepFinish: "step",
    Answer: "note",
    Decision: "number",
    EarlyNotice: "means",
    OnlineResult: "code",
}
_SLIP = (
    Message("commands/demo.control-slip"),
    Message("commands/demo.from"),
    Message("commands/demo.to"),
    Message("commands/demo.given"),
    Message("commands/demo.due"),
    Message("commands/demo.finished"),
    Message("commands/demo.verdict"),
)


def story_page(engine: Engine, story: Story, sample: Sample, language: str) -> list[str]:
    """Return the lines that tell *story*."""
    case = story.case
    procedure = engine.jurisdiction.catalogue.get(case.terms.procedure)
    lines = [
        bold(story.title.in_(language)),
        f"{case.id}: {procedure.code} – {procedure.name.in_(language)}",
        "",
        table([[each.in_(language) for each in _ACTS], *_acts(engine, case, sample, language)]),
    ]
    if story.charge is not None:
        lines += ["", *_money(story, story.charge, sample.currency, language)]
    dates = engine.deadlines(case, at=case.last_at)
    lines += ["", f"{dates.legal.explain(language)}"]
    outcome = engine.timeliness(case)
    if outcome is not None:
        lines += _outcome(engine, outcome, language)
    return [*lines, "", table(_slip(engine, case, sample, language))]


def money_page(budget: Budget, day: Reconciliation, language: str) -> list[str]:
    """Return the lines that tell what the budget paid, and whether a day of the gateway agrees."""
    report, currency = budget.report(), budget.currency
    money = {
        name: _amount(amount, currency, language)
        for name, amount in (
            ("allotted", report.allotted),
            ("paid", report.paid),
            ("left", report.left),
        )
    }
    heading = Message("commands/demo.budget-made-up-amount", name=report.name)
    sums = Message("commands/demo.allotted-paid-left")
    grounds = [
        f"  {ground}: {_amount(amount, currency, language)}"
        for ground, amount in sorted(report.by_ground.items())
    ]
    if not report.name:
        return [day.text(language)]
    return [
        bold(heading.in_(language)),
        sums.in_(language).format(**money),
        *grounds,
        "",
        day.text(language),
    ]


# ── what happened ───────────────────────────────────────────────────────────────────────────


def _acts(engine: Engine, case: Case, sample: Sample, language: str) -> Iterator[list[str]]:
    workflow = engine.jurisdiction.held(case.fingerprint)
    for record in case.records:
        is_first = isinstance(record.payload, Opened)
        label = _OPENED if is_first else workflow.action(record.action).labels
        yield [
            instant_text(record.at, language),
            record.actor.id,
            label.in_(language),
            _detail(record, sample.currency, language),
        ]


def _detail(record: Record, currency: Currency, language: str) -> str:
    payload = record.payload
    for kind, field in _SHOWN.items():
        if isinstance(payload, kind):
            return str(getattr(payload, field) or "")
    match payload:
        case Opened(terms=terms):
            channel, back = terms.channel.label(language), terms.result_by.label(language)
            line = Message("commands/demo.result", channel=channel, back=back)
            return line.in_(language)
        case Description(applicant=applicant):
            return applicant.name
        case StepHandOver(step=step, unit=unit):
            return step or unit
        case SupplementRequest(items=items):
            return "; ".join(items)
        case Consultation(agency=agency, question=said):
            return f"{agency}: {said}"
        case ConsultationAnswer(agency=agency, answer=said):
            return f"{agency}: {said}"
        case _:
            return _amounts(payload, currency, language)


def _amounts(payload: object, currency: Currency, language: str) -> str:
    match payload:
        case Bill(number=number, amount=amount):
            return f"{number}: {_amount(amount, currency, language)}"
        case SubsidyGrant(budget=budget, ground=ground, amount=amount):
            return f"{_amount(amount, currency, language)} ← {budget} ({ground})"
        case PaymentNotice(transaction=transaction, amount=amount):
            return f"{_amount(amount, currency, language)} ({transaction})"
        case Parcel(tracking=tracking, fee=fee, subsidy=subsidy):
            postage, paid = (_amount(each, currency, language) for each in (fee, subsidy))
            line = Message("commands/demo.postage-supported", postage=postage, paid=paid)
            return f"{tracking}: {line.in_(language)}"
        case _:
            return ""


# ── money and dates ─────────────────────────────────────────────────────────────────────────


def _money(story: Story, charge: Charge, currency: Currency, language: str) -> list[str]:
    paid = sum(isinstance(record.payload, PaymentNotice) for record in story.case.records)
    made_up = Message("commands/demo.full-rates-that-are")
    notices = Message(
        "commands/demo.signed-notices-verified-payments", notices=story.notices, paid=paid
    )
    texts = (made_up, notices)
    return [
        f"{charge.explain(language)}",
        *(each.in_(language) for each in texts),
        _account(story.case, currency, language),
    ]


def _account(case: Case, currency: Currency, language: str) -> str:
    balance = books_of(case.records, currency).account.balance
    sums = {
        "billed": _amount(balance.billed, currency, language),
        "paid": _amount(balance.net_paid, currency, language),
        "subsidised": _amount(balance.subsidised, currency, language),
        "due": _amount(balance.due, currency, language),
    }
    line = Message("commands/demo.account-billed-paid-subsidised")
    return line.in_(language).format(**sums)


def _outcome(engine: Engine, outcome: Outcome, language: str) -> list[str]:
    decided_on = engine.jurisdiction.calendar.local_date(outcome.decided_at)
    judged = TIMELINESS[outcome.timeliness].in_(language)
    lines = [
        Message("commands/demo.decided-as", decided_on=decided_on, judged=judged).in_(language)
    ]
    promise = outcome.promise
    if promise is not None and promise.on != outcome.due.on:
        limit, on = promise.limit.text(language), promise.on
        lines.append(Message("commands/demo.promised-early", limit=limit, on=on).in_(language))
    return lines


def _slip(engine: Engine, case: Case, sample: Sample, language: str) -> list[list[str]]:
    rows = [[each.in_(language) for each in _SLIP]]
    slip = control_slip(engine, case, at=case.last_at, rules=sample.rules)
    for row in slip.rows:
        verdict = TIMELINESS[row.verdict].in_(language) if row.verdict else "–"
        if row.days_late:
            verdict += Message("commands/demo.late-by", days_late=row.days_late).in_(language)
        what = f"{row.kind.label(language)}: {row.name}" if row.name else row.kind.label(language)
        rows.append(
            [
                what,
                row.gave,
                row.received,
                instant_text(row.given_at, language),
                day_text(row.due_on, language) if row.due_on else "–",
                instant_text(row.finished_at, language) if row.finished_at else "–",
                verdict,
            ]
        )
    return rows


def _amount(amount: int, currency: Currency, language: str) -> str:
    return money_text(Money(amount, currency), language)
