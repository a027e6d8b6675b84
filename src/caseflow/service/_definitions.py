"""Calendars, workflows and procedures kept with the cases, and an engine made of them again.

What a case was worked by is kept before the case is, so that every date that was ever printed can
be worked out again.
"""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from datetime import datetime
from functools import lru_cache
from typing import cast

from attrs import evolve, fields

from caseflow._typed import frozen, typed
from caseflow.calendars import OfficeCalendar, calendar_from_data, calendar_to_data
from caseflow.cases import Case, Terms
from caseflow.codec import DefinitionCodec, canonical_json
from caseflow.codec._canonical import parse_json
from caseflow.engine import Engine, Jurisdiction
from caseflow.errors import (
    CaseflowError,
    FormatError,
    StoreRefusedError,
    TextInvalidError,
    UnknownNameError,
)
from caseflow.law import NO_RULES, RuleBook
from caseflow.procedures import Procedure
from caseflow.service._validation import checked_reason
from caseflow.stores import Definition, Operations, Ops, instant, micros
from caseflow.values import Actor, clean_text
from caseflow.workflow import Workflow

__all__ = [
    "ASIDE",
    "DefinitionAside",
    "Keeper",
    "asides_of_definitions",
    "gives_its_dates",
    "kept_engine",
    "refuse_garbage",
    "set_aside_definition",
    "worked_by",
]

CALENDAR = "calendar"
WORKFLOW = "workflow"
PROCEDURE = "procedure"

#: Under this kind the acts stand by which definitions were set aside.
ASIDE = "set-aside"


@lru_cache(maxsize=64)
def _calendar_text(calendar: OfficeCalendar) -> str:
    """Return a calendar as text, which takes some milliseconds to make."""
    return canonical_json(calendar_to_data(calendar))


class Keeper:
    """Keep what cases are worked by, once each.

    What was kept is remembered, unless a host may yet undo it: then the store is asked each time.
    """

    def __init__(self, ops: Operations, engine: Engine, codec: DefinitionCodec) -> None:
        """Take the codec that knows the names of payloads and guards."""
        self._ops = ops
        self._engine = engine
        self._codec = codec
        self._known: set[Terms | str] = set()
        self._written: dict[Terms, tuple[Definition, ...]] = {}

    def keep_terms(self, terms: Terms) -> Ops[None]:
        """Keep the calendar, the workflow and the procedure that *terms* name."""
        if terms in self._known:
            return
        calendar = self._engine.jurisdiction.calendar
        if calendar.version == terms.calendar_version:
            yield from self.keep_calendar(calendar)
        if terms not in self._written:
            self._written[terms] = tuple(self._definitions(terms))
        for definition in self._written[terms]:
            yield from self._ops.keep(definition)
        self._remember(terms)

    def _definitions(self, terms: Terms) -> Iterator[Definition]:
        """Yield the workflow and the procedure that *terms* name."""
        jurisdiction = self._engine.jurisdiction
        workflow = jurisdiction.workflow(terms.fingerprint)
        if workflow is not None:
            text = canonical_json(self._codec.workflow_to_data(workflow))
            yield Definition(WORKFLOW, workflow.fingerprint, text)
        procedure = jurisdiction.catalogue.get(terms.procedure, terms.procedure_version)
        kept = Definition(PROCEDURE, "", canonical_json(self._codec.procedure_to_data(procedure)))
        yield kept._replace(name=_procedure_name(procedure, kept))

    def keep_calendar(self, calendar: OfficeCalendar) -> Ops[None]:
        """Keep a version of the calendar."""
        if calendar.version not in self._known:
            text = _calendar_text(calendar)
            yield from self._ops.keep(Definition(CALENDAR, calendar.version, text))
            self._remember(calendar.version)

    def _remember(self, known: Terms | str) -> None:
        if not self._ops.is_hosted:
            self._known.add(known)

    def misnamed(self) -> Ops[list[tuple[Definition, str]]]:
        """Return the definitions whose text is not what their name says, and what is wrong."""
        found: list[tuple[Definition, str]] = []
        aside = yield from asides_of_definitions(self._ops)
        for kind in (CALENDAR, WORKFLOW, PROCEDURE):
            for kept in (yield from self._ops.definitions(kind)):
                if (kind, kept.name) in aside:
                    continue
                try:
                    _read(kept, self._codec)
                except FormatError as error:
                    found.append((kept, error.problem))
        return found

    def doubled(self) -> Ops[list[tuple[Definition, str]]]:
        """Return the second definitions of one version of a procedure, and what is wrong."""
        kept = yield from self._ops.definitions(PROCEDURE)
        return list(_doubled(kept, self._codec))

    def missing(self, names: Iterable[tuple[str, str]]) -> Ops[list[tuple[str, str]]]:
        """Return those of *names*, as `worked_by` gives them, that are not kept; sorted."""
        kept: set[tuple[str, str]] = set()
        for kind in (CALENDAR, WORKFLOW, PROCEDURE):
            for each in (yield from self._ops.definitions(kind)):
                kept.add((kind, each.name.partition("#")[0] if kind == PROCEDURE else each.name))
        return sorted(set(names) - kept)


