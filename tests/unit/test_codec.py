"""Cases, records and definitions as JSON and back, byte for byte."""

import json
from datetime import date, datetime, time
from enum import Enum
from fractions import Fraction

import pytest
from attrs import evolve, frozen

from caseflow.cases import FactChange
from caseflow.checks import check_workflow
from caseflow.codec import Codec, DefinitionCodec, PayloadTypes, canonical_json, digest
from caseflow.engine import Engine, Jurisdiction
from caseflow.errors import (
    FloatRefusedError,
    FormatError,
    HistoryError,
    TextInvalidError,
    UnknownNameError,
    ValueInvalidError,
)
from caseflow.limits import CutOff, TimeLimit, Unit, working_days
from caseflow.procedures import (
    Catalogue,
    ExcludedGround,
    LimitRule,
    Silence,
    SilentOutcome,
    Step,
    Totals,
)
from caseflow.values import Channel
from permits import (
    ASK,
    ASSIGN,
    CATALOGUE,
    CITIZEN,
    CLASSIFY,
    CLERK,
    DECIDE,
    EXPERT,
    EXTEND,
    GUARDS,
    PAYLOADS,
    PERMIT,
    REAPPOINT,
    RECEIVE,
    REDIRECT,
    SUPPLY,
    TEN_DAYS,
    Kind,
    Missing,
    NewDay,
    Receipt,
    Way,
    at,
    calendar,
    codec,
    definitions,
    engine,
    scenario,
)


def worked():
    """Return a case to which nearly everything happened."""
    facts = {
        "papers": 1,
        "share": Fraction(1, 3),
        "on": date(2026, 3, 1),
        "at": at(1),
        "note": "Đà",
    }
    reported = (
        scenario(case_id="H-1", facts=facts)
        .given(at=at(2, 8), by=CITIZEN)
        .when(RECEIVE, Receipt(2), by=CLERK, at=at(2), key="k1")
        .when(ASSIGN, by=CLERK, at=at(3))
        .when(ASK, Missing(("map", "photo")), by=EXPERT, at=at(5))
        .when(SUPPLY, by=CITIZEN, at=at(12))
        .when(CLASSIFY, Kind("refused"), by=EXPERT, at=at(12))
        .when(REDIRECT, Way(Channel.POST), by=CITIZEN, at=at(12))
        .when(REAPPOINT, NewDay(date(2026, 3, 20), "flood"), by=EXPERT, at=at(12))
        .when(EXTEND, by=EXPERT, at=at(12))
    )
    later = calendar().override("later", sessions_on={date(2026, 3, 16): ()})
    rebasing = Engine(Jurisdiction("x", later, CATALOGUE, (PERMIT,)), calendars=(calendar(),))
    case = rebasing.rebase(
        reported.case, later, policy="pinned", at=at(13), by=EXPERT, reason="decree 7"
    )
    return rebasing.fire(case, DECIDE, by=EXPERT, at=at(16))


CASE = worked()
TEXT = codec().dumps(CASE)


# ── canonical text ──────────────────────────────────────────────────────────────────────────


def test_canonical_text_is_one_for_equal_values():
    """Keys are sorted, text is NFC, nothing is padded."""
    text = canonical_json({"b": (1, True, None), "a": "Đà"})

    assert text == '{"a":"Đà","b":[1,true,null]}'
    assert digest({"b": (1, True, None), "a": "Đà"}) == digest(json.loads(text))
    assert len(digest(1)) == 64


@pytest.mark.parametrize(
    ("value", "error"),
    [
        (1.5, FloatRefusedError),
        ({"a": [float("nan")]}, FloatRefusedError),
        (Fraction(1, 2), FormatError),
        ({1: 2}, TextInvalidError),
        ("\x00", TextInvalidError),
        ("\ud800", TextInvalidError),
        ("x" * 100_001, TextInvalidError),
    ],
)
def test_what_json_cannot_keep_is_refused(value, error):
    """Floats, unknown values and text that cannot be kept each have their error."""
    with pytest.raises(error):
        canonical_json(value)


# ── cases and records ───────────────────────────────────────────────────────────────────────


