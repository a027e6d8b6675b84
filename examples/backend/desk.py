"""The desk of an office: filings over HTTP, what is paid for them, and what is to be done first.

Written from an empty directory with the documentation alone. Run it with `uvicorn desk:app`; the
list is `GET /filings?unit=Phòng A`, a page at a time.
"""

from contextlib import asynccontextmanager
from datetime import UTC, datetime

from fastapi import FastAPI, Request, Response

from caseflow import Actor
from caseflow.office.installed import find_pack
from caseflow.office.services import open_async_service
from caseflow.payments.local_gateway import LocalGateway
from caseflow.payments.webhooks import SigningKey
from caseflow.web import Asked, AsyncBackend, bounded_body

PACK, URL = find_pack("vietnam"), "sqlite:///desk.db"
GUEST = Actor("guest", {"applicant"})
STAFF = {"Bearer an": Actor("an", {"intake", "officer", "approver", "cashier"})}
KEY = SigningKey("1", b"a secret of 32 bytes or more, drawn at random")
GATEWAY = LocalGateway("local", [KEY], currency="VND", day_of=PACK.calendar().local_date)
ROUTES = {
    ("POST", "/filings"): "lodge",
    ("GET", "/filings"): "page",
    ("GET", "/filings/{number}"): "show",
    ("POST", "/filings/{number}/actions/{name}"): "act",
    ("GET", "/filings/{number}/events"): "events",
    ("GET", "/filings/{number}/{name}"): "view",
    ("POST", "/payments"): "pay",
    ("GET", "/health"): "health",
    ("GET", "/ready"): "ready",
}


@asynccontextmanager
async def lifespan(app):
    """Open the store with the first request, and close it after the last."""
    async with await open_async_service(URL, PACK, migrate=True) as cases:
        app.state.backend = AsyncBackend(cases, PACK, GATEWAY)
        yield


def serve(call):
    """Return what FastAPI calls for a route: the backend does the rest."""

    async def answered(request: Request):
        actor = STAFF.get(request.headers.get("Authorization"), GUEST)
        body, now = await bounded_body(request.stream()), app.state.now()
        asked = Asked(actor, now, request.headers, body, request.query_params)
        answer = await getattr(app.state.backend, call)(asked, *request.path_params.values())
        return Response(answer.body, answer.status, dict(answer.headers))

    return answered


app = FastAPI(lifespan=lifespan, openapi_url=None)
app.state.now = lambda: datetime.now(UTC)
for (method, path), call in ROUTES.items():
    app.add_api_route(path, serve(call), methods=[method])
