"""A small permit office, of no country, that the tests of the engine share.

draft -> received -> processing -> (waiting) -> paying -> decided -> returned, with refusal and
withdrawal. Working days are Monday to Friday in Asia/Ho_Chi_Minh; 2026-03-02 is a Monday.
"""

from datetime import date, datetime, timedelta, timezone
from functools import cache

from attrs import frozen

from caseflow.calendars import OfficeCalendar
from caseflow.codec import Codec, DefinitionCodec, PayloadTypes
from caseflow.engine import Engine, Jurisdiction
from caseflow.limits import Supplement, working_days, working_hours
from caseflow.procedures import (
    Catalogue,
    Extension,
    LimitRule,
    Procedure,
    PromisePolicy,
    ServiceLevel,
)
from caseflow.targets import EarlyReturn
from caseflow.testing import Scenario
from caseflow.values import Actor, Channel, Text
from caseflow.workflow import (
    ACKNOWLEDGEMENT,
    ANYONE,
    BRANCH,
    LEGAL,
    PROMISED_ON,
    RESULT_BY,
    SUPPLEMENT,
    Action,
    ClockOp,
    ClockRule,
    Effect,
    Refusal,
    Role,
    SetFact,
    Situation,
    State,
    Transition,
    Workflow,
    guard,
    payload_guard,
)

ZONE = timezone(timedelta(hours=7))


def both(text: str) -> Text:
    """Return one word for both languages: the tests are not about words."""
    return Text(vi=text, en=text)


def at(day: int, hour: int = 9, minute: int = 0, month: int = 3) -> datetime:
    """Return an instant of 2026, in March unless said."""
    return datetime(2026, month, day, hour, minute, tzinfo=ZONE)


# ── payloads ────────────────────────────────────────────────────────────────────────────────


@frozen
class Receipt:
    """What comes with a filing."""

    papers: int


@frozen
class Missing:
    """The papers that are asked for."""

    papers: tuple[str, ...]


@frozen
class Payment:
    """What was paid."""

    amount: int


@frozen
class NewDay:
    """A re-appointment."""

    promised_on: date
    reason: str


@frozen
class Kind:
    """The branch of a case."""

    branch: str


@frozen
class Way:
    """How the result goes out."""

    result_by: Channel


PAYLOADS = PayloadTypes()
PAYLOADS.register("receipt", 1, Receipt)
PAYLOADS.register("missing", 1, Missing)
PAYLOADS.register("payment", 1, Payment)
PAYLOADS.register("new-day", 1, NewDay)
PAYLOADS.register("kind", 1, Kind)
PAYLOADS.register("way", 1, Way)

# ── words ───────────────────────────────────────────────────────────────────────────────────

DRAFT = State("draft", Text(vi="nháp", en="draft"))
RECEIVED = State("received", Text(vi="đã nhận", en="received"))
PROCESSING = State("processing", Text(vi="đang xử lý", en="processing"))
WAITING = State("waiting", Text(vi="chờ bổ sung", en="waiting"), waits_for="applicant")
PAYING = State("paying", Text(vi="chờ nộp phí", en="paying"), waits_for="payment")
DECIDED = State("decided", Text(vi="đã có kết quả", en="decided"))
RETURNED = State("returned", Text(vi="đã trả", en="returned"), is_final=True)
REJECTED = State("rejected", Text(vi="không nhận", en="rejected"), is_final=True)
WITHDRAWN = State("withdrawn", Text(vi="đã rút", en="withdrawn"), is_final=True)

RECEIVE = Action("receive", Receipt, Text(vi="tiếp nhận", en="receive"))
REJECT = Action("reject", type(None), Text(vi="từ chối nhận", en="reject"))
ASSIGN = Action("assign", type(None), Text(vi="phân công", en="assign"))
NOTE = Action("note", type(None), Text(vi="ghi chú", en="note"))
ASK = Action("ask", Missing, Text(vi="yêu cầu bổ sung", en="ask"))
SUPPLY = Action("supply", type(None), Text(vi="bổ sung", en="supply"))
CHARGE = Action("charge", type(None), Text(vi="thu phí", en="charge"))
PAY = Action("pay", Payment, Text(vi="nộp phí", en="pay"))
CLASSIFY = Action("classify", Kind, Text(vi="phân loại", en="classify"))
REDIRECT = Action("redirect", Way, Text(vi="đổi cách nhận", en="redirect"))
REAPPOINT = Action("reappoint", NewDay, Text(vi="hẹn lại", en="reappoint"))
EXTEND = Action("extend", type(None), Text(vi="gia hạn", en="extend"))
DECIDE = Action("decide", type(None), Text(vi="quyết định", en="decide"))
RETURN = Action("return", type(None), Text(vi="trả", en="return"))
WITHDRAW = Action("withdraw", type(None), Text(vi="rút", en="withdraw"))

