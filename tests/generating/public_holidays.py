"""Public holidays of a country as the `holidays` package gives them, as `keep_holidays` reads them.

Written without caseflow, so that what caseflow works out is compared with something.
"""

import json

import holidays

__all__ = ["public_holidays"]


def public_holidays(country: str, first_year: int, last_year: int) -> str:
    """Return the public holidays from *first_year* to *last_year* as JSON, one a line."""
    years = range(first_year - 1, last_year + 2)
    native = holidays.country_holidays(country, years=years, expand=False)
    native = holidays.country_holidays(
        country, years=years, expand=False, language=native.default_language
    )
    english = holidays.country_holidays(country, years=years, expand=False, language="en_US")
    swap = (getattr(native, "substituted_label", None) or "").partition("%s")[0]
    days = [
        json.dumps([on.isoformat(), name, english.get(on, name)], ensure_ascii=False)
        for on, name in sorted(native.items())
        if first_year <= on.year <= last_year and not (swap and name.startswith(swap))
    ]
    head = {
        "package": holidays.__version__,
        "country": country,
        "subdivision": "",
        "language": native.language,
        "first_year": first_year,
        "last_year": last_year,
        "has_swaps": bool(swap or getattr(native, "weekend_workdays", None)),
    }
    return (
        json.dumps(head, indent=2)[:-2]
        + ',\n  "days": [\n    '
        + ",\n    ".join(days)
        + "\n  ]\n}\n"
    )
