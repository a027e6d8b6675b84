"""What is handed in while several units and agencies work on one filing, and by silence of all.

May import: errors, procedures, values, and `borders` beside it.
"""

from datetime import date

from attrs import field

from caseflow.errors import ValueInvalidError
from caseflow.office.payloads.borders import is_day, is_outcome, plain_text, says_something
from caseflow.procedures import SilentOutcome
from caseflow.typed import frozen

__all__ = [
    "Consultation",
    "ConsultationAnswer",
    "DeemedDecision",
    "StepFinish",
    "StepHandOver",
]


@frozen
class StepHandOver:
    """Hand *step* of the procedure to *unit*, by default the one in charge of it.

    Where the procedure has no steps, *unit* alone says who works on the filing.

    Source: Decree 61/2018/NĐ-CP Art. 19.6 and 19.7.
    """

    step: str = field(default="", converter=plain_text)
    unit: str = field(default="", converter=plain_text)
    officer: str = field(default="", converter=plain_text)

    def __attrs_post_init__(self) -> None:
        if not self.name.strip():
            raise ValueInvalidError("step", self.step, "the name of a step, or of a unit as unit=")

    @property
    def name(self) -> str:
        """Return by what name the step is finished: its own, else its unit's."""
        return self.step or self.unit


@frozen
class StepFinish:
    """Say that a step is finished; *step* is its name, or the unit's where it has none."""

    step: str = field(converter=plain_text, validator=says_something)
    note: str = field(default="", converter=plain_text)


@frozen
class Consultation:
    """Ask another agency a question, to be answered by the end of the day *answer_by*.

    Source: Decree 61/2018/NĐ-CP Art. 19.5.
    """

    agency: str = field(converter=plain_text, validator=says_something)
    question: str = field(converter=plain_text, validator=says_something)
    answer_by: date = field(validator=is_day)


@frozen
class ConsultationAnswer:
    """Record what a consulted agency answered."""

    agency: str = field(converter=plain_text, validator=says_something)
    answer: str = field(converter=plain_text, validator=says_something)


@frozen
class DeemedDecision:
    """State what is taken as decided because the limit passed, and the rule that says so.

    Source: the `Silence` of the procedure, which must say the same.
    """

    outcome: SilentOutcome = field(validator=is_outcome)
    rule: str = field(converter=plain_text, validator=says_something)
