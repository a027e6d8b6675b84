"""Totals of online services as ministries published them, to check lists against.

The rows are in data/publications.toml, each with its source.
"""

from functools import cache

from caseflow._toml_tables import Table
from caseflow._typed import typed
from caseflow.errors import UnknownNameError
from caseflow.office.pack import PublishedTotals
from caseflow.procedures import Totals
from caseflow.vietnam._shipped import shipped_table

__all__ = ["published_names", "published_totals"]


@typed
def published_names() -> tuple[str, ...]:
    """Return the names of the publishers whose totals are shipped."""
    return tuple(_shipped())


@typed
def published_totals(name: str) -> PublishedTotals:
    """Return the totals of one publisher; raises `UnknownNameError` if there is none.

    Source: data/publications.toml.

    >>> published_totals("most").totals
    Totals(procedures=260, full=184, partial=76, counter=0)
    """
    shipped = _shipped()
    if name not in shipped:
        raise UnknownNameError(name, tuple(shipped), "publisher")
    return shipped[name]


@cache
def _shipped() -> dict[str, PublishedTotals]:
    with shipped_table("publications.toml") as table:
        table.allow("published")
        return {each.text("name"): _published(each) for each in table.tables("published")}


def _published(table: Table) -> PublishedTotals:
    table.allow("name", "vi", "en", "total", "full", "partial", "decision", "decided_on", "source")
    return PublishedTotals(
        table.text("name"),
        table.label(),
        Totals(table.whole("total"), table.whole("full"), table.whole("partial"), 0),
        table.text("decision"),
        table.day("decided_on"),
        table.text("source"),
    )
