"""A board as plain data and as texts for people, for CSV, JSON, a terminal or a page."""

from collections.abc import Sequence
from fractions import Fraction

from caseflow._number_texts import decimal_text, whole_text
from caseflow._typed import typed
from caseflow.reports.boards._boards import Board, BoardRow, percent_of
from caseflow.reports.boards._entries import BoardKind
from caseflow.reports.boards._signals import Signal, SignalTable
from caseflow.reports.indices import rounded
from caseflow.texts import Message
from caseflow.values import Text

__all__ = ["board_data", "board_table", "signal_table"]

_HEADINGS: dict[str, Text] = {
    "rank": Message("reports.board-rank"),
    "unit": Message("reports.board-unit"),
    "value": Message("reports.board-value"),
    "interval": Message("reports.board-interval"),
    "limits": Message("reports.board-limits"),
    "place": Message("reports.board-place"),
    "change": Message("reports.board-change"),
    "signals": Message("reports.board-signals"),
    "note": Message("reports.board-note"),
}
_POINTS = Message("reports.board-points")
_CHANGE = Message("reports.board-change-real")
_CHANCE = Message("reports.board-change-chance")
_ABOVE = Message("reports.signal-above")
_STRENGTH = Message("reports.signals-place")


@typed
def board_table(board: Board, language: str) -> tuple[tuple[str, ...], ...]:
    """Return a board as texts for people: a row of headings, then one for each unit.

    Raises:
        ValueInvalidError: *language* is no language code.
    """
    head = tuple(each.in_(language) for each in _HEADINGS.values())
    rows = (tuple(_texts(board, row, language).values()) for row in board.rows)
    return (head, *rows)


@typed
def board_data(board: Board, language: str) -> dict[str, object]:
    """Return a board as plain data for JSON: whole numbers, and texts for people in *language*.

    Estimates are numbers with a decimal point; shares are whole numbers, `part` and `whole`.

    Raises:
        ValueInvalidError: *language* is no language code.
    """
    share, signals = board.share, board.signals
    return {
        "label": board.labels.in_(language),
        "period": board.period.text,
        "kind": board.kind.value,
        "direction": board.direction.value,
        "least": board.least,
        "source": board.source,
        "as_of": None if board.as_of is None else board.as_of.isoformat(),
        "part": None if share is None else share.part,
        "whole": None if share is None else share.whole,
        "signals_note": None if signals is None else signals.note.in_(language),
        "rows": [_row_data(board, row, language) for row in board.rows],
    }


@typed
def signal_table(signals: SignalTable, language: str) -> tuple[tuple[str, ...], ...]:
    """Return signals as texts for people: a row of headings, then one for each unit in order.

    A cell has numerator and denominator, and the standard deviations above the other units; or why
    it is not compared.
    """
    indices = {each.index.name: each.index for unit in signals.units for each in unit.signals}
    labels = (each.labels.in_(language) for each in indices.values())
    head = (_STRENGTH.in_(language), _HEADINGS["unit"].in_(language), *labels)
    rows: list[tuple[str, ...]] = [head]
    for unit in signals.units:
        cells = {each.index.name: _signal_cell(each, language) for each in unit.signals}
        place = "" if unit.place is None else str(unit.place)
        rows.append((place, unit.unit, *(cells.get(name, "") for name in indices)))
    return tuple(rows)


def _texts(board: Board, row: BoardRow, language: str) -> dict[str, str]:
    interval, limits = row.interval, row.limits
    places = board.decimals
    return {
        "rank": "" if row.rank is None else str(row.rank),
        "unit": row.label(language),
        "value": row.text(language, places),
        "interval": ""
        if interval is None
        else _range_text(interval.low, interval.high, places, language),
        "limits": ""
        if limits is None
        else _range_text(limits.low_998, limits.high_998, places, language),
        "place": "" if row.place is None else row.place.label.in_(language),
        "change": _change_text(board, row, language),
        "signals": "" if row.signals is None else _unusual_text(row.signals.unusual, language),
        "note": "" if row.reason is None else row.reason.in_(language),
    }


def _range_text(low: float, high: float, places: int, language: str) -> str:
    bounds = [percent_of(Fraction(each), places, language) for each in (low, high)]
    return f"{bounds[0]}–{bounds[1]} %"


def _change_text(board: Board, row: BoardRow, language: str) -> str:
    trend = row.trend
    if trend is None:
        return ""
    sign = "+" if trend.difference > 0 else "−" if trend.difference < 0 else "±"
    size = abs(trend.difference)
    if board.kind is BoardKind.NUMBER:
        change = sign + whole_text(int(size), language)
    else:
        points = sign + percent_of(size, board.decimals, language)
        change = _POINTS.filled(points=points).in_(language)
    if trend.is_more_than_chance is None:
        return change
    shown = _CHANGE if trend.is_more_than_chance else _CHANCE
    return shown.filled(change=change).in_(language)


def _unusual_text(unusual: Sequence[Signal], language: str) -> str:
    return "; ".join(
        _ABOVE.filled(
            label=each.index.labels,
            part=each.share.part,
            whole=each.share.whole,
            deviations=_deviations_text(each.deviations or 0, language),
        ).in_(language)
        for each in unusual
    )


def _signal_cell(signal: Signal, language: str) -> str:
    counted = f"{signal.share.part} / {signal.share.whole}"
    if signal.deviations is None:
        reason = "" if signal.reason is None else signal.reason.in_(language)
        return f"{counted} ({reason})"
    mark = " !" if signal.is_unusual else ""
    return f"{counted} ({_deviations_text(signal.deviations, language)}{mark})"


def _deviations_text(value: float, language: str) -> str:
    sign = "+" if value > 0 else "−" if value < 0 else "±"
    return sign + decimal_text(rounded(Fraction(abs(value)), 1), language, least_places=1)


def _row_data(board: Board, row: BoardRow, language: str) -> dict[str, object]:
    entry, trend = row.entry, row.trend
    interval, limits = row.interval, row.limits
    return {
        "rank": row.rank,
        "unit": row.unit,
        "label": row.label(language),
        "part": entry.part,
        "whole": entry.whole,
        "percent": None if entry.percent is None else str(entry.percent),
        "text": row.text(language, board.decimals),
        "reason": None if row.reason is None else row.reason.in_(language),
        "low": None if interval is None else interval.low,
        "high": None if interval is None else interval.high,
        "low_998": None if limits is None else limits.low_998,
        "low_95": None if limits is None else limits.low_95,
        "high_95": None if limits is None else limits.high_95,
        "high_998": None if limits is None else limits.high_998,
        "place": None if row.place is None else row.place.value,
        "before": None if trend is None else trend.before.text,
        "difference": None if trend is None else str(trend.difference),
        "change_deviations": None if trend is None else trend.deviations,
        "is_more_than_chance": None if trend is None else trend.is_more_than_chance,
        "change": _change_text(board, row, language),
        "signals": []
        if row.signals is None
        else [_signal_data(each, language) for each in row.signals.signals],
        "signals_place": None if row.signals is None else row.signals.place,
    }


def _signal_data(signal: Signal, language: str) -> dict[str, object]:
    return {
        "name": signal.index.name,
        "label": signal.index.labels.in_(language),
        "part": signal.share.part,
        "whole": signal.share.whole,
        "others_part": signal.others.part,
        "others_whole": signal.others.whole,
        "deviations": signal.deviations,
        "is_unusual": signal.is_unusual,
        "reason": None if signal.reason is None else signal.reason.in_(language),
    }
