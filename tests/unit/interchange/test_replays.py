"""Rules of replaying a log: what is worked, what is reported, how dates and shares are counted."""

import json
from datetime import datetime, timedelta
from fractions import Fraction
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from attrs import evolve
from hypothesis import given, settings
from hypothesis import strategies as st

from caseflow.calendars import OfficeCalendar
from caseflow.errors import LogFileError, ValueInvalidError
from caseflow.interchange import Share, load_profile, replay_log
from caseflow.interchange._findings import CODES
from caseflow.interchange._profiles import Basis, Judgement, Measure

ROOT = Path(__file__).resolve().parents[3]
EXAMPLE = ROOT / "examples" / "dutch-permit"
ZONE = ZoneInfo("Europe/Amsterdam")
PROFILE = load_profile(EXAMPLE / "profile.toml")
NAMES = PROFILE.columns
HEADER = [
    NAMES.case,
    NAMES.channel,
    NAMES.start,
    NAMES.deadline,
    NAMES.end,
    NAMES.event,
    NAMES.activity,
    NAMES.resource,
    NAMES.at,
]
RECEIVED = "Confirmation of receipt"
CHECKED = "T02 Check confirmation of receipt"
DETERMINED = "T04 Determine confirmation of receipt"
SENT = "T05 Print and send confirmation of receipt"


def at(text):
    """Return a local time of the log as it stands in the log."""
    return str(datetime.fromisoformat(text).replace(tzinfo=ZONE))


def row(  # one row of a log
    activity=RECEIVED,
    when="2012-02-06 10:05",
    *,
    case="c1",
    channel="Internet",
    start="2012-02-06 10:00",
    deadline="2012-04-02 10:00",
    end="2012-03-05 16:30",
    event="",
    resource="A",
):
    times = [at(each) if each else "" for each in (start, deadline, end)]
    return [case, channel, *times, event, activity, resource, at(when)]


@pytest.fixture
def replay(tmp_path):
    def replay(*rows, profile=PROFILE, **options):
        path = tmp_path / "log.csv"
        lines = [",".join(each) if isinstance(each, list) else each for each in [HEADER, *rows]]
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")
        return replay_log(path, profile, **options)

    return replay


def found(report):
    """Return code and line of everything that was found."""
    return sorted((each.line, each.code) for group in report.findings for each in group)


# ── what fits ───────────────────────────────────────────────────────────────────────────────


def test_a_case_that_fits_is_worked_from_start_to_end(replay):
    """Every event is fired, the case is closed, nothing is reported."""
    report = replay(row(), row(CHECKED, "2012-02-06 11:00"), row(DETERMINED, "2012-02-07 09:00"))

    assert found(report) == []
    assert not report.has_findings
    assert (report.cases, report.opened, report.fitting, report.finished) == (1, 1, 1, 1)
    assert (report.events, report.worked, report.refused, report.left_out) == (3, 3, 0, 0)
    assert report.to_json()["status"] == "clean"


def test_rows_need_not_be_sorted_nor_their_cases_kept_together(replay):
    """Events are worked by their instants, whatever order the file has."""
    report = replay(
        row(CHECKED, "2012-02-06 11:00"),
        row(case="c2"),
        row(DETERMINED, "2012-02-07 09:00"),
        row(),
    )

    assert found(report) == []
    assert (report.cases, report.worked) == (2, 4)


def test_json_lines_are_replayed_as_csv_is(replay, tmp_path):
    """The same rows as JSON lines give the same report, but for the lines."""
    rows = [row(), row(CHECKED, "2012-02-06 11:00")]
    path = tmp_path / "log.jsonl"
    path.write_text(
        "".join(json.dumps(dict(zip(HEADER, each, strict=True))) + "\n" for each in rows)
    )

    assert evolve(replay_log(path, PROFILE), log="log.csv") == replay(*rows)


# ── what does not ───────────────────────────────────────────────────────────────────────────


