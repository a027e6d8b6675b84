"""What is handed in as plain data: round trips, strictness, and schemas that say the same."""

import re
from datetime import timedelta, timezone
from importlib import import_module
from types import NoneType

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator, FormatChecker

from caseflow import vietnam as vn
from caseflow.cases import ASSIGNMENT_ACTIONS
from caseflow.errors import CaseflowError, PayloadInvalidError
from caseflow.messages import languages
from caseflow.web import lodging_from_data, payload_from_data, payload_schema, payload_to_data
from caseflow.web._titles import _TITLES
from caseflow.workflow import Action
from packs.test_foi import names as freedom_of_information

PACKS = {name: import_module(f"caseflow.{name}.pack").PACK for name in ("vietnam", "netherlands")}
#: The pack of one file that a page shows.
PACKS["foi"] = freedom_of_information()["PACK"]
CODECS = {name: pack.codec() for name, pack in PACKS.items()}

#: What the engine itself writes, and nobody hands in.
WRITTEN = {"annulled/1", "migrated/1", "opened/1", "rebased/1", "set-aside/1"}

#: Each payload that is handed in, of each pack.
KINDS = [
    (pack, name)
    for pack, codec in CODECS.items()
    for name in codec.payloads.known
    if name not in WRITTEN
]

LABELS = vn.ASSIGN.labels


def action_of(pack, name):
    """An action that takes the payload of that name."""
    return Action("act", CODECS[pack].payloads.type_of(name), LABELS)


#: RFC 3339 writes offsets in hours and minutes, which some zones of the past do not have.
OFFSETS = st.integers(-14 * 60, 14 * 60).map(lambda each: timezone(timedelta(minutes=each)))

WORDS = st.text(st.characters(exclude_categories=["C", "Z"]), min_size=1, max_size=12)

#: What a field of that name may hold besides what its schema says, so that most is accepted.
SPECIAL = {
    "sha256": st.sampled_from(["a" * 64, "0F" * 32]),
    "currency": st.sampled_from(["VND", "EUR"]),
    "gateway": st.sampled_from(["bank", "local-1"]),
    "extra": st.sampled_from([None, "5 days", "2 weeks"]),
    "code": st.sampled_from(
        ["H17.15-261123-0007", "H17.15-261123-0007-KQ(1)", "h17.15-261123-0007-kq2"]
    ),
}


def data_of(schema, name=""):
    """Data that *schema* takes."""
    if name in SPECIAL:
        return SPECIAL[name]
    kind = schema.get("type")
    if "oneOf" in schema:
        return st.sampled_from([each["const"] for each in schema["oneOf"]])
    if "enum" in schema:
        return st.sampled_from(schema["enum"])
    if "anyOf" in schema:
        return st.one_of([data_of(each) for each in schema["anyOf"]])
    if isinstance(kind, list):
        return st.none() | data_of({**schema, "type": kind[0]}, name)
    if kind == "object":
        known = schema.get("properties", {})
        needed = {each: data_of(known[each], each) for each in schema.get("required", ())}
        others = {each: data_of(known[each], each) for each in known if each not in needed}
        return st.fixed_dictionaries(needed, optional=others)
    if kind == "array":
        least = schema.get("minItems", 0)
        return st.lists(data_of(schema["items"]), min_size=max(1, least), max_size=3)
    if kind == "integer":
        return st.integers(max(schema["minimum"], -5), min(schema["maximum"], 10**9))
    if schema.get("format") == "date":
        return st.dates().map(str)
    if schema.get("format") == "date-time":
        return st.datetimes(timezones=OFFSETS).map(lambda each: each.isoformat())
    if kind == "string" and schema.get("pattern") not in (None, r"\S"):
        return st.from_regex(schema["pattern"], fullmatch=True).filter(lambda each: len(each) < 99)
    return {"boolean": st.booleans(), "null": st.none()}.get(kind, WORDS)


