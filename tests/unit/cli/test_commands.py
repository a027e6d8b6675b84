"""The other commands: what they print, and how they end."""

import json
import os
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from caseflow import __version__

PERMIT = "examples/dutch-permit"


@pytest.fixture(autouse=True)
def _in_the_repository(monkeypatch, request):
    monkeypatch.chdir(request.config.rootpath)


def test_the_version_is_that_of_the_package(caseflow):
    """`caseflow --version` prints one line and exits 0."""
    ran = caseflow("--version")
    assert (ran.code, ran.out) == (0, f"caseflow {__version__}\n")


def test_no_command_is_wrong_usage(caseflow):
    """Exit code 2, with the usage on standard error."""
    ran = caseflow()
    assert ran.code == 2
    assert "usage: caseflow" in ran.err


def test_it_runs_as_a_module():
    """`python -m caseflow` is the same command."""
    words = [sys.executable, "-m", "caseflow", "due", "1 working day", "--from", "2026-03-02"]
    ran = subprocess.run(words, capture_output=True, text=True, check=True, encoding="utf-8")
    assert "Tue 2026-03-03" in ran.stdout


def test_a_reader_that_leaves_early_is_no_error():
    """`caseflow … | head -1` ends quietly."""
    script = f'"{sys.executable}" -m caseflow procedures | head -1'
    ran = subprocess.run(["bash", "-c", script], capture_output=True, text=True, check=True)
    assert ran.stderr == ""


@pytest.mark.parametrize("reads", [0, 1])
@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("replay", "examples/dutch-permit/made-up.csv", "--profile", "dutch-permit", "--json"), 1),
        (("check", "examples/dutch-permit/workflow.toml", "nowhere.toml", "--json"), 1),
        (("check", "examples/dutch-permit/profile.toml"), 0),
        (("procedures", "--search", "no such procedure at all"), 1),
    ],
)
def test_what_was_found_stands_when_nobody_reads_on(words, code, reads):
    """The exit code of a command is the same when its output is cut short by a pipe."""
    script = f'set -o pipefail; "{sys.executable}" -m caseflow {shlex.join(words)} | head -{reads}'
    ran = subprocess.run(["bash", "-c", script], capture_output=True, check=False)
    assert (ran.returncode, ran.stderr) == (code, b"")


@pytest.mark.parametrize("words", [["procedures"], ["due", "--help"], ["due"]])
def test_a_locale_without_vietnamese_gets_utf_8(words):
    """What the command writes is UTF-8 under any locale, results, help and errors alike."""
    command = [sys.executable, "-m", "caseflow", *words]
    reports = []
    for encoding in ("utf-8", "ascii", "cp1252"):
        speaks = os.environ | {"PYTHONIOENCODING": encoding}
        ran = subprocess.run(command, capture_output=True, check=False, env=speaks)
        reports.append((ran.returncode, ran.stdout.decode(), ran.stderr.decode()))
    assert reports[0] == reports[1] == reports[2]


@pytest.mark.parametrize(("closed", "code"), [(">&-", 0), ("2>&-", 0), ("--pause x 2>&-", 2)])
def test_a_stream_closed_beforehand_is_no_error(closed, code):
    """A scheduler may hand over no streams; the work is done and the exit code tells."""
    script = f'"{sys.executable}" -m caseflow due "1 working day" --from 2026-03-02 {closed}'
    ran = subprocess.run(["bash", "-c", script], capture_output=True, text=True, check=False)
    assert (ran.returncode, ran.stderr) == (code, "")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
def test_a_full_disk_behind_the_output_is_reported_in_one_line():
    """What could not be written whole is an error, not a traceback and not exit code 0."""
    command = [sys.executable, "-m", "caseflow", "due", "1 working day", "--from", "2026-03-02"]
    with Path("/dev/full").open("w") as full:
        ran = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, text=True, check=False)
    assert ran.returncode == 2
    assert ran.stderr.startswith("caseflow: standard output: cannot be written (No space left")
    assert ran.stderr.count("\n") == 1


