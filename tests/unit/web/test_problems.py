"""Errors as problem details: a status by who must act, and texts in every language."""

import json

import pytest
from jsonschema import Draft202012Validator

from caseflow import errors
from caseflow.errors import (
    ActionRefusedError,
    CaseflowError,
    ConcurrentUpdateError,
    DefinitionError,
    HistoryError,
    KeyReusedError,
    StoreBusyError,
    UnknownCaseError,
    ValueInvalidError,
)
from caseflow.messages import languages
from caseflow.texts import Text
from caseflow.web import PROBLEM_JSON, problem, status_of
from caseflow.web._problem_titles import TITLES
from caseflow.workflow import Refusal
from repo.test_errors import CLASSES, _sample
from unit.web.test_shapes import CHECKS, MACHINE, SHAPES, texts_of


@pytest.mark.parametrize("error", CLASSES, ids=lambda error: error.__name__)
def test_each_error_is_a_problem_in_every_language(error):
    """With its own title, what to do next, and no text that only a machine reads."""
    raised = _sample(error)
    for language in languages():
        found = problem(raised, language=language)
        CHECKS["ProblemShape"].validate(found.body)
        json.dumps(found.body)
        assert found.body["code"] == error.code
        assert found.status == found.body["status"] == status_of(raised)
        assert 400 <= found.status <= 599
        assert found.body["next"]
        for text in texts_of(found.body):
            assert text
            assert not MACHINE.search(text), text
            assert error.code not in text or "-" not in error.code


def test_each_code_has_a_title_and_no_title_is_left_over():
    """So that nobody reads that something went wrong where more is known."""
    assert {each.code for each in CLASSES} == TITLES.keys()


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (ValueInvalidError("n", 1, "x"), 422),
        (UnknownCaseError("hs-1"), 404),
        (errors.UnknownActionError("x", ["y"]), 404),
        (errors.UnknownProcedureError("x", ["y"]), 422),
        (ConcurrentUpdateError("hs-1", 3, 4), 412),
        (ConcurrentUpdateError("hs-1", 0, 4), 409),
        (KeyReusedError("hs-1", "k", "receive", 2), 422),
        (errors.KeyMissingError("Idempotency-Key"), 400),
        (errors.KeyInFlightError("hs-1", "k"), 409),
        (errors.MediaTypeError("text/plain"), 415),
        (errors.VersionMissingError("If-Match"), 428),
        (errors.RequestMalformedError("body", "x"), 400),
        (errors.PayloadInvalidError("receive", []), 422),
        (_sample(errors.SignatureForgedError), 401),
        (StoreBusyError("x"), 503),
        (HistoryError("hs-1", 2, "x"), 500),
        (DefinitionError("x", ["y"]), 500),
    ],
    ids=lambda each: getattr(each, "code", str(each)),
)
def test_the_status_says_who_must_act(error, status):
    """4xx: whoever asked; 5xx: whoever runs the portal."""
    assert problem(error).status == status


def test_what_is_worth_asking_again_says_when():
    """A store that is busy, and a request that is being worked on."""
    assert problem(StoreBusyError("x")).headers["Retry-After"]
    assert problem(errors.KeyInFlightError("hs-1", "k")).headers["Retry-After"]
    assert "Retry-After" not in problem(UnknownCaseError("hs-1")).headers
    assert problem(UnknownCaseError("hs-1"), language="vi").headers["Content-Language"] == "vi"
    assert PROBLEM_JSON == "application/problem+json"


def test_reasons_are_listed_with_their_law():
    """The refusals are those that the actions of the case were shown with."""
    refusal = Refusal("too-soon", Text(vi="quá sớm", en="too soon"), basis="Luật A")
    found = problem(ActionRefusedError("hs-1", "receive", [refusal]), language="vi").body
    assert found["refusals"] == [
        {"code": "too-soon", "text": "quá sớm", "basis": "Luật A", "params": {}}
    ]
    assert found["status"] == 409


def test_an_exception_of_somebody_else_is_not_swallowed():
    """Nobody has said what it means, so it goes on to whoever handles it."""
    with pytest.raises(ZeroDivisionError):
        problem(ZeroDivisionError())
    with pytest.raises(KeyboardInterrupt):
        problem(KeyboardInterrupt())


def test_what_the_operator_must_not_show_is_not_shown():
    """The text of an error of the store may hold an address; it stays with the portal."""
    found = problem(errors.StoreUnavailableError("host db-7 refused"))
    assert "db-7" not in json.dumps(found.body)
    assert problem(DefinitionError("x", ["secret"])).body["message"] == ""
    assert "give x" in problem(ValueInvalidError("n", 1, "x")).body["message"]


def test_a_language_nobody_knows_is_answered_in_english():
    """Also by an error page: there is nothing else to say."""
    found = problem(UnknownCaseError("hs-1"), language="???")
    assert found.body["title"] == "There is no such case"


def test_the_shapes_are_schemas():
    """Each shape is a valid JSON Schema that takes no other field."""
    for name, schema in SHAPES.items():
        Draft202012Validator.check_schema(schema)
        assert schema["additionalProperties"] is False, name
    assert issubclass(errors.RequestError, CaseflowError)
