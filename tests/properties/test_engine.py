"""A permit office at work: whatever is asked of it, in whatever order, these things hold."""

from contextlib import suppress
from datetime import date, timedelta

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from caseflow.cases import fold
from caseflow.engine import Engine, Jurisdiction
from caseflow.errors import ActionRefusedError, CaseflowError, KeyReusedError, TimeReversedError
from caseflow.ledgers import ClockState
from caseflow.targets import Standing
from caseflow.values import Channel
from permits import (
    ASK,
    ASSIGN,
    CATALOGUE,
    CHARGE,
    CITIZEN,
    CLASSIFY,
    CLERK,
    DECIDE,
    EXPERT,
    EXTEND,
    NOTE,
    PAY,
    PERMIT,
    REAPPOINT,
    RECEIVE,
    REDIRECT,
    REJECT,
    RETURN,
    SUPPLY,
    WITHDRAW,
    Kind,
    Missing,
    NewDay,
    Payment,
    Receipt,
    Way,
    at,
    calendar,
    codec,
)

LATER = calendar().override(
    "later", sessions_on={date(2026, 3, day): () for day in (10, 16, 17, 26)}
)

requests = st.one_of(
    st.sampled_from(
        [(each, None) for each in (REJECT, ASSIGN, NOTE, SUPPLY, CHARGE, EXTEND, DECIDE, RETURN)]
    ),
    st.sampled_from([(RECEIVE, Receipt(papers)) for papers in (1, 2)]),
    st.just((ASK, Missing(("map",)))),
    st.sampled_from([(PAY, Payment(amount)) for amount in (99, 100)]),
    st.just((CLASSIFY, Kind("refused"))),
    st.sampled_from([(REDIRECT, Way(channel)) for channel in Channel]),
    st.just((REAPPOINT, NewDay(date(2026, 6, 1), "flood"))),
)
actors = st.sampled_from([CLERK, EXPERT, CITIZEN])
hours = st.integers(0, 60).map(lambda number: timedelta(hours=number))


