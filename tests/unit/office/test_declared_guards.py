"""The guards of the office that are values say what the functions they once were said.

The functions stand here as they stood in the office; each is asked beside its value at every point
of random filings.
"""

import random
from collections import Counter
from datetime import datetime, timedelta

import pytest
from attrs import evolve

from caseflow.office import _law as law
from caseflow.office.assembly import office_guards
from caseflow.office.processing._supplementing import SUPPLEMENT_TIME
from caseflow.texts import Message
from caseflow.values import Channel
from caseflow.vietnam.rules import OFFICE
from caseflow.workflow import LEGAL, Refusal, Situation
from histories import office
from histories.walks import CHANNELS, History, MemoryDriver


def supplement_once(situation):
    most = situation.procedure.supplement_max
    if situation.case.times("request-supplement") < most:
        return None
    message = Message("office.supplement-used")
    return Refusal("supplement-used", message, {"most": most}, law.SUPPLEMENT_ONCE)


def correction_once(situation):
    most = situation.procedure.supplement_max
    if situation.case.times("request-correction") < most:
        return None
    message = Message("office.correction-used")
    return Refusal("correction-used", message, {"most": most}, law.CORRECT_ONCE)


def reappointment_once(situation):
    most = situation.procedure.reappointment_max
    if situation.case.times("reappoint") < most:
        return None
    message = Message("office.reappointment-used")
    return Refusal("reappointment-used", message, {"most": most}, law.APOLOGISE)


def extension_in_time(situation):
    due = situation.due(LEGAL)
    if due is None or not due.is_over_at(situation.at):
        return None
    return Refusal("extension-late", Message("office.extension-late"), {"last": due.on})


def supplement_time_is_over(situation):
    due = situation.due(SUPPLEMENT_TIME)
    if due is None:
        procedure = {"procedure": situation.procedure.code}
        return Refusal("no-closing-rule", Message("office.no-closing-rule"), procedure)
    if due.is_over_at(situation.at):
        return None
    message = Message("office.supplement-time-not-over")
    return Refusal("supplement-time-not-over", message, {"last": due.on}, law.CLOSE_UNANSWERED)


def undecided(basis):
    def check(situation):
        decided_at = situation.case.decided_at
        if decided_at is None:
            return None
        decided = situation.calendar.local_date(decided_at)
        return Refusal(
            "result-exists", Message("office.result-exists"), {"decided": decided}, basis
        )

    return check


def returned_by(channel):
    def check(situation):
        wanted = situation.case.result_by
        if wanted is channel:
            return None
        message = Message("office.other-result-channel")
        return Refusal("other-result-channel", message, {"wanted": wanted.labels}, law.RETURN)

    return check


def filed_online(situation):
    channel = situation.case.channel
    if channel is Channel.ONLINE:
        return None
    message = Message("office.not-filed-online")
    return Refusal("not-filed-online", message, {"channel": channel.labels})


FUNCTIONS = {
    "supplement-once": supplement_once,
    "correction-once": correction_once,
    "reappointment-once": reappointment_once,
    "extension-in-time": extension_in_time,
    "supplement-time-is-over": supplement_time_is_over,
    "no-result-yet": undecided(law.WITHDRAW),
    "no-result-to-stop": undecided(""),
    "is-returned-online": returned_by(Channel.ONLINE),
    "is-returned-at-counter": returned_by(Channel.COUNTER),
    "is-returned-by-post": returned_by(Channel.POST),
    "filed-online": filed_online,
}
DECLARED = {each.name: each for each in office_guards(OFFICE) if each.declared is not None}
LANGUAGES = ("vi", "en", "nl")


@pytest.fixture(scope="module")
def situations():
    """Every point of some random filings, looked at as its act is done and weeks later."""
    found = []
    engine = office.engine()
    for seed in range(40):
        chance = random.Random(seed)
        begun = datetime(2026, 1, 5, 8) + timedelta(minutes=chance.randrange(300 * 1440))
        channels = chance.choice(CHANNELS), chance.choice(CHANNELS)
        history = History.begin(
            MemoryDriver(), chance.choice(office.CODES), *channels, begun, is_checked=False
        )
        for _ in range(30):
            if history.is_over:
                break
            passed = chance.choice((0, chance.randrange(2880), chance.randrange(28_800)))
            history.step(chance.randrange(10_000), chance.getrandbits(32), passed)
            case = history.case
            procedure = engine.deadlines(case, at=case.last_at).procedure
            most = chance.randrange(3)
            procedure = evolve(procedure, supplement_max=most, reappointment_max=2 - most)
            for later in (0, 9, 45):
                at = case.last_at + timedelta(days=later)
                calendar = engine.jurisdiction.calendar
                found.append(Situation(case.effective, procedure, calendar, office.ANYONE, at))
    return found


def test_a_value_cites_the_law_of_the_country():
    """A value cites the rule of the country, and not the point of law that the office names."""
    bases = {guard.declared.basis for guard in DECLARED.values()} - {""}

    assert {law.SUPPLEMENT_ONCE, law.WITHDRAW}.isdisjoint(bases)
    assert {OFFICE.basis(law.SUPPLEMENT_ONCE), OFFICE.basis(law.WITHDRAW)} <= bases


def test_every_guard_that_could_be_a_value_is_one():
    """The functions above are those of the office that became values, and no more."""
    assert DECLARED.keys() == FUNCTIONS.keys()


@pytest.mark.parametrize("name", FUNCTIONS)
def test_a_value_refuses_as_its_function_did(name, situations):
    """Code, params, text in every language and the law behind it are those of the function."""
    asked = Counter()
    for situation in situations:
        old, new = FUNCTIONS[name](situation), DECLARED[name].check(situation)
        assert old == new
        if old is not None:
            assert old.params == new.params
            assert old.basis == new.basis
            assert [old.text(each) for each in LANGUAGES] == [new.text(each) for each in LANGUAGES]
        asked[old is None] += 1

    assert asked[True]
    assert asked[False]
