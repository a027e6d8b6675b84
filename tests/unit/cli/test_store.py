"""The commands that look after a store, and the ones that keep cases in it."""

import io
import json
import os
import signal
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from caseflow.cli import _screen as screen
from caseflow.cli import main
from caseflow.cli._keeping import shown_url
from caseflow.stores import Query, open_store

PERMIT = "examples/dutch-permit"
#: The demonstration of twelve filings, and the two in full detail.
IN_ALL = 12 + 2 + 1
LONG_AGO, MUCH_LATER = "2026-08-02T08:00+07:00", "2026-12-01T08:00+07:00"


@pytest.fixture(autouse=True)
def _in_the_repository(monkeypatch, request):
    monkeypatch.chdir(request.config.rootpath)


@pytest.fixture
def url(tmp_path):
    """The address of a file that is not there yet."""
    return f"sqlite:///{tmp_path}/cases.db"


@pytest.fixture
def kept(caseflow, url):
    """The address of a store that holds a small demonstration."""
    assert caseflow("demo", "--report", "-", "--filings", 12, "--store", url).code == 0
    return url


def path_of(url):
    """The file behind a SQLite address."""
    return url.removeprefix("sqlite:///")


# ── the tables ──────────────────────────────────────────────────────────────────────────────


def test_a_store_is_made_once(caseflow, url):
    """`init` makes the tables, and says so when they are there."""
    assert "made in" in caseflow("store", "init", url).out
    assert "is there already" in caseflow("store", "init", url).out
    assert caseflow("store", "init", url, "--json").data["found"] > 0
    assert "already" in caseflow("store", "migrate", url).out


@pytest.mark.parametrize("duty", ["migrate", "verify", "stats", "import"])
def test_a_store_without_tables_says_what_to_do(caseflow, url, duty):
    """Whatever is asked of a store that is not there is wrong usage, and makes no file."""
    words = ["nothing.jsonl"] if duty == "import" else []
    ran = caseflow("store", duty, url, *words)
    assert ran.code == 2
    assert "caseflow store init" in ran.err
    assert not Path(path_of(url)).exists()


def test_an_instant_that_no_store_can_place_is_refused(caseflow, kept):
    """In UTC it lies before the year 1."""
    ran = caseflow("store", "verify", kept, "--seal", "--at", "0001-01-01T00:00+14:00")
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith("caseflow: --at: ")


def test_an_old_store_is_migrated(caseflow, kept):
    """Tables of another release are refused by every duty but `migrate`."""
    with sqlite3.connect(path_of(kept)) as connection:
        connection.execute("insert into cf_schema (version) values (99)")
    connection.close()
    for duty in ("init", "migrate", "verify", "stats"):
        ran = caseflow("store", duty, kept)
        assert ran.code == 2
        assert "[store-schema]" in ran.err


def test_a_file_that_may_only_be_read_is_refused(caseflow, kept):
    """Nobody is told to ask again: it would never help, and a sweep would go on for ever."""
    path = Path(path_of(kept))
    raw = bytearray(path.read_bytes())
    raw[18] = 3  # SQLite only reads a file whose write version is above 2, whoever asks
    path.write_bytes(raw)
    assert caseflow("store", "stats", kept).code == 0

    ran = caseflow("serve-due", kept, "--once")
    assert ran.code == 2
    assert "readonly database; nothing was changed [store-refused]" in ran.err


@pytest.mark.parametrize(
    "words", [("store", "init"), ("demo", "--report", "-", "--filings", 1, "--store")]
)
def test_a_store_in_a_directory_that_is_not_there_is_wrong_usage(caseflow, tmp_path, words):
    """The directory is named; to "ask again with the same key" would never help."""
    ran = caseflow(*words, f"sqlite:///{tmp_path}/none/cases.db")
    assert ran.code == 2
    assert f"make {tmp_path}/none first" in ran.err
    assert not (tmp_path / "none").exists()


