"""A report as one page of HTML: no script, nothing fetched, every text escaped.

What it says is in `_content`, how charts are drawn in `_charts`, how it looks in `style.css`.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from functools import cache
from html import escape
from importlib.resources import files

from caseflow._typed import typed
from caseflow.reports.pages._charts import bundle, spec_of, svg_of
from caseflow.reports.pages._content import Cell, Content, Part, Section, Table, number, written
from caseflow.texts import Message, Text

__all__ = ["html_of"]

#: Nothing but what stands in the page is shown, and no program runs.
_POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'"

#: Draws each chart where its drawing stands; without evaluating text, as no policy allows it.
_DRAW = """for (const [name, spec] of Object.entries(%s)) {
const drawn = document.querySelector(`#${name} .drawn`), box = document.createElement("div");
vegaEmbed(box, spec, {actions: false, renderer: "svg", ast: true}).then(() => {
box.className = "answering"; drawn.replaceChildren(box); });
}"""

#: What has no more letters stands on one line, and what has more needs a wide column.
_SHORT = 22
_LONG = 60

#: A table with more columns stands below its chart, not beside it.
_MOST_BESIDE = 7

_SKIP = Message("pages/page.skip")
_CONTENTS = Message("pages/page.contents")
_LANGUAGES = Message("pages/page.languages")
_TILES = Message("pages/page.tiles")
_FILLED = Message("pages/page.filled")
_CHECK = Message("pages/page.check")


@typed(late=True)
def html_of(
    content: Content,
    language: str,
    *,
    others: Mapping[str, str] | None = None,
    seal: str = "",
    check: str = "",
    version: str = "",
    interactive: bool = False,
) -> str:
    """Return *content* as one page in *language*, which needs no other file.

    Args:
        content: what it says.
        language: the code of its language.
        others: the pages in other languages, by the code.
        seal: what a program checks the page by; "" for none.
        check: the command that does it.
        version: of caseflow, for the foot.
        interactive: whether charts answer: the page then holds a program of 0.9 MB, and a browser
            that runs none shows the drawings.

    Cost: a second for the first chart, some 50 ms for each further one.

    Raises:
        PackageMissingError: what draws charts is not installed.
    """
    made = _page(content, language, others or {}, seal, check, version, interactive=interactive)
    return "".join(made) + "\n"


@cache
def _style() -> str:
    text = files("caseflow.reports.pages").joinpath("style.css").read_text(encoding="utf-8")
    return "".join(line.strip() for line in text.splitlines())


def _page(
    content: Content,
    language: str,
    others: Mapping[str, str],
    seal: str,
    check: str,
    version: str,
    *,
    interactive: bool,
) -> Iterator[str]:
    title = _said(content.title, language)
    policy = f"{_POLICY}; script-src 'unsafe-inline'" if interactive else _POLICY
    yield (
        f'<!doctype html>\n<html lang="{escape(language)}">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{title}</title>\n<style>{_style()}</style>\n</head>\n<body>\n"
        f'<a class="skip" href="#content">{_said(_SKIP, language)}</a>\n<header>\n'
        f"<h1>{title}</h1>\n"
    )
    for each in content.lead:
        yield f"<p>{_said(each, language)}</p>\n"
    yield from _links(content, language, others)
    yield '</header>\n<main id="content">\n'
    yield from _tiles(content, language)
    for section in content.sections:
        yield from _section(section, language)
    yield "</main>\n<footer>\n"
    if version:
        made = Message("pages/page.made-with", version=version)
        yield f"<p>{_said(made, language)}</p>\n"
    if check:
        yield f"<p>{_said(_CHECK, language)} <code>{escape(check)}</code></p>\n"
    yield "</footer>\n"
    if seal:
        yield f'<template id="caseflow-seal">{escape(seal)}</template>\n'
    if interactive:
        yield from _program(content, language)
    yield "</body>\n</html>"


def _program(content: Content, language: str) -> Iterator[str]:
    """Put a chart that answers in the place of each drawing, where programs run."""
    specs = {
        f"{section.name}-{place}": spec_of(part.chart, language)
        for section in content.sections
        for place, part in enumerate(section.parts, 1)
        if part.chart is not None
    }
    # No text of the specifications can end the element that it stands in.
    data = json.dumps(specs, ensure_ascii=False).replace("<", "\\u003c")
    yield f"<script>{bundle()}</script>\n<script>{_DRAW % data}</script>\n"


def _links(content: Content, language: str, others: Mapping[str, str]) -> Iterator[str]:
    if others:
        yield f'<nav aria-label="{_said(_LANGUAGES, language)}"><ul>'
        for code, name in others.items():
            yield (
                f'<li><a href="{escape(name)}" hreflang="{escape(code)}" lang="{escape(code)}">'
                f"{escape(_own_name(code))}</a></li>"
            )
        yield "</ul></nav>\n"
    if len(content.sections) == 1:
        return
    yield f'<nav aria-label="{_said(_CONTENTS, language)}"><ul>'
    for each in content.sections:
        yield f'<li><a href="#{each.name}">{_said(each.title, language)}</a></li>'
    yield "</ul></nav>\n"


def _own_name(code: str) -> str:
    """Return what a language calls itself, by its own catalogue."""
    return Message("pages/page.language").in_(code)


def _tiles(content: Content, language: str) -> Iterator[str]:
    if not content.tiles:
        return
    yield f'<dl class="tiles" aria-label="{_said(_TILES, language)}">'
    for label, value in content.tiles:
        shown = escape(written(value, language))
        yield f"<div><dt>{_said(label, language)}</dt><dd>{shown}</dd></div>"
    yield "</dl>\n"


def _section(section: Section, language: str) -> Iterator[str]:
    yield f'<section id="{section.name}" aria-labelledby="{section.name}-title">\n'
    yield f'<h2 id="{section.name}-title">{_said(section.title, language)}</h2>\n'
    for each in section.said:
        yield f"<p>{_said(each, language)}</p>\n"
    for place, part in enumerate(section.parts, 1):
        yield from _part(part, f"{section.name}-{place}", section, language)
    yield "</section>\n"


def _part(part: Part, name: str, section: Section, language: str) -> Iterator[str]:
    title = part.title or section.title
    if part.title is not None:
        yield f"<h3>{_said(part.title, language)}</h3>\n"
    for each in part.said:
        yield f"<p>{_said(each, language)}</p>\n"
    is_wide = part.table is not None and len(part.table.head) > _MOST_BESIDE
    named = ' class="both"' if part.chart is not None and not is_wide else ""
    yield f'<figure id="{name}"{named}>\n'
    if part.chart is not None:
        yield f'<div class="drawn">{svg_of(part.chart, language)}</div>\n'
    if part.table is not None:
        label = f"{_said(_FILLED, language)}: {_said(title, language)}"
        if part.title is None and len(section.parts) > 1:
            label += f" {name.rpartition('-')[2]}"
        # What scrolls can be reached by keys.
        yield f'<div class="scroll" tabindex="0" role="region" aria-label="{label}">'
        yield from _table(part.table, language)
        yield "</div>\n"
    yield "</figure>\n"


def _table(table: Table, language: str) -> Iterator[str]:
    numbers = [_is_number(column) for column in zip(*table.rows, strict=True)]
    numbers = numbers or [False] * len(table.head)
    for place in table.numeric:
        numbers[place] = True
    lengths = [
        max(len(written(cell, language)) for cell in column)
        for column in zip(*table.rows, strict=True)
    ] or [0] * len(table.head)
    yield "<table>\n<thead><tr>"
    classes = [
        _class(length, is_number=is_number)
        for is_number, length in zip(numbers, lengths, strict=True)
    ]
    for head, named in zip(table.head, classes, strict=True):
        yield f'<th scope="col"{named}>{_said(head, language)}</th>'
    yield "</tr></thead>\n<tbody>\n"
    for row in table.rows:
        yield "<tr>"
        for cell, named in zip(row, classes, strict=True):
            yield f"<td{named}>{escape(written(cell, language))}</td>"
        yield "</tr>\n"
    yield "</tbody>\n</table>"
    if table.more:
        more = Message("pages/page.more-rows", count=number(table.more))
        yield f"<p>{_said(more, language)}</p>"


def _is_number(column: Sequence[Cell]) -> bool:
    """Return whether a column holds numbers alone, so that their digits stand under each other."""
    return all(cell is None or isinstance(cell, (int, Fraction)) for cell in column) and any(
        cell is not None for cell in column
    )


def _class(length: int, *, is_number: bool) -> str:
    """Return how a column is set by its longest text: as numbers, on one line, or wide."""
    if is_number:
        return ' class="n"'
    if length <= _SHORT:
        return ' class="k"'
    return ' class="w"' if length > _LONG else ""


def _said(text: Text, language: str) -> str:
    return escape(text.in_(language))
