"""Names of days and months and signs of numbers as Babel has them, of languages with a catalogue.

Written without caseflow, so that what caseflow writes is compared with something.
"""

import json

from babel.dates import get_day_names, get_month_names
from babel.numbers import get_decimal_symbol, get_group_symbol, get_minus_sign_symbol

from repo.tree import ROOT

__all__ = ["cldr_names"]


def cldr_names() -> str:
    """Return them as JSON, by language."""
    catalogues = ROOT / "src" / "caseflow" / "locale"
    languages = sorted(path.stem for path in catalogues.glob("*.toml") if "." not in path.stem)
    kept = {language: _language(language.replace("-", "_")) for language in languages}
    return json.dumps(kept, ensure_ascii=False, indent=2) + "\n"


def _language(locale: str) -> dict[str, object]:
    signs = (get_group_symbol(locale), get_decimal_symbol(locale), get_minus_sign_symbol(locale))
    fields = {
        "EEE": _days("abbreviated", locale),
        "EEEE": _days("wide", locale),
        "MMM": _months("abbreviated", locale),
        "MMMM": _months("wide", locale),
    }
    return {"fields": fields, "signs": signs}


def _days(width: str, locale: str) -> list[str]:
    return [get_day_names(width, "format", locale)[day] for day in range(7)]


def _months(width: str, locale: str) -> list[str]:
    return [get_month_names(width, "format", locale)[month] for month in range(1, 13)]
