"""The actions of the one-stop shop as Viet Nam names them, and what carries an official code.

What an action does stands with its phase in `caseflow.office`, the law behind it in `law`.
"""

from typing import Any

from caseflow.office import actions as do
from caseflow.values import Text
from caseflow.vietnam._payloads import OnlineResult, Receipt, ResultCancellation
from caseflow.vietnam.rules import OFFICE
from caseflow.workflow import Action

__all__ = [
    "ACTIONS",
    "ALERT_OFFICER",
    "ASSIGN",
    "ASSIST",
    "CANCEL_BILL",
    "CANCEL_RESULT",
    "CHANGE_RESULT_CHANNEL",
    "CLASSIFY",
    "CLOSE_UNANSWERED",
    "CLOSE_UNPAID",
    "CONSULT",
    "CONSULT_ANSWERED",
    "CORRECT",
    "DECIDE",
    "DECLINE_SUBSIDY",
    "DEEM_DECIDED",
    "DESCRIBE",
    "EXTEND",
    "FINISH_STEP",
    "FORWARD",
    "GIVE_BACK_SUBSIDY",
    "GRANT_SUBSIDY",
    "HAND_OVER",
    "ISSUE_BILL",
    "NOTIFY_EARLY",
    "PAY",
    "REAPPOINT",
    "RECEIVE",
    "RECEIVE_ELSEWHERE",
    "RECORD_PAYMENT",
    "RECORD_RESULT",
    "REFUND",
    "REFUSE",
    "REJECT",
    "REPORT_ERROR",
    "REQUEST_CORRECTION",
    "REQUEST_PAYMENT",
    "REQUEST_SUPPLEMENT",
    "RESUME",
    "RETURN_AT_COUNTER",
    "RETURN_BY_POST",
    "RETURN_CORRECTED",
    "RETURN_ONLINE",
    "STOP",
    "SUPPLEMENT",
    "SUSPEND",
    "TAKE_OVER",
    "WAIVE_FEE",
    "WITHDRAW",
]

