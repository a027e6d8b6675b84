"""House rules for files that a program makes."""

import pytest

from generating import GENERATED
from repo.tree import ROOT


@pytest.mark.parametrize("path", GENERATED, ids=[str(path.relative_to(ROOT)) for path in GENERATED])
def test_generated_files_are_current(path):
    """A generated file is what its program makes now; `make generate` writes it anew."""
    assert path.read_text(encoding="utf-8") == GENERATED[path]()
