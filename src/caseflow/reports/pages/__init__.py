"""Pages of a report: what a register says of a period, seen and read, and checked again later.

`report_of` computes what there is to say, `html_of` lays it out as one page without a script, and
`check_page` finds what was changed since. Needs the extra `reports`.
"""

from caseflow.reports.pages._charts import svg_of
from caseflow.reports.pages._checking import PageCheck, PageFault, PageFaultKind, check_page
from caseflow.reports.pages._content import (
    Cell,
    Chart,
    ChartKind,
    Content,
    Part,
    Section,
    Series,
    Table,
    written,
)
from caseflow.reports.pages._html import html_of
from caseflow.reports.pages._outputs import counts_csv, counts_parquet, json_of, text_of
from caseflow.reports.pages._public import (
    LEAST_FILINGS,
    PUBLIC_COLUMNS,
    public_csv,
    public_report,
)
from caseflow.reports.pages._reports import report_of
from caseflow.reports.pages._seals import PAGE_FORMAT, Seal, read_seal, seal_of
from caseflow.reports.pages._sketches import Difference, Sketch, sketch_of
from caseflow.reports.pages._sources import (
    BY_ATTRIBUTION,
    EscalationRow,
    ProcedureTimes,
    ReportSource,
    procedure_codes,
)

__all__ = [
    "BY_ATTRIBUTION",
    "LEAST_FILINGS",
    "PAGE_FORMAT",
    "PUBLIC_COLUMNS",
    "Cell",
    "Chart",
    "ChartKind",
    "Content",
    "Difference",
    "EscalationRow",
    "PageCheck",
    "PageFault",
    "PageFaultKind",
    "Part",
    "ProcedureTimes",
    "ReportSource",
    "Seal",
    "Section",
    "Series",
    "Sketch",
    "Table",
    "check_page",
    "counts_csv",
    "counts_parquet",
    "html_of",
    "json_of",
    "procedure_codes",
    "public_csv",
    "public_report",
    "read_seal",
    "report_of",
    "seal_of",
    "sketch_of",
    "svg_of",
    "text_of",
    "written",
]
