"""`PackContract`: what the pack of every country does, as tests; inherit it for one of your own.

A subclass gives a fixture `pack` and one filing under it. Nothing here knows which
country it runs on.
"""

import asyncio
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

from caseflow._typed import frozen
from caseflow.cases import Case
from caseflow.checks import check_procedure, check_workflow
from caseflow.codec import canonical_json
from caseflow.errors import CaseflowError
from caseflow.office.pack import Pack, check_pack, usable
from caseflow.office.services import open_async_service, open_service
from caseflow.service import CaseService
from caseflow.targets import Timeliness
from caseflow.values import Actor, Channel
from caseflow.workflow import Action

__all__ = ["PackContract", "SampleFiling", "Step"]


@frozen
class Step:
    """Hold one act on a filing."""

    action: Action[Any]
    payload: object
    by: Actor
    at: datetime


@frozen
class SampleFiling:
    """Hold the acts on one filing, and what must be true of it.

    *due_on* is the civil day on which its legal limit ends before the first step that moves it, and
    *outcome* whether it is decided early, on time or late.
    """

    procedure: str
    opened_at: datetime
    steps: tuple[Step, ...]
    due_on: date
    outcome: Timeliness
    channel: Channel = Channel.ONLINE
    result_by: Channel = Channel.ONLINE


def _is_refused(
    service: CaseService, action: Action[Any], payload: object, by: Actor, at: datetime
) -> bool:
    try:
        service.fire("C-1", action, payload, by=by, at=at)
    except CaseflowError:
        return True
    return False


