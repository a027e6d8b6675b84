"""The pack of a country cannot be used: its author, or whoever installed it, acts."""

from collections.abc import Sequence

from caseflow._showing import word
from caseflow.errors._definitions import DefinitionError, FaultLike
from caseflow.errors._inputs import InputError
from caseflow.errors._root import CaseflowError, listed

__all__ = [
    "PackDoubledError",
    "PackError",
    "PackPartMissingError",
    "PackVersionError",
    "UnknownPackError",
]


class PackError(DefinitionError):
    """A pack is wrong; all faults are reported at once."""

    code = "pack-invalid"

    def __init__(self, name: str, faults: Sequence[FaultLike]) -> None:
        super().__init__(name, faults)

    def __str__(self) -> str:
        return f"pack {super().__str__()}"


class PackVersionError(PackError):
    """A pack was written for another version of the form in which packs are written."""

    code = "pack-version"

    def __init__(self, name: str, written_for: int, known: int) -> None:
        CaseflowError.__init__(self, name, written_for, known)
        self.name, self.faults = name, (f"written for version {word(written_for)}",)
        self.written_for, self.known = written_for, known

    def __str__(self) -> str:
        return (
            f"pack {word(self.name)} is written for version {word(self.written_for)} of the "
            f"form of packs, and this caseflow reads version {word(self.known)}; install a newer "
            "caseflow, or an older version of the pack"
        )


class PackDoubledError(PackError):
    """Two installed packages bring a pack of the same name."""

    code = "pack-doubled"

    def __init__(self, name: str, places: Sequence[str]) -> None:
        CaseflowError.__init__(self, name, tuple(places))
        self.name, self.faults = name, tuple(places)
        self.places = tuple(places)

    def __str__(self) -> str:
        return (
            f"{len(self.places)} packs are called {word(self.name)}: {listed(self.places)}; "
            "uninstall all but one of the packages that bring them"
        )


class UnknownPackError(InputError):
    """No installed package brings a pack of that name."""

    code = "unknown-pack"

    def __init__(self, name: str, known: Sequence[str]) -> None:
        super().__init__(name, tuple(known))
        self.name, self.known = name, tuple(known)

    def __str__(self) -> str:
        known = listed(self.known) or "none"
        return (
            f"no pack is called {word(self.name)}; installed are: {known}; give one of them, or "
            "install the package that brings it"
        )


class PackPartMissingError(InputError):
    """The pack does not have what was asked for, because its country has none."""

    code = "pack-part-missing"

    def __init__(self, name: str, part: str, known: Sequence[str]) -> None:
        super().__init__(name, part, tuple(known))
        self.name, self.part, self.known = name, part, tuple(known)

    def __str__(self) -> str:
        return (
            f"the pack {word(self.name)} has no {word(self.part)}; it has: "
            f"{listed(self.known) or 'no optional parts'}; ask another pack with --pack NAME"
        )
