"""Which pack a command was asked to work by, and the calendars of that pack; loads no more of it.

Counting a date needs nothing else of a country. The whole pack is found in `packs`.
"""

import argparse
import os
import re
from functools import cache
from importlib import import_module

from caseflow.calendars import NamedCalendars
from caseflow.errors import PackError, UnknownPackError

__all__ = ["USUAL", "asked_pack", "calendars_of"]

#: Worked by if nobody names another, and it is installed.
USUAL = "vietnam"

_VARIABLE = "CASEFLOW_PACK"
_NAME = re.compile(r"[a-z][a-z0-9-]{0,39}")


def asked_pack(options: argparse.Namespace) -> str:
    """Return the name that `--pack` gives, else that of the environment, "" if neither does."""
    given: str | None = getattr(options, "pack", None)
    return os.environ.get(_VARIABLE, "") if given is None else given


@cache
def calendars_of(name: str) -> NamedCalendars:
    """Return the calendars of the pack called *name*, "" for the usual one; none if it has none.

    A pack that ships with caseflow is looked for first, because reading what other packages bring
    costs more than counting a date.

    Raises:
        UnknownPackError: no installed package brings a pack of that name.
        PackError: what it brings are no calendars.
    """
    found = _shipped(name or USUAL)
    if found is None:
        found = _installed(name)
    if isinstance(found, NamedCalendars):
        return found
    problem = f"its calendars are a {type(found).__name__} and no NamedCalendars"
    raise PackError(name or USUAL, (problem,))


def _shipped(name: str) -> object | None:
    if _NAME.fullmatch(name) is None:
        return None
    module = f"caseflow.{name.replace('-', '_')}"
    try:
        return getattr(import_module(f"{module}.calendars"), "CALENDARS", None)
    except ModuleNotFoundError as error:
        if error.name is not None and error.name.startswith(module):
            return None
        raise


def _installed(name: str) -> object:
    # lazy: reading what is installed takes some 40 ms, which a date of a shipped pack need not pay
    from importlib.metadata import entry_points  # noqa: PLC0415 - lazy, see above

    packs = sorted({each.name for each in entry_points(group="caseflow.packs")})
    wanted = name or (packs[0] if len(packs) == 1 else "")
    if wanted not in packs:
        raise UnknownPackError(wanted, packs)
    for each in entry_points(group="caseflow.calendars", name=wanted):
        loaded: object = each.load()
        return loaded
    return NamedCalendars()