def test_a_missing_driver_is_installed_and_not_asked_again(caseflow, monkeypatch):
    """Without psycopg the message says what to install."""
    monkeypatch.setitem(sys.modules, "psycopg", None)
    for name in [name for name in sys.modules if name.startswith("caseflow.stores._postgres")]:
        monkeypatch.delitem(sys.modules, name)
    ran = caseflow("store", "stats", "postgresql://portal:secret@db/cases")
    assert ran.code == 2
    assert "psycopg is not installed; run pip install 'caseflow-engine[postgres]'" in ran.err
    assert "[package-missing]" in ran.err


def test_a_wrong_address_is_refused_without_its_password(caseflow):
    """An address of no store is wrong usage; nothing printed holds a password."""
    ran = caseflow("store", "stats", "mysql://portal:secret@db/cases")
    assert ran.code == 2
    assert "secret" not in ran.err + ran.out
    assert shown_url("postgresql://portal:secret@db/cases") == "postgresql://portal:...@db/cases"
    assert shown_url("sqlite:///cases.db") == "sqlite:///cases.db"


# ── a demonstration that is kept ────────────────────────────────────────────────────────────


def test_a_demo_is_kept_and_proven(caseflow, kept):
    """What the demonstration worked is in the store, and every chain verifies."""
    ran = caseflow("store", "verify", kept, "--deep", "--json")
    assert ran.code == 0
    assert ran.data["cases"] == IN_ALL
    assert ran.data["is_sound"] is True
    counts = caseflow("store", "stats", kept, "--json").data
    assert counts["records"] == ran.data["records"]
    assert "records" in caseflow("store", "stats", kept).out


def test_a_repeated_demo_keeps_nothing_twice(caseflow, kept):
    """The same seed gives the same keys, so a second run changes nothing."""
    before = caseflow("store", "stats", kept, "--json").data
    again = caseflow("demo", "--filings", 12, "--store", kept, "--json").data["store"]
    assert (again["kept"], again["there"]) == (0, before["records"])
    assert caseflow("store", "stats", kept, "--json").data == before


def test_a_demo_prints_the_same_with_a_store(caseflow, kept):
    """Keeping changes no answer."""
    alone = caseflow("demo", "--filings", 12, "--json").data
    with_store = caseflow("demo", "--filings", 12, "--store", kept, "--json").data
    assert with_store.pop("store")
    assert with_store == alone


@pytest.mark.parametrize("after", [0, 1, 7])
def test_an_interrupted_demo_goes_on(caseflow, url, monkeypatch, after):
    """Stopped anywhere, it says how to go on; repeated, it ends as if never stopped."""
    from caseflow.cli._keeping import Keeping

    keep, left = Keeping.keep, [after]

    def stopping(self, case):
        left[0] -= 1
        if left[0] < 0:
            raise KeyboardInterrupt
        return keep(self, case)

    with monkeypatch.context() as patch:
        patch.setattr(Keeping, "keep", stopping)
        ran = caseflow("demo", "--report", "-", "--filings", 12, "--store", url)
    assert ran.code == 130
    assert "run the same command again" in ran.err
    kept = caseflow("store", "stats", url, "--json").data
    assert kept["cases"] == after

    went_on = caseflow("demo", "--filings", 12, "--store", url, "--json").data["store"]
    assert went_on["there"] == kept["records"]
    assert caseflow("store", "verify", url, "--deep", "--json").data["records"] == (
        went_on["kept"] + went_on["there"]
    )


@pytest.mark.parametrize("batch", [1, 30, 5_000])
def test_a_log_is_kept_in_batches_and_found_again(caseflow, url, monkeypatch, batch):
    """However many records a transaction takes, all are kept once, with their messages."""
    monkeypatch.setattr("caseflow.cli._keeping._BATCH", batch)
    words = ("replay", f"{PERMIT}/made-up.csv", "--profile", "dutch-permit", "--store", url)
    first = caseflow(*words, "--json").data["store"]
    stats = caseflow("store", "stats", url, "--json").data
    assert (first["cases"], first["kept"]) == (stats["cases"], stats["records"])
    assert caseflow(*words, "--json").data["store"]["kept"] == 0
    assert caseflow("store", "stats", url, "--json").data == stats
    assert caseflow("store", "verify", url, "--deep").code == 0