class PackContract:
    """Say what the pack of every country does; a subclass gives `pack` and `filing`."""

    #: The day whose forms are looked at.
    on = date(2026, 11, 30)

    def filing(self) -> SampleFiling:
        """Return one filing, from lodging to the returned result."""
        raise NotImplementedError

    def _opened(self, service: CaseService, pack: Pack) -> Case:
        filing = self.filing()
        assert service.engine.jurisdiction.name == pack.jurisdiction().name
        return service.open(
            filing.procedure,
            case_id="C-1",
            channel=filing.channel,
            result_by=filing.result_by,
            at=filing.opened_at,
            key="opened",
        )

    def _worked(self, service: CaseService, pack: Pack) -> Iterator[tuple[Case, Actor, datetime]]:
        """Open the case and work it; yield it after each act, with who acts next or did, and when.

        The first is the case as it was opened.
        """
        filing = self.filing()
        yield self._opened(service, pack), filing.steps[0].by, filing.opened_at
        for number, step in enumerate(filing.steps):
            case = service.fire(
                "C-1", step.action, step.payload, by=step.by, at=step.at, key=f"step-{number}"
            )
            yield case, step.by, step.at

    # ── what the pack holds ─────────────────────────────────────────────────────────────────

    def test_it_can_be_used_and_has_no_fault(self, pack: Pack) -> None:
        """It was written for this caseflow, and nothing that it must have is missing."""
        assert usable(pack) is pack
        assert check_pack(pack, self.on) == ()

    def test_its_definitions_pass_their_checks(self, pack: Pack) -> None:
        """No workflow and no procedure has a fault that stops its use."""
        for name in pack.jurisdictions:
            jurisdiction = pack.jurisdiction(name)
            workflows = jurisdiction.workflows
            faults = [fault for each in workflows for fault in check_workflow(each)]
            for procedure in jurisdiction.catalogue:
                faults += check_procedure(
                    procedure, workflows=workflows, calendar=jurisdiction.calendar
                )
            assert [str(fault) for fault in faults if not fault.is_warning] == []

    def test_its_definitions_are_read_as_they_were_written(self, pack: Pack) -> None:
        """A workflow keeps its fingerprint, and a procedure its text."""
        codec = pack.definitions()
        for name in pack.jurisdictions:
            jurisdiction = pack.jurisdiction(name)
            for workflow in jurisdiction.workflows:
                read = codec.workflow_from_data(codec.workflow_to_data(workflow))
                assert read.fingerprint == workflow.fingerprint
            for procedure in jurisdiction.catalogue:
                data = codec.procedure_to_data(procedure)
                again = codec.procedure_to_data(codec.procedure_from_data(data))
                assert canonical_json(again) == canonical_json(data)

    def test_its_money_is_of_its_currency(self, pack: Pack) -> None:
        """Every office takes money in the currency of the country."""
        for name in pack.jurisdictions:
            currency = pack.jurisdiction(name).currency
            assert currency is not None
            assert currency.code == pack.currency

    # ── a filing under it ────────────────────────────────────────────────────────────────────────

    def test_a_filing_comes_to_its_end(self, pack: Pack) -> None:
        """It is due on the day that the law says, is judged, and replays to the same case."""
        filing = self.filing()
        with open_service("memory:", pack) as service:
            engine = service.engine
            acts = list(self._worked(service, pack))
        case = acts[-1][0]
        dates = (engine.deadlines(each, at=at).legal.due for each, _, at in acts)
        due = next(filter(None, dates), None)

        assert due is not None
        assert due.on == filing.due_on
        outcome = engine.timeliness(case)
        assert outcome is not None
        assert outcome.timeliness is filing.outcome
        workflow = engine.jurisdiction.workflow(case.fingerprint)
        assert workflow is not None
        assert workflow.state(case.state).is_final
        assert engine.replay(case.records) == case

    def test_everything_is_said_in_each_language(self, pack: Pack) -> None:
        """Actions, states, refusals and explanations have words in every language of the pack."""
        with open_service("memory:", pack) as service:
            engine = service.engine
            acts = list(self._worked(service, pack))
        for case, by, at in acts:
            legal = engine.deadlines(case, at=at).legal
            for language in pack.languages:
                for option in engine.actions(case, by=by, at=at):
                    assert option.action.label(language).strip()
                    assert all(each.text(language).strip() for each in option.refusals)
                if legal.due is not None:
                    assert legal.due.explain(language).text.strip()

    def test_a_refused_act_changes_nothing(self, pack: Pack) -> None:
        """A payload of another type, and nobody in particular, are refused with a code."""
        nobody, at = Actor("nobody"), self.filing().opened_at
        with open_service("memory:", pack) as service:
            before = self._opened(service, pack)
            for step in self.filing().steps:
                for payload in (step.payload, object()):
                    assert _is_refused(service, step.action, payload, nobody, at), step.action.name
            assert service.get("C-1") == before

    def test_a_life_is_kept_and_verified(self, pack: Pack, tmp_path: object) -> None:
        """A store in a file gives the same case back, and a deep look finds nothing wrong."""
        url = f"sqlite:///{tmp_path}/cases.db"
        with open_service(url, pack, migrate=True) as service:
            *_, (case, _, _) = self._worked(service, pack)

        with open_service(url, pack) as again:
            assert again.get("C-1") == case
            assert again.verify(deep=True, at=case.last_at).faults == ()

    def test_an_event_loop_works_it_too(self, pack: Pack) -> None:
        """The awaited service opens the same case."""
        filing = self.filing()

        async def opened() -> Case:
            async with await open_async_service("memory:", pack) as service:
                return await service.open(
                    filing.procedure,
                    case_id="C-1",
                    channel=filing.channel,
                    result_by=filing.result_by,
                    at=filing.opened_at,
                    key="opened",
                )

        with open_service("memory:", pack) as service:
            assert asyncio.run(opened()) == self._opened(service, pack)

    def test_what_comes_due_is_raised(self, pack: Pack) -> None:
        """A filing that nobody works is raised by the sweeps, without a problem."""
        with open_service("memory:", pack) as service:
            self._opened(service, pack)
            swept = service.due(self.filing().opened_at + timedelta(days=365))

        assert swept.problems == ()
        assert swept.claimed == any(pack.expiries().values())
