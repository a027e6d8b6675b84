"""kill -9 in the midst of commits, on both databases."""

import os
import signal
from random import Random

from caseflow import vietnam as vn
from caseflow.stores import open_store
from faults.programs import SHARED
from stores.offices import LODGED, lodge, receive, service

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
        case_service = service(store)
        kept = [
            (case_id, stored.seq, stored.key)
            for case_id, stored in store.run(store.ops.scan(limit=100_000))
            if stored.key is not None and not stored.key.endswith("-open")
        ]
        assert len(acknowledged) > ROUNDS
        late, taken_back = _corrections(store)
        assert min(late, taken_back) > 0
        assert set(acknowledged) <= set(kept)
        assert len({key for _, _, key in kept}) == len(kept)
        # At most the piece under way at the end was kept without a word.
        unsaid = {key for _, _, key in kept} - {key for _, _, key in acknowledged}
        assert unsaid <= {f"{name}-{done[name] + 1}" for name in CLERKS}
        assert case_service.verify(deep=True).is_sound
        _has_each_message_once(case_service, store)


def _corrections(store):
    """Count the acts entered late and those taken back among all that is kept."""
    stored_records = [stored for _, stored in store.run(store.ops.scan(limit=100_000))]
    taken_back = sum(stored.action == "annul" for stored in stored_records)
    return sum('"entered":{' in stored.text for stored in stored_records) - taken_back, taken_back


def _has_each_message_once(case_service, store):
    """Check that every record that asks for a receipt has its message, and no other has one."""
    asked = {
        (case_id, stored.seq)
        for case_id, stored in store.run(store.ops.scan(limit=100_000))
        if stored.action == vn.RECEIVE.name
    }
    reported = []
    while case_service.deliver(
        LODGED, lambda message: reported.append((message.case_id, message.seq))
    ).done:
        continue
    assert sorted(reported) == sorted(asked)
