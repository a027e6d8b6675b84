"""Workflows and procedures in TOML files; the formats are those of `codec`."""

from pathlib import Path
from typing import Self
from zoneinfo import ZoneInfo

from attrs import evolve, frozen

from caseflow._toml_tables import Table
from caseflow._typed import typed
from caseflow.calendars import NamedCalendars, OfficeCalendar, load_calendar
from caseflow.codec import DefinitionCodec
from caseflow.engine import Jurisdiction
from caseflow.errors import CaseflowError, FormatError
from caseflow.interchange._files import load_toml
from caseflow.office.installed import find_pack
from caseflow.office.pack import NO_CALENDARS
from caseflow.procedures import Procedure
from caseflow.workflow import Workflow

__all__ = ["Named", "load_procedure", "load_workflow"]

_FILE = ".toml"


@typed
def load_workflow(path: str | Path, codec: DefinitionCodec | None = None) -> Workflow:
    """Load a workflow from a TOML file, with or without tracks; see `codec.expand_tracks`.

    *codec* knows the payload types and guards that the file may name; without it there are none.

    Raises:
        ProfileError: the file cannot be read or is not TOML.
        DefinitionError: a track is wrong.
        FormatError: it is not a workflow.
    """
    return (codec or DefinitionCodec()).workflow_from_data(load_toml(Path(path)))


@typed
def load_procedure(path: str | Path, codec: DefinitionCodec | None = None) -> Procedure:
    """Load a procedure from a TOML file.

    Raises:
        ProfileError: the file cannot be read or is not TOML.
        FormatError: it is not a procedure.
    """
    return (codec or DefinitionCodec()).procedure_from_data(load_toml(Path(path)))


@frozen
class Named:
    """Find the definitions that a profile names: files beside it, or those of a pack."""

    folder: Path
    codec: DefinitionCodec | None = None
    jurisdiction: Jurisdiction | None = None
    calendars: NamedCalendars = NO_CALENDARS

    @classmethod
    def by_pack(cls, table: Table, folder: Path) -> Self | None:
        """Find them in the pack named under "pack"; None if none is, or, with a fault, unknown."""
        name = table.text("pack", "")
        try:
            pack = find_pack(name) if name else None
        except CaseflowError as error:
            table.fault("pack", str(error))
            return None
        if pack is None:
            return None
        return cls(folder, pack.definitions(), pack.jurisdiction(), pack.calendars)

    def workflow(self, table: Table) -> Workflow | None:
        """Return the workflow named under "workflow"; None, with a fault, if there is none."""
        name = table.name("workflow")
        try:
            return self._workflow(name) if name else None
        except CaseflowError as error:
            table.fault("workflow", str(error))
            return None

    def _workflow(self, name: str) -> Workflow:
        if name.endswith(_FILE) or self.jurisdiction is None:
            return load_workflow(self.folder / name, self.codec)
        known = {each.name: each for each in self.jurisdiction.workflows}
        if name not in known:
            listed = ", ".join(sorted(known))
            raise FormatError("workflow", f"{name!r} is neither a TOML file nor one of {listed}")
        return known[name]

    def procedure(self, table: Table, workflow: Workflow | None) -> Procedure | None:
        """Return the procedure named under "procedure"; None, with a fault, if there is none.

        A procedure of a pack is worked by *workflow* where that is a file of the profile.
        """
        name = table.name("procedure")
        try:
            found = self._procedure(name) if name else None
        except CaseflowError as error:
            table.fault("procedure", str(error))
            return None
        is_own = table.name("workflow").endswith(_FILE) and not name.endswith(_FILE)
        if found is None or workflow is None or not is_own:
            return found
        return evolve(found, workflow=workflow.name)

    def _procedure(self, name: str) -> Procedure:
        if name.endswith(_FILE) or self.jurisdiction is None:
            return load_procedure(self.folder / name, self.codec)
        code, _, version = name.partition("@")
        return self.jurisdiction.catalogue.get(code, version or None)

    def calendar(self, table: Table, zone: ZoneInfo | None) -> OfficeCalendar | None:
        """Return the calendar named under "calendar"; None, with a fault, if there is none."""
        name = table.text("calendar", "weekends")
        try:
            calendar = None if zone is None else self._calendar(name, zone)
        except CaseflowError as error:
            table.fault("calendar", str(error))
            return None
        if calendar is not None and calendar.zone != zone:
            table.fault("calendar", f"{name!r} is in {calendar.zone} and the profile in {zone}")
        return calendar

    def _calendar(self, name: str, zone: ZoneInfo) -> OfficeCalendar:
        if name == "weekends":
            return OfficeCalendar.weekends(zone.key)
        if name.endswith(_FILE):
            named = self.calendars
            return load_calendar(self.folder / name, bases=named.calendars, law=named.law)
        if name in self.calendars.calendars:
            return self.calendars.calendar(name)
        if self.jurisdiction is not None and name == self.jurisdiction.name:
            return self.jurisdiction.calendar
        return OfficeCalendar.country(*name.partition("-")[::2], zone=zone.key)
