"""Requests that nobody should send, over HTTP: a problem with its code; nothing is changed."""

import asyncio
import json
from datetime import timedelta

import pytest

from caseflow.web import LARGEST_BODY, cursor_text
from unit.web.portals import Visitor, opened, portal

LODGING = {"number": "hs-2", "procedure": "2.001738", "channel": "online", "result_by": "online"}
RECEIVE = "/filings/hs-1/actions/receive"
SURROGATE = '"\\ud800"'


def visit(scenario, url="memory:"):
    """Run *scenario* with a visitor of a backend that holds one filing."""

    async def run():
        module = portal()
        module.URL = url
        async with module.lifespan(module.app), opened(module) as web:
            visitor = Visitor(module, web)
            assert (await visitor.lodge()).status_code == 201
            await scenario(visitor)

    asyncio.run(run())


async def kept(visitor):
    """All that the backend shows of what it keeps."""
    pages = [(await visitor.web.get(path)).json() for path in ("/filings", "/filings/hs-1/history")]
    return json.dumps(pages)


async def refused(visitor, method, path, *, body=b"", headers=None, statuses=(400,), params=None):
    """Send it; it is answered with a problem of one of *statuses*, and nothing is changed."""
    before = await kept(visitor)
    sent = {"Idempotency-Key": "k", "If-Match": '"1"', **(headers or {})}
    answer = await visitor.web.request(method, path, content=body, headers=sent, params=params)
    found = answer.json()
    assert answer.status_code in statuses, (method, path, body[:60], headers, found)
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert found["status"] == answer.status_code
    for name in ("code", "title", "detail", "next", "type"):
        assert found[name]
    assert await kept(visitor) == before
    return found


BODIES = {
    "nothing": (b"", 422),
    "null": (b"null", 422),
    "a list": (b"[]", 422),
    "a text": (b'"papers"', 422),
    "a number": (b"4", 422),
    "cut": (b'{"papers": 4', 400),
    "two values": (b'{"papers": 4} {}', 400),
    "a comment": (b'{"papers": 4 /* four */}', 400),
    "a key twice": (b'{"papers": 4, "papers": 5}', 400),
    "a key twice within": (b'{"papers": {"a": 1, "a": 1}}', 400),
    "NaN": (b'{"papers": NaN}', 422),
    "Infinity": (b'{"papers": Infinity}', 422),
    "-Infinity": (b'{"papers": -Infinity}', 422),
    "1e400": (b'{"papers": 1e400}', 422),
    "1e2": (b'{"papers": 1e2}', 422),
    "a long number": (b'{"papers": ' + b"9" * 5000 + b"}", 400),
    "a large number": (b'{"papers": 99999999999999999999}', 422),
    "a surrogate": (b'{"note": ' + SURROGATE.encode() + b"}", 422),
    "a surrogate as a key": (b"{" + SURROGATE.encode() + b": 1}", 422),
    "a NUL": (b'{"note": "a\\u0000b"}', 422),
    "a byte order mark": (b'\xef\xbb\xbf{"papers": 4}', 400),
    "UTF-16": ('{"papers": 4}'.encode("utf-16"), 400),
    "latin-1": ('{"note": "é"}'.encode("latin-1"), 400),
    "deep lists": (b"[" * 100_000 + b"]" * 100_000, 400),
    "deep objects": (b'{"a":' * 50_000 + b"1" + b"}" * 50_000, 400),
    "rather deep": (b'{"papers": ' + b"[" * 50 + b"]" * 50 + b"}", 422),
    "many fields": (json.dumps({f"f{n}": n for n in range(2000)}).encode(), 422),
    "many entries": (json.dumps({"note": ["x"] * 20_000}).encode(), 422),
    "too long": (b'{"note": "' + b"x" * LARGEST_BODY + b'"}', 400),
    "a long text": (b'{"note": "' + b"x" * 200_000 + b'"}', 422),
    "a long key": (b'{"' + b"x" * 200_000 + b'": 1}', 422),
    "prototypes": (b'{"__proto__": {"a": 1}, "constructor": 1}', 422),
}


@pytest.mark.parametrize("what", BODIES)
@pytest.mark.parametrize("path", ["/filings", RECEIVE])
def test_a_body_of_the_wrong_shape_is_refused(what, path):
    """It is read exactly, or not at all; a fault has the path of its field."""
    body, status = BODIES[what]

    async def scenario(visitor):
        found = await refused(visitor, "POST", path, body=body, statuses=(status,))
        if found["code"] == "payload-invalid":
            assert found["faults"]
            assert all(each["path"].startswith("/") or not each["path"] for each in found["faults"])

    if path == RECEIVE and what in ("nothing", "null"):
        status = 422
    visit(scenario)


