"""What a live service would refuse does not come in by an import; the other lines do."""

import json
from datetime import datetime, timedelta, timezone
from unicodedata import normalize

import pytest

from caseflow import vietnam as vn
from caseflow.engine import Engine
from caseflow.errors import TextInvalidError
from caseflow.office.services import service_of
from caseflow.pii.erasures import erase
from caseflow.stores import GENESIS, link, open_store
from caseflow.values import Actor, Channel
from caseflow.vietnam.pack import PACK

AT = datetime(2026, 3, 2, 9, tzinfo=timezone(timedelta(hours=7)))
CLERK = Actor("clerk", {"intake", "applicant"})


@pytest.fixture(scope="module")
def lines(tmp_path_factory):
    """The lines of an export of three filings, each as JSON values."""
    folder = tmp_path_factory.mktemp("source")
    url, out = f"sqlite:///{folder}/source.db", folder / "out.jsonl"
    from caseflow.cli import main

    main(["store", "init", url])
    with open_store(url) as store:
        case_service = service_of(Engine(vn.danang()), store, PACK)
        for number in ("hs-1", "hs-2", "hs-3"):
            case_service.open(
                "1.014445",
                case_id=number,
                channel=Channel.ONLINE,
                result_by=Channel.ONLINE,
                at=AT,
            )
            what = vn.Description(vn.Applicant("Nguyễn Thị Bình"), papers=["Đơn"])
            case_service.fire(number, vn.DESCRIBE, what, by=CLERK, at=AT, key="k1")
            case_service.fire(number, vn.RECEIVE, vn.Receipt(), by=CLERK, at=AT, key="k2")
        store.run(store.ops.settle(store.run(store.ops.take(2**60, 2**61, 99)), ()))
    main(["store", "export", url, str(out)])
    return [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()]


@pytest.fixture
def url(caseflow, tmp_path):
    """The address of an empty store with tables."""
    address = f"sqlite:///{tmp_path}/cases.db"
    caseflow("store", "init", address)
    return address


def _second(lines):
    """A copy of the lines, and where the second filing stands."""
    place = next(n for n, line in enumerate(lines) if line.get("case", {}).get("case_id") == "hs-2")
    return json.loads(json.dumps(lines)), place


def _written(lines):
    return "".join(f"{json.dumps(each)}\n" for each in lines)


def _rechained(case, change=None, seq=1):
    """Alter record *seq* by *change* and give the whole chain its right hashes."""
    previous = GENESIS
    for n, record in enumerate(case["records"]):
        if n == seq and change is not None:
            data = json.loads(record[0])
            change(data)
            record[0] = json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        record[1] = previous = link(previous, record[0])


def _imported(caseflow, url, text, line):
    """Import *text*, of which one line is wrong: it alone is reported, and the others came in."""
    ran = caseflow("store", "import", url, "-", "--json", stdin=text)
    assert ran.code == 1
    assert [fault["line"] for fault in ran.data["faults"]] == [line]
    assert len(ran.data["faults"][0]["problem"]) <= 1_000
    with open_store(url) as store:
        kept = [stored[0] for stored in store.run(store.ops.scan()) if stored[1].seq == 0]
    assert {"hs-1", "hs-3"} <= set(kept)
    assert caseflow("store", "verify", url, "--deep").code == 0
    assert caseflow("serve-due", url, "--once", "--at", "2026-03-03T09:00+07:00").code == 0
    return ran.data["faults"][0]


# ── lines ───────────────────────────────────────────────────────────────────────────────────

BAD_LINES = {
    "deep": b"[" * 100_000,
    "deep case": b'{"case": ' + b"[" * 100_000,
    "NaN": b'{"case": NaN}',
    "long number": b'{"case": ' + b"9" * 5_000 + b"}",
    "garbage": b"\x00\x01garbage",
    "not UTF-8": b'{"case": "\xff\xfe"}',
    "surrogate": b'{"case": {"case_id": "\\ud800"}, "raised": [], "records": []}',
    "no object": b"[1]",
    "nothing": b"{}",
    "case of text": b'{"case": "hs-2", "raised": [], "records": []}',
    "records of numbers": b'{"case": {"case_id": "x"}, "raised": [], "records": [1]}',
}


@pytest.mark.parametrize("kind", BAD_LINES)
def test_a_bad_line_is_reported_by_its_number(caseflow, url, lines, kind):
    """Deep nesting, a lone surrogate, NaN, bytes that are no text: the others come in."""
    before, after = lines[:-2], lines[-2:]
    text = _written(before).encode() + BAD_LINES[kind] + b"\n" + _written(after).encode()
    _imported(caseflow, url, text, len(before) + 1)


