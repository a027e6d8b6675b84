"""Every command, given anything at all, answers in words and with a documented exit code."""

import json
import os
import subprocess
import sys
from contextlib import contextmanager

import pytest

from caseflow.cli import build_parser, main
from caseflow.cli._screen import FINDINGS, OK, USAGE
from command_lines import commands_of

#: What stands where a word should; a path, a number, a moment, a name, none of them.
WORDS = {
    "empty": "",
    "blank": " ",
    "word": "abc",
    "dash": "-",
    "option": "--nothing",
    "negative": "-1",
    "number": "5",
    "huge": "9" * 5_000,
    "float": "1.5",
    "nan": "nan",
    "long": "x" * 5_000,
    "controls": "a\x1b\u202e\u200b\nb",
    "half a pair": "\udce1",
    "percent": "%s %(a)s {0}",
    # Nobody makes a folder there, not even root.
    "nothing there": "/proc/nowhere/at/all",
    "day": "2026-03-02",
    "no day": "2026-13-45",
    "instant": "2026-03-02T08:00+07:00",
    "last": "9999-12-31T23:59-14:00",
    "store": "sqlite:////proc/nowhere/at/all.db",
    "url": "postgresql://",
}

#: What a word is when it is not the one that is wrong.
VALID = {
    "limit": "5 working days",
    "code": "1.014445",
    "channel": "online",
    "on": "2026-03-02",
    "format": "csv",
    "title": "abc",
    "publisher": "abc",
    "store": "memory:",
    "budget": "abc",
    "amount": "1000",
    "number": "1",
    "source": "abc",
    "by": "abc",
    "to": "abc",
    "name": "one-stop-shop",
    "every": "1",
    "filings": "1",
    "profile": "abc",
}

#: Work without end, or of minutes; their words are read by the same parser.
NOT_RUN = {("demo", "filings"), ("demo", "seed"), ("demo", "lang"), ("demo", "store")}

COMMANDS = dict(commands_of(build_parser()))


def _takes_words(action):
    return action.nargs != 0 and action.dest != "help"


def _words(parser, directory, wrong=None, value=None):
    """The words of a call; the one for the action *wrong* is *value*."""
    words, places = [], []
    for action in parser._actions:
        if not _takes_words(action) or not (action.required or action is wrong):
            continue
        valid = VALID.get(action.dest, str(directory / "file.txt"))
        if action.choices:
            valid = str(next(iter(action.choices)))
        given = value if action is wrong else valid
        if action.option_strings:
            words.append(f"{action.option_strings[0]}={given}")
        else:
            places.append(given)
    return [*words, "--", *places] if places else words


@contextmanager
def _input(text=b""):
    read, write = os.pipe()
    os.write(write, text)
    os.close(write)
    with os.fdopen(read, encoding="utf-8") as stream:
        old, sys.stdin = sys.stdin, stream
        try:
            yield
        finally:
            sys.stdin = old


def _run(words, capfd):
    with _input():
        code = main(words)
    ran = capfd.readouterr()
    return code, ran.out, ran.err


EACH = [
    (path, action)
    for path, parser in sorted(COMMANDS.items())
    for action in parser._actions
    if _takes_words(action) and (path[0], action.dest) not in NOT_RUN
]


