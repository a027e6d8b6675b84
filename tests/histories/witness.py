"""A witness of one history: plain dicts of money and plain lists of marks, kept beside the case.

It imports nothing of caseflow and shares no rule with it: it is told what was done, never what
came of it, and counts days one by one with `oracle.brute`.
"""

from datetime import date, datetime, time, timedelta
from fractions import Fraction

from oracle import brute

PAUSING = {
    "request-supplement": "supplement",
    "suspend": "ground",
    "request-payment": "payment",
}
ENDING = (
    "decide",
    "refuse",
    "deem-decided",
    "withdraw",
    "stop",
    "close-unpaid",
    "close-unanswered",
)
SETTLING = ("record-payment", "grant-subsidy", "cancel-bill", "pay")
#: From then on a filing that came in elsewhere is timed from the competent agency's receipt.
BOUNDARY_FREE = datetime(2026, 8, 5)
DAYS = ("working_day", "calendar_day", "week", "month", "year")


class Witness:
    """What was done to one filing; *terms* gives (kind, amount) by branch, "" for none."""

    def __init__(self, terms, extension, *, restarts):
        self.terms, self.extension, self.restarts = dict(terms), extension, restarts
        # As it was at reception, and the terms of a later version, to begin again with.
        self.at_reception, self.restarted_at_reception = dict(terms), restarts
        self.terms_later = {}
        self.branch = ""
        # Money: per bill a dict of sums; and every number that was ever used.
        self.bills = {}
        self.numbers = set()
        self.notices = []
        self.granted, self.declined = set(), set()
        self.grants, self.returned = {}, []
        # The legal clock, as pairs of a mark and a local time.
        self.marks = []
        self.extended = 0
        self.limit = None
        self.waits_for = None
        self.decided = None
        # Work by others, and results.
        self.open_steps = set()
        self.results = {}

    # ── money ───────────────────────────────────────────────────────────────────────────────

    def due_of(self, number):
        return max(0, self._open(number))

    def over_of(self, number):
        return max(0, -self._open(number))

    def _open(self, number):
        bill = self.bills.get(number)
        if bill is None:
            return 0
        billed = 0 if bill["cancelled"] else bill["billed"]
        return billed - bill["paid"] + bill["refunded"] - bill["subsidised"]

    def due(self):
        return sum(self.due_of(number) for number in self.bills)

    def _bill(self, number, billed):
        self.bills[number] = {
            "billed": billed,
            "paid": 0,
            "refunded": 0,
            "subsidised": 0,
            "cancelled": False,
        }

    def takes(self, notice):
        """Say whether a payment must come on record: whatever the state of the case."""
        bill = self.bills.get(notice.bill)
        own = ("txn", notice.gateway, notice.transaction)
        reserved = notice.transaction.startswith(("record-", "counter-", "request-"))
        is_new = own not in self.numbers and notice.currency == "VND" and not reserved
        return bill is not None and not bill["cancelled"] and is_new

    def _pay_at_counter(self, amount, seq):
        open_ = sorted(number for number in self.bills if self.due_of(number))
        if not open_:
            open_ = [f"counter-{seq}"]
            self._bill(open_[0], amount)
        for number in open_[:-1]:
            part = min(amount, self.due_of(number))
            self.bills[number]["paid"] += part
            amount -= part
        self.bills[open_[-1]]["paid"] += amount

    def _money(self, action, given, seq):
        if action == "issue-bill":
            self._bill(given.number, sum(line.amount for line in given.lines))
        elif action == "record-payment":
            self.bills[given.bill]["paid"] += given.amount
            self.numbers.add(("txn", given.gateway, given.transaction))
            self.notices.append(given)
        elif action == "refund":
            self.bills[given.bill]["refunded"] += given.amount
            self.numbers.add(("txn", given.gateway, given.transaction))
        elif action == "grant-subsidy":
            self.bills[given.bill]["subsidised"] += given.amount
            self.granted.add(given.number)
            amount = {"bill": given.bill, "amount": given.amount, "left": given.amount}
            self.grants[given.number] = amount
        elif action == "decline-subsidy":
            self.declined.add(given.number)
        elif action == "give-back-subsidy":
            self.bills[given.bill]["subsidised"] -= given.amount
            self.grants[given.grant]["left"] -= given.amount
            self.returned.append(given)
        elif action == "cancel-bill":
            self.bills[given.bill]["cancelled"] = True
        elif action == "request-payment" and not self.due():
            self._bill(f"request-{seq}", given.amount)
        elif action == "pay":
            self._pay_at_counter(given.amount, seq)

    # ── what was done ───────────────────────────────────────────────────────────────────────

    def see(self, action, given, now, seq):
        """Note that *action* was done at the local time *now* as record *seq*."""
        self._money(action, given, seq)
        starts = (
            ("receive", "take-over") if now >= BOUNDARY_FREE else ("receive", "receive-elsewhere")
        )
        if action in starts or (action == "take-over" and not self.marks):
            self._mark("start", now)
        elif action in PAUSING:
            self._mark("pause", now)
            self.waits_for = PAUSING[action]
        elif action == "supplement":
            self._go_on("restart" if self.restarts else "resume", now)
        elif action == "resume" or (
            action in SETTLING and self.waits_for == "payment" and not self.due()
        ):
            self._go_on("resume", now)
        elif action == "extend":
            self._mark("extend", now)
            self.extended += 1
        self._kind(action, given)
        if action in ENDING:
            if self.marks and self.marks[-1][0] != "stop":
                self._mark("stop", now)
            self.waits_for = None
            if action in ("decide", "refuse", "deem-decided"):
                self.decided = now
        self._others(action, given)

    def _mark(self, mark, now):
        self.marks.append((mark, now))
        if mark == "start":
            self.limit = self.terms[self.branch]

    def _go_on(self, mark, now):
        self._mark(mark, now)
        self.waits_for = None

    def _kind(self, action, given):
        """Put the filing under another branch: a clock that has begun takes its limit."""
        branch = self.branch
        if action == "classify":
            branch = given.branch
        elif action == "refuse" and "refused" in self.terms:
            branch = "refused"
        if branch != self.branch:
            self.branch = branch
            if self.marks:
                self.limit = self.terms[branch]

    def _others(self, action, given):
        if action == "hand-over":
            self.open_steps.add(given.step or given.unit)
        elif action == "finish-step":
            self.open_steps.remove(given.step)
        elif action in ("record-result", "return-online"):
            self.results.setdefault(given.code, [given.sha256, False])
        elif action == "cancel-result":
            self.results[given.code][1] = True

    def moved_to(self, terms):
        """Take the limits of another version, as a migration by the latest limits does."""
        self.terms = dict(terms)
        self.restarts = False
        if self.limit is not None:
            self.limit = self.terms[self.branch]

    @property
    def allowed(self):
        """What the legal clock allows, in its own unit."""
        kind, amount = self.limit
        total = amount + self.extended * self.extension
        return allowed(kind, total, self.marks)


