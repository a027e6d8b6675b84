"""A master key that is retired: every key of a person goes to a new one, on the record."""

import hashlib
import os

import pytest

from caseflow.errors import StoreRefusedError, ValueInvalidError
from caseflow.pii.encryption import PersonalDataEncryption
from caseflow.pii.erasures import erase
from caseflow.pii.rewrapping import Rewrapped, rewrap, rewrappings
from caseflow.stores import Statement, drive, open_store
from caseflow.values import Actor
from stores.offices import LODGED, at, service

OLD, NEW, NEWEST = bytes(32), b"n" * 32, b"m" * 32
ADMIN = Actor("admin")
ACT = {"at": at("2026-04-01 09:00"), "by": ADMIN, "reason": "the old one was seen"}
PERSONS = 5


def encryption(master, *older):
    return PersonalDataEncryption(master, entropy=os.urandom, older=older)


@pytest.fixture
def kept(store):
    """A store with the texts of some persons under the old master key, one of them erased."""
    for number in range(PERSONS):
        wrapped = encryption(OLD)._wrapped(os.urandom(32), f"p{number}")
        store.run(store.ops.keep_secret(f"p{number}", wrapped, 1))
    store.run(erase(store.ops, "p4", at=LODGED, by=ADMIN, ground="g"))
    return store


def opens(store, *masters):
    """Which keys open under these master keys."""
    found = []
    for secret in store.run(store.ops.all_secrets()):
        if secret.secret is not None:
            key = encryption(*masters)._unwrapped(secret.secret, secret.subject)
            found += [secret.subject] if key is not None else []
    return found


def test_every_key_goes_to_the_new_master_key(kept):
    """The old one opens nothing any more; what was destroyed stays so; twice changes nothing."""
    alive = [f"p{number}" for number in range(4)]
    before = kept.run(kept.ops.all_secrets())
    done = kept.run(rewrap(kept.ops, encryption(NEW, OLD), **ACT))

    assert done == Rewrapped(moved=4, destroyed=1)
    assert done.is_complete
    assert (opens(kept, OLD), opens(kept, NEW)) == ([], alive)
    assert kept.run(rewrap(kept.ops, encryption(NEW, OLD), **ACT)) == Rewrapped(
        there=4, destroyed=1
    )
    after = kept.run(kept.ops.all_secrets())
    assert [each._replace(secret=None) for each in before] == [
        each._replace(secret=None) for each in after
    ]
    assert kept.run(rewrap(kept.ops, encryption(NEWEST, NEW), **ACT)).moved == 4
    assert opens(kept, NEWEST) == alive
    assert kept.run(erase(kept.ops, "p0", at=LODGED, by=ADMIN, ground="g")) is not None
    assert opens(kept, NEWEST) == alive[1:]


def test_what_was_done_is_on_record(kept):
    """Who, when, why, to which master key, and whose keys; of no key does it say anything."""
    new = encryption(NEW, OLD)
    kept.run(rewrap(kept.ops, new, **ACT))
    (act,) = kept.run(rewrappings(kept.ops))

    assert (act.by, act.at, act.reason) == ("admin", ACT["at"], ACT["reason"])
    assert act.master == new.master_name != encryption(OLD).master_name
    secrets = {each.subject: each.secret for each in kept.run(kept.ops.all_secrets())}
    assert act.keys == {
        subject: hashlib.sha256(secret.encode()).hexdigest()
        for subject, secret in secrets.items()
        if secret is not None
    }
    kept.run(rewrap(kept.ops, new, **ACT))
    assert kept.run(rewrappings(kept.ops)) == (act,)


@pytest.mark.parametrize("reached", range(6))
def test_what_is_cut_short_is_done_by_running_it_again(sqlite_url, reached, monkeypatch):
    """Whatever statement is the last, each key opens under one of the two, and the rest follows."""
    monkeypatch.setattr("caseflow.pii.rewrapping._PAGE", 2)
    with open_store(sqlite_url) as store:
        for number in range(PERSONS):
            wrapped = encryption(OLD)._wrapped(bytes([number]) * 32, f"p{number}")
            store.run(store.ops.keep_secret(f"p{number}", wrapped, 1))
        all_of_them = [f"p{number}" for number in range(PERSONS)]
        left = [reached]

        def execute(statement):
            if left[0] == 0:
                raise KeyboardInterrupt
            left[0] -= 1
            return store.execute(statement)

        with pytest.raises(KeyboardInterrupt):
            drive(execute, rewrap(store.ops, encryption(NEW, OLD), **ACT))
        store.close()

        assert opens(store, NEW, OLD) == all_of_them
        moved = len(opens(store, NEW))
        on_record = [subject for act in store.run(rewrappings(store.ops)) for subject in act.keys]
        assert sorted(on_record) == opens(store, NEW)
        done = store.run(rewrap(store.ops, encryption(NEW, OLD), **ACT))
        assert (done.moved, done.there) == (PERSONS - moved, moved)
        assert (opens(store, NEW), opens(store, OLD)) == (all_of_them, [])


def test_a_key_that_no_master_key_opens_is_named(kept):
    """The others are moved, and the old master key may not go yet."""
    done = kept.run(rewrap(kept.ops, encryption(NEW, NEWEST), **ACT))
    assert done == Rewrapped(destroyed=1, lost=("p0", "p1", "p2", "p3"))
    assert not done.is_complete
    assert kept.run(rewrappings(kept.ops)) == ()
    with pytest.raises(ValueInvalidError, match="reason"):
        kept.run(rewrap(kept.ops, encryption(NEW, OLD), **{**ACT, "reason": " "}))


def test_a_key_that_was_destroyed_meanwhile_stays_destroyed(sqlite_url):
    """Who erases is not overruled."""
    with open_store(sqlite_url) as store, open_store(sqlite_url) as other:
        wrapped = encryption(OLD)._wrapped(bytes(32), "p")
        store.run(store.ops.keep_secret("p", wrapped, 1))

        class Slow:
            master_name = "x"

            def rewrapped(self, secret):
                other.run(erase(other.ops, "p", at=LODGED, by=ADMIN, ground="g"))
                return encryption(NEW, OLD).rewrapped(secret)

        assert store.run(rewrap(store.ops, Slow(), **ACT)).moved == 0
        assert store.run(store.ops.secret("p")).secret is None


def test_a_key_that_was_replaced_without_an_act_is_found(sqlite_url):
    """A deep look finds it; what was wrapped anew on the record is sound."""
    with open_store(sqlite_url) as store:
        case_service = service(store)
        for subject in ("an", "binh"):
            wrapped = encryption(OLD)._wrapped(bytes(32), subject)
            store.run(store.ops.keep_secret(subject, wrapped, 1))
        store.run(rewrap(store.ops, encryption(NEW, OLD), **ACT))
        assert case_service.verify(deep=True).is_sound
        store.execute(
            Statement("update cf_secret set secret = 'caseflow-key/2 x' where subject = 'an'")
        )
        (fault,) = case_service.verify(deep=True).faults
        assert fault.problem == "the key of 'an' was replaced, and no act says so"


def test_a_key_is_not_overwritten_otherwise(kept):
    """The database takes a key that was wrapped anew, and no other change."""
    if not hasattr(kept, "execute"):
        return
    for secret in ("x", "caseflow-key/3 x", ""):
        with pytest.raises(StoreRefusedError):
            kept.execute(Statement("update cf_secret set secret = ?", (secret,)))
