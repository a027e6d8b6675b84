"""House rules for each module of src/caseflow."""

import ast
import re
from pathlib import Path

import pytest

from repo.tree import ROOT, layer_of, module_name, module_paths, parsed

MAX_LINES = 400
VAGUE_NAMES = {"base", "common", "helper", "helpers", "misc", "util", "utils"}

#: Packages that may touch files; the others are handed values.
PACKAGES_WITH_FILES = {
    "__main__",
    "calendars",
    "cli",
    "interchange",
    "reports",
    "stores",
    "vietnam",
}
#: Single modules that may besides: lists of procedures lie in the directories of offices.
MODULES_WITH_FILES = {"caseflow.office.lists._keeping"}
WORLD = {
    "ctypes",
    "fileinput",
    "ftplib",
    "glob",
    "http",
    "io",
    "os",
    "pathlib",
    "shutil",
    "socket",
    "sqlite3",
    "subprocess",
    "sys",
    "tempfile",
    "threading",
    "urllib",
}


def _modules_outside(layers: set[str]) -> pytest.MarkDecorator:
    paths = [path for path in module_paths() if layer_of(path) not in layers]
    return pytest.mark.parametrize("path", paths, ids=module_name)


each_module = _modules_outside(set())


@each_module
def test_module_opens_with_a_docstring(path: Path):
    """A module's first lines say what it is for and what does not belong in it."""
    assert ast.get_docstring(parsed(path)), f"{path} has no docstring"


@each_module
def test_module_is_short(path: Path):
    """A module has at most 400 lines; a longer one is split into well-named modules."""
    lines = path.read_text(encoding="utf-8").count("\n")

    assert lines <= MAX_LINES, f"{path} has {lines} lines"


@each_module
def test_module_has_a_clear_name(path: Path):
    """No module is a drawer for things without a place."""
    assert not VAGUE_NAMES & set(re.split(r"[._]", module_name(path)))


@each_module
def test_imports_stand_at_the_top(path: Path):
    """An import inside a function carries the word "lazy" and a reason; cycles are not dodged."""
    lines = ["", *path.read_text(encoding="utf-8").splitlines()]
    hidden = [
        f"{path}:{node.lineno}"
        for function in ast.walk(parsed(path))
        if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda)
        for node in ast.walk(function)
        if isinstance(node, ast.Import | ast.ImportFrom)
        and not any(re.search(r"#.*\blazy", lines[at]) for at in (node.lineno - 1, node.lineno))
    ]

    assert not hidden


@each_module
def test_no_import_is_for_types_only(path: Path):
    """TYPE_CHECKING is not used: a type needed below moves down."""
    names = {node.id for node in ast.walk(parsed(path)) if isinstance(node, ast.Name)}
    attributes = {node.attr for node in ast.walk(parsed(path)) if isinstance(node, ast.Attribute)}

    assert "TYPE_CHECKING" not in names | attributes


@_modules_outside({"__init__", "__main__", "cli"})
def test_front_door_is_for_visitors(path: Path):
    """Inside the house, a name is imported from its own module, not from `caseflow`."""
    through_the_door = [
        f"{path}:{node.lineno}"
        for node in ast.walk(parsed(path))
        if (isinstance(node, ast.ImportFrom) and node.module == "caseflow" and node.level == 0)
        or (isinstance(node, ast.Import) and any(alias.name == "caseflow" for alias in node.names))
    ]

    assert not through_the_door


@_modules_outside(PACKAGES_WITH_FILES)
def test_only_named_packages_touch_files(path: Path):
    """Calendars, cli, interchange, reports, stores and vietnam touch files; others get values."""
    if module_name(path) in MODULES_WITH_FILES:
        return
    used = set[str]()
    for node in ast.walk(parsed(path)):
        if isinstance(node, ast.Import):
            used |= {alias.name.partition(".")[0] for alias in node.names} & WORLD
        elif isinstance(node, ast.ImportFrom) and node.level == 0:
            # Addresses, and texts in memory, touch nothing.
            is_text = node.module == "urllib.parse" or (
                node.module == "io" and [alias.name for alias in node.names] == ["StringIO"]
            )
            if not is_text:
                used |= {(node.module or "").partition(".")[0]} & WORLD
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            used |= {node.func.id} & {"open", "input", "print"}

    assert not used


@each_module
def test_public_names_have_a_docstring(path: Path):
    """Every public class, function and method says in its first line what it is for."""
    missing = [
        f"{path.relative_to(ROOT)}:{node.lineno} {node.name}"
        for node in _public_definitions(parsed(path).body)
        if not (ast.get_docstring(node) or "").partition("\n")[0].strip()
    ]

    assert not missing


def _public_definitions(
    body: list[ast.stmt],
) -> list[ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef]:
    found = list[ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef]()
    for node in body:
        if not isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            continue
        if node.name.startswith("_") or _is_overload(node):
            continue
        found.append(node)
        if isinstance(node, ast.ClassDef):
            found += _public_definitions(node.body)
    return found


def _is_overload(node: ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    return any(ast.unparse(decorator).endswith("overload") for decorator in node.decorator_list)


@each_module
def test_a_head_lists_no_imports(path: Path):
    """What a module may import is held by import-linter; a list in its head would go stale."""
    assert "may import" not in (ast.get_docstring(parsed(path)) or "").lower()
