"""Many cases at once: the same as one by one, lazily, and no case harms another."""

import tracemalloc
from itertools import islice

from caseflow.engine import Request, fire_many, replay_many
from caseflow.errors import ActionRefusedError, HistoryError
from caseflow.values import Channel
from permits import ASSIGN, CLERK, DECIDE, EXPERT, RECEIVE, Receipt, at, engine

ENGINE = engine()


def opened(number):
    """Return a fresh case."""
    return ENGINE.open(
        "P.1", channel=Channel.ONLINE, result_by=Channel.ONLINE, at=at(2), case_id=f"C{number}"
    )


def requests():
    """Return what is asked of every case; deciding comes too early and is refused."""
    return [
        Request(RECEIVE, Receipt(3), CLERK, at(3), "k1"),
        Request(DECIDE, None, EXPERT, at(3)),
        Request(ASSIGN, None, CLERK, at(4), "k2"),
    ]


def test_a_life_is_what_firing_one_by_one_gives():
    """The cases are equal, and what was refused comes with its request and its error."""
    (fired,) = fire_many(ENGINE, [(opened(1), requests())])

    case = ENGINE.fire(opened(1), RECEIVE, Receipt(3), by=CLERK, at=at(3), key="k1")
    case = ENGINE.fire(case, ASSIGN, None, by=CLERK, at=at(4), key="k2")
    assert fired.case == case
    ((request, error),) = fired.refused
    assert request.action is DECIDE
    assert isinstance(error, ActionRefusedError)


def test_histories_replay_in_order_and_a_broken_one_stops_nothing():
    """Each history gives its case or its error, in its place."""
    all_fired = list(fire_many(ENGINE, ((opened(n), requests()) for n in range(3))))
    histories = [fired.case.records for fired in all_fired]
    broken = histories[1][:1] + histories[1][2:]

    first, error, last = replay_many(ENGINE, [histories[0], broken, histories[2]])
    assert (first, last) == (all_fired[0].case, all_fired[2].case)
    assert isinstance(error, HistoryError)


def test_nothing_is_asked_for_before_it_is_needed():
    """An endless log can be worked: cases come as they are taken."""

    def endless():
        number = 0
        while True:
            number += 1
            yield opened(number), requests()

    all_fired = list(islice(fire_many(ENGINE, endless()), 5))
    assert [fired.case.id for fired in all_fired] == [f"C{n}" for n in range(1, 6)]


def test_ten_times_the_cases_take_no_more_memory():
    """Memory is that of one case, however many there are."""

    def peak(count):
        tracemalloc.start()
        for _ in fire_many(ENGINE, ((opened(n), requests()) for n in range(count))):
            pass
        _, most = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        return most

    # Python keeps up to 2,000 freed tuples of each short length for the next ones: let it fill up.
    peak(3_000)
    assert peak(2_000) < peak(200) * 2
