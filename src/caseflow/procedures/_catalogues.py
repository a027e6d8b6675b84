"""The catalogue: procedures by code and version, found by code, by day and by words."""

import unicodedata
from collections.abc import Iterator
from datetime import date
from functools import cached_property

from caseflow._typed import frozen, typed
from caseflow.errors import (
    ProcedureClosedError,
    UnknownNameError,
    UnknownProcedureError,
    ValueInvalidError,
)
from caseflow.procedures._definitions import Procedure, ServiceLevel
from caseflow.values import CROSSED_D

__all__ = ["Catalogue", "Totals", "plain"]


@frozen
class Totals:
    """Count the procedures of a catalogue, one per code, by service level.

    What no publisher has given a level is among the procedures only.
    """

    procedures: int
    full: int
    partial: int
    counter: int


@typed(late=True)
@frozen
class Catalogue:
    """Hold procedures, each in one or more dated versions.

    *published* are the totals that the publisher of the catalogue states, if any, so that
    `checks` can compare. *earlier* are versions that no filing comes in under any more; they are
    neither listed nor searched, and `get` finds them by version, so that cases opened under them go
    on. *aliases* are codes of earlier lists, each with the code that the procedure has now.
    """

    procedures: tuple[Procedure, ...]
    name: str = ""
    published: Totals | None = None
    earlier: tuple[Procedure, ...] = ()
    aliases: tuple[tuple[str, str], ...] = ()

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

        An alias stands for the code that it names. A code that only cases go by has the versions
        that are kept for them.

        Raises:
            UnknownProcedureError: there is no such code; near matches are named.
        """
        found = self._listed(code) or [each for each in self.earlier if each.code == code]
        if not found:
            raise UnknownProcedureError(code, self.codes)
        if len(found) == 1:
            return tuple(found)
        return tuple(sorted(found, key=lambda each: each.valid_from or date.min))

    @cached_property
    def _by_code(self) -> dict[str, tuple[Procedure, ...]]:
        """Return the listed versions by code, those of an alias too."""
        found: dict[str, tuple[Procedure, ...]] = {}
        for each in self.procedures:
            found[each.code] = (*found.get(each.code, ()), each)
        return {
            **{alias: found[code] for alias, code in self.aliases if code in found},
            **found,
        }

    def _listed(self, code: str) -> tuple[Procedure, ...]:
        return self._by_code.get(code, ())

    def get(self, code: str, version: str | None = None, *, on: date | None = None) -> Procedure:
        """Return one version of a procedure.

        By *version* if given, an earlier one included; else the one in force on the civil day *on*;
        else the latest. A version that is closed to new filings is still in force.

        Raises:
            UnknownProcedureError: no such code; near matches are named.
            UnknownNameError: no such version of it.
            ProcedureClosedError: none is in force on that day; the days covered are named.
            ValueInvalidError: both *version* and *on* are given.
        """
        if version is None:
            versions = self.versions(code)
            if on is None:
                return versions[-1]
            listed = self._listed(code)
            begun = [each for each in versions if each in listed and each.is_in_force(on)]
            if not begun:
                problems = "; ".join(each.refuses_new_on(on) for each in versions if each in listed)
                problems = problems or "it is kept for its open cases only"
                raise ProcedureClosedError(versions[-1].code, on, problems)
            return begun[-1]
        if on is not None:
            raise ValueInvalidError("on", on, "either a version or a day, not both")
        held = [each for each in (*self.procedures, *self.earlier) if each.code == code]
        held = held or list(self.versions(code))
        for procedure in held:
            if procedure.version == version:
                return procedure
        known = [procedure.version for procedure in held]
        raise UnknownNameError(version, known, f"version of procedure {code}")

    def in_force(self, on: date) -> Iterator[Procedure]:
        """Go through the versions in force on the civil day *on*, one per code, the latest."""
        for code in self.codes:
            found = [each for each in self.versions(code) if each.is_in_force(on)]
            yield from found[-1:]

    def search(self, text: str) -> tuple[Procedure, ...]:
        """Return the versions whose code, name, field or agency hold every word of *text*.

        Case and accents do not matter, đ counts as d.
        """
        words = plain(text).split()
        return tuple(
            procedure
            for procedure in self.procedures
            if all(word in plain(_searched(procedure)) for word in words)
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
    names = " ".join(text for _, text in procedure.name.items())
    return f"{procedure.code} {names} {procedure.field} {procedure.agency}"


def plain(text: str) -> str:
    """Return *text* in small letters without accents, as searches compare it; đ and ð are d."""
    parts = unicodedata.normalize("NFD", text.casefold().translate(CROSSED_D))
    return "".join(char for char in parts if not unicodedata.combining(char))