INTAKE = Role("intake", Text(vi="một cửa", en="intake"))
OFFICER = Role("officer", Text(vi="chuyên viên", en="officer"))

CLERK = Actor("clerk", roles={"intake"})
EXPERT = Actor("expert", roles={"officer"})
CITIZEN = Actor("citizen")

# ── guards ──────────────────────────────────────────────────────────────────────────────────

ASKED = Refusal(
    "asked-already", Text(vi="đã yêu cầu {times} lần", en="asked {times} time(s)"), {"times": 1}
)


@guard("asked-once")
def asked_once(situation: Situation) -> Refusal | None:
    """Hold until a supplement was asked for as often as the procedure allows."""
    most = situation.procedure.supplement_max
    return None if situation.case.times(ASK) < most else ASKED


@guard("reappointed-once")
def reappointed_once(situation: Situation) -> Refusal | None:
    """Hold until a new day was appointed as often as the procedure allows."""
    if situation.case.times(REAPPOINT) < situation.procedure.reappointment_max:
        return None
    return Refusal("reappointed-already", both("reappointed already"))


@guard("no-result-yet")
def no_result_yet(situation: Situation) -> Refusal | None:
    """Hold while there is no result."""
    if situation.case.decided_at is None:
        return None
    return Refusal("result-exists", both("there is a result"), basis="permit act, art. 7")


@payload_guard("papers-complete", Receipt)
def papers_complete(situation: Situation, receipt: Receipt) -> Refusal | None:
    """Hold if no paper is missing."""
    needed = situation.case.fact("papers")
    if not isinstance(needed, int) or receipt.papers >= needed:
        return None
    missing = needed - receipt.papers
    return Refusal("papers-missing", both("{missing} missing"), {"missing": missing})


@payload_guard("paid-in-full", Payment)
def paid_in_full(situation: Situation, payment: Payment) -> Refusal | None:
    """Hold if the fee is paid."""
    return None if payment.amount >= 100 else Refusal("fee-short", both("the fee is 100"))


GUARDS = (asked_once, reappointed_once, no_result_yet, papers_complete, paid_in_full)

# ── workflow ────────────────────────────────────────────────────────────────────────────────

STOP_ALL = (
    ClockOp.stop(LEGAL, if_fitting=True),
    ClockOp.stop(ACKNOWLEDGEMENT, if_fitting=True),
    ClockOp.stop(SUPPLEMENT, if_fitting=True),
)

