"""Indices: official and own figures of a register, each a value with its source, and exact.

What is counted of filings is in `counts`; an index says of which filings, until when, by which
date, and what the share is worth. The official ones come with the packs.
"""

from caseflow.reports.indices._bridges import (
    CAUSES,
    Bridge,
    BridgeLine,
    bridge,
    bridge_counts,
    bridged,
    bridges,
)
from caseflow.reports.indices._groups import GroupResult, added_up
from caseflow.reports.indices._indices import (
    Band,
    Certainty,
    CountOf,
    Index,
    IndexGroup,
    IndexSet,
    OfNothing,
)
from caseflow.reports.indices._results import (
    IndexResult,
    compute,
    computed,
    index_counts,
    rounded,
)
from caseflow.reports.indices._tables import INDICES_FORMAT, load_indices, read_indices
from caseflow.reports.indices._terms import TERMS, EndEvent, Spread

__all__ = [
    "CAUSES",
    "INDICES_FORMAT",
    "TERMS",
    "Band",
    "Bridge",
    "BridgeLine",
    "Certainty",
    "CountOf",
    "EndEvent",
    "GroupResult",
    "Index",
    "IndexGroup",
    "IndexResult",
    "IndexSet",
    "OfNothing",
    "Spread",
    "added_up",
    "bridge",
    "bridge_counts",
    "bridged",
    "bridges",
    "compute",
    "computed",
    "index_counts",
    "load_indices",
    "read_indices",
    "rounded",
]
