"""The actions of the one-stop shop: names, payload types, labels, citations.

May import: payments, values, workflow, law, payloads. What an action leads to is in `workflows`.
The names are stored with every case and never change; the constants are what callers write.
"""

from caseflow.values import Text
from caseflow.vietnam import law
from caseflow.vietnam.money_actions import (
    CANCEL_BILL,
    CLOSE_UNPAID,
    DECLINE_SUBSIDY,
    GIVE_BACK_SUBSIDY,
    GRANT_SUBSIDY,
    ISSUE_BILL,
    PAY,
    RECORD_PAYMENT,
    REFUND,
    REQUEST_PAYMENT,
    WAIVE_FEE,
)
from caseflow.vietnam.payloads import (
    Answer,
    Assignment,
    Assistance,
    Classification,
    Consultation,
    ConsultationAnswer,
    CorrectionRequest,
    Decision,
    DeemedDecision,
    Description,
    EarlyNotice,
    ExcludedTime,
    Handover,
    OnlineResult,
    Parcel,
    Reappointment,
    Reason,
    Receipt,
    RefusalResult,
    ResultCancellation,
    ResultChannel,
    StepFinish,
    StepHandOver,
    SupplementRequest,
)
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

# ── receive ─────────────────────────────────────────────────────────────────────────────────

DESCRIBE = Action(
    "describe",
    Description,
    Text(vi="Ghi thông tin người nộp và hồ sơ", en="Write down the applicant and the papers"),
    law.AMEND_KEEPS_CODE,
)
RECEIVE = Action(
    "receive",
    Receipt,
    Text(vi="Tiếp nhận hồ sơ", en="Accept the filing"),
    law.RECEIVE,
)
CLASSIFY = Action(
    "classify",
    Classification,
    Text(vi="Xác định trường hợp để tính thời hạn", en="Say which kind of case it is"),
)
REQUEST_CORRECTION = Action(
    "request-correction",
    CorrectionRequest,
    Text(
        vi="Yêu cầu hoàn thiện hồ sơ trước khi tiếp nhận",
        en="Ask for corrections before acceptance",
    ),
    law.CORRECT_ONCE,
)
CORRECT = Action(
    "correct",
    Answer,
    Text(vi="Nộp lại hồ sơ đã hoàn thiện", en="Hand in the corrections"),
    law.AMEND_KEEPS_CODE,
)
RECEIVE_ELSEWHERE = Action(
    "receive-elsewhere",
    Receipt,
    Text(
        vi="Tiếp nhận hồ sơ không phụ thuộc vào địa giới hành chính",
        en="Accept a filing for another agency",
    ),
    law.BOUNDARY_FREE,
)
FORWARD = Action(
    "forward",
    type(None),
    Text(
        vi="Chuyển hồ sơ đến cơ quan có thẩm quyền", en="Forward the filing to the competent agency"
    ),
    law.FORWARD_PAPER,
)
TAKE_OVER = Action(
    "take-over",
    type(None),
    Text(vi="Cơ quan có thẩm quyền nhận hồ sơ", en="Receive the filing at the competent agency"),
    law.START_BOUNDARY_FREE,
)
ALERT_OFFICER = Action(
    "alert-officer",
    type(None),
    Text(vi="Báo cho cán bộ tiếp nhận hồ sơ", en="Alert the officer who receives filings"),
    law.ALERT_OFFICER,
)
REJECT = Action(
    "reject",
    Reason,
    Text(vi="Từ chối tiếp nhận hồ sơ", en="Refuse to accept the filing"),
    law.REFUSE_TO_RECEIVE,
)

ASSIST = Action(
    "assist",
    Assistance,
    Text(vi="Ghi nhận hỗ trợ nộp hồ sơ trực tuyến", en="Record help with filing online"),
)

# ── process ─────────────────────────────────────────────────────────────────────────────────

