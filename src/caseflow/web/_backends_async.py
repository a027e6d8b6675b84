"""Awaited backends in any framework: they take what was asked, and return what is answered.

Made from `_backends` by `make generate`.
"""

from collections.abc import Mapping

from caseflow._typed import typed
from caseflow.errors import AddressUnknownError
from caseflow.office.pack import Pack
from caseflow.office.taking import take_notice_async
from caseflow.payments.gateways import PaymentGateway
from caseflow.service import AsyncCaseService
from caseflow.web._asked import Answer, Asked, json_answer
from caseflow.web._calls import Calls, Steps
from caseflow.web._driving import collected_async, drive_async
from caseflow.web._requests import InFlight

__all__ = ["AsyncBackend"]


@typed
class AsyncBackend:
    """Answer requests to one service; each method does one, and answers its errors as problems.

    A request that changes something needs the header `Idempotency-Key`, and on a case `If-Match`.
    What is not an error of caseflow is raised. For one event loop.

    Args:
        service: works and keeps the cases.
        pack: the country of the office.
        gateway: whose signed notices `pay` takes.
        in_flight: what is being worked on, where a backend is made for each request.
    """

    def __init__(
        self,
        service: AsyncCaseService,
        pack: Pack,
        gateway: PaymentGateway | None = None,
        in_flight: InFlight | None = None,
    ) -> None:
        """Take the service."""
        self._calls = Calls(service, pack, gateway, take_notice_async, collected_async, in_flight)

    async def lodge(self, asked: Asked) -> Answer:
        """Open a case: 201, and the same again for the same key."""
        return await self._done(asked, self._calls.lodge(asked))

    async def act(self, asked: Asked, number: str, name: str) -> Answer:
        """Do the action called *name* on the case *number*."""
        return await self._done(asked, self._calls.act(asked, number, name))

    async def act_on_many(self, asked: Asked, name: str) -> Answer:
        """Do the action called *name* on many cases; each is answered for itself.

        There is no `If-Match`: each case is decided on as it stands.
        """
        return await self._done(asked, self._calls.act_on_many(asked, name))

    async def show(self, asked: Asked, number: str) -> Answer:
        """Return a case as it stands, its version as the entity tag."""
        return await self._done(asked, self._calls.show(asked, number))

    async def view(self, asked: Asked, number: str, name: str) -> Answer:
        """Return "actions", "assignment", "deadlines" or a page of the "history" of a case."""
        return await self._done(asked, self._calls.view(asked, number, name))

    async def page(self, asked: Asked) -> Answer:
        """Return a page of open cases; the query takes an order, filters and a cursor."""
        return await self._done(asked, self._calls.page(asked))

    async def events(self, asked: Asked, number: str) -> Answer:
        """Return what happened since `Last-Event-ID`, as server-sent events."""
        return await self._done(asked, self._calls.events(asked, number))

    async def pay(self, asked: Asked) -> Answer:
        """Record what the gateway says was paid, once its signature is verified."""
        return await self._done(asked, self._calls.pay(asked))

    async def ready(self, asked: Asked) -> Answer:
        """Say whether the store answers and has the tables that are needed: 200, or 503."""
        return await self._done(asked, self._calls.ready(asked))

    async def missed(
        self,
        asked: Asked,
        address: str,
        status: int = 404,
        headers: Mapping[str, str] | None = None,
    ) -> Answer:
        """Say that nothing is served at *address*, or not by that method; 405 needs `Allow`."""
        return self._calls.failed(asked, AddressUnknownError(address), status, headers)

    async def health(self, asked: Asked) -> Answer:
        """Say that the process answers; whether its store does is asked with `ready`."""
        del asked
        return json_answer({"status": "ok"})

    async def _done(self, asked: Asked, steps: Steps) -> Answer:
        return await drive_async(self._calls.answered(asked, steps))
