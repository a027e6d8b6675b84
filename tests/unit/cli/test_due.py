"""`caseflow due`: the names, fields and exit codes are a contract."""

import json
from fractions import Fraction

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st


@pytest.mark.parametrize(
    ("limit", "start", "due"),
    [
        ("15 working days", "2025-04-24", "2025-05-19"),
        ("15 ngày làm việc", "2025-04-24", "2025-05-19"),
        ("30 calendar days", "2026-04-01", "2026-05-04"),
        ("30 ngày", "2026-04-01", "2026-05-04"),
        ("8 weeks", "2026-01-05", "2026-03-02"),
        ("1 month", "2025-01-31", "2025-02-28"),
        ("1 tháng", "2026-01-31", "2026-03-02"),
        ("1 year", "2024-02-29", "2025-02-28"),
        ("same day", "2025-04-27", "2025-04-28"),
        ("trong ngày", "2025-04-28", "2025-04-28"),
        ("17.5 working days", "2026-02-02", "2026-03-05"),
        ("17,5 ngày làm việc", "2026-02-02", "2026-03-05"),
        ("35/2 working days", "2026-02-02", "2026-03-05"),
        ("8 working hours", "2026-11-20T16:00+07:00", "2026-11-23T16:00:00+07:00"),
        ("8 giờ làm việc", "2026-11-23T16:00+07:00", "2026-11-25T16:00:00+07:00"),
        ("2 hours", "2026-11-21T23:30+07:00", "2026-11-22T01:30:00+07:00"),
        ("2 giờ", "2026-11-21T16:30Z", "2026-11-22T01:30:00+07:00"),
    ],
)
def test_a_limit_in_either_language_gives_its_due_date(caseflow, limit, start, due):
    """Dates for days, weeks, months and years; instants with their offset for hours."""
    ran = caseflow("due", limit, "--from", start, "--json")
    assert (ran.code, ran.data["due"]) == (0, due)


def test_the_fields_are_those_of_the_contract(caseflow):
    """Exactly due, promised, calendar and certainty; promised is filled when --early is given."""
    ran = caseflow("due", "15 working days", "--from", "2025-04-24", "--early", "20", "--json")
    assert ran.data == {
        "due": "2025-05-19",
        "promised": "2025-05-14",
        "calendar": ran.data["calendar"],
        "certainty": "official",
    }
    assert ran.data["calendar"].startswith("vn@")
    without = caseflow("due", "15 working days", "--from", "2025-04-24", "--json")
    assert without.data["promised"] is None


@pytest.mark.parametrize(
    ("words", "due"),
    [
        (["--pause", "2026-03-05..2026-03-12"], "2026-03-23"),
        (["--pause", "2026-03-05..2026-03-12", "--supplement", "restart"], "2026-03-26"),
        (["--pause", "2026-03-05..2026-03-05"], "2026-03-16"),
        (["--calendar", "weekends"], "2026-03-16"),
        (["--convention", "hours8"], "2026-03-16"),
    ],
)
def test_pauses_and_conventions_are_options(caseflow, words, due):
    """Day A of a pause A..B is used and day B is not; a pause within a day costs nothing."""
    ran = caseflow("due", "10 working days", "--from", "2026-03-02", *words, "--json")
    assert ran.data["due"] == due


def test_as_of_knows_only_the_decrees_issued_by_then(caseflow):
    """Trap 8: on 24 December 2025 the swap of 2 January 2026 was not yet decided."""
    words = ("due", "2 working days", "--from", "2025-12-30", "--json")
    assert caseflow(*words).data["due"] == "2026-01-05"
    assert caseflow(*words, "--as-of", "2025-12-24").data["due"] == "2026-01-02"
    assert caseflow(*words, "--as-of", "2025-12-25").data["due"] == "2026-01-05"


def test_roll_is_the_users_choice(caseflow):
    """10 days from 2025-04-21 end on a holiday: on, back, or as it stands."""
    words = ("due", "10 days", "--from", "2025-04-21", "--json")
    assert caseflow(*words).data["due"] == "2025-05-05"
    assert caseflow(*words, "--roll", "previous").data["due"] == "2025-04-29"
    assert caseflow(*words, "--roll", "none").data["due"] == "2025-05-01"


