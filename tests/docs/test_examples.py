"""Example programs print what is kept beside them, and documents show files as they are."""

import contextlib
import io
import re
import runpy
from pathlib import Path

import pytest

from repo.tree import ROOT, markdown_files

PROGRAMS = sorted((ROOT / "examples").glob("*.py"))

#: A block that shows a file of the repository, whole.
SHOWN = re.compile(r"^<!-- file: (\S+) -->\n+```\w*\n(.*?)^```$", flags=re.MULTILINE | re.DOTALL)


@pytest.mark.parametrize("path", PROGRAMS, ids=lambda path: path.name)
def test_example_prints_what_is_kept(path: Path, monkeypatch: pytest.MonkeyPatch):
    """Each program under examples prints just what the .out file beside it holds."""
    monkeypatch.chdir(ROOT)
    printed = io.StringIO()

    with contextlib.redirect_stdout(printed):
        runpy.run_path(str(path), run_name="__main__")

    assert printed.getvalue() == path.with_suffix(".out").read_text(encoding="utf-8")


def test_shown_files_are_the_files():
    """A block under `<!-- file: PATH -->` is that file, to the letter."""
    differing = [
        f"{document.relative_to(ROOT)}: {name}"
        for document in markdown_files()
        for name, shown in SHOWN.findall(document.read_text(encoding="utf-8"))
        if shown != (ROOT / name).read_text(encoding="utf-8")
    ]

    assert not differing
