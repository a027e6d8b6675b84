"""Texts and sizes that break databases: kept by every store alike, or refused by every one."""

from unicodedata import normalize

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from caseflow import vietnam as vn
from caseflow.errors import CaseflowError, InputError
from caseflow.stores import MemoryStore, Query, open_store
from caseflow.values import Actor, clean_number
from stores.offices import CLERK, LODGED, assign, lodge, receive, service

HOSTILE = [
    "'; drop table cf_record; --",
    "H1' or '1'='1",
    '"quoted"',
    "100% %s %(name)s %%",
    "? :name $1 @x {0} {}",
    "\\x00 \\u0000 \\' \\",
    "null",
    "NULL",
    "true",
    "1e3",
    " H1",
    "H1 ",
    "h1",
    "../../etc",
    "tab\tand\nline",
    "Đặng Thị Thuỳ — Hoà Vang",
    "한국어 العربية עברית",
    "a\u200bb\u202ec\ufeff",
    "e\u0301\u0323\u0302",
    "👩\u200d👩\u200d👧 𐍈",
    "\uffff\ufffe",
    "x" * 200,
    "đ" * 200,
]
UNKEEPABLE = [
    "\0",
    "a\0b",
    "\ud800",
    "\udfff",
    "a\x1bb",
    "\x7f",
    "\x85",
    "x" * 201,
    "e\u0301" * 201,
]
BLANK = ["", " ", "\t"]


def _number(text):
    """*text* as the number of a case, or another where it shows less than it holds."""
    try:
        return clean_number(text, name="number")
    except InputError:
        return f"H-{HOSTILE.index(text)}"


def _everywhere(case_service, text):
    """Use *text* wherever a text comes in and return what is read back, of all of it."""
    number = _number(text)
    lodge(case_service, number, key=number, facts={"unit": text, "note": text})
    receive(case_service, number, key=f"r{number}"[:200])
    case = case_service.fire(
        number, vn.ASSIGN, vn.Assignment(text), by=Actor(number, CLERK.roles), at=LODGED, key=None
    )
    messages = []
    case_service.deliver(LODGED, lambda message: messages.append(message[:5]))
    return (
        case_service.history(number),
        [summary[:6] for summary in case_service.search(Query(unit=text))],
        messages,
        case.fact("note"),
        case.last.payload.unit,
        case.last.actor.id,
    )


def test_any_text_is_only_text(store):
    """Whatever it looks like, a text is kept, found, told and read back as it is, in NFC."""
    case_service, other = service(store), service(MemoryStore())
    for text in HOSTILE:
        found = _everywhere(case_service, text)

        assert set(found[3:5]) == {normalize("NFC", text)}
        assert found[5] == normalize("NFC", _number(text))
        assert [summary[0] for summary in found[1]] == [normalize("NFC", _number(text))]
        assert service(store).get(_number(text)).id == normalize("NFC", _number(text))
        assert found == _everywhere(other, text)
    assert case_service.verify(deep=True).is_sound
    assert store.run(store.ops.stats())["cases"] == len(HOSTILE)


def _actor(text):
    return Actor(text, CLERK.roles)


#: Every place where a text comes in.
PLACES = {
    "number": lodge,
    "key": lambda case_service, text: assign(case_service, key=text),
    "key of a new case": lambda case_service, text: lodge(case_service, "H2", key=text),
    "name of a fact": lambda case_service, text: lodge(case_service, "H2", facts={text: "x"}),
    "actor": lambda case_service, text: case_service.fire(
        "H1", vn.ASSIGN, vn.Assignment("A"), by=_actor(text), at=LODGED
    ),
    "number asked for": lambda case_service, text: case_service.get(text),
    # Longer texts than names are fine here.
    "fact": lambda case_service, text: lodge(case_service, "H2", facts={"note": text[:100]}),
    "payload": lambda case_service, text: assign(case_service, unit=text[:100]),
}


@pytest.mark.parametrize("place", PLACES)
def test_what_one_store_cannot_keep_is_kept_by_none(store, place):
    """NUL, lone surrogates, control characters and overlong names are refused as input."""
    case_service = service(store)
    lodge(case_service, "H1")
    receive(case_service, "H1")
    before = store.run(store.ops.stats())
    for text in UNKEEPABLE:
        if place in ("fact", "payload") and len(text) > 200:
            continue
        with pytest.raises(InputError):
            PLACES[place](case_service, text)
    assert store.run(store.ops.stats()) == before


@pytest.mark.parametrize("place", ["procedure", "unit", "state", "after"])
def test_a_search_for_any_text_is_a_search(stores, place):
    """What cannot be kept is refused by a search, or not found, on every store alike."""
    for store in stores:
        lodge(service(store), "H1")
    for text in (*UNKEEPABLE, *HOSTILE):
        outcomes = [_searched(service(store), place, text) for store in stores]

        assert outcomes[0] == outcomes[1] == outcomes[2]
        assert place == "after" or outcomes[0] == () or text in UNKEEPABLE


def _searched(case_service, place, text):
    try:
        return case_service.search(Query(**{place: text}))
    except InputError as error:
        return str(error)


