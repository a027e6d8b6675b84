"""The one-stop-shop workflows of earlier releases, kept as data for the cases opened under them.

Each file of data/workflows is named by the fingerprint of the workflow in it and never changes. A
guard is found by its name, and may have been mended since.
"""

from collections.abc import Callable
from functools import cache, partial

from caseflow.vietnam._shipped import shipped_text
from caseflow.workflow import Workflow

__all__ = ["EARLIER", "earlier_workflows"]

#: The release of November 2026: one text for each citation, and one rule that closes filings, of 15
#: working days.
EARLIER = (
    "one-stop-shop@200d4e36fcd22c24",
    "one-stop-shop-closing@bc2f93043be26b71",
)


def earlier_workflows() -> dict[str, Callable[[], Workflow]]:
    """Return how to read each earlier workflow, by fingerprint.

    Cost: some 20 ms for one that is read, once.

    >>> earlier_workflows()["one-stop-shop@200d4e36fcd22c24"]().name
    'one-stop-shop'
    """
    return {fingerprint: partial(_read, fingerprint) for fingerprint in EARLIER}


@cache
def _read(fingerprint: str) -> Workflow:
    # lazy: reading definitions needs more packages than working cases does
    from caseflow.vietnam.stored import definition_codec  # noqa: PLC0415 - lazy, see above

    name = fingerprint.replace("@", "-")
    return definition_codec().loads_workflow(shipped_text(f"workflows/{name}.json"), "json")
