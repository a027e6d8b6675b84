"""Rules of how replayed cases stand: what decides them, when they are finished, what never aborts.

The profile, workflow and procedure are small and written here, so that each rule is seen whole.
"""

from datetime import date
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from caseflow import vietnam as vn
from caseflow.errors import ProfileError
from caseflow.interchange import load_profile, replay_log
from caseflow.vietnam.stored import definition_codec

PROCEDURE = """
format = "procedure/1"
code = "T.1"
version = "1"
name = { vi = "Thử", en = "Trial" }
workflow = "trial"
limits = [{ limit = { amount = 10, unit = "calendar-day" } }]
extension = { limit = { amount = 5, unit = "calendar-day" } }
"""

WORKFLOW = """
format = "workflow/1"
name = "trial"
version = "1"
initial = "lodged"
languages = ["vi", "en"]
clocks = [{ name = "legal", labels = { vi = "hạn", en = "legal" } }]
roles = [{ name = "clerk", labels = { vi = "cán bộ", en = "clerk" } }]
states = [
  { name = "lodged", labels = { vi = "đã nộp", en = "lodged" } },
  { name = "working", labels = { vi = "đang xử lý", en = "working" } },
  { name = "waiting", labels = { vi = "chờ bổ sung", en = "waiting" } },
  { name = "decided", labels = { vi = "có kết quả", en = "decided" } },
  { name = "returned", labels = { vi = "đã trả", en = "returned" }, is_final = true },
  { name = "withdrawn", labels = { vi = "đã rút", en = "withdrawn" }, is_final = true },
]
actions = [
  { name = "receive", labels = { vi = "tiếp nhận", en = "receive" } },
  { name = "ask", labels = { vi = "yêu cầu", en = "ask" } },
  { name = "supply", labels = { vi = "bổ sung", en = "supply" } },
  { name = "decide", labels = { vi = "ra kết quả", en = "decide" } },
  { name = "return", labels = { vi = "trả", en = "return" } },
  { name = "withdraw", labels = { vi = "rút", en = "withdraw" } },
]
""" + "".join(
    f"""
[[transitions]]
action = "{action}"
source = "{source}"
target = "{target}"
roles = ["clerk"]
{f'clocks = [{{ verb = "{verb}", clock = "legal" }}]' if verb else ""}
{"decides = true" if action == "decide" else ""}
"""
    for action, source, target, verb in [
        ("receive", "lodged", "working", "start"),
        ("ask", "working", "waiting", "pause"),
        ("supply", "waiting", "working", "resume"),
        ("decide", "working", "decided", "stop"),
        ("return", "decided", "returned", ""),
        ("withdraw", "working", "withdrawn", "stop"),
        ("withdraw", "waiting", "withdrawn", "stop"),
    ]
)

PROFILE = """
format = "caseflow-replay/1"
name = "trial"
title = { vi = "Thử", en = "Trial" }
workflow = "workflow.toml"
procedure = "procedure.toml"
zone = "UTC"
calendar = "weekends"
roles = ["clerk"]
columns = { case = "case", activity = "what", at = "at", end = "end", deadline = "deadline" }
activities = { R = "receive", A = "ask", S = "supply", D = "decide", B = "return", W = "withdraw" }
timeliness = { against = "computed", early = ["10 %", "20 %"] }
"""

HEADER = "case,what,at,end,deadline"


@cache
def _profile(text=PROFILE):
    """Load a profile with the workflow and the procedure above."""
    with TemporaryDirectory() as folder:
        files = {"profile": text, "workflow": WORKFLOW, "procedure": PROCEDURE}
        for name, content in files.items():
            Path(folder, f"{name}.toml").write_text(content, encoding="utf-8")
        return load_profile(Path(folder, "profile.toml"))


@pytest.fixture
def replay(tmp_path):
    """Replay rows (case, activity, day of March, end, deadline) by the profile above."""

    def replay(*rows, profile=PROFILE):
        (tmp_path / "log.csv").write_text("\n".join([HEADER, *map(_row, rows)]), encoding="utf-8")
        return replay_log(tmp_path / "log.csv", _profile(profile))

    return replay


def _row(row):
    case, what, at, end, deadline = (*row, "", "")[:5]
    at = at if isinstance(at, str) else f"2026-03-{at:02}T09:00Z"
    return f"{case},{what},{at},{end},{deadline}"


def codes(report):
    return {group.code: group.count for group in report.findings}


LIFE = [("a", "R", 2), ("a", "D", 9), ("a", "B", 20)]


def ended(rows, end, deadline=""):
    return [(*row, end, deadline) for row in rows]


# ── one bad case never stops the others ─────────────────────────────────────────────────────


def test_a_stopped_clock_is_compared_with_the_extended_limit(replay):
    """The log's date is that of the limit extended once, though the clock stopped long ago."""
    late = [("b", "R", 2), ("b", "D", 9)]
    report = replay(*ended(LIFE, "", "2026-03-12"), *ended(late, "", "2026-03-17"))

    assert (report.comparison.equal, report.comparison.differ) == (1, 1)
    assert report.comparison.extended == 1
    assert codes(report) == {}


