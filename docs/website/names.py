"""Where each public name is documented, and under which name a private one is public.

A name that several modules offer is documented once, in the module that is closest to the one that
defines it; elsewhere there is an entry that leads there.
"""

import ast
import inspect
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import NamedTuple

from repo.tree import public_modules

__all__ = ["Name", "all_names", "canonical_name", "public_names"]


class Name(NamedTuple):
    """A public name: the module that offers it, and the module and name that define it."""

    module: str
    name: str
    defined_in: str
    defined_as: str

    @property
    def full(self) -> str:
        """Return the name by which users import it."""
        return f"{self.module}.{self.name}"

    @property
    def origin(self) -> str:
        """Return the name by which it is defined."""
        return f"{self.defined_in}.{self.defined_as}"

    @property
    def value(self) -> object:
        """Return what it names."""
        return getattr(import_module(self.module), self.name)


@cache
def all_names() -> dict[str, tuple[Name, ...]]:
    """Return the names of each public module, in the order of its `__all__`."""
    return {module.__name__: tuple(_names(module)) for module in public_modules()}


def _names(module: ModuleType) -> Iterator[Name]:
    for name in getattr(module, "__all__", ()):
        value = getattr(module, name)
        if inspect.isclass(value) or inspect.isfunction(value):
            yield Name(module.__name__, name, value.__module__, value.__qualname__)
        else:
            yield Name(module.__name__, name, *_definition(module.__name__, name))


def _definition(module: str, name: str) -> tuple[str, str]:
    """Follow the imports of a module to where *name* is assigned."""
    found = _imports(module).get(name)
    return (module, name) if found is None else _definition(*found)


@cache
def _imports(module: str) -> dict[str, tuple[str, str]]:
    """Return what the module imports from caseflow, by the names that it gives to it."""
    file = Path(import_module(module).__file__ or "")
    stub = file.with_suffix(".pyi")
    tree = ast.parse((stub if stub.exists() else file).read_text(encoding="utf-8"))
    return {
        alias.asname or alias.name: (node.module, alias.name)
        for node in tree.body
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("caseflow")
        for alias in node.names
    }


@cache
def public_names() -> dict[str, Name]:
    """Return each public name that is documented in full, by the name of its definition."""
    offered = defaultdict[str, list[Name]](list)
    for names in all_names().values():
        for name in names:
            offered[name.origin].append(name)
    return {origin: max(names, key=_closeness) for origin, names in offered.items()}


def _closeness(name: Name) -> tuple[int, int, str]:
    """Rank by how much of the path both modules share; then the one with the shorter path."""
    offering, defining = name.module.split("."), name.defined_in.split(".")
    shared = 0
    for one, other in zip(offering, defining, strict=False):
        if one != other:
            break
        shared += 1
    return shared, -len(offering), name.full


def canonical_name(origin: str) -> str | None:
    """Return the public name of what is defined as *origin*, a member of a class included."""
    names = public_names()
    if origin in names:
        return names[origin].full
    holder, _, member = origin.rpartition(".")
    if holder in names:
        return f"{names[holder].full}.{member}"
    return None
