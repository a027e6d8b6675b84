"""House rules for the tests themselves."""

import ast

import pytest

from repo.tree import ROOT, parsed

TESTS = sorted((ROOT / "tests").rglob("test_*.py"))


@pytest.mark.parametrize("path", TESTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_each_test_states_its_rule(path):
    """The docstring of a test is the rule it tests."""
    silent = [
        node.name
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")
        if not ast.get_docstring(node)
    ]

    assert not silent


def test_every_test_file_is_found():
    """A file that defines tests has a name that pytest looks for."""
    found = set(TESTS)
    missed = [
        path
        for path in (ROOT / "tests").rglob("*.py")
        if path not in found and path.parent.name != "typing"
        for node in parsed(path).body
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")
    ]

    assert not missed