ASSIST = OFFICE.named(
    do.ASSIST, Text(vi="Ghi nhận hỗ trợ nộp hồ sơ trực tuyến", en="Record help with filing online")
)
CLASSIFY = OFFICE.named(
    do.CLASSIFY, Text(vi="Xác định trường hợp để tính thời hạn", en="Say which kind of case it is")
)
RECEIVE = OFFICE.taking(do.RECEIVE, Receipt, Text(vi="Tiếp nhận hồ sơ", en="Accept the filing"))
REQUEST_CORRECTION = OFFICE.named(
    do.REQUEST_CORRECTION,
    Text(
        vi="Yêu cầu hoàn thiện hồ sơ trước khi tiếp nhận",
        en="Ask for corrections before acceptance",
    ),
)
CORRECT = OFFICE.named(
    do.CORRECT, Text(vi="Nộp lại hồ sơ đã hoàn thiện", en="Hand in the corrections")
)
ALERT_OFFICER = OFFICE.named(
    do.ALERT_OFFICER,
    Text(vi="Báo cho cán bộ tiếp nhận hồ sơ", en="Alert the officer who receives filings"),
)
RECEIVE_ELSEWHERE = OFFICE.taking(
    do.RECEIVE_ELSEWHERE,
    Receipt,
    Text(
        vi="Tiếp nhận hồ sơ không phụ thuộc vào địa giới hành chính",
        en="Accept a filing for another agency",
    ),
)
FORWARD = OFFICE.named(
    do.FORWARD,
    Text(
        vi="Chuyển hồ sơ đến cơ quan có thẩm quyền", en="Forward the filing to the competent agency"
    ),
)
TAKE_OVER = OFFICE.named(
    do.TAKE_OVER,
    Text(vi="Cơ quan có thẩm quyền nhận hồ sơ", en="Receive the filing at the competent agency"),
)
REJECT = OFFICE.named(
    do.REJECT, Text(vi="Từ chối tiếp nhận hồ sơ", en="Refuse to accept the filing")
)
ASSIGN = OFFICE.named(
    do.ASSIGN, Text(vi="Chuyển hồ sơ để giải quyết", en="Hand the filing to a unit")
)
REQUEST_SUPPLEMENT = OFFICE.named(
    do.REQUEST_SUPPLEMENT, Text(vi="Yêu cầu bổ sung hồ sơ", en="Ask for a supplement")
)
SUPPLEMENT = OFFICE.named(do.SUPPLEMENT, Text(vi="Nộp hồ sơ bổ sung", en="Hand in the supplement"))
CLOSE_UNANSWERED = OFFICE.named(
    do.CLOSE_UNANSWERED,
    Text(vi="Đóng hồ sơ quá hạn bổ sung", en="Close a filing left without the supplement"),
)
SUSPEND = OFFICE.named(
    do.SUSPEND, Text(vi="Tạm dừng tính thời hạn", en="Stop the clock for excluded time")
)
RESUME = OFFICE.named(do.RESUME, Text(vi="Tiếp tục tính thời hạn", en="Let the clock go on"))
EXTEND = OFFICE.named(
    do.EXTEND, Text(vi="Kéo dài thời hạn theo luật định", en="Extend the limit as the law allows")
)
REAPPOINT = OFFICE.named(
    do.REAPPOINT,
    Text(vi="Xin lỗi và hẹn lại ngày trả kết quả", en="Apologise and appoint a new day"),
)
HAND_OVER = OFFICE.named(
    do.HAND_OVER, Text(vi="Phân công đơn vị thực hiện bước xử lý", en="Hand a step to its unit")
)
FINISH_STEP = OFFICE.named(do.FINISH_STEP, Text(vi="Hoàn thành một bước", en="Finish a step"))
CONSULT = OFFICE.named(do.CONSULT, Text(vi="Lấy ý kiến cơ quan khác", en="Ask another agency"))
CONSULT_ANSWERED = OFFICE.named(
    do.CONSULT_ANSWERED, Text(vi="Ghi nhận ý kiến trả lời", en="Record the answer of an agency")
)
DECIDE = OFFICE.named(do.DECIDE, Text(vi="Ban hành kết quả", en="Issue the result"))
REFUSE = OFFICE.named(
    do.REFUSE, Text(vi="Từ chối giải quyết bằng văn bản", en="Refuse in writing, as the result")
)
DEEM_DECIDED = OFFICE.named(
    do.DEEM_DECIDED,
    Text(vi="Coi như đã giải quyết khi hết thời hạn", en="Take it as decided: the limit is over"),
)
REQUEST_PAYMENT = OFFICE.named(
    do.REQUEST_PAYMENT, Text(vi="Yêu cầu thực hiện nghĩa vụ tài chính", en="Ask for payment")
)
PAY = OFFICE.named(do.PAY, Text(vi="Nộp phí, lệ phí", en="Pay the fee"))
WAIVE_FEE = OFFICE.named(
    do.WAIVE_FEE, Text(vi="Ghi nhận miễn phí, lệ phí", en="Record that the fee is waived")
)
ISSUE_BILL = OFFICE.named(
    do.ISSUE_BILL, Text(vi="Lập thông báo nộp phí, lệ phí", en="Issue a bill")
)
RECORD_PAYMENT = OFFICE.named(
    do.RECORD_PAYMENT, Text(vi="Ghi nhận khoản thanh toán", en="Record a payment")
)
GRANT_SUBSIDY = OFFICE.named(
    do.GRANT_SUBSIDY,
    Text(vi="Hỗ trợ phí, lệ phí từ ngân sách", en="Pay part of a bill from a budget"),
)
DECLINE_SUBSIDY = OFFICE.named(
    do.DECLINE_SUBSIDY,
    Text(vi="Từ chối khoản hỗ trợ từ ngân sách", en="Decline a grant from a budget"),
)
GIVE_BACK_SUBSIDY = OFFICE.named(
    do.GIVE_BACK_SUBSIDY,
    Text(vi="Hoàn lại khoản hỗ trợ cho ngân sách", en="Give a subsidy back to its budget"),
)
REFUND = OFFICE.named(do.REFUND, Text(vi="Ghi nhận khoản hoàn trả", en="Record a refund"))
CANCEL_BILL = OFFICE.named(
    do.CANCEL_BILL, Text(vi="Hủy thông báo nộp phí, lệ phí", en="Cancel a bill")
)
CLOSE_UNPAID = OFFICE.named(
    do.CLOSE_UNPAID, Text(vi="Đóng hồ sơ quá hạn nộp phí, lệ phí", en="Close a filing left unpaid")
)
NOTIFY_EARLY = OFFICE.named(
    do.NOTIFY_EARLY,
    Text(vi="Thông báo trả kết quả trước hạn", en="Tell the applicant the result is ready early"),
)
RECORD_RESULT = OFFICE.taking(
    do.RECORD_RESULT,
    OnlineResult,
    Text(vi="Lưu kết quả điện tử", en="Put an electronic result on record"),
)
CANCEL_RESULT = OFFICE.taking(
    do.CANCEL_RESULT,
    ResultCancellation,
    Text(vi="Hủy kết quả điện tử", en="Cancel an electronic result"),
)
REPORT_ERROR = OFFICE.named(
    do.REPORT_ERROR,
    Text(
        vi="Ghi nhận kết quả có sai sót do cơ quan nhà nước",
        en="Record an error in the result that is the State's",
    ),
)
RETURN_CORRECTED = OFFICE.named(
    do.RETURN_CORRECTED,
    Text(vi="Trả bản kết quả đã sửa sai sót", en="Give out the corrected copy of the result"),
)
RETURN_ONLINE = OFFICE.taking(
    do.RETURN_ONLINE, OnlineResult, Text(vi="Trả kết quả trực tuyến", en="Return the result online")
)
RETURN_AT_COUNTER = OFFICE.named(
    do.RETURN_AT_COUNTER,
    Text(vi="Trả kết quả tại Bộ phận Một cửa", en="Hand the result over at the counter"),
)
RETURN_BY_POST = OFFICE.named(
    do.RETURN_BY_POST, Text(vi="Trả kết quả qua bưu chính công ích", en="Send the result by post")
)
CHANGE_RESULT_CHANNEL = OFFICE.named(
    do.CHANGE_RESULT_CHANNEL,
    Text(vi="Đổi hình thức nhận kết quả", en="Change how the result is returned"),
)
DESCRIBE = OFFICE.named(
    do.DESCRIBE,
    Text(vi="Ghi thông tin người nộp và hồ sơ", en="Write down the applicant and the papers"),
)
WITHDRAW = OFFICE.named(do.WITHDRAW, Text(vi="Rút hồ sơ", en="Withdraw the filing"))
STOP = OFFICE.named(do.STOP, Text(vi="Dừng giải quyết hồ sơ", en="Stop the filing"))