def test_a_case_comes_back_equal_and_byte_for_byte():
    """What is read equals what was written and is written the same."""
    back = codec().loads_case(TEXT)

    assert back == CASE
    assert codec().dumps(back) == TEXT
    assert engine().replay(CASE.records[:-2]) == codec().case_from_data(
        {"format": "case/1", "records": json.loads(codec().dumps(CASE.records[:-2]))}
    )


def test_a_record_comes_back_equal():
    """Each record is a separate value."""
    for record in CASE.records:
        text = codec().dumps(record)
        assert codec().loads_record(text) == record
        assert codec().dumps(codec().loads_record(text)) == text


def test_the_text_of_a_record_is_that_of_its_values():
    """The short way to the text of a record leads to the canonical text of its JSON values."""
    one = codec()
    for record in (*CASE.records, *CASE.records):
        data = one.record_to_data(record)
        text, own, _ = one.record_text(record)
        assert text == canonical_json(data)
        assert own == {name: data[name] for name in ("payload", "facts") if data[name]}


def test_records_read_share_their_moves():
    """Cases that did the same share moves and terms in memory."""
    one = codec()
    first, second = one.loads_case(TEXT), one.loads_case(TEXT)

    assert first.records[1].move is second.records[1].move
    assert first.opened.terms is second.opened.terms


def test_sharing_is_bounded(monkeypatch):
    """What is kept to be shared does not grow for ever."""
    monkeypatch.setattr("caseflow.codec._records._MOST_SHARED", 2)
    one = codec()

    assert one.loads_case(TEXT) == CASE
    assert len(one._moves) <= 2


def test_the_written_form_is_plain():
    """A record is flat JSON with stable type names, ISO instants and exact numbers."""
    data = codec().record_to_data(CASE.records[1])

    assert data["payload"] == {"type": "receipt/1", "data": {"papers": 2}}
    assert data["at"] == "2026-03-02T09:00:00+07:00"
    assert data["actor"] == {"id": "clerk", "roles": ["intake"]}
    assert data["clocks"][1]["limit"]["amount"] == "10"
    assert "permits" not in TEXT


def test_facts_carry_their_form():
    """Days, instants and fractions are distinguished from text."""
    facts = {each["name"]: each["after"] for each in json.loads(TEXT)["records"][0]["facts"]}

    assert facts == {
        "at": {"instant": "2026-03-01T09:00:00+07:00"},
        "note": "Đà",
        "on": {"day": "2026-03-01"},
        "papers": 1,
        "share": {"fraction": "1/3"},
    }


def changed(path: str, value: object) -> str:
    """Return the text of the case with one value changed; None takes the field away."""
    data = json.loads(TEXT)
    *way, last = path.split(".")
    place = data
    for step in way:
        place = place[int(step)] if step.isdecimal() else place[step]
    if value is None:
        del place[last]
    else:
        place[last] = value
    return json.dumps(data)


