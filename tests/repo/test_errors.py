"""House rules for every error of caseflow."""

import inspect
import pickle
import re
from collections.abc import Sequence
from datetime import UTC, date, datetime

import pytest

from caseflow import errors
from repo.tree import ROOT

CLASSES = sorted(
    (
        value
        for value in vars(errors).values()
        if inspect.isclass(value) and issubclass(value, errors.CaseflowError)
    ),
    key=lambda error: error.__name__,
)
PAGE = ROOT / "docs" / "reference" / "errors.md"

#: One value for each type that an error takes, by its annotation as written.
SAMPLES: dict[object, object] = {
    str: "sample",
    int: 7,
    object: "sample",
    date: date(2026, 2, 16),
    datetime: datetime(2026, 2, 16, 9, tzinfo=UTC),
    Sequence[tuple[date | None, date | None]]: ((date(2026, 2, 16), None),),
}

each_error = pytest.mark.parametrize("error", CLASSES, ids=lambda error: error.__name__)


def _sample(error: type[errors.CaseflowError]) -> errors.CaseflowError:
    """Build *error* with a value of the right type for each argument."""
    if error.__init__ is Exception.__init__:
        return error("sample")
    _self, *parameters = inspect.signature(error.__init__).parameters.values()
    required = [each for each in parameters if each.default is inspect.Parameter.empty]
    return error(*(SAMPLES.get(each.annotation, ("sample", "other")) for each in required))


@each_error
def test_error_survives_pickling(error: type[errors.CaseflowError]):
    """An error sent to another process says the same there."""
    raised = _sample(error)

    received = pickle.loads(pickle.dumps(raised))

    assert type(received) is type(raised)
    assert (str(received), received.args, vars(received)) == (
        str(raised),
        raised.args,
        vars(raised),
    )


@each_error
def test_error_text_is_one_sentence_without_a_full_stop(error: type[errors.CaseflowError]):
    """A message can stand inside another one, so it does not end with a full stop."""
    text = str(_sample(error))

    assert text == text.strip()
    assert text
    assert not text.endswith(".")


@each_error
def test_error_code_is_its_own(error: type[errors.CaseflowError]):
    """Each class declares its own code: lower case words joined by hyphens."""
    assert "code" in vars(error), f"{error.__name__} inherits the code {error.code!r}"
    assert re.fullmatch(r"[a-z]+(-[a-z]+)*", error.code)


@each_error
def test_error_is_exported(error: type[errors.CaseflowError]):
    """Every error class stands in `caseflow.errors.__all__`."""
    assert error.__name__ in errors.__all__


def test_codes_are_unique():
    """No two errors share a code."""
    codes = [error.code for error in CLASSES]

    assert sorted(codes) == sorted(set(codes))


def test_every_code_is_documented_and_nothing_else():
    """Each code is a heading of docs/reference/errors.md, and each heading there is a code."""
    headings = re.findall(r"^### `(.+)`$", PAGE.read_text(encoding="utf-8"), flags=re.MULTILINE)

    assert sorted(headings) == sorted(error.code for error in CLASSES)


@each_error
def test_documented_code_names_its_class(error: type[errors.CaseflowError]):
    """The section of a code names the class that carries it."""
    page = PAGE.read_text(encoding="utf-8")
    section = page.partition(f"### `{error.code}`\n")[2].partition("\n#")[0]

    assert f"`{error.__name__}`" in section
