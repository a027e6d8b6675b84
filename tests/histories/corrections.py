"""Acts of a history entered late and taken back, at random, and what must be so after each.

The history keeps its own list of what happened, in that order, and its witness gets it anew:
what the case says of itself is compared with both.
"""

from datetime import timedelta

from caseflow.cases import apply, case_of
from caseflow.errors import ActionRefusedError, PayloadError, TimeReversedError
from caseflow.payments import _facts as facts
from caseflow.vietnam import Payment
from histories import office
from histories.payloads import drawn
from histories.witness import Witness
from oracle.product import HANOI

#: Payloads of money that has moved and of results that went out; the witness knows them by name.
KEPT = {
    "issue-bill",
    "record-payment",
    "refund",
    "grant-subsidy",
    "decline-subsidy",
    "give-back-subsidy",
    "cancel-bill",
    "pay",
    "record-result",
    "cancel-result",
    "return-online",
    "return-at-counter",
    "return-by-post",
}


def local(at):
    return at.astimezone(HANOI).replace(tzinfo=None)


def enter_late(history, chance):
    """Enter an act between two acts of *history*, or be refused with every reason."""
    case = history.case
    place = chance.randrange(case.version)
    acts = case.acts
    if place >= len(acts):
        return
    at = acts[place].at + timedelta(minutes=chance.choice((0, 1, 30, 600)))
    if at >= case.last_at:
        return
    then = case_of(tuple(act for act in acts if act.at <= at))
    ready = [
        each.action
        for each in office.engine().actions(then, by=office.ANYONE, at=at)
        if each.allowed
    ]
    if not ready:
        return
    action = chance.choice(ready)
    payload = drawn(action, then, local(at), history.witness, chance)
    request = {"by": office.ANYONE, "at": at, "entered_at": history.entry, "confirmed": True}
    try:
        after = history.driver.fire(action, payload, **request)
    except ActionRefusedError as error:
        history.counts["late refused"] += 1
        _has_reasons(error)
        assert history.stored_case() == case
        return
    history.counts["late"] += 1
    record = after.last
    assert (record.at, record.entered_at) == (at, history.entry)
    fallen = record.entered.annuls
    assert all(case.records[seq].is_automatic for seq in fallen)
    happened = [act for act in history.happened if act[0] not in fallen]
    before = sum(act[1] <= at for act in happened)
    happened.insert(before, (record.seq, at, action.name, payload))
    _corrected(history, after, happened)


def take_back(history, chance):
    """Take an act of *history* back, or be refused with every reason."""
    case = history.case
    seq = chance.randrange(case.version)
    request = {"at": history.entry, "by": office.ANYONE, "reason": "ghi nhầm"}
    try:
        after = history.driver.annul(seq, **request)
    except ActionRefusedError as error:
        history.counts["annulment refused"] += 1
        _has_reasons(error)
        assert history.stored_case() == case
        return
    act = case.records[seq]
    assert act.action not in KEPT
    assert not isinstance(act.payload, (Payment, *facts.Fact.__args__))
    assert seq in {act.seq for act in case.acts[1:]}
    history.counts["annulled"] += 1
    happened = [each for each in history.happened if each[0] not in after.last.entered.annuls]
    _corrected(history, after, happened)


def _has_reasons(error):
    assert error.refusals
    for each in error.refusals:
        assert each.text("vi")
        assert each.text("en")


def _corrected(history, after, happened):
    history.case, history.happened = after, happened
    history.decided_at = history.outcome = None
    _replayed(history)
    if history.is_checked:
        check(after)


def _replayed(history):
    """Give a new witness what happened, in that order."""
    was = history.witness
    history.witness = Witness(was.at_reception, was.extension, restarts=was.restarted_at_reception)
    history.witness.terms_later = was.terms_later
    for seq, at, action, payload in history.happened[1:]:
        if action == "migrate":
            if payload.version_after == "2" and payload.policy.value == "latest":
                history.witness.moved_to(was.terms_later)
        elif action != "rebase":
            history.witness.see(action, payload, local(at), seq)


def reported(history):
    """Compare the acts of the case with what happened, by the list of the history."""
    acts = [(act.seq, act.at, act.action, act.payload) for act in history.case.acts]
    assert acts == history.happened
    entered = [each.entered_at for each in history.case.records]
    assert entered == sorted(entered)


def check(case):
    """The same acts entered in order do the same, and give the same dates and verdict."""
    engine = office.engine()
    now = case_of(case.acts[:1])
    for act in case.acts[1:]:
        if act.action in ("rebase", "migrate"):
            done = apply(now, act._replace(entered=None))
        else:
            action = next(each for each in office.ACTIONS if each.name == act.action)
            try:
                done = engine.fire(now, action, act.payload, by=act.actor, at=act.at)
            except (ActionRefusedError, PayloadError, TimeReversedError) as error:
                raise AssertionError(f"record {act.seq} does not replay") from error
            assert (done.last.move, done.last.facts) == (act.move, act.facts)
        now = apply(now, act._replace(entered=None))
    assert (now.state, now.terms, now.facts) == (case.state, case.terms, case.facts)
    assert now.clock_states == case.clock_states
    ordered, dates = (engine.deadlines(each, at=case.last_at) for each in (now, case))
    for name in dates:
        assert ordered[name].due == dates[name].due
        assert ordered[name].left == dates[name].left
    assert engine.timeliness(now) == engine.timeliness(case)
