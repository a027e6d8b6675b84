"""The Netherlands says everything in Dutch: its cases, its letters and the commands that work them.

That the catalogues of Dutch have every message is seen in tests/repo/test_languages.py.
"""

import pytest

from caseflow.engine import Engine
from caseflow.messages import catalogue_of
from caseflow.netherlands._rules import OFFICE
from caseflow.office.control_slips import control_slip
from caseflow.office.installed import find_pack
from caseflow.office.samples import Till, work_month, work_stories
from caseflow.texts import Message, Text
from caseflow.values import Actor
from caseflow.workflow import Refusal
from dutch import english


@pytest.fixture(scope="module")
def worked():
    """A made-up month of the municipality, with a story shown in full."""
    pack = find_pack("netherlands")
    engine = Engine(pack.jurisdiction())
    samples = pack.samples()
    till = Till(engine.jurisdiction.calendar, samples.month)
    filings = [each.case for each in work_month(engine, till, count=12, seed=7)]
    stories = [each.case for each in work_stories(engine, till, samples)]
    return pack, engine, (*filings, *stories)


def _texts(engine, case):
    """Every text that is shown of *case* along its way, each under what it is."""
    workflow = engine.jurisdiction.workflow(case.fingerprint)
    actors = [Actor("n", {role.name}) for role in workflow.roles]
    for seq, record in enumerate(case.records):
        then = engine.replay(case.records[: seq + 1])
        yield "state", workflow.state(then.state).labels
        for actor in actors:
            for option in engine.actions(then, by=actor, at=record.at):
                yield f"action {option.action.name}", option.action.labels
                for refusal in option.refusals:
                    yield f"refusal {refusal.code}", refusal
        dates = engine.deadlines(then, at=record.at)
        for deadline in dates.values():
            yield f"clock {deadline.clock}", deadline
        for each in dates.corrections:
            yield "correction", each
    for row in control_slip(engine, case, at=case.last_at, rules=OFFICE).rows:
        yield "control slip", Text(nl=row.kind.label("nl"), en=row.kind.label("en"))


def _in(language, said):
    if isinstance(said, Refusal):
        return said.text(language)
    return said.in_(language) if isinstance(said, Text) else str(said.explain(language))


def test_all_that_is_shown_of_a_case_is_dutch(worked):
    """Along each life: states, actions, refusals to every role, dates and their explanations."""
    _, engine, cases = worked
    seen = {}
    for case in cases:
        for what, said in _texts(engine, case):
            seen.setdefault((what, _in("nl", said)), _in("en", said))

    assert len(seen) > 100
    assert {key: english(key[1]) for key in seen if english(key[1])} == {}
    same = {key for key, text in seen.items() if key[1] == text}
    assert same == set()


def test_an_act_taken_back_is_reported_in_dutch(worked):
    """The line of the correction, with the day and the reason as it was given."""
    _, engine, cases = worked
    case = next(each for each in cases if any(r.action == "assign" for r in each.records))
    seq = next(n for n, each in enumerate(case.records) if each.action == "assign")
    then = engine.replay(case.records[: seq + 1])
    gone = engine.annul(then, seq, reason="onjuist", by=Actor("n", {"intake"}), at=then.last_at)
    lines = [each.in_("nl") for each in engine.deadlines(gone, at=gone.last_at).corrections]

    assert lines
    assert not any(english(line) for line in lines)


def test_english_words_are_found():
    """The search for them finds those of each English message that has a sentence."""
    english_texts = [text for text in catalogue_of("en").texts.values() if len(text.split()) > 6]

    assert sum(bool(english(text)) for text in english_texts) > 0.97 * len(english_texts)


@pytest.mark.parametrize("key", ["office.step-begun", "engine.wrong-state", "limits.due"])
def test_a_region_of_the_language_is_answered_in_it(key):
    """Dutch of Belgium is Dutch; a language that nobody brings is English."""
    assert Message(key).in_("nl-BE") == Message(key).in_("nl") != Message(key).in_("en")
    assert Message(key).in_("fy") == Message(key).in_("en")
