"""What Babel knows of languages: names of days and months, signs of numbers, conjunctions.

The only importer of Babel, which is imported at the first text that needs it.
"""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from functools import cache

from caseflow._cldr_names import names_of
from caseflow._date_patterns import written_by

__all__ = ["date_by", "is_known", "list_by", "number_by"]

# Babel and the data of a language take as long to load as all of caseflow, and most programs that
# import caseflow write nothing for people: hence the imports within the functions.


def is_known(language: str) -> bool:
    """Return whether CLDR has the language, or one that it is a form of."""
    from babel import UnknownLocaleError  # noqa: PLC0415 - lazy: see above

    try:
        _locale(language)
    except (UnknownLocaleError, ValueError):
        return False
    return True


@cache
def _locale(language: str) -> str:
    """Return the name that Babel has for *language*."""
    from babel import Locale  # noqa: PLC0415 - lazy: see above

    return str(Locale.parse(language, sep="-"))


def date_by(pattern: str, value: date, language: str) -> str:
    """Write a day or an instant by a date pattern of CLDR, on the clock of its zone.

    >>> date_by("EEEE d MMMM y", date(2026, 9, 7), "nl")
    'maandag 7 september 2026'
    """
    plain = written_by(pattern, value, language)
    if plain is not None:
        return plain
    from babel.dates import parse_pattern  # noqa: PLC0415 - lazy: see above

    return parse_pattern(pattern).apply(value, _locale(language))


def number_by(value: int | Decimal, language: str, *, grouped: bool = True) -> str:
    """Write an exact number with the signs of *language*, and all the digits it has.

    >>> number_by(1_250_000, "vi"), number_by(Decimal("17.50"), "nl")
    ('1.250.000', '17,50')
    """
    exponent = value.as_tuple().exponent if isinstance(value, Decimal) else 0
    places = -exponent if isinstance(exponent, int) and exponent < 0 else 0
    signs = _signs(language)
    if signs is not None and isinstance(exponent, int):
        comma = "," if grouped else ""
        return f"{Decimal(value):{comma}.{places}f}".translate(signs)
    from babel.numbers import format_decimal  # noqa: PLC0415 - lazy: see above

    pattern = ("#,##0" if grouped else "0") + ("." + "0" * places if places else "")
    return format_decimal(value, pattern, _locale(language), decimal_quantization=False)


@cache
def _signs(language: str) -> dict[int, str] | None:
    kept = names_of(language)
    return None if kept is None else str.maketrans(dict(zip(",.-", kept.signs, strict=True)))


def list_by(parts: Sequence[str], language: str) -> str:
    """Write *parts* as a list, with a conjunction before the last.

    >>> list_by(["a", "b", "c"], "vi"), list_by(["a", "b"], "nl")
    ('a, b và c', 'a en b')
    """
    from babel.lists import format_list  # noqa: PLC0415 - lazy: see above

    return format_list(parts, locale=_locale(language))
