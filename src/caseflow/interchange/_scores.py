"""Timeliness counted by channel, exactly.

When a filing is on time belongs to `_replays`.
"""

from collections.abc import Sequence
from fractions import Fraction

from caseflow._typed import frozen, typed
from caseflow.shares import Share, TimelinessCount
from caseflow.targets import Timeliness

__all__ = ["Punctuality", "Scores"]


@typed(late=True)
@frozen
class Punctuality:
    """Count how the judged cases of one channel ("" for all) kept their time."""

    channel: str
    count: TimelinessCount

    @property
    def on_time(self) -> Share:
        """Return those that were not late."""
        return self.count.in_time

    @property
    def early(self) -> tuple[Share, ...]:
        """Return those early by each share of the profile's judgement, in their order."""
        return self.count.early_enough

    def to_json(self) -> dict[str, object]:
        """Return the counts as JSON values."""
        early = [
            {"at_least": str(share), **Share(part, self.count.judged).to_json()}
            for share, part in self.count.early_by
        ]
        return {"judged": self.count.judged, "on_time": self.on_time.to_json(), "early": early}


class Scores:
    """Count judged filings by channel, and those early by each of *shares*.

    >>> scores = Scores([Fraction(1, 10)])
    >>> scores.add("online", Timeliness.EARLY, Fraction(1, 10))
    >>> scores.add("post", Timeliness.LATE, Fraction(-1, 2))
    >>> scores.overall().on_time.percent(), scores.by_channel()[0].early[0].percent()
    ('50.0', '100.0')
    """

    def __init__(self, shares: Sequence[Fraction]) -> None:
        self._none = self._all = TimelinessCount.by(shares)
        self._of: dict[str, TimelinessCount] = {}

    def add(self, channel: str, verdict: Timeliness, early: Fraction) -> None:
        """Count one judged filing; *early* is the share of its term that was left."""
        self._all = self._all.plus(verdict, early)
        self._of[channel] = self._of.get(channel, self._none).plus(verdict, early)

    def overall(self) -> Punctuality:
        """Return the counts of all channels together."""
        return Punctuality("", self._all)

    def by_channel(self) -> tuple[Punctuality, ...]:
        """Return the counts of each channel, the busiest first."""
        order = sorted(self._of.items(), key=lambda item: (-item[1].judged, item[0]))
        return tuple(Punctuality(channel, count) for channel, count in order)
