"""What this site adds to Sphinx: names in docstrings that become links, and sections of ours."""

import ast
import builtins
import inspect
import re
from collections import defaultdict
from collections.abc import Mapping
from enum import Enum
from functools import cache
from importlib import import_module
from typing import Any, TypeVar

from docutils import nodes
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.domains.python._object import PyObject
from sphinx.environment import BuildEnvironment
from sphinx.util.docutils import SphinxRole

from caseflow.messages import languages
from website.names import all_names, canonical_name, public_names

__all__ = ["setup"]

#: Letters of a default value that a signature shows as it is.
_SHORT = 60

#: A name, or a call: what may lead to an entry of the reference.
_NAME = re.compile(r"(\w+(?:\.\w+)*)(?:\(.*\))?")


class Mention(SphinxRole):
    """A word in backquotes: a link if it is a public name that is meant, else code."""

    def run(self) -> tuple[list[nodes.Node], list[nodes.system_message]]:
        """Make the code, to be resolved once all names are known."""
        code = nodes.literal(self.text, self.text)
        context = self.env.ref_context
        module, holder = context.get("py:module") or "", context.get("py:class") or ""
        return [_mention(self.text, code, module, holder) or code], []


def _mention(
    text: str, code: nodes.Element, module: str, holder: str
) -> addnodes.pending_xref | None:
    match = _NAME.fullmatch(text)
    if match is None:
        return None
    return addnodes.pending_xref(
        text,
        code,
        refdomain="",
        reftype="mention",
        reftarget=match[1],
        module=module,
        holder=holder,
        refwarn=False,
    )


def _link_code(app: Sphinx, doctree: nodes.document) -> None:
    """Let names in the code of a page lead to the reference, as those of docstrings do.

    A word in small letters may be anything there, so a name needs a capital or a dot.
    """
    if not str(app.env.doc2path(app.env.docname)).endswith(".md"):
        return
    for code in list(doctree.findall(nodes.literal)):
        text = code.astext()
        is_plain = code.parent is not None and not isinstance(
            code.parent, (nodes.reference, addnodes.pending_xref, nodes.title)
        )
        if is_plain and (text[:1].isupper() or "." in text):
            mention = _mention(text, code.deepcopy(), "", "")
            if mention is not None:
                code.replace_self(mention)


def _resolve(
    app: Sphinx, env: BuildEnvironment, node: addnodes.pending_xref, code: nodes.TextElement
) -> nodes.Node | None:
    """Lead a private name to the public one, and a word to the name it means."""
    target = str(node["reftarget"])
    if node["reftype"] == "mention":
        found = _meant(env, target, node["module"], node["holder"])
        return code if found is None else _linked(app, env, node, found, code)
    return None


def _name_fully(_app: Sphinx, doctree: nodes.document) -> None:
    """Let types and errors refer to public names, by the module that describes them."""
    for node in list(doctree.findall(addnodes.pending_xref)):
        if node.get("refdomain") != "py":
            continue
        target = str(node["reftarget"])
        public = canonical_name(target) or _only_public(target)
        if public is not None:
            node["reftarget"], node["reftype"] = public, "obj"
        elif hasattr(builtins, target) or _is_type_variable(target):
            node.replace_self(nodes.Text(target.rpartition(".")[2]))


@cache
def _repeated() -> frozenset[str]:
    """Return the public names that only lead to where they are described."""
    offered = {each.full for names in all_names().values() for each in names}
    return frozenset(offered - {each.full for each in public_names().values()})


@cache
def _by_short_name() -> dict[str, list[str]]:
    names = defaultdict[str, list[str]](list)
    for each in public_names().values():
        names[each.name].append(each.full)
    return names


def _only_public(name: str) -> str | None:
    """Return the full name of the only public name that is called so."""
    found = _by_short_name().get(name, ())
    return found[0] if len(found) == 1 else None


def _is_type_variable(name: str) -> bool:
    module, _, word = name.rpartition(".")
    if not module.startswith("caseflow"):
        return False
    try:
        return isinstance(getattr(import_module(module), word, None), TypeVar)
    except ImportError:
        return False


def _linked(
    app: Sphinx,
    env: BuildEnvironment,
    node: addnodes.pending_xref,
    name: str,
    code: nodes.TextElement,
) -> nodes.Node | None:
    objects = env.domains.python_domain.objects
    if name not in objects:
        return None
    return env.domains.python_domain.resolve_xref(
        env, node["refdoc"], app.builder, "obj", name, node, code
    )