@pytest.mark.parametrize(
    ("path", "value", "says"),
    [
        ("format", "case/9", "format 'case/9' is not 'case/1'"),
        ("format", None, "field 'format' is missing"),
        ("records", "all", "'all' is not a list"),
        ("extra", 1, "unknown field(s) extra"),
        ("records.1.seq", "1", "'1' is not a whole number @ record.seq"),
        ("records.1.seq", True, "true is not a whole number"),
        ("records.1.extra", 1, "unknown field(s) extra"),
        ("records.1.actor.roles", "intake", "'intake' is not a list @ record.actor.roles"),
        ("records.1.actor.id", 7, "7 is not text"),
        ("records.1.actor", None, "field 'actor' is missing"),
        ("records.1.at", "yesterday", "yesterday"),
        ("records.1.at", "2026-03-02T09:00:00", "has no zone"),
        ("records.1.at", 5, "is not an instant"),
        ("records.1.decides", 1, "1 is neither true nor false"),
        ("records.1.payload.type", "receit/1", "unknown; known:"),
        ("records.1.payload.type", "receipt", "versions 1 to 1 can be read"),
        ("records.1.payload.type", "receipt/x", "unknown; known:"),
        ("records.1.payload.type", "receipt/2", "versions 1 to 1 can be read"),
        ("records.1.payload.data.papers", "2", "record 1, receipt/1: '2' is not a whole number"),
        ("records.1.payload.data.colour", "red", "unknown field(s) colour"),
        ("records.1.payload.data.papers", None, "field 'papers' is missing"),
        ("records.1.clocks.1.mark", "begin", "'begin' is none of start, pause"),
        ("records.1.clocks.1.limit.amount", 1.5, "1.5"),
        ("records.1.clocks.1.limit.amount", "1/0", "'1/0' is not a number"),
        ("records.0.facts.0.after", {"moment": "x"}, "is not a fact"),
        ("records.0.facts.0.after", [1], "is not a fact"),
        ("records.0.facts.2.after", {"day": "2026-3-1"}, "is not a day"),
        ("records.0.facts.2.after", {"day": 1}, "is not a day"),
        ("records.0.payload.data.terms.channel", "pigeon", "'pigeon' is none of"),
    ],
)
def test_what_cannot_be_read_is_reported(path, value, says):
    """A field that is missing, unknown or of another type is named with its place."""
    with pytest.raises((FormatError, FloatRefusedError)) as caught:
        codec().loads_case(changed(path, value))

    assert says in str(caught.value)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("{", "it is not JSON"),
        ("[]", "case"),
        ('{"format":"case/1","format":"case/1"}', "a key is there twice"),
        ("[" * 100_000, "nested too deeply"),
        (f'{{"format":{"9" * 5000}}}', "a number that is too long"),
        ('{"format":"case/1","records":[]}', "there are no records"),
    ],
)
def test_text_that_is_no_case_is_reported(text, says):
    """Broken JSON, doubled keys and empty histories are distinct errors."""
    with pytest.raises((FormatError, HistoryError), match=says):
        codec().loads_case(text)


@pytest.mark.parametrize(
    "data", [[], "x", {"action": date(2026, 3, 2)}, {"clocks": {1: 2, "a": 3}}]
)
def test_data_that_is_no_record_is_reported(data):
    """What is not an object, or holds what JSON cannot, is no record."""
    with pytest.raises(FormatError, match="record"):
        codec().record_from_data(data)


#: Words of Python that tell a user nothing.
PYTHON = ("object has no", "NoneType", "dict", "set_int_max", "recursion", "isoformat", "<class")

LONG = "9" * 5000


@pytest.mark.parametrize(
    ("path", "value", "says"),
    [
        ("records.1.actor", "bob", "'bob' is not an object with id, roles"),
        ("records.1.payload", "x", "'x' is not an object with type, data"),
        ("records.1.payload.data", "x", "'x' is not an object"),
        ("records.1.payload.data", {}, "field 'papers' is missing"),
        ("records.0.payload.data.terms", "x" * 200, "… is not an object with procedure, "),
        ("records.1.payload.type", f"receipt/{LONG}", "unknown; known:"),
        ("records.1.clocks", [[{}]], "[{}] is not an object with clock, mark"),
        ("records.1.at", "2026-02-30T10:00:00+07:00", "is not an instant written as"),
        ("records.0.facts.2.after", {"day": "2026-02-30"}, "is not a day written as"),
        ("records.0.facts.2.after", {"day": "2025-W10-1"}, "is not a day written as"),
        ("records.1.clocks.1.limit", 15, "15 is not a limit: text as"),
        ("records.1.colour", "red", "unknown field(s) colour; known: seq, actor, at"),
    ],
)
def test_a_fault_is_reported_in_words_of_the_project(path, value, says):
    """Which value, and what is allowed; never what Python says of it, and never pages of it."""
    with pytest.raises(FormatError) as caught:
        codec().loads_case(changed(path, value))

    assert says in str(caught.value)
    assert not [word for word in PYTHON if word in str(caught.value)]
    assert len(str(caught.value)) < 500


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (f"x = {LONG}", "a number has at most 4,000 digits"),
        (f'format = "workflow/1"\nversion = 0x{"f" * 5000}', "a number has at most 4,000 digits"),
        (f"x = {'[' * 5000}", "nested too deeply"),
        ('format = "workflow/1"\nstates = ["x"]', "'x' is not an object with name, labels"),
        ('format = "workflow/1"\nguards = []', "unknown field(s) guards; known: name, version"),
        ("x = 2026-13-45", "at line 1"),
    ],
)
def test_faults_of_a_definition_are_reported_in_words_of_the_project(text, says):
    """The place and what is allowed; no advice on the settings of Python."""
    with pytest.raises(FormatError) as caught:
        definitions().loads_workflow(text)

    assert says in str(caught.value)
    assert not [word for word in PYTHON if word in str(caught.value)]


