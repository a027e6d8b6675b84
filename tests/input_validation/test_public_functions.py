"""Every public function and method, given something else than it takes, refuses it in words."""

import inspect

import pytest

from caseflow.documents import pdf_of
from caseflow.messages import add_catalogue, languages
from caseflow.pii import Encrypted, Erased
from input_validation.arguments import WRONG, Examples, hints_of
from input_validation.calls import attempts, calls, fault_of, subjects, tried

SUBJECTS = subjects()

#: Of these no example can be made here; their own tests call them.
NO_EXAMPLE = {
    "caseflow.engine._deadlines.Deadline",
    "caseflow.pii._hidden.Erased",
    "caseflow.pii._hidden.Encrypted",
    "caseflow.stores._ops.drive",
    "caseflow.stores._ops.drive_async",
    "caseflow.web._requests.bounded_body",
}

#: They call what they are given, and what that raises is not for them to change; or they take long.
CALLERS = {
    ("caseflow.office.papers.registers.register_of", "forms_on=class"),
    ("caseflow.office.papers.registers.register_of", "forms_on=enum class"),
    ("caseflow.office.papers.slips.papers_of", "forms_on=class"),
    ("caseflow.office.settings.settled", "code_of=class"),
    ("caseflow.office.settings.settled", "code_of=enum class"),
    ("caseflow.office.papers.slips.papers_of", "forms_on=enum class"),
    # Each has a name, as a gateway has: it may be a stand-in for one.
    ("caseflow.office.taking.take_notice", "gateway=action"),
    ("caseflow.office.taking.take_notice", "gateway=wrong enum"),
    ("caseflow.machine._table.build_machine", "factory=class"),
    ("caseflow.machine._table.build_machine", "factory=enum class"),
    ("caseflow.office.budgets._books.budget_of", "day_of=class"),
    ("caseflow.office.budgets._books.budget_of", "day_of=enum class"),
    ("caseflow.office.budgets._reports.spending_report", "day_of=class"),
    ("caseflow.office.budgets._reports.spending_report", "day_of=enum class"),
    ("caseflow.simulation._results.simulate", "mapper=class"),
    ("caseflow.simulation._results.simulate", "mapper=enum class"),
    ("caseflow.simulation._results.simulate", "progress=class"),
    ("caseflow.simulation._results.simulate", "progress=enum class"),
}
SLOW = {"caseflow.documents._pdf.pdf_of"}
#: They keep what they are given for all that follows, and have their own test below.
KEEPING = {"caseflow.messages.add_catalogue"}


@pytest.fixture(scope="module")
def examples(tmp_path_factory):
    return Examples(tmp_path_factory.mktemp("examples"))


@pytest.fixture(autouse=True)
def nowhere(tmp_path, monkeypatch):
    """Work where files that a call makes are in nobody's way."""
    monkeypatch.chdir(tmp_path)


@pytest.mark.parametrize(
    "package", sorted({".".join(name.split(".")[:2]) for name in SUBJECTS} - {""})
)
def test_a_wrong_argument_is_refused_in_words(examples, package):
    """Only a CaseflowError leaves, its text works, is short and can be printed."""
    faults = {}
    for name, subject in SUBJECTS.items():
        if ".".join(name.split(".")[:2]) != package or name in SLOW | KEEPING | NO_EXAMPLE:
            continue
        for called, function in calls(examples, name, subject):
            for what, args, kwargs in attempts(examples, function):
                fault = fault_of(function, args, kwargs)
                if fault and (called, what) not in CALLERS:
                    faults[called, what] = fault

    assert faults == {}


#: Classes whose methods are not called here: a host's own connection is needed, or a driver's rows;
#: or their values are texts and numbers, whose methods are Python's.
NO_VALUE = {
    "caseflow.keys.ReservedKey",
    "caseflow.pii._hidden.Erased",
    "caseflow.pii._hidden.Encrypted",
    "caseflow.stores._host_store.HostStore",
    "caseflow.stores._host_store_async.AsyncHostStore",
    "caseflow.stores._statements.SqlOperations",
}


def test_only_classes_that_are_named_have_no_value(examples):
    """The methods of every other class are called; a class is never left out in silence."""
    left_out = set()
    for name, subject in SUBJECTS.items():
        if inspect.isclass(subject) and any(is_method(subject, each) for each in dir(subject)):
            try:
                examples.of(subject)
            except LookupError:
                left_out.add(name)

    assert left_out <= NO_VALUE


def is_method(kind, name):
    """Return whether *name* is a public method of a class that has its own values."""
    if issubclass(kind, BaseException) or getattr(kind, "_is_protocol", False):
        return False
    return not name.startswith("_") and callable(getattr(kind, name, None))


def test_pdf_of_refuses_what_is_no_page():
    """Of every wrong value but texts, which it prints."""
    wrong = {what: value for what, value in WRONG.items() if not isinstance(value, str)}
    faults = {what: fault_of(pdf_of, (value,), {}) for what, value in wrong.items()}
    assert {what: fault for what, fault in faults.items() if fault} == {}
    for what, value in wrong.items():
        _, error = tried(lambda value=value: pdf_of(value))
        assert error is not None, what


def test_add_catalogue_refuses_what_is_no_catalogue():
    """With one wrong value at a time; what can be called is read when the language is asked for."""
    faults = {}
    for what, value in WRONG.items():
        for name in ("language", "text", "part"):
            if (name, what) == ("part", "empty") or (name == "text" and callable(value)):
                continue
            given = {"language": "abc", "text": "", "part": ""} | {name: value}
            fault = fault_of(add_catalogue, (), given)
            if fault:
                faults[name, what] = fault

    assert faults == {}
    assert "abc" not in languages()


@pytest.mark.parametrize("kind", [Erased, Encrypted])
def test_hidden_texts_refuse_what_they_are_not_made_of(kind, examples):
    """`of`, with one wrong value at a time; the methods of a text are Python's."""
    given = inspect.signature(kind.of).parameters
    valid = {name: examples.of(hints_of(kind.of).get(name, object)) for name in given}
    faults = {}
    for name in given:
        for what, value in WRONG.items():
            fault = fault_of(kind.of, (), valid | {name: value})
            if fault:
                faults[name, what] = fault
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