def test_an_event_the_workflow_refuses_is_reported_with_the_reason_of_the_engine(replay):
    """A letter cannot be sent before it is determined; the case goes on without that event."""
    report = replay(row(), row(SENT, "2012-02-06 11:00"), row(CHECKED, "2012-02-06 12:00"))

    assert found(report) == [(3, "wrong-state")]
    assert (report.worked, report.refused, report.fitting) == (2, 1, 0)
    (group,) = report.findings
    assert dict(group.about) == {"send-letter": 1}
    assert "letter drafted" in group.kept[0].text.in_("en")


def test_who_has_not_the_role_is_refused(replay):
    """Roles are enforced in a replay as anywhere."""
    report = replay(row(), profile=evolve(PROFILE, roles=frozenset()))

    assert [code for _, code in found(report)] == ["role-missing", "role-missing"]


def test_an_unknown_activity_is_left_out_and_counted_by_its_name(replay):
    """An activity the profile does not map is nobody's action."""
    report = replay(row(), row("T99", "2012-02-06 11:00"), row("T99", "2012-02-06 12:00"))

    assert found(report) == [(3, "unknown-activity"), (4, "unknown-activity")]
    assert dict(report.findings[0].about) == {"T99": 2}
    assert (report.events, report.worked, report.left_out) == (3, 1, 2)


def test_an_unknown_channel_keeps_the_case_from_being_opened(replay):
    """A case through no known channel is reported, and its events are not worked."""
    report = replay(row(channel="Fax"), row(case="c2"))

    assert found(report) == [(2, "case-not-opened"), (2, "unknown-channel")]
    assert (report.cases, report.opened, report.left_out) == (2, 1, 1)


def test_a_case_without_a_channel_takes_that_of_the_profile(replay):
    """An empty channel is not an unknown one."""
    report = replay(row(channel=""))

    assert found(report) == []
    assert report.by_channel[0].channel == PROFILE.channel.value


def test_events_before_the_start_and_after_the_end_are_left_out(replay):
    """What lies outside the time span of the case is reported by how much."""
    report = replay(
        row(when="2012-02-06 10:00"),
        row(CHECKED, "2012-02-05 10:00"),
        row(CHECKED, "2012-03-05 16:30"),
        row(DETERMINED, "2012-03-06 17:00"),
    )

    assert found(report) == [(3, "event-before-start"), (5, "event-after-end")]
    assert "1 d 0:30:00 after the case has ended" in report.findings[0].kept[0].text.in_("en")
    assert report.findings[0].kept[0].text.in_("vi").endswith("cách 1 ngày 0:30:00")
    assert (report.worked, report.left_out) == (2, 2)


def test_equal_instants_are_noted_and_the_order_of_the_file_kept(replay):
    """Two events at one instant are both worked, the earlier line first."""
    report = replay(row(), row(CHECKED), row(DETERMINED))

    assert found(report) == [(3, "instants-equal"), (4, "instants-equal")]
    assert (report.worked, report.fitting) == (3, 1)


def test_a_doubled_event_is_left_out(replay):
    """The same event twice is one event, wherever the second row stands."""
    report = replay(
        row(event="e1"),
        row(CHECKED, "2012-02-06 11:00", event="e2"),
        row(CHECKED, "2012-02-06 12:00", event="e2"),
    )

    assert found(report) == [(4, "event-repeated")]
    assert (report.worked, report.left_out, report.refused) == (2, 1, 0)


def test_what_is_said_differently_of_one_case_is_noted_and_the_first_stays(replay):
    """A case has one channel; what an earlier row leaves empty a later one fills in."""
    report = replay(
        row(end=""),
        row(CHECKED, "2012-02-06 11:00", channel="Desk"),
    )

    assert found(report) == [(3, "case-differs")]
    assert [each.channel for each in report.by_channel] == ["Internet"]
    assert report.finished == 1


def test_an_end_before_the_start_leaves_the_case_open(replay):
    """A case that ends days before it starts is not judged."""
    report = replay(row(end="2012-02-05 16:30"))

    assert found(report) == [(2, "end-before-start")]
    assert (report.finished, report.overall.on_time.whole, report.worked) == (0, 0, 1)


