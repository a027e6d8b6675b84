"""Registers: one row a filing, made from a store, a log or somebody's own table.

`COLUMNS` is the schema, `FORMAT` its version. What is counted of a register is in `counts` and
`durations`.
"""

from caseflow.reports.register._cases import register_cases
from caseflow.reports.register._columns import COLUMNS, FORMAT, OUTCOMES, Column, Kind, column
from caseflow.reports.register._left_out import LeftOutRow, left_out_rows
from caseflow.reports.register._logs import LogRead, register_log
from caseflow.reports.register._mappings import Mapped, RegisterMapping, load_mapping
from caseflow.reports.register._projections import Projected, project_store
from caseflow.reports.register._registers import Register, register_files
from caseflow.reports.register._rows import row_of
from caseflow.reports.register._sifting import Sifted, sift
from caseflow.reports.register._tables import TableRead, register_table

__all__ = [
    "COLUMNS",
    "FORMAT",
    "OUTCOMES",
    "Column",
    "Kind",
    "LeftOutRow",
    "LogRead",
    "Mapped",
    "Projected",
    "Register",
    "RegisterMapping",
    "Sifted",
    "TableRead",
    "column",
    "left_out_rows",
    "load_mapping",
    "project_store",
    "register_cases",
    "register_files",
    "register_log",
    "register_table",
    "row_of",
    "sift",
]
