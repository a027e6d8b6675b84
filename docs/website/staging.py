"""Lay out what Sphinx reads: the pages as they are, their order, and the pages of the reference.

A page is found without being listed anywhere but where readers find it: `index.md` of its folder
gives the order by its links, and what it does not link follows by name.
"""

import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from posixpath import normpath

from website.reference import API, reference_pages

__all__ = ["DOCS", "ROOT", "in_order", "stage"]

DOCS = Path(__file__).resolve().parent.parent
ROOT = DOCS.parent

_LINK = re.compile(r"(?<=\]\()([^()\s#]+)((?:#[^()\s]*)?)(?=\))")
_FENCE = re.compile(r"^```.*?^```", flags=re.MULTILINE | re.DOTALL)


def in_order(index: str = "index.md") -> Iterator[str]:
    """Yield the pages written by hand, as paths from docs, each after the index that lists it."""
    yield index
    folder = index.removesuffix("index.md")
    for page in children(index):
        if page.endswith("/index.md"):
            yield from in_order(folder + page)
        elif page.endswith(".md"):
            yield folder + page


def stage(source: Path) -> None:
    """Write what Sphinx reads to the folder *source*: pages, pictures, and the reference."""
    for path in sorted(DOCS.rglob("*")):
        name = path.relative_to(DOCS)
        if path.suffix == ".md":
            text = _brought(path.read_text(encoding="utf-8"), name.as_posix(), source)
            if name.name == "index.md":
                text += _toctree(name)
            _write(source / name, text)
        elif path.suffix in {".svg", ".txt"}:
            _write(source / name, path.read_text(encoding="utf-8"))
    for page, text in reference_pages().items():
        _write(source / page, text)


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def _brought(text: str, page: str, source: Path) -> str:
    """Lead links to files outside docs to copies of them, which are laid into *source*."""

    def led(match: re.Match[str]) -> str:
        target = normpath(f"{page}/../{match[1]}")
        if not target.startswith("../") or ":" in match[1]:
            return match[0]
        outside = target.removeprefix("../")
        copy = source / "project" / outside
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(ROOT / outside, copy)
        if copy.suffix == ".md":
            copy.write_text("---\norphan: true\n---\n\n" + copy.read_text(encoding="utf-8"))
        return "../" * page.count("/") + f"project/{outside}{match[2]}"

    fences = [match.span() for match in _FENCE.finditer(text)]
    parts, at = list[str](), 0
    for start, end in [*fences, (len(text), len(text))]:
        parts += [_LINK.sub(led, text[at:start]), text[start:end]]
        at = end
    return "".join(parts)


def _toctree(index: Path) -> str:
    """Return the order of what stands below an index, for the side of each page."""
    lines = ["", "```{toctree}", ":hidden:", ""]
    lines += [page.removesuffix(".md") for page in children(index.as_posix())]
    return "\n".join([*lines, "```", ""])


def children(index: str) -> list[str]:
    """Return the pages below the index of a folder, in the order of its links."""
    folder = (DOCS / index).parent
    below = {path.name for path in folder.glob("*.md")} - {"index.md"}
    below |= {f"{path.parent.name}/index.md" for path in folder.glob("*/index.md")}
    if index == "reference/index.md":
        below.add(f"{API}/index.rst".removeprefix("reference/"))
    linked = dict.fromkeys(_linked((DOCS / index).read_text(encoding="utf-8")))
    first = [page for page in linked if page in below]
    return [*first, *sorted(below - set(first))]


def _linked(text: str) -> Iterator[str]:
    for match in _LINK.finditer(_FENCE.sub("", text)):
        yield match[1]
