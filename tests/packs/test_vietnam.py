"""The pack of Viet Nam does what every pack does."""

from datetime import date

import pytest

from caseflow import vietnam as vn
from caseflow.office.installed import find_pack
from caseflow.targets import Timeliness
from caseflow.testing.pack_contract import PackContract, SampleFiling, Step
from caseflow.values import Actor
from stores.offices import at

DESK = Actor("desk", {"intake", "officer", "approver"})


class TestVietnam(PackContract):
    """A filing of fifteen calendar days, returned early."""

    @pytest.fixture
    def pack(self):
        return find_pack("vietnam")

    def filing(self):
        result = vn.OnlineResult("gcn.pdf", code="H17.15-260302-0001-KQ(1)", sha256="a" * 64)
        steps = (
            (vn.RECEIVE, vn.Receipt(papers=2, code="H17.15-260302-0001"), "2026-03-02 08:30"),
            (vn.ASSIGN, vn.Assignment("Phòng A"), "2026-03-02 09:00"),
            (vn.DECIDE, vn.Decision("12/QĐ"), "2026-03-11 16:00"),
            (vn.NOTIFY_EARLY, vn.EarlyNotice("sms"), "2026-03-11 16:10"),
            (vn.RETURN_ONLINE, result, "2026-03-12 08:00"),
        )
        return SampleFiling(
            procedure="1.014445",
            opened_at=at("2026-03-02 08:10"),
            steps=tuple(Step(action, given, DESK, at(when)) for action, given, when in steps),
            due_on=date(2026, 3, 17),
            outcome=Timeliness.EARLY,
        )
