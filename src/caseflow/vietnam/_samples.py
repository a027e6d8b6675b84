"""What Viet Nam has to show: the people, the words and the prices of a made-up month in Da Nang.

Every name says that it is made up. How the month is drawn from it is in `office.samples`.
"""

from datetime import date
from hashlib import sha256

from caseflow.cases import Case
from caseflow.office.budgets import ACCOUNTANT
from caseflow.office.payloads import Applicant
from caseflow.office.samples import Notes, People, Prices, Sample, Samples
from caseflow.values import Actor
from caseflow.vietnam import _states as states
from caseflow.vietnam._codes import DossierCode
from caseflow.vietnam._money import VND
from caseflow.vietnam._payloads import OnlineResult, Receipt
from caseflow.vietnam._sample_stories import (
    PAID_ON,
    POSTAGE,
    TRANSFER,
    tell_certificate,
    tell_permit,
)
from caseflow.vietnam.rules import OFFICE

__all__ = ["samples"]

_PEOPLE = People(
    desk=Actor("một cửa 1", roles=[states.INTAKE.name]),
    cashier=Actor("thu ngân 1", roles=[states.CASHIER.name]),
    accountant=Actor("kế toán 1", roles=[ACCOUNTANT.name, states.CASHIER.name]),
    office=Actor("phòng chuyên môn", roles=[states.OFFICER.name, states.APPROVER.name]),
    applicant=Actor("người nộp", roles=[states.APPLICANT.name]),
    support=Actor("tổ hỗ trợ 1", roles=[states.SUPPORT.name]),
    webhook=Actor("cổng thanh toán", roles=[states.SYSTEM.name]),
)

_NOTES = Notes(
    applicant="Người nộp số {number:03}",
    request="Hồ sơ giả định số {number:03}",
    papers=("Đơn đề nghị", "Bản sao giấy tờ kèm theo", "Bản khai"),
    not_competent="không thuộc thẩm quyền",
    withdrawn="đổi ý",
    unit="phòng chuyên môn",
    lacking="bản sao giấy tờ còn thiếu",
    lacking_why="hồ sơ còn thiếu",
    decision="{number}/QĐ",
    refused="không đủ điều kiện",
    means="SMS",
    parcel="VN{number:07}",
    handed_to="người nộp",
    cash="tiền mặt",
)

#: Made-up amounts in đồng of what no source states: tariffs that lie elsewhere, the prices of the
#: bank and of the post, and an allotment.
_PRICES = Prices(
    stated={
        "council-fee": 600_000,
        "cao-bang-fee": 2_400_000,
        "ministry-of-finance-fee": 1_000_000,
        TRANSFER: 3_300,
        POSTAGE: 32_000,
    },
    transfer=TRANSFER,
    postage=POSTAGE,
    budget="da-nang",
    allotted=1_000_000_000,
    allotted_on=date(2026, 1, 2),
    source="số giả định",
    transaction="GD",
)


def _applicant(name: str) -> Applicant:
    return Applicant(
        f"{name} (giả định)",
        id_number="000000000000",
        address="Số 0, đường Giả Định, thành phố Đà Nẵng",
        phone="0000 000 000",
        email="gia-dinh@example.com",
    )


def _receipt(papers: int, on: date, number: int) -> Receipt:
    return Receipt(papers=papers, code=DossierCode.issue("H17.15", on, number).text)


def _result(case: Case, document: str) -> OnlineResult:
    """Make up a document, and name it as the law wants it."""
    code = DossierCode.parse(str(case.fact("dossier_code"))).result()
    return OnlineResult(document, code.text, sha256(document.encode()).hexdigest())


def samples() -> Samples:
    """Return a month of Da Nang, and two filings in full detail.

    A make-up Saturday (22 August 2026), a swapped Monday (31) and National Day fall into the month
    and the weeks after.

    Source: the share of filings lodged online, 67.00 % in Đà Nẵng by 31 October 2022, is of the
    city's report of October 2022 on its online public services.
    """
    month = Sample(
        first=date(2026, 8, 3),
        last=date(2026, 8, 31),
        online=670,
        people=_PEOPLE,
        notes=_NOTES,
        applicant=_applicant,
        receipt=_receipt,
        result=_result,
        prices=_PRICES,
        currency=VND,
        language="vi",
        paid_on=PAID_ON,
        rules=OFFICE,
    )
    return Samples(month, (tell_permit, tell_certificate))
