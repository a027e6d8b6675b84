"""Bodies, versions, keys, cursors and events, as every backend reads and writes them."""

import asyncio
import json
import threading
from itertools import repeat

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caseflow.errors import (
    CursorError,
    FloatRefusedError,
    InputError,
    KeyInFlightError,
    KeyMissingError,
    RequestMalformedError,
    VersionMissingError,
)
from caseflow.keys import LONGEST_KEY, RESERVED_KEYS, clean_key
from caseflow.web import (
    LARGEST_BODY,
    InFlight,
    body_data,
    bounded_body,
    client_key,
    cursor_place,
    cursor_text,
    event_text,
    expected_version,
    last_event,
    record_events,
)


@pytest.mark.parametrize(
    ("body", "error"),
    [
        (b"{", RequestMalformedError),
        (b"\xff", RequestMalformedError),
        (b'{"a": 1, "a": 2}', RequestMalformedError),
        (b"[" * 100_000, RequestMalformedError),
        (b"1" * 5000, RequestMalformedError),
        (b"NaN", InputError),
        (b'{"papers": 1.5}', FloatRefusedError),
        (b"x" * 1_000_001, RequestMalformedError),
        ("\ufeff{}".encode(), RequestMalformedError),
    ],
    ids=["cut", "latin", "twice", "deep", "long", "nan", "float", "huge", "mark"],
)
def test_a_body_that_is_none_is_refused(body, error):
    """It is read as JSON in UTF-8 of at most a megabyte, exactly."""
    with pytest.raises(error):
        body_data(body)


def test_an_empty_body_is_nothing():
    """As for an action that takes nothing."""
    assert body_data(b"") is None
    assert body_data(b" \n") is None
    assert body_data('{"a": ["Đà Nẵng", 1, null]}'.encode()) == {"a": ["Đà Nẵng", 1, None]}


def test_of_a_body_without_end_only_a_little_is_read():
    """Whatever a client goes on sending; and a short one is read whole."""

    async def sent(chunks, taken):
        for each in chunks:
            taken.append(each)
            yield each

    taken = []
    body = asyncio.run(bounded_body(sent(repeat(b"x" * 100_000), taken)))
    assert LARGEST_BODY < len(body) <= LARGEST_BODY + 100_000
    assert len(taken) == 11
    with pytest.raises(RequestMalformedError):
        body_data(body)
    assert asyncio.run(bounded_body(sent([b"{", b"", b"}"], []))) == b"{}"
    assert asyncio.run(bounded_body(sent([], []))) == b""


def test_the_version_is_asked_for():
    """No header is 428, "*" asks for any version, and what is no entity tag is a fault."""
    assert expected_version(' "12" ') == 12
    assert expected_version("*") is None
    for missing in (None, "", " "):
        with pytest.raises(VersionMissingError):
            expected_version(missing)
    for wrong in ("7", '"0"', 'W/"7"', '"7", "8"', '"07"', '"x"', f'"{"9" * 30}"'):
        with pytest.raises(RequestMalformedError):
            expected_version(wrong)


@given(st.text(st.characters(min_codepoint=33, max_codepoint=126), min_size=1, max_size=195))
def test_a_key_of_a_client_is_never_one_of_ours(text):
    """Whatever a client sends, the key begins in no way that caseflow's own keys do."""
    try:
        key = client_key(text)
    except RequestMalformedError:
        assert text.startswith('"')
        return
    assert not key.startswith(RESERVED_KEYS)
    assert clean_key(key) == key


def test_a_key_may_be_quoted_as_the_draft_has_it():
    """Quoted and bare it is the same; nothing, spaces and long texts are refused."""
    assert client_key('"a b"') == "http:a b"
    assert client_key('"a"') == client_key("a")
    assert client_key(r'"a\"b"') == 'http:a"b'
    assert client_key("expiry:1") == "http:expiry:1"
    for missing in (None, "", "  "):
        with pytest.raises(KeyMissingError):
            client_key(missing)
    for wrong in ('"a', '""', "a b", "é", "x" * (LONGEST_KEY - 4), "a\nb"):
        with pytest.raises(RequestMalformedError):
            client_key(wrong)


def test_a_request_is_not_begun_twice():
    """While one is worked on, the same is refused; others, and later ones, go on."""
    flights = InFlight()
    with flights.hold("hs-1", "k"), flights.hold("hs-1", "other"), flights.hold("hs-2", "k"):
        with pytest.raises(KeyInFlightError), flights.hold("hs-1", "k"):
            pass
        with pytest.raises(KeyInFlightError), flights.hold("hs-1", "k"):
            pass
    with flights.hold("hs-1", "k"):
        pass
    with pytest.raises(ZeroDivisionError), flights.hold("hs-1", "k"):
        raise ZeroDivisionError
    with flights.hold("hs-1", "k"):
        pass


def test_of_many_threads_one_goes_on():
    """The others are told to wait."""
    flights, begun, done = InFlight(), threading.Barrier(8), threading.Barrier(8)
    refused = []

    def work():
        begun.wait()
        try:
            with flights.hold("hs-1", "k"):
                done.wait()
        except KeyInFlightError:
            refused.append(1)
            done.wait()

    threads = [threading.Thread(target=work) for _ in range(8)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert len(refused) == 7


places = st.lists(st.text(st.characters(exclude_categories=["C"]), max_size=9) | st.integers(0, 9))


@given(places, st.dictionaries(st.sampled_from(["unit", "state"]), st.text("ab", max_size=2)))
def test_a_cursor_is_a_place_in_one_list(place, query):
    """It comes back as it was, for the same query, whatever the order of its parts."""
    cursor = cursor_text(query, place)
    again = dict(reversed(query.items()))
    assert [*map(str, cursor_place(cursor, again))] == [*map(str, cursor_place(cursor, query))]
    with pytest.raises(CursorError, match="another query"):
        cursor_place(cursor, {**query, "more": 1})


@pytest.mark.parametrize("cursor", ["x", "é", "AAAA", "W10", "e30", "W10=", "a" * 3000, "\n"])
def test_what_is_no_cursor_is_refused(cursor):
    """Whatever was made of it."""
    with pytest.raises(CursorError):
        cursor_place(cursor, {})


def test_the_first_page_has_no_cursor():
    """So a client need not know how one is written."""
    assert cursor_place("", {"unit": "A"}) == ()


def test_events_are_numbered_by_their_records():
    """A client that comes back names the last one it saw."""
    record = {"seq": 3, "action": {"code": "receive", "text": "a\nb"}}
    text = record_events([record, {**record, "seq": 4}])
    first, second, end = text.split("\n\n")
    assert first.startswith("id: 3\nevent: receive\ndata: ")
    assert json.loads(first.split("data: ")[1]) == record
    assert second.startswith("id: 4\n")
    assert end == ""
    assert last_event("3") == 3
    assert last_event(None) == last_event(" ") == -1
    for wrong in ("x", "-1", "1.5", "03", "9" * 30):
        with pytest.raises(RequestMalformedError):
            last_event(wrong)
    with pytest.raises(InputError):
        event_text({}, event="a\nb")
