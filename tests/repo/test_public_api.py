"""House rules for what `import caseflow` gives."""

import ast
import inspect
import re
import subprocess
import sys
from importlib import import_module
from pathlib import Path

import pytest

import caseflow
from repo.tree import ROOT

NAMES = ROOT / "docs" / "reference" / "names.md"

#: The stubs of the packages whose names are loaded when they are asked for.
STUBS = sorted((ROOT / "src" / "caseflow").rglob("__init__.pyi"))

#: Importing caseflow must not pay for these; they load when a call needs them.
HEAVY = {"argparse", "cattrs", "holidays", "numpy", "pandas", "sqlite3"}


def test_blessed_names_are_sorted():
    """`caseflow.__all__` is sorted and names nothing twice."""
    assert list(caseflow.__all__) == sorted(set(caseflow.__all__))


def test_reference_lists_the_blessed_names():
    """docs/reference/names.md has one row for each blessed name, and no other."""
    rows = re.findall(r"^\| `(\w+)` \|", NAMES.read_text(encoding="utf-8"), flags=re.MULTILINE)

    assert rows == list(caseflow.__all__)


def test_blessed_names_explain_themselves():
    """Each blessed class and function exists and has a docstring."""
    values = {name: getattr(caseflow, name) for name in caseflow.__all__}

    assert not [
        name
        for name, value in values.items()
        if (inspect.isclass(value) or inspect.isfunction(value)) and not inspect.getdoc(value)
    ]


def test_front_door_holds_no_logic():
    """`caseflow/__init__.py` says where each name lives and loads it when asked, nothing else."""
    source = inspect.getsource(caseflow)

    assert re.findall(r"^(?:async def|def|class) (\w+)", source, re.MULTILINE) == [
        "__getattr__",
        "__dir__",
    ]


def test_type_checkers_see_the_names_that_are_loaded():
    """`__init__.pyi` names the same module for each blessed name as the loader does."""
    stub = (ROOT / "src" / "caseflow" / "__init__.pyi").read_text(encoding="utf-8")
    seen = re.findall(r"^from (\S+) import (\w+) as (\w+)$", stub, re.MULTILINE)

    assert sorted(name for _, name, _ in seen) == list(caseflow.__all__)
    for module, name, alias in seen:
        assert name == alias
        assert getattr(caseflow, name) is getattr(import_module(module), name)


def test_an_unknown_name_is_an_attribute_error():
    """Asking for what is not blessed fails as for any module."""
    with pytest.raises(AttributeError, match="no attribute 'Nothing'"):
        _ = caseflow.Nothing
    assert "Engine" in dir(caseflow)


def test_importing_caseflow_is_light():
    """`import caseflow` loads no holiday tables, no converters and no optional package."""
    program = "import sys, caseflow; print(*sorted(sys.modules))"
    result = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )

    assert not HEAVY & set(result.stdout.split())


@pytest.mark.parametrize("stub", STUBS, ids=lambda stub: stub.parent.name)
def test_no_lazy_name_is_that_of_a_module(stub: Path):
    """Importing a module would put it in the place of the name, once for the whole program."""
    offered = {
        alias.asname or alias.name
        for node in ast.parse(stub.read_text(encoding="utf-8")).body
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    }
    modules = {path.stem for path in stub.parent.glob("*.py")}
    modules |= {path.parent.name for path in stub.parent.glob("*/__init__.py")}

    assert not offered & modules
