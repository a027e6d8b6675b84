"""Days and instants as Vietnamese State papers write them: one rule for every text."""

import re
from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caseflow._date_texts import (
    day_text,
    instant_text,
    long_day_text,
    long_instant_text,
    message_text,
    time_text,
)
from caseflow.errors import ValueInvalidError

DAYS = st.dates(date(1900, 1, 1), date(2999, 12, 31))
INSTANTS = st.datetimes(datetime(1900, 1, 1), datetime(2999, 12, 31))


@given(DAYS)
def test_days_below_ten_and_the_first_two_months_alone_take_a_zero(on: date):
    """Decree 30/2020/NĐ-CP, Annex I: a zero before days below ten and before months 1 and 2."""
    for text in (day_text(on, "vi"), long_day_text(on, "vi")):
        day, month, year = re.findall(r"\d+", text)
        assert (int(day), int(month), int(year)) == (on.day, on.month, on.year)
        assert len(day) == 2
        assert month.startswith("0") is (on.month < 3)


@given(INSTANTS)
def test_a_time_is_written_in_words_and_before_its_day(at: datetime):
    """10 giờ 00 ngày 27/8/2026: the hour in words, seconds only if there are any."""
    text = instant_text(at, "vi")
    time, day = text.split(" ngày ")
    assert day == day_text(at.date(), "vi")
    assert time == time_text(at, "vi")
    numbers = [int(each) for each in re.findall(r"\d+", time)]
    assert numbers == [at.hour, at.minute, *([at.second] if at.second else [])]
    assert long_instant_text(at, "vi").endswith(long_day_text(at, "vi"))


@given(st.one_of(DAYS, INSTANTS))
def test_a_message_has_no_instant_of_a_machine(value: date | datetime):
    """No message joins a day and a time by a T; a Vietnamese one holds no day of ISO 8601."""
    assert not re.search(r"\dT\d|[+-]\d\d:\d\d", message_text(value, "en"))
    assert not re.search(r"\d{4}-\d\d-\d\d", message_text(value, "vi"))


@pytest.mark.parametrize(
    "write", [day_text, instant_text, long_day_text, long_instant_text, message_text, time_text]
)
def test_a_language_without_a_catalogue_is_english_and_no_code_is_refused(write):
    """So that a page is in one language, whatever of it is a date."""
    instant = datetime(2026, 3, 2, 9, 30)
    assert write(instant, "fr") == write(instant, "en")
    with pytest.raises(ValueInvalidError, match="language"):
        write(instant, "no code")