def test_the_demo_is_the_same_for_the_same_seed(caseflow):
    """Made up, seeded and labelled; another seed gives other filings."""
    first = caseflow("demo", "--filings", 12, "--json")
    again = caseflow("demo", "--filings", 12, "--json")
    other = caseflow("demo", "--filings", 12, "--seed", 7, "--json")
    assert first.code == 0
    assert first.data["made_up"] is True
    assert first.out == again.out
    assert first.data["filings"] != other.data["filings"]


@pytest.mark.parametrize("language", ["en", "vi"])
def test_the_demo_prints_dates_explanations_and_the_promise(caseflow, language):
    """A table of dates, three explained deadlines and those of the two that are told."""
    ran = caseflow("demo", "--report", "-", "--lang", language)
    due = "DUE:" if language == "en" else "HẠN:"
    assert ran.out.count(f"  {due}") == 3 + 2
    assert ("MADE-UP" if language == "en" else "GIẢ ĐỊNH") in ran.out
    assert "10–20 %" in ran.out


@pytest.mark.parametrize(
    ("language", "shown"),
    [
        (
            "en",
            (
                "Record help with filing online",
                "(giả định)",
                "Support for the online transfer fee = 3,300 đồng",
                "Signed notices verified: 2; payments on record: 1",
                "Ask for a supplement",
                "supplement complete, the limit starts again",
                "decided 2026-08-27: early",
                "Tell the applicant the result is ready early",
                "postage 32,000 đồng, supported 32,000 đồng",
                "late by 1 d",
            ),
        ),
        (
            "vi",
            (
                "Ghi nhận hỗ trợ nộp hồ sơ trực tuyến",
                "(giả định)",
                "Hỗ trợ phí chuyển tiền trực tuyến = 3.300 đồng",
                "Thông báo có chữ ký đã kiểm tra: 2; khoản nộp ghi nhận: 1",
                "Yêu cầu bổ sung hồ sơ",
                "nhận đủ hồ sơ bổ sung, thời hạn tính lại từ đầu",
                "Có kết quả 27/8/2026: trước hạn",
                "Thông báo trả kết quả trước hạn",
                "cước 32.000 đồng, hỗ trợ 32.000 đồng",
                "quá hạn 1 ngày",
            ),
        ),
    ],
)
def test_the_demo_reports_a_filing_in_full(caseflow, language, shown):
    """Help, a supported payment, a supplement, an early return with notice, and a parcel."""
    out = caseflow("demo", "--report", "-", "--filings", 1, "--lang", language).out
    assert [each for each in shown if each not in out] == []
    assert out.splitlines()[-1] == ("All matched" if language == "en" else "Khớp toàn bộ")


def test_the_money_of_the_demo_balances(caseflow):
    """Billed = paid + subsidised, the budget is whole, and the day's statement matches."""
    data = caseflow("demo", "--json").data
    reports, free = data["stories"]
    assert reports["account"] == {
        "billed": 603_300,
        "subsidised": 3_300,
        "paid": 600_000,
        "due": 0,
    }
    assert reports["charge"]["supported"] == 3_300 + 32_000
    assert reports["charge"]["from_applicant"] == reports["account"]["paid"]
    assert free["account"]["billed"] == 0
    budget = data["budget"]
    assert budget["allotted"] == budget["paid"] + budget["left"]
    assert budget["paid"] == sum(budget["by_ground"].values())
    assert data["reconciliation"]["is_closed"] is True
    assert data["reconciliation"]["total"]["count"] >= 1


def test_a_demo_of_no_filings_is_refused(caseflow):
    """Bad numbers are one clear error."""
    ran = caseflow("demo", "--report", "-", "--filings", 0)
    assert (ran.code, ran.out) == (2, "")
    assert "[value-invalid]" in ran.err


def test_procedures_are_found_without_accents(caseflow):
    """Real procedures with limits per channel, their decision and source."""
    ran = caseflow("procedures", "--search", "giay phep lao dong", "--json")
    assert ran.code == 0
    permit = next(each for each in ran.data if each["code"] == "1.014199")
    limits = {(each["branch"], each["limit"]) for each in permit["limits"]}
    assert {(None, "10 working days"), ("refused", "3 working days")} <= limits
    assert permit["source"]


