"""The documentation runner itself: a console block that says something untrue is caught."""

import sys
from collections.abc import Sequence

from doc_blocks import call, fault_of


def echo(arguments: Sequence[str]) -> int:
    """Print the arguments and standard input; fail when asked to."""
    print("said:", *arguments)
    given = sys.stdin.read()
    if given:
        print("read:", given.strip())
    if "fail" in arguments:
        print("as asked", file=sys.stderr)
        return 2
    return 0


def test_true_block_passes():
    """A block that prints what it says has no fault; other commands are left alone."""
    block = "$ make demo\nanything\n$ caseflow due 'a b'\nsaid: due a b\n"

    assert fault_of(block, echo) is None


def test_untrue_output_is_a_fault():
    """A block that says something else is shown with what was printed."""
    fault = fault_of("$ caseflow due x\nsaid: due y\n", echo)

    assert fault is not None
    assert "said: due x" in fault


def test_missing_and_surplus_lines_are_faults():
    """Nothing may be left out silently."""
    assert fault_of("$ caseflow due x\n", echo)
    assert fault_of("$ caseflow due x\nsaid: due x\nmore\n", echo)


def test_dots_stand_for_lines():
    """A line of three dots stands for lines that the document leaves out."""
    assert fault_of("$ caseflow fail\n...\n$ echo $?\n2\n", echo) is None


def test_failure_must_be_shown():
    """A command that ends with an exit code other than 0 needs that code in the document."""
    shown = "$ caseflow fail\nsaid: fail\nas asked\n"

    assert fault_of(shown, echo)
    assert fault_of(shown + "$ echo $?\n1\n", echo)
    assert fault_of(shown + "$ echo $?\n2\n", echo) is None


def test_long_commands_and_standard_input():
    """A command may go on over lines and read from a pipe."""
    block = "$ echo 'a b' | \\\n    caseflow due \\\n    --jsonl\nsaid: due --jsonl\nread: a b\n"

    assert fault_of(block, echo) is None


def test_system_exit_is_an_exit_code():
    """Argument parsers leave by SystemExit; its code counts."""

    def leave(arguments: Sequence[str]) -> int:
        raise SystemExit(2)

    assert call(leave, []) == ("", 2)
