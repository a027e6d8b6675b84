"""Pictures of workflows for the pages: states in columns by how far they are from the first one.

Drawn without Graphviz, from the definition alone; for small workflows whose ways all lead onwards.
Final states stand in the last column.
"""

from collections.abc import Iterator
from html import escape
from typing import NamedTuple

from caseflow.workflow import Workflow

__all__ = ["workflow_picture"]

HEIGHT = 40
ROW = 84
MARGIN = 24
ENTRY = 30
#: About the width of a letter.
LETTER = 8


class Way(NamedTuple):
    """A way between two states, with the actions that take it as one text."""

    source: str
    target: str
    label: str


def workflow_picture(workflow: Workflow, language: str = "en") -> str:
    """Draw *workflow* as SVG, with its labels in *language*."""
    columns, ways = _columns(workflow), _ways(workflow, language)
    labels = {state.name: state.label(language) or state.name for state in workflow.states}
    width = LETTER * max(map(len, labels.values())) + 24
    step = width + LETTER * max(len(way.label) for way in ways) + 40
    places = {
        name: (MARGIN + ENTRY + column * step, MARGIN + row * ROW)
        for column, names in enumerate(columns)
        for row, name in enumerate(names)
    }
    total_width = MARGIN + ENTRY + (len(columns) - 1) * step + width + MARGIN
    total_height = MARGIN + max(map(len, columns)) * ROW - (ROW - HEIGHT) + MARGIN
    size = f'width="{total_width}" height="{total_height}"'
    first_x, first_y = places[workflow.initial]
    drawn = [_drawn(way, places, width) for way in ways]
    finals = {state.name for state in workflow.states if state.is_final}
    boxes = [
        f'<rect x="{x}" y="{y}" width="{width}" height="{HEIGHT}" rx="8" fill="#dbeafe"'
        f' stroke="#475569" stroke-width="{3 if name in finals else 1.4}"/>'
        for name, (x, y) in places.items()
    ]
    texts = [_text(x + width // 2, y + 25, labels[name]) for name, (x, y) in places.items()]
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {total_width} {total_height}"',
        f' {size} role="img">',
        f"<title>The workflow {escape(workflow.name)}</title>",
        "<style>text { font: 13px sans-serif; fill: #0f172a }</style>",
        '<defs><marker id="head" viewBox="0 0 8 8" refX="8" refY="4" markerWidth="8"',
        ' markerHeight="8" orient="auto"><path d="M0 0L8 4L0 8z" fill="#475569"/></marker></defs>',
        '<rect width="100%" height="100%" fill="#ffffff"/>',
        '<g fill="none" stroke="#475569" stroke-width="1.4" marker-end="url(#head)">',
        f'<path d="M{MARGIN} {first_y + HEIGHT // 2}H{first_x}"/>',
        *(path for path, _ in drawn),
        "</g>",
        *boxes,
        *(text for _, text in drawn),
        *texts,
        "</svg>",
    ]
    return "\n".join(lines) + "\n"


def _drawn(way: Way, places: dict[str, tuple[int, int]], width: int) -> tuple[str, str]:
    """Return the arrow of a way and its text."""
    (source_x, source_y), (end_x, target_y) = places[way.source], places[way.target]
    start_x, start_y, end_y = source_x + width, source_y + HEIGHT // 2, target_y + HEIGHT // 2
    middle_x = (start_x + end_x) // 2
    path = (
        f'<path d="M{start_x} {start_y}C{middle_x} {start_y} {middle_x} {end_y} {end_x} {end_y}"/>'
    )
    return path, _text(middle_x, (start_y + end_y) // 2 - 5, way.label)


def _text(x: int, y: int, text: str) -> str:
    return (
        f'<text x="{x}" y="{y}" text-anchor="middle" stroke="#ffffff" stroke-width="4"'
        f' paint-order="stroke">{escape(text)}</text>'
    )


def _ways(workflow: Workflow, language: str) -> list[Way]:
    found: dict[tuple[str, str], dict[str, None]] = {}
    for each in workflow.transitions:
        label = workflow.action(each.action).label(language) or each.action
        found.setdefault((each.source, each.target), {})[label] = None
    return [Way(*ends, ", ".join(labels)) for ends, labels in found.items()]


def _columns(workflow: Workflow) -> list[list[str]]:
    """Return the states that are not final by their distance from the first, and the final ones."""
    finals = [state.name for state in workflow.states if state.is_final]
    columns = [*_working(workflow, {*finals})]
    seen = {name for column in columns for name in column}
    left = [state.name for state in workflow.states if state.name not in seen]
    return [*columns, left]


def _working(workflow: Workflow, finals: set[str]) -> Iterator[list[str]]:
    column, seen = [workflow.initial], {workflow.initial, *finals}
    while column:
        yield column
        targets = dict.fromkeys(
            each.target
            for source in column
            for each in workflow.transitions
            if each.source == source and each.target not in seen
        )
        column = [*targets]
        seen |= {*column}
