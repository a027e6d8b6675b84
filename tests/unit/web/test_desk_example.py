"""`examples/backend/desk.py`: one whole life and a work list in sixty lines, seen from outside."""

import ast
import asyncio
import importlib.util
from datetime import datetime, timedelta

import httpx
import pytest

from caseflow.payments import Bill
from oracle.product import HANOI
from repo.tree import ROOT
from unit.web.test_example_backend import code_lines

PATH = ROOT / "examples" / "backend" / "desk.py"
NINE = datetime(2026, 8, 24, 9, tzinfo=HANOI)
CHANNELS = {"channel": "online", "result_by": "online"}


class Client:
    """Somebody at a screen: a new key for each change, and the version last seen."""

    def __init__(self, desk, ask):
        self.desk, self.ask, self.tags, self.keys = desk, ask, {}, 0
        self.now = NINE
        desk.app.state.now = lambda: self.now

    def change(self, path, data, number, **headers):
        self.keys += 1
        self.now += timedelta(minutes=30)
        sent = {"Idempotency-Key": f'"k{self.keys}"', "If-Match": self.tags.get(number, "*")}
        answer = self.ask("POST", path, json=data, headers={**sent, **headers})
        assert answer.status_code in (200, 201), answer.text
        self.tags[number] = answer.headers["ETag"]
        return answer.json()

    def lodge(self, number, procedure="2.001738"):
        filing = {"number": number, "procedure": procedure, **CHANNELS}
        return self.change("/filings", filing, number, Authorization="")

    def act(self, number, name, /, **data):
        return self.change(f"/filings/{number}/actions/{name}", data, number)

    def pay(self, number, bill):
        gateway = self.desk.GATEWAY
        gateway.link(Bill(bill, [("Lệ phí", 100_000)], "VND"), token=f"t-{bill}", at=self.now)
        posted = gateway.pay(f"t-{bill}", transaction=f"T-{bill}", at=self.now)
        signed = {gateway.signature_header: posted.signature}
        answer = self.ask("POST", "/payments", content=posted.body, headers=signed)
        assert answer.status_code == 200, answer.text
        self.tags[number] = answer.headers["ETag"]
        return answer.json()

    def get(self, path, **params):
        answer = self.ask("GET", path, params=params)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def listed(self, **params):
        return [each["id"] for each in self.get("/filings", **params)["items"]]


@pytest.fixture
def client(tmp_path):
    """Somebody at the desk, whose filings are in a file."""
    spec = importlib.util.spec_from_file_location("desk", PATH)
    desk = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(desk)
    desk.URL = f"sqlite:///{tmp_path / 'desk.db'}"
    headers = {"Authorization": "Bearer an", "Accept-Language": "vi"}
    transport, opened = httpx.ASGITransport(desk.app), desk.lifespan(desk.app)
    web = httpx.AsyncClient(transport=transport, base_url="http://a", headers=headers)
    with asyncio.Runner() as runner:
        runner.run(opened.__aenter__())
        yield Client(desk, lambda *asked, **more: runner.run(web.request(*asked, **more)))
        runner.run(web.aclose())
        runner.run(opened.__aexit__(None, None, None))


def test_it_is_short_and_uses_what_is_public():
    """At most sixty lines of code, and no name with an underscore."""
    source = PATH.read_text(encoding="utf-8")
    assert 30 < len(code_lines(source)) <= 60
    imports = [each for each in ast.walk(ast.parse(source)) if isinstance(each, ast.ImportFrom)]
    assert not [each.module for each in imports if "._" in each.module]