def worked_by(case: Case) -> Iterator[tuple[str, str]]:
    """Yield the kinds and names of what *case* was opened by and is worked by now.

    The name of a procedure is without the hash of its content.
    """
    for terms in (case.opened.terms, case.terms):
        yield CALENDAR, terms.calendar_version
        yield WORKFLOW, terms.fingerprint
        yield PROCEDURE, f"{terms.procedure}@{terms.procedure_version}"
    yield CALENDAR, case.calendar_version


def _read(kept: Definition, codec: DefinitionCodec) -> OfficeCalendar | Workflow | Procedure:
    """Return what the text of *kept* writes; raises `FormatError` if it is not what it is named."""
    what = f"{kept.kind} {kept.name}"
    try:
        read, name = _parsed(kept, codec)
    except Exception as error:
        # The text may be anything at all, so there is no list of what reading it may raise.
        raise FormatError(what, f"its text cannot be read: {error}") from error
    if name != kept.name:
        raise FormatError(what, f"its text is that of {name}")
    return read


def _parsed(
    kept: Definition, codec: DefinitionCodec
) -> tuple[OfficeCalendar | Workflow | Procedure, str]:
    """Return what the text of *kept* writes, and the name that belongs to that."""
    if kept.kind == CALENDAR:
        calendar = _calendar(kept.text, codec.payloads.law)
        return calendar, calendar.version
    if kept.kind == WORKFLOW:
        workflow = _workflow(kept.text, codec)
        return workflow, workflow.fingerprint
    procedure = codec.procedure_from_data(parse_json(kept.text, kept.kind))
    return procedure, _procedure_name(procedure, kept)


@lru_cache(maxsize=32)
def _calendar(text: str, law: RuleBook) -> OfficeCalendar:
    """Return the calendar that *text* writes; remembered, for its tables take long to make."""
    return calendar_from_data(cast("Mapping[str, object]", parse_json(text, CALENDAR)), law=law)


@lru_cache(maxsize=32)
def _workflow(text: str, codec: DefinitionCodec) -> Workflow:
    """Return the workflow that *text* writes; remembered, for verifying reads what engines read."""
    return codec.workflow_from_data(parse_json(text, WORKFLOW))


def gives_its_dates(kept: Definition) -> bool:
    """Return whether *kept* is a calendar that gives the dates its name stands for.

    Two texts of one calendar may name days and cite law differently; the version is that of the
    days and hours, so that either gives the same dates.
    """
    try:
        return kept.kind == CALENDAR and _calendar(kept.text, NO_RULES).version == kept.name
    except FormatError:
        return False


@frozen
class DefinitionAside:
    """Say that a kept definition is left out of every engine: who said so, why, what was wrong."""

    kind: str
    name: str
    by: str
    at: str
    problem: str
    reason: str


def refuse_garbage(kept: Definition, codec: DefinitionCodec) -> None:
    """Refuse a definition from outside that no engine can be made of, or an act that says nothing.

    Raises:
        FormatError: its text cannot be read, or is not what it is named, or its kind is unknown.
    """
    what = f"{kept.kind} {kept.name}"
    if kept.kind in (CALENDAR, WORKFLOW, PROCEDURE):
        if not gives_its_dates(kept):
            _read(kept, codec)
    elif kept.kind == ASIDE:
        if _aside(kept) is None:
            raise FormatError(what, "its text is no act of setting a definition aside")
    else:
        raise FormatError(what, "it is no kind of definition")


def asides_of_definitions(ops: Operations) -> Ops[dict[tuple[str, str], DefinitionAside]]:
    """Return the definitions that were set aside, by kind and name."""
    found: dict[tuple[str, str], DefinitionAside] = {}
    for kept in (yield from ops.definitions(ASIDE)):
        said = _aside(kept)
        if said is not None:
            found[said.kind, said.name] = said
    return found


def _aside(kept: Definition) -> DefinitionAside | None:
    """Return what the text of an act says; None if it is none."""
    with suppress(CaseflowError, KeyError, TypeError):
        data = cast("Mapping[str, str]", parse_json(kept.text, ASIDE))
        said = DefinitionAside(*(data[each.name] for each in fields(DefinitionAside)))
        if kept.name == f"{said.kind} {said.name}":
            return said
    return None


