"""Records as far as a fold over them reads, without an engine to make them."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from attrs import frozen

__all__ = ["AT", "Noted"]

AT = datetime(2026, 3, 2, 9, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))


@frozen
class Noted:
    """A record, as far as the folds read it."""

    seq: int
    action: str
    payload: object

    @property
    def at(self):
        """One minute after another."""
        return AT + timedelta(minutes=self.seq)
