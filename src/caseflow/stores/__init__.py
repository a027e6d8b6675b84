"""Where cases are kept: in memory, in one SQLite file, in PostgreSQL, or in a host's transaction.

A store keeps texts and whole numbers in chains of hashes; what they mean is for `caseflow.service`
to say. Nothing here reads the clock.
"""

from caseflow.errors import (
    SchemaError,
    StoreBusyError,
    StoreRefusedError,
    StoreUnavailableError,
    UnknownCaseError,
)
from caseflow.stores._aside import aside, aside_async
from caseflow.stores._hosted import (
    AsyncHostStore,
    HostStore,
    async_sqlalchemy_store,
    django_store,
    sqlalchemy_store,
)
from caseflow.stores._kept import (
    ERASURE,
    GENESIS,
    REWRAPPING,
    WRAPPED_ANEW,
    CaseSummary,
    Change,
    DeadLetter,
    Definition,
    Message,
    Note,
    Noted,
    Query,
    Raised,
    Retry,
    Seal,
    SealLine,
    Secret,
    StoredCase,
    StoredRecord,
    erasure_act,
    instant,
    link,
    micros,
    seal_root,
)
from caseflow.stores._memory import MemoryStore
from caseflow.stores._ops import BEGIN, COMMIT, ROLLBACK, Ops, Statement, drive, drive_async
from caseflow.stores._protocol import AsyncStore, Operations, Store
from caseflow.stores._threads import ThreadedStore
from caseflow.stores._urls import file_of, open_async_store, open_store

__all__ = [
    "BEGIN",
    "COMMIT",
    "ERASURE",
    "GENESIS",
    "REWRAPPING",
    "ROLLBACK",
    "WRAPPED_ANEW",
    "AsyncHostStore",
    "AsyncStore",
    "CaseSummary",
    "Change",
    "DeadLetter",
    "Definition",
    "HostStore",
    "MemoryStore",
    "Message",
    "Note",
    "Noted",
    "Operations",
    "Ops",
    "Query",
    "Raised",
    "Retry",
    "SchemaError",
    "Seal",
    "SealLine",
    "Secret",
    "Statement",
    "Store",
    "StoreBusyError",
    "StoreRefusedError",
    "StoreUnavailableError",
    "StoredCase",
    "StoredRecord",
    "ThreadedStore",
    "UnknownCaseError",
    "aside",
    "aside_async",
    "async_sqlalchemy_store",
    "django_store",
    "drive",
    "drive_async",
    "erasure_act",
    "file_of",
    "instant",
    "link",
    "micros",
    "open_async_store",
    "open_store",
    "seal_root",
    "sqlalchemy_store",
]
