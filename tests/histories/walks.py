"""Random histories: ask what is allowed, draw an action, try it, and compare after each step."""

import random
from collections import Counter
from datetime import datetime, timedelta

from attrs import define, field

from caseflow import vietnam as vn
from caseflow.cases import Case
from caseflow.engine import Outcome
from caseflow.errors import ActionRefusedError, KeyReusedError, PayloadError, TimeReversedError
from caseflow.ledgers import ClockState, MarkKind
from caseflow.limits import Convention
from caseflow.limits import Supplement as Policy
from caseflow.office.assembly import office_guards
from caseflow.office.paying import books_of
from caseflow.office.paying._accounts import books
from caseflow.stores import Query
from caseflow.targets import Standing
from caseflow.values import Channel
from caseflow.vietnam import results
from caseflow.vietnam.rules import OFFICE
from caseflow.workflow import LEGAL
from histories import corrections, office
from histories.payloads import drawn
from histories.witness import Witness, allowed, midnight_after, used
from oracle.product import HANOI

#: The more, the likelier; what ends a history is rare, so that histories are long.
WEIGHTS = {
    "withdraw": 0.5,
    "stop": 0.5,
    "reject": 0.3,
    "describe": 2,
    "close-unpaid": 40,
    "close-unanswered": 30,
    "decide": 6,
    "refuse": 4,
    "return-online": 4,
    "return-at-counter": 4,
    "return-by-post": 4,
    "receive": 20,
    "receive-elsewhere": 20,
    "take-over": 20,
    "extend": 8,
    "reappoint": 8,
    "supplement": 12,
    "deem-decided": 12,
    "hand-over": 14,
    "finish-step": 14,
    "request-payment": 10,
    "change-result-channel": 2,
    "cancel-bill": 2,
    "decline-subsidy": 2,
    "waive-fee": 1,
    "give-back-subsidy": 12,
}
KEYED = (
    "issue-bill",
    "record-payment",
    "refund",
    "grant-subsidy",
    "decline-subsidy",
    "give-back-subsidy",
    "cancel-bill",
)
FINALS = ("rejected", "withdrawn", "stopped", "returned")
LAST = datetime(2027, 9, 1)


def aware(moment):
    return moment.replace(tzinfo=HANOI)


def terms_of(code, version):
    return {
        branch: term
        for (name, of, branch), term in office.TERMS.items()
        if (name, of) == (code, version)
    }


class MemoryDriver:
    """Work a case in memory."""

    def open(self, code, **terms):
        self.case = office.engine().open(code, case_id="H1", **terms)
        return self.case

    def fire(self, action, payload, **request):
        self.case = office.engine().fire(self.case, action, payload, **request)
        return self.case

    def rebase(self, calendar, **request):
        self.case = office.engine().rebase(self.case, calendar, **request)
        return self.case

    def migrate(self, migration, **request):
        self.case = office.engine().migrate(self.case, migration, **request)
        return self.case

    def annul(self, seq, **request):
        self.case = office.engine().annul(self.case, seq, **request)
        return self.case

    def get(self):
        return self.case


class StoredDriver:
    """Work a case through a service, which reads it back each time."""

    def __init__(self, service):
        self.service = service

    def open(self, code, **terms):
        return self.service.open(code, case_id="H1", **terms)

    def fire(self, action, payload, **request):
        return self._read(self.service.fire("H1", action, payload, **request))

    def rebase(self, calendar, **request):
        return self._read(self.service.rebase("H1", calendar, **request))

    def migrate(self, migration, **request):
        report = self.service.migrate(migration, query=Query(), **request)
        for stayed in report.stayed:
            raise ActionRefusedError("H1", "migrate", stayed.refusals)
        return self._read(self.service.get("H1"))

    def annul(self, seq, **request):
        return self._read(self.service.annul("H1", seq, **request))

    def get(self):
        return self.service.get("H1")

    def _read(self, case):
        self.service.forget("H1")
        assert self.service.get("H1") == case
        return case


