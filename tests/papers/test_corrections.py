"""What an applicant is informed of once an act was taken back or entered late, and the register."""

from datetime import date

import pytest

from caseflow import vietnam as vn
from caseflow.office.services import service_of
from caseflow.stores import MemoryStore
from caseflow.values import Channel
from caseflow.vietnam.pack import PACK
from caseflow.vietnam.papers import register_of
from papers.desk import ACCEPTED, CLOSING, ENGINE, STAFF, at, papers, text_of, worked

ASKED = ("2026-03-04 09:00", vn.REQUEST_SUPPLEMENT, vn.SupplementRequest(["Bản vẽ"], "thiếu"))
EXTENDED = ("2026-03-11 09:00", vn.EXTEND, vn.Reason("việc khó"))
REAPPOINTED = ("2026-03-12 09:00", vn.REAPPOINT, vn.Reappointment(date(2026, 4, 10), "chờ"))


def taken_back(*acts, seq=None, when="2026-03-13 09:00", engine=ENGINE, **more):
    """A filing with *acts*, of which the last, or record *seq*, is taken back."""
    case = worked(*ACCEPTED, *acts, engine=engine)
    seq = case.last.seq if seq is None else seq
    return engine.annul(case, seq, at=at(when), by=STAFF, reason="ghi nhầm", **more)


def notice_of(case, engine=ENGINE):
    """The notice of the last record; None if it calls for none."""
    return papers(case, engine).get(f"{case.last.seq:03d}-correction-notice")


def dates_of(notice):
    """The dates on a notice, old and new, by their English label."""
    return {
        each.label.in_("en"): tuple(day and str(day.on) for day in (each.before, each.after))
        for each in notice.data.dates
    }


PROMISED = "Day on which the result is returned"
LIMIT = "Time limit of the office"
ANSWER = "Time to hand in what was asked for"


@pytest.mark.parametrize(
    ("act", "paper", "dates"),
    [
        (
            ASKED,
            "Request to complete the filing, 2026-03-04",
            {
                PROMISED: (None, "2026-03-16"),
                LIMIT: (None, "2026-03-17"),
                ANSWER: ("2026-03-19", None),
            },
        ),
        (
            EXTENDED,
            "Apology and extension of time, 2026-03-11",
            {LIMIT: ("2026-03-23", "2026-03-17")},
        ),
        (
            REAPPOINTED,
            "Apology and extension of time, 2026-03-12",
            {PROMISED: ("2026-04-10", "2026-03-16")},
        ),
        (
            ("2026-03-12 09:00", vn.WITHDRAW, vn.Reason("thôi")),
            "Notice that the filing is stopped, 2026-03-12",
            {},
        ),
    ],
    ids=["supplement", "extension", "reappointment", "withdrawal"],
)
def test_an_act_that_was_on_paper_is_withdrawn_on_paper(act, paper, dates):
    """Which paper is no longer valid, why, since when, and the date before and after."""
    notice = notice_of(taken_back(act))
    slip = notice.data

    assert [each.in_("en") for each in slip.withdrawn] == [paper]
    assert (slip.reason, slip.subject, slip.corrected_at) == (
        "ghi nhầm",
        "",
        at("2026-03-13 09:00"),
    )
    assert dates_of(notice) == dates
    vi, en = text_of(notice), text_of(notice, "en")
    for text in (
        slip.withdrawn[0].in_("vi"),
        slip.wrong.in_("vi"),
        "09 giờ 00 phút, ngày 13 tháng 3 năm 2026",
    ):
        assert text in vi
    for text in (slip.withdrawn[0].in_("en"), slip.wrong.in_("en"), "ghi nhầm"):
        assert text in en


def test_a_date_is_written_as_offices_write_it():
    """Old and new in words in Vietnamese; what was asked for needs no answer any more."""
    said = text_of(notice_of(taken_back(REAPPOINTED)))
    assert "Thời gian hẹn trả đã thông báo: trước 17 giờ 30 phút, ngày 10 tháng 4 năm 2026" in said
    assert "Thời gian hẹn trả nay là: trước 17 giờ 30 phút, ngày 16 tháng 3 năm 2026" in said
    said = text_of(notice_of(taken_back(ASKED)))
    assert "Thời hạn bổ sung nay là: không còn" in said
    assert "Thời gian hẹn trả nay là:" in said