# ── cases ───────────────────────────────────────────────────────────────────────────────────


#: Lines whose fault has its own form: what is said of them, in English and in Vietnamese.
SHAPES = {
    '{"case":"x"}': ("it is not a case as an export", "không phải là hồ sơ như tệp xuất"),
    '{"case":{"case_id":"H9"}}': ("it is not a case as an export", "không phải là hồ sơ như"),
    '{"case":{},"raised":["x"],"records":[]}': ("it is not a case as", "không phải là hồ sơ"),
    '{"definition":3}': ("it is no definition", "không phải là định nghĩa"),
    '{"what":1}': ("it is no line of an export", "không phải là dòng của tệp xuất"),
    '{"case":': ("it is not JSON", "không phải JSON"),
    '{"case":NaN}': ("NaN is no number", "NaN không phải là số"),
    "[" * 100_000: ("it is nested too deeply", "lồng nhau quá sâu"),
}


@pytest.mark.parametrize("bad", SHAPES, ids=range(len(SHAPES)))
def test_what_is_wrong_with_a_line_is_said_in_words(caseflow, url, lines, tmp_path, bad):
    """In the language of the run, and never as an error of Python."""
    file = tmp_path / "bad.jsonl"
    written = [json.dumps(each) for each in lines]
    file.write_text("\n".join([*written[:3], bad, *written[3:]]), encoding="utf-8")
    for language, said in zip(("en", "vi"), SHAPES[bad], strict=True):
        ran = caseflow("store", "import", url, file, f"--lang={language}")

        assert ran.code == 1
        line = {"en": "line", "vi": "dòng"}[language]
        assert any(
            each.startswith(f"{line} 4: ") and said in each for each in ran.out.splitlines()
        ), ran.out
        assert "Error" not in ran.out


def _set(*path):
    *way, last, value = path

    def change(data):
        for name in way:
            data = data[name]
        data[last] = value

    return change


RECORDS = {
    "an unknown payload": (1, _set("payload", {"type": "riddle/1", "data": {}})),
    "a field of another kind": (1, _set("payload", "data", "sets", "two")),
    "a step that no workflow has": (2, _set("target", "returned")),
    "another case": (0, _set("payload", "data", "case_id", "hs-1")),
    "a definition that is not loaded": (0, _set("payload", "data", "terms", "fingerprint", "x@1")),
    "a calendar that is not loaded": (
        0,
        _set("payload", "data", "terms", "calendar_version", "x@1"),
    ),
    "a procedure that is not loaded": (0, _set("payload", "data", "terms", "procedure", "9.9")),
    "a key that is there twice": (2, _set("key", "k1")),
    "an empty key": (1, _set("key", "")),
    "a key of another type": (1, _set("key", 5)),
    "a key that cannot be seen": (1, _set("key", "k\u200b1")),
    "a long key": (1, _set("key", "k" * 201)),
    "an actor turned round": (1, _set("actor", "id", "u\u202e17")),
    "an actor of another type": (1, _set("actor", "id", 5)),
    "another place": (1, _set("seq", 7)),
    "an instant without a zone": (1, _set("at", "2026-03-02T09:00:00")),
    "an instant before the one ahead": (2, _set("at", "2025-03-02T09:00:00+07:00")),
    "no instant": (1, _set("at", None)),
    "a long list": (1, _set("payload", "data", "papers", ["x"] * 501)),
    "a large payload": (1, _set("payload", "data", "request", "x" * 70_000)),
    "a wide number": (1, _set("payload", "data", "sets", 2**63)),
    "NFD": (1, _set("payload", "data", "request", normalize("NFD", "Nguyễn"))),
    "a control character": (1, _set("payload", "data", "request", "a\x1bb")),
    "a lone surrogate": (1, _set("payload", "data", "request", "a\ud800b")),
    "a fraction": (1, _set("payload", "data", "sets", 1.5)),
}


@pytest.mark.parametrize("kind", RECORDS)
def test_a_case_that_no_service_keeps_does_not_come_in(caseflow, url, lines, kind):
    """Its chain is right, and it is refused all the same: replayed, it is none of its workflow."""
    lines, place = _second(lines)
    seq, change = RECORDS[kind]
    try:
        _rechained(lines[place], change, seq)
    except TextInvalidError:  # a text that has no hash
        lines[place]["records"][1][0] = lines[place]["records"][1][0].replace("Đơn", "\ud800")
    assert _imported(caseflow, url, _written(lines), place + 1)["case"] == "hs-2"


