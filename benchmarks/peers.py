"""Find the peers: they are installed where `make bench` runs, and some may be absent elsewhere."""

import warnings
from importlib import import_module
from importlib.util import find_spec
from typing import Any

__all__ = ["Peers"]


class Peers:
    """Import peers by name, and remember which are absent."""

    def __init__(self) -> None:
        """Begin with none absent."""
        self.absent: dict[str, str] = {}

    def has(self, contender: str, package: str) -> bool:
        """Return whether *package* is installed, without importing it."""
        if find_spec(package) is None:
            self.absent[contender] = f"{contender} is not installed here: no module named {package}"
            return False
        return True

    def get(self, contender: str, *modules: str) -> Any | None:  # noqa: ANN401 - not typed
        """Return the last of *modules*, or None if one of them cannot be imported."""
        found: Any = None
        try:
            for module in modules:
                found = import_module(module)
        except ImportError as error:
            self.absent[contender] = f"{contender} is not installed here: {error}"
            return None
        if contender == "pandas":
            # It says itself that it takes a row at a time; that is what is measured.
            warnings.simplefilter("ignore", found.errors.PerformanceWarning)
        return found
