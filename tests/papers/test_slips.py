"""Which papers a history calls for, and what stands on each."""

from datetime import date, datetime

import pytest
from attrs import evolve

from caseflow import vietnam as vn
from caseflow.engine import Engine
from caseflow.errors import FormatError, InputError, ValueInvalidError
from caseflow.limits import working_days
from caseflow.office.rules import COMPETENT
from caseflow.payments import Bill, SubsidyGrant
from caseflow.pii import Encrypted, Erased
from caseflow.procedures import Catalogue, PaymentPeriod, PaymentPoint, Unpaid
from caseflow.values import Channel
from caseflow.vietnam.papers import (
    Office,
    forms_on,
    read_letterhead,
    register_of,
    tracking_address,
)
from papers.desk import (
    ACCEPTED,
    CLOSING,
    CODE,
    DESCRIBED,
    ENGINE,
    IN_HOURS,
    OFFICE,
    RECEIVED,
    STAFF,
    WHO,
    WITH_FEES,
    at,
    engine_of,
    papers,
    press,
    read,
    text_of,
    worked,
)

REAPPOINTED = (
    "2026-03-12 09:00",
    vn.REAPPOINT,
    vn.Reappointment(date(2026, 4, 10), "Chờ ý kiến cơ quan phối hợp"),
)


def only(case, engine=ENGINE):
    """The one paper of a case beside its control slip."""
    (paper,) = (p for p in papers(case, engine).values() if not p.name.endswith("control-slip"))
    return paper


# ── receipt ─────────────────────────────────────────────────────────────────────────────────


def test_a_receipt_holds_what_the_form_asks_for():
    """Form 01: whose, what, which papers, by when, and how both dates came about."""
    slip = only(worked(*ACCEPTED)).data
    assert (slip.head.code, slip.head.on) == (CODE, date(2026, 3, 2))
    assert slip.head.description == WHO
    assert slip.head.tracking == f"https://dichvucong.example/tra-cuu?ma={CODE}"
    assert slip.received_at == at("2026-03-02 09:30")
    assert slip.limit.in_("vi") == "15 ngày"
    assert (slip.legal.on, slip.promised.on) == (date(2026, 3, 17), date(2026, 3, 16))
    assert slip.promised.closes_at == at("2026-03-16 17:30")
    assert [each.title.in_("en") for each in slip.reckonings] == [
        "How the time limit was counted",
        "How the appointed day was counted",
    ]
    said = text_of(only(worked(*ACCEPTED)))
    for text in (
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Giấy tiếp nhận hồ sơ và hẹn trả kết quả",
        f"Mã hồ sơ: {CODE}",
        "Tiếp nhận hồ sơ của Ông (Bà)/Tổ chức: Nguyễn Thị Ngọc Bình",
        "Số định danh cá nhân/tổ chức: 048190001234",
        "Địa chỉ: 12 Lê Duẩn, phường Hải Châu, thành phố Đà Nẵng",
        "Số điện thoại: 0905 123 456",
        "Email: binh@example.vn",
        "Người được ủy quyền: Trần Văn Đức",
        "Đơn đề nghị cấp Giấy chứng nhận",
        "Số lượng hồ sơ: 2 (bộ)",
        "Thời gian giải quyết hồ sơ theo quy định là: 15 ngày",
        "Thời gian nhận hồ sơ: 09 giờ 30 phút, ngày 02 tháng 3 năm 2026",
        "Thời gian trả kết quả giải quyết hồ sơ: trước 17 giờ 30 phút, ngày 16 tháng 3 năm 2026",
        "Hạn giải quyết theo quy định: ngày 17 tháng 3 năm 2026",
        "Đăng ký nhận kết quả: trực tuyến",
        "Hết thời hạn giải quyết: Thứ Ba 17/3/2026",
    ):
        assert text in said


def test_a_receipt_stays_as_it_was_handed_out():
    """What came later changes no paper of before: not the applicant, not a date."""
    first = worked(*ACCEPTED)
    later = worked(
        *ACCEPTED,
        ("2026-03-10 09:00", vn.DESCRIBE, vn.Description(vn.Applicant("Trần Văn Đức"))),
        ("2026-03-11 09:00", vn.EXTEND, vn.Reason("phức tạp")),
        REAPPOINTED,
    )
    assert papers(later)["002-receipt"] == papers(first)["002-receipt"]
    assert papers(later)["006-apology"].data.head.description.applicant.name == "Trần Văn Đức"


