"""Personal data: hidden in what is kept, shown with the right keys only, gone once erased."""

import base64
import dataclasses
import json
import os
from dataclasses import dataclass
from datetime import UTC, datetime
from unicodedata import normalize

import pytest
from attrs import field, frozen
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from hypothesis import example, given, settings
from hypothesis import strategies as st

from caseflow import vietnam as vn
from caseflow.cases import Move, Record
from caseflow.codec import Codec
from caseflow.engine import Engine
from caseflow.errors import HistoryError, TextInvalidError, ValueInvalidError
from caseflow.office.papers.words import WORDS
from caseflow.pii import DocumentRef, Encrypted, Erased, personal, personal_text
from caseflow.pii.encryption import PersonalDataEncryption
from caseflow.pii.erasures import erase, erasures
from caseflow.pii.rewrapping import rewrap
from caseflow.service import CaseService
from caseflow.service._sealing import Sealer
from caseflow.stores import (
    Change,
    MemoryStore,
    StoredRecord,
    StoreRefusedError,
    instant,
    link,
    micros,
)
from caseflow.values import Actor, Channel
from caseflow.vietnam.stored import case_codec, payload_types

AT = datetime(2026, 3, 2, 9, tzinfo=UTC)
CLERK = Actor("clerk", {"intake"})
GROUND = "Law 91/2025/QH15"
MASTER = bytes(range(32))


@frozen
class Child:
    """A person within a payload."""

    name: str = field(converter=personal_text, metadata=personal())
    school: str = "Trường số 1"


@dataclass(frozen=True)
class Witness:
    """A person in a value of the standard library."""

    name: str = dataclasses.field(metadata=personal())
    place: str = "nhà số 1"


@frozen
class Hearing:
    """A payload that holds people in every way that the codec writes."""

    first: Witness
    named: dict[str, Witness]
    children: dict[str, tuple[Child, ...]]


@frozen
class Complaint:
    """A payload with personal texts of two people."""

    author_id: str
    author: str = field(converter=personal_text, metadata=personal(subject="author_id"))
    phones: tuple[str, ...] = field(default=(), metadata=personal(subject="author_id"))
    note: str = ""
    children: tuple[Child, ...] = ()
    scan: DocumentRef | None = None


def codec() -> Codec:
    """A codec that knows the payload."""
    types = payload_types()
    types.register("complaint", 1, Complaint)
    types.register("hearing", 1, Hearing)
    types.register("witness", 1, Witness)
    return Codec(types)


CODEC = codec()

kept_texts = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=60).map(personal_text)
subjects = st.text(st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp"]), max_size=30).map(
    lambda text: f"person:{text}"
)


class MemoryDriver:
    """A store with field encryption, and the records that went through it."""

    def __init__(self, master=MASTER, **more):
        self.store = MemoryStore()
        self.encryption = PersonalDataEncryption(master, entropy=os.urandom, **more)

    def hide(self, payload, seq=3):
        """The record with *payload*, as JSON values with its personal texts hidden."""
        record = Record(seq, Move("complain", "a", "b"), CLERK, AT, payload, None, ())
        data = CODEC.record_to_data(record)
        return self.store.run(self.encryption.hide(self.store.ops, "H1", record, data))

    def show(self, data, encryption=None, case_id="H1"):
        """The payload of the record written as *data*."""
        shown = self.store.run((encryption or self.encryption).show(self.store.ops, case_id, data))
        return CODEC.record_from_data(shown).payload

    def erase(self, subject, at=AT):
        """The act by which a subject is erased."""
        return self.store.run(erase(self.store.ops, subject, at=at, by=CLERK, ground=GROUND))


complaints = st.builds(
    Complaint,
    author_id=subjects.map(personal_text),
    author=kept_texts,
    phones=st.lists(kept_texts, max_size=3).map(tuple),
    note=kept_texts,
    children=st.lists(st.builds(Child, kept_texts), max_size=2).map(tuple),
)


