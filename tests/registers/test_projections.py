"""A register beside a store: brought up to date by what changed, and by nothing else."""

from datetime import datetime, timedelta

import narwhals as nw
import polars as pl
import pytest

from caseflow import Actor, Channel
from caseflow import vietnam as vn
from caseflow.engine import Engine
from caseflow.errors import FormatError, HistoryError
from caseflow.office.services import open_service
from caseflow.reports.counts import count
from caseflow.reports.register import Register, project_store, register_files, row_of
from caseflow.service import CaseService
from caseflow.stores import MemoryStore, open_store
from caseflow.vietnam.pack import PACK

STAFF = Actor("u17", {"intake", "officer", "approver"})
FIRST = datetime.fromisoformat("2026-03-02T09:00+07:00")


def opened(service, number, at=FIRST):
    return service.open(
        "1.014445", case_id=number, channel=Channel.ONLINE, result_by=Channel.COUNTER, at=at
    )


def received(service, number, at=FIRST):
    opened(service, number, at)
    service.fire(number, vn.RECEIVE, vn.Receipt(papers=1), by=STAFF, at=at)
    return service.fire(number, vn.ASSIGN, vn.Assignment("Phòng A"), by=STAFF, at=at)


def rows(directory):
    found = Register.open(directory).frame.collect("polars").to_native().sort("number")
    return found.with_columns(pl.col(pl.Categorical).cast(pl.String))


@pytest.fixture(params=["memory", "sqlite", "postgresql"])
def service(request):
    if request.param == "memory":
        store = MemoryStore()
    else:
        name = "sqlite_url" if request.param == "sqlite" else "postgres_url"
        store = open_store(request.getfixturevalue(name))
    with open_service(store, "vietnam") as made:
        yield made


def test_a_pass_makes_the_rows_of_what_changed(service, tmp_path):
    """New cases come in, moved ones are made again, and the others keep the row they had."""
    for number in range(12):
        received(service, f"H{number:02}")
    first = project_store(service, tmp_path / "register")
    again = project_store(service, tmp_path / "register")
    service.fire("H03", vn.DECIDE, vn.Decision("1"), by=STAFF, at=FIRST + timedelta(days=3))
    received(service, "H12")
    third = project_store(service, tmp_path / "register")

    assert (first.rows, first.made) == (12, 12)
    assert (again.rows, again.made) == (12, 0)
    assert (third.rows, third.made) == (13, 2)
    table = rows(tmp_path / "register")
    expected = [
        row_of(service.engine, service.get(number), unit="Phòng A")["decided_on"]
        for number in table["number"]
    ]
    assert table["decided_on"].to_list() == expected
    assert expected[3].isoformat() == "2026-03-05"
    assert set(table["unit"]) == {"Phòng A"}


def test_what_did_not_change_is_not_decoded(service, tmp_path, monkeypatch):
    """After the first pass only the records of a case that moved are read."""
    for number in range(12):
        received(service, f"H{number:02}")
    project_store(service, tmp_path / "register")
    service.fire("H05", vn.DECIDE, vn.Decision("1"), by=STAFF, at=FIRST + timedelta(days=3))
    loaded = []
    whole = service.work.sealer.extended

    def extended(case_id, held, stored):
        loaded.append(case_id)
        return (yield from whole(case_id, held, stored))

    monkeypatch.setattr(type(service.work.sealer), "extended", lambda _, *given: extended(*given))
    project_store(service, tmp_path / "register")

    assert loaded == ["H05"]


def test_many_passes_and_one_give_the_same(tmp_path, sqlite_url):
    """A register brought up in many passes has the rows of one made at once."""
    with open_service(open_store(sqlite_url), "vietnam") as service:
        for number in range(30):
            at = FIRST + timedelta(days=number)
            received(service, f"H{number:02}", at)
            if number % 3:
                service.fire(f"H{number - 1:02}", vn.DECIDE, vn.Decision("1"), by=STAFF, at=at)
            project_store(service, tmp_path / "many")
        project_store(service, tmp_path / "once")

    assert rows(tmp_path / "many").equals(rows(tmp_path / "once"))
    assert len(register_files(tmp_path / "many")) < 12