def test_an_applicant_written_down_later_is_on_the_receipt():
    """A clerk who hands the slip out first and types the name after gets the name."""
    case = worked(RECEIVED, ("2026-03-02 09:40", vn.DESCRIBE, WHO))
    assert only(case).data.head.description == WHO


def test_a_limit_in_hours_is_appointed_to_the_minute():
    """The slip says the hour, as the limit does."""
    paper = only(worked(*ACCEPTED, engine=IN_HOURS), IN_HOURS)
    promised = paper.data.promised
    assert (promised.at, promised.closes_at) == (at("2026-03-03 11:30"), None)
    assert "11 giờ 30 phút, ngày 03 tháng 3 năm 2026" in text_of(paper)


def test_a_receipt_in_transit_says_from_when_the_limit_runs():
    """No day is known yet; the limit is, and the agency that it is for, with the law of the day."""
    engine = engine_of(boundary_free=True)
    case = engine.open(
        "1.014445",
        case_id="hs-9",
        channel=Channel.COUNTER,
        result_by=Channel.COUNTER,
        at=at("2026-08-05 09:00"),
        facts={COMPETENT: "UBND phường Hải Châu"},
    )
    taken = vn.Receipt(papers=2, code="H17.15-260805-0001")
    case = engine.fire(case, vn.RECEIVE_ELSEWHERE, taken, by=STAFF, at=at("2026-08-05 09:10"))
    slip = papers(case, engine)["001-receipt"]
    assert (slip.data.legal, slip.data.promised) == (None, None)
    vi, en = (text_of(slip, language) for language in ("vi", "en"))
    assert "Thời gian giải quyết hồ sơ theo quy định là: 15 ngày" in vi
    assert "Thời hạn giải quyết tính từ khi UBND phường Hải Châu nhận được hồ sơ" in vi
    assert "[khoản 3 Điều 17 Nghị định 118/2025/NĐ-CP]" in vi
    assert "chưa bắt đầu" not in vi
    assert "The time limit runs from when UBND phường Hải Châu has received the filing" in en
    assert "not started" not in en


@pytest.mark.parametrize("language", ["vi", "en"])
def test_a_case_without_an_applicant_prints_lines_to_write_on(language):
    """Nothing known is a dotted line, never an error and never the word None."""
    case = worked(("2026-03-02 09:30", vn.RECEIVE, vn.Receipt()), channel=Channel.COUNTER)
    (paper,) = (p for p in papers(case, office=None, tracking="").values() if "receipt" in p.name)
    said = text_of(paper, language)
    assert "None" not in said
    assert "hs-1" in said


# ── requests, refusal ───────────────────────────────────────────────────────────────────────


def test_corrections_before_acceptance_and_supplements_after_it_are_form_02():
    """Both ask for things in words; after acceptance the applicant has a last day to answer."""
    asked = ("2026-03-02 08:10", vn.REQUEST_CORRECTION, vn.CorrectionRequest(["Đơn chưa ký"]))
    early = only(worked(DESCRIBED, asked)).data
    assert (early.items, early.reason, early.answer_by) == (("Đơn chưa ký",), "", None)
    more = vn.SupplementRequest(["Bản vẽ", "Hợp đồng"], "thiếu thành phần")
    supplement = ("2026-03-04 09:00", vn.REQUEST_SUPPLEMENT, more)
    late = papers(worked(*ACCEPTED, supplement))["004-supplement-request"]
    assert late.data.items == ("Bản vẽ", "Hợp đồng")
    assert late.data.answer_by.on == date(2026, 3, 19)
    said = text_of(late)
    assert "Lý do: thiếu thành phần" in said
    assert "0236 3 123 456 để được hướng dẫn" in said
    closing = papers(worked(*ACCEPTED, supplement, engine=CLOSING), CLOSING)
    answer = closing["004-supplement-request"].data
    assert answer.answer_by.on == date(2026, 3, 25)
    assert "25/3/2026" in answer.reckonings[0].lines[-1].in_("vi")