@given(complaint=complaints)
def test_what_is_hidden_is_shown_again(complaint):
    """Hidden and shown with the same keys, a payload is what it was, nested ones too."""
    case_service = MemoryDriver()
    assert case_service.show(case_service.hide(complaint)) == complaint


@given(complaint=complaints)
def test_nothing_personal_stands_in_what_is_kept(complaint):
    """Every marked text is hidden and every other one is as it was; the keys are not beside it."""
    fields = MemoryDriver().hide(complaint)["payload"]["data"]
    personal_ones = [
        fields["author"],
        *fields["phones"],
        *(child["name"] for child in fields["children"]),
    ]
    assert all(isinstance(each, Encrypted) for each in personal_ones)
    assert fields["note"] == complaint.note
    assert {each.subject for each in personal_ones} <= {complaint.author_id, "case:H1"}


def test_no_way_to_hold_a_person_is_left_open():
    """A dataclass and an object by names are looked through as a value of attrs is."""
    payload = Hearing(Witness("Bình"), {"Đông": Witness("Chi")}, {"x": (Child("Dũng"),)})
    data = MemoryDriver().hide(payload)
    text = json.dumps(data, ensure_ascii=False)
    assert not [name for name in ("Bình", "Chi", "Dũng") if name in text]
    assert "nhà số 1" in text


def test_a_person_under_a_name_that_is_written_otherwise_is_refused():
    """What could not be hidden in its place is not kept in the open."""
    named = {normalize("NFD", "Đông Hà"): Witness("Chi")}
    with pytest.raises(ValueInvalidError, match="names in NFC"):
        MemoryDriver().hide(Hearing(Witness("Bình"), named, {}))


def test_a_subject_is_erased_under_any_form_of_its_name():
    """The same letters written apart name the same person, on the way in and at the end."""
    case_service = MemoryDriver()
    case_service.hide(Complaint("người 1", "An"))
    assert case_service.erase(normalize("NFD", "người 1")).subject == "người 1"
    assert case_service.store.run(case_service.store.ops.secret("người 1")).secret is None


def test_a_person_in_a_dataclass_is_held_as_it_is_read_back():
    """Letters written apart are the same text before a case is read back and after."""
    sealer = Sealer(MemoryStore().ops, CODEC)
    assert sealer.clean(Witness(normalize("NFD", "Hà"))) == Witness("Hà")


@given(complaint=complaints, other=st.binary(min_size=32, max_size=32))
def test_another_master_key_shows_nothing(complaint, other):
    """With the wrong key a record is refused; it is never shown as something else."""
    case_service = MemoryDriver()
    data = case_service.hide(complaint)
    if other != MASTER:
        stranger = PersonalDataEncryption(other, entropy=os.urandom)
        with pytest.raises(HistoryError, match="another master key"):
            case_service.show(data, stranger)


def test_an_older_master_key_still_shows():
    """The master key can be changed: older ones unwrap, new keys are wrapped by the new one."""
    case_service = MemoryDriver()
    data = case_service.hide(Complaint("p1", "An"))
    changed = PersonalDataEncryption(bytes(32), entropy=os.urandom, older=[MASTER])
    assert case_service.show(data, changed) == Complaint("p1", "An")


def test_a_text_is_read_under_the_new_master_key_alone():
    """Once its key was moved, the old master key is needed no more, and reads nothing."""
    case_service = MemoryDriver()
    data = case_service.hide(Complaint("p1", "An"))
    new = PersonalDataEncryption(bytes(32), entropy=os.urandom, older=[MASTER])
    moving = rewrap(case_service.store.ops, new, at=AT, by=CLERK, reason="a year is over")
    assert case_service.store.run(moving).moved == 1
    assert case_service.show(
        data, PersonalDataEncryption(bytes(32), entropy=os.urandom)
    ) == Complaint("p1", "An")
    with pytest.raises(HistoryError, match="another master key"):
        case_service.show(data, PersonalDataEncryption(MASTER, entropy=os.urandom))