@pytest.mark.parametrize("end", ["2150-12-31", "1850-01-01", "1999-12-30", "9998-12-31"])
def test_an_end_outside_the_calendar_is_reported_and_the_others_go_on(replay, end):
    """A day that the calendar does not know is a finding of its case."""
    report = replay(*ended(LIFE, end), ("b", "R", 2), ("b", "D", 9))

    assert report.opened == 2
    assert codes(report)
    assert report.overall.on_time.whole == 2


def test_a_start_outside_the_calendar_is_reported_and_the_others_go_on(replay):
    """A case that cannot be opened is left out with the reason."""
    profile = (
        PROFILE.replace('at = "at",', 'at = "at", start = "deadline",')
        .replace('deadline = "deadline" }', "}")
        .replace('end = "end", }', 'end = "end" }')
    )
    report = replay(
        ("a", "R", 2, "", "2999-12-30"), ("b", "R", 2, "", "2026-03-02"), profile=profile
    )

    assert report.opened == 1
    assert codes(report)["case-not-opened"] == 1


_DAYS = st.one_of(
    st.dates(date(1, 1, 1), date(9999, 12, 31)),
    st.dates(date(2026, 1, 1), date(2026, 12, 31)),
)


@settings(max_examples=80)
@given(
    rows=st.lists(
        st.tuples(
            st.sampled_from("abc"),
            st.sampled_from(["R", "A", "S", "D", "B", "W", "?"]),
            _DAYS,
            st.one_of(st.just(""), _DAYS.map(date.isoformat), st.just("x")),
            st.one_of(st.just(""), _DAYS.map(date.isoformat)),
        ),
        min_size=1,
        max_size=12,
    ),
    against=st.sampled_from(["computed", "log"]),
    decision=st.sampled_from(["workflow", "end"]),
)
def test_no_log_stops_a_replay(tmp_path_factory, rows, against, decision):
    """Whatever dates a log has, every row is accounted for and the report is made."""
    folder = tmp_path_factory.mktemp("fuzz")
    measure = 'by = "day", ' if against == "log" else ""
    profile = PROFILE.replace(
        'against = "computed",', f'against = "{against}", {measure}decision = "{decision}",'
    )
    lines = [_row((case, what, f"{at}T09:00Z", *more)) for case, what, at, *more in rows]
    (folder / "log.csv").write_text("\n".join([HEADER, *lines]), encoding="utf-8")

    report = replay_log(folder / "log.csv", _profile(profile))

    assert report.rows == len(rows)
    assert report.events == report.worked + report.refused + report.left_out
    assert report.fitting <= report.opened <= report.cases
    assert report.text("vi")
    assert report.text("en")


# ── what decides, what is finished ──────────────────────────────────────────────────────────


def test_timeliness_is_judged_at_the_decision_and_not_at_the_end(replay):
    """Decided on the 9th of a limit that ends on the 12th: on time, though it ended on the 20th."""
    report = replay(*ended(LIFE, "2026-03-20"))

    assert report.overall.on_time == report.overall.early[0].__class__(1, 1)
    assert [share.part for share in report.overall.early] == [1, 1]
    assert (report.finished, report.open) == (1, 0)


def test_the_share_left_is_counted_at_the_decision(replay):
    """Seven of ten days used leave 3/10, whether or not the workflow goes on afterwards."""
    profile = PROFILE.replace('early = ["10 %", "20 %"]', 'early = ["30 %", "31 %"]')
    report = replay(*ended(LIFE, "2026-03-20"), profile=profile)

    assert [share.part for share in report.overall.early] == [1, 0]


def test_the_end_of_the_log_decides_if_the_profile_says_so(replay):
    """By the end on the 20th the same case is late, and its clock counts to that day."""
    profile = PROFILE.replace('against = "computed",', 'against = "computed", decision = "end",')
    report = replay(*ended(LIFE, "2026-03-20"), profile=profile)

    assert (report.overall.on_time.part, report.overall.on_time.whole) == (0, 1)
    assert [share.part for share in report.overall.early] == [0, 0]


def test_a_case_that_ended_without_a_decision_is_counted_by_its_state(replay):
    """A withdrawn case fits, is finished, and is not judged."""
    report = replay(("a", "R", 2), ("a", "W", 5))

    assert (report.fitting, report.finished, report.overall.on_time.whole) == (1, 1, 0)
    assert [(state.name, count) for state, count in report.undecided] == [("withdrawn", 1)]
    assert report.to_json()["timeliness"]["undecided"] == {"withdrawn": 1}
    assert "ended without a decision: 1 (withdrawn 1)" in report.text("en")


def test_a_case_that_the_log_ends_while_it_is_paused_does_not_fit(replay):
    """The log says it is over, and the workflow still waits for the applicant."""
    report = replay(*ended([("a", "R", 2), ("a", "A", 5)], "2026-03-20"))

    assert codes(report) == {"ended-paused": 1}
    assert (report.fitting, report.finished, report.open, report.paused) == (0, 0, 1, 1)
    assert [(state.name, count) for state, count in report.undecided] == [("waiting", 1)]


