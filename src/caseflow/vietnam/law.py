"""The rules the pack rests on, each with the articles it stood by, from day to day.

Only what was seen in an official text, a scan or a faithful copy is cited by article; what was not
read is cited by act alone, and what is not proven is no rule here. Decree 118/2025/NĐ-CP took the
place of Decree 61/2018/NĐ-CP on 1 July 2025.
"""

from datetime import date

from caseflow.law import Citation, Rule, RuleBook
from caseflow.vietnam._acts import cite
from caseflow.vietnam._law_before import written_before
from caseflow.vietnam._quoting import quoted

__all__ = [
    "ACKNOWLEDGE",
    "ALERT_OFFICER",
    "AMEND_KEEPS_CODE",
    "APOLOGISE",
    "BOUNDARY_FREE",
    "BOUNDARY_FREE_LIST",
    "CANCELLED_RESULT",
    "CERTIFY_CUTOFF",
    "CHANNELS",
    "CLOSE_ABOLISHED",
    "CLOSE_UNANSWERED",
    "CODES",
    "CONSULT",
    "CORRECT_ONCE",
    "CORRECT_RESULT",
    "EARLY_NOTICE",
    "ELECTRONIC_RESULT",
    "END_OF_DAY",
    "EVENT_DAY",
    "FORMS",
    "FORWARD_PAPER",
    "HOLIDAY",
    "HOURS",
    "LOST_PAPERS",
    "ONLINE_SERVICES",
    "OUTAGE_NOTICE",
    "PAY",
    "POINTS",
    "PROCESS",
    "PROOF_OF_PAYMENT",
    "RECEIVE",
    "REFUSE_AS_RESULT",
    "REFUSE_TO_RECEIVE",
    "RESULT_CODE",
    "RETURN",
    "ROLL",
    "RULES",
    "START",
    "START_BOUNDARY_FREE",
    "STEPS",
    "SUPPLEMENT",
    "SUPPLEMENT_ONCE",
    "SUPPLEMENT_WITHIN",
    "TRANSFER",
    "TRANSFER_ELECTRONIC",
    "WEEKLY_REST",
    "WITHDRAW",
]

_OLD, _NEW = "61/2018/NĐ-CP", "118/2025/NĐ-CP"
_ELECTRONIC = "45/2020/NĐ-CP"
#: The last day before Decree 310/2026/NĐ-CP, which was not read, changed Decree 45/2020/NĐ-CP.
_AS_READ = date(2026, 8, 4)
_AMENDED = date(2026, 8, 5)
_LAST_OLD = date(2025, 6, 30)


def _rule(name: str, *citations: Citation) -> Rule:
    return Rule(f"vn.{name}", citations)


def _one_stop(name: str, old: tuple[str, ...], new: tuple[str, ...]) -> Rule:
    """Return a rule that Decree 61/2018 had at *old* and Decree 118/2025 has at *new*."""
    return _rule(name, cite(_OLD, *old), cite(_NEW, *new))


def _new(name: str, *places: str, since: date | None = None) -> Rule:
    """Return a rule that only Decree 118/2025 has."""
    return _rule(name, cite(_NEW, *places, since=since))


def _electronic(name: str, place: str) -> Rule:
    """Return a rule of Decree 45/2020, by article as long as its text was read."""
    return _rule(name, cite(_ELECTRONIC, place, until=_AS_READ), cite(_ELECTRONIC, since=_AMENDED))


def _first_electronic(name: str, old: str, new: str) -> Rule:
    """Return a rule of Decree 45/2020 at *old* that Decree 118/2025 states itself at *new*."""
    return _rule(name, cite(_ELECTRONIC, old, until=_LAST_OLD), cite(_NEW, new))


# ── reception ───────────────────────────────────────────────────────────────────────────────

CHANNELS = _one_stop("channels", ("16",), ("15",))
RECEIVE = _one_stop("receive", ("17.1.c",), ("17.1",))
REFUSE_TO_RECEIVE = _one_stop("refuse-to-receive", ("17.1.b",), ("17.1.c",))
ACKNOWLEDGE = _first_electronic("acknowledge", "11.4", "17.2.c")
CORRECT_ONCE = _first_electronic("correct-once", "11.3", "17.2.a")
ALERT_OFFICER = _new("alert-officer", "17.2")
START = _new("start", "17.3")
START_BOUNDARY_FREE = _new("start-boundary-free", "17.3", since=_AMENDED)
BOUNDARY_FREE = _new("boundary-free", "20")
BOUNDARY_FREE_LIST = _new("boundary-free-list", "14.4", since=_AMENDED)
FORWARD_PAPER = _new("forward-paper", "20.1")
TRANSFER = _one_stop("transfer", ("18.2",), ("18.2",))
TRANSFER_ELECTRONIC = _new("transfer-electronic", "18.1")
AMEND_KEEPS_CODE = _electronic("amend-keeps-code", "12.3")
#: The successor of the circular's article on codes was not read.
CODES = _rule("codes", cite("01/2018/TT-VPCP", "19"), cite("03/2025/TT-VPCP"))
#: The annex of the later circular was not read, so its forms are printed and not cited by it.
FORMS = _rule("forms", cite("01/2018/TT-VPCP"))

