"""Histories with acts entered late and acts taken back, against the brute-force witness.

The witness is told what happened, in that order, and knows of no records, no entries and no
annulments: the due date must be the one that it counts out day by day.
"""

import random
from collections import Counter
from datetime import datetime, timedelta

import pytest

from caseflow import vietnam as vn
from caseflow.limits import Supplement, calendar_days, working_days
from caseflow.procedures import Extension, LimitRule
from oracle import brute
from oracle.product import ANYONE, HANOI, received, shop

HISTORIES = 60
MINUTE = timedelta(minutes=1)
UNITS = {"working_day": working_days, "calendar_day": calendar_days}
ASK = (
    vn.REQUEST_SUPPLEMENT,
    vn.SupplementRequest(["bản đồ"], "thiếu"),
    vn.SUPPLEMENT,
    vn.Answer(1),
)
STAND = (vn.SUSPEND, vn.ExcludedTime("thuế", "Luật A, Điều 1"), vn.RESUME, None)
HOW = ("in order", "late", "half late", "in error", "begun in error")


class History:
    """One filing, worked by *chance*, and what really happened to it."""

    def __init__(self, unit, policy, chance):
        self.chance, self.unit, self.policy = chance, unit, policy
        self.amount, self.extra = chance.randrange(30, 50), chance.randrange(1, 9)
        limit = UNITS[unit]
        self.engine = shop(
            limits=[LimitRule(limit(self.amount))],
            supplement=Supplement(policy),
            supplement_max=99,
            supplement_within=working_days(200),
            extension=Extension(limit(self.extra), max=99),
        )
        start = datetime(2025, 9, 1, 8) + timedelta(days=chance.randrange(180))
        self.now = start + timedelta(minutes=chance.randrange(500))
        self.begun = self.now.date()
        self.case = received(self.engine, self.now.replace(tzinfo=HANOI))
        self.now += MINUTE
        self.enter(vn.ASSIGN, vn.Assignment("A"))
        self.pauses, self.extensions, self.wrong = [], 0, []
        self.counts = Counter()

    def enter(self, action, payload, at=None):
        """Enter an act now, which happened *at* another instant or now."""
        now = self.now.replace(tzinfo=HANOI)
        happened = now if at is None else at.replace(tzinfo=HANOI)
        entered_at = None if at is None else now
        self.case = self.engine.fire(
            self.case, action, payload, by=ANYONE, at=happened, entered_at=entered_at
        )
        self.now += MINUTE
        return self.case.last.seq

    def take_back(self, seq):
        at = self.now.replace(tzinfo=HANOI)
        self.case = self.engine.annul(self.case, seq, at=at, by=ANYONE, reason="ghi nhầm")
        self.counts["annulled"] += 1
        self.now += MINUTE

    def later(self):
        self.now += timedelta(minutes=self.chance.randrange(30, 3_000))

    def stop(self):
        """Stop the clock and let it go on, entered in one of the ways, or in error."""
        begin, asked, end, answer = (
            ASK if self.policy == "restart" else self.chance.choice((ASK, STAND))
        )
        how = self.chance.choice(HOW)
        self.counts[how] += 1
        self.later()
        stopped = self.now
        first = None if how == "late" else self.enter(begin, asked)
        if how == "begun in error":
            self.take_back(first)
            return
        self.later()
        resumed = self.now
        if how in ("late", "half late"):
            self.now += MINUTE
            self.enter(vn.DESCRIBE, vn.Description(vn.Applicant("A")))
            if first is None:
                self.enter(begin, asked, stopped)
            self.enter(end, answer, resumed)
        else:
            second = self.enter(end, answer)
            if how == "in error":
                self.take_back(second)
                self.take_back(first)
                return
        self.pauses.append((stopped.date(), resumed.date()))

    def extend(self):
        """Extend the limit, in order, late, or in error, which is found much later."""
        how = self.chance.choice(("in order", "late", "in error"))
        self.counts[f"extended {how}"] += 1
        self.later()
        then = self.now
        if how == "late":
            self.later()
            self.enter(vn.DESCRIBE, vn.Description(vn.Applicant("A")))
        seq = self.enter(vn.EXTEND, vn.Reason("khó"), then if how == "late" else None)
        if how == "in error":
            self.wrong.append(seq)
        else:
            self.extensions += 1

    def live(self):
        for _ in range(self.chance.randrange(1, 6)):
            # An extension is of the limit as it runs: a restart begins another.
            if self.policy == "pause" and self.chance.random() < 0.4:
                self.extend()
            else:
                self.stop()
        for seq in self.wrong:
            self.take_back(seq)

    def expected(self):
        amount = self.amount + self.extensions * self.extra
        return brute.due_on(self.begun, amount, self.unit, self.pauses, policy=self.policy)


@pytest.mark.parametrize("policy", ["pause", "restart"])
@pytest.mark.parametrize("unit", UNITS)
def test_dates_of_corrected_histories_follow_what_happened(unit, policy):
    """Whatever was entered late or in error and taken back: the day the witness counts out."""
    counts = Counter()
    for seed in range(HISTORIES):
        history = History(unit, policy, random.Random(f"{unit} {policy} {seed}"))
        history.live()
        case = history.case
        dates = history.engine.deadlines(case, at=case.last_at)
        reported = history.engine.due_changes(case)[-1]

        assert dates.legal.due.on == history.expected(), seed
        assert reported.after == history.expected(), seed
        assert history.engine.replay(case.records) == case
        assert case.times(vn.EXTEND) == history.extensions
        counts += history.counts
    for how in (*HOW, "annulled"):
        assert counts[how] > 10, counts
    assert policy == "restart" or counts["extended late"] > 10
