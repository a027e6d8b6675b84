"""The public API: what `__all__` lists in each module that has no underscore in its name."""

from repo.tree import public_modules

__all__ = ["public_api"]


def public_api() -> str:
    """Return the full names of the public API in order, one a line."""
    names = {
        f"{module.__name__}.{name}"
        for module in public_modules()
        for name in getattr(module, "__all__", ())
    }
    return "".join(f"{name}\n" for name in sorted(names))