def test_an_end_earlier_on_the_day_of_the_start_is_taken_as_the_start(replay):
    """A day stamped with midnight is no contradiction on the same day; the whole term was left."""
    report = replay(row(when="2012-02-06 10:00", end="2012-02-06 00:00"))

    assert found(report) == [(2, "end-on-start-day")]
    assert report.overall.early == (Share(1, 1), Share(1, 1))


def test_a_start_that_is_empty_or_unreadable_keeps_the_case_from_being_opened(replay):
    """Without a start there is no due date."""
    good = row(case="c3")
    bad = [*row(case="c2")]
    bad[2] = "soon"

    report = replay(row(start=""), bad, good)

    assert found(report) == [
        (2, "case-not-opened"),
        (2, "field-empty"),
        (3, "case-not-opened"),
        (3, "instant-invalid"),
    ]
    assert report.opened == 1


def test_a_finished_case_without_a_deadline_is_worked_and_not_judged(replay):
    """A missing deadline takes a case out of the shares and says so."""
    report = replay(row(deadline=""))

    assert found(report) == [(2, "field-empty")]
    assert (report.worked, report.fitting, report.overall.on_time.whole) == (1, 1, 0)
    assert report.comparison.missing == 1


def test_a_deadline_not_after_the_start_is_not_judged(replay):
    """A term of no length has no shares."""
    report = replay(row(deadline="2012-02-06 10:00"))

    assert found(report) == [(2, "term-empty")]
    assert report.overall.on_time == Share(0, 0)
    assert report.overall.to_json()["on_time"]["percent"] is None


#: The same with a procedure that no law closed and a calendar that no law set.
UNBOUND = evolve(
    PROFILE,
    procedure=evolve(PROFILE.procedure, valid_from=None, closed_to_new_from=None),
    calendar=OfficeCalendar.weekends("Europe/Amsterdam"),
)


@pytest.mark.parametrize(
    ("start", "when"),
    [("1950-01-01 10:00", "1950-01-02 10:00"), ("2300-01-01 10:00", "2300-01-02 10:00")],
)
def test_a_start_beyond_the_calendar_is_reported_for_that_case_alone(replay, start, when):
    """A date the calendar does not reach is a finding of its case."""
    report = replay(row(start=start, when=when, end=""), row(case="c2"), profile=UNBOUND)

    assert found(report) == [(2, "beyond-horizon")]
    assert (report.worked, report.comparison.equal, report.comparison.missing) == (2, 1, 1)


def test_a_judgement_beyond_the_calendar_is_reported_for_that_case_alone(replay):
    """The engine's own judgement may not reach either."""
    computed = evolve(UNBOUND, judgement=Judgement(Basis.COMPUTED))
    late = row(start="2100-12-01 10:00", when="2100-12-02 10:00", end="2101-03-01 10:00")

    report = replay(late, row(case="c2"), profile=computed)

    assert {code for _, code in found(report)} == {"beyond-horizon"}
    assert report.overall.on_time == Share(1, 1)


def test_an_application_after_the_law_ended_is_reported_with_that_reason(replay):
    """A case that nobody could lodge under the procedure is not opened."""
    report = replay(row(start="2024-01-02 10:00", when="2024-01-02 10:00", end=""))

    assert found(report) == [(2, "case-not-opened"), (2, "procedure-closed")]


def test_a_name_too_long_for_an_actor_or_a_case_is_a_finding(replay):
    """Oversized text never stops the replay."""
    report = replay(row(resource="x" * 300), row(case="c" * 300), row(case="c3"))

    assert {code for _, code in found(report)} == {"text-invalid", "case-not-opened"}
    assert report.fitting == 1