HEADERS = {
    "no key": ({"Idempotency-Key": ""}, 400, "key-missing"),
    "a key of ten thousand": ({"Idempotency-Key": "k" * 10_000}, 400, "request-malformed"),
    "a key that is not ASCII": ({"Idempotency-Key": b"kh\xc3\xb3a"}, 400, "request-malformed"),
    "a key with spaces": ({"Idempotency-Key": "a b"}, 400, "request-malformed"),
    "a key that is not closed": ({"Idempotency-Key": '"a'}, 400, "request-malformed"),
    "a list of keys": ({"Idempotency-Key": '"a", "b"'}, 400, "request-malformed"),
    "no version": ({"If-Match": ""}, 428, "version-missing"),
    "a weak tag": ({"If-Match": 'W/"1"'}, 400, "request-malformed"),
    "a list of tags": ({"If-Match": '"1", "2"'}, 400, "request-malformed"),
    "a star among tags": ({"If-Match": '*, "1"'}, 400, "request-malformed"),
    "a bare number": ({"If-Match": "1"}, 400, "request-malformed"),
    "a tag of another portal": ({"If-Match": '"abc"'}, 400, "request-malformed"),
    "a tag below zero": ({"If-Match": '"-1"'}, 400, "request-malformed"),
    "a tag that is not ASCII": ({"If-Match": b'"\xb9"'}, 400, "request-malformed"),
    "a long tag": ({"If-Match": f'"{"1" * 10_000}"'}, 400, "request-malformed"),
    "a later version": ({"If-Match": '"2"'}, 412, "concurrent-update"),
    "version zero": ({"If-Match": '"0"'}, 400, "request-malformed"),
    "text": ({"Content-Type": "text/plain"}, 415, "media-type"),
    "a form": ({"Content-Type": "application/x-www-form-urlencoded"}, 415, "media-type"),
    "parts": ({"Content-Type": "multipart/form-data; boundary=x"}, 415, "media-type"),
    "another charset": ({"Content-Type": "application/json; charset=latin-1"}, 415, "media-type"),
    "no media type": ({"Content-Type": "json"}, 415, "media-type"),
}


@pytest.mark.parametrize("what", HEADERS)
def test_a_header_of_the_wrong_form_is_refused(what):
    """Before anything is decided."""
    headers, status, code = HEADERS[what]

    async def scenario(visitor):
        body = b'{"papers": 4}'
        found = await refused(
            visitor, "POST", RECEIVE, body=body, headers=headers, statuses=(status,)
        )
        assert found["code"] == code

    visit(scenario)


@pytest.mark.parametrize(
    "kind",
    [
        "application/json",
        "Application/JSON; charset=UTF-8",
        'application/json;charset="utf-8"',
        "application/vnd.portal+json",
    ],
)
def test_json_goes_by_several_names(kind):
    """With or without a charset, which is UTF-8 anyway; and with none the body says what it is."""

    async def scenario(visitor):
        answer = await visitor.act("receive", {"papers": 4}, **{"Content-Type": kind})
        assert answer.status_code == 200, answer.text

    visit(scenario)


ADDRESSES = [
    ("POST", "/filings/hs-9/actions/receive", 404, "unknown-case"),
    ("POST", "/filings/hs-1/actions/fly", 404, "unknown-action"),
    ("POST", "/filings/hs-1/actions/%00", 404, "unknown-action"),
    ("POST", "/filings/hs-1/actions/" + "x" * 5000, 404, "unknown-action"),
    ("GET", "/filings/%ff", 404, "unknown-case"),
    ("GET", "/filings/" + "x" * 5000, 422, "text-invalid"),
    ("GET", "/filings/%00", 422, "text-invalid"),
    ("GET", "/filings/hs-1/fly", 404, "address-unknown"),
    ("GET", "/fly", 404, "address-unknown"),
    ("PUT", "/filings", 405, "address-unknown"),
    ("PATCH", "/filings/hs-1", 405, "address-unknown"),
    ("DELETE", "/filings/hs-1", 405, "address-unknown"),
    ("GET", "/filings/hs-1/actions/receive", 405, "address-unknown"),
    ("GET", "/payments", 405, "address-unknown"),
    ("OPTIONS", "/filings", 405, "address-unknown"),
]


@pytest.mark.parametrize(("method", "path", "status", "code"), ADDRESSES)
def test_what_is_not_served_is_refused(method, path, status, code):
    """A method that is not allowed is answered with those that are."""

    async def scenario(visitor):
        found = await refused(visitor, method, path, body=b"", statuses=(status,))
        assert found["code"] == code
        if status == 405:
            answer = await visitor.web.request(method, path)
            assert set(answer.headers["Allow"].split(", ")) <= {"GET", "POST", "HEAD"}
            assert answer.headers["Allow"]

    visit(scenario)


