"""The actions of the one-stop shop: names, payload types, labels, citations.

May import: payments, values, workflow, law, payloads. What an action leads to is in `workflows`.
The names are stored with every case and never change; the constants are what callers write.
"""

from caseflow.office import law
from caseflow.office.money_actions import (
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
from caseflow.office.payloads import (
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
from caseflow.office.rules import UNNAMED
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
    UNNAMED,
    law.AMEND_KEEPS_CODE,
)
RECEIVE = Action(
    "receive",
    Receipt,
    UNNAMED,
    law.RECEIVE,
)
CLASSIFY = Action(
    "classify",
    Classification,
    UNNAMED,
)
REQUEST_CORRECTION = Action(
    "request-correction",
    CorrectionRequest,
    UNNAMED,
    law.CORRECT_ONCE,
)
CORRECT = Action(
    "correct",
    Answer,
    UNNAMED,
    law.AMEND_KEEPS_CODE,
)
RECEIVE_ELSEWHERE = Action(
    "receive-elsewhere",
    Receipt,
    UNNAMED,
    law.BOUNDARY_FREE,
)
FORWARD = Action(
    "forward",
    type(None),
    UNNAMED,
    law.FORWARD_PAPER,
)
TAKE_OVER = Action(
    "take-over",
    type(None),
    UNNAMED,
    law.START_BOUNDARY_FREE,
)
ALERT_OFFICER = Action(
    "alert-officer",
    type(None),
    UNNAMED,
    law.ALERT_OFFICER,
)
REJECT = Action(
    "reject",
    Reason,
    UNNAMED,
    law.REFUSE_TO_RECEIVE,
)

ASSIST = Action(
    "assist",
    Assistance,
    UNNAMED,
)

# ── process ─────────────────────────────────────────────────────────────────────────────────

ASSIGN = Action(
    "assign",
    Assignment,
    UNNAMED,
    law.TRANSFER,
)
REQUEST_SUPPLEMENT = Action(
    "request-supplement",
    SupplementRequest,
    UNNAMED,
    law.SUPPLEMENT,
)
SUPPLEMENT = Action(
    "supplement",
    Answer,
    UNNAMED,
    law.SUPPLEMENT,
)
SUSPEND = Action(
    "suspend",
    ExcludedTime,
    UNNAMED,
)
RESUME = Action("resume", type(None), UNNAMED)
EXTEND = Action(
    "extend",
    Reason,
    UNNAMED,
)
REAPPOINT = Action(
    "reappoint",
    Reappointment,
    UNNAMED,
    law.APOLOGISE,
)
DECIDE = Action(
    "decide",
    Decision,
    UNNAMED,
    law.PROCESS,
)
REFUSE = Action(
    "refuse",
    RefusalResult,
    UNNAMED,
    law.REFUSE_AS_RESULT,
)

# ── several units and agencies ──────────────────────────────────────────────────────────────

HAND_OVER = Action(
    "hand-over",
    StepHandOver,
    UNNAMED,
    law.STEPS,
)
FINISH_STEP = Action(
    "finish-step",
    StepFinish,
    UNNAMED,
    law.STEPS,
)
CONSULT = Action(
    "consult",
    Consultation,
    UNNAMED,
    law.CONSULT,
)
CONSULT_ANSWERED = Action(
    "consult-answered",
    ConsultationAnswer,
    UNNAMED,
    law.CONSULT,
)
DEEM_DECIDED = Action(
    "deem-decided",
    DeemedDecision,
    UNNAMED,
)

# ── return ──────────────────────────────────────────────────────────────────────────────────

NOTIFY_EARLY = Action(
    "notify-early",
    EarlyNotice,
    UNNAMED,
    law.EARLY_NOTICE,
)
RETURN_ONLINE = Action(
    "return-online",
    OnlineResult,
    UNNAMED,
    law.ELECTRONIC_RESULT,
)
RETURN_AT_COUNTER = Action(
    "return-at-counter",
    Handover,
    UNNAMED,
    law.RETURN,
)
RETURN_BY_POST = Action(
    "return-by-post",
    Parcel,
    UNNAMED,
    law.RETURN,
)
RECORD_RESULT = Action(
    "record-result",
    OnlineResult,
    UNNAMED,
    law.RESULT_CODE,
)
REPORT_ERROR = Action(
    "report-error",
    Reason,
    UNNAMED,
    law.CORRECT_RESULT,
)
RETURN_CORRECTED = Action(
    "return-corrected",
    type(None),
    UNNAMED,
    law.CORRECT_RESULT,
)
CANCEL_RESULT = Action(
    "cancel-result",
    ResultCancellation,
    UNNAMED,
    law.CANCELLED_RESULT,
)
CHANGE_RESULT_CHANNEL = Action(
    "change-result-channel",
    ResultChannel,
    UNNAMED,
    law.CHANNELS,
)

# ── end early ───────────────────────────────────────────────────────────────────────────────

WITHDRAW = Action(
    "withdraw",
    Reason,
    UNNAMED,
    law.WITHDRAW,
)
STOP = Action(
    "stop",
    Reason,
    UNNAMED,
)
CLOSE_UNANSWERED = Action(
    "close-unanswered",
    Reason,
    UNNAMED,
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
