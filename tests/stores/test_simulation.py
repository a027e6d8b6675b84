"""Nothing is lost and nothing is done twice, wherever a request, an answer or a worker is lost."""

import pytest
from hypothesis import settings

from stores.simulation import Simulation, Single, Stepped

#: Each chunk is its own test, so that workers share them.
CHUNKS = 8
#: As with the properties, the nightly profile looks further.
_IS_NIGHTLY = settings().max_examples > 1_000
SEEDS = 1_000 if _IS_NIGHTLY else 100
SEEDS_OF_SQL = 100 if _IS_NIGHTLY else 25


def _check(backend, chunk, seeds):
    faults = corrected = 0
    for seed in range(chunk * seeds, (chunk + 1) * seeds):
        simulation = Simulation(backend(), seed, risk=(0.0, 0.05, 0.15, 0.3)[seed % 4])
        try:
            simulation.run().check()
        except Exception as error:
            raise AssertionError(f"{backend.__name__}, seed {seed}") from error
        faults += simulation.faults.total()
        corrected += simulation.corrected
    assert faults > seeds
    # Acts entered late and acts taken back are among what was kept.
    assert corrected > seeds // 5


@pytest.mark.parametrize("chunk", range(CHUNKS))
def test_every_schedule_keeps_what_was_acknowledged(chunk):
    """One statement per commit: what was acknowledged is there once, and everything verifies."""
    _check(Stepped, chunk, SEEDS)


@pytest.mark.parametrize("chunk", range(CHUNKS))
def test_every_schedule_of_whole_transactions_keeps_it_too(chunk):
    """Transactions of several statements: one lost inside leaves no trace."""
    _check(Single, chunk, SEEDS_OF_SQL)
