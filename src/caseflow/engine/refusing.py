"""Why an action is shut in a state, and what would have to be done first.

May import: values, workflow, machine. Worked out once per workflow, when it is compiled.
"""

from collections.abc import Mapping
from typing import Any

from caseflow.machine import Table
from caseflow.values import Text
from caseflow.workflow import Action, Refusal, Workflow

__all__ = ["routes", "wrong_state"]

_WRONG_STATE = Text(
    "không thể “{action}” khi hồ sơ ở trạng thái “{state}”; {how}",
    '"{action}" is not open in state "{state}"; {how}',
)


def routes(workflow: Workflow, table: Table) -> dict[str, dict[str, int]]:
    """Return per action how many steps each state is away from one where the action is open."""
    sources: dict[str, set[str]] = {}
    for each in workflow.transitions:
        sources.setdefault(each.target, set()).add(each.source)
    found: dict[str, dict[str, int]] = {}
    for action in workflow.actions:
        edge = [state for state, row in table.rows.items() if row[action.name]]
        away = dict.fromkeys(edge, 0)
        while edge:
            before = {source for state in edge for source in sources.get(state, ())}
            edge = sorted(before - away.keys())
            away.update(dict.fromkeys(edge, max(away.values()) + 1))
        found[action.name] = away
    return found


def wrong_state(
    workflow: Workflow, table: Table, state: str, action: Action[Any], away: Mapping[str, int]
) -> Refusal:
    """Return the refusal of *action* in *state*, naming the actions that lead on."""
    how = Text("từ đây không còn đường đến đó", "nothing leads there from here")
    leading: tuple[Text, ...] = ()
    if state in away:
        leading = tuple(
            each.labels
            for each in workflow.actions
            if any(
                away.get(candidate.transition.target, len(away)) < away[state]
                for candidate in table.candidates(state, each.name)
            )
        )
        how = Text(
            "việc cần làm trước: " + ", ".join(label.vi for label in leading),
            "first: " + ", ".join(label.en for label in leading),
        )
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