def test_a_filing_that_is_not_accepted_gets_form_03():
    """The reason stands on it; there is no receipt and no control slip."""
    reject = ("2026-03-02 09:00", vn.REJECT, vn.Reason("Không thuộc thẩm quyền"))
    made = papers(worked(DESCRIBED, reject))
    assert list(made) == ["002-refusal"]
    assert "Không thuộc thẩm quyền" in text_of(made["002-refusal"])


# ── apology, extension, stop ────────────────────────────────────────────────────────────────


def test_an_apology_names_the_old_day_and_the_new_one():
    """Form 04: what was appointed, why it is not kept, and the new day."""
    slip = papers(worked(*ACCEPTED, REAPPOINTED))["004-apology"]
    assert slip.data.appointed.on == date(2026, 3, 16)
    assert (slip.data.again_on, slip.data.is_extension) == (date(2026, 4, 10), False)
    said = text_of(slip)
    assert "Lý do: Chờ ý kiến cơ quan phối hợp" in said
    assert "lời xin lỗi" in said
    assert "ngày 10 tháng 4 năm 2026" in said


def test_an_extension_says_the_new_legal_day_without_an_apology():
    """The law allows it; the paper shows how the day came about."""
    extend = ("2026-03-11 09:00", vn.EXTEND, vn.Reason("phức tạp"))
    slip = papers(worked(*ACCEPTED, extend))["004-apology"]
    assert slip.data.appointed.on == date(2026, 3, 17)
    assert (slip.data.again_on, slip.data.is_extension) == (date(2026, 3, 23), True)
    said = text_of(slip)
    assert "lời xin lỗi" not in said
    assert "Hạn giải quyết theo quy định: trước 17 giờ 30 phút, ngày 17 tháng 3 năm 2026" in said
    assert "Hạn giải quyết sau khi gia hạn: ngày 23 tháng 3 năm 2026" in said
    assert "hẹn trả" not in said.partition("Hạn giải quyết theo")[2].partition("Cách tính")[0]
    last = slip.data.reckonings[0].lines[-1]
    assert last.in_("vi") == "Hết thời hạn giải quyết: Thứ Hai 23/3/2026"


@pytest.mark.parametrize(
    ("action", "cause", "basis"),
    [
        (vn.WITHDRAW, "theo đề nghị của người nộp hồ sơ", "Điều 21 Nghị định 118/2025/NĐ-CP"),
        (vn.STOP, "theo quyết định của cơ quan giải quyết", None),
    ],
)
def test_a_stop_notice_says_at_whose_word(action, cause, basis):
    """The article on stops that applicants ask for is cited for those alone."""
    stop = ("2026-03-05 09:00", action, vn.Reason("không còn nhu cầu"))
    slip = papers(worked(*ACCEPTED, stop))["004-stop-notice"]
    assert (slip.data.cause.in_("vi"), slip.data.basis and slip.data.basis.in_("vi")) == (
        cause,
        basis,
    )
    assert basis is None or f"Căn cứ: {basis}" in text_of(slip)
    assert slip.data.received_at == at("2026-03-02 09:30")
    early = ("2024-03-05 09:00", action, vn.Reason("không còn nhu cầu"))
    assert only(worked(early, start="2024-03-05 08:00")).data.basis is None


def test_a_filing_closed_for_want_of_a_supplement_gets_a_stop_notice():
    """The cause is told; no article is cited, for none was seen as a general rule."""
    more = vn.SupplementRequest(["Bản vẽ"], "thiếu")
    case = worked(
        *ACCEPTED,
        ("2026-03-04 09:00", vn.REQUEST_SUPPLEMENT, more),
        ("2026-04-20 09:00", vn.CLOSE_UNANSWERED, vn.Reason("quá thời hạn bổ sung")),
        engine=CLOSING,
    )
    slip = papers(case, CLOSING)["005-stop-notice"].data
    assert (slip.cause.in_("en"), slip.basis) == ("because the supplement was not handed in", None)