class Office(RuleBasedStateMachine):
    """Work one case at random, and compare it with what its records say after every step."""

    @initialize(
        procedure=st.sampled_from(["P.1", "P.2"]),
        channel=st.sampled_from(list(Channel)),
        result_by=st.sampled_from(list(Channel)),
        papers=st.sampled_from([None, 2]),
    )
    def file(self, procedure, channel, result_by, papers):
        self.engine = Engine(
            Jurisdiction("office", LATER, CATALOGUE, (PERMIT,)), calendars=(calendar(),)
        )
        opening = Engine(Jurisdiction("office", calendar(), CATALOGUE, (PERMIT,)))
        self.now = at(2)
        self.codec = codec()
        self.used: list[tuple[str, object, object, object]] = []
        self.case = opening.open(
            procedure,
            channel=channel,
            result_by=result_by,
            at=self.now,
            facts={} if papers is None else {"papers": papers},
        )

    @rule(request=requests, by=actors, passed=hours)
    def fire(self, request, by, passed):
        """An action is done just if it is listed as open, but for what its payload decides."""
        self.now += passed
        action, payload = request
        before = self.case
        listed = self.engine.actions(before, by=by, at=self.now)
        (option,) = [each for each in listed if each.action is action]
        refused: tuple[object, ...] = ()
        try:
            self.case = self.engine.fire(before, action, payload, by=by, at=self.now)
        except ActionRefusedError as error:
            refused = error.refusals
        if refused:
            assert self.case is before
            assert not option.allowed or action in (RECEIVE, PAY)
            assert refused[: len(option.refusals)] == option.refusals
        else:
            assert option.allowed
            assert self.case.state in option.targets
            assert self.case.version == before.version + 1
            assert before.records == self.case.records[:-1]

    @rule(request=requests, by=actors, key=st.sampled_from(["k1", "k2", "k3"]))
    def fire_with_key(self, request, by, key):
        """A key does one thing once: again it returns the case, with other content an error."""
        action, payload = request
        before = self.case
        with suppress(ActionRefusedError, KeyReusedError):
            self.case = self.engine.fire(before, action, payload, by=by, at=self.now, key=key)
        if self.case is not before:
            self.used.append((key, action, payload, by))
        for used, one, content, who in self.used:
            again = self.engine.fire(self.case, one, content, by=who, at=self.now, key=used)
            assert again is self.case

    @rule(request=requests, by=actors)
    def fire_too_early(self, request, by):
        """An instant well before the last record is refused whatever is asked."""
        action, payload = request
        try:
            self.engine.fire(
                self.case, action, payload, by=by, at=self.case.last_at - timedelta(minutes=6)
            )
        except TimeReversedError:
            return
        raise AssertionError("time ran backwards")

    @precondition(lambda self: not self.case.terms.rebased)
    @rule(policy=st.sampled_from(["pinned", "latest", "never_earlier"]))
    def rebase(self, policy):
        """Another calendar is recorded; never earlier means never earlier."""
        before = self.case
        dates = self.engine.deadlines(before, at=self.now)
        with suppress(ActionRefusedError):
            self.case = self.engine.rebase(
                before, LATER, policy=policy, at=self.now, by=EXPERT, reason="decree"
            )
        after = self.engine.deadlines(self.case, at=self.now)
        for name in dates:
            one, two = dates[name].due, after[name].due
            if one is not None and two is not None and policy != "latest":
                assert two.at >= one.at

    @precondition(lambda self: self.case.state not in ("returned", "rejected", "withdrawn"))
    @rule(by=actors)
    def withdraw(self, by):
        """A withdrawal stops every clock, or is refused because there is a result."""
        before = self.case
        try:
            after = self.engine.fire(before, WITHDRAW, by=by, at=self.now)
        except ActionRefusedError:
            assert before.decided_at is not None
        else:
            assert {state for _, state in after.clock_states} == {ClockState.STOPPED}
            assert self.engine.timeliness(after) is None

    @invariant()
    def the_records_are_the_case(self):
        """Replaying the records gives the live case, and so does reading what was written."""
        text = self.codec.dumps(self.case)
        back = self.codec.loads_case(text)

        assert fold(self.case.records) == self.case
        assert self.engine.replay(self.case.records) == self.case == back
        assert self.codec.dumps(back) == text

    @invariant()
    def the_clocks_agree(self):
        """The states kept are those of the ledgers, which the ledger itself would accept."""
        assert {(each.name, each.state) for each in self.case.clocks} == self.case.clock_states
        for ledger in self.case.clocks:
            again = ledger.__class__(ledger.name, ledger.limit)
            for mark in ledger.marks:
                again = again.marked(mark)
            assert again == ledger

    @invariant()
    def the_dates_agree(self):
        """A promise is never later than the law unless re-appointed; paused has no date."""
        dates = self.engine.deadlines(self.case, at=self.now)
        legal, promised = dates.legal, dates.promised

        assert (legal.due is None) == (legal.standing in (Standing.NOT_STARTED, Standing.PAUSED))
        if legal.due is not None and self.case.promised_on is None:
            assert promised.due.at <= legal.due.at
        for each in dates.values():
            assert each.explain("vi")
            assert each.explain("en")

    @invariant()
    def a_decision_is_judged(self):
        """There is an outcome if and only if there is a decision."""
        outcome = self.engine.timeliness(self.case)

        assert (outcome is None) == (self.case.decided_at is None)
        if outcome is not None:
            assert outcome.decided_at == self.case.decided_at


#: A run is twenty steps, each with every invariant: a quarter as many runs as there are examples.
Office.TestCase.settings = settings(
    max_examples=max(20, settings().max_examples // 4), stateful_step_count=20
)


class TestOffice(Office.TestCase):
    """Run the office."""


def test_every_error_is_one_of_ours():
    """The errors used above are caseflow's."""
    assert issubclass(ActionRefusedError, CaseflowError)
