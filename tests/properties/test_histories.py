"""Random histories through the one-stop shop, compared with an independent model at every step.

See `histories`: an office with limits of every unit, payloads of which some are wrong on purpose,
and a witness that counts money and days for itself.
"""

import random
from collections import Counter
from datetime import datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from caseflow import vietnam as vn
from caseflow.stores import Query
from caseflow.targets import Standing
from histories import office
from histories.store import service_on
from histories.walks import CHANNELS, History, MemoryDriver, StoredDriver

BEGIN = datetime(2026, 1, 5, 8)
#: Filings come in during most of a year; the calendar knows the next one too.
SPAN = 300 * 24 * 60

#: Weeks pass now and then; mostly it is hours or days, and often nothing.
minutes = st.one_of(
    st.just(0), st.integers(0, 300), st.integers(0, 2 * 1440), st.integers(0, 20 * 1440)
)
steps = st.tuples(st.integers(0, 10_000), st.integers(0, 2**32 - 1), minutes)
begins = st.integers(0, SPAN).map(lambda passed: BEGIN + timedelta(minutes=passed))


@st.composite
def histories(draw):
    """A filing, and what is tried with it; see `History.step`."""
    return (
        draw(st.sampled_from(office.CODES)),
        draw(st.sampled_from(CHANNELS)),
        draw(st.sampled_from(CHANNELS)),
        draw(begins),
        draw(st.lists(steps, min_size=25, max_size=70)),
    )


def walked(driver, history, **more):
    """Go through *history* at *service*."""
    code, channel, result_by, begun, walk = history
    one = History.begin(driver, code, channel, result_by, begun, **more)
    for choice, seed, passed in walk:
        if one.is_over:
            break
        one.step(choice, seed, passed)
    return one


def judged_as_listed(service, case):
    """A list shows how the case stands, at its last act and later, as its deadlines say it."""
    for days in (0, 1, 4, 9, 17, 40):
        at = case.last_at + timedelta(days=days)
        shown = service.work_list(Query(), at=at).items
        counted = service.standings(at)
        if service.engine.jurisdiction.held(case.fingerprint).state(case.state).is_final:
            assert (shown, counted) == ((), ())
            continue
        standing = service.engine.deadlines(case, at=at).legal.standing
        undated = standing in (Standing.NOT_STARTED, Standing.STOPPED)
        assert shown[0].standing is (None if undated else standing)
        assert counted[0].total == 1


@settings(max_examples=max(20, settings().max_examples * 3 // 10))
@given(histories())
def test_money_clocks_and_dates_are_those_of_a_witness(history):
    """After every step the sums, days and dates are counted ones, and the records are the case.

    What is refused is what `actions` said, and leaves no trace; what follows a decision does not
    change how it was judged.
    """
    walked(MemoryDriver(), history)


@settings(max_examples=max(10, settings().max_examples // 10))
@given(histories())
def test_a_stored_history_is_the_same_and_verifies(tmp_path_factory, history):
    """Stored and read back at each step, a history is the same, and its chain verifies."""
    service = service_on(tmp_path_factory.mktemp("histories") / "cases.db")
    with service.store:
        kept = walked(StoredDriver(service), history, is_checked=False)
        assert kept.case == walked(MemoryDriver(), history, is_checked=False).case
        report = service.verify(deep=True)
        judged_as_listed(service, kept.case)
    assert report.faults == ()
    assert (report.cases, report.records) == (1, kept.case.version)


def test_the_histories_come_everywhere():
    """The histories reach what they must reach: every action, on record after the end as well."""
    counts, late = Counter(), Counter()
    for seed in range(150):
        chance = random.Random(seed)
        walk = [
            (chance.randrange(10_000), chance.randrange(2**32), chance.choice([0, 90, 3000, 9000]))
            for _ in range(70)
        ]
        begun = BEGIN + timedelta(minutes=chance.randrange(SPAN))
        channels = (chance.choice(CHANNELS), chance.choice(CHANNELS))
        history = (office.CODES[seed % len(office.CODES)], *channels, begun, walk)
        one = walked(MemoryDriver(), history, is_checked=False)
        counts += one.counts
        late += Counter(
            each.action for each in one.case.records if each.source == each.target == "returned"
        )

    assert {each.name for each in vn.one_stop_shop().actions} <= counts.keys()
    corrections = ("late", "late refused", "annulled", "annulment refused")
    assert min(counts[each] for each in corrections) > 9
    assert min(counts[each] for each in ("rebase", "migrate", "key reused", "refused")) > 9
    assert {"record-payment", "refund", "cancel-result"} <= late.keys()
