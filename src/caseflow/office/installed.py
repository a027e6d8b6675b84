"""Find the packs that installed packages bring, by the entry points "caseflow.packs".

A package of a country names its pack in its own metadata; nothing of caseflow knows which there
are. Reading the metadata costs some milliseconds, and only the pack that is asked for is loaded.
"""

from collections.abc import Iterable
from functools import cache
from importlib.metadata import EntryPoint, entry_points
from typing import cast

from caseflow._showing import shown
from caseflow._typed import typed
from caseflow.errors import PackDoubledError, PackError, UnknownPackError
from caseflow.office.pack import Pack, readable, usable

__all__ = ["find_pack", "load_pack", "pack_names"]

GROUP = "caseflow.packs"


@typed
def pack_names() -> tuple[str, ...]:
    """Return the names of the installed packs, sorted.

    >>> "vietnam" in pack_names()
    True
    """
    return tuple(sorted({each.name for each in _installed()}))


@typed
def find_pack(name: str) -> Pack:
    """Return the installed pack called *name*.

    >>> find_pack("vietnam").languages
    ('vi', 'en')

    Raises:
        UnknownPackError: no installed package brings a pack of that name.
        PackDoubledError: several do.
        PackVersionError: it is written for another version of caseflow.
        PackError: it cannot be loaded or used; everything that is wrong is named.
    """
    return usable(load_pack(name))


@typed
def load_pack(name: str) -> Pack:
    """Return the installed pack called *name* as it is, for `check_pack` to look at.

    Raises:
        UnknownPackError: no installed package brings a pack of that name.
        PackDoubledError: several do.
        PackVersionError: it is written for another version of caseflow.
        PackError: it cannot be loaded, is no pack, or calls itself otherwise.
    """
    return _loaded(name, tuple(each for each in _installed() if each.name == name))


@cache
def _installed() -> tuple[EntryPoint, ...]:
    return tuple(entry_points(group=GROUP))


@cache
def _loaded(name: str, found: tuple[EntryPoint, ...]) -> Pack:
    places = sorted({each.value for each in found})
    if not places:
        raise UnknownPackError(name, pack_names())
    if len(places) > 1:
        raise PackDoubledError(name, _brought(found))
    try:
        pack = cast("object", found[0].load())
    except (ImportError, AttributeError) as error:
        raise PackError(name, (f"{places[0]} cannot be loaded: {error}",)) from error
    if not isinstance(pack, Pack):
        raise PackError(name, (f"{places[0]} is a {type(pack).__name__} and no Pack",))
    if pack.name != name:
        raise PackError(name, (f"it calls itself {shown(pack.name)}; give both one name",))
    return readable(pack)


def _brought(found: Iterable[EntryPoint]) -> tuple[str, ...]:
    """Say where each comes from: the module, and the package that brings it."""
    return tuple(
        sorted(f"{each.value} of {each.dist.name if each.dist else '?'}" for each in found)
    )