# ── processing ──────────────────────────────────────────────────────────────────────────────

PROCESS = _one_stop("process", ("19",), ("19",))
SUPPLEMENT = _one_stop("supplement", ("19.4",), ("19.5",))
SUPPLEMENT_ONCE = _one_stop("supplement-once", ("11.2.c", "15.3"), ("16.3",))
SUPPLEMENT_WITHIN = _new("supplement-within", "19.5")
#: A general rule since Decree 118/2025; 15 calendar days, unless sector law has its own time.
CLOSE_UNANSWERED = _new("close-unanswered", "19.5")
CONSULT = _one_stop("consult", ("19.5",), ("19.4",))
STEPS = _one_stop("steps", ("19.6", "19.7"), ("19.4",))
REFUSE_AS_RESULT = _one_stop("refuse-as-result", ("19.8",), ("19.3",))
APOLOGISE = _one_stop("apologise", ("19.9",), ("19.6",))
#: A stop that the applicant asks for. No act was found on a stop by the office itself.
WITHDRAW = _new("withdraw", "21")

# ── paying and returning ────────────────────────────────────────────────────────────────────

PAY = _one_stop("pay", ("22",), ("24",))
PROOF_OF_PAYMENT = _new("proof-of-payment", "24.2")
RETURN = _one_stop("return", ("20.3",), ("22.3",))
EARLY_NOTICE = _one_stop("early-notice", ("20.4",), ("22.5",))
ELECTRONIC_RESULT = _electronic("electronic-result", "14")
RESULT_CODE = _electronic("result-code", "14.3.d")
CANCELLED_RESULT = _electronic("cancelled-result", "15")
CORRECT_RESULT = _one_stop("correct-result", ("21",), ("23.1",))
LOST_PAPERS = _one_stop("lost-papers", ("21",), ("23.2",))

# ── services and catalogues ─────────────────────────────────────────────────────────────────

ONLINE_SERVICES = _rule(
    "online-services", cite("42/2022/NĐ-CP", "11", "12"), cite("224/2026/NĐ-CP", "14", "15")
)
OUTAGE_NOTICE = _rule("outage-notice", cite("224/2026/NĐ-CP", "13.1.a"))
CERTIFY_CUTOFF = _rule("certify-cutoff", cite("23/2015/NĐ-CP", "7"))
#: A rule of one province, which no national text was found to state; a text without dates.
CLOSE_ABOLISHED = "Quyết định 2715/QĐ-UBND (Quảng Trị), Điều 3"

# ── time ────────────────────────────────────────────────────────────────────────────────────

_CIVIL = "91/2015/QH13"
EVENT_DAY = _rule("event-day", cite(_CIVIL, "147"))
END_OF_DAY = _rule("end-of-day", cite(_CIVIL, "148.6"))
ROLL = _rule("roll", cite(_CIVIL, "148.5"))
HOURS = _rule("hours", cite(_CIVIL, "147.1"))
WEEKLY_REST = _rule("weekly-rest", cite("188/1999/QĐ-TTg", "1"))


def _labour(name: str, place: str) -> Rule:
    """Return a rule of the Labour Code; of the Code of 2012 no article was read."""
    return _rule(name, cite("10/2012/QH13"), cite("45/2019/QH14", place))


HOLIDAY = _labour("holiday", "112")
_HOLIDAYS = tuple(_labour(f"holiday-{point}", f"112.1.{point}") for point in "abcdđe")
_IN_LIEU = _labour("day-in-lieu", "111.3")
_CULTURE_DAY = _rule("culture-day", cite("28/2026/QH16", "2"))

# ── all of them ─────────────────────────────────────────────────────────────────────────────

_ALL = (
    *(each for each in tuple(globals().values()) if isinstance(each, Rule)),
    *_HOLIDAYS,
)

#: The rule behind each point of law of the one-stop shop, by the name of the point.
POINTS = {each.name.removeprefix("vn."): each for each in _ALL}

#: Every rule of the pack by its name, and the texts that were kept before rules had names.
RULES = RuleBook(
    tuple({each.name: each for each in _ALL}.values()),
    written_before({each.name: each for each in _ALL}),
    quoted,
)