def test_a_case_that_cannot_be_read_is_left_out_and_named(tmp_path, monkeypatch):
    """The others come in; the register says how many did not, and why, until it can be read."""
    place = tmp_path / "register"
    with open_service(MemoryStore(), "vietnam") as service:
        for number in ("H1", "H2", "H3"):
            received(service, number)
        sealer = type(service.work.sealer)
        whole = sealer.extended

        def broken(self, case_id, held, stored):
            if case_id == "H2":
                raise HistoryError(case_id, 1, "its hash does not follow from its text")
            return (yield from whole(self, case_id, held, stored))

        with monkeypatch.context() as patch:
            patch.setattr(sealer, "extended", broken)
            done = project_store(service, place)
        assert done.rows == 2
        assert done.left_out == (("history-broken", 1),)
        assert done.problems[0][0] == "H2"
        assert dict(Register.open(place).left_out) == {"history-broken": 1}
        assert rows(place)["number"].to_list() == ["H1", "H3"]

        mended = project_store(service, place)

    assert (mended.rows, mended.made, mended.left_out) == (3, 1, ())


def test_a_pass_that_dies_leaves_the_register_of_before(tmp_path, monkeypatch):
    """Files that no manifest names do not count, and the next pass clears them away."""
    with open_service(MemoryStore(), "vietnam") as service:
        received(service, "H1")
        project_store(service, tmp_path / "register")
        received(service, "H2")
        with monkeypatch.context() as patch:
            patch.setattr("caseflow.reports.register._parts.write_manifest", lambda *_: 1 / 0)
            with pytest.raises(ZeroDivisionError):
                project_store(service, tmp_path / "register")
        assert rows(tmp_path / "register")["number"].to_list() == ["H1"]
        project_store(service, tmp_path / "register")

    assert rows(tmp_path / "register")["number"].to_list() == ["H1", "H2"]
    assert len(list(tmp_path.glob("register/*.parquet"))) == len(
        register_files(tmp_path / "register")
    )


def test_a_directory_of_something_else_is_left_alone(tmp_path):
    """Nothing is written into a directory that holds other files, or a later version."""
    (tmp_path / "letter.txt").write_text("x")
    with open_service(MemoryStore(), "vietnam") as service:
        with pytest.raises(FormatError, match="holds other files"):
            project_store(service, tmp_path)
        (tmp_path / "register.json").write_text('{"format": "caseflow-register/9"}')
        with pytest.raises(FormatError, match="caseflow-register/9"):
            project_store(service, tmp_path)
    (tmp_path / "empty").mkdir()
    with pytest.raises(FormatError, match="is no register"):
        Register.open(tmp_path / "empty")
    with pytest.raises(FormatError, match="cannot be read: No such file"):
        Register.open(tmp_path / "absent.parquet")
    with pytest.raises(FormatError, match="cannot be read as Parquet"):
        Register.open(tmp_path / "letter.txt")


def test_a_damaged_file_is_named_wherever_it_is_read(tmp_path):
    """Damage within pages shows when they are read: in counts, in lists of numbers, in a pass."""
    with open_service(MemoryStore(), "vietnam") as service:
        for number in range(40):
            received(service, f"H{number:02}")
        project_store(service, tmp_path / "register")
        [part] = register_files(tmp_path / "register")
        held = bytearray(part.read_bytes())
        held[4 : len(held) // 2] = bytes(byte ^ 0x5A for byte in held[4 : len(held) // 2])
        part.write_bytes(held)
        register = Register.open(tmp_path / "register")
        for read in (
            lambda: count(register),
            lambda: register.numbers(~nw.col("number").is_null()),
            lambda: project_store(service, tmp_path / "register"),
        ):
            with pytest.raises(FormatError, match="cannot be read as Parquet"):
                read()


def test_a_budget_is_no_filing(tmp_path):
    """Budgets of subsidies are kept as cases of the same store, and in no register."""
    with open_service(MemoryStore(), "vietnam") as service:
        received(service, "H1")
        budgets = CaseService(Engine(PACK.budgets()), service.store, PACK.codec())
        how = {"channel": Channel.COUNTER, "result_by": Channel.COUNTER, "at": FIRST}
        budgets.open("budget", case_id="da-nang", **how)
        done = [project_store(service, tmp_path / "register") for _ in range(2)]

    assert [(each.rows, each.made, each.left_out) for each in done] == [(1, 1, ()), (1, 0, ())]


def test_an_empty_store_gives_an_empty_register(tmp_path):
    """No filing is no error, and counts are of nothing."""
    with open_service(MemoryStore(), "vietnam") as service:
        assert project_store(service, tmp_path / "register").rows == 0

    assert rows(tmp_path / "register").height == 0
