"""Which definitions the cases of an export are worked by, and which of them were lost.

A case whose workflow, procedure or calendar is missing can be read by nobody,
so an import says so at once.
"""

import json
from collections.abc import Mapping
from typing import Any, cast

from attrs import define, field

from caseflow.stores import Store

__all__ = ["WorkedBy"]


def _no_names() -> dict[str, set[str]]:
    return {"calendar": set(), "workflow": set(), "procedure": set()}


@define
class WorkedBy:
    """Hold how many definitions were read, and the names of those that cases were opened under."""

    count: int = 0
    names: dict[str, set[str]] = field(factory=_no_names)

    def add(self, line: Mapping[str, Any]) -> None:
        """Take note of what the case of *line*, already checked, was opened under."""
        terms = json.loads(line["records"][0][0])["payload"]["data"].get("terms")
        if isinstance(terms, dict):
            named = cast("dict[str, object]", terms)
            self.names["calendar"].add(str(named.get("calendar_version")))
            self.names["workflow"].add(str(named.get("fingerprint")))
            code = f"{named.get('procedure')}@{named.get('procedure_version')}"
            self.names["procedure"].add(code)

    def problems(self, store: Store, end: Mapping[str, object] | None) -> list[str]:
        """Say what is missing in *store* and in the file, whose last line says *end*."""
        found: list[str] = []
        said = (end or {}).get("definitions")
        if said is not None and said != self.count:
            found.append(f"the file says {said} definitions and {self.count} were in it")
        for kind, needed in self.names.items():
            kept = {each.name for each in store.run(store.ops.definitions(kind))}
            if kind == "procedure":
                kept = {name.rpartition("#")[0] for name in kept}  # it is followed by a digest
            found += [
                f"{kind} {name} is neither in the file nor kept; its cases cannot be worked"
                for name in sorted(needed - kept)
            ]
        return found
