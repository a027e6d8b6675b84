"""Encrypt personal texts with AES-GCM, one key per person, stored apart from the records.

The only importer of `cryptography` (the extra "pii"). It
is a `FieldEncryption` of `caseflow.service`. The hash of a record is over what is hidden, so a
chain verifies with the keys, without them, and when they are gone.
"""

import hashlib
from base64 import b64decode, b64encode
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import cast

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from caseflow._typed import typed
from caseflow.cases import Record
from caseflow.codec import canonical_json
from caseflow.errors import HistoryError, TextInvalidError, ValueInvalidError
from caseflow.pii._hidden import Encrypted, Erased, hidden
from caseflow.pii._marks import Path, spots
from caseflow.service._validation import refuse_unkeepable
from caseflow.stores import (
    WRAPPED_ANEW,
    Operations,
    Ops,
    Secret,
    StoreRefusedError,
    instant,
    micros,
)
from caseflow.values import clean_text

__all__ = ["PersonalDataEncryption"]

_KEY_BYTES = 32
_NONCE_BYTES = 12
_TAG_BYTES = 16

Json = dict[str, object]


@typed
class PersonalDataEncryption:
    """Hide the fields marked `personal` in what is kept, and show them again.

    Each subject has its own key; the store keeps it wrapped under *master*, so a dump of the
    store alone reads nobody. A text is tied to its subject, its field and its record: moved
    anywhere else it is refused.

    Args:
        master: 32 bytes that live outside the store, as in a vault or the environment.
        entropy: gives so many random bytes, `os.urandom`.
        subject_of: whose a personal text is where its payload does not say; by default
            "case:" and the number of the case.
        older: master keys of before, which may still unwrap.

    Raises:
        ValueInvalidError: a master key is not 32 bytes long.
    """

    def __init__(
        self,
        master: bytes,
        *,
        entropy: Callable[[int], bytes],
        subject_of: Callable[[str, Record], str] | None = None,
        older: Sequence[bytes] = (),
    ) -> None:
        """Take the keys and where randomness comes from."""
        for each in (master, *older):
            if len(each) != _KEY_BYTES:
                raise ValueInvalidError("master", f"{len(each)} bytes", f"{_KEY_BYTES} bytes")
        self._masters = [AESGCM(each) for each in (master, *older)]
        named = hashlib.sha256(b"caseflow-master/1 " + master).hexdigest()
        self._master_name = named[:16]
        self._entropy = entropy
        self._subject_of = subject_of or _subject_of_case

    # ── writing ─────────────────────────────────────────────────────────────────────────────

    def hide(self, ops: Operations, case_id: str, record: Record, data: Json) -> Ops[Json]:
        """Return *data*, which `record` is as JSON values, with its personal texts hidden.

        Raises:
            StoreRefusedError: the subject was erased; whoever comes again is a new subject.
            TextInvalidError: a text looks like one that is hidden already.
            ValueInvalidError: a personal field holds no text, is written elsewhere than it stands,
                or the record would be too large.
        """
        fields = _fields(data)
        if fields is None:
            return data
        written = dict(_texts(fields))
        given = (text for _, _, text in spots(record.payload))
        if any(hidden(text) is not None for text in (*written.values(), *given)):
            raise TextInvalidError("payload", "a text is written like a hidden one", "another")
        clear = {
            path: (_named(named or self._subject_of(case_id, record)), _plain(text))
            for path, named, text in spots(record.payload)
        }
        for path in clear:
            if path not in written:
                where = ".".join(map(str, path))
                raise ValueInvalidError(where, "not written under that name", "names in NFC")
        keys = yield from self._keys_to_hide(ops, data, clear, micros(record.at))
        hiding: dict[Path, str] = {}
        for path, (subject, plain) in clear.items():
            nonce, bound = self._entropy(_NONCE_BYTES), _bound(case_id, data, subject, path)
            hiding[path] = Encrypted.of(nonce + keys[subject].encrypt(nonce, plain, bound), subject)
        return _marked(_with_fields(data, _replaced(fields, hiding))) if hiding else data

    def _keys_to_hide(
        self, ops: Operations, data: Json, clear: Mapping[Path, tuple[str, bytes]], at: int
    ) -> Ops[dict[str, AESGCM]]:
        """Return the key of each subject; one that has none gets it when nothing is refused."""
        keys: dict[str, AESGCM] = {}
        strangers: list[str] = []
        for subject in dict.fromkeys(subject for subject, _ in clear.values()):
            secret = yield from ops.secret(subject)
            if secret is None:
                strangers.append(subject)
            else:
                keys[subject] = self._key(secret)
        if strangers:
            _refuse_too_large(data, clear)
        for subject in strangers:
            wrapped = self._wrapped(self._entropy(_KEY_BYTES), subject)
            # Whoever is first wins; the key that is kept is the one that counts.
            keys[subject] = self._key((yield from ops.keep_secret(subject, wrapped, at)))
        return keys

    def _key(self, secret: Secret) -> AESGCM:
        """Return the key to hide by."""
        subject = secret.subject
        if secret.secret is None:
            when = instant(secret.destroyed_at or 0).isoformat()
            raise StoreRefusedError(
                f"the personal data of {subject!r} was erased at {when} ({secret.ground}); "
                "give a new subject"
            )
        key = self._unwrapped(secret.secret, subject)
        if key is None:
            raise StoreRefusedError(f"the key of {subject!r} is under another master key")
        return key

    # ── reading ─────────────────────────────────────────────────────────────────────────────

    def show(self, ops: Operations, case_id: str, data: Json) -> Ops[Json]:
        """Return *data* with its hidden texts shown, or as `Erased` where the key is destroyed.

        A record of before it was marked what is hidden may hold a text that was written like a
        encrypted one, before there was any encryption. What no key opens there stays as it is kept.

        Raises:
            HistoryError: a hidden text is altered or moved, or this is not the master key.
        """
        fields = _fields(data)
        if fields is None:
            return data
        found = ((path, hidden(text)) for path, text in _texts(fields))
        encrypted = {path: text for path, text in found if isinstance(text, Encrypted)}
        secrets: dict[str, Secret | None] = {}
        for text in encrypted.values():
            if text.subject not in secrets:
                secrets[text.subject] = yield from ops.secret(text.subject)
        shown = {
            path: self._shown(case_id, text, secrets[text.subject], data, path)
            for path, text in encrypted.items()
        }
        return _with_fields(data, _replaced(fields, shown)) if shown else data

    def _shown(
        self, case_id: str, text: Encrypted, secret: Secret | None, data: Json, path: Path
    ) -> str:
        is_marked = _is_marked(data)
        if secret is None:
            if not is_marked:
                return text
            raise _broken(case_id, data, f"the key of {text.subject!r} is not kept here")
        if secret.secret is None:
            return Erased.of(instant(secret.destroyed_at or 0), secret.ground)
        key = self._unwrapped(secret.secret, text.subject)
        if key is None:
            raise _broken(case_id, data, f"the key of {text.subject!r} is under another master key")
        nonce, sealed = text.sealed[:_NONCE_BYTES], text.sealed[_NONCE_BYTES:]
        try:
            return key.decrypt(nonce, sealed, _bound(case_id, data, text.subject, path)).decode()
        except InvalidTag:
            if not is_marked:
                return text
            problem = f"a personal text of {text.subject!r} was altered or moved"
            raise _broken(case_id, data, problem) from None

    # ── the master key ──────────────────────────────────────────────────────────────────────

    @property
    def master_name(self) -> str:
        """Return 16 digits that tell the master key from others, and nothing of it."""
        return self._master_name

    def rewrapped(self, secret: Secret) -> str | None:
        """Return the key of a person wrapped under the newest master key; None if it is so already.

        Raises:
            StoreRefusedError: it was destroyed, or none of the master keys opens it.
        """
        subject = secret.subject
        if secret.secret is None:
            raise StoreRefusedError(f"the key of {subject!r} was destroyed")
        found = self._key_of(secret.secret, subject)
        if found is None:
            raise StoreRefusedError(f"the key of {subject!r} is under another master key")
        place, key = found
        return f"{WRAPPED_ANEW}{self._wrapped(key, subject)}" if place else None

    # ── keys ────────────────────────────────────────────────────────────────────────────────

    def _wrapped(self, key: bytes, subject: str) -> str:
        nonce = self._entropy(_NONCE_BYTES)
        sealed = self._masters[0].encrypt(nonce, key, _bound_key(subject))
        return b64encode(nonce + sealed).decode()

    def _unwrapped(self, wrapped: str, subject: str) -> AESGCM | None:
        """Return the key; None if none of the master keys opens it."""
        found = self._key_of(wrapped, subject)
        return None if found is None else AESGCM(found[1])

    def _key_of(self, wrapped: str, subject: str) -> tuple[int, bytes] | None:
        """Return the bytes of a key, and the place of the master key that opens it."""
        raw = b64decode(wrapped.removeprefix(WRAPPED_ANEW))
        for place, master in enumerate(self._masters):
            try:
                key = master.decrypt(raw[:_NONCE_BYTES], raw[_NONCE_BYTES:], _bound_key(subject))
            except InvalidTag:
                continue
            return place, key
        return None