def test_rows_that_cannot_be_read_are_counted_and_the_others_worked(replay):
    """Broken rows are neither lost nor in the way."""
    report = replay(row(), "c1,Internet", "c1\x00" + "," * 8, row(CHECKED, "2012-02-06 11:00"))

    assert found(report) == [(3, "row-fields"), (4, "text-invalid")]
    (kept,) = [each.kept[0] for each in report.findings if each.code == "text-invalid"]
    assert "ký tự U+0000 ở vị trí 2 không lưu được" in kept.text.in_("vi")
    assert "character U+0000 at position 2 cannot be kept" in kept.text.in_("en")
    assert (report.rows, report.unreadable, report.events) == (4, 2, 2)


def test_only_so_many_findings_of_a_code_are_kept_and_all_are_counted(replay):
    """A file of nothing but faults does not fill the memory."""
    report = replay(*["bad"] * 1_500)

    (group,) = report.findings
    assert (group.count, len(group.kept)) == (1_500, 1_000)
    assert report.to_json()["findings"][0]["left_off"] == 500


def test_an_empty_log_is_replayed_to_an_empty_report(replay):
    """A header alone is a log of no cases."""
    report = replay()

    assert (report.cases, report.rows, report.has_findings) == (0, 0, False)
    assert "Every row and every case fits." in report.text()


def test_a_log_without_a_start_column_starts_each_case_with_its_first_event(replay):
    """The first event is the start, and an action may be named for it."""
    columns = evolve(NAMES, start="", deadline="", end="")
    profile = evolve(PROFILE, columns=columns, opening="confirm-receipt")

    report = replay(
        row(CHECKED, "2012-02-06 11:00"), row(RECEIVED, "2012-02-06 12:00"), profile=profile
    )

    assert found(report) == [(3, "wrong-state")]
    assert (report.worked, report.refused, report.finished) == (1, 1, 0)
    assert report.comparison is None


def test_a_case_none_of_whose_events_can_be_read_has_no_start(replay):
    """Without a start column and without events a case cannot be opened."""
    profile = evolve(PROFILE, columns=evolve(NAMES, start=""))

    report = replay(row("T99"), profile=profile)

    assert found(report) == [(2, "case-not-opened"), (2, "unknown-activity")]


def test_a_clock_that_never_started_has_no_date_to_compare(replay):
    """A workflow that starts no clock at the opening gives no due date."""
    workflow = PROFILE.workflow
    still = tuple(evolve(each, clocks=()) for each in workflow.transitions)
    profile = evolve(PROFILE, workflow=evolve(workflow, opening=(), transitions=still))

    report = replay(row(), profile=profile)

    assert (report.comparison.equal, report.comparison.missing) == (0, 1)
    assert "missing 1" in report.text()


# ── dates ───────────────────────────────────────────────────────────────────────────────────


def test_the_due_date_is_a_civil_date_across_a_change_of_the_clocks(replay):
    """Eight weeks from late evening in summer end on the same weekday in winter, in local time."""
    report = replay(
        row(start="2012-09-17 23:30", when="2012-09-18 09:00", deadline="2012-11-12 23:30", end="")
    )

    assert report.comparison.days == ((0, 1),)


def test_dates_that_differ_are_counted_by_days_and_by_one_extension(replay):
    """Fourteen weeks are eight and six: the limit extended once."""
    report = replay(
        row(case="c1"),
        row(case="c2", deadline="2012-05-14 10:00"),
        row(case="c3", deadline="2012-04-01 10:00"),
        row(case="c4", deadline=""),
    )

    dates = report.comparison
    assert (dates.equal, dates.differ, dates.extended, dates.missing) == (1, 2, 1, 1)
    assert dates.days == ((-1, 1), (0, 1), (42, 1))
    assert report.to_json()["dates"]["log_minus_computed_days"] == {"-1": 1, "0": 1, "42": 1}


def test_any_column_can_be_compared(replay):
    """The column is the caller's; a bare day will do."""
    extra = "planned"
    lines = [[*HEADER, extra], [*row(), "2012-04-03"]]
    report = replay(
        *lines[1:],
        profile=PROFILE,
    )
    assert found(report) == [(2, "row-fields")]

    with pytest.raises(LogFileError, match="unknown column 'planned'"):
        replay(row(), compare=extra)

    assert replay(row(), compare=NAMES.end).comparison.days == ((-28, 1),)
    assert replay(row(), compare="").comparison is None


