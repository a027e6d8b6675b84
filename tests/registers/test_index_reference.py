"""The reference page of index files says what the code has."""

import inspect
import re
from pathlib import Path

from caseflow.reports.indices import INDICES_FORMAT, TERMS, Index, IndexGroup

PAGE = Path(__file__).parents[2] / "docs" / "reference" / "indices-toml.md"


def section(heading):
    """The rows of the table under a heading: what stands in their first two cells."""
    text = PAGE.read_text(encoding="utf-8")
    table = text.partition(f"## {heading}\n")[2].partition("\n## ")[0]
    rows = (line.strip("|").split("|") for line in table.splitlines() if line.startswith("| `"))
    return [(first.strip(), second.strip()) for first, second, *_ in rows]


def test_the_page_has_a_row_for_each_term():
    """Names and meanings are those of the code, in its order."""
    assert section("Terms") == [(f"`{each.name}`", each.meaning) for each in TERMS.values()]
    assert INDICES_FORMAT in PAGE.read_text(encoding="utf-8")


def test_the_page_has_a_row_for_each_key():
    """An index and a group have the keys of the page, and no others."""
    for heading, kind in (("`[[index]]`", Index), ("`[[group]]`", IndexGroup)):
        keys = {key for cell, _ in section(heading) for key in re.findall("`([a-z_]+)`", cell)}
        assert keys == set(inspect.signature(kind).parameters)
