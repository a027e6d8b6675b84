"""The check of every run: filings as simulated, worked again by the real engine.

A simulation takes short ways: what it does to clocks and dates stands in tables. So a sample of
what it made is fired through `Engine`; one refusal or one other date fails the run.
"""

from collections.abc import Iterator
from itertools import groupby
from operator import attrgetter

from caseflow.cases import Case
from caseflow.engine import Engine
from caseflow.errors import ActionRefusedError, CaseflowError, SimulationMismatchError
from caseflow.simulation._acting import fired
from caseflow.simulation._clocks import Judged
from caseflow.simulation._plain import PlainEngine
from caseflow.simulation._tables import NEVER, instant, micros
from caseflow.simulation._visits import Decision, Visit
from caseflow.targets import Timeliness, judge

__all__ = ["replay_sample"]

#: Of faults of the same kind one is shown, with how many there are.
_MOST_SHOWN = 10


def replay_sample(run: PlainEngine, size: int) -> tuple[Case, ...]:
    """Work up to *size* filings of a finished run again and return their cases.

    They are spread evenly over the run; all are taken if there are no more.

    Raises:
        SimulationMismatchError: the engine refused an act, or dates or shares differ; each kind is
            named once, with how often it was found.
    """
    number = len(run.arrivals)
    chosen = {place * number // size for place in range(size)} if size < number else range(number)
    wanted = set(chosen)
    sample = [visit for visit in run.visits if visit.case in wanted]
    sample.sort(key=lambda visit: (visit.case, visit.ended_at))
    replay = _Replay(run)
    cases = [
        replay.worked(number, [*visits]) for number, visits in groupby(sample, attrgetter("case"))
    ]
    if replay.faults:
        scenario = run.model.scenario.name
        shown = [
            f"{kind}: {found[0]}" + (f", and {len(found) - 1} more" if len(found) > 1 else "")
            for kind, found in replay.faults.items()
        ]
        raise SimulationMismatchError(scenario, shown[:_MOST_SHOWN])
    return tuple(case for case in cases if case is not None)


class _Replay:
    def __init__(self, run: PlainEngine) -> None:
        self.run, self.model = run, run.model
        jurisdiction = self.model.scenario.jurisdiction
        self.calendar = jurisdiction.calendar
        self.engine = Engine(jurisdiction)
        self.faults: dict[str, list[str]] = {}

    def _fault(self, kind: str, what: str) -> None:
        self.faults.setdefault(kind, []).append(what)

    def worked(self, number: int, visits: list[Visit]) -> Case | None:
        """Return the case as the engine works it; None if it refused an act."""
        run, model = self.run, self.model
        arrival, terms = run.arrivals[number], model.terms[run.terms_of[number]]
        name = f"filing {arrival.number}"
        try:
            case = self.engine.open(
                terms.procedure.code,
                channel=terms.channel,
                result_by=terms.result_by,
                at=instant(arrival.at, self.calendar),
                case_id=f"sim-{arrival.number}",
                branch=terms.topic.branch,
            )
        except CaseflowError as error:
            self._fault(f"open is refused ({error.code})", f"{name}: {error}")
            return None
        for visit in visits:
            after = self._visited(case, visit, name)
            if after is None:
                return None
            case = after
        self._compare(case, number, name)
        return case

    def _visited(self, case: Case, visit: Visit, name: str) -> Case | None:
        run, model = self.run, self.model
        terms = model.terms[run.terms_of[visit.case]]
        at = instant(visit.ended_at, self.calendar)
        path = terms.stages[visit.state].paths[visit.path]
        for act in path.acts:
            way = act.transition
            by = run.actor_of(visit.clerk, path)
            try:
                case = fired(model.scenario, self.engine, case, way.action, by, at)
            except ActionRefusedError as error:
                for refusal in error.refusals:
                    code = getattr(refusal, "code", "")
                    self._fault(f"{way.action} is refused ({code})", f"{name}: {refusal}")
                return None
            except CaseflowError as error:
                self._fault(f"{way.action} fails ({error.code})", f"{name}: {error}")
                return None
            if case.state != way.target:
                self._fault(
                    f"{way.action} leads elsewhere", f"{name}: {case.state}, not {way.target}"
                )
                return None
        return case

    # ── what came out ───────────────────────────────────────────────────────────────────────

    def _compare(self, case: Case, number: int, name: str) -> None:
        for kind, simulated, worked in self._answers(case, number):
            if simulated != worked:
                self._fault(f"another {kind}", f"{name}: simulated {simulated}, worked {worked}")

    def _answers(self, case: Case, number: int) -> Iterator[tuple[str, object, object]]:
        run = self.run
        yield "state", run.model.states[run.state_of[number]], case.state
        if run.ended_at[number] < NEVER:
            yield "end", run.ended_at[number], micros(case.last_at)
        decision = run.decisions.get(number)
        yield "decision", decision is not None, case.decision is not None
        if decision is None or case.decision is None:
            return
        yield "instant of decision", decision.at, micros(case.decision.at)
        outcome = self.engine.timeliness(case)
        yield "judgement", decision.legal is None, outcome is None
        if decision.legal is None or outcome is None:
            return
        legal = decision.legal
        days = run.model.tables.days
        yield "due date", days.on(legal.due_on), outcome.due.on
        yield "due instant", legal.due_at, micros(outcome.due.at)
        yield "verdict", legal.verdict, outcome.timeliness
        yield "early share", legal.early_share, outcome.early_share
        kept = None if outcome.promise is None else judge(outcome.decided_at, outcome.promise)
        yield "promise", _kept(decision), None if kept is None else kept is not Timeliness.LATE
        promised_at = None if outcome.promise is None else micros(outcome.promise.at)
        promise: Judged | None = decision.promised
        yield "promised instant", None if promise is None else promise.due_at, promised_at


def _kept(decision: Decision) -> bool | None:
    return None if decision.promised is None else decision.promised.verdict is not Timeliness.LATE
