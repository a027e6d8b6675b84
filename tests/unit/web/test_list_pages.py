"""Pages of work lists over HTTP: orders, filters and cursors; what is wrong is a problem."""

import json
from datetime import timedelta

import pytest

from caseflow.cases import CLAIM, FOLLOW_UP, FollowUp
from caseflow.stores import MemoryStore
from caseflow.values import Actor
from caseflow.vietnam.pack import PACK
from caseflow.web import Asked, Backend
from stores.offices import CLERK, LODGED, assign, lodge, receive, service

NOW = LODGED + timedelta(days=3)


@pytest.fixture
def backend():
    case_service = service(MemoryStore())
    for number in range(6):
        when = LODGED + timedelta(hours=5 - number)
        facts = {"unit": "A"} if number > 1 else None
        lodge(case_service, f"H{number}", when=when, facts=facts)
        if number > 1:
            receive(case_service, f"H{number}", when=when)
            assign(case_service, f"H{number}", when=when)
    case_service.fire("H4", CLAIM, by=CLERK, at=NOW)
    again = FollowUp(NOW + timedelta(days=1))
    case_service.fire("H4", FOLLOW_UP, again, by=CLERK, at=NOW)
    return Backend(case_service, PACK)


def _page(backend, by=CLERK, language="en", **query):
    asked = Asked(by, NOW, {"Accept-Language": language}, query=query)
    answer = backend.page(asked)
    return answer, json.loads(answer.body)


def _ids(backend, **query):
    answer, body = _page(backend, **query)
    assert answer.status == 200, body
    return [each["id"] for each in body["items"]]


def test_a_page_is_in_the_order_that_is_asked_for(backend):
    """By number unless another order is asked for, with standing and dates in every language."""
    assert _ids(backend) == ["H0", "H1", "H2", "H3", "H4", "H5"]
    assert _ids(backend, order="opened") == ["H5", "H4", "H3", "H2", "H1", "H0"]
    assert _ids(backend, order="due", unit="A") == ["H2", "H3", "H4", "H5"]
    assert _ids(backend, unit="A", state="processing,received") == ["H2", "H3", "H4", "H5"]
    assert _ids(backend, order="due", due_before="2026-03-03T00:00:00+07:00") == []
    assert _ids(backend, text="H3") == ["H3"]
    _, body = _page(backend, language="vi", order="due", unit="A")
    assert body["items"][0]["standing"] == {"code": "on-track", "text": "trong hạn"}
    assert set(body["items"][0]["next"]) == {"at", "text"}
    assert body["next"] is None


def test_officers_are_not_named(backend):
    """Everybody sees what they have themselves, and of others that somebody has it."""
    assert _ids(backend, assigned_to="me") == ["H4"]
    assert _ids(backend, assigned_to="me", order="follow-up") == ["H4"]
    assert _ids(backend, assigned_to="nobody", unit="A") == ["H2", "H3", "H5"]
    _, mine = _page(backend, text="H4")
    answer, theirs = _page(backend, by=Actor("other", {"intake"}), text="H4")
    assert (mine["items"][0]["is_mine"], theirs["items"][0]["is_mine"]) == (True, False)
    assert mine["items"][0]["follow_up"] is not None
    assert theirs["items"][0]["follow_up"] is None
    assert CLERK.id not in answer.body.decode()


def _cursor(backend):
    for number in range(60):
        lodge(backend._calls._service, f"N{number:02}", when=NOW)
    return _page(backend)[1]["next"]


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ({"order": "priority"}, "unknown-name"),
        ({"state": "recieved", "unit": "A"}, "unknown-name"),
        ({"state": "received"}, "query-unserved"),
        ({"due_before": "1772442000000000", "order": "due"}, "request-malformed"),
        ({"due_before": "2026-03-02", "order": "due"}, None),
        ({"due_before": "2026-03-02T09:00:00", "order": "due"}, None),
        ({"due_before": "soon", "order": "due"}, "request-malformed"),
        ({"assigned_to": "u1"}, "request-malformed"),
        ({"assigned_to": "nobody"}, "query-unserved"),
        ({"order": "follow-up"}, "request-malformed"),
        ({"text": "H", "order": "due"}, "query-unserved"),
        ({"cursor": "x"}, "cursor-invalid"),
        ({"unit": "A\u0000"}, None),
    ],
)
def test_what_is_wrong_is_a_problem(backend, query, code):
    """It is answered in any language as 4xx with a code, and with what to ask instead."""
    for language in ("en", "vi", "xx", "tlh, *;q=0"):
        answer, body = _page(backend, language=language, **query)
        assert 400 <= answer.status < 500
        assert answer.headers["Content-Type"] == "application/problem+json"
        assert code in (None, body["code"])


def test_an_unserved_list_says_what_to_ask_for_instead(backend):
    """In words, with each way that an index serves."""
    _, body = _page(backend, language="en", due_before="2026-03-02T09:00:00Z")
    assert body["detail"] == (
        "A list cannot be filtered by the due date alone; choose one of these as well: "
        "the unit, the officer who has the case, the order by due date"
    )


def test_a_cursor_of_another_list_is_a_problem(backend):
    """Another order, other filters, or a letter that is another one."""
    cursor = _cursor(backend)
    assert len(_ids(backend, cursor=cursor)) == 16
    for query in ({"order": "due"}, {"unit": "A"}, {"text": "N"}):
        answer, body = _page(backend, cursor=cursor, **query)
        assert (answer.status, body["code"]) == (400, "cursor-invalid")
    assert _page(backend, cursor=f"{cursor[:9]}~{cursor[10:]}")[0].status == 400
