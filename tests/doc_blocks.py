"""Run the console blocks of the documentation, so that what they print is true.

A block fenced as `console` is run when one of its commands starts with `caseflow`:

    $ caseflow due "15 working days" --from 2026-03-02
    2026-03-23

Each command runs in this process from the root of the repository, and what it prints, on both
streams, must equal the lines below it. Only these are understood:

- a backslash at the end of a line goes on with the next one;
- `echo TEXT | caseflow …` and `caseflow … < FILE` give standard input;
- `echo $?` shows the exit code of the command before it; without it the code must be 0;
- a line `...` stands for one or more lines.

Other commands (`make demo`, `pip install …`) and their output are left alone. A block after
`<!-- skip: next -->` is not run.
"""

import contextlib
import io
import os
import re
import shlex
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from unittest import mock

from sybil import Document, Example, Region
from sybil.parsers.markdown.lexers import FencedCodeBlockLexer

ROOT = Path(__file__).resolve().parent.parent

#: What a terminal without colour and 80 columns wide would show.
TERMINAL = {"COLUMNS": "80", "NO_COLOR": "1"}

Main = Callable[[Sequence[str]], int | None]


class ConsoleBlockParser:
    """Find the console blocks of a Markdown document that call `caseflow`."""

    def __init__(self) -> None:
        self._lexer = FencedCodeBlockLexer(language="console")

    def __call__(self, document: Document) -> Iterator[Region]:
        """Yield each such block as a region that Sybil evaluates."""
        for region in self._lexer(document):
            source = region.lexemes["source"]
            if re.search(r"^\$ .*\bcaseflow\b", source, flags=re.MULTILINE):
                yield Region(region.start, region.end, source, _evaluate)


def _evaluate(example: Example) -> str | None:
    from caseflow.cli import main

    return fault_of(example.parsed, main)


def fault_of(block: str, main: Main) -> str | None:
    """Run each `caseflow` command of *block*; say what is documented wrongly, or return None."""
    entries = list(_entries(block))
    status = 0
    for number, (command, documented) in enumerate(entries):
        if command == "echo $?":
            printed = f"{status}\n"
        elif _calls_caseflow(command):
            printed, status = _run(command, main)
            if status and [entry[0] for entry in entries[number + 1 : number + 2]] != ["echo $?"]:
                return f"$ {command}\nends with {status}; show that with `$ echo $?`\n{printed}"
        else:
            continue
        if not _matches(documented.splitlines(), printed.splitlines()):
            return f"$ {command}\n--- documented ---\n{documented}--- printed ---\n{printed}"
    return None


def _entries(source: str) -> Iterator[tuple[str, str]]:
    """Split *source* into commands, each with the output written below it."""
    command, output = "", ""
    lines = iter(source.splitlines())
    for line in lines:
        if not line.startswith("$ "):
            output += f"{line}\n"
            continue
        if command:
            yield command, output
        command, output = _joined(line.removeprefix("$ "), lines), ""
    if command:
        yield command, output


def _joined(line: str, rest: Iterator[str]) -> str:
    while line.endswith("\\"):
        line = line.removesuffix("\\") + next(rest).removeprefix("> ").strip()
    return line.strip()


def _calls_caseflow(command: str) -> bool:
    return re.match(r"(caseflow|echo .*\| *caseflow)\b", command, flags=re.DOTALL) is not None


def _run(command: str, main: Main) -> tuple[str, int]:
    words = shlex.split(command)
    given = ""
    if "|" in words:
        pipe = words.index("|")
        given, words = " ".join(words[1:pipe]) + "\n", words[pipe + 1 :]
    if "<" in words:
        redirect = words.index("<")
        given = (ROOT / words[redirect + 1]).read_text(encoding="utf-8")
        del words[redirect : redirect + 2]
    return call(main, words[1:], given)


def call(main: Main, arguments: Sequence[str], given: str = "") -> tuple[str, int]:
    """Call *main* as the command line would; return what it printed and its exit code."""
    printed = io.TextIOWrapper(io.BytesIO(), encoding="utf-8", newline="\n", write_through=True)
    stdin = io.TextIOWrapper(io.BytesIO(given.encode()), encoding="utf-8")
    with (
        mock.patch.object(sys, "stdin", stdin),
        mock.patch.object(sys, "argv", ["caseflow", *arguments]),
        mock.patch.dict(os.environ, TERMINAL),
        contextlib.redirect_stdout(printed),
        contextlib.redirect_stderr(printed),
        contextlib.chdir(ROOT),
    ):
        try:
            status = main(arguments) or 0
        except SystemExit as end:
            status = end.code if isinstance(end.code, int) else int(end.code is not None)
    return printed.buffer.getvalue().decode(), status


def _matches(documented: Iterable[str], printed: Iterable[str]) -> bool:
    """Compare line by line; a line `...` stands for one or more lines."""
    pattern = "\n".join(
        "(?:.*\n)*?.*" if line == "..." else re.escape(line) for line in _trimmed(documented)
    )
    return re.fullmatch(pattern, "\n".join(_trimmed(printed))) is not None


def _trimmed(lines: Iterable[str]) -> list[str]:
    return "\n".join(line.rstrip() for line in lines).strip("\n").split("\n")
