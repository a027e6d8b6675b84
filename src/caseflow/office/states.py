"""The states of a filing and the roles at a one-stop shop; a country names them."""

from caseflow.office.rules import UNNAMED
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

APPLICANT = Role("applicant", UNNAMED)
INTAKE = Role(
    "intake",
    UNNAMED,
)
OFFICER = Role("officer", UNNAMED)
APPROVER = Role("approver", UNNAMED)
CASHIER = Role("cashier", UNNAMED)
SUPPORT = Role("support", UNNAMED)

SYSTEM = Role("system", UNNAMED)

#: Every role of an office.
ROLES = (APPLICANT, INTAKE, OFFICER, APPROVER, CASHIER, SUPPORT, SYSTEM)

REGISTERED = State("registered", UNNAMED)
RECEIVED = State("received", UNNAMED)
REJECTED = State("rejected", UNNAMED, is_final=True)
IN_TRANSIT = State(
    "in-transit",
    UNNAMED,
    waits_for="agency",
)
PROCESSING = State("processing", UNNAMED)
SUSPENDED = State(
    "suspended",
    UNNAMED,
    waits_for="agency",
)
AWAITING_CORRECTION = State(
    "awaiting-correction",
    UNNAMED,
    waits_for="applicant",
)
AWAITING_SUPPLEMENT = State(
    "awaiting-supplement",
    UNNAMED,
    waits_for="applicant",
)
AWAITING_PAYMENT = State(
    "awaiting-payment",
    UNNAMED,
    waits_for="payment",
)
WITHDRAWN = State(
    "withdrawn",
    UNNAMED,
    is_final=True,
)
STOPPED = State("stopped", UNNAMED, is_final=True)
DECIDED = State("decided", UNNAMED)
RETURNED = State("returned", UNNAMED, is_final=True)

#: States in groups: before acceptance, at work, waiting, and all until a result is there or back.
BEFORE_ACCEPTANCE = (REGISTERED, AWAITING_CORRECTION)
AT_WORK = (RECEIVED, PROCESSING)
WAITING = (AWAITING_SUPPLEMENT, AWAITING_PAYMENT, SUSPENDED)
BEFORE_RESULT = (*BEFORE_ACCEPTANCE, IN_TRANSIT, *AT_WORK, *WAITING)
UNTIL_RETURN = (*BEFORE_RESULT, DECIDED)

#: The branch of a procedure that has its own limit for a refusal.
REFUSED = "refused"

#: Names of acts of later phases that earlier ones ask for.
REFUSE_ACT = "refuse"
CLOSE_UNPAID_ACT = "close-unpaid"

#: Every state of an office, in the order in which a filing comes through them.
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
