"""Who acts in the demonstration: nobody that there is.

May import: everything below the command line. Every name says that it is made up.
"""

from caseflow import vietnam as vn
from caseflow.values import Actor

__all__ = [
    "ACCOUNTANT",
    "APPLICANT",
    "CASHIER",
    "DESK",
    "OFFICE",
    "SUPPORT",
    "WEBHOOK",
    "described",
]

DESK = Actor("một cửa 1", roles=[vn.INTAKE.name])
CASHIER = Actor("thu ngân 1", roles=[vn.CASHIER.name])
ACCOUNTANT = Actor("kế toán 1", roles=[vn.ACCOUNTANT.name, vn.CASHIER.name])
OFFICE = Actor("phòng chuyên môn", roles=[vn.OFFICER.name, vn.APPROVER.name])
APPLICANT = Actor("người nộp", roles=[vn.APPLICANT.name])
SUPPORT = Actor("tổ hỗ trợ 1", roles=[vn.SUPPORT.name])
WEBHOOK = Actor("cổng thanh toán", roles=[vn.SYSTEM.name])


def described(name: str, request: str, papers: tuple[str, ...]) -> vn.Description:
    """Describe a filing of somebody called *name*, reachable nowhere."""
    applicant = vn.Applicant(
        f"{name} (giả định)",
        id_number="000000000000",
        address="Số 0, đường Giả Định, thành phố Đà Nẵng",
        phone="0000 000 000",
        email="gia-dinh@example.com",
    )
    return vn.Description(applicant, request, papers)
