"""The control slip of a case that is kept in a store."""

from datetime import date, timedelta

from caseflow import vietnam as vn
from caseflow.stores import open_store
from stores.offices import LODGED, OFFICER, assign, lodge, receive, service

LATER = LODGED + timedelta(days=9)


def test_a_slip_is_read_from_the_database_by_another_worker(sqlite_url):
    """What one worker recorded, another reads from SQLite: the same rows, judged the same."""
    first, second = service(open_store(sqlite_url)), service(open_store(sqlite_url))
    lodge(first)
    receive(first)
    assign(first)
    question = vn.Consultation("Sở Xây dựng", "có vướng không?", date(2026, 3, 6))
    first.fire("H1", vn.CONSULT, question, by=OFFICER, at=LODGED)
    first.fire("H1", vn.HAND_OVER, vn.StepHandOver(unit="Phòng B"), by=OFFICER, at=LODGED)
    seen = [
        vn.control_slip(case_service.engine, case_service.get("H1"), at=LATER)
        for case_service in (first, second)
    ]
    assert seen[0] == seen[1]
    assert [(row.received, row.days_late) for row in seen[1].late] == [("Sở Xây dựng", 5)]
