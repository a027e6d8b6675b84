"""Logs of work: the same from CSV, Parquet and XES; rows that cannot be read are reported."""

import gzip
from datetime import UTC, datetime, timedelta

import pytest

from caseflow.errors import LogFileError, ValueInvalidError
from caseflow.interchange import (
    WRITTEN_COLUMNS,
    WorkColumns,
    WorkItem,
    WorkLog,
    read_work,
    write_work,
)

AT = datetime(2026, 3, 2, 1, tzinfo=UTC)
MINUTE = timedelta(minutes=1)

#: Marks of XML and of CSV, Vietnamese, a microsecond, and work without clerk, start or filing.
LOG = WorkLog.of(
    [
        WorkItem("b", 'Thụ lý "<&>", 1', AT + 9 * MINUTE, AT + timedelta(microseconds=1), "Lê"),
        WorkItem("a", "accept", AT + MINUTE, AT, "Lê", "take", AT - MINUTE, "A", "online"),
        WorkItem(
            "a", "wait", AT + 2 * MINUTE, filed_at=AT - MINUTE, procedure="A", channel="online"
        ),
    ]
)


@pytest.mark.parametrize("name", ["log.csv", "log.parquet", "log.xes"])
def test_a_log_is_read_as_it_was_written(tmp_path, name):
    """Every field comes back, in each form, so the forms are equal."""
    path = tmp_path / name
    write_work(LOG, path)
    read = read_work(path, WRITTEN_COLUMNS)
    assert (read.items, read.found) == (LOG.items, ())
    assert [item.case for item in read.items] == ["a", "a", "b"]


def test_xes_pairs_starts_and_ends_and_may_be_packed(tmp_path):
    """A start goes with the next end of the same activity; one without an end is no work."""
    events = [
        *(("start", "01:00"), ("schedule", "01:01"), ("start", "01:02"), ("complete", "01:05")),
        *(("complete", "01:09"), ("start", "01:30")),
    ]
    rows = "".join(
        f'<event><string key="concept:name" value="work"/><string key="lifecycle:transition" '
        f'value="{kind}"/><date key="time:timestamp" value="2026-03-02T{at}:00Z"><string '
        f'key="time:timestamp" value="nested"/></date></event>'
        for kind, at in events
    )
    path = tmp_path / "log.xes.gz"
    trace = f'<trace><string key="concept:name" value="1"/>{rows}</trace>'
    path.write_bytes(gzip.compress(f"<log>{trace}</log>".encode()))
    columns = WorkColumns(started_at="", clerk="", lifecycle="lifecycle:transition")
    found = [(item.started_at, item.ended_at) for item in read_work(path, columns).items]
    assert found == [(AT, AT + 5 * MINUTE), (AT + 2 * MINUTE, AT + 9 * MINUTE)]


def test_rows_that_cannot_be_used_are_reported_and_the_others_are_read(tmp_path):
    """An end before the start, a time without a zone, and an empty case are findings."""
    path = tmp_path / "log.csv"
    path.write_text(
        "case:concept:name,concept:name,time:timestamp,start_timestamp,org:resource\n"
        "1,a,2026-03-02T01:00:00Z,2026-03-02T02:00:00Z,x\n"
        "1,a,2026-03-02T01:00:00,2026-03-02T00:00:00Z,x\n"
        ",a,2026-03-02T01:00:00Z,2026-03-02T00:00:00Z,x\n"
        "1,a,2026-03-02T01:00:00Z,2026-03-02T00:59:00Z,x\n"
    )
    log = read_work(path)
    codes = ["work-backwards", "naive-datetime", "field-empty"]
    assert [each.code for each in log.findings] == codes
    assert log.found == (("field-empty", 1), ("naive-datetime", 1), ("work-backwards", 1))
    assert [item.case for item in log.items] == ["1"]


@pytest.mark.parametrize(
    ("name", "content", "problem"),
    [
        ("a.xes", "<log><trace><event/></trace></log>", "no event has case:concept:name"),
        ("b.xes", '<!DOCTYPE log [<!ENTITY a "b">]><log/>', "has a document type"),
        ("c.xes", "<log>", "is no XML"),
        ("d.xes", "<other/>", "without a log"),
        ("e.xes.gz", "<log/>", "cannot be read"),
        ("f.parquet", "PAR1", "cannot be read as Parquet"),
        ("g.csv", "case:concept:name,concept:name\n1,a\n", "time:timestamp"),
    ],
)
def test_files_that_are_no_logs_are_refused(tmp_path, name, content, problem):
    """Each says what is wrong; a document type could make a small file endless."""
    (tmp_path / name).write_text(content)
    with pytest.raises(LogFileError, match=problem):
        read_work(tmp_path / name)


@pytest.mark.parametrize("wrong", [{"lifecycle": "x"}, {"case": ""}])
def test_columns_that_contradict_each_other_are_refused(wrong):
    """Both ends in one row and one end a row exclude each other; a case must be known."""
    with pytest.raises(ValueInvalidError):
        WorkColumns(**wrong)
