"""An office to keep cases for: one procedure of ten working days, and the people at its desks."""

from datetime import datetime
from functools import cache
from zoneinfo import ZoneInfo

from caseflow import vietnam as vn
from caseflow.engine import Engine, Jurisdiction
from caseflow.limits import working_days
from caseflow.procedures import Catalogue, LimitRule, Procedure
from caseflow.service import CaseService
from caseflow.targets import EarlyReturn
from caseflow.values import Actor, Channel, Text
from caseflow.vietnam.stored import case_codec, definition_codec

HANOI = ZoneInfo("Asia/Ho_Chi_Minh")

CITIZEN = Actor("citizen", {"applicant"})
CLERK = Actor("clerk", {"intake"})
OFFICER = Actor("officer", {"officer"})
HEAD = Actor("head", {"approver"})

TEN_DAYS = Procedure(
    code="T.10",
    version="1",
    name=Text(vi="Thủ tục mười ngày", en="A procedure of ten days"),
    workflow="one-stop-shop",
    limits=(LimitRule(working_days(10)),),
    early=EarlyReturn("1/5"),
)


def at(text: str) -> datetime:
    """An instant in Viet Nam, as "2026-03-02 09:00"."""
    return datetime.fromisoformat(text).replace(tzinfo=HANOI)


#: A Monday; ten working days on it is Monday the 16th.
LODGED = at("2026-03-02 09:00")


@cache
def engine() -> Engine:
    """An engine that knows the procedure; it holds no case, so all tests share it."""
    workflows = (*vn.danang().workflows,)
    return Engine(
        Jurisdiction("test", vn.calendar(), Catalogue((TEN_DAYS,)), workflows, currency="VND")
    )


@cache
def codecs():
    """The codecs of the pack; making them costs more than most tests do."""
    return case_codec(), definition_codec()


def service(store, **more) -> CaseService:
    """A service on *store*, with nothing decoded yet."""
    codec, definitions = codecs()
    return CaseService(engine(), store, codec, definitions=definitions, **more)


def lodge(case_service, case_id="H1", *, when=LODGED, **more):
    """Open a case that comes in online and goes out online."""
    return case_service.open(
        "T.10",
        case_id=case_id,
        channel=Channel.ONLINE,
        result_by=Channel.ONLINE,
        at=when,
        **more,
    )


def receive(case_service, case_id="H1", *, when=LODGED, **more):
    """Accept a case: the acknowledgement clock stops and the legal one starts."""
    return case_service.fire(case_id, vn.RECEIVE, vn.Receipt(), by=CLERK, at=when, **more)


def assign(case_service, case_id="H1", *, when=LODGED, unit="Phòng", **more):
    """Hand a case to a unit; may be done again and again."""
    return case_service.fire(case_id, vn.ASSIGN, vn.Assignment(unit), by=CLERK, at=when, **more)
