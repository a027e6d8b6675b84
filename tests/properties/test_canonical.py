"""Canonical JSON equals what is worked out text by text, though all texts are looked at at once."""

import json
import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from caseflow.codec import canonical_json
from caseflow.codec._canonical import LARGEST_INT, MOST_LISTED, canonical_text
from caseflow.errors import FloatRefusedError, TextInvalidError

#: Letters in one piece and in two, what joins with a sign before it, and what has to be escaped.
SIGNS = (
    "aZ0 \"\\/\t\n{}[]:,<=>'\u00e0\u0300\u0338\u0323\u0301\u1ea1\u0110\u00a0\u200b\u00ad\U0001f600"
)
TEXTS = st.text(st.sampled_from(SIGNS), max_size=8)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | TEXTS,
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.lists(inner, max_size=3).map(tuple)
        | st.dictionaries(TEXTS, inner, max_size=4)
    ),
    max_leaves=12,
)


def cleaned(value):
    """Return *value* with every text of it in NFC."""
    if isinstance(value, str):
        return unicodedata.normalize("NFC", value)
    if isinstance(value, (list, tuple)):
        return [cleaned(each) for each in value]
    if isinstance(value, dict):
        return {cleaned(key): cleaned(each) for key, each in value.items()}
    return value


def widest(value):
    """Return the number furthest from zero in *value*, and the length of its longest list."""
    if isinstance(value, int) and not isinstance(value, bool):
        return abs(value), 0
    within = value.values() if isinstance(value, dict) else value
    if not isinstance(value, (list, tuple, dict)):
        return 0, 0
    number, length = 0, 0 if isinstance(value, dict) else len(value)
    for each in within:
        found = widest(each)
        number, length = max(number, found[0]), max(length, found[1])
    return number, length


@given(VALUES)
@example({"a\u0300": ["=\u0338", "a", "\u0338"], "b": 1})
@example(["\u0338", {"<": "\u0338"}])
@example([2**63 - 1, -(2**63)])
@example([0] * 501)
def test_text_is_that_of_each_part(value):
    """The text is that of the value whose texts are NFC; narrow is said of narrow values only."""
    text, is_narrow = canonical_text(value)

    assert text == canonical_json(value)
    assert text == json.dumps(
        cleaned(value), sort_keys=True, ensure_ascii=False, separators=(",", ":")
    )
    number, length = widest(value)
    assert not is_narrow or (number <= LARGEST_INT and length <= MOST_LISTED)


@pytest.mark.parametrize("depth", [0, 1, 3])
@pytest.mark.parametrize(
    ("bad", "error"),
    [
        ("\x00", TextInvalidError),
        ("é\x85", TextInvalidError),
        ("\ud800", TextInvalidError),
        ("\x7f", TextInvalidError),
        ("x" * 100_001, TextInvalidError),
        (1.5, FloatRefusedError),
        (float("nan"), FloatRefusedError),
    ],
)
def test_what_cannot_be_kept_is_refused_wherever_it_stands(bad, error, depth):
    """A text or a number that no store keeps is refused at any depth, as a key too."""
    for given_ in [bad, {bad: 1}] if isinstance(bad, str) else [bad]:
        value = given_
        for _ in range(depth):
            value = [{"a": value}]
        with pytest.raises(error):
            canonical_json(value)
