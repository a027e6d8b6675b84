"""Why an action is shut in a state, and what would have to be done first.

Worked out once per workflow, and again for the procedures of which some guard never holds: no hint
leads through its transition.
"""

from collections.abc import Mapping
from typing import Any

from caseflow.machine import Candidate, Table
from caseflow.texts import Message, Text
from caseflow.workflow import Action, Guard, Refusal, Workflow

__all__ = ["Exits", "exits", "open_ways", "routes", "wrong_state"]

_WRONG_STATE = Message("engine.wrong-state")

#: The actions that are open in a state, in words, with the states to which each leads.
Exits = tuple[tuple[Text, frozenset[str]], ...]


def routes(workflow: Workflow, table: Table, barred: frozenset[Guard]) -> dict[str, dict[str, int]]:
    """Return per action how many steps each state is away from one where the action is open.

    Transitions with a guard out of *barred* are no way. Nobody ends a case to do something that is
    open before its end too, so a final state is looked for only where there is no other.
    """
    final = {state.name for state in workflow.states if state.is_final}
    sources: dict[str, set[str]] = {}
    for state, row in table.rows.items():
        for candidates in row.values():
            for each in open_ways(candidates, barred):
                sources.setdefault(each.transition.target, set()).add(state)
    found: dict[str, dict[str, int]] = {}
    for action in workflow.actions:
        edge = [state for state, row in table.rows.items() if open_ways(row[action.name], barred)]
        edge = [state for state in edge if state not in final] or edge
        away = dict.fromkeys(edge, 0)
        while edge:
            before = {source for state in edge for source in sources.get(state, ())}
            edge = sorted(before - away.keys())
            away.update(dict.fromkeys(edge, max(away.values()) + 1))
        found[action.name] = away
    return found


def open_ways(candidates: tuple[Candidate, ...], barred: frozenset[Guard]) -> tuple[Candidate, ...]:
    """Return those of *candidates* that no guard out of *barred* shuts for good."""
    return tuple(each for each in candidates if barred.isdisjoint(each.guards))


def exits(workflow: Workflow, table: Table, barred: frozenset[Guard]) -> Mapping[str, Exits]:
    """Return per state the actions that are open in it, and the states to which each leads.

    Transitions with a guard out of *barred* are no way.
    """
    labels = {action.name: action.labels for action in workflow.actions}
    found: dict[str, Exits] = {}
    for state in workflow.states:
        ways = ((name, open_ways(table.candidates(state.name, name), barred)) for name in labels)
        found[state.name] = tuple(
            (labels[name], frozenset(each.transition.target for each in candidates))
            for name, candidates in ways
            if candidates
        )
    return found


def wrong_state(
    workflow: Workflow,
    leaving: Mapping[str, Exits],
    state: str,
    action: Action[Any],
    away: Mapping[str, int],
) -> Refusal:
    """Return the refusal of *action* in *state*, naming the actions of *leaving* that lead on."""
    how = Message("engine.nothing-leads-there-from-here")
    leading: tuple[Text, ...] = ()
    if state in away:
        here = away[state]
        leading = tuple(
            labels
            for labels, targets in leaving[state]
            if any(away.get(target, here) < here for target in targets)
        )
        how = Message("engine.first", actions=leading)
    return Refusal(
        "wrong-state",
        _WRONG_STATE,
        {
            "action": action.labels,
            "state": workflow.state(state).labels,
            "how": how,
            "leading": leading,
        },
        action.citation,
    )
