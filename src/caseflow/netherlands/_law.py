"""The law that the pack rests on, each rule with the article it stands by.

The General Administrative Law Act (Algemene wet bestuursrecht, Awb) and the General Time Limits Act
(Algemene termijnenwet) were read in copies of the text; the Wabo in commentaries that
quote it; the Environment and Planning Act is cited by act alone.
"""

from datetime import date

from caseflow.law import Act, Citation, Rule, RuleBook, Sure
from caseflow.texts import Text

__all__ = [
    "CLOSE_UNANSWERED",
    "CONFIRM",
    "DEEMED",
    "ENVIRONMENT",
    "HOLIDAY",
    "LEAST_WORKING_DAYS",
    "OBJECT",
    "POINTS",
    "PROCESS",
    "ROLL",
    "ROLL_UP_TO",
    "RULES",
    "RULES_OF_CALENDAR",
    "SUPPLEMENT",
    "WABO",
    "WEEKLY_REST",
]

_COPY = "https://pgawb.nl"

AWB = Act(
    "Stb. 1992, 315",
    Text(nl="Algemene wet bestuursrecht", en="General Administrative Law Act"),
    since=date(1994, 1, 1),
    source=_COPY,
)
ATW = Act(
    "Stb. 1964, 314",
    Text(nl="Algemene termijnenwet", en="General Time Limits Act"),
    since=date(1965, 4, 1),
    sure=Sure.SECOND_HAND,
    source="https://nl.wikipedia.org/wiki/Algemene_termijnenwet",
)
_WABO = Act(
    "Stb. 2008, 496",
    Text(
        nl="Wet algemene bepalingen omgevingsrecht", en="Act on General Provisions for Planning Law"
    ),
    since=date(2010, 10, 1),
    until=date(2023, 12, 31),
    replaced_by="Stb. 2016, 156",
    sure=Sure.SECOND_HAND,
    source="the description of the public log of permits, 4TU.ResearchData, 2014",
)
_OMGEVINGSWET = Act(
    "Stb. 2016, 156",
    Text(nl="Omgevingswet", en="Environment and Planning Act"),
    since=date(2024, 1, 1),
    sure=Sure.SECOND_HAND,
    source="https://www.odmh.nl",
)


def _rule(name: str, act: Act, article: str = "") -> Rule:
    place = Text(nl=f"artikel {article}", en=f"Article {article}")
    return Rule(f"nl.{name}", (Citation(act, place) if article else Citation(act),))


# ── how time is counted ─────────────────────────────────────────────────────────────────────

ROLL = _rule("roll", ATW, "1")
LEAST_WORKING_DAYS = _rule("least-working-days", ATW, "2")
HOLIDAY = _rule("holiday", ATW, "3")
ROLL_UP_TO = _rule("roll-up-to", ATW, "4")
WEEKLY_REST = _rule("weekly-rest", ATW, "1")

RULES_OF_CALENDAR = (
    ("roll", ROLL),
    ("least-working-days", LEAST_WORKING_DAYS),
    ("holiday", HOLIDAY),
    ("roll-up-to", ROLL_UP_TO),
    ("weekly-rest", WEEKLY_REST),
)

# ── what an office must do ──────────────────────────────────────────────────────────────────

#: The receipt of an application that came in electronically is confirmed.
CONFIRM = _rule("confirm", AWB, "4:3a")
#: An application that is not complete may be left aside, once its applicant could complete it.
CLOSE_UNANSWERED = _rule("leave-aside", AWB, "4:5")
#: A reasonable time, over at the latest after eight weeks.
PROCESS = _rule("decide", AWB, "4:13")
#: The time stands still from the day after a request until the day of the answer.
SUPPLEMENT = _rule("supplement", AWB, "4:15")
#: Where a law says so, what was asked for is given once the time is over.
DEEMED = _rule("deemed", AWB, "4:20b")
#: A decision says by whom, within which time and where one may object; that is six weeks from the
#: day after it was notified, at the authority that decided.
#: Source: InfoMil, "Awb bezwaar", on Arts. 6:4, 6:7 and 6:8.
OBJECT = Rule(
    "nl.object",
    (
        Citation(
            AWB,
            Text(nl="artikelen 3:45, 6:4, 6:7 en 6:8", en="Articles 3:45, 6:4, 6:7 and 6:8"),
        ),
    ),
)
WABO = _rule("wabo", _WABO, "3.9")
ENVIRONMENT = _rule("environment", _OMGEVINGSWET)

POINTS = {
    "acknowledge": CONFIRM,
    "receive": CONFIRM,
    "start": PROCESS,
    "process": PROCESS,
    "refuse-as-result": PROCESS,
    "supplement": SUPPLEMENT,
    "supplement-once": SUPPLEMENT,
    "close-unanswered": CLOSE_UNANSWERED,
    "object": OBJECT,
}

RULES = RuleBook(
    (
        ROLL,
        LEAST_WORKING_DAYS,
        HOLIDAY,
        ROLL_UP_TO,
        WEEKLY_REST,
        CONFIRM,
        CLOSE_UNANSWERED,
        PROCESS,
        SUPPLEMENT,
        DEEMED,
        OBJECT,
        WABO,
        ENVIRONMENT,
    ),
    # As procedures name what follows from silence, and where the time stands still.
    before={
        "Algemene wet bestuursrecht, artikel 4:20b": DEEMED,
        "Algemene wet bestuursrecht, artikel 4:15": SUPPLEMENT,
    },
)
