"""A made-up month of any country: whole histories, settled money, the same in every run."""

import pytest

from caseflow.engine import Engine
from caseflow.netherlands.pack import PACK as NETHERLANDS
from caseflow.office.paying import books_of
from caseflow.office.samples import Till, work_month, work_stories
from caseflow.vietnam.pack import PACK as VIETNAM

PACKS = {pack.name: pack for pack in (NETHERLANDS, VIETNAM)}


def worked(pack, seed, count=12):
    """A month and the stories of a pack, and the till at which they paid."""
    samples = pack.samples()
    engine = Engine(pack.jurisdiction())
    till = Till(engine.jurisdiction.calendar, samples.month)
    filings = work_month(engine, till, count=count, seed=seed)
    stories = work_stories(engine, till, samples)
    return engine, till, [each.case for each in (*filings, *stories)]


@pytest.mark.parametrize("seed", [1, 2026])
@pytest.mark.parametrize("name", PACKS)
def test_the_month_of_every_country_replays_and_is_paid(name, seed):
    """Nothing that is given out is left unpaid, and the day of the gateway matches."""
    engine, till, cases = worked(PACKS[name], seed)
    for case in cases:
        balance = books_of(case.records, till.currency).account.balance
        assert balance.billed == balance.paid + balance.subsidised + balance.due
        assert case.state != "returned" or not balance.due
        assert engine.replay(case.records) == case
        workflow = engine.jurisdiction.held(case.fingerprint)
        assert workflow.state(case.state).is_final, "every filing comes to its end"
    assert till.reconciled(cases, till.sample.paid_on).is_closed


def test_stories_are_shown_in_the_languages_of_their_country():
    """The title of each exists in all of them, and its case is over."""
    for pack in PACKS.values():
        _, till, _ = worked(pack, 1, count=1)
        stories = work_stories(Engine(pack.jurisdiction()), till, pack.samples())
        assert stories
        for story in stories:
            assert all(dict(story.title.items()).get(code) for code in pack.languages)
