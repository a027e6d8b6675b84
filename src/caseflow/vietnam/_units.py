"""The communes, departments and policies of Da Nang, each with its source and how sure it is.

The rows are in data/units.toml. Which procedures an office takes is in its list, and by which
settings it works in data/danang.toml.
"""

import enum
from datetime import date
from functools import cache

from attrs import frozen

from caseflow._toml_tables import Table
from caseflow._typed import typed
from caseflow.law import Sure
from caseflow.values import Text
from caseflow.vietnam._shipped import shipped_table

__all__ = ["Department", "Policy", "Unit", "UnitKind", "Units", "danang_units"]


class UnitKind(enum.Enum):
    """Name the kinds of units at the level of communes."""

    WARD = "ward"
    COMMUNE = "commune"
    SPECIAL_ZONE = "special-zone"

    def label(self, language: str) -> str:
        """Return the name of the kind for people."""
        return _KIND_LABELS[self].in_(language)


_KIND_LABELS = {
    UnitKind.WARD: Text(vi="phường", en="ward"),
    UnitKind.COMMUNE: Text(vi="xã", en="commune"),
    UnitKind.SPECIAL_ZONE: Text(vi="đặc khu", en="special zone"),
}


@frozen
class Unit:
    """Name one ward, commune or special zone; *note* is what its source leaves open."""

    kind: UnitKind
    name: str
    note: str = ""


@frozen
class Department:
    """Name a department; *act* is the decision that set it up, "" where that was not found."""

    name: str
    act: str
    certainty: Sure
    source: str


@frozen
class Policy:
    """Describe what is said of a policy of the city; it is a setting and is cited as no law."""

    name: str
    text: Text
    certainty: Sure
    source: str


@frozen
class Units:
    """Hold the units of a province from *valid_from*, with departments and policies."""

    valid_from: date | None
    units: tuple[Unit, ...]
    departments: tuple[Department, ...]
    policies: tuple[Policy, ...]
    certainty: Sure
    source: str


@typed
@cache
def danang_units() -> Units:
    """Return the 94 units of Da Nang from 1 July 2025, its departments and what is said of it.

    Source: data/units.toml; the list of units is that of a notice of the city's civil-judgment
    office and not of the resolution itself.

    >>> len(danang_units().units)
    94
    """
    with shipped_table("units.toml") as whole:
        table = whole.table("danang")
        notes = table.table("notes")
        kinds = {
            "wards": UnitKind.WARD,
            "communes": UnitKind.COMMUNE,
            "special_zones": UnitKind.SPECIAL_ZONE,
        }
        return Units(
            table.day("from"),
            tuple(
                Unit(kind, each, notes.text(each, ""))
                for key, kind in kinds.items()
                for each in table.texts(key)
            ),
            tuple(_department(each) for each in table.tables("department")),
            tuple(
                Policy(each.text("name"), each.label(), _certainty(each), each.text("source"))
                for each in table.tables("policy")
            ),
            _certainty(table),
            table.text("source"),
        )


def _department(table: Table) -> Department:
    return Department(
        table.text("name"), table.text("act"), _certainty(table), table.text("source")
    )


def _certainty(table: Table) -> Sure:
    return table.member("certainty", Sure, Sure.UNCERTAIN)
