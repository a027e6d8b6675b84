"""The pack of one file in `bring-your-own-country.md` does what every pack does."""

import re
from datetime import date, datetime
from functools import cache

import pytest

from caseflow.errors import ActionRefusedError
from caseflow.limits import working_days
from caseflow.office.services import open_service
from caseflow.testing.pack_contract import PackContract
from caseflow.values import Channel
from doc_blocks import ROOT

PAGE = ROOT / "docs" / "how-to" / "bring-your-own-country.md"


@cache
def names():
    """Return what the blocks of the page define, from the file of the pack on."""
    page = PAGE.read_text(encoding="utf-8")
    found = {}
    whole = page[page.index("<!-- clear-namespace -->") :]
    for block in re.findall(r"```python\n(.*?)```", whole, re.DOTALL):
        exec(compile(block, str(PAGE), "exec"), found)
    return found


class TestFreedomOfInformation(PackContract):
    """A request that is answered early."""

    @pytest.fixture
    def pack(self):
        return names()["PACK"]

    def filing(self):
        return names()["TestPack"]().filing()


def requested():
    """Return a service with one request at work, and how to act on it."""
    page = names()
    case_service = open_service("memory:", page["PACK"])
    online = Channel.ONLINE
    case_service.open(
        "foi", case_id="F1", channel=online, result_by=online, at=page["at"]("2026-03-02 10:00")
    )

    def act(name, given, when):
        return case_service.fire(
            "F1", page["acts"][name], given, by=page["officer"], at=page["at"](when)
        )

    act("receive", page["payloads"].Receipt(), "2026-03-02 10:00")
    act("assign", page["payloads"].Assignment("team"), "2026-03-02 11:00")
    return case_service, act


def due(case_service, when):
    """Return the day on which the answer is due, as of *when*."""
    return case_service.engine.deadlines(
        case_service.get("F1"), at=names()["at"](when)
    ).legal.due.on


def test_a_clarification_begins_the_twenty_days_again():
    """Source: Freedom of Information Act 2000 ss. 1(3), 10(1)."""
    case_service, act = requested()
    payloads = names()["payloads"]
    assert due(case_service, "2026-03-02 12:00") == date(2026, 3, 31)

    act(
        "request-supplement",
        payloads.SupplementRequest(["which year"], "unclear"),
        "2026-03-06 09:00",
    )
    act("supplement", payloads.Answer(), "2026-04-13 09:00")
    # Twenty working days after 13 April; the Early May bank holiday is the fourth of May.
    assert due(case_service, "2026-04-13 09:00") == date(2026, 5, 12)


@pytest.mark.parametrize(("extra", "on"), [(10, date(2026, 4, 16)), (20, date(2026, 4, 30))])
def test_the_public_interest_test_takes_up_to_twenty_days_more(extra, on):
    """Source: Freedom of Information Act 2000 s. 10(3); the length is guidance."""
    case_service, act = requested()
    longer = names()["PublicInterest"]

    act("extend", longer("exemption of s. 36", working_days(extra)), "2026-03-20 09:00")
    assert due(case_service, "2026-03-20 09:00") == on
    with pytest.raises(ActionRefusedError):
        act("extend", longer("again", working_days(1)), "2026-03-21 09:00")


def test_a_zone_that_changes_its_clocks_moves_no_day():
    """Summer time begins on 29 March 2026; days are civil days in London."""
    assert names()["calendar"]().local_date(datetime.fromisoformat("2026-03-30T23:30+00:00")) == (
        date(2026, 3, 31)
    )
