"""A desk of the one-stop shop: an engine, who works there, and a case to move along."""

from collections.abc import Callable
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from attrs import evolve

from caseflow import vietnam as vn
from caseflow.engine import Engine, Jurisdiction, Option
from caseflow.errors import ActionRefusedError
from caseflow.limits import working_days
from caseflow.procedures import Catalogue, LimitRule, Procedure
from caseflow.values import Actor, Channel, Text
from caseflow.workflow import Action

HANOI = ZoneInfo("Asia/Ho_Chi_Minh")

CITIZEN = Actor("citizen", {"applicant"})
CLERK = Actor("clerk", {"intake"})
OFFICER = Actor("officer", {"officer"})
HEAD = Actor("head", {"approver"})
SYSTEM = Actor("engine", {"system"})
CASHIER = Actor("cashier", {"cashier"})
HELPER = Actor("helper", {"support"})

#: Who does an action when a test does not say.
USUALLY = {
    vn.DESCRIBE: CLERK,
    vn.RECEIVE: CLERK,
    vn.ALERT_OFFICER: SYSTEM,
    vn.RECEIVE_ELSEWHERE: CLERK,
    vn.FORWARD: CLERK,
    vn.TAKE_OVER: CLERK,
    vn.REPORT_ERROR: CLERK,
    vn.RETURN_CORRECTED: CLERK,
    vn.CLASSIFY: CLERK,
    vn.REQUEST_CORRECTION: CLERK,
    vn.CORRECT: CITIZEN,
    vn.REJECT: CLERK,
    vn.ASSIGN: CLERK,
    vn.REQUEST_SUPPLEMENT: OFFICER,
    vn.SUPPLEMENT: CITIZEN,
    vn.CLOSE_UNANSWERED: OFFICER,
    vn.SUSPEND: OFFICER,
    vn.RESUME: OFFICER,
    vn.EXTEND: OFFICER,
    vn.REAPPOINT: OFFICER,
    vn.HAND_OVER: OFFICER,
    vn.FINISH_STEP: OFFICER,
    vn.CONSULT: OFFICER,
    vn.CONSULT_ANSWERED: CLERK,
    vn.DEEM_DECIDED: SYSTEM,
    vn.DECIDE: HEAD,
    vn.REFUSE: HEAD,
    vn.REQUEST_PAYMENT: OFFICER,
    vn.PAY: CITIZEN,
    vn.NOTIFY_EARLY: CLERK,
    vn.RETURN_ONLINE: CLERK,
    vn.RETURN_AT_COUNTER: CLERK,
    vn.RETURN_BY_POST: CLERK,
    vn.CHANGE_RESULT_CHANNEL: CITIZEN,
    vn.WITHDRAW: CITIZEN,
    vn.STOP: HEAD,
    vn.ASSIST: HELPER,
    vn.RECORD_RESULT: CLERK,
    vn.CANCEL_RESULT: HEAD,
}

TEN_DAYS = Procedure(
    code="T.10",
    version="1",
    name=Text(vi="Thủ tục mười ngày", en="A procedure of ten days"),
    workflow="one-stop-shop",
    limits=(LimitRule(working_days(10)),),
    supplement_within=working_days(3),
)


def at(text: str) -> datetime:
    """An instant in Viet Nam, as "2026-03-02 09:00"."""
    return datetime.fromisoformat(text).replace(tzinfo=HANOI)


class CaseDriver:
    """One case at a time, moved along by instants in Vietnamese time."""

    def __init__(self, procedure: Procedure) -> None:
        catalogue = Catalogue((procedure,))
        jurisdiction = Jurisdiction(
            "test", vn.calendar(), catalogue, vn.danang().workflows, currency="VND"
        )
        self.engine = Engine(jurisdiction)
        self.code = procedure.code
        self.when = at("2018-01-01 00:00")

    def lodge(
        self,
        when: str,
        *,
        channel: Channel = Channel.COUNTER,
        result_by: Channel | None = None,
        **more: Any,
    ) -> "CaseDriver":
        self.when = at(when)
        self.case = self.engine.open(
            self.code, channel=channel, result_by=result_by or channel, at=self.when, **more
        )
        return self

    def do(
        self, when: str, action: Action[Any], payload: object = None, by: Actor | None = None
    ) -> "CaseDriver":
        self.when = at(when)
        actor = by or USUALLY[action]
        self.case = self.engine.fire(self.case, action, payload, by=actor, at=self.when)
        return self

    def refused(
        self, when: str, action: Action[Any], payload: object = None, by: Actor | None = None
    ) -> set[str]:
        """The codes of the reasons; the case is unchanged and `actions` says the same."""
        before = self.case
        actor = by or USUALLY[action]
        with pytest.raises(ActionRefusedError) as caught:
            self.engine.fire(self.case, action, payload, by=actor, at=at(when))
        assert self.case == before
        for refusal in caught.value.refusals:
            assert refusal.text("vi")
            assert refusal.text("en")
        return {refusal.code for refusal in caught.value.refusals}

    def option(self, when: str, action: Action[Any], by: Actor | None = None) -> Option:
        options = self.engine.actions(self.case, by=by or USUALLY[action], at=at(when))
        return next(option for option in options if option.action == action)

    def received(self, when: str = "2026-03-02 09:00", **more: Any) -> "CaseDriver":
        """Lodged, accepted and handed to an officer at one instant."""
        self.lodge(when, **more)
        return self.do(when, vn.RECEIVE, vn.Receipt()).do(when, vn.ASSIGN, vn.Assignment("Phòng"))

    def slip(self, when: str | None = None) -> vn.ControlSlip:
        return vn.control_slip(self.engine, self.case, at=at(when) if when else self.when)

    @property
    def status(self) -> int | None:
        return vn.one_stop_shop().state(self.case.state).status

    def dates(self, when: str | None = None) -> Any:
        return self.engine.deadlines(self.case, at=at(when) if when else self.when)

    @property
    def due(self) -> str:
        return str(self.dates().legal.due.on)

    @property
    def timeliness(self) -> str:
        return self.engine.timeliness(self.case).timeliness.value


@pytest.fixture
def driver() -> Callable[..., CaseDriver]:
    """Make a desk for a procedure of ten working days, changed by keyword."""

    def make(**changes: Any) -> CaseDriver:
        return CaseDriver(evolve(TEN_DAYS, **changes))

    return make
