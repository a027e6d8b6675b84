"""What changed from one list of procedures to the next, by code.

Where an office keeps its lists, and what a list must say, is a country's; see `_pack_parts`.
"""

from attrs import field, fields

from caseflow._typed import frozen, typed
from caseflow.errors import UnknownNameError
from caseflow.procedures import Catalogue, Procedure
from caseflow.texts import Message
from caseflow.values import Text

__all__ = ["ListChange", "changed_aspects", "compare_lists"]


def _kind(value: str) -> str:
    if value not in _KINDS:
        raise UnknownNameError(value, tuple(_KINDS), "kind of a change")
    return value


@frozen
class ListChange:
    """Describe one difference between two lists: a row added, removed or changed."""

    kind: str = field(converter=_kind)
    code: str
    version: str
    name: Text
    aspects: tuple[str, ...] = ()

    @typed
    def text(self, language: str) -> str:
        """Return the difference in one line."""
        kind = _KINDS[self.kind].in_(language)
        aspects = f": {', '.join(self.aspects)}" if self.aspects else ""
        return f"{kind} {self.code} ({self.version}) {self.name.in_(language)}{aspects}"


_KINDS = {
    "added": Message("office.list-added"),
    "removed": Message("office.list-removed"),
    "changed": Message("office.list-changed"),
}

#: What two versions of a procedure are compared by; the version itself and its days are shown.
_COMPARED = tuple(
    name
    for name in (each.name for each in fields(Procedure))
    if name not in ("code", "version", "is_example", "early", "promise_policy", "payment", "fees")
)


@typed
def changed_aspects(old: Procedure, new: Procedure) -> tuple[str, ...]:
    """Return the names of what differs between two versions, but for the version and its days."""
    return tuple(name for name in _COMPARED if getattr(old, name) != getattr(new, name))


@typed
def compare_lists(old: Catalogue | None, new: Catalogue) -> tuple[ListChange, ...]:
    """Return what changed from the list *old* to *new*, by code; None is an empty list."""
    before = {} if old is None else {code: old.get(code) for code in old.codes}
    after = {code: new.get(code) for code in new.codes}
    found: list[ListChange] = []
    for code in sorted({*before, *after}):
        was, now = before.get(code), after.get(code)
        if was is None and now is not None:
            found.append(ListChange("added", code, now.version, now.name))
        elif was is not None and now is None:
            found.append(ListChange("removed", code, was.version, was.name))
        elif was is not None and now is not None and (aspects := changed_aspects(was, now)):
            found.append(ListChange("changed", code, now.version, now.name, aspects))
    return tuple(found)
