"""How a value that was given appears in the text of an error: on one line, short, never failing.

What is personal is for those who know the field to leave out.
"""

import unicodedata
from datetime import datetime

__all__ = ["LONGEST_SHOWN", "amount", "moment", "number", "place", "printable", "shown", "word"]

#: So many characters of one value are shown; the rest is cut.
LONGEST_SHOWN = 100

#: So many characters of one line of an error are shown; the rest is cut.
LONGEST_LINE = 2_000

#: Characters that break a line, hide others or turn their order round.
_UNSEEN = frozenset({"Cc", "Cf", "Co", "Cs", "Zl", "Zp"})


def shown(value: object) -> str:
    """Return *value* as Python writes it, cut to `LONGEST_SHOWN` characters.

    >>> shown("w-1"), shown(5), shown("a" * 200)[-3:]
    ("'w-1'", '5', "aa'")
    """
    if isinstance(value, str):
        kept = _middle(value)
        return ascii(kept) if not kept.isascii() and _escaped(kept) != kept else repr(kept)
    if isinstance(value, bytes):
        return _middle(repr(value[: LONGEST_SHOWN + 1]))
    try:
        text = repr(value)
    except Exception:  # noqa: BLE001 - an error must have a text, whatever was given
        number = "a whole number too long to be shown"
        return number if isinstance(value, int) else f"an object of type {type(value).__name__}"
    return _escaped(_middle(text))


def word(value: object) -> str:
    """Return *value* as it stands in a sentence, without quotes: a name, a code, a number.

    >>> word("w-1"), word(5)
    ('w-1', '5')
    """
    if isinstance(value, str):
        return _escaped(_middle(value))
    try:
        text = str(value)
    except Exception:  # noqa: BLE001 - see `shown`
        return shown(value)
    return _escaped(_middle(text))


def place(value: object) -> str:
    """Return where a fault is: the path of a file, a line; of a long one the end is kept.

    >>> place("log.jsonl:7")
    'log.jsonl:7'
    """
    text = _escaped(str(value)[-LONGEST_SHOWN - 1 :]) if isinstance(value, str) else word(value)
    return text if len(text) <= LONGEST_SHOWN else f"…{text[1 - LONGEST_SHOWN :]}"


def moment(value: object) -> str:
    """Return an instant as ISO 8601 writes it; anything else as `word` does."""
    return value.isoformat() if isinstance(value, datetime) else word(value)


def number(value: object) -> str:
    """Return a whole number with its thousands apart; anything else as `word` does.

    >>> number(1250000)
    '1,250,000'
    """
    try:
        return _middle(f"{value:,}") if isinstance(value, int) else word(value)
    except ValueError:  # more digits than Python writes
        return shown(value)


def amount(units: int, digits: int) -> str:
    """Return an amount of money in the main unit; *units* are its smallest, *digits* their place.

    >>> amount(1250000, 2), amount(1250000, 0)
    ('12,500.00', '1,250,000')
    """
    whole, rest = divmod(abs(units), 10**digits)
    sign = "-" if units < 0 else ""
    return f"{sign}{number(whole)}" + (f".{rest:0{digits}}" if digits else "")


def printable(text: str) -> str:
    """Return *text* with what cannot be seen written as escapes; line breaks stay.

    A line that is longer than `LONGEST_LINE` is cut in its middle: what was given is not given back
    in an error, whoever put its text together.
    """
    if len(text) <= LONGEST_LINE and text.isprintable():
        return text
    return "\n".join(_escaped(_middle(line, LONGEST_LINE)) for line in text.split("\n"))


def _escaped(text: str) -> str:
    """Return *text* with what cannot be seen written as an escape; tabs and newlines too."""
    if text.isprintable():
        return text
    return "".join(
        each.encode("unicode_escape").decode() if unicodedata.category(each) in _UNSEEN else each
        for each in text
    )


def _middle(text: str, most: int = LONGEST_SHOWN) -> str:
    """Return *text*; of a long one both ends, as a path is known by its end."""
    if len(text) <= most:
        return text
    return f"{text[: most // 2 - 1]}…{text[-most // 2 :]}"
