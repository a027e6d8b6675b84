"""An office with procedures of every kind, typed in once as plain data and built from it.

`TERMS` is what the witness counts by; the procedures are made of the same figures.
"""

from datetime import date
from functools import cache

from attrs import evolve

from caseflow import vietnam as vn
from caseflow.engine import Engine, Jurisdiction, Migration
from caseflow.limits import (
    Convention,
    Supplement,
    calendar_days,
    clock_hours,
    months,
    working_days,
    working_hours,
)
from caseflow.procedures import (
    Catalogue,
    ExcludedGround,
    Extension,
    LimitRule,
    PaymentPeriod,
    PaymentPoint,
    Procedure,
    PromisePolicy,
    Silence,
    SilentOutcome,
    Step,
    Unpaid,
)
from caseflow.targets import EarlyReturn
from caseflow.values import Actor, Text
from caseflow.vietnam.stored import case_codec, definition_codec

RULE = "Luật A, Điều 3"
GROUNDS = (("tax", "Luật B, Điều 1"), ("appraisal", "Luật B, Điều 2"))

#: How each kind of limit is written.
KINDS = {
    "working_day": working_days,
    "calendar_day": calendar_days,
    "working_hour": working_hours,
    "clock_hour": clock_hours,
    "month": months,
    "hours8": lambda days: evolve(working_days(days), convention=Convention.HOURS8),
}

#: The limit of each procedure, version and branch, "" for none: a kind and an amount.
TERMS = {
    ("working", "1", ""): ("working_day", 10),
    ("working", "1", "complex"): ("working_day", 20),
    ("working", "1", "refused"): ("working_day", 3),
    ("working", "2", ""): ("working_day", 6),
    ("calendar", "1", ""): ("calendar_day", 15),
    ("calendar", "1", "complex"): ("calendar_day", 25),
    ("calendar", "2", ""): ("working_day", 12),
    ("hours", "1", ""): ("working_hour", 24),
    ("hours", "1", "refused"): ("working_hour", 8),
    ("hours", "2", ""): ("working_hour", 30),
    ("months", "1", ""): ("month", 1),
    ("months", "1", "complex"): ("month", 2),
    ("months", "2", ""): ("month", 3),
    ("eights", "1", ""): ("hours8", 5),
    ("eights", "2", ""): ("hours8", 4),
    ("clock", "1", ""): ("clock_hour", 48),
    ("clock", "2", ""): ("clock_hour", 24),
    # Limits in several units: `check_procedure` reports it, and the engine must stay whole.
    ("mixed", "1", ""): ("working_day", 8),
    ("mixed", "1", "complex"): ("calendar_day", 20),
    ("mixed", "1", "refused"): ("working_hour", 16),
    ("mixed", "2", ""): ("calendar_day", 9),
}

#: By how much and how often the limit may be extended.
EXTENSIONS = {
    "working": ("working_day", 5, 1),
    "calendar": ("calendar_day", 5, 2),
    "hours": ("working_hour", 8, 1),
    "months": ("month", 1, 1),
    "eights": ("hours8", 2, 1),
    "clock": ("working_hour", 4, 1),
    "mixed": ("working_day", 4, 2),
}

IN_TURN = (
    Step("read", "Phòng A", working_days(2)),
    Step("survey", "Phòng B", working_hours(12)),
    Step("sign", "Phòng A", calendar_days(1)),
)
PARALLEL = (
    Step("read", "Phòng A", working_days(1)),
    Step("tax", "Thuế", calendar_days(3), after=()),
    Step("survey", "Phòng B", working_hours(9), after=("read",)),
    Step("sign", "Phòng A", working_days(1), after=("tax", "survey")),
)

