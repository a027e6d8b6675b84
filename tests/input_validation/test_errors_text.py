"""Every error has a text, whatever it was made of."""

import inspect
import pickle

import pytest

from caseflow import errors
from input_validation.arguments import WRONG
from input_validation.calls import text_fault

CLASSES = sorted(
    (
        value
        for value in vars(errors).values()
        if inspect.isclass(value) and issubclass(value, errors.CaseflowError)
    ),
    key=lambda each: each.__name__,
)


@pytest.mark.parametrize("kind", CLASSES, ids=lambda each: each.__name__)
def test_an_error_always_has_a_text(kind):
    """`str` and `repr` of an error work with any data, and are short and printable."""
    if kind.__init__ in (errors.CaseflowError.__init__, errors.InputError.__init__):
        for what, value in WRONG.items():
            assert text_fault(kind(value)) == "", what
        return
    names = [
        name
        for name, each in inspect.signature(kind).parameters.items()
        if each.kind is each.POSITIONAL_OR_KEYWORD and each.default is each.empty
    ]
    # A sentence about what is wrong is made by the library, and is not data.
    data = [
        name for name in names if name not in ("problem", "allowed", "rule", "remedy", "expected")
    ]
    for name in data:
        for what, value in WRONG.items():
            try:
                error = kind(**dict.fromkeys(names, "sample") | {name: value})
            except TypeError:
                continue  # a row of names is needed, which only the library gives
            assert text_fault(error) == "", (name, what)


def test_an_error_of_a_portal_has_a_text_too():
    """A class that a portal derives, whose text fails, still says what it holds."""

    class PortalError(errors.CaseError):
        code = "portal"

        def __str__(self):
            return self.nothing

    assert str(PortalError("H1", 5)) == "portal: 'H1', 5"


def test_a_name_that_is_no_text_is_reported():
    """A name of another type than text is shown in the text of the error."""
    error = errors.UnknownNameError(5, ("a", "b"))
    assert str(error) == "unknown name 5; known: a, b"
    assert str(pickle.loads(pickle.dumps(error))) == str(error)
