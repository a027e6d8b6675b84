"""Setting a case aside that nobody can read: on record, in its own chain, for good.

One such row must not stop an office: sweeps, lists and reports pass over it, and say so each time,
until somebody with a name and a reason has set it aside. Nothing of it is changed or deleted; the
record that sets it aside is the last in its chain, so that the next seal covers it and an export
takes it along.
"""

from datetime import datetime

from caseflow._typed import typed
from caseflow.cases import SET_ASIDE, Move, Record, SetAside
from caseflow.errors import (
    ConcurrentUpdateError,
    StoreRefusedError,
    UnknownCaseError,
)
from caseflow.service._backoffs import BACKOFF
from caseflow.service._sealing import aside_of
from caseflow.service._validation import checked_number, checked_reason
from caseflow.service._verification import Verification, problem_of
from caseflow.service._work import Work
from caseflow.stores import Change, Ops
from caseflow.values import Actor

__all__ = ["set_aside"]

#: So many faults of a case are kept when it is set aside; the first is the one that stops it.
_MOST_KEPT = 5


@typed
def set_aside(work: Work, case_id: str, *, by: Actor, at: datetime, reason: str) -> Ops[SetAside]:
    """Set a case aside that cannot be read, by a last record; run it as any operation of a store.

    `store.run(set_aside(service.work, "H1", by=clerk, at=now, reason="..."))`, awaited on an
    asynchronous store. From then on the case is closed and wakes for no sweep, whoever asks for it
    gets `CaseSetAsideError`, and `verify` counts it as set aside and not as broken. Done again it
    changes nothing. There is no way back: what it was about is filed under another number.

    Returns:
        What was wrong with the case, and the reason.

    Raises:
        UnknownCaseError: no such case.
        StoreRefusedError: the case can be read and worked, so there is nothing to set aside.
        ValueInvalidError: *reason* or the name of *by* is empty.
        ConcurrentUpdateError: somebody was faster.
    """
    case_id = checked_number(case_id)
    reason = checked_reason(reason, by)
    kept = yield from work.ops.load(case_id)
    if kept is None:
        raise UnknownCaseError(case_id)
    known = aside_of(kept.records)
    if known is not None:
        return known
    faults = yield from Verification(work, BACKOFF).faults_of(case_id)
    if not faults:
        problem = f"case {case_id!r} can be read and worked; there is nothing to set aside"
        raise StoreRefusedError(problem)
    made = SetAside("; ".join(map(problem_of, faults[:_MOST_KEPT])), reason)
    summary = kept.summary
    move = Move(SET_ASIDE, summary.state, summary.state)
    record = Record(summary.seq + 1, move, by, at, made, None, ())
    previous = kept.records[-1].hash if kept.records else summary.hash
    stored = yield from work.sealer.stored(case_id, record, previous)
    after = summary._replace(
        seq=record.seq,
        hash=stored.hash,
        is_open=False,
        due_at=None,
        wake_at=None,
        tries=0,
        dead_lettered=None,
    )
    if not (yield from work.ops.append(Change(after, stored, summary.hash))):
        raise ConcurrentUpdateError(case_id, summary.version, summary.version)
    work.forget(case_id)
    return made