def test_no_procedure_found_is_a_finding(caseflow):
    """Exit code 1, and what to do."""
    ran = caseflow("procedures", "--search", "zzzz")
    assert ran.code == 1
    assert "fewer or shorter words" in ran.out


@pytest.mark.parametrize("form", ["mermaid", "dot", "text"])
def test_a_workflow_is_drawn_from_its_definition(caseflow, form):
    """By its name or from its file, with labels in either language."""
    ran = caseflow("diagram", "one-stop-shop", "--format", form, "--lang", "vi")
    assert ran.code == 0
    assert "Đang xử lý" in ran.out
    assert caseflow("diagram", f"{PERMIT}/workflow.toml", "--format", form).code == 0


def test_an_unknown_workflow_names_the_known_ones(caseflow):
    """Exit code 2 and the near name."""
    ran = caseflow("diagram", "one-stop")
    assert ran.code == 2
    assert "one-stop-shop" in ran.err


def test_check_reports_the_faults_of_the_shipped_data(caseflow):
    """Trap 49: real papers contradict themselves; that is reported as what their sources say."""
    ran = caseflow("check", "vn")
    assert ran.code == 0
    assert "vn: one-stop-shop: workflow without faults" in ran.out
    assert "1.014451" in ran.out
    assert "the steps add up to 51 and the limit is 53 calendar days" in ran.out


def test_check_passes_what_has_no_faults(caseflow):
    """Profiles, workflows, procedures and calendars, distinguished by their keys."""
    procedure = "examples/workflows/market-stall-procedure.toml"
    ran = caseflow("check", f"{PERMIT}/profile.toml", f"{PERMIT}/workflow.toml", procedure)
    assert ran.code == 0
    assert [line.split(": ")[1] for line in ran.out.splitlines()] == [
        "profile without faults",
        "workflow without faults",
        "procedure without faults",
    ]


def test_check_goes_on_after_a_file_it_cannot_read(caseflow, tmp_path):
    """A missing, a broken and a good file: each gets its line."""
    broken = tmp_path / "broken.toml"
    broken.write_text("= nothing", encoding="utf-8")
    good = tmp_path / "desk.toml"
    good.write_text('weekly_rest = ["sunday"]', encoding="utf-8")
    ran = caseflow("check", tmp_path / "none.toml", broken, good, "--json")
    assert ran.code == 1
    assert [each["error"] is None for each in ran.data] == [False, False, True]


def test_a_bad_decree_is_found_by_check(caseflow, tmp_path):
    """A decree that works a day that is worked already is refused by name."""
    file = tmp_path / "calendar.toml"
    file.write_text(
        '[[decree]]\nid = "D1"\nissued_on = 2026-01-01\nwork = [{ on = 2026-03-03 }]\n',
        encoding="utf-8",
    )
    ran = caseflow("check", file, "--json")
    (found,) = ran.data
    assert found["error"]["code"] == "decree-invalid"
    assert "2026-03-03" in found["error"]["message"]


def test_replay_prints_what_fitted_and_what_did_not(caseflow):
    """A made-up log with known faults: exit code 1, and the report as JSON."""
    ran = caseflow("replay", f"{PERMIT}/made-up.csv", "--profile", "dutch-permit", "--json")
    assert ran.code == 1
    assert ran.data["status"] == "findings"
    assert json.loads(ran.out)["cases"]["total"] >= 1


def test_replay_of_a_missing_log_or_profile_is_wrong_usage(caseflow):
    """Each names what is missing."""
    log = caseflow("replay", "none.csv", "--profile", "dutch-permit")
    profile = caseflow("replay", f"{PERMIT}/made-up.csv", "--profile", "none")
    assert (log.code, profile.code) == (2, 2)
    assert "[log-file]" in log.err
    assert "[profile-invalid]" in profile.err
