"""Validation of input: exact numbers, aware instants, clean text; and the small shared values."""

import unicodedata
from contextlib import suppress
from datetime import UTC, date, datetime
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caseflow.errors import (
    CaseflowError,
    FloatRefusedError,
    NaiveDatetimeError,
    TextInvalidError,
    ValueInvalidError,
)
from caseflow.values import Actor, Channel, Text, aware, clean_text, exact, iso_day


@pytest.mark.parametrize(
    ("given_", "number"),
    [
        (15, Fraction(15)),
        (Fraction(35, 2), Fraction(35, 2)),
        (Decimal("17.5"), Fraction(35, 2)),
        ("17.5", Fraction(35, 2)),
        ("35/2", Fraction(35, 2)),
        ("-3", Fraction(-3)),
    ],
)
def test_exact_numbers_are_kept_exactly(given_, number):
    """Whole numbers, fractions, decimals and their texts stay what they are."""
    assert exact(given_, name="amount") == number


@given(st.dates())
def test_a_day_is_read_as_it_is_written(day):
    """Every day comes back from its one form, and its other forms of ISO 8601 are refused."""
    year, week, weekday = day.isocalendar()
    assert iso_day(day.isoformat()) == day
    for other in (f"{day:%Y%m%d}", f"{year:04}-W{week:02}-{weekday}", f" {day.isoformat()}"):
        with pytest.raises(ValueError, match="give a day written as 2025-12-31"):
            iso_day(other)


@pytest.mark.parametrize("text", ["2026-02-30", "0000-01-01", "2026-13-01"])
def test_a_day_that_no_calendar_has_is_refused(text):
    """The form is right and the day is not."""
    with pytest.raises(ValueError, match="give a day of the calendar"):
        iso_day(text)


@pytest.mark.parametrize("given_", [0.1, 1.0, float("nan"), float("inf")])
def test_floats_are_refused(given_):
    """A float is not exact, not even a whole one."""
    with pytest.raises(FloatRefusedError):
        exact(given_, name="amount")


@pytest.mark.parametrize(
    "given_", [True, None, "", "ten", "1/0", "1e", b"3", [], Decimal("NaN"), Decimal("Infinity")]
)
def test_what_is_no_number_is_refused(given_):
    """One clear error, whatever was handed in."""
    with pytest.raises(ValueInvalidError, match="amount"):
        exact(given_, name="amount")


@given(st.text(max_size=20))
def test_any_text_is_a_number_or_refused(text):
    """No text makes `exact` fail in another way."""
    with suppress(ValueInvalidError):
        assert isinstance(exact(text, name="amount"), Fraction)


def test_an_instant_has_a_zone():
    """A naive datetime, a date or a text is no instant."""
    instant = datetime(2026, 3, 2, 9, tzinfo=UTC)
    assert aware(instant, name="at") is instant
    with pytest.raises(NaiveDatetimeError):
        aware(datetime(2026, 3, 2, 9), name="at")
    for other in (date(2026, 3, 2), "2026-03-02T09:00+07:00", None, 0):
        with pytest.raises(ValueInvalidError):
            aware(other, name="at")


def test_text_is_normalised_on_input():
    """NFD text, as some keyboards send it, becomes NFC."""
    decomposed = unicodedata.normalize("NFD", "Đà Nẵng, tiếp nhận hồ sơ")
    assert clean_text(decomposed, name="name") == "Đà Nẵng, tiếp nhận hồ sơ"


@pytest.mark.parametrize(
    "bad", ["a\x00b", "\ud800", "bell\x07", "esc\x1b[31m", "\r", "\x85", 7, None]
)
def test_what_cannot_be_kept_is_refused(bad):
    """NUL, lone surrogates, control characters and what is no text."""
    with pytest.raises(TextInvalidError):
        clean_text(bad, name="name")


def test_tabs_and_line_feeds_are_kept():
    """They are part of texts that people write."""
    assert clean_text("a\tb\nc", name="name") == "a\tb\nc"


def test_oversized_text_is_refused_and_never_cut():
    """The limit counts characters after normalisation."""
    assert clean_text("x" * 10, name="name", limit=10) == "x" * 10
    with pytest.raises(TextInvalidError, match="11 characters"):
        clean_text("x" * 11, name="name", limit=10)
    decomposed = unicodedata.normalize("NFD", "ệ" * 10)
    assert len(clean_text(decomposed, name="name", limit=10)) == 10


@given(st.text())
def test_clean_text_is_idempotent(text):
    """Cleaning what is clean changes nothing."""
    try:
        once = clean_text(text, name="name")
    except TextInvalidError:
        return
    assert clean_text(once, name="name") == once
    assert unicodedata.is_normalized("NFC", once)


def test_a_text_speaks_its_languages():
    """A language it lacks is shown in the one that was given first; what is no code is refused."""
    text = Text(vi="Tiếp nhận", en="Receive")
    assert (text.in_("vi"), text.in_("en")) == ("Tiếp nhận", "Receive")
    assert (text.in_("de"), text.in_("en-GB"), text.in_("VI")) == (
        "Tiếp nhận",
        "Receive",
        "Tiếp nhận",
    )
    with pytest.raises(ValueInvalidError, match="language"):
        text.in_("no code")


def test_channels_have_names_for_people():
    """Each channel is labelled in both languages, distinctly."""
    for language in ("vi", "en"):
        assert len({channel.label(language) for channel in Channel}) == 3


def test_an_actor_holds_a_set_of_roles():
    """Any collection of names will do, but not one text, which would become its letters."""
    assert Actor("u17", roles=["intake", "intake"]).roles == frozenset({"intake"})
    assert Actor("u17").roles == frozenset()
    assert Actor("u17", roles={"a"}) == Actor("u17", roles=("a",))
    with pytest.raises(ValueInvalidError, match="roles"):
        Actor("u17", roles="intake")


@pytest.mark.parametrize("bad", ["\x00", "x" * 201, 7, None])
def test_an_actor_has_a_clean_id(bad):
    """The id goes into every record."""
    with pytest.raises(CaseflowError):
        Actor(bad)


@pytest.mark.parametrize("bad", [None, 5, [1, 2], [None]])
def test_roles_that_are_no_names_are_refused(bad):
    """One clear error instead of a failure somewhere else."""
    with pytest.raises(CaseflowError):
        Actor("u17", roles=bad)
