"""How long filings take: counts of days, and the shares decided within so many of them.

Of all filings received in a window, not of closed ones: those that are open still count, and those
withdrawn are never decided.
"""

from caseflow.reports.durations._curves import DayCounts, Point, Quantile
from caseflow.reports.durations._days import Durations, days_taken

__all__ = ["DayCounts", "Durations", "Point", "Quantile", "days_taken"]
