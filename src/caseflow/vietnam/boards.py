"""Score boards that a report of October 2022 published: data/boards.toml, each with its source.

Needs the extra `reports`, so it is imported by its path. How units are ranked is the matter of
`caseflow.reports.boards`.
"""

from decimal import Decimal, InvalidOperation
from functools import cache

from caseflow._toml_tables import Table
from caseflow._typed import typed
from caseflow.errors import UnknownNameError
from caseflow.office.plans import plan_period
from caseflow.reports.boards import Board, BoardEntry, board
from caseflow.vietnam._shipped import shipped_table

__all__ = ["published_board", "published_boards"]


@typed
def published_boards() -> tuple[str, ...]:
    """Return the names of the boards that are shipped."""
    return tuple(_shipped())


@typed
def published_board(name: str) -> Board:
    """Return one of the boards that were published; see data/boards.toml.

    >>> from caseflow.reports.boards import board_table
    >>> _, *rows = board_table(published_board("online-share-2022"), "en")
    >>> [cells[:3] for cells in rows][1]
    ('2', 'Ministry of Industry and Trade', '99.74 %')

    Raises:
        UnknownNameError: there is no board of that name.
    """
    shipped = _shipped()
    if name not in shipped:
        raise UnknownNameError(name, tuple(shipped), "published board")
    return shipped[name]


@cache
def _shipped() -> dict[str, Board]:
    with shipped_table("boards.toml") as table:
        table.allow("board")
        return {each.text("name"): _board(each) for each in table.tables("board")}


def _board(table: Table) -> Board:
    table.allow("name", "vi", "en", "as_of", "certainty", "source", "unit")
    as_of = table.day("as_of")
    entries = [_entry(each, str(as_of)) for each in table.tables("unit")]
    return board(entries, table.label(), source=table.text("source"), as_of=as_of, decimals=2)


def _entry(table: Table, as_of: str) -> BoardEntry:
    table.allow("name", "vi", "en", "number", "percent")
    percent = None
    if "percent" in table:
        try:
            percent = Decimal(table.text("percent"))
        except InvalidOperation:
            raise table.refused("percent", 'a percentage in quotes, as "99.74"') from None
    number = None if percent is not None else table.whole("number")
    label = table.label()
    return BoardEntry(table.text("name"), plan_period(as_of), number, percent=percent, labels=label)