def test_weekends_has_no_zone_of_its_own(caseflow):
    """The civil day is that of the offset in which the receipt is written."""
    words = ("due", "1 working day", "--calendar", "weekends", "--json", "--from")
    assert caseflow(*words, "2026-03-05T23:30+07:00").data["due"] == "2026-03-06"
    assert caseflow(*words, "2026-03-06T00:30+07:00").data["due"] == "2026-03-09"


def test_a_calendar_of_ones_own_is_a_file(caseflow, tmp_path):
    """FILE.toml is an office calendar; it may extend the national one."""
    file = tmp_path / "desk.toml"
    file.write_text(
        'id = "desk"\nextends = "vn"\n[sessions_by_weekday]\nsaturday = ["07:30-11:30"]\n',
        encoding="utf-8",
    )
    ran = caseflow("due", "1 working day", "--from", "2026-03-06", "--calendar", file, "--json")
    assert ran.data["due"] == "2026-03-07"


def test_beyond_the_decided_years_a_date_is_projected(caseflow):
    """Never a silent weekday: the label changes, then the named error comes."""
    words = ("due", "15 working days", "--json", "--from")
    assert caseflow(*words, "2027-12-01").data["certainty"] == "official"
    assert caseflow(*words, "2027-12-20").data["certainty"] == "projected"
    beyond = caseflow(*words, "2035-12-20")
    assert (beyond.code, beyond.data["error"]["code"]) == (2, "beyond-horizon")


def test_the_explanation_names_days_and_laws_in_both_languages(caseflow):
    """Every skipped and make-up day by name, every rule by its article."""
    words = ("due", "15 working days", "--from", "2025-04-24", "--explain", "--lang")
    english, vietnamese = caseflow(*words, "en").out, caseflow(*words, "vi").out
    assert "Sat 2025-04-26: day 2 (Make-up day for Fri 2025-05-02)" in english
    assert "DUE: 24:00 Mon 2025-05-19 [Article 148(6) of Civil Code 91/2015/QH13]" in english
    assert "Thứ Tư 30/4/2025: nghỉ, không tính: Ngày Chiến thắng 30/4" in vietnamese
    due = "HẠN: 24 giờ 00 ngày 19/5/2025 (Thứ Hai) [khoản 6 Điều 148 Bộ luật Dân sự năm 2015]"
    assert due in vietnamese


def test_the_steps_are_data_too(caseflow):
    """With --json the steps come as objects, the last of them the due date itself."""
    ran = caseflow("due", "3 working days", "--from", "2025-04-24", "--explain", "--json")
    assert [step["code"] for step in ran.data["steps"]] == [
        "event-day",
        "counted",
        "make-up",
        "rest",
        "counted",
        "due",
    ]
    assert ran.data["steps"][-1]["first_on"] == ran.data["due"]


def test_small_limits_are_promised_in_hours_or_say_why_not(caseflow):
    """Up to four working days: an instant, and from a bare date none, with the reason."""
    words = ("due", "1 working day", "--early", "20", "--json", "--from")
    assert (
        caseflow(*words, "2026-03-02T07:30+07:00").data["promised"] == "2026-03-02T15:54:00+07:00"
    )
    bare = caseflow(*words, "2026-03-02").data
    assert (bare["promised"], bare["note"]) == (None, "time-of-day-needed")


def test_a_calendar_of_the_uk_is_that_of_gb(caseflow):
    """The code of ISO 3166 is named where another is usually written."""
    ran = caseflow("due", "15 working days", "--from", "2026-03-02", "--calendar", "UK")
    assert (ran.code, "did you mean 'GB'?" in ran.err) == (2, True)
    found = caseflow("due", "15 days", "--from", "2026-03-02T08:00", "--calendar", "gb", "--json")
    assert found.data["assumed"][0]["zone"] == "Europe/London"


