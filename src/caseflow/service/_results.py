"""What the service answers to those who run it."""

from typing import NamedTuple

from caseflow._typed import short

__all__ = ["Delivered", "Fault", "Report", "Swept"]


@short
class Fault(NamedTuple):
    """Say what is wrong with a case, at which record.

    A fault of a seal names no case, and the number of the seal; one of a definition neither.
    """

    case_id: str
    seq: int
    problem: str


class Swept(NamedTuple):
    """Say what a sweep did: actions fired, expiries reported, cases put off, cases given up.

    *problems* has a fault for each case that was put off or given up.
    """

    claimed: int = 0
    fired: int = 0
    raised: int = 0
    stalled: int = 0
    dead_lettered: int = 0
    problems: tuple[Fault, ...] = ()


class Delivered(NamedTuple):
    """Say what became of messages: taken, put off, given up."""

    done: int = 0
    retried: int = 0
    dead_lettered: int = 0


@short
class Report(NamedTuple):
    """Say what was verified and every fault that was found.

    *set_aside* has the cases and definitions that could not be read and were set aside since, with
    who did so, why, and what was wrong: they are no faults any more.
    """

    cases: int
    records: int
    seals: int
    faults: tuple[Fault, ...] = ()
    set_aside: tuple[Fault, ...] = ()

    @property
    def is_sound(self) -> bool:
        """Return whether everything is as it was kept."""
        return not self.faults
