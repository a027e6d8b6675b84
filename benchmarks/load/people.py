"""People at their screens: each thinks, asks one thing, and reads the answer before going on.

A person works the filings that are theirs, so that nobody else has changed them in between, and
looks at any. Now and then an answer is not waited for and the same change is sent again, as an
impatient click does: it must have been done once.
"""

import asyncio
import json
import random
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

from benchmarks.load.filings import PROCEDURE, STEPS, number_of
from benchmarks.load.http import Asking, Reply

__all__ = ["MIX", "Figures", "Person"]

#: Of a hundred requests: what is looked at, and what is changed.
MIX = {
    "list": 30,
    "show": 25,
    "actions": 15,
    "deadlines": 8,
    "history": 7,
    "act": 10,
    "lodge": 5,
}
_WRITES = frozenset({"act", "lodge"})

#: All are there after so many times the time that one thinks.
_COMING = 5

#: One change in so many is sent twice, with the same key.
_IMPATIENT = 20

_HEADERS = {"Authorization": "Bearer desk", "Accept-Language": "vi"}


@dataclass
class Figures:
    """Hold what all people saw."""

    #: Seconds from sending to the last byte of the answer, by what was asked.
    seconds: dict[str, list[float]] = field(default_factory=lambda: {name: [] for name in MIX})
    #: Answers that nobody expected, by what was asked, the status and the code.
    errors: Counter[str] = field(default_factory=Counter)
    #: Changes that were answered with success: the number of the filing, and the key.
    accepted: list[tuple[str, str]] = field(default_factory=list)
    #: Changes whose second sending was answered: as the first, or to wait.
    repeated: int = 0

    def of(self, *, writes: bool) -> list[float]:
        """Return the seconds of all reads, or of all writes."""
        return [
            each
            for name, listed in self.seconds.items()
            if (name in _WRITES) == writes
            for each in listed
        ]


class Person:
    """Work on filings that nobody else works on, thinking *think* seconds on average."""

    def __init__(
        self,
        place: int,
        browsers: tuple[Asking, Asking],
        filings: int,
        mine: dict[str, int],
        think: float,
    ) -> None:
        """Take the place, which stands for all chance, and how far the filings of theirs are."""
        self._browser, self._second = browsers
        self._chance = random.Random(place)
        self._place, self._filings, self._think = place, filings, think
        self._mine, self._lodged, self._asked = mine, 0, 0
        self._cursor = ""

    async def work(self, goes_on: Callable[[], bool], figures: Figures) -> None:
        """Go on while that is true; requests begun are awaited."""
        names, weights = list(MIX), list(MIX.values())
        try:
            # People come in one after the other, and not all within a second.
            await asyncio.sleep(self._chance.random() * self._think * _COMING)
            while goes_on():
                (name,) = self._chance.choices(names, weights)
                await self._one(name, figures)
                if self._think:
                    await asyncio.sleep(self._chance.expovariate(1 / self._think))
        finally:
            self._browser.close()
            self._second.close()

    async def _one(self, name: str, figures: Figures) -> None:
        if name == "lodge":
            await self._lodge(figures)
        elif name == "act":
            await self._act(figures)
        elif name == "list":
            await self._list(figures)
        else:
            number = number_of(self._chance.randrange(self._filings))
            path = f"/filings/{number}" if name == "show" else f"/filings/{number}/{name}"
            self._expect(name, await self._timed(name, "GET", path, {}, figures), 200, figures)

    async def _timed(
        self, name: str, method: str, path: str, more: dict[str, str], figures: Figures,
        body: bytes = b"",
    ) -> Reply:  # fmt: skip
        begun = time.perf_counter()
        reply = await self._browser.ask(method, path, {**_HEADERS, **more}, body)
        figures.seconds[name].append(time.perf_counter() - begun)
        return reply

    def _expect(self, name: str, reply: Reply, status: int, figures: Figures) -> bool:
        if reply.status == status:
            return True
        found = json.loads(reply.body) if reply.body[:1] == b"{" else {}
        reasons = [each["code"] for each in found.get("refusals", ())]
        figures.errors[f"{name} {reply.status} {found.get('code', '')} {reasons}"] += 1
        return False

    async def _list(self, figures: Figures) -> None:
        path = f"/filings?cursor={self._cursor}"
        reply = await self._timed("list", "GET", path, {}, figures)
        if self._expect("list", reply, 200, figures):
            # Few people read on past the first pages.
            following = json.loads(reply.body)["next"] if self._chance.random() < 0.5 else None
            self._cursor = following or ""

    async def _lodge(self, figures: Figures) -> None:
        self._lodged += 1
        number = f"new-{self._place:03}-{self._lodged}"
        channels = {"channel": "online", "result_by": "online"}
        filing = {"number": number, "procedure": PROCEDURE, **channels}
        if await self._change("lodge", "/filings", number, filing, {}, 201, figures):
            self._mine[number] = 0

    async def _act(self, figures: Figures) -> None:
        if not self._mine:
            return
        number = self._chance.choice(list(self._mine))
        behind = self._mine[number]
        action, data = STEPS[behind]
        path = f"/filings/{number}/actions/{action}"
        seen = {"If-Match": f'"{behind + 1}"'}
        if await self._change("act", path, number, data, seen, 200, figures):
            self._mine[number] += 1
            if self._mine[number] == len(STEPS):
                del self._mine[number]
        else:
            del self._mine[number]

    async def _change(
        self, name: str, path: str, number: str, data: object, more: dict[str, str],
        status: int, figures: Figures,
    ) -> bool:  # fmt: skip
        self._asked += 1
        key, body = f"{self._place}-{self._asked}", json.dumps(data).encode()
        sent = {"Idempotency-Key": key, **more}
        again = None
        if self._chance.randrange(_IMPATIENT) == 0:
            again = asyncio.create_task(self._second.ask("POST", path, {**_HEADERS, **sent}, body))
        reply = await self._timed(name, "POST", path, sent, figures, body)
        replies = [reply] if again is None else [reply, await again]
        if again is not None:
            figures.repeated += 1
        # Of the same request sent twice one may be told to wait for the other.
        waited = [each for each in replies if each.status == 409 and b"key-in-flight" in each.body]
        for each in replies:
            if each not in waited and not self._expect(name, each, status, figures):
                return False
        if len(waited) == len(replies):
            figures.errors[f"{name} all told to wait"] += 1
            return False
        figures.accepted.append((number, f"http:{key}"))
        return True
