"""Results on record: issued, cancelled, corrected."""

from caseflow.office.results._issuing import (
    PAPER_GIVEN,
    Result,
    document_hash,
    issued_results,
    next_number,
)

__all__ = [
    "PAPER_GIVEN",
    "Result",
    "document_hash",
    "issued_results",
    "next_number",
]
