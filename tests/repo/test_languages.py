"""House rules for languages: texts stand in catalogues, and the core names no language."""

import ast
import re
import tomllib
from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import Path

import pytest

from caseflow._cldr import date_by
from caseflow.messages import (
    REFERENCE,
    catalogue_of,
    is_optional,
    parse_catalogue,
    part_of_catalogue,
    placeholders,
)
from repo.tree import PACKAGE, layer_of, module_name, module_paths, parsed

#: The catalogues of caseflow and of its packs: "nl.toml", "commands.nl.toml".
CATALOGUES = sorted(PACKAGE.glob("**/locale/*.toml"))
#: Messages of the command line, and of the pages of reports, in their own files.
PARTS = ("", "commands", "pages")

#: Letters that of the languages in the code only Vietnamese has.
VIETNAMESE = re.compile(
    "[ăđơưạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹĩũ]|\\b(?:ngày|tháng|năm)\\b", re.IGNORECASE
)

#: Packs, and what stands above them; `_languages` names the pair in which texts were once kept.
PACKS = {"_languages", "netherlands", "testing", "vietnam"}


def _part_and_language(path: Path) -> tuple[str, str]:
    """Return the part and the language that the name of a catalogue tells: "commands", "nl"."""
    part, _, language = path.stem.rpartition(".")
    return part, language


def _named(path: Path) -> str:
    return path.stem


def _texts(path: Path) -> dict[str, str]:
    return parse_catalogue(path.read_text(encoding="utf-8"), name=path.name)


def _core() -> list[Path]:
    """Return the modules that must name no language."""
    return [path for path in module_paths() if layer_of(path) not in PACKS]


def test_a_catalogue_is_toml_and_is_read_as_any_toml_would_be():
    """The short way in which catalogues are read gives what the whole of TOML gives."""
    for path in CATALOGUES:
        text = path.read_text(encoding="utf-8")
        tables = tomllib.loads(text)
        assert parse_catalogue(text, name=path.name) == {
            f"{table}.{name}": value
            for table, entries in tables.items()
            for name, value in entries.items()
        }


@pytest.mark.parametrize("path", CATALOGUES, ids=_named)
def test_a_catalogue_is_complete(path: Path):
    """Every language has the keys of the reference language, with the same placeholders."""
    part, _ = _part_and_language(path)
    reference, texts = _messages(part), _required(_texts(path))

    assert texts.keys() == reference.keys()
    for key, text in texts.items():
        assert text.strip(), key
        assert placeholders(text) == placeholders(reference[key]), key


@pytest.mark.parametrize("path", CATALOGUES, ids=_named)
def test_a_complaint_of_the_command_has_only_places_that_its_english_has(path: Path):
    """It may lack some, and the command says what it lacks in English."""
    part, _ = _part_and_language(path)
    reference = part_of_catalogue(part, REFERENCE) if part else catalogue_of(REFERENCE).texts
    for key, text in _texts(path).items():
        if key.startswith(("complaints.", "forms.", "kinds.", "phrases.")):
            assert key in reference
            if not key.startswith("phrases."):
                assert placeholders(text) <= placeholders(reference[key]), key


def test_every_key_is_used_and_every_key_used_is_there():
    """A message that nobody shows is deleted; one that is shown exists."""
    assert _used().keys() == _all_messages().keys()


def test_a_message_is_filled_with_its_placeholders():
    """What fills a message where it is made, or with `filled`, is what the catalogue asks for."""
    reference = _all_messages()

    for key, given in _used().items():
        for names in given:
            assert not names or names == placeholders(reference[key]), key


def _all_messages() -> dict[str, str]:
    """Return the messages of the reference language, by the keys that the code has."""
    of_parts = {
        f"{part}/{key}": text for part in PARTS[1:] for key, text in _messages(part).items()
    }
    return {**_messages(""), **of_parts}


def _messages(part: str) -> dict[str, str]:
    return _required(part_of_catalogue(part, REFERENCE) if part else catalogue_of(REFERENCE).texts)


