"""What a backend does for each request: read, ask the service, and answer, in any framework.

Each call is a generator that yields what the service returns, so that one text serves a service
that is awaited and one that is not; see `_backends`.
"""

from collections.abc import Callable, Generator, Mapping, Sequence
from datetime import datetime
from typing import Any

from caseflow.cases import ASSIGNMENT_ACTIONS, Case, Record
from caseflow.errors import (
    AddressUnknownError,
    CaseflowError,
    SchemaError,
    UnknownActionError,
)
from caseflow.office._service_parts import codecs
from caseflow.office.pack import Pack
from caseflow.payments.gateways import PaymentGateway
from caseflow.service._work import Work
from caseflow.stores import Ops
from caseflow.stores.schema import LATEST
from caseflow.values import utc
from caseflow.web._asked import Answer, Asked, json_answer
from caseflow.web._assignments import assignment_data
from caseflow.web._batches import batch_data, batch_from_data
from caseflow.web._cases import case_data, history_data, items_data, options_data
from caseflow.web._dates import deadlines_data
from caseflow.web._events import EVENT_STREAM, record_events
from caseflow.web._lists import list_query
from caseflow.web._payloads import lodging_from_data, payload_from_data
from caseflow.web._problems import PROBLEM_JSON, problem
from caseflow.web._requests import (
    InFlight,
    body_data,
    checked_media,
    client_key,
    cursor_place,
    cursor_text,
    etag,
    expected_version,
    last_event,
)
from caseflow.web._shapes import Json, RecordShape
from caseflow.workflow import Action

__all__ = ["Calls", "Steps"]

#: What is yielded is what the service returned, or is to be awaited; it is sent back as a value.
Steps = Generator[Any, Any, Answer]

#: Entries of one page.
PAGE = 50

#: Events of one answer; a client that saw them asks for those that follow.
MOST_EVENTS = 500