@define
class History:
    """One filing from its opening on, with its witness; *counts* tells what happened how often."""

    driver: object
    case: Case
    now: datetime
    witness: Witness
    outcome: Outcome | None = None
    decided_at: datetime | None = None
    counts: Counter = field(factory=Counter)
    is_checked: bool = True
    closed_for: int = 0
    happened: list = field(factory=list)

    @classmethod
    def begin(cls, driver, code, channel, result_by, begun, *, is_checked=True):
        facts = office.FORWARDED.get(code)
        case = driver.open(code, channel=channel, result_by=result_by, at=aware(begun), facts=facts)
        restarts = office.MORE[code].get("supplement", Policy.RESTART) is Policy.RESTART
        witness = Witness(terms_of(code, "1"), office.EXTENSIONS[code][1], restarts=restarts)
        if version_2 := terms_of(code, "2"):
            witness.terms_later = version_2
        happened = [(0, case.opened_at, "open", case.records[0].payload)]
        return cls(driver, case, begun, witness, is_checked=is_checked, happened=happened)

    # ── steps ───────────────────────────────────────────────────────────────────────────────

    def step(self, choice, seed, minutes):
        """Let *minutes* pass and do one thing, chosen by *choice*; all else is of *seed*."""
        self.now = min(self.now + timedelta(minutes=minutes), LAST)
        chance = random.Random(seed)
        before = self.case
        self.closed_for += before.state in FINALS
        kind = choice % 20
        if kind == 0:
            (corrections.enter_late if chance.random() < 0.6 else corrections.take_back)(
                self, chance
            )
        elif kind == 1:
            self._rebase(chance)
        elif kind == 2:
            self._migrate(chance)
        elif kind == 3:
            self._too_early(chance)
            self._of_other_type(chance)
        elif 4 <= kind <= 6:
            self._try(chance, chance.choice(office.ACTORS), is_any=True)
        elif kind > 6:
            self._try(chance, office.ANYONE, is_any=False)
        if self.is_checked:
            self.check(before)

    @property
    def entry(self):
        """The instant at which something is entered now."""
        return aware(self.now)

    def stored_case(self):
        """The case as the desk has it."""
        return self.driver.get()

    def _note(self):
        """Note what was just done as what happened last."""
        last = self.case.last
        self.happened.append((last.seq, last.at, last.action, last.payload))

    @property
    def is_over(self):
        """State that the case is closed and was tried often enough since."""
        return self.closed_for > 8

    def _options(self, by):
        return office.engine().actions(self.case, by=by, at=aware(self.now))

    def _try(self, chance, by, *, is_any):
        options = self._options(by)
        assert [each.action.name for each in options] == [each.name for each in _ACTIONS]
        ready = [each for each in options if each.allowed]
        pool = options if is_any or not ready else ready
        (option,) = chance.choices(pool, [WEIGHTS.get(each.action.name, 6) for each in pool])
        action = option.action
        payload = drawn(action, self.case, self.now, self.witness, chance)
        is_keyed = action.name in KEYED and chance.random() < 0.5
        key = payload.key if is_keyed else None
        must = action.name == "record-payment" and self.witness.takes(payload)
        known = next((each for each in self.case.records if key and each.key == key), None)
        before = self.case
        if self.is_checked:
            _check_guards(before, payload, self.now)
        try:
            after = self.driver.fire(action, payload, by=by, at=aware(self.now), key=key)
        except ActionRefusedError as error:
            self.counts["refused"] += 1
            assert not (must and {"cashier", "system"} & by.roles), "a payment was lost"
            assert known is None
            self._agrees(option, error.refusals)
            return
        except KeyReusedError:
            self.counts["key reused"] += 1
            assert known is not None
            assert known.payload != payload
            return
        if known is not None:
            assert after is before or after == before
            assert known.payload == payload
            return
        assert option.allowed
        assert after.state in option.targets
        assert after.last.action == action.name
        assert after.last.payload == payload
        self.counts[action.name] += 1
        self.case = after
        self._note()
        self.witness.see(action.name, payload, self.now, after.last.seq)

    def _agrees(self, option, refusals):
        """What `actions` said is what `fire` says; only what a payload decides is added."""
        assert set(option.refusals) <= set(refusals)
        if option.allowed:
            assert _asks_payload(self.case, option.action)
            return
        # Only a guard of the payload may have more to say.
        if not _asks_payload(self.case, option.action):
            assert option.refusals == refusals

    def _rebase(self, chance):
        policy = chance.choice(("pinned", "latest", "never_earlier"))
        if len(self.case.terms.rebased) > 2:
            return
        calendar = chance.choice((office.later(), office.calendar()))
        before = self._dates()
        try:
            self.case = self.driver.rebase(
                calendar, policy=policy, at=aware(self.now), by=office.ANYONE, reason="nghị định"
            )
        except ActionRefusedError:
            assert self._is_over()
            return
        self.counts["rebase"] += 1
        self._note()
        self._keeps_dates(before, self._dates())
        if policy == "never_earlier":
            assert all(
                after is None or old is None or after.at >= old.at
                for old, after in ((before[name], self._dates()[name]) for name in before)
            )

    def _migrate(self, chance):
        policy, version = chance.choice((("pinned", "1"), ("pinned", "2"), ("latest", "2")))
        migration = office.migration(self.case.procedure, policy, version)
        before, old = self._dates(), self.case
        try:
            self.case = self.driver.migrate(
                migration, at=aware(self.now), by=office.ANYONE, reason="bản mới"
            )
        except ActionRefusedError:
            return
        if self.case.version == old.version:
            assert self.case == old
            return
        assert not self._was_over(old)
        self.counts["migrate"] += 1
        self._note()
        after = self._dates()
        self._keeps_dates(before, after)
        if policy == "pinned":
            assert _ends(after) == _ends(before)
        if self.case.terms.timed_by is None and self.case.procedure_version == "2":
            self.witness.moved_to(terms_of(self.case.procedure, "2"))
        elif self.case.terms.timed_by is None:
            # It was never under another version.
            assert self.case.procedure_version == "1"

    def _too_early(self, chance):
        if not isinstance(self.driver, MemoryDriver):
            return
        option = chance.choice(self._options(office.ANYONE))
        payload = drawn(option.action, self.case, self.now, self.witness, chance)
        early = self.case.last_at - timedelta(minutes=6)
        try:
            self.driver.fire(option.action, payload, by=office.ANYONE, at=early)
        except TimeReversedError:
            return
        raise AssertionError("time ran backwards")

    def _of_other_type(self, chance):
        option = chance.choice(self._options(office.ANYONE))
        try:
            self.driver.fire(option.action, object(), by=office.ANYONE, at=aware(self.now))
        except PayloadError:
            return
        raise AssertionError("a payload of another type was taken")

    def _dates(self):
        dates = office.engine().deadlines(self.case, at=aware(self.now))
        return {name: dates[name].due for name in dates}

    def _keeps_dates(self, before, after):
        """The record of a move names the old and the new date of each clock that has either."""
        reported = {move.clock: (move.before, move.after) for move in self.case.last.payload.dates}
        ends = {name: (_end(before[name]), _end(after[name])) for name in after}
        assert reported == {name: pair for name, pair in ends.items() if pair != (None, None)}

    def _is_over(self):
        return self._was_over(self.case)

    @staticmethod
    def _was_over(case):
        return case.state in FINALS or case.decided_at is not None

    # ── what always holds ───────────────────────────────────────────────────────────────────

    def check(self, before):
        """Compare the case with its records, its witness and itself as it was."""
        self._check_clocks()
        if self.case is before:
            # Time passed; whatever was refused has left no trace.
            return
        assert self.case.records[: before.version] == before.records
        assert [each.seq for each in self.case.records] == list(range(self.case.version))
        corrections.reported(self)
        self._check_replay()
        _check_guards(before, None, self.now)
        self._check_money()
        self._check_changes()
        self._check_slip()
        self._check_decision()
        self._check_results()

    def _check_replay(self):
        codec = office.codecs()[0]
        text = codec.dumps(self.case)
        back = codec.loads_case(text)
        assert back == self.case
        assert codec.dumps(back) == text
        assert office.engine().replay(back.records) == self.case

    def _check_money(self):
        account = vn.account_of(self.case.records)
        seen = {
            each.number: {
                "billed": each.bill.amount,
                "paid": each.balance.paid,
                "refunded": each.balance.refunded,
                "subsidised": each.balance.subsidised,
                "cancelled": each.is_cancelled,
            }
            for each in account.bills
        }
        assert seen == self.witness.bills
        for each in account.bills:
            due, over = self.witness.due_of(each.number), self.witness.over_of(each.number)
            assert (each.balance.due, each.balance.overpaid) == (due, over)
        sums = account.balance
        income = sums.paid - sums.refunded + sums.subsidised
        assert sums.billed + sums.overpaid == income + sums.due
        assert sums.due == self.witness.due()
        assert sums.net_paid >= 0
        for number, grant in self.witness.grants.items():
            assert 0 <= grant["left"] <= grant["amount"], number
        assert not self.witness.granted & self.witness.declined, "granted and declined"
        if self.case.state == "awaiting-payment":
            assert sums.due > 0
            assert self.witness.waits_for == "payment"

    def _moments(self):
        return (
            self.now - timedelta(days=2),
            self.now,
            midnight_after(self.now),
            self.now + timedelta(days=45, hours=5),
        )

    def _check_clocks(self):
        case, dates = self.case, office.engine().deadlines(self.case, at=aware(self.now))
        assert {(each.name, each.state) for each in case.clocks} == case.clock_states
        for ledger in case.clocks:
            self._check_ledger(ledger)
        legal = case.clock(LEGAL)
        assert (legal is None) == (not self.witness.marks)
        if legal is not None:
            assert _marks(legal) == self.witness.marks
            assert legal.allowed(office.calendar()) == self.witness.allowed
            is_paused = legal.state is ClockState.PAUSED
            assert is_paused == (self.witness.waits_for is not None)
        for name in dates:
            each = dates[name]
            blank = each.standing in (Standing.NOT_STARTED, Standing.PAUSED)
            assert (each.due is None) == blank
            if each.standing in (Standing.ON_TRACK, Standing.AT_RISK):
                assert not each.due.is_over_at(aware(self.now))
            if each.standing is Standing.OVERDUE:
                assert each.due.is_over_at(aware(self.now))
        promised, legal = dates.promised.due, dates.legal.due
        if legal is not None and case.promised_on is None:
            assert promised.at <= legal.at

    def _check_ledger(self, ledger):
        """used + left = allowed whenever it is asked, and both are the counted ones."""
        calendar, kind = office.calendar(), _kind(ledger.limit)
        marks = _marks(ledger)
        allows = ledger.allowed(calendar)
        if kind != "same_day":
            assert allows == allowed(kind, ledger.allowance.amount, marks)
        for moment in self._moments():
            left, has_used = (each(calendar, aware(moment)) for each in (ledger.left, ledger.used))
            assert has_used + left == allows
            if kind != "same_day":
                assert has_used == used(kind, marks, moment)

    def _check_changes(self):
        """Each change of a due date keeps the one before it, and the last is the present one."""
        for ledger in self.case.clocks:
            last = None
            for change in ledger.due_changes(office.calendar()):
                assert _at(change.before) == last
                last = _at(change.after)
            assert last == _at(ledger.due(office.calendar()))
        for each in office.engine().deadlines(self.case, at=aware(self.now)).values():
            assert each.explain("vi")
            assert each.explain("en")

    def _check_slip(self):
        for moment in (self.now, self.now + timedelta(days=30)):
            slip = vn.control_slip(office.engine(), self.case, at=aware(moment))
            assert (slip.decided_at, slip.due) == (self.case.decided_at, self._dates()[LEGAL])
            for row in slip.rows:
                if row.ledger is not None:
                    self._check_ledger(row.ledger)
                assert row.finished_at is None or row.finished_at >= row.given_at
        open_ = {row.name or row.received for row in slip.rows if row.kind is vn.RowKind.STEP}
        assert self.witness.open_steps <= open_

    def _check_decision(self):
        outcome = office.engine().timeliness(self.case)
        decided = None if self.witness.decided is None else aware(self.witness.decided)
        assert self.case.decided_at == decided
        assert (outcome is None) == (decided is None)
        if self.decided_at is not None:
            # Nothing that comes after a decision changes how it was judged.
            assert (self.case.decided_at, outcome) == (self.decided_at, self.outcome)
        self.decided_at, self.outcome = self.case.decided_at, outcome

    def _check_results(self):
        seen = {
            each.code.text: [each.sha256, each.cancelled_at is not None]
            for each in results(self.case)
        }
        assert seen == self.witness.results


