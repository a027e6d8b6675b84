"""Every public function and method, given something else than it takes, refuses it in words."""

import pytest

from border_inputs.arguments import Examples
from border_inputs.calls import attempts, calls, fault_of, subjects

SUBJECTS = subjects()

#: Of these no example can be made here; tests of their own call them.
NO_EXAMPLE = {
    "caseflow.bulk.judging.timeliness",
    "caseflow.engine.deadlines.Deadline",
    "caseflow.fees.money.Dong",
    "caseflow.pii.hidden.Erased",
    "caseflow.pii.hidden.Veiled",
    "caseflow.stores.ops.drive",
    "caseflow.stores.ops.drive_async",
}

#: They call what they are given, and what that raises is not for them to change; or they take long.
CALLERS = {
    ("caseflow.machine.table.build_machine", "factory=class"),
    ("caseflow.vietnam.budgets.books.budget_of", "day_of=class"),
    ("caseflow.vietnam.budgets.reports.spending_report", "day_of=class"),
}
SLOW = {"caseflow.documents.pdf.pdf_of"}


@pytest.fixture(scope="module")
def examples(tmp_path_factory):
    return Examples(tmp_path_factory.mktemp("examples"))


@pytest.mark.parametrize(
    "package", sorted({".".join(name.split(".")[:2]) for name in SUBJECTS} - {""})
)
def test_a_wrong_argument_is_refused_in_words(examples, package):
    """Only a CaseflowError leaves, its text works, is short and can be printed."""
    faults = {}
    for name, subject in SUBJECTS.items():
        if ".".join(name.split(".")[:2]) != package or name in SLOW | NO_EXAMPLE:
            continue
        for called, function in calls(examples, name, subject):
            for what, args, kwargs in attempts(examples, function):
                fault = fault_of(function, args, kwargs)
                if fault and (called, what) not in CALLERS:
                    faults[called, what] = fault

    assert faults == {}


def test_only_what_is_named_has_no_example(examples):
    """Whatever is made public later is called as well, or named here."""
    missing = set()
    for name, subject in SUBJECTS.items():
        for called, function in calls(examples, name, subject):
            try:
                examples.arguments(function)
            except (LookupError, NameError, ValueError):
                missing.add(called)

    assert missing <= NO_EXAMPLE
