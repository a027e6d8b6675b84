"""The forms of the one-stop shop by their day: which circular, which number, which title.

May import: values. What was read in the circular itself is cited on the paper; the annex of
Circular 03/2025/TT-VPCP was not, so its titles are printed and it is not cited by form.
"""

from datetime import date
from typing import NamedTuple

from caseflow.values import Text

__all__ = ["Form", "Forms", "forms_on"]


class Form(NamedTuple):
    """Name a form: its number and title, and the circular it is cited by; "" if it is not."""

    number: str
    title: Text
    circular: str


class Forms(NamedTuple):
    """Hold the forms in use on one day."""

    receipt: Form
    supplement_request: Form
    refusal: Form
    apology: Form
    stop_notice: Form
    control_slip: Form
    register: Form


_CIRCULAR = "Thông tư số 01/2018/TT-VPCP"
_FIRST_2018 = date(2019, 1, 6)
#: The day Circular 03/2025/TT-VPCP was signed; from when its forms had to be used was not seen.
_FIRST_2025 = date(2025, 9, 15)

_RECEIPT = Text("Giấy tiếp nhận hồ sơ và hẹn trả kết quả", "Receipt and appointment slip")
_SUPPLEMENT = Text("Phiếu yêu cầu bổ sung, hoàn thiện hồ sơ", "Request to complete the filing")
_REFUSAL = Text("Phiếu từ chối tiếp nhận giải quyết hồ sơ", "Refusal to accept the filing")
_APOLOGY = Text("Phiếu xin lỗi và hẹn lại ngày trả kết quả", "Apology and new appointment")
_EXTENSION = Text(
    "Văn bản xin lỗi và đề nghị gia hạn thời gian giải quyết", "Apology and extension of time"
)
_STOP = Text("Thông báo dừng giải quyết hồ sơ", "Notice that the filing is stopped")
_CONTROL = Text("Phiếu kiểm soát quá trình giải quyết hồ sơ", "Control slip")
_REGISTER = Text("Sổ theo dõi hồ sơ", "Register of filings")

#: Source: Circular 01/2018/TT-VPCP Art. 9, which has no form for a stop.
_FORMS_2018 = Forms(
    Form("01", _RECEIPT, _CIRCULAR),
    Form("02", _SUPPLEMENT, _CIRCULAR),
    Form("03", _REFUSAL, _CIRCULAR),
    Form("04", _APOLOGY, _CIRCULAR),
    Form("", _STOP, ""),
    Form("05", _CONTROL, _CIRCULAR),
    Form("06", _REGISTER, _CIRCULAR),
)
#: Source: a public description of annex I of Circular 03/2025/TT-VPCP; the annex was not read.
_FORMS_2025 = Forms(
    Form("01", _RECEIPT, ""),
    Form("02", _SUPPLEMENT, ""),
    Form("03", _REFUSAL, ""),
    Form("04", _EXTENSION, ""),
    Form("05", _STOP, ""),
    Form("06", _CONTROL, ""),
    Form("07", _REGISTER, ""),
)
#: Before both circulars: the same papers, cited by none.
_FORMS_EARLIER = Forms(*(form._replace(number="", circular="") for form in _FORMS_2018))


def forms_on(day: date) -> Forms:
    """Return the forms for an act of *day*.

    >>> forms_on(date(2024, 3, 1)).apology.title.vi
    'Phiếu xin lỗi và hẹn lại ngày trả kết quả'
    >>> forms_on(date(2026, 3, 2)).apology.circular
    ''
    """
    if day >= _FIRST_2025:
        return _FORMS_2025
    return _FORMS_2018 if day >= _FIRST_2018 else _FORMS_EARLIER
