"""Workflows as drawings: Mermaid, Graphviz DOT and plain text, written from the definition.

Nothing is installed or rendered here; for the drawing tools of `transitions`, build its
`GraphMachine` with `build_machine`.
"""

from collections.abc import Iterable

from caseflow._typed import typed
from caseflow.errors import UnknownNameError
from caseflow.workflow import Transition, Workflow

__all__ = ["FORMATS", "diagram"]

#: The forms in which `diagram` writes a workflow.
FORMATS = ("mermaid", "dot", "text")


@typed
def diagram(
    workflow: Workflow,
    format: str = "mermaid",  # noqa: A002 - the word of the command line
    *,
    language: str = "en",
) -> str:
    """Draw *workflow* as text in *format*: "mermaid", "dot" or "text".

    States and actions carry their labels in *language*; several actions between the same two
    states share one arrow.

    Raises:
        UnknownNameError: the format or the language is unknown.
    """
    if format == "mermaid":
        return "\n".join(_mermaid(workflow, language)) + "\n"
    if format == "dot":
        return "\n".join(_dot(workflow, language)) + "\n"
    if format == "text":
        return "\n".join(_text(workflow, language)) + "\n"
    raise UnknownNameError(format, FORMATS, "diagram format")


def _arrows(workflow: Workflow) -> dict[tuple[str, str], list[str]]:
    """Return, per source and target, the actions that lead from one to the other."""
    arrows: dict[tuple[str, str], list[str]] = {}
    for each in workflow.transitions:
        actions = arrows.setdefault((each.source, each.target), [])
        if each.action not in actions:
            actions.append(each.action)
    return arrows


def _ids(workflow: Workflow) -> dict[str, str]:
    """Give every state an identifier that both languages take, whatever its name."""
    return {state.name: f"s{index}" for index, state in enumerate(workflow.states)}


def _labels(workflow: Workflow, actions: Iterable[str], language: str) -> str:
    return ", ".join(workflow.action(name).label(language) or name for name in actions)


def _mermaid(workflow: Workflow, language: str) -> Iterable[str]:
    ids = _ids(workflow)
    yield "stateDiagram-v2"
    yield "    direction LR"
    for state in workflow.states:
        # Mermaid ends a statement at a semicolon and reads a colon as the start of a label.
        label = (state.label(language) or state.name).replace(":", "#colon;").replace('"', "'")
        yield f'    state "{label}" as {ids[state.name]}'
    yield f"    [*] --> {ids[workflow.initial]}"
    for (source, target), actions in _arrows(workflow).items():
        label = _labels(workflow, actions, language).replace(":", "#colon;")
        yield f"    {ids[source]} --> {ids[target]}: {label}"
    for state in workflow.states:
        if state.is_final:
            yield f"    {ids[state.name]} --> [*]"


def _dot(workflow: Workflow, language: str) -> Iterable[str]:
    ids = _ids(workflow)
    yield f"digraph {_quoted(workflow.name)} {{"
    yield "    rankdir=LR;"
    yield "    node [shape=box, style=rounded];"
    yield "    start [shape=point];"
    for state in workflow.states:
        shape = ", peripheries=2" if state.is_final else ""
        label = _quoted(state.label(language) or state.name)
        yield f"    {ids[state.name]} [label={label}{shape}];"
    yield f"    start -> {ids[workflow.initial]};"
    for (source, target), actions in _arrows(workflow).items():
        label = _quoted(_labels(workflow, actions, language))
        yield f"    {ids[source]} -> {ids[target]} [label={label}];"
    yield "}"


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def _text(workflow: Workflow, language: str) -> Iterable[str]:
    yield f"{workflow.name} {workflow.version}"
    for state in workflow.states:
        notes = [f"[{state.status}]"] if state.status is not None else []
        notes += ["(start)"] if state.name == workflow.initial else []
        notes += ["(end)"] if state.is_final else []
        yield " ".join([f"{state.name}: {state.label(language)}", *notes])
        for each in workflow.transitions:
            if each.source == state.name:
                yield _line(workflow, each, language)


def _line(workflow: Workflow, each: Transition, language: str) -> str:
    parts = [f"  {each.action} -> {each.target}: {workflow.action(each.action).label(language)}"]
    parts.append(f"by {', '.join(sorted(each.roles)) or 'nobody'}")
    if each.guards:
        parts.append(f"if {', '.join(workflow.guard(guard).name for guard in each.guards)}")
    parts += [f"{op.verb.value} {op.clock}" for op in each.clocks]
    return "; ".join(parts)