def _broken(case_id: str, data: Json, problem: str) -> HistoryError:
    seq = data["seq"]
    return HistoryError(case_id, seq if isinstance(seq, int) else 0, problem)


def _refuse_too_large(data: Json, clear: Mapping[Path, tuple[str, bytes]]) -> None:
    """Refuse a record that would be too large with its texts hidden, which makes them longer."""
    blank = {
        path: Encrypted.of(bytes(_NONCE_BYTES + len(plain) + _TAG_BYTES), subject)
        for path, (subject, plain) in clear.items()
    }
    whole = _marked(_with_fields(data, _replaced(_fields(data), blank)))
    refuse_unkeepable(whole, canonical_json(whole))


def _plain(text: str) -> bytes:
    return clean_text(text, name="text").encode()


def _subject_of_case(case_id: str, _: Record) -> str:
    return f"case:{case_id}"


def _named(subject: str) -> str:
    # 200 characters, as every name that a store keeps.
    cleaned = clean_text(subject, name="subject", limit=200)
    if not cleaned.strip() or "\n" in cleaned:
        raise ValueInvalidError("subject", subject, "one line of text that names whose it is")
    return cleaned


# ── what a text is tied to ──────────────────────────────────────────────────────────────────


def _bound(case_id: str, data: Mapping[str, object], subject: str, path: Path) -> bytes:
    """Return the associated data of a text: it is shown in this place and in no other."""
    payload = cast("Mapping[str, object]", data["payload"])
    where = ["caseflow-text/1", subject, case_id, data["seq"], payload["type"], list(path)]
    return canonical_json(where).encode()


