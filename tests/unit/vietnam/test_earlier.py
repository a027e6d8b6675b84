"""Cases opened under a workflow of an earlier release are read, drawn, checked and worked on."""

import json
from pathlib import Path

import pytest
from attrs import evolve
from tests.unit.vietnam.conftest import CITIZEN, CLERK, HEAD, OFFICER, at

from caseflow import vietnam as vn
from caseflow.checks import check_workflow
from caseflow.engine import Engine, Jurisdiction, Migration, try_migration
from caseflow.errors import HistoryError
from caseflow.limits import working_days
from caseflow.machine import build_machine
from caseflow.procedures import Catalogue, LimitRule, Procedure
from caseflow.service import CaseService
from caseflow.stores import MemoryStore
from caseflow.values import Channel, Text
from caseflow.vietnam._earlier import EARLIER, earlier_workflows
from caseflow.vietnam.stored import case_codec, definition_codec, expiries, unit_of

#: Seven points of one history under each workflow, written by the release of November 2026.
GOLDEN = Path(__file__).parents[2] / "golden" / "workflows" / "cases-of-november-2026.json"

TEN_DAYS = Procedure(
    "T.10",
    "1",
    Text(vi="Thủ tục mười ngày", en="A procedure of ten days"),
    "one-stop-shop",
    (LimitRule(working_days(10)),),
    supplement_within=working_days(3),
)
CLOSING = evolve(TEN_DAYS, code="T.11", workflow="one-stop-shop-closing")


def office() -> Jurisdiction:
    """The office as it is now, with the procedures of the cases."""
    return evolve(vn.danang(), catalogue=Catalogue((TEN_DAYS, CLOSING)))


def golden():
    """The cases, read."""
    codec = case_codec()
    written = json.loads(GOLDEN.read_text(encoding="utf-8"))
    return [(each, codec.case_from_data(each)) for each in written]


@pytest.mark.parametrize("fingerprint", EARLIER)
def test_an_earlier_workflow_is_read_checked_and_drawn(fingerprint):
    """Its file has the fingerprint of its name, no fault, and a machine to draw."""
    workflow = earlier_workflows()[fingerprint]()

    assert workflow.fingerprint == fingerprint
    assert [str(fault) for fault in check_workflow(workflow)] == []
    assert build_machine(workflow).states


def test_cases_of_an_earlier_release_are_read_and_written_as_they_were():
    """Their records and their terms come back byte for byte, and replay under their workflow."""
    engine, codec = Engine(office()), case_codec()
    for written, case in golden():
        assert codec.case_to_data(case) == written
        assert case.fingerprint in EARLIER
        assert engine.replay(case.records) == case


def test_cases_of_an_earlier_release_are_worked_to_their_end():
    """Each goes on by the rules it was opened under: the first step left is taken, and kept."""
    engine = Engine(office())
    steps = {
        "registered": (vn.RECEIVE, vn.Receipt(papers=2), CLERK, "2026-03-02 09:00"),
        "received": (vn.ASSIGN, vn.Assignment("Phòng"), CLERK, "2026-03-02 09:10"),
        "processing": (vn.DECIDE, vn.Decision("1"), HEAD, "2026-03-16 10:00"),
        "awaiting-supplement": (vn.SUPPLEMENT, vn.Answer(1), CITIZEN, "2026-03-06 10:00"),
    }
    for _, begun in golden():
        case = begun
        while case.state in steps:
            action, payload, actor, when = steps[case.state]
            case = engine.fire(case, action, payload, by=actor, at=at(when))
        assert case.state == "decided"
        assert engine.timeliness(case) is not None


def test_each_keeps_the_closing_rule_it_was_opened_under():
    """The workflow of that release closed nothing; its closing variant after 15 working days."""
    engine = Engine(office())
    asked = {case.procedure: case for _, case in golden() if case.state == "awaiting-supplement"}
    late = at("2026-03-26 09:00")

    def answer(code):
        options = engine.actions(asked[code], by=OFFICER, at=late)
        return next(each for each in options if each.action.name == "close-unanswered")

    assert [each.code for each in answer("T.10").refusals] == ["no-closing-rule"]
    assert answer("T.11").allowed
    assert str(engine.deadlines(asked["T.11"], at=late)["supplement"].due.on) == "2026-03-25"


def test_a_service_keeps_an_earlier_workflow_with_its_case():
    """Cases opened in memory and kept now bring their definition along; nothing is missing."""
    engine, store = Engine(office()), MemoryStore()
    service = CaseService(
        engine,
        store,
        case_codec(),
        definitions=definition_codec(),
        expiries=expiries(),
        unit_of=unit_of,
    )
    before = evolve(
        office(), workflows=tuple(read() for read in earlier_workflows().values()), earlier={}
    )
    opening = CaseService(
        Engine(before), store, case_codec(), definitions=definition_codec(), unit_of=unit_of
    )
    opened = opening.open(
        "T.10",
        case_id="H1",
        channel=Channel.ONLINE,
        result_by=Channel.ONLINE,
        at=at("2026-03-02 08:00"),
    )
    case = service.fire("H1", vn.RECEIVE, vn.Receipt(), by=CLERK, at=at("2026-03-02 09:00"))

    assert opened.fingerprint == case.fingerprint == EARLIER[0]
    assert service.verify().faults == ()


def test_open_cases_move_from_an_earlier_workflow_to_that_of_now():
    """A migration may name an earlier workflow; each case that can goes, and says why if not."""
    newer = evolve(vn.one_stop_shop(), version="newer")
    held = office()
    engine = Engine(evolve(held, workflows=(*held.workflows, newer)))
    cases = [case for _, case in golden() if case.procedure == "T.10" and not case.decided_at]
    move = Migration(newer.fingerprint, sources=[EARLIER[0]])

    report = try_migration(engine, cases, move, at=at("2026-04-01 08:00"))

    assert report.moved + len(report.stayed) == len(cases)
    assert report.moved


def test_a_workflow_of_nobody_is_still_refused():
    """A fingerprint that is neither held nor an earlier one names those that are."""
    case = golden()[0][1]
    strange = case._replace(terms=evolve(case.terms, fingerprint="one-stop-shop@0"))

    with pytest.raises(HistoryError, match=EARLIER[0]):
        Engine(office()).deadlines(strange, at=at("2026-04-01 08:00"))
