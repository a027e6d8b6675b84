"""A command imports what it needs, and no other command."""

import subprocess
import sys

import pytest

from caseflow import vietnam
from caseflow.cli._commands import COMMANDS

#: What counts dates needs none of these: they cost more than the answer.
HEAVY = {"babel", "cattrs", "holidays", "jinja2", "psycopg", "sqlite3", "transitions"}
#: What a time limit enters of caseflow, besides single modules with their own name.
ENTERED = {"calendars", "cli", "errors", "ledgers", "law", "limits", "messages", "targets"}
ENTERED |= {"texts", "values", "vietnam"}
#: What it enters of other packages; `dateutil` for Easter, and for months.
OTHERS = {"attr", "attrs", "dateutil"}

PROGRAM = """
import contextlib, io, sys
from caseflow.cli import main
with contextlib.redirect_stdout(io.StringIO()):
    main(sys.argv[1:])
print(*sys.modules)
"""


def modules_after(*words):
    """Return the names of all modules that are loaded once `caseflow` *words* has answered."""
    ran = subprocess.run(
        [sys.executable, "-c", PROGRAM, *words], capture_output=True, text=True, check=True
    )
    return set(ran.stdout.split())


def commands_among(modules):
    """Return the commands whose modules are among *modules*."""
    return {name for name in COMMANDS if f"caseflow.cli._{name.replace('-', '_')}" in modules}


@pytest.mark.parametrize("words", [("--help",), ("--version",)])
def test_the_list_of_commands_imports_no_command(words):
    """What lists the commands knows them by name and purpose."""
    modules = modules_after(*words)

    assert commands_among(modules) == set()
    assert not HEAVY & modules
    assert not any(name.startswith("caseflow.vietnam") for name in modules)


@pytest.mark.parametrize("language", ["en", "vi"])
def test_a_due_date_imports_what_counts_it(language):
    """`caseflow due` imports no other command, no engine and no store, and asks no Babel."""
    modules = modules_after(
        "due", "15 working days", "--from", "2025-04-24", "--explain", "--lang", language
    )

    assert commands_among(modules) == {"due"}
    assert not HEAVY & modules
    ours = {name for name in modules if name.startswith("caseflow.")}
    entered = {name.split(".")[1] for name in ours}
    assert {name for name in entered if not name.startswith("_")} <= ENTERED
    tops = {name.partition(".")[0] for name in modules if not name.startswith("_")}
    assert tops - {*sys.stdlib_module_names, "caseflow"} <= OTHERS
    assert len(ours) <= 77, sorted(ours)


def test_names_of_a_country_load_when_they_are_used():
    """The pack lists its names, loads each from its module, and knows no others."""
    assert vietnam.__all__ == sorted(vietnam.__all__)
    assert {"RECEIVE", "Receipt", "danang"} <= {*vietnam.__all__} <= {*dir(vietnam)}
    assert all(getattr(vietnam, name) is not None for name in vietnam.__all__)
    with pytest.raises(AttributeError, match=r"'caseflow\.vietnam' has no attribute 'Nothing'"):
        _ = vietnam.Nothing


@pytest.mark.parametrize("pack", ["vietnam", "netherlands"])
def test_a_calendar_of_a_pack_needs_no_holidays_package(pack):
    """The days off are those of the `holidays` package, which is not loaded for them."""
    modules = modules_after("due", "15 working days", "--from", "2034-04-24", "--pack", pack)

    assert "holidays" not in modules


LEAN_PROGRAM = """
import sys
for name in ("cryptography", "jinja2", "narwhals", "numpy", "psycopg", "segno", "weasyprint"):
    sys.modules[name] = None  # as if no extra were installed
from caseflow.cli import main
sys.exit(main(sys.argv[1:]))
"""


@pytest.mark.parametrize(
    "words",
    [
        ("check",),
        ("check", "--pack", "netherlands"),
        ("demo", "--report", "-", "--pack", "netherlands"),
        ("procedures", "--search", "khoa hoc"),
    ],
    ids=" ".join,
)
def test_a_bare_installation_answers(words):
    """What needs no extra works without one."""
    ran = subprocess.run(
        [sys.executable, "-c", LEAN_PROGRAM, *words], capture_output=True, text=True, check=False
    )

    assert (ran.returncode, ran.stderr) == (0, "")