#: Every action, in the order of the office.
ACTIONS: tuple[Action[Any], ...] = (
    ASSIST,
    CLASSIFY,
    RECEIVE,
    REQUEST_CORRECTION,
    CORRECT,
    ALERT_OFFICER,
    RECEIVE_ELSEWHERE,
    FORWARD,
    TAKE_OVER,
    REJECT,
    ASSIGN,
    REQUEST_SUPPLEMENT,
    SUPPLEMENT,
    CLOSE_UNANSWERED,
    SUSPEND,
    RESUME,
    EXTEND,
    REAPPOINT,
    HAND_OVER,
    FINISH_STEP,
    CONSULT,
    CONSULT_ANSWERED,
    DECIDE,
    REFUSE,
    DEEM_DECIDED,
    REQUEST_PAYMENT,
    PAY,
    WAIVE_FEE,
    ISSUE_BILL,
    RECORD_PAYMENT,
    GRANT_SUBSIDY,
    DECLINE_SUBSIDY,
    GIVE_BACK_SUBSIDY,
    REFUND,
    CANCEL_BILL,
    CLOSE_UNPAID,
    NOTIFY_EARLY,
    RECORD_RESULT,
    CANCEL_RESULT,
    REPORT_ERROR,
    RETURN_CORRECTED,
    RETURN_ONLINE,
    RETURN_AT_COUNTER,
    RETURN_BY_POST,
    CHANGE_RESULT_CHANNEL,
    DESCRIBE,
    WITHDRAW,
    STOP,
)
