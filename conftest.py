"""Settings for every test, doctest and documentation example.

Profiles of Hypothesis, by HYPOTHESIS_PROFILE: `dev` (fresh examples, few), `ci` (the same examples
each time; what `make test` uses) and `nightly` (many). No profile has a deadline: a slow machine is
not a fault.

Examples in README.md and docs run here through Sybil; see `doc_blocks` for the console blocks.
"""

import os
from collections.abc import Generator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from sybil import Sybil
from sybil.parsers.markdown import ClearNamespaceParser, PythonCodeBlockParser, SkipParser
from xdist.remote import Producer
from xdist.scheduler import LoadScopeScheduling, Scheduling

from doc_blocks import ConsoleBlockParser

EVERYWHERE = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])

settings.register_profile("dev", EVERYWHERE, max_examples=50, print_blob=True)
settings.register_profile("ci", EVERYWHERE, max_examples=200, derandomize=True)
settings.register_profile("nightly", EVERYWHERE, max_examples=5_000, print_blob=True)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "dev"))


#: Fixtures that give databases, for the tests of stores, of faults and of the commands.
pytest_plugins = ["stores.databases"]

pytest_collect_file = Sybil(
    parsers=[
        PythonCodeBlockParser(),
        ConsoleBlockParser(),
        SkipParser(),
        ClearNamespaceParser(),
    ],
    patterns=["README.md", "docs/*.md", "docs/**/*.md"],
).pytest()


#: Files whose tests share what takes long to make.
WHOLE = (
    "tests/benchmarks/test_smoke.py",
    "tests/docs/test_site.py",
    "tests/properties/test_offers.py",
)


class DocumentScheduling(LoadScopeScheduling):
    """Keep the examples of one document on one worker, for they build on each other."""

    def _split_scope(self, nodeid: str) -> str:
        path = nodeid.partition("::")[0]
        return path if path.endswith((".md", *WHOLE)) else nodeid


def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> Scheduling | None:
    """Deal tests out one by one, and documents whole, unless told otherwise by `--dist`."""
    return DocumentScheduling(config, log) if config.getvalue("dist") == "load" else None


#: Suites that go through the same lines thousands of times, and the pages. What they reach, the
#: others reach too, and measuring the coverage would double the time that they take.
UNMEASURED = (
    "docs",
    "tests/benchmarks",
    "tests/input_validation",
    "tests/docs",
    "tests/faults",
    "tests/golden",
    "tests/law",
    "tests/histories",
    "tests/oracle",
    "tests/properties/test_histories.py",
    "tests/properties/test_offers.py",
    "tests/properties/test_oracle.py",
    "tests/properties/test_oracle_corrections.py",
    "tests/properties/test_refusals.py",
    "tests/properties/test_several_agencies.py",
    "tests/repo",
    "tests/stores/test_simulation.py",
    "tests/traps",
    "tests/typing",
    "tests/unit/cli",
)
_ROOT = Path(__file__).parent
_UNMEASURED = [_ROOT / each for each in UNMEASURED]


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Generator[None, object, object]:
    """Measure no coverage in the suites of `UNMEASURED`, their fixtures included."""
    plugin = item.config.pluginmanager.getplugin("_cov")
    controller = getattr(plugin, "cov_controller", None)
    if controller is None or not any(map(item.path.is_relative_to, _UNMEASURED)):
        return (yield)
    controller.pause()
    try:
        return (yield)
    finally:
        controller.resume()
