"""The `caseflow` command: one parser, one module a subcommand, imported when it is named.

Exit codes: 0 done, 1 findings, 2 usage.
"""

import errno
import gc
import sys
from collections.abc import Generator, Sequence
from contextlib import contextmanager
from itertools import pairwise

from caseflow import __version__
from caseflow.cli._commands import COMMANDS, Commands
from caseflow.cli._languages import asked_language, language_of
from caseflow.cli._parsing import Parser, WrongWordsError, with_store_named
from caseflow.cli._screen import (
    OK,
    USAGE,
    ReaderGoneError,
    complain,
    printing,
    silence,
    speak_utf8,
)
from caseflow.cli._wording import language
from caseflow.errors import CaseflowError, FormatError
from caseflow.texts import Message

__all__ = ["main"]

_INTERRUPTED = Message("commands/run.interrupted")

#: What writing to standard output ends with when the disk behind it takes no more.
_NO_SPACE = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO})


def build_parser(words: Sequence[str] | None = None) -> Parser:
    """Return the parser of the whole command, with the options of every command.

    With *words* only the command that they name has its options; the others are only listed.
    """
    parser = Parser(
        prog="caseflow",
        description="Administrative filings from receive to return, with dates that explain why.",
        epilog="start with: caseflow demo; or: caseflow due '15 working days' --from 2025-04-24",
    )
    parser.add_argument("--version", action="version", version=f"caseflow {__version__}")
    below = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    commands = Commands(below)
    named = None if words is None else _named(words)
    for name in COMMANDS:
        commands.add(name, is_named=named is None or name == named)
    return parser


def _named(words: Sequence[str]) -> str:
    """Return the command that *words* name, or ""; what follows --pack is the name of a pack."""
    for before, word in pairwise(("", *words)):
        if word in COMMANDS and before != "--pack":
            return word
    return ""


@contextmanager
def _loading() -> Generator[None, None, None]:
    """Look for no garbage while modules are loaded: there is none, and looking takes longer."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


def _unusable(error: OSError | UnicodeError) -> FormatError:
    """Return what to say of a file, or of a stream, that cannot be used."""
    if isinstance(error, UnicodeError):
        return FormatError("input", f"is not UTF-8 ({error}); save it as UTF-8")
    if error.filename is None and error.errno in _NO_SPACE:
        silence()
        return FormatError(
            "standard output",
            f"cannot be written ({error.strerror}); what is there is cut short, so make room "
            "and run the command again",
        )
    where = error.filename if isinstance(error.filename, str) else "a file"
    return FormatError(where, f"cannot be used ({error.strerror or error}); give another path")


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command with *argv*, by default its own words, and return the exit code."""
    speak_utf8()
    words = with_store_named(sys.argv[1:] if argv is None else argv)
    with _loading():
        parser = build_parser(words)
    language.set(asked_language(words))
    try:
        options = parser.read(words)
    except WrongWordsError as error:
        return error.report(as_json="--json" in words)
    except SystemExit as leaving:
        return leaving.code if isinstance(leaving.code, int) else USAGE
    try:
        options.lang = language_of(options)
        code: int = options.run(options)
        with printing(code):
            pass
    except CaseflowError as error:
        return complain(error, as_json=bool(getattr(options, "json", False)))
    except BrokenPipeError as error:
        # The reader of a pipe has had enough.
        silence()
        return error.code if isinstance(error, ReaderGoneError) else OK
    except (OSError, UnicodeError) as error:
        return complain(_unusable(error), as_json=bool(getattr(options, "json", False)))
    except KeyboardInterrupt:
        print(f"caseflow: {_INTERRUPTED.in_(language.get())}", file=sys.stderr)
        return 130
    return code
