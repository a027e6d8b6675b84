"""Missing labels: a name, or a refusal, without a text in a language the workflow declares."""

from collections.abc import Iterator

from caseflow._cldr import is_known
from caseflow.messages import languages
from caseflow.texts import Message, Text
from caseflow.workflow import Declared, Fault, Workflow

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
            for where, labels in (*_labels(workflow), *_refusals(workflow, language))
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


def _refusals(workflow: Workflow, language: str) -> Iterator[tuple[str, Text]]:
    """Go through the texts of declared guards, each once; a message is of the catalogues.

    A label that is the same in every language is a name, and no refusal is one.
    """
    if language == "und":
        return
    guards = (guard for each in workflow.transitions for guard in each.guards)
    for guard in dict.fromkeys(each for each in guards if isinstance(each, Declared)):
        for text in guard.texts:
            if not isinstance(text, Message):
                yield f"guard {guard.name!r}", text
