"""Filings whose papers are looked at, made the way a portal makes them."""

from datetime import datetime
from functools import cache
from html.parser import HTMLParser
from zoneinfo import ZoneInfo

from attrs import evolve

from caseflow import vietnam as vn
from caseflow.documents import file_name_of
from caseflow.engine import Engine, Jurisdiction
from caseflow.limits import calendar_days, working_hours
from caseflow.procedures import Catalogue, Extension, LimitRule, PaymentPoint, Step
from caseflow.values import Actor, Channel
from caseflow.vietnam import papers as forms
from caseflow.vietnam.papers import Office, papers_of

HANOI = ZoneInfo("Asia/Ho_Chi_Minh")
STAFF = Actor("u17", {"intake", "officer", "approver", "applicant", "cashier"})
TRACKING = "https://dichvucong.example/tra-cuu?ma={code}"
CODE = "H17.15-260302-0001"
OFFICE = Office(
    name="Trung tâm Phục vụ hành chính công",
    above="Ủy ban nhân dân thành phố Đà Nẵng",
    place="Đà Nẵng",
    phone="0236 3 123 456",
)
WHO = vn.Description(
    vn.Applicant(
        name="Nguyễn Thị Ngọc Bình",
        id_number="048190001234",
        address="12 Lê Duẩn, phường Hải Châu, thành phố Đà Nẵng",
        phone="0905 123 456",
        email="binh@example.vn",
        authorised="Trần Văn Đức, số định danh 048085004321",
    ),
    request="Cấp Giấy chứng nhận doanh nghiệp khoa học và công nghệ",
    papers=["Đơn đề nghị cấp Giấy chứng nhận", "Phương án sản xuất, kinh doanh"],
    sets=2,
)

_STEPS = (
    Step("thẩm định", "Phòng Quản lý công nghệ", calendar_days(3)),
    Step("ký", "Lãnh đạo Sở", calendar_days(1), after=("thẩm định",)),
)
_PROCEDURE = evolve(
    vn.danang().catalogue.get("1.014445"),
    extension=Extension(calendar_days(5)),
    steps=_STEPS,
    valid_from=None,
)


def engine_of(**changes):
    """An engine for one procedure of 15 days, changed by keyword."""
    catalogue = Catalogue((evolve(_PROCEDURE, **changes),))
    return Engine(
        Jurisdiction("t", vn.calendar(), catalogue, vn.danang().workflows, currency="VND")
    )


ENGINE = engine_of()
IN_HOURS = engine_of(limits=(LimitRule(working_hours(10)),), early=None, steps=())
WITH_FEES = engine_of(payment=PaymentPoint.RECEPTION, fees=None)
CLOSING = engine_of(workflow="one-stop-shop-closing")


def at(text):
    """An instant in Viet Nam, as "2026-03-02 09:00"."""
    return datetime.fromisoformat(text).replace(tzinfo=HANOI)


def worked(*acts, engine=ENGINE, start="2026-03-02 08:00", channel=Channel.ONLINE, number="hs-1"):
    """A filing with *acts*, each an instant, an action and a payload."""
    case = engine.open("1.014445", case_id=number, channel=channel, result_by=channel, at=at(start))
    for when, action, payload in acts:
        case = engine.fire(case, action, payload, by=STAFF, at=at(when))
    return case


DESCRIBED = ("2026-03-02 08:05", vn.DESCRIBE, WHO)
RECEIVED = ("2026-03-02 09:30", vn.RECEIVE, vn.Receipt(papers=2, code=CODE))
ASSIGNED = ("2026-03-02 10:00", vn.ASSIGN, vn.Assignment("Phòng Quản lý công nghệ"))
ACCEPTED = (DESCRIBED, RECEIVED, ASSIGNED)


def papers(case, engine=ENGINE, **more):
    """The papers of a case by their names, without the number of the case before them."""
    made = papers_of(case, engine, **{"office": OFFICE, "tracking": TRACKING, **more})
    before = f"{file_name_of(case.id)}-"
    assert all(paper.name.startswith(before) for paper in made)
    return {paper.name.removeprefix(before): paper for paper in made}


@cache
def press(own=None):
    """A press, whose templates are read once."""
    return forms.press(own)


class _Page(HTMLParser):
    def __init__(self):
        super().__init__()
        self.tags, self.texts, self._within = [], [], []

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        if tag in ("style", "script"):
            self._within.append(tag)

    def handle_endtag(self, tag):
        if self._within and self._within[-1] == tag:
            self._within.pop()

    def handle_data(self, data):
        if not self._within:
            self.texts.append(data)


def read(html):
    """What a browser makes of a page: its tags with their attributes, and its text in one line."""
    page = _Page()
    page.feed(html)
    page.close()
    return page.tags, " ".join(" ".join(page.texts).split())


def text_of(paper, language="vi", **more):
    """The text of a paper as a reader sees it."""
    return read(press(**more).html(paper, language))[1]
