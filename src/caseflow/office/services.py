"""Build the service of a pack on a store in one call; the one that awaits stands beside it.

What a service does is in `caseflow.service`. The twin that awaits its store is made from this file.
"""

from caseflow._typed import typed
from caseflow.engine import Engine, Jurisdiction
from caseflow.office._service_parts import asked, codecs, parts_of
from caseflow.office._services_async import async_service_of, open_async_service
from caseflow.office.pack import Pack
from caseflow.service import CaseService, FieldEncryption, kept_engine
from caseflow.stores import Store, open_store

__all__ = ["async_service_of", "open_async_service", "open_service", "service_of"]


@typed
def open_service(
    store: Store | str,
    pack: Pack | str,
    jurisdiction: Jurisdiction | str = "",
    *,
    migrate: bool = False,
    encryption: FieldEncryption | None = None,
    tries: int = 5,
) -> CaseService:
    """Return the service of one office on its store; `with` closes it at the end.

    >>> service = open_service("memory:", "vietnam")
    >>> service.engine.jurisdiction.name
    'Đà Nẵng'

    Args:
        store: where cases are kept, or its address as `open_store` takes it.
        pack: the country, or the name of its installed pack.
        jurisdiction: the office, or its name in the pack; by default the usual one. Cases that
            were opened on other definitions are worked by those they were opened on.
        migrate: make the tables of the store, or bring them up to date; needs the right to.
        encryption: encrypts personal data.
        tries: how often to decide again when somebody was faster.

    Raises:
        UnknownPackError: no installed package brings that pack.
        PackError: the pack cannot be used.
        UnknownNameError: the pack has no such jurisdiction.
        ValueInvalidError: the address names no store.
        SchemaError: the tables are not those of this version, and *migrate* was not asked for.
    """
    country, wanted = asked(pack, jurisdiction)
    opened = open_store(store) if isinstance(store, str) else store
    try:
        if migrate:
            opened.run(opened.ops.migrate())
        engine = opened.run(kept_engine(opened.ops, wanted, codecs(country)[1]))
    except BaseException:
        if isinstance(store, str):
            opened.close()
        raise
    return service_of(engine, opened, country, encryption=encryption, tries=tries)


@typed
def service_of(
    engine: Engine,
    store: Store,
    pack: Pack,
    *,
    encryption: FieldEncryption | None = None,
    tries: int = 5,
) -> CaseService:
    """Return the service of *engine* on *store* with the payloads, expiries and units of *pack*.

    A workflow that is not of the pack, as a log brings it, has the standard expiries, and the fact
    "unit" for its unit. Cost: the codecs of a pack are made once, some 40 ms; after that about
    1 ms, so that a portal may make a service for each request or transaction.
    """
    parts = parts_of(engine, pack)
    return CaseService(
        engine,
        store,
        parts.codec,
        definitions=parts.definitions,
        expiries=parts.expiries,
        unit_of=parts.unit_of,
        encryption=encryption,
        tries=tries,
    )
