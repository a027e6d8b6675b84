"""The acts of a Dutch office by their names; what each does stands with its phase in the office."""

from caseflow.netherlands._payloads import LongerTime
from caseflow.netherlands._rules import OFFICE
from caseflow.office import actions as do
from caseflow.texts import Text

__all__ = [
    "ACTIONS",
    "ASSIGN",
    "CANCEL_BILL",
    "CHANGE_RESULT_CHANNEL",
    "CLASSIFY",
    "CLOSE_UNANSWERED",
    "DECIDE",
    "DEEM_DECIDED",
    "DESCRIBE",
    "EXTEND",
    "ISSUE_BILL",
    "PAY",
    "RECEIVE",
    "RECORD_PAYMENT",
    "REFUND",
    "REFUSE",
    "REQUEST_PAYMENT",
    "REQUEST_SUPPLEMENT",
    "RESUME",
    "RETURN_AT_COUNTER",
    "RETURN_BY_POST",
    "RETURN_ONLINE",
    "STOP",
    "SUPPLEMENT",
    "SUSPEND",
    "WITHDRAW",
]

DESCRIBE = OFFICE.named(
    do.DESCRIBE, Text(nl="Aanvrager en stukken vastleggen", en="Record the applicant and papers")
)
RECEIVE = OFFICE.named(do.RECEIVE, Text(nl="Ontvangst bevestigen", en="Confirm receipt"))
CLASSIFY = OFFICE.named(do.CLASSIFY, Text(nl="Soort zaak bepalen", en="Say which kind of case"))
ASSIGN = OFFICE.named(do.ASSIGN, Text(nl="Toewijzen aan een afdeling", en="Assign to a unit"))
REQUEST_SUPPLEMENT = OFFICE.named(
    do.REQUEST_SUPPLEMENT, Text(nl="Om aanvulling vragen", en="Ask for completion")
)
SUPPLEMENT = OFFICE.named(
    do.SUPPLEMENT, Text(nl="Aanvraag aanvullen", en="Complete the application")
)
CLOSE_UNANSWERED = OFFICE.named(
    do.CLOSE_UNANSWERED, Text(nl="Buiten behandeling laten", en="Leave the application aside")
)
SUSPEND = OFFICE.named(do.SUSPEND, Text(nl="Termijn opschorten", en="Suspend the time limit"))
RESUME = OFFICE.named(do.RESUME, Text(nl="Termijn hervatten", en="Let the time limit go on"))
EXTEND = OFFICE.taking(
    do.EXTEND, LongerTime, Text(nl="Beslistermijn verlengen", en="Extend the time limit")
)
DECIDE = OFFICE.named(do.DECIDE, Text(nl="Verlenen", en="Grant"))
REFUSE = OFFICE.named(do.REFUSE, Text(nl="Weigeren", en="Refuse"))
DEEM_DECIDED = OFFICE.named(
    do.DEEM_DECIDED,
    Text(nl="Van rechtswege verleend verklaren", en="Record that it is granted by law"),
)
ISSUE_BILL = OFFICE.named(do.ISSUE_BILL, Text(nl="Legesnota opleggen", en="Charge the fees"))
CANCEL_BILL = OFFICE.named(do.CANCEL_BILL, Text(nl="Legesnota intrekken", en="Cancel a charge"))
REQUEST_PAYMENT = OFFICE.named(
    do.REQUEST_PAYMENT, Text(nl="Om betaling vragen", en="Ask for payment")
)
PAY = OFFICE.named(do.PAY, Text(nl="Leges betalen", en="Pay the fees"))
RECORD_PAYMENT = OFFICE.named(
    do.RECORD_PAYMENT, Text(nl="Betaling vastleggen", en="Record a payment")
)
REFUND = OFFICE.named(do.REFUND, Text(nl="Terugbetaling vastleggen", en="Record a refund"))
CHANGE_RESULT_CHANNEL = OFFICE.named(
    do.CHANGE_RESULT_CHANNEL, Text(nl="Wijze van bekendmaking wijzigen", en="Change the way back")
)
RETURN_ONLINE = OFFICE.named(
    do.RETURN_ONLINE, Text(nl="Elektronisch bekendmaken", en="Notify online")
)
RETURN_BY_POST = OFFICE.named(
    do.RETURN_BY_POST, Text(nl="Per post bekendmaken", en="Notify by post")
)
RETURN_AT_COUNTER = OFFICE.named(
    do.RETURN_AT_COUNTER, Text(nl="Aan de balie uitreiken", en="Hand over at the counter")
)
WITHDRAW = OFFICE.named(do.WITHDRAW, Text(nl="Aanvraag intrekken", en="Withdraw"))
STOP = OFFICE.named(do.STOP, Text(nl="Behandeling beëindigen", en="End the handling"))

ACTIONS = (
    DESCRIBE,
    RECEIVE,
    CLASSIFY,
    ASSIGN,
    REQUEST_SUPPLEMENT,
    SUPPLEMENT,
    CLOSE_UNANSWERED,
    SUSPEND,
    RESUME,
    EXTEND,
    DECIDE,
    REFUSE,
    DEEM_DECIDED,
    ISSUE_BILL,
    CANCEL_BILL,
    REQUEST_PAYMENT,
    PAY,
    RECORD_PAYMENT,
    REFUND,
    CHANGE_RESULT_CHANNEL,
    RETURN_ONLINE,
    RETURN_BY_POST,
    RETURN_AT_COUNTER,
    WITHDRAW,
    STOP,
)