def test_other_filings_get_other_numbers(caseflow, kept):
    """Another seed or count is another month in the same store; the told filings are the same."""
    caseflow("demo", "--report", "-", "--filings", 12, "--seed", 7, "--store", kept)
    caseflow("demo", "--report", "-", "--filings", 5, "--store", kept)
    assert caseflow("store", "verify", kept, "--json").data["cases"] == IN_ALL + 12 + 5


def test_a_demo_leaves_no_file_unless_asked(caseflow, tmp_path, monkeypatch):
    """Without --store no case is kept; without a URL it is a file where the user stands."""
    monkeypatch.chdir(tmp_path)
    caseflow("demo", "--report", "-", "--filings", 2)
    assert not list(tmp_path.iterdir())
    caseflow("demo", "--report", "-", "--filings", 2, "--store")
    assert (tmp_path / "caseflow-demo.db").exists()


# ── a log that is kept ──────────────────────────────────────────────────────────────────────


def test_a_replay_is_kept_and_repeated(caseflow, url):
    """Each case of the log that was opened is kept; the report is the same; twice is once."""
    words = ("replay", f"{PERMIT}/made-up.csv", "--profile", "dutch-permit", "--json")
    alone = caseflow(*words)
    first = caseflow(*words, "--store", url)
    again = caseflow(*words, "--store", url)
    assert (alone.code, first.code, again.code) == (1, 1, 1)
    report, store_again = first.data, again.data["store"]
    store = report.pop("store")
    assert report == alone.data
    assert store["cases"] == alone.data["cases"]["opened"]
    assert (store_again["kept"], store_again["there"]) == (0, store["kept"])
    assert caseflow("store", "verify", url, "--deep").code == 0


def test_a_log_that_says_something_else_is_reported(caseflow, url, tmp_path):
    """A case that is kept with other records is reported, and stays as it is."""
    words = ("--profile", "dutch-permit", "--store", url, "--json")
    log = tmp_path / "log.csv"
    text = Path(PERMIT, "made-up.csv").read_text(encoding="utf-8")
    log.write_text(text, encoding="utf-8")
    first = caseflow("replay", log, *words).data
    assert first["store"]["kept"] > 0
    log.write_text(text.replace(",Internet,", ",Desk,"), encoding="utf-8")
    second = caseflow("replay", log, *words).data
    assert "store-refused" in {finding["code"] for finding in second["findings"]}
    assert second["store"]["kept"] == 0
    assert caseflow("store", "verify", url, "--deep").code == 0


# ── verify ──────────────────────────────────────────────────────────────────────────────────


def tampered(url, *statements):
    """Do what only the owner of the file can: without the triggers."""
    with sqlite3.connect(path_of(url)) as connection:
        triggers = connection.execute("select name from sqlite_master where type = 'trigger'")
        for (name,) in triggers.fetchall():
            connection.execute(f"drop trigger {name}")
        for statement in statements:
            connection.execute(statement)
    connection.close()


def test_verify_finds_what_was_altered(caseflow, kept):
    """A fault names its case and its record, and the exit code is 1."""
    tampered(kept, "update cf_record set text = replace(text, 'papers', 'PAPERS') where seq = 1")
    ran = caseflow("store", "verify", kept)
    assert ran.code == 1
    assert "FAULT case made-up-2026-12-001, record 1" in ran.out
    assert "NOT SOUND" in ran.out
    faults = caseflow("store", "verify", kept, "--json").data["faults"]
    assert {fault["seq"] for fault in faults} == {1}


