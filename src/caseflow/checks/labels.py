"""Missing labels: a name without a text in a language the workflow declares.

May import: values, workflow.
"""

from collections.abc import Iterator

from caseflow.values import LANGUAGES, Text
from caseflow.workflow import Fault, Workflow

__all__ = ["label_faults"]


def label_faults(workflow: Workflow) -> Iterator[Fault]:
    """Find labels that are empty in a declared language, and languages that are none."""
    for language in workflow.languages:
        if language not in LANGUAGES:
            yield Fault(
                "unknown-language",
                workflow.name,
                Text(
                    vi="không biết ngôn ngữ {language}", en="language {language} is none of vi, en"
                ),
                {"language": repr(language)},
            )
            continue
        for where, labels in _labels(workflow):
            if not dict(labels.items()).get(language, "").strip():
                yield Fault(
                    "missing-label",
                    where,
                    Text(vi="thiếu tên bằng {language}", en="it has no label in {language}"),
                    {"language": repr(language)},
                )


def _labels(workflow: Workflow) -> Iterator[tuple[str, Text]]:
    for state in workflow.states:
        yield f"state {state.name!r}", state.labels
    for action in workflow.actions:
        yield f"action {action.name!r}", action.labels
    for role in workflow.roles:
        yield f"role {role.name!r}", role.labels
    for clock in workflow.clocks:
        yield f"clock {clock.name!r}", clock.labels
