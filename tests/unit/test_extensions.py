"""An act may say by how much it extends a limit, up to what the procedure allows.

Source: the laws of the Netherlands let a limit be extended once "by at most six weeks".
"""

import pytest
from attrs import evolve, frozen

from caseflow.checks import check_workflow
from caseflow.engine import Engine, Jurisdiction
from caseflow.errors import ActionRefusedError, ValueInvalidError
from caseflow.limits import TimeLimit, calendar_days, working_days
from caseflow.procedures import Catalogue, Extension
from caseflow.texts import Text
from caseflow.workflow import LEGAL, Action, ClockOp, Transition
from permits import (
    ASSIGN,
    CLERK,
    EXPERT,
    PERMIT,
    RECEIVE,
    TEN_DAYS,
    Receipt,
    at,
    calendar,
    definitions,
    scenario,
)


@frozen
class Longer:
    """Say by how much; None for as much as there may be."""

    extra: TimeLimit | None = None


EXTEND = Action("extend-by", Longer, Text(vi="gia hạn", en="extend"))
WAY = Transition(
    EXTEND,
    PERMIT.state("processing"),
    PERMIT.state("processing"),
    "officer",
    clocks=(ClockOp.extend(LEGAL, of_payload=True),),
)
WORKFLOW = evolve(PERMIT, actions=(*PERMIT.actions, EXTEND), transitions=(*PERMIT.transitions, WAY))


def processing(extension: Extension | None):
    """Return a filing of ten working days at work, which may be extended so."""
    procedure = evolve(TEN_DAYS, early=None, extension=extension)
    made = Engine(Jurisdiction("x", calendar(), Catalogue((procedure,)), (WORKFLOW,)))
    reported = scenario("P.1", made=made).given(at=at(2, 8))
    return reported.when(RECEIVE, Receipt(1), by=CLERK, at=at(2)).when(ASSIGN, by=CLERK, at=at(3))


AT_MOST_SIX = Extension(working_days(6), at_most=True)


@pytest.mark.parametrize(
    ("extra", "due"),
    [
        (working_days(3), "2026-03-19"),
        (working_days(6), "2026-03-24"),
        (None, "2026-03-24"),
    ],
)
def test_the_payload_says_by_how_much(extra, due):
    """The same date comes back when the history is replayed."""
    reported = processing(AT_MOST_SIX).when(EXTEND, Longer(extra), by=EXPERT, at=at(4))

    reported.then(legal_due=due)
    assert reported.engine.replay(reported.case.records) == reported.case
    reported.refuses(EXTEND, Longer(extra), by=EXPERT, code="extension-spent")


@pytest.mark.parametrize("extra", [working_days(7), calendar_days(3)])
def test_more_than_there_may_be_is_refused(extra):
    """So is another unit, which cannot be compared."""
    reported = processing(AT_MOST_SIX)

    with pytest.raises(ActionRefusedError, match="by at most 6 working days, and not by"):
        reported.when(EXTEND, Longer(extra), by=EXPERT, at=at(4))
    reported.then(legal_due="2026-03-16")


def test_less_is_refused_where_the_law_gives_one_length():
    """Without "at most" an extension is what the procedure says."""
    reported = processing(Extension(working_days(6)))

    reported.refuses(EXTEND, Longer(working_days(3)), by=EXPERT, code="extension-not-whole")
    reported.when(EXTEND, Longer(working_days(6)), by=EXPERT, at=at(4)).then(legal_due="2026-03-24")


def test_no_extension_is_reported_before_a_payload_is_there():
    """Whether there may be one at all does not depend on its length."""
    reported = processing(None)
    options = reported.engine.actions(reported.case, by=EXPERT, at=reported.now)
    (option,) = [each for each in options if each.action.name == EXTEND.name]

    assert [each.code for each in option.refusals] == ["extension-spent"]


def test_a_length_that_is_no_limit_is_refused():
    """Nothing has changed then."""
    reported = processing(AT_MOST_SIX)

    with pytest.raises(ValueInvalidError, match="extra"):
        reported.when(EXTEND, Longer("3 working days"), by=EXPERT, at=at(4))
    reported.then(legal_due="2026-03-16")


def test_a_payload_without_the_field_is_a_fault():
    """The check names the field that the operation takes."""
    bare = Action("extend-by", Receipt, Text(vi="x", en="x"))
    wrong = evolve(
        WORKFLOW,
        actions=(*PERMIT.actions, bare),
        transitions=(*PERMIT.transitions, evolve(WAY, action=bare)),
    )
    faults = [each for each in check_workflow(wrong) if each.code == "unknown-payload-field"]

    assert ["'extra'" in each.text("en") for each in faults] == [True]


def test_an_extension_is_written_as_before_unless_it_may_be_shorter():
    """What was kept of a procedure keeps its bytes."""
    codec = definitions()
    whole, shorter = (
        evolve(TEN_DAYS, extension=Extension(working_days(6), at_most=each))
        for each in (False, True)
    )

    assert set(codec.procedure_to_data(whole)["extension"]) == {"limit", "max"}
    data = codec.procedure_to_data(shorter)
    assert data["extension"]["at_most"] is True
    assert codec.procedure_from_data(data) == shorter
