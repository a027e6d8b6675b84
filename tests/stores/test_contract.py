"""Every store and driver keeps the same contract."""

from caseflow.testing.store_contract import StoreContract


class TestStores(StoreContract):
    """The fixture `store` gives one of each kind."""
