"""kill -9 in the midst of commits, on both databases."""

import os
import signal
from random import Random

from caseflow import vietnam as vn
from caseflow.stores import open_store
from faults.programs import SHARED
from stores.desks import LODGED, lodge, receive, service

ROUNDS = 60
CLERKS = "an", "binh"


def _until_killed(clerk, spin, acknowledgements):
    """Read so many acknowledgements, kill the clerk a moment later, and return all it said."""
    said, child, ended = [], 0, False
    while not child or len(said) < acknowledgements:
        line = clerk.hear()
        if line.startswith("began"):
            child = int(line.split()[1])
        else:
            said.append(line)
    for _ in range(spin):
        pass
    os.kill(child, signal.SIGKILL)
    while not ended:
        line = clerk.hear()
        ended = line == "ended"
        if not ended:
            said.append(line)
    return said


def test_an_acknowledged_record_is_there_once_whoever_is_killed(url, working):
    """After 120 kills each acknowledged record is kept once and in its place; all verifies."""
    random = Random(4)
    with open_store(url) as store:
        for number in range(SHARED):
            lodge(service(store), f"shared-{number}")
            receive(service(store), f"shared-{number}")
    acknowledged = []
    done = dict.fromkeys(CLERKS, 0)
    with working(*(("clerk", url, name) for name in CLERKS)) as clerks:
        for _ in range(ROUNDS):
            for name, clerk in zip(CLERKS, clerks, strict=True):
                # The piece that was under way when the last one was killed is asked for again.
                clerk.tell(done[name] + 1)
            for name, clerk in zip(CLERKS, clerks, strict=True):
                for line in _until_killed(clerk, random.randrange(60_000), random.randrange(5)):
                    number, case_id, seq, key = line.split()
                    done[name] = int(number)
                    acknowledged.append((case_id, int(seq), key))

    with open_store(url) as store:
        desk = service(store)
        kept = [
            (case_id, entry.seq, entry.key)
            for case_id, entry in store.run(store.ops.scan(limit=100_000))
            if entry.key is not None and not entry.key.endswith("-open")
        ]
        assert len(acknowledged) > ROUNDS
        late, taken_back = _corrections(store)
        assert min(late, taken_back) > 0
        assert set(acknowledged) <= set(kept)
        assert len({key for _, _, key in kept}) == len(kept)
        # At most the piece under way at the end was kept without a word.
        unsaid = {key for _, _, key in kept} - {key for _, _, key in acknowledged}
        assert unsaid <= {f"{name}-{done[name] + 1}" for name in CLERKS}
        assert desk.verify(deep=True).is_sound
        _has_each_message_once(desk, store)


def _corrections(store):
    """Count the acts entered late and those taken back among all that is kept."""
    entries = [entry for _, entry in store.run(store.ops.scan(limit=100_000))]
    taken_back = sum(entry.action == "annul" for entry in entries)
    return sum('"entered":{' in entry.text for entry in entries) - taken_back, taken_back


def _has_each_message_once(desk, store):
    """Check that every record that asks for a receipt has its message, and no other has one."""
    asked = {
        (case_id, entry.seq)
        for case_id, entry in store.run(store.ops.scan(limit=100_000))
        if entry.action == vn.RECEIVE.name
    }
    told = []
    while desk.deliver(LODGED, lambda message: told.append((message.case_id, message.seq))).done:
        continue
    assert sorted(told) == sorted(asked)
