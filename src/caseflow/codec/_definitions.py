"""Workflows, procedures and catalogues as JSON or TOML values.

Guards, payload types and rules of law are found by registered name; nothing that is read is ever
evaluated.
"""

from collections.abc import Iterable
from typing import Any, cast, get_origin

from attrs import evolve, frozen
from cattrs.gen import make_dict_structure_fn, make_dict_unstructure_fn, override

from caseflow._toml_texts import parse_toml
from caseflow._typed import typed
from caseflow.codec._canonical import parse_json, shown
from caseflow.codec._converters import make_converter, structured
from caseflow.codec._guards import register_guards
from caseflow.codec._objects import object_reader
from caseflow.codec._payloads import PayloadTypes
from caseflow.codec._texts import declaring
from caseflow.codec._tracks import expand_tracks
from caseflow.errors import FormatError, UnknownNameError
from caseflow.law import Basis
from caseflow.procedures import Catalogue, Procedure
from caseflow.texts import Text, language_code
from caseflow.workflow import Action, Guard, Workflow

__all__ = ["DefinitionCodec"]

_WORKFLOW = "workflow/1"
_PROCEDURE = "procedure/1"
_CATALOGUE = "catalogue/1"


@frozen
class _WrittenAction:
    """An action as it is written: its payload type by stable name."""

    name: str
    labels: Text | None = None
    payload: str | None = None
    citation: Basis = ""


