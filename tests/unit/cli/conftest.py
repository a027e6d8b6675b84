"""Run the command as a user does: words in; exit code, output and complaints out."""

import io
import json
from typing import NamedTuple

import pytest

from caseflow.cli import main


class Ran(NamedTuple):
    """What one run of the command gave."""

    code: int
    out: str
    err: str

    @property
    def data(self):
        """The output as JSON."""
        return json.loads(self.out)

    @property
    def lines(self):
        """The output as JSON lines."""
        return [json.loads(line) for line in self.out.splitlines()]


@pytest.fixture
def caseflow(capsys, monkeypatch):
    """Call the command with words and, if given, lines of standard input."""

    def run(*words, stdin=None):
        if stdin is not None:
            raw = stdin if isinstance(stdin, bytes) else stdin.encode()
            wrapper = io.TextIOWrapper(io.BytesIO(raw), encoding="utf-8")
            monkeypatch.setattr("sys.stdin", wrapper)
        code = main([str(word) for word in words])
        captured = capsys.readouterr()
        return Ran(code, captured.out, captured.err)

    return run
