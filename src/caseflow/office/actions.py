"""Every action of the office, which a country names; each stands with its phase."""

from typing import Any

from caseflow.office._billing.bills import CANCEL_BILL, ISSUE_BILL, RECORD_PAYMENT, REFUND
from caseflow.office._billing.subsidies import DECLINE_SUBSIDY, GIVE_BACK_SUBSIDY, GRANT_SUBSIDY
from caseflow.office._billing.unpaid import CLOSE_UNPAID
from caseflow.office._returning import (
    CHANGE_RESULT_CHANNEL,
    NOTIFY_EARLY,
    RETURN_AT_COUNTER,
    RETURN_BY_POST,
    RETURN_ONLINE,
)
from caseflow.office.paying._accounts import PAY, REQUEST_PAYMENT
from caseflow.office.paying._waiving import WAIVE_FEE
from caseflow.office.processing._assigning import ASSIGN
from caseflow.office.processing._deciding import DECIDE, REFUSE
from caseflow.office.processing._ending import STOP, WITHDRAW
from caseflow.office.processing._supplementing import (
    CLOSE_UNANSWERED,
    REQUEST_SUPPLEMENT,
    SUPPLEMENT,
)
from caseflow.office.processing._timing import EXTEND, REAPPOINT, RESUME, SUSPEND
from caseflow.office.receiving._accepting import (
    ALERT_OFFICER,
    CORRECT,
    RECEIVE,
    REJECT,
    REQUEST_CORRECTION,
)
from caseflow.office.receiving._assisting import ASSIST
from caseflow.office.receiving._classifying import CLASSIFY
from caseflow.office.receiving._describing import DESCRIBE
from caseflow.office.receiving._elsewhere import FORWARD, RECEIVE_ELSEWHERE, TAKE_OVER
from caseflow.office.results._correcting import REPORT_ERROR, RETURN_CORRECTED
from caseflow.office.results._issuing import CANCEL_RESULT, RECORD_RESULT
from caseflow.office.steps._consulting import CONSULT, CONSULT_ANSWERED
from caseflow.office.steps._handing_over import FINISH_STEP, HAND_OVER
from caseflow.office.steps._silence import DEEM_DECIDED
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

#: Every action, in the order a filing usually meets them; then what may be done at any time.
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
