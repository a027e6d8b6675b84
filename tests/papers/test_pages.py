"""Every paper as a page: whole, escaped, in both languages, as PDF, with its code."""

import io
import re
import subprocess
from datetime import date

import pytest
from attrs import evolve, fields
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from caseflow import vietnam as vn
from caseflow.limits import TimeLimit
from caseflow.payments import Bill, PaymentNotice
from caseflow.procedures import LimitRule
from caseflow.vietnam.papers import pdf_of, register_of
from papers.desk import (
    ACCEPTED,
    CODE,
    ENGINE,
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
from papers.test_press import codes_in

SUPPLEMENT = ("2026-03-04 09:00", vn.REQUEST_SUPPLEMENT, vn.SupplementRequest(["Bản vẽ"], "thiếu"))
ANSWER = ("2026-03-06 09:00", vn.SUPPLEMENT, vn.Answer(1))


def whole_case(who=None, words="thiếu"):
    """Every paper there is, of filings that have *words* wherever somebody writes words."""
    described = ("2026-03-02 08:05", vn.DESCRIBE, who) if who else ACCEPTED[0]
    worked_on = worked(
        described,
        ("2026-03-02 09:30", vn.RECEIVE, vn.Receipt(2, CODE, words)),
        ("2026-03-02 10:00", vn.ASSIGN, vn.Assignment(words, words)),
        ("2026-03-02 10:10", vn.HAND_OVER, vn.StepHandOver("thẩm định", words, words)),
        ("2026-03-04 09:00", vn.REQUEST_SUPPLEMENT, vn.SupplementRequest([words], words)),
        ANSWER,
        ("2026-03-06 09:10", vn.FINISH_STEP, vn.StepFinish("thẩm định", words)),
        ("2026-03-06 09:20", vn.CONSULT, vn.Consultation(words, words, date(2026, 3, 12))),
        ("2026-03-11 09:00", vn.EXTEND, vn.Reason(words)),
        ("2026-03-12 09:00", vn.REAPPOINT, vn.Reappointment(date(2026, 4, 10), words)),
        ("2026-03-30 09:00", vn.WITHDRAW, vn.Reason(words)),
    )
    refused = worked(described, ("2026-03-02 09:30", vn.REJECT, vn.Reason(words)))
    bill = Bill("hs-2/1", [(words, 600_000)], "VND")
    first = PaymentNotice("hs-2/1", "GD-1", 200_000, at("2026-03-02 08:39"), "bank", "VND")
    code = f"{CODE}-KQ(1)"
    paid = worked(
        described,
        ("2026-03-02 08:30", vn.ISSUE_BILL, bill),
        ("2026-03-02 08:40", vn.RECORD_PAYMENT, first),
        ("2026-03-02 08:50", vn.PAY, vn.Payment(400_000, words, words)),
        ("2026-03-02 09:30", vn.RECEIVE, vn.Receipt(2, CODE)),
        ("2026-03-02 10:00", vn.ASSIGN, vn.Assignment(words)),
        ("2026-03-09 09:00", vn.DECIDE, vn.Decision(words)),
        ("2026-03-09 09:10", vn.NOTIFY_EARLY, vn.EarlyNotice(words, words)),
        ("2026-03-09 10:00", vn.RETURN_ONLINE, vn.OnlineResult("1.pdf", code, "a" * 64)),
        ("2026-03-11 10:00", vn.CANCEL_RESULT, vn.ResultCancellation(code, words)),
        engine=WITH_FEES,
        number="hs-2",
    )
    corrected = worked(
        described,
        ("2026-03-02 09:30", vn.RECEIVE, vn.Receipt(2, CODE)),
        ("2026-03-02 10:00", vn.ASSIGN, vn.Assignment(words)),
        ("2026-03-04 09:00", vn.EXTEND, vn.Reason(words)),
        number="hs-3",
    )
    corrected = ENGINE.annul(corrected, 4, at=at("2026-03-04 09:05"), by=STAFF, reason=words)
    register = register_of(
        [worked_on, corrected], ENGINE, date(2026, 3, 1), date(2026, 3, 31), office=OFFICE
    )
    made = (papers(worked_on), papers(refused), papers(paid, WITH_FEES), papers(corrected))
    return [*(paper for each in made for paper in each.values()), register]


ALL = whole_case()
each_paper = pytest.mark.parametrize("paper", ALL, ids=lambda paper: paper.name)


def test_every_template_is_printed_here():
    """No paper of the pack is left out of what this file holds true of all."""
    assert {paper.template for paper in ALL} == {
        "receipt.html",
        "supplement-request.html",
        "refusal.html",
        "apology.html",
        "stop-notice.html",
        "control-slip.html",
        "register.html",
        "bill.html",
        "payment-receipt.html",
        "early-notice.html",
        "correction-notice.html",
    }


@each_paper
@pytest.mark.parametrize("language", ["vi", "en"])
def test_each_paper_is_one_page_that_needs_nothing_else(paper, language):
    """Sound HTML that names its language; no script, no other file, nothing unsaid."""
    html = press().html(paper, language)
    tags, text = read(html)
    names = {tag for tag, _ in tags}
    assert dict(tags)["html"] == {"lang": language}
    assert not names & {"script", "link", "img", "iframe", "object", "form", "input"}
    assert not [name for _, attributes in tags for name in attributes if name.startswith("on")]
    assert "None" not in text
    assert "{{" not in html
    title = paper.data.head.form.title
    assert title.in_(language) in text
    assert title.in_("vi") in text


@each_paper
def test_each_english_paper_has_no_label_left_in_vietnamese(paper):
    """Every label has two languages; what is data stays as it was written."""
    labels = set()
    source = press().html(paper, "vi")
    for label in (
        "Độc lập",
        "Mã hồ sơ",
        "Thủ tục hành chính",
        "Lý do",
        "Số điện thoại",
        "Kính gửi",
    ):
        if label in source:
            labels.add(label)
    said = press().html(paper, "en")
    assert labels
    assert not [label for label in labels if label in said]


@each_paper
@pytest.mark.parametrize("language", ["vi", "en"])
def test_each_pdf_says_what_the_page_says(paper, language):
    """Every word of the page is on the sheet, which has the size the form wants."""
    html = press().html(paper, language)
    sheets = PdfReader(io.BytesIO(pdf_of(html))).pages
    printed = squeezed("".join(sheet.extract_text() for sheet in sheets))
    body = read(html[html.index("<body") :])[1]
    missing = [word for word in body.split() if squeezed(word) not in printed]
    assert not missing
    width, height = (round(float(side) * 25.4 / 72) for side in sheets[0].mediabox[2:])
    assert (width, height) == ((297, 210) if paper.name.startswith("register") else (148, 210))


def squeezed(text):
    """A text without white space and case: where lines break is the printer's affair."""
    return "".join(text.split()).casefold().replace("đ", "d").replace("\xad", "")


@pytest.mark.parametrize("name", ["002-receipt", "004-apology", "control-slip"])
def test_the_code_on_a_sheet_leads_to_the_filing(name, tmp_path):
    """A decoder of others reads the tracking address from the sheet, at the size it is printed."""
    case = worked(
        *ACCEPTED, ("2026-03-12 09:00", vn.REAPPOINT, vn.Reappointment(date(2026, 4, 10), "chờ"))
    )
    paper = papers(case)[name]
    found = codes_in(press().pdf(paper), tmp_path, resolution=150)
    assert [each.text for each in found] == [paper.data.head.tracking]
    assert CODE in paper.data.head.tracking


def test_a_long_list_goes_over_several_sheets():
    """Nothing is cut off, the heads of a table come again, and each sheet says whose it is."""
    listed = [f"Giấy tờ số {number} của hồ sơ" for number in range(1, 91)]
    who = evolve(ACCEPTED[0][2], papers=listed)
    case = worked(("2026-03-02 08:05", vn.DESCRIBE, who), RECEIVED)
    sheets = PdfReader(io.BytesIO(press().pdf(papers(case)["002-receipt"]))).pages
    texts = [sheet.extract_text() for sheet in sheets]
    assert len(texts) > 2
    assert all(f"{number}/{len(texts)}" in text for number, text in enumerate(texts, 1))
    assert all(CODE in text for text in texts)
    joined = " ".join(" ".join(texts).split())
    assert not [each for each in listed if each not in joined]
    register = register_of([case] * 40, ENGINE, date(2026, 3, 1), date(2026, 3, 31), office=OFFICE)
    texts = [page.extract_text() for page in PdfReader(io.BytesIO(press().pdf(register))).pages]
    assert len(texts) > 2
    assert all("Mã hồ sơ" in text for text in texts)


def sheets_of(paper, language="vi"):
    """The text of each sheet of a paper."""
    pages = PdfReader(io.BytesIO(press().pdf(paper, language))).pages
    return [" ".join(page.extract_text().split()) for page in pages]


LONG_WAY = (
    ("2026-01-30 08:05", vn.DESCRIBE, WHO),
    ("2026-01-30 09:30", vn.RECEIVE, vn.Receipt(2, CODE.replace("0302", "0130"))),
)


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("listed", [0, 2, 5])
@pytest.mark.parametrize("days", ["15 ngày", "45 ngày làm việc"])
def test_a_receipt_is_one_sheet(language, listed, days):
    """A5, with both dates and how they were counted, also over Tết and other days off."""
    engine = engine_of(limits=(LimitRule(TimeLimit.parse(days)),), steps=())
    who = evolve(WHO, papers=[f"Giấy tờ số {number} của hồ sơ" for number in range(listed)])
    described = ("2026-01-30 08:05", vn.DESCRIBE, who)
    case = worked(described, LONG_WAY[1], engine=engine, start="2026-01-30 08:00")
    receipt = papers(case, engine)["002-receipt"]
    assert len(receipt.data.reckonings) == 2
    assert len(sheets_of(receipt, language)) == 1


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("lines", range(18, 34, 3))
def test_signatures_stay_with_their_text(language, lines):
    """However long the text, the sheet that is signed has some of it above the signature."""
    items = [f"Giấy tờ số {number}" for number in range(lines)]
    asked = ("2026-03-04 09:00", vn.REQUEST_SUPPLEMENT, vn.SupplementRequest(items, "thiếu"))
    paper = papers(worked(*ACCEPTED, asked))["004-supplement-request"]
    words = ("Ký và ghi rõ họ tên", "để được hướng dẫn./.")
    if language == "en":
        words = ("signature and full name", "For help please ask")
    sign, text = words
    (signed,) = (sheet for sheet in sheets_of(paper, language) if sign in sheet)
    assert text in signed


@each_paper
@pytest.mark.parametrize("language", ["vi", "en"])
def test_no_paper_names_a_version_or_says_a_label_twice(paper, language):
    """An applicant has no use for versions; a label stands once."""
    text = text_of(paper, language)
    assert vn.calendar().version not in text
    assert "vn@" not in text
    assert "Thủ tục hành chính: Thủ tục" not in text
    html = press().html(paper, language)
    labels = re.findall(r'<span class="label">([^<]*?):?</span>', html)
    assert sorted(set(labels)) == sorted(labels)


@pytest.mark.parametrize("language", ["vi", "en"])
def test_a_receipt_names_one_hour_for_the_result(language):
    """The hour at which the office closes on the appointed day, and no other end of a day."""
    paper = papers(worked(*ACCEPTED))["002-receipt"]
    text = text_of(paper, language)
    hours = re.findall(r"\b(?:\d\d giờ \d\d|\d\d:\d\d)", text)
    closing = "17 giờ 30" if language == "vi" else "17:30"
    received = "09 giờ 30" if language == "vi" else "09:30"
    assert hours == [received, closing]
    assert ("Hẹn trả: Thứ Hai 16/3/2026" if language == "vi" else "Mon 2026-03-16") in text


@each_paper
def test_the_letterhead_breaks_between_words(paper):
    """No line ends inside "hành chính công", and what is copied from it has plain spaces."""
    html = press().html(paper, "vi")
    parts = ("Trung tâm", "Phục vụ", "hành chính công")
    assert " ".join(f'<span class="nobr">{part}</span>' for part in parts) in html
    assert "\xa0" not in html


def test_a_title_breaks_between_words():
    """On a narrow screen no line of a title is "sơ" or "hạn" alone."""
    for paper in ALL:
        title = re.search(r"<h1>(.*?)</h1>", press().html(paper, "vi"))[1]
        loose = re.sub(r"<span class=.nobr.>[^<]*</span>", "", title)
        assert not re.search(r"hồ|sơ|kết|quả|hạn", loose, re.IGNORECASE), title


def test_a_line_does_not_break_between_a_place_and_what_it_is():
    """No line ends with "thành phố" or "phường", which say what the name behind them is."""
    paper = ALL[0]
    for above, place in (
        ("Ủy ban nhân dân thành phố Đà Nẵng", "thành phố Đà Nẵng"),
        ("Ủy ban nhân dân phường Hải Châu", "phường Hải Châu"),
        ("Ủy ban nhân dân tỉnh Thừa Thiên Huế", "tỉnh Thừa Thiên Huế"),
        ("Sở Tư pháp thành phố", "thành phố"),
    ):
        head = evolve(paper.data.head, office=evolve(OFFICE, above=above))
        html = press().html(evolve(paper, data=evolve(paper.data, head=head)), "vi")
        assert f'<span class="nobr">{place}</span>' in html


def test_a_word_without_end_stays_on_the_sheet(tmp_path):
    """No text runs over the edge: as many letters are within the sheet as were put in."""
    who = vn.Description(
        vn.Applicant("n" * 300, "d" * 200, "a" * 300, "p" * 150, "e" * 150), "r" * 300
    )
    case = worked(("2026-03-02 08:05", vn.DESCRIBE, who), RECEIVED)
    (tmp_path / "a.pdf").write_bytes(press().pdf(papers(case)["002-receipt"]))
    command = ["pdftotext", "-bbox", "a.pdf", "-"]
    boxes = subprocess.run(command, cwd=tmp_path, check=True, capture_output=True, text=True).stdout
    words = [dict(attributes) for tag, attributes in read(boxes)[0] if tag == "word"]
    width = 148 * 72 / 25.4
    assert words
    assert all(float(word["xmin"]) >= 0 and float(word["xmax"]) <= width for word in words)


# ── whatever is written ─────────────────────────────────────────────────────────────────────

HOSTILE = [
    "<script>alert(1)</script>",
    "</style><style>body{display:none}</style>",
    '"><img src=x onerror=alert(1)>',
    "' onmouseover='x",
    "{{ 7 * 7 }} {% include 'x' %}",
    "&lt;b&gt; &amp; &#60;",
    "\u202e\u2066abc\u2069\u202c\u200f\ufeff",
    "]]> <!-- --> <?php",
]
anything = st.one_of(
    st.sampled_from(HOSTILE),
    st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=40),
).filter(str.strip)


