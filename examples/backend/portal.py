"""A portal backend for one office: filings over HTTP, kept in a file or a database.

Run it with `uvicorn portal:app`. A token says who asks; a portal of your own asks its session.
"""

from contextlib import asynccontextmanager
from datetime import UTC, datetime

from fastapi import FastAPI, Request, Response

from caseflow import Actor
from caseflow.office.installed import find_pack
from caseflow.office.services import open_async_service
from caseflow.payments.local_gateway import LocalGateway
from caseflow.payments.webhooks import SigningKey
from caseflow.web import Asked, AsyncBackend, bounded_body, openapi

PACK, URL = find_pack("vietnam"), "sqlite:///filings.db"
STAFF = {"Bearer desk": Actor("u17", {"intake", "officer", "approver", "cashier"})}
KEY = SigningKey("1", b"a secret of 32 bytes or more, drawn at random")
GATEWAY = LocalGateway("local", [KEY], currency="VND", day_of=PACK.calendar().local_date)


@asynccontextmanager
async def lifespan(app):
    """Hold one service for as long as the portal runs."""
    async with await open_async_service(URL, PACK, migrate=True) as cases:
        app.state.backend = AsyncBackend(cases, PACK, GATEWAY)
        yield


app = FastAPI(lifespan=lifespan, openapi_url=None)
app.state.now = lambda: datetime.now(UTC)


async def send(request, call, *address):
    """Answer with what the backend says to who asks, now."""
    actor = STAFF.get(request.headers.get("Authorization"), Actor("guest", {"applicant"}))
    body, now = await bounded_body(request.stream()), app.state.now()
    ask = Asked(actor, now, request.headers, body, request.query_params)
    answer = await getattr(app.state.backend, call)(ask, *address)
    return Response(answer.body, answer.status, dict(answer.headers))


@app.exception_handler(404)
@app.exception_handler(405)
async def missed(request: Request, error: Exception):
    return await send(request, "missed", request.url.path, error.status_code, error.headers)


@app.post("/filings")
async def lodge(request: Request):
    return await send(request, "lodge")


@app.get("/filings")
async def page(request: Request):
    return await send(request, "page")


@app.get("/filings/{number}")
async def show(request: Request, number: str):
    return await send(request, "show", number)


@app.post("/filings/{number}/actions/{name}")
async def act(request: Request, number: str, name: str):
    return await send(request, "act", number, name)


@app.get("/filings/{number}/events")
async def events(request: Request, number: str):
    return await send(request, "events", number)


@app.get("/filings/{number}/{name}")
async def view(request: Request, number: str, name: str):
    return await send(request, "view", number, name)


@app.post("/payments")
async def pay(request: Request):
    return await send(request, "pay")


@app.get("/ready")
async def ready(request: Request):
    return await send(request, "ready")


@app.get("/health")
async def health(request: Request):
    return await send(request, "health")


@app.get("/openapi.json")
async def document():
    return openapi(PACK.jurisdiction().workflows[0], PACK.codec(), procedures=["2.001738"])
