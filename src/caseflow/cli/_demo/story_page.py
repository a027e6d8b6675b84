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
from caseflow.values import Text

__all__ = ["money_page", "story_page"]

_ACTS = (
    Text(vi="lúc", en="at"),
    Text(vi="ai", en="who"),
    Text(vi="thao tác", en="what"),
    Text(vi="nội dung", en="with"),
)
_OPENED = Text(vi="Nộp hồ sơ", en="Lodge the filing")
#: Payloads that are told by one field.
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
    Text(vi="phiếu kiểm soát", en="control slip"),
    Text(vi="giao", en="from"),
    Text(vi="nhận", en="to"),
    Text(vi="giao lúc", en="given"),
    Text(vi="hạn", en="due"),
    Text(vi="xong lúc", en="finished"),
    Text(vi="kết quả", en="verdict"),
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
    heading = Text(
        vi=f"Nguồn kinh phí {report.name} (số giả định)",
        en=f"Budget {report.name} (made-up amount)",
    )
    sums = Text(
        vi="  được giao {allotted} = đã chi {paid} + còn lại {left}",
        en="  allotted {allotted} = paid {paid} + left {left}",
    )
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
            told = Text(vi=f"{channel}; nhận kết quả {back}", en=f"{channel}; result {back}")
            return told.in_(language)
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
            told = Text(
                vi=f"cước {postage}, hỗ trợ {paid}", en=f"postage {postage}, supported {paid}"
            )
            return f"{tracking}: {told.in_(language)}"
        case _:
            return ""


# ── money and dates ─────────────────────────────────────────────────────────────────────────


def _money(story: Story, charge: Charge, currency: Currency, language: str) -> list[str]:
    paid = sum(isinstance(record.payload, PaymentNotice) for record in story.case.records)
    made_up = Text(
        vi="Mức thu được nêu là số giả định.", en="The full rates that are stated are made up."
    )
    notices = Text(
        vi=f"Thông báo có chữ ký đã kiểm tra: {story.notices}; khoản nộp ghi nhận: {paid}",
        en=f"Signed notices verified: {story.notices}; payments on record: {paid}",
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
    told = Text(
        vi="Sổ thu: phải thu {billed} = đã nộp {paid} + hỗ trợ {subsidised} + còn phải nộp {due}",
        en="Account: billed {billed} = paid {paid} + subsidised {subsidised} + due {due}",
    )
    return told.in_(language).format(**sums)


def _outcome(engine: Engine, outcome: Outcome, language: str) -> list[str]:
    decided_on = engine.jurisdiction.calendar.local_date(outcome.decided_at)
    judged = TIMELINESS[outcome.timeliness].in_(language)
    lines = [
        Text(
            vi=f"  Có kết quả {day_text(decided_on, 'vi')}: {judged}",
            en=f"  decided {decided_on}: {judged}",
        ).in_(language)
    ]
    promise = outcome.promise
    if promise is not None and promise.on != outcome.due.on:
        lines.append(
            Text(
                vi=f"  Hẹn trả ({promise.limit.text('vi')}): {day_text(promise.on, 'vi')}",
                en=f"  promised early ({promise.limit.text('en')}): {promise.on}",
            ).in_(language)
        )
    return lines


def _slip(engine: Engine, case: Case, sample: Sample, language: str) -> list[list[str]]:
    rows = [[each.in_(language) for each in _SLIP]]
    slip = control_slip(engine, case, at=case.last_at, rules=sample.rules)
    for row in slip.rows:
        verdict = TIMELINESS[row.verdict].in_(language) if row.verdict else "–"
        if row.days_late:
            verdict += Text(vi=f" {row.days_late} ngày", en=f" by {row.days_late} d").in_(language)
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