class Calls:
    """Answer the requests to one service.

    *take* records what a gateway posts; *gather* lists what a batch yields.
    """

    def __init__(
        self,
        service: Any,  # noqa: ANN401 - a service that is awaited, or one that is not
        pack: Pack,
        gateway: PaymentGateway | None,
        take: Callable[..., Any],
        gather: Callable[[Any], Any],
        in_flight: InFlight | None,
    ) -> None:
        """Take the service, awaited or not, and the country of its office."""
        self._service, self._take, self._gateway = service, take, gateway
        self._gather = gather
        self._codec, self._flights = codecs(pack)[0], in_flight or InFlight()
        self._zone = service.engine.jurisdiction.calendar.zone

    def answered(self, asked: Asked, steps: Steps) -> Steps:
        """Do *steps*, and answer an error of caseflow as a problem."""
        try:
            return (yield from steps)
        except CaseflowError as error:
            return self.failed(asked, error)

    def failed(
        self,
        asked: Asked,
        error: CaseflowError,
        status: int | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Answer:
        """Return the answer to a request that failed, with the status of the error or another."""
        found = problem(error, language=asked.language, zone=self._zone)
        body = found.body if status is None else {**found.body, "status": status}
        sent = {**(headers or {}), **found.headers}
        return json_answer(body, status or found.status, sent, PROBLEM_JSON)

    def lodge(self, asked: Asked) -> Steps:
        """Open a case."""
        key = client_key(asked.header("Idempotency-Key"))
        filing = lodging_from_data(_data(asked), self._codec)
        with self._flights.hold(filing.number, key):
            case = yield self._service.open(
                filing.procedure,
                case_id=filing.number,
                channel=filing.channel,
                result_by=filing.result_by,
                branch=filing.branch,
                by=asked.by,
                at=asked.at,
                key=key,
            )
        return self._shown(asked, case, 201)

    def act(self, asked: Asked, number: str, name: str) -> Steps:
        """Do an action on a case, at the version of it that was seen."""
        key = client_key(asked.header("Idempotency-Key"))
        version = expected_version(asked.header("If-Match"))
        data = _data(asked)
        with self._flights.hold(number, key):
            # In one go, so that a request waits for the store once.
            acting = self._acting(asked, number, name, data, key, version)
            case = yield self._service.store.run(acting)
        return self._shown(asked, case)

    def _acting(
        self, asked: Asked, number: str, name: str, data: object, key: str, version: int | None
    ) -> Ops[Case]:
        work: Work = self._service.work
        before = yield from work.get(number)
        action = self._action(before, name)
        payload = payload_from_data(action, data, self._codec)
        return (
            yield from work.fire(
                number,
                action,
                payload,
                by=asked.by,
                at=asked.at,
                key=key,
                expected_version=version,
            )
        )

    def act_on_many(self, asked: Asked, name: str) -> Steps:
        """Do an action on many cases, and answer what became of each."""
        key = client_key(asked.header("Idempotency-Key"))
        action = self._offered(name)
        batch, payload = batch_from_data(action, _data(asked), self._codec)
        with self._flights.hold("", key):
            results = yield self._service.fire_many(
                batch.cases,
                action,
                payload,
                by=asked.by,
                at=asked.at,
                key=key,
                is_dry_run=batch.is_dry_run,
            )
            found = yield self._gather(results)
        engine, language = self._service.engine, asked.language
        shown = batch_data(found, engine, language=language, is_dry_run=batch.is_dry_run)
        return json_answer(shown)

    def _offered(self, name: str) -> Action[Any]:
        """Return the action called *name*, of the first workflow of the office that has one."""
        workflows = self._service.engine.jurisdiction.workflows
        known = {each.name: each for workflow in workflows[::-1] for each in workflow.actions}
        found = ASSIGNMENT_ACTIONS.get(name) or known.get(name)
        if found is None:
            raise UnknownActionError(name, sorted({*known, *ASSIGNMENT_ACTIONS}))
        return found

    def _action(self, case: Case, name: str) -> Action[Any]:
        """Return the action called *name*, of the workflow of *case* or of every case."""
        known = ASSIGNMENT_ACTIONS.get(name)
        return known or self._service.engine.jurisdiction.held(case.fingerprint).action(name)

    def show(self, asked: Asked, number: str) -> Steps:
        """Return a case as it stands."""
        return self._shown(asked, (yield self._service.get(number)))

    def view(self, asked: Asked, number: str, name: str) -> Steps:
        """Return the options, the assignment, the dates or the records of a case."""
        case = yield self._service.get(number)
        engine, language = self._service.engine, asked.language
        if name == "actions":
            options = engine.actions(case, by=asked.by, at=_later(asked, case))
            return json_answer(options_data(options, case, engine, language=language))
        if name == "deadlines":
            at = _later(asked, case)
            return json_answer(deadlines_data(case, engine, at=at, language=language))
        if name == "assignment":
            return json_answer(assignment_data(case, engine, by=asked.by, language=language))
        if name != "history":
            raise AddressUnknownError(name)
        return self._history(asked, case)

    def page(self, asked: Asked) -> Steps:
        """Return a page of open cases in the order that is asked for, and the next one's cursor."""
        query = list_query(asked.query, asked.by, PAGE)
        page = yield self._service.work_list(query, at=asked.at)
        engine, language = self._service.engine, asked.language
        items = items_data(page.items, engine, by=asked.by, language=language)
        return json_answer({"items": items, "next": page.cursor or None})

    def events(self, asked: Asked, number: str) -> Steps:
        """Return what happened since the record that the client saw last; it asks again."""
        after = last_event(asked.header("Last-Event-ID"))
        case = yield self._service.get(number)
        shown = self._records(asked, case, case.records[after + 1 : after + 1 + MOST_EVENTS])
        headers = {"Content-Type": EVENT_STREAM, "Cache-Control": "no-store"}
        return Answer(200, headers, f"retry: 2000\n\n{record_events(shown)}".encode())

    def pay(self, asked: Asked) -> Steps:
        """Record what the gateway says was paid."""
        if self._gateway is None:
            raise AddressUnknownError("payments")
        case = yield self._take(self._service, self._gateway, asked.headers, asked.body, asked.at)
        return self._shown(asked, case)

    def ready(self, asked: Asked) -> Steps:
        """Say whether the store answers, and has the tables that this release needs."""
        store = self._service.store
        try:
            found = yield store.run(store.ops.schema_version())
            if found < LATEST:
                raise SchemaError(found, LATEST)
        except CaseflowError as error:
            return self.failed(asked, error, 503)
        return json_answer({"status": "ready"})

    def _history(self, asked: Asked, case: Case) -> Answer:
        wanted: dict[str, Json] = {"case": case.id}
        place = cursor_place(asked.query.get("cursor", ""), wanted)
        after = int(place[0]) if place else -1
        records = case.records[after + 1 : after + 1 + PAGE]
        shown = self._records(asked, case, records)
        following = cursor_text(wanted, [records[-1].seq]) if len(records) == PAGE else None
        return json_answer({"items": shown, "next": following})

    def _records(self, asked: Asked, case: Case, records: Sequence[Record]) -> list[RecordShape]:
        engine = self._service.engine
        return history_data(records, case, engine, self._codec, language=asked.language)

    def _shown(self, asked: Asked, case: Case, status: int = 200) -> Answer:
        engine, at = self._service.engine, _later(asked, case)
        shown = case_data(case, engine, at=at, language=asked.language)
        return json_answer(shown, status, {"ETag": etag(case)})


def _data(asked: Asked) -> object:
    if asked.body:
        checked_media(asked.header("Content-Type"))
    return body_data(asked.body)


def _later(asked: Asked, case: Case) -> datetime:
    """Return the instant to look at *case*: a clock that lags behind its records waits for them."""
    return max(asked.at, case.last_at, key=utc)
