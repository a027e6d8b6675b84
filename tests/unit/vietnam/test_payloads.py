"""What is handed in is validated on input, and kept as NFC."""

import unicodedata
from datetime import UTC, date, datetime

import pytest

from caseflow import vietnam as vn
from caseflow.errors import CodeMalformedError, FloatRefusedError, InputError, TextInvalidError
from caseflow.values import Channel

WRONG = [
    lambda: vn.Receipt(papers=-1),
    lambda: vn.Receipt(papers=True),
    lambda: vn.Receipt(papers="4"),
    lambda: vn.Receipt(code="H17"),
    lambda: vn.Receipt(note=5),
    lambda: vn.Classification(" "),
    lambda: vn.CorrectionRequest([]),
    lambda: vn.CorrectionRequest("thiếu đơn"),
    lambda: vn.SupplementRequest(["đơn", " "], "thiếu"),
    lambda: vn.SupplementRequest(["đơn"], ""),
    lambda: vn.Reason(""),
    lambda: vn.Assignment(""),
    lambda: vn.ExcludedTime("khảo sát", ""),
    lambda: vn.PaymentRequest(0),
    lambda: vn.Payment(-5),
    lambda: vn.Payment(1.5),
    lambda: vn.Reappointment("2026-09-08", "chờ"),
    lambda: vn.Reappointment(datetime(2026, 9, 8, tzinfo=UTC), "chờ"),
    lambda: vn.RefusalResult(" "),
    lambda: vn.EarlyNotice(""),
    lambda: vn.Handover(""),
    lambda: vn.Handover("A", is_authorised="yes"),
    lambda: vn.Parcel(""),
    lambda: vn.ResultChannel("post"),
    lambda: vn.Applicant(" "),
    lambda: vn.Applicant("A", phone=905123456),
    lambda: vn.Description("Nguyễn Thị Bình"),
    lambda: vn.Description(vn.Applicant("A"), papers="đơn"),
    lambda: vn.Description(vn.Applicant("A"), papers=["đơn", " "]),
    lambda: vn.Description(vn.Applicant("A"), sets=0),
    lambda: vn.Description(vn.Applicant("A"), sets=2.0),
]


@pytest.mark.parametrize("build", WRONG, ids=range(len(WRONG)))
def test_a_wrong_payload_is_one_clear_error(build):
    """Nothing wrong gets as far as the engine."""
    with pytest.raises(InputError) as caught:
        build()
    assert str(caught.value)


def test_each_kind_of_mistake_has_its_code():
    """Floats, codes and texts are distinguished."""
    for build, error in (
        (lambda: vn.Payment(2.0), FloatRefusedError),
        (lambda: vn.Receipt(code="17"), CodeMalformedError),
        (lambda: vn.Reason("a\x00b"), TextInvalidError),
        (lambda: vn.Reason("a" * 10_001), TextInvalidError),
    ):
        with pytest.raises(error):
            build()


def test_text_is_kept_as_nfc():
    """Text typed on another keyboard is the same text."""
    typed = unicodedata.normalize("NFD", "thiếu giấy tờ")

    assert vn.Reason(typed).text == "thiếu giấy tờ"
    assert vn.SupplementRequest([typed], typed).items == ("thiếu giấy tờ",)


def test_payloads_are_values():
    """Equal when alike, and never changed."""
    assert vn.Receipt(papers=4) == vn.Receipt(papers=4)
    assert vn.ResultChannel(Channel.POST) != vn.ResultChannel(Channel.ONLINE)
    assert vn.Reappointment(date(2026, 9, 8), "chờ") == vn.Reappointment(date(2026, 9, 8), "chờ")
    with pytest.raises(AttributeError):
        vn.Receipt().papers = 5
