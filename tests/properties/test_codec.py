"""A codec that has read much reads every text as one that has read nothing."""

import json

from hypothesis import example, given, settings
from hypothesis import strategies as st

from caseflow.codec import canonical_json
from caseflow.errors import CaseflowError
from caseflow.values import Actor
from permits import (
    ASK,
    ASSIGN,
    CITIZEN,
    CLERK,
    EXPERT,
    REAPPOINT,
    RECEIVE,
    SUPPLY,
    Missing,
    NewDay,
    Receipt,
    at,
    codec,
    scenario,
)

CASE = (
    scenario(case_id="H-1", facts={"papers": 1, "note": 'Đà,"key":null,"payload":'})
    .given(at=at(2, 8), by=CITIZEN)
    .when(RECEIVE, Receipt(2), by=CLERK, at=at(2), key="k1")
    .when(ASSIGN, by=Actor('a},"at":"', {"intake", 'b],"facts":[]'}), at=at(3))
    .when(ASK, Missing((',"facts":[],"key":null,"payload":null', "\\")), by=EXPERT, at=at(5))
    .when(SUPPLY, by=CITIZEN, at=at(12), key='"k",')
    .when(REAPPOINT, NewDay(at(20).date(), '},"seq":1,'), by=EXPERT, at=at(12))
    .case
)
TEXTS = tuple(map(codec().dumps, CASE.records))

FRAGMENTS = (
    '"', ",", "{", "}", "[", "]", ":", "\\", "0", "1.5", "null", "true", "x", "\x1f", " ", "\u0301",
    ',"facts":[]', ',"key":"k"', ',"key":null,"payload":null', ',"seq":1', '"clocks":[],',
    '"action":"assign",', '"roles":[]', '"source":"a","target":"b"', '{"id":"x","roles":[]}',
)  # fmt: skip


@st.composite
def altered(draw):
    """A text of a record, or of halves of two, altered here and there."""
    text = draw(st.sampled_from(TEXTS))
    other = draw(st.sampled_from(TEXTS))
    mark = draw(st.sampled_from((',"at":', ',"clocks":', ',"facts":', ',"key":', ',"seq":')))
    if draw(st.booleans()):
        text = text[: text.find(mark)] + other[other.find(mark) :]
    for _ in range(draw(st.integers(0, 2))):
        begin = draw(st.integers(0, len(text)))
        cut = draw(st.integers(0, 12)) if draw(st.booleans()) else 0
        text = text[:begin] + draw(st.sampled_from(("", *FRAGMENTS))) + text[begin + cut :]
    return text


def reported(reader, text):
    """What *reader* makes of *text*: a record, or the error it raises."""
    try:
        return reader.loads_record(text)
    except CaseflowError as error:
        return type(error), str(error)


#: Reads every text that is drawn, and so has read all those before it.
EXPERIENCED = codec()


@settings(max_examples=400)
@given(altered())
@example(TEXTS[2].replace('"seq":2', '"seq":02'))
@example(TEXTS[2].replace('"seq":2', '"seq":٢'))
@example(TEXTS[2].replace('"at":"2026', '"at":"x026'))
@example(TEXTS[2].replace('"seq":2,', '"seq":2,"seq":2,'))
def test_reading_does_not_depend_on_what_was_read(text):
    """However a text was altered, who remembers moves and actors sees it as who sees it first."""
    assert tuple(map(EXPERIENCED.loads_record, TEXTS)) == CASE.records

    found = reported(EXPERIENCED, text)
    assert found == reported(codec(), text)
    assert found == reported(EXPERIENCED, text)


def test_a_text_that_is_not_canonical_is_read_as_well():
    """Another order of the fields, or spaces between them, change nothing."""
    experienced = codec()
    for text, record in zip(TEXTS, CASE.records, strict=True):
        experienced.loads_record(text)
        data = json.loads(text)
        shuffled = json.dumps(dict(reversed(data.items())), indent=1)
        assert shuffled != canonical_json(data) == text
        assert experienced.loads_record(shuffled) == record
