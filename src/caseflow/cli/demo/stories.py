"""Two made-up filings told in full, act by act: the same ones whatever is drawn for the month.

May import: everything below the command line, and its siblings. The first is assisted, billed and
paid online, supplemented, and sent home by post before its day; the second goes through the five
steps of its procedure and is returned online, earlier than was promised.
"""

from collections.abc import Callable
from datetime import date, datetime, time
from hashlib import sha256

from attrs import frozen

from caseflow import vietnam as vn
from caseflow.cases import Case
from caseflow.cli.demo.acting import Hand
from caseflow.cli.demo.people import APPLICANT, DESK, OFFICE, SUPPORT, described
from caseflow.cli.demo.tills import POSTAGE, TRANSFER, Till
from caseflow.engine import Engine
from caseflow.fees import Charge, FeeSchedule
from caseflow.values import Channel, Text

__all__ = ["PAID_ON", "Story", "work_stories"]

#: The day on which the first filing is paid, and whose statement is reconciled.
PAID_ON = date(2026, 8, 11)

_PERMIT = "1.014201"
_CERTIFICATE = "1.014445"


@frozen
class Story:
    """Hold one filing and what it was charged; *charge* is None where nothing is owed.

    *notices* is how many signed notices of payment came in, repeated ones counted too.
    """

    title: Text
    case: Case
    charge: Charge | None = None
    notices: int = 0


def work_stories(
    engine: Engine, till: Till, *, keep: Callable[[Case], None] | None = None
) -> list[Story]:
    """Work both filings to their end; *keep* is handed each case when it is worked."""
    stories: list[Story] = []
    for tell in (_permit, _certificate):
        stories.append(tell(engine, till))
        if keep:
            keep(stories[-1].case)
    return stories


def _instants(engine: Engine) -> Callable[[int, int, int], datetime]:
    """Return what makes an instant of August 2026 in the zone of the office."""
    zone = engine.jurisdiction.calendar.zone
    return lambda day, hour, minute: datetime.combine(
        date(2026, 8, day), time(hour, minute), tzinfo=zone
    )


def _permit(engine: Engine, till: Till) -> Story:
    at, hand = _instants(engine), Hand(engine)
    case = engine.open(
        _PERMIT,
        channel=Channel.ONLINE,
        result_by=Channel.POST,
        at=at(11, 9, 0),
        by=APPLICANT,
        case_id="made-up-story-1",
        key="made-up-story-1:0",
    )
    # Lodged with help, billed and paid on the same morning.
    helped = vn.Assistance("Tổ hỗ trợ phường Giả Định", "Đoàn viên Giả Định")
    case = hand.do(SUPPORT, case, vn.ASSIST, helped, at(11, 9, 5))
    procedure = engine.jurisdiction.catalogue.get(_PERMIT)
    papers = ("Văn bản đề nghị gia hạn", "Giấy phép lao động còn thời hạn", "Bản sao hộ chiếu")
    description = described(
        "Công ty TNHH Tên Đặt Ra", "Gia hạn giấy phép của 01 người lao động", papers
    )
    case = hand.do(APPLICANT, case, vn.DESCRIBE, description, at(11, 9, 20))
    charge = till.charge(
        procedure.fees or FeeSchedule(currency=vn.VND),
        case,
        at(11, 9, 30),
        services=[TRANSFER, POSTAGE],
    )
    case = till.bill(hand, case, charge, at(11, 9, 30))
    case = till.pay(hand, case, at(11, 9, 41))
    # Accepted, handed over, and found to lack a page.
    code = vn.DossierCode.issue("H17.15", date(2026, 8, 12), 9001)
    receipt = vn.Receipt(papers=len(papers), code=code.text)
    case = hand.do(DESK, case, vn.RECEIVE, receipt, at(12, 8, 15))
    case = hand.do(DESK, case, vn.ASSIGN, vn.Assignment("Phòng Việc làm"), at(12, 8, 30))
    given = vn.StepHandOver("", "Chuyên viên thụ lý", "Nguyễn Văn Đặt Ra")
    case = hand.do(OFFICE, case, vn.HAND_OVER, given, at(12, 14, 0))
    lacking = vn.SupplementRequest(
        ("Trang gia hạn của hộ chiếu",), "bản sao hộ chiếu thiếu trang gia hạn"
    )
    case = hand.do(OFFICE, case, vn.REQUEST_SUPPLEMENT, lacking, at(13, 10, 0))
    answer = vn.Answer(papers=1, note="đã bổ sung trang gia hạn")
    case = hand.do(APPLICANT, case, vn.SUPPLEMENT, answer, at(19, 14, 20))
    # Another agency is asked, and the decision comes before its day.
    police = "Công an thành phố"
    asked = vn.Consultation(police, "Xác minh việc cư trú", date(2026, 8, 25))
    case = hand.do(OFFICE, case, vn.CONSULT, asked, at(20, 8, 0))
    told = vn.ConsultationAnswer(police, "Cư trú hợp pháp")
    case = hand.do(OFFICE, case, vn.CONSULT_ANSWERED, told, at(24, 16, 0))
    finished = vn.StepFinish("Chuyên viên thụ lý")
    case = hand.do(OFFICE, case, vn.FINISH_STEP, finished, at(25, 15, 0))
    given = vn.StepHandOver("", "Lãnh đạo Phòng Việc làm")
    case = hand.do(OFFICE, case, vn.HAND_OVER, given, at(25, 15, 0))
    case = hand.do(OFFICE, case, vn.DECIDE, vn.Decision("9001/GP-GĐ"), at(27, 9, 0))
    case = hand.do(DESK, case, vn.NOTIFY_EARLY, vn.EarlyNotice("SMS"), at(27, 9, 30))
    (postage,) = (each for each in charge.supports if each.fee == POSTAGE)
    granted = till.spend(case, postage, f"{case.id}/{postage.ground}", at(27, 15, 0))
    parcel = vn.Parcel(
        "GIA-DINH-9001",
        description.applicant.address,
        fee=postage.amount,
        subsidy=postage.amount,
        budget=postage.budget,
    )
    case = hand.do(DESK, case, vn.RETURN_BY_POST, parcel, at(27, 15, 0), key=granted.key)
    title = Text(
        vi="Một hồ sơ trọn vẹn: được hỗ trợ nộp, nộp tiền trực tuyến, bổ sung, trả trước hạn qua "
        "bưu chính",
        en="One filing in full: assisted, paid online, supplemented, sent home early by post",
    )
    return Story(title, case, charge, till.notices[case.id])


