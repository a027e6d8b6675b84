"""Decisions that the law takes as made when the limit is over, and limits that are extended."""

import pytest

from caseflow import vietnam as vn
from caseflow.errors import ValueInvalidError
from caseflow.limits import working_days
from caseflow.procedures import Extension, Silence, SilentOutcome
from caseflow.targets import Standing, Timeliness
from caseflow.values import Actor

RULE = "Luật A, Điều 1"
APPROVED = vn.DeemedDecision(SilentOutcome.APPROVAL, RULE)
SILENT = Silence(SilentOutcome.APPROVAL, RULE)


def test_silence_decides_once_the_limit_is_over(driver):
    """Due 16 March: refused on that day, taken as approved on the 17th, and late."""
    filing = driver(silence=SILENT).received()
    assert filing.refused("2026-03-16 23:59", vn.DEEM_DECIDED, APPROVED) == {"limit-not-over"}
    filing.do("2026-03-17 00:01", vn.DEEM_DECIDED, APPROVED)
    assert (filing.status, filing.timeliness) == (9, "late")
    assert filing.case.last.payload == APPROVED
    assert filing.case.last.move.effects[0].name == "send-deemed-decision"
    filing.do("2026-03-18 09:00", vn.RETURN_AT_COUNTER, vn.Handover("Bà B"))
    assert filing.status == 10


def test_silence_decides_nothing_where_no_law_says_so(driver):
    """Most procedures have no such rule."""
    filing = driver().received()
    assert filing.refused("2026-03-17 09:00", vn.DEEM_DECIDED, APPROVED) == {"no-silence-rule"}
    assert not filing.option("2026-03-17 09:00", vn.DEEM_DECIDED).allowed


@pytest.mark.parametrize(
    "other",
    [
        vn.DeemedDecision(SilentOutcome.REFUSAL, RULE),
        vn.DeemedDecision(SilentOutcome.APPROVAL, "Luật B"),
    ],
    ids=["outcome", "rule"],
)
def test_silence_decides_what_the_rule_says(driver, other):
    """Another outcome than the rule's, or another rule, is refused; the refusal quotes the rule."""
    filing = driver(silence=SILENT).received()
    assert filing.refused("2026-03-17 09:00", vn.DEEM_DECIDED, other) == {"silence-ruled-otherwise"}


@pytest.mark.parametrize(
    ("action", "payload"),
    [
        (vn.SUSPEND, vn.ExcludedTime("tax", "Luật B")),
        (vn.REQUEST_PAYMENT, vn.PaymentRequest(1000)),
        (vn.REQUEST_SUPPLEMENT, vn.SupplementRequest(["đơn"], "thiếu")),
    ],
    ids=["excluded", "payment", "supplement"],
)
def test_silence_decides_nothing_while_the_clock_stands_still(driver, action, payload):
    """However long the applicant or another agency takes, the limit is not over."""
    filing = driver(silence=SILENT).received().do("2026-03-04 09:00", action, payload)
    assert filing.refused("2026-06-17 09:00", vn.DEEM_DECIDED, APPROVED) == {"limit-stands-still"}


def test_silence_is_for_the_system_and_the_approver(driver):
    """An officer cannot decide by waiting; the one who signs may record that the limit passed."""
    filing = driver(silence=SILENT).received()
    officer = vn.OFFICER.name
    assert not filing.option("2026-03-17 09:00", vn.DEEM_DECIDED, by=_actor(officer)).allowed
    filing.do("2026-03-17 09:00", vn.DEEM_DECIDED, APPROVED, by=_actor(vn.APPROVER.name))
    assert filing.timeliness == "late"


def _actor(role):
    return Actor("u", {role})


def test_an_extension_comes_before_silence(driver):
    """A limit that was extended is over later, for silence too."""
    filing = driver(silence=SILENT, extension=Extension(working_days(5))).received()
    filing.do("2026-03-16 10:00", vn.EXTEND, vn.Reason("phức tạp"))
    assert filing.refused("2026-03-23 10:00", vn.DEEM_DECIDED, APPROVED) == {"limit-not-over"}
    filing.do("2026-03-24 10:00", vn.DEEM_DECIDED, APPROVED)


def test_silence_leaves_the_silent_unit_late(driver):
    """Nobody finished the step: it is judged late by its own limit, and not as done."""
    filing = driver(silence=SILENT).received()
    filing.do("2026-03-02 10:00", vn.HAND_OVER, vn.StepHandOver(unit="Phòng A"))
    filing.do("2026-03-17 09:00", vn.DEEM_DECIDED, APPROVED)
    slip = filing.slip()
    assert slip.verdict is Timeliness.LATE
    assert (slip.rows[-1].is_cut_short, slip.rows[-1].finished_at) == (True, None)
    assert slip.standing is Standing.STOPPED


@pytest.mark.parametrize("outcome", ["approval", None, True])
def test_an_outcome_is_no_text(outcome):
    """A deemed decision names its outcome by the constant, and its rule in words."""
    with pytest.raises(ValueInvalidError):
        vn.DeemedDecision(outcome, RULE)
    with pytest.raises(ValueInvalidError):
        vn.DeemedDecision(SilentOutcome.APPROVAL, " ")


@pytest.mark.parametrize(("most", "due"), [(1, "2026-03-23"), (2, "2026-03-30")])
def test_extensions_stay_within_their_number_and_their_total(driver, most, due):
    """At most so many times, each by the same time: the total is known beforehand."""
    filing = driver(extension=Extension(working_days(5), max=most)).received()
    why = vn.Reason("phức tạp")
    for _ in range(most):
        filing.do("2026-03-16 10:00", vn.EXTEND, why)
    assert filing.due == due
    assert filing.refused("2026-03-16 10:00", vn.EXTEND, why) == {"extension-spent"}
    legal = filing.dates().legal
    assert legal.ledger.allowed(filing.dates().calendar) == 10 + 5 * most
