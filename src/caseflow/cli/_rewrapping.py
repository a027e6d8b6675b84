"""`caseflow store rewrap`: the keys of persons moved to a new master key.

How it is done stands in `pii.rewrapping`.
"""

import argparse
import os
import re
from pathlib import Path

from caseflow.cli._opening import instant_of, opened
from caseflow.cli._screen import FINDINGS, OK, number_text, print_json
from caseflow.errors import FormatError, PackageMissingError, ValueInvalidError
from caseflow.pii.rewrapping import Rewrapped, rewrap
from caseflow.stores.schema import LATEST
from caseflow.texts import Message
from caseflow.values import Actor

__all__ = ["add_rewrap", "run_rewrap"]

_BYTES = 32
_DIGITS = re.compile(rb"[0-9a-fA-F]{64}\s*")
_FORM = "a file of 32 bytes, or of 64 hexadecimal digits"
_INSTALL = "pip install 'caseflow-engine[pii]'"

#: So many subjects are named as text; JSON has all.
_MOST_NAMED = 20


def add_rewrap(parser: argparse.ArgumentParser) -> None:
    """Add what only this duty takes."""
    parser.add_argument(
        "--master", required=True, metavar="FILE", help=f"the new master key: {_FORM}"
    )
    parser.add_argument(
        "--older",
        required=True,
        action="append",
        metavar="FILE",
        help="a master key of before; may be repeated",
    )
    parser.add_argument("--by", required=True, metavar="WHO", help="who does it")
    parser.add_argument("--reason", required=True, metavar="WHY", help="why, for the record")
    parser.add_argument("--at", metavar="WHEN", help="the instant of the act (now)")


def run_rewrap(options: argparse.Namespace) -> int:
    """Move the keys of persons to the new master key, and say what became of them."""
    try:
        from caseflow.pii.encryption import PersonalDataEncryption  # noqa: PLC0415 - lazy: an extra
    except ImportError as error:
        raise PackageMissingError("cryptography", _INSTALL) from error
    older = [_key("--older", each) for each in options.older]
    encryption = PersonalDataEncryption(
        _key("--master", options.master), entropy=os.urandom, older=older
    )
    with opened(options, LATEST) as store:
        moving = rewrap(
            store.ops,
            encryption,
            at=instant_of(options),
            by=Actor(options.by),
            reason=options.reason,
        )
        done = store.run(moving)
    if options.json:
        print_json({**done._asdict(), "is_complete": done.is_complete})
    else:
        print("\n".join(_said(done, options.lang)))
    return OK if done.is_complete else FINDINGS


def _key(option: str, path: str) -> bytes:
    try:
        content = Path(path).read_bytes()
    except OSError as error:
        raise FormatError(path, f"cannot be read: {error.strerror or error}") from None
    if len(content) == _BYTES:
        return content
    if _DIGITS.fullmatch(content):
        return bytes.fromhex(content.decode())
    # The content is a key, perhaps, so it is not shown.
    raise ValueInvalidError(option, path, _FORM)


def _said(done: Rewrapped, language: str) -> list[str]:
    moved, there, destroyed, lost = (
        number_text(count, language)
        for count in (done.moved, done.there, done.destroyed, len(done.lost))
    )
    lines = [
        Message(
            "commands/store.keys-moved-new-master", moved=moved, there=there, destroyed=destroyed
        )
    ]
    if done.lost:
        named = ", ".join(done.lost[:_MOST_NAMED]) + (", ..." if done.lost[_MOST_NAMED:] else "")
        lines.append(Message("commands/store.keys-are-opened-by", lost=lost, named=named))
    elif done.moved:
        lines.append(Message("commands/store.run-again-when-none"))
    else:
        lines.append(
            Message("commands/store.old-master-key-may"),
        )
    return [line.in_(language) for line in lines]
