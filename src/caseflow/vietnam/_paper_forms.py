"""The forms of the one-stop shop by their day: which circular, which number, which title.

What was read in the circular itself is cited on the paper; the annex of Circular 03/2025/TT-VPCP
was not, so its titles are printed and it is not cited by form.
"""

from datetime import date

from caseflow._typed import typed
from caseflow.law import in_both
from caseflow.office.papers import Form, Forms, PaperSet
from caseflow.values import Text
from caseflow.vietnam._paper_words import WORDS
from caseflow.vietnam.law import FORMS
from caseflow.vietnam.rules import OFFICE

__all__ = ["PAPERS", "forms_on"]


#: The day Circular 03/2025/TT-VPCP was signed; from when its forms had to be used was not seen.
_FIRST_2025 = date(2025, 9, 15)

_RECEIPT = Text(vi="Giấy tiếp nhận hồ sơ và hẹn trả kết quả", en="Receipt and appointment slip")
_SUPPLEMENT = Text(
    vi="Phiếu yêu cầu bổ sung, hoàn thiện hồ sơ", en="Request to complete the filing"
)
_REFUSAL = Text(vi="Phiếu từ chối tiếp nhận giải quyết hồ sơ", en="Refusal to accept the filing")
_APOLOGY = Text(vi="Phiếu xin lỗi và hẹn lại ngày trả kết quả", en="Apology and new appointment")
_EXTENSION = Text(
    vi="Văn bản xin lỗi và đề nghị gia hạn thời gian giải quyết", en="Apology and extension of time"
)
_STOP = Text(vi="Thông báo dừng giải quyết hồ sơ", en="Notice that the filing is stopped")
_CONTROL = Text(vi="Phiếu kiểm soát quá trình giải quyết hồ sơ", en="Control slip")
_REGISTER = Text(vi="Sổ theo dõi hồ sơ", en="Register of filings")

#: Papers for which no circular that was read has a form: titles alone.
_UNNUMBERED = (
    Form("", Text(vi="Thông báo nộp phí, lệ phí", en="Bill of fees")),
    Form("", Text(vi="Giấy xác nhận đã nộp phí, lệ phí", en="Confirmation of payment")),
    Form(
        "", Text(vi="Thông báo trả kết quả trước hạn", en="Notice that the result is ready early")
    ),
    Form("", Text(vi="Thông báo đính chính", en="Notice of correction")),
)

#: Source: Circular 01/2018/TT-VPCP Art. 9, which has no form for a stop.
_FORMS_2018 = Forms(
    Form("01", _RECEIPT),
    Form("02", _SUPPLEMENT),
    Form("03", _REFUSAL),
    Form("04", _APOLOGY),
    Form("", _STOP),
    Form("05", _CONTROL),
    Form("06", _REGISTER),
    *_UNNUMBERED,
)
#: Source: a public description of annex I of Circular 03/2025/TT-VPCP; the annex was not read.
_FORMS_2025 = Forms(
    Form("01", _RECEIPT),
    Form("02", _SUPPLEMENT),
    Form("03", _REFUSAL),
    Form("04", _EXTENSION),
    Form("05", _STOP),
    Form("06", _CONTROL),
    Form("07", _REGISTER),
    *_UNNUMBERED,
)


@typed
def forms_on(day: date) -> Forms:
    """Return the forms for an act of *day*.

    >>> forms_on(date(2024, 3, 1)).apology.title.in_("vi")
    'Phiếu xin lỗi và hẹn lại ngày trả kết quả'
    >>> forms_on(date(2024, 3, 1)).apology.circular.in_("en")
    'Circular 01/2018/TT-VPCP'
    >>> forms_on(date(2026, 3, 2)).apology.circular is None
    True
    """
    if day >= _FIRST_2025:
        return _FORMS_2025
    circular = in_both(FORMS, day)
    # Before the circular, and once it is not certain any more: the same papers, cited by none.
    numbered = (each if circular else each._replace(number="") for each in _FORMS_2018)
    return Forms(*(each._replace(circular=circular if each.number else None) for each in numbered))


#: The forms, where their templates are, the law they cite and how they write names.
PAPERS = PaperSet(forms_on, "caseflow.vietnam", OFFICE, WORDS)
