"""The states of a filing on the ten national status codes, and the roles at a one-stop shop.

What leads from one state to another is in `caseflow.office`.
"""

from attrs import evolve

from caseflow.office import states as office
from caseflow.values import Text

__all__ = [
    "APPLICANT",
    "APPROVER",
    "CASHIER",
    "INTAKE",
    "OFFICER",
    "ROLES",
    "STATES",
    "SUPPORT",
    "SYSTEM",
]

APPLICANT = evolve(office.APPLICANT, labels=Text(vi="người nộp hồ sơ", en="applicant"))
INTAKE = evolve(
    office.INTAKE,
    labels=Text(
        vi="cán bộ, công chức, viên chức, nhân viên tại Bộ phận Một cửa", en="clerk at the counter"
    ),
)
OFFICER = evolve(
    office.OFFICER, labels=Text(vi="công chức giải quyết hồ sơ", en="officer on the case")
)
APPROVER = evolve(office.APPROVER, labels=Text(vi="người có thẩm quyền ký", en="signing authority"))
CASHIER = evolve(office.CASHIER, labels=Text(vi="người thu phí, lệ phí", en="cashier"))
SUPPORT = evolve(
    office.SUPPORT,
    labels=Text(vi="tổ hỗ trợ người dân nộp hồ sơ", en="support team for applicants"),
)
SYSTEM = evolve(office.SYSTEM, labels=Text(vi="hệ thống", en="the system itself"))

ROLES = (APPLICANT, INTAKE, OFFICER, APPROVER, CASHIER, SUPPORT, SYSTEM)

#: The name of each state, and its national status code.
_NAMES = {
    "registered": (Text(vi="Mới đăng ký", en="Lodged"), 1),
    "received": (Text(vi="Được tiếp nhận", en="Accepted"), 2),
    "rejected": (Text(vi="Không được tiếp nhận", en="Not accepted"), 3),
    "in-transit": (
        Text(
            vi="Được tiếp nhận, đang chuyển cơ quan có thẩm quyền",
            en="Accepted, on its way to the agency",
        ),
        2,
    ),
    "processing": (Text(vi="Đang xử lý", en="In process"), 4),
    "suspended": (Text(vi="Đang xử lý, tạm dừng tính thời hạn", en="In process, clock stopped"), 4),
    "awaiting-correction": (
        Text(
            vi="Yêu cầu hoàn thiện hồ sơ trước khi tiếp nhận",
            en="Corrections asked before acceptance",
        ),
        5,
    ),
    "awaiting-supplement": (Text(vi="Yêu cầu bổ sung giấy tờ", en="Supplement asked"), 5),
    "awaiting-payment": (Text(vi="Yêu cầu thực hiện nghĩa vụ tài chính", en="Payment asked"), 6),
    "withdrawn": (Text(vi="Công dân yêu cầu rút hồ sơ", en="Withdrawn by the applicant"), 7),
    "stopped": (Text(vi="Dừng xử lý", en="Stopped"), 8),
    "decided": (Text(vi="Đã xử lý xong", en="Result issued"), 9),
    "returned": (Text(vi="Đã trả kết quả", en="Result returned"), 10),
}

STATES = tuple(
    evolve(each, labels=_NAMES[each.name][0], status=_NAMES[each.name][1]) for each in office.STATES
)
