"""`StoreContract`: what every store does, as tests; inherit it for a store of your own.

Nothing here knows which store it runs on, so it says only what all of them do alike.
"""

from collections.abc import Callable
from functools import partial
from typing import TypeVar

from caseflow.stores import (
    Message,
    Note,
    Query,
    Raised,
    StoredCase,
    instant,
)
from caseflow.testing._evidence_contract import EvidenceContract, Runs
from caseflow.testing._list_contract import ListContract
from caseflow.testing._message_contract import MessageContract
from caseflow.testing._store_changes import moved, opened

__all__ = ["Runs", "StoreContract", "moved", "opened"]

T = TypeVar("T")


def _is_refused(action: Callable[[], object]) -> bool:
    """Return whether *action* fails; which error it is depends on whose connection it is."""
    try:
        action()
    except Exception:  # noqa: BLE001 - a host keeps the errors of its own driver
        return True
    return False


class StoreContract(EvidenceContract, MessageContract, ListContract):
    """Say what every store does; a subclass gives a fixture `store`, empty and with its tables."""

    # ── cases ───────────────────────────────────────────────────────────────────────────────

    def test_an_opened_case_is_loaded_as_it_was_kept(self, store: Runs) -> None:
        """What was appended is what is loaded."""
        first = opened(key="k1", unit="u", due_at=5, wake_at=3)
        assert store.run(store.ops.append(first))

        assert store.run(store.ops.load("A")) == StoredCase(first.summary, (first.record,))

    def test_an_unknown_case_is_none(self, store: Runs) -> None:
        """A case that is not kept is None, with no records."""
        assert store.run(store.ops.load("A")) is None
        assert store.run(store.ops.records("A")) == ()

    def test_records_follow_each_other(self, store: Runs) -> None:
        """A case stands at its last record, and its records come in order."""
        first = opened()
        second = moved(first, key="k2", due_at=9, wake_at=8)
        assert store.run(store.ops.append(first))
        assert store.run(store.ops.append(second))

        kept = store.run(store.ops.load("A"))
        assert kept == StoredCase(second.summary, (first.record, second.record))
        assert store.run(store.ops.load("A", 0)) == StoredCase(second.summary, (second.record,))
        assert store.run(store.ops.load("A", 1)) == StoredCase(second.summary, ())
        assert store.run(store.ops.records("A", -1, 1)) == (first.record,)
        assert store.run(store.ops.records("A", 0, 9)) == (second.record,)

    def test_who_comes_second_changes_nothing(self, store: Runs) -> None:
        """A change that does not follow the last record is refused whole, by False."""
        first = opened()
        winner = moved(first, "received", kinds=("slip",))
        loser = moved(first, "rejected", kinds=("refusal", "letter"), key="k")
        assert store.run(store.ops.append(first))
        assert store.run(store.ops.append(winner))

        assert not store.run(store.ops.append(loser))
        assert not store.run(store.ops.append(opened(key="other", kinds=("letter",))))
        assert not store.run(store.ops.append(moved(loser)))

        assert store.run(store.ops.load("A")) == StoredCase(
            winner.summary, (first.record, winner.record)
        )
        messages = store.run(store.ops.take(10_000, 20_000, 9))
        assert [message.kind for message in messages] == ["slip"]

    def test_dates_are_kept_when_no_clock_moved(self, store: Runs) -> None:
        """A change that keeps the dates leaves them, and a dead letter stays one."""
        first = opened(due_at=70, wake_at=60)
        second = moved(first, keeps_dates=True)
        third = moved(second, due_at=90, wake_at=80)
        store.run(store.ops.append(first))
        store.run(store.ops.stall("A", 3, None, "broken"))
        store.run(store.ops.append(second))
        (summary,) = store.run(store.ops.find(Query()))
        assert (summary.due_at, summary.wake_at, summary.tries, summary.dead_lettered) == (
            70,
            None,
            3,
            "broken",
        )

        store.run(store.ops.append(third))
        (summary,) = store.run(store.ops.find(Query()))
        assert (summary.due_at, summary.wake_at, summary.tries, summary.dead_lettered) == (
            90,
            80,
            0,
            None,
        )

    def test_a_key_is_one_record_of_a_case(self, store: Runs) -> None:
        """A key that was used is refused in the same case and free in another."""
        first = opened(key="k")
        second = moved(first, key="k")
        store.run(store.ops.append(first))

        assert _is_refused(lambda: store.run(store.ops.append(second)))
        assert store.run(store.ops.load("A")) == StoredCase(first.summary, (first.record,))
        assert store.run(store.ops.append(opened("B", key="k")))
        assert store.run(store.ops.append(moved(first, key="k2")))

    def test_a_key_is_one_record_of_a_long_case(self, store: Runs) -> None:
        """However many records came since, a key that was used is refused."""
        last = opened(key="k0")
        store.run(store.ops.append(last))
        for number in range(1, 70):
            last = moved(last, key=f"k{number}")
            assert store.run(store.ops.append(last))
        for number in (0, 1, 30, 31, 32, 33, 34, 68, 69):
            again = moved(last, key=f"k{number}")
            assert _is_refused(partial(store.run, store.ops.append(again)))
        assert store.run(store.ops.append(moved(last, key="k70")))

    def test_texts_come_back_as_they_were(self, store: Runs) -> None:
        """Quotes, percent signs, question marks and any script are only text."""
        hostile = "Đà Nẵng'; drop table cf_case; -- \" % %s ? :x $1 \\ \t 🐉"
        first = opened(hostile, key=hostile, unit=hostile, kinds=(hostile,), procedure=hostile)
        assert store.run(store.ops.append(first))

        assert store.run(store.ops.load(hostile)) == StoredCase(first.summary, (first.record,))
        assert store.run(store.ops.take(9_999, 10_000, 9)) == (
            first.messages[0]._replace(attempts=1),
        )

    def test_whole_cases_are_imported(self, store: Runs) -> None:
        """An import keeps cases as they were kept elsewhere, and refuses one that is there."""
        first = opened("A'?%", due_at=7, wake_at=6)
        second = moved(first, "returned", key="k", due_at=None)
        whole = StoredCase(second.summary, (first.record, second.record))
        other = opened("B")
        dead_lettered = other.summary._replace(wake_at=None, tries=8, dead_lettered="no printer")
        raised = [("B", Raised("near", 5)), ("B", Raised("over", 2**62))]
        store.run(
            store.ops.insert_many([whole, StoredCase(dead_lettered, (other.record,))], raised)
        )

        assert store.run(store.ops.load("A'?%")) == whole
        assert store.run(store.ops.load("B")) == StoredCase(dead_lettered, (other.record,))
        assert store.run(store.ops.raised("B")) == {each for _, each in raised}
        assert store.run(store.ops.raised("A'?%")) == frozenset()
        assert store.run(store.ops.append(moved(other)))
        assert _is_refused(lambda: store.run(store.ops.insert_many([whole])))

    def test_messages_of_whole_cases_are_delivered(self, store: Runs) -> None:
        """The messages of a case that was kept as a whole wait from the instants of its records."""
        first = opened("A", kinds=("print",))
        whole = StoredCase(first.summary, (first.record,))
        store.run(store.ops.insert_many([whole], (), first.messages))

        assert store.run(store.ops.take(first.record.at - 1, 10_000, 9)) == ()
        taken = store.run(store.ops.take(first.record.at, 10_000, 9))
        assert taken == (first.messages[0]._replace(attempts=1),)

    # ── finding ─────────────────────────────────────────────────────────────────────────────

    def test_cases_are_found_by_what_they_are(self, store: Runs) -> None:
        """Each part of a query narrows it; pages follow by number."""
        cases = [
            opened("a", procedure="1.1", unit="x", due_at=10),
            opened("b", procedure="1.2", unit="x", due_at=20),
            opened("c", procedure="1.2", unit="y"),
        ]
        for case in cases:
            store.run(store.ops.append(case))
        store.run(store.ops.append(moved(cases[0], "returned", keeps_dates=True)))

        def found(query: Query) -> str:
            return "".join(summary.case_id for summary in store.run(store.ops.find(query)))

        assert found(Query()) == "abc"
        assert found(Query(limit=2)) == "ab"
        assert found(Query(after="b")) == "c"
        assert found(Query(procedure="1.2")) == "bc"
        assert found(Query(unit="x")) == "ab"
        assert found(Query(state="returned")) == "a"
        assert found(Query(is_open=True)) == "bc"
        assert found(Query(due_before=instant(20))) == "a"
        assert found(Query(due_before=instant(21), procedure="1.2", unit="x", is_open=True)) == "b"

    def test_whole_cases_keep_their_texts(self, store: Runs) -> None:
        """Quotes, braces, commas and words of the database are only text in an import, too."""
        texts = ['a"b', "a\\b", '\\"', "{a,b}", "null", "", "a','b", "Đà Nẵng 🐉", "\n\t"]
        cases = [
            opened(f"{place}{text}", unit=text, procedure=text, key=text if place % 2 else None)
            for place, text in enumerate(texts)
        ]
        store.run(
            store.ops.insert_many([StoredCase(each.summary, (each.record,)) for each in cases])
        )

        loaded = [store.run(store.ops.load(each.summary.case_id)) for each in cases]
        assert loaded == [StoredCase(each.summary, (each.record,)) for each in cases]

    def test_a_move_may_leave_the_place_alone(self, store: Runs) -> None:
        """A record that keeps its place leaves the unit as it is kept; the state moves on."""
        second = moved(first := opened("a", unit="x"), "returned", keeps_place=True)
        assert all(store.run(store.ops.append(each)) for each in (first, second))
        (summary,) = store.run(store.ops.find(Query(unit="x", is_open=True)))
        assert (summary.state, summary.seq, summary.hash) == ("returned", 1, second.record.hash)
        assert store.run(store.ops.append(moved(second, "returned"))) is True
        assert store.run(store.ops.find(Query(unit="x", is_open=True))) == ()

    def test_what_is_due_next_comes_first(self, store: Runs) -> None:
        """Cases come in order of their legal date, then of their number; nothing is claimed."""
        for number, due_at in zip("abcde", (30, None, 10, 20, 10), strict=True):
            store.run(store.ops.append(opened(number, due_at=due_at)))

        def found(before: int, limit: int) -> str:
            return "".join(each.case_id for each in store.run(store.ops.next_due(before, limit)))

        assert found(31, 9) == "ceda"
        assert found(30, 9) == "ced"
        assert found(31, 1) == found(31, 1) == "c"

    def test_a_scan_reads_all_entries_in_order(self, store: Runs) -> None:
        """Records of all cases come in order of case and record, byte by byte, in pages."""
        cases = [opened(each) for each in ("z", "B", "a", "Đ")]
        for case in cases:
            store.run(store.ops.append(case))
        store.run(store.ops.append(moved(cases[1])))

        read: list[tuple[str, int]] = []
        place = ("", -1)
        while True:
            page = store.run(store.ops.scan(place[0], place[1], 2))
            read += [(case_id, stored.seq) for case_id, stored in page]
            if len(page) < 2:
                break
            place = read[-1]
        assert read == [("B", 0), ("B", 1), ("a", 0), ("z", 0), ("Đ", 0)]

    # ── expiries ────────────────────────────────────────────────────────────────────────────

    def test_a_case_is_claimed_once_until_the_claim_ends(self, store: Runs) -> None:
        """Cases that are due are claimed, the longest due first, and come back after the lease."""
        for number, wake_at in (("a", 30), ("b", 10), ("c", 20), ("d", None), ("e", 99)):
            store.run(store.ops.append(opened(number, wake_at=wake_at)))

        assert store.run(store.ops.wake(50, 100, 2)) == ("b", "c")
        assert store.run(store.ops.wake(50, 100, 9)) == ("a",)
        assert store.run(store.ops.wake(50, 100, 9)) == ()
        assert store.run(store.ops.wake(100, 200, 9)) == ("a", "b", "c", "e")

    def test_an_expiry_is_noted_once(self, store: Runs) -> None:
        """What was raised is reported once, however often it is noted."""
        store.run(store.ops.append(opened(wake_at=5)))
        message = Message("A", "late@5", 0, "late", "{}")
        note = Note("A", 0, 6, (Raised("late", 5), Raised("quiet", 5)), (message,), 50)

        assert store.run(store.ops.note(note))
        assert store.run(store.ops.raised("A")) == {Raised("late", 5), Raised("quiet", 5)}
        taken = store.run(store.ops.take(6, 10, 9))
        assert taken == (message._replace(attempts=1),)
        store.run(store.ops.settle(taken, ()))
        assert store.run(store.ops.note(note._replace(wake_at=None)))

        assert store.run(store.ops.take(99, 100, 9)) == ()
        (summary,) = store.run(store.ops.find(Query()))
        assert summary.wake_at is None

    def test_a_case_that_moved_is_not_noted(self, store: Runs) -> None:
        """What was worked out for an earlier record is not kept."""
        first = opened(wake_at=5)
        store.run(store.ops.append(first))
        store.run(store.ops.append(moved(first, wake_at=7)))
        message = Message("A", "late@5", 0, "late", "{}")

        assert not store.run(store.ops.note(Note("A", 0, 6, (Raised("late", 5),), (message,), 50)))
        assert store.run(store.ops.raised("A")) == frozenset()
        assert store.run(store.ops.take(99, 100, 9)) == ()
        assert not store.run(store.ops.note(Note("B", 0, 6, (), (), None)))

    def test_a_case_that_fails_is_put_off_and_becomes_a_dead_letter(self, store: Runs) -> None:
        """A case put off comes again, a dead letter only when it is released."""
        store.run(store.ops.append(opened(wake_at=5)))
        store.run(store.ops.stall("A", 1, 40, "boom"))
        assert store.run(store.ops.wake(39, 100, 9)) == ()
        assert store.run(store.ops.wake(40, 100, 9)) == ("A",)
        assert store.run(store.ops.dead_letters()) == ()

        store.run(store.ops.stall("A", 2, None, "boom"))
        assert store.run(store.ops.wake(10_000, 20_000, 9)) == ()
        (dead_letter,) = store.run(store.ops.dead_letters())
        assert dead_letter == ("A", None, 2, "boom")

        assert store.run(store.ops.release("A", None, 41))
        assert not store.run(store.ops.release("A", None, 41))
        assert store.run(store.ops.wake(41, 100, 9)) == ("A",)

    def test_what_is_kept_is_counted(self, store: Runs) -> None:
        """The counts are those of what is kept."""
        first = opened("a", kinds=("m",))
        store.run(store.ops.append(first))
        store.run(store.ops.append(moved(first, "returned")))
        store.run(store.ops.append(opened("b")))
        store.run(store.ops.make_seal(1))

        assert store.run(store.ops.stats()) == {
            "cases": 2,
            "open": 1,
            "records": 3,
            "messages": 1,
            "dead_letter_cases": 0,
            "dead_letter_messages": 0,
            "definitions": 0,
            "seals": 1,
        }
