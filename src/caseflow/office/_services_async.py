"""Build the service of a pack on a store in one call, for an event loop.

What a service does is in `caseflow.service`. Made from `services` by `make generate`.
"""

from caseflow._typed import typed
from caseflow.engine import Engine, Jurisdiction
from caseflow.office._service_parts import asked, codecs, parts_of
from caseflow.office.pack import Pack
from caseflow.service import AsyncCaseService, FieldEncryption, kept_engine
from caseflow.stores import AsyncStore, open_async_store

__all__ = ["async_service_of", "open_async_service"]


@typed
async def open_async_service(
    store: AsyncStore | str,
    pack: Pack | str,
    jurisdiction: Jurisdiction | str = "",
    *,
    migrate: bool = False,
    encryption: FieldEncryption | None = None,
    tries: int = 5,
) -> AsyncCaseService:
    """Return the service of one office on its store; `async with` closes it at the end.

    >>> import asyncio
    >>> service = asyncio.run(open_async_service("memory:", "vietnam"))
    >>> service.engine.jurisdiction.name
    'Đà Nẵng'

    Args:
        store: where cases are kept, or its address as `open_async_store` takes it.
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
    opened = open_async_store(store) if isinstance(store, str) else store
    try:
        if migrate:
            await opened.run(opened.ops.migrate())
        engine = await opened.run(kept_engine(opened.ops, wanted, codecs(country)[1]))
    except BaseException:
        if isinstance(store, str):
            await opened.close()
        raise
    return async_service_of(engine, opened, country, encryption=encryption, tries=tries)


@typed
def async_service_of(
    engine: Engine,
    store: AsyncStore,
    pack: Pack,
    *,
    encryption: FieldEncryption | None = None,
    tries: int = 5,
) -> AsyncCaseService:
    """Return the service of *engine* on *store* with the payloads, expiries and units of *pack*.

    A workflow that is not of the pack, as a log brings it, has the standard expiries, and the fact
    "unit" for its unit. Cost: the codecs of a pack are made once, some 40 ms; after that about
    1 ms, so that a portal may make a service for each request or transaction.
    """
    parts = parts_of(engine, pack)
    return AsyncCaseService(
        engine,
        store,
        parts.codec,
        definitions=parts.definitions,
        expiries=parts.expiries,
        unit_of=parts.unit_of,
        encryption=encryption,
        tries=tries,
    )
