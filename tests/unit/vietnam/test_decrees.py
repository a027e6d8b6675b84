"""The reviewed decree file, read with nothing of caseflow but the file itself."""

import re
import tomllib
from collections import Counter
from datetime import date, timedelta
from importlib.resources import files

import holidays
import pytest

FILE = tomllib.loads(
    files("caseflow.vietnam").joinpath("data", "decrees.toml").read_text(encoding="utf-8")
)
DECREES = FILE["decree"]
OFF = {day["on"] for decree in DECREES for day in decree["off"]}
WORKED = {day["on"] for decree in DECREES for day in decree["work"]}
ONE_DAY = timedelta(days=1)


def days_of(year: int) -> list[date]:
    """Every day of a year."""
    first = date(year, 1, 1)
    return [first + ONE_DAY * i for i in range((date(year + 1, 1, 1) - first).days)]


def is_worked(day: date) -> bool:
    """By the file alone."""
    return day in WORKED or (day.weekday() < 5 and day not in OFF)


@pytest.mark.parametrize(
    ("year", "working_days"),
    [
        (2018, 250),
        (2019, 252),
        (2020, 252),
        (2021, 250),
        (2022, 249),
        (2023, 249),
        (2024, 251),
        (2025, 250),
        (2026, 249),
    ],
)
def test_each_settled_year_has_its_number_of_working_days(year: int, working_days: int) -> None:
    """Counted day by day, every year has the working days its decisions leave."""
    assert sum(is_worked(day) for day in days_of(year)) == working_days


def test_an_independent_library_differs_on_two_known_days_only() -> None:
    """`holidays` 0.109 misses the swap of 2 and 10 January 2026 and nothing else."""
    table = holidays.country_holidays("VN", years=range(2017, 2028), expand=False, language="vi")
    makeup = {day for day in table.weekend_workdays if 2018 <= day.year <= 2026}
    differing = {
        day
        for year in range(2018, 2027)
        for day in days_of(year)
        if is_worked(day) != (day in makeup or (day.weekday() < 5 and day not in table))
    }

    assert differing - {date(2026, 1, 2), date(2026, 1, 10)} == set()


def test_2027_is_settled_by_the_letter_of_october_2026() -> None:
    """Tết 4 to 10 February and National Day 2 and 3 September; nothing touches 2028."""
    assert {year for decree in DECREES for year in decree["settles"]} == set(range(2018, 2028))
    assert all(day.year <= 2027 for day in OFF | WORKED)
    (letter,) = (decree for decree in DECREES if decree["settles"] == [2027])
    assert (letter["id"], letter["issued_on"]) == ("10065/VPCP-KGVX", date(2026, 10, 2))
    days = {day["on"] for day in letter["off"]}
    assert {date(2027, 2, day) for day in range(4, 11)} <= days
    assert {date(2027, 9, 2), date(2027, 9, 3), date(2027, 11, 24)} <= days
    assert is_worked(date(2026, 11, 23))


def test_every_make_up_day_is_a_saturday_paid_with_a_weekday() -> None:
    """A swap works a weekend day and frees a weekday that was not a holiday."""
    for decree in DECREES:
        freed = {day["on"] for day in decree["off"]}
        for day in decree["work"]:
            assert day["on"].weekday() == 5
            assert day["instead_of"].weekday() < 5
            assert day["instead_of"] in freed


def test_no_day_is_decided_twice() -> None:
    """Each date appears once in the whole file."""
    dates = Counter(day["on"] for decree in DECREES for day in (*decree["off"], *decree["work"]))
    assert [day for day, times in dates.items() if times > 1] == []


def test_every_decree_was_issued_before_it_takes_effect() -> None:
    """A decision with an issue day after its own first day would be a mistake in the file."""
    for decree in DECREES:
        first = min(day["on"] for day in (*decree["off"], *decree["work"]))
        if decree["id"] == "245/VPCP-KGVX":  # 1 and 3 January 2022 follow from the Code itself
            first = date(2022, 1, 31)
        assert decree["issued_on"] < first, decree["id"]


def test_every_day_is_named_in_both_languages_and_in_order() -> None:
    """An explanation can name any day off, and the file reads in date order."""
    for decree in DECREES:
        for days in (decree["off"], decree["work"]):
            assert [day["on"] for day in days] == sorted(day["on"] for day in days)
            assert all(day["vi"] and day["en"] for day in days)
        assert decree["citation"]
        assert decree["source"]


def test_24_november_is_off_from_2026_only() -> None:
    """The resolution takes effect on 1 July 2026: 24 November 2025 was worked."""
    assert is_worked(date(2025, 11, 24))
    assert not is_worked(date(2026, 11, 24))


def test_weekend_holidays_are_listed_with_a_day_in_lieu() -> None:
    """Each public holiday on a Saturday or Sunday has exactly one day in lieu."""
    for decree in DECREES:
        on_weekend = [d for d in decree["off"] if d["on"].weekday() >= 5]
        in_lieu = [d for d in decree["off"] if d["vi"].startswith("Nghỉ bù")]
        assert len(on_weekend) == len(in_lieu), decree["id"]


def test_vietnamese_names_write_days_as_an_office_does() -> None:
    """Days below ten and the months one and two alone take a zero (Decree 30/2020, Annex I)."""
    names = [day["vi"] for decree in DECREES for day in (*decree["off"], *decree["work"])]
    written = [each for name in names for each in re.findall(r"\d{1,2}/\d{1,2}/\d{4}", name)]
    right = re.compile(r"(?:0[1-9]|[12]\d|3[01])/(?:0[12]|[3-9]|1[0-2])/\d{4}")
    assert len(written) > 30
    assert [each for each in written if not right.fullmatch(each)] == []