@given(place=st.integers(min_value=0), bit=st.integers(0, 7), author=kept_texts)
def test_every_altered_bit_is_found(place, bit, author):
    """A hidden text of which one bit is altered is refused."""
    case_service = MemoryDriver()
    data = case_service.hide(Complaint("p1", author))
    encrypted = data["payload"]["data"]["author"]
    sealed = bytearray(encrypted.sealed)
    sealed[place % len(sealed)] ^= 1 << bit
    data["payload"]["data"]["author"] = Encrypted.of(bytes(sealed), encrypted.subject)
    with pytest.raises(HistoryError, match="altered or moved"):
        case_service.show(data)


def _swap_fields(first, second):
    fields = first["payload"]["data"]
    fields["phones"][0], fields["phones"][1] = fields["phones"][1], fields["phones"][0]


def _swap_records(first, second):
    first["payload"]["data"]["author"] = second["payload"]["data"]["author"]


def _swap_subject(first, second):
    encrypted = first["payload"]["data"]["author"]
    first["payload"]["data"]["author"] = Encrypted.of(encrypted.sealed, "case:H1")


@pytest.mark.parametrize("swap", [_swap_fields, _swap_records, _swap_subject])
def test_a_hidden_text_is_shown_in_its_own_place_only(swap):
    """Moved to another field, another record or another subject, a text is refused."""
    case_service = MemoryDriver()
    complaint = Complaint("p1", "An", ("0901", "0902"), children=(Child("Bình"),))
    first, second = case_service.hide(complaint), case_service.hide(complaint, seq=4)
    swap(first, second)
    with pytest.raises(HistoryError, match="altered or moved"):
        case_service.show(first)


def test_a_hidden_text_is_shown_in_its_own_case_only():
    """Moved to another case of the same person, a text is refused."""
    case_service = MemoryDriver()
    data = case_service.hide(Complaint("p1", "An"))
    with pytest.raises(HistoryError, match="altered or moved"):
        case_service.show(data, case_id="H2")


def test_the_key_of_another_subject_does_not_fit():
    """A wrapped key put in the place of another is refused."""
    case_service = MemoryDriver()
    data = case_service.hide(Complaint("p1", "An"))
    case_service.hide(Complaint("p2", "Bình"), seq=4)
    secrets = case_service.store.ops.secrets
    secrets["p1"] = secrets["p1"]._replace(secret=secrets["p2"].secret)
    with pytest.raises(HistoryError):
        case_service.show(data)


@given(authors=st.lists(kept_texts, min_size=2, max_size=20))
def test_no_nonce_comes_twice(authors):
    """Equal texts are hidden differently each time, with their own nonce."""
    case_service = MemoryDriver()
    found = [
        case_service.hide(Complaint("p1", author), seq)["payload"]["data"]["author"].sealed[:12]
        for seq, author in enumerate([*authors, *authors], 1)
    ]
    assert len(set(found)) == len(found)


@given(complaint=complaints)
def test_after_erasure_a_text_reads_as_erased(complaint):
    """What was hidden reads as `Erased`, with the instant and the ground; the rest stays."""
    case_service = MemoryDriver()
    data = case_service.hide(complaint)
    act = case_service.erase(complaint.author_id)
    shown = case_service.show(data)
    assert isinstance(shown.author, Erased)
    assert (shown.author.at, shown.author.ground) == (AT, GROUND)
    assert all(isinstance(personal_text(phone), Erased) for phone in shown.phones)
    assert shown.children == complaint.children
    assert case_service.store.run(erasures(case_service.store.ops)) == (act,)


def test_erasing_twice_changes_nothing():
    """The first act stands; who never had a key has nothing to erase."""
    case_service = MemoryDriver()
    case_service.hide(Complaint("p1", "An"))
    first = case_service.erase("p1")
    assert case_service.erase("p1", instant(1)) == first
    assert case_service.erase("p9") is None
    assert case_service.store.run(erasures(case_service.store.ops)) == (first,)
    assert (first.by, first.ground) == ("clerk", GROUND)


