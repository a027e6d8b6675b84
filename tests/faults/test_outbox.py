"""Messages under many writers, many couriers, late commits and couriers that die."""

from datetime import timedelta
from itertools import permutations

import psycopg

from caseflow.stores import HostStore, open_store
from caseflow.testing.store_contract import opened
from stores.offices import LODGED, lodge, receive, service

WRITERS = 6
CASES = 40


def test_couriers_miss_nothing_while_others_write(url, working):
    """Two couriers beside six writers hand out every message, and none twice within a claim."""
    posters = [("poster", url, f"p{number}", CASES) for number in range(WRITERS)]
    with working(*posters, ("courier", url), ("courier", url)) as workers:
        writers, couriers = workers[:WRITERS], workers[WRITERS:]
        assert [each.hear() for each in workers] == ["ready"] * len(workers)
        for each in writers:
            each.tell("go")
        for each in writers:
            assert each.hear_all() == []
        for each in couriers:
            each.tell("stop")
        taken = [line for each in couriers for line in each.hear_all()]

    assert sorted(taken) == sorted(
        f"p{writer}-{number} 1.0" for writer in range(WRITERS) for number in range(CASES)
    )
    with open_store(url) as store:
        assert store.run(store.ops.stats())["messages"] == 0


def test_a_message_committed_late_is_not_skipped(own_postgres_url):
    """In whatever order open transactions are committed, what came late is handed out too."""
    taken = []
    orders = list(permutations(range(4)))
    writers = [psycopg.connect(own_postgres_url) for _ in range(4)]
    with open_store(own_postgres_url) as store:
        for turn, order in enumerate(orders):
            for place, writer in enumerate(writers):

                def execute(sql, values, writer=writer):
                    cursor = writer.execute(sql, values or None)
                    return cursor.fetchall() if cursor.description else ()

                host = HostStore(execute, "postgresql")
                assert host.run(host.ops.append(opened(f"{turn}-{place}", kinds=("tell",))))
            for place in order:
                writers[place].commit()
                found = store.run(store.ops.take(10_000, 20_000, 100))
                taken += [message.case_id for message in found]
                store.run(store.ops.settle(found, ()))
                assert taken[-1] == f"{turn}-{place}"
    for writer in writers:
        writer.close()

    assert len(taken) == len(set(taken)) == len(orders) * 4


def test_what_a_dead_courier_took_comes_again(url, working):
    """A courier killed in the midst leaves its messages to others once its claim is over."""
    with open_store(url) as store:
        case_service = service(store)
        for number in range(3):
            lodge(case_service, f"H{number}")
            receive(case_service, f"H{number}")
        with working(("fainting_courier", url)) as (courier,):
            assert courier.hear() == "H0 1.0"
            courier.kill()
        taken = []

        def deliver(now):
            return case_service.deliver(now, lambda message: taken.append(message.case_id)).done

        assert deliver(LODGED + timedelta(seconds=59)) == 0
        assert deliver(LODGED + timedelta(seconds=61)) == 3
        assert taken == ["H0", "H1", "H2"]
