"""What is sent of a case as it happens: server-sent events, one for each record."""

import json
import re
from collections.abc import Iterable, Mapping

from caseflow._typed import typed
from caseflow.errors import ValueInvalidError
from caseflow.web._shapes import RecordShape

__all__ = ["EVENT_STREAM", "event_text", "record_events"]

#: The media type of a stream of events.
EVENT_STREAM = "text/event-stream"

_ONE_LINE = re.compile(r"[^\r\n\0]*")


@typed
def event_text(data: Mapping[str, object], *, event: str = "", event_id: str = "") -> str:
    r"""Return one server-sent event with *data* as JSON.

    >>> event_text({"seq": 1}, event="receive", event_id="1")
    'id: 1\nevent: receive\ndata: {"seq": 1}\n\n'

    Source: HTML Living Standard, section 9.2.

    Raises:
        ValueInvalidError: *event* or *event_id* has more than one line.
    """
    lines: list[str] = []
    for name, value in (("id", event_id), ("event", event)):
        if not _ONE_LINE.fullmatch(value):
            raise ValueInvalidError(name, value, "a text of one line")
        if value:
            lines.append(f"{name}: {value}")
    lines.append(f"data: {json.dumps(data, ensure_ascii=False)}")
    return "\n".join(lines) + "\n\n"


@typed
def record_events(records: Iterable[RecordShape]) -> str:
    """Return an event for each record that `history_data` gives: named after its action.

    Its id is the number of the record, so a client that comes back says which one it saw last; see
    `last_event`.
    """
    return "".join(
        event_text(each, event=each["action"]["code"], event_id=str(each["seq"]))
        for each in records
    )
