"""House rule: which currency a country has is said in its pack, and nowhere below."""

import re
from pathlib import Path

import pytest

from repo.tree import ROOT

SOURCE = ROOT / "src" / "caseflow"
PACKS = {"netherlands", "vietnam"}

#: Of these words the table of ISO 4217 and the message catalogues alone may have any.
WORDS = re.compile(r"\bVND\b|\b\d+ đồng\b|\bin đồng\b|\bDong\b")

BELOW = sorted(
    path for path in SOURCE.rglob("*.py") if path.relative_to(SOURCE).parts[0] not in PACKS
)


@pytest.mark.parametrize("path", BELOW, ids=lambda path: str(path.relative_to(SOURCE)))
def test_no_module_below_the_packs_names_the_currency_of_one(path: Path):
    """Amounts come with their currency; a module that names one serves one country only."""
    found = WORDS.findall(path.read_text(encoding="utf-8"))
    assert not found
