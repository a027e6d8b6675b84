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
    "CLOSE_UNPAID_ACT",
    "DECIDED",
    "INTAKE",
    "IN_TRANSIT",
    "OFFICER",
    "PROCESSING",
    "RECEIVED",
    "REFUSED",
    "REFUSE_ACT",
    "REGISTERED",
    "REJECTED",
    "RETURNED",
    "ROLES",
    "STATES",
    "STOPPED",
    "SUPPORT",
    "SUSPENDED",
    "SYSTEM",
    "UNTIL_RETURN",
    "WAITING",
    "WITHDRAWN",
]

APPLICANT = Role("applicant", Text(vi="người nộp hồ sơ", en="applicant"))
INTAKE = Role(
    "intake",
    Text(
        vi="cán bộ, công chức, viên chức, nhân viên tại Bộ phận Một cửa", en="clerk at the counter"
    ),
)
OFFICER = Role("officer", Text(vi="công chức giải quyết hồ sơ", en="officer on the case"))
APPROVER = Role("approver", Text(vi="người có thẩm quyền ký", en="signing authority"))
CASHIER = Role("cashier", Text(vi="người thu phí, lệ phí", en="cashier"))
SUPPORT = Role(
    "support", Text(vi="tổ hỗ trợ người dân nộp hồ sơ", en="support team for applicants")
)

SYSTEM = Role("system", Text(vi="hệ thống", en="the system itself"))

ROLES = (APPLICANT, INTAKE, OFFICER, APPROVER, CASHIER, SUPPORT, SYSTEM)

REGISTERED = State("registered", Text(vi="Mới đăng ký", en="Lodged"), 1)
RECEIVED = State("received", Text(vi="Được tiếp nhận", en="Accepted"), 2)
REJECTED = State("rejected", Text(vi="Không được tiếp nhận", en="Not accepted"), 3, is_final=True)
IN_TRANSIT = State(
    "in-transit",
    Text(
        vi="Được tiếp nhận, đang chuyển cơ quan có thẩm quyền",
        en="Accepted, on its way to the agency",
    ),
    2,
    waits_for="agency",
)
PROCESSING = State("processing", Text(vi="Đang xử lý", en="In process"), 4)
SUSPENDED = State(
    "suspended",
    Text(vi="Đang xử lý, tạm dừng tính thời hạn", en="In process, clock stopped"),
    4,
    waits_for="agency",
)
AWAITING_CORRECTION = State(
    "awaiting-correction",
    Text(
        vi="Yêu cầu hoàn thiện hồ sơ trước khi tiếp nhận", en="Corrections asked before acceptance"
    ),
    5,
    waits_for="applicant",
)
AWAITING_SUPPLEMENT = State(
    "awaiting-supplement",
    Text(vi="Yêu cầu bổ sung giấy tờ", en="Supplement asked"),
    5,
    waits_for="applicant",
)
AWAITING_PAYMENT = State(
    "awaiting-payment",
    Text(vi="Yêu cầu thực hiện nghĩa vụ tài chính", en="Payment asked"),
    6,
    waits_for="payment",
)
WITHDRAWN = State(
    "withdrawn",
    Text(vi="Công dân yêu cầu rút hồ sơ", en="Withdrawn by the applicant"),
    7,
    is_final=True,
)
STOPPED = State("stopped", Text(vi="Dừng xử lý", en="Stopped"), 8, is_final=True)
DECIDED = State("decided", Text(vi="Đã xử lý xong", en="Result issued"), 9)
RETURNED = State("returned", Text(vi="Đã trả kết quả", en="Result returned"), 10, is_final=True)

BEFORE_ACCEPTANCE = (REGISTERED, AWAITING_CORRECTION)
AT_WORK = (RECEIVED, PROCESSING)
WAITING = (AWAITING_SUPPLEMENT, AWAITING_PAYMENT, SUSPENDED)
BEFORE_RESULT = (*BEFORE_ACCEPTANCE, IN_TRANSIT, *AT_WORK, *WAITING)
UNTIL_RETURN = (*BEFORE_RESULT, DECIDED)

#: The branch of a procedure that has a limit of its own for a refusal.
REFUSED = "refused"

#: Names of acts of later phases that earlier ones ask for.
REFUSE_ACT = "refuse"
CLOSE_UNPAID_ACT = "close-unpaid"

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
