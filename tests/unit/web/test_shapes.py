"""Random histories as plain data: of the documented shape, and with texts that people can read."""

import json
import random
import re
from datetime import datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from caseflow import vietnam as vn
from caseflow.engine import Engine
from caseflow.errors import CaseflowError
from caseflow.messages import languages
from caseflow.office.control_slips import control_slip
from caseflow.office.paying import books_of
from caseflow.payments import Bill
from caseflow.values import Actor, Channel
from caseflow.vietnam.pack import PACK
from caseflow.vietnam.rules import OFFICE
from caseflow.web import (
    _shapes,
    account_data,
    bill_data,
    case_data,
    deadline_data,
    deadlines_data,
    explanation_data,
    history_data,
    option_data,
    options_data,
    problem,
    refusal_data,
    slip_data,
)
from caseflow.web._schemas import shape_schema
from histories import office
from histories.walks import CHANNELS, History, MemoryDriver
from oracle.product import HANOI

CODEC = PACK.codec()

SHAPES = {
    name: shape_schema(getattr(_shapes, name), "#/$defs/")
    for name in _shapes.__all__
    if name.endswith("Shape")
}
CHECKS = {
    name: Draft202012Validator({"$ref": f"#/$defs/{name}", "$defs": SHAPES}) for name in SHAPES
}

#: What no text for people holds: an instant of a machine, a fraction, a placeholder. The number of
#: an act of law, as 61/2018/NĐ-CP, and a day, as 2/3/2026, have a stroke on one side more.
#: The Day of Victory is named after its day, 30/4. Nor does it hold a name of Python, as None,
#: Channel.ONLINE or <Text>.
MACHINE = re.compile(
    r"\d{4}-\d\d-\d\dT|\dT\d\d:|(?<![\d/-])(?<!thắng )\d+/\d+(?![\d/-])|[{}]|Fraction\(|datetime\("
    r"|\b(?:None|True|False)\b|\b[A-Z][a-z]\w+\.[A-Z_]{2,}\b|<[A-Za-z]"
)


def raw_codes(engine):
    """Names of the code that look like no word: those with a hyphen within."""
    workflows = engine.jurisdiction.workflows
    named = (
        each.name
        for workflow in workflows
        for part in (workflow.actions, workflow.states, workflow.clocks, workflow.roles)
        for each in part
    )
    units = ("working-day", "calendar-day", "working-hour", "clock-hour", "same-day")
    return sorted({each for each in (*named, *units, "on-track", "at-risk") if "-" in each})


def raw_pattern(engine):
    """What finds a name of the code in a text."""
    return re.compile(
        "|".join(rf"(?<![\w/-]){re.escape(each)}(?![\w/-])" for each in raw_codes(engine))
    )


RAW = raw_pattern(office.engine())

#: Where texts for people stand.
TEXTS = ("text", "note", "title", "detail", "next", "allowed", "basis")


def texts_of(data):
    """Every text for people in *data*."""
    if isinstance(data, dict):
        for name, value in data.items():
            if name in TEXTS and isinstance(value, str):
                yield value
            elif name not in ("params", "data"):
                yield from texts_of(value)
    elif isinstance(data, list):
        for each in data:
            yield from texts_of(each)


def check(name, data):
    """It is of its shape, is JSON without floats, and reads well."""
    CHECKS[name].validate(data)
    assert json.loads(json.dumps(data), parse_float=pytest.fail) == data
    for text in texts_of(data):
        assert not MACHINE.search(text), text
        assert not RAW.search(text), text


class Witnessed(MemoryDriver):
    """Keep the errors that acts end with."""

    def __init__(self):
        self.errors = []

    def fire(self, action, payload, **request):
        try:
            return super().fire(action, payload, **request)
        except CaseflowError as error:
            self.errors.append(error)
            raise


minutes = st.one_of(st.just(0), st.integers(0, 300), st.integers(0, 20 * 1440))
steps = st.tuples(st.integers(0, 10_000), st.integers(0, 2**32 - 1), minutes)


