"""Example programs that type-check under mypy strict and pyright strict."""

from collections.abc import Iterator
from datetime import datetime
from typing import assert_type

from attrs import frozen

from caseflow.cases import CLAIM, FOLLOW_UP, REASSIGN, Case, FollowUp, Reassignment
from caseflow.checks import check_workflow, checked
from caseflow.codec import Codec, PayloadTypes
from caseflow.engine import Deadlines, Engine, Option
from caseflow.errors import ActionRefusedError
from caseflow.machine import build_machine, diagram
from caseflow.service import BatchResult, CaseService
from caseflow.stores import Query
from caseflow.testing import Scenario
from caseflow.values import Actor, Channel, Text
from caseflow.workflow import (
    ANYONE,
    LEGAL,
    Action,
    ClockOp,
    ClockRule,
    Guard,
    Refusal,
    Situation,
    State,
    Transition,
    Workflow,
    guard,
    payload_guard,
)


@frozen
class Receipt:
    papers: int


RECEIVE = Action("receive", Receipt, Text(vi="tiếp nhận", en="receive"))
WITHDRAW = Action("withdraw", type(None), Text(vi="rút", en="withdraw"))

assert_type(RECEIVE, Action[Receipt])
assert_type(WITHDRAW, Action[None])


@guard("in-daytime")
def in_daytime(situation: Situation) -> Refusal | None:
    if situation.at.hour < 18:
        return None
    return Refusal("night", Text(vi="đã hết giờ {h}", en="too late: {h}"), {"h": situation.at.hour})


@payload_guard("complete", Receipt)
def complete(situation: Situation, receipt: Receipt) -> Refusal | None:
    needed = situation.case.fact("papers")
    if isinstance(needed, int) and receipt.papers < needed:
        return Refusal(
            "missing", Text(vi="thiếu", en="missing"), {"papers": needed - receipt.papers}
        )
    return None


assert_type(in_daytime, Guard)
assert_type(complete, Guard)

WORKFLOW = checked(
    Workflow(
        name="permit",
        version="1",
        initial="draft",
        states=(
            State("draft", Text(vi="nháp", en="draft")),
            State("done", Text(vi="xong", en="done"), is_final=True),
        ),
        actions=(RECEIVE, WITHDRAW),
        transitions=(
            Transition(
                RECEIVE,
                "draft",
                "done",
                {"intake"},
                guards=(in_daytime, complete),
                clocks=(ClockOp.stop(LEGAL),),
                decides=True,
            ),
            Transition(WITHDRAW, "draft", "done", ANYONE, clocks=(ClockOp.stop(LEGAL),)),
        ),
        clocks=(ClockRule(LEGAL, Text(vi="thời hạn", en="limit")),),
        opening=(ClockOp.start(LEGAL),),
    )
)


def work(engine: Engine, lodged_at: datetime, received_at: datetime) -> Case:
    clerk = Actor("u17", roles={"intake"})
    case = engine.open("1.1", channel=Channel.ONLINE, result_by=Channel.ONLINE, at=lodged_at)
    case = engine.fire(case, RECEIVE, Receipt(papers=4), by=clerk, at=received_at, key="k")
    case = engine.fire(case, WITHDRAW, by=clerk, at=received_at, expected_version=2)
    case = engine.fire(case, WITHDRAW, None, by=clerk, at=received_at)
    options = engine.actions(case, by=clerk, at=received_at)
    assert_type(options, tuple[Option, ...])
    for option in options:
        print(option.action.label("vi"), option.allowed, [r.text("vi") for r in option.refusals])
    dates = engine.deadlines(case, at=received_at)
    assert_type(dates, Deadlines)
    print(dates.legal.due, dates.promised.due, dates.legal.left, dates.legal.explain("vi"))
    outcome = engine.timeliness(case)
    if outcome is not None:
        print(outcome.timeliness, outcome.early_share)
    assert_type(engine.replay(case.records), Case)
    return case


def work_many(service: CaseService, engine: Engine, case: Case, at: datetime) -> Case:
    clerk = Actor("u17", roles={"intake"})
    case = engine.fire(case, CLAIM, by=clerk, at=at)
    case = engine.fire(case, REASSIGN, Reassignment("u18", "leave"), by=clerk, at=at)
    case = service.fire("H1", FOLLOW_UP, FollowUp(at), by=clerk, at=at)
    print(case.assigned_to.upper(), case.follow_up_at)
    received = service.fire_many(["H1"], RECEIVE, Receipt(papers=4), by=clerk, at=at, key="a")
    assert_type(received, Iterator[BatchResult])
    for each in service.fire_many(Query(), CLAIM, by=clerk, at=at, key="b", is_dry_run=True):
        print(each.case_id, each.outcome.value, [r.text("vi") for r in each.refusals])
    list(service.fire_many({"H1": Receipt(papers=1)}, RECEIVE, by=clerk, at=at, key="c"))
    return case


def by_name(engine: Engine, case: Case, name: str, payload: object, at: datetime) -> Case:
    try:
        return engine.fire(case, WORKFLOW.action(name), payload, by=Actor("u"), at=at)
    except ActionRefusedError as error:
        print(*error.refusals)
        return case


def reported(engine: Engine) -> None:
    clerk = Actor("u17", roles={"intake"})
    (
        Scenario(engine, procedure="1.1", channel=Channel.ONLINE)
        .given(at="2026-03-02T08:00+07:00")
        .refuses(WITHDRAW, by=clerk, code="wrong-state")
        .refuses(RECEIVE, Receipt(1), by=clerk, code=("missing",))
        .when(RECEIVE, Receipt(papers=4), by=clerk)
        .after(working_days=3)
        .when(WITHDRAW, by=clerk)
        .then(state="done", legal_due="2026-03-16", refused={RECEIVE: "wrong-state"})
    )


def kept(case: Case) -> Case:
    types = PayloadTypes()
    types.register("receipt", 1, Receipt)
    types.upcast("receipt", 1, lambda fields: {**fields, "papers": 1})
    codec = Codec(types)
    return codec.loads_case(codec.dumps(case))


print(diagram(WORKFLOW, "mermaid", language="vi"), build_machine(WORKFLOW).states)
print([fault.text("vi") for fault in check_workflow(WORKFLOW)])
