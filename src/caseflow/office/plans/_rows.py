"""Rows of plans and figures as CSV of any spreadsheet, line by line, under a header.

What the cells mean belongs to the readers.
"""

import csv
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction

from caseflow.errors import FormatError, ValueInvalidError

__all__ = ["count_of", "csv_rows", "share_of"]

#: What separates cells: a spreadsheet whose decimals take a comma writes semicolons.
_DELIMITERS = (",", ";", "\t")

#: A file of more characters is refused; ten years of a hundred units by day have fewer.
_MOST = 100_000_000

#: Digits of a whole number that is counted.
_MOST_DIGITS = 15


def csv_rows(
    text: str, name: str, needed: Sequence[str], optional: Sequence[str] = ()
) -> Iterator[tuple[int, Mapping[str, str], str]]:
    """Yield the cells of each row with its line number, and what is wrong with the row as CSV.

    Raises:
        FormatError: there is no header with the columns *needed*, or the whole is too long.
    """
    if len(text) > _MOST:
        raise FormatError(name, f"{len(text)} characters are too many; at most {_MOST}")
    lines = iter(enumerate(text.removeprefix("\ufeff").split("\n"), start=1))
    header: list[str] = []
    delimiter = ","
    for number, line in lines:
        if not line.strip():
            continue
        row = line.strip()
        if not header:
            delimiter = max(_DELIMITERS, key=row.count)
            header = _header(row, delimiter, name, needed, optional)
            continue
        yield number, *_cells(header, row, delimiter)
    if not header:
        _header("", delimiter, name, needed, optional)


def _header(
    row: str, delimiter: str, name: str, needed: Sequence[str], optional: Sequence[str]
) -> list[str]:
    header = [cell.strip().strip('"') for cell in row.split(delimiter)]
    known = {*needed, *optional}
    if len(set(header)) != len(header) or not {*needed} <= {*header} <= known:
        columns = ", ".join(needed)
        also = f", and if you like {', '.join(optional)}" if optional else ""
        problem = f"its first line is not a header of {columns}{also}, each once"
        raise FormatError(name, problem)
    return header


def _cells(header: list[str], row: str, delimiter: str) -> tuple[Mapping[str, str], str]:
    try:
        (cells,) = csv.reader([row], delimiter=delimiter, strict=True)
    except (csv.Error, ValueError):
        return {}, "its quotation marks do not pair up; double a mark that belongs to the text"
    if len(cells) != len(header):
        return {}, f"{len(cells)} cells instead of {len(header)}; give every column a cell"
    return {key: cell.strip() for key, cell in zip(header, cells, strict=True)}, ""


def count_of(name: str, text: str) -> int:
    """Return the whole number that *text* writes; raises `ValueInvalidError`."""
    if not (text.isascii() and text.isdecimal() and len(text) <= _MOST_DIGITS):
        raise ValueInvalidError(name, text[:60] or None, "a whole number, 0 or more")
    return int(text)


def share_of(name: str, text: str) -> Fraction:
    """Return the exact number that *text* writes, as "0.8", "4/5", "80%" or "1200".

    >>> share_of("threshold", "67.5%")
    Fraction(27, 40)

    Raises:
        ValueInvalidError: it writes none.
    """
    digits = text.removesuffix("%").strip()
    plain = digits.replace(".", "", 1).replace("/", "", 1)
    refused = ValueInvalidError(name, text[:60] or None, 'a number, as "0.8", "4/5", "80%" or 1200')
    if not (plain.isascii() and plain.isdecimal() and len(plain) <= _MOST_DIGITS):
        raise refused
    try:
        return Fraction(digits) / (100 if text.endswith("%") else 1)
    except (ValueError, ZeroDivisionError):
        raise refused from None
