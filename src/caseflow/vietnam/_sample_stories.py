"""Two made-up filings of Da Nang in full detail, act by act.

The first is assisted, billed and
paid online, supplemented, and sent home by post before its day; the second goes through the five
steps of its procedure and is returned online, earlier than was promised.
"""

from collections.abc import Callable
from datetime import date, datetime, time
from hashlib import sha256

from caseflow.engine import Engine
from caseflow.fees import FeeSchedule
from caseflow.office.payloads import (
    Answer,
    Assignment,
    Assistance,
    Consultation,
    ConsultationAnswer,
    Decision,
    Description,
    EarlyNotice,
    Parcel,
    StepFinish,
    StepHandOver,
    SupplementRequest,
)
from caseflow.office.samples import Hand, Story, Till
from caseflow.values import Channel, Text
from caseflow.vietnam._actions import (
    ASSIGN,
    ASSIST,
    CONSULT,
    CONSULT_ANSWERED,
    DECIDE,
    DESCRIBE,
    FINISH_STEP,
    HAND_OVER,
    NOTIFY_EARLY,
    RECEIVE,
    REQUEST_SUPPLEMENT,
    RETURN_BY_POST,
    RETURN_ONLINE,
    SUPPLEMENT,
)
from caseflow.vietnam._codes import DossierCode
from caseflow.vietnam._payloads import OnlineResult, Receipt

__all__ = ["PAID_ON", "POSTAGE", "TRANSFER", "tell_certificate", "tell_permit"]

TRANSFER = "online-transfer"
POSTAGE = "postage"

#: The day on which the first filing is paid, and whose statement is reconciled.
PAID_ON = date(2026, 8, 11)

_PERMIT = "1.014201"
_CERTIFICATE = "1.014445"


def _instants(engine: Engine) -> Callable[[int, int, int], datetime]:
    """Return what makes an instant of August 2026 in the zone of the office."""
    zone = engine.jurisdiction.calendar.zone
    return lambda day, hour, minute: datetime.combine(
        date(2026, 8, day), time(hour, minute), tzinfo=zone
    )


def tell_permit(engine: Engine, till: Till) -> Story:
    """Describe a permit: assisted, paid online, supplemented, sent home early by post."""
    people = till.sample.people
    at, hand = _instants(engine), Hand(engine)
    case = engine.open(
        _PERMIT,
        channel=Channel.ONLINE,
        result_by=Channel.POST,
        at=at(11, 9, 0),
        by=people.applicant,
        case_id="made-up-story-1",
        key="made-up-story-1:0",
    )
    # Lodged with help, billed and paid on the same morning.
    helped = Assistance("Tổ hỗ trợ phường Giả Định", "Đoàn viên Giả Định")
    case = hand.do(people.support, case, ASSIST, helped, at(11, 9, 5))
    procedure = engine.jurisdiction.catalogue.get(_PERMIT)
    papers = ("Văn bản đề nghị gia hạn", "Giấy phép lao động còn thời hạn", "Bản sao hộ chiếu")
    description = Description(
        till.sample.applicant("Công ty TNHH Tên Đặt Ra"),
        "Gia hạn giấy phép của 01 người lao động",
        papers,
    )
    case = hand.do(people.applicant, case, DESCRIBE, description, at(11, 9, 20))
    charge = till.charge(
        procedure.fees or FeeSchedule(currency=till.currency),
        case,
        at(11, 9, 30),
        services=[TRANSFER, POSTAGE],
    )
    case = till.bill(hand, case, charge, at(11, 9, 30))
    case = till.pay(hand, case, at(11, 9, 41))
    # Accepted, handed over, and found to lack a page.
    code = DossierCode.issue("H17.15", date(2026, 8, 12), 9001)
    receipt = Receipt(papers=len(papers), code=code.text)
    case = hand.do(people.desk, case, RECEIVE, receipt, at(12, 8, 15))
    case = hand.do(people.desk, case, ASSIGN, Assignment("Phòng Việc làm"), at(12, 8, 30))
    given = StepHandOver("", "Chuyên viên thụ lý", "Nguyễn Văn Đặt Ra")
    case = hand.do(people.office, case, HAND_OVER, given, at(12, 14, 0))
    lacking = SupplementRequest(
        ("Trang gia hạn của hộ chiếu",), "bản sao hộ chiếu thiếu trang gia hạn"
    )
    case = hand.do(people.office, case, REQUEST_SUPPLEMENT, lacking, at(13, 10, 0))
    answer = Answer(papers=1, note="đã bổ sung trang gia hạn")
    case = hand.do(people.applicant, case, SUPPLEMENT, answer, at(19, 14, 20))
    # Another agency is asked, and the decision comes before its day.
    police = "Công an thành phố"
    asked = Consultation(police, "Xác minh việc cư trú", date(2026, 8, 25))
    case = hand.do(people.office, case, CONSULT, asked, at(20, 8, 0))
    police_answer = ConsultationAnswer(police, "Cư trú hợp pháp")
    case = hand.do(people.office, case, CONSULT_ANSWERED, police_answer, at(24, 16, 0))
    finished = StepFinish("Chuyên viên thụ lý")
    case = hand.do(people.office, case, FINISH_STEP, finished, at(25, 15, 0))
    given = StepHandOver("", "Lãnh đạo Phòng Việc làm")
    case = hand.do(people.office, case, HAND_OVER, given, at(25, 15, 0))
    case = hand.do(people.office, case, DECIDE, Decision("9001/GP-GĐ"), at(27, 9, 0))
    case = hand.do(people.desk, case, NOTIFY_EARLY, EarlyNotice("SMS"), at(27, 9, 30))
    (postage,) = (each for each in charge.supports if each.fee == POSTAGE)
    granted = till.spend(case, postage, f"{case.id}/{postage.ground}", at(27, 15, 0))
    parcel = Parcel(
        "GIA-DINH-9001",
        description.applicant.address,
        fee=postage.amount,
        subsidy=postage.amount,
        budget=postage.budget,
    )
    case = hand.do(people.desk, case, RETURN_BY_POST, parcel, at(27, 15, 0), key=granted.key)
    title = Text(
        vi="Một hồ sơ trọn vẹn: được hỗ trợ nộp, nộp tiền trực tuyến, bổ sung, trả trước hạn qua "
        "bưu chính",
        en="One filing in full: assisted, paid online, supplemented, sent home early by post",
    )
    return Story(title, case, charge, till.notices[case.id])


