"""Return: results with codes and hashes, cancelled and corrected ones, parcels, late collection."""

import json

import pytest

from caseflow import vietnam as vn
from caseflow.errors import CodeMalformedError, FloatRefusedError, ValueInvalidError
from caseflow.values import Channel
from caseflow.vietnam.stored import case_codec, payload_types

CODE = "H17.15-260302-0001"
ONE, TWO, THREE = (f"{CODE}-KQ({number})" for number in (1, 2, 3))
HASH, OTHER = "ab" * 32, "cd" * 32


def result(code: str | None = ONE, sha256: str | None = HASH) -> vn.OnlineResult:
    return vn.OnlineResult("gcn.pdf", code, sha256)


@pytest.fixture
def decided(driver):
    """A filing that came and goes online, decided on its last day; no notice is needed."""

    def make(**receipt):
        d = driver().lodge("2026-03-02 09:00", channel=Channel.ONLINE)
        d.do("2026-03-02 09:00", vn.RECEIVE, vn.Receipt(**(receipt or {"code": CODE})))
        d.do("2026-03-02 09:00", vn.ASSIGN, vn.Assignment("Phòng"))
        return d.do("2026-03-16 09:00", vn.DECIDE, vn.Decision("1/GCN"))

    return make


# ── codes and hashes ────────────────────────────────────────────────────────────────────────


def test_a_result_goes_out_with_its_code_and_hash(decided):
    """Which document it is, and that it is unaltered, can be told from the record alone."""
    d = decided().do("2026-03-16 10:00", vn.RETURN_ONLINE, result("h17.15-260302-0001-kq1"))

    (issued,) = vn.results(d.case)
    assert (issued.code.text, issued.sha256, issued.document) == (ONE, HASH, "gcn.pdf")
    assert (issued.issued_at, issued.is_valid) == (d.when, True)
    assert vn.next_result_number(d.case) == 2


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        (result(None), "result-unidentified"),
        (result(ONE, None), "result-unidentified"),
        (result("H17.15-260302-0002-KQ(1)"), "other-dossier"),
        (result(TWO), "result-number"),
    ],
)
def test_a_result_of_another_case_or_number_is_refused(decided, given, reason):
    """The code is that of the dossier, its number is the next one, and the hash is there."""
    d = decided()
    for action in (vn.RETURN_ONLINE, vn.RECORD_RESULT):
        assert d.refused("2026-03-16 10:00", action, given) == {reason}


def test_a_case_numbered_elsewhere_keeps_to_its_first_result(decided):
    """Without a dossier code on record the results of a case still agree with one another."""
    d = decided(papers=1).do("2026-03-16 10:00", vn.RECORD_RESULT, result())
    other = result("H17.15-260302-0009-KQ(2)")
    assert d.refused("2026-03-16 10:00", vn.RECORD_RESULT, other) == {"other-dossier"}


@pytest.mark.parametrize("wrong", ["", "ab" * 31, "zz" * 32, "ab" * 32 + "\n", 5])
def test_a_hash_is_64_hex_digits(wrong):
    """Nothing else can be compared with the document; letters may be large."""
    with pytest.raises(ValueInvalidError):
        result(ONE, wrong)
    assert result(ONE, HASH.upper()).sha256 == HASH
    with pytest.raises(CodeMalformedError):
        result("KQ(1)")


# ── cancelled and corrected ─────────────────────────────────────────────────────────────────


def test_a_cancelled_result_stays_on_record_with_its_time(decided):
    """Decree 45/2020 Art. 15: flagged with the time, kept, and the corrected one is KQ(2)."""
    d = decided().do("2026-03-16 10:00", vn.RETURN_ONLINE, result())
    d.do("2026-03-18 08:00", vn.CANCEL_RESULT, vn.ResultCancellation(ONE, "sai họ tên"))
    assert (d.status, [each.is_valid for each in vn.results(d.case)]) == (10, [False])

    assert d.refused("2026-03-18 09:00", vn.RECORD_RESULT, result()) == {"result-number"}
    d.do("2026-03-18 09:00", vn.RECORD_RESULT, result(TWO, OTHER))

    first, second = vn.results(d.case)
    assert (first.cancelled_at.day, first.why, first.sha256) == (18, "sai họ tên", HASH)
    assert (second.code.text, second.is_valid) == (TWO, True)
    assert (d.status, d.timeliness) == (10, "on-time")
    assert d.engine.replay(d.case.records) == d.case


