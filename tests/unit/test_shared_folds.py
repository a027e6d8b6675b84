"""What guards fold from the records: made once for the case asked last, and always its own."""

import pytest
from attrs import evolve

from caseflow.engine import Engine, Jurisdiction
from caseflow.engine._plans import _MOST_FOLDS
from caseflow.values import Channel
from caseflow.workflow import ANYONE, Action, Guard, Transition
from permits import CATALOGUE, CLERK, PERMIT, at, both, calendar

LOOK = Action("look", type(None), both("look"))


def office(*checks):
    """Return an engine whose drafts may be looked at, under guards that make *checks*."""
    guards = tuple(Guard(f"g{place}", check) for place, check in enumerate(checks))
    looking = Transition(LOOK, "draft", "draft", ANYONE, guards=guards)
    workflow = evolve(
        PERMIT, actions=(*PERMIT.actions, LOOK), transitions=(*PERMIT.transitions, looking)
    )
    return Engine(Jurisdiction("x", calendar(), CATALOGUE, (workflow,)))


def lodged(engine):
    return engine.open("P.1", channel=Channel.ONLINE, result_by=Channel.ONLINE, at=at(2))


def asking(fold, seen=None):
    """Return a check that always holds and folds the records, looking what it saw."""

    def check(situation):
        folded = situation.folded(fold)
        if seen is not None:
            seen.append((len(situation.case.records), folded))

    return check


def test_guards_share_a_fold():
    """However many guards ask, and whether one asks or fires: once for each value of a case."""
    made = []

    def count(records):
        made.append(len(records))
        return len(records)

    seen = []
    engine = office(asking(count, seen), asking(count, seen))
    case = lodged(engine)
    for _ in range(3):
        engine.actions(case, by=CLERK, at=at(2))
    case = engine.fire(case, LOOK, by=CLERK, at=at(2))
    engine.actions(case, by=CLERK, at=at(2))

    assert made == [1, 2]
    assert seen == [(1, 1)] * 8 + [(2, 2)] * 2


def test_each_fold_is_its_own():
    """Two folds of one case are two answers, and a None is an answer too."""
    made, seen = [], []

    def none(_records):
        made.append(None)

    engine = office(asking(len, seen), asking(none, seen), asking(none, seen))
    engine.actions(lodged(engine), by=CLERK, at=at(2))

    assert seen == [(1, 1), (1, None), (1, None)]
    assert made == [None]


def test_cases_asked_in_turn_do_not_mix():
    """A case is known by itself: two that went apart, or are equal, each see their records."""
    seen = []

    def last(records):
        return records[-1]

    engine = office(lambda situation: seen.append((situation.case, situation.folded(last))))
    begun = lodged(engine)
    cases = [engine.fire(begun, LOOK, by=CLERK, at=at(day)) for day in (2, 3, 3)]
    for case in (*cases, begun, *cases):
        engine.actions(case, by=CLERK, at=at(4))

    assert all(folded is case.records[-1] for case, folded in seen)


def test_another_case_asked_meanwhile_takes_nothing_away():
    """What a thread asks of another case, while a fold is being made, changes no answer."""
    seen, meanwhile = [], []

    def slow(records):
        if meanwhile:
            engine.actions(meanwhile.pop(), by=CLERK, at=at(2))
        return len(records)

    engine = office(asking(slow, seen), asking(slow, seen))
    one = lodged(engine)
    two = engine.fire(one, LOOK, by=CLERK, at=at(2))
    for _ in range(2):
        meanwhile.append(two)
        engine.actions(one._replace(), by=CLERK, at=at(2))

    assert meanwhile == []
    assert seen == [(1, 1)] * 2 + [(2, 2), (2, 2), (1, 1), (1, 1)] * 2


def test_a_fold_that_raises_is_made_anew():
    """An error goes to the caller each time, and nothing of it is kept."""

    def broken(records):
        raise LookupError(len(records))

    engine = office(asking(broken))
    case = lodged(engine)
    for _ in range(2):
        with pytest.raises(LookupError):
            engine.actions(case, by=CLERK, at=at(2))


def test_folds_made_for_the_asking_do_not_fill_memory():
    """A guard that brings a new function each time gets its answer, and memory is bounded."""
    seen = []
    engine = office(
        lambda situation: seen.append(situation.folded(lambda records: len(records) + len(seen)))
    )
    case = lodged(engine)
    times = 3 * _MOST_FOLDS
    for _ in range(times):
        engine.actions(case, by=CLERK, at=at(2))

    assert seen == list(range(1, times + 1))
    (plan,) = engine._holdings._plans.values()
    assert len(plan._asked(case).folds) == _MOST_FOLDS
