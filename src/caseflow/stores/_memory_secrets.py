"""The secrets of a store in memory: wrapped anew, and what is left of them.

The same as `statements.secrets`, without a database.
"""

from collections.abc import Sequence

from caseflow.stores._kept import Definition, Secret
from caseflow.stores._ops import Ops

__all__ = ["MemorySecrets"]


class MemorySecrets:
    """Hold secrets by subject, and definitions by kind and name."""

    def __init__(self) -> None:
        """Begin with none."""
        super().__init__()
        self.kept: dict[tuple[str, str], Definition] = {}
        self.secrets: dict[str, Secret] = {}

    def rewrap_secrets(self, secrets: Sequence[tuple[str, str, str]], act: Definition) -> Ops[int]:
        """Keep secrets as they are wrapped anew, and the act of it; return how many."""
        yield from ()
        self.kept.setdefault((act.kind, act.name), act)
        as_before = [each for each in secrets if self.secrets[each[0]].secret == each[1]]
        for subject, _, after in as_before:
            self.secrets[subject] = self.secrets[subject]._replace(secret=after)
        return len(as_before)

    def scrub(self) -> Ops[bool]:
        """Do nothing: there are no files."""
        yield from ()
        return True
