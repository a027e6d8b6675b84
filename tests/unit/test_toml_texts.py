"""TOML is read within bounds, by every reader alike."""

import tomllib

import pytest

from caseflow._toml_tables import reading_toml
from caseflow._toml_texts import LONGEST_TOML, MOST_PARTS, parse_toml
from caseflow.calendars import read_calendar
from caseflow.codec import DefinitionCodec
from caseflow.errors import CaseflowError, FormatError
from caseflow.interchange import load_procedure, load_profile, load_workflow
from caseflow.office.papers import read_letterhead
from caseflow.vietnam import read_catalogue, read_office

PARTS = ".".join(["a"] * 30_000)
#: The same key wherever TOML takes one, and with parts in quotes that hold dots and quotes.
LONG_KEYS = [
    f"{PARTS} = 1",
    f"[{PARTS}]",
    f"[[{PARTS}]]",
    f"x = {{{PARTS} = 1}}",
    f"x = [{{{PARTS.replace('.', ' . ')} = 1}}]",
    ".".join([r'"\"."'] * 30_000) + " = 1",
    ".".join(["'.'"] * 30_000) + " = 1",
]


@pytest.mark.parametrize("text", LONG_KEYS, ids=lambda text: text[:6])
def test_a_key_of_too_many_parts_is_refused_before_it_is_read(text):
    """The time of reading grows with their square: 30,000 parts took half a minute."""
    with pytest.raises(FormatError, match="more than 20 parts"):
        parse_toml(text)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("x = " + "9" * 5_000, "at most 4,000 digits"),
        ("x = 0x" + "f" * 60_000, "at most 4,000 digits"),
        ("x = 0b" + "1" * 60_000, "at most 4,000 digits"),
        ("x = " + "[" * 50_000, "nested too deeply|Invalid value"),
        ("#" * (LONGEST_TOML + 1), "characters are too many"),
    ],
)
def test_what_no_file_of_ours_needs_is_refused(text, says):
    """Numbers of any base, depth and length have a bound, which the error states."""
    with pytest.raises(FormatError, match=says):
        parse_toml(text)


def test_what_is_within_the_bounds_is_read_as_it_is():
    """A key of just as many parts, dots in texts and numbers in other bases are no fault."""
    key = ".".join(["a"] * MOST_PARTS)
    text = f'{key} = 0xff\nnote = "see 1.2.3.4.5.6.7.8.9.10.11.12"\n'
    assert parse_toml(text) == tomllib.loads(text)


def _file(load):
    def read(text, path):
        path.write_text(text, encoding="utf-8")
        return load(path)

    return read


READERS = {
    "calendar": lambda text, _: read_calendar(text, name="c"),
    "workflow": lambda text, _: DefinitionCodec().loads_workflow(text),
    "procedure": lambda text, _: DefinitionCodec().loads_procedure(text),
    "catalogue": lambda text, _: DefinitionCodec().loads_catalogue(text),
    "list": lambda text, _: read_catalogue(text, name="c.toml"),
    "letterhead": lambda text, _: read_letterhead(text, name="o"),
    "table": lambda text, _: reading_toml(text, "t").__enter__(),
    "office": lambda text, _: read_office(text, name="j"),
    "profile": _file(load_profile),
    "workflow file": _file(load_workflow),
    "procedure file": _file(load_procedure),
}


@pytest.mark.parametrize("name", READERS)
def test_every_reader_of_toml_has_the_bound(name, tmp_path):
    """The error is of the tree, says which bound it is, and does not give the file back."""
    with pytest.raises(CaseflowError, match="more than 20 parts") as caught:
        READERS[name](f"{PARTS} = 1\n", tmp_path / "f.toml")
    assert len(str(caught.value)) < 500
