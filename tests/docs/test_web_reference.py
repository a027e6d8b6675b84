"""The page on plain data lists every shape with its fields, and every function."""

import re

from caseflow import web
from caseflow.web import _shapes
from repo.tree import ROOT

PAGE = (ROOT / "docs" / "reference" / "web.md").read_text(encoding="utf-8")


def test_every_shape_is_listed_with_its_fields():
    """A row of a table for each, with the fields in their order, and no other."""
    rows = re.findall(r"^\| `(\w+Shape)` \|.*\| (.+) \|$", PAGE, flags=re.MULTILINE)
    rows += re.findall(r"^\| `(\w+Shape)` \| ([^|]+) \|$", PAGE, flags=re.MULTILINE)
    listed = {name: re.findall(r"`(\w+)`", fields) for name, fields in rows}
    shapes = {
        name: list(getattr(_shapes, name).__annotations__)
        for name in _shapes.__all__
        if name.endswith("Shape")
    }
    assert listed == shapes


def test_every_name_of_the_package_is_told():
    """Whatever `caseflow.web` offers stands on the page."""
    missing = [name for name in web.__all__ if f"`{name}" not in PAGE and f"{name}(" not in PAGE]
    assert missing == []
