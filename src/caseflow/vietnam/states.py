"""The states of a filing on the ten national status codes, and the roles at a one-stop shop.

May import: values, workflow. What leads from one state to another is in `workflows`.
"""

from caseflow.values import Text
from caseflow.workflow import Role, State

__all__ = [
    "APPLICANT",
    "APPROVER",
    "AT_WORK",
    "AWAITING_CORRECTION",
    "AWAITING_PAYMENT",
    "AWAITING_SUPPLEMENT",
    "BEFORE_ACCEPTANCE",
    "BEFORE_RESULT",
    "CASHIER",
    "DECIDED",
    "INTAKE",
    "IN_TRANSIT",
    "OFFICER",
    "PROCESSING",
    "RECEIVED",
    "REGISTERED",
    "REJECTED",
    "RETURNED",
    "ROLES",
    "STATES",
    "STOPPED",
    "SUPPORT",
    "SUSPENDED",
    "SYSTEM",
    "WAITING",
    "WITHDRAWN",
]

APPLICANT = Role("applicant", Text("người nộp hồ sơ", "applicant"))
INTAKE = Role(
    "intake",
    Text("cán bộ, công chức, viên chức, nhân viên tại Bộ phận Một cửa", "clerk at the counter"),
)
OFFICER = Role("officer", Text("công chức giải quyết hồ sơ", "officer on the case"))
APPROVER = Role("approver", Text("người có thẩm quyền ký", "signing authority"))
CASHIER = Role("cashier", Text("người thu phí, lệ phí", "cashier"))
SUPPORT = Role("support", Text("tổ hỗ trợ người dân nộp hồ sơ", "support team for applicants"))

SYSTEM = Role("system", Text("hệ thống", "the system itself"))

ROLES = (APPLICANT, INTAKE, OFFICER, APPROVER, CASHIER, SUPPORT, SYSTEM)

REGISTERED = State("registered", Text("Mới đăng ký", "Lodged"), 1)
RECEIVED = State("received", Text("Được tiếp nhận", "Accepted"), 2)
REJECTED = State("rejected", Text("Không được tiếp nhận", "Not accepted"), 3, is_final=True)
IN_TRANSIT = State(
    "in-transit",
    Text("Được tiếp nhận, đang chuyển cơ quan có thẩm quyền", "Accepted, on its way to the agency"),
    2,
    waits_for="agency",
)
PROCESSING = State("processing", Text("Đang xử lý", "In process"), 4)
SUSPENDED = State(
    "suspended",
    Text("Đang xử lý, tạm dừng tính thời hạn", "In process, clock stopped"),
    4,
    waits_for="agency",
)
AWAITING_CORRECTION = State(
    "awaiting-correction",
    Text("Yêu cầu hoàn thiện hồ sơ trước khi tiếp nhận", "Corrections asked before acceptance"),
    5,
    waits_for="applicant",
)
AWAITING_SUPPLEMENT = State(
    "awaiting-supplement",
    Text("Yêu cầu bổ sung giấy tờ", "Supplement asked"),
    5,
    waits_for="applicant",
)
AWAITING_PAYMENT = State(
    "awaiting-payment",
    Text("Yêu cầu thực hiện nghĩa vụ tài chính", "Payment asked"),
    6,
    waits_for="payment",
)
WITHDRAWN = State(
    "withdrawn", Text("Công dân yêu cầu rút hồ sơ", "Withdrawn by the applicant"), 7, is_final=True
)
STOPPED = State("stopped", Text("Dừng xử lý", "Stopped"), 8, is_final=True)
DECIDED = State("decided", Text("Đã xử lý xong", "Result issued"), 9)
RETURNED = State("returned", Text("Đã trả kết quả", "Result returned"), 10, is_final=True)

BEFORE_ACCEPTANCE = (REGISTERED, AWAITING_CORRECTION)
AT_WORK = (RECEIVED, PROCESSING)
WAITING = (AWAITING_SUPPLEMENT, AWAITING_PAYMENT, SUSPENDED)
BEFORE_RESULT = (*BEFORE_ACCEPTANCE, IN_TRANSIT, *AT_WORK, *WAITING)

STATES = (
    REGISTERED,
    AWAITING_CORRECTION,
    REJECTED,
    IN_TRANSIT,
    RECEIVED,
    PROCESSING,
    SUSPENDED,
    AWAITING_SUPPLEMENT,
    AWAITING_PAYMENT,
    WITHDRAWN,
    STOPPED,
    DECIDED,
    RETURNED,
)