PERMIT = Workflow(
    name="permit",
    version="1",
    initial=DRAFT,
    states=(
        DRAFT,
        RECEIVED,
        PROCESSING,
        WAITING,
        PAYING,
        DECIDED,
        RETURNED,
        REJECTED,
        WITHDRAWN,
    ),
    actions=(
        RECEIVE,
        REJECT,
        ASSIGN,
        NOTE,
        ASK,
        SUPPLY,
        CHARGE,
        PAY,
        CLASSIFY,
        REDIRECT,
        REAPPOINT,
        EXTEND,
        DECIDE,
        RETURN,
        WITHDRAW,
    ),
    transitions=(
        Transition(
            RECEIVE,
            DRAFT,
            RECEIVED,
            INTAKE.name,
            guards=(papers_complete,),
            clocks=(ClockOp.stop(ACKNOWLEDGEMENT), ClockOp.start(LEGAL)),
            effects=(Effect("send-slip"),),
        ),
        Transition(REJECT, DRAFT, REJECTED, INTAKE.name, clocks=(ClockOp.stop(ACKNOWLEDGEMENT),)),
        Transition(ASSIGN, RECEIVED, PROCESSING, {INTAKE, OFFICER}),
        Transition(NOTE, PROCESSING, PROCESSING, OFFICER.name),
        Transition(
            ASK,
            PROCESSING,
            WAITING,
            OFFICER.name,
            guards=(asked_once,),
            clocks=(ClockOp.pause(LEGAL, reason="supplement"), ClockOp.start(SUPPLEMENT)),
            effects=(Effect("send-request"),),
        ),
        Transition(
            SUPPLY,
            WAITING,
            PROCESSING,
            ANYONE,
            clocks=(ClockOp.supply(LEGAL), ClockOp.stop(SUPPLEMENT)),
        ),
        Transition(CHARGE, PROCESSING, PAYING, OFFICER.name, clocks=(ClockOp.pause(LEGAL),)),
        Transition(
            PAY,
            PAYING,
            PROCESSING,
            ANYONE,
            guards=(paid_in_full,),
            clocks=(ClockOp.resume(LEGAL),),
        ),
        Transition(
            CLASSIFY,
            PROCESSING,
            PROCESSING,
            OFFICER.name,
            facts=(SetFact(BRANCH, of_payload="branch"),),
        ),
        *Transition.each(
            REDIRECT,
            (DRAFT, RECEIVED, PROCESSING),
            None,
            ANYONE,
            facts=(SetFact(RESULT_BY, of_payload="result_by"),),
        ),
        Transition(
            REAPPOINT,
            PROCESSING,
            PROCESSING,
            OFFICER.name,
            guards=(reappointed_once,),
            facts=(
                SetFact(PROMISED_ON, of_payload="promised_on"),
                SetFact("apology", of_payload="reason"),
            ),
            effects=(Effect("send-apology"),),
        ),
        Transition(EXTEND, PROCESSING, PROCESSING, OFFICER.name, clocks=(ClockOp.extend(LEGAL),)),
        Transition(
            DECIDE, PROCESSING, DECIDED, OFFICER.name, clocks=(ClockOp.stop(LEGAL),), decides=True
        ),
        Transition(RETURN, DECIDED, RETURNED, INTAKE.name),
        *Transition.each(
            WITHDRAW,
            (DRAFT, RECEIVED, PROCESSING, WAITING, PAYING, DECIDED),
            WITHDRAWN,
            ANYONE,
            guards=("no-result-yet",),
            clocks=STOP_ALL,
        ),
    ),
    roles=(INTAKE, OFFICER),
    clocks=(
        ClockRule(LEGAL, Text(vi="thời hạn", en="legal")),
        ClockRule(ACKNOWLEDGEMENT, Text(vi="xác nhận", en="acknowledgement"), working_hours(8)),
        ClockRule(SUPPLEMENT, Text(vi="bổ sung", en="supplement"), working_days(15)),
    ),
    opening=(ClockOp.start(ACKNOWLEDGEMENT),),
    guards=GUARDS,
    effects=("send-slip", "send-request", "send-apology"),
)

# ── procedures ──────────────────────────────────────────────────────────────────────────────

TEN_DAYS = Procedure(
    "P.1",
    "1",
    Text(vi="Giấy phép", en="Permit"),
    "permit",
    (
        LimitRule(working_days(10)),
        LimitRule(working_days(3), branch="refused"),
        LimitRule(working_days(20), channel=Channel.POST),
    ),
    early=EarlyReturn("1/5"),
    extension=Extension(working_days(5), 1),
    valid_from=date(2026, 1, 1),
    retired_from=date(2030, 1, 1),
)
PAUSING = Procedure(
    "P.2",
    "1",
    Text(vi="Giấy phép dừng", en="Pausing permit"),
    "permit",
    (LimitRule(working_days(10)),),
    supplement=Supplement.PAUSE,
    supplement_max=2,
    early=EarlyReturn("1/5"),
    promise_policy=PromisePolicy.DROP,
)
COUNTER_ONLY = Procedure(
    "P.3",
    "1",
    Text(vi="Tại quầy", en="Counter only"),
    "permit",
    (LimitRule(working_hours(8)),),
    service_level=ServiceLevel.COUNTER,
    shortened=working_hours(4),
)
OLD = Procedure(
    "P.4",
    "2020",
    Text(vi="Cũ", en="Old"),
    "permit",
    (LimitRule(working_days(5)),),
    closed_to_new_from=date(2025, 1, 1),
)
CATALOGUE = Catalogue((TEN_DAYS, PAUSING, COUNTER_ONLY, OLD))


@cache
def calendar() -> OfficeCalendar:
    """Return Monday to Friday, without holidays."""
    return OfficeCalendar.weekends("Asia/Ho_Chi_Minh", first_year=2025, last_year=2027)


@cache
def engine() -> Engine:
    """Return the engine of the permit office."""
    return Engine(Jurisdiction("office", calendar(), CATALOGUE, (PERMIT,)))


def scenario(procedure: str = "P.1", *, made: Engine | None = None, **options: object) -> Scenario:
    """Return a case to be opened in the permit office, or by the engine *made*."""
    return Scenario(made or engine(), procedure=procedure, **options)


def codec() -> Codec:
    """Return a codec that knows the payloads of the permit office."""
    return Codec(PAYLOADS)


def definitions() -> DefinitionCodec:
    """Return a codec that knows the guards of the permit office."""
    return DefinitionCodec(PAYLOADS, GUARDS)
