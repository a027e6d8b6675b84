"""Indices as TOML: what each key means, every fault of a file at once and with its place."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from difflib import get_close_matches
from fractions import Fraction
from pathlib import Path
from typing import Any, TypeVar, cast

from caseflow._toml_tables import Table, reading_toml
from caseflow._typed import typed
from caseflow.errors import CaseflowError, FormatError
from caseflow.reports.counts import Reference
from caseflow.reports.indices._indices import (
    Band,
    Certainty,
    CountOf,
    Index,
    IndexGroup,
    IndexSet,
    OfNothing,
)
from caseflow.reports.indices._terms import TERMS, Condition, EndEvent, Spread, unknown_words
from caseflow.values import Text, exact

__all__ = ["INDICES_FORMAT", "load_indices", "read_indices"]

#: What a file of indices says under `format`.
INDICES_FORMAT = "caseflow-indices/1"

_REFERENCES = {
    "legal": Reference.LEGAL,
    "appointed": Reference.APPOINTED,
    "promised": Reference.PROMISED,
}
_HUNDRED = 100

T = TypeVar("T")


@typed
def read_indices(text: str, *, name: str = "indices", others: Iterable[Index] = ()) -> IndexSet:
    """Return the indices that TOML *text* writes; see the reference of index files.

    >>> found = read_indices('''
    ... format = "caseflow-indices/1"
    ... [[index]]
    ... name = "posted"
    ... labels = {en = "filed by post"}
    ... period = "received"
    ... population = ["accepted"]
    ... counted = ["post"]
    ... ''')
    >>> found.index("posted").counted
    (('post',),)

    Args:
        text: the indices.
        name: of the file, for what is wrong in it.
        others: indices that groups of the file may name besides; they are part of the result.

    Raises:
        FormatError: it is not TOML, or has faults: all of them are named, each with its place.
    """
    with reading_toml(text, name) as table:
        table.allow("format", "index", "group")
        table.choice("format", (INDICES_FORMAT,), "")
        known = {each.name: each for each in others}
        found = [each for one in table.tables("index") for each in _index(one, known)]
        groups: dict[str, IndexGroup] = {}
        names = {*known, *(one.text("name", "") for one in table.tables("index"))}
        for one in table.tables("group"):
            for group in _group(one, {*names, *groups}, groups):
                groups[group.name] = group
        if not found and not groups and not table.faults:
            table.fault("index", "is needed, at least one")
        if table.faults:
            return IndexSet(())
        return IndexSet((*known.values(), *found), (*groups.values(),))


@typed
def load_indices(path: str | Path, *, others: Iterable[Index] = ()) -> IndexSet:
    """Load indices from a TOML file, see `read_indices`.

    Raises:
        FormatError: the file cannot be read, or is wrong: every fault is named.
    """
    path = Path(path)
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, ValueError) as error:
        problem = getattr(error, "strerror", None) or "it is no text in UTF-8"
        raise FormatError(str(path), f"cannot be read: {problem}") from None
    return read_indices(text, name=str(path), others=others)


def _index(table: Table, others: Mapping[str, Index]) -> Iterator[Index]:
    """Yield the index that a table writes, unless it is wrong, and write down what is."""
    before, name = len(table.faults), table.name("name")
    if name in others:
        table.fault("name", f"{name!r} is the name of another index; give each a name")
    reference = table.choice("reference", (*_REFERENCES,), "legal")
    values = {
        "labels": table.labels("labels"),
        "population": _condition(table, "population"),
        "counted": _condition(table, "counted"),
        "period": table.member("period", Spread, Spread.DECIDED),
        "end": table.member("end", EndEvent, EndEvent.DECISION),
        "reference": _REFERENCES[reference],
        "of": table.member("of", CountOf, CountOf.FILINGS),
        "of_nothing": table.member("of_nothing", OfNothing, OfNothing.NONE),
        "points": _number(table, "points", Fraction(0)),
        "full_at": _number(table, "full_at", Fraction(1)),
        "steps": tuple(
            (_number(each, "from", Fraction(0)), _number(each, "points", Fraction(0)))
            for each in _closed(table.tables("steps"), "from", "points")
        ),
        "none_if": _condition(table, "none_if"),
        "threshold": _number(table, "threshold", Fraction(0)) if "threshold" in table else None,
        "decimals": table.whole("decimals") if "decimals" in table else 1,
        "source": table.text("source", ""),
        "valid_from": table.day("valid_from"),
        "valid_until": table.day("valid_until"),
        "certainty": table.member("certainty", Certainty, Certainty.RECONSTRUCTED),
        "why": table.labels("why") if "why" in table else Text(),
        "note": table.text("note", ""),
    }
    table.close()
    yield from _made(table, before, Index, name, values)


def _group(
    table: Table, known: Iterable[str], groups: Mapping[str, IndexGroup]
) -> Iterator[IndexGroup]:
    before, name = len(table.faults), table.name("name")
    if name in groups:
        table.fault("name", f"{name!r} is the name of another group; give each a name")
    members = table.texts("members")
    for each in members:
        if each not in known:
            table.fault("members", f"{each!r} is no index, and no group above; write one of them")
    bands = tuple(
        Band(_number(each, "from", Fraction(0)), each.labels("labels"))
        for each in _closed(table.tables("bands"), "from", "labels")
    )
    values = {
        "labels": table.labels("labels"),
        "members": members,
        "points": _number(table, "points", Fraction(0)),
        "bands": bands,
        "source": table.text("source", ""),
        "certainty": table.member("certainty", Certainty, Certainty.RECONSTRUCTED),
        "why": table.labels("why") if "why" in table else Text(),
    }
    table.close()
    yield from _made(table, before, IndexGroup, name, values)


def _made(
    table: Table, before: int, kind: Callable[..., T], name: str, values: dict[str, Any]
) -> Iterator[T]:
    """Yield the value, or write down why there is none; nothing if that is written already."""
    if len(table.faults) > before:
        return
    try:
        yield kind(name, **values)
    except CaseflowError as error:
        table.fault("name", f"{name!r}: {error}")


def _condition(table: Table, key: str) -> Condition:
    """Return a list of words, all of which hold; of a list within it, at least one does."""
    value = table.value(key)
    if value is None:
        return ()
    expected = 'a list of words, as ["accepted", ["online", "post"]]'
    if not isinstance(value, list):
        table.wrong(key, expected)
        return ()
    found = list[tuple[str, ...]]()
    for number, each in enumerate(cast("list[object]", value), 1):
        listed = cast("list[object]", each) if isinstance(each, list) else [each]
        words = tuple(word for word in listed if isinstance(word, str))
        if not listed or len(words) < len(listed):
            table.fault(f"{key}[{number}]", f"{each!r} is no word, and no list of words")
        for word in unknown_words((words,)):
            near = get_close_matches(word.removeprefix("not "), TERMS, n=1)
            hint = f"did you mean {near[0]!r}? " if near else ""
            problem = f"{word!r} is no term; {hint}known: {', '.join(TERMS)}"
            table.fault(f"{key}[{number}]", problem)
        found.append(words)
    return tuple(found)


def _closed(tables: list[Table], *keys: str) -> Iterator[Table]:
    for each in tables:
        each.allow(*keys)
        yield each


def _number(table: Table, key: str, default: Fraction) -> Fraction:
    """Return an exact number: a whole one, or text as "0.8", "4/5" or "80%"."""
    value = table.value(key)
    if value is None:
        return default
    if isinstance(value, bool) or not isinstance(value, (str, int)):
        table.wrong(key, 'a number, as "0.8", "4/5", "80%" or 20')
        return default
    text = str(value)
    try:
        found = exact(text.removesuffix("%"), name=key)
    except CaseflowError as error:
        table.fault(key, str(error))
        return default
    return found / _HUNDRED if text.endswith("%") else found