def test_a_seal_is_set_published_and_asked_for(caseflow, kept):
    """The seal that is printed is one that verifies later; one that is not kept is a fault."""
    ran = caseflow("store", "verify", kept, "--seal", "--at", MUCH_LATER)
    line = ran.out.splitlines()[-1]
    assert line.startswith(f"seal 1 of 2026-12-01T01:00:00+00:00: {IN_ALL} cases, root ")
    assert caseflow("store", "verify", kept, "--published", line).code == 0
    assert caseflow("store", "verify", kept, "--json").data["seal"]["text"] == line
    refused = caseflow("store", "verify", kept, "--published", line.replace(f"{IN_ALL} c", "11 c"))
    assert refused.code == 1
    assert "not kept as published" in refused.out
    assert caseflow("store", "verify", kept, "--published", line[:-2]).code == 2


def test_what_is_not_sound_is_not_sealed(caseflow, kept):
    """A seal would make the fault look right."""
    tampered(kept, "update cf_record set actor = 'somebody else' where seq = 1")
    assert caseflow("store", "verify", kept, "--seal").code == 1
    assert caseflow("store", "verify", kept, "--json").data["seal"] is None


# ── out and in ──────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def exported(caseflow, kept, tmp_path):
    """An export of the small demonstration."""
    path = tmp_path / "cases.jsonl"
    ran = caseflow("store", "export", kept, path)
    assert ran.code == 1  # messages wait, and are left behind
    assert "messages that wait were left behind" in ran.out
    return path


@pytest.fixture
def other(caseflow, tmp_path):
    """The address of an empty store with tables."""
    url = f"sqlite:///{tmp_path}/other.db"
    caseflow("store", "init", url)
    return url


def test_an_export_goes_in_again_whole(caseflow, kept, exported, other, tmp_path):
    """What comes in is what went out, chains and summaries and definitions, to the byte."""
    ran = caseflow("store", "import", other, exported, "--json")
    assert (ran.code, ran.data["cases"], ran.data["faults"]) == (0, IN_ALL, [])
    assert caseflow("store", "verify", other, "--deep").code == 0
    again = tmp_path / "again.jsonl"
    assert caseflow("store", "export", other, again).code == 0
    assert again.read_bytes() == exported.read_bytes()
    assert not list(tmp_path.glob("*.part"))


def test_an_export_follows_no_link_that_was_planted(caseflow, kept, tmp_path):
    """Beside the file stands no name that can be foreseen; what a link points to stays."""
    victim = tmp_path / "victim"
    victim.write_text("mine", encoding="utf-8")
    out = tmp_path / "out.jsonl"
    for name in ("out.jsonl.part", f".out.jsonl.{os.getpid()}.part"):
        (tmp_path / name).symlink_to(victim)
    caseflow("store", "export", kept, out)
    assert victim.read_text(encoding="utf-8") == "mine"
    assert out.read_text(encoding="utf-8").startswith('{"format"')
    out.unlink()
    out.symlink_to(victim)
    caseflow("store", "export", kept, out)
    assert victim.read_text(encoding="utf-8") == "mine"
    assert not out.is_symlink()


def test_an_import_may_be_repeated(caseflow, exported, other):
    """Cases that are there are passed over; those that are missing come in."""
    lines = exported.read_text(encoding="utf-8").splitlines(keepends=True)
    short = exported.with_name("short.jsonl")
    short.write_text("".join(lines[:-5]), encoding="utf-8")
    cut = caseflow("store", "import", other, short)
    assert cut.code == 1
    assert "the file ends early" in cut.out
    rest = caseflow("store", "import", other, exported, "--json")
    assert (rest.code, rest.data["there"], rest.data["cases"]) == (0, IN_ALL - 4, 4)


