"""What the actions of a log take: payloads put together from constants and columns of an event.

Which action an activity is belongs to `_profiles`.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, cast

from attrs import NOTHING, fields, frozen, has

from caseflow._toml_tables import Table
from caseflow.codec import Codec
from caseflow.errors import CaseflowError, FormatError
from caseflow.interchange._findings import Finding
from caseflow.interchange._moments import MomentReader
from caseflow.workflow import Action, Workflow

__all__ = ["Payload", "Source", "read_payloads"]

#: A whole number of a log fits eight bytes, as every number that a store keeps.
_MOST_DIGITS = 20

_KINDS = ("text", "integer", "day", "instant")


@frozen
class Source:
    """Say where a field comes from: a column of the log, read as text, integer, day or instant."""

    column: str
    kind: str = "text"

    def read(self, text: str, moments: MomentReader, line: int, case: str) -> object:
        """Return the value that *text* names; None for an empty field.

        Raises:
            FormatError: it cannot be read so.
        """
        if not text or self.kind == "text":
            return text or None
        if self.kind == "integer":
            if text.isascii() and text.removeprefix("-").isdigit() and len(text) <= _MOST_DIGITS:
                return int(text)
            raise FormatError(f"column {self.column}", f"{text[:60]!r} is not a whole number")
        found = moments.read(text, self.column, line, case=case, day_will_do=self.kind == "day")
        if isinstance(found, Finding):
            raise FormatError(f"column {self.column}", found.text.in_("en"))
        if self.kind == "day":
            return moments.day_of(found).isoformat()
        return cast("datetime", found).astimezone(moments.zone).isoformat()


@frozen
class Payload:
    """Hold how the payload of one action is put together."""

    kind: type[object]
    constants: Mapping[str, object]
    sources: Mapping[str, Source]

    def make(
        self,
        codec: Codec,
        said: Mapping[str, str],
        moments: MomentReader,
        line: int,
        case: str,
    ) -> object:
        """Return the payload of the event on *line* whose columns say *said*.

        Raises:
            FormatError: a column cannot be read, or the fields are not those of the payload.
        """
        taken = {
            name: source.read(said.get(source.column, ""), moments, line, case)
            for name, source in self.sources.items()
        }
        given = {name: value for name, value in taken.items() if value is not None}
        return codec.payload_from_data(self.kind, {**self.constants, **given})


def read_payloads(table: Table, workflow: Workflow) -> dict[str, Payload]:
    """Return the payloads that *table* describes, by action; faults are written into it."""
    found: dict[str, Payload] = {}
    for name in table.names:
        rules = table.table(name)
        try:
            action = workflow.action(name)
        except CaseflowError as error:
            table.fault(name, str(error))
            continue
        payload = _payload(rules, action)
        if payload is not None:
            found[name] = payload
    return found


def _payload(rules: Table, action: Action[Any]) -> Payload | None:
    kind = cast("type[object]", action.payload)
    if not has(kind):
        rules.fault("", f"{action.name!r} takes no payload; leave the table out")
        return None
    known = {each.name: each.default is NOTHING for each in fields(kind)}
    constants: dict[str, object] = {}
    sources: dict[str, Source] = {}
    for name in rules.names:
        value = rules.value(name)
        if name not in known:
            rules.fault(name, f"is no field of the payload; it has {', '.join(known)}")
        elif isinstance(value, dict) and "column" in value:
            given = rules.table(name)
            sources[name] = Source(given.name("column"), given.choice("as", _KINDS, "text"))
            given.close()
        else:
            constants[name] = value
    for name in (each for each, is_needed in known.items() if is_needed):
        if name not in constants and name not in sources:
            rules.fault(name, "is needed: a value, or {column = ...}")
    return Payload(kind, constants, sources)
