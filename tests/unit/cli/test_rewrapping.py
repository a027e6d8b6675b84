"""`caseflow store rewrap`: the keys of persons under a new master key."""

import os

import pytest

from caseflow.pii.encryption import PersonalDataEncryption
from caseflow.pii.rewrapping import rewrappings
from caseflow.stores import open_store

OLD, NEW = b"o" * 32, b"n" * 32


@pytest.fixture
def kept(sqlite_url):
    """The address of a store with the keys of two persons under the old master key."""
    encryption = PersonalDataEncryption(OLD, entropy=os.urandom)
    with open_store(sqlite_url) as store:
        for subject in ("an", "binh"):
            wrapped = encryption._wrapped(os.urandom(32), subject)
            store.run(store.ops.keep_secret(subject, wrapped, 1))
    return sqlite_url


@pytest.fixture
def keys(tmp_path):
    """The files of the old and the new master key: bytes, and digits."""
    old, new = tmp_path / "old.key", tmp_path / "new.key"
    old.write_bytes(OLD)
    new.write_text(NEW.hex() + "\n", encoding="ascii")
    return old, new


def rewrap(caseflow, url, master, older, *more):
    who = ("--by", "admin", "--reason", "the old one was seen")
    return caseflow(
        "store", "rewrap", "--store", url, "--master", master, "--older", older, *who, *more
    )


def test_the_keys_are_moved_and_reported(caseflow, kept, keys):
    """Once they are moved, and the second time the old master key may go."""
    old, new = keys
    reported = rewrap(caseflow, kept, new, old)
    assert reported.code == 0
    assert "2 keys moved to the new master key" in reported.out
    assert "run it again" in reported.out
    again = rewrap(caseflow, kept, new, old, "--lang", "vi")
    assert "có thể bỏ khóa chủ cũ" in again.out
    assert rewrap(caseflow, kept, new, old, "--json").data == {
        "moved": 0, "there": 2, "destroyed": 0, "lost": [], "is_complete": True,
    }  # fmt: skip
    with open_store(kept) as store:
        (act,) = store.run(rewrappings(store.ops))
    assert (act.by, act.reason) == ("admin", "the old one was seen")


def test_keys_of_another_master_key_are_a_finding(caseflow, kept, keys, tmp_path):
    """They are named, and the exit code says that the old master key may not go."""
    other = tmp_path / "other.key"
    other.write_bytes(b"x" * 32)
    reported = rewrap(caseflow, kept, keys[1], other)
    assert reported.code == 1
    assert "an, binh" in reported.out


@pytest.mark.parametrize("content", [b"", b"short", b"x" * 33, b"0" * 63, b"g" * 64])
def test_a_file_that_is_no_key_is_not_shown(caseflow, kept, keys, tmp_path, content):
    """It may be a key with a slip in it."""
    wrong = tmp_path / "wrong.key"
    wrong.write_bytes(content)
    reported = rewrap(caseflow, kept, wrong, keys[0])
    assert reported.code == 2
    assert "32 bytes" in reported.err
    if content:
        assert content.decode() not in reported.err.replace("wrong.key", "")
    assert rewrap(caseflow, kept, tmp_path / "none", keys[0]).code == 2
