"""By when each step of an escalation is due, and who gets it: settings of an office, with sources.

Nothing here is law: what no act was read for is configuration and is cited nowhere.
"""

from collections.abc import Mapping, Sequence
from typing import cast

from caseflow._toml_tables import Table, reading_toml
from caseflow._typed import frozen, typed
from caseflow.errors import CaseflowError, UnknownNameError, ValueInvalidError
from caseflow.limits import TimeLimit
from caseflow.values import Text

__all__ = ["CLOSE_BRANCH", "STEPS", "EscalationRules", "StepRule", "read_escalation_rules"]

#: The steps in their order; a case has one of them, or the closing, before it at any time.
STEPS = ("remind", "report-up", "criticise", "evaluate-head")

#: What is due after the last step.
CLOSE_BRANCH = "close"

#: The answer to an obstacle that the unit reported.
_ANSWER = "answer-obstacle"

_ALL = (*STEPS, CLOSE_BRANCH, _ANSWER)


@frozen
class StepRule:
    """Say by when a step is due and who gets it.

    Attributes:
        within: the time for it, from the step before.
        to: who gets the letter, in each language of the office.
        source: where that was read, "" for a setting of the office.
        certainty: how sure that is, as "second-hand"; "" for a setting of the office.
    """

    within: TimeLimit
    to: Text
    source: str = ""
    certainty: str = ""


@typed
@frozen
class EscalationRules:
    """Hold the rules of the steps by name: those of `STEPS`, "close" and "answer-obstacle"."""

    steps: Mapping[str, StepRule]

    def __attrs_post_init__(self) -> None:
        """Refuse rules that lack a step."""
        if not isinstance(cast("object", self.steps), Mapping):
            raise ValueInvalidError("steps", self.steps, "rules by the names of the steps")
        missing = [each for each in _ALL if each not in self.steps]
        if missing:
            raise ValueInvalidError(
                "steps", ", ".join(map(str, self.steps)), f"also {', '.join(missing)}"
            )

    def step(self, name: str) -> StepRule:
        """Return the rule of the step called *name*; raises `UnknownNameError`."""
        if name not in _ALL:
            raise UnknownNameError(name, _ALL, "step")
        return self.steps[name]

    @property
    def answer(self) -> StepRule:
        """Return by when an obstacle is answered, and who hears of it."""
        return self.steps[_ANSWER]


@typed
def read_escalation_rules(text: str, *, name: str, languages: Sequence[str]) -> EscalationRules:
    """Return the rules that TOML *text*, the file *name*, writes, with names in *languages*.

    Raises:
        FormatError: it is not TOML, or a step is missing or wrong: all faults are named.
    """
    with reading_toml(text, name, languages) as table:
        table.allow("step")
        steps = {each.text("name", ""): _step(each) for each in table.tables("step")}
        for missing in (each for each in _ALL if each not in steps):
            table.fault("step", f"{missing} is missing; add it")
        for unknown in (each for each in steps if each not in _ALL):
            table.fault("step", f"{unknown!r} is no step; known: {', '.join(_ALL)}")
        return EscalationRules(steps)


def _step(table: Table) -> StepRule:
    table.allow("name", "within", "to", "source", "certainty")
    return StepRule(
        _limit(table),
        table.labels("to"),
        table.text("source", ""),
        table.text("certainty", ""),
    )


def _limit(table: Table) -> TimeLimit:
    try:
        return TimeLimit.parse(table.text("within"))
    except CaseflowError as error:
        table.fault("within", str(error))
        return TimeLimit.parse("1 working day")