def test_a_record_that_is_written_otherwise_does_not_come_in(caseflow, url, lines):
    """The same values with spaces between them are another text, which no service writes."""
    lines, place = _second(lines)
    record = lines[place]["records"][1]
    record[0] = record[0].replace('"seq":1', '"seq": 1')
    _rechained(lines[place])
    _imported(caseflow, url, _written(lines), place + 1)


NUMBERS = {
    "empty": "",
    "blank": " ",
    "NFD": normalize("NFD", "hồ-sơ-2"),
    "long": "x" * 1_000_000,
    "ESC": "hs\x1b[31m-2",
    "line feed": "hs\n2",
    "zero width": "hs\u200b-2",
    "bidi": "hs\u202e-2",
    "surrogate": "hs\ud800",
    "number": 5,
    "nothing": None,
}


@pytest.mark.parametrize("kind", NUMBERS)
def test_a_number_that_no_service_takes_does_not_come_in(caseflow, url, lines, kind):
    """It is shown short, and fit for a terminal."""
    lines, place = _second(lines)
    number = NUMBERS[kind]
    lines[place]["case"]["case_id"] = number
    if kind != "surrogate":
        _rechained(lines[place], _set("payload", "data", "case_id", number), 0)
    fault = _imported(caseflow, url, _written(lines), place + 1)
    assert len(fault["case"]) <= 100
    assert (fault["case"] + fault["problem"]).isprintable()


HEADS = {
    "unit": [5, None, "a\x1b", "x" * 201, "a\ud800"],
    "wake_at": ["soon", 2**63, 1.5, True],
    "tries": [-1, "one", 2**40, None],
    "parked": [5, "a\x00", "x" * 30_000],
    "state": ["returned", None, 5],
}


@pytest.mark.parametrize(
    ("name", "value"),
    [(name, value) for name, values in HEADS.items() for value in values],
    ids=[f"{name}-{n}" for name, values in HEADS.items() for n in range(len(values))],
)
def test_what_only_the_file_can_say_is_within_bounds(caseflow, url, lines, name, value):
    """Whose a case is, when a sweep looks at it: of the right type and fit to be kept."""
    lines, place = _second(lines)
    lines[place]["case"][name] = value
    _imported(caseflow, url, _written(lines), place + 1)


@pytest.mark.parametrize(
    "said",
    [
        {"due_at": 5},
        {"due_at": None},
        {"due_at": "never"},
        {"is_open": False},
        {"is_open": 0},
        {"procedure": "9.9"},
        {"wake_at": None},
        {"wake_at": 2**62},
        {"due_at": 5, "is_open": False, "wake_at": None, "procedure": 7},
    ],
    ids=range(9),
)
def test_what_follows_from_the_records_is_worked_out(caseflow, url, lines, said):
    """Dates, whether it is open, its procedure: never taken from the file; a sweep will come."""
    lines, place = _second(lines)
    lines[place]["case"].update(said)
    ran = caseflow("store", "import", url, "-", "--json", stdin=_written(lines))
    assert (ran.code, ran.data["cases"]) == (0, 3)
    assert caseflow("store", "verify", url, "--deep").code == 0
    with open_store(url) as store:
        one, two = (store.run(store.ops.load(each)).summary for each in ("hs-1", "hs-2"))
    assert (two.due_at, two.is_open, two.procedure) == (one.due_at, True, one.procedure)
    assert two.wake_at is not None


def test_raised_expiries_come_in_within_bounds(caseflow, url, lines):
    """As names and instants; anything else is a wrong line."""
    for wrong in ([["a\x00", 5]], [["a", "b"]], [["a", 2**63]], [["a"]], [[5, 5]], "ab"):
        altered, place = _second(lines)
        altered[place]["raised"] = wrong
        _imported(caseflow, url, _written(altered), place + 1)


# ── definitions ─────────────────────────────────────────────────────────────────────────────


def _definition(kind, name, text):
    return {"definition": {"kind": kind, "name": name, "text": text}}


