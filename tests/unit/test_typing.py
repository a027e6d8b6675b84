"""The programs in tests/typing: one checks clean, the other is wrong line by line.

`make check` runs mypy and pyright over both; either reports an ignore it does not need, so a wrong
line that becomes valid is found. Here it is only seen to that no line escapes.
"""

import ast
import tomllib
from pathlib import Path

TYPING = Path(__file__).parent.parent / "typing"


def test_each_wrong_line_is_wrong_to_both_checkers():
    """Every statement of a wrong program, and every decorator, is marked for mypy and pyright."""
    source = (TYPING / "wrong.py").read_text(encoding="utf-8")
    lines = source.splitlines()
    functions = [each for each in ast.parse(source).body if isinstance(each, ast.FunctionDef)]
    wrong = [node for function in functions for node in (function.decorator_list or function.body)]

    assert len(wrong) > 15
    for node in wrong:
        assert "# type: ignore[" in lines[node.lineno - 1]
        assert "# pyright: ignore[" in lines[node.lineno - 1]


def test_the_right_program_ignores_nothing():
    """The example program needs no comment to pass."""
    assert "ignore[" not in (TYPING / "api.py").read_text(encoding="utf-8")


def test_an_ignore_may_not_outlive_its_cause():
    """Both checkers run over these programs and report ignores that are not needed."""
    tools = tomllib.loads((TYPING.parent.parent / "pyproject.toml").read_text(encoding="utf-8"))[
        "tool"
    ]

    assert "tests/typing" in tools["mypy"]["files"]
    assert tools["mypy"]["strict"]
    assert "tests/typing" in tools["pyright"]["include"]
    assert tools["pyright"]["reportUnnecessaryTypeIgnoreComment"] == "error"
