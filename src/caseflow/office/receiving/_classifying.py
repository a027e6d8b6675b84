"""Saying which kind of case a filing is, where the limit depends on it."""

from attrs import field

from caseflow._fields import plain_text, says_something
from caseflow._typed import frozen
from caseflow.errors import LimitError, UnknownNameError
from caseflow.ledgers import ClockState
from caseflow.office._phases import Phase
from caseflow.office.rules import UNNAMED, OfficeRules
from caseflow.office.states import AT_WORK, BEFORE_ACCEPTANCE, IN_TRANSIT, INTAKE, OFFICER, REFUSED
from caseflow.procedures import Procedure
from caseflow.texts import Message
from caseflow.values import Channel
from caseflow.workflow import (
    BRANCH,
    LEGAL,
    Action,
    Refusal,
    SetFact,
    Situation,
    Transition,
    guard,
    payload_guard,
)

__all__ = [
    "CLASSIFY",
    "CLASSIFYING",
    "Classification",
    "branch_is_a_kind",
    "branch_is_known",
    "kind_can_be_said",
    "kinds",
]


@frozen
class Classification:
    """Name the kind of case, where the limit depends on it: a branch of the procedure."""

    branch: str = field(converter=plain_text, validator=says_something)


CLASSIFY = Action(
    "classify",
    Classification,
    UNNAMED,
)


@guard("branch-is-known")
def branch_is_known(situation: Situation) -> Refusal | None:
    """Accept a filing only when it is known which limit it falls under."""
    case, procedure = situation.case, situation.procedure
    needs_branch = all(
        rule.branch is not None for rule in procedure.limits if rule.channel in (None, case.channel)
    )
    if case.branch is not None or not needs_branch:
        return None
    return Refusal(
        "branch-unknown",
        Message("office.branch-unknown"),
        {"known": ", ".join(kinds(situation))},
    )


@payload_guard("branch-is-a-kind", Classification)
def branch_is_a_kind(situation: Situation, kind: Classification) -> Refusal | None:
    """Classify by a kind of case, of which a refusal is none: it is an outcome."""
    known = kinds(situation)
    if kind.branch != REFUSED or REFUSED not in situation.procedure.branches:
        return None
    return Refusal(
        "no-such-branch",
        Message("office.no-such-branch"),
        {"branch": kind.branch, "known": ", ".join(known) or "-"},
    )


def kinds(situation: Situation) -> tuple[str, ...]:
    """Return the kinds of case a filing may be on the day it was opened; a refusal is none."""
    opened_on = situation.calendar.local_date(situation.case.opened_at)
    found = situation.procedure.branches_on(opened_on)
    return tuple(branch for branch in found if branch != REFUSED)


def _has_no_kinds(procedure: Procedure, _: Channel) -> bool:
    return not set(procedure.branches) - {REFUSED}


@guard("kind-can-be-said", bars=_has_no_kinds)
def kind_can_be_said(situation: Situation) -> Refusal | None:
    """Say which kind of case it is only where the limit depends on one that the filing can be."""
    if any(_is_fitting(situation, kind) for kind in kinds(situation)):
        return None
    return Refusal(
        "no-such-branch",
        Message("office.no-such-branch-the-limit-of-procedure-procedure"),
        {"procedure": situation.procedure.code},
    )


def _is_fitting(situation: Situation, kind: str) -> bool:
    """Return whether *kind* has a limit for the filing, in which its extensions are no misfit."""
    if kind == situation.case.branch:
        return True
    try:
        limit = situation.procedure.limit_for(situation.case.channel, kind)
        ledger = situation.case.clock(LEGAL)
        if ledger is not None and ledger.state in (ClockState.RUNNING, ClockState.PAUSED):
            for mark in ledger.marks:
                if mark.extra is not None:
                    limit.extended(mark.extra)
    except (UnknownNameError, LimitError):
        return False
    return True


def _transitions(_: OfficeRules) -> tuple[Transition, ...]:
    """Return what the actions of this phase lead to."""
    return (
        *Transition.each(
            CLASSIFY,
            (*BEFORE_ACCEPTANCE, IN_TRANSIT, *AT_WORK),
            None,
            [INTAKE, OFFICER],
            guards=(kind_can_be_said, branch_is_a_kind),
            facts=(SetFact(BRANCH, of_payload="branch"),),
        ),
    )


CLASSIFYING = Phase("classifying", (CLASSIFY,), _transitions)
