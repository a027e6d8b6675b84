"""What must not type-check: each line is an error to mypy and to pyright, or the checks fail.

Both checkers report an ignore that is not needed, so a line that became valid is found.
"""

from datetime import datetime

from attrs import frozen

from caseflow.cases import Case
from caseflow.engine import Engine
from caseflow.service import CaseService
from caseflow.testing import Scenario
from caseflow.values import Actor, Text
from caseflow.workflow import Action, Refusal, Situation, payload_guard


@frozen
class Receipt:
    papers: int


@frozen
class Payment:
    amount: int


RECEIVE = Action("receive", Receipt, Text(vi="tiếp nhận", en="receive"))
WITHDRAW = Action("withdraw", type(None), Text(vi="rút", en="withdraw"))


def payloads(engine: Engine, case: Case, by: Actor, at: datetime) -> None:
    engine.fire(case, RECEIVE, Payment(amount=1), by=by, at=at)  # type: ignore[misc]  # pyright: ignore[reportArgumentType, reportCallIssue]
    engine.fire(case, RECEIVE, "four papers", by=by, at=at)  # type: ignore[misc]  # pyright: ignore[reportArgumentType, reportCallIssue]
    engine.fire(case, RECEIVE, None, by=by, at=at)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType, reportCallIssue]
    engine.fire(case, RECEIVE, by=by, at=at)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    engine.fire(case, WITHDRAW, Receipt(papers=4), by=by, at=at)  # type: ignore[misc]  # pyright: ignore[reportArgumentType, reportCallIssue]


def batches(service: CaseService, by: Actor, at: datetime) -> None:
    service.fire_many(["H1"], RECEIVE, Payment(amount=1), by=by, at=at, key="b")  # type: ignore[misc]  # pyright: ignore[reportArgumentType, reportCallIssue]
    service.fire_many(["H1"], RECEIVE, by=by, at=at, key="b")  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType, reportCallIssue]
    service.fire_many({"H1": Payment(amount=1)}, RECEIVE, by=by, at=at, key="b")  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType, reportCallIssue]
    service.fire_many(["H1"], WITHDRAW, by=by, at=at)  # type: ignore[call-overload]  # pyright: ignore[reportCallIssue]


def constants(engine: Engine, case: Case, by: Actor, at: datetime) -> None:
    engine.fire(case, RECIEVE, Receipt(papers=4), by=by, at=at)  # type: ignore[name-defined]  # pyright: ignore[reportUndefinedVariable, reportUnknownArgumentType]  # noqa: F821
    engine.fire(case, "receive", Receipt(papers=4), by=by, at=at)  # type: ignore[call-overload]  # pyright: ignore[reportArgumentType, reportCallIssue]
    engine.fire(case, RECEIVE.payload, Receipt(papers=4), by=by, at=at)  # type: ignore[call-overload]  # pyright: ignore[reportArgumentType, reportCallIssue]


def others(engine: Engine, case: Case, by: Actor, at: datetime) -> None:
    engine.fire(case, WITHDRAW, by="u17", at=at)  # type: ignore[call-overload]  # pyright: ignore[reportArgumentType]
    engine.fire(case, WITHDRAW, by=by, at="2026-03-02")  # type: ignore[call-overload]  # pyright: ignore[reportArgumentType]
    engine.fire(case, WITHDRAW, by=by)  # type: ignore[call-overload]  # pyright: ignore[reportCallIssue]
    engine.open("1.1", channel="online", result_by="online", at=at)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    engine.deadlines(case)  # type: ignore[call-arg]  # pyright: ignore[reportCallIssue]
    case.state = "done"  # type: ignore[misc]  # pyright: ignore[reportAttributeAccessIssue]


def reported(scenario: Scenario, by: Actor) -> None:
    scenario.when(RECEIVE, Payment(amount=1), by=by)  # type: ignore[misc]  # pyright: ignore[reportArgumentType, reportCallIssue]
    scenario.when(RECEIVE, by=by)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    scenario.refuses(WITHDRAW, Receipt(papers=4), by=by, code="x")  # type: ignore[misc]  # pyright: ignore[reportArgumentType, reportCallIssue]


@payload_guard("paid", Payment)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
def wrong_payload(_: Situation, receipt: Receipt) -> Refusal | None:
    return None
