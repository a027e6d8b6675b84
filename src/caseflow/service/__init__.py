"""What a portal calls: load, decide, store, notify; sync and async.

`_work` holds the one body of logic as generators; the two services only run it. Instants are
arguments here too: nothing reads the clock.
"""

from caseflow.engine import PROMISED
from caseflow.service._asides import set_aside
from caseflow.service._backoffs import Backoff
from caseflow.service._batches import BatchOutcome, BatchResult
from caseflow.service._case_service import CaseService
from caseflow.service._case_service_async import AsyncCaseService
from caseflow.service._definitions import DefinitionAside, kept_engine, set_aside_definition
from caseflow.service._expiries import STANDARD_EXPIRIES, Expiry
from caseflow.service._export_lines import Lines
from caseflow.service._exporting import (
    Problem,
    Transfer,
    export_lines,
    stored_cases,
    summaries_of,
)
from caseflow.service._lists import UnitStandings, WorkItem, WorkList
from caseflow.service._readmitting import ImportRules, import_lines
from caseflow.service._results import Delivered, Fault, Report, Swept
from caseflow.service._sealing import FieldEncryption

__all__ = [
    "PROMISED",
    "STANDARD_EXPIRIES",
    "AsyncCaseService",
    "Backoff",
    "BatchOutcome",
    "BatchResult",
    "CaseService",
    "DefinitionAside",
    "Delivered",
    "Expiry",
    "Fault",
    "FieldEncryption",
    "ImportRules",
    "Lines",
    "Problem",
    "Report",
    "Swept",
    "Transfer",
    "UnitStandings",
    "WorkItem",
    "WorkList",
    "export_lines",
    "import_lines",
    "kept_engine",
    "set_aside",
    "set_aside_definition",
    "stored_cases",
    "summaries_of",
]
