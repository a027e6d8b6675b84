"""Score boards: units ranked by an index, a share of counts or a number, with what chance does.

Beside each rank stand the signals of gaming, each a question and no verdict. Figures come from
`indices` and `counts`, or were published elsewhere; drawing a board is for pages.
"""

from caseflow.reports.boards._boards import LEAST, Board, BoardRow, FunnelPlace, Trend, board
from caseflow.reports.boards._entries import (
    BoardEntry,
    BoardKind,
    entries_of_counts,
    entries_of_index,
    entries_of_results,
)
from caseflow.reports.boards._signals import (
    LEAST_FILINGS,
    LEAST_UNITS,
    RATE,
    SIGNALS,
    Signal,
    SignalTable,
    UnitSignals,
    signals,
    signals_of,
)
from caseflow.reports.boards._statistics import (
    FunnelLimits,
    Interval,
    change_in,
    funnel_limits,
    wilson,
)
from caseflow.reports.boards._tables import board_data, board_table, signal_table

__all__ = [
    "LEAST",
    "LEAST_FILINGS",
    "LEAST_UNITS",
    "RATE",
    "SIGNALS",
    "Board",
    "BoardEntry",
    "BoardKind",
    "BoardRow",
    "FunnelLimits",
    "FunnelPlace",
    "Interval",
    "Signal",
    "SignalTable",
    "Trend",
    "UnitSignals",
    "board",
    "board_data",
    "board_table",
    "change_in",
    "entries_of_counts",
    "entries_of_index",
    "entries_of_results",
    "funnel_limits",
    "signal_table",
    "signals",
    "signals_of",
    "wilson",
]