def test_numbers_too_long_to_be_read_back_are_not_written():
    """Refused when written, not years later when read, with what is allowed."""
    for value in (10**5000, {"a": [-(10**5000)]}):
        with pytest.raises(FormatError, match="at most 4,000 digits"):
            canonical_json(value)
    with pytest.raises(FormatError, match="at most 4,000 digits"):
        codec().loads_record(f'{{"seq":{LONG}}}')
    for share in (Fraction(10**30), Fraction(1, 10**30), Fraction(10**5000)):
        odd = Odd(time(15), frozenset(), ("a", 1), [], share)
        with pytest.raises(FormatError, match="at most 30 are kept"):
            odd_codec().dumps(CASE.records[1]._replace(payload=odd))


def test_a_byte_order_mark_is_named():
    """What some editors put in front of a text is said to be there."""
    with pytest.raises(FormatError, match="byte order mark"):
        codec().loads_case(f"\ufeff{TEXT}")


def test_an_altered_history_is_not_read():
    """A case whose records do not follow one another is refused."""
    with pytest.raises(HistoryError, match="leaves from 'paying'"):
        codec().loads_case(changed("records.2.source", "paying"))


def test_a_payload_without_a_stable_name_is_not_written():
    """A type nobody registered is an error that says what to do, never a Python path."""
    with pytest.raises(FormatError, match="register one"):
        Codec().dumps(CASE)


def test_text_that_cannot_be_kept_is_not_written():
    """A payload with a NUL or a lone surrogate is refused when written."""
    for bad in ("\x00", "\ud800"):
        record = CASE.records[3]._replace(payload=Missing((bad,)))
        with pytest.raises(TextInvalidError):
            codec().dumps(record)


def test_an_instant_is_not_written_as_a_day():
    """A field that keeps a day refuses an instant when written, not years later when read."""
    record = CASE.records[7]._replace(payload=NewDay(at(20), "flood"))

    with pytest.raises(FormatError, match="is an instant where a day is kept"):
        codec().dumps(record)


def test_text_is_written_in_nfc():
    """Text typed in another form is written in the one form all can compare."""
    decomposed = CASE.records[3]._replace(payload=Missing(("Đa\u0300",)))

    assert '"papers":["Đà"]' in codec().dumps(decomposed)


class Colour(Enum):
    """A colour."""

    RED = "red"


@frozen
class Odd:
    """A payload with unusual fields."""

    at: time
    colours: frozenset[Colour]
    pair: tuple[str, int]
    words: list[str]
    share: Fraction
    fact: str | None = None


def odd_codec() -> Codec:
    """Return a codec for a payload with unusual fields."""
    types = PayloadTypes()
    types.register("odd", 1, Odd)
    return Codec(types)


def test_payloads_may_hold_more_than_text():
    """Times, sets, pairs, lists, enums and fractions come back as they were."""
    odd = Odd(time(15), frozenset({Colour.RED}), ("a", 1), ["x", "y"], Fraction(7, 2))
    record = CASE.records[1]._replace(payload=odd)
    text = odd_codec().dumps(record)

    assert odd_codec().loads_record(text) == record
    assert '"at":"15:00:00"' in text
    assert '"share":"7/2"' in text


