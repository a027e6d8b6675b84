"""House rules for languages: what people read stands in catalogues, and the core names no language.

Packages that still have texts outside the catalogues are listed below; the lists only get shorter.
"""

import ast
import re
import tomllib
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest

from caseflow._cldr import date_by
from caseflow.messages import (
    REFERENCE,
    catalogue_of,
    is_optional,
    languages,
    parse_catalogue,
    placeholders,
)
from repo.tree import PACKAGE, layer_of, module_name, module_paths, parsed

CATALOGUES = sorted((PACKAGE / "locale").glob("*.toml"))

#: Letters that of the languages in the code only Vietnamese has.
VIETNAMESE = re.compile(
    "[ăđơưạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹĩũ]|\\b(?:ngày|tháng|năm)\\b", re.IGNORECASE
)

#: Packs, and what stands above them; `_languages` names the pair in which texts were once kept.
PACKS = {"_languages", "netherlands", "testing", "vietnam"}
#: What still names a language; this only gets shorter.
LEFT = ("cli/",)


def _core() -> list[Path]:
    """Return the modules that must name no language."""
    return [
        path
        for path in module_paths()
        if layer_of(path) not in PACKS and not path.relative_to(PACKAGE).as_posix().startswith(LEFT)
    ]


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


@pytest.mark.parametrize("language", languages())
def test_a_catalogue_is_complete(language: str):
    """Every language has the keys of the reference language, with the same placeholders."""
    reference, texts = _messages(REFERENCE), _messages(language)

    assert texts.keys() == reference.keys()
    for key, text in texts.items():
        assert text.strip(), key
        assert placeholders(text) == placeholders(reference[key]), key


@pytest.mark.parametrize("language", languages())
def test_a_complaint_of_the_command_has_only_places_that_its_english_has(language: str):
    """It may lack some, and the command says what it lacks in English."""
    reference = catalogue_of(REFERENCE).texts
    for key, text in catalogue_of(language).texts.items():
        if key.startswith(("complaints.", "forms.", "kinds.", "phrases.")):
            assert key in reference
            if not key.startswith("phrases."):
                assert placeholders(text) <= placeholders(reference[key]), key


def test_every_key_is_used_and_every_key_used_is_there():
    """A message that nobody shows is deleted; one that is shown exists."""
    assert _used().keys() == _messages(REFERENCE).keys()


def test_a_message_is_filled_with_its_placeholders():
    """What fills a message where it is made, or with `filled`, is what the catalogue asks for."""
    reference = _messages(REFERENCE)

    for key, given in _used().items():
        for names in given:
            assert not names or names == placeholders(reference[key]), key


def _messages(language: str) -> dict[str, str]:
    texts = catalogue_of(language).texts
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
    for language in languages():
        for key, form in catalogue_of(language).texts.items():
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
#: The list of names that are written for a country by mistake.
MISNAMED = {"VIETNAM", "VIET NAM", "VN"}


@pytest.mark.parametrize("path", _core(), ids=module_name)
def test_no_notion_of_one_country_stands_below_the_packs(path: Path):
    """Neither as a name in the code nor in a text, examples in docstrings aside."""
    tree = parsed(path)
    found = [
        f"{node.lineno}: {said}"
        for node, said in _said(tree)
        if OF_ONE_COUNTRY.search(said) and not (path.name == "_inputs.py" and said in MISNAMED)
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
