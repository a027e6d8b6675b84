"""What every test may rely on: nothing waits and nothing leaves the machine."""

import socket
import time
from typing import NoReturn

import pytest


def _refuse(*_args: object, **_kwargs: object) -> NoReturn:
    pytest.fail("a test neither sleeps nor uses the network; hand in the instant or the data")


@pytest.fixture(autouse=True, scope="session")
def offline_and_awake():
    """Refuse connections and sleeps for the whole run."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket.socket, "connect", _refuse)
        patch.setattr(time, "sleep", _refuse)
        yield
