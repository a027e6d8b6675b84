"""A report as one page of HTML: no script, nothing fetched, every text escaped.

What it says is in `_content`, how charts are drawn in `_charts`, how it looks in `style.css`.
"""

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from functools import cache
from html import escape
from importlib.resources import files

from caseflow._typed import typed
from caseflow.reports.pages._charts import svg_of
from caseflow.reports.pages._content import Cell, Content, Part, Section, Table, number, written
from caseflow.texts import Message, Text

__all__ = ["html_of"]

#: Nothing but what stands in the page is shown, and no program runs.
_POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'"

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
) -> str:
    """Return *content* as one page in *language*, which needs no other file.

    Args:
        content: what it says.
        language: the code of its language.
        others: the pages in other languages, by the code.
        seal: what a program checks the page by; "" for none.
        check: the command that does it.
        version: of caseflow, for the foot.

    Cost: a second for the first chart, some 50 ms for each further one.

    Raises:
        PackageMissingError: what draws charts is not installed.
    """
    return "".join(_page(content, language, others or {}, seal, check, version)) + "\n"


@cache
def _style() -> str:
    text = files("caseflow.reports.pages").joinpath("style.css").read_text(encoding="utf-8")
    return "".join(line.strip() for line in text.splitlines())


def _page(
    content: Content, language: str, others: Mapping[str, str], seal: str, check: str, version: str
) -> Iterator[str]:
    title = _said(content.title, language)
    yield (
        f'<!doctype html>\n<html lang="{escape(language)}">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">\n'
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
    yield "</body>\n</html>"


def _links(content: Content, language: str, others: Mapping[str, str]) -> Iterator[str]:
    if others:
        yield f'<nav aria-label="{_said(_LANGUAGES, language)}"><ul>'
        for code, name in others.items():
            yield (
                f'<li><a href="{escape(name)}" hreflang="{escape(code)}" lang="{escape(code)}">'
                f"{escape(_own_name(code))}</a></li>"
            )
        yield "</ul></nav>\n"
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
    yield f'<figure id="{name}" class="both">\n' if part.chart else f'<figure id="{name}">\n'
    if part.chart is not None:
        yield f'<div class="drawn">{svg_of(part.chart, language)}</div>\n'
    if part.table is not None:
        label = f"{_said(title, language)}"
        if part.chart is not None:
            label = f"{_said(_FILLED, language)}: {label}"
        # What scrolls can be reached by keys.
        yield f'<div class="scroll" tabindex="0" role="region" aria-label="{label}">'
        yield from _table(part.table, language)
        yield "</div>\n"
    yield "</figure>\n"


def _table(table: Table, language: str) -> Iterator[str]:
    numbers = [_is_number(column) for column in zip(*table.rows, strict=True)]
    numbers = numbers or [False] * len(table.head)
    yield "<table>\n<thead><tr>"
    for head, is_number in zip(table.head, numbers, strict=True):
        yield f'<th scope="col"{_class(is_number=is_number)}>{_said(head, language)}</th>'
    yield "</tr></thead>\n<tbody>\n"
    for row in table.rows:
        cells = zip(row, numbers, strict=True)
        yield "<tr>"
        for cell, is_number in cells:
            yield f"<td{_class(is_number=is_number)}>{escape(written(cell, language))}</td>"
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


def _class(*, is_number: bool) -> str:
    return ' class="n"' if is_number else ""


def _said(text: Text, language: str) -> str:
    return escape(text.in_(language))
