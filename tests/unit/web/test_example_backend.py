"""The example backend: one whole life over HTTP, and every way in which a request goes wrong."""

import ast
import asyncio
import json
import re

import pytest

from repo.tree import ROOT
from unit.web.portals import PATH, Visitor, opened, portal


def visit(scenario):
    """Run *scenario* with a visitor of a backend that was just opened."""

    async def run():
        module = portal()
        async with module.lifespan(module.app), opened(module) as web:
            await scenario(Visitor(module, web))

    asyncio.run(run())


def code_lines(source):
    """The lines of *source* that are code: no blank line, no comment and no docstring."""
    documented = {
        line
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Module | ast.FunctionDef | ast.AsyncFunctionDef)
        if ast.get_docstring(node)
        for line in range(node.body[0].lineno, node.body[0].end_lineno + 1)
    }
    return [
        line
        for number, line in enumerate(source.splitlines(), 1)
        if line.strip() and not line.strip().startswith("#") and number not in documented
    ]


@pytest.mark.parametrize("page", ["fastapi", "django", "flask"])
def test_a_backend_is_short(page):
    """At most 60 lines of code: a stranger's backend for one whole life."""
    text = (ROOT / "docs" / "how-to" / f"{page}.md").read_text(encoding="utf-8")
    block = re.search(r"```python\n(.*?)```", text.partition("## The whole backend")[2], re.DOTALL)
    assert 30 < len(code_lines(block[1])) <= 60
    assert "fastapi" not in page or block[1] == PATH.read_text(encoding="utf-8")


def test_one_whole_life():
    """Lodge, receive, assign, ask, supplement, bill, pay, decide, notify early, return."""

    async def scenario(visitor):
        answers = [answer async for answer in visitor.live()]
        assert [each.status_code for each in answers] == [201, *([200] * 10)], answers[-1].text
        assert [each.headers["ETag"] for each in answers] == [f'"{n}"' for n in range(1, 12)]
        states = [each.json()["state"]["code"] for each in answers]
        assert states[0] == "registered"
        assert states[-1] == "returned"
        shown = (await visitor.web.get("/filings/hs-1")).json()
        assert shown["outcome"]["timeliness"] == {"code": "early", "text": "trước hạn"}
        history = (await visitor.web.get("/filings/hs-1/history")).json()
        assert [each["seq"] for each in history["items"]] == list(range(11))
        for name in ("actions", "deadlines"):
            assert (await visitor.web.get(f"/filings/hs-1/{name}")).json()

    visit(scenario)


def test_a_change_needs_the_version_that_was_seen():
    """Missing is 428, outdated 412 with what to do, and nothing is changed."""

    async def scenario(visitor):
        await visitor.lodge()
        missing = await visitor.send("/filings/hs-1/actions/receive", {"papers": 4})
        assert (missing.status_code, missing.json()["code"]) == (428, "version-missing")
        old = await visitor.act("receive", {"papers": 4}, **{"If-Match": '"7"'})
        assert (old.status_code, old.json()["code"]) == (412, "concurrent-update")
        assert old.json()["next"] == "Tải lại hồ sơ rồi quyết định lại"
        assert old.headers["Content-Type"] == "application/problem+json"
        assert (await visitor.web.get("/filings/hs-1")).headers["ETag"] == '"1"'
        any_version = await visitor.act("receive", {"papers": 4}, **{"If-Match": "*"})
        assert any_version.status_code == 200

    visit(scenario)


def test_a_key_stands_for_one_request():
    """Missing is 400, the same again the same answer, other content 422, and a key of ours free."""

    async def scenario(visitor):
        lodged = await visitor.lodge(**{"Idempotency-Key": "expiry:1"})
        again = await visitor.lodge(**{"Idempotency-Key": "expiry:1"})
        assert (again.status_code, again.json()["version"]) == (201, lodged.json()["version"])
        taken = await visitor.lodge(**{"Idempotency-Key": "other"})
        assert (taken.status_code, taken.json()["code"]) == (409, "concurrent-update")
        none = await visitor.web.post(
            "/filings/hs-1/actions/receive", json={"papers": 4}, headers={"If-Match": '"1"'}
        )
        assert (none.status_code, none.json()["code"]) == (400, "key-missing")
        key = {"Idempotency-Key": '"8e03"', "If-Match": '"1"'}
        first = await visitor.act("receive", {"papers": 4}, **key)
        repeated = await visitor.act("receive", {"papers": 4}, **key)
        assert repeated.status_code == 200
        assert repeated.json()["version"] == first.json()["version"] == 2
        other = await visitor.act("receive", {"papers": 5}, **key)
        assert (other.status_code, other.json()["code"]) == (422, "key-reused")

    visit(scenario)


def test_a_request_that_is_being_worked_on_is_not_begun_again():
    """The second is told to wait: 409."""

    async def scenario(visitor):
        await visitor.lodge()
        await visitor.act("receive", {"papers": 4})
        calls = visitor.module.app.state.backend._calls
        with calls._flights.hold("hs-1", "http:k1"):
            busy = await visitor.act("assign", {"unit": "A"}, **{"Idempotency-Key": "k1"})
        assert (busy.status_code, busy.json()["code"]) == (409, "key-in-flight")
        assert busy.headers["Retry-After"]

    visit(scenario)


