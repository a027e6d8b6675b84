"""The reference of the API: a page per public module, with an entry for each of its names.

Classes and functions are described by Sphinx from their docstrings. What is a value has no
docstring: it is described by its type, the comment above it, and how it presents itself.
"""

import ast
import enum
import inspect
import types
from collections.abc import Collection, Iterator
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import NamedTuple, get_args, get_origin

from sphinx.pycode import ModuleAnalyzer

from website.names import Name, all_names, canonical_name, public_names
from website.value_texts import lines_of

__all__ = ["API", "VALUE", "comment_of", "kind_of", "reference_pages", "summary_of"]

#: The folder of these pages.
API = "reference/api"


class Kind(NamedTuple):
    """A kind of names: what it is called, and which role of Sphinx leads to one."""

    title: str
    role: str


CLASS, ERROR, FUNCTION = Kind("Classes", "class"), Kind("Errors", "exc"), Kind("Functions", "func")
TYPE, VALUE = Kind("Types", "type"), Kind("Values", "data")
#: So many names are seen at a glance, and need no list.
_FEW = 2
ORDER = (CLASS, FUNCTION, TYPE, VALUE, ERROR)


def reference_pages() -> dict[str, str]:
    """Return the pages by their paths: one a module, and one that lists the modules."""
    modules = {module: names for module, names in all_names().items() if names}
    offered = {each.full for names in modules.values() for each in names}
    pages = {
        f"{API}/{module}.rst": _page(module, names, offered) for module, names in modules.items()
    }
    return {f"{API}/index.rst": _index(modules), **pages}


def _heading(text: str, sign: str) -> list[str]:
    return [text, sign * len(text), ""]


def _index(modules: dict[str, tuple[Name, ...]]) -> str:
    lines = _heading("API reference", "=")
    lines += [
        "Every public name, by the module that offers it, from the docstrings of the code.",
        "What is not listed here is internal and may change in any release.",
        "",
        ".. list-table::",
        "   :widths: 40 60",
        "",
    ]
    for module in modules:
        lines += [f"   * - :doc:`{module} <{module}>`", f"     - {_first_sentence(module)}"]
    lines += ["", ".. toctree::", "   :hidden:", "", *(f"   {module}" for module in modules), ""]
    return "\n".join(lines)


def _first_sentence(module: str) -> str:
    paragraph = (inspect.getdoc(import_module(module)) or "").partition("\n\n")[0]
    return " ".join(paragraph.split())


def _page(module: str, names: tuple[Name, ...], offered: Collection[str]) -> str:
    lines = [*_heading(module, "="), f".. automodule:: {module}"]
    # A module may share its full name with a function, whose entry the name then leads to.
    lines += ["   :no-index:", ""] if module in offered else [""]
    kinds = {kind: sorted(_of_kind(names, kind), key=_by_name) for kind in ORDER}
    if len(names) > _FEW:
        for kind, found in kinds.items():
            lines += [f".. rubric:: {kind.title}", ""] if found else []
            lines += [f"- {_link(each, kind)}: {summary_of(each)}" for each in found]
            lines += [""]
    for kind, found in kinds.items():
        lines += _heading(kind.title, "-") if found else []
        for name in found:
            lines += [*_entry(name, kind), ""]
    return "\n".join(lines)


def _of_kind(names: tuple[Name, ...], kind: Kind) -> Iterator[Name]:
    return (each for each in names if kind_of(each.value) is kind)


def _link(name: Name, kind: Kind) -> str:
    return f":py:{kind.role}:`{name.name} <{name.full}>`"


def _by_name(name: Name) -> str:
    return name.name


def kind_of(value: object) -> Kind:
    """Return which kind of names a value makes."""
    if inspect.isclass(value):
        return ERROR if issubclass(value, BaseException) else CLASS
    if inspect.isroutine(value):
        return FUNCTION
    is_type = isinstance(value, types.UnionType) or get_origin(value) is not None
    return TYPE if is_type else VALUE


def _entry(name: Name, kind: Kind) -> Iterator[str]:
    """Describe a name in full, or lead to where it is described."""
    documented = public_names()[name.origin]
    if documented != name:
        yield from _header(kind, name)
        yield f"   The same as :py:{kind.role}:`{documented.full}`: {summary_of(documented)}"
    elif kind is FUNCTION:
        yield f".. autofunction:: {name.full}"
    elif kind in (CLASS, ERROR):
        yield f".. auto{'exception' if kind is ERROR else 'class'}:: {name.full}"
        yield "   :members:"
        if kind is CLASS:
            yield "   :inherited-members: object, Exception, Enum, tuple, dict, str, int"
        if _lists_bare_members(name.value):
            yield "   :undoc-members:"
    else:
        yield from _header(kind, name)
        yield from (f"   {line}" for line in _value_lines(name, kind))


def _header(kind: Kind, name: Name) -> Iterator[str]:
    """Open an entry that Sphinx does not make; a function's shows its parameters."""
    directive = {CLASS: "class", ERROR: "exception", FUNCTION: "function", TYPE: "type"}
    yield f".. py:{directive.get(kind, 'data')}:: {name.name}"
    if kind is VALUE:
        yield f"   :type: {_type_text(name.value)}"
    elif kind is TYPE:
        yield f"   :canonical: {_canonical_text(name.value)}"
    yield ""


def _lists_bare_members(value: object) -> bool:
    """Return whether the members of a class are listed without a comment: words, and fields."""
    return isinstance(value, enum.EnumMeta) or hasattr(value, "__total__")


def _value_lines(name: Name, kind: Kind) -> Iterator[str]:
    comment = comment_of(name)
    if comment:
        yield from comment.splitlines()
        yield ""
    if kind is VALUE:
        yield from lines_of(name.value)


def _type_text(value: object) -> str:
    kind = type(value)
    origin = f"{kind.__module__}.{kind.__qualname__}"
    return canonical_name(origin) or kind.__qualname__


def _canonical_text(value: object) -> str:
    return " | ".join(str(each) for each in get_args(value)) or str(value)


@cache
def _comments(module: str) -> dict[str, str]:
    """Return the comments of the values of a module; one may speak for a run of lines below it."""
    file = import_module(module).__file__ or ""
    found = {
        name: "\n".join(lines).strip()
        for (holder, name), lines in ModuleAnalyzer.for_module(module).find_attr_docs().items()
        if not holder
    }
    last, speaking = 0, ""
    for node in ast.parse(Path(file).read_text(encoding="utf-8")).body:
        targets = node.targets if isinstance(node, ast.Assign) else [getattr(node, "target", None)]
        for target in targets:
            if isinstance(target, ast.Name):
                is_next = node.lineno == last + 1
                speaking = found.get(target.id, speaking if is_next else "")
                found[target.id] = speaking
                last = node.end_lineno or 0
    return found


def comment_of(name: Name) -> str:
    """Return the comment that describes a value where it is defined, or "" if none does."""
    return _comments(name.defined_in).get(name.defined_as, "")


def summary_of(name: Name) -> str:
    """Return the first sentence of the description of a name, in reStructuredText."""
    value = name.value
    has_docstring = inspect.isclass(value) or inspect.isroutine(value)
    text = (inspect.getdoc(value) or "") if has_docstring else comment_of(name)
    if not text:
        text = next(iter(lines_of(value)), "")
    return " ".join(text.partition("\n\n")[0].split())