@pytest.mark.parametrize(
    ("written", "read", "zone"),
    [
        ("21/08/2026", "2026-08-21", None),
        ("3/2/2026", "2026-02-03", None),
        ("2026-03-02T08:00", "2026-03-02T08:00:00+07:00", "Asia/Ho_Chi_Minh"),
        ("2026-03-02 08:00:30", "2026-03-02T08:00:30+07:00", "Asia/Ho_Chi_Minh"),
        ("21/8/2026 08:00", "2026-08-21T08:00:00+07:00", "Asia/Ho_Chi_Minh"),
        ("21/8/2026T08:00Z", "2026-08-21T08:00:00+00:00", None),
    ],
)
def test_what_is_assumed_of_a_moment_is_said(caseflow, written, read, zone):
    """A day is read day first, a time without an offset in the zone of the office."""
    assumed = {"text": written, "read": read} | ({"zone": zone} if zone else {})
    words = ("due", "3 working days", "--from")
    ran = caseflow(*words, written, "--json")
    assert ran.data["assumed"] == [{"field": "from", **assumed}]
    assert ran.data["due"] == caseflow(*words, read, "--json").data["due"]

    for language in ("en", "vi"):
        said = caseflow(*words, written, "--lang", language)
        assert (said.code, read in said.err, (zone or "") in said.err) == (0, True, True)
    line = json.dumps({"limit": "3 working days", "from": written})
    assert caseflow("due", "--jsonl", stdin=line + "\n").lines[0]["assumed"] == [
        {"field": "from", **assumed}
    ]


def test_what_is_written_out_is_not_assumed(caseflow):
    """ISO days and instants with their offset are read as they stand; pauses and --as-of too."""
    words = ("due", "9 days", "--from", "2026-03-02", "--as-of", "2026-03-02T08:00Z", "--json")
    assert "assumed" not in caseflow(*words, "--pause", "2026-03-03..2026-03-04").data
    pause = ("--pause", "03/3/2026..2026-03-04T09:00")
    fields = [each["field"] for each in caseflow(*words, *pause).data["assumed"]]
    assert fields == ["pause", "pause"]


def test_a_time_that_the_clocks_never_showed_is_refused(caseflow):
    """On the night the clocks go forward; of two equal times the earlier is taken."""
    words = ("due", "9 days", "--calendar", "DE", "--json", "--from")
    assert caseflow(*words, "2026-03-29T02:30").code == 2
    twice = caseflow(*words, "2026-10-25T02:30").data["assumed"][0]["read"]
    assert twice == "2026-10-25T02:30:00+02:00"


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["15 workdays", "--from", "2026-03-02"], "limit-syntax"),
        (["0 working days", "--from", "2026-03-02"], "limit-syntax"),
        (["-3 days", "--from", "2026-03-02"], None),
        (["15 working days", "--from", "2026-13-02"], "value-invalid"),
        (["15 working days", "--from", "20260302"], "value-invalid"),
        (["15 working days", "--from", "2026-W10-1"], "value-invalid"),
        (["15 working days", "--from", "20260302T0800+07:00"], "value-invalid"),
        (["15 working days", "--from", "2026-03-02T08:00:00.123456789+07:00"], "value-invalid"),
        (["15 working days", "--from", "31/02/2026"], "value-invalid"),
        (["15 working days", "--from", "2026/02/03"], "value-invalid"),
        (["15 working days", "--from", "3/2/26"], "value-invalid"),
        (["15 working days", "--from", "2026-03-02", "--calendar", "UK"], "unknown-calendar"),
        (["8 working hours", "--from", "2026-03-02"], "time-of-day-needed"),
        (["15 working days"], "value-invalid"),
        (["15 working days", "--from", "2026-03-02", "--calendar", "XX"], "unknown-calendar"),
        (["15 working days", "--from", "2026-03-02", "--calendar", "no.toml"], "calendar-file"),
        (["15 working days", "--from", "2026-03-02", "--roll", "up"], "unknown-name"),
        (["15 working days", "--from", "2026-03-02", "--cutoff", "25:00"], "value-invalid"),
        (["1 working day", "--from", "2026-03-02", "--cutoff", "15:00"], "time-of-day-needed"),
        (["15 working days", "--from", "2026-03-02", "--pause", "2026-03-09"], "value-invalid"),
        (
            ["15 working days", "--from", "2026-03-02", "--pause", "2026-03-09..2026-03-05"],
            "pause-invalid",
        ),
        (["15 working days", "--from", "2026-03-02", "--early", "100"], "value-invalid"),
        (["15 working days", "--from", "2010-03-02"], "beyond-horizon"),
    ],
)
def test_wrong_words_give_one_clear_error_and_exit_2(caseflow, words, code):
    """Usage errors go to standard error, with a stable code, and change nothing."""
    ran = caseflow("due", *words)
    assert (ran.code, ran.out) == (2, "")
    if code is not None:
        assert f"[{code}]" in ran.err