def test_an_erasure_needs_a_ground():
    """A key is not destroyed without saying why."""
    case_service = MemoryDriver()
    case_service.hide(Complaint("p1", "An"))
    with pytest.raises(ValueInvalidError, match="ground"):
        case_service.store.run(erase(case_service.store.ops, "p1", at=AT, by=CLERK, ground=" "))
    assert case_service.store.run(case_service.store.ops.secret("p1")).secret


def test_an_erased_subject_takes_nothing_new():
    """Whoever was erased and comes again is a new subject; the old key is not made again."""
    case_service = MemoryDriver()
    case_service.hide(Complaint("p1", "An"))
    case_service.erase("p1")
    with pytest.raises(StoreRefusedError, match="was erased at 2026-03-02"):
        case_service.hide(Complaint("p1", "An"), seq=4)


@pytest.mark.parametrize("field_name", ["author", "note"])
def test_a_text_cannot_pass_itself_off_as_hidden(field_name):
    """What is written like a hidden text, or stands for an erased one, is refused on the way in."""
    hidden = MemoryDriver().hide(Complaint("p1", "An"))["payload"]["data"]["author"]
    for text in (str(hidden), Encrypted(hidden), Erased.of(AT, GROUND)):
        with pytest.raises(TextInvalidError, match="like a hidden one"):
            MemoryDriver().hide(Complaint("p1", **{"author": "An", field_name: text}))


def _office(store=None, encryption=None):
    service = CaseService(
        Engine(vn.danang()), store or MemoryStore(), case_codec(), encryption=encryption
    )
    if store is None:
        service.open(
            "1.014445", case_id="H1", channel=Channel.ONLINE, result_by=Channel.ONLINE, at=AT
        )
    return service


CLERKS = Actor("clerk", {"intake", "applicant"})


@settings(max_examples=20)
@given(name=st.one_of(kept_texts.filter(str.strip).map("[erased 2026-01-01T09:00: {}]".format)))
@example("[erased 2026-01-01Tx: x]")
@example(str(Erased.of(AT, GROUND)))
@example("[erased 2026-03-02T09:00:00+00:00: theo yêu cầu của công dân]")
@pytest.mark.parametrize("is_encrypted", [False, True])
def test_a_name_that_reads_like_an_erasure_is_a_name(is_encrypted, name):
    """Only the encryption marks a text as erased; no text of an applicant is read as erased."""
    encryption = PersonalDataEncryption(MASTER, entropy=os.urandom) if is_encrypted else None
    office = _office(encryption=encryption)
    office.fire("H1", vn.DESCRIBE, vn.Description(vn.Applicant(name)), by=CLERKS, at=AT)
    for service in (office, _office(office.store, encryption)):
        payload = service.get("H1").last.payload
        assert payload.applicant.name == normalize("NFC", name)
        assert not isinstance(payload.applicant.name, Erased)
        assert "(erased" not in WORDS["person"](payload.applicant.name, "en")


@pytest.mark.parametrize("subject", ["nobody", "case:H1"])
def test_a_text_like_an_encrypted_one_stored_before_encryption_leaves_the_case_readable(subject):
    """Whether that subject has a key later or not, its case is read and worked on."""
    typed = str(Encrypted.of(b"x" * 40, subject))
    office = _office()
    _keep_as_before(office, typed)
    encrypted = _office(office.store, PersonalDataEncryption(MASTER, entropy=os.urandom))
    assert encrypted.get("H1").last.payload.applicant.name == typed
    after = vn.Description(vn.Applicant("Nguyễn Thị Bình"))
    encrypted.fire("H1", vn.DESCRIBE, after, by=CLERKS, at=AT)
    encrypted.forget()
    first, last = (each.payload.applicant.name for each in encrypted.get("H1").records[-2:])
    assert (str(first), last) == (typed, "Nguyễn Thị Bình")
    assert encrypted.verify(deep=True).is_sound