@pytest.mark.parametrize(
    ("path", "action"),
    EACH,
    ids=lambda each: each.dest if hasattr(each, "dest") else " ".join(each),
)
def test_any_word_is_answered_with_a_documented_code(path, action, tmp_path, monkeypatch, capfd):
    """No traceback, exit code 0, 1 or 2; with --json an error is an object with a code."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "file.txt").write_text("x", encoding="utf-8")
    directory = tmp_path / "directory"
    directory.mkdir()
    as_json = any("--json" in each.option_strings for each in COMMANDS[path]._actions)
    once = ["--once"] if path == ("serve-due",) else []
    for what, value in (WORDS | {"directory": str(directory)}).items():
        words = [*path, *once, *(["--json"] if as_json else [])]
        code, out, err = _run([*words, *_words(COMMANDS[path], tmp_path, action, value)], capfd)

        assert code in (OK, FINDINGS, USAGE), what
        assert "Traceback" not in err, what
        assert "x" * 301 not in err, what
        if code == USAGE and as_json:
            data = json.loads(out)
            faults = data if isinstance(data, list) else [data]
            assert all(each["error"]["code"] and each["error"]["message"] for each in faults), what
        elif code == USAGE:
            assert "caseflow" in err, what


@pytest.mark.parametrize("option", ["--filings", "--seed", "--lang", "--store"])
def test_the_demo_answers_any_word(option, tmp_path, monkeypatch, capfd):
    """One filing, with a word that is none; what is a number or a store is worked with."""
    monkeypatch.chdir(tmp_path)
    for what, value in (WORDS | {"directory": str(tmp_path)}).items():
        given = {"--filings": "1", option: value}
        code, out, err = _run(["demo", "--json", *(f"{a}={b}" for a, b in given.items())], capfd)

        assert code in (OK, USAGE), what
        assert "Traceback" not in err, what
        assert (code == USAGE) == ("error" in json.loads(out)), what


BROKEN = {
    "nothing": b"",
    "half a letter": '{"limit": "Đặng Thuỳ'.encode()[:-1],
    "no text": b"\xff\xfe\x00",
    "no object": b"[]\n5\nnull\n",
    "deep": b"[" * 20_000,
    "a long number": b'{"limit": ' + b"9" * 5_000 + b"}",
    "a line too many": b"\n" * 50,
}

#: Each command that reads what it is given at length: its words, "-" or the name of the file last.
READERS = {
    "due": ["due", "--jsonl"],
    "import": ["store", "import", "--store", "sqlite:///new.db"],
    "reconcile": ["reconcile", "--store", "sqlite:///new.db", "--on", "2026-03-02"],
    "check": ["check"],
    "catalogue check": ["catalogue", "check"],
    "procedures check": ["procedures", "check"],
    "replay": ["replay", "--profile", "broken.txt"],
}


@pytest.mark.parametrize("reader", READERS)
def test_what_cannot_be_read_is_reported(reader, tmp_path, monkeypatch, capfd):
    """A file cut inside a letter, or that is none of its kind, gets words and the code 1 or 2."""
    monkeypatch.chdir(tmp_path)
    _run(["store", "init", "--store", "sqlite:///new.db"], capfd)
    for what, content in BROKEN.items():
        path = tmp_path / "broken.txt"
        path.write_bytes(content)
        for source in ("broken.txt", "-"):
            words = READERS[reader] + ([] if reader == "due" else [source])
            with _input(content[:60_000]):
                code = main(words)
            ran = capfd.readouterr()

            assert code in (OK, FINDINGS, USAGE), what
            assert "Traceback" not in ran.err, what
            if what == "half a letter":
                assert code != OK, (what, source)
                assert ran.out or ran.err


@pytest.mark.parametrize("reader", ["due", "import", "reconcile"])
def test_a_closed_input_is_reported(reader, tmp_path):
    """A command started with `<&-` says that there is nothing to read; with --json as an object."""
    subprocess.run(
        [sys.executable, "-m", "caseflow", "store", "init", "--store", "sqlite:///new.db"],
        cwd=tmp_path,
        check=True,
        capture_output=True,
    )
    words = " ".join(READERS[reader]) + ("" if reader == "due" else " -")
    for more in ("", " --json"):
        ran = subprocess.run(
            ["/bin/sh", "-c", f"{sys.executable} -m caseflow {words}{more} <&-"],
            cwd=tmp_path,
            capture_output=True,
            text=True,
            check=False,
        )
        assert ran.returncode == USAGE
        assert "Traceback" not in ran.stderr
        assert "is closed" in (ran.stdout if more else ran.stderr)
        if more:
            assert json.loads(ran.stdout)["error"]["code"] == "format-unknown"


def test_a_closed_output_is_no_traceback(tmp_path):
    """A command started with `>&-` or `2>&-` does its work and ends with its code."""
    for closed in (">&-", "2>&-", ">&- 2>&- <&-"):
        ran = subprocess.run(
            [
                "/bin/sh",
                "-c",
                f"{sys.executable} -m caseflow due '5 days' --from 2026-03-02 {closed}",
            ],
            cwd=tmp_path,
            capture_output=True,
            text=True,
            check=False,
        )
        assert ran.returncode == OK
        assert "Traceback" not in ran.stderr


def test_a_lost_definition_is_reported_by_the_import(tmp_path, monkeypatch, capfd):
    """An export that lost the line of a definition is imported with a finding that names it."""
    monkeypatch.chdir(tmp_path)
    _run(["demo", "--report", "-", "--filings", "3", "--store", "sqlite:///demo.db"], capfd)
    _run(["store", "export", "--store", "sqlite:///demo.db", "whole.jsonl"], capfd)
    lines = (tmp_path / "whole.jsonl").read_text(encoding="utf-8").splitlines(keepends=True)
    used = {
        kind: next(place for place, line in enumerate(lines) if f'"kind":"{kind}"' in line)
        for kind in ("calendar", "workflow", "procedure")
    }
    for number, (kind, lost) in enumerate(used.items()):
        (tmp_path / "cut.jsonl").write_text("".join(lines[:lost] + lines[lost + 1 :]), "utf-8")
        store = f"sqlite:///{number}.db"
        _run(["store", "init", "--store", store], capfd)
        code, out, _ = _run(["store", "import", "--store", store, "cut.jsonl", "--json"], capfd)

        assert code == FINDINGS, kind
        problems = " ".join(each["problem"] for each in json.loads(out)["faults"])
        assert (
            f"the file says {len(lines) and json.loads(lines[-1])['end']['definitions']}"
            in problems
        )

    # The end of an older export does not count definitions: the cases tell what they need.
    end = json.loads(lines[-1])
    del end["end"]["definitions"]
    rest = [line for line in lines[:-1] if '"kind":"workflow"' not in line]
    (tmp_path / "old.jsonl").write_text("".join([*rest, json.dumps(end) + "\n"]), "utf-8")
    _run(["store", "init", "--store", "sqlite:///old.db"], capfd)
    code, out, _ = _run(
        ["store", "import", "--store", "sqlite:///old.db", "old.jsonl", "--json"], capfd
    )
    assert code == FINDINGS
    assert "neither in the file nor kept" in out
