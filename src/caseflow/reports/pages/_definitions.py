"""One figure under every official definition, and the filings that lead from one to the next."""

from collections.abc import Iterator, Sequence

from caseflow.errors import ValueInvalidError
from caseflow.reports.indices import (
    Bridge,
    Certainty,
    CountOf,
    Index,
    IndexResult,
    bridges,
    compute,
)
from caseflow.reports.pages._content import Cell, Part, Section, Table, number
from caseflow.reports.pages._sources import ReportSource
from caseflow.texts import Message, Text

__all__ = ["bridges_section", "indices_section"]

_CERTAINTY: dict[Certainty, Text] = {
    Certainty.LAW: Message("pages/indices.law"),
    Certainty.DOCUMENTED: Message("pages/indices.documented"),
    Certainty.RECONSTRUCTED: Message("pages/indices.reconstructed"),
    Certainty.DISPUTED: Message("pages/indices.disputed"),
}

#: So many numbers of filings stand on a line of a bridge.
_MOST_NUMBERS = 5


def indices_section(source: ReportSource) -> Section | None:
    """Return the indices that a register gives, and those that are not computed as disputed."""
    if source.indices is None:
        return None
    shown = [
        each
        for each in source.indices.indices
        if each.is_computed or each.certainty is Certainty.DISPUTED
    ]
    results = compute(shown, source.register, source.period)
    head = (
        Message("pages/indices.index"),
        Message("pages/indices.part"),
        Message("pages/indices.whole"),
        Message("pages/terms.share"),
        Message("pages/indices.wanted"),
        Message("pages/indices.certainty"),
    )
    table = Table(head, tuple(_row(each) for each in results))
    said = Message("pages/indices.said")
    return Section("indices", Message("pages/indices.title"), (said,), (Part(table),))


def _row(result: IndexResult) -> tuple[Cell, ...]:
    index = result.index
    certainty = _CERTAINTY[index.certainty]
    if not result.is_computed:
        return (index.labels, None, None, result.reason, index.threshold, certainty)
    value: Cell = result.reason if result.value is None else result.value
    return (index.labels, result.part, result.whole, value, index.threshold, certainty)


# ── bridges ─────────────────────────────────────────────────────────────────────────────────


def bridges_section(source: ReportSource) -> Section | None:
    """Return what leads from each definition of a figure to the next one of the same figure."""
    if source.indices is None:
        return None
    parts = [
        _part(source, each)
        for family in _families(source.indices.indices)
        for each in bridges(family, source.register, source.period)
    ]
    if not parts:
        return None
    said = Message("pages/bridges.said")
    return Section("bridges", Message("pages/bridges.title"), (said,), tuple(parts))


def _families(indices: Sequence[Index]) -> Iterator[list[Index]]:
    """Yield the indices that count the same thing of different filings, each meaning once."""
    families: dict[object, dict[object, Index]] = {}
    for each in indices:
        if each.is_computed and each.of is CountOf.FILINGS:
            meaning = (each.population, each.counted, each.period, each.end, each.reference)
            families.setdefault(each.counted[0], {}).setdefault(meaning, each)
    for family in families.values():
        if len(family) > 1:
            yield [*family.values()]


def _part(source: ReportSource, found: Bridge) -> Part:
    first, second = found.first, found.second
    rows: list[tuple[Cell, ...]] = [(first.index.labels, None, first.part, first.whole, None)]
    for line in found.lines:
        numbers = found.filings(source.register, line.cause, _MOST_NUMBERS)
        more = line.number - len(numbers)
        named: Cell = ", ".join(numbers)
        if more:
            named = Message("pages/bridges.more", numbers=tuple(numbers), more=number(more))
        rows.append((line.label, line.number, _signed(line.part), _signed(line.whole), named))
    rows.append((second.index.labels, None, second.part, second.whole, None))
    head = (
        Message("pages/bridges.line"),
        Message("pages/terms.filings"),
        Message("pages/indices.part"),
        Message("pages/indices.whole"),
        Message("pages/bridges.numbers"),
    )
    if found.residual != (0, 0):
        left = f"{found.residual[0]}, {found.residual[1]}"
        raise ValueInvalidError("bridge", left, "nothing left over")
    title = Message("pages/bridges.from-to", first=first.index.labels, second=second.index.labels)
    return Part(Table(head, tuple(rows), numeric=(2, 3)), title=title)


def _signed(value: int) -> Cell:
    if not value:
        return 0
    return Message("pages/bridges.signed", sign="−" if value < 0 else "+", value=number(abs(value)))
