"""What a pack gives to a service of its cases: codecs, expiries, units."""

from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from caseflow.cases import Case
from caseflow.codec import Codec, DefinitionCodec
from caseflow.engine import Engine, Jurisdiction
from caseflow.office.escalations import ESCALATION, escalation_expiries
from caseflow.office.installed import find_pack
from caseflow.office.pack import Pack
from caseflow.service import STANDARD_EXPIRIES, Expiry
from caseflow.service._defaults import unit_by_fact

__all__ = ["ServiceParts", "asked", "codecs", "parts_of"]


def asked(pack: Pack | str, jurisdiction: Jurisdiction | str) -> tuple[Pack, Jurisdiction]:
    """Return the pack and the office that were asked for, by name or as they are."""
    country = find_pack(pack) if isinstance(pack, str) else pack
    if isinstance(jurisdiction, str):
        return country, country.jurisdiction(jurisdiction)
    return country, jurisdiction


class ServiceParts(NamedTuple):
    """What a pack gives to a service."""

    codec: Codec
    definitions: DefinitionCodec
    expiries: dict[str, Sequence[Expiry]]
    units: Pack
    of_the_pack: frozenset[str]

    def unit_of(self, case: Case) -> str:
        """Return the unit that answers for *case*."""
        of_case = self.units.unit_of if case.fingerprint in self.of_the_pack else unit_by_fact
        return of_case(case)


@lru_cache(maxsize=16)
def codecs(pack: Pack) -> tuple[Codec, DefinitionCodec]:
    """Return the codecs of *pack*, made once: that costs more than most acts on a case."""
    return pack.codec(), pack.definitions()


def parts_of(engine: Engine, pack: Pack) -> ServiceParts:
    """Return what *pack* gives to a service of *engine*."""
    known = {**_escalating(pack), **pack.expiries()}
    workflows = engine.jurisdiction.workflows
    # Cases of another office of the pack may be in the store too, such as escalations.
    here = {each.name: known.get(each.name, STANDARD_EXPIRIES) for each in workflows}
    declared = {**known, **here}
    ours = {each.fingerprint for each in workflows if each.name in known}
    codec, definitions = codecs(pack)
    return ServiceParts(
        codec,
        definitions,
        declared,
        pack,
        frozenset(ours.union(engine.jurisdiction.earlier)),
    )


def _escalating(pack: Pack) -> dict[str, Sequence[Expiry]]:
    """Return what happens when steps of escalations are overdue, where the pack has those."""
    return {} if pack.escalations is None else {ESCALATION: escalation_expiries()}