def _bound_key(subject: str) -> bytes:
    return canonical_json(["caseflow-key/1", subject]).encode()


# ── payloads as JSON values ─────────────────────────────────────────────────────────────────


def _fields(data: Mapping[str, object]) -> Mapping[str, object] | None:
    """Return the fields of the payload; None without one."""
    payload = data.get("payload")
    if not isinstance(payload, dict):
        return None
    fields = cast("Json", payload).get("data")
    return cast("Json", fields) if isinstance(fields, dict) else None


def _marked(data: Json) -> Json:
    """Return *data* with word beside its payload that texts in it are hidden."""
    return {**data, "payload": {**cast("Json", data["payload"]), "veiled": True}}


def _is_marked(data: Mapping[str, object]) -> bool:
    return cast("Mapping[str, object]", data["payload"]).get("veiled") is True


def _with_fields(data: Json, fields: object) -> Json:
    return {**data, "payload": {**cast("Json", data["payload"]), "data": fields}}


def _texts(value: object, path: Path = ()) -> Iterator[tuple[Path, str]]:
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, dict):
        for name, each in cast("Json", value).items():
            yield from _texts(each, (*path, name))
    elif isinstance(value, (list, tuple)):
        for place, each in enumerate(cast("Sequence[object]", value)):
            yield from _texts(each, (*path, place))


def _replaced(value: object, texts: Mapping[Path, str], path: Path = ()) -> object:
    """Return *value* with the texts at those paths in place of what is there."""
    if path in texts:
        return texts[path]
    if isinstance(value, dict):
        pairs = cast("Json", value).items()
        return {name: _replaced(each, texts, (*path, name)) for name, each in pairs}
    if isinstance(value, (list, tuple)):
        listed = enumerate(cast("Sequence[object]", value))
        return [_replaced(each, texts, (*path, place)) for place, each in listed]
    return value
