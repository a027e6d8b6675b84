"""Give the examined thing, and dates, instants and cases in few letters, to the tests.

Kept apart from `brute`, which must not know caseflow.
"""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from caseflow import vietnam
from caseflow.calendars import OfficeCalendar
from caseflow.cases import Case
from caseflow.engine import Engine, Jurisdiction
from caseflow.procedures import Catalogue, Procedure
from caseflow.values import Actor, Channel, Text

HANOI = ZoneInfo("Asia/Ho_Chi_Minh")


def viet_nam() -> OfficeCalendar:
    """Return the Vietnamese calendar as it is shipped."""
    return vietnam.calendar()


def on(text: str) -> date:
    """Return the date written in ISO form."""
    return date.fromisoformat(text)


def at(text: str) -> datetime:
    """Return the local Vietnamese instant, or the instant with the offset written."""
    moment = datetime.fromisoformat(text)
    return moment if moment.tzinfo else moment.replace(tzinfo=HANOI)


#: Somebody who may do everything, for tests of dates and not of roles.
ANYONE = Actor("u1", roles={role.name for role in vietnam.one_stop_shop().roles})


def shop(*, calendar: OfficeCalendar | None = None, **terms: object) -> Engine:
    """Return a one-stop shop with one procedure, "1.000001", on the terms given."""
    procedure = Procedure(
        code="1.000001",
        version="1",
        name=Text(vi="Thủ tục thử", en="A procedure to try"),
        workflow=vietnam.one_stop_shop().name,
        **terms,
    )
    catalogue = Catalogue((procedure,))
    workflows = (vietnam.one_stop_shop(),)
    return Engine(
        Jurisdiction("a shop", calendar or viet_nam(), catalogue, workflows, currency="VND"),
        calendars=(viet_nam(),),
    )


def received(engine: Engine, instant: datetime, *, online: bool = True) -> Case:
    """Return a case that was lodged and accepted at the instant."""
    channel = Channel.ONLINE if online else Channel.COUNTER
    case = engine.open("1.000001", channel=channel, result_by=channel, at=instant)
    return engine.fire(case, vietnam.RECEIVE, vietnam.Receipt(papers=1), by=ANYONE, at=instant)
