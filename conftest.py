"""Settings for every test, doctest and documentation example.

Profiles of Hypothesis, by HYPOTHESIS_PROFILE: `dev` (fresh examples, few), `ci` (the same examples
each time; what `make test` uses) and `nightly` (many). No profile has a deadline: a slow machine is
not a fault.

Examples in README.md and docs run here through Sybil; see `doc_blocks` for the console blocks.
"""

import os

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
WHOLE = ("tests/benchmarks/test_smoke.py",)


class DocumentScheduling(LoadScopeScheduling):
    """Keep the examples of one document on one worker, for they build on each other."""

    def _split_scope(self, nodeid: str) -> str:
        path = nodeid.partition("::")[0]
        return path if path.endswith((".md", *WHOLE)) else nodeid


def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> Scheduling | None:
    """Deal tests out one by one, and documents whole, unless told otherwise by `--dist`."""
    return DocumentScheduling(config, log) if config.getvalue("dist") == "load" else None