GARBAGE = {
    "no JSON": _definition("workflow", "riddle@1", "{]"),
    "no workflow": _definition("workflow", "riddle@1", '{"format":"workflow/1"}'),
    "no procedure": _definition("procedure", "9.9@1#0123456789ab", "{}"),
    "no calendar": _definition("calendar", "vn@1", '{"zone":"Nowhere"}'),
    "deep": _definition("workflow", "riddle@1", "[" * 50_000),
    "unknown kind": _definition("riddle", "r", "{}"),
    "no text": {"definition": {"kind": "workflow", "name": "w"}},
    "of numbers": _definition("workflow", "w", 5),
    "surrogate": _definition("workflow", "w", "a\ud800"),
    "no definition": {"definition": [1]},
    "no erasure": _definition("erasure", "case:hs-2@5", "{}"),
    "erasure of another name": _definition(
        "erasure",
        "case:hs-2@5",
        '{"at":"2026-03-02T02:00:00+00:00","by":"x","ground":"g","subject":"case:hs-2"}',
    ),
    "empty erasure": _definition(
        "erasure",
        "case:hs-2@1772416800000000",
        '{"at":"2026-03-02T02:00:00+00:00","by":"x","ground":" ","subject":"case:hs-2"}',
    ),
    "no act": _definition("set-aside", "workflow w", "{}"),
    "act of another name": _definition(
        "set-aside",
        "workflow v",
        '{"at":"","by":"","kind":"workflow","name":"w","problem":"","reason":""}',
    ),
}


@pytest.mark.parametrize("kind", GARBAGE)
def test_a_garbage_definition_does_not_come_in(caseflow, url, lines, kind):
    """Triggers would keep it for ever, and every command of the store would meet it."""
    text = "".join(f"{json.dumps(each)}\n" for each in [lines[0], GARBAGE[kind], *lines[1:-1]])
    end = json.loads(json.dumps(lines[-1]))
    end["end"]["definitions"] += kind not in ("no text", "of numbers", "surrogate", "no definition")
    _imported(caseflow, url, text + json.dumps(end) + "\n", 2)


def test_an_erasure_of_a_key_that_is_kept_does_not_come_in(caseflow, url, lines):
    """An act says that a key was destroyed; where the key is there, it lies."""
    with open_store(url) as store:
        store.run(store.ops.keep_secret("case:hs-2", "c2VjcmV0", 5))
    text = '{"at":"2026-03-02T02:00:00+00:00","by":"x","ground":"g","subject":"case:hs-2"}'
    act = _definition("erasure", "case:hs-2@1772416800000000", text)
    altered = [lines[0], act, *json.loads(json.dumps(lines[1:]))]
    altered[-1]["end"]["definitions"] += 1
    _imported(caseflow, url, _written(altered), 2)
    with open_store(url) as store:
        act = store.run(erase(store.ops, "case:hs-2", at=AT, by=CLERK, ground="g"))
        assert act is not None


def test_cases_do_not_come_in_without_their_definitions(caseflow, url, lines):
    """What they are worked by must be kept or in the file; the file says what is missing."""
    left = [line for line in lines if line.get("definition", {}).get("kind") != "procedure"]
    altered = json.loads(json.dumps(left).replace('"1.014445"', '"9.999999"'))
    ran = caseflow("store", "import", url, "-", "--json", stdin=_written(altered))
    assert (ran.code, ran.data["cases"]) == (1, 0)


def test_what_was_set_aside_goes_along(caseflow, url, lines, tmp_path):
    """A case that nobody reads and the act that says so move with the rest, as they are kept."""
    caseflow("store", "import", url, "-", stdin=_written(lines))
    with open_store(url) as store:
        kept = store.run(store.ops.load("hs-2"))
        text = kept.records[1].text.replace("describe", "riddle")
        stored = kept.records[1]._replace(
            seq=3, key=None, text=text.replace('"seq":1', '"seq":3').replace('"k1"', "null")
        )
        stored = stored._replace(action="riddle", hash=link(kept.summary.hash, stored.text))
        summary = kept.summary._replace(seq=3, hash=stored.hash, state="lodged")
        from caseflow.stores import Change

        assert store.run(store.ops.append(Change(summary, stored, kept.summary.hash)))
    words = ("--by", "clerk", "--reason", "r")
    assert caseflow("store", "set-aside", url, "hs-2", *words).code == 0
    out, other = tmp_path / "out.jsonl", f"sqlite:///{tmp_path}/other.db"
    caseflow("store", "export", url, out)
    caseflow("store", "init", other)
    ran = caseflow("store", "import", other, out, "--json")
    assert (ran.code, ran.data["cases"], ran.data["faults"]) == (0, 3, [])
    ran = caseflow("store", "verify", other, "--deep", "--json")
    assert (ran.code, [each["case"] for each in ran.data["set_aside"]]) == (0, ["hs-2"])
