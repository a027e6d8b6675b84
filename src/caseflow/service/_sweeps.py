"""Sweeps: the cases whose dates came near or passed.

A claim only spares others the work: an action is fired under a key and a message is posted with the
note that it was, each once.
"""

from datetime import datetime, timedelta

from attrs import frozen

from caseflow._typed import short
from caseflow.cases import AUTOMATON, Case
from caseflow.errors import (
    ActionRefusedError,
    CaseSetAsideError,
    ConcurrentUpdateError,
    StoreBusyError,
)
from caseflow.keys import ReservedKey
from caseflow.service._backoffs import Backoff, described, nameless
from caseflow.service._expiries import Waiting
from caseflow.service._results import Fault, Swept
from caseflow.service._validation import checked_lease, checked_limit, checked_number, checked_ref
from caseflow.service._work import Work
from caseflow.stores import DeadLetter, Message, Note, Ops, Raised, StoreUnavailableError, micros
from caseflow.values import Actor, aware, utc
from caseflow.workflow import Refusal

__all__ = ["Sweeps"]

#: After every record of a case: the summary is wanted and nothing else.
_PAST_ALL = 2**31 - 1

#: Rows of work lists that are folded in at once.
_FOLDED = 500


@short
@frozen
class _Done:
    """What one case came to: actions fired, expiries reported."""

    fired: int = 0
    raised: int = 0