@pytest.mark.parametrize(
    ("field", "value", "says"),
    [
        ("pair", ["a"], "is not a list of 2"),
        ("pair", "a1", "is not a list"),
        ("at", 15, "is not a time of day"),
        ("words", "xy", "'xy' is not a list"),
        ("colours", ["blue"], "'blue' is none of red"),
        ("share", True, "is not a number"),
    ],
)
def test_unusual_fields_are_read_strictly(field, value, says):
    """Nothing is bent into shape."""
    odd = Odd(time(15), frozenset(), ("a", 1), [], Fraction(7, 2))
    data = odd_codec().record_to_data(CASE.records[1]._replace(payload=odd))
    data["payload"]["data"][field] = value

    with pytest.raises(FormatError, match=says):
        odd_codec().record_from_data(data)


def test_a_payload_of_unknown_parts_is_reported():
    """A payload with a field that has no form in JSON is an error, not a guess."""

    @frozen
    class Opaque:
        what: complex

    types = PayloadTypes()
    types.register("opaque", 1, Opaque)
    data = codec().record_to_data(CASE.records[1])
    data["payload"] = {"type": "opaque/1", "data": {"what": "1j"}}

    with pytest.raises(FormatError, match="complex"):
        Codec(types).record_from_data(data)


# ── payload types ───────────────────────────────────────────────────────────────────────────


@frozen
class Receipt3:
    """A receipt at version 3."""

    papers: int
    copies: int
    note: str


def grown() -> PayloadTypes:
    """Return payload types in which receipts are at version 3."""
    types = PayloadTypes()
    types.register("receipt", 3, Receipt3)
    types.upcast("receipt", 1, lambda fields: {**fields, "copies": 1})
    types.upcast("receipt", 2, lambda fields: {**fields, "note": ""})
    return types


def test_older_versions_are_lifted_step_by_step():
    """A payload written at version 1 is read as version 3 and written as that."""
    record = Codec(grown()).loads_record(codec().dumps(CASE.records[1]))

    assert record.payload == Receipt3(2, 1, "")
    assert '"type":"receipt/3"' in Codec(grown()).dumps(record)


def test_fields_that_cannot_be_lifted_are_reported():
    """A payload with other fields than its version has is a fault of the payload, with its name."""
    types = PayloadTypes()
    types.register("receipt", 2, Receipt3)
    types.upcast("receipt", 1, lambda fields: {"papers": fields["sheets"]})

    with pytest.raises(FormatError, match="not those of version 1, so"):
        Codec(types).loads_record(codec().dumps(CASE.records[1]))


def test_a_missing_step_is_reported():
    """Without an upcaster for a version, the version cannot be read."""
    types = PayloadTypes()
    types.register("receipt", 3, Receipt3)

    with pytest.raises(FormatError, match="no upcaster from version 1 to 2"):
        Codec(types).loads_record(codec().dumps(CASE.records[1]))


@pytest.mark.parametrize(
    ("name", "version", "payload"),
    [
        ("", 1, Odd),
        ("a/b", 1, Odd),
        ("a", 0, Odd),
        ("receipt", 4, Odd),
        ("opened", 1, Odd),
        ("other", 1, Receipt3),
    ],
)
def test_names_are_given_once(name, version, payload):
    """A name, and a type, is registered once and for all."""
    with pytest.raises(ValueInvalidError):
        grown().register(name, version, payload)


def test_an_upcaster_is_given_once():
    """Each step has one upcaster."""
    with pytest.raises(ValueInvalidError):
        grown().upcast("receipt", 1, lambda fields: fields)


# ── definitions ─────────────────────────────────────────────────────────────────────────────


def test_a_workflow_comes_back_the_same():
    """The workflow read has the fingerprint of the one written, and is written the same."""
    data = definitions().workflow_to_data(PERMIT)
    text = canonical_json(data)
    back = definitions().loads_workflow(text, "json")

    assert back.fingerprint == PERMIT.fingerprint
    assert set(back.guards) == set(GUARDS)
    assert canonical_json(definitions().workflow_to_data(back)) == text
    assert check_workflow(back) == ()


def test_a_case_goes_on_under_a_workflow_read():
    """A case opened under the workflow of Python goes on under the one of JSON."""
    text = canonical_json(definitions().workflow_to_data(PERMIT))
    read = definitions().loads_workflow(text, "json")
    made = Engine(Jurisdiction("x", calendar(), CATALOGUE, (read,)))
    case = scenario().given(at=at(2)).case

    assert made.fire(case, RECEIVE, Receipt(1), by=CLERK, at=at(2)).state == "received"


