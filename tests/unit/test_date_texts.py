"""Days and instants as Vietnamese State papers write them: one rule for every text."""

import re
from datetime import date, datetime

import pytest
from babel.dates import parse_pattern
from hypothesis import given
from hypothesis import strategies as st

from caseflow._cldr import date_by
from caseflow._date_patterns import written_by
from caseflow._date_texts import (
    day_text,
    instant_text,
    long_day_text,
    long_instant_text,
    message_text,
    time_text,
)
from caseflow.errors import ValueInvalidError
from caseflow.messages import catalogue_of, languages

DAYS = st.dates(date(1900, 1, 1), date(2999, 12, 31))
INSTANTS = st.datetimes(datetime(1900, 1, 1), datetime(2999, 12, 31))

#: What patterns consist of, and what only Babel knows.
FIELDS = (
    "d",
    "dd",
    "M",
    "MM",
    "MMM",
    "MMMM",
    "y",
    "EEE",
    "EEEE",
    "HH",
    "mm",
    "ss",
    "'o'",
    " ",
    "-",
)
BABELS = ("yy", "MMMMM", "E", "LLLL", "a", "h", "''", "'o''clock'", "đ", ", ")


@given(
    st.lists(st.sampled_from((*FIELDS, *BABELS)), max_size=6).map("".join),
    INSTANTS,
    st.sampled_from(languages()),
)
def test_a_pattern_is_written_as_babel_writes_it(pattern: str, at: datetime, language: str):
    """Whether Babel is asked or the names that were taken from it are used."""
    try:
        expected = parse_pattern(pattern).apply(at, language)
    except ValueError:
        return
    assert date_by(pattern, at, language) == expected


def test_what_a_shipped_language_states_needs_no_babel():
    """The forms of dates of each catalogue are written with the names that are kept."""
    for language in languages():
        for key, form in catalogue_of(language).texts.items():
            if key.startswith("formats.") and "{" not in form and form != "iso":
                assert written_by(form, datetime(2026, 3, 2, 9, 30), language) is not None, key


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
