"""Keys of persons that were wrapped anew without an act on record.

The keys themselves are not opened: nobody here has a master key.
"""

import hashlib
from collections.abc import Mapping
from typing import cast

from caseflow.codec._canonical import parse_json
from caseflow.errors import CaseflowError
from caseflow.stores import REWRAPPING, WRAPPED_ANEW, Operations, Ops

__all__ = ["unrecorded"]

_PAGE = 500


def unrecorded(ops: Operations) -> Ops[list[str]]:
    """Return what is wrong with keys that were wrapped anew: no act says so of such a key."""
    recorded: dict[str, set[str]] = {}
    for kept in (yield from ops.definitions(REWRAPPING)):
        for subject, digest in _keys(kept.text).items():
            recorded.setdefault(subject, set()).add(digest)
    found: list[str] = []
    after = ""
    while True:
        page = yield from ops.all_secrets(after, _PAGE)
        for each in page:
            if each.secret is None or not each.secret.startswith(WRAPPED_ANEW):
                continue
            digest = hashlib.sha256(each.secret.encode()).hexdigest()
            if digest not in recorded.get(each.subject, ()):
                found.append(f"the key of {each.subject!r} was replaced, and no act says so")
        if len(page) < _PAGE:
            return found
        after = page[-1].subject


def _keys(text: str) -> Mapping[str, str]:
    try:
        data = parse_json(text, REWRAPPING)
    except CaseflowError:
        return {}
    keys = cast("Mapping[str, object]", data).get("keys") if isinstance(data, dict) else None
    return cast("Mapping[str, str]", keys) if isinstance(keys, dict) else {}