def test_a_filing_closed_for_want_of_payment_gets_a_stop_notice():
    """The cause is told; the rule that closes it is the procedure's, and no article is cited."""
    office = vn.danang()
    closes = PaymentPeriod(working_days(5), Unpaid.CLOSE)
    permit = evolve(
        office.catalogue.get("1.014445"),
        payment=PaymentPoint.MIDWAY,
        payment_period=closes,
        fees=None,
    )
    engine = Engine(evolve(office, catalogue=Catalogue((permit,))))
    case = worked(
        *ACCEPTED,
        ("2026-03-03 09:00", vn.REQUEST_PAYMENT, vn.PaymentRequest(50_000)),
        ("2026-03-20 09:00", vn.CLOSE_UNPAID, vn.Reason("quá hạn nộp")),
        engine=engine,
    )
    slip = papers(case, engine)["005-stop-notice"].data
    assert (slip.cause.in_("en"), slip.basis) == ("because the fee was not paid in time", None)


def test_every_act_that_prints_has_a_paper():
    """What the workflow says to print or send is printed: no such effect is without a form."""
    printed = {"print-receipt", "print-refusal", "print-apology", "print-stop-notice"}
    sent = {"send-correction-request", "send-supplement-request"}
    workflow = CLOSING.jurisdiction.workflows[1]
    reported = {
        transition.action
        for transition in workflow.transitions
        for effect in transition.effects
        if effect.name in printed | sent
    }
    assert reported <= PAPERED
    assert reported | {"extend"} == PAPERED


PAPERED = {
    "receive",
    "receive-elsewhere",
    "request-correction",
    "request-supplement",
    "reject",
    "reappoint",
    "extend",
    "withdraw",
    "stop",
    "close-unanswered",
    "close-unpaid",
}


# ── which circular ──────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("day", "apology", "cited"),
    [
        (date(2018, 12, 1), "Phiếu xin lỗi và hẹn lại ngày trả kết quả", ""),
        (date(2019, 1, 6), "Phiếu xin lỗi và hẹn lại ngày trả kết quả", "04"),
        (date(2025, 6, 30), "Phiếu xin lỗi và hẹn lại ngày trả kết quả", "04"),
        (date(2025, 7, 1), "Phiếu xin lỗi và hẹn lại ngày trả kết quả", ""),
        (date(2025, 9, 14), "Phiếu xin lỗi và hẹn lại ngày trả kết quả", ""),
        (date(2025, 9, 15), "Văn bản xin lỗi và đề nghị gia hạn thời gian giải quyết", ""),
    ],
)
def test_the_form_is_that_of_the_day_of_the_act(day, apology, cited):
    """01/2018 until 03/2025; cited by number only where it was read and certainly in force."""
    form = forms_on(day).apology
    assert form.title.in_("vi") == apology
    assert (form.number if form.circular else "") == cited


def test_only_a_form_that_was_read_is_cited_on_the_paper():
    """The mark at the top names form and circular in 2024, and is not there in 2026."""
    received = ("2024-03-05 09:30", vn.RECEIVE, vn.Receipt(papers=2))
    before = text_of(only(worked(received, start="2024-03-05 09:00")))
    assert "Mẫu số 01 (Thông tư 01/2018/TT-VPCP)" in before
    assert "Mẫu số" not in text_of(only(worked(*ACCEPTED)))


# ── the office, and where filings are looked up ─────────────────────────────────────────────


def test_a_letterhead_is_read_from_toml():
    """Four keys, all of them text that can be printed."""
    text = 'name = "Trung tâm"\nabove = "UBND"\nplace = "Đà Nẵng"\nphone = "1022"'
    assert read_letterhead(text, name="o.toml") == Office("Trung tâm", "UBND", "Đà Nẵng", "1022")
    for wrong, error in (
        ("name = ", FormatError),
        ('nmae = "x"', FormatError),
        ("name = 5", FormatError),
        ('name = "a\\u0000"', InputError),
    ):
        with pytest.raises(error):
            read_letterhead(wrong, name="o.toml")


@pytest.mark.parametrize(
    "wrong",
    [
        "https://example.org/",
        "javascript:alert('{code}')",
        "example.org/{code}",
        "https://example.org/{code}/{code}",
        "https://example.org/{code}?{x}",
        'https://example.org/{code}">',
        "https://example.org/ {code}",
    ],
)
def test_an_address_that_is_none_is_refused(wrong):
    """One place for the code, no script, nothing that ends an attribute."""
    with pytest.raises(ValueInvalidError, match="tracking"):
        tracking_address(wrong, CODE)