@settings(max_examples=40)
@given(anything, st.sampled_from(["vi", "en"]))
def test_whatever_is_written_is_printed_as_text(words, language):
    """In every field of every paper: the tags are those of an innocent filing."""
    fill = {each.name: words for each in fields(vn.Applicant) if each.name != "identity"}
    who = vn.Description(vn.Applicant(**fill), words, [words])
    wanted = " ".join(who.request.split())
    hostile = whole_case(who, words)
    for paper, innocent in zip(hostile, INNOCENT[language], strict=True):
        tags, text = read(press().html(paper, language))
        assert [tag for tag, _ in tags] == innocent
        assert wanted in text
        assert not [name for _, more in tags for name in more if name.startswith("on")]


_A = vn.Description(vn.Applicant("A", "A", "A", "A", "A", "A"), "A", ["A"])
INNOCENT = {
    language: [
        [tag for tag, _ in read(press().html(paper, language))[0]]
        for paper in whole_case(_A, words="A")
    ]
    for language in ("vi", "en")
}


def test_a_hostile_filing_is_printed_as_pdf():
    """What breaks pages breaks no PDF, and the words stand on it."""
    words = "<script>alert(1)</script> \"'&"
    who = vn.Description(vn.Applicant(words), words, [words])
    for paper in whole_case(who, words):
        pages = PdfReader(io.BytesIO(press().pdf(paper))).pages
        text = "".join(page.extract_text() for page in pages)
        assert squeezed("<script>alert(1)</script>") in squeezed(text)


def test_a_portal_replaces_one_template(tmp_path):
    """A file of the same name is used instead; parts and styles can be replaced alone too."""
    (tmp_path / "refusal.html").write_text(
        '{% extends "layout.html" %}{% block body %}Lý do: {{ paper.reason }}{% endblock %}',
        encoding="utf-8",
    )
    case = worked(("2026-03-02 09:30", vn.REJECT, vn.Reason("<b>sai</b>")))
    (paper,) = papers(case).values()
    said = text_of(paper, own=str(tmp_path))
    assert "Lý do: <b>sai</b>" in said
    assert "Ký và ghi rõ họ tên" not in said
