"""A log worked through its profile becomes a register with the shares of its replay."""

from pathlib import Path

import pytest

from caseflow.interchange import load_profile
from caseflow.reports.counts import Period, count
from caseflow.reports.register import Register, register_log

ROOT = Path(__file__).parents[2]
PROFILE = ROOT / "examples" / "dutch-permit" / "profile.toml"
JUDGED = ["early", "on_time", "late"]
LOGS = {
    "made-up": ROOT / "examples" / "dutch-permit" / "made-up.csv",
    "public": ROOT.parent / "shared" / "logs" / "receipt.csv",
}


@pytest.mark.parametrize("name", LOGS)
def test_a_register_of_a_log_has_the_shares_of_its_replay(tmp_path, name):
    """On time, a tenth and a fifth early, over all and by channel, are those of the report."""
    if not LOGS[name].exists():
        pytest.skip("the public log is not here")
    done = register_log(LOGS[name], load_profile(PROFILE), tmp_path / "register", unit="Office")
    counted = count(
        Register.open(tmp_path / "register"), by=("unit", "channel"), period=Period.YEAR
    )
    report = done.report

    assert (done.rows, done.left_out) == (report.opened, report.cases - report.opened)
    overall = counted.where(unit="Office")
    assert overall.share(["early", "on_time"], JUDGED) == report.overall.on_time
    tenth, fifth = report.overall.early
    assert overall.share("early_10", JUDGED) == tenth
    assert overall.share("early_20", JUDGED) == fifth
    if name == "public":
        shares = (report.overall.on_time, tenth, fifth)
        assert [share.percent() for share in shares] == ["71.6", "54.7", "43.0"]
        assert overall.total("filings") == 1_434
        assert overall.total("decided") == 1_329


def test_a_register_of_a_log_does_not_change_its_replay(tmp_path):
    """The findings of the replay are the same with and without a register."""
    from caseflow.interchange import replay_log

    done = register_log(LOGS["made-up"], load_profile(PROFILE), tmp_path / "register")

    assert done.report == replay_log(LOGS["made-up"], load_profile(PROFILE))