def _required(texts: Mapping[str, str]) -> dict[str, str]:
    return {key: text for key, text in texts.items() if not is_optional(key)}


def _used() -> dict[str, list[frozenset[str]]]:
    """Return the keys in the code, each with the names of the params that it is given."""
    found: dict[str, list[frozenset[str]]] = {}
    for path in module_paths():
        for node in ast.walk(parsed(path)):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
                if node.func.id != "Message" or not isinstance(node.args[0], ast.Constant):
                    continue
                # Stores have a `Message` of another kind, whose first argument has no dot.
                if path.name == "texts.py" or "." not in str(node.args[0].value):
                    continue
                names = frozenset(each.arg for each in node.keywords if each.arg)
                found.setdefault(node.args[0].value, []).append(names)
    return found


def test_every_date_form_can_be_written():
    """The forms of dates that a catalogue states are patterns of CLDR."""
    for path in CATALOGUES:
        _, language = _part_and_language(path)
        for key, form in _texts(path).items():
            if key.startswith("formats.") and "{" not in form:
                assert date_by(form, datetime(2026, 3, 2, 9, 30), language)


@pytest.mark.parametrize("path", _core(), ids=module_name)
def test_no_vietnamese_stands_below_the_packs(path: Path):
    """Texts of the core are in the catalogues: no code holds Vietnamese, examples aside."""
    tree = parsed(path)
    documented = _docstrings(tree)
    found = [
        f"{node.lineno}: {node.value}"
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and id(node) not in documented
        and VIETNAMESE.search(node.value)
    ]

    assert not found


#: What the law and the offices of one country have: kinds of fee, forms, courts, councils, places.
OF_ONE_COUNTRY = re.compile(
    r"(?:^|[\W_])(?:phi|le_?phi|tand|ubnd|hdnd|vpcp|btc|nđ-cp|tt-btc|qđ-ubnd"
    r"|vietnam(?:ese)?|viet nam|da_?nang|ha_?noi|vn|awb|leges|omgevings\w*)(?:$|[\W_])",
    re.IGNORECASE,
)
#: What may name a country: the list of names that are written for one by mistake, and the pack
#: that a command works by if nobody names another.
MAY_NAME = {"_inputs.py": {"VIETNAM", "VIET NAM", "VN"}, "_calendar_names.py": {"vietnam"}}


@pytest.mark.parametrize("path", _core(), ids=module_name)
def test_no_notion_of_one_country_stands_below_the_packs(path: Path):
    """Neither as a name in the code nor in a text, examples in docstrings aside."""
    tree = parsed(path)
    found = [
        f"{node.lineno}: {said}"
        for node, said in _said(tree)
        if OF_ONE_COUNTRY.search(said) and said not in MAY_NAME.get(path.name, ())
    ]

    assert not found


def _said(tree: ast.Module) -> Iterator[tuple[ast.expr | ast.stmt | ast.arg, str]]:
    """Yield names and texts of code, docstrings aside."""
    documented = _docstrings(tree)
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            if id(node) not in documented:
                yield node, node.value
        elif isinstance(node, ast.Name):
            yield node, node.id
        elif isinstance(node, ast.Attribute):
            yield node, node.attr
        elif isinstance(node, ast.arg):
            yield node, node.arg
        elif isinstance(node, (ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)):
            yield node, node.name


def _docstrings(tree: ast.Module) -> set[int]:
    return {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef))
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }


@pytest.mark.parametrize("path", _core(), ids=module_name)
def test_no_language_is_named_below_the_packs(path: Path):
    """Neither as a field of a text nor as its code, but for the reference language."""
    found = [
        node.lineno
        for node in ast.walk(parsed(path))
        if (isinstance(node, ast.Attribute) and node.attr in ("vi", "en"))
        or (isinstance(node, ast.keyword) and node.arg == "vi")
        or (isinstance(node, ast.Constant) and node.value == "vi")
    ]

    assert not found