TOML = """
format = "workflow/1"
name = "tiny"
version = "1"
initial = "open"

[[states]]
name = "open"
labels = { vi = "mở", en = "open" }

[[states]]
name = "shut"
labels = { vi = "đóng", en = "shut" }
is_final = true

[[actions]]
name = "receive"
payload = "receipt/1"
labels = { vi = "nhận", en = "receive" }

[[actions]]
name = "close"
labels = { vi = "đóng", en = "close" }

[[clocks]]
name = "legal"
labels = { vi = "thời hạn", en = "legal" }
limit = "15 ngày làm việc"

[[opening]]
verb = "start"
clock = "legal"

[[transitions]]
action = "receive"
source = "open"
target = "open"
roles = ["anyone"]
guards = ["papers-complete"]

[[transitions]]
action = "close"
source = ["open"]
target = "shut"
roles = ["anyone"]
decides = true
clocks = [{ verb = "stop", clock = "legal" }]
"""


def test_a_workflow_is_written_by_hand_in_toml():
    """Limits may be text, sources a list, guards names; what is left out has its default."""
    read = definitions().loads_workflow(TOML)

    assert check_workflow(read) == ()
    assert read.clocks[0].limit == working_days(15)
    assert read.action("receive").payload is Receipt
    assert read.action("close").payload is type(None)
    assert [guard.name for guard in read.guards] == ["papers-complete"]
    assert read.languages == ("vi", "en")


def test_a_guard_that_is_not_registered_is_a_fault():
    """A name is never evaluated: an unknown one is found with all other faults."""
    read = DefinitionCodec(PAYLOADS).loads_workflow(TOML)

    assert [fault.code for fault in check_workflow(read)] == ["unknown-guard"]


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("workflow/1", "workflow/2", "format 'workflow/2' is not 'workflow/1'"),
        ('name = "tiny"', "", "field 'name' is missing"),
        ('name = "tiny"', "name = 1", "1 is not text"),
        ("is_final = true", "is_final = 1", "1 is neither true nor false"),
        ("is_final = true", "final = true", "unknown field(s) final; known: name, labels,"),
        ('payload = "receipt/1"', 'payload = "receit"', "payload 'receit': unknown"),
        ('payload = "receipt/1"', "payload = 1", "1 is not text @ workflow.actions[0].payload"),
        ('labels = { vi = "nhận"', 'label = { vi = "nhận"', "unknown field(s) label; known:"),
        ('payload = "receipt/1"', "colour = 1", "unknown field(s) colour"),
        ("15 ngày làm việc", "15 moons", "unknown unit 'moons'"),
        ('limit = "15 ngày làm việc"', "limit = 15", "@ workflow.clocks[0].limit"),
        ('limit = "15 ngày làm việc"', "limit = 1.5", "@ workflow.clocks[0].limit"),
        ('verb = "start"', 'verb = "begin"', "'begin' is none of start"),
        ('roles = ["anyone"]', 'roles = "anyone"', "'anyone' is not a list"),
        ('guards = ["papers-complete"]', "guards = [1]", "guard 1 is not a name"),
        ("[[states]]", "[states", "it is not TOML"),
        ('[[transitions]]\naction = "receive"', '[transitions]\naction = "receive"', "TOML"),
    ],
)
def test_a_workflow_that_cannot_be_read_is_reported(old, new, says):
    """Every problem is named with its place."""
    with pytest.raises(FormatError) as caught:
        definitions().loads_workflow(TOML.replace(old, new, 1))

    assert says in str(caught.value)


def test_all_problems_are_reported_at_once():
    """One error holds what is wrong in several places."""
    broken = TOML.replace("is_final", "final").replace("15 ngày", "0 ngày")

    with pytest.raises(FormatError) as caught:
        definitions().loads_workflow(broken)

    assert "workflow.states[1]" in str(caught.value)
    assert "workflow.clocks[0].limit" in str(caught.value)


