"""Something that is installed apart is missing: whoever installs the program acts."""

from caseflow._showing import word
from caseflow.errors._root import CaseflowError

__all__ = ["PackageMissingError"]


class PackageMissingError(CaseflowError):
    """An optional package, or a library that it needs of the system, is not installed."""

    code = "package-missing"

    def __init__(self, what: str, remedy: str) -> None:
        super().__init__(what, remedy)
        self.what, self.remedy = what, remedy

    def __str__(self) -> str:
        return f"{word(self.what)} is not installed; run {self.remedy}"
