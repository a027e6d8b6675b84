"""The pack that a command works by, and the parts that only some packs have.

Which one was asked for is in `_calendar_names`; what a pack is, is in `caseflow.office.pack`.
"""

import argparse
from typing import TypeVar

from caseflow.cli._calendar_names import USUAL, asked_pack
from caseflow.engine import Jurisdiction
from caseflow.errors import PackPartMissingError
from caseflow.office.installed import find_pack, load_pack, pack_names
from caseflow.office.pack import Pack

__all__ = ["budgets_of", "escalations_of", "pack_of", "part_of", "unchecked_pack_of"]

T = TypeVar("T")


def pack_of(options: argparse.Namespace) -> Pack:
    """Return the pack that was asked for, else the usual one, else the only one.

    Raises:
        UnknownPackError: it is not installed, or several are and none was asked for.
        PackDoubledError, PackVersionError, PackError: it cannot be used.
    """
    return find_pack(_name_of(options))


def unchecked_pack_of(options: argparse.Namespace) -> Pack:
    """Return the same pack as it is, for a check that names all that is wrong with it.

    Raises:
        UnknownPackError: it is not installed, or several are and none was asked for.
        PackDoubledError, PackError: it cannot be loaded.
    """
    return load_pack(_name_of(options))


def _name_of(options: argparse.Namespace) -> str:
    asked = asked_pack(options)
    if asked:
        return asked
    names = pack_names()
    return names[0] if len(names) == 1 else USUAL


def part_of(pack: Pack, part: T | None, name: str) -> T:
    """Return *part*, which is called *name* on the object of the pack.

    Raises:
        PackPartMissingError: the pack has none.
    """
    if part is None:
        raise PackPartMissingError(pack.name, name, pack.parts)
    return part


def budgets_of(pack: Pack) -> Jurisdiction:
    """Return what the budgets of the country work by.

    Raises:
        PackPartMissingError: the pack has none.
    """
    return part_of(pack, pack.budgets, "budgets")()


def escalations_of(pack: Pack) -> Jurisdiction:
    """Return what the escalations of the country work by.

    Raises:
        PackPartMissingError: the pack has none.
    """
    return part_of(pack, pack.escalations, "escalations")()
