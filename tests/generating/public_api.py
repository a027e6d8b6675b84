"""The public API: what `__all__` lists in each module that has no underscore in its name."""

from collections.abc import Iterator
from importlib import import_module
from types import ModuleType

from repo.tree import module_name, module_paths

__all__ = ["public_api", "public_modules"]


def public_modules() -> Iterator[ModuleType]:
    """Yield the modules that users may import, those of extras too."""
    for path in module_paths():
        name = module_name(path)
        if "._" not in name:
            yield import_module(name)


def public_api() -> str:
    """Return the full names of the public API in order, one a line."""
    names = {
        f"{module.__name__}.{name}"
        for module in public_modules()
        for name in getattr(module, "__all__", ())
    }
    return "".join(f"{name}\n" for name in sorted(names))