def test_one_whole_life(client):
    """Lodge, receive, ask, supplement, bill, pay, decide, notify early, return."""
    filing = client.lodge("hs-1")
    assert (filing["state"]["code"], filing["version"]) == ("registered", 1)
    assert client.listed() == ["hs-1"]

    filing = client.act("hs-1", "receive", papers=4)
    clocks = {each["clock"]["code"]: each for each in filing["deadlines"]}
    assert clocks["legal"]["standing"]["code"] == "on-track"
    assert clocks["legal"]["left"]["text"].startswith("còn ")
    assert clocks["promised"]["due"]["at"]["at"] <= clocks["legal"]["due"]["at"]["at"]
    assert client.act("hs-1", "assign", unit="Phòng A")["state"]["code"] == "processing"

    filing = client.act("hs-1", "request-supplement", items=["bản đồ"], reason="thiếu bản đồ")
    clocks = {each["clock"]["code"]: each for each in filing["deadlines"]}
    assert clocks["legal"]["standing"]["code"] == "paused"
    assert clocks["legal"]["due"] is None
    filing = client.act("hs-1", "supplement", papers=1)
    assert filing["state"]["code"] == "processing"

    lines = [{"text": "Lệ phí", "amount": 100_000}]
    client.act("hs-1", "issue-bill", number="hs-1/1", lines=lines, currency="VND")
    assert client.act("hs-1", "request-payment", amount=100_000)["state"]["status"] == 6
    options = {each["action"]["code"]: each for each in client.get("/filings/hs-1/actions")}
    assert not options["decide"]["allowed"]
    assert options["decide"]["refusals"]
    assert client.pay("hs-1", "hs-1/1")["state"]["code"] == "processing"

    filing = client.act("hs-1", "decide", number="1")
    assert filing["outcome"]["timeliness"]["code"] == "early"
    assert (
        client.act("hs-1", "notify-early", means="SMS")["state"]["code"] == filing["state"]["code"]
    )
    result = {"document": "a.pdf", "code": "H17.15-260824-0001-KQ(1)", "sha256": "a" * 64}
    filing = client.act("hs-1", "return-online", **result)
    assert (filing["state"]["status"], filing["state"]["is_final"]) == (10, True)
    assert client.listed() == []
    history = client.get("/filings/hs-1/history")["items"]
    assert [each["action"]["code"] for each in history] == [
        "open",
        "receive",
        "assign",
        "request-supplement",
        "supplement",
        "issue-bill",
        "request-payment",
        "record-payment",
        "decide",
        "notify-early",
        "return-online",
    ]
    stream = client.ask("GET", "/filings/hs-1/events", headers={"Last-Event-ID": "8"}).text
    assert [line[7:] for line in stream.splitlines() if line.startswith("event: ")] == [
        "notify-early",
        "return-online",
    ]


def test_a_work_list(client):
    """What is open, of one unit or in one state, page by page; what is done is not on it."""
    for number in ("hs-1", "hs-2", "hs-3"):
        client.lodge(number)
        client.act(number, "receive", papers=1)
    client.act("hs-2", "assign", unit="Phòng A")
    client.act("hs-3", "assign", unit="Phòng B")
    assert client.listed() == ["hs-1", "hs-2", "hs-3"]
    assert client.listed(unit="Phòng A") == ["hs-2"]
    assert client.listed(unit="Phòng A", state="received") == []
    assert client.listed(unit="Phòng A", state="processing") == ["hs-2"]
    assert client.listed(order="due") == ["hs-1", "hs-2", "hs-3"]
    assert client.listed(order="due", due_before="2020-01-01T00:00+07:00") == []
    first = client.get("/filings", unit="Phòng A")["items"][0]
    assert first["due"]["text"]
    assert first["state"]["text"] == "Đang xử lý"


def test_who_comes_without_a_token_may_lodge_and_no_more(client):
    """The desk says who may do what; the engine refuses the rest, with the roles."""
    client.lodge("hs-1")
    sent = {"Authorization": "", "Idempotency-Key": "x", "If-Match": '"1"'}
    answer = client.ask("POST", "/filings/hs-1/actions/receive", json={"papers": 1}, headers=sent)
    assert answer.status_code == 409
    assert [each["code"] for each in answer.json()["refusals"]] == ["role-missing"]
