"""A fragment of OpenAPI 3.1: every action of a workflow, what it takes, and what is answered.

A backend puts it into its own document, or serves it as it is.
"""

from collections.abc import Collection, Sequence
from types import NoneType
from typing import Any, cast

from caseflow._typed import typed
from caseflow.cases import ASSIGNMENT_ACTIONS
from caseflow.codec import Codec
from caseflow.texts import language_code
from caseflow.web import _shapes
from caseflow.web._batches import BatchAsked
from caseflow.web._events import EVENT_STREAM
from caseflow.web._lists import FILTERS
from caseflow.web._lodgings import CASE_NUMBER, Lodging
from caseflow.web._problems import PROBLEM_JSON
from caseflow.web._schemas import Schema, schema_of, shape_schema
from caseflow.web._shapes import SHAPES, Json
from caseflow.workflow import Action, Workflow

__all__ = ["openapi"]

_SCHEMAS = "#/components/schemas/"

#: What may go wrong, by the answers that every call has.
_PROBLEMS = ("400", "401", "404", "409", "410", "412", "415", "422", "428", "503")

_NUMBER: Schema = {
    "name": "number",
    "in": "path",
    "required": True,
    "description": "The number of the case.",
    "schema": {"type": "string", "pattern": f"^{CASE_NUMBER}$"},
}


def _header(name: str, description: str, pattern: str, *, is_required: bool) -> Schema:
    return {
        "name": name,
        "in": "header",
        "required": is_required,
        "description": description,
        "schema": {"type": "string", "pattern": pattern},
    }


_KEY = _header(
    "Idempotency-Key",
    "A key of the client's own for this request.",
    "^[!#-~]{1,195}$",
    is_required=True,
)
_VERSION = _header(
    "If-Match",
    "The ETag of the case as it was seen.",
    r'^(\*|"[1-9][0-9]{0,9}")$',
    is_required=True,
)
_SEEN = _header(
    "Last-Event-ID",
    "The number of the last record seen.",
    r"^\s*(0|[1-9][0-9]{0,9})?\s*$",
    is_required=False,
)


@typed
def openapi(
    workflow: Workflow,
    codec: Codec,
    *,
    title: str = "Filings",
    prefix: str = "/filings",
    language: str = "en",
    procedures: Sequence[str] = (),
    with_batches: bool = False,
) -> dict[str, Json]:
    """Return a document of OpenAPI 3.1 for the cases of *workflow*.

    It has a path for lodging, one for a case, its options, dates, history and events, and one for
    each action, with the schema of what is handed in; those of assignment are among them.

    Args:
        workflow: whose actions there are.
        codec: that of the pack, which has the stable names of what is handed in.
        title: of the document.
        prefix: of every path.
        language: of titles and descriptions of fields.
        procedures: the codes of those that filings may come in for; without any none is named.
        with_batches: also the path of one action on many cases, `Backend.act_on_many`.

    Source: OpenAPI Specification 3.1.1.

    Raises:
        ValueInvalidError: *language* is no language code.
        FormatError: what an action takes has no stable name.
    """
    code = language_code(language)
    of_case = f"{prefix}/{{number}}"
    initial = _links(workflow, {workflow.initial})
    lodging = _post("lodge", "Open a case", [_KEY], f"{_SCHEMAS}Lodging", "201", initial)
    paths: dict[str, Json] = {
        prefix: {"post": lodging, "get": _page()},
        of_case: {"get": _get("show", "Return a case as it stands", "CaseShape")},
        f"{of_case}/actions": {"get": _get("options", "Return what can be done", "OptionShape[]")},
        f"{of_case}/assignment": {
            "get": _get("assignment", "Return who works on it", "AssignmentShape")
        },
        f"{of_case}/deadlines": {"get": _get("dates", "Return every date", "DeadlineShape[]")},
        f"{of_case}/history": {"get": _get("history", "Return its records", "HistoryShape")},
        f"{of_case}/events": {"get": _stream()},
    }
    lodged = schema_of(Lodging, code)
    if procedures:
        cast("dict[str, Schema]", lodged["properties"])["procedure"]["enum"] = [*procedures]
    schemas = {"Lodging": cast("Json", lodged), **_shape_schemas()}
    for action in (*workflow.actions, *ASSIGNMENT_ACTIONS.values()):
        reference = None
        if action.payload is not NoneType:
            name = codec.payloads.name(action.payload).replace("/", ".")
            schemas[name] = schema_of(action.payload, code)
            reference = f"{_SCHEMAS}{name}"
        targets = {each.target for each in workflow.transitions if each.action == action.name}
        if action.name in ASSIGNMENT_ACTIONS:
            targets = {each.name for each in workflow.states}
        links = _links(workflow, targets)
        paths[f"{of_case}/actions/{action.name}"] = {"post": _act(action, reference, code, links)}
    if with_batches:
        names = [each.name for each in (*workflow.actions, *ASSIGNMENT_ACTIONS.values())]
        paths[f"{prefix}/actions/{{name}}"] = {"post": _batch(names, code)}
    return {
        "openapi": "3.1.0",
        "info": {"title": title, "version": f"{workflow.version}+{SHAPES}"},
        "paths": paths,
        "components": {"schemas": schemas, "links": _all_links(workflow)},
    }


