"""People of the load ask a backend, and what is verified afterwards; how fast is not asked here."""

import asyncio
from itertools import count

import pytest
from benchmarks.load.filings import MORNING, seeded, verified
from benchmarks.load.http import Reply
from benchmarks.load.people import MIX, Figures, Person

from unit.web.portals import opened, portal


class Browser:
    """Ask the backend in this process."""

    def __init__(self, web):
        self._web = web

    async def ask(self, method, path, headers, body=b""):
        answer = await self._web.request(method, path, headers=headers, content=body)
        return Reply(answer.status_code, answer.headers, answer.content)

    def close(self):
        """There is nothing to let go of."""


@pytest.fixture(scope="module")
def worked(tmp_path_factory):
    """A store that four people worked on at the same time, and what they saw."""
    url = f"sqlite:///{tmp_path_factory.mktemp('load') / 'a.db'}"
    steps, figures = seeded(url, 20), Figures()

    async def run():
        module, turns = portal(), count()
        module.URL, module.app.state.now = url, lambda: MORNING
        async with module.lifespan(module.app), opened(module) as web:
            people = [
                Person(
                    place,
                    (Browser(web), Browser(web)),
                    20,
                    {f"hs-{n:06}": steps[n] for n in range(place, 20, 4)},
                    think=0,
                )
                for place in range(4)
            ]
            await asyncio.gather(
                *(each.work(lambda: next(turns) < 400, figures) for each in people)
            )

    asyncio.run(run())
    return url, steps, figures


def test_a_small_load_loses_and_doubles_nothing(worked):
    """Every change that was answered with success is kept once; nothing else is."""
    url, steps, figures = worked
    assert not figures.errors
    assert all(figures.seconds[name] for name in MIX)
    assert figures.repeated
    assert len(figures.accepted) == len(set(figures.accepted)) > 20
    assert verified(url, steps, figures.accepted) == (0, 0)


def test_what_is_lost_and_what_is_doubled_is_found(worked):
    """A change that is not kept, and a record whose change nobody knows."""
    url, steps, figures = worked
    never = ("hs-000001", "http:never")
    assert verified(url, steps, [*figures.accepted, never]) == (1, 0)
    assert verified(url, steps, figures.accepted[1:]) == (0, 1)
