"""The catalogue: procedures by code and version, found by code, by day and by words.

May import: errors, and `definitions` beside it.
"""

import unicodedata
from collections.abc import Iterator
from datetime import date

from attrs import frozen

from caseflow.errors import UnknownNameError, UnknownProcedureError, ValueInvalidError
from caseflow.procedures.definitions import Procedure, ServiceLevel

__all__ = ["Catalogue", "Totals"]


@frozen
class Totals:
    """Count the procedures of a catalogue, one per code, by service level.

    What no publisher has given a level is among the procedures only.
    """

    procedures: int
    full: int
    partial: int
    counter: int


@frozen
class Catalogue:
    """Hold procedures, each in one or more dated versions.

    *published* are the totals that the publisher of the catalogue states, if any, so that
    `checks` can compare.
    """

    procedures: tuple[Procedure, ...]
    name: str = ""
    published: Totals | None = None

    def __iter__(self) -> Iterator[Procedure]:
        """Go through every version of every procedure, in the order given."""
        return iter(self.procedures)

    def __len__(self) -> int:
        """Count the versions."""
        return len(self.procedures)

    @property
    def codes(self) -> tuple[str, ...]:
        """Return the codes, each once, in the order given."""
        return tuple(dict.fromkeys(procedure.code for procedure in self.procedures))

    def versions(self, code: str) -> tuple[Procedure, ...]:
        """Return the versions of *code*, the earliest in force first.

        Raises:
            UnknownProcedureError: there is no such code; near matches are named.
        """
        found = [procedure for procedure in self.procedures if procedure.code == code]
        if not found:
            raise UnknownProcedureError(code, self.codes)
        return tuple(sorted(found, key=lambda each: each.valid_from or date.min))

    def get(self, code: str, version: str | None = None, *, on: date | None = None) -> Procedure:
        """Return one version of a procedure.

        By *version* if given; else the one in force on the civil day *on*, or the first to come
        if none is yet; else the latest.

        Raises:
            UnknownProcedureError: no such code; near matches are named.
            UnknownNameError: no such version of it.
            ValueInvalidError: both *version* and *on* are given.
        """
        if version is not None and on is not None:
            raise ValueInvalidError("on", on, "either a version or a day, not both")
        versions = self.versions(code)
        if version is not None:
            for procedure in versions:
                if procedure.version == version:
                    return procedure
            known = [procedure.version for procedure in versions]
            raise UnknownNameError(version, known, f"version of procedure {code}")
        if on is None:
            return versions[-1]
        begun = [each for each in versions if (each.valid_from or date.min) <= on]
        return begun[-1] if begun else versions[0]

    def search(self, text: str) -> tuple[Procedure, ...]:
        """Return the versions whose code, name, field or agency hold every word of *text*.

        Case and accents do not matter, đ counts as d.
        """
        words = _plain(text).split()
        return tuple(
            procedure
            for procedure in self.procedures
            if all(word in _plain(_searched(procedure)) for word in words)
        )

    def totals(self) -> Totals:
        """Count the codes by the service level of their latest version."""
        levels = [self.get(code).service_level for code in self.codes]
        return Totals(
            len(levels),
            levels.count(ServiceLevel.FULL),
            levels.count(ServiceLevel.PARTIAL),
            levels.count(ServiceLevel.COUNTER),
        )


def _searched(procedure: Procedure) -> str:
    name = procedure.name
    return f"{procedure.code} {name.vi} {name.en} {procedure.field} {procedure.agency}"


def _plain(text: str) -> str:
    """Return *text* in small letters without accents."""
    parts = unicodedata.normalize("NFD", text.casefold().replace("đ", "d"))
    return "".join(char for char in parts if not unicodedata.combining(char))