# ── erased and hidden ───────────────────────────────────────────────────────────────────────


def test_a_paper_says_that_data_was_erased_or_is_hidden():
    """In place of the name stands when and on which ground it was erased; no raw cipher."""
    gone = Erased.of(datetime.fromisoformat("2026-12-24T09:00+07:00"), "theo yêu cầu")
    sealed = Encrypted.of(b"x" * 28, "case:hs-1")
    who = vn.Description(vn.Applicant(gone, phone=sealed), gone, ["Đơn"])
    case = worked(("2026-03-02 08:05", vn.DESCRIBE, who), RECEIVED)
    said = text_of(only(case))
    assert "Tiếp nhận hồ sơ của Ông (Bà)/Tổ chức: (đã xóa ngày 24/12/2026: theo yêu cầu)" in said
    assert "Số điện thoại: (dữ liệu được mã hóa)" in said
    assert "caseflow-veiled" not in said
    assert "(erased 2026-12-24: theo yêu cầu)" in text_of(only(case), "en")


# ── control slip, register ──────────────────────────────────────────────────────────────────


def test_the_control_slip_shows_each_hand_over():
    """Who gave to whom, when, by when, and early, on time or late; an open step is open."""
    case = worked(
        *ACCEPTED,
        ("2026-03-02 10:30", vn.HAND_OVER, vn.StepHandOver("thẩm định")),
        ("2026-03-09 16:00", vn.FINISH_STEP, vn.StepFinish("thẩm định", "đạt")),
        ("2026-03-09 16:30", vn.HAND_OVER, vn.StepHandOver("ký")),
        (
            "2026-03-09 16:40",
            vn.CONSULT,
            vn.Consultation("Sở Xây dựng", "có vướng không?", date(2026, 3, 12)),
        ),
    )
    sheet = papers(case)["control-slip"].data
    assert [(row.gave, row.received, row.result.in_("vi")) for row in sheet.rows] == [
        ("Bộ phận Một cửa", "Phòng Quản lý công nghệ", "đúng hạn"),
        ("Phòng Quản lý công nghệ", "Phòng Quản lý công nghệ", "quá hạn 4 ngày"),
        ("Phòng Quản lý công nghệ", "Lãnh đạo Sở", "đang giải quyết"),
        ("Phòng Quản lý công nghệ", "Sở Xây dựng", "đang giải quyết"),
    ]
    assert sheet.at == at("2026-03-09 16:40")
    later = papers(case, at=at("2026-03-16 09:00"))["control-slip"]
    assert later.data.rows[2].result.in_("en") == "overdue by 6 d"
    assert later.data.head.on == date(2026, 3, 16)
    said = text_of(later)
    for text in ("Cơ quan phối hợp", "Sở Xây dựng", "quá hạn 4 ngày", "Hạn: 12/3/2026", "đạt"):
        assert text in said
    assert (sheet.partners, sheet.staff) == (("Sở Xây dựng",), ("Lãnh đạo Sở",))
    assert "Cơ quan phối hợp giải quyết hồ sơ: Sở Xây dựng Người thực hiện" in said


