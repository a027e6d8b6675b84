"""Run a scenario for `caseflow simulate`, and write its results; the page is `_simulation_page`."""

import argparse
import csv
import io
import json
from pathlib import Path

from caseflow import __version__
from caseflow.cli._packs import pack_of, part_of
from caseflow.cli._screen import OK, Progress, print_json
from caseflow.cli._simulation_page import Solved, simulation_page
from caseflow.cli._words import text_of, write_whole
from caseflow.errors import FormatError, ValueInvalidError
from caseflow.reports import Register
from caseflow.reports.pages import html_of
from caseflow.reports.pages import text_of as content_text
from caseflow.simulation import (
    Goal,
    Infeasible,
    Interval,
    Quantity,
    Replication,
    Result,
    Scenario,
    Staffing,
    events_of,
    in_processes,
    read_scenario,
    register_rows,
    simulate,
    solve,
)
from caseflow.texts import Message

__all__ = ["run"]

_INTERRUPTED = 130
_WRITTEN = Message("commands/report.written")


def run(options: argparse.Namespace) -> int:
    """Simulate the scenario; answer the goal, if there is one."""
    pack = pack_of(options)
    goal = _goal(options)
    if not 1 <= options.reps <= 100_000:
        raise ValueInvalidError("--reps", options.reps, "a number from 1 to 100000")
    if not 0 <= options.seed < 1 << 64:
        raise ValueInvalidError("--seed", options.seed, "a number from 0, below 2**64")
    mapper = None if options.processes == 1 else in_processes(options.processes)
    codec = part_of(pack, pack.codec, "codec")()
    text = text_of(options.scenario)
    scenario = read_scenario(text, options.scenario, pack.jurisdiction(), codec.payloads)
    if goal is not None:
        scenario.office.pool(options.pool)
    bar = Progress("simulating")
    reps, seed = options.reps, options.seed
    try:
        result = simulate(scenario, reps=reps, seed=seed, mapper=mapper, progress=bar)
    finally:
        bar.close()
    solved = None
    if goal is not None and not result.is_interrupted:
        solved = solve(scenario, options.pool, goal, reps=reps, seed=seed, most=200, mapper=mapper)
    _show(options, result, solved)
    return _INTERRUPTED if result.is_interrupted else OK


def _goal(options: argparse.Namespace) -> Goal | None:
    if (options.goal is None) is not (options.pool is None):
        raise ValueInvalidError("--goal", options.goal, "--goal and --pool together")
    if options.goal is not None and options.reps < 2:
        raise ValueInvalidError("--reps", options.reps, "at least 2 with --goal")
    return None if options.goal is None else Goal.parse(options.goal)


def _show(options: argparse.Namespace, result: Result, solved: Solved | None) -> None:
    data, language = _data(result, solved), options.lang
    files: dict[Path, bytes] = {}
    if options.out is not None:
        directory = Path(options.out)
        written = json.dumps(data, ensure_ascii=False, indent=2) + "\n"
        files[directory / "results.json"] = written.encode()
        files[directory / "events.csv"] = _events(result.scenario, result.seed)
        files[directory / "filings.parquet"] = _filings(result.scenario, result.seed)
        page = simulation_page(result, solved)
        html = html_of(page, language, version=__version__)
        files[directory / "simulation.html"] = html.encode()
        try:
            directory.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise FormatError(options.out, str(error.strerror or error)) from None
    for path, content in files.items():
        write_whole(path, content)
    if options.json:
        print_json(data)
        return
    print(content_text(simulation_page(result, solved, is_drawn=False), language))
    for path, content in files.items():
        print(_WRITTEN.filled(path=str(path), size=str(len(content))).in_(language))


def _events(scenario: Scenario, seed: int) -> bytes:
    """Return the event log of the first replication, with the names of XES."""
    made = io.StringIO()
    rows = csv.writer(made, lineterminator="\n")
    rows.writerow(
        (
            "case:concept:name",
            "concept:name",
            "start_timestamp",
            "time:timestamp",
            "org:resource",
            "state",
        )
    )
    for each in events_of(scenario, seed=seed):
        times = each.started_at.isoformat(), each.ended_at.isoformat()
        rows.writerow((each.case, each.action, *times, each.by, each.state))
    return made.getvalue().encode()


def _filings(scenario: Scenario, seed: int) -> bytes:
    """Return the register of the first replication, for reports."""
    made = io.BytesIO()
    Register.of_rows(register_rows(scenario, seed=seed)).frame.sink_parquet(made)
    return made.getvalue()


def _interval(found: Interval | None) -> dict[str, object] | None:
    if found is None:
        return None
    return {"mean": found.mean, "half": found.half, "number": found.number}


def _replication(each: Replication) -> dict[str, object]:
    return {
        "number": each.number,
        "filed": each.filed,
        "online": each.online,
        "replayed": each.replayed,
        "digest": each.digest,
        **{quantity.value: quantity.of(each).to_json() for quantity in Quantity},
        "utilisation": {use.pool: str(use.utilisation) for use in each.uses},
        "wait_hours": {wait.state: wait.mean_wait.total_seconds() / 3600 for wait in each.waits},
        "backlog": list(each.backlog),
    }


def _data(result: Result, solved: Solved | None) -> dict[str, object]:
    scenario = result.scenario
    data: dict[str, object] = {
        "scenario": scenario.name,
        "first_on": scenario.first_on.isoformat(),
        "last_on": scenario.last_on.isoformat(),
        "warm_up": scenario.warm_up,
        "seed": result.seed,
        "engine": result.engine,
        "version": result.version,
        "definitions": list(result.definitions),
        "checksum": result.checksum,
        "interrupted": result.is_interrupted,
        "loads": [
            {"pool": each.pool, "ratio": each.ratio, "grows_by": each.grows_by}
            for each in result.loads
        ],
        "shares": _shares(result),
        "twin": None if result.twin is None else _shares(result.twin),
        "replications": [_replication(each) for each in result.replications],
    }
    if solved is not None:
        tried = [{"clerks": number, "share": _interval(share)} for number, share in solved.tried]
        found: dict[str, object] = {"goal": str(solved.goal), "pool": solved.pool, "tried": tried}
        if isinstance(solved, Staffing):
            found |= {"clerks": solved.clerks, "share": _interval(solved.share)}
        else:
            found |= {"clerks": None, "ceiling": _interval(solved.ceiling)}
        if isinstance(solved, Infeasible):
            found |= {"bottleneck": solved.bottleneck, "is_time": solved.is_time}
        data["answer"] = found
    return data


def _shares(result: Result) -> dict[str, object]:
    found: dict[str, object] = {}
    for quantity in Quantity:
        values = [quantity.of(each).value for each in result.replications]
        known = [float(value) for value in values if value is not None]
        found[quantity.value] = _interval(Interval.of(known) if known else None)
    return found
