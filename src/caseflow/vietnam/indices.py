"""Official indices of Viet Nam, each with its source and how sure it is: data/indices.toml.

Needs the extra `reports`, so it is imported by its path. How they are computed is the matter of
`caseflow.reports.indices`.
"""

from functools import cache

from caseflow._typed import typed
from caseflow.reports.indices import IndexSet, read_indices
from caseflow.vietnam._shipped import shipped_text

__all__ = ["official_indices"]


@typed
@cache
def official_indices() -> IndexSet:
    """Return the indices of Circular 01/2018, of Decision 766 and of the criteria of 2025.

    The online share is there in its definitions: `online-received`, `online-offering`,
    `online-services` and `766-3.3`, which is disputed and not computed.

    >>> timely = official_indices().index("766-2.1")
    >>> timely.reference.value, timely.end.value, timely.certainty.value
    ('appointed', 'any', 'reconstructed')
    """
    return read_indices(shipped_text("indices.toml"), name="data/indices.toml")