def test_a_bill_shows_what_a_budget_pays_of_it():
    """What was granted with the bill is taken off; its own bill comes of a request."""
    bill = Bill("hs-1/1", [("Phí thẩm định", 500_000), ("Lệ phí", 100_000)], "VND")
    grant = SubsidyGrant("hs-1/1", "HT-1", "da-nang", 50_000, "online")
    case = worked(
        DESCRIBED,
        ("2026-03-02 08:30", vn.ISSUE_BILL, bill),
        ("2026-03-02 08:30", vn.GRANT_SUBSIDY, grant),
        engine=WITH_FEES,
    )
    slip = papers(case, WITH_FEES)["002-bill"].data
    assert (slip.total.in_("vi"), slip.left.in_("vi")) == ("600.000 đồng", "550.000 đồng")
    assert slip.subsidised is not None
    assert slip.pay_by is None
    period = PaymentPeriod(working_days(5), Unpaid.CLOSE)
    engine = engine_of(payment=PaymentPoint.MIDWAY, payment_period=period, fees=None)
    asked = ("2026-03-03 09:00", vn.REQUEST_PAYMENT, vn.PaymentRequest(90_000, "Phí thẩm định"))
    paid = ("2026-03-04 09:00", vn.PAY, vn.Payment(90_000, "tiền mặt", "PT-1"))
    of = papers(worked(*ACCEPTED, asked, paid, engine=engine), engine)
    assert of["004-bill"].data.lines[0].text == "Phí thẩm định"
    assert of["004-bill"].data.pay_by.on == date(2026, 3, 10)
    assert of["005-payment-receipt"].data.is_settled
    assert (
        of["005-payment-receipt"].data.means.in_("vi"),
        of["005-payment-receipt"].data.transaction,
    ) == (
        "tiền mặt",
        "PT-1",
    )


def test_papers_without_a_form_have_a_title_and_no_number():
    """No circular that was read has a form for bills, payments, early results, corrections."""
    for day in (date(2018, 6, 1), date(2024, 6, 1), date(2026, 6, 1)):
        forms = forms_on(day)
        for form in (forms.bill, forms.payment, forms.early_notice, forms.correction):
            assert (form.number, form.circular) == ("", None)


def test_the_register_lists_what_was_accepted_in_its_days():
    """Both ends included, by the day of the office; what was not accepted is not in it."""
    taken = (
        *ACCEPTED,
        ("2026-03-09 09:00", vn.DECIDE, vn.Decision("1")),
        ("2026-03-09 09:10", vn.NOTIFY_EARLY, vn.EarlyNotice("SMS")),
        ("2026-03-09 10:00", vn.RETURN_AT_COUNTER, vn.Handover("Nguyễn Văn An")),
    )
    receive = vn.Receipt()
    cases = [
        worked(("2026-03-31 23:50", vn.RECEIVE, receive), number="last"),
        worked(*taken, channel=Channel.COUNTER, number="first"),
        worked(("2026-04-01 00:10", vn.RECEIVE, receive), number="after"),
        worked(number="never"),
        worked(
            ("2026-03-03 09:00", vn.RECEIVE, receive),
            ("2026-03-04 09:00", vn.WITHDRAW, vn.Reason("thôi")),
            number="gone",
        ),
    ]
    days = (date(2026, 3, 2), date(2026, 3, 31))
    paper = register_of(cases, ENGINE, *days, office=OFFICE)
    assert paper.name == "register-2026-03-02-2026-03-31"
    rows = paper.data.rows
    assert [row.code for row in rows] == [CODE, "gone", "last"]
    assert rows[0].recipient == "Nguyễn Văn An"
    assert rows[0].returned_at == at("2026-03-09 10:00")
    assert rows[1].ended.in_("en") == "Withdrawn by the applicant"
    said = text_of(paper)
    for text in (
        "Sổ theo dõi hồ sơ",
        "Nguyễn Thị Ngọc Bình",
        "10 giờ 00 ngày 09/3/2026",
        "0905 123 456",
    ):
        assert text in said
    assert register_of(reversed(cases), ENGINE, *days, office=OFFICE) == paper
    with pytest.raises(ValueInvalidError, match="a day from 2026-03-31 on"):
        register_of(cases, ENGINE, *reversed(days))
    empty = register_of([], ENGINE, *days)
    assert "Không có hồ sơ nào" in text_of(empty)


def test_a_paper_lists_so_many_things_and_says_how_many_more():
    """Ten thousand papers of one letter fit a record, and would take a minute as PDF."""
    many = evolve(WHO, papers=[f"giấy tờ số {n}" for n in range(10_000)])
    case = worked(("2026-03-02 08:05", vn.DESCRIBE, many), RECEIVED)
    paper = papers(case)["002-receipt"]
    for language, more in (("vi", "và 9500 mục khác"), ("en", "and 9500 more")):
        tags, text = read(press().html(paper, language))
        assert sum(tag == "li" for tag, _ in tags) <= 510
        assert "giấy tờ số 499" in text
        assert "giấy tờ số 500" not in text
        assert more in text
