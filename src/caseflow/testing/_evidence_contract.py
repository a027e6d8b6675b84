"""`EvidenceContract`: the part of `StoreContract` about definitions, seals and secrets."""

from typing import Protocol, TypeVar

from caseflow.stores import (
    ERASURE,
    GENESIS,
    Definition,
    Operations,
    Ops,
    erasure_act,
    seal_root,
)
from caseflow.testing._store_changes import moved, opened

__all__ = ["EvidenceContract", "Runs"]

T = TypeVar("T")


class Runs(Protocol):
    """A store with its tables, or anything else that runs operations."""

    @property
    def ops(self) -> Operations:
        """Return the operations."""
        ...

    def run(self, ops: Ops[T]) -> T:
        """Run an operation."""
        ...


class EvidenceContract:
    """Say what every store does with what lets somebody check later."""

    def test_a_definition_is_kept_once(self, store: Runs) -> None:
        """The first definition of a name stays, and its hash is given back."""
        first = Definition("calendar", "vn@1", "{}")
        other = Definition("calendar", "vn@1", '{"other":1}')
        assert store.run(store.ops.keep(first)) == first.hash
        assert store.run(store.ops.keep(other)) == first.hash
        store.run(store.ops.keep(Definition("workflow", "w", "{}")))

        assert store.run(store.ops.definitions("calendar")) == (first,)
        assert store.run(store.ops.invalid_definitions()) == ()

    def test_a_seal_covers_what_changed_since_the_one_before(self, store: Runs) -> None:
        """Each seal holds the cases that changed, in order, and the root of the one before."""
        b, a = opened("b"), opened("a")
        store.run(store.ops.append(b))
        store.run(store.ops.append(a))
        first = store.run(store.ops.make_seal(77))
        store.run(store.ops.append(moved(a)))
        second = store.run(store.ops.make_seal(88))
        third = store.run(store.ops.make_seal(99))

        assert store.run(store.ops.seals()) == (first, second, third)
        assert [(seal.number, seal.at, seal.cases) for seal in (first, second, third)] == [
            (1, 77, 2),
            (2, 88, 1),
            (3, 99, 0),
        ]
        assert (first.previous, second.previous, third.previous) == (
            GENESIS,
            first.root,
            second.root,
        )
        lines = store.run(store.ops.sealed(1))
        assert [(line.case_id, line.seq) for line in lines] == [("a", 0), ("b", 0)]
        assert seal_root(GENESIS, lines) == first.root
        assert seal_root(first.text, store.run(store.ops.sealed(2))) == second.root
        assert store.run(store.ops.unsealed_lines()) == ()
        assert store.run(store.ops.sealed(1, "a", 1)) == lines[1:]
        assert store.run(store.ops.invalid_seal_lines()) == ()

    def test_a_secret_is_destroyed_once_and_leaves_its_ground(self, store: Runs) -> None:
        """A secret is made once and destroyed once; that it was, and why, stays."""
        assert store.run(store.ops.secret("p1")) is None
        made = store.run(store.ops.keep_secret("p1", "s3cret", 5))
        assert store.run(store.ops.keep_secret("p1", "other", 6)) == made
        assert (made.secret, made.made_at) == ("s3cret", 5)

        assert store.run(store.ops.destroy_secret("p1", 9, "Luật 91/2025/QH15"))
        assert not store.run(store.ops.destroy_secret("p1", 10, "again"))
        gone = made._replace(secret=None, destroyed_at=9, ground="Luật 91/2025/QH15")
        assert store.run(store.ops.secret("p1")) == gone
        assert store.run(store.ops.keep_secret("p1", "new", 11)) == gone
        assert not store.run(store.ops.destroy_secret("p2", 9, "none"))

    def test_secrets_are_read_in_pages(self, store: Runs) -> None:
        """Secrets come by subject, destroyed or not, each after the last of the page before."""
        for subject in ("p2", "p1", "p3"):
            store.run(store.ops.keep_secret(subject, "s", 5))
        store.run(store.ops.destroy_secret("p2", 9, "x"))

        page = store.run(store.ops.all_secrets(limit=2))
        assert [(each.subject, each.secret) for each in page] == [("p1", "s"), ("p2", None)]
        assert [each.subject for each in store.run(store.ops.all_secrets("p2"))] == ["p3"]

    def test_no_secret_is_destroyed_without_an_act(self, store: Runs) -> None:
        """The act of erasure stands on record; one that is there already stays as it is."""
        for subject in ("p1", "p2"):
            store.run(store.ops.keep_secret(subject, "s", 5))
        erased_act = erasure_act("p1", 9, "u17", "Luật 91/2025/QH15")
        store.run(store.ops.keep(erased_act))
        for subject in ("p1", "p2"):
            assert store.run(store.ops.destroy_secret(subject, 9, "Luật 91/2025/QH15"))

        unknown = erasure_act("p2", 9, "", "Luật 91/2025/QH15")
        assert store.run(store.ops.definitions(ERASURE)) == (erased_act, unknown)
        assert store.run(store.ops.invalid_definitions()) == ()
