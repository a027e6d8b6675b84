"""House rules for what `import caseflow` gives."""

import ast
import inspect
import re
import subprocess
import sys
from collections import defaultdict
from importlib import import_module
from pathlib import Path

import pytest

import caseflow
from generating.public_api import public_api
from repo.tree import ROOT, layer_of, module_paths, parsed, public_modules

NAMES = ROOT / "docs" / "reference" / "names.md"

#: Every public name, one a line, as `make generate` writes them.
LISTING = ROOT / "docs" / "reference" / "api.txt"

#: The stubs of the packages whose names are loaded when they are asked for.
STUBS = sorted((ROOT / "src" / "caseflow").rglob("__init__.pyi"))

#: Importing caseflow must not pay for these; they load when a call needs them.
HEAVY = {"argparse", "cattrs", "holidays", "narwhals", "numpy", "pandas", "polars", "sqlite3"}


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
    """`caseflow/__init__.py` says where each name is defined and only loads it when asked."""
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


CHANGED = """the public API changed.
New: {}
Gone: {}
Users may rely on every name in docs/reference/api.txt, so a change of it is a decision. If it is
meant, run `make generate`, commit the listing, and describe the change in changelog.d. If a new
name is internal, take it out of `__all__`, or give its module a leading underscore."""


def test_a_change_of_the_public_api_is_a_decision():
    """docs/reference/api.txt lists every public name, and only public names."""
    listed = LISTING.read_text(encoding="utf-8").splitlines()
    offered = public_api().splitlines()
    new, gone = sorted({*offered} - {*listed}), sorted({*listed} - {*offered})

    assert offered == listed, CHANGED.format(", ".join(new) or "none", ", ".join(gone) or "none")


def test_each_public_module_says_what_it_offers():
    """A module without an underscore has `__all__`, of names that it has; others are private."""
    wrong = {}
    for module in public_modules():
        names = getattr(module, "__all__", None)
        if names is None or not all(hasattr(module, name) for name in names):
            wrong[module.__name__] = names

    assert wrong == {}


#: What a package uses of the private modules of another one below it, besides what that exports.
#: Whoever needs more exports it, or moves it down to a private module that both may use.
SHARED = {
    "caseflow.calendars._segments": {"bulk", "simulation"},
    "caseflow.cases._assignments": {"engine"},
    "caseflow.cases._case": {"engine"},
    "caseflow.cases._corrections": {"engine"},
    "caseflow.cases._folding": {"engine"},
    "caseflow.cases._logs": {"engine"},
    "caseflow.cases._records": {"engine"},
    "caseflow.codec._canonical": {"pii", "publications", "service", "web"},
    "caseflow.codec._converters": {"publications"},
    "caseflow.codec._faults": {"web"},
    "caseflow.codec._payloads": {"office"},
    "caseflow.engine._telling": {"web"},
    "caseflow.engine._turns": {"service"},
    "caseflow.errors._root": {"cli"},
    "caseflow.interchange._event_logs": {"reports"},
    "caseflow.interchange._findings": {"reports"},
    "caseflow.interchange._moments": {"reports"},
    "caseflow.limits._counting": {"bulk", "ledgers", "office"},
    "caseflow.limits._ends": {"bulk"},
    "caseflow.limits._wording": {"office", "web"},
    "caseflow.office._fields": {"web"},
    "caseflow.office._service_parts": {"cli", "web"},
    "caseflow.payments._accounts": {"office"},
    "caseflow.payments._facts": {"office", "web"},
    "caseflow.pii._hidden": {"office"},
    "caseflow.procedures._catalogues": {"publications"},
    "caseflow.service._backoffs": {"cli", "office"},
    "caseflow.service._defaults": {"office"},
    "caseflow.service._sealing": {"office"},
    "caseflow.service._validation": {"pii"},
    "caseflow.service._work": {"office", "web"},
    "caseflow.stores._aside": {"service"},
}


def test_packages_use_what_others_export():
    """A private module is used in its own package; where another one needs it too, it is listed."""
    used = defaultdict(set)
    for path in module_paths():
        for node in ast.walk(parsed(path)):
            if not (isinstance(node, ast.ImportFrom) and node.module and node.level == 0):
                continue
            private = [alias.name for alias in node.names if alias.name.startswith("_")]
            for module in [f"{node.module}.{name}" for name in private] or [node.module]:
                package, found, _ = module.partition("._")
                if found and package.split(".")[1:2] not in ([], [layer_of(path)]):
                    used[module].add(layer_of(path))

    assert dict(used) == SHARED


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
