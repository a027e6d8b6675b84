"""The tests that documents teach are tests that pass."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from repo.tree import ROOT

PAGES = [
    "docs/first-hour.md",
    "docs/how-to/unit-test-a-definition.md",
    "docs/tutorial/5-test-it.md",
]


@pytest.mark.parametrize("page", PAGES)
def test_taught_tests_pass(page: str, tmp_path: Path):
    """The Python blocks of the page, saved as one file, pass under pytest."""
    blocks = re.findall(
        r"^```python\n(.*?)^```",
        (ROOT / page).read_text(encoding="utf-8"),
        flags=re.MULTILINE | re.DOTALL,
    )
    program = tmp_path / "test_page.py"
    program.write_text("\n".join(blocks), encoding="utf-8")

    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", str(program)]
    result = subprocess.run(
        [*command, "--rootdir", str(tmp_path)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )

    assert result.returncode == 0, result.stdout
    assert "passed" in result.stdout


def test_hello_world_is_fifteen_lines():
    """The first block of the first hour opens a case, dates it and decides it, and is short."""
    page = (ROOT / "docs" / "first-hour.md").read_text(encoding="utf-8")
    block = page.partition("```python\n")[2].partition("```")[0]

    assert sum(1 for line in block.splitlines() if line.strip()) <= 15
    for call in ("engine.open(", "engine.deadlines(", "engine.fire("):
        assert call in block
