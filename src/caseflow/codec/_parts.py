"""The canonical text of a record, cut where its fields are without reading it as JSON.

Where a field ends is only seen by its neighbours here, so each part has yet to be read as JSON by
itself, or to be the very text that something is written with; then the cuts are right, because all
that stands between them is whole. What the parts say is for `_records`.
"""

import re
from typing import NamedTuple

__all__ = ["Parts", "cut"]

_WORD = r'"[^"\\\x00-\x1f]*"'
_BEGIN = re.compile(rf'\{{("action":{_WORD}),"actor":(\{{[^{{}}]*\}}),"at":({_WORD}),(?="clocks":)')
_KEY = re.compile(rf',"key":(null|{_WORD}),"payload":')
_END = re.compile(rf',"seq":(0|[1-9][0-9]{{0,8}}),("source":{_WORD},"target":{_WORD})\}}')
_FACTS = ',"facts":'


class Parts(NamedTuple):
    """Hold the texts of a record's fields; *way* is where it leads from and to.

    *action*, *clocks* (to effects) and *way* are fields with their names, the others only values.
    """

    action: str
    actor: str
    at: str
    clocks: str
    facts: str
    key: str
    payload: str
    seq: str
    way: str


def cut(text: str) -> Parts | None:
    """Return the parts of *text*; None if it is not cut so, as what nobody wrote here. Linear.

    >>> cut(
    ...     '{"action":"open","actor":{"id":"u1","roles":[]},"at":"2026-03-02T09:00:00+07:00",'
    ...     '"clocks":[],"decides":false,"effects":[],"facts":[],"key":null,"payload":null,"seq":0,'
    ...     '"source":"","target":"lodged"}'
    ... ).way
    '"source":"","target":"lodged"'
    """
    begin = _BEGIN.match(text)
    end = _END.fullmatch(text, max(text.rfind(',"seq":'), 0))
    if begin is None or end is None:
        return None
    facts = text.find(_FACTS, begin.end())
    key = None if facts < 0 else _KEY.search(text, facts + len(_FACTS), end.start())
    if key is None:
        return None
    action, actor, at = begin.groups()
    seq, way = end.groups()
    return Parts(
        action,
        actor,
        at,
        clocks=text[begin.end() : facts],
        facts=text[facts + len(_FACTS) : key.start()],
        key=key.group(1),
        payload=text[key.end() : end.start()],
        seq=seq,
        way=way,
    )
