"""A phase: what may be done in one part of the processing of a filing, and what it leads to.

Each phase stands in one module with its payloads and guards; `assembly` makes a workflow
of those that a country takes.
"""

from collections.abc import Callable
from typing import Any

from caseflow._typed import frozen
from caseflow.office.rules import OfficeRules
from caseflow.workflow import Action, Guard, Transition

__all__ = ["Phase"]


@frozen(eq=False)
class Phase:
    """Hold the actions of a phase and the transitions they make under the rules of a country.

    *kept_guards* are guards that no transition asks any more, and definitions of before still name.
    """

    name: str
    actions: tuple[Action[Any], ...]
    transitions: Callable[[OfficeRules], tuple[Transition, ...]]
    kept_guards: tuple[Guard, ...] = ()
