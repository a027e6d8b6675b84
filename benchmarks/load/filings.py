"""The filings that are there before anybody asks, and what can be done next with each."""

import random
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from caseflow import Actor, Channel
from caseflow import vietnam as vn
from caseflow.office.services import open_service
from caseflow.service import CaseService
from caseflow.vietnam.pack import PACK

__all__ = ["MORNING", "PROCEDURE", "STEPS", "number_of", "seeded", "verified"]

#: When the measurement begins, by the clock of the backend.
MORNING = datetime(2026, 8, 24, 9, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))

PROCEDURE = "2.001738"

#: What is done with a filing, one after the other, and what is handed in with each.
STEPS: tuple[tuple[str, dict[str, object]], ...] = (
    ("receive", {"papers": 4}),
    ("assign", {"unit": "Phòng A"}),
    ("request-supplement", {"items": ["bản đồ"], "reason": "thiếu bản đồ"}),
    ("supplement", {"papers": 1}),
    ("decide", {"number": "1"}),
    ("notify-early", {"means": "SMS"}),
    (
        "return-online",
        {"document": "gcn.pdf", "code": "H17.15-260824-0001-KQ(1)", "sha256": "a" * 64},
    ),
)

_CLERK = Actor("seed", {"intake", "officer", "approver", "cashier"})
_BATCH = 500


def number_of(place: int) -> str:
    """Return the number of a filing that is there from the beginning."""
    return f"hs-{place:06}"


def _service(url: str, *, migrate: bool = False) -> CaseService:
    """Return the service of the office on the store at *url*."""
    return open_service(url, PACK, migrate=migrate)


def seeded(url: str, filings: int) -> list[int]:
    """Keep so many filings at *url*; return how many steps each of them has behind it."""
    chance, steps = random.Random(7), list[int]()
    with _service(url, migrate=True) as service:
        # The definitions are kept with the first; the others come whole, a few hundred at a time.
        batch = []
        for case, behind in _cases(service, filings, chance):
            steps.append(behind)
            batch.append(case)
            if len(batch) == _BATCH:
                service.keep_all(batch)
                batch.clear()
        service.keep_all(batch)
    return steps


def _cases(
    service: CaseService, filings: int, chance: random.Random
) -> Iterator[tuple[object, int]]:
    engine = service.engine
    made = (vn.Receipt(papers=4), vn.Assignment("Phòng A"))
    for place in range(filings):
        # The last working day before: what is missing may still be asked for.
        at = MORNING - timedelta(days=3, minutes=chance.randrange(60))
        case = engine.open(
            PROCEDURE,
            case_id=number_of(place),
            channel=Channel.ONLINE,
            result_by=Channel.ONLINE,
            at=at,
        )
        behind = chance.randrange(3)
        for action, payload in zip((vn.RECEIVE, vn.ASSIGN)[:behind], made, strict=False):
            at += timedelta(minutes=chance.randrange(1, 100))
            case = engine.fire(case, action, payload, by=_CLERK, at=at)
        yield case, behind


def verified(
    url: str, steps: Sequence[int], accepted: Sequence[tuple[str, str]]
) -> tuple[int, int]:
    """Return how many accepted changes are not in the store, and how many records nobody made.

    A record without a change that was accepted counts as well: it is there without an answer.
    """
    expected = Counter(accepted)
    numbers = {number_of(place): behind for place, behind in enumerate(steps)}
    kept: Counter[tuple[str, str]] = Counter()
    with _service(url) as service:
        for number in {*numbers, *(number for number, _ in accepted)}:
            records = service.history(number)
            made = numbers[number] + 1 if number in numbers else 0
            kept.update((number, str(each.key)) for each in records[made:])
        if not service.verify().is_sound:
            raise SystemExit("the chain of records does not verify")
    lost, doubled = (expected - kept).total(), (kept - expected).total()
    return lost, doubled