def _with_case(exported, change):
    """Change the first filing of an export."""
    lines = exported.read_text(encoding="utf-8").splitlines()
    place = next(
        n for n, line in enumerate(lines) if line.startswith('{"case":{"case_id":"made-up')
    )
    data = json.loads(lines[place])
    change(data)
    lines[place] = json.dumps(data, ensure_ascii=False)
    exported.write_text("\n".join([*lines, ""]), encoding="utf-8")
    return place + 1


def _altered(data):
    data["records"][1][0] = data["records"][1][0].replace('"seq":1', '"seq": 1')


def _cut(data):
    data["records"].pop()


def _swapped(data):
    data["records"][1], data["records"][2] = data["records"][2], data["records"][1]


def _renamed(data):
    data["case"]["case_id"] = "another"


def _emptied(data):
    data["records"].clear()


def _unreadable(data):
    del data["case"]["unit"]


def _restated(data):
    data["case"]["state"] = "lodged"


CHANGES = [_altered, _cut, _swapped, _renamed, _emptied, _unreadable, _restated]


@pytest.mark.parametrize("change", CHANGES)
def test_a_broken_chain_does_not_come_in(caseflow, exported, other, change):
    """A case that was altered, cut, swapped or renamed is reported by its line; others come in."""
    line = _with_case(exported, change)
    ran = caseflow("store", "import", other, exported, "--json")
    assert ran.code == 1
    assert [fault["line"] for fault in ran.data["faults"]] == [line]
    assert ran.data["cases"] == IN_ALL - 1
    assert caseflow("store", "verify", other, "--deep").code == 0


def test_another_case_under_the_same_number_is_reported(caseflow, exported, other, kept):
    """A number that is taken by other records keeps them."""
    with open_store(other) as store, open_store(kept) as source:
        summary = source.run(source.ops.load("made-up-2026-12-001"))
        shorter = summary.summary._replace(seq=0, hash=summary.records[0].hash)
        store.run(store.ops.insert_many([type(summary)(shorter, summary.records[:1])]))
    ran = caseflow("store", "import", other, exported, "--json")
    assert ran.code == 1
    assert ran.data["cases"] == IN_ALL - 1
    assert [fault["case"] for fault in ran.data["faults"]] == ["made-up-2026-12-001"]


def test_what_is_no_export_is_refused(caseflow, other, tmp_path):
    """A file of something else, or none at all, is wrong usage."""
    wrong = tmp_path / "wrong.jsonl"
    wrong.write_text('{"a": 1}\n', encoding="utf-8")
    for path in (wrong, tmp_path / "missing.jsonl"):
        ran = caseflow("store", "import", other, path)
        assert ran.code == 2
        assert "[format-unknown]" in ran.err
    nowhere = tmp_path / "no" / "where.jsonl"
    assert caseflow("store", "export", other, nowhere).code == 2


def test_an_export_goes_through_a_pipe(caseflow, kept, other):
    """With - the lines alone are on standard output, and come from standard input."""
    out = caseflow("store", "export", kept, "-")
    assert all(json.loads(line) for line in out.out.splitlines())
    assert f"{IN_ALL} cases" in out.err
    assert caseflow("store", "import", other, "-", stdin=out.out).code == 0
    assert caseflow("store", "verify", other).code == 0


def test_raised_expiries_come_along(caseflow, url, other, tmp_path):
    """What was reported once is not reported again in the store it was brought to."""
    _open_case(caseflow, url)
    first = caseflow("serve-due", url, "--once", "--at", MUCH_LATER, "--json").data
    assert first["raised"] > 0
    path = tmp_path / "open.jsonl"
    caseflow("store", "export", url, path)
    assert caseflow("store", "import", other, path).code == 0
    again = caseflow("serve-due", other, "--once", "--at", MUCH_LATER, "--json").data
    assert again["raised"] == 0


