"""Making registers for `caseflow register`, and saying what was left out of them.

Imported only where one is asked for: the reports are an extra.
"""

import argparse
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import groupby
from pathlib import Path

from attrs import frozen

from caseflow.cli._opening import opened
from caseflow.cli._packs import pack_of
from caseflow.cli._passing import PassedOver
from caseflow.cli._screen import FINDINGS, OK, number_text, print_json, printing
from caseflow.interchange import find_profile, load_profile
from caseflow.office.services import service_of
from caseflow.reports import Register, load_mapping, project_store, register_log, register_table
from caseflow.reports.register import LeftOutRow, left_out_rows, sift
from caseflow.texts import Message

__all__ = ["made"]

#: Rows of a reason that stand on the screen.
_SHOWN = 10

_MADE = Message("commands/register.made")
_SOUND = Message("commands/register.sound")
_LEFT_OUT = Message("commands/register.left-out")
_LINE = Message("commands/register.line")
_MORE = Message("commands/register.more")
_IDLE = Message("commands/register.idle-unit")


@frozen
class _Done:
    """What came of it: the rows there are, and those that were left out, by code and by line."""

    rows: int
    left_out: Mapping[str, int]
    named: Sequence[LeftOutRow]
    idle_units: Sequence[str] = ()


def made(options: argparse.Namespace) -> int:
    """Make the register that is asked for, print what was left out, and return the exit code."""
    done = _DUTIES[options.duty](options)
    code = FINDINGS if done.left_out else OK
    with printing(code):
        if options.json:
            print_json(_data(options, done))
        else:
            for line in _lines(options, done):
                print(line)
    return code


def _table(options: argparse.Namespace) -> _Done:
    read = register_table(options.file, load_mapping(options.mapping), options.out)
    return _written(options, read.idle_units)


def _log(options: argparse.Namespace) -> _Done:
    pack = pack_of(options)
    profile = load_profile(
        find_profile(options.profile, base=Path()),
        codec=pack.definitions(),
        jurisdiction=pack.jurisdiction(),
    )
    register_log(options.file, profile, options.out, unit=options.unit)
    return _written(options)


def _store(options: argparse.Namespace) -> _Done:
    pack = pack_of(options)
    passed = PassedOver(pack, options.lang)
    with opened(options) as store:
        project_store(service_of(passed.engine(store), store, pack), options.out)
    return _written(options)


def _written(options: argparse.Namespace, idle_units: Sequence[str] = ()) -> _Done:
    register = Register.open(options.out)
    return _Done(register.size(), register.left_out, left_out_rows(options.out), idle_units)


def _check(options: argparse.Namespace) -> _Done:
    found = sift(Register.open(*options.register), units=options.unit)
    before = [row for path in options.register for row in left_out_rows(path)]
    rows = [*before, *found.rows]
    return _Done(found.register.size(), found.register.left_out, rows, found.idle_units)


_DUTIES: Mapping[str, Callable[[argparse.Namespace], _Done]] = {
    "table": _table,
    "log": _log,
    "store": _store,
    "check": _check,
}


def _data(options: argparse.Namespace, done: _Done) -> dict[str, object]:
    return {
        "rows": done.rows,
        "left_out": dict(done.left_out),
        "lines": [
            {
                "code": each.code,
                "line": each.line,
                "number": each.number,
                "text": each.text.in_(options.lang),
            }
            for each in done.named
        ],
        "idle_units": list(done.idle_units),
    }


def _lines(options: argparse.Namespace, done: _Done) -> Iterator[str]:
    language = options.lang
    rows = number_text(done.rows, language)
    if options.duty == "check":
        yield _SOUND.filled(rows=rows).in_(language)
    else:
        yield _MADE.filled(rows=rows, directory=str(options.out)).in_(language)
    named = {
        code: list(each)
        for code, each in groupby(
            sorted(done.named, key=lambda row: row.code), key=lambda row: row.code
        )
    }
    for code, number in done.left_out.items():
        yield _LEFT_OUT.filled(code=code, count=number_text(number, language)).in_(language)
        shown = named.get(code, [])[:_SHOWN]
        for row in shown:
            place = str(row.line) if row.line else row.number
            yield "  " + _LINE.filled(line=place, problem=row.text.in_(language)).in_(language)
        more = number - len(shown)
        if shown and more:
            yield "  " + _MORE.filled(count=number_text(more, language)).in_(language)
    for unit in done.idle_units:
        yield _IDLE.filled(unit=unit).in_(language)
