"""Packs of made-up countries: one that has only what a pack must have, and one that is wrong."""

from attrs import evolve

from caseflow import vietnam as vn
from caseflow.engine import Jurisdiction
from caseflow.office.samples import Prices, Samples
from caseflow.procedures import Catalogue
from caseflow.vietnam._samples import samples
from caseflow.vietnam.pack import PACK


def _office() -> Jurisdiction:
    """An office at which nothing costs money."""
    shop = vn.danang()
    free = (evolve(each, fees=None, payment=None) for each in shop.catalogue)
    return evolve(shop, catalogue=Catalogue(tuple(free), "lean"), name="Lean")


def _month() -> Samples:
    """A month without stories, prices and budget."""
    return Samples(evolve(samples().month, prices=Prices()))


LEAN = evolve(
    PACK,
    name="lean",
    jurisdictions={"lean": _office},
    papers=None,
    budgets=None,
    escalations=None,
    lists=None,
    publishing=None,
    tariffs=None,
    indices=None,
    samples=_month,
)

BROKEN = evolve(
    PACK, name="broken", languages=("vi", "xx-"), currency="dong", expiries=dict, samples=None
)

VIETNAMESE = evolve(PACK, languages=("vi",))