def test_only_what_is_there_is_cancelled_and_only_once(decided):
    """Each mistake has its reason."""
    d = decided()
    cancel = vn.ResultCancellation(ONE, "nhầm")
    assert d.refused("2026-03-16 10:00", vn.CANCEL_RESULT, cancel) == {"no-such-result"}
    d.do("2026-03-16 10:00", vn.RECORD_RESULT, result())
    d.do("2026-03-16 11:00", vn.CANCEL_RESULT, cancel)
    assert d.refused("2026-03-16 12:00", vn.CANCEL_RESULT, cancel) == {"result-cancelled"}
    assert d.refused("2026-03-16 12:00", vn.RETURN_ONLINE, result()) == {"result-cancelled"}


def test_a_result_put_on_record_before_it_is_returned_is_one_result(decided):
    """It goes out under the code it has, with the document it has."""
    d = decided().do("2026-03-16 10:00", vn.RECORD_RESULT, result())
    altered = result(ONE, OTHER)
    assert d.refused("2026-03-16 11:00", vn.RETURN_ONLINE, altered) == {"other-document"}
    d.do("2026-03-16 11:00", vn.RETURN_ONLINE, result())

    (issued,) = vn.results(d.case)
    assert issued.issued_at.hour == 10


def test_a_result_is_recorded_only_once_it_exists(driver):
    """Before the decision there is nothing to put on record."""
    d = driver().received()
    assert d.refused("2026-03-03 10:00", vn.RECORD_RESULT, result()) == {"wrong-state"}


# ── parcels ─────────────────────────────────────────────────────────────────────────────────


def test_a_parcel_says_where_to_and_who_pays(driver):
    """Address, postage, subsidy and tracking number are on record."""
    d = driver().received(result_by=Channel.POST).do("2026-03-16 10:00", vn.DECIDE, vn.Decision())
    parcel = vn.Parcel("EA123VN", "12 Trần Phú", 26_000, 26_000, "Ngân sách hỗ trợ 2026")
    d.do("2026-03-16 11:00", vn.RETURN_BY_POST, parcel)
    assert d.case.last.payload == parcel


@pytest.mark.parametrize(
    ("more", "error"),
    [
        ({"fee": -1}, ValueInvalidError),
        ({"fee": 1.5}, FloatRefusedError),
        ({"fee": 10, "subsidy": 11, "budget": "B"}, ValueInvalidError),
        ({"fee": 10, "subsidy": 10}, ValueInvalidError),
        ({"subsidy": True}, ValueInvalidError),
    ],
)
def test_a_subsidy_pays_postage_and_no_more(more, error):
    """Whole dong; never more than the fee; and from a budget that is named."""
    with pytest.raises(error):
        vn.Parcel("EA123VN", **more)


# ── what was stored before ──────────────────────────────────────────────────────────────────

_OLD = (
    '{{"action":"{action}","actor":{{"id":"clerk","roles":["intake"]}},'
    '"at":"2026-03-16T10:00:00+07:00","clocks":[],"decides":false,"effects":[],"facts":[],'
    '"key":null,"payload":{{"data":{data},"type":"{type}"}},"seq":4,"source":"decided",'
    '"target":"returned"}}'
)


@pytest.mark.parametrize(
    ("action", "kind", "data", "payload"),
    [
        (
            "return-online",
            "vn.online-result/1",
            '{"document":"gcn.pdf"}',
            vn.OnlineResult("gcn.pdf"),
        ),
        ("return-by-post", "vn.parcel/1", '{"tracking":"EA123VN"}', vn.Parcel("EA123VN")),
    ],
)
def test_records_of_earlier_versions_are_read(action, kind, data, payload):
    """A text kept before a payload had its later fields is read, and written in the new form."""
    codec = case_codec()
    record = codec.loads_record(_OLD.format(action=action, data=data, type=kind))

    assert record.payload == payload
    written = json.loads(codec.dumps(record))
    assert written["payload"]["type"] == payload_types().name(type(payload))
    assert codec.record_from_data(written) == record


def test_a_result_without_a_code_is_on_no_record(decided):
    """What was returned before results had codes is not made up afterwards."""
    d = decided()
    old = d.case.last._replace(payload=vn.OnlineResult("gcn.pdf"))
    assert vn.results(d.case.with_records((*d.case.records, old))) == ()
