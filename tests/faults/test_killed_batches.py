"""kill -9 in the midst of a batch that two processes work, on both databases."""

import os
import signal
from random import Random

from caseflow import vietnam as vn
from caseflow.stores import open_store
from stores.offices import CLERK, LODGED, lodge, receive, service

CASES, ROUNDS = 10, 6


def _until_killed(worker, results, spin):
    """Let the batch begin, kill it after so many results and a moment, and return what it said."""
    said, child, line = [], 0, ""
    worker.tell("go")
    while not child or (len(said) < results and line != "all"):
        line = worker.hear()
        assert line
        if line.startswith("began"):
            child = int(line.split()[1])
        else:
            said.append(line)
    for _ in range(spin):
        pass
    os.kill(child, signal.SIGKILL)
    while (line := worker.hear()) != "ended":
        assert line
        said.append(line)
    return said


def test_a_batch_that_is_killed_and_begun_again_does_each_case_once(url, working):
    """Whoever is killed where: each case has one record of the batch, and no result was a lie."""
    random = Random(7)
    with open_store(url) as store:
        for number in range(CASES):
            lodge(service(store), f"H{number}")
            receive(service(store), f"H{number}")
    said = []
    with working(("batch", url, CASES), ("batch", url, CASES)) as workers:
        for round_ in range(ROUNDS):
            for worker in workers:
                results = random.randrange(1 + CASES * (round_ + 1) // ROUNDS)
                said += _until_killed(worker, results, random.randrange(40_000))

    with open_store(url) as store:
        kept = service(store)
        done = {line.split()[0] for line in said if line != "all"}
        for case_id in done:
            assert kept.get(case_id).version == 3
        results = list(
            kept.fire_many(
                [f"H{number}" for number in range(CASES)],
                vn.ASSIGN,
                vn.Assignment("Phòng A"),
                by=CLERK,
                at=LODGED,
                key="batch",
            )
        )
        assert len(done) > 1
        assert {line.split()[1] for line in said if line != "all"} == {"done"}
        assert done <= {each.case_id for each in results if each.was_done}
        assert [each.case.times(vn.ASSIGN) for each in results] == [1] * CASES
        assert kept.verify(deep=True).is_sound