@typed
def set_aside_definition(
    ops: Operations,
    codec: DefinitionCodec,
    kind: str,
    name: str,
    *,
    by: Actor,
    at: datetime,
    reason: str,
) -> Ops[DefinitionAside]:
    """Set aside a kept definition that cannot be read: no engine is made of it any more.

    The definition stays as it was kept, and the act is kept beside it for good. Done again it
    changes nothing.

    Raises:
        UnknownNameError: no such definition is kept.
        StoreRefusedError: it can be read, so there is nothing to set aside.
        ValueInvalidError: *reason* or the name of *by* is empty.
    """
    reason = checked_reason(reason, by)
    known = (yield from asides_of_definitions(ops)).get((kind, name))
    if known is not None:
        return known
    kept = {each.name: each for each in (yield from ops.definitions(kind))}
    if name not in kept:
        raise UnknownNameError(name, tuple(kept), kind)
    try:
        _read(kept[name], codec)
    except FormatError as error:
        problem = _fit(error.problem)
    else:
        raise StoreRefusedError(f"{kind} {name!r} can be read; there is nothing to set aside")
    made = DefinitionAside(kind, name, by.id, instant(micros(at)).isoformat(), problem, reason)
    text = canonical_json({each.name: getattr(made, each.name) for each in fields(DefinitionAside)})
    yield from ops.keep(Definition(ASIDE, f"{kind} {name}", text))
    return made


def _fit(problem: str) -> str:
    """Return *problem* as it can be kept."""
    try:
        return clean_text(problem[:500], name="problem")
    except TextInvalidError:
        return ascii(problem[:500])


def _doubled(
    kept: Iterable[Definition], codec: DefinitionCodec
) -> Iterator[tuple[Definition, str]]:
    """Yield each second definition of a version of a procedure, and what is wrong with it.

    Cases name a version, so two of it would give some of them other dates. Another name changes
    no date.
    """
    first: dict[str, Procedure] = {}
    for each in kept:
        version = each.name.partition("#")[0]
        try:
            procedure = _read(each, codec)
        except FormatError:
            continue  # reported as altered
        if not isinstance(procedure, Procedure):
            continue
        known = first.setdefault(version, procedure)
        if evolve(procedure, name=known.name) != known:
            yield (
                each,
                f"it is a second definition of {version}; give another content a new version",
            )


def _procedure_name(procedure: Procedure, kept: Definition) -> str:
    # The same version with other content is kept too: nothing that was used is lost.
    return f"{procedure.code}@{procedure.version}#{kept.hash[:12]}"


@typed
def kept_engine(
    ops: Operations,
    jurisdiction: Jurisdiction,
    codec: DefinitionCodec | None = None,
    *,
    leaves_out_altered: bool = False,
    passed_over: list[FormatError] | None = None,
) -> Ops[Engine]:
    """Return an engine that also holds what the cases of the store were ever worked by.

    New cases go by *jurisdiction*; older calendars, workflows and procedures are read from the
    store, as in `store.run(kept_engine(store.ops, vn.danang(), definition_codec()))`.

    Args:
        ops: the operations of the store.
        jurisdiction: what new cases are worked by; its own definitions win.
        codec: knows the payloads and guards that the kept workflows name.
        leaves_out_altered: go on without a definition that cannot be read or is not what its name
            says. `CaseService.verify` names those; a case that needs one is worked by nobody.
        passed_over: the same, and what is left out is added to this list, with what is wrong.

    One that was set aside, see `set_aside_definition`, is left out in any case.

    Raises:
        FormatError: a definition was altered, or names a payload that *codec* does not know.
        DefinitionError: a workflow names a guard that *codec* does not know.
    """
    codec = codec or DefinitionCodec()
    aside = yield from asides_of_definitions(ops)
    held = {workflow.fingerprint for workflow in jurisdiction.workflows}
    held.add(jurisdiction.calendar.version)
    read: list[OfficeCalendar | Workflow | Procedure] = []
    for kind in (CALENDAR, WORKFLOW, PROCEDURE):
        for kept in (yield from ops.definitions(kind)):
            if kept.name in held or (kept.kind, kept.name) in aside:
                continue
            try:
                read.append(_read(kept, codec))
            except FormatError as error:
                if passed_over is not None:
                    passed_over.append(error)
                elif not leaves_out_altered:
                    raise
    catalogue = jurisdiction.catalogue
    own = {(each.code, each.version) for each in (*catalogue, *catalogue.earlier)}
    # No new case takes what only the store holds, whatever days it covers.
    earlier: dict[tuple[str, str], Procedure] = {}
    for each in read:
        if isinstance(each, Procedure) and (each.code, each.version) not in own:
            earlier.setdefault((each.code, each.version), each)
    # The last workflow of a name takes the new cases, so older ones come first.
    whole = evolve(
        jurisdiction,
        workflows=(*(each for each in read if isinstance(each, Workflow)), *jurisdiction.workflows),
        catalogue=evolve(catalogue, earlier=(*catalogue.earlier, *earlier.values())),
    )
    return Engine(whole, calendars=[each for each in read if isinstance(each, OfficeCalendar)])
