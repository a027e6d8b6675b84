"""How a decision is judged, beside the same worked out from all its dates: no short way differs."""

import random
from collections import Counter
from contextlib import suppress
from datetime import datetime, timedelta
from fractions import Fraction

from caseflow.engine import PROMISED, fire_sample
from caseflow.engine._outcomes import Outcome
from caseflow.errors import ActionRefusedError
from caseflow.targets import Timeliness, early_share, judge
from caseflow.vietnam.stored import payload_types
from caseflow.workflow import ACKNOWLEDGEMENT, LEGAL, SUPPLEMENT
from histories import office
from histories.walks import CHANNELS, History, MemoryDriver

CLOCKS = (LEGAL, PROMISED, ACKNOWLEDGEMENT, SUPPLEMENT)


def share_of(ledger, calendar, at):
    """The share left, by its words: allowed minus used, out of what is allowed."""
    allowed = ledger.allowed(calendar)
    share = (allowed - ledger.used(calendar, at)) / allowed
    due = ledger.projected(calendar, at)
    in_time = due is not None and judge(at, due) is not Timeliness.LATE
    return max(Fraction(0), share) if in_time else share


def judged(engine, case, clock):
    """The outcome by the deadlines of the case as it stood when it was decided."""
    decision, acts = case.decision, case.acts
    if decision is None:
        return None
    place = next(place for place, act in enumerate(acts) if act is decision)
    then = case.with_records(acts[: place + 1])
    dates = engine.deadlines(then, at=decision.at)
    ledger, due = dates[clock].ledger, dates[clock].due
    if ledger is None or due is None:
        return None
    is_promised = clock == LEGAL and then.promise(LEGAL) is not None
    promise = dates.first_promise.due if is_promised else None
    is_kept = None if promise is None else judge(decision.at, promise) is not Timeliness.LATE
    share = share_of(ledger, due.calendar, decision.at)
    return Outcome(judge(decision.at, due), share, decision.at, due, promise, is_kept)


def decided(engine, case, chance):
    """The case after what leads to a decision, where that is open."""
    types, at = payload_types(), case.last_entered_at
    for name in ("receive", "pay", "supplement", "resume", "assign", "decide", "refuse"):
        if case.decision is None:
            at += timedelta(minutes=30)
            due = engine.deadlines(case, at=at).legal.due
            if name in {"decide", "refuse"} and chance.random() < 0.5:
                at += timedelta(minutes=chance.randrange(28_800))
            elif name in {"decide", "refuse"} and due is not None:
                at = max(at, due.at - timedelta(hours=chance.randrange(2)))
            action = engine.jurisdiction.held(case.fingerprint).action(name)
            with suppress(ActionRefusedError):
                case = fire_sample(engine, case, action, types, by=office.ANYONE, at=at)
    return case


def test_a_decision_is_judged_as_its_dates_say():
    """Limits of every unit, pauses, extensions, corrections, calendars of later, and promises."""
    engine, seen = office.engine(), Counter()
    for seed in range(120):
        chance = random.Random(seed)
        begun = datetime(2026, 1, 5, 8) + timedelta(minutes=chance.randrange(300 * 1440))
        code = office.CODES[seed % len(office.CODES)]
        channels = chance.choice(CHANNELS), chance.choice(CHANNELS)
        history = History.begin(MemoryDriver(), code, *channels, begun, is_checked=False)
        for _ in range(25):
            if history.is_over:
                break
            passed = chance.choice((0, 300, chance.randrange(2880), chance.randrange(14_400)))
            history.step(chance.randrange(10_000), chance.getrandbits(32), passed)
        case = decided(engine, history.case, chance)
        for clock in CLOCKS:
            found = engine.timeliness(case, clock)
            assert found == judged(engine, case, clock)
            if found is not None:
                seen[clock] += 1
                seen[found.timeliness] += 1
                seen["promise"] += found.promise is not None
                seen[found.due.limit.unit] += 1
                assert early_share(case.clock(LEGAL), found.due.calendar, found.decided_at) == (
                    share_of(case.clock(LEGAL), found.due.calendar, found.decided_at)
                )
        seen["rebased"] += case.decision is not None and bool(case.terms.rebased)

    assert min(seen[each] for each in (LEGAL, PROMISED, ACKNOWLEDGEMENT, *Timeliness)) > 0
    assert seen["promise"]
    assert seen["rebased"]
