"""The clerks of a run: who is on duty, who is free, and when work that begins now will end.

Which filing a clerk takes is for the engine.
"""

from heapq import heapify, heappush

from caseflow.simulation._models import Model
from caseflow.simulation._offices import AtClosing
from caseflow.simulation._tables import SessionTable
from caseflow.values import Actor

__all__ = ["Clerks"]


class Clerks:
    """Hold every clerk of a model by number, pool after pool."""

    def __init__(self, model: Model) -> None:
        """Begin with nobody on duty."""
        office, first_on = model.scenario.office, model.scenario.first_on
        known: dict[tuple[object, AtClosing], int] = {}
        #: The sessions of each roster, and whether its clerks finish what they have in hand.
        self.rosters: list[SessionTable] = []
        self.finishes: list[bool] = []
        #: By the number of a clerk: the roster, the pool, and who it is.
        self.roster_of: list[int] = []
        self.pool_of: list[int] = []
        self.actors: list[Actor] = []
        for number, pool in enumerate(model.pools):
            for clerk in pool.clerks:
                roster = clerk.roster
                calendar = office.calendar if roster is None else roster.duty
                closing = AtClosing.PAUSE if roster is None else roster.at_closing
                key = (calendar, closing)
                if key not in known:
                    known[key] = len(self.rosters)
                    self.rosters.append(SessionTable(calendar, first_on))
                    self.finishes.append(closing is AtClosing.FINISH)
                self.roster_of.append(known[key])
                self.pool_of.append(number)
                self.actors.append(Actor(clerk.name, roles=pool.held))
        self.busy = [False] * len(self.actors)
        #: Of each pool a heap of the clerks who are on duty and free.
        self.free: list[list[int]] = [[] for _ in model.pools]
        #: Until when the present session of each roster lasts; -1 between sessions.
        self.until = [-1] * len(self.rosters)
        self._place = [-1] * len(self.rosters)

    def first_turns(self) -> list[tuple[int, int, int]]:
        """Return when each roster first comes on duty, as events of the engine."""
        found = enumerate(self.rosters)
        return [(each.starts[0], -1, number) for number, each in found if each.starts]

    def turn(self, roster: int, at: int, touched: set[int]) -> tuple[int, int, int] | None:
        """Let the clerks of a roster come on duty or go off it, and return the next such event."""
        table = self.rosters[roster]
        mine = [clerk for clerk, each in enumerate(self.roster_of) if each == roster]
        if self.until[roster] == at:
            self.until[roster] = -1
            for pool in {self.pool_of[clerk] for clerk in mine}:
                # Emptied in place: the engine holds these lists.
                free = self.free[pool]
                free[:] = [each for each in free if self.roster_of[each] != roster]
                heapify(free)
            place = self._place[roster] + 1
            return (table.starts[place], -1, roster) if place < len(table.starts) else None
        place = self._place[roster] = self._place[roster] + 1
        self.until[roster] = table.ends[place]
        for clerk in mine:
            if not self.busy[clerk]:
                heappush(self.free[self.pool_of[clerk]], clerk)
                touched.add(self.pool_of[clerk])
        return (table.ends[place], -1, roster)

    def paused_end(self, roster: int, at: int, work: int) -> int:
        """Return when *work* ends that a clerk begins now and leaves between sessions.

        Raises:
            CalendarHorizonError: the calendar of the roster ends before.
        """
        table, place = self.rosters[roster], self._place[roster]
        return table.earliest(table.work[place] + at - table.starts[place] + work)