_ACTIONS = vn.one_stop_shop().actions
_MARKS = {each: each.value for each in MarkKind}


def _check_guards(case, payload, now):
    """What the engine hands to guards is what each would fold for itself, and so is the answer."""
    plan = office.engine()._plan(case.terms)
    seen = plan.situation(case, office.ANYONE, aware(now), payload)
    alone = seen._replace(recalled=None)
    assert books(seen) == books_of(case.records, vn.VND)
    for each in office_guards(OFFICE):
        assert each.check(seen) == each.check(alone), each.name


def _marks(ledger):
    return [
        (_MARKS[each.kind], each.at.astimezone(HANOI).replace(tzinfo=None)) for each in ledger.marks
    ]


def _kind(limit):
    return "hours8" if limit.convention is Convention.HOURS8 else limit.unit.value.replace("-", "_")


def _at(due):
    return None if due is None else due.at


def _end(due):
    if due is None:
        return None
    return due.at if due.is_instant else due.on


def _ends(dues):
    return {name: _end(due) for name, due in dues.items()}


def _asks_payload(case, action):
    """Say whether the payload has a say in *action* where the case stands."""
    workflow = next(
        each
        for each in office.engine().jurisdiction.workflows
        if each.fingerprint == case.fingerprint
    )
    return any(
        workflow.guard(name).needs_payload or any(fact.of_payload for fact in each.facts)
        for each in workflow.transitions
        if each.action == action.name and each.source == case.state
        for name in (each.guards or ())
    )


CHANNELS = tuple(Channel)
