"""Calendars, workflows and procedures kept with the cases, and an engine made of them again.

May import: errors, calendars, cases, codec, engine, procedures, stores. What a case was worked by
is kept before the case is, so that every date that was ever printed can be worked out again.
"""

from collections.abc import Mapping
from functools import lru_cache
from typing import cast

from attrs import evolve

from caseflow.calendars import OfficeCalendar, calendar_from_data, calendar_to_data
from caseflow.cases import Terms
from caseflow.codec import DefinitionCodec, canonical_json
from caseflow.codec.canonical import parse_json
from caseflow.engine import Engine, Jurisdiction
from caseflow.errors import CaseflowError
from caseflow.procedures import Catalogue, Procedure
from caseflow.stores import Definition, Operations, Ops

__all__ = ["Keeper", "kept_engine"]

CALENDAR = "calendar"
WORKFLOW = "workflow"
PROCEDURE = "procedure"


@lru_cache(maxsize=64)
def _calendar_text(calendar: OfficeCalendar) -> str:
    """Return a calendar as text, which takes some milliseconds to make."""
    return canonical_json(calendar_to_data(calendar))


class Keeper:
    """Keep what cases are worked by, once each."""

    def __init__(self, ops: Operations, engine: Engine, codec: DefinitionCodec) -> None:
        """Take the codec that knows the names of payloads and guards."""
        self._ops = ops
        self._engine = engine
        self._codec = codec
        self._known: set[Terms | str] = set()

    def keep_terms(self, terms: Terms) -> Ops[None]:
        """Keep the calendar, the workflow and the procedure that *terms* name."""
        if terms in self._known:
            return
        jurisdiction = self._engine.jurisdiction
        if jurisdiction.calendar.version == terms.calendar_version:
            yield from self.keep_calendar(jurisdiction.calendar)
        for workflow in jurisdiction.workflows:
            if workflow.fingerprint == terms.fingerprint:
                text = canonical_json(self._codec.workflow_to_data(workflow))
                yield from self._ops.keep(Definition(WORKFLOW, workflow.fingerprint, text))
        procedure = jurisdiction.catalogue.get(terms.procedure, terms.procedure_version)
        kept = Definition(PROCEDURE, "", canonical_json(self._codec.procedure_to_data(procedure)))
        yield from self._ops.keep(kept._replace(name=_procedure_name(procedure, kept)))
        self._known.add(terms)

    def keep_calendar(self, calendar: OfficeCalendar) -> Ops[None]:
        """Keep a version of the calendar."""
        if calendar.version not in self._known:
            text = _calendar_text(calendar)
            yield from self._ops.keep(Definition(CALENDAR, calendar.version, text))
            self._known.add(calendar.version)

    def misnamed(self) -> Ops[list[tuple[Definition, str]]]:
        """Return the definitions whose text is not what their name says, and what is wrong."""
        found: list[tuple[Definition, str]] = []
        for kind in (CALENDAR, WORKFLOW, PROCEDURE):
            for kept in (yield from self._ops.definitions(kind)):
                try:
                    name = self._name(kept)
                except (CaseflowError, AttributeError, KeyError, TypeError, ValueError) as error:
                    found.append((kept, f"its text cannot be read: {error}"))
                else:
                    if name != kept.name:
                        found.append((kept, f"its text is that of {name}"))
        return found

    def _name(self, kept: Definition) -> str:
        """Return the name under which the text of *kept* is kept."""
        data = parse_json(kept.text, kept.kind)
        if kept.kind == CALENDAR:
            return calendar_from_data(cast("Mapping[str, object]", data)).version
        if kept.kind == WORKFLOW:
            return self._codec.workflow_from_data(data).fingerprint
        return _procedure_name(self._codec.procedure_from_data(data), kept)


def _procedure_name(procedure: Procedure, kept: Definition) -> str:
    # The same version with other content is kept too: nothing that was used is lost.
    return f"{procedure.code}@{procedure.version}#{kept.hash[:12]}"


def kept_engine(
    ops: Operations, jurisdiction: Jurisdiction, codec: DefinitionCodec | None = None
) -> Ops[Engine]:
    """Return an engine that also holds what the cases of the store were ever worked by.

    New cases go by *jurisdiction*; older calendars, workflows and procedures are read from the
    store, as in `store.run(kept_engine(store.ops, vn.danang(), definition_codec()))`.

    Args:
        ops: the operations of the store.
        jurisdiction: what new cases are worked by; its own definitions win.
        codec: knows the payloads and guards that the kept workflows name.

    Raises:
        FormatError: a definition names a payload that *codec* does not know.
        DefinitionError: a workflow names a guard that *codec* does not know.
    """
    codec = codec or DefinitionCodec()
    calendars: list[OfficeCalendar] = []
    for kept in (yield from ops.definitions(CALENDAR)):
        data = cast("Mapping[str, object]", parse_json(kept.text, CALENDAR))
        calendars.append(calendar_from_data(data))
    held = {workflow.fingerprint for workflow in jurisdiction.workflows}
    older = [
        codec.workflow_from_data(parse_json(kept.text, WORKFLOW))
        for kept in (yield from ops.definitions(WORKFLOW))
        if kept.name not in held
    ]
    procedures = {(each.code, each.version): each for each in jurisdiction.catalogue}
    for kept in (yield from ops.definitions(PROCEDURE)):
        procedure = codec.procedure_from_data(parse_json(kept.text, PROCEDURE))
        procedures.setdefault((procedure.code, procedure.version), procedure)
    # The last workflow of a name takes the new cases, so older ones come first.
    whole = evolve(
        jurisdiction,
        workflows=(*older, *jurisdiction.workflows),
        catalogue=Catalogue(tuple(procedures.values())),
    )
    return Engine(whole, calendars=calendars)
