"""The log of work that an office would write if it worked as a scenario says."""

from caseflow._typed import typed
from caseflow.interchange import WorkItem, WorkLog
from caseflow.simulation._compiling import compiled
from caseflow.simulation._replications import finished
from caseflow.simulation._scenarios import Scenario
from caseflow.simulation._tables import instant
from caseflow.values import utc

__all__ = ["simulated_work"]


@typed
def simulated_work(scenario: Scenario, *, seed: int = 1, number: int = 0) -> WorkLog:
    """Return the log of one replication of *scenario*, by its states; times of delays included.

    Raises:
        ScenarioError: the scenario cannot be simulated.
        CalendarHorizonError: a calendar ends before the work is done.
    """
    model = compiled(scenario)
    run, calendar = finished(model, seed, number), scenario.jurisdiction.calendar
    items: list[WorkItem] = []
    for visit in run.visits:
        terms, arrival = model.terms[run.terms_of[visit.case]], run.arrivals[visit.case]
        items.append(
            WorkItem(
                str(arrival.number),
                model.states[visit.state],
                utc(instant(visit.ended_at, calendar)),
                utc(instant(visit.started_at, calendar)),
                run.clerks.actors[visit.clerk].id if visit.clerk >= 0 else "",
                " ".join(terms.stages[visit.state].paths[visit.path].course.actions),
                utc(instant(arrival.at, calendar)),
                terms.procedure.code,
                terms.channel.value,
                terms.result_by.value,
            )
        )
    return WorkLog.of(items, f"simulation of {scenario.name}")
