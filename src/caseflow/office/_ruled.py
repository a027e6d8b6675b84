"""Guards that ask the rules of a country: made once for each `OfficeRules`.

What does not depend on a country is a plain `guard` of the core.
"""

from collections.abc import Callable
from functools import cache
from typing import TypeVar

from caseflow._typed import typed
from caseflow.office.rules import OfficeRules
from caseflow.procedures import Procedure
from caseflow.values import Channel
from caseflow.workflow import Guard, Refusal, Situation, guard, payload_guard

__all__ = ["RuledGuard", "ruled_guard", "ruled_payload_guard"]

P = TypeVar("P")


#: Makes the guard for the rules of a country; the same guard for the same rules.
RuledGuard = Callable[[OfficeRules], Guard]


@typed
def ruled_guard(
    name: str, *, bars: Callable[[Procedure, Channel], bool] | None = None
) -> Callable[[Callable[[Situation, OfficeRules], Refusal | None]], RuledGuard]:
    """Make of the function below what makes its guard for the rules of a country."""

    def named(check: Callable[[Situation, OfficeRules], Refusal | None]) -> RuledGuard:
        @cache
        def made(rules: OfficeRules) -> Guard:
            @guard(name, bars=bars)
            def checked(situation: Situation) -> Refusal | None:
                return check(situation, rules)

            return checked

        return made

    return named


@typed
def ruled_payload_guard(
    name: str, payload: type[P]
) -> Callable[[Callable[[Situation, P, OfficeRules], Refusal | None]], RuledGuard]:
    """Make of the function below, which is handed the payload, what makes its guard."""

    def named(check: Callable[[Situation, P, OfficeRules], Refusal | None]) -> RuledGuard:
        @cache
        def made(rules: OfficeRules) -> Guard:
            @payload_guard(name, payload)
            def checked(situation: Situation, given: P) -> Refusal | None:
                return check(situation, given, rules)

            return checked

        return made

    return named