def test_an_act_that_no_paper_announced_calls_for_no_notice():
    """A transfer has no paper and moves no date; nor is there one for what was never corrected."""
    case = taken_back(seq=3)
    assert case.last.payload.action == "assign"
    assert notice_of(case) is None
    assert not any("correction" in name for name in papers(worked(*ACCEPTED, EXTENDED)))


def test_an_annulment_that_was_entered_late_is_dated_by_its_entry():
    """Taken back on the day before: the notice is of the day on which it was entered."""
    case = taken_back(EXTENDED, entered_at=at("2026-03-14 10:00"))
    slip = notice_of(case).data
    assert (slip.head.on, slip.corrected_at) == (date(2026, 3, 14), at("2026-03-14 10:00"))
    (line,) = ENGINE.deadlines(case, at=case.last_at).corrections
    assert (
        "hủy bỏ lúc 09 giờ 00 ngày 13/3/2026, nhập lúc 10 giờ 00 ngày 14/3/2026: ghi"
        in line.in_("vi")
    )
    assert "09:00 2026-03-13, entered 10:00 2026-03-14: ghi nhầm" in line.in_("en")


def test_a_stop_notice_that_fell_out_is_withdrawn():
    """Papers of before, entered after the sweep had closed the filing: the stop is no more."""
    with MemoryStore() as store:
        service = service_of(CLOSING, store, PACK)
        online = {"channel": Channel.ONLINE, "result_by": Channel.ONLINE}
        service.open("1.014445", case_id="hs-1", at=at("2026-03-02 08:00"), **online)
        for when, action, payload in (*ACCEPTED, ASKED):
            service.fire("hs-1", action, payload, by=STAFF, at=at(when))
        service.due(at("2026-04-01 00:01"))
        assert service.get("hs-1").last.is_automatic
        late = service.fire(
            "hs-1", vn.SUPPLEMENT, vn.Answer(1), by=STAFF,
            at=at("2026-03-06 09:00"), entered_at=at("2026-04-02 08:00"),
        )  # fmt: skip
    slip = notice_of(late, CLOSING).data
    assert [each.in_("vi") for each in slip.withdrawn] == [
        "Thông báo dừng giải quyết hồ sơ ngày 01/4/2026"
    ]
    assert slip.wrong.in_("vi").endswith(
        "lúc 09 giờ 00 ngày 06/3/2026, nhập lúc 08 giờ 00 ngày 02/4/2026"
    )
    assert slip.reason == ""
    assert dates_of(notice_of(late, CLOSING))[PROMISED][1] is not None
    assert "Lý do" not in text_of(notice_of(late, CLOSING))


def test_a_late_entry_states_a_date_that_no_other_paper_states():
    """A late re-appointment has its apology and no notice beside it."""
    case = worked(
        *ACCEPTED, ("2026-03-06 09:00", vn.CONSULT, vn.Consultation("A", "?", date(2026, 3, 12)))
    )
    again = vn.Reappointment(date(2026, 4, 1), "chậm")
    case = ENGINE.fire(
        case,
        vn.REAPPOINT,
        again,
        by=STAFF,
        at=at("2026-03-05 10:00"),
        entered_at=at("2026-03-06 10:00"),
    )
    assert notice_of(case) is None
    assert "005-apology" in papers(case)


def test_the_register_reports_what_was_corrected():
    """A line below the rows; a filing whose acceptance was taken back has the line and no row."""
    extended = taken_back(EXTENDED)
    case = worked(ACCEPTED[0], ACCEPTED[1], number="none")
    unreceived = ENGINE.annul(case, 2, at=at("2026-03-02 11:00"), by=STAFF, reason="nhầm hồ sơ")
    plain = worked(*ACCEPTED, number="plain")
    paper = register_of([extended, unreceived, plain], ENGINE, date(2026, 3, 1), date(2026, 3, 31))
    register = paper.data

    assert len(register.rows) == 2
    assert [line.in_("en") for _, line in register.corrections] == [
        *(each.in_("en") for each in ENGINE.deadlines(extended, at=extended.last_at).corrections),
        *(
            each.in_("en")
            for each in ENGINE.deadlines(unreceived, at=unreceived.last_at).corrections
        ),
    ]
    said = text_of(paper)
    assert "nhầm hồ sơ" in said
    assert "được u17 hủy bỏ" in said
    later = register_of([unreceived], ENGINE, date(2026, 4, 1), date(2026, 4, 30)).data
    assert (later.rows, later.corrections) == ((), ())