def _meant(env: BuildEnvironment, word: str, module: str, holder: str) -> str | None:
    """Return the full name that a word means where it stands; None if that is not clear."""
    objects = env.domains.python_domain.objects
    for scope in (f"{module}.{holder}.", f"{module}.", "caseflow.", ""):
        if f"{scope}{word}" in objects:
            return f"{scope}{word}"
    if "." not in word and word.islower():
        return None
    found = _endings(env).get(word, ())
    return found[0] if len(found) == 1 else None


def _endings(env: BuildEnvironment) -> dict[str, list[str]]:
    """Return the names that are described in full, by their last one and last two parts."""
    kept: dict[str, list[str]] | None = getattr(env, "caseflow_endings", None)
    if kept is None:
        kept = defaultdict(list)
        repeated = _repeated()
        for name, entry in env.domains.python_domain.objects.items():
            if entry.aliased or name in repeated:
                continue
            parts = name.split(".")
            for length in (1, 2):
                kept[".".join(parts[-length:])].append(name)
        env.caseflow_endings = kept  # type: ignore[attr-defined]
    return kept


def _sections(
    _app: Sphinx, _what: str, _name: str, _value: object, _options: object, lines: list[str]
) -> None:
    """Turn the paragraphs "Cost: …" and "Source: …" of a docstring into fields of its entry."""
    for at, line in enumerate(lines):
        match = re.match(r"(Cost|Source): (.+)", line)
        if match:
            lines[at] = f":{match[1]}: {match[2]}"
            for below in range(at + 1, len(lines)):
                if not lines[below].strip():
                    break
                lines[below] = f"    {lines[below].strip()}"


def _skip(_app: Sphinx, _what: str, _name: str, value: object, *_others: object) -> bool | None:
    """Leave out the fields of named tuples, whose only text says that they have a number."""
    return True if type(value).__name__ == "_tuplegetter" else None


class _Code:
    """A default value that is shown as the code that names it."""

    def __init__(self, code: str) -> None:
        self._code = code

    def __repr__(self) -> str:
        """Return the code."""
        return self._code


def _name_defaults(_app: Sphinx, called: object, *_others: object) -> None:
    """Show a default by its name where showing the value is long or no Python.

    Sphinx reads a signature that is no Python as plain text, without a link.
    """
    function = getattr(called, "__func__", called)
    try:
        signature = inspect.signature(function)
    except (TypeError, ValueError):
        return
    scope = getattr(inspect.unwrap(function), "__globals__", {})
    parameters = [
        each.replace(default=_Code(_name_of(each.default, scope)))
        if each.default is not each.empty and not _is_short(each.default)
        else each
        for each in signature.parameters.values()
    ]
    if parameters != [*signature.parameters.values()]:
        function.__signature__ = signature.replace(parameters=parameters)


def _is_short(value: object) -> bool:
    if isinstance(value, Enum):
        return True
    try:
        ast.parse(repr(value))
    except SyntaxError:
        return False
    return len(repr(value)) <= _SHORT


def _name_of(value: object, scope: Mapping[str, object]) -> str:
    names = (name for name, each in scope.items() if each is value and name.isidentifier())
    return next(names, getattr(value, "__name__", "..."))


def _say_language(
    _app: Sphinx, page: str, _template: str, context: dict[str, Any], *_others: object
) -> None:
    """Let the pages of a folder that is named after a language be read aloud in it."""
    folder = page.partition("/")[0]
    if folder in languages():
        context["language"] = folder


def setup(app: Sphinx) -> dict[str, Any]:
    """Register the extension."""
    for each in PyObject.doc_field_types:
        if each.name == "variable":
            each.label = "Attributes"
    app.add_role("mention", Mention())
    app.connect("autodoc-process-docstring", _sections, priority=400)
    app.connect("autodoc-skip-member", _skip)
    app.connect("autodoc-before-process-signature", _name_defaults)
    app.connect("html-page-context", _say_language)
    app.connect("doctree-read", _link_code)
    app.connect("doctree-read", _name_fully)
    app.connect("missing-reference", _resolve, priority=400)
    return {"parallel_read_safe": True}
