"""Steps and questions, folded in one pass, against looking through all of them each time."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from caseflow import vietnam as vn
from caseflow.office.steps import consultations, step_runs
from caseflow.steps import StepPlan
from caseflow.vietnam.rules import OFFICE
from noted import Noted

NAMES = st.sampled_from("AB")


def noted(pairs):
    return [Noted(seq, act.name, payload) for seq, (act, payload) in enumerate(pairs)]


ASKED = st.one_of(
    st.builds(lambda a: (vn.CONSULT, vn.Consultation(a, "?", date(2026, 3, 9))), NAMES),
    st.builds(lambda a: (vn.CONSULT_ANSWERED, vn.ConsultationAnswer(a, "!")), NAMES),
)
STEPS = st.one_of(
    st.builds(lambda a: (vn.HAND_OVER, vn.StepHandOver(unit=a)), NAMES),
    st.builds(lambda a: (vn.FINISH_STEP, vn.StepFinish(a)), NAMES),
)


@given(st.lists(ASKED, max_size=20))
def test_an_answer_is_to_the_oldest_open_question_of_its_agency(pairs):
    """First asked, first answered; an answer without a question is nobody's."""
    records, open_ = noted(pairs), []
    answered = {}
    for record in records:
        if record.action == vn.CONSULT.name:
            open_.append(record)
            continue
        asked = [each for each in open_ if each.payload.agency == record.payload.agency]
        if asked:
            open_.remove(asked[0])
            answered[asked[0].seq] = record.at

    found = consultations(records, OFFICE.desk)
    assert [each.asked for each in found] == [
        record.seq for record in records if record.action == vn.CONSULT.name
    ]
    assert {each.asked: each.answered_at for each in found if not each.is_open} == answered


@given(st.lists(STEPS, max_size=20))
def test_a_finish_ends_the_newest_open_run_of_its_step(pairs):
    """Last begun, first finished; a finish without a run ends nothing."""
    records, open_ = noted(pairs), []
    finished = {}
    for record in records:
        if record.action == vn.HAND_OVER.name:
            open_.append(record)
            continue
        begun = [each for each in open_ if each.payload.name == record.payload.step]
        if begun:
            open_.remove(begun[-1])
            finished[begun[-1].seq] = record.seq

    found = step_runs(records, StepPlan(()), OFFICE.desk)
    assert {each.given: each.finish for each in found if not each.is_open} == finished
    assert len(found) == sum(record.action == vn.HAND_OVER.name for record in records)


def test_a_question_is_looked_at_once_however_many_there_are():
    """An answer finds its question without going through the others."""
    looked = []

    class Agency(str):
        __slots__ = ()

        def __eq__(self, other):
            looked.append(1)
            return str.__eq__(self, other)

        __hash__ = str.__hash__

    def questions(number):
        pairs = []
        for _ in range(number):
            pairs.append((vn.CONSULT, vn.Consultation("A", "?", date(2026, 3, 9))))
            pairs.append((vn.CONSULT_ANSWERED, vn.ConsultationAnswer("A", "!")))
        records = noted(pairs)
        for record in records:
            object.__setattr__(record.payload, "agency", Agency("A"))
        looked.clear()
        consultations(records, OFFICE.desk)
        return len(looked)

    assert questions(200) <= 11 * questions(20)