@settings(max_examples=max(15, settings().max_examples // 10))
@given(
    st.sampled_from(office.CODES),
    st.sampled_from(CHANNELS),
    st.integers(0, 200 * 24 * 60),
    st.lists(steps, min_size=10, max_size=40),
)
def test_every_date_reason_and_error_of_a_life_reads_well_in_every_language(
    code, channel, passed, walk
):
    """No raw code, no instant of a machine, no fraction; and each is of its documented shape."""
    desk, engine = Witnessed(), office.engine()
    begun = datetime(2026, 1, 5, 8) + timedelta(minutes=passed)
    life = History.begin(desk, code, channel, channel, begun, is_checked=False)
    for choice, seed, later in walk:
        if life.is_over:
            break
        life.step(choice, seed, later)
    case = life.case
    at = max(life.entry, case.last_at, case.last_entered_at).astimezone(HANOI)
    options = engine.actions(case, by=office.ANYONE, at=at)
    dates = engine.deadlines(case, at=at)
    account = books_of(case.records, vn.danang().currency).account
    for language in languages():
        check("CaseShape", case_data(case, engine, at=at, language=language))
        for each in deadlines_data(case, engine, at=at, language=language):
            check("DeadlineShape", each)
        for name in dates:
            found = explanation_data(dates[name], case, engine, language=language)
            check("ExplanationShape", found)
        for each in options_data(options, case, engine, language=language):
            check("OptionShape", each)
        for each in history_data(case.records, case, engine, CODEC, language=language):
            check("RecordShape", each)
        check("AccountShape", account_data(account, language=language))
        for error in desk.errors:
            check("ProblemShape", problem(error, language=language, zone=HANOI).body)


def received():
    engine = Engine(vn.danang())
    at = datetime(2026, 3, 2, 9, tzinfo=HANOI)
    case = engine.open("2.001738", channel=Channel.ONLINE, result_by=Channel.ONLINE, at=at)
    clerk = Actor("u17", {"intake", "officer"})
    person = vn.Applicant("Nguyễn Thị Bí Mật", phone="0905")
    case = engine.fire(case, vn.DESCRIBE, vn.Description(person), by=clerk, at=at)
    case = engine.fire(case, vn.RECEIVE, vn.Receipt(papers=4), by=clerk, at=at)
    return engine, engine.fire(case, vn.ASSIGN, vn.Assignment("Phòng A"), by=clerk, at=at), at


def test_history_hides_what_is_personal_unless_it_is_asked_for():
    """Names of people, and who acted; the fields left out are named."""
    engine, case, _ = received()
    hidden = history_data(case.records, case, engine, CODEC)
    shown = history_data(case.records, case, engine, CODEC, personal=True)
    assert "Bí Mật" not in json.dumps(hidden, ensure_ascii=False)
    assert "u17" not in json.dumps(hidden)
    assert "/applicant/name" in hidden[1]["payload"]["hidden"]
    assert shown[1]["payload"]["data"]["applicant"]["name"] == "Nguyễn Thị Bí Mật"
    assert shown[1]["actor"] == "u17"


def test_one_date_one_option_and_one_refusal_are_as_in_the_lists():
    """What is shown alone is what stands in the list."""
    engine, case, at = received()
    options = engine.actions(case, by=Actor("x"), at=at)
    listed = options_data(options, case, engine, language="vi")
    assert [option_data(each, case, engine, language="vi") for each in options] == listed
    refusal = next(each for option in options for each in option.refusals)
    found = refusal_data(refusal, engine, language="vi")
    assert found in [each for option in listed for each in option["refusals"]]
    legal = engine.deadlines(case, at=at).legal
    assert deadline_data(legal, case, engine) == deadlines_data(case, engine, at=at)[0]
    assert deadlines_data(case, engine, at=at)[1]["clock"]["code"] == "promised"


def test_a_bill_says_what_is_due_in_smallest_units_and_in_words():
    """1250 is 12.50 euro, and đồng have no smaller unit."""
    engine, case, at = received()
    issued = Bill("B1", [("Lệ phí", 100_000)], "VND")
    case = engine.fire(case, vn.ISSUE_BILL, issued, by=Actor("u", {"officer"}), at=at)
    account = books_of(case.records, vn.danang().currency).account
    found = account_data(account, language="vi")["bills"][0]
    check("BillShape", found)
    assert found["balance"]["due"] == {
        "amount": 100_000,
        "currency": "VND",
        "text": "100.000 đồng",
    }
    assert bill_data(account.bill("B1"), account.currency, language="vi") == found


def test_a_control_slip_is_plain_data():
    """With every row, of its shape, in every language."""
    engine, case, at = received()
    slip = control_slip(engine, case, at=at, rules=OFFICE)
    for language in languages():
        found = slip_data(slip, case, engine, language=language)
        check("SlipShape", found)
        assert len(found["rows"]) == len(slip.rows)


def test_a_language_without_a_catalogue_is_answered_by_the_nearest():
    """And what is no language code is refused."""
    engine, case, at = received()
    british = case_data(case, engine, at=at, language="en-GB")
    assert british == case_data(case, engine, at=at, language="en")
    with pytest.raises(CaseflowError):
        case_data(case, engine, at=at, language="no language")


def test_the_histories_meet_errors():
    """So that the property above is about something."""
    desk, chance = Witnessed(), random.Random(1)
    life = History.begin(
        desk, "working", Channel.ONLINE, Channel.ONLINE, datetime(2026, 3, 2, 9), is_checked=False
    )
    for _ in range(60):
        life.step(chance.randrange(10_000), chance.randrange(2**32), chance.choice([0, 900]))
    assert len({each.code for each in desk.errors}) > 1
