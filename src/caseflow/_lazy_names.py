"""Load a name of a package when it is first asked for, so that a package costs what is used of it.

The stub of the package, `__init__.pyi`, says where each name comes from, to type checkers and to
this module alike. What a package offers is decided there, not here.
"""

import ast
from collections.abc import Callable
from importlib import import_module
from pkgutil import get_data

__all__ = ["lazy_names"]


def lazy_names(package: str) -> tuple[Callable[[str], object], Callable[[], list[str]], list[str]]:
    """Return `__getattr__`, `__dir__` and `__all__` of *package*, read from its stub.

    A name is imported once, and stands in the package from then on. Costs about 1 ms.
    """
    stub = ast.parse(get_data(package, "__init__.pyi") or b"")
    modules = {
        alias.asname or alias.name: (node.module or package, alias.name)
        for node in stub.body
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    }

    def load(name: str) -> object:
        found = modules.get(name)
        if found is None:
            message = f"module {package!r} has no attribute {name!r}"
            raise AttributeError(message)
        module, known_as = found
        value: object = getattr(import_module(module), known_as)
        setattr(import_module(package), name, value)
        return value

    def listed() -> list[str]:
        return sorted({*vars(import_module(package)), *modules})

    return load, listed, sorted(modules)