def test_a_case_given_up_is_still_given_up_where_it_comes_to(caseflow, url, other, tmp_path):
    """A case given up on which something was raised would else be neither swept nor reported."""
    _open_case(caseflow, url)
    assert caseflow("serve-due", url, "--once", "--at", MUCH_LATER, "--json").data["raised"] > 0
    with open_store(url) as store:
        (summary,) = store.run(store.ops.find(Query()))
        store.run(store.ops.stall(summary.case_id, 8, None, "no printer"))
        reports = store.run(store.ops.dead_letters())
    path = tmp_path / "dead-letters.jsonl"
    caseflow("store", "export", url, path)
    assert caseflow("store", "import", other, path).code == 0
    with open_store(other) as store:
        assert store.run(store.ops.dead_letters()) == reports
        assert store.run(store.ops.release(summary.case_id, None, 1))


@pytest.mark.parametrize("line", ['{"end":5}', '{"end":null}', '{"end":[]}'])
def test_a_last_line_that_counts_nothing_is_reported(caseflow, other, tmp_path, line):
    """It is no line of an export, and the end is still missing."""
    path = tmp_path / "ended.jsonl"
    path.write_text(f'{{"format":"caseflow-export/1"}}\n{line}\n', encoding="utf-8")
    ran = caseflow("store", "import", other, path, "--json")
    assert (ran.code, [fault["line"] for fault in ran.data["faults"]]) == (1, [2, 2])


class Terminal(io.StringIO):
    """Standard error that is a terminal."""

    def isatty(self):
        return True


def test_a_terminal_sees_how_far_it_is(caseflow, kept, tmp_path, monkeypatch):
    """Long work shows a bar on a terminal."""
    monkeypatch.setattr(sys, "stderr", Terminal())
    ticks = iter(range(0, 1_000_000, 2))
    monkeypatch.setattr(screen.time, "monotonic", lambda: next(ticks))
    for words in (("verify",), ("export",), ("import",)):
        path = [] if words == ("verify",) else [str(tmp_path / "bar.jsonl")]
        main(["store", *words, kept, *path])
    said = sys.stderr.getvalue()
    assert all(f"{word} █" in said for word in ("verifying", "exporting", "importing"))


# ── what is due ─────────────────────────────────────────────────────────────────────────────


def _open_case(caseflow, url):
    """Keep one case that waits for its acknowledgement."""
    from datetime import datetime

    from caseflow import vietnam as vn
    from caseflow.engine import Engine
    from caseflow.service import CaseService
    from caseflow.values import Channel
    from caseflow.vietnam.stored import case_codec, definition_codec

    caseflow("store", "init", url)
    with open_store(url) as store:
        CaseService(Engine(vn.danang()), store, case_codec(), definitions=definition_codec()).open(
            "1.014445",
            case_id="H1",
            channel=Channel.ONLINE,
            result_by=Channel.ONLINE,
            at=datetime.fromisoformat("2026-08-20T16:40+07:00"),
        )


def test_what_is_due_is_raised_once(caseflow, url):
    """A sweep raises what came due, and a second one finds nothing."""
    _open_case(caseflow, url)
    early = caseflow("serve-due", url, "--once", "--at", LONG_AGO, "--json")
    assert (early.code, early.data["claimed"]) == (0, 0)
    due = caseflow("serve-due", url, "--once", "--at", MUCH_LATER, "--json")
    assert (due.code, due.data["raised"]) == (0, 2)
    again = caseflow("serve-due", url, "--once", "--at", MUCH_LATER)
    assert "0 raised" in again.out
    with open_store(url) as store:
        messages = store.run(store.ops.take(10**18, 10**18 + 1, 10))
    kinds = sorted(message.kind for message in messages)
    assert kinds == ["acknowledgement-overdue", "officer-not-alerted"]


