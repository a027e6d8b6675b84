"""What a page says, before it is laid out: sections of tables, and of charts that show them.

Every number is exact and every text exists in all languages; how either is written is decided when
a page is made of it. What the sections say is computed beside it.
"""

import enum
from collections.abc import Iterator, Mapping
from datetime import date
from fractions import Fraction
from types import MappingProxyType

from attrs import field

from caseflow._date_texts import day_text
from caseflow._number_texts import decimal_text, whole_text
from caseflow._typed import frozen, typed
from caseflow.shares import tenths_of_percent
from caseflow.texts import Message, Text, Written

__all__ = [
    "NOTHING",
    "Cell",
    "Chart",
    "ChartKind",
    "Content",
    "Part",
    "Section",
    "Series",
    "Table",
    "number",
    "share",
    "written",
]

#: What a table holds: a share is a fraction, and nothing is None.
Cell = Text | str | int | Fraction | date | None

#: What stands where there is nothing to write.
NOTHING = "–"


@typed(late=True)
def written(cell: Cell, language: str) -> str:
    """Write a cell for people: shares in per cent, whole numbers in groups, days as days.

    A share is rounded to one decimal, halves up, as those of counts are.

    >>> written(Fraction(31, 32), "vi"), written(1200, "vi"), written(None, "vi")
    ('96,9 %', '1.200', '–')
    """
    if cell is None or cell == "":
        return NOTHING
    if isinstance(cell, Text):
        return cell.in_(language)
    if isinstance(cell, Fraction):
        tenths = Fraction(tenths_of_percent(cell), 10)
        return f"{decimal_text(tenths, language, least_places=1)} %"
    if isinstance(cell, int):
        return whole_text(cell, language)
    return day_text(cell, language) if isinstance(cell, date) else cell


def number(value: int) -> Text:
    """Return a whole number as a text of every language."""
    return Written(written, value)


def share(value: Fraction | None) -> Text:
    """Return a share as a text of every language."""
    return Written(written, value)


class ChartKind(enum.Enum):
    """Name how a chart draws its series: bars to the right, columns, or lines over days."""

    BARS = "bars"
    COLUMNS = "columns"
    LINES = "lines"


@frozen
class Series:
    """Hold the values of one line, or of one colour of bars, in the order of the chart."""

    label: Text
    values: tuple[Fraction | int | None, ...]
    is_line: bool = False


@frozen
class Chart:
    """Say what is drawn.

    Attributes:
        kind: how.
        said: what the chart shows, in words, for those who do not see it.
        across: the names of the bars, or the days of the lines.
        series: the values, as many as there are names.
        axis: what the values are.
        names: what the names are.
        marks: values at which a line is drawn across.
        is_share: whether the values are shares.
    """

    kind: ChartKind
    said: Text
    across: tuple[Cell, ...]
    series: tuple[Series, ...]
    axis: Text
    names: Text
    marks: tuple[Fraction, ...] = ()
    is_share: bool = False


@frozen
class Table:
    """Hold rows under their heads.

    Attributes:
        head: what the columns are called.
        rows: the cells.
        more: how many rows were left out, as a page has an end.
        numeric: the places of columns whose texts are numbers, as those with a sign.
    """

    head: tuple[Text, ...]
    rows: tuple[tuple[Cell, ...], ...]
    more: int = 0
    numeric: tuple[int, ...] = ()

    def texts(self, language: str) -> Iterator[tuple[str, ...]]:
        """Yield the rows as people read them, the heads first."""
        yield tuple(each.in_(language) for each in self.head)
        for row in self.rows:
            yield tuple(written(cell, language) for cell in row)


@frozen
class Part:
    """Put a chart above the table of what it shows; either may be there alone."""

    table: Table | None = None
    chart: Chart | None = None
    title: Text | None = None
    said: tuple[Text, ...] = ()


@frozen
class Section:
    """Hold a part of a page under one title.

    Attributes:
        name: by which it is linked and found, as "backlog".
        title: what people read.
        said: what it comes to, in sentences.
        parts: what that follows from.
    """

    name: str
    title: Message
    said: tuple[Text, ...] = ()
    parts: tuple[Part, ...] = ()


def _frozen(given: Mapping[str, str]) -> Mapping[str, str]:
    return MappingProxyType(dict(given))


@frozen
class Content:
    """Hold a whole page.

    Attributes:
        title: what it is about.
        lead: what is said below the title.
        tiles: the numbers that come first, each with what it is.
        sections: the rest.
        facts: what the page was made of, by name, as a program reads it.
    """

    title: Text
    lead: tuple[Text, ...]
    tiles: tuple[tuple[Text, Cell], ...]
    sections: tuple[Section, ...]
    facts: Mapping[str, str] = field(factory=dict[str, str], converter=_frozen)

    def section(self, name: str) -> Section | None:
        """Return the section called *name*; None if the page has none."""
        return next((each for each in self.sections if each.name == name), None)
