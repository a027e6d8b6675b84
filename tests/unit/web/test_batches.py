"""One action on many cases by one request: an answer for each, in words, and nothing twice."""

import asyncio
import json

import pytest
from openapi_spec_validator import OpenAPIV31SpecValidator

from caseflow import vietnam as vn
from caseflow.engine import Engine
from caseflow.office.services import async_service_of
from caseflow.stores import open_async_store
from caseflow.values import Actor
from caseflow.vietnam.pack import PACK
from caseflow.web import Asked, AsyncBackend, openapi
from stores.offices import CITIZEN, CLERK, at
from unit.web.test_assignments import FILING, Desk

CASES = ["H1", "H2", "none"]
GIVEN = {"cases": CASES, "payload": {"papers": 4}}


@pytest.fixture
def desk():
    made = Desk()
    for number in ("H1", "H2"):
        assert made.backend.lodge(made.asked(CITIZEN, {**FILING, "number": number})).status == 201
    return made


def outcomes(body):
    return [(each["id"], each["outcome"]["code"], each["was_done"]) for each in body["items"]]


def test_each_case_is_answered_and_a_repeated_request_does_nothing_twice(desk):
    """One that is refused or unknown is a problem among the others."""
    status, body = desk.many(CLERK, "receive", GIVEN)
    assert (status, outcomes(body)) == (
        200,
        [("H1", "done", False), ("H2", "done", False), ("none", "failed", False)],
    )
    assert [each["version"] for each in body["items"]] == [2, 2, None]
    assert body["items"][2]["problem"]["code"] == "unknown-case"
    again = desk.many(CLERK, "receive", GIVEN)[1]
    assert [each["was_done"] for each in again["items"]] == [True, True, False]
    assert desk.service.get("H1").version == 2
    status, problem = desk.many(CLERK, "receive", {**GIVEN, "cases": ["H1"]})
    assert (status, problem["code"]) == (422, "key-reused")
    refused = desk.many(CLERK, "receive", GIVEN, key="b2")[1]["items"][0]
    assert refused["outcome"]["code"] == "refused"
    assert [each["code"] for each in refused["problem"]["refusals"]] == ["wrong-state"]


@pytest.mark.parametrize("language", ["vi", "en"])
def test_a_trial_keeps_nothing_and_says_so_in_words(desk, language):
    """The same answers as the request would have, and no record of it."""
    status, body = desk.many(CLERK, "receive", {**GIVEN, "is_dry_run": True}, language=language)
    assert (status, body["is_dry_run"]) == (200, True)
    assert [code for _, code, _ in outcomes(body)] == ["done", "done", "failed"]
    texts = {each["outcome"]["text"] for each in body["items"]}
    assert texts.isdisjoint({"done", "đã thực hiện"})
    assert desk.service.get("H1").version == 1
    assert desk.many(CLERK, "receive", GIVEN, language=language)[1]["items"][0]["version"] == 2


def test_cases_are_claimed_many_at_a_time(desk):
    """The actions of assignment go the same way."""
    status, body = desk.many(CLERK, "claim-case", {"cases": ["H1", "H2"]})
    assert (status, [code for _, code, _ in outcomes(body)]) == (200, ["done", "done"])
    again = desk.many(CLERK, "claim-case", {"cases": ["H1", "H2"]}, key="b2")[1]
    assert [code for _, code, _ in outcomes(again)] == ["unchanged", "unchanged"]
    assert desk.service.get("H2").assigned_to == CLERK.id


@pytest.mark.parametrize(
    ("name", "data", "path"),
    [
        ("receive", None, ""),
        ("receive", [], ""),
        ("receive", {}, "/cases"),
        ("receive", {"cases": "H1"}, "/cases"),
        ("receive", {"cases": [1]}, "/cases/0"),
        ("receive", {"cases": ["H1"], "x": 1}, "/x"),
        ("receive", {"cases": ["H1"], "payload": {"papers": -1}}, "/payload/papers"),
        ("receive", {"cases": ["H1"], "is_dry_run": 1}, "/is_dry_run"),
        ("receive", {"cases": [f"H{place}" for place in range(501)]}, "/cases"),
        ("claim-case", {"cases": ["H1"], "payload": {"x": 1}}, "/payload"),
    ],
)
def test_a_bad_request_names_every_fault_and_changes_nothing(desk, name, data, path):
    """What is wrong is pointed to, and no case is touched."""
    status, problem = desk.many(CLERK, name, data)
    assert (400 <= status < 500, problem["code"]) == (True, "payload-invalid")
    assert path in [each["path"] for each in problem["faults"]]
    assert desk.service.get("H1").version == 1


@pytest.mark.parametrize(
    ("name", "data", "status", "code"),
    [
        ("receive", {"cases": [], "payload": {"papers": 4}}, 422, "value-invalid"),
        ("receive", {"cases": ["H1", "H1"], "payload": {"papers": 4}}, 422, "value-invalid"),
        ("no-such", {"cases": ["H1"]}, 404, "unknown-action"),
    ],
)
def test_no_case_one_twice_and_an_unknown_action_are_problems(desk, name, data, status, code):
    """Refused before anything changes."""
    found, problem = desk.many(CLERK, name, data)
    assert (found, problem["code"]) == (status, code)
    assert desk.service.get("H1").version == 1


def test_the_document_describes_it():
    """It is valid, and only there where the portal serves it."""
    workflow = vn.danang().workflows[0]
    document = openapi(workflow, PACK.codec(), with_batches=True)
    OpenAPIV31SpecValidator(document).validate()
    path = document["paths"]["/filings/actions/{name}"]["post"]
    assert "claim-case" in path["parameters"][0]["schema"]["enum"]
    assert "/filings/actions/{name}" not in openapi(workflow, PACK.codec())["paths"]


def test_the_awaited_backend_answers_the_same(sqlite_url):
    """Its results are awaited one after the other."""

    async def answered():
        service = async_service_of(Engine(vn.danang()), open_async_store(sqlite_url), PACK)
        backend, found = AsyncBackend(service, PACK), []
        headers = {"Idempotency-Key": '"k1"'}
        now = at("2026-03-02 08:00")
        await backend.lodge(Asked(CITIZEN, now, headers, json.dumps(FILING).encode()))
        asked = Asked(Actor("u1", {"intake"}), now, headers, json.dumps(GIVEN).encode())
        for _ in range(2):
            answer = await backend.act_on_many(asked, "receive")
            found.append((answer.status, outcomes(json.loads(answer.body))))
        await service.close()
        return found

    first, again = asyncio.run(answered())
    assert first == (
        200,
        [("H1", "done", False), ("H2", "failed", False), ("none", "failed", False)],
    )
    assert again[1][0] == ("H1", "done", True)
