"""Build the service of a pack on a store in one call, awaited or not.

Here the parts of a pack meet a store; what a service does is in `caseflow.service`.
"""

from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from caseflow._typed import typed
from caseflow.cases import Case
from caseflow.codec import Codec, DefinitionCodec
from caseflow.engine import Engine, Jurisdiction
from caseflow.office.installed import find_pack
from caseflow.office.pack import Pack
from caseflow.service import (
    STANDARD_EXPIRIES,
    AsyncCaseService,
    CaseService,
    Expiry,
    FieldEncryption,
    kept_engine,
)
from caseflow.stores import AsyncStore, Store, open_async_store, open_store

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
    """Return the service of one office on its store; close `service.store` in the end.

    >>> desk = open_service("memory:", "vietnam")
    >>> desk.engine.jurisdiction.name
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
    country, wanted = _asked(pack, jurisdiction)
    opened = open_store(store) if isinstance(store, str) else store
    try:
        if migrate:
            opened.run(opened.ops.migrate())
        engine = opened.run(kept_engine(opened.ops, wanted, _codecs(country)[1]))
    except BaseException:
        if isinstance(store, str):
            opened.close()
        raise
    return service_of(engine, opened, country, encryption=encryption, tries=tries)


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
    """Return the service of one office for an event loop; see `open_service`."""
    country, wanted = _asked(pack, jurisdiction)
    opened = open_async_store(store) if isinstance(store, str) else store
    try:
        if migrate:
            await opened.run(opened.ops.migrate())
        engine = await opened.run(kept_engine(opened.ops, wanted, _codecs(country)[1]))
    except BaseException:
        if isinstance(store, str):
            await opened.close()
        raise
    return async_service_of(engine, opened, country, encryption=encryption, tries=tries)


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
    parts = _parts(engine, pack)
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


@typed
def async_service_of(
    engine: Engine,
    store: AsyncStore,
    pack: Pack,
    *,
    encryption: FieldEncryption | None = None,
    tries: int = 5,
) -> AsyncCaseService:
    """Return the same service for an event loop; see `service_of`."""
    parts = _parts(engine, pack)
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


def _asked(pack: Pack | str, jurisdiction: Jurisdiction | str) -> tuple[Pack, Jurisdiction]:
    country = find_pack(pack) if isinstance(pack, str) else pack
    if isinstance(jurisdiction, str):
        return country, country.jurisdiction(jurisdiction)
    return country, jurisdiction


class _Parts(NamedTuple):
    """What a pack gives to a service."""

    codec: Codec
    definitions: DefinitionCodec
    expiries: dict[str, Sequence[Expiry]]
    units: Pack
    of_the_pack: frozenset[str]

    def unit_of(self, case: Case) -> str:
        if case.fingerprint in self.of_the_pack:
            return self.units.unit_of(case)
        return str(case.fact("unit") or "")


@lru_cache(maxsize=16)
def _codecs(pack: Pack) -> tuple[Codec, DefinitionCodec]:
    """Return the codecs of *pack*, made once: that costs more than most acts on a case."""
    return pack.codec(), pack.definitions()


def _parts(engine: Engine, pack: Pack) -> _Parts:
    known = pack.expiries()
    workflows = engine.jurisdiction.workflows
    # Those of a workflow that is not here speak of clocks that no case here has.
    declared = {each.name: known.get(each.name, STANDARD_EXPIRIES) for each in workflows}
    ours = {each.fingerprint for each in workflows if each.name in known}
    codec, definitions = _codecs(pack)
    return _Parts(
        codec,
        definitions,
        declared,
        pack,
        frozenset(ours.union(engine.jurisdiction.earlier)),
    )
