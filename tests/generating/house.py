"""The picture of the house: the packages of caseflow, and what each builds on.

It is drawn from the imports themselves, so that it cannot disagree with them. A package stands
above all that it imports. An arrow that follows from two others is left out.
"""

from collections.abc import Iterable, Mapping
from functools import cache
from html import escape
from inspect import cleandoc
from pathlib import Path

import grimp

__all__ = ["house"]

#: Each group of packages with its colour, from what users call to what all build on.
GROUPS: Mapping[str, tuple[str, frozenset[str]]] = {
    "what users call": ("#dbeafe", frozenset({"cli", "testing", "web", "reports", "simulation"})),
    "countries": ("#fef3c7", frozenset({"vietnam", "netherlands"})),
    "one-stop shop": ("#fde68a", frozenset({"office"})),
    "around a case": (
        "#dcfce7",
        frozenset({"documents", "interchange", "payments", "pii", "publications", "service"}),
    ),
    "decisions": (
        "#fce7f3",
        frozenset({"cases", "checks", "codec", "engine", "machine", "procedures", "workflow"}),
    ),
    "time and money": (
        "#ede9fe",
        frozenset(
            {
                "bulk",
                "calendars",
                "fees",
                "ledgers",
                "limits",
                "money",
                "shares",
                "steps",
                "targets",
            }
        ),
    ),
    "storage": ("#ffedd5", frozenset({"stores"})),
}
SMALL = "#f1f5f9"
BOX = (118, 34)
GAP = (22, 30)
MARGIN = 24


def house(package: str, source: Path) -> str:
    """Draw the packages of `package` as SVG; `source` is its folder, for what each is for."""
    below = _imports(package)
    rows = _rows(below)
    places = _places(rows, below)
    width = max(x for x, _ in places.values()) + BOX[0] + MARGIN
    bottom = max(y for _, y in places.values()) + BOX[1]
    height = bottom + GAP[1] + 2 * 24 + MARGIN
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" role="img">',
        "<title>The packages of caseflow; each imports only what stands below it</title>",
        "<style>text { font: 13px sans-serif }</style>",
        '<rect width="100%" height="100%" fill="#ffffff"/>',
        '<g fill="none" stroke="#94a3b8" stroke-width="1.2">',
        *(_arrow(places[upper], places[lower]) for upper, lower in _needed(below)),
        "</g>",
        *(_box(name, places[name], _purpose(source, name)) for name in sorted(places)),
        *_legend(bottom + GAP[1]),
        "</svg>",
    ]
    return "\n".join(parts) + "\n"


def _imports(package: str) -> dict[str, set[str]]:
    """Give each package and the others that its modules import."""
    graph = grimp.build_graph(package, cache_dir=None)
    below: dict[str, set[str]] = {}
    for module in graph.modules:
        upper = _package_of(module)
        if upper in {"", "__main__"}:
            continue
        imported = {_package_of(each) for each in graph.find_modules_directly_imported_by(module)}
        below.setdefault(upper, set()).update(imported - {upper, ""})
    return below


def _package_of(module: str) -> str:
    return module.split(".")[1] if "." in module else ""


def _needed(below: Mapping[str, set[str]]) -> list[tuple[str, str]]:
    """List the imports that do not follow from others, sorted."""

    @cache
    def reach(name: str) -> frozenset[str]:
        return frozenset(below[name]).union(*(reach(each) for each in below[name]))

    return sorted(
        (upper, lower)
        for upper, lowers in below.items()
        for lower in lowers
        if not any(lower in reach(between) for between in lowers - {lower})
    )


def _rows(below: Mapping[str, set[str]]) -> list[list[str]]:
    """Put each package one row above the highest that it imports; the lowest row is first."""

    @cache
    def height(name: str) -> int:
        return max((height(each) + 1 for each in below[name]), default=0)

    rows: list[list[str]] = [[] for _ in range(1 + max(height(name) for name in below))]
    for name in sorted(below):
        rows[height(name)].append(name)
    return rows


def _places(rows: list[list[str]], below: Mapping[str, set[str]]) -> dict[str, tuple[int, int]]:
    """Give each package the left upper corner of its box: near what it stands on."""
    widest = max(len(row) for row in rows)
    step = BOX[0] + GAP[0]
    middle = MARGIN + (widest * step - GAP[0]) / 2
    edges = _needed(below)
    centres: dict[str, float] = {}
    for row in rows:
        wished = {name: _mean((centres[b] for a, b in edges if a == name), middle) for name in row}
        ordered = sorted(row, key=lambda name: (wished[name], name))
        start = middle - (len(ordered) - 1) * step / 2
        centres.update({name: start + at * step for at, name in enumerate(ordered)})
    return {
        name: (
            round(centres[name] - BOX[0] / 2),
            MARGIN + (len(rows) - 1 - at) * (BOX[1] + GAP[1]),
        )
        for at, row in enumerate(rows)
        for name in row
    }


def _mean(values: Iterable[float], otherwise: float) -> float:
    found = list(values)
    return sum(found) / len(found) if found else otherwise


def _arrow(upper: tuple[int, int], lower: tuple[int, int]) -> str:
    start_x, start_y = upper[0] + BOX[0] // 2, upper[1] + BOX[1]
    end_x, end_y = lower[0] + BOX[0] // 2, lower[1]
    bend = (end_y - start_y) // 2
    return (
        f'<path d="M{start_x} {start_y} C{start_x} {start_y + bend}'
        f' {end_x} {end_y - bend} {end_x} {end_y}"/>'
    )


def _box(name: str, place: tuple[int, int], purpose: str) -> str:
    colour = next((colour for colour, names in GROUPS.values() if name in names), SMALL)
    x, y = place
    return (
        f'<g><title>{escape(purpose)}</title><rect x="{x}" y="{y}" width="{BOX[0]}"'
        f' height="{BOX[1]}" rx="6" fill="{colour}" stroke="#475569"/>'
        f'<text x="{x + BOX[0] // 2}" y="{y + 22}" text-anchor="middle">{name}</text></g>'
    )


def _legend(top: int) -> list[str]:
    """Explain the colours under the picture, four in a line."""
    names = [*((name, colour) for name, (colour, _) in GROUPS.items()), ("small values", SMALL)]
    corners = [(MARGIN + at % 4 * 150, top + at // 4 * 24) for at in range(len(names))]
    return [
        f'<g><rect x="{x}" y="{y}" width="12" height="12" fill="{colour}" stroke="#475569"/>'
        f'<text x="{x + 18}" y="{y + 11}">{name}</text></g>'
        for (name, colour), (x, y) in zip(names, corners, strict=True)
    ]


def _purpose(source: Path, name: str) -> str:
    """Read the first sentence of a package's or module's docstring."""
    file = source / name / "__init__.py" if (source / name).is_dir() else source / f"{name}.py"
    text = file.read_text(encoding="utf-8")
    quoted = text.split('"""')[1] if text.startswith('"""') else name
    return cleandoc(quoted).split("\n\n")[0].replace("\n", " ")
