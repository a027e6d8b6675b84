"""The service by which commands keep and watch cases: that of the Viet Nam pack.

May import: everything below the command line.
"""

from collections.abc import Sequence

from caseflow.cases import Case
from caseflow.engine import Engine
from caseflow.service import STANDARD_EXPIRIES, CaseService, Expiry, Veil
from caseflow.stores import Store
from caseflow.vietnam.stored import case_codec, definition_codec, expiries, unit_of

__all__ = ["pack_service"]


def pack_service(
    engine: Engine, store: Store, *, veil: Veil | None = None, tries: int = 5
) -> CaseService:
    """Return a service on *store* with the payloads, expiries and units of the pack.

    A workflow that is not of the pack, as a log brings it, has the standard expiries, and the fact
    "unit" for its unit.
    """
    shops = expiries()
    workflows = engine.jurisdiction.workflows
    held = {each.name for each in workflows}
    # Those of a shop that is not here speak of clocks that no case here has.
    declared: dict[str, Sequence[Expiry]] = {
        name: each for name, each in shops.items() if name in held
    }
    for each in workflows:
        declared.setdefault(each.name, STANDARD_EXPIRIES)
    of_the_pack = {each.fingerprint for each in workflows if each.name in shops}
    of_the_pack.update(engine.jurisdiction.earlier)

    def unit(case: Case) -> str:
        return unit_of(case) if case.fingerprint in of_the_pack else str(case.fact("unit") or "")

    return CaseService(
        engine,
        store,
        case_codec(),
        definitions=definition_codec(),
        expiries=declared,
        unit_of=unit,
        veil=veil,
        tries=tries,
    )