def _keep_as_before(office, name):
    """Keep a description as releases did that did not refuse such a name."""
    kept = office.store.run(office.store.ops.load("H1"))
    described = office.engine.fire(
        office.get("H1"), vn.DESCRIBE, vn.Description(vn.Applicant("NAME")), by=CLERKS, at=AT
    )
    text = case_codec().dumps(described.last).replace('"NAME"', json.dumps(name))
    stored = StoredRecord(
        1, micros(AT), "describe", "clerk", None, text, link(kept.summary.hash, text)
    )
    summary = kept.summary._replace(seq=1, hash=stored.hash, state=described.state)
    assert office.store.run(
        office.store.ops.append(Change(summary, stored, kept.summary.hash, (), True, True))
    )


def test_no_new_text_begins_like_an_encrypted_one_even_without_encryption():
    """Encryption introduced later then finds no such text; nothing is stored."""
    office = _office()
    for name in (str(Encrypted.of(b"x" * 28, "case:H1")), "caseflow-veiled/1 x"):
        with pytest.raises(TextInvalidError, match="like a hidden one"):
            office.fire("H1", vn.DESCRIBE, vn.Description(vn.Applicant(name)), by=CLERKS, at=AT)
    assert office.get("H1").version == 1


def test_the_payload_must_say_whose_it_is():
    """Without a subject there is no key."""
    encryption = PersonalDataEncryption(MASTER, entropy=os.urandom, subject_of=lambda *_: "")
    record = Record(1, Move("a", "b", "c"), CLERK, AT, Child("An"), None, ())
    with pytest.raises(ValueInvalidError, match="subject"):
        MemoryStore().run(
            encryption.hide(MemoryStore().ops, "H1", record, {"payload": {"data": {}}})
        )
    with pytest.raises(ValueInvalidError, match=r"Complaint\.author_id"):
        MemoryDriver().hide(Complaint("", "An"))


def test_a_personal_field_holds_text():
    """A number or a date in a marked field is refused, for it could not read as erased."""

    @frozen
    class Wrong:
        born: int = field(metadata=personal())

    record = Record(1, Move("a", "b", "c"), CLERK, AT, Wrong(1990), None, ())
    data = {"seq": 1, "payload": {"type": "wrong/1", "data": {"born": 1990}}}
    case_service = MemoryDriver()
    with pytest.raises(ValueInvalidError, match="as in every personal field"):
        case_service.store.run(
            case_service.encryption.hide(case_service.store.ops, "H1", record, data)
        )


def test_a_master_key_has_32_bytes():
    """A short key is refused, not stretched."""
    with pytest.raises(ValueInvalidError, match="32 bytes"):
        PersonalDataEncryption(b"short", entropy=os.urandom)


def test_a_dump_of_the_store_holds_no_open_key():
    """The key of a subject is wrapped; it opens nothing by itself."""
    case_service = MemoryDriver()
    encrypted = case_service.hide(Complaint("p1", "An"))["payload"]["data"]["author"]
    stored = base64.b64decode(case_service.store.ops.secrets["p1"].secret)
    for key in (stored[:32], stored[12:44], stored[-32:]):
        with pytest.raises(InvalidTag):
            AESGCM(key).decrypt(encrypted.sealed[:12], encrypted.sealed[12:], None)


def test_records_without_personal_data_are_left_alone():
    """A record without a payload, or without a marked field, is kept as it is."""
    case_service = MemoryDriver()
    bare = case_service.hide(None)
    assert bare["payload"] is None
    assert case_service.show(bare) is None
    assert case_service.hide(vn.Reason("đủ"))["payload"]["data"] == {"text": "đủ"}
    assert case_service.store.ops.secrets == {}


# ── through the service ─────────────────────────────────────────────────────────────────────


