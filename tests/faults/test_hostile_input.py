"""Texts and sizes that break databases: kept by every store alike, or refused by every one."""

from unicodedata import normalize

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from caseflow import vietnam as vn
from caseflow.errors import CaseflowError, InputError
from caseflow.stores import MemoryStore, Query, open_store
from caseflow.values import Actor, clean_number
from stores.desks import CLERK, LODGED, assign, lodge, receive, service

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


def _everywhere(desk, text):
    """Use *text* wherever a text comes in and return what is read back, of all of it."""
    number = _number(text)
    lodge(desk, number, key=number, facts={"unit": text, "note": text})
    receive(desk, number, key=f"r{number}"[:200])
    case = desk.fire(
        number, vn.ASSIGN, vn.Assignment(text), by=Actor(number, CLERK.roles), at=LODGED, key=None
    )
    messages = []
    desk.deliver(LODGED, lambda message: messages.append(message[:5]))
    return (
        desk.history(number),
        [head[:6] for head in desk.search(Query(unit=text))],
        messages,
        case.fact("note"),
        case.last.payload.unit,
        case.last.actor.id,
    )


def test_any_text_is_only_text(store):
    """Whatever it looks like, a text is kept, found, told and read back as it is, in NFC."""
    desk, other = service(store), service(MemoryStore())
    for text in HOSTILE:
        found = _everywhere(desk, text)

        assert set(found[3:5]) == {normalize("NFC", text)}
        assert found[5] == normalize("NFC", _number(text))
        assert [head[0] for head in found[1]] == [normalize("NFC", _number(text))]
        assert service(store).get(_number(text)).id == normalize("NFC", _number(text))
        assert found == _everywhere(other, text)
    assert desk.verify(deep=True).is_sound
    assert store.run(store.ops.stats())["cases"] == len(HOSTILE)


def _actor(text):
    return Actor(text, CLERK.roles)


#: Every place where a text comes in.
PLACES = {
    "number": lodge,
    "key": lambda desk, text: assign(desk, key=text),
    "key of a new case": lambda desk, text: lodge(desk, "H2", key=text),
    "name of a fact": lambda desk, text: lodge(desk, "H2", facts={text: "x"}),
    "actor": lambda desk, text: desk.fire(
        "H1", vn.ASSIGN, vn.Assignment("A"), by=_actor(text), at=LODGED
    ),
    "number asked for": lambda desk, text: desk.get(text),
    # Longer texts than names are fine here.
    "fact": lambda desk, text: lodge(desk, "H2", facts={"note": text[:100]}),
    "payload": lambda desk, text: assign(desk, unit=text[:100]),
}


@pytest.mark.parametrize("place", PLACES)
def test_what_one_store_cannot_keep_is_kept_by_none(store, place):
    """NUL, lone surrogates, control characters and overlong names are refused as input."""
    desk = service(store)
    lodge(desk, "H1")
    receive(desk, "H1")
    before = store.run(store.ops.stats())
    for text in UNKEEPABLE:
        if place in ("fact", "payload") and len(text) > 200:
            continue
        with pytest.raises(InputError):
            PLACES[place](desk, text)
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


def _searched(desk, place, text):
    try:
        return desk.search(Query(**{place: text}))
    except InputError as error:
        return str(error)


@pytest.mark.parametrize("text", BLANK, ids=ascii)
def test_a_blank_name_is_refused(store, text):
    """A number or a key that shows nothing is refused."""
    desk = service(store)
    with pytest.raises(InputError):
        lodge(desk, text)
    lodge(desk, "H1")
    with pytest.raises(InputError):
        receive(desk, key=text)
    with pytest.raises(InputError):
        desk.get(text)


def test_letters_in_parts_are_the_same_letters(store):
    """NFD and NFC of a text are one number, one key, one unit, on every store."""
    apart, composed = normalize("NFD", "Hồ sơ Đặng"), normalize("NFC", "Hồ sơ Đặng")
    assert apart != composed
    desk = service(store)
    lodge(desk, apart, key=apart, facts={"unit": apart})

    assert lodge(desk, composed, key=composed, facts={"unit": composed}).version == 1
    assert desk.get(composed) == service(store).get(apart)
    key = f"{composed} 2"
    assert receive(desk, composed, key=normalize("NFD", key)) == receive(desk, apart, key=key)
    assert [head.case_id for head in desk.search(Query(unit=apart))] == [composed]
    assert [head.case_id for head in desk.search(Query(unit=composed))] == [composed]
    assert store.run(store.ops.stats())["cases"] == 1


