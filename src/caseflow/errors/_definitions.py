"""A workflow, procedure or profile is wrong: its author acts."""

from collections.abc import Sequence
from typing import Protocol

from caseflow._showing import place, word
from caseflow.errors._root import CaseflowError, listed

__all__ = [
    "DefinitionError",
    "FaultLike",
    "ForeignDecisionError",
    "ProfileError",
    "SampleMissingError",
    "ScenarioError",
    "SimulationMismatchError",
    "TemplateError",
]


class FaultLike(Protocol):
    """What `DefinitionError` needs of a fault: its own text."""

    def __str__(self) -> str: ...


class DefinitionError(CaseflowError):
    """A workflow, procedure or catalogue is wrong; all faults are reported at once."""

    code = "definition-invalid"

    def __init__(self, name: str, faults: Sequence[FaultLike]) -> None:
        super().__init__(name, tuple(faults))
        self.name, self.faults = name, tuple(faults)

    def __str__(self) -> str:
        lines = "".join(f"\n  - {fault}" for fault in self.faults)
        return f"{place(self.name)}: {len(self.faults)} fault(s) to mend{lines}"


class ProfileError(DefinitionError):
    """A replay profile is wrong."""

    code = "profile-invalid"


class ScenarioError(DefinitionError):
    """A scenario cannot be simulated; all faults are reported at once."""

    code = "scenario-invalid"


class SimulationMismatchError(DefinitionError):
    """A simulated filing came out otherwise when the real engine worked it.

    *faults* name the guard that refused, or the rule by which a date or a share differs.
    """

    code = "simulation-differs"


class ForeignDecisionError(DefinitionError):
    """A list to be published has rows that another authority decided, or that are examples."""

    code = "decision-foreign"

    def __init__(self, publisher: str, rows: Sequence[str]) -> None:
        CaseflowError.__init__(self, publisher, tuple(rows))
        self.name, self.faults = publisher, tuple(rows)
        self.publisher, self.rows = publisher, tuple(rows)

    def __str__(self) -> str:
        shown = listed(self.rows[:5])
        more = f" and {len(self.rows) - 5} more" if len(self.rows) > 5 else ""
        publisher = word(self.publisher or "a publisher without a name")
        return (
            f"{publisher} cannot publish {len(self.rows)} "
            f"row(s) that it did not decide: {shown}{more}; publish a catalogue of "
            f"its own decisions, or name the authority that decided them"
        )


class SampleMissingError(DefinitionError):
    """A history is to be made up, and nothing was registered that some actions could take."""

    code = "sample-missing"

    def __init__(self, payloads: Sequence[str]) -> None:
        CaseflowError.__init__(self, tuple(payloads))
        self.name, self.faults = "samples", tuple(payloads)
        self.payloads = tuple(payloads)

    def __str__(self) -> str:
        return (
            f"no sample is registered for {len(self.payloads)} payload type(s): "
            f"{listed(self.payloads)}; register one each with PayloadTypes.sample"
        )


class TemplateError(DefinitionError):
    """A template asks for a field its paper does not have, or cannot be read at all."""

    code = "template-invalid"

    def __init__(self, template: str, problem: str) -> None:
        CaseflowError.__init__(self, template, problem)
        self.name, self.faults = template, (problem,)
        self.problem = problem

    def __str__(self) -> str:
        return f"template {place(self.name)}: {self.problem}; mend the template"