@pytest.mark.parametrize(
    "params",
    [
        {"cursor": "x"},
        {"cursor": "x" * 5000},
        {"cursor": cursor_text({"procedure": None, "unit": "other", "state": None}, ["hs-1"])},
        {"cursor": "é"},
        {"cursor": "\0"},
    ],
)
def test_a_cursor_of_another_list_is_refused(params):
    """Or one that is none; clients begin again with the first page."""

    async def scenario(visitor):
        found = await refused(visitor, "GET", "/filings", params=params)
        assert found["code"] == "cursor-invalid"
        await refused(visitor, "GET", "/filings/hs-1/history", params=params)

    visit(scenario)


@pytest.mark.parametrize("kept_in", ["memory", "sqlite", "postgresql"])
def test_a_filter_of_any_text_is_no_failure(kept_in, tmp_path, request):
    """Texts that no store can keep are refused; all others find nothing."""
    url = "memory:"
    if kept_in == "sqlite":
        url = f"sqlite:///{tmp_path / 'a.db'}"
    elif kept_in == "postgresql":
        url = request.getfixturevalue("postgres_url")

    async def scenario(visitor):
        for name in ("procedure", "unit", "state"):
            for text in ("\0", "a\0b", "x" * 60_000, "�", "%", "' or 1=1 --", "\\", "Đà Nẵng"):
                answer = await visitor.web.get("/filings", params={name: text})
                assert answer.status_code in (200, 422), (name, text[:20], answer.text[:300])
                if answer.status_code == 200:
                    assert answer.json()["items"] == []

    visit(scenario, url)


@pytest.mark.parametrize("language", ["xx", "*", "", "vi;q=2", "é", ",,,", "a" * 5000, "vi-" * 999])
def test_a_language_that_nobody_knows_is_answered_in_english(language):
    """A language is a wish: no reason to refuse a request."""

    async def scenario(visitor):
        sent = {"Accept-Language": language.encode()}
        answer = await visitor.web.get("/filings/hs-1", headers=sent)
        assert answer.status_code == 200
        assert answer.json()["state"]["text"] in ("Lodged", "Mới đăng ký")

    visit(scenario)


@pytest.mark.parametrize("days", [-40_000, -1, 0, 1, 40_000])
def test_the_clock_of_a_client_does_not_count(days):
    """What a client says of the time is passed over: the backend has a clock."""

    async def scenario(visitor):
        date = (visitor.now + timedelta(days=days)).strftime("%a, %d %b %Y %H:%M:%S GMT")
        answer = await visitor.act("receive", {"papers": 4}, Date=date)
        assert answer.status_code == 200
        history = (await visitor.web.get("/filings/hs-1/history")).json()["items"]
        assert history[1]["at"]["at"] == visitor.now.isoformat()

    visit(scenario)


INSTANTS = [
    "0001-01-01T00:00:00+14:00",
    "0001-01-01T00:00:00Z",
    "1900-01-01T00:00:00+07:00",
    "9999-12-31T23:59:59-12:00",
    "9999-12-31T23:59:59.999999+00:00",
    "2026-08-24T09:00:00",
    "2026-02-30T09:00:00+07:00",
    "2026-08-24T09:00:00+99:00",
    "0001-01-01",
    "9999-12-31",
    "2026-13-01",
    "",
    "now",
]


def test_an_instant_from_another_age_is_no_failure():
    """In each field that takes an instant or a day, whatever the action: taken or refused."""

    async def scenario(visitor):
        document = (await visitor.web.get("/openapi.json")).json()
        schemas, asked = document["components"]["schemas"], 0
        await visitor.act("receive", {"papers": 4})
        await visitor.act("assign", {"unit": "A"})
        for path, calls in document["paths"].items():
            body = calls.get("post", {}).get("requestBody")
            if body is None or "{number}" not in path:
                continue
            reference = body["content"]["application/json"]["schema"]["$ref"]
            fields = schemas[reference.rpartition("/")[2]]["properties"]
            given = {name: sample(each) for name, each in fields.items()}
            for name, each in fields.items():
                if each.get("format") not in ("date", "date-time"):
                    continue
                for text in INSTANTS:
                    answer = await visitor.act(path.rpartition("/")[2], {**given, name: text})
                    asked += 1
                    assert answer.status_code in (200, 409, 422), answer.text
        assert asked > 20

    visit(scenario)


def sample(schema):
    """Something that a schema takes, where that is easy to say."""
    if "oneOf" in schema:
        return schema["oneOf"][0]["const"]
    if schema.get("format") == "date":
        return "2026-08-24"
    if schema.get("format") == "date-time":
        return "2026-08-24T09:00:00+07:00"
    kind = schema.get("type")
    kind = kind[0] if isinstance(kind, list) else kind
    plain = {"string": "VND", "integer": 1, "boolean": True, "object": {}}
    return [sample(schema["items"])] if kind == "array" else plain.get(kind)