def _shape_schemas() -> dict[str, Json]:
    names = [each for each in _shapes.__all__ if each.endswith("Shape")]
    return {name: shape_schema(getattr(_shapes, name), _SCHEMAS) for name in names}


def _links(workflow: Workflow, states: Collection[str]) -> Schema:
    """Return the calls that a case can go on with in one of *states*."""
    names = {each.action for each in workflow.transitions if each.source in states}
    names |= ASSIGNMENT_ACTIONS.keys()
    return {name: {"$ref": f"#/components/links/{name}"} for name in ("show", *sorted(names))}


def _all_links(workflow: Workflow) -> Schema:
    number: Schema = {"path.number": "$response.body#/id"}
    version: Schema = {**number, "header.If-Match": "$response.header.ETag"}
    actions: Schema = {
        each.name: {"operationId": each.name, "parameters": version}
        for each in (*workflow.actions, *ASSIGNMENT_ACTIONS.values())
    }
    return {"show": {"operationId": "show", "parameters": number}, **actions}


def _act(action: Action[Any], reference: str | None, language: str, links: Schema) -> Schema:
    label, parameters = action.label(language), [_NUMBER, _KEY, _VERSION]
    return _post(action.name, label, parameters, reference, "200", links)


def _post(
    name: str,
    summary: str,
    parameters: Sequence[Schema],
    reference: str | None,
    status: str,
    links: Schema,
) -> Schema:
    content: Schema = {"application/json": {"schema": {"$ref": reference or ""}}}
    body: Schema = {"requestBody": {"required": True, "content": content}} if reference else {}
    answer = _answer("CaseShape", {"ETag": {"schema": {"type": "string"}}})
    answer["links"] = links
    return {
        "operationId": name,
        "summary": summary,
        "parameters": list(parameters),
        **body,
        "responses": {status: answer, **_problems()},
    }


def _batch(names: Sequence[str], language: str) -> Schema:
    body = schema_of(BatchAsked, language)
    properties = cast("dict[str, Schema]", body["properties"])
    properties["cases"] |= {"minItems": 1, "uniqueItems": True}
    body["properties"] = {**properties, "payload": {}}
    name: Schema = {
        "name": "name",
        "in": "path",
        "required": True,
        "description": "The action.",
        "schema": {"type": "string", "enum": list(names)},
    }
    content: Schema = {"application/json": {"schema": body}}
    return {
        "operationId": "act-on-many",
        "summary": "Do one action on many cases",
        "parameters": [name, _KEY],
        "requestBody": {"required": True, "content": content},
        "responses": {"200": _answer("BatchShape"), **_problems()},
    }


def _get(name: str, summary: str, shape: str) -> Schema:
    return {
        "operationId": name,
        "summary": summary,
        "parameters": [_NUMBER],
        "responses": {"200": _answer(shape), **_problems()},
    }


def _stream() -> Schema:
    # Without a schema: 3.1 has no words for a stream of events.
    answer: Schema = {"description": "An event for each record.", "content": {EVENT_STREAM: {}}}
    return {
        "operationId": "events",
        "summary": "Follow what happens to a case",
        "parameters": [_NUMBER, _SEEN],
        "responses": {"200": answer, **_problems()},
    }


def _page() -> Schema:
    texts: Schema = {"type": "string", "maxLength": 2000}
    parameters: list[Json] = [{"name": each, "in": "query", "schema": texts} for each in FILTERS]
    return {**_get("list", "List open cases", "PageShape"), "parameters": parameters}


def _answer(shape: str, headers: Schema | None = None) -> Schema:
    one: Schema = {"$ref": f"{_SCHEMAS}{shape.removesuffix('[]')}"}
    schema: Schema = {"type": "array", "items": one} if shape.endswith("[]") else one
    answer: Schema = {"description": shape, "content": {"application/json": {"schema": schema}}}
    return {**answer, "headers": headers} if headers else answer


def _problems() -> Schema:
    reference: Schema = {"$ref": f"{_SCHEMAS}ProblemShape"}
    answer: Schema = {"description": "A problem", "content": {PROBLEM_JSON: {"schema": reference}}}
    return dict.fromkeys(_PROBLEMS, answer)
