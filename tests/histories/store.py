"""The same office behind a service, on its own file."""

from caseflow.service import CaseService
from caseflow.stores._sqlite import SqliteStore
from histories import office


def service_on(path):
    """A service on a new SQLite file."""
    store = SqliteStore(str(path))
    store.run(store.ops.migrate())
    codec, definitions = office.codecs()
    return CaseService(office.engine(), store, codec, definitions=definitions)