GOOD = '{"limit": "15 working days", "from": "2025-04-24"}'


def test_a_bad_line_never_stops_the_others(caseflow):
    """One object out for each in, in order; exit 1 when any failed."""
    lines = [
        GOOD,
        "not json",
        "[1, 2]",
        '{"limit": "15 working days"}',
        '{"limit": "15 working days", "from": "2025-04-24", "roof": "next"}',
        '{"limit": "15 working days", "from": "2025-04-24", "early": NaN}',
        '{"limit": 15, "from": "2025-04-24"}',
        '{"limit": "15 ngày làm việc\\u0000", "from": "2025-04-24"}',
        '{"limit": "15 working days", "from": "2025-04-24", "pauses": [["2025-04-25"]]}',
        GOOD,
    ]
    ran = caseflow("due", "--jsonl", stdin="\n".join(lines) + "\n")
    assert ran.code == 1
    assert [next(iter(each)) for each in ran.lines] == ["due", *["error"] * 8, "due"]
    assert all(set(each["error"]) == {"code", "message"} for each in ran.lines[1:-1])


def test_lines_that_all_answer_exit_0(caseflow):
    """Null fields count as not given; percentages may be decimals and stay exact."""
    lines = [
        GOOD,
        '{"limit": "15 working days", "from": "2025-04-24", "calendar": null, "early": 12.5}',
        (
            '{"limit": "10 working days", "from": "2026-03-02",'
            ' "pauses": [["2026-03-05", "2026-03-12"]], "supplement": "restart"}'
        ),
    ]
    ran = caseflow("due", "--jsonl", stdin="\n".join(lines))
    assert ran.code == 0
    assert [each["due"] for each in ran.lines] == ["2025-05-19", "2025-05-19", "2026-03-26"]
    assert ran.lines[1]["promised"] == "2025-05-15"


def test_broken_bytes_are_one_bad_line(caseflow):
    """Invalid UTF-8 and deep nesting harm only their own line."""
    deep = b"[" * 100_000
    ran = caseflow("due", "--jsonl", stdin=b"\xff\xfe\n" + deep + b"\n" + GOOD.encode() + b"\n")
    assert [next(iter(each)) for each in ran.lines] == ["error", "error", "due"]


@settings(max_examples=100, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.dictionaries(
        st.sampled_from(["limit", "from", "calendar", "cutoff", "roll", "pauses", "early", "x"]),
        st.recursive(
            st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
            lambda inner: st.lists(inner, max_size=3),
            max_leaves=4,
        ),
    )
)
def test_any_object_gives_an_answer_or_a_coded_error(caseflow, fields):
    """Whatever a line holds, the answer is one object and nothing escapes."""
    ran = caseflow("due", "--jsonl", stdin=json.dumps(fields) + "\n")
    (line,) = ran.lines
    assert "due" in line or line["error"]["code"]


@settings(max_examples=50, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    days=st.integers(5, 60),
    percent=st.fractions(Fraction(1), Fraction(99), max_denominator=4),
)
def test_a_promise_is_never_later_than_the_law(caseflow, days, percent):
    """min(legal, shortened), whatever the percentage."""
    ran = caseflow("due", f"{days} days", "--from", "2026-02-02", "--early", str(percent), "--json")
    promised = ran.data["promised"]
    assert promised is None or promised <= ran.data["due"]


@pytest.mark.parametrize(
    "early", ['"1e999999999"', "1e999999999", '"1e-999999999%"', '"1E+9_9999_9999"']
)
def test_an_endless_percentage_is_one_bad_line(caseflow, early):
    """A number whose digits would fill the memory is refused, and the next line is answered."""
    line = '{{"limit": "15 working days", "from": "2026-03-02", "early": {}}}\n'
    ran = caseflow("due", "--jsonl", stdin=line.format(early) + line.format("20"))
    assert ran.code == 1
    assert ran.lines[0]["error"]["code"] == "value-invalid"
    assert ran.lines[1]["promised"]
