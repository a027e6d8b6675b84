"""The files of the repository, for the tests that state the house rules."""

import ast
import os
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from types import ModuleType

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "src" / "caseflow"

#: Environments, caches and results: none of them is part of the project.
LEFT_BEHIND = {
    ".coverage",
    ".git",
    ".hypothesis",
    ".idea",
    ".venv",
    ".vscode",
    "__pycache__",
    "build",
    "dist",
    "htmlcov",
}


def module_paths() -> list[Path]:
    """Return the path of every module of caseflow."""
    return sorted(PACKAGE.rglob("*.py"))


def module_name(path: Path) -> str:
    """Return the dotted name of the module at *path*."""
    parts = path.relative_to(PACKAGE.parent).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def public_modules() -> Iterator[ModuleType]:
    """Yield the modules that users may import, those of extras too."""
    for path in module_paths():
        name = module_name(path)
        if "._" not in name:
            yield import_module(name)


def layer_of(path: Path) -> str:
    """Return the layer a module belongs to: `calendars` for `caseflow/calendars/_office.py`."""
    return path.relative_to(PACKAGE).with_suffix("").parts[0]


def parsed(path: Path) -> ast.Module:
    """Return the syntax tree of a module."""
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


def project_files() -> Iterator[Path]:
    """Yield every file of the project, as a fresh clone holds them."""
    for folder, folders, files in os.walk(ROOT):
        folders[:] = [name for name in folders if not _is_left_behind(name)]
        yield from (Path(folder, name) for name in files if not _is_left_behind(name))


def _is_left_behind(name: str) -> bool:
    return (
        name in LEFT_BEHIND
        or name.startswith(".coverage.")
        or name.endswith(("_cache", ".egg-info", ".pyc"))
    )


def markdown_files() -> list[Path]:
    """Return every Markdown file of the project."""
    return sorted(path for path in project_files() if path.suffix == ".md")
