"""TOML as plain values, within bounds: what no file of ours needs is refused before it is read.

What the keys mean is for the reader of each file. A reader of the standard library takes time that
grows with the square of the parts of a dotted key, and whole numbers of any length where they are
written in base 2, 8 or 16.
"""

import re
import tomllib
from functools import cache

from caseflow._typed import typed
from caseflow.errors import FormatError

__all__ = ["LONGEST_TOML", "MOST_PARTS", "parse_toml"]

#: Characters of one file; the whole national catalogue has a tenth of them.
LONGEST_TOML = 10_000_000

#: Parts of one dotted key.
MOST_PARTS = 20

_TOO_LONG = "it has a number that is too long; a number has at most 4,000 digits"

_PART = r"""(?:[A-Za-z0-9_-]++|"(?:[^"\\\n]|\\.)*+"|'[^'\n]*+')"""
#: In base 16 that is some 4,000 digits, of which Python reads and writes a number in base 10.
_LONG_NUMBER = re.compile(r"0[xob][0-9A-Fa-f_]{3300}")


@cache
def _long_keys() -> re.Pattern[str]:
    """Return what a key of too many parts looks like; making it takes as long as reading a file."""
    return re.compile(rf"(?:[ \t]*+\.[ \t]*+{_PART}){{{MOST_PARTS}}}")


def _long_key(text: str) -> int | None:
    """Return where in *text* a key of too many parts stands, which is on one line; None if none."""
    if not any(line.count(".") >= MOST_PARTS for line in text.split("\n")):
        return None
    found = _long_keys().search(text)
    return None if found is None else found.start()


@typed
def parse_toml(text: str) -> dict[str, object]:
    """Return the values that *text* writes.

    >>> parse_toml('name = "Đà Nẵng"')
    {'name': 'Đà Nẵng'}

    Raises:
        FormatError: it is not TOML, is too long or nested too deeply, or holds a key of
            more than `MOST_PARTS` parts or a number that is too long.
    """
    if len(text) > LONGEST_TOML:
        problem = f"{len(text):,} characters are too many; at most {LONGEST_TOML:,}"
        raise FormatError("TOML", problem)
    found = _long_key(text)
    if found is not None:
        line = text.count("\n", 0, found) + 1
        raise FormatError(
            "TOML", f"a key of more than {MOST_PARTS} parts (at line {line}); write the tables out"
        )
    if _LONG_NUMBER.search(text) is not None:
        raise FormatError("TOML", _TOO_LONG)
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise FormatError("TOML", str(error)) from None
    except RecursionError:
        raise FormatError("TOML", "it is nested too deeply") from None
    except ValueError:
        raise FormatError("TOML", _TOO_LONG) from None