def test_an_unanswered_filing_is_closed_out_of_the_box(caseflow, url):
    """The command knows the expiries of the pack: where the rule applies the filing is closed."""
    from attrs import evolve

    from caseflow import vietnam as vn
    from caseflow.engine import Engine, Jurisdiction
    from caseflow.office.services import service_of
    from caseflow.procedures import Catalogue
    from caseflow.stores import Query
    from caseflow.vietnam.pack import PACK
    from stores.offices import OFFICER, TEN_DAYS, at, lodge, receive

    closing = Catalogue((evolve(TEN_DAYS, workflow="one-stop-shop-closing"),))
    engine = Engine(
        Jurisdiction("test", vn.calendar(), closing, vn.danang().workflows, currency="VND")
    )
    caseflow("store", "init", url)
    with open_store(url) as store:
        case_service = service_of(engine, store, PACK)
        lodge(case_service)
        receive(case_service)
        asked = vn.SupplementRequest(("bản sao",), "thiếu")
        case_service.fire("H1", vn.REQUEST_SUPPLEMENT, asked, by=OFFICER, at=at("2026-03-05 09:00"))

    # The 15 working days end on Thursday the 26th, and the office waits one more working day.
    for last, fired in (("2026-03-27T23:59+07:00", 0), ("2026-03-28T00:00+07:00", 1)):
        swept = caseflow("serve-due", url, "--once", "--at", last, "--json")
        assert (swept.code, swept.data["fired"]) == (0, fired)
    assert caseflow("store", "verify", url, "--deep").code == 0
    with open_store(url) as store:
        (summary,) = store.run(store.ops.find(Query()))
    assert (summary.state, summary.is_open) == ("stopped", False)


def test_a_kept_demo_is_found_by_unit(caseflow, kept):
    """Each case is kept under the unit it was last transferred to, or the one-stop shop."""
    from caseflow.stores import Query

    with open_store(kept) as store:
        found = store.run(store.ops.find(Query()))
    units = {summary.unit for summary in found if summary.procedure != "budget"}
    assert "Bộ phận Một cửa" in units
    assert len(units) > 1
    assert "" not in units


def test_a_replayed_log_has_no_unit_of_the_pack(caseflow, url):
    """A workflow that is not of the pack goes by the fact "unit", which this log does not have."""
    from caseflow.stores import Query

    caseflow("replay", f"{PERMIT}/made-up.csv", "--profile", "dutch-permit", "--store", url)
    with open_store(url) as store:
        summaries = store.run(store.ops.find(Query()))
    assert {summary.unit for summary in summaries} == {""}


def test_an_altered_definition_stops_no_sweep(caseflow, kept):
    """No date is worked out by it; the command says which it is, and the cases are swept."""
    tampered(
        kept,
        "insert into cf_definition (agency, kind, name, text, hash) "
        "select agency, kind, name || 'x', text, hash from cf_definition where kind = 'calendar'",
    )
    ran = caseflow("serve-due", kept, "--once", "--at", MUCH_LATER, "--json")
    assert ran.code == 1
    assert "passed over definition calendar" in ran.err
    assert ran.data["stalled"] == ran.data["dead_lettered"] == 0
    assert caseflow("store", "verify", kept, "--deep").code == 1


@pytest.mark.parametrize(
    "words", [["--every", "0"], ["--at", MUCH_LATER], ["--once", "--at", "tomorrow"]]
)
def test_a_rhythm_that_makes_no_sense_is_refused(caseflow, url, words):
    """Seconds are from 1 on, and only a single sweep has its own instant."""
    caseflow("store", "init", url)
    ran = caseflow("serve-due", url, *words)
    assert ran.code == 2
    assert "[value-invalid]" in ran.err


def test_the_loop_ends_cleanly_when_asked_to(caseflow, url):
    """SIGTERM ends the loop with exit code 0 after what it was doing."""
    _open_case(caseflow, url)
    command = [sys.executable, "-m", "caseflow", "serve-due", url, "--every", "3600", "--json"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=os.environ) as running:
        first = json.loads(running.stdout.readline())
        assert first["claimed"] == 1
        running.send_signal(signal.SIGTERM)
        assert running.wait() == 0
