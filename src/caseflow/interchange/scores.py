"""Timeliness counted by channel, exactly.

When a filing is on time belongs to `replays`.
"""

from collections import Counter
from collections.abc import Sequence
from fractions import Fraction

from caseflow.interchange.profiles import Judgement
from caseflow.typed import frozen, typed

__all__ = ["Punctuality", "Scores", "Share"]


@typed
@frozen
class Share:
    """Hold *part* of *whole* exactly.

    >>> Share(952, 1329).percent(), Share(1, 8).percent(), Share(0, 0).percent()
    ('71.6', '12.5', '')
    """

    part: int
    whole: int

    @property
    def value(self) -> Fraction | None:
        """Return the share as an exact number; None of nothing."""
        return Fraction(self.part, self.whole) if self.whole else None

    def percent(self) -> str:
        """Return the share in per cent to one decimal, halves rounded up; "" of nothing."""
        if not self.whole:
            return ""
        tenths = (2_000 * self.part + self.whole) // (2 * self.whole)
        return f"{tenths // 10}.{tenths % 10}"

    def to_json(self) -> dict[str, object]:
        """Return the share as JSON values."""
        return {"part": self.part, "whole": self.whole, "percent": self.percent() or None}


@typed(late=True)
@frozen
class Punctuality:
    """Count, of the finished cases of one channel ("" for all), those on time and those early.

    `early` goes with the shares of the profile's judgement, in their order.
    """

    channel: str
    on_time: Share
    early: tuple[Share, ...]

    def to_json(self, shares: Sequence[Fraction]) -> dict[str, object]:
        """Return the counts as JSON values."""
        early = [
            {"at_least": str(share), **each.to_json()}
            for share, each in zip(shares, self.early, strict=True)
        ]
        return {"judged": self.on_time.whole, "on_time": self.on_time.to_json(), "early": early}


class Scores:
    """Count finished filings, those on time, and those early by each share of *judgement*.

    >>> scores = Scores(Judgement(shares=(Fraction(1, 10),)))
    >>> scores.add("online", is_on_time=True, early=Fraction(1, 10))
    >>> scores.add("post", is_on_time=False, early=Fraction(-1, 2))
    >>> scores.overall().on_time.percent(), scores.by_channel()[0].early[0].percent()
    ('50.0', '100.0')
    """

    def __init__(self, judgement: Judgement) -> None:
        self._shares = judgement.shares
        self._judged: Counter[str] = Counter()
        self._on_time: Counter[str] = Counter()
        self._early: tuple[Counter[str], ...] = tuple(Counter() for _ in judgement.shares)

    def add(self, channel: str, *, is_on_time: bool, early: Fraction) -> None:
        """Count one finished filing; *early* is the share of its term that was left."""
        self._judged[channel] += 1
        self._on_time[channel] += is_on_time
        for share, counter in zip(self._shares, self._early, strict=True):
            counter[channel] += early >= share

    def overall(self) -> Punctuality:
        """Return the counts of all channels together."""
        whole = self._judged.total()
        return Punctuality(
            "",
            Share(self._on_time.total(), whole),
            tuple(Share(counter.total(), whole) for counter in self._early),
        )

    def by_channel(self) -> tuple[Punctuality, ...]:
        """Return the counts of each channel, the busiest first."""
        order = sorted(self._judged, key=lambda channel: (-self._judged[channel], channel))
        return tuple(
            Punctuality(
                channel,
                Share(self._on_time[channel], self._judged[channel]),
                tuple(Share(counter[channel], self._judged[channel]) for counter in self._early),
            )
            for channel in order
        )