def test_a_case_that_the_log_ends_while_it_runs_does_not_fit(replay):
    """The log says it is over, and nobody decided."""
    report = replay(*ended([("a", "R", 2)], "2026-03-20"))

    assert codes(report) == {"ended-undecided": 1}
    assert report.fitting == 0


def test_an_open_case_without_an_end_fits(replay):
    """A case that is still worked has nothing wrong with it."""
    report = replay(("a", "R", 2), ("a", "A", 5))

    assert codes(report) == {}
    assert (report.fitting, report.open, report.paused) == (1, 1, 1)


# ── what a profile may say ──────────────────────────────────────────────────────────────────


def test_an_activity_without_an_action_is_a_fault(replay):
    """An empty name would refuse every event of the activity."""
    with pytest.raises(ProfileError, match=r"activities\.Start: names no action"):
        replay(profile=PROFILE.replace('R = "receive",', 'R = "receive", Start = "",'))


@pytest.mark.parametrize(
    ("decision", "message"),
    [("end", "no end column is named"), ("never", "'workflow' or 'end'")],
)
def test_a_decision_that_nothing_gives_is_a_fault(replay, decision, message):
    """What decides must be there."""
    profile = PROFILE.replace('end = "end", ', "").replace(
        'against = "computed",', f'against = "computed", decision = "{decision}",'
    )
    with pytest.raises(ProfileError, match=message):
        replay(profile=profile)


SHOP = """
format = "caseflow-replay/1"
name = "shop"
title = { vi = "Một cửa", en = "One-stop shop" }
workflow = "one-stop-shop"
procedure = "1.014445"
calendar = "Một cửa thành phố Đà Nẵng"
zone = "Asia/Ho_Chi_Minh"
roles = ["intake", "officer", "approver"]
channel = "online"
columns = { case = "case", activity = "what", at = "at" }
activities = { R = "receive", T = "assign", D = "decide" }
timeliness = { against = "computed" }

[payloads.assign]
unit = "Phòng chuyên môn"

[payloads.receive]
papers = { column = "papers", as = "integer" }

[payloads.decide]
number = { column = "number" }
"""


def _shop(
    tmp_path,
    text=SHOP,
    rows=(
        "a,R,2026-03-02T09:00+07:00,4,",
        "a,T,2026-03-02T10:00+07:00,,",
        "a,D,2026-03-05T09:00+07:00,,12/QĐ",
    ),
):
    office = vn.danang()
    text = text.replace("Một cửa thành phố Đà Nẵng", office.name)
    (tmp_path / "shop.toml").write_text(text, encoding="utf-8")
    log = tmp_path / "shop.csv"
    log.write_text("\n".join(["case,what,at,papers,number", *rows]), encoding="utf-8")
    profile = load_profile(tmp_path / "shop.toml", codec=definition_codec(), jurisdiction=office)
    return replay_log(log, profile)


def test_a_profile_names_the_definitions_of_a_pack(tmp_path):
    """Workflow, procedure and calendar of the pack, with payloads from columns of the log."""
    report = _shop(tmp_path)

    assert codes(report) == {}
    assert report.worked == 3
    assert report.overall.on_time.part == 1


def test_a_payload_that_a_row_does_not_give_is_a_finding_of_its_case(tmp_path):
    """A number that is none leaves the event out, and the next case goes on."""
    report = _shop(
        tmp_path,
        rows=[
            "a,R,2026-03-02T09:00+07:00,four,",
            "b,R,2026-03-02T09:00+07:00,4,",
            "b,T,2026-03-02T10:00+07:00,,",
        ],
    )

    assert (report.refused, report.worked) == (1, 2)
    assert codes(report) == {"format-unknown": 1}


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("papers = {", "paper = {", "is no field of the payload"),
        ('as = "integer"', 'as = "number"', "is not known"),
        ("[payloads.receive]", "[payloads.recieve]", "recieve"),
        ('workflow = "one-stop-shop"', 'workflow = "one-stop"', "one-stop-shop"),
        ('procedure = "1.014445"', 'procedure = "9.9"', "9.9"),
    ],
)
def test_what_a_profile_misnames_is_a_fault(tmp_path, old, new, message):
    """Every name is looked up before the log is read."""
    with pytest.raises(ProfileError, match=message):
        _shop(tmp_path, SHOP.replace(old, new))


# ── how counts read ─────────────────────────────────────────────────────────────────────────


def test_few_among_many_are_not_printed_as_none(replay):
    """One refused event of two thousand is less than 0.1 %, and the rest are not all."""
    rows = [(f"c{number}", "R", 2) for number in range(2_000)]
    report = replay(*rows, ("c1", "S", 3))

    assert (report.refused, report.worked) == (1, 2_000)
    assert "refused 1 (< 0.1 %)" in report.text("en")
    assert "worked 2,000 (> 99.9 %)" in report.text("en")
    assert "bị từ chối 1 (< 0,1 %)" in report.text("vi")