@pytest.mark.parametrize("text", BLANK, ids=ascii)
def test_a_blank_name_is_refused(store, text):
    """A number or a key that shows nothing is refused."""
    case_service = service(store)
    with pytest.raises(InputError):
        lodge(case_service, text)
    lodge(case_service, "H1")
    with pytest.raises(InputError):
        receive(case_service, key=text)
    with pytest.raises(InputError):
        case_service.get(text)


def test_letters_in_parts_are_the_same_letters(store):
    """NFD and NFC of a text are one number, one key, one unit, on every store."""
    apart, composed = normalize("NFD", "Hồ sơ Đặng"), normalize("NFC", "Hồ sơ Đặng")
    assert apart != composed
    case_service = service(store)
    lodge(case_service, apart, key=apart, facts={"unit": apart})

    assert lodge(case_service, composed, key=composed, facts={"unit": composed}).version == 1
    assert case_service.get(composed) == service(store).get(apart)
    key = f"{composed} 2"
    assert receive(case_service, composed, key=normalize("NFD", key)) == receive(
        case_service, apart, key=key
    )
    assert [summary.case_id for summary in case_service.search(Query(unit=apart))] == [composed]
    assert [summary.case_id for summary in case_service.search(Query(unit=composed))] == [composed]
    assert store.run(store.ops.stats())["cases"] == 1


ANY_TEXT = st.text(st.characters(codec=None), max_size=12) | st.text(
    st.sampled_from("'\"\\%?$:;- \0\n\tđĐ\u0301\ud83d\ude00\u200b"), max_size=12
)


def test_stores_agree_on_any_text(sqlite_url, own_postgres_url):
    """Any text at all is kept alike by memory, SQLite and PostgreSQL, or refused alike by all."""
    with open_store(sqlite_url) as sqlite, open_store(own_postgres_url) as postgres:
        case_services = [service(each) for each in (MemoryStore(), sqlite, postgres)]

        @settings(max_examples=settings().max_examples)
        @given(number=ANY_TEXT, note=ANY_TEXT, unit=ANY_TEXT)
        def agree(number, note, unit):
            outcomes = []
            for case_service in case_services:
                try:
                    lodge(case_service, number, facts={"unit": unit, "note": note})
                    outcomes.append(
                        (case_service.get(number), case_service.search(Query(unit=unit, limit=9)))
                    )
                except CaseflowError as error:
                    outcomes.append((type(error), str(error)))
            assert outcomes[0] == outcomes[1] == outcomes[2]

        agree()
        for case_service in case_services:
            assert case_service.verify(deep=True).is_sound


# ── sizes ───────────────────────────────────────────────────────────────────────────────────

MEBIBYTE = 2**20


@pytest.mark.parametrize("size", [64 * 1024, MEBIBYTE, 16 * MEBIBYTE])
@pytest.mark.parametrize("letter", ["x", "đ", "😀", '"', "\n"], ids=ascii)
def test_a_payload_too_large_is_refused(letter, size):
    """Bytes count, as they are written: a payload over 64 KiB is refused before it is kept."""
    # Checked before any store is asked, so one store stands for all.
    store = MemoryStore()
    case_service = service(store)
    lodge(case_service)
    receive(case_service)
    with pytest.raises(InputError):
        case_service.fire(
            "H1",
            vn.ASSIGN,
            vn.Assignment(letter * (size // len(letter.encode()))),
            by=CLERK,
            at=LODGED,
        )
    assert case_service.get("H1").version == 2


def _act(case_service, actor):
    return case_service.fire("H1", vn.ASSIGN, vn.Assignment("A"), by=actor, at=LODGED)


MUCH = "x" * MEBIBYTE
DOORS = {
    "fact": lambda case_service: lodge(case_service, "H2", facts={"note": MUCH}),
    "facts": lambda case_service: lodge(
        case_service, "H2", facts={f"f{each}": "x" * 100 for each in range(10_000)}
    ),
    "name of a fact": lambda case_service: lodge(case_service, "H2", facts={MUCH: "x"}),
    "actor": lambda case_service: _act(case_service, _actor(MUCH)),
    "role": lambda case_service: _act(case_service, Actor("c", CLERK.roles | {MUCH})),
    "roles": lambda case_service: _act(
        case_service, Actor("c", CLERK.roles | {f"r{each}" for each in range(10**5)})
    ),
    "number": lambda case_service: lodge(case_service, MUCH),
    "key": lambda case_service: assign(case_service, key=MUCH),
}


@pytest.mark.parametrize("door", DOORS)
def test_nothing_else_grows_without_bound(door):
    """What is not a payload has its limit too: nobody fills a store by a door beside."""
    store = MemoryStore()
    case_service = service(store)
    lodge(case_service)
    receive(case_service)
    before = store.run(store.ops.stats())
    with pytest.raises(InputError):
        DOORS[door](case_service)
    assert store.run(store.ops.stats()) == before


@pytest.mark.parametrize("number", [2**63, -(2**63) - 1, 10**30])
def test_a_number_too_wide_is_refused(store, number):
    """Whole numbers of more than eight bytes are refused by every store alike."""
    case_service = service(store)
    with pytest.raises(InputError):
        lodge(case_service, "H1", facts={"fee": number})
    lodge(case_service, "H1", facts={"fee": 2**63 - 1})
    assert service(store).get("H1").fact("fee") == 2**63 - 1
