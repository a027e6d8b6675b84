"""Missing labels: a name without a text in a language the workflow declares."""

from collections.abc import Iterator

from caseflow._cldr import is_known
from caseflow.messages import languages
from caseflow.texts import Message, Text
from caseflow.workflow import Fault, Workflow

__all__ = ["label_faults"]


def label_faults(workflow: Workflow) -> Iterator[Fault]:
    """Find languages in which a label is empty or missing, each once, and languages that are none.

    Such a label is shown in the first language that it has.
    """
    for language in workflow.languages:
        if language not in languages() and not is_known(language):
            yield Fault(
                "unknown-language",
                workflow.name,
                Message("checks.unknown-language"),
                {"language": repr(language)},
            )
            continue
        places = [
            where
            for where, labels in _labels(workflow)
            if not dict(labels.items()).get(language, "").strip()
        ]
        if len(places) == 1:
            yield Fault(
                "missing-label",
                places[0],
                Message("checks.missing-label-here"),
                {"language": repr(language)},
            )
        elif places:
            yield Fault(
                "missing-label",
                workflow.name,
                Message("checks.missing-label"),
                {"language": repr(language), "places": ", ".join(places)},
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