# ── timeliness ──────────────────────────────────────────────────────────────────────────────


def test_timeliness_is_judged_by_instants_and_exactly(replay):
    """One microsecond more than a tenth of the term is not ten per cent early any more."""
    start = datetime.fromisoformat("2012-02-06T10:00+01:00")
    term = timedelta(days=50)
    rows = []
    for number, used in enumerate((term * 9 // 10, term, term)):
        for late in (0, 1):
            end = start + used + timedelta(microseconds=late)
            one = row(case=f"c{number}-{late}", when="2012-02-06 10:00")
            one[2:5] = [str(start), str(start + term), str(end)]
            rows.append(one)

    report = replay(*rows)

    assert report.overall.on_time == Share(4, 6)
    assert report.overall.early == (Share(1, 6), Share(0, 6))


def test_timeliness_by_day_compares_civil_days(replay):
    """A minute late on the day of the deadline is on time by the day."""
    late = row(deadline="2012-04-02 10:00", end="2012-04-02 10:01")
    by_day = evolve(PROFILE, judgement=Judgement(Basis.LOG, Measure.DAY))

    assert replay(late).overall.on_time == Share(0, 1)
    assert replay(late, profile=by_day).overall.on_time == Share(1, 1)


def test_timeliness_against_the_computed_date_is_the_engine_s_own(replay):
    """The log's deadline is not asked; days of the limit are counted."""
    computed = evolve(PROFILE, judgement=Judgement(Basis.COMPUTED, shares=(Fraction(1, 2),)))
    report = replay(
        row(case="c1", deadline="2012-02-07 10:00", end="2012-03-05 10:00"),
        row(case="c2", deadline="2012-02-07 10:00", end="2012-03-06 10:00"),
        row(case="c3", deadline="2012-02-07 10:00", end="2012-04-03 00:00"),
        profile=computed,
    )

    assert report.overall.on_time == Share(2, 3)
    assert report.overall.early == (Share(1, 3),)


def test_days_will_do_where_days_are_compared(replay):
    """A log that gives bare days is judged by days and asked for times otherwise."""
    bare = row(CHECKED, "2012-03-05 18:00")
    bare[2:5] = ["2012-02-06", "2012-04-02", "2012-03-05"]
    first = [*bare]
    first[6], first[8] = RECEIVED, at("2012-02-06 00:00")
    after = [*bare]
    after[6], after[8] = DETERMINED, at("2012-03-06 00:00")
    by_day = evolve(PROFILE, judgement=Judgement(Basis.LOG, Measure.DAY))

    report = replay(first, bare, after, profile=by_day)

    assert found(report) == [(4, "event-after-end")]
    assert (report.worked, report.overall.on_time) == (2, Share(1, 1))
    assert found(replay(first, bare)) == [(2, "time-of-day-needed")]


def test_shares_are_counted_by_channel_with_their_parts(replay):
    """The busiest channel comes first; parts and wholes add up to the overall."""
    report = replay(
        row(case="c1", channel="Desk", end="2012-05-01 10:00"),
        row(case="c2"),
        row(case="c3", end="2012-04-01 10:00"),
    )

    assert [(each.channel, each.on_time) for each in report.by_channel] == [
        ("Internet", Share(2, 2)),
        ("Desk", Share(0, 1)),
    ]
    assert report.overall.on_time.percent() == "66.7"
    assert report.overall.on_time.value == Fraction(2, 3)


@given(part=st.integers(0, 10**6), more=st.integers(0, 10**6))
def test_a_percentage_is_the_nearest_tenth_with_halves_up(part, more):
    """Rounding is exact arithmetic, never a float."""
    if not part + more:
        return
    share = Share(part, part + more)

    tenths = Fraction(share.percent()) * 10

    assert -Fraction(1, 2) < tenths - share.value * 1000 <= Fraction(1, 2)


# ── the report ──────────────────────────────────────────────────────────────────────────────


def test_a_long_list_is_cut_in_the_text_and_whole_in_the_json(replay):
    """The text shows the four most frequent names and the ten most frequent days."""
    rows = [row(f"T{number}", case=f"c{number}") for number in range(90, 97)]
    late = [
        row(case=f"d{number}", deadline=f"2012-04-{number + 3:02} 10:00") for number in range(15)
    ]

    report = replay(*rows, *late)

    assert "; 3 more" in report.text()
    assert "other values" in report.text()
    data = report.to_json()
    assert len(data["findings"][0]["about"]) == 7
    assert len(data["dates"]["log_minus_computed_days"]) == 16


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_the_report_is_written_in_both_languages(lang):
    """The made-up log gives a text with nothing left to fill in, in each language."""
    text = replay_log(EXAMPLE / "made-up.csv", PROFILE).text(lang)

    assert "{" not in text
    assert ("Đúng hạn" in text) == (lang == "vi")
    assert ("80,0 %" in text) == (lang == "vi")


def test_what_is_no_language_code_is_refused():
    """A language without a catalogue is answered in English."""
    report = replay_log(EXAMPLE / "made-up.csv", PROFILE)
    assert report.text("fr").startswith("Replay of ")
    with pytest.raises(ValueInvalidError, match="language: 'no code'"):
        report.text("no code")


def test_the_report_as_json_holds_nothing_but_plain_values():
    """JSON and back is the same; no float is in it."""
    data = replay_log(EXAMPLE / "made-up.csv", PROFILE).to_json()

    def refuse(text):
        raise AssertionError(text)

    assert json.loads(json.dumps(data, allow_nan=False), parse_float=refuse) == data


def test_the_made_up_log_shows_what_its_rows_are_made_for():
    """The example of the documentation has one of each fault, and its dates are right."""
    report = replay_log(EXAMPLE / "made-up.csv", PROFILE)

    assert {group.code for group in report.findings} == {
        "case-not-opened",
        "event-after-end",
        "instant-invalid",
        "instants-equal",
        "row-fields",
        "unknown-activity",
        "unknown-channel",
        "wrong-state",
    }
    assert report.comparison.days == ((0, 5), (42, 1))
    assert report.comparison.extended == 1


def test_progress_of_reading_and_of_working_is_reported(replay):
    """Both stages end at their total."""
    reports = []

    replay(*[row(case=f"c{n}") for n in range(2_500)], progress=lambda *args: reports.append(args))

    assert {stage for stage, _, _ in reports} == {"read", "work"}
    assert reports[-1] == ("work", 2_500, 2_500)
    assert all(done <= total for _, done, total in reports)


def test_every_code_of_the_readers_is_explained_in_the_how_to():
    """A code that is printed can be looked up."""
    page = (ROOT / "docs" / "how-to" / "replay-a-log.md").read_text(encoding="utf-8")

    assert [code for code in CODES if f"`{code}`" not in page] == []


words = st.sampled_from(
    [
        "",
        "c1",
        "c2",
        "Internet",
        RECEIVED,
        CHECKED,
        "2012-02-06",
        at("2012-02-06 10:00"),
        "\x00",
        '"',
        "é",
        "x" * 20_000,
    ]
)


@settings(max_examples=40)
@given(rows=st.lists(st.lists(words, min_size=8, max_size=10), max_size=12))
def test_nothing_a_log_holds_stops_a_replay(tmp_path_factory, rows):
    """Whatever the fields hold, every row is counted once and every event accounted for."""
    path = tmp_path_factory.mktemp("logs") / "log.csv"
    path.write_text("\n".join(",".join(each) for each in [HEADER, *rows]), encoding="utf-8")

    report = replay_log(path, PROFILE)

    assert report.events == report.worked + report.refused + report.left_out
    assert report.rows == report.events + report.unreadable
    assert report.fitting <= report.opened <= report.cases
    json.dumps(report.to_json())
    report.text("vi")