ANY_TEXT = st.text(st.characters(codec=None), max_size=12) | st.text(
    st.sampled_from("'\"\\%?$:;- \0\n\tđĐ\u0301\ud83d\ude00\u200b"), max_size=12
)


def test_stores_agree_on_any_text(sqlite_url, own_postgres_url):
    """Any text at all is kept alike by memory, SQLite and PostgreSQL, or refused alike by all."""
    with open_store(sqlite_url) as sqlite, open_store(own_postgres_url) as postgres:
        desks = [service(each) for each in (MemoryStore(), sqlite, postgres)]

        @settings(max_examples=settings().max_examples)
        @given(number=ANY_TEXT, note=ANY_TEXT, unit=ANY_TEXT)
        def agree(number, note, unit):
            outcomes = []
            for desk in desks:
                try:
                    lodge(desk, number, facts={"unit": unit, "note": note})
                    outcomes.append((desk.get(number), desk.search(Query(unit=unit, limit=9))))
                except CaseflowError as error:
                    outcomes.append((type(error), str(error)))
            assert outcomes[0] == outcomes[1] == outcomes[2]

        agree()
        for desk in desks:
            assert desk.verify(deep=True).is_sound


# ── sizes ───────────────────────────────────────────────────────────────────────────────────

MEBIBYTE = 2**20


@pytest.mark.parametrize("size", [64 * 1024, MEBIBYTE, 16 * MEBIBYTE])
@pytest.mark.parametrize("letter", ["x", "đ", "😀", '"', "\n"], ids=ascii)
def test_a_payload_too_large_is_refused(letter, size):
    """Bytes count, as they are written: a payload over 64 KiB is refused before it is kept."""
    # Checked before any store is asked, so one store stands for all.
    store = MemoryStore()
    desk = service(store)
    lodge(desk)
    receive(desk)
    with pytest.raises(InputError):
        desk.fire(
            "H1",
            vn.ASSIGN,
            vn.Assignment(letter * (size // len(letter.encode()))),
            by=CLERK,
            at=LODGED,
        )
    assert desk.get("H1").version == 2


def _act(desk, actor):
    return desk.fire("H1", vn.ASSIGN, vn.Assignment("A"), by=actor, at=LODGED)


MUCH = "x" * MEBIBYTE
DOORS = {
    "fact": lambda desk: lodge(desk, "H2", facts={"note": MUCH}),
    "facts": lambda desk: lodge(
        desk, "H2", facts={f"f{each}": "x" * 100 for each in range(10_000)}
    ),
    "name of a fact": lambda desk: lodge(desk, "H2", facts={MUCH: "x"}),
    "actor": lambda desk: _act(desk, _actor(MUCH)),
    "role": lambda desk: _act(desk, Actor("c", CLERK.roles | {MUCH})),
    "roles": lambda desk: _act(
        desk, Actor("c", CLERK.roles | {f"r{each}" for each in range(10**5)})
    ),
    "number": lambda desk: lodge(desk, MUCH),
    "key": lambda desk: assign(desk, key=MUCH),
}


@pytest.mark.parametrize("door", DOORS)
def test_nothing_else_grows_without_bound(door):
    """What is not a payload has its limit too: nobody fills a store by a door beside."""
    store = MemoryStore()
    desk = service(store)
    lodge(desk)
    receive(desk)
    before = store.run(store.ops.stats())
    with pytest.raises(InputError):
        DOORS[door](desk)
    assert store.run(store.ops.stats()) == before


@pytest.mark.parametrize("number", [2**63, -(2**63) - 1, 10**30])
def test_a_number_too_wide_is_refused(store, number):
    """Whole numbers of more than eight bytes are refused by every store alike."""
    desk = service(store)
    with pytest.raises(InputError):
        lodge(desk, "H1", facts={"fee": number})
    lodge(desk, "H1", facts={"fee": 2**63 - 1})
    assert service(store).get("H1").fact("fee") == 2**63 - 1