MORE = {
    "working": {
        "early": EarlyReturn("1/5"),
        "payment": PaymentPoint.RECEPTION,
        "payment_period": PaymentPeriod(working_days(2), Unpaid.CLOCK_NOT_STARTED),
        "supplement": Supplement.RESTART,
        "supplement_within": working_days(3),
        "steps": IN_TURN,
        "keeps_fee_when_refused": True,
    },
    "calendar": {
        "early": EarlyReturn("1/10"),
        "promise_policy": PromisePolicy.DROP,
        "payment": PaymentPoint.MIDWAY,
        "payment_period": PaymentPeriod(working_days(2), Unpaid.CLOSE),
        "supplement": Supplement.PAUSE,
        "supplement_max": 3,
        "steps": PARALLEL,
        "silence": Silence(SilentOutcome.APPROVAL, RULE),
    },
    "hours": {
        "shortened": working_hours(16),
        "payment": PaymentPoint.RETURN,
        "supplement": Supplement.NOT_STARTED,
        "supplement_max": 2,
        "excluded_grounds": (
            *(ExcludedGround(*each) for each in GROUNDS),
            ExcludedGround("flood", "Luật C", date(2026, 9, 1), date(2026, 12, 31)),
        ),
        "silence": Silence(SilentOutcome.REFUSAL, RULE),
    },
    "months": {
        "supplement": Supplement.PAUSE,
        "supplement_max": 2,
        "reappointment_max": 2,
        "payment_period": PaymentPeriod(calendar_days(3), Unpaid.WAIT),
    },
    "eights": {"early": EarlyReturn("1/5"), "steps": PARALLEL, "supplement_max": 2},
    "clock": {
        "supplement": Supplement.RESTART,
        "supplement_max": 2,
        "silence": Silence(SilentOutcome.APPROVAL, RULE),
    },
    "mixed": {"payment": PaymentPoint.MIDWAY, "supplement_max": 2},
}

CODES = tuple(MORE)
BRANCHES = ("complex", "refused")
#: A procedure whose filings come in elsewhere and are for this agency.
FORWARDED = {"months": {"competent_agency": "Sở A"}}
#: Procedures whose unanswered filings may be closed.
CLOSING = ("calendar", "months", "clock")


def _limit(kind, amount):
    return KINDS[kind](amount)


def _procedure(code, version):
    rules = tuple(
        LimitRule(_limit(kind, amount), branch=branch or None)
        for (name, of, branch), (kind, amount) in TERMS.items()
        if (name, of) == (code, version)
    )
    kind, amount, most = EXTENSIONS[code]
    more = dict(MORE[code])
    if version == "2":
        more["steps"] = PARALLEL
        more["supplement"] = Supplement.PAUSE
    return Procedure(
        code=code,
        version=version,
        name=Text(vi="Thủ tục", en="A procedure"),
        workflow=vn.one_stop_shop(closes_unanswered=code in CLOSING).name,
        limits=rules,
        extension=Extension(_limit(kind, amount), most),
        boundary_free=True,
        valid_from=date(2026, 1, 1) if version == "1" else date(2027, 12, 1),
        **more,
    )


#: What a later decree, known only afterwards, takes off.
LATER_OFF = tuple(
    date(2026, month, day) for month in range(1, 13) for day in (5, 6, 12, 13, 14, 21)
)


@cache
def calendar():
    """The calendar that filings are received under."""
    return vn.calendar()


@cache
def later():
    """The same with more days off."""
    return calendar().override("later", sessions_on=dict.fromkeys(LATER_OFF, ()))


@cache
def engine():
    """The engine of the office; it holds a newer version of each definition."""
    olds = tuple(vn.one_stop_shop(closes_unanswered=each) for each in (False, True))
    news = tuple(evolve(each, version="2") for each in olds)
    catalogue = Catalogue(tuple(_procedure(code, each) for code in CODES for each in ("1", "2")))
    return Engine(
        Jurisdiction("office", calendar(), catalogue, (*news, *olds), currency="VND"),
        calendars=(later(),),
    )


@cache
def migration(code, policy, version):
    """A move of the filings of *code* to the newer workflow, and to its own version."""
    workflow = evolve(vn.one_stop_shop(closes_unanswered=code in CLOSING), version="2")
    return Migration(workflow.fingerprint, versions={code: version}, limits=policy)


@cache
def codecs():
    """The codecs of the pack."""
    return case_codec(), definition_codec()


ROLES = tuple(role.name for role in vn.one_stop_shop().roles)
ANYONE = Actor("anyone", set(ROLES))
ACTORS = (*(Actor(name, {name}) for name in ROLES), Actor("nobody"))
ACTIONS = vn.one_stop_shop().actions
