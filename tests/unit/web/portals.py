"""The example backend, opened in memory, and one whole life of a filing through it."""

import importlib.util
from datetime import datetime, timedelta

import httpx

from caseflow.payments import Bill
from oracle.product import HANOI
from repo.tree import ROOT

PATH = ROOT / "examples" / "backend" / "portal.py"


def portal():
    """The module of the example, new each time, with a store in memory and a clock that stands."""
    spec = importlib.util.spec_from_file_location("portal", PATH)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    module.URL = "memory:"
    module.app.state.now = lambda: datetime(2026, 8, 24, 9, tzinfo=HANOI)
    return module


class Visitor:
    """Ask a backend as a clerk does: with a new key each time, and the version last seen."""

    def __init__(self, module, web):
        self.module, self.web = module, web
        self.tag, self.keys = None, 0
        self.now = datetime(2026, 8, 24, 9, tzinfo=HANOI)
        module.app.state.now = lambda: self.now

    async def send(self, path, data, **headers):
        self.keys += 1
        self.now += timedelta(minutes=10)
        sent = {"Idempotency-Key": f'"k{self.keys}"', **headers}
        answer = await self.web.post(path, json=data, headers=sent)
        self.tag = answer.headers.get("ETag", self.tag)
        return answer

    async def act(self, name, data, **headers):
        sent = {"If-Match": self.tag, **headers}
        return await self.send(f"/filings/hs-1/actions/{name}", data, **sent)

    async def lodge(self, **headers):
        filing = {
            "number": "hs-1",
            "procedure": "2.001738",
            "channel": "online",
            "result_by": "online",
        }
        return await self.send("/filings", filing, **headers)

    async def pay(self):
        """Pay as the gateway reports it: with its signature."""
        gateway = self.module.GATEWAY
        gateway.link(Bill("hs-1/1", [("Lệ phí", 100_000)], "VND"), token="t1", at=self.now)
        posted = gateway.pay("t1", transaction="T1", at=self.now)
        signed = {gateway.signature_header: posted.signature}
        answer = await self.web.post("/payments", content=posted.body, headers=signed)
        self.tag = answer.headers.get("ETag", self.tag)
        return answer

    async def live(self):
        """Yield what is answered to each act of one whole life."""
        yield await self.lodge()
        yield await self.act("receive", {"papers": 4})
        yield await self.act("assign", {"unit": "Phòng A"})
        yield await self.act("request-supplement", {"items": ["bản đồ"], "reason": "thiếu"})
        yield await self.act("supplement", {"papers": 1})
        lines = [{"text": "Lệ phí", "amount": 100_000}]
        yield await self.act("issue-bill", {"number": "hs-1/1", "lines": lines, "currency": "VND"})
        yield await self.act("request-payment", {"amount": 100_000})
        yield await self.pay()
        yield await self.act("decide", {"number": "1"})
        yield await self.act("notify-early", {"means": "SMS"})
        result = {"document": "a.pdf", "code": "H17.15-260824-0001-KQ(1)", "sha256": "a" * 64}
        yield await self.act("return-online", result)


def opened(module, token="Bearer desk"):
    """A client of the example, to be opened inside its lifespan."""
    transport = httpx.ASGITransport(module.app)
    headers = {"Authorization": token, "Accept-Language": "vi"}
    return httpx.AsyncClient(transport=transport, base_url="http://a", headers=headers)
