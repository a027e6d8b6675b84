"""Cases worked at random and moved between definitions: what these moves never change."""

from contextlib import suppress
from datetime import timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from caseflow.cases import LimitPolicy
from caseflow.engine import Migration
from caseflow.errors import ActionRefusedError, UnknownNameError
from caseflow.values import Actor, Channel
from migrations import CLOCKS, EXAMINING, STATES, UNTIMED, engine
from permits import (
    ASK,
    ASSIGN,
    CHARGE,
    CLASSIFY,
    DECIDE,
    EXTEND,
    PAY,
    PERMIT,
    RECEIVE,
    REDIRECT,
    SUPPLY,
    WITHDRAW,
    Kind,
    Missing,
    Payment,
    Receipt,
    Way,
    at,
    calendar,
    codec,
)

EVERYBODY = Actor("all", {"intake", "officer"})

actions = st.sampled_from(
    [
        (RECEIVE, Receipt(2)),
        (ASSIGN, None),
        (ASK, Missing(("map",))),
        (SUPPLY, None),
        (CHARGE, None),
        (PAY, Payment(100)),
        (CLASSIFY, Kind("refused")),
        (EXTEND, None),
        (DECIDE, None),
        (WITHDRAW, None),
        *((REDIRECT, Way(channel)) for channel in Channel),
    ]
)
BACK = {new: old for old, new in (STATES | CLOCKS).items()}
migrations = st.builds(
    lambda to, version, limits: Migration(
        to.fingerprint,
        states=STATES if to is EXAMINING else {"examining": "processing"},
        clocks=CLOCKS if to is EXAMINING else {"answer": "supplement"},
        versions={"P.1": version, "P.2": version},
        limits=limits,
    ),
    st.sampled_from([PERMIT, EXAMINING, UNTIMED]),
    st.sampled_from(["1", "2"]),
    st.sampled_from(LimitPolicy),
)
steps = st.lists(
    st.tuples(st.one_of(actions, actions, migrations), st.integers(0, 40)), max_size=14
)


def dates(case, now):
    """Every date by the name the clock began with."""
    found = engine().deadlines(case, at=now)
    return {BACK.get(name, name): found[name].due and found[name].due.on for name in found}


@settings(deadline=None, max_examples=100)
@given(st.sampled_from(["P.1", "P.2"]), st.sampled_from(Channel), steps)
def test_moves_preserve_what_was(code, channel, walk):
    """Records before a move stay, used and left make allowed, a kept limit moves no date.

    A case that moved replays to itself, is read back with the same bytes, and what is refused
    changes nothing.
    """
    now = at(2)
    case = engine().open(code, channel=channel, result_by=channel, at=now)
    for what, hours in walk:
        now += timedelta(hours=hours)
        before = case
        # A branch that the present version has not is refused by name.
        with suppress(ActionRefusedError, UnknownNameError):
            if isinstance(what, Migration):
                case = engine().migrate(before, what, at=now, by=EVERYBODY, reason="new law")
                if what.limits is LimitPolicy.PINNED and UNTIMED.fingerprint not in (
                    before.fingerprint,
                    case.fingerprint,
                ):
                    assert dates(case, now) == dates(before, now)
            else:
                action, payload = what
                case = engine().fire(before, action, payload, by=EVERYBODY, at=now)
        assert case.records[: before.version] == before.records
        assert engine().replay(case.records) == case
        for ledger in case.clocks:
            used, left = ledger.used(calendar(), now), ledger.left(calendar(), now)
            assert used + left == ledger.allowed(calendar())
    text = codec().dumps(case)
    assert codec().loads_case(text) == case
    assert codec().dumps(codec().loads_case(text)) == text