@pytest.mark.parametrize(
    ("path", "body", "status", "code"),
    [
        ("/filings", b"{", 400, "request-malformed"),
        ("/filings", b"[" * 200_000, 400, "request-malformed"),
        ("/filings", b'"' + b"x" * 2_000_000 + b'"', 400, "request-malformed"),
        ("/filings", b'{"number": "hs-1"}', 422, "payload-invalid"),
        ("/filings/hs-1/actions/receive", b'{"papers": 1.5}', 422, "float-refused"),
        ("/filings/hs-1/actions/receive", b'{"papers": "4"}', 422, "payload-invalid"),
        ("/filings/hs-1/actions/receive", b"null", 422, "payload-invalid"),
        ("/filings/hs-1/actions/nothing", b"{}", 404, "unknown-action"),
        ("/filings/hs-2/actions/receive", b"{}", 404, "unknown-case"),
        ("/filings/hs-1/actions/decide", b"{}", 409, "action-refused"),
        ("/payments", b"{}", 401, "signature-missing"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_changed(path, body, status, code):
    """In the language that was asked for, as problem+json; never a 500."""

    async def scenario(visitor):
        await visitor.lodge()
        headers = {"Idempotency-Key": "k", "If-Match": '"1"'}
        answer = await visitor.web.post(path, content=body, headers=headers)
        found = answer.json()
        assert (answer.status_code, found["code"]) == (status, code)
        assert answer.headers["Content-Language"] == "vi"
        assert found["title"]
        assert found["next"]
        assert (await visitor.web.get("/filings/hs-1")).json()["version"] == 1

    visit(scenario)


def test_clocks_that_differ_are_told():
    """A clock that jumped back by hours is refused; a few minutes are forgiven."""

    async def scenario(visitor):
        await visitor.lodge()
        visitor.now = visitor.now.replace(hour=5)
        late = await visitor.act("receive", {"papers": 4})
        assert late.status_code == 409
        assert late.json()["code"] == "time-reversed"
        assert "T" not in late.json()["detail"].replace("hs-1", "")
        assert (await visitor.web.get("/filings/hs-1")).status_code == 200

    visit(scenario)


def test_a_client_follows_a_case():
    """Events are numbered by their records, and only later ones are sent again."""

    async def scenario(visitor):
        await visitor.lodge()
        await visitor.act("receive", {"papers": 4})
        first = await visitor.web.get("/filings/hs-1/events")
        assert first.headers["Content-Type"] == "text/event-stream"
        assert [line for line in first.text.splitlines() if line.startswith("id")] == [
            "id: 0",
            "id: 1",
        ]
        await visitor.act("assign", {"unit": "A"})
        later = await visitor.web.get("/filings/hs-1/events", headers={"Last-Event-ID": "1"})
        assert "event: assign" in later.text
        assert "event: receive" not in later.text
        wrong = await visitor.web.get("/filings/hs-1/events", headers={"Last-Event-ID": "x"})
        assert wrong.status_code == 400

    visit(scenario)


def test_a_client_that_was_away_for_long_catches_up_in_turns(monkeypatch):
    """An answer has so many events at most; the rest follows the last one that was seen."""
    monkeypatch.setattr("caseflow.web._calls.MOST_EVENTS", 2)

    async def scenario(visitor):
        await visitor.lodge()
        await visitor.act("receive", {"papers": 4})
        await visitor.act("assign", {"unit": "A"})
        seen, last = [], None
        for _ in range(3):
            headers = {} if last is None else {"Last-Event-ID": last}
            answer = await visitor.web.get("/filings/hs-1/events", headers=headers)
            ids = [line[4:] for line in answer.text.splitlines() if line.startswith("id: ")]
            seen.append(ids)
            last = ids[-1] if ids else last
        assert seen == [["0", "1"], ["2"], []]

    visit(scenario)


def test_a_list_is_read_page_by_page():
    """No case is twice on them or left out, and a cursor of another list is refused."""

    async def scenario(visitor):
        for number in range(120):
            filing = {
                "number": f"hs-{number:03}",
                "procedure": "2.001738",
                "channel": "online",
                "result_by": "online",
            }
            await visitor.send("/filings", filing)
        seen, cursor = [], ""
        while cursor is not None:
            page = (await visitor.web.get("/filings", params={"cursor": cursor})).json()
            seen += [each["id"] for each in page["items"]]
            assert all(each["state"]["text"] == "Mới đăng ký" for each in page["items"])
            last, cursor = cursor, page["next"]
        assert seen == [f"hs-{number:03}" for number in range(120)]
        other = await visitor.web.get("/filings", params={"cursor": last, "unit": "x"})
        assert (other.status_code, other.json()["code"]) == (400, "cursor-invalid")

    visit(scenario)


def test_health_is_not_readiness():
    """The process answers for itself; whether the store does is asked for apart."""

    async def scenario(visitor):
        for path in ("/health", "/ready", "/openapi.json"):
            assert (await visitor.web.get(path)).status_code == 200
        for path, status in (("/nothing", 404), ("/filings/hs-1/more", 404), ("/health", 405)):
            ask = visitor.web.delete if status == 405 else visitor.web.get
            if path == "/filings/hs-1/more":
                await visitor.lodge()
            answer = await ask(path)
            assert answer.status_code == answer.json()["status"] == status
            assert answer.json()["code"] == "address-unknown"

    visit(scenario)


def test_who_may_not_is_refused_with_the_roles():
    """A guest lodges and does no act of the office."""

    async def scenario(visitor):
        await visitor.lodge()
        guest = {"Authorization": ""}
        answer = await visitor.act("receive", {"papers": 4}, **guest)
        assert answer.status_code == 409
        assert [each["code"] for each in answer.json()["refusals"]] == ["role-missing"]
        assert "Bearer" not in json.dumps(answer.json())

    visit(scenario)
