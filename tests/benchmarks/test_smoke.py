"""The benchmarks run and give every figure they promise; how fast is not asked here."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
from benchmarks.__main__ import NAMES, main
from benchmarks.catalogue import BENCHMARKS
from benchmarks.racing import Contender, Spread, race

from benchmarks import environment

#: The keys that others read, and the peer each needs; "" for none.
KEYS = {
    "fire_vs_transitions": "",
    "actions_vs_transitions": "",
    "bytes_per_case": "",
    "days_scalar_vs_holidays": "",
    "days_scalar_vs_bizdays": "bizdays",
    "days_bulk_vs_numpy": "",
    "hours_scalar_vs_pandas": "",
    "hours_bulk_vs_pandas": "",
    "import_ms": "",
    "core_deps_import_ms": "",
    "replay_events_per_s": "",
    "timeliness_us": "",
    "kpi_filings_per_cpu_s": "",
    "kpi_by_procedure_per_cpu_s": "",
    "kpi_peak_mb": "",
    "sim_plain_vs_simpy": "",
    "sim_plain_vs_bare_simpy": "",
    "sim_plain_cases_per_s": "",
    "store_sqlite_vs_eventsourcing": "eventsourcing",
    "store_sqlite_vs_eventsourcing_4_processes": "eventsourcing",
    "store_sqlite_vs_django_fsm": "django-fsm-2 + log",
    "store_sqlite_work_vs_eventsourcing": "eventsourcing",
    "store_sqlite_work_vs_django_fsm": "django-fsm-2 + log",
    "store_pg_vs_eventsourcing": "eventsourcing",
    "store_pg_vs_eventsourcing_4_processes": "eventsourcing",
    "store_pg_vs_dbos": "DBOS",
    "sqlite_p99_vs_median": "",
    "due_1000_of_1m_ms": "PostgreSQL",
    "due_1000_of_1m_ms_sqlite": "",
    "due_1000_of_1m_claim_ms": "PostgreSQL",
    "due_1000_of_1m_claim_ms_sqlite": "",
    "list_page_ms": "PostgreSQL",
    "list_page_ms_sqlite": "",
    "list_deep_ms": "PostgreSQL",
    "list_deep_ms_sqlite": "",
    "import_cases_per_s": "PostgreSQL",
    "bytes_per_event": "",
    "bytes_per_event_postgresql": "PostgreSQL",
}


@pytest.fixture(scope="module")
def ran(tmp_path_factory: pytest.TempPathFactory) -> tuple[int, dict[str, object]]:
    """Run every benchmark once with next to nothing to do, beside the peers that are here."""
    file = tmp_path_factory.mktemp("benchmarks") / "figures.json"
    # In another process, as it is run to measure: there nothing counts the lines that run.
    command = [sys.executable, "-m", "benchmarks", "--here", "--tiny", "--json", str(file)]
    ran = subprocess.run(command, cwd=environment.ROOT, capture_output=True, check=False)
    assert file.exists(), ran.stderr.decode()
    return ran.returncode, json.loads(file.read_text(encoding="utf-8"))


@pytest.mark.parametrize("key", KEYS)
def test_every_figure_is_there(ran: tuple[int, dict[str, object]], key: str):
    """A figure is a number above zero; it is empty only where its peer is not installed."""
    _, figures = ran
    absent = figures["absent"]
    assert isinstance(absent, dict)

    assert key in figures
    if KEYS[key] in absent:
        pytest.skip(str(absent[KEYS[key]]))
    value = figures[key]
    assert isinstance(value, float)
    assert value > 0


def test_absent_peers_are_reported_by_the_exit_code(ran: tuple[int, dict[str, object]]):
    """In the environment of the peers none is absent, and the command says so."""
    code, figures = ran

    assert code == (1 if figures["absent"] else 0)


def test_every_benchmark_has_a_name():
    """What --only takes is what there is."""
    assert set(NAMES) == set(BENCHMARKS)


def test_only_what_is_asked_for_runs(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    """--only chooses by name."""
    file = tmp_path / "figures.json"
    main(["--here", "--tiny", "--only", "days-bulk", "--json", str(file)])

    assert "days_bulk_vs_numpy" in json.loads(file.read_text(encoding="utf-8"))
    assert "working hours" not in capsys.readouterr().out


def test_the_peers_have_an_environment_of_their_own(monkeypatch: pytest.MonkeyPatch):
    """Without --here the command runs itself again, with the peers beside it."""
    asked = list[list[str]]()
    monkeypatch.setattr("benchmarks.__main__.rerun", lambda given: asked.append(given) or 0)

    assert main(["--only", "fire"]) == 0
    assert asked == [["--only", "fire"]]
    assert environment.HOME.is_relative_to(environment.ROOT / ".venv")


def test_a_ratio_is_taken_within_a_round():
    """Rounds are compared one by one, so that a slow minute strikes both."""
    contenders = [
        Contender("one", 1, lambda: lambda: sum(range(1_000))),
        Contender("ten", 1, lambda: lambda: [sum(range(1_000)) for _ in range(10)]),
    ]
    run = race(contenders, 5)
    ratio = run.ratio("one", "ten")

    assert ratio is not None
    assert ratio.least <= ratio.median <= ratio.greatest
    assert len(run.seconds["one"]) == len(run.seconds["ten"]) == 5
    assert run.ratio("one", "nobody") is None


def test_a_spread_has_its_median_between_its_ends():
    """The median, the least and the greatest; turned over, the ends change places."""
    spread = Spread.of([4.0, 1.0, 2.0])

    assert (spread.median, spread.least, spread.greatest) == (2.0, 1.0, 4.0)
    assert spread.inverse() == Spread(0.5, 0.25, 1.0)


def test_the_lock_of_the_peers_holds_hashes_and_no_address():
    """The environment of the peers is made from pins with hashes, alike for both locks."""
    text = environment.REQUIREMENTS.read_text(encoding="utf-8")
    pins = dict(re.findall(r"^([a-z0-9-]+)==(\S+)", text, flags=re.MULTILINE))
    lines = re.findall(r"^[^#\s].*$", text, flags=re.MULTILINE)
    hashed = re.findall(r"^[^#\s].*==.* \\\n {4}--hash=sha256:", text, flags=re.MULTILINE)

    assert len(lines) == len(hashed) > 0
    assert "://" not in text
    tested = (environment.ROOT / "requirements" / "dev.txt").read_text(encoding="utf-8")
    for name in ("numpy", "pandas", "transitions", "holidays"):
        assert re.search(rf"^{name}=={re.escape(pins[name])}\b", tested, flags=re.MULTILINE)