def is_valid(schema, data):
    return Draft202012Validator(schema, format_checker=FormatChecker()).is_valid(data)


def read(action, data, codec):
    """The payload, and no faults; or none, and its faults."""
    try:
        return payload_from_data(action, data, codec), ()
    except PayloadInvalidError as error:
        return None, error.faults


def test_the_payload_of_every_action_is_tried():
    """Of every workflow of every pack, and of the actions that every case has."""
    for pack, codec in CODECS.items():
        workflows = PACKS[pack].jurisdiction().workflows
        actions = [each for workflow in workflows for each in workflow.actions]
        for action in (*actions, *ASSIGNMENT_ACTIONS.values()):
            if action.payload is not NoneType:
                assert (pack, codec.payloads.name(action.payload)) in KINDS


@pytest.mark.parametrize(("pack", "name"), KINDS, ids=["-".join(each) for each in KINDS])
def test_data_and_payload_are_the_same(pack, name):
    """What is read is written as the same, and written again it is what its schema takes."""
    action, codec = action_of(pack, name), CODECS[pack]
    schema = payload_schema(action)
    accepted = 0

    @settings(max_examples=max(15, settings().max_examples // 8))
    @given(data_of(schema))
    def run(data):
        nonlocal accepted
        assert is_valid(schema, data)
        payload, faults = read(action, data, codec)
        if faults:
            # Only a rule that JSON Schema has no words for.
            assert {each.code for each in faults} == {"value"}, faults
            return
        accepted += 1
        written = payload_to_data(payload, codec)
        assert payload_from_data(action, written, codec) == payload
        assert payload_to_data(payload_from_data(action, written, codec), codec) == written
        assert is_valid(schema, written)

    run()
    assert accepted


WRONG = st.sampled_from([1.5, True, None, "x", -1, 10**30, [], {}, ["x"], {"x": 1}])


@settings(max_examples=settings().max_examples * 2)
@given(st.data(), st.sampled_from(KINDS))
def test_what_the_schema_refuses_is_refused_with_the_place(drawing, kind):
    """One value changed at random: schema and reader agree, and what is wrong has its path."""
    pack, name = kind
    action, codec = action_of(pack, name), CODECS[pack]
    schema = payload_schema(action)
    data = drawing.draw(data_of(schema))
    field = drawing.draw(st.sampled_from([*schema["properties"], "unknown", ""]))
    if field == "":
        data.pop(drawing.draw(st.sampled_from(list(schema["properties"]))), None)
    else:
        data[field] = drawing.draw(WRONG)
    _, faults = read(action, data, codec)
    shapes = {each.code for each in faults} - {"value"}
    # What is accepted is valid, and what is of another form is not.
    assert is_valid(schema, data) or faults, data
    assert not (is_valid(schema, data) and shapes), (data, faults)
    assert all(each.path for each in faults if each.code != "value")
    for language in languages():
        for each in faults:
            assert each.text(language)
            assert "{" not in each.text(language)


@pytest.mark.parametrize(
    ("data", "path", "code"),
    [
        ({"papers": 1.5}, "/papers", "type"),
        ({"papers": True}, "/papers", "type"),
        ({"papers": "4"}, "/papers", "type"),
        ({"papers": -1}, "/papers", "value"),
        ({"papers": 2**63}, "/papers", "too-large"),
        ({"code": "no code"}, "/code", "value"),
        ({"note": "x" * 100_001}, "/note", "too-large"),
        ({"note": "\ud800"}, "/note", "value"),
        ({"paper": 4}, "/paper", "unknown"),
        ([1], "", "type"),
        ("text", "", "type"),
        (None, "", "type"),
    ],
)
def test_nothing_is_guessed(data, path, code):
    """Neither 1.5 nor "4" is a number of papers, and a field that is not known is told."""
    with pytest.raises(PayloadInvalidError) as caught:
        payload_from_data(vn.RECEIVE, data, CODECS["vietnam"])
    assert [(each.path, each.code) for each in caught.value.faults] == [(path, code)]


def test_a_text_is_no_list_and_every_fault_is_found():
    """Each value of another form is listed with its own path."""
    data = {"number": 1, "lines": "ab", "currency": None, "x/y": 0}
    with pytest.raises(PayloadInvalidError) as caught:
        payload_from_data(vn.ISSUE_BILL, data, CODECS["vietnam"])
    assert sorted((each.path, each.code) for each in caught.value.faults) == [
        ("/currency", "type"),
        ("/lines", "type"),
        ("/number", "type"),
        ("/x~1y", "unknown"),
    ]
    within = {"number": "a/1", "currency": "VND", "lines": [{"text": "a", "amount": 1.0}, 3]}
    with pytest.raises(PayloadInvalidError) as caught:
        payload_from_data(vn.ISSUE_BILL, within, CODECS["vietnam"])
    assert [each.path for each in caught.value.faults] == ["/lines/0/amount", "/lines/1"]


def nested(depth):
    data = "x"
    for _ in range(depth):
        data = [data]
    return data


@pytest.mark.parametrize(
    "data", [{"papers": nested(5000)}, {"note": [0] * 501}, {f"f{n}": n for n in range(600)}]
)
def test_deep_and_huge_data_is_refused_before_it_is_read(data):
    """At most 16 levels, 500 entries in one list or object, and 10,000 values in all."""
    with pytest.raises(PayloadInvalidError) as caught:
        payload_from_data(vn.RECEIVE, data, CODECS["vietnam"])
    assert [each.code for each in caught.value.faults] == ["too-large"]


def test_what_is_personal_is_not_shown_in_a_fault():
    """Nor in the text of the error."""
    data = {"applicant": {"name": "Nguyễn Thị Bí Mật", "phone": ["0791"], "x": 1}}
    with pytest.raises(PayloadInvalidError) as caught:
        payload_from_data(vn.DESCRIBE, data, CODECS["vietnam"])
    assert "Bí Mật" not in str(caught.value)
    assert "0791" not in str(caught.value)


def test_an_action_that_takes_nothing_takes_nothing():
    """Null or an empty object; anything else is a fault."""
    action = Action("withdraw", NoneType, LABELS)
    assert payload_from_data(action, None, CODECS["vietnam"]) is None
    assert payload_from_data(action, {}, CODECS["vietnam"]) is None
    assert payload_schema(action)["type"] == "null"
    with pytest.raises(PayloadInvalidError):
        payload_from_data(action, {"x": 1}, CODECS["vietnam"])


@pytest.mark.parametrize("pack", PACKS)
def test_each_field_of_an_action_has_a_title_in_every_language(pack):
    """The titles of a form are not the names of the code."""
    for workflow in PACKS[pack].jurisdiction().workflows:
        for action in workflow.actions:
            for language in languages():
                schema = payload_schema(action, language=language)
                Draft202012Validator.check_schema(schema)
                for name, field in schema.get("properties", {}).items():
                    assert name in _TITLES or pack == "foi", name
                    assert field["title"]
                    assert not re.search(r"[{}]", field["description"])


def test_a_lodging_is_read_as_strictly():
    """Its channels are names of channels."""
    codec = CODECS["vietnam"]
    data = {"number": "hs-1", "procedure": "1.014445", "channel": "online", "result_by": "post"}
    assert lodging_from_data(data, codec).channel.value == "online"
    with pytest.raises(PayloadInvalidError) as caught:
        lodging_from_data({**data, "channel": "fax"}, codec)
    assert [each.path for each in caught.value.faults] == ["/channel"]


def test_a_language_that_is_none_is_refused():
    """Before anything is made."""
    with pytest.raises(CaseflowError):
        payload_schema(vn.RECEIVE, language="no language")
