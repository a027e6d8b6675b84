"""caseflow against a brute-force witness: the same due date for every random question.

The witness steps one day, or one working minute, at a time and shares no code with caseflow.
The sweeps put at least 100,000 questions over 2018 to 2027 from fixed seeds; the Hypothesis tests
put fewer and shrink what fails to its smallest form.
"""

from collections.abc import Iterable
from datetime import date

import pytest
from hypothesis import assume, given, settings

from oracle import brute
from oracle.cases import Question, day_questions, hour_questions, random_questions
from oracle.product import viet_nam

DAY_UNITS = {"working_day": 50, "calendar_day": 20, "week": 10, "month": 16, "year": 4}
HOUR_UNITS = {"working_hour": 6, "hours8": 3, "clock_hour": 1}
DAY_SWEEPS = 8
DAY_QUESTIONS = 12_500
HOUR_SWEEPS = 3
HOUR_QUESTIONS = 1_100


def compared(questions: Iterable[Question]) -> int:
    """Put each question to both; return how many the witness could answer."""
    calendar = viet_nam()
    number = 0
    for question in questions:
        try:
            expected = question.expected()
        except brute.BeyondTableError:
            continue
        assert question.answered(calendar) == expected, question
        number += 1
    return number


def test_the_days_are_the_same() -> None:
    """Every day of 2018 to 2026 is worked or not as the notices say; 2027 as projected."""
    calendar = viet_nam()
    day = brute.FIRST_ON
    while day <= brute.LAST_ON:
        assert calendar.is_working_day(day) == brute.is_working_day(day), day
        day += brute.ONE_DAY
    assert calendar.official_through == date(2027, 12, 31)


@pytest.mark.parametrize("sweep", range(DAY_SWEEPS))
def test_days_weeks_and_months_agree_with_the_witness(sweep: int) -> None:
    """Limits in days, weeks, months and years, with pauses, restarts and cut-offs."""
    questions = random_questions(20_261_122 + sweep, DAY_QUESTIONS, DAY_UNITS)
    assert compared(questions) >= 12_200


def test_rolling_back_and_not_rolling_agree_with_the_witness() -> None:
    """Calendar periods that roll to the working day before, or stay where they end."""
    units = {"calendar_day": 2, "week": 1, "month": 1}
    for roll in ("previous", "none"):
        questions = random_questions(20_261_322, 4_000, units, roll=roll)
        assert compared(questions) >= 3_900


def test_same_day_limits_agree_with_the_witness() -> None:
    """Limits that end on the day of receipt, or on the next working day."""
    assert compared(random_questions(20_261_422, 8_000, {"same_day": 1})) >= 7_900


@pytest.mark.parametrize("sweep", range(HOUR_SWEEPS))
def test_hours_agree_with_the_witness(sweep: int) -> None:
    """Working hours, N times 8 hours and clock hours, with pauses and restarts."""
    questions = random_questions(20_261_222 + sweep, HOUR_QUESTIONS, HOUR_UNITS)
    assert compared(questions) >= 1_050


@settings(max_examples=500)
@given(day_questions())
def test_drawn_days_agree_with_the_witness(question: Question) -> None:
    """The same, drawn by Hypothesis so that a disagreement is shown at its smallest."""
    try:
        expected = question.expected()
    except brute.BeyondTableError:
        assume(False)
    assert question.answered(viet_nam()) == expected


@settings(max_examples=200)
@given(hour_questions())
def test_drawn_hours_agree_with_the_witness(question: Question) -> None:
    """The same in hours."""
    try:
        expected = question.expected()
    except brute.BeyondTableError:
        assume(False)
    assert question.answered(viet_nam()) == expected


@settings(max_examples=200)
@given(day_questions())
def test_the_order_of_pauses_does_not_matter(question: Question) -> None:
    """Pauses are a set of spans, however they are listed."""
    assume(len(question.pauses) > 1)
    reversed_ = Question(
        **{
            name: getattr(question, name)
            for name in ("unit", "amount", "start", "policy", "roll", "cutoff", "before_close")
        },
        pauses=question.pauses[::-1],
    )
    assert reversed_.answered(viet_nam()) == question.answered(viet_nam())


def test_fractions_of_a_day_end_at_their_working_hour() -> None:
    """N and an eighth of a working day ends one working hour into day N + 1."""
    calendar = viet_nam()
    number = 0
    for question in random_questions(7, 4_000, {"working_day": 1}):
        if question.amount % 1 == 0:
            continue
        event, pauses = question.days()
        try:
            expected = brute.fraction_at(event, question.amount, pauses, policy=question.policy)
        except brute.BeyondTableError:
            continue
        due = question.due(calendar)
        assert due.at.replace(tzinfo=None) == expected, question
        assert due.on == expected.date()
        number += 1
    assert number > 500
