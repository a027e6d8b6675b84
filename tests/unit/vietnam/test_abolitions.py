"""Trap 51 at the other end: closed in time after the abolition, and not retired too soon."""

from datetime import date

import pytest
from attrs import evolve

from caseflow import vietnam as vn
from caseflow.checks import check_procedure
from caseflow.limits import calendar_days, working_days
from caseflow.procedures import Catalogue, LimitRule
from caseflow.values import Channel

#: Mon 2 March 2026: five working days end on Mon 9 March.
DECIDED = date(2026, 3, 2)


def found(**dates):
    """The faults of a procedure of ten working days with these dates."""
    procedure = evolve(
        vn.catalogue().get("1.014445"), limits=(LimitRule(working_days(10)),), **dates
    )
    return {
        fault.code: fault for fault in vn.abolition_faults(Catalogue((procedure,)), vn.calendar())
    }


@pytest.mark.parametrize(("closed", "late"), [(3, False), (9, False), (10, True), (None, True)])
def test_trap_51_an_abolished_procedure_is_closed_within_five_working_days(closed, late):
    """By 9 March at the latest; one day later, or never, is a warning with its source."""
    closed_on = None if closed is None else date(2026, 3, closed)
    faults = found(abolished_on=DECIDED, closed_to_new_from=closed_on)

    assert ("closed-late" in faults) == late
    if late:
        assert faults["closed-late"].is_warning
        assert "2715/QĐ-UBND (Quảng Trị)" in faults["closed-late"].text("en")
        assert "2026-03-09" in faults["closed-late"].text("en")


@pytest.mark.parametrize(("retired", "early"), [(20, True), (21, False)])
def test_trap_51_a_procedure_is_retired_after_its_last_filings_are_due(retired, early):
    """Closed from Sat 7 March: the last filing, of the 6th, is due on Fri the 20th."""
    faults = found(closed_to_new_from=date(2026, 3, 7), retired_from=date(2026, 3, retired))

    assert ("retired-early" in faults) == early
    if early:
        assert "20/3/2026" in faults["retired-early"].text("vi")


def test_trap_51_retiring_without_closing_first_leaves_no_time():
    """Filings of the day before retirement would be orphaned; the longest limit counts."""
    assert set(found(retired_from=date(2026, 3, 7))) == {"retired-early"}
    longest = (
        LimitRule(working_days(1), Channel.COUNTER),
        LimitRule(calendar_days(30), None, "complex"),
    )
    procedure = evolve(
        vn.catalogue().get("1.014445"),
        limits=longest,
        closed_to_new_from=DECIDED,
        retired_from=date(2026, 3, 31),
    )
    (fault,) = vn.abolition_faults(Catalogue((procedure,)), vn.calendar())
    assert "2026-03-31" in fault.text("en")


def test_closing_after_retirement_is_an_error():
    """In force, closed, retired: in that order, or the definition is wrong."""
    procedure = evolve(
        vn.catalogue().get("1.014445"),
        closed_to_new_from=date(2026, 4, 2),
        retired_from=date(2026, 4, 1),
    )
    codes = {fault.code for fault in check_procedure(procedure) if not fault.is_warning}
    assert codes == {"dates-reversed"}


def test_the_shipped_catalogue_has_no_such_fault():
    """None of its procedures is abolished."""
    assert vn.abolition_faults(vn.catalogue(), vn.calendar()) == ()
