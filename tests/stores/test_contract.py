"""Every store and driver keeps the same contract."""

import pytest

from caseflow.stores import open_store
from caseflow.testing.store_contract import StoreContract


class TestStores(StoreContract):
    """The fixture `store` gives one of each kind."""


class TestPortableStores(StoreContract):
    """By the statements for a distributed database a store keeps the contract too."""

    @pytest.fixture
    def store(self, postgres_url):
        """A store that calls no function of the owner."""
        with open_store(postgres_url, portable=True) as store:
            yield store
