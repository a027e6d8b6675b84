"""What a document says a Python block prints, it prints.

A block fenced as `python` is run with those above it; the block fenced as `text` right below it
shows all that it printed. A line `...` there stands for one or more lines. Blocks that are written
as a session (`>>>`) are compared by Sybil, and those after `<!-- skip: next -->` are not run.
"""

import contextlib
import io
import re
from pathlib import Path

import pytest

from repo.tree import ROOT, markdown_files

FENCE = re.compile(
    r"^(?P<skip><!-- skip: next -->\n+)?```(?P<kind>\w*)\n(?P<body>.*?)^```$",
    flags=re.MULTILINE | re.DOTALL,
)

DOCUMENTS = [
    path
    for path in markdown_files()
    if path == ROOT / "README.md" or path.is_relative_to(ROOT / "docs")
    if re.search("^```python$", path.read_text(encoding="utf-8"), flags=re.MULTILINE)
]


def faults_of(text: str) -> list[str]:
    """Run the Python blocks of a document in order; say where it shows something else."""
    fences = list(FENCE.finditer(text))
    names: dict[str, object] = {"__name__": "document"}
    faults = list[str]()
    for number, fence in enumerate(fences):
        body = fence["body"]
        if fence["kind"] != "python" or fence["skip"] or body.startswith(">>>"):
            continue
        printed = io.StringIO()
        with contextlib.redirect_stdout(printed):
            exec(compile(body, "document", "exec"), names)
        below = fences[number + 1] if number + 1 < len(fences) else None
        shown = ""
        if below and below["kind"] == "text" and not text[fence.end() : below.start()].strip():
            shown = below["body"]
        if not matches(shown, printed.getvalue()):
            faults.append(f"{body}--- shown ---\n{shown}--- printed ---\n{printed.getvalue()}")
    return faults


def matches(shown: str, printed: str) -> bool:
    """Compare line by line; a line `...` stands for one or more lines."""
    lines = [line.rstrip() for line in shown.splitlines()]
    pattern = "\n".join("(?:.*\n)*?.*" if line == "..." else re.escape(line) for line in lines)
    actual = "\n".join(line.rstrip() for line in printed.splitlines())
    return re.fullmatch(pattern, actual) is not None


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_python_blocks_print_what_is_shown(path: Path):
    """The text below a Python block is what the block prints, and nothing is left out."""
    faults = faults_of(path.read_text(encoding="utf-8"))

    if faults:
        pytest.fail("\n".join(faults), pytrace=False)


def test_an_untrue_text_is_a_fault():
    """A block that prints something else, more, or less than is shown is caught."""
    block = "```python\nprint(1)\nprint(2)\n```\n"

    assert not faults_of(block + "\n```text\n1\n2\n```\n")
    assert not faults_of(block + "\n```text\n1\n...\n```\n")
    assert faults_of(block)
    assert faults_of(block + "\n```text\n1\n```\n")
    assert faults_of(block + "\nprints\n\n```text\n1\n2\n```\n")