def test_a_case_is_worked_erased_and_verified():
    """A name goes in, comes out for those with the keys, is erased, and every chain verifies."""
    store, engine = MemoryStore(), Engine(vn.danang())
    case_service = MemoryDriver()

    def service(encryption):
        return CaseService(engine, store, case_codec(), encryption=encryption)

    portal = service(case_service.encryption)
    officer = Actor("o1", {"officer", "approver", "intake", "cashier"})
    portal.open("1.014445", case_id="H1", channel=Channel.COUNTER, result_by=Channel.COUNTER, at=AT)
    for action, payload in (
        (vn.RECEIVE, vn.Receipt(papers=2)),
        (vn.ASSIGN, vn.Assignment("Phòng")),
        (vn.DECIDE, vn.Decision("1/QĐ")),
        (vn.NOTIFY_EARLY, vn.EarlyNotice("SMS")),
        (vn.RETURN_AT_COUNTER, vn.Handover("Nguyễn Thị Bình")),
    ):
        done = portal.fire("H1", action, payload, by=officer, at=AT, key=f"k-{action.name}")
    assert done.last.payload.recipient == "Nguyễn Thị Bình"
    assert "Bình" not in json.dumps([each.text for each in store.ops.chains["H1"]])
    assert portal.get("H1") == service(case_service.encryption).get("H1")
    again = portal.fire(
        "H1",
        vn.RETURN_AT_COUNTER,
        vn.Handover("Nguyễn Thị Bình"),
        by=officer,
        at=AT,
        key="k-return-at-counter",
    )
    assert again.version == done.version

    without_keys = service(None).get("H1").last.payload.recipient
    assert isinstance(without_keys, Encrypted)

    seal = portal.seal(AT)
    store.run(erase(store.ops, "case:H1", at=AT, by=officer, ground=GROUND))
    portal.forget("H1")
    gone = portal.get("H1").last.payload.recipient
    assert isinstance(gone, Erased)
    assert gone.ground == GROUND
    assert portal.verify(deep=True, seal=seal).is_sound


# ── documents ───────────────────────────────────────────────────────────────────────────────


@given(content=st.binary(max_size=200), other=st.binary(max_size=200))
def test_a_document_is_known_by_its_hash(content, other):
    """A reference fits the bytes it was made of and no others."""
    scan = DocumentRef.of(content, place="vault:1", kind="cccd")
    assert scan.is_of(content)
    assert scan.is_of(other) == (content == other)


@pytest.mark.parametrize(
    ("place", "digest"), [("", "0" * 64), ("vault:1", "0" * 63), ("vault:1", "A" * 64)]
)
def test_a_reference_says_where_and_what(place, digest):
    """No place, or no SHA-256 in lower case, is refused."""
    with pytest.raises(ValueInvalidError):
        DocumentRef(place, digest)


def test_a_reference_stands_in_a_payload():
    """It is written and read as part of a payload."""
    complaint = Complaint("p1", "An", scan=DocumentRef.of(b"scan", place="vault:1"))
    case_service = MemoryDriver()
    assert case_service.show(case_service.hide(complaint)) == complaint


# ── nothing is left of what was refused ─────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("complaint", "error"),
    [
        (Complaint("p1", "An", note="x" * 66_000), ValueInvalidError),
        # Hidden, a text is longer: only then is this one too large.
        (Complaint("p1", "A" * 9_000, note="x" * 55_500), ValueInvalidError),
        (Complaint("p1", "An", phones=("B\ud800",)), TextInvalidError),
    ],
    ids=["large", "large when hidden", "no text"],
)
def test_a_refused_record_leaves_no_key(complaint, error):
    """Whoever is named in a record that is refused is not known to the store afterwards."""
    case_service = MemoryDriver()
    with pytest.raises(error):
        case_service.hide(complaint)
    assert case_service.store.ops.secrets == {}
    case_service.hide(Complaint("p1", "An"))
    assert set(case_service.store.ops.secrets) == {"p1"}


def test_a_record_with_an_erased_subject_leaves_no_key_of_another():
    """One subject that was erased refuses the record, and the other one gets no key."""
    case_service = MemoryDriver()
    case_service.hide(Complaint("p1", "An"))
    case_service.erase("p1")
    record = Complaint("p2", "Bình", children=(Child("Chi"),))
    case_service.encryption = PersonalDataEncryption(
        MASTER, entropy=os.urandom, subject_of=lambda *_: "p1"
    )
    with pytest.raises(StoreRefusedError):
        case_service.hide(record)
    assert set(case_service.store.ops.secrets) == {"p1"}