@typed
class DefinitionCodec:
    """Write definitions, and read them back.

    A workflow read back has the fingerprint of the one written. Limits may be written as text, as
    in `limit = "15 working days"`, one transition may name several sources, and work
    that goes on side by side may be written as tracks.

    Args:
        payloads: the payload types that actions may take.
        guards: the guards that transitions may name; one that is not among them is a fault that
            `checks` reports with all others. A transition may also declare guards, as
            `{ kind = "once", action = "ask" }`; those need not be registered.
        languages: those of the country; people read the first that a text has if they ask for
            another. A workflow that names its languages has the order of those.
    """

    def __init__(
        self,
        payloads: PayloadTypes | None = None,
        guards: Iterable[Guard] = (),
        languages: Iterable[str] = (),
    ) -> None:
        """Take the names that definitions may use."""
        self._languages = tuple(map(language_code, languages))
        self.payloads = payloads or PayloadTypes()
        self.guards = {guard.name: guard for guard in guards}
        converter = self._converter = make_converter(
            self.payloads.law, self.payloads.currency, self.payloads.fee_kinds
        )
        register_guards(converter)
        converter.register_structure_hook_func(_is_action, self._action)
        converter.register_unstructure_hook_func(_is_action, self._action_data)
        without_guards = override(omit=True)
        converter.register_structure_hook(
            Workflow,
            object_reader(
                Workflow,
                make_dict_structure_fn(
                    Workflow, converter, _cattrs_forbid_extra_keys=True, guards=without_guards
                ),
            ),
        )
        converter.register_unstructure_hook(
            Workflow, make_dict_unstructure_fn(Workflow, converter, guards=without_guards)
        )

    # ── workflows ───────────────────────────────────────────────────────────────────────────

    def workflow_to_data(self, workflow: Workflow) -> dict[str, object]:
        """Return *workflow* as JSON values; guards are written as names, declared ones whole."""
        data = cast("dict[str, object]", self._converter.unstructure(workflow))
        return {"format": _WORKFLOW, **data}

    def workflow_from_data(self, data: object) -> Workflow:
        """Return the workflow written as *data*; its faults are for `checks` to find.

        It may be written with tracks; see `expand_tracks`.

        Raises:
            FormatError: it is not a workflow; every problem is named.
            DefinitionError: a track is wrong; every fault is named.
        """
        fields = expand_tracks(_fields(data, _WORKFLOW, "workflow"))
        with declaring(_named_languages(fields) or self._languages):
            read = structured(self._converter, fields, Workflow, "workflow")
        guards = (guard for each in read.transitions for guard in each.guards)
        named = {guard for guard in guards if isinstance(guard, str)}
        used = tuple(guard for name, guard in self.guards.items() if name in named)
        return evolve(read, guards=used)

    def loads_workflow(self, text: str, form: str = "toml") -> Workflow:
        """Return the workflow written in *text*, in TOML or in JSON; see `workflow_from_data`."""
        return self.workflow_from_data(_parsed(text, form, "workflow"))

    def _action(self, value: object, _: object) -> Action[Any]:
        written = self._converter.structure(value, _WrittenAction)
        name = written.payload
        kind: type[Any] = type(None) if name is None else self.payloads.type_of(name)
        labels = written.labels or Text(und=written.name)
        return Action(written.name, kind, labels, written.citation)

    def _action_data(self, action: Action[Any]) -> dict[str, object]:
        takes = action.payload is not type(None)
        return {
            "name": action.name,
            "payload": self.payloads.name(action.payload) if takes else None,
            "labels": self._converter.unstructure(action.labels),
            "citation": self._converter.unstructure(action.citation, Basis),
        }

    # ── procedures ──────────────────────────────────────────────────────────────────────────

    def procedure_to_data(self, procedure: Procedure) -> dict[str, object]:
        """Return *procedure* as JSON values."""
        data = cast("dict[str, object]", self._converter.unstructure(procedure))
        return {"format": _PROCEDURE, **data}

    def procedure_from_data(self, data: object) -> Procedure:
        """Return the procedure written as *data*; raises `FormatError` naming every problem."""
        fields = _fields(data, _PROCEDURE, "procedure")
        with declaring(self._languages):
            return structured(self._converter, fields, Procedure, "procedure")

    def loads_procedure(self, text: str, form: str = "toml") -> Procedure:
        """Return the procedure written in *text*, in TOML or in JSON."""
        return self.procedure_from_data(_parsed(text, form, "procedure"))

    def catalogue_to_data(self, catalogue: Catalogue) -> dict[str, object]:
        """Return *catalogue* as JSON values."""
        data = cast("dict[str, object]", self._converter.unstructure(catalogue))
        return {"format": _CATALOGUE, **data}

    def catalogue_from_data(self, data: object) -> Catalogue:
        """Return the catalogue written as *data*; raises `FormatError` naming every problem."""
        fields = _fields(data, _CATALOGUE, "catalogue")
        with declaring(self._languages):
            return structured(self._converter, fields, Catalogue, "catalogue")

    def loads_catalogue(self, text: str, form: str = "toml") -> Catalogue:
        """Return the catalogue written in *text*, in TOML or in JSON."""
        return self.catalogue_from_data(_parsed(text, form, "catalogue"))


def _parsed(text: str, form: str, what: str) -> object:
    if form == "json":
        return parse_json(text, what)
    if form != "toml":
        raise UnknownNameError(form, ("json", "toml"), "form")
    try:
        return parse_toml(text)
    except FormatError as error:
        raise FormatError(what, f"it is not TOML: {error.problem}") from error


def _fields(data: object, form: str, what: str) -> dict[str, object]:
    """Return the fields of a definition without its format, which must be *form*."""
    if not isinstance(data, dict):
        raise FormatError(
            what,
            f"{shown(data)} is not an object with the fields of a {what} and its format, {form!r}",
        )
    fields = dict(cast("dict[str, object]", data))
    found = fields.pop("format", None)
    if found != form:
        raise FormatError(what, f"format {shown(found)} is not {form!r}")
    return fields


def _named_languages(fields: dict[str, object]) -> tuple[str, ...]:
    """Return the languages that a workflow names; what is none is for its reading to refuse."""
    named = fields.get("languages")
    if not isinstance(named, list):
        return ()
    return tuple(each for each in cast("list[object]", named) if isinstance(each, str))


def _is_action(kind: object) -> bool:
    return kind is Action or get_origin(kind) is Action
