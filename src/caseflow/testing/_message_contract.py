"""`MessageContract`: the part of `StoreContract` about the outbox."""

from caseflow.stores import Message, Note, Raised, Retry
from caseflow.testing._evidence_contract import Runs
from caseflow.testing._store_changes import moved, opened

__all__ = ["MessageContract"]


class MessageContract:
    """Say what every store does with messages that wait to be delivered."""

    def test_messages_come_until_they_are_settled(self, store: Runs) -> None:
        """A message is claimed for a while, comes again, and is gone when it was taken."""
        store.run(store.ops.append(opened(kinds=("a", "b"))))
        assert store.run(store.ops.take(999, 2_000, 9)) == ()

        first = store.run(store.ops.take(1_000, 2_000, 9))
        assert [(each.ref, each.kind, each.attempts) for each in first] == [
            ("0.0", "a", 1),
            ("0.1", "b", 1),
        ]
        assert store.run(store.ops.take(1_999, 3_000, 9)) == ()
        again = store.run(store.ops.take(2_000, 3_000, 1))
        assert len(again) == 1
        assert again[0].attempts == 2

        store.run(store.ops.settle(first, ()))
        assert store.run(store.ops.take(9_000, 10_000, 9)) == ()

    def test_a_message_that_fails_is_put_off_and_becomes_a_dead_letter(self, store: Runs) -> None:
        """A message put off comes at its time; a dead letter only when it is released."""
        store.run(store.ops.append(opened(kinds=("a", "b"))))
        a, b = store.run(store.ops.take(1_000, 2_000, 9))
        store.run(store.ops.settle((), (Retry(a, 5_000, "busy"), Retry(b, None, "wrong"))))

        assert store.run(store.ops.take(4_999, 6_000, 9)) == ()
        (dead_letter,) = store.run(store.ops.dead_letters())
        assert dead_letter == ("A", "0.1", 1, "wrong")
        (again,) = store.run(store.ops.take(5_000, 6_000, 9))
        assert again == a._replace(attempts=2, error="busy")
        assert not store.run(store.ops.release("A", "0.0", 7_000))
        store.run(store.ops.settle((again,), ()))
        assert store.run(store.ops.release("A", "0.1", 5_500))
        assert store.run(store.ops.take(5_500, 6_000, 9)) == (
            b._replace(attempts=1, error="wrong"),
        )

    def test_messages_of_a_case_come_in_the_order_they_were_raised(self, store: Runs) -> None:
        """By their number and not as texts: the tenth effect of a record after the second."""
        first = opened("A", kinds=tuple("abcdefghijkl"))
        store.run(store.ops.append(first))
        store.run(store.ops.append(moved(first, kinds=("m",))))
        raised = [Raised("z", 9), Raised("late", 5)]
        for at, each in enumerate(raised, 6_000):
            notice = Message("A", f"{each.name}@{each.at}", 1, each.name, "{}")
            assert store.run(store.ops.note(Note("A", 1, at, (each,), (notice,), None)))

        taken = store.run(store.ops.take(9_000, 10_000, 99))
        assert [each.kind for each in taken] == [*"abcdefghijklm", "z", "late"]
        again = store.run(store.ops.take(11_000, 12_000, 99))
        assert [each.kind for each in again] == [*"abcdefghijklm", "z", "late"]

    def test_an_earlier_message_holds_back_later_ones_of_its_case(self, store: Runs) -> None:
        """Claimed, put off or given up: the later ones wait, and those of other cases do not."""
        first = opened("A", kinds=("a", "b"))
        store.run(store.ops.append(first))
        (a,) = store.run(store.ops.take(1_000, 2_000, 1))
        store.run(store.ops.append(moved(first, kinds=("c",))))
        store.run(store.ops.append(opened("B", kinds=("d",))))

        def kinds(now: int, until: int, limit: int = 9) -> str:
            return "".join(each.kind for each in store.run(store.ops.take(now, until, limit)))

        assert kinds(1_500, 1_501) == "d"
        store.run(store.ops.settle((), (Retry(a, 8_000, "busy"),)))
        assert kinds(2_500, 2_501) == "d"
        a, *others = store.run(store.ops.take(8_000, 9_000, 9))
        assert [each.kind for each in (a, *others)] == ["a", "b", "c", "d"]
        back = [Retry(each, 8_000, "") for each in others]
        store.run(store.ops.settle((), (Retry(a, None, "broken"),), back))
        assert kinds(20_000, 20_001) == "d"
        assert store.run(store.ops.release("A", a.ref, 30_000))
        assert kinds(29_999, 30_000) == "d"
        assert kinds(30_000, 30_001) == "abcd"

    def test_a_message_put_back_was_not_begun(self, store: Runs) -> None:
        """It comes again when it is due, after the one before it, as if never claimed."""
        store.run(store.ops.append(opened(kinds=("a", "b"))))
        a, b = store.run(store.ops.take(1_000, 2_000, 9))
        store.run(store.ops.settle((), (Retry(a, 5_000, "busy"),), (Retry(b, 1_000, ""),)))

        assert store.run(store.ops.take(4_999, 6_000, 9)) == ()
        again = store.run(store.ops.take(5_000, 6_000, 9))
        assert [(each.kind, each.attempts) for each in again] == [("a", 2), ("b", 1)]

    def test_dates_that_were_reported_come_after_one_that_failed(self, store: Runs) -> None:
        """What failed first is first still, though it is due again after the others."""
        store.run(store.ops.append(opened("A", wake_at=5)))
        names = ("near", "first", "over")
        for at, name in enumerate(names, 1):
            notice = Message("A", f"{name}@99", 0, name, "{}")
            store.run(store.ops.note(Note("A", 0, at, (Raised(name, 99),), (notice,), None)))
            if name == "near":
                (near,) = store.run(store.ops.take(10, 20, 9))
                store.run(store.ops.settle((), (Retry(near, 500, "busy"),)))

        assert store.run(store.ops.take(499, 600, 9)) == ()
        taken = store.run(store.ops.take(500, 600, 9))
        assert [each.kind for each in taken] == list(names)
        near, *others = taken
        store.run(
            store.ops.settle(
                (),
                (Retry(near, None, "no"),),
                [Retry(each, at, "") for at, each in enumerate(others)],
            )
        )
        assert store.run(store.ops.take(900, 1_000, 9)) == ()
        assert store.run(store.ops.release("A", near.ref, 700))
        again = store.run(store.ops.take(900, 1_000, 9))
        assert [each.kind for each in again] == list(names)

    def test_who_lost_a_claim_does_not_put_the_message_off(self, store: Runs) -> None:
        """A failure told after the claim ended and another began changes nothing."""
        store.run(store.ops.append(opened(kinds=("a",))))
        (slow,) = store.run(store.ops.take(1_000, 2_000, 9))
        (quick,) = store.run(store.ops.take(2_000, 3_000, 9))
        store.run(store.ops.settle((), (Retry(slow, None, "late"),)))

        assert store.run(store.ops.dead_letters()) == ()
        assert store.run(store.ops.take(3_000, 4_000, 9)) == (quick._replace(attempts=3),)

    def test_what_waits_is_read_in_pages(self, store: Runs) -> None:
        """Messages and what was raised come by case, each after the last of the page before."""
        for case_id in ("b", "a"):
            store.run(store.ops.append(opened(case_id, kinds=("x", "y"))))
        notice = Message("a", "r@7", 0, "r", "{}")
        raised = (Raised("r", 7), Raised("r", 8))
        assert store.run(store.ops.note(Note("a", 0, 9_000, raised, (notice,), None)))

        page = store.run(store.ops.posted(limit=2))
        assert [(each.case_id, each.ref, at) for each, at in page] == [
            ("a", "0.0", 1_000),
            ("a", "0.1", 1_000),
        ]
        left = store.run(store.ops.posted("a", "0.1"))
        assert [(each.case_id, each.ref) for each, _ in left] == [
            ("a", "r@7"),
            ("b", "0.0"),
            ("b", "0.1"),
        ]
        assert left[0] == (notice, 9_000)
        assert store.run(store.ops.raisings(limit=1)) == (("a", Raised("r", 7)),)
        assert store.run(store.ops.raisings("a", "r", 7)) == (("a", Raised("r", 8)),)