# ── counting ────────────────────────────────────────────────────────────────────────────────


def _begun(marks):
    return next(at for mark, at in reversed(marks) if mark in ("start", "restart"))


def allowed(kind, amount, marks):
    """How much a limit allows: days, or hours; of months the days of these very months."""
    if kind in ("month", "year"):
        begun = _begun(marks).date()
        return (brute.same_number(begun, int(amount) * (12 if kind == "year" else 1)) - begun).days
    return amount * (8 if kind == "hours8" else 1)


def used(kind, marks, moment):
    """How much of a limit was used by *moment*: days begun while it ran, or minutes in hours."""
    begun = _begun(marks)
    until = min([moment, *(at for mark, at in marks if mark == "stop")])
    if until < begun:
        return 0
    pauses, stopped = [], None
    place = max(n for n, (mark, _) in enumerate(marks) if mark in ("start", "restart"))
    for mark, at in marks[place:]:
        if mark == "pause":
            stopped = at
        elif mark == "resume":
            pauses.append((stopped, at))
            stopped = None
    if stopped is not None and stopped <= until:
        pauses.append((stopped, until))
    if kind in DAYS:
        return _days(kind, begun.date(), until.date(), [(a.date(), b.date()) for a, b in pauses])
    return _minutes(kind, begun, until, pauses)


def _days(kind, begun: date, until: date, pauses):
    count, on = 0, begun
    while on < until:
        on += timedelta(days=1)
        counts = kind != "working_day" or brute.is_working_day(on)
        count += counts and not brute.stood_still(on, pauses)
    return count


def _minutes(kind, begun: datetime, until: datetime, pauses):
    """Hours, exact: the open stretches less what of them was paused."""
    total = timedelta()
    for opens, closes in _stretches(kind, begun, until):
        total += _overlap(opens, closes, begun, until)
        total -= sum(
            (_overlap(opens, closes, max(a, begun), min(b, until)) for a, b in pauses),
            timedelta(),
        )
    return Fraction(total // timedelta(minutes=1), 60)


def _stretches(kind, begun, until):
    if kind == "clock_hour":
        return [(begun, until)]
    found, on = [], begun.date()
    while on <= until.date():
        if brute.is_working_day(on):
            for opens, closes in (brute.MORNING, brute.AFTERNOON):
                found.append((datetime.combine(on, opens), datetime.combine(on, closes)))
        on += timedelta(days=1)
    return found


def _overlap(a, b, c, d):
    return max(timedelta(), min(b, d) - max(a, c))


def midnight_after(moment):
    """The next midnight."""
    return datetime.combine(moment.date() + timedelta(days=1), time())