def test_transitions_must_be_a_list_of_objects():
    """Other shapes are named."""
    data = definitions().workflow_to_data(PERMIT)
    for bad in ("x", ["x"], 3):
        with pytest.raises(FormatError, match="workflow"):
            definitions().workflow_from_data({**data, "transitions": bad})
    with pytest.raises(FormatError, match="is not an object"):
        definitions().workflow_from_data([])


def test_an_unknown_form_is_reported():
    """Definitions are read from TOML or JSON."""
    with pytest.raises(UnknownNameError, match="known: json, toml"):
        definitions().loads_workflow(TOML, "yaml")


@pytest.mark.parametrize("procedure", list(CATALOGUE), ids=lambda each: each.code)
def test_a_procedure_comes_back_equal(procedure):
    """A procedure is read as it was written, with every limit exact."""
    text = canonical_json(definitions().procedure_to_data(procedure))

    assert definitions().loads_procedure(text, "json") == procedure


def test_a_catalogue_comes_back_equal():
    """A catalogue with steps, cut-offs, dated rules and published totals comes back."""
    limit = TimeLimit("35/2", Unit.WORKING_DAY, cutoff=CutOff(at=time(15)), citation="law")
    stepped = evolve(
        TEN_DAYS,
        limits=(*TEN_DAYS.limits, LimitRule(limit, branch="far", valid_until=date(2026, 6, 1))),
        steps=(Step("a", "unit", limit), Step("b", "unit", limit, after=())),
        silence=Silence(SilentOutcome.REFUSAL, "law"),
        excluded_grounds=(ExcludedGround("tax", "law", valid_from=date(2026, 1, 1)),),
        decision_on=date(2026, 1, 1),
    )
    catalogue = Catalogue((stepped,), "c", Totals(1, 1, 0, 0))
    text = canonical_json(definitions().catalogue_to_data(catalogue))

    assert definitions().loads_catalogue(text, "json") == catalogue
    assert '"amount":"35/2"' in text


def test_a_procedure_is_written_by_hand_in_toml():
    """Days may be TOML dates, limits text."""
    text = """
        format = "procedure/1"
        code = "P.9"
        version = "1"
        name = { vi = "Giấy phép", en = "Permit" }
        workflow = "permit"
        limits = [{ limit = "10 working days" }, { limit = "3 working days", branch = "refused" }]
        early = { share = "1/5", source = "policy" }
        channels = ["online", "counter"]
        valid_from = 2026-01-01
    """
    read = definitions().loads_procedure(text)

    assert read.valid_from == date(2026, 1, 1)
    assert read.limit_for(Channel.ONLINE, "refused") == working_days(3)
    assert read.early.share == Fraction(1, 5)
    with pytest.raises(FormatError, match="valid_from"):
        definitions().loads_procedure(text.replace("2026-01-01", "2026-01-01T00:00:00"))
    with pytest.raises(FormatError, match="format"):
        definitions().loads_catalogue(text)


def test_a_calendar_is_kept_with_its_cases():
    """A calendar kept as data computes the same dates under the same version."""
    from caseflow.calendars import calendar_from_data, calendar_to_data

    kept = calendar_from_data(json.loads(canonical_json(calendar_to_data(calendar()))))
    made = Engine(Jurisdiction("x", kept, CATALOGUE, (PERMIT,)))
    case = scenario().given(at=at(2)).when(RECEIVE, Receipt(1), by=CLERK, at=at(2)).case

    assert kept.version == calendar().version
    assert made.deadlines(case, at=at(3)).legal.due.on == date(2026, 3, 16)


def test_instants_come_back_as_the_same_instant():
    """An instant in UTC stays one, and compares equal to the one in another zone."""
    utc = datetime.fromisoformat("2026-03-02T02:00:00.123456+00:00")
    case = scenario().given(at=utc).case
    back = codec().loads_case(codec().dumps(case))

    assert back.opened_at == utc
    assert '"2026-03-02T02:00:00.123456+00:00"' in codec().dumps(back)


def test_a_fact_change_from_nothing_is_kept():
    """None before and after are distinguished from text."""
    record = CASE.records[2]._replace(facts=(FactChange("x", None, None),))

    assert codec().loads_record(codec().dumps(record)) == record
