"""Texts for language models: `llms.txt` lists the pages, `llms-full.txt` holds them all.

Each page of Markdown stands beside its page of the site, and the reference of a module as plain
text, so that a reader of texts needs no HTML.
"""

import inspect
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

from website.names import Name, all_names
from website.reference import API, comment_of, summary_of
from website.staging import DOCS, in_order

__all__ = ["write_texts"]

_ABOUT = """# caseflow

> A Python library that works administrative filings from receive to return: who may do what now and
> why not the rest, and by when the law wants a result, explained step by step. Decisions do no I/O;
> time, identity and randomness are arguments. Viet Nam and the Netherlands come with it as packs.

Begin with [your first hour](first-hour.md); [which call do I need](which-call.md) goes from an
intention to the call.
[llms-full.txt](llms-full.txt) holds all of these pages in one file.
"""


def write_texts(out: Path) -> None:
    """Write them into the site at *out*."""
    pages = {page: (DOCS / page).read_text(encoding="utf-8") for page in in_order()}
    modules = {f"{API}/{module}.txt": module for module, names in all_names().items() if names}
    texts = {name: "".join(_module_text(module)) for name, module in modules.items()}
    for name, text in {**pages, **texts}.items():
        (out / name).write_text(text, encoding="utf-8")
    lines = [_ABOUT, "\n## Pages\n\n"]
    lines += [f"- [{_title(text)}]({name}): {_opening(text)}\n" for name, text in pages.items()]
    lines += ["\n## API reference, a file for each module\n\n"]
    lines += [f"- [{module}]({name}): {_purpose(module)}\n" for name, module in modules.items()]
    (out / "llms.txt").write_text("".join(lines), encoding="utf-8")
    whole = [f"<!-- {name} -->\n\n{text}\n" for name, text in {**pages, **texts}.items()]
    (out / "llms-full.txt").write_text("".join([_ABOUT, "\n", *whole]), encoding="utf-8")


def _title(text: str) -> str:
    return text.partition("\n")[0].removeprefix("# ")


def _opening(text: str) -> str:
    """Return the first line of a page below its title."""
    return text.partition("\n")[2].strip().partition("\n")[0]


def _purpose(module: str) -> str:
    paragraph = (inspect.getdoc(import_module(module)) or "").partition("\n\n")[0]
    return " ".join(paragraph.split())


def _module_text(module: str) -> Iterator[str]:
    yield f"# {module}\n\n{inspect.getdoc(import_module(module)) or ''}\n"
    for name in all_names()[module]:
        yield f"\n## {name.full}{_signature(name)}\n\n{_description(name)}\n"


def _signature(name: Name) -> str:
    value = name.value
    if not (inspect.isclass(value) or inspect.isroutine(value)):
        return ""
    try:
        return str(inspect.signature(value))
    except (TypeError, ValueError):
        return ""


def _description(name: Name) -> str:
    value = name.value
    if inspect.isclass(value) or inspect.isroutine(value):
        return inspect.getdoc(value) or ""
    return comment_of(name) or summary_of(name)
