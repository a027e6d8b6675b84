"""The life cycle that every state machine is given: 8 states, 12 transitions, 2 guards.

draft → submitted → in review → awaiting information → in review → fee due → ready → issued is the
way of the seven measured events. Each event leaves an entry in the history of its case.
"""

__all__ = ["FEE", "FINAL", "INITIAL", "PATH", "STATES", "TRANSITIONS"]

STATES = (
    "draft",
    "submitted",
    "in_review",
    "awaiting_info",
    "fee_due",
    "ready",
    "issued",
    "refused",
)
INITIAL, FINAL = "draft", ("issued", "refused")
FEE = 150_000

#: Event, source, target, guard. The fee must be above zero; what is paid must cover it.
TRANSITIONS = (
    ("submit", "draft", "submitted", ""),
    ("accept", "submitted", "in_review", ""),
    ("bounce", "submitted", "draft", ""),
    ("ask", "in_review", "awaiting_info", ""),
    ("supply", "awaiting_info", "in_review", ""),
    ("charge", "in_review", "fee_due", "has_fee"),
    ("waive", "in_review", "ready", ""),
    ("pay", "fee_due", "ready", "is_paid"),
    ("issue", "ready", "issued", ""),
    ("refuse", "in_review", "refused", ""),
    ("lapse", "awaiting_info", "refused", ""),
    ("cancel", "fee_due", "refused", ""),
)
PATH = ("submit", "accept", "ask", "supply", "charge", "pay", "issue")
