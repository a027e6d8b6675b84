"""The life cycle worked by caseflow: audit record, roles, clock, idempotency key, refusals."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo

from benchmarks.life_cycle import FEE, FINAL, INITIAL, PATH, STATES, TRANSITIONS
from caseflow import vietnam as vn
from caseflow.cases import Case
from caseflow.engine import Engine, Jurisdiction
from caseflow.limits import working_days
from caseflow.procedures import Catalogue, LimitRule, Procedure
from caseflow.values import Actor, Channel, Text
from caseflow.workflow import (
    LEGAL,
    Action,
    ClockOp,
    ClockRule,
    Refusal,
    Role,
    Situation,
    State,
    Transition,
    Workflow,
    guard,
)

__all__ = ["AT", "CLERK", "STEPS", "engine", "lengthened", "live", "opened", "worked"]

AT = datetime(2026, 3, 2, 9, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))
CLERK = Actor("u17", roles={"clerk"})
#: The seven actions, with the instant and the key of each, made before anything is timed.
ACTIONS = {name: Action(name, type(None), Text(vi=name, en=name)) for name, *_ in TRANSITIONS}
STEPS = tuple(
    (ACTIONS[name], AT + timedelta(hours=number), f"key-{number}")
    for number, name in enumerate(PATH, 1)
)
CLOCKS = {
    "accept": (ClockOp.start(LEGAL),),
    "ask": (ClockOp.pause(LEGAL),),
    "supply": (ClockOp.resume(LEGAL),),
    "issue": (ClockOp.stop(LEGAL),),
    "refuse": (ClockOp.stop(LEGAL),),
    "lapse": (ClockOp.stop(LEGAL),),
    "cancel": (ClockOp.stop(LEGAL),),
}


@guard("has_fee")
def has_fee(situation: Situation) -> Refusal | None:
    """Refuse to charge nothing."""
    fee = situation.case.fact("fee")
    if isinstance(fee, int) and fee > 0:
        return None
    return Refusal("no-fee", Text(vi="không có phí", en="there is no fee"))


@guard("is_paid")
def is_paid(situation: Situation) -> Refusal | None:
    """Refuse a payment that does not cover the fee."""
    case = situation.case
    fee, paid = case.fact("fee"), case.fact("paid")
    if isinstance(fee, int) and isinstance(paid, int) and paid >= fee:
        return None
    return Refusal("fee-short", Text(vi="chưa nộp đủ phí", en="the fee is not covered"))


@cache
def engine() -> Engine:
    """Return an engine with the life cycle as its only workflow."""
    workflow = Workflow(
        "permit",
        "1",
        INITIAL,
        tuple(State(name, Text(vi=name, en=name), is_final=name in FINAL) for name in STATES),
        tuple(ACTIONS.values()),
        tuple(
            Transition(
                name,
                source,
                target,
                {"clerk"},
                guards=(condition,) if condition else (),
                clocks=CLOCKS.get(name, ()),
            )
            for name, source, target, condition in TRANSITIONS
        ),
        roles=(Role("clerk", Text(vi="cán bộ", en="clerk")),),
        clocks=(ClockRule(LEGAL, Text(vi="thời hạn", en="legal")),),
        guards=(has_fee, is_paid),
    )
    procedure = Procedure(
        "P1", "1", Text(vi="Cấp phép", en="Permit"), "permit", (LimitRule(working_days(15)),)
    )
    return Engine(Jurisdiction("benchmark", vn.calendar(), Catalogue((procedure,)), (workflow,)))


FACTS = {"fee": FEE, "paid": FEE}


def opened(ids: Sequence[str], facts: Mapping[str, int] | None = FACTS) -> list[Case]:
    """Open a case for each number."""
    works = engine()
    return [
        works.open(
            "P1",
            channel=Channel.ONLINE,
            result_by=Channel.ONLINE,
            at=AT,
            case_id=number,
            by=CLERK,
            facts=facts,
        )
        for number in ids
    ]


def worked(case: Case) -> Case:
    """Take a case through the seven events."""
    fire = engine().fire
    for action, at, key in STEPS:
        case = fire(case, action, by=CLERK, at=at, key=key)
    return case


def lengthened(number: int) -> Case:
    """Return a case of *number* records: asked for information and supplied, over and over."""
    fire = engine().fire
    (submit, _, _), (accept, at, _), *_ = STEPS
    case = fire(opened(["HS-1"])[0], submit, by=CLERK, at=AT, key="submit")
    case = fire(case, accept, by=CLERK, at=at, key="accept")
    asked = (ACTIONS["ask"], ACTIONS["supply"])
    for place in range(number - 3):
        at += timedelta(seconds=1)
        case = fire(case, asked[place % 2], by=CLERK, at=at, key=f"key-{place}")
    return case


def live(cases: Sequence[Case]) -> list[Case]:
    """Take all cases through the seven events, and check where they end."""
    found = [worked(case) for case in cases]
    assert found[-1].state == "issued"
    assert [record.action for record in found[-1].records[1:]] == list(PATH)
    return found
