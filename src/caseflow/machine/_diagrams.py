"""Workflows as drawings: Mermaid, Graphviz DOT and plain text, written from the definition.

Nothing is installed or rendered here; for the drawing tools of `transitions`, build its
`GraphMachine` with `build_machine`.
"""

from collections.abc import Iterable

from caseflow._typed import typed
from caseflow.errors import UnknownNameError
from caseflow.machine._guard_labels import guard_labels
from caseflow.workflow import Declared, Transition, Workflow

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
    states share one arrow. What the guards declared in a transition ask stands in brackets behind
    its action.

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


def _arrows(workflow: Workflow) -> dict[tuple[str, str], list[Transition]]:
    """Return, per source and target, the transitions that lead from one to the other."""
    arrows: dict[tuple[str, str], list[Transition]] = {}
    for each in workflow.transitions:
        arrows.setdefault((each.source, each.target), []).append(each)
    return arrows


def _ids(workflow: Workflow) -> dict[str, str]:
    """Give every state an identifier that both languages take, whatever its name."""
    return {state.name: f"s{index}" for index, state in enumerate(workflow.states)}


def _labels(workflow: Workflow, ways: Iterable[Transition], language: str) -> str:
    """Return the actions of *ways*, each once with what its guards ask."""
    shown: dict[tuple[str, str], str] = {}
    for each in ways:
        label = workflow.action(each.action).label(language) or each.action
        asked = ", ".join(guard_labels(workflow, each, language))
        shown[each.action, asked] = f"{label} [{asked}]" if asked else label
    return ", ".join(shown.values())


def _mermaid(workflow: Workflow, language: str) -> Iterable[str]:
    ids = _ids(workflow)
    yield "stateDiagram-v2"
    yield "    direction LR"
    for state in workflow.states:
        # Mermaid ends a statement at a semicolon and reads a colon as the start of a label.
        label = (state.label(language) or state.name).replace(":", "#colon;").replace('"', "'")
        yield f'    state "{label}" as {ids[state.name]}'
    yield f"    [*] --> {ids[workflow.initial]}"
    for (source, target), ways in _arrows(workflow).items():
        label = _labels(workflow, ways, language).replace(":", "#colon;")
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
    for (source, target), ways in _arrows(workflow).items():
        label = _quoted(_labels(workflow, ways, language))
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
        named = (workflow.guard(it).name for it in each.guards if not isinstance(it, Declared))
        parts.append(f"if {', '.join((*named, *guard_labels(workflow, each, language)))}")
    parts += [f"{op.verb.value} {op.clock}" for op in each.clocks]
    return "; ".join(parts)
