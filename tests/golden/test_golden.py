"""What earlier releases kept is read, replayed, verified and written again, byte for byte.

See `write`: each folder here was written once, by the release it stands for, and stays as it is.
"""

import gzip
import json
from pathlib import Path

import pytest

from caseflow import vietnam as vn
from caseflow.calendars import calendar_from_data, calendar_to_data
from caseflow.cli import main
from caseflow.cli._screen import Progress
from caseflow.cli._transfer import export_store, import_store
from caseflow.codec import canonical_json
from caseflow.office.services import service_of
from caseflow.service import kept_engine
from caseflow.stores import Query, open_store
from caseflow.values import Channel
from caseflow.vietnam.pack import PACK
from caseflow.vietnam.stored import case_codec, definition_codec
from golden.write import at, definitions, encryption, said

HERE = Path(__file__).parent
RELEASES = sorted(each.name for each in HERE.iterdir() if (each / "said.json").exists())
LATER = "2026-12-01T08:00+07:00"

#: What a release said wrongly: case, clock, what it said was left, and what is left.
#: H2 was given a new appointment and then paused. "one-instant" counted to the early limit that
#: was no longer promised; what is left is the working days until the appointment, 6 to 26 March.
SAID_WRONGLY = {"one-instant": [("H2", "promised", "12", "14")]}

#: Definitions that the pack ships in another form than a release did, by release.
CHANGED_SINCE: dict[str, set[str]] = {}


@pytest.fixture(params=RELEASES)
def release(request, tmp_path):
    """The files of one release, unpacked where they may be written to."""
    for packed in (HERE / request.param).glob("*.gz"):
        (tmp_path / packed.stem).write_bytes(gzip.decompress(packed.read_bytes()))
    reported = json.loads((HERE / request.param / "said.json").read_text(encoding="utf-8"))
    reported["release"] = request.param
    return tmp_path, reported


def service_on(store):
    """A service that holds what the cases were worked by, with the keys of the persons."""
    engine = store.run(kept_engine(store.ops, vn.danang(), definition_codec()))
    return service_of(engine, store, PACK, encryption=encryption())


def test_a_store_verifies(release, capsys):
    """Chains, cases, definitions and seals of a release verify by a deep look, as published."""
    folder, reported = release
    url = f"sqlite:///{folder / 'store.db'}"
    verify = ["store", "verify", url, "--deep", "--at", LATER, "--published", reported["published"]]

    assert main(verify) == 0, capsys.readouterr().out
    with open_store(url) as store:
        report = service_on(store).verify(deep=True, at=at("2026-12-01 08:00"))
    assert report.faults == ()
    assert report.cases == len(reported["cases"])


def test_cases_say_what_they_said(release):
    """Dates, verdicts and sums are those that were printed, and an erased person stays erased.

    What is left of each clock is compared too, but for `SAID_WRONGLY`.
    """
    folder, reported = release
    with open_store(f"sqlite:///{folder / 'store.db'}") as store:
        service = service_on(store)
        found = {
            summary.case_id: said(service, service.get(summary.case_id))
            for summary in service.search(Query(limit=1000))
        }
        erased = service.get("H3").records[1].payload.applicant.name

    for case_id, clock, wrong, right in SAID_WRONGLY.get(reported["release"], ()):
        left = reported["cases"][case_id]["left"]
        assert left[clock] == wrong
        left[clock] = right
    assert found == reported["cases"]
    assert erased != "Nguyễn Thị Bình"


def test_a_case_is_written_again_with_the_same_bytes(release):
    """A case text is read, and the case replayed from its records is written with its bytes."""
    folder, _ = release
    texts = json.loads((folder / "cases.json").read_text(encoding="utf-8"))
    codec = case_codec()
    with open_store(f"sqlite:///{folder / 'store.db'}") as store:
        engine = service_on(store).engine

    for text in texts.values():
        case = codec.loads_case(text)
        assert engine.replay(case.records) == case
        assert codec.dumps(case) == text
        assert codec.dumps([codec.loads_record(codec.dumps(each)) for each in case.records]) == (
            codec.dumps(case.records)
        )


def test_an_export_goes_in_and_out_again(release):
    """An export is read into a new store, verifies there, and comes out with the same bytes."""
    folder, reported = release
    bar = Progress("")
    with open_store(f"sqlite:///{folder / 'new.db'}") as store:
        store.run(store.ops.migrate())
        done = import_store(store, str(folder / "export.jsonl"), bar, PACK)
        assert done.problems == []
        assert done.cases == len(reported["cases"])
        report = service_of(engine_on(store), store, PACK).verify(deep=True)
        assert report.faults == ()
        export_store(store, str(folder / "again.jsonl"), bar)

    *before, end_before = (folder / "export.jsonl").read_bytes().splitlines()
    *again, end_again = (folder / "again.jsonl").read_bytes().splitlines()
    assert again == before
    # The last line counts the definitions too since then.
    counts, more = json.loads(end_before)["end"], json.loads(end_again)["end"]
    assert counts.items() <= more.items()


def test_definitions_are_read_and_written_with_the_same_bytes(release):
    """Each workflow, procedure and calendar that a release shipped keeps its text and its name."""
    folder, _ = release
    for name, text in _definitions(folder).items():
        kind, first, *more = name.split(" ")
        data, codec = json.loads(text), definition_codec()
        if kind == "workflow":
            workflow = codec.workflow_from_data(data)
            assert [workflow.name, workflow.fingerprint] == [first, *more]
            assert canonical_json(codec.workflow_to_data(workflow)) == text
        elif kind == "procedure":
            assert canonical_json(codec.procedure_to_data(codec.procedure_from_data(data))) == text
        else:
            assert (
                canonical_json(calendar_to_data(calendar_from_data(data, law=codec.payloads.law)))
                == text
            )


def test_the_pack_ships_what_it_shipped(release):
    """What the pack ships keeps its fingerprint: see `CHANGED_SINCE` for what was changed."""
    folder, reported = release
    before, now = _definitions(folder), definitions()
    changed = {name for name in before if now.get(name) != before[name]}
    assert changed == CHANGED_SINCE.get(reported["release"], set())


def _definitions(folder):
    packed = folder / "definitions.json"
    return json.loads(packed.read_text(encoding="utf-8")) if packed.exists() else {}


def engine_on(store):
    """The engine of what is kept; keys of persons are no part of an export."""
    return store.run(kept_engine(store.ops, vn.danang(), definition_codec()))


def test_an_export_goes_into_a_store_with_the_same_calendar_in_other_words(release):
    """The version of a calendar is that of its days; what they are called and cited may differ."""
    folder, reported = release
    with open_store(f"sqlite:///{folder / 'other.db'}") as store:
        store.run(store.ops.migrate())
        service_of(engine_on(store), store, PACK).open(
            "1.014445",
            case_id="new",
            channel=Channel.ONLINE,
            result_by=Channel.ONLINE,
            at=at("2026-03-02 08:00"),
        )
        (kept,) = store.run(store.ops.definitions("calendar"))
        done = import_store(store, str(folder / "export.jsonl"), Progress(""), PACK)
        assert kept.name in (folder / "export.jsonl").read_text(encoding="utf-8")
        assert (done.problems, done.cases) == ([], len(reported["cases"]))
