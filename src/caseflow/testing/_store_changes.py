"""Made-up changes to append to a store: a case is opened, and moved on.

Their texts are no records, for stores do not read them.
"""

from caseflow.stores import GENESIS, CaseSummary, Change, Message, StoredRecord, link

__all__ = ["moved", "opened"]


def opened(
    case_id: str = "A",
    *,
    key: str | None = None,
    kinds: tuple[str, ...] = (),
    procedure: str = "1.1",
    unit: str = "",
    due_at: int | None = None,
    wake_at: int | None = None,
) -> Change:
    """Return the change by which a made-up case is opened."""
    text = f'{{"case":"{case_id}","seq":0}}'
    stored = StoredRecord(0, 1_000, "open", "u1", key, text, link(GENESIS, text))
    summary = CaseSummary(
        case_id, procedure, unit, "registered", True, 0, stored.hash, due_at, wake_at
    )  # fmt: skip
    return Change(summary, stored, GENESIS, _messages(case_id, 0, kinds))


def moved(
    before: Change,
    state: str = "received",
    *,
    key: str | None = None,
    kinds: tuple[str, ...] = (),
    due_at: int | None = None,
    wake_at: int | None = None,
    keeps_dates: bool = False,
    keeps_place: bool = False,
) -> Change:
    """Return the change that follows *before*."""
    seq = before.record.seq + 1
    text = f'{{"case":"{before.summary.case_id}","seq":{seq},"state":"{state}"}}'
    stored = StoredRecord(seq, 1_000 + seq, "move", "u1", key, text, link(before.record.hash, text))
    summary = before.summary._replace(
        state=state,
        is_open=state != "returned",
        seq=seq,
        hash=stored.hash,
        due_at=due_at,
        wake_at=wake_at,
    )
    messages = _messages(summary.case_id, seq, kinds)
    return Change(summary, stored, before.record.hash, messages, keeps_dates, keeps_place)


def _messages(case_id: str, seq: int, kinds: tuple[str, ...]) -> tuple[Message, ...]:
    return tuple(
        Message(case_id, f"{seq}.{place}", seq, kind, f'{{"kind":"{kind}"}}')
        for place, kind in enumerate(kinds)
    )
