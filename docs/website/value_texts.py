"""What the reference says of a value: its labels, what it takes, the articles it stands by."""

from collections.abc import Iterator
from datetime import date
from functools import singledispatch
from typing import Any

from caseflow.law import Rule
from caseflow.office.assembly import Phase
from caseflow.office.rules import GeneralRule
from caseflow.texts import Text
from caseflow.values import Channel
from caseflow.workflow import Action, Role, State

__all__ = ["lines_of"]

#: A value that takes more than this to show is described by its comment alone.
_LONGEST = 160


@singledispatch
def lines_of(value: object) -> Iterator[str]:
    """Yield the lines that describe *value*, in reStructuredText."""
    shown = repr(value)
    if len(shown) <= _LONGEST and " at 0x" not in shown and "`" not in shown:
        yield f"``{shown}``"


def _labels(labels: Text) -> Iterator[str]:
    texts = [f"“{text}” ({language})" for language, text in labels.items() if text]
    if texts:
        yield " for people: " + ", ".join(texts)


@lines_of.register(State)
@lines_of.register(Role)
def _(value: State | Role) -> Iterator[str]:
    parts = [f"``{value.name}``", *_labels(value.labels)]
    yield ",".join(parts) + "."


@lines_of.register(Action)
def _(value: Action[Any]) -> Iterator[str]:
    takes = "nothing" if value.payload is type(None) else f"`{value.payload.__name__}`"
    yield ",".join([f"``{value.name}``, takes {takes}", *_labels(value.labels)]) + "."
    if value.citation:
        yield ""
        yield f":Source: {value.citation}"


@lines_of.register(Phase)
def _(value: Phase) -> Iterator[str]:
    actions = ", ".join(f"``{each.name}``" for each in value.actions) or "none"
    yield f"``{value.name}``: the part of a workflow with the actions {actions}."


@lines_of.register(Rule)
def _(value: Rule) -> Iterator[str]:
    latest_first = reversed(value.citations)
    cited = "; ".join(
        _between(each.text("en"), each.first_on, each.last_on) for each in latest_first
    )
    yield f"``{value.name}``: {cited or 'nothing is cited'}."


@lines_of.register(GeneralRule)
def _(value: GeneralRule) -> Iterator[str]:
    limits = [
        _between(each.limit.text("en") + _filed(each.channel), each.valid_from, each.valid_until)
        for each in reversed(value.periods)
    ]
    yield f"``{value.name}``: {'; '.join(limits) or 'no limit'}."
    for citation in dict.fromkeys(each.limit.citation for each in value.periods):
        yield ""
        yield f":Source: {citation}"


def _filed(channel: Channel | None) -> str:
    return "" if channel is None else f" for filings by {channel.value}"


def _between(text: str, first_on: date | None, last_on: date | None) -> str:
    ends = [f"from {first_on}"] if first_on is not None else []
    ends += [f"until {last_on}"] if last_on is not None else []
    return " ".join([text, *ends])
