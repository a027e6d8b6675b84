"""The points of law that a one-stop shop acts by, each by name; which rule it is, a country says.

A guard or a clock of the office cites a point, and `OfficeRules.basis` puts the rule of the country
in its place when a workflow is assembled. No point is ever stored, and none cites an article here.
"""

from typing import Final

from caseflow._typed import typed
from caseflow.law import Rule

__all__ = [
    "ACKNOWLEDGE",
    "ALERT_OFFICER",
    "AMEND_KEEPS_CODE",
    "APOLOGISE",
    "BOUNDARY_FREE",
    "BOUNDARY_FREE_LIST",
    "CANCELLED_RESULT",
    "CHANNELS",
    "CLOSE_UNANSWERED",
    "CODES",
    "CONSULT",
    "CORRECT_ONCE",
    "CORRECT_RESULT",
    "EARLY_NOTICE",
    "ELECTRONIC_RESULT",
    "FORWARD_PAPER",
    "OBJECT",
    "PAY",
    "POINTS",
    "PROCESS",
    "RECEIVE",
    "REFUSE_AS_RESULT",
    "REFUSE_TO_RECEIVE",
    "RESULT_CODE",
    "RETURN",
    "START",
    "START_BOUNDARY_FREE",
    "STEPS",
    "SUPPLEMENT",
    "SUPPLEMENT_ONCE",
    "SUPPLEMENT_WITHIN",
    "TRANSFER",
    "WITHDRAW",
    "is_point",
    "point_name",
]

_PREFIX: Final = "office."


def _point(name: str) -> Rule:
    return Rule(f"{_PREFIX}{name}", ())


# ── reception ───────────────────────────────────────────────────────────────────────────────

#: How a filing is handed in and a result collected.
CHANNELS = _point("channels")
#: A complete filing is accepted; the time of the office runs from there.
RECEIVE = _point("receive")
REFUSE_TO_RECEIVE = _point("refuse-to-receive")
#: A filing that came in is answered within some time.
ACKNOWLEDGE = _point("acknowledge")
#: Corrections before acceptance are asked for once.
CORRECT_ONCE = _point("correct-once")
#: The officer is alerted of a filing that came in online.
ALERT_OFFICER = _point("alert-officer")
#: From when the time runs; START_BOUNDARY_FREE of a filing for another agency.
START = _point("start")
START_BOUNDARY_FREE = _point("start-boundary-free")
#: A filing may be handed in at another agency than the competent one, of the procedures listed.
BOUNDARY_FREE = _point("boundary-free")
BOUNDARY_FREE_LIST = _point("boundary-free-list")
FORWARD_PAPER = _point("forward-paper")
#: An accepted filing goes on to the unit that works on it.
TRANSFER = _point("transfer")
#: What is amended keeps its code.
AMEND_KEEPS_CODE = _point("amend-keeps-code")
#: How filings are numbered.
CODES = _point("codes")

# ── processing ──────────────────────────────────────────────────────────────────────────────

PROCESS = _point("process")
#: A supplement may be asked for; how often, within which time, and what follows from silence.
SUPPLEMENT = _point("supplement")
SUPPLEMENT_ONCE = _point("supplement-once")
SUPPLEMENT_WITHIN = _point("supplement-within")
CLOSE_UNANSWERED = _point("close-unanswered")
#: Other agencies are asked; work is handed to units in steps.
CONSULT = _point("consult")
STEPS = _point("steps")
#: A refusal in writing is a result.
REFUSE_AS_RESULT = _point("refuse-as-result")
#: A delay is announced with an apology and a new day.
APOLOGISE = _point("apologise")
WITHDRAW = _point("withdraw")

# ── paying and returning ────────────────────────────────────────────────────────────────────

PAY = _point("pay")
RETURN = _point("return")
#: A result that is ready early is announced first.
EARLY_NOTICE = _point("early-notice")
ELECTRONIC_RESULT = _point("electronic-result")
RESULT_CODE = _point("result-code")
CANCELLED_RESULT = _point("cancelled-result")
#: Who disagrees with a decision may object, within some time.
OBJECT = _point("object")
#: An error of the authority in a result is corrected within some time.
CORRECT_RESULT = _point("correct-result")

#: Every point.
POINTS = tuple(each for each in tuple(globals().values()) if isinstance(each, Rule))


@typed
def is_point(rule: Rule) -> bool:
    """Return whether *rule* is a point of the office and no rule of a country."""
    return rule.name.startswith(_PREFIX)


@typed
def point_name(rule: Rule) -> str:
    """Return the name of a point without what marks it as one, as "receive".

    >>> point_name(RECEIVE)
    'receive'
    """
    return rule.name.removeprefix(_PREFIX)
