"""What every test may rely on: nothing waits and nothing leaves the machine."""

import socket
import time
from pathlib import Path
from typing import NoReturn

import pytest

_HERE = Path(__file__).parent

#: Suites that go through the same lines thousands of times. What they reach, the others reach too,
#: and measuring the coverage would double the time that they take.
UNMEASURED = (
    "benchmarks",
    "input_validation",
    "faults",
    "golden",
    "law",
    "histories",
    "oracle",
    "properties/test_histories.py",
    "properties/test_offers.py",
    "properties/test_oracle.py",
    "properties/test_oracle_corrections.py",
    "properties/test_refusals.py",
    "properties/test_several_agencies.py",
    "repo",
    "stores/test_simulation.py",
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Measure no coverage in the suites of `UNMEASURED`."""
    for item in items:
        if any(item.path.is_relative_to(_HERE / each) for each in UNMEASURED):
            item.add_marker(pytest.mark.no_cover)


def _refuse(*_args: object, **_kwargs: object) -> NoReturn:
    pytest.fail("a test neither sleeps nor uses the network; hand in the instant or the data")


@pytest.fixture(autouse=True, scope="session")
def offline_and_awake():
    """Refuse connections and sleeps for the whole run."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket.socket, "connect", _refuse)
        patch.setattr(time, "sleep", _refuse)
        yield