class Sweeps:
    """Raise expiries on the cases that have one."""

    def __init__(self, work: Work, backoff: Backoff) -> None:
        """Take the logic that loads, decides and keeps."""
        self._work = work
        self._backoff = backoff

    def due(self, now: datetime, *, limit: int, lease: timedelta) -> Ops[Swept]:
        """Raise what came due by *now* on at most *limit* cases."""
        at = micros(aware(now, name="now"))
        until = at + checked_lease(lease)
        # What came since the last sweep is folded into the work lists.
        while (yield from self._work.ops.fold(_FOLDED)) == _FOLDED:
            pass
        claimed = yield from self._work.ops.wake(at, until, checked_limit(limit))
        swept = Swept(len(claimed))
        for case_id in claimed:
            try:
                done = yield from self._expire(case_id, now)
            except StoreBusyError as busy:
                # Another transaction holds it: it comes again when the claim has run out.
                problem = Fault(case_id, 0, described(busy))
                swept = swept._replace(
                    stalled=swept.stalled + 1, problems=(*swept.problems, problem)
                )
            except StoreUnavailableError:
                raise
            except CaseSetAsideError:
                continue  # it was set aside since it was claimed
            except Exception as error:  # noqa: BLE001 - one poisoned case must not stop the others
                is_given_up = yield from self._stall(case_id, at, error)
                swept = swept._replace(
                    stalled=swept.stalled + (not is_given_up),
                    dead_lettered=swept.dead_lettered + is_given_up,
                    problems=(*swept.problems, Fault(case_id, 0, described(error))),
                )
            else:
                swept = swept._replace(
                    fired=swept.fired + done.fired, raised=swept.raised + done.raised
                )
        return swept

    def dead_letters(self, limit: int) -> Ops[tuple[DeadLetter, ...]]:
        """Return the cases and messages that were given up."""
        return (yield from self._work.ops.dead_letters(checked_limit(limit)))

    def release(self, case_id: str, ref: str | None, at: datetime) -> Ops[bool]:
        """Try a dead letter, a case or its message *ref*, again."""
        return (
            yield from self._work.ops.release(checked_number(case_id), checked_ref(ref), micros(at))
        )

    def _expire(self, case_id: str, now: datetime) -> Ops[_Done]:
        """Raise what is due on one case; look again after each action, and if somebody was faster.

        An action may lead on to the next expiry, so the number of rounds is bounded.
        """
        work, fired = self._work, 0
        for _ in range(max(work.tries, 8)):
            case = (yield from work.load(case_id)).case
            raised = yield from work.ops.raised(case_id)
            # What is on record tells as well as *now* that a date has passed.
            at = max(now, case.last_at, case.last_entered_at, key=utc)
            waiting = self._waiting(case, at, raised)
            reached = [each for each in waiting if each.expiry.is_reached(each.deadline, each.due)]
            refusals: dict[str, tuple[str, ...]] = {}
            has_fired = False
            for each in reached:
                if each.expiry.action is None:
                    continue
                try:
                    has_fired = yield from self._fire(case, each, at)
                except ActionRefusedError as refused:
                    refusals[each.expiry.name] = _codes(refused)
                if has_fired:
                    fired += 1
                    break
            if has_fired:
                continue
            note = self._note(case, at, waiting, reached, refusals)
            noted = yield from work.ops.note(note)
            if noted is not None:
                # What another sweep raised meanwhile is counted there.
                return _Done(fired, noted.posted)
        found = (yield from work.load(case_id)).case.version
        raise ConcurrentUpdateError(case_id, found, found)

    def _waiting(self, case: Case, at: datetime, raised: frozenset[Raised]) -> tuple[Waiting, ...]:
        workflow = self._work.summaries.workflow(case)
        if workflow.state(case.state).is_final:
            return ()
        deadlines = self._work.engine.deadlines(case, at=at)
        found = self._work.expiries.waiting(workflow.name, case, deadlines)
        return tuple(each for each in found if each.expiry.raised_for(each.due) not in raised)

    def _fire(self, case: Case, waiting: Waiting, at: datetime) -> Ops[bool]:
        """Fire the action of an expiry; False if there is a record that it was fired."""
        expiry = waiting.expiry
        key = _free_key(case, expiry.key(waiting.due))
        if expiry.action is None or key is None:
            return False
        yield from self._work.fire(
            case.id,
            expiry.action,
            expiry.payload,
            by=Actor(AUTOMATON, expiry.roles),
            at=at,
            key=key,
            expected_version=None,
        )
        return True

    def _note(
        self,
        case: Case,
        at: datetime,
        waiting: tuple[Waiting, ...],
        reached: list[Waiting],
        refusals: dict[str, tuple[str, ...]],
    ) -> Note:
        """Return what is stored of the expiries reached, the messages, and when to look again."""
        messages: list[Message] = []
        for each in reached:
            if each.expiry.action is None:
                messages.append(each.expiry.message(case, each.due))
            elif each.expiry.name in refusals:
                why = refusals[each.expiry.name]
                messages.append(each.expiry.message(case, each.due, why))
        later = [each.expiry.next_look(each.due, at) for each in waiting if each not in reached]
        return Note(
            case.id,
            case.last.seq,
            micros(at),
            tuple(each.expiry.raised_for(each.due) for each in reached),
            tuple(messages),
            min(map(micros, later), default=None),
        )

    def _stall(self, case_id: str, now: int, error: Exception) -> Ops[bool]:
        """Put a case off whose expiries failed; return whether it was given up."""
        kept = yield from self._work.ops.load(case_id, _PAST_ALL)
        tries = 1 if kept is None else kept.summary.tries + 1
        again_at = self._backoff.again_at(now, tries)
        yield from self._work.ops.stall(case_id, tries, again_at, nameless(error))
        return again_at is None


def _free_key(case: Case, wanted: ReservedKey) -> ReservedKey | None:
    """Return the key to fire under; None if the date has its record already.

    Before such keys were reserved somebody else could take one, so what holds it is looked at.
    """
    key, place = wanted, 1
    while (record := case.keyed(key)) is not None:
        if record.is_automatic:
            return None
        place += 1
        key = ReservedKey(f"{wanted}/{place}")
    return key


def _codes(refused: ActionRefusedError) -> tuple[str, ...]:
    return tuple(each.code for each in refused.refusals if isinstance(each, Refusal))
