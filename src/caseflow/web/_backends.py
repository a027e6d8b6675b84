"""Backends in any framework: they take what was asked, and return what is answered.

The twin that awaits its store is made from this file.
"""

from collections.abc import Mapping

from caseflow._typed import typed
from caseflow.errors import AddressUnknownError
from caseflow.office.pack import Pack
from caseflow.office.taking import take_notice
from caseflow.payments.gateways import PaymentGateway
from caseflow.service import CaseService
from caseflow.web._asked import Answer, Asked, json_answer
from caseflow.web._backends_async import AsyncBackend
from caseflow.web._calls import Calls, Steps
from caseflow.web._driving import collected, drive
from caseflow.web._requests import InFlight

__all__ = ["AsyncBackend", "Backend"]


@typed
class Backend:
    """Answer requests to one service; each method does one, and answers its errors as problems.

    A request that changes something needs the header `Idempotency-Key`, and on a case `If-Match`.
    What is not an error of caseflow is raised. Safe to share between threads.

    Args:
        service: works and keeps the cases.
        pack: the country of the office.
        gateway: whose signed notices `pay` takes.
        in_flight: what is being worked on, where a backend is made for each request.
    """

    def __init__(
        self,
        service: CaseService,
        pack: Pack,
        gateway: PaymentGateway | None = None,
        in_flight: InFlight | None = None,
    ) -> None:
        """Take the service."""
        self._calls = Calls(service, pack, gateway, take_notice, collected, in_flight)

    def lodge(self, asked: Asked) -> Answer:
        """Open a case: 201, and the same again for the same key."""
        return self._done(asked, self._calls.lodge(asked))

    def act(self, asked: Asked, number: str, name: str) -> Answer:
        """Do the action called *name* on the case *number*."""
        return self._done(asked, self._calls.act(asked, number, name))

    def act_on_many(self, asked: Asked, name: str) -> Answer:
        """Do the action called *name* on many cases; each is answered for itself.

        There is no `If-Match`: each case is decided on as it stands.
        """
        return self._done(asked, self._calls.act_on_many(asked, name))

    def show(self, asked: Asked, number: str) -> Answer:
        """Return a case as it stands, its version as the entity tag."""
        return self._done(asked, self._calls.show(asked, number))

    def view(self, asked: Asked, number: str, name: str) -> Answer:
        """Return "actions", "assignment", "deadlines" or a page of the "history" of a case."""
        return self._done(asked, self._calls.view(asked, number, name))

    def page(self, asked: Asked) -> Answer:
        """Return a page of open cases; the query takes an order, filters and a cursor."""
        return self._done(asked, self._calls.page(asked))

    def events(self, asked: Asked, number: str) -> Answer:
        """Return what happened since `Last-Event-ID`, as server-sent events."""
        return self._done(asked, self._calls.events(asked, number))

    def pay(self, asked: Asked) -> Answer:
        """Record what the gateway says was paid, once its signature is verified."""
        return self._done(asked, self._calls.pay(asked))

    def ready(self, asked: Asked) -> Answer:
        """Say whether the store answers and has the tables that are needed: 200, or 503."""
        return self._done(asked, self._calls.ready(asked))

    def missed(
        self,
        asked: Asked,
        address: str,
        status: int = 404,
        headers: Mapping[str, str] | None = None,
    ) -> Answer:
        """Say that nothing is served at *address*, or not by that method; 405 needs `Allow`."""
        return self._calls.failed(asked, AddressUnknownError(address), status, headers)

    def health(self, asked: Asked) -> Answer:
        """Say that the process answers; whether its store does is asked with `ready`."""
        del asked
        return json_answer({"status": "ok"})

    def _done(self, asked: Asked, steps: Steps) -> Answer:
        return drive(self._calls.answered(asked, steps))