ASSIGN = Action(
    "assign",
    Assignment,
    Text(vi="Chuyển hồ sơ để giải quyết", en="Hand the filing to a unit"),
    law.TRANSFER,
)
REQUEST_SUPPLEMENT = Action(
    "request-supplement",
    SupplementRequest,
    Text(vi="Yêu cầu bổ sung hồ sơ", en="Ask for a supplement"),
    law.SUPPLEMENT,
)
SUPPLEMENT = Action(
    "supplement",
    Answer,
    Text(vi="Nộp hồ sơ bổ sung", en="Hand in the supplement"),
    law.SUPPLEMENT,
)
SUSPEND = Action(
    "suspend",
    ExcludedTime,
    Text(vi="Tạm dừng tính thời hạn", en="Stop the clock for excluded time"),
)
RESUME = Action("resume", type(None), Text(vi="Tiếp tục tính thời hạn", en="Let the clock go on"))
EXTEND = Action(
    "extend",
    Reason,
    Text(vi="Kéo dài thời hạn theo luật định", en="Extend the limit as the law allows"),
)
REAPPOINT = Action(
    "reappoint",
    Reappointment,
    Text(vi="Xin lỗi và hẹn lại ngày trả kết quả", en="Apologise and appoint a new day"),
    law.APOLOGISE,
)
DECIDE = Action(
    "decide",
    Decision,
    Text(vi="Ban hành kết quả", en="Issue the result"),
    law.PROCESS,
)
REFUSE = Action(
    "refuse",
    RefusalResult,
    Text(vi="Từ chối giải quyết bằng văn bản", en="Refuse in writing, as the result"),
    law.REFUSE_AS_RESULT,
)

# ── several units and agencies ──────────────────────────────────────────────────────────────

HAND_OVER = Action(
    "hand-over",
    StepHandOver,
    Text(vi="Phân công đơn vị thực hiện bước xử lý", en="Hand a step to its unit"),
    law.STEPS,
)
FINISH_STEP = Action(
    "finish-step",
    StepFinish,
    Text(vi="Hoàn thành một bước", en="Finish a step"),
    law.STEPS,
)
CONSULT = Action(
    "consult",
    Consultation,
    Text(vi="Lấy ý kiến cơ quan khác", en="Ask another agency"),
    law.CONSULT,
)
CONSULT_ANSWERED = Action(
    "consult-answered",
    ConsultationAnswer,
    Text(vi="Ghi nhận ý kiến trả lời", en="Record the answer of an agency"),
    law.CONSULT,
)
DEEM_DECIDED = Action(
    "deem-decided",
    DeemedDecision,
    Text(vi="Coi như đã giải quyết khi hết thời hạn", en="Take it as decided: the limit is over"),
)

# ── return ──────────────────────────────────────────────────────────────────────────────────

NOTIFY_EARLY = Action(
    "notify-early",
    EarlyNotice,
    Text(vi="Thông báo trả kết quả trước hạn", en="Tell the applicant the result is ready early"),
    law.EARLY_NOTICE,
)
RETURN_ONLINE = Action(
    "return-online",
    OnlineResult,
    Text(vi="Trả kết quả trực tuyến", en="Return the result online"),
    law.ELECTRONIC_RESULT,
)
RETURN_AT_COUNTER = Action(
    "return-at-counter",
    Handover,
    Text(vi="Trả kết quả tại Bộ phận Một cửa", en="Hand the result over at the counter"),
    law.RETURN,
)
RETURN_BY_POST = Action(
    "return-by-post",
    Parcel,
    Text(vi="Trả kết quả qua bưu chính công ích", en="Send the result by post"),
    law.RETURN,
)
RECORD_RESULT = Action(
    "record-result",
    OnlineResult,
    Text(vi="Lưu kết quả điện tử", en="Put an electronic result on record"),
    law.RESULT_CODE,
)
REPORT_ERROR = Action(
    "report-error",
    Reason,
    Text(
        vi="Ghi nhận kết quả có sai sót do cơ quan nhà nước",
        en="Record an error in the result that is the State's",
    ),
    law.CORRECT_RESULT,
)
RETURN_CORRECTED = Action(
    "return-corrected",
    type(None),
    Text(vi="Trả bản kết quả đã sửa sai sót", en="Give out the corrected copy of the result"),
    law.CORRECT_RESULT,
)
CANCEL_RESULT = Action(
    "cancel-result",
    ResultCancellation,
    Text(vi="Hủy kết quả điện tử", en="Cancel an electronic result"),
    law.CANCELLED_RESULT,
)
CHANGE_RESULT_CHANNEL = Action(
    "change-result-channel",
    ResultChannel,
    Text(vi="Đổi hình thức nhận kết quả", en="Change how the result is returned"),
    law.CHANNELS,
)

# ── end early ───────────────────────────────────────────────────────────────────────────────

WITHDRAW = Action(
    "withdraw",
    Reason,
    Text(vi="Rút hồ sơ", en="Withdraw the filing"),
    law.WITHDRAW,
)
STOP = Action(
    "stop",
    Reason,
    Text(vi="Dừng giải quyết hồ sơ", en="Stop the filing"),
)
CLOSE_UNANSWERED = Action(
    "close-unanswered",
    Reason,
    Text(vi="Đóng hồ sơ quá hạn bổ sung", en="Close a filing left without the supplement"),
)

#: Every action, in the order a filing usually meets them; then what may be done at any time.
ACTIONS = (
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
