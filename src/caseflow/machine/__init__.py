"""From a workflow to a `transitions.Machine`, to an immutable table, and to drawings.

The machine is the definition model, for those who know its vocabulary and its tools; caseflow
executes from the table read out of it, in which every name is resolved. Faults of meaning (traps,
clocks) are the business of `checks`.
"""

from caseflow.machine._diagrams import FORMATS, diagram
from caseflow.machine._names import unknown_names
from caseflow.machine._table import Candidate, Table, build_machine, compile_table

__all__ = [
    "FORMATS",
    "Candidate",
    "Table",
    "build_machine",
    "compile_table",
    "diagram",
    "unknown_names",
]