def _certificate(engine: Engine, till: Till) -> Story:
    del till  # the procedure is free of charge
    at, hand = _instants(engine), Hand(engine)
    case = engine.open(
        _CERTIFICATE,
        channel=Channel.ONLINE,
        result_by=Channel.ONLINE,
        at=at(12, 20, 10),
        by=APPLICANT,
        case_id="made-up-story-2",
        key="made-up-story-2:0",
    )
    procedure = engine.jurisdiction.catalogue.get(_CERTIFICATE)
    papers = ("Văn bản đề nghị", "Phương án sản xuất, kinh doanh")
    description = described("Công ty Cổ phần Tên Đặt Ra", "Cấp Giấy chứng nhận lần đầu", papers)
    case = hand.do(APPLICANT, case, vn.DESCRIBE, description, at(12, 20, 15))
    code = vn.DossierCode.issue("H17.15", date(2026, 8, 13), 9002)
    receipt = vn.Receipt(papers=len(papers), code=code.text)
    case = hand.do(DESK, case, vn.RECEIVE, receipt, at(13, 8, 0))
    unit = vn.Assignment("Phòng Khoa học và Công nghệ")
    case = hand.do(DESK, case, vn.ASSIGN, unit, at(13, 8, 20))
    # Each step goes on when the one before is finished; the third takes a day too long.
    begins = (at(13, 9, 0), at(18, 16, 0), at(19, 11, 0), at(21, 15, 0), at(24, 14, 0))
    names = [step.name for step in procedure.steps]
    for place, (name, begin) in enumerate(zip(names, begins, strict=True)):
        if place:
            case = hand.do(OFFICE, case, vn.FINISH_STEP, vn.StepFinish(names[place - 1]), begin)
        case = hand.do(OFFICE, case, vn.HAND_OVER, vn.StepHandOver(name), begin)
    case = hand.do(OFFICE, case, vn.DECIDE, vn.Decision("9002/GCN-GĐ"), at(24, 16, 0))
    case = hand.do(DESK, case, vn.NOTIFY_EARLY, vn.EarlyNotice("SMS"), at(24, 16, 15))
    document = "9002-GCN-GĐ.pdf"
    result = vn.OnlineResult(document, code.result().text, sha256(document.encode()).hexdigest())
    case = hand.do(DESK, case, vn.RETURN_ONLINE, result, at(25, 8, 0))
    title = Text(
        vi="Một hồ sơ qua năm bước: phiếu kiểm soát, trả trước ngày hẹn",
        en="One filing through five steps: its control slip, returned before it was promised",
    )
    return Story(title, case)
