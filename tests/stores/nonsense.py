"""Rows that no live service keeps, with a right chain: what one import or one INSERT may leave."""

import json

from caseflow.stores import GENESIS, CaseSummary, StoredCase, StoredRecord, link

#: What stands as the second record of a nonsense case, over what a record would say.
NONSENSE = {
    "unknown payload": {"payload": {"type": "riddle/1", "data": {}}},
    "wrong payload": {"payload": {"type": "receipt/1", "data": {"papers": "many"}}},
    "no way": {"action": "receive", "source": "nowhere", "target": "lodged"},
    "no instant": {"clocks": [{"clock": 5}]},
    "no fields": {"actor": {"id": "x", "roles": {}}, "facts": "none"},
}


def nonsense(store, case_id="H2", like="H1", *, kind="unknown payload", wake_at=0, **column):
    """Keep a case whose first record is that of *like* and whose second nobody can read."""
    first = store.run(store.ops.load(like)).records[0]
    text = first.text.replace(f'"{like}"', f'"{case_id}"')
    opened = first._replace(text=text, key=None, hash=link(GENESIS, text))
    second = {**json.loads(text), "seq": 1, "key": None, **NONSENSE[kind]}
    text = json.dumps(second, ensure_ascii=False, sort_keys=True)
    actor = str(second["actor"]["id"])
    stored = StoredRecord(1, first.at, second["action"], actor, None, text, link(opened.hash, text))
    summary = CaseSummary(
        case_id, "T.10", "", str(second["target"]), True, 1, stored.hash, first.at, wake_at
    )._replace(**column)
    store.run(store.ops.insert_many([StoredCase(summary, (opened, stored))]))
    return summary