def tell_certificate(engine: Engine, till: Till) -> Story:
    """Describe a certificate, free of charge, through its five steps."""
    people = till.sample.people
    at, hand = _instants(engine), Hand(engine)
    case = engine.open(
        _CERTIFICATE,
        channel=Channel.ONLINE,
        result_by=Channel.ONLINE,
        at=at(12, 20, 10),
        by=people.applicant,
        case_id="made-up-story-2",
        key="made-up-story-2:0",
    )
    procedure = engine.jurisdiction.catalogue.get(_CERTIFICATE)
    papers = ("Văn bản đề nghị", "Phương án sản xuất, kinh doanh")
    description = Description(
        till.sample.applicant("Công ty Cổ phần Tên Đặt Ra"), "Cấp Giấy chứng nhận lần đầu", papers
    )
    case = hand.do(people.applicant, case, DESCRIBE, description, at(12, 20, 15))
    code = DossierCode.issue("H17.15", date(2026, 8, 13), 9002)
    receipt = Receipt(papers=len(papers), code=code.text)
    case = hand.do(people.desk, case, RECEIVE, receipt, at(13, 8, 0))
    unit = Assignment("Phòng Khoa học và Công nghệ")
    case = hand.do(people.desk, case, ASSIGN, unit, at(13, 8, 20))
    # Each step goes on when the one before is finished; the third takes a day too long.
    begins = (at(13, 9, 0), at(18, 16, 0), at(19, 11, 0), at(21, 15, 0), at(24, 14, 0))
    names = [step.name for step in procedure.steps]
    for place, (name, begin) in enumerate(zip(names, begins, strict=True)):
        if place:
            case = hand.do(people.office, case, FINISH_STEP, StepFinish(names[place - 1]), begin)
        case = hand.do(people.office, case, HAND_OVER, StepHandOver(name), begin)
    case = hand.do(people.office, case, DECIDE, Decision("9002/GCN-GĐ"), at(24, 16, 0))
    case = hand.do(people.desk, case, NOTIFY_EARLY, EarlyNotice("SMS"), at(24, 16, 15))
    document = "9002-GCN-GĐ.pdf"
    result = OnlineResult(document, code.result().text, sha256(document.encode()).hexdigest())
    case = hand.do(people.desk, case, RETURN_ONLINE, result, at(25, 8, 0))
    title = Text(
        vi="Một hồ sơ qua năm bước: phiếu kiểm soát, trả trước ngày hẹn",
        en="One filing through five steps: its control slip, returned before it was promised",
    )
    return Story(title, case)
